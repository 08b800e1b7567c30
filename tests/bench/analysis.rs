//! How long the analysis takes in the process: parsing, an edit, reading, judging, checking.
//!
//! `cargo bench`; the measure over stdio is `tests/bench/run`.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use oe_ls::checks;
use oe_ls::config::Settings;
use oe_ls::document::Document;
use oe_ls::guide;
use oe_ls::requirements::Requirements;
use oe_ls::snapshot::Snapshot;
use oe_ls::syntax;
use oe_ls::text::{Edit, Span};

const SIZES: [usize; 4] = [130, 1_000, 10_000, 100_000];

/// A document of about so many lines: the embedded guide's sections, then runbooks of the same form.
fn document(lines: usize) -> String {
    let mut out = String::from("---\noe: true\n---\n\n# Operational Excellence: payments\n\n");
    let guide = guide::embedded();
    let mut round = 0;
    while out.lines().count() < lines {
        for section in &guide.sections {
            let text = section.template.text.replace(['[', ']'], "");
            let text = if round == 0 { text } else { text.replace("# ", &format!("# Runbook {round}: ")) };
            out.push_str(&text);
            out.push('\n');
        }
        round += 1;
    }
    let end = out.match_indices('\n').nth(lines - 1).map_or(out.len(), |(at, _)| at + 1);
    out.truncate(end);
    out
}

fn requirements() -> Arc<Requirements> {
    Arc::new(Requirements::new(guide::embedded().clone(), Settings::default()))
}

fn settled(text: &str) -> Document {
    let mut document = Document::new(text);
    document.settle(None);
    document
}

fn benches(criterion: &mut Criterion) {
    let requirements = requirements();
    for lines in SIZES {
        let text = document(lines);
        let mut group = criterion.benchmark_group(format!("{lines} lines"));
        group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(10);
        group.bench_function("parse, bare", |bencher| bencher.iter(|| syntax::parse(black_box(&text), None)));
        group.bench_function("parse, in chunks", |bencher| bencher.iter(|| settled(black_box(&text))));
        let document = settled(&text);
        group.bench_function("read and judge", |bencher| {
            bencher.iter(|| Snapshot::new(document.clone(), requirements.clone(), None));
        });
        let snapshot = Snapshot::new(document.clone(), requirements.clone(), None);
        group.bench_function("check", |bencher| bencher.iter(|| checks::run(black_box(&snapshot), None)));
        let findings = checks::run(&snapshot, None);
        let key = |at: &str, insert: &str| Edit {
            span: Span::at(text.find(at).map_or(text.len() / 2, |found| found + at.len())),
            text: insert.to_owned(),
        };
        let keys =
            [("in a value", key("**Monitoring Scope**: ", "x")), ("in a heading", key("### Monitoring Str", "x"))];
        for (name, edit) in keys {
            group.bench_function(BenchmarkId::new("key", name), |bencher| {
                bencher.iter_batched(
                    || document.clone(),
                    |mut document| {
                        document.edit(&edit);
                        document.settle(None);
                        checks::run(&snapshot.update(document), Some(&findings))
                    },
                    BatchSize::LargeInput,
                );
            });
        }
        group.finish();
    }
    let mut group = criterion.benchmark_group("start");
    group.bench_function("read the embedded guide", |bencher| bencher.iter(|| guide::read(guide::embedded_text())));
    group.bench_function("resolve the requirements", |bencher| {
        bencher.iter(|| Requirements::new(guide::embedded().clone(), Settings::default()));
    });
    group.finish();
}

criterion_group!(analysis, benches);
criterion_main!(analysis);
