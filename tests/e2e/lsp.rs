//! What only the wire shows of the server.

use serde_json::{Value, json};

use crate::client::Client;

pub(crate) const URI: &str = "file:///w/ops.md";
pub(crate) const OPS: &str = "---\noe: true\n---\n\n# Operational Excellence\n\n## Incident Response & Management\n\n### On-Call Management\n\n- **On-Call Tools**: [PagerDuty, phone]\n";

pub(crate) fn at(line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": URI }, "position": { "line": line, "character": character } })
}

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
    let sections = before.iter().find(|it| it["code"] == "missing-section").unwrap();
    assert_eq!(sections["data"]["section"], "production-operations-framework");
    assert_eq!(sections["data"]["sections"].as_array().unwrap().len(), 5);
    assert_eq!(sections["data"]["elements"], json!([]));
    client.change(URI, 2, Some([(8, 0), (8, 0)]), "### Post-Mortem\n\nBlameless.\n\n### Incident Severity\n\nP1.\n\n### Incident Process\n\n1. Go\n\n### Incident Comms\n\nChat.\n\n");
    assert!(!codes(&client.published(URI, 2)).contains(&"missing-element"));
    assert!(client.end().success());
}

#[test]
fn a_client_that_pulls_is_never_pushed_to() {
    let mut client = Client::session(json!({ "textDocument": { "diagnostic": {} } }), None);
    client.open(URI, OPS);
    // What it may know from another server counts for nothing.
    let known = json!({ "textDocument": { "uri": URI }, "previousResultId": "1" });
    let first = client.ask("textDocument/diagnostic", known);
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
fn what_was_known_of_a_document_says_nothing_once_it_is_opened_again() {
    let mut client = Client::session(json!({ "textDocument": { "diagnostic": {} } }), None);
    let ask = |client: &mut Client, known: &Value| {
        client.ask(
            "textDocument/diagnostic",
            json!({ "textDocument": { "uri": URI }, "previousResultId": known.as_str() }),
        )
    };
    client.open(URI, OPS);
    let first = ask(&mut client, &Value::Null);
    client.tell("textDocument/didClose", json!({ "textDocument": { "uri": URI } }));
    client.open(URI, "# Readme\n");
    let again = ask(&mut client, &first["resultId"]);
    assert_eq!((&again["kind"], &again["items"]), (&json!("full"), &json!([])));
    client.end();
}

#[test]
fn a_line_above_what_front_matter_asks_for_moves_what_is_wrong_with_it() {
    let mut client = Client::session(json!({}), None);
    client.open(URI, "---\noe:\n  guide: nowhere.md\n---\n# Ops\n");
    let line = |diagnostics: &[Value]| {
        let wrong: Vec<_> = diagnostics.iter().filter(|it| it["code"] == "invalid-front-matter").collect();
        assert_eq!(wrong.len(), 1, "{diagnostics:?}");
        wrong[0]["range"]["start"]["line"].as_u64()
    };
    assert_eq!(line(&client.published(URI, 1)), Some(2));
    client.change(URI, 2, Some([(1, 0), (1, 0)]), "title: Ops\n");
    assert_eq!(line(&client.published(URI, 2)), Some(3));
    client.end();
}

#[test]
fn a_file_becomes_a_guide_and_is_one_no_more_as_its_label_is_written() {
    let mut client = Client::session(json!({}), None);
    let kind = |client: &mut Client| client.next("oe-ls/status")["params"]["kind"].clone();
    let guide = "# Team\n\n## 1. Running\n\n**Objective**: run it\n\n**Required Element**:\n- **Rota**: who is on call\n- **Alerts**: what wakes them\n";
    client.open(URI, guide);
    assert_eq!(kind(&mut client), "other");
    client.change(URI, 2, Some([(6, 18), (6, 18)]), "s");
    assert_eq!(kind(&mut client), "guide");
    client.change(URI, 3, Some([(6, 18), (6, 19)]), "");
    assert_eq!(kind(&mut client), "other");
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
fn a_version_sent_twice_or_not_at_all_loses_no_edit() {
    let mut client = Client::session(json!({ "textDocument": { "diagnostic": {} } }), None);
    client.open(URI, OPS);
    let ask = json!({ "textDocument": { "uri": URI } });
    client.ask("textDocument/diagnostic", ask.clone());
    let change = |version: Value| {
        let start = json!({ "line": 6, "character": 0 });
        let change = json!({ "range": { "start": start, "end": start }, "text": "\n" });
        json!({ "textDocument": { "uri": URI, "version": version }, "contentChanges": [change] })
    };
    for (version, line) in [(json!(1), 7), (json!(1), 8), (Value::Null, 9)] {
        client.tell("textDocument/didChange", change(version));
        let report = client.ask("textDocument/diagnostic", ask.clone());
        let missing = report["items"].as_array().unwrap().iter().find(|it| it["code"] == "missing-element").unwrap();
        assert_eq!(missing["range"]["start"]["line"], line);
    }
    client.end();
}

#[test]
fn a_version_without_a_change_is_told_of_as_well() {
    let mut client = Client::session(json!({}), None);
    for (uri, text) in [(URI, OPS), ("file:///w/notes.md", "# Notes\n"), ("file:///w/oe-ls.toml", "severty = 1\n")] {
        client.open(uri, text);
        let before = client.published(uri, 1);
        let document = json!({ "uri": uri, "version": 2 });
        client.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [] }));
        assert_eq!(client.published(uri, 2), before);
    }
    client.end();
}

#[test]
fn each_encoding_gives_its_own_columns() {
    let text = "---\noe: true\n---\n\n# Operational Excellence\n\n## Security Operations\n\n### Threat Detection\n\n- **Détection 🙂**: [Règles]\n";
    let columns = |mut client: Client| {
        client.open(URI, text);
        let found = client.published(URI, 1);
        let placeholder = found.iter().find(|it| it["code"] == "unfilled-placeholder").expect("a placeholder is left");
        let range = placeholder["range"].clone();
        client.end();
        (range["start"]["character"].as_u64().unwrap(), range["end"]["character"].as_u64().unwrap())
    };
    let all = [("utf-8", (23, 32)), ("utf-16", (20, 28)), ("utf-32", (19, 27))];
    for (encoding, expected) in all {
        let offered = json!({ "general": { "positionEncodings": [encoding] } });
        let (client, answer) = Client::session_with(offered, None, Value::Null);
        assert_eq!(answer["capabilities"]["positionEncoding"], encoding);
        assert_eq!(columns(client), expected, "{encoding}");
    }
    for (offered, encoding) in [
        (json!(["utf-32", "utf-16"]), "utf-32"),
        (json!(["utf-16", "utf-32"]), "utf-16"),
        (json!(["utf-32", "utf-16", "utf-8"]), "utf-8"),
        (json!([]), "utf-16"),
    ] {
        let offered = json!({ "general": { "positionEncodings": offered } });
        let (client, answer) = Client::session_with(offered, None, Value::Null);
        assert_eq!(answer["capabilities"]["positionEncoding"], encoding);
        client.end();
    }
    for (encoding, expected) in all {
        let mut client = Client::start_with(&["--position-encoding", encoding]);
        let answer = client.ask("initialize", json!({ "capabilities": {} }));
        assert_eq!(answer["capabilities"]["positionEncoding"], encoding);
        client.tell("initialized", json!({}));
        assert_eq!(columns(client), expected, "{encoding} on the command line");
    }
}

#[test]
fn settings_are_read_again_and_what_is_wrong_in_them_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("oe-ls.toml");
    std::fs::write(&settings, "severty = 1\n").unwrap();
    let document = crate::client::uri(&folder.path().join("ops.md"));
    let mut client = Client::session(json!({}), Some(folder.path()));
    client.open(&document, OPS);
    let wrong = client.wait(|it| it["params"]["uri"].as_str().is_some_and(|uri| uri.ends_with("oe-ls.toml")));
    assert_eq!(wrong["params"]["diagnostics"][0]["code"], "invalid-settings");
    assert!(codes(&client.published(&document, 1)).contains(&"unfilled-placeholder"));
    std::fs::write(&settings, "[severity]\nunfilled-placeholder = \"off\"\n").unwrap();
    let changed = json!({ "changes": [{ "uri": crate::client::uri(&settings), "type": 2 }] });
    client.tell("workspace/didChangeWatchedFiles", changed);
    let again =
        client.wait(|it| it["method"] == "textDocument/publishDiagnostics" && it["params"]["uri"] == document.as_str());
    assert!(!codes(again["params"]["diagnostics"].as_array().unwrap()).contains(&"unfilled-placeholder"));
    client.tell(
        "workspace/didChangeConfiguration",
        json!({ "settings": { "oe-ls": { "severity": { "missing-section": "off" } } } }),
    );
    let again =
        client.wait(|it| it["method"] == "textDocument/publishDiagnostics" && it["params"]["uri"] == document.as_str());
    assert!(!codes(again["params"]["diagnostics"].as_array().unwrap()).contains(&"missing-section"));
    client.end();
}

#[test]
fn a_file_of_another_language_is_left_alone() {
    let mut client = Client::session(json!({}), None);
    let uri = "file:///w/ops.py";
    let document = json!({ "uri": uri, "languageId": "python", "version": 1, "text": OPS });
    client.tell("textDocument/didOpen", json!({ "textDocument": document }));
    let place = json!({ "textDocument": { "uri": uri }, "position": { "line": 6, "character": 5 } });
    assert_eq!(client.ask("textDocument/hover", place), Value::Null);
    assert_eq!(client.so_far("textDocument/publishDiagnostics"), Vec::<Value>::new());
    client.end();
}

#[test]
fn a_document_is_named_as_its_client_writes_it() {
    let text = format!("{OPS}\n### On-Call Management\n\nx\n");
    let literals = json!({ "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } });
    let document = json!({ "codeAction": literals, "publishDiagnostics": { "relatedInformation": true } });
    for versioned in [true, false] {
        let edits = json!({ "documentChanges": versioned });
        let capabilities = json!({ "textDocument": document, "workspace": { "workspaceEdit": edits } });
        let mut client = Client::session(capabilities, None);
        for uri in ["untitled:/x y.md", "file:///tmp/a b#c.md", "file:///c%3A/X.md", "file:///tmp/é.md", URI] {
            client.open(uri, &text);
            let told = client.published(uri, 1);
            let doubled = told.iter().find(|it| it["code"] == "duplicate-element").unwrap();
            assert_eq!(doubled["relatedInformation"][0]["location"]["uri"], uri);
            let range = json!({ "start": { "line": 6, "character": 3 }, "end": { "line": 6, "character": 3 } });
            let asked = json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [] } });
            let action = &client.ask("textDocument/codeAction", asked)[0];
            if versioned {
                assert_eq!(action["edit"]["documentChanges"][0]["textDocument"]["uri"], uri);
            } else {
                assert_eq!(action["edit"]["changes"].as_object().unwrap().keys().collect::<Vec<_>>(), [uri]);
            }
            assert_eq!(client.next("oe-ls/status")["params"]["uri"], uri);
            client.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
            assert_eq!(client.next("textDocument/publishDiagnostics")["params"]["uri"], uri);
        }
        client.end();
    }
}

#[test]
fn a_document_is_the_same_by_all_spellings_of_its_uri() {
    let mut client = Client::session(json!({}), None);
    for (opened, changed) in [
        ("file:///C:/x/ops.md", "file:///c%3A/x/ops.md"),
        ("vscode-remote://wsl%2Bubuntu/x/ops.md", "vscode-remote://wsl+ubuntu/x/ops.md"),
    ] {
        client.open(opened, OPS);
        assert!(!client.published(opened, 1).is_empty());
        client.change(changed, 2, None, "# Readme\n");
        assert_eq!(client.published(opened, 2), Vec::<Value>::new());
    }
    assert_eq!(client.so_far("window/logMessage"), Vec::<Value>::new());
    client.end();
}

#[test]
fn other_documents_get_nothing() {
    let mut client = Client::session(json!({}), None);
    client.open(URI, "# Service\n\n## Monitoring\n\n[TODO]\n\n## Security\n");
    assert_eq!(client.published(URI, 1), Vec::<Value>::new());
    assert_eq!(client.ask("textDocument/hover", at(2, 5)), Value::Null);
    assert_eq!(client.ask("textDocument/completion", at(2, 5)), json!([]));
    client.end();
}
