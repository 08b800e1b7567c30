//! Guides in files: read once, and only where they may be read.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::State;
use super::settings::InForce;
use crate::config;
use crate::files;
use crate::front_matter::{self, Declared, Written};
use crate::guide::{self, Guide, Problem};

#[derive(Debug, Default)]
pub(super) struct Guides {
    read: HashMap<PathBuf, Kept>,
    /// Whether a file lies in a folder once links are followed.
    inside: HashMap<(PathBuf, PathBuf), bool>,
    /// How many files were read, or found to be others.
    pub(super) reads: u64,
}

#[derive(Debug)]
struct Kept {
    stamp: Option<(SystemTime, u64)>,
    /// Or why it does not serve.
    guide: Result<Arc<GuideFile>, String>,
}

#[derive(Debug)]
pub(super) struct GuideFile {
    pub(super) guide: Arc<Guide>,
    pub(super) problems: Vec<Problem>,
}

impl Guides {
    /// The guide in this file, which must lie in one of the folders: what a document or a settings
    /// file names is not read from elsewhere.
    pub(super) fn get(&mut self, file: &Path, inside: &[PathBuf]) -> Result<Arc<GuideFile>, String> {
        // A file that is not there is said to be missing, wherever that is.
        if files::stamp(file).is_some() && !inside.iter().any(|folder| self.is_inside(file, folder)) {
            return Err("it lies outside of the repository or workspace, and is not read".to_owned());
        }
        if let Some(kept) = self.read.get(file) {
            return kept.guide.clone();
        }
        self.reads += 1;
        let kept = Kept { stamp: files::stamp(file), guide: read(file) };
        self.read.entry(file.to_path_buf()).or_insert(kept).guide.clone()
    }

    fn is_inside(&mut self, file: &Path, folder: &Path) -> bool {
        let key = (file.to_path_buf(), folder.to_path_buf());
        *self.inside.entry(key).or_insert_with(|| files::is_inside(file, folder))
    }

    /// Looks again at what was read; gives the files that are others now.
    pub(super) fn refresh(&mut self, changed: &[PathBuf]) -> Vec<PathBuf> {
        self.inside.clear();
        let other = |file: &PathBuf, kept: &mut Kept| files::stamp(file) != kept.stamp || changed.contains(file);
        let others: Vec<_> = self.read.extract_if(other).map(|(file, _)| file).collect();
        self.reads += others.len() as u64;
        others
    }

    /// Whether this guide is still one of those that serve.
    pub(super) fn serves(&self, guide: &Arc<Guide>) -> bool {
        let mut read = self.read.values().filter_map(|kept| kept.guide.as_ref().ok());
        Arc::ptr_eq(guide, guide::embedded()) || read.any(|kept| Arc::ptr_eq(&kept.guide, guide))
    }
}

impl State {
    /// The guide that settings name, or the program's own, with its file.
    pub(super) fn guide_of_settings(
        &mut self,
        in_force: &InForce,
        named: Option<&config::Written<String>>,
    ) -> (Arc<Guide>, Option<PathBuf>) {
        let Some(named) = named else { return (guide::embedded().clone(), None) };
        let file = in_force.resolve(named);
        match self.guides.get(&file, &in_force.inside) {
            Ok(guide) => {
                if !guide.problems.is_empty() {
                    let shown = self.shown(&file);
                    let count = guide.problems.len();
                    let (problems, them) =
                        if count == 1 { ("1 problem".to_owned(), "it") } else { (format!("{count} problems"), "them") };
                    let message = format!("the guide {shown} has {problems}; `oe-ls guide {shown}` shows {them}");
                    self.notice(file.clone(), message, true);
                }
                (guide.guide.clone(), Some(file))
            }
            Err(why) => {
                let shown = self.shown(&file);
                self.notice(file, format!("the guide {shown} does not serve: {why}; the built-in guide does"), false);
                (guide::embedded().clone(), None)
            }
        }
    }

    /// The guide that a document asks for: by its identifier, or by its path from the document on.
    pub(super) fn guide_asked_for(
        &mut self,
        in_force: &InForce,
        document: &Path,
        asked: &str,
    ) -> Result<(Arc<Guide>, Option<PathBuf>), String> {
        if asked == guide::embedded().id {
            return Ok((guide::embedded().clone(), None));
        }
        for file in &in_force.guides {
            if let Ok(guide) = self.guides.get(file, &in_force.inside)
                && guide.guide.id == asked
            {
                return Ok((guide.guide.clone(), Some(file.clone())));
            }
        }
        let folder = document.parent().unwrap_or(Path::new(""));
        let file = files::absolute(&folder.join(asked));
        let mut inside = in_force.inside.clone();
        inside.push(folder.to_path_buf());
        match self.guides.get(&file, &inside) {
            Ok(guide) => Ok((guide.guide.clone(), Some(file))),
            Err(why) => Err(format!("`{asked}` is no guide that can be used here: {why}")),
        }
    }
}

fn read(file: &Path) -> Result<Arc<GuideFile>, String> {
    let text = files::read(file).map_err(|error| error.cause.to_string())?;
    let reading = guide::read(&text);
    if reading.guide.sections.is_empty() {
        return Err("it holds no section with required elements".to_owned());
    }
    Ok(Arc::new(GuideFile { guide: Arc::new(reading.guide), problems: reading.problems }))
}

/// Whether a text that nothing names as a guide is one. Front matter that speaks of `oe` makes it a
/// document; what only shows a guide in a code block is neither.
pub fn holds_guide(text: &str) -> bool {
    declared(text).is_none() && guide::is_guide(text)
}

/// The guide that the front matter of `text` asks for.
pub fn asked_guide(text: &str) -> Option<Written> {
    match declared(text)? {
        Declared::Yes { guide, .. } => guide,
        Declared::No => None,
    }
}

fn declared(text: &str) -> Option<Declared> {
    front_matter::read(crate::document::front_matter(text)?).declared
}
