//! Requests for a document that takes long to look through: whatever comes between, each is answered.

use serde_json::{Value, json};

use crate::client::Client;
use crate::lsp::OPS;

const URI: &str = "file:///w/ops.md";
const SMALL: &str = "# Operational Excellence\n\n## Security Operations\n";

/// A document that ends in one line of so many bytes, which nothing can split.
fn with_line(bytes: usize) -> String {
    format!("{SMALL}\n{}", "a ".repeat(bytes / 2))
}

fn pulling() -> Value {
    json!({ "textDocument": { "diagnostic": {}, "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } } } })
}

/// Sends a request of one of the kinds that wait; gives its id.
fn request(client: &mut Client, kind: usize) -> i64 {
    let document = json!({ "uri": URI });
    let start = json!({ "line": 2, "character": 5 });
    let at = json!({ "textDocument": document, "position": start });
    let range = json!({ "start": start, "end": start });
    match kind {
        0 => client.request("textDocument/diagnostic", json!({ "textDocument": document })),
        1 => client.request("oe-ls/readiness", json!({ "textDocument": document })),
        2 => client.request("textDocument/hover", at),
        3 => client.request("oe-ls/nextPlaceholder", at),
        4 => client.request("textDocument/completion", at),
        _ => client.request(
            "textDocument/codeAction",
            json!({ "textDocument": document, "range": range, "context": { "diagnostics": [] } }),
        ),
    }
}

#[test]
fn an_edit_may_take_away_what_a_request_waits_for() {
    let mut client = Client::session(pulling(), None);
    for kind in 0..6 {
        client.open(URI, &with_line(34_000));
        let id = request(&mut client, kind);
        client.change(URI, 2, None, SMALL);
        client.answer(id);
        client.tell("textDocument/didClose", json!({ "textDocument": { "uri": URI } }));
    }
    client.end();
}

#[test]
fn a_request_that_is_cancelled_leaves_the_next_one_its_answer() {
    let mut client = Client::session(pulling(), None);
    client.open(URI, &with_line(100_000));
    let first = request(&mut client, 0);
    client.tell("$/cancelRequest", json!({ "id": first }));
    client.change(URI, 2, None, SMALL);
    let second = request(&mut client, 0);
    assert_eq!(client.answer(first)["error"]["code"], -32800);
    assert!(client.answer(second)["result"]["items"].is_array());
    client.end();
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

#[test]
fn every_request_is_answered_whatever_is_typed_saved_closed_and_cancelled_meanwhile() {
    // Around the sizes from which on something is done aside, and many chunks.
    let chunks = SMALL.to_owned() + &"\n### Threat Detection\n\nBy hand, twice a day.\n".repeat(900);
    let texts = [SMALL.to_owned(), with_line(9_000), with_line(34_000), with_line(70_000), chunks];
    for (seed, capabilities) in [(1, pulling()), (2, json!({})), (3, pulling())] {
        let mut dice = Dice(seed);
        let mut client = Client::session(capabilities, None);
        let (mut ids, mut version) = (Vec::new(), 1);
        client.open(URI, SMALL);
        for _ in 0..200 {
            version += 1;
            let text = &texts[dice.below(texts.len())];
            match dice.below(16) {
                0..4 => client.change(URI, version, None, text),
                4 => client.change(URI, version, Some([(2, 4), (2, 4)]), "x"),
                5 => client.change(URI, version, Some([(4, 100), (4, 90_000)]), ""),
                6 => client.tell("textDocument/didSave", json!({ "textDocument": { "uri": URI } })),
                7 => {
                    let severity = ["off", "hint"][dice.below(2)];
                    let settings = json!({ "oe-ls": { "severity": { "missing-section": severity } } });
                    client.tell("workspace/didChangeConfiguration", json!({ "settings": settings }));
                }
                8 => {
                    if dice.below(2) == 0 {
                        client.tell("textDocument/didClose", json!({ "textDocument": { "uri": URI } }));
                    }
                    client.open(URI, text);
                }
                9 | 10 if !ids.is_empty() => {
                    let id = ids[dice.below(ids.len())];
                    client.tell("$/cancelRequest", json!({ "id": id }));
                }
                _ => ids.push(request(&mut client, dice.below(6))),
            }
        }
        for text in [&texts[2], &texts[0]] {
            client.change(URI, version + 1, None, text);
            ids.push(request(&mut client, 0));
        }
        let last = ids.pop().expect("just asked");
        for id in ids {
            client.answer(id);
        }
        // And as if it had been opened like this.
        let again = "file:///w/again.md";
        client.open(again, &texts[0]);
        let fresh = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": again } }));
        assert_eq!(client.answer(last)["result"]["items"], fresh["items"]);
        client.end();
    }
}

/// The lines of what is inserted, for the action of this title.
fn inserted_at(actions: &Value, title: &str) -> Option<Value> {
    let action = actions.as_array()?.iter().find(|it| it["title"] == title)?;
    Some(action["edit"]["documentChanges"][0]["edits"][0]["range"]["start"]["line"].clone())
}

#[test]
fn while_a_huge_chunk_is_parsed_requests_answer_from_the_last_complete_state() {
    let literals = json!({ "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } });
    let edits = json!({ "documentChanges": true });
    let capabilities = json!({ "textDocument": { "codeAction": literals }, "workspace": { "workspaceEdit": edits } });
    let mut client = Client::session(capabilities, None);
    let fence = format!("\n## Security Operations\n\n```\n{}```\n", "line of code\n".repeat(250_000));
    client.open(URI, &format!("{OPS}{fence}\n## Performance Management\n\nText.\n"));
    client.published(URI, 1);
    let start = |line: u32| json!({ "line": line, "character": 0 });
    let action = |client: &mut Client, line: u32| {
        let range = json!({ "start": start(line), "end": start(line) });
        let context = json!({ "diagnostics": [] });
        client.ask(
            "textDocument/codeAction",
            json!({ "textDocument": { "uri": URI }, "range": range, "context": context }),
        )
    };
    let review = "Insert \"Post-Incident Review\"";
    // It is parsed again from here on, longer than requests wait.
    client.change(URI, 2, Some([(30, 0), (30, 0)]), "x");
    assert_eq!(inserted_at(&action(&mut client, 6), review), Some(json!(10)));
    client.change(URI, 3, Some([(4, 0), (4, 0)]), "\n\n");
    let actions = action(&mut client, 8);
    assert_eq!(inserted_at(&actions, review), Some(json!(12)));
    assert_eq!(actions[0]["edit"]["documentChanges"][0]["textDocument"]["version"], 3);
    let readiness = client.ask("oe-ls/readiness", json!({ "textDocument": { "uri": URI } }));
    assert_eq!(readiness["sections"][2]["line"], 9);
    assert_eq!(readiness["sections"][2]["range"]["start"], json!({ "line": 8, "character": 3 }));
    assert_eq!(readiness["sections"][4]["line"], 250_000 + 20);
    // Nothing is known of what stands in it, nor of what is inserted beside a fresh edit.
    assert_eq!(action(&mut client, 40), Value::Null);
    client.change(URI, 4, Some([(12, 0), (12, 0)]), "More");
    assert_eq!(inserted_at(&action(&mut client, 8), review), None);
    assert_eq!(client.so_far("textDocument/publishDiagnostics"), Vec::<Value>::new());
    client.published(URI, 4);
    assert_eq!(inserted_at(&action(&mut client, 8), review), Some(json!(12)));
    client.end();
}

#[test]
fn that_help_is_late_or_cut_short_is_said_once_in_the_log_and_in_the_status() {
    let mut client = Client::session(json!({}), None);
    let block = format!("{OPS}\n```\n{}```\n", "line of code\n".repeat(60_000));
    client.open(URI, &block);
    client.published(URI, 1);
    client.change(URI, 2, Some([(30, 0), (30, 0)]), "x");
    client.published(URI, 2);
    let many = "file:///w/many.md";
    client.open(many, &format!("{OPS}{}", "- **Owner**: [Name them]\n".repeat(1200)));
    let told = client.published(many, 1);
    assert_eq!(told.iter().filter(|it| it["severity"] == 1).count(), 2);
    assert!(told.len() <= 1000 && told.len() > 990, "{}", told.len());
    let plain = "file:///w/plain.md";
    client.open(plain, OPS);
    client.published(plain, 1);
    // A file of others is none of our business, however long it is.
    client.open("file:///w/notes.md", &block.replace("oe: true", "oe: false"));
    client.published("file:///w/notes.md", 1);
    let said = client.so_far("window/logMessage");
    let said: Vec<_> =
        said.iter().map(|it| (it["params"]["type"].as_i64(), it["params"]["message"].as_str())).collect();
    let block = "oe-ls: file:///w/ops.md has a block of 0.8 MB from line 9 on that can only be read as a whole: after a \
                 key in it findings come late, and help is left out there until then";
    let many = "oe-ls: file:///w/many.md has 1217 findings: the editor is told of the 1000 worst, `oe-ls check` of all";
    assert_eq!(said, [(Some(3), Some(block)), (Some(3), Some(many))]);
    let said = client.so_far("oe-ls/status");
    let messages: Vec<_> = said.iter().map(|it| it["params"]["message"].as_str().unwrap()).collect();
    assert!(messages[0].ends_with("; slow: 0.8 MB in one block from line 9 on"), "{messages:?}");
    assert!(messages[1].ends_with("; 1000 of 1217 findings shown"), "{messages:?}");
    assert!(!messages[2].contains(';') && messages[3].starts_with("not an OE document"), "{messages:?}");
    client.end();
}
