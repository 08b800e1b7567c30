use expect_test::{Expect, expect};

use super::*;
use crate::testing::{cursor, snapshot, snapshot_with};

const DOCUMENT: &str = "\
# Operational Excellence

Some prose on payments.

## 1. Incident Response & Management

### 1.1 Incident Classification

| Severity | Response Time |
| --- | --- |
| P0 | [Minutes] |

### 1.2 On-Call Management

- **On-Call Schedule**: weekly, Monday 10:00
- **On-Call Responsibilities**:
- **Escalation Procedures**: [Minutes without answer or progress until escalation, to which role, how reached]

The rota is `published`.

```
### Post-Incident Review
```

### 1.3 Post-Mortem

## 2. Disaster Recovery & Business Continuity

### 2.1 Recovery Objectives

- **Recovery Time Objective (RTO)**: [Longest time for each tier, from the outage until service is verified]
- **Mean Time to Recovery (MTTR)**: 20 min

### 2.2 Backups

Restores: see [restore.md](runbooks/restore.md)

- **Recovery Procedures**: promote the replica
- [Business Continuity Planning](bcp.md)

<!-- oe-disable-next-line missing-element: missing-element is known -->

[Pattern and dependencies per tier, who declares a disaster, whether the SLO counts it]
";

fn at(marked: &str) -> Option<(String, String)> {
    let (text, offset) = cursor(marked);
    let snapshot = snapshot(&text);
    let hover = hover(&snapshot, offset)?;
    assert!(hover.span.touches(offset));
    Some((snapshot.slice(hover.span).into_owned(), hover.prose.markdown().replace("  \n", "⏎\n")))
}

/// Hovers where the document has `marked`, which holds the cursor.
fn on(document: &str, marked: &str) -> Option<(String, String)> {
    let text = marked.replacen("$0", "", 1);
    assert_eq!(document.matches(&text).count(), 1, "{text}");
    at(&document.replacen(&text, marked, 1))
}

fn check(marked: &str, expected: &Expect) {
    let (span, markdown) = on(DOCUMENT, marked).expect("a hover");
    expected.assert_eq(&format!("[{span}]\n\n{markdown}\n"));
}

fn first_line(document: &str, marked: &str) -> Option<String> {
    on(document, marked).map(|(_, markdown)| markdown.lines().next().unwrap_or_default().to_owned())
}

#[test]
fn a_section_has_its_elements_with_their_states() {
    check(
        "## 1. Inci$0dent",
        &expect![[r#"
        [1. Incident Response & Management]

        **Incident Response & Management** · 3 of 5 elements

        Bring the service back quickly with known roles and steps, keep those affected informed, and learn from each incident

        **Here**: Incident Classification *placeholder* · Incident Response Procedures *missing* · On-Call Management *placeholder* · Incident Communication *missing* · Post-Incident Review *empty*

        **Criteria**

        - Two people who read the severity levels would give the same incident the same level, and each level has its times
        - Every step of the response names the role that takes it
        - At every covered hour a second person and an escalation stand behind whoever is on call
        - Every review ends in actions, each with an owner, a due date and a tracker

        **Watch for**

        - *Reactive operations*: Work starts only when something has failed, since no objective, forecast or exercise gives an earlier sign
        - *Unclear procedures*: Steps leave open who acts, by when, and how to tell that it worked; "contact the right people" is such a step
        - *Poor communication*: Those affected hear late, from several mouths or not at all, because audience, channel, interval and author were never agreed
        - *Blame culture*: Reviews look for the person instead of the conditions, so the next person hides what happened
        - *No follow-up*: No review is held, or its actions lack an owner and a date, and the same incident comes back

        **Checkpoints**

        - Somebody outside the team followed the incident procedure in an exercise without asking its authors
        - Response times and recovery objectives fit into the error budget, or the exception is stated
        - Every security requirement has a control check, and security incidents use the same severity levels or a stated mapping
    "#]],
    );
}

#[test]
fn an_element_has_what_is_good_and_the_state_of_its_labels() {
    check(
        "### 1.2 On-Call$0",
        &expect![[r#"
        [1.2 On-Call Management]

        **On-Call Management** · required in *Incident Response & Management*

        How rotations are staffed, handed over, relieved and backed up

        **Good**: length of a rotation, primary and secondary, time to acknowledge, hand-over, escalation, a limit on load⏎
        **Example**: *Weekly, Monday 10:00 UTC with hand-over notes; the primary acknowledges in 5 min, else the secondary; a third incident in one shift brings relief*

        **Here**: On-Call Schedule ✓ · On-Call Responsibilities *empty* · Escalation Procedures *placeholder* · On-Call Tools *missing*

        **Watch for**: *Unclear procedures*: Steps leave open who acts, by when, and how to tell that it worked; "contact the right people" is such a step
    "#]],
    );
}

#[test]
fn an_element_in_a_form_of_its_own_has_its_own_state_only() {
    check(
        "Incident Class$0",
        &expect![[r#"
        [1.1 Incident Classification]

        **Incident Classification** · required in *Incident Response & Management*

        Which levels of severity exist, how to tell them apart, and how fast each is answered

        **Good**: three to five levels told apart by impact, a response time in numbers for each, the higher level when in doubt, who may change it⏎
        **Example**: *P0: nobody can pay; response within 15 minutes, escalation at once; in doubt the higher level*

        **Here**: template text is left in one place

        **Watch for**: *Unclear procedures*: Steps leave open who acts, by when, and how to tell that it worked; "contact the right people" is such a step
    "#]],
    );
    check(
        "1.3 Post$0-Mortem",
        &expect![[r"
        [1.3 Post-Mortem]

        **Post-Incident Review** · required in *Incident Response & Management*

        Which incidents are reviewed and by when, and how what was learnt becomes finished work

        **Good**: incidents that call for a review, days until it is held, rules that keep it blameless, an owner and a due date for every action, where it is published⏎
        **Example**: *Every P0 and P1 within 3 working days, blameless; each action has an owner and is due within 15 days*

        **Here**: nothing is said yet

        **Watch for**

        - *Blame culture*: Reviews look for the person instead of the conditions, so the next person hides what happened
        - *No follow-up*: No review is held, or its actions lack an owner and a date, and the same incident comes back
    "]],
    );
}

#[test]
fn a_label_has_what_to_write() {
    check(
        "**On-Call Res$0",
        &expect![[r"
        [**On-Call Responsibilities**:]

        **On-Call Responsibilities** · in *On-Call Management* · *empty*

        Minutes to acknowledge, duties during and between pages, limit on load per shift
    "]],
    );
    check(
        "**On-Call Sch$0",
        &expect![[r"
        [**On-Call Schedule**:]

        **On-Call Schedule** · in *On-Call Management*

        Rota length, hand-over day and hour, primary and secondary, hours covered
    "]],
    );
    check(
        "**Mean Time to $0",
        &expect![[r"
            [**Mean Time to Recovery (MTTR)**:]

            **Mean Time to Recovery (MTTR)** · in *Recovery Objectives*

            Average to aim for, from outage to restored service, below the RTO

            **Form**: a duration, such as *15 min* or *4 h*
        "]],
    );
}

#[test]
fn a_placeholder_has_the_form_and_an_example() {
    check(
        "[Minutes without $0",
        &expect![[r"
        [[Minutes without answer or progress until escalation, to which role, how reached]]

        **Escalation Procedures** · in *On-Call Management*

        Minutes without answer or progress until escalation, to which role, how reached

        **Example of the whole**: *Weekly, Monday 10:00 UTC with hand-over notes; the primary acknowledges in 5 min, else the secondary; a third incident in one shift brings relief*
    "]],
    );
    check(
        "[Longest time$0",
        &expect![[r"
        [[Longest time for each tier, from the outage until service is verified]]

        **Recovery Time Objective (RTO)** · in *Recovery Time Objectives*

        Longest time for each tier, from the outage until service is verified

        **Form**: a duration, such as *15 min* or *4 h*

        **Example**: *Tier 1 within 1 hour, tier 2 within 8 hours, from the outage until smoke tests pass*
    "]],
    );
    check(
        "[Min$0utes]",
        &expect![[r"
            [[Minutes]]

            **Response Time** · in *Incident Classification*

            Minutes

            **Good**: three to five levels told apart by impact, a response time in numbers for each, the higher level when in doubt, who may change it⏎
            **Example**: *P0: nobody can pay; response within 15 minutes, escalation at once; in doubt the higher level*
        "]],
    );
    // The cell of a row that was inserted asks for what its column says, once.
    let inserted = on(&DOCUMENT.replace("[Minutes]", "[Response Time]"), "[Resp$0onse").unwrap().1;
    assert_eq!(inserted.matches("Response Time").count(), 1, "{inserted}");
    check(
        "[Pattern and$0",
        &expect![[r"
            [[Pattern and dependencies per tier, who declares a disaster, whether the SLO counts it]]

            **Disaster Recovery Strategy** · *placeholder*

            Pattern and dependencies per tier, who declares a disaster, whether the SLO counts it

            **Good**: a named pattern for each tier such as warm standby, scenarios covered, dependencies, role that declares, relation to the SLO⏎
            **Example**: *Tier 1 in warm standby in a second region, tier 2 restored from backup; the head of operations declares; a declared disaster is outside the SLO*
        "]],
    );
}

#[test]
fn a_heading_that_gathers_elements_has_each_of_them() {
    check(
        "2.1 Recovery $0",
        &expect![[r"
        [2.1 Recovery Objectives]

        **Recovery Time Objectives and Recovery Point Objectives** · in *Disaster Recovery & Business Continuity*

        - Recovery Time Objectives *placeholder*: How long each service may be down, counted until it is verified to work again
        - Recovery Point Objectives *missing*: Which span of data, counted back from the outage, each data store may lose
    "]],
    );
    assert!(first_line(DOCUMENT, "(R$0TO)").unwrap().starts_with("**Recovery Time Objectives** · required in"));
}

#[test]
fn what_answers_an_element_has_it_too() {
    let first = |marked: &str| first_line(DOCUMENT, marked).unwrap();
    assert!(first("Res$0tores:").starts_with("**Recovery Procedures** · required in"));
    assert!(first("see [resto$0re").starts_with("**Recovery Procedures** · required in"));
    assert!(first("[Business Con$0").starts_with("**Business Continuity Planning** · required in"));
    // Below another element's heading a label answers nothing.
    assert_eq!(first_line(DOCUMENT, "**Recovery Proc$0"), None);
    let table = "# Operational Excellence\n## Incident Response & Management\n| Duty | Who |\n| --- | --- |\n| On-Call Rota | SRE |\n";
    assert!(first_line(table, "| On-$0Call Rota").unwrap().starts_with("**On-Call Management**"));
    assert_eq!(first_line(table, "| S$0RE"), None);
    assert_eq!(first_line(table, "| Du$0ty"), None);
    let label = "# Operational Excellence\n## Incident Response & Management\n- **On-Call Rota**:\n  - **On-Call Tools**: [x y]\n";
    assert!(first_line(label, "**On-Call R$0").unwrap().starts_with("**On-Call Management**"));
    assert!(first_line(label, "**On-Call T$0").unwrap().starts_with("**On-Call Tools** · in *On-Call Management*"));
}

#[test]
fn the_chapter_has_purpose_and_readiness() {
    check(
        "# Operat$0ional",
        &expect![[r"
        [Operational Excellence]

        **Operational Excellence (OE)** · 7 of 31 elements, 4 with template text, 1 empty

        State how a system is run in production, so that people who did not build it can keep it available, see what it is doing, repair it and change it safely. The document is an agreement: it ties reliability objectives, incident response, recovery, performance work and security operations to owners, numbers and dates.

        **Before you start**

        - The architecture is written down: components, dependencies, regions and data stores
        - Each critical service has indicators and objectives, with a window, that its product owner has accepted
        - Performance needs are stated as percentile, load and period
        - The security and compliance duties that bind the system are listed, with the person who interprets them
        - Head-count, skills and reachable hours of the people who will run the system are known

        **Refer to**

        - System architecture and the infrastructure below it · *no link yet*
        - Performance and availability objectives · *no link yet*
        - Security and compliance obligations · *no link yet*
        - Resources and skills of the teams involved · *no link yet*

        **Support**

        - Releases to production, and the daily running of what was released
        - Restoring service in an incident, and removing its cause
        - Keeping the system fast, and ordering capacity in time
        - Watching for attacks, and reporting on controls to auditors and authorities

        **When Team Lacks Operational Experience**

        - Write the four procedures first whose absence hurts most: paging, rollback, restore from backup, and the first notice to users
        - Let everybody shadow a whole rotation and lead one exercise before carrying the pager alone
        - Bring in missing skills for a limited time, as managed services or outside reviewers, with a date and a receiver for the hand-over
        - Raise the level in dated steps, each with a measure such as the share of alerts that link a runbook

        **When Availability Requirements are Extreme**

        - Remove single points of failure first, and prove it by failing over in production on a schedule
        - Probe from outside at an interval far below the allowed downtime, and page on how fast the error budget burns
        - Compare the error budget in minutes with the time a person needs to respond; where it is smaller, recovery has to be automatic
        - Staff on-call from two or more time zones so that nobody is regularly woken, with fixed hand-over hours
    "]],
    );
}

#[test]
fn the_title_of_a_document_of_sections_is_its_chapter() {
    let text = "# Payments\n## Incident Response & Management\n## Security Operations\n## Performance Management\n## Monitoring & Observability\n";
    assert_eq!(first_line(text, "# Pay$0ments").as_deref(), Some("**Operational Excellence (OE)** · 0 of 31 elements"));
    assert_eq!(first_line(&text.replace("# Pay", "# A\n# Pay"), "# Pay$0ments"), None);
}

#[test]
fn the_whole_line_of_a_heading_counts() {
    for marked in ["$0### 1.2 On-Call", "#$0## 1.2 On-Call", "### $01.2 On-Call", "1.2 On-Call Management$0\n"] {
        assert!(first_line(DOCUMENT, marked).unwrap().starts_with("**On-Call Management**"), "{marked}");
    }
    let code = DOCUMENT.replace("### 1.2", "```\n\n```\n### 1.2");
    assert!(first_line(&code, "$0### 1.2 On").unwrap().starts_with("**On-Call Management**"));
    let closed = "# Operational Excellence\n## Security Operations ##  \n\nThreat Detection\n===\n";
    assert!(first_line(closed, "Operations ##$0").unwrap().starts_with("**Security Operations**"));
}

#[test]
fn numbers_levels_and_line_ends_change_nothing() {
    let shifted = format!("# Payments\n\nTBD\n\n{}", DOCUMENT.replace("\n#", "\n##").replacen("# Op", "## 8. Op", 1));
    let windows = DOCUMENT.replace('\n', "\r\n");
    for marked in
        ["Incident Respo$0nse", "1.2 On-Ca$0ll", "**Escalation$0", "[Longest$0", "2.1 Reco$0very", "**On-Call S$0"]
    {
        let expected = on(DOCUMENT, marked);
        assert!(expected.is_some());
        assert_eq!(on(&shifted, marked), expected, "{marked}");
        assert_eq!(on(&windows, marked), expected, "{marked}");
    }
    assert_eq!(on(&shifted, "T$0BD"), None);
}

#[test]
fn a_suppression_has_its_rule() {
    let (span, markdown) = on(DOCUMENT, "next-line missing-el$0").unwrap();
    assert_eq!(span, "missing-element");
    assert!(markdown.starts_with("**missing-element** · error by default"), "{markdown}");
    assert_eq!(on(DOCUMENT, "<!-- oe-dis$0able"), None);
    assert_eq!(on(DOCUMENT, ": missing-el$0"), None);
}

#[test]
fn nothing_on_prose_nor_in_code() {
    for marked in
        ["Some pr$0ose", "`publ$0ished`", "### Post-$0Incident", "weekly, $0", "20 $0min", "promote $0", "| P$00 |"]
    {
        assert_eq!(on(DOCUMENT, marked), None, "{marked}");
    }
    assert_eq!(at("# Operational Excellence\n$0\n## Security Operations\n"), None);
}

#[test]
fn nothing_in_other_documents_and_beside_the_chapter() {
    assert_eq!(at("# Notes\n## Incident $0Response & Management\n- [Later]\n"), None);
    assert_eq!(at("$0"), None);
    let chapter = "# A\n## Operational Excellence\n### Security Operations\n## Monitoring $0& Observability\n";
    assert_eq!(at(chapter), None);
}

#[test]
fn what_is_off_is_not_explained() {
    let (text, offset) = cursor("# Operational Excellence\n## Security Operations\n### Threat $0Detection\n");
    let off = snapshot_with(&text, "[elements]\nthreat-detection = \"off\"\n");
    assert_eq!(hover(&off, offset), None);
    let optional = snapshot_with(&text, "[elements]\nthreat-detection = \"optional\"\n");
    assert!(hover(&optional, offset).unwrap().prose.plain().starts_with("Threat Detection · optional in Security"));
}

#[test]
fn the_words_of_a_document_are_never_markdown() {
    let text = "# Operational Excellence\n## Security Operations\n### Threat Detection\n[See](x) `a`:\n\n\
                [run$0 <b>this</b> *now* https://x.y]\n";
    let (_, markdown) = at(text).unwrap();
    assert!(markdown.contains("\n\nrun this now https\\://x.y\n\n"), "{markdown}");
}

#[test]
fn any_place_of_a_document_can_be_asked() {
    let text = DOCUMENT.replace("payments", "pâyments 🚨");
    let snapshot = snapshot(&text);
    for offset in 0..text.len() + 3 {
        if let Some(hover) = hover(&snapshot, offset) {
            assert!(hover.span.touches(offset), "{offset}");
            assert!(!hover.prose.is_empty() && !hover.prose.markdown().contains("]("), "{offset}");
        }
    }
}
