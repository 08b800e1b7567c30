//! Names of rules, sections and elements that are not there, in suppressions, settings and front matter.

use super::{ALL, either};
use crate::config::{clip, closest};
use crate::guide::{Guide, Named};
use crate::names;

/// In one file so many names that are not there are compared with those that are; somebody who reads the
/// messages of more than these has another problem.
const MOST_HINTS: usize = 100;

/// The rule that was meant by a name that none has.
pub(super) fn meant_rule(name: &str) -> Option<&'static str> {
    closest(name, ALL.iter().map(|rule| rule.name))
}

/// The identifiers that may have been meant by a name that `guide` does not have, or has for several.
pub(super) fn meant_parts<'a>(guide: &'a Guide, name: &str) -> Vec<&'a str> {
    let several = guide.names().meant(guide, name);
    if several.len() > 1 {
        return several.iter().map(|named| guide.id_of(*named)).collect();
    }
    near(guide, name).into_iter().collect()
}

/// What to say of a rule that is not there; it is the one at `nth` in its file, from zero.
pub(super) fn rule(name: &str, nth: usize) -> String {
    let meant = if nth < MOST_HINTS { meant_rule(name) } else { None };
    let hint = meant.map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
    format!("`{}` is not a rule{hint}", clip(name))
}

/// What to say of a section or element that `guide` does not have; `nth` as for [`rule`].
pub(super) fn part_of_guide(guide: &Guide, name: &str, nth: usize) -> String {
    if nth >= MOST_HINTS {
        return format!("`{}` is no section or element of the guide", clip(name));
    }
    let several = guide.names().meant(guide, name);
    if several.len() > 1 {
        return may_mean(guide, &clip(name), &several);
    }
    format!("`{}` is no section or element of the guide{}", clip(name), hint(guide, name))
}

/// What to say of a name that `several` sections or elements have.
pub fn may_mean(guide: &Guide, name: &str, several: &[Named]) -> String {
    let ids: Vec<_> = several.iter().map(|named| format!("`{}`", guide.id_of(*named))).collect();
    format!("`{name}` may mean {}: write it in full", either(&ids))
}

fn hint(guide: &Guide, name: &str) -> String {
    near(guide, name).map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"))
}

/// The identifier, or the end of one, that is nearest to `name`.
fn near<'a>(guide: &'a Guide, name: &str) -> Option<&'a str> {
    let ids = || guide.sections.iter().map(|it| it.id.as_str()).chain(guide.elements.iter().map(|it| it.id.as_str()));
    let meant = if name.contains('/') {
        closest(&name.trim().to_lowercase(), ids())
    } else {
        closest(&names::slug(name), ids().map(|id| id.rsplit('/').next().unwrap_or(id)))
    };
    // A tail that several elements share names none of them.
    meant.filter(|meant| guide.find(meant).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guide;

    #[test]
    fn a_name_that_is_near_is_what_was_meant() {
        assert_eq!(rule("missing-elements", 0), "`missing-elements` is not a rule; did you mean `missing-element`?");
        assert_eq!(rule("missing-elements", MOST_HINTS), "`missing-elements` is not a rule");
        assert_eq!(rule("line-length", 0), "`line-length` is not a rule");
        let part = |name| part_of_guide(guide::embedded(), name, 0);
        assert!(part("On-Call Managment").ends_with("; did you mean `on-call-management`?"));
        assert!(part("security-operations/threat-detektion").contains("`security-operations/threat-detection`"));
        assert_eq!(
            part("monitoring"),
            "`monitoring` may mean `monitoring-and-observability`, `monitoring-and-observability/monitoring-strategy`, \
             `performance-management/performance-monitoring` or `security-operations/security-monitoring`: write it in full"
        );
        assert_eq!(part("Kochrezepte `x`"), "`Kochrezepte  x ` is no section or element of the guide");
    }
}
