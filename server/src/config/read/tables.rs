//! Tables of settings: one line for each rule, element or feature, and the guides.

use super::Reader;
use crate::config::keys::{GUIDE_KEYS, KEYS};
use crate::config::node::{Data, Node, clip};
use crate::config::{Entries, FEATURES, GuideEntry, Written};

impl Reader {
    pub(in crate::config) fn guides(&mut self, node: &Node) -> Option<Vec<GuideEntry>> {
        let Data::List(items) = &node.value else {
            let shown = node.value.shown();
            self.object(
                &node.origin,
                format!("`guides` is {shown}; write `[[guides]]` above each `file` and its `globs`"),
            );
            return None;
        };
        Some(items.iter().filter_map(|item| self.guide(item)).collect())
    }

    fn guide(&mut self, node: &Node) -> Option<GuideEntry> {
        let Data::Table(entries) = &node.value else {
            let shown = node.value.shown();
            self.object(&node.origin, format!("`guides` holds tables with `file` and `globs`, and this is {shown}"));
            return None;
        };
        let (mut file, mut globs) = (None, None);
        let mut missing = GUIDE_KEYS.to_vec();
        for (key, value) in entries {
            missing.retain(|name| !key.means(name));
            if key.means("file") {
                file = self.file("guides.file", value);
            } else if key.means("globs") {
                globs = self.globs("guides.globs", value);
                if matches!(&value.value, Data::List(items) if items.is_empty()) {
                    let message = "`guides.globs` is empty, so this guide is for no document";
                    self.object(&value.origin, message.to_owned());
                }
            } else {
                self.unknown(key, "a key of `[[guides]]`", GUIDE_KEYS);
            }
        }
        for name in missing {
            let what = match name {
                "file" => "the path of the guide",
                _ => "which documents it is for (for all of them write `guide = …` instead)",
            };
            self.object(&node.origin, format!("this guide has no `{name}`: say {what}"));
        }
        let (file, globs) = (file?, globs?);
        if globs.value.is_empty() {
            // Reported above, be it empty or emptied by its problems.
            return None;
        }
        Some(GuideEntry { file, globs })
    }

    pub(in crate::config) fn features(&mut self, node: &Node) -> Entries<bool> {
        let mut features = Vec::new();
        for (key, value) in self.table("features", node, "one line per feature") {
            let Some(name) = FEATURES.into_iter().find(|name| key.means(name)) else {
                self.unknown(key, "a feature", FEATURES);
                continue;
            };
            let Data::Flag(on) = value.value else {
                let shown = value.value.shown();
                let message = format!("`features.{name}` is {shown}; it can be true or false");
                self.object(&value.origin, message);
                continue;
            };
            features.push((Written { value: name.to_owned(), origin: key.origin.clone() }, on));
        }
        features
    }

    /// A table whose names only a later stage can judge.
    pub(in crate::config) fn entries<T>(
        &mut self,
        path: &str,
        node: &Node,
        lines: &str,
        read: impl Fn(&mut Reader, &str, &Node) -> Option<T>,
    ) -> Entries<T> {
        let mut entries = Vec::new();
        for (key, value) in self.table(path, node, lines) {
            let name = clip(&key.value);
            if let Data::Table(inner) = &value.value
                && let Some((below, _)) = inner.first()
            {
                // A dot in TOML opens a table, so the slash of an identifier needs quotes.
                let whole = clip(&format!("{}/{}", key.value, below.value));
                let message = format!("`{path}.{name}` is a table; did you mean `\"{whole}\" = …`?");
                self.object(&key.origin, message);
            } else if let Some(value) = read(self, &format!("{path}.{name}"), value) {
                entries.push((key.clone(), value));
            }
        }
        entries
    }

    /// The entries of a table, less keys of the top level, which in TOML slip into the table
    /// that stands above them.
    fn table<'n>(&mut self, path: &str, node: &'n Node, lines: &str) -> Vec<&'n (Written<String>, Node)> {
        let Data::Table(entries) = &node.value else {
            let shown = node.value.shown();
            let message = format!("`{path}` is {shown}; it must be a table, `[{path}]`, with {lines}");
            self.object(&node.origin, message);
            return Vec::new();
        };
        let (strays, entries): (Vec<_>, Vec<_>) =
            entries.iter().partition(|(key, _)| KEYS.iter().any(|known| known.name == key.value));
        for (key, _) in strays {
            let name = &key.value;
            let message = format!("`{name}` stands in `[{path}]`; move it above the first `[…]`");
            self.object(&key.origin, message);
        }
        entries
    }
}
