//! Settings that could not be understood.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Check, Finding, Found, Rule, rule, unknown_names};
use crate::config::{Entries, Layer, Origin, Reading, Settings, Severity, Written, clip};
use crate::guide::{Guide, Named};
use crate::names;
use crate::snapshot::Anchor;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "invalid-settings",
    severity: Severity::Warning,
    summary: "a settings file says something that could not be understood",
    docs: "\
A setting that is not understood does not count, and the default holds in its place: a rule that
was to be switched off goes on, a glob that was to add files adds none.

```toml bad
[severty]
missing-label = \"off\"
```

```toml bad
[severity]
mising-label = \"off\"
```

```toml good
[severity]
missing-label = \"off\"

[elements]
on-call-management = \"optional\"
```
",
    check: Check::File,
    fixes: None,
};

/// What is wrong with a settings file that reads as `reading`, whose documents are held against one
/// of `guides`; none if that is not known. Spans are bytes of the file.
pub fn settings_findings(reading: &Reading, guides: &[Arc<Guide>]) -> Vec<Finding> {
    let mut found: Vec<(Span, String)> =
        reading.problems.iter().map(|problem| (problem.span.clone().into(), problem.message.clone())).collect();
    for unknown in unknown_in_settings(&reading.layer, guides) {
        if let Origin::File(span) = unknown.origin {
            found.push((span.into(), unknown.value));
        }
    }
    found.sort_by_key(|(span, _)| *span);
    of_file(&RULE, &Settings::new([&reading.layer]), found)
}

/// What to say of each name in settings that no rule or none of `guides` has.
pub fn unknown_in_settings(layer: &Layer, guides: &[Arc<Guide>]) -> Vec<Written<String>> {
    let rule_name = |name: &str, nth| rule(name).is_none().then(|| unknown_names::rule(name, nth));
    let part = |name: &str, nth| {
        let guide = guides.first()?;
        let is_unknown = guides.iter().all(|guide| guide.find(name).is_none());
        is_unknown.then(|| unknown_names::part_of_guide(guide, name, nth))
    };
    let mut out = unknown(&layer.severity, rule_name);
    out.extend(unknown(&layer.elements, part));
    out.extend(unknown(&layer.also, part));
    out.extend(taken(layer, guides));
    out
}

/// What to say of other names that the guide has for another section or element: outside of the
/// section that they were given for, they go on to mean that. And of names that are given twice.
fn taken(layer: &Layer, guides: &[Arc<Guide>]) -> Vec<Written<String>> {
    let mut out = Vec::new();
    let mut given: HashMap<(bool, String), (&Written<String>, Named)> = HashMap::new();
    for (of, also) in &layer.also {
        for name in also {
            let key = names::key(name);
            if let Some(named) = guides.iter().find_map(|guide| guide.find(&of.value)) {
                let kind = matches!(named, Named::Section(_));
                let (first, other) = *given.entry((kind, key.clone())).or_insert((of, named));
                if other != named {
                    let (name, first) = (clip(name), clip(&first.value));
                    let message = format!("`{name}` is given to `{first}` already, and goes on to mean that");
                    out.push(Written { value: message, origin: of.origin.clone() });
                    continue;
                }
            }
            let owner = |guide: &Guide| {
                let (named, other) = (guide.find(&of.value)?, guide.names().strong(&key)?);
                let alike = matches!(named, Named::Section(_)) == matches!(other, Named::Section(_));
                (alike && named != other).then(|| guide.id_of(other).to_owned())
            };
            if let Some(owner) = guides.iter().find_map(|guide| owner(guide)) {
                let message = format!("`{}` is a name of `{owner}` in the guide, and goes on to mean that", clip(name));
                out.push(Written { value: message, origin: of.origin.clone() });
            }
        }
    }
    out
}

/// What is said of each name and of how many before it something was said.
fn unknown<T>(entries: &Entries<T>, says: impl Fn(&str, usize) -> Option<String>) -> Vec<Written<String>> {
    let mut out = Vec::new();
    for (name, _) in entries {
        if let Some(message) = says(&name.value, out.len()) {
            out.push(Written { value: message, origin: name.origin.clone() });
        }
    }
    out
}

/// Findings of `rule` in a file that is no document.
pub(super) fn of_file(rule: &'static Rule, settings: &Settings, found: Vec<(Span, String)>) -> Vec<Finding> {
    let Some(severity) = settings.severity_of(rule.name, rule.severity) else { return Vec::new() };
    let finding = |(span, message): (Span, String)| Finding {
        rule,
        severity,
        span,
        found: Found::new(Anchor::Top, message).into(),
    };
    found.into_iter().map(finding).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::{config, guide};

    fn check(text: &str, expected: &Expect) {
        check_against(text, &[guide::embedded().clone()], expected);
    }

    fn check_against(text: &str, guides: &[Arc<Guide>], expected: &Expect) {
        let findings = settings_findings(&config::read(text), guides);
        let shown = |it: &Finding| format!("{} {:?}: {}\n", it.severity, &text[it.span.range()], it.message());
        expected.assert_eq(&findings.iter().map(shown).collect::<String>());
    }

    #[test]
    fn names_of_rules_and_elements_are_known_or_told() {
        check(
            "fail-on = \"eror\"\r\n[severity]\r\nmising-element = \"off\"\r\n[elements]\r\non-call-managment = \"off\"\r\n\
             [also]\r\nsecurity-operations = [\"Sicherheit\"]\r\n\"Kochrezepte\" = [\"x\"]\r\n",
            &expect![[r#"
                warning "\"eror\"": `fail-on` is `eror`; did you mean `error`? It can be error, warning, information or hint
                warning "mising-element": `mising-element` is not a rule; did you mean `missing-element`?
                warning "on-call-managment": `on-call-managment` is no section or element of the guide; did you mean `on-call-management`?
                warning "\"Kochrezepte\"": `Kochrezepte` is no section or element of the guide
            "#]],
        );
    }

    #[test]
    fn a_name_that_is_another_elements_own_is_told() {
        check(
            "[also]\non-call-management = [\"Rota\", \"threat detection\"]\n\"Performance Management\" = [\"Security Operations\"]\n\
             recovery-procedures = [\"RTO\", \"Wiederanlauf\"]\nbackup-strategy = [\"wiederanlauf\"]\n",
            &expect![[r#"
                warning "on-call-management": `threat detection` is a name of `security-operations/threat-detection` in the guide, and goes on to mean that
                warning "\"Performance Management\"": `Security Operations` is a name of `security-operations` in the guide, and goes on to mean that
                warning "recovery-procedures": `RTO` is a name of `disaster-recovery-and-business-continuity/recovery-time-objectives` in the guide, and goes on to mean that
                warning "backup-strategy": `backup-strategy` is no section or element of the guide
            "#]],
        );
        // What another element is called too, a section may be: where it stands decides.
        check("[also]\nrecovery-procedures = [\"Runbooks\", \"Security Operations\"]\n", &expect![[""]]);
        check(
            "[also]\non-call-management = [\"On-Call Management\"]\n[elements]\nmonitoring = \"off\"\n",
            &expect![[r#"
                warning "monitoring": `monitoring` may mean `monitoring-and-observability`, `monitoring-and-observability/monitoring-strategy`, `performance-management/performance-monitoring` or `security-operations/security-monitoring`: write it in full
            "#]],
        );
    }

    #[test]
    fn nothing_on_good_settings_and_on_names_of_another_guide() {
        check("", &expect![[""]]);
        let ours = Arc::new(guide::read("# Ours\n\n### 1. Pay\n\n**Required Elements:**\n\n- **Ledger**: It\n").guide);
        check_against("elements.ledger = 'off'", &[guide::embedded().clone(), ours], &expect![[""]]);
        check_against(
            "[[guides]]\nfile = \"pay.md\"\nglobs = [\"pay/\"]\n[elements]\nledger = \"off\"\n[severity]\nmissing-element = \"hint\"\n",
            &[],
            &expect![[""]],
        );
    }

    #[test]
    fn the_rule_itself_can_be_switched_off() {
        check("typo = 1\n[severity]\ninvalid-settings = \"off\"\n", &expect![[""]]);
    }
}
