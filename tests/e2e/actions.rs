//! Code actions, as the client's side of them makes a difference.

use serde_json::{Value, json};

use crate::client::Client;

const URI: &str = "file:///w/ops.md";
const OPS: &str = "# Operational Excellence\n\n## Incident Response & Management\n\n### On-Call Management\n\nWeekly.\n\n### Incident Severity\n\nP1.\n\n### Incident Process\n\n1. Go\n";

fn literals() -> Value {
    json!({ "textDocument": { "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } } } })
}

/// What is offered in this line.
fn offered(client: &mut Client, line: u32) -> Vec<Value> {
    let start = json!({ "line": line, "character": 3 });
    let range = json!({ "start": start, "end": start });
    let params = json!({ "textDocument": { "uri": URI }, "range": range, "context": { "diagnostics": [] } });
    client.ask("textDocument/codeAction", params).as_array().cloned().unwrap_or_default()
}

fn titled<'a>(actions: &'a [Value], title: &str) -> &'a Value {
    let found = actions.iter().find(|it| it["title"] == title);
    found.unwrap_or_else(|| panic!("no {title} in {actions:#?}"))
}

#[test]
fn an_action_names_a_diagnostic_only_if_nothing_is_left_of_it() {
    let mut client = Client::session(literals(), None);
    client.open(URI, OPS);
    let published = client.published(URI, 1);
    let missing = published.iter().find(|it| it["code"] == "missing-element").expect("two are missing");
    assert_eq!(missing["data"]["elements"].as_array().map(Vec::len), Some(2));
    let actions = offered(&mut client, 2);
    for one in ["Insert \"Incident Communication\"", "Insert \"Post-Incident Review\""] {
        let action = titled(&actions, one);
        assert_eq!((&action["diagnostics"], &action["isPreferred"]), (&Value::Null, &Value::Null), "{action:#}");
    }
    assert_eq!(titled(&actions, "Insert both missing elements of this section")["diagnostics"], json!([missing]));
    // Once one of them is there, the other is the whole.
    client.change(URI, 2, Some([(14, 0), (14, 0)]), "\n### Incident Communication\n\nBy mail.\n");
    let published = client.published(URI, 2);
    let missing = published.iter().find(|it| it["code"] == "missing-element").expect("one is missing");
    let actions = offered(&mut client, 2);
    let insert = titled(&actions, "Insert \"Post-Incident Review\"");
    assert_eq!((&insert["diagnostics"], &insert["isPreferred"]), (&json!([missing]), &json!(true)));
    let preferred = actions.iter().filter(|it| it["isPreferred"] == true && it["diagnostics"] == json!([missing]));
    assert_eq!(preferred.count(), 1);
    client.end();
}

#[test]
fn a_client_that_takes_commands_alone_is_promised_and_sent_no_literals() {
    let (mut client, answer) = Client::session_with(json!({}), None, Value::Null);
    assert_eq!(answer["capabilities"]["codeActionProvider"], Value::Null);
    client.open(URI, OPS);
    client.published(URI, 1);
    assert_eq!(offered(&mut client, 2), Vec::<Value>::new());
    client.end();
}
