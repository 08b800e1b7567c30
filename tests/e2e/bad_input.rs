//! Clients that do wrong, documents of any size, and how the server ends.

use serde_json::{Value, json};

use crate::client::Client;
use crate::lsp::{OPS, URI, at};

#[test]
fn what_a_client_does_wrong_is_said_once_in_its_log() {
    let mut client = Client::session(json!({}), None);
    for version in 1..9 {
        client.change("file:///w/not-open.md", version, None, "x");
    }
    client.open(URI, OPS);
    for version in [7, 3, 2, 5, 4] {
        client.change(URI, version, None, OPS);
    }
    for _ in 0..3 {
        client.tell("textDocument/didChange", json!({ "textDocument": { "uri": URI, "version": 9 } }));
    }
    client.change(URI, 10, None, OPS);
    assert!(!client.published(URI, 10).is_empty());
    client.tell("textDocument/didChange", json!({ "textDocument": { "uri": URI, "version": 11 } }));
    client.open("file:///w/a.py", "x");
    // A file of another language is nobody's mistake.
    client.tell(
        "textDocument/didOpen",
        json!({ "textDocument": { "uri": "file:///w/b.py", "languageId": "python", "version": 1, "text": "" } }),
    );
    client.change("file:///w/b.py", 2, None, "x");
    client.tell("textDocument/didClose", json!({ "textDocument": { "uri": "file:///w/b.py" } }));
    let misunderstood = "oe-ls: `textDocument/didChange` for file:///w/ops.md was left out, as it could not be understood: \
                         missing field `contentChanges`; nothing is told of it until its whole text comes, as when it is \
                         reopened";
    let expected = [
        "oe-ls: file:///w/not-open.md is not open; a change of it was left out",
        "oe-ls: file:///w/ops.md went back from version 7 to 3; the change was applied",
        "oe-ls: file:///w/ops.md went back from version 5 to 4; the change was applied",
        misunderstood,
        misunderstood,
    ];
    client.open("file:///w/last.md", "");
    client.published("file:///w/last.md", 1);
    let said = client.so_far("window/logMessage");
    assert!(said.iter().all(|it| it["params"]["type"] == 2), "{said:?}");
    assert_eq!(said.iter().map(|it| it["params"]["message"].as_str().unwrap()).collect::<Vec<_>>(), expected);
    client.end();
}

#[test]
fn nothing_is_told_of_a_text_that_is_not_known() {
    for pulls in [false, true] {
        let capabilities = if pulls { json!({ "textDocument": { "diagnostic": {} } }) } else { json!({}) };
        let mut client = Client::session(capabilities, None);
        client.open(URI, OPS);
        let position = |line: f64| json!({ "line": line, "character": 0 });
        let lost = json!({ "range": { "start": position(5.5), "end": position(6.0) }, "text": "x" });
        client.tell(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": URI, "version": 2 }, "contentChanges": [lost] }),
        );
        client.change(URI, 3, Some([(0, 0), (1, 0)]), "");
        assert_eq!(client.ask("textDocument/hover", at(8, 6)), Value::Null);
        if pulls {
            let pulled = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": URI } }));
            assert_eq!(pulled["items"], json!([]));
        } else {
            let said = client.wait(|it| it["method"] == "textDocument/publishDiagnostics");
            assert_eq!(said["params"]["diagnostics"], json!([]));
        }
        client.change(URI, 4, None, OPS);
        client.change(URI, 5, Some([(8, 4), (8, 22)]), "Post-Incident Review");
        let hover = client.ask("textDocument/hover", at(8, 6));
        assert!(hover["contents"].to_string().contains("Post-Incident Review"), "{hover}");
        assert_eq!(client.so_far("window/logMessage").len(), 1);
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
fn no_session_is_refused_for_what_the_server_can_do_without() {
    let mut client = Client::start();
    let params = json!({
        "processId": -1,
        "rootUri": "",
        "trace": "compact",
        "capabilities": { "textDocument": { "hover": { "contentFormat": ["html", "markdown"] }, "diagnostic": {} } },
    });
    let answer = client.ask("initialize", params);
    assert_eq!(answer["serverInfo"]["name"], "oe-ls");
    assert!(answer["capabilities"]["diagnosticProvider"].is_object());
    client.tell("initialized", json!({}));
    client.open(URI, OPS);
    let hover = client.ask("textDocument/hover", at(8, 6));
    assert_eq!(hover["contents"]["kind"], "markdown");
    client.end();
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
#[cfg(target_os = "linux")]
fn the_server_ends_with_the_process_that_it_works_for() {
    use std::process::{Command, Stdio};
    let mut editor = Command::new(env!("CARGO_BIN_EXE_oe-ls"))
        .arg("server")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("something that waits");
    let mut client = Client::start();
    client.ask("initialize", json!({ "processId": editor.id(), "capabilities": {} }));
    editor.kill().expect("it runs");
    // Our end of its input is still open, and nobody has asked what became of the editor.
    assert_eq!(client.exit_status().code(), Some(1));
    editor.wait().expect("it ran");
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
