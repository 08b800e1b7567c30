//! Any edits of any document leave what opening the result would give.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oe_ls::consistency::edits_equal_reopening;
use oe_ls::text::{Edit, Span};

#[derive(Arbitrary, Debug)]
struct Typed {
    at: u16,
    len: u8,
    text: String,
    look: bool,
}

fuzz_target!(|input: (String, Vec<Typed>)| {
    let (text, typed) = input;
    let text = format!("---\noe: true\n---\n{text}");
    let edits = typed.into_iter().map(|typed| {
        let at = usize::from(typed.at);
        (Edit { span: Span::new(at, at + usize::from(typed.len)), text: typed.text }, typed.look)
    });
    edits_equal_reopening(&text, edits);
});
