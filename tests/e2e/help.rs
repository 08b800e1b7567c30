//! Help as an editor asks for it: hover, completion, quick fixes, and requests of our own.

use serde_json::{Value, json};

use crate::client::Client;
use crate::lsp::{OPS, URI, at};

/// Text after an edit of the protocol, by positions in UTF-16.
fn applied(text: &str, edit: &Value) -> String {
    let offset = |position: &Value| {
        let (line, character) =
            (position["line"].as_u64().unwrap() as usize, position["character"].as_u64().unwrap() as usize);
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let mut units = 0;
        let column = text[start..].char_indices().find(|(_, char)| {
            let found = units >= character;
            units += char.len_utf16();
            found
        });
        column.map_or(text.len(), |(at, _)| start + at)
    };
    let (start, end) = (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]));
    format!("{}{}{}", &text[..start], edit["newText"].as_str().unwrap(), &text[end..])
}

#[test]
fn hover_says_what_good_looks_like() {
    let mut client = Client::session(json!({}), None);
    client.open(URI, OPS);
    let hover = client.ask("textDocument/hover", at(8, 6));
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(text.contains("**On-Call Management**") && text.contains("On-Call Tools"), "{text}");
    assert_eq!(client.ask("textDocument/hover", at(3, 0)), Value::Null);
    client.end();
}

#[test]
fn completion_inserts_what_is_missing_with_and_without_snippets() {
    for (says, arguments) in [(true, &[][..]), (false, &[]), (true, &["--no-snippets"])] {
        let snippets = says && arguments.is_empty();
        let capabilities =
            json!({ "textDocument": { "completion": { "completionItem": { "snippetSupport": says } } } });
        let mut client = Client::start_with(arguments);
        client.ask("initialize", json!({ "capabilities": capabilities }));
        client.tell("initialized", json!({}));
        client.open(URI, &format!("{OPS}\n### Post"));
        let items = client.ask("textDocument/completion", at(12, 8));
        let items = items.as_array().unwrap();
        let item = items
            .iter()
            .find(|item| item["label"].as_str().unwrap().contains("Post-Incident Review"))
            .expect("it is missing");
        assert_eq!(item["insertTextFormat"], if snippets { 2 } else { 1 });
        let result = applied(&format!("{OPS}\n### Post"), &item["textEdit"]);
        assert!(result.contains("\n\n### Post-Incident Review\n"), "{result}");
        assert_eq!(result.contains("${1:"), snippets, "{result}");
        let resolved = client.ask("completionItem/resolve", item.clone());
        assert!(resolved["documentation"]["value"].as_str().unwrap().contains("Post-Incident Review"));
        client.end();
    }
}

#[test]
fn an_empty_settings_file_or_guide_becomes_no_document() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("oe-ls.toml"), "guide = 'guide.md'\n").unwrap();
    let mut client = Client::session(json!({}), Some(folder.path()));
    for (name, items) in [("oe-ls.toml", 0), (".oe-ls.toml", 0), ("guide.md", 0), ("ops.md", 1)] {
        let uri = crate::client::uri(&folder.path().join(name));
        client.open(&uri, "");
        let place = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 0 } });
        let answer = client.ask("textDocument/completion", place);
        assert_eq!(answer.as_array().unwrap().len(), items, "{name}");
    }
    client.end();
}

#[test]
fn a_quick_fix_comes_from_our_findings_whatever_the_client_sends() {
    let literals = json!({ "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } });
    let mut client = Client::session(json!({ "textDocument": { "codeAction": literals } }), None);
    client.open(URI, OPS);
    let range = json!({ "start": { "line": 6, "character": 3 }, "end": { "line": 6, "character": 3 } });
    let params = json!({ "textDocument": { "uri": URI }, "range": range, "context": { "diagnostics": [] } });
    let actions = client.ask("textDocument/codeAction", params);
    let action =
        actions.as_array().unwrap().iter().find(|it| it["title"] == "Insert \"Post-Incident Review\"").expect("a fix");
    let result = applied(OPS, &action["edit"]["changes"][URI][0]);
    assert!(result.contains("### Post-Incident Review\n\n- **Review Process**: ["), "{result}");
    client.end();
}

#[test]
fn our_own_requests_are_answered() {
    let mut client = Client::session(json!({}), None);
    client.open(URI, OPS);
    let readiness = client.ask("oe-ls/readiness", json!({ "textDocument": { "uri": URI } }));
    assert_eq!(readiness["elements"], json!({ "required": 31, "present": 1 }));
    let next = client.ask("oe-ls/nextPlaceholder", at(0, 0));
    assert_eq!(next["start"], json!({ "line": 10, "character": 21 }));
    let mut forwards = at(0, 0);
    forwards["backwards"] = Value::Null;
    assert_eq!(client.ask("oe-ls/nextPlaceholder", forwards), next);
    let status = client.next("oe-ls/status");
    assert_eq!((&status["params"]["uri"], &status["params"]["kind"]), (&json!(URI), &json!("oe")));
    client.end();
}
