//! The requests beyond the protocol, as clients make them.

use serde_json::{Value, json};

use crate::client::{Client, uri};

const URI: &str = "file:///w/ops.md";
const OPS: &str = "---\noe: true\n---\n\n# Operations 🚒\n\n## Security Operations\n\n### Threat Detection\n\nRules.\n";

fn asked(uri: &str, more: &Value) -> Value {
    let mut params = json!({ "textDocument": { "uri": uri } });
    for (key, value) in more.as_object().into_iter().flatten() {
        params[key] = value.clone();
    }
    params
}

fn refusal(client: &mut Client, method: &str, params: Value) -> Value {
    let id = client.request(method, params);
    client.answer(id)["error"].clone()
}

#[test]
fn what_is_chosen_is_inserted_and_gone_to() {
    let mut client = Client::session(json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } }), None);
    client.open(URI, OPS);
    let ids = json!({ "ids": ["security-operations/security-monitoring", "compliance-monitoring"] });
    let answer = client.ask("oe-ls/insert", asked(URI, &ids));
    assert_eq!(
        answer["inserted"],
        json!(["security-operations/security-monitoring", "security-operations/compliance-monitoring"])
    );
    let change = &answer["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": URI, "version": 1 }));
    let first = &change["edits"][0];
    assert_eq!(first["range"]["start"], json!({ "line": 6, "character": "## Security Operations".len() }));
    assert!(first["newText"].as_str().unwrap().starts_with("\n\n### Security Monitoring\n"), "{first}");
    assert_eq!(answer["range"]["start"], json!({ "line": 8, "character": 0 }));
    assert_eq!(answer["range"]["end"], json!({ "line": 8, "character": "### Security Monitoring".len() }));
    assert_eq!(answer["placeholder"]["start"]["line"], 10);
    client.end();
}

#[test]
fn what_cannot_be_inserted_is_said() {
    let mut client = Client::session(json!({}), None);
    client.open(URI, OPS);
    let there = json!({ "ids": ["security-operations/threat-detection"] });
    assert_eq!(client.ask("oe-ls/insert", asked(URI, &there)), Value::Null);
    let unknown = refusal(&mut client, "oe-ls/insert", asked(URI, &json!({ "ids": ["nothing"] })));
    assert_eq!(unknown["code"], -32602);
    assert!(unknown["message"].as_str().unwrap().contains("`nothing`"), "{unknown}");
    let closed = refusal(&mut client, "oe-ls/insert", asked("file:///w/other.md", &json!({ "ids": [] })));
    assert!(closed["message"].as_str().unwrap().contains("not open"), "{closed}");
    client.end();
}

#[test]
fn a_file_becomes_ours_and_is_left_alone_again() {
    let mut client = Client::session(json!({}), None);
    client.open(URI, "# Handbook\n");
    let edit = client.ask("oe-ls/treatAs", asked(URI, &json!({ "oe": true })));
    assert_eq!(edit["changes"][URI][0]["newText"], "---\noe: true\n---\n\n");
    client.change(URI, 2, None, "---\noe: true\n---\n\n# Handbook\n");
    assert_eq!(client.ask("oe-ls/treatAs", asked(URI, &json!({ "oe": true }))), Value::Null);
    let edit = client.ask("oe-ls/treatAs", asked(URI, &json!({ "oe": false })));
    assert_eq!(edit["changes"][URI][0]["newText"], " false");
    client.change(URI, 3, None, "+++\nx = 1\n+++\n");
    let refused = refusal(&mut client, "oe-ls/treatAs", asked(URI, &json!({ "oe": true })));
    assert_eq!(refused["code"], -32803);
    assert!(refused["message"].as_str().unwrap().contains("oe-files"), "{refused}");
    client.end();
}

#[test]
fn a_new_document_and_the_guide_are_those_of_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let ours =
        "# Payment Operations\n\n### 1. Payments\n\n**Required Elements:**\n\n- **Ledger**: How it is balanced\n";
    std::fs::create_dir(folder.path().join("pay")).unwrap();
    std::fs::write(folder.path().join("pay/guide.md"), ours).unwrap();
    std::fs::write(folder.path().join("pay/oe-ls.toml"), "guide = \"guide.md\"\n").unwrap();
    let mut client = Client::session(json!({}), Some(folder.path()));
    let usual = client.ask("oe-ls/newDocument", json!({}));
    assert!(usual["text"].as_str().unwrap().contains("### On-Call Management\n"));
    let there = uri(&folder.path().join("pay/new.md"));
    let new = client.ask("oe-ls/newDocument", json!({ "uri": there }));
    assert!(new["text"].as_str().unwrap().starts_with("---\noe: true\n---\n\n# Payment Operations\n"), "{new}");

    assert_eq!(new["placeholder"]["start"]["line"], 10, "{new}");

    let guide = client.ask("oe-ls/guide", json!({}));
    assert_eq!((&guide["id"], &guide["uri"]), (&json!("operational-excellence"), &Value::Null));
    assert!(guide["text"].as_str().unwrap().contains("Required Elements"));
    client.open(&there, new["text"].as_str().unwrap());
    let guide = client.ask("oe-ls/guide", asked(&there, &json!({})));
    assert_eq!((&guide["id"], &guide["text"]), (&json!("payment-operations"), &Value::Null));
    assert!(guide["uri"].as_str().unwrap().ends_with("/pay/guide.md"), "{guide}");
    client.end();
}

#[test]
fn eglot_is_sent_the_status_only_if_something_in_it_takes_that() {
    for (experimental, sent) in [(json!({}), false), (json!({ "oeLs": { "status": true } }), true)] {
        let mut client = Client::start();
        let capabilities = json!({ "experimental": experimental });
        client.ask("initialize", json!({ "capabilities": capabilities, "clientInfo": { "name": "Eglot" } }));
        client.tell("initialized", json!({}));
        client.open(URI, OPS);
        client.published(URI, 1);
        assert_eq!(!client.so_far("oe-ls/status").is_empty(), sent, "{experimental}");
        client.end();
    }
}

#[test]
fn a_settings_file_is_left_as_it_is() {
    let mut client = Client::session(json!({}), None);
    let settings = "file:///w/oe-ls.toml";
    client.open(settings, "checks = \"strict\"\n");
    for (method, more) in [("oe-ls/treatAs", json!({ "oe": true })), ("oe-ls/insert", json!({ "ids": [] }))] {
        let refused = refusal(&mut client, method, asked(settings, &more));
        assert!(refused["message"].as_str().unwrap().contains("settings file"), "{method}: {refused}");
    }
    client.end();
}
