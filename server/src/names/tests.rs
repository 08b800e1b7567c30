use super::*;

#[test]
fn spellings_of_one_name() {
    for name in [
        "On-Call Management",
        "4.3. On-call management",
        "4.3) **On-Call** Management:",
        "🚨 On-Call Management",
        "On Call Management",
        "oncall management",
        "[On-Call Management](oncall.md)",
        "Step 2: On-Call Management",
        "Phase 3 – On-Call Management",
        "Step 2 – On-Call Management",
        "IV. On-Call Management",
        "(a) On-Call Management",
        "B) On-Call Management",
        "Section 3: `On-Call` Management",
        "3 On-Call Management",
        "A.3 On-Call Management",
        "4.3.On-Call Management",
        "3️⃣ On-Call Management",
        "③ On-Call Management",
        ":pager: On-Call Management",
        "On-Call Management {#on-call}",
        "On-Call Management {: #on-call .wide }",
        "On-Call Management[^1]",
        "On-Call&nbsp;Management",
        "4.3\u{a0}On-Call\u{a0}Management",
        "4.3.\u{202f}On-Call Management",
        "Step\u{a0}2:\u{2003}On-Call Management",
        "\u{feff}On\u{2011}Call Man\u{ad}agement\u{200b}",
    ] {
        assert_eq!(key(name), "oncall management", "{name}");
    }
}

#[test]
fn an_acronym_in_brackets_falls_away_either_way() {
    assert_eq!(key("Recovery Time Objectives (RTO)"), "recovery time objective");
    assert_eq!(key("RTO (Recovery Time Objective)"), "rto");
    assert_eq!(spelled_out("RTO (Recovery Time Objective)").as_deref(), Some("recovery time objective"));
    assert_eq!(key("Recovery Objectives (RTO/RPO)"), "recovery objective");
    assert_eq!(key("Backups (nightly)"), "backup nightly");
    assert_eq!(spelled_out("Backups (nightly)"), None);
    let exported = spelled_out("4.2\u{a0}RTO\u{a0}(Recovery\u{a0}Time Objective)");
    assert_eq!(exported.as_deref(), Some("recovery time objective"));
}

#[test]
fn an_acronym_is_a_word_in_capitals() {
    assert_eq!(acronym("Recovery Time Objective (RTO)"), Some("RTO"));
    assert_eq!(acronym("**Ziel für Frische (ZfF)**:"), None);
    for name in ["RTO (Recovery Time Objective)", "RTO (SLO)", "Objectives (RTO/RPO)", "Backups (nightly)", "RTO"] {
        assert_eq!(acronym(name), None, "{name}");
    }
    for text in ["RTO", "RTOs: 4 h", "at most (RTO)", "**RTO**", "eRTO RTO", "RTO/RPO"] {
        assert!(has_acronym(text, "RTO"), "{text}");
    }
    for text in ["rto", "RTOX", "XRTO", "RTOsx", "", "ÜRTO"] {
        assert!(!has_acronym(text, "RTO"), "{text}");
    }
}

#[test]
fn what_only_looks_like_a_number_stays() {
    assert_eq!(key("24/7 Support"), "24 7 support");
    assert_eq!(key("A plan"), "a plan");
    assert_eq!(key("P1 incidents"), "p1 incident");
    assert_eq!(key("4.1"), "4 1");
    assert_eq!(key("Step by step"), "step by step");
    assert_eq!(key("Party: plan"), "party plan");
}

#[test]
fn plurals_are_one_word() {
    assert_eq!(key("SLIs & SLOs"), "sli and slo");
    assert_eq!(
        key("Policies, processes and analysis of business status"),
        "policy process and analysis of business status"
    );
}

#[test]
fn letters_of_every_script_are_kept() {
    assert_eq!(key("Überwachung"), "überwachung");
    assert_eq!(key("3. 障害対応"), "障害対応");
    assert_eq!(key("U\u{308}berwachung"), key("Überwachung"));
    assert_eq!(slug("Re\u{301}cupe\u{301}ration"), "récupération");
    assert_eq!(key("\u{1100}\u{1161}"), "가");
    assert_eq!(key("x\u{308}"), key("x\u{308}"));
}

#[test]
fn an_ending_falls_away_if_two_words_are_left() {
    assert_eq!(trimmed("disaster recovery strategy"), Some("disaster recovery"));
    assert_eq!(trimmed("recovery strategy"), None);
    assert_eq!(trimmed("post incident review"), None);
}

#[test]
fn parts_of_a_title() {
    let of = |title: &str| parts(title).iter().map(|part| key(&title[part.range()])).collect::<Vec<_>>();
    assert_eq!(of("3.2 RTO & RPO"), ["rto", "rpo"]);
    assert_eq!(
        of("Backups, Restores/Failover + Überblick AND Tests"),
        ["backup", "restore", "failover", "überblick", "test"]
    );
    assert_eq!(of("Detection &amp; Response"), ["detection", "response"]);
    assert_eq!(of("Standards"), ["standard"]);
    assert_eq!(of("and so on"), ["and so on"]);
    assert_eq!(of("/"), ["", ""]);
}

#[test]
fn a_phrase_is_whole_words() {
    assert!(contains("rto and rpo", "rpo") && contains("rto and rpo", "rto and") && contains("rpo", "rpo"));
    assert!(!contains("rto and rpos", "rpo") && !contains("a corpora", "corp") && !contains("", "rpo"));
}

#[test]
fn slugs() {
    assert_eq!(slug("Incident Response & Management"), "incident-response-and-management");
    assert_eq!(slug("Operational Excellence (OE)"), "operational-excellence");
    assert_eq!(slug("Überwachung der Dienste"), "überwachung-der-dienste");
    assert_eq!(slug("Post-Incident Review"), "post-incident-review");
}
