//! Values of one setting: a word, texts, globs, the path of a file.

use super::{Reader, list};
use crate::config::closest::{closest, kebab};
use crate::config::node::{Data, Node};
use crate::config::{Origin, Written, scope};

impl Reader {
    /// One of a few words.
    pub(in crate::config) fn word<T: Copy>(
        &mut self,
        path: &str,
        node: &Node,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let text = match &node.value {
            Data::Text(text) => text.as_str(),
            _ => "",
        };
        let is = |word: &str| text == word || (node.origin == Origin::Editor && kebab(text) == word);
        if let Some((_, value)) = words.iter().find(|(word, _)| is(word)) {
            return Some(*value);
        }
        let names = || words.iter().map(|(word, _)| *word);
        let hint = match closest(text, names()) {
            Some(word) => format!("did you mean `{word}`? It can be"),
            None => "it can be".to_owned(),
        };
        let shown = node.value.shown();
        self.object(&node.origin, format!("`{path}` is {shown}; {hint} {}", list(names(), "or")));
        None
    }

    /// A list of texts, none of them empty. `what` and `example` say what they are.
    pub(in crate::config) fn texts(
        &mut self,
        path: &str,
        node: &Node,
        what: &str,
        example: &str,
    ) -> Option<Written<Vec<String>>> {
        let Data::List(items) = &node.value else {
            let shown = node.value.shown();
            self.object(&node.origin, format!("`{path}` is {shown}; it must be a list of {what}: `{example}`"));
            return None;
        };
        let mut texts = Vec::new();
        for item in items {
            match &item.value {
                Data::Text(text) if !text.trim().is_empty() => texts.push(text.clone()),
                other => {
                    let shown = other.shown();
                    let message = format!("`{path}` holds {what} as texts, and this is {shown}");
                    self.object(&item.origin, message);
                }
            }
        }
        Some(Written { value: texts, origin: node.origin.clone() })
    }

    /// A list of globs, less those that match nothing.
    pub(in crate::config) fn globs(&mut self, path: &str, node: &Node) -> Option<Written<Vec<String>>> {
        let mut globs = self.texts(path, node, "globs", "[\"docs/**/*.md\"]")?;
        if globs.value.iter().map(String::len).sum::<usize>() > scope::MOST {
            let message = format!("`{path}` is too long a list; name folders, which take all that is in them");
            self.object(&node.origin, message);
            return None;
        }
        if let Data::List(items) = &node.value {
            for item in items {
                if let Data::Text(glob) = &item.value
                    && !glob.trim().is_empty()
                    && let Some(problem) = scope::problem_of(glob)
                {
                    self.object(&item.origin, format!("{} {problem}", item.value.shown()));
                    globs.value.retain(|kept| kept != glob);
                }
            }
        }
        Some(globs)
    }

    /// The path of a file, as written.
    pub(in crate::config) fn file(&mut self, path: &str, node: &Node) -> Option<Written<String>> {
        match &node.value {
            Data::Text(file) if !file.trim().is_empty() => {
                Some(Written { value: file.clone(), origin: node.origin.clone() })
            }
            other => {
                let shown = other.shown();
                let message = format!("`{path}` is {shown}; it must be the path of a guide");
                self.object(&node.origin, message);
                None
            }
        }
    }
}
