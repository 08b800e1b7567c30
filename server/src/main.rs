fn main() {
    let t = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let req = std::sync::Arc::new(oe_ls::requirements::Requirements::new(
        oe_ls::guide::embedded().clone(),
        oe_ls::config::Settings::default(),
    ));
    let t0 = std::time::Instant::now();
    let s = oe_ls::snapshot::Snapshot::new(oe_ls::document::Document::new(t.as_str()), req, None);
    println!(
        "{:?} {} {:?} level {:?} in {:?}",
        s.assessment.kind,
        s.assessment.why,
        s.assessment.counts(),
        s.assessment.section_level,
        t0.elapsed()
    );
    for (i, e) in s.assessment.elements.iter().enumerate() {
        println!(
            "  {} {:?} {:?}",
            s.requirements.guide.elements[i].id,
            e.state(),
            e.answer.map(|a| (a.by, a.level, a.misplaced))
        );
    }
    for f in oe_ls::checks::run(&s, None).findings {
        println!("{:?} {:?} {}", f.rule, f.span, f.message());
    }
}
