//! `oe-ls demo`: the real server at work on a sample document, and what an editor would show of it.
//!
//! Speaks plain JSON to the program's own executable, so that what is seen here is what an editor
//! gets, and nothing of the protocol is needed in a build without the server.

mod client;
mod sample;
mod show;

use serde_json::{Value, json};

use self::client::Client;
use self::sample::{NAME, Sample, URI};
use super::Outcome;
use super::output::Output;

/// What went wrong, for the reader.
type Result<T> = std::result::Result<T, String>;

pub(super) fn run(output: &mut Output) -> Outcome {
    if cfg!(not(feature = "lsp")) {
        output.error("this oe-ls was built without the language server, which is what the demo shows");
        return Outcome::Failed;
    }
    match play(output) {
        Ok(()) => Outcome::Clean,
        Err(message) => {
            output.error(&format!("the demo stopped: {message}"));
            Outcome::Failed
        }
    }
}

fn play(output: &mut Output) -> Result<()> {
    let mut client = Client::start()?;
    let mut sample = Sample::new();
    show::text(
        output,
        "oe-ls reads a document that says how a system is run, and a guide that says what such a document must hold. \
         This is its language server at work on a half-written one, as an editor would show it.",
    );

    show::heading(output, 1, "A document is opened");
    client.open(&sample)?;
    let before = client.diagnostics(&sample)?;
    show::text(
        output,
        &format!(
            "{} has {} lines and these findings. In an editor each is underlined where it stands.",
            NAME,
            sample.lines()
        ),
    );
    show::diagnostics(output, &sample, &before);

    show::heading(output, 2, "The pointer rests on a heading");
    let at = sample.position_of("### On-Call Management", 6)?;
    show::cursor(output, &sample, &at);
    let hover = client.ask("textDocument/hover", &json!({ "textDocument": { "uri": URI }, "position": at }))?;
    show::hover(output, &hover)?;

    show::heading(output, 3, "An empty line asks for what is missing");
    let at = sample.end();
    show::cursor(output, &sample, &at);
    let context = json!({ "triggerKind": 1 });
    let params = json!({ "textDocument": { "uri": URI }, "position": at, "context": context });
    let completion = client.ask("textDocument/completion", &params)?;
    show::completion(output, &completion)?;

    show::heading(output, 4, "A quick fix writes the start of it");
    let (diagnostic, action) = fix(&mut client, &before)?;
    show::action(output, &diagnostic, &action);
    let changes = sample.apply(&action)?;
    show::changes(output, &sample, &changes);
    client.change(&sample)?;

    show::heading(output, 5, "The findings follow the text");
    let after = client.diagnostics(&sample)?;
    show::comparison(output, &before, &after);

    client.stop();
    show::ending(output);
    Ok(())
}

/// The first missing element for which the server offers a fix, with that fix.
fn fix(client: &mut Client, diagnostics: &[Value]) -> Result<(Value, Value)> {
    let missing = diagnostics.iter().filter(|it| it["code"] == "missing-element");
    for diagnostic in missing.chain(diagnostics) {
        let context = json!({ "diagnostics": [diagnostic], "only": ["quickfix"] });
        let params = json!({ "textDocument": { "uri": URI }, "range": diagnostic["range"], "context": context });
        let actions = client.ask("textDocument/codeAction", &params)?;
        for action in actions.as_array().into_iter().flatten() {
            let title = action["title"].as_str().unwrap_or_default();
            if title.starts_with("Insert") {
                let action = match action.get("edit") {
                    Some(_) => action.clone(),
                    None => client.ask("codeAction/resolve", action)?,
                };
                return Ok((diagnostic.clone(), action));
            }
        }
    }
    Err("the server offered no fix for any finding".to_owned())
}
