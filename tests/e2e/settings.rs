//! Settings and guides that change while the server runs: what it asks to be told of, and what follows.

use serde_json::{Value, json};

use crate::client::{Client, uri};

const OPS: &str = "---\noe: true\n---\n\n# Operational Excellence\n\n## Security Operations\n";

/// The rules of the findings that are published next for this document.
fn published(client: &mut Client, document: &str) -> Vec<String> {
    let said = client
        .wait(|it| it["method"] == "textDocument/publishDiagnostics" && it["params"]["uri"].as_str() == Some(document));
    let codes = said["params"]["diagnostics"].as_array().expect("a list").iter().map(|it| it["code"].as_str());
    codes.map(|code| code.expect("a name").to_owned()).collect()
}

#[test]
fn settings_that_arrive_after_the_findings_lead_to_others_with_no_key_pressed() {
    let document = "file:///w/ops.md";
    let has_missing_section = |codes: Vec<String>| codes.contains(&"missing-section".to_owned());
    let mut client = Client::session(json!({ "workspace": { "configuration": true } }), None);
    client.open(document, OPS);
    assert!(has_missing_section(published(&mut client, document)));
    let asked = client.next("workspace/configuration");
    assert_eq!(asked["params"]["items"], json!([{ "section": "oe-ls" }]));
    client.respond(&asked, json!([{ "severity": { "missing-section": "off" } }]));
    assert!(!has_missing_section(published(&mut client, document)));
    client.tell("workspace/didChangeConfiguration", json!({ "settings": null }));
    let asked = client.next("workspace/configuration");
    client.respond(&asked, json!([null]));
    assert!(has_missing_section(published(&mut client, document)));
    client.end();
}

#[test]
fn a_client_is_asked_to_tell_when_its_settings_change() {
    let capabilities = json!({ "workspace": { "didChangeConfiguration": { "dynamicRegistration": true } } });
    let mut client = Client::session(capabilities, None);
    let asked = client.next("client/registerCapability");
    let registration = &asked["params"]["registrations"][0];
    assert_eq!(registration["method"], "workspace/didChangeConfiguration");
    assert_eq!(registration["registerOptions"], json!({ "section": "oe-ls" }));
    client.respond(&asked, Value::Null);
    // Some give the settings once more then: what is wrong with them is not said again.
    for key in ["severty", "severty", "check"] {
        client.tell("workspace/didChangeConfiguration", json!({ "settings": { "oe-ls": { key: {} } } }));
    }
    for key in ["`severty`", "`check`"] {
        let said = client.next("window/showMessage");
        assert!(said["params"]["message"].as_str().unwrap().contains(key), "{said}");
    }
    client.end();
}

#[test]
fn what_an_editor_began_with_holds_where_it_says_nothing_later() {
    let document = "file:///w/ops.md";
    let off = json!({ "severity": { "missing-section": "off" } });
    let on = json!({ "oe-ls": { "severity": { "missing-section": "error" } } });
    let is_told = |codes: Vec<String>| codes.contains(&"missing-section".to_owned());
    // As Neovim and Zed answer for what nobody has set.
    let capabilities = json!({ "workspace": { "configuration": true } });
    let (mut client, _) = Client::session_with(capabilities, None, off.clone());
    for nothing in [json!([null]), json!([]), json!([{}]), json!([{ "oe-ls": null }])] {
        let asked = client.next("workspace/configuration");
        client.respond(&asked, nothing.clone());
        client.open(document, OPS);
        assert!(!is_told(published(&mut client, document)), "{nothing}");
        client.tell("textDocument/didClose", json!({ "textDocument": { "uri": document } }));
        client.next("textDocument/publishDiagnostics");
        client.tell("workspace/didChangeConfiguration", json!({ "settings": { "other": { "x": 1 } } }));
    }
    client.end();
    // And as Emacs says it at the start.
    let (mut client, _) = Client::session_with(json!({}), None, off);
    client.open(document, OPS);
    assert!(!is_told(published(&mut client, document)));
    for nothing in [json!(null), json!([]), json!({}), json!({ "oe-ls": {} }), json!({ "other": { "x": 1 } })] {
        client.tell("workspace/didChangeConfiguration", json!({ "settings": on }));
        assert!(is_told(published(&mut client, document)));
        client.tell("workspace/didChangeConfiguration", json!({ "settings": nothing }));
        assert!(!is_told(published(&mut client, document)), "{nothing}");
    }
    assert_eq!(client.so_far("window/showMessage"), Vec::<Value>::new());
    client.end();
}

#[test]
fn each_of_several_folders_may_have_settings_of_its_own() {
    let tree = tempfile::tempdir().unwrap();
    let [a, b] = ["a", "b"].map(|name| tree.path().join(name));
    let [in_a, in_b] = [&a, &b].map(|folder| uri(&folder.join("ops.md")));
    let is_told = |codes: Vec<String>| codes.contains(&"missing-section".to_owned());
    let section = |scope: Option<&std::path::Path>| match scope {
        Some(folder) => json!({ "scopeUri": uri(folder), "section": "oe-ls" }),
        None => json!({ "section": "oe-ls" }),
    };
    let mut client = Client::session(json!({ "workspace": { "configuration": true } }), Some(&a));
    let asked = client.next("workspace/configuration");
    assert_eq!(asked["params"]["items"], json!([section(None)]), "one folder alone has those of the workspace");
    client.respond(&asked, json!([null]));
    for document in [&in_a, &in_b] {
        client.open(document, OPS);
        assert!(is_told(published(&mut client, document)));
    }
    let added = json!([{ "uri": uri(&b), "name": "b" }]);
    client.tell("workspace/didChangeWorkspaceFolders", json!({ "event": { "added": added, "removed": [] } }));
    let asked = client.next("workspace/configuration");
    assert_eq!(asked["params"]["items"], json!([section(None), section(Some(&a)), section(Some(&b))]));
    // What it knows of the folders is new by now, and nothing follows from that.
    assert!(is_told(published(&mut client, &in_b)));
    client.respond(&asked, json!([null, null, { "severity": { "missing-section": "off" } }]));
    assert!(!is_told(published(&mut client, &in_b)));
    client.tell("textDocument/didSave", json!({ "textDocument": { "uri": in_a } }));
    assert!(is_told(published(&mut client, &in_a)));
    client.end();
}

/// How many findings are published next for this file.
fn count(client: &mut Client, file: &str) -> usize {
    published(client, file).len()
}

#[test]
fn what_is_wrong_with_a_settings_file_is_told_in_one_way_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = "severty = 1\n";
    std::fs::write(folder.path().join("oe-ls.toml"), wrong).unwrap();
    let [settings, document] = ["oe-ls.toml", "ops.md"].map(|name| uri(&folder.path().join(name)));
    let close = |client: &mut Client| {
        client.tell("textDocument/didClose", json!({ "textDocument": { "uri": settings } }));
    };
    let pulls = json!({ "textDocument": { "diagnostic": {} } });
    let mut client = Client::session(pulls, Some(folder.path()));
    client.open(&document, OPS);
    assert_eq!(count(&mut client, &settings), 1);
    client.open(&settings, wrong);
    assert_eq!(count(&mut client, &settings), 0);
    let pulled = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": settings } }));
    assert_eq!(pulled["items"].as_array().unwrap().len(), 1);
    assert_eq!(client.so_far("textDocument/publishDiagnostics"), Vec::<Value>::new());
    close(&mut client);
    assert_eq!(count(&mut client, &settings), 1);
    client.end();
    // One that is pushed to is told of the document, and of the file again once that is closed.
    let mut client = Client::session(json!({}), Some(folder.path()));
    client.open(&document, OPS);
    assert_eq!(count(&mut client, &settings), 1);
    client.open(&settings, wrong);
    assert_eq!([count(&mut client, &settings), count(&mut client, &settings)], [0, 1]);
    client.change(&settings, 2, None, "");
    assert_eq!(count(&mut client, &settings), 0);
    close(&mut client);
    assert_eq!([count(&mut client, &settings), count(&mut client, &settings)], [0, 1]);
    // A file that is in force for none of the folders any more is none of ours.
    let event = json!({ "added": [], "removed": [{ "uri": uri(folder.path()), "name": "workspace" }] });
    client.tell("textDocument/didClose", json!({ "textDocument": { "uri": document } }));
    client.tell("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    assert_eq!(count(&mut client, &settings), 0);
    client.end();
}

#[test]
fn findings_on_saving_follow_settings_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("oe-ls.toml");
    let document = uri(&folder.path().join("ops.md"));
    let changed = json!({ "changes": [{ "uri": uri(&file), "type": 2 }] });
    let on = "run = 'on-save'\n";
    let off = format!("{on}[severity]\nmissing-section = 'off'\nmissing-element = 'off'\nmissing-reference = 'off'\n");
    for pulls in [false, true] {
        std::fs::write(&file, on).unwrap();
        let capabilities = if pulls { json!({ "textDocument": { "diagnostic": {} } }) } else { json!({}) };
        let mut client = Client::session(capabilities, Some(folder.path()));
        let told = |client: &mut Client| {
            if !pulls {
                return count(client, &document);
            }
            let pulled = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": document } }));
            pulled["items"].as_array().unwrap().len()
        };
        client.open(&document, OPS);
        assert_eq!(told(&mut client), 3);
        std::fs::write(&file, &off).unwrap();
        client.tell("workspace/didChangeWatchedFiles", changed.clone());
        assert_eq!(told(&mut client), 0, "pulls: {pulls}");
        // While what is typed waits to be saved.
        client.change(&document, 2, None, "---\noe: true\n---\n\n## Security Operations\n\nTBD\n");
        std::fs::write(&file, on).unwrap();
        client.tell("workspace/didChangeWatchedFiles", changed.clone());
        assert_eq!(told(&mut client), 4, "pulls: {pulls}");
        client.end();
    }
}

#[test]
fn what_waits_to_be_saved_is_told_where_it_stands_by_now() {
    let document = "file:///w/ops.md";
    let run = json!({ "run": "on-save" });
    let (mut client, _) = Client::session_with(json!({ "textDocument": { "diagnostic": {} } }), None, run);
    client.open(document, OPS);
    let pull = |client: &mut Client, known: &Value| {
        let params = json!({ "textDocument": { "uri": document }, "previousResultId": known });
        client.ask("textDocument/diagnostic", params)
    };
    let before = pull(&mut client, &Value::Null);
    client.change(document, 2, Some([(3, 0), (3, 0)]), "\n\u{e4}\n\n");
    assert_eq!(pull(&mut client, &before["resultId"])["kind"], "unchanged");
    let after = pull(&mut client, &Value::Null);
    let lines = |report: &Value, by: u64| -> Vec<_> {
        let items = report["items"].as_array().unwrap();
        items.iter().map(|it| (it["code"].clone(), it["range"]["start"]["line"].as_u64().unwrap() + by)).collect()
    };
    assert_eq!(lines(&after, 0), lines(&before, 3));
    client.end();
}

#[test]
fn what_is_wrong_with_the_guide_that_a_document_asks_for_is_told_anew_when_it_is_something_else() {
    let folder = tempfile::tempdir().unwrap();
    let document = uri(&folder.path().join("ops.md"));
    let mut client = Client::session(json!({}), Some(folder.path()));
    client.open(&document, "---\noe:\n  guide: house.md\n---\n\n# Ops\n");
    let wrong = |client: &mut Client| {
        let said = client.next("textDocument/publishDiagnostics");
        let told = said["params"]["diagnostics"].as_array().unwrap().clone();
        let wrong = told.iter().find(|it| it["code"] == "invalid-front-matter").expect("it is wrong");
        wrong["message"].as_str().unwrap().to_owned()
    };
    assert!(wrong(&mut client).ends_with("there is no such file"));
    std::fs::write(folder.path().join("house.md"), "# Nothing\n").unwrap();
    client.tell("textDocument/didSave", json!({ "textDocument": { "uri": document } }));
    assert!(wrong(&mut client).ends_with("it holds no section with required elements"));
    client.end();
}

/// Which files the client is asked to watch next.
fn watched(client: &mut Client) -> Value {
    let asked = client.next("client/registerCapability");
    client.respond(&asked, Value::Null);
    let registration = &asked["params"]["registrations"][0];
    assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
    let watchers = registration["registerOptions"]["watchers"].as_array().expect("a list");
    watchers.iter().map(|it| it["globPattern"].clone()).collect()
}

#[test]
fn the_guide_in_force_is_watched_and_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let guide = |element: &str| {
        format!("# House rules\n\n### 1. Payments\n\n**Required Elements:**\n\n- **{element}**: Where it is written\n")
    };
    std::fs::write(file("oe-ls.toml"), "guide = 'house.md'").unwrap();
    std::fs::write(file("house.md"), guide("Ledger")).unwrap();
    let document = uri(&file("ops.md"));
    let capabilities = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut client = Client::session(capabilities, Some(folder.path()));
    assert_eq!(watched(&mut client), json!(["**/oe-ls.toml", "**/.oe-ls.toml"]));
    client.open(&document, "# House rules\n\n## Payments\n\n### Ledger\n\nIn the safe.\n");
    assert_eq!(published(&mut client, &document), [""; 0]);
    assert_eq!(watched(&mut client), json!(["**/house.md"]));
    let changed = |name: &str| json!({ "changes": [{ "uri": uri(&file(name)), "type": 2 }] });
    std::fs::write(file("house.md"), guide("Balance")).unwrap();
    client.tell("workspace/didChangeWatchedFiles", changed("house.md"));
    assert_eq!(published(&mut client, &document), ["missing-element"]);
    // Another guide, which is not there yet.
    std::fs::write(file("oe-ls.toml"), "guide = 'docs/new.md'").unwrap();
    client.tell("workspace/didChangeWatchedFiles", changed("oe-ls.toml"));
    let asked = client.next("client/unregisterCapability");
    client.respond(&asked, Value::Null);
    assert_eq!(watched(&mut client), json!(["**/docs/new.md"]));
    client.end();
}

#[test]
fn a_folders_settings_are_for_its_files_and_for_those_that_were_never_saved() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("oe-ls.toml"), "severity.missing-section = 'off'").unwrap();
    let mut client = Client::session(json!({}), Some(folder.path()));
    let inside = uri(&folder.path().join("ops.md"));
    for (document, here) in [
        (inside.as_str(), true),
        ("untitled:Untitled-1", true),
        ("file:///nowhere/ops.md", false),
        ("file://server/share/ops.md", false),
    ] {
        client.open(document, OPS);
        let codes = published(&mut client, document);
        assert_eq!(!codes.contains(&"missing-section".to_owned()), here, "{document}: {codes:?}");
    }
    client.end();
}
