//! What only the wire shows of the server.

use serde_json::{Value, json};

use crate::client::Client;

const URI: &str = "file:///w/ops.md";
const OPS: &str = "---\noe: true\n---\n\n# Operational Excellence\n\n## Incident Response & Management\n\n### On-Call Management\n\n- **On-Call Tools**: [PagerDuty, phone]\n";

fn codes(diagnostics: &[Value]) -> Vec<&str> {
    let mut codes: Vec<_> = diagnostics.iter().filter_map(|it| it["code"].as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

#[test]
fn findings_are_pushed_while_typing_and_go_when_the_text_is_mended() {
    let mut client = Client::session(json!({}), None);
    client.open(URI, OPS);
    let before = client.published(URI, 1);
    assert!(codes(&before).contains(&"missing-element"), "{before:?}");
    let missing = before.iter().find(|it| it["code"] == "missing-element").unwrap();
    assert_eq!(missing["range"]["start"], json!({ "line": 6, "character": 0 }));
    assert_eq!(missing["source"], "oe-ls");
    assert_eq!(missing["data"]["section"], "incident-response-and-management");
    client.change(URI, 2, Some([(8, 0), (8, 0)]), "### Post-Mortem\n\nBlameless.\n\n### Incident Severity\n\nP1.\n\n### Incident Process\n\n1. Go\n\n### Incident Comms\n\nChat.\n\n");
    assert!(!codes(&client.published(URI, 2)).contains(&"missing-element"));
    assert!(client.end().success());
}

#[test]
fn a_client_that_pulls_is_never_pushed_to() {
    let mut client = Client::session(json!({ "textDocument": { "diagnostic": {} } }), None);
    client.open(URI, OPS);
    let first = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": URI } }));
    assert_eq!(first["kind"], "full");
    assert!(!first["items"].as_array().unwrap().is_empty());
    let again = json!({ "textDocument": { "uri": URI }, "previousResultId": first["resultId"] });
    assert_eq!(client.ask("textDocument/diagnostic", again.clone())["kind"], "unchanged");
    client.change(URI, 2, Some([(6, 0), (6, 34)]), "## Other");
    assert_eq!(client.ask("textDocument/diagnostic", again)["kind"], "full");
    assert_eq!(client.so_far("textDocument/publishDiagnostics"), Vec::<Value>::new());
    client.end();
}

#[test]
fn closing_clears_what_was_pushed() {
    let mut client = Client::session(json!({}), None);
    client.open(URI, OPS);
    client.published(URI, 1);
    client.tell("textDocument/didClose", json!({ "textDocument": { "uri": URI } }));
    let cleared = client.next("textDocument/publishDiagnostics");
    assert_eq!(cleared["params"]["diagnostics"], json!([]));
    client.end();
}

#[test]
fn nothing_older_is_published_after_something_newer() {
    let mut client = Client::session(json!({}), None);
    client.open(URI, OPS);
    for version in 2..300 {
        client.change(URI, version, Some([(10, 2), (10, 2)]), "x");
    }
    client.published(URI, 299);
    let versions: Vec<_> = client.so_far("textDocument/publishDiagnostics");
    let versions: Vec<_> = versions.iter().map(|it| it["params"]["version"].as_i64().unwrap()).collect();
    assert!(versions.is_sorted(), "{versions:?}");
    assert!(versions.iter().all(|version| *version < 299), "{versions:?}");
    client.end();
}

#[test]
fn each_encoding_gives_its_own_columns() {
    let text = "---\noe: true\n---\n\n# Operational Excellence\n\n## Security Operations\n\n### Threat Detection\n\n- **Détection 🙂**: [Règles]\n";
    for (encoding, start, end) in [("utf-8", 23, 32), ("utf-16", 20, 28), ("utf-32", 19, 27)] {
        let offered = json!({ "general": { "positionEncodings": [encoding] } });
        let (mut client, answer) = Client::session_with(offered, None, Value::Null);
        let spoken = answer["capabilities"]["positionEncoding"].as_str().unwrap_or("utf-16");
        assert_eq!(spoken, encoding);
        client.open(URI, text);
        let found = client.published(URI, 1);
        let placeholder = found.iter().find(|it| it["code"] == "unfilled-placeholder").expect("a placeholder is left");
        let range = &placeholder["range"];
        assert_eq!(
            (&range["start"]["character"], &range["end"]["character"]),
            (&json!(start), &json!(end)),
            "{encoding}"
        );
        client.end();
    }
}

#[test]
fn positions_out_of_range_and_inside_a_pair_are_clamped() {
    let mut client = Client::session(json!({}), None);
    client.open(URI, "# 🙂\n");
    // Inside the pair, then far past the end, then the wrong way round.
    client.change(URI, 2, Some([(0, 3), (0, 3)]), "a");
    client.change(URI, 3, Some([(90, 0), (99, 7)]), "b\n");
    client.change(URI, 4, Some([(1, 1), (1, 0)]), "c");
    client.published(URI, 4);
    client.change(URI, 5, None, OPS);
    assert!(!client.published(URI, 5).is_empty());
    client.end();
}

#[test]
fn malformed_messages_are_answered_and_survived() {
    let mut client = Client::session(json!({}), None);
    for bytes in [
        &b"Content-Length: 9\r\n\r\n{\"a\": tru"[..],
        b"Content-Length: x\r\n\r\n",
        b"Content-Length: -5\r\n\r\n{}",
        b"rubbish\r\n\r\n",
        b"content-length: 2\r\nX: y\r\n\r\n[]",
        b"Content-Length: 4\r\n\r\n\xff\xfe\xfd\xfc",
    ] {
        client.raw(bytes);
        let id = client.request("$/nothing", Value::Null);
        assert_eq!(client.answer(id)["error"]["code"], -32601);
        assert!(
            client.wait(|message| message["id"].is_null() && message["error"].is_object())["error"]["code"].is_number()
        );
    }
    client.open(URI, OPS);
    assert!(!client.published(URI, 1).is_empty());
    client.end();
}

#[test]
fn requests_out_of_season_are_errors() {
    let mut client = Client::start();
    let id = client.request("textDocument/hover", json!({}));
    assert_eq!(client.answer(id)["error"]["code"], -32002);
    drop(client);
    let mut client = Client::session(json!({}), None);
    client.ask("shutdown", Value::Null);
    let id = client.request(
        "textDocument/hover",
        json!({ "textDocument": { "uri": URI }, "position": { "line": 0, "character": 0 } }),
    );
    assert_eq!(client.answer(id)["error"]["code"], -32600);
    client.tell("exit", Value::Null);
    assert!(client.exit_status().success());
}

#[test]
fn exit_codes_say_whether_the_end_was_in_order() {
    let mut client = Client::session(json!({}), None);
    client.tell("exit", Value::Null);
    assert_eq!(client.exit_status().code(), Some(1));
    let mut client = Client::session(json!({}), None);
    client.hang_up();
    assert_eq!(client.exit_status().code(), Some(1));
}

#[test]
fn enormous_documents_are_survived() {
    let long_line = format!("---\noe: true\n---\n# Operational Excellence\n\n{}\n", "word [x] ".repeat(1_200_000));
    let nested = format!("# Operational Excellence\n\n{}x\n", "- ".repeat(10_000));
    let fence = format!("# Operational Excellence\n\n## Security Operations\n\n```\n{}", "line\n".repeat(100_000));
    let zeros = "# Operational Excellence\0\n\n## Security\0Operations\n".to_owned();
    let mut client = Client::session(json!({}), None);
    for (at, text) in [long_line, nested, fence, zeros].into_iter().enumerate() {
        let uri = format!("file:///w/{at}.md");
        client.open(&uri, &text);
        client.change(&uri, 2, Some([(0, 0), (0, 0)]), "\n");
        client.published(&uri, 2);
    }
    client.end();
}
