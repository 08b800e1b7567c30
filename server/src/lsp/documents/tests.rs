use futures::FutureExt;

use super::*;
use crate::lsp::view::View;
use crate::position::Encoding;
use crate::text::Span;

const SMALL: &str = "# Operational Excellence\n\n## Security Operations\n";

/// One chunk that nothing can split.
fn huge() -> String {
    format!("{SMALL}\n{}", "a ".repeat(HUGE_CHUNK / 2 + 500))
}

fn open(text: &str) -> Open {
    opened(text, 1)
}

fn opened(text: &str, opening: u64) -> Open {
    let home = Home { path: "/w/ops.md".into(), project: Arc::default() };
    let uri = Url::parse("file:///w/ops.md").unwrap();
    Open::new(TextDocumentItem::new(uri, "markdown".to_owned(), 1, text.to_owned()), opening, home)
}

fn replace(open: &mut Open, text: &str) {
    let span = Span::new(0, open.document.text().len());
    open.edit(&Edit { span, text: text.to_owned() });
}

#[test]
fn who_waits_is_woken_when_an_edit_takes_away_what_takes_long() {
    let mut open = open(&huge());
    assert!(open.current().is_none());
    let job = open.job().unwrap();
    let news = open.news.next();
    replace(&mut open, SMALL);
    // It is interrupted.
    open.done(job.run());
    assert_eq!(news.now_or_never(), Some(()));
    let news = open.news.next();
    assert!(open.current().is_some());
    assert_eq!(news.now_or_never(), Some(()));
}

#[test]
fn who_waits_is_woken_when_a_state_is_known() {
    let mut open = open(&huge());
    let job = open.job().unwrap();
    assert!(open.job().is_none());
    let news = open.news.next();
    open.done(job.run());
    assert_eq!(news.now_or_never(), Some(()));
    assert!(open.current().is_some());
    assert_eq!(open.news.next().now_or_never(), None);
}

#[test]
fn who_waits_is_woken_when_everything_has_to_be_looked_through_again() {
    let mut open = open(&huge());
    let job = open.job().unwrap();
    let news = open.news.next();
    open.forget();
    assert_eq!(news.now_or_never(), Some(()));
    // What was found under other terms counts no more, and another worker may start.
    let next = open.job().unwrap();
    let news = open.news.next();
    open.done(job.run());
    assert_eq!((open.last().is_none(), news.now_or_never()), (true, None));
    open.done(next.run());
    assert!(open.current().is_some());
}

#[test]
fn who_waits_is_woken_when_the_document_is_closed() {
    let open = open(&huge());
    let news = open.news.next();
    drop(open);
    assert_eq!(news.now_or_never(), Some(()));
}

#[test]
fn what_was_done_for_a_document_that_was_closed_is_not_taken_for_its_successor() {
    let mut before = open(&huge());
    let job = before.job().unwrap();
    let mut after = open(&huge().replace("Security", "Data Protection"));
    let next = after.job().unwrap();
    after.done(job.run());
    assert!(after.last().is_none());
    after.done(next.run());
    assert!(after.current().unwrap().snapshot.text().to_string().contains("Data Protection"));
}

#[test]
fn what_is_answered_of_a_document_that_was_closed_is_no_answer_for_its_successor() {
    let mut before = opened(SMALL, 1);
    let view = |open: &Open, checked: &Arc<Checked>| View::new(checked.clone(), open, Encoding::Utf16);
    let checked = before.current().unwrap();
    let asked = view(&before, &checked).unwrap();
    replace(&mut before, "x");
    assert!(asked.renewed(&before).is_some());
    // Neither was edited, and the client counts alike.
    let after = opened(SMALL, 2);
    assert!(view(&before, &checked).unwrap().renewed(&after).is_none());
}

#[test]
fn a_state_that_cannot_be_looked_through_is_given_up_and_the_next_one_is_tried() {
    let mut open = open(&huge());
    let job = open.job().unwrap();
    let news = open.news.next();
    open.done(Done { state: job.state, cancel: job.cancel, outcome: None });
    assert_eq!(news.now_or_never(), Some(()));
    assert!(open.is_given_up() && open.current().is_none() && open.job().is_none());
    replace(&mut open, SMALL);
    assert!(!open.is_given_up() && open.current().is_some());
}
