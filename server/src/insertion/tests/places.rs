//! What stands around the place of an insertion.

use super::*;

#[test]
fn what_belongs_to_a_heading_stays_above_it() {
    let text = |above: &str| {
        format!("# Operational Excellence\n\n## Monitoring & Observability\n\nx\n\n{above}## Security Operations\n")
    };
    for above in [
        "<a id=\"sec\"></a>\n\n",
        "<a id=\"sec\"></a>\n<!-- oe-disable-next-line section-order -->\n\n\n",
        "<!-- x -->\n",
    ] {
        let text = text(above);
        let insertion = section(&open(&text), named("incident-response-and-management")).unwrap();
        assert_eq!(insertion.at, text.find(above).unwrap() - 2, "{above}");
    }
    // What this comment ends stands above it.
    let ended = text("<!-- oe-enable -->\n\n");
    let insertion = section(&open(&ended), named("incident-response-and-management")).unwrap();
    assert_eq!(insertion.at, ended.find("\n\n## Security").unwrap());
}

#[test]
fn blank_lines_and_definitions_at_the_end_are_stepped_over_however_many() {
    for (lines, definitions) in [("\n".repeat(5000), "[a]: b\n\n \n[c]: d\n"), ("\n \n\t".repeat(4000), "")] {
        let before = "# Operational Excellence\n\n## Security Operations\n\nWe look.";
        let text = format!("{before}{lines}{definitions}");
        let insertion = element(&open(&text), named("threat-detection")).unwrap();
        assert_eq!(insertion.at, before.len());
        let text = text.replace('\n', "\r\n");
        let insertion = element(&open(&text), named("threat-detection")).unwrap();
        assert_eq!(insertion.at, before.replace('\n', "\r\n").len());
    }
}

#[test]
fn what_comes_last_is_set_apart_from_it_or_not_inserted() {
    let head = "# Operational Excellence\n\n## Security Operations\n\n### Threat Detection\n\nÜber alles.\n\n";
    for line_end in ["\n", "\r\n"] {
        for end in CLOSED {
            let text = format!("{head}{end}").replace('\n', line_end);
            let snapshot = open(&text);
            let fixed = apply(&text, &all_missing(&snapshot));
            assert_eq!(open(&fixed).assessment.counts(), (31, 31), "{fixed}");
            let insertion = element(&snapshot, named("compliance-monitoring")).unwrap();
            let fixed = apply(&text, &[insertion]);
            assert_eq!(open(&fixed).assessment.counts().1, 2, "{fixed}");
        }
        for end in OPEN {
            let text = format!("{head}{end}").replace('\n', line_end);
            let snapshot = open(&text);
            assert_eq!(element(&snapshot, named("compliance-monitoring")), None, "{text}");
            let before = element(&snapshot, named("security-monitoring"));
            let fixed = apply(&text, before.as_slice());
            assert_eq!(open(&fixed).assessment.counts().1, 2, "{fixed}");
            let all = all_missing(&snapshot);
            assert_eq!(all.len(), 2, "the sections and the element before it");
            let present = open(&apply(&text, &all)).assessment.counts().1;
            let claimed: Vec<_> = all.iter().flat_map(|it| &it.of).collect();
            assert_eq!((claimed.len(), present), (6, 26 + 2), "{text}");
        }
    }
}

#[test]
fn a_list_is_not_put_before_what_is_indented() {
    let text = |heading: &str| {
        open(&format!("# Operational Excellence\n\n## Monitoring & Observability\n\n{heading} Logging Strategy\n\nx\n"))
    };
    for indented in ["  ####", "   ###"] {
        assert_eq!(element(&text(indented), named("monitoring-strategy")), None, "{indented}");
    }
    let lone = "# Operational Excellence\n\n## Monitoring & Observability\n\n   ### Logging Strategy\n\nx\n"
        .replace('\n', "\r");
    assert_eq!(element(&open(&lone), named("monitoring-strategy")), None);
    for closed in [" ####", "<!-- x -->\n   ###"] {
        assert!(element(&text(closed), named("monitoring-strategy")).is_some(), "{closed}");
    }
    // A table takes nothing in.
    let table =
        open("# Operational Excellence\n\n## Incident Response & Management\n\n   ### On-Call Management\n\nx\n");
    assert!(element(&table, named("incident-classification")).is_some());
}

#[test]
fn nothing_is_put_into_a_comment_whose_last_line_looks_like_one() {
    let text = "# Operational Excellence\n\n## Incident Response & Management\n\n<!-- note\nmore\n<!-- end -->\n### On-Call Management\n\nx\n";
    let inserted = element(&open(text), named("incident-classification")).unwrap();
    let fixed = apply(text, &[inserted]);
    assert_eq!(open(&fixed).assessment.counts().1, 2, "{fixed}");
}
