//! No text ends a reader: of documents, guides, settings, front matter and suppressions.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    oe_ls::guide::read(text);
    oe_ls::config::read(text);
    oe_ls::front_matter::read(text);
    oe_ls::suppression::read(text);
    oe_ls::markup::plain(text);
    oe_ls::names::key(text);
});
