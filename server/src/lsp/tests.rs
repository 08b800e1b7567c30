//! The page of the documentation on what the server says beyond the protocol: its samples are real ones.

use std::fmt::Write as _;

use expect_test::expect_file;
use serde_json::{Value, json};
use tower_lsp::lsp_types::{TextEdit, Url};

use super::{convert, custom};
use crate::checks;
use crate::features::insert::insert;
use crate::features::{readiness, status};
use crate::position::Encoding;
use crate::testing::held_against;

const GUIDE: &str = "# Payment Operations\n\n### 1. Payments\n\n**Required Elements:**\n\n- **Ledger**: How it is \
                     balanced\n- **Refunds**: Who may give them\n\n### 2. Reports\n\n**Required Elements:**\n\n\
                     - **Closing**: When books are closed\n\n### 3. Audits\n\n**Required Elements:**\n\n\
                     - **Trail**: What is kept\n";

const DOCUMENT: &str = "---\noe: true\n---\n\n# Payment Operations\n\n## Payments\n\n### Ledger\n\nTBD\n";

const BEFORE: &str = "\
<!-- Made by the tests from what the server says: UPDATE_EXPECT=1 cargo test docs -->

# The protocol

`oe-ls server` speaks LSP 3.17. This page is for extensions and scripts: what stands in places that LSP leaves open, and
what goes beyond it. Fields may be added; those that are here stay. The samples are what is said of this document, held
against a guide with the sections Payments, Reports and Audits:

";

const DIAGNOSTICS: &str = "
## Diagnostics

`source` is `oe-ls`, `code` the name of the [rule](rules.md). Findings of one rule in one place are one diagnostic. Its
`data` says which `sections` and `elements` of the guide it is about, by their identifiers; both lists may be empty.
`section` is the first of `sections`, or null.

A client that can pull diagnostics has to; to others they are published, with the version that they are for. A client
is told of no more than the 1000 worst findings of a document; `oe-ls check` tells of all.

";

const READINESS: &str = "
## Request `oe-ls/readiness`

How far a document is. The parameters are `{textDocument}`; the answer is null if it is not open, otherwise as in the
JSON of [`oe-ls check`](cli.md#json), with the `line`, from one, and the `range` of what is there:

";

const INSERT: &str = "
## Request `oe-ls/nextPlaceholder`

The range of the next text that still waits to be written, after the last the first again, or null. The parameters are
`{textDocument, position, backwards}`; `backwards` may be left out.

## Request `oe-ls/insert`

The edit that writes what is missing, from the guide's templates and where it belongs. The parameters are
`{textDocument, ids}`, with identifiers of sections and elements as in the answer to `oe-ls/readiness`; none stand for
all that is missing. A section that is there stands for the elements that it lacks, and an element of a section that is
missing brings the section. The answer is null if there is nothing to insert; otherwise `edit` is a `WorkspaceEdit`,
`inserted` says what it deals with; `range` is where the first heading or label stands once it is applied, and
`placeholder` where the first text waits to be written, or null:

";

const STATUS: &str = "
## Request `oe-ls/treatAs`

The `WorkspaceEdit` after which the document's front matter says `oe: true` or `oe: false`, or null if it does already.
The parameters are `{textDocument, oe}`. Where the front matter is not for us to change, the request fails and says why.

## Request `oe-ls/newDocument`

`{text, placeholder}`: a new document from the guide's templates, as `oe-ls init` writes it, and the range of the first
text in it that waits to be written, or null. The parameters are `{uri}`, where the document is going to be, which decides
which guide it follows; of `{}`, the first folder's.

## Request `oe-ls/guide`

`{id, title, uri, text}`: the guide that a document is held against. The parameters are `{textDocument}`, or
`{}` for the first folder's. A guide that is a file has its `uri`, and `text` is null; of the built-in guide it is the other way round.

## Notification `oe-ls/status`

How a document stands, sent whenever that is told to have changed: after the diagnostics that a client is sent, or
before the answer to those that it asks for. `kind` is `oe`, `guide`, `settings` or `other`, `why` says what
decided that, `settings` is the path of the settings file in force or null, `elements` is null for what is no OE
document, as is `written`, the number of required elements that say something which is no template text, `health` is `ok`, `warning` or `error`, and `message` says it all in a line. Eglot warns of notifications that
it does not know, and is sent none unless its `experimental` capabilities hold `{\"oeLs\": {\"status\": true}}`:

";

const AFTER: &str = "
## While a document is looked through

Most keys are answered before the next one comes. Where that takes longer, as in a table or a block of code of some
hundred KB, requests wait 150 ms and are then answered from the last state that was looked through, with every place
moved by the edits since. Nothing is offered at places that are being edited, and diagnostics are only told for a state
that was looked through. That help is late in a document is said once with `window/logMessage`, and for as long as it is
so in the `message` of its status.

What a client does wrong is said there too, once until it is well again: notifications that cannot be understood,
documents that are not open, versions that go backwards.
";

#[test]
fn the_page_of_the_protocol_is_fresh() {
    let snapshot = held_against(GUIDE, DOCUMENT);
    let findings = checks::run(&snapshot, None).findings;
    let uri = "file:///ops.md";
    let told = convert::diagnostics(&findings, &snapshot, &Url::parse(uri).expect("a URI"), Encoding::Utf16, false);
    let readiness = readiness::readiness(&snapshot, Encoding::Utf16);
    let inserted = insert(&snapshot, &["payments/refunds".to_owned()]).expect("it is known").expect("it is missing");
    let edits = inserted.edits.iter();
    let edits: Vec<_> = edits
        .map(|edit| TextEdit {
            range: convert::range(snapshot.text(), edit.span, Encoding::Utf16),
            new_text: edit.text.clone(),
        })
        .collect();
    let mut insert = json!({ "edit": { "changes": { uri: edits } } });
    let places = custom::places(&inserted, Encoding::Utf16);
    insert.as_object_mut().expect("an object").extend(places.as_object().expect("an object").clone());
    let mut status = json!(status::status(&snapshot, &findings));
    (status["uri"], status["settings"]) = (json!(uri), Value::Null);
    let mut page = format!("{BEFORE}```markdown\n{DOCUMENT}```\n");
    let samples = [(DIAGNOSTICS, json!(told)), (READINESS, json!(readiness)), (INSERT, insert), (STATUS, status)];
    for (text, sample) in samples {
        let sample = serde_json::to_string_pretty(&sample).expect("a value is JSON");
        let _ = write!(page, "{text}```json\n{sample}\n```\n");
    }
    page.push_str(AFTER);
    expect_file!["../../docs/protocol.md"].assert_eq(&page);
}
