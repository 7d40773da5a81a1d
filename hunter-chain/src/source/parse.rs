//! A tree of files to revisions, each checked on its own.
//!
//! Responsible for which files belong to which revision, and for the parents that nobody wrote down (Diesel's order). The graph between revisions is checked in `graph`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::file::{self, Files, METADATA};
use super::metadata::{self, Metadata};
use super::scripting::{Scripting, script_texts};
use super::{SourceTree, name, normalise, settings};
use crate::definitions::{self, Definitions};
use crate::diag::{Code, Diagnostics, Place};
use crate::history::StrictFrom;
use crate::hooks::{self, Hooks};
use crate::id::{BadName, RevisionId};
use crate::lock::{LOCKFILE, Lockfile};
use crate::revision::Revision;

/// Everything read from a directory, before the graph is looked at.
#[derive(Debug)]
pub struct Source {
    /// What holds for all.
    pub settings: super::Settings,
    pub(crate) strict_from: Option<StrictFrom>,
    /// The lockfile's text, if there is one that can be read.
    pub(crate) lock: Cow<'static, str>,
    pub(crate) revisions: Vec<Sourced>,
    /// False when something was left out of the graph: a directory, a parent or a label that cannot be read.
    pub(crate) whole: bool,
    /// Those kept in `legacy/`, for what replaces them.
    pub(crate) legacy: Vec<Sourced>,
    pub(crate) hooks: Hooks,
    pub(crate) definitions: Definitions,
    pub(crate) root: String,
}

/// A revision with the places its links were written at.
#[derive(Debug)]
pub(crate) struct Sourced {
    pub(crate) revision: Revision,
    pub(crate) directory: Place,
    metadata: Option<(String, Arc<str>)>,
    whole: bool,
    has_parent_key: bool,
    pub(crate) parents_at: Vec<Range<usize>>,
    pub(crate) depends_at: Vec<Range<usize>>,
    pub(crate) labels_at: Vec<Range<usize>>,
    pub(crate) replaces_at: Vec<Range<usize>>,
}

impl Source {
    /// The revisions that name no parent and take the one before them.
    pub(crate) fn in_version_order(&self) -> BTreeSet<RevisionId> {
        let without = self.revisions.iter().filter(|sourced| !sourced.has_parent_key);
        without.map(|sourced| sourced.revision.id.clone()).collect()
    }
}

impl Sourced {
    /// A place in the metadata, or the directory where the link was not written.
    pub(crate) fn place(&self, range: Option<&Range<usize>>) -> Place {
        match (&self.metadata, range) {
            (Some((path, text)), Some(range)) => Place::text(path, text, range.clone()),
            _ => self.directory.clone(),
        }
    }
}

/// Reads all revisions of a tree; mistakes go to `found`.
pub fn parse(tree: &SourceTree, found: &mut Diagnostics) -> Source {
    let mut directories: BTreeMap<&str, Files<'_>> = BTreeMap::new();
    let mut kept: BTreeMap<&str, Files<'_>> = BTreeMap::new();
    let (mut settings_text, mut lock, mut is_bare) = (None, Cow::Borrowed(""), true);
    for (path, target) in &tree.escaping_links {
        let message = format!("{} is a link to {target}, outside of {}", tree.shown(path), tree.root);
        let code = Code::LinkLeavesRoot;
        found.push(code, Place::path(tree.shown(path)), message, code.help());
        match path.split_once('/') {
            Some(("legacy", _)) => {}
            Some((directory, file)) => {
                let unread = if file.ends_with(".sql") { UNREAD } else { "" };
                directories.entry(directory).or_default().insert(file, unread.as_bytes());
            }
            None if path == settings::FILE => settings_text = Some(None),
            None => {}
        }
    }
    for (path, bytes) in tree.files() {
        match path.split_once('/') {
            None if path == settings::FILE => settings_text = Some(text_of(tree, path, bytes, found)),
            None if path == LOCKFILE => lock = lockfile(tree, bytes, found),
            None if path.ends_with(".sql") => {
                file::beside_the_revisions(tree, path, found);
                is_bare = false;
            }
            None => {}
            Some((hooks::DIRECTORY | definitions::DIRECTORY, _)) => {}
            Some(("legacy", rest)) => {
                if let Some((directory, file)) = rest.split_once('/') {
                    kept.entry(&path[..LEGACY.len() + directory.len()]).or_default().insert(file, bytes);
                }
            }
            Some((directory, rest)) => {
                directories.entry(directory).or_default().insert(rest, bytes);
            }
        }
    }
    let (settings, strict_from) = match settings_text {
        Some(Some(text)) => settings::read(tree.shown(settings::FILE), &text, found),
        Some(None) => settings::Read::default(),
        None => settings::absent(&tree.root, found),
    };
    directories.retain(|_, files| files.keys().any(|name| file::is_ours(name)));
    // Beside revisions an archive may hold anything.
    kept.retain(|directory, files| {
        files.keys().any(|name| file::is_ours(name)) && name::parse(&directory[LEGACY.len()..]).is_ok()
    });
    let mut revisions: Vec<Sourced> = directories
        .iter()
        .filter_map(|(directory, files)| revision(tree, &settings, directory, files, found))
        .collect();
    if directories.is_empty() && tree.escaping_links.is_empty() && is_bare {
        let message = format!("{} holds no revision", tree.root);
        found.push(Code::EmptyChain, Place::path(&*tree.root), message, Code::EmptyChain.help());
    }
    let whole = revisions.len() == directories.len()
        && tree.escaping_links.is_empty()
        && revisions.iter().all(|sourced| sourced.whole);
    revisions.sort_by(|a, b| a.revision.id.cmp(&b.revision.id));
    let mut legacy: Vec<Sourced> = kept
        .iter()
        .filter_map(|(directory, files)| revision(tree, &settings, directory, files, found))
        .collect();
    legacy.sort_by(|a, b| a.revision.id.cmp(&b.revision.id));
    let hooks = hooks::read(tree, &settings.dialects, found);
    let definitions = Definitions::read(tree, &settings.dialects, found);
    Source {
        settings,
        strict_from,
        lock,
        revisions,
        whole,
        legacy,
        hooks,
        definitions,
        root: tree.root.clone(),
    }
}

/// The text, if what it says can be read.
fn lockfile(tree: &SourceTree, bytes: &[u8], found: &mut Diagnostics) -> Cow<'static, str> {
    let path = tree.shown(LOCKFILE);
    let Some(text) = text_of(tree, LOCKFILE, bytes, found) else { return Cow::default() };
    let Err(error) = Lockfile::parse(&text) else { return Cow::Owned(text.to_string()) };
    let start: usize = text.split_inclusive('\n').take(error.line - 1).map(str::len).sum();
    let code = Code::UnreadableLockfile;
    let message = format!("{path} cannot be read: {}", error.why);
    found.push(code, Place::text(path, &text, start..start), message, error.help());
    Cow::default()
}

/// What is kept for the revisions that replace it.
const LEGACY: &str = "legacy/";

/// Stands in for a script that is there but cannot be read, so that it is not reported again as missing or empty.
pub(super) const UNREAD: &str = "select 1";

fn revision(
    tree: &SourceTree,
    settings: &super::Settings,
    directory: &str,
    files: &Files<'_>,
    found: &mut Diagnostics,
) -> Option<Sourced> {
    let place = Place::path(tree.shown(directory));
    let name = match name::parse(directory.strip_prefix(LEGACY).unwrap_or(directory)) {
        Ok(name) => name,
        Err(why) => {
            let code = if why == BadName::Reserved { Code::ReservedWord } else { Code::DirectoryName };
            let id = directory.split('_').next().unwrap_or_default();
            let why = match why {
                BadName::Empty => "no id stands before the `_`".to_owned(),
                BadName::Reserved => format!("`{id}` has a meaning in targets"),
                BadName::Character(_) => why.to_string(),
            };
            let message = format!("`{directory}` cannot name a revision: {why}");
            let help = format!("rename the directory, for example to `{}`", name::nearest_allowed(directory));
            found.push(code, place, message, help);
            return None;
        }
    };
    let path = |file: &str| format!("{directory}/{file}");
    let meta_text = files.get(METADATA).and_then(|b| text_of(tree, &path(METADATA), b, found));
    let meta_path = tree.shown(&path(METADATA));
    let meta = match &meta_text {
        Some(text) => metadata::read(meta_path.clone(), text, &name.id, found),
        None if files.contains_key(METADATA) || file::is_metadata_misspelt(files) => Metadata::unread(),
        None => Metadata::none(),
    };
    let message = meta
        .message
        .clone()
        .unwrap_or_else(|| if name.slug.is_empty() { name.id.to_string() } else { name.slug.clone() });
    let mut revision = Revision::new(name.id, Cow::Owned(directory.to_owned()), Cow::Owned(message));
    let has_parent_key = meta.down_revision.is_some();
    let (parents, parents_at) = unzip(meta.down_revision.unwrap_or_default());
    let (depends_on, depends_at) = unzip(meta.depends_on);
    let (labels, labels_at) = unzip(meta.labels);
    let (_, replaces_at) = unzip(meta.replaces);
    revision.parents = parents;
    revision.depends_on = depends_on;
    revision.labels = labels;
    revision.declared = meta.declared;
    let texts = script_texts(tree, directory, files, found);
    let whole = meta.whole;
    Scripting { tree, directory, texts: &texts, whole, settings, found }.fill(&mut revision);
    let metadata = meta_text.map(|text| (meta_path, text));
    let sourced = Sourced {
        revision,
        directory: place,
        metadata,
        whole,
        has_parent_key,
        parents_at,
        depends_at,
        labels_at,
        replaces_at,
    };
    Some(sourced)
}

/// Diesel's order: without `down_revision`, the parent is the directory before, among those without it.
pub(crate) fn link_in_version_order(revisions: &mut [Sourced]) {
    let mut previous: Option<RevisionId> = None;
    for sourced in revisions.iter_mut().filter(|s| !s.has_parent_key) {
        let id = sourced.revision.id.clone();
        // Two directories of one id are reported as such; a self-loop on top would only confuse.
        sourced.revision.parents.extend(previous.filter(|parent| *parent != id));
        previous = Some(id);
    }
}

fn unzip<T>(written: Vec<metadata::At<T>>) -> (Vec<T>, Vec<Range<usize>>) {
    written.into_iter().unzip()
}

pub(super) fn text_of(
    tree: &SourceTree,
    path: &str,
    bytes: &[u8],
    found: &mut Diagnostics,
) -> Option<Arc<str>> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(Arc::from(normalise(text))),
        Err(error) => {
            let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
            let at = hunter_sql::position(&good, good.len());
            let message = format!("byte {} of {} is not UTF-8", error.valid_up_to(), tree.shown(path));
            let place = Place::path(format!("{}:{}:{}", tree.shown(path), at.line, at.column));
            found.push(Code::NotUtf8, place, message, Code::NotUtf8.help());
            None
        }
    }
}
