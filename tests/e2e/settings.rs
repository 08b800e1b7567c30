//! Settings and guides that change while the server runs: what it asks to be told of, and what follows.

use serde_json::json;

use crate::client::Client;

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
