//! A tree of files to revisions, each checked on its own.
//!
//! Responsible for which files belong to which revision, which script serves which dialect, and for the parents that
//! nobody wrote down (Diesel's order). The graph between revisions is checked in `graph`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use hunter_sql::Dialect;

use super::metadata::{self, Metadata};
use super::{SourceTree, name, normalise, settings};
use crate::diag::{Code, Diagnostics, Place};
use crate::digest::Digest;
use crate::id::{BadName, RevisionId};
use crate::revision::{Revision, Script, Scripts};

/// Everything read from a directory, before the graph is looked at.
#[derive(Debug)]
pub struct Source {
    /// What holds for all.
    pub settings: super::Settings,
    pub(crate) revisions: Vec<Sourced>,
    /// Ids kept in `legacy/`: `replaces` may name them.
    pub(crate) legacy: BTreeSet<RevisionId>,
    pub(crate) root: String,
}

/// A revision with the places its links were written at.
#[derive(Debug)]
pub(crate) struct Sourced {
    pub(crate) revision: Revision,
    pub(crate) directory: Place,
    metadata: Option<(String, Arc<str>)>,
    has_parent_key: bool,
    pub(crate) parents_at: Vec<Range<usize>>,
    pub(crate) depends_at: Vec<Range<usize>>,
    pub(crate) labels_at: Vec<Range<usize>>,
    pub(crate) replaces_at: Vec<Range<usize>>,
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

/// The files of one directory, by name.
type Files<'a> = BTreeMap<&'a str, &'a [u8]>;

/// Reads all revisions of a tree; mistakes go to `found`.
pub fn parse(tree: &SourceTree, found: &mut Diagnostics) -> Source {
    for (path, target) in &tree.escaping_links {
        let message = format!("{} is a link to {target}, outside of {}", tree.shown(path), tree.root);
        found.push(
            Code::LinkLeavesRoot,
            Place::path(tree.shown(path)),
            message,
            Code::LinkLeavesRoot.page().remedy,
        );
    }
    let mut directories: BTreeMap<&str, Files<'_>> = BTreeMap::new();
    let (mut legacy, mut settings_text) = (BTreeSet::new(), None);
    for (path, bytes) in tree.files() {
        match path.split_once('/') {
            None if path == settings::FILE => settings_text = text_of(tree, path, bytes, found),
            None if path.ends_with(".sql") => unknown_file(tree, path, found),
            None => {}
            Some(("legacy", rest)) => {
                legacy.extend(rest.split_once('/').and_then(|(d, _)| name::parse(d).ok()).map(|n| n.id));
            }
            Some((directory, rest)) => {
                directories.entry(directory).or_default().insert(rest, bytes);
            }
        }
    }
    let settings = match settings_text {
        Some(text) => settings::read(tree.shown(settings::FILE), &text, found),
        None => settings::absent(&tree.root, found),
    };
    directories.retain(|_, files| files.keys().any(|file| is_ours(file)));
    let mut revisions: Vec<Sourced> = directories
        .iter()
        .filter_map(|(directory, files)| revision(tree, &settings, directory, files, found))
        .collect();
    if directories.is_empty() {
        let message = format!("{} holds no revision", tree.root);
        found.push(Code::EmptyChain, Place::path(&*tree.root), message, Code::EmptyChain.page().remedy);
    }
    revisions.sort_by(|a, b| a.revision.id.cmp(&b.revision.id));
    Source { settings, revisions, legacy, root: tree.root.clone() }
}

/// Files that make a directory a revision; anything else (notes, diagrams) may lie beside them.
fn is_ours(file: &str) -> bool {
    file.ends_with(".sql") || file == "metadata.toml" || file == "revision.rs"
}

fn revision(
    tree: &SourceTree,
    settings: &super::Settings,
    directory: &str,
    files: &Files<'_>,
    found: &mut Diagnostics,
) -> Option<Sourced> {
    let place = Place::path(tree.shown(directory));
    let name = match name::parse(directory) {
        Ok(name) => name,
        Err(why) => {
            let code = if why == BadName::Reserved { Code::ReservedWord } else { Code::DirectoryName };
            let message = format!("`{directory}` cannot name a revision: {why}");
            found.push(code, place, message, code.page().remedy);
            return None;
        }
    };
    let path = |file: &str| format!("{directory}/{file}");
    let meta_text = files.get("metadata.toml").and_then(|b| text_of(tree, &path("metadata.toml"), b, found));
    let meta_path = tree.shown(&path("metadata.toml"));
    let meta = match &meta_text {
        Some(text) => metadata::read(meta_path.clone(), text, &name.id, found),
        None => Metadata::default(),
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
    Scripting { tree, directory, texts: &texts, settings, found }.fill(&mut revision);
    let metadata = meta_text.map(|text| (meta_path, text));
    let sourced = Sourced {
        revision,
        directory: place,
        metadata,
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

fn text_of(tree: &SourceTree, path: &str, bytes: &[u8], found: &mut Diagnostics) -> Option<Arc<str>> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(Arc::from(normalise(text))),
        Err(error) => {
            let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
            let at = hunter_sql::position(&good, good.len());
            let message = format!("byte {} of {} is not UTF-8", error.valid_up_to(), tree.shown(path));
            let place = Place::path(format!("{}:{}:{}", tree.shown(path), at.line, at.column));
            found.push(Code::NotUtf8, place, message, Code::NotUtf8.page().remedy);
            None
        }
    }
}

fn unknown_file(tree: &SourceTree, path: &str, found: &mut Diagnostics) {
    let shown = tree.shown(path);
    let message = format!("{shown} belongs to no revision and would never run");
    found.push(Code::UnknownFile, Place::path(shown), message, Code::UnknownFile.page().remedy);
}

/// Script texts by kind and dialect; `None` is the plain file.
type Texts = BTreeMap<(Kind, Option<Dialect>), Script>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Up,
    Down,
    Verify,
}

impl Kind {
    const ALL: [(Kind, &'static str); 3] = [(Kind::Up, "up"), (Kind::Down, "down"), (Kind::Verify, "verify")];
}

fn script_texts(tree: &SourceTree, directory: &str, files: &Files<'_>, found: &mut Diagnostics) -> Texts {
    let mut texts = Texts::new();
    for (file, bytes) in files {
        let path = format!("{directory}/{file}");
        let shown = tree.shown(&path);
        if *file == "revision.rs" {
            let message = format!("{shown} is a revision in Rust, which this version cannot run");
            found.push(Code::RustRevision, Place::path(shown), message, Code::RustRevision.page().remedy);
            continue;
        }
        let Some(stem) = file.strip_suffix(".sql") else { continue };
        let (word, dialect) = stem.split_once('.').map_or((stem, None), |(w, d)| (w, Some(d)));
        let Some((kind, _)) = Kind::ALL.into_iter().find(|(_, name)| *name == word) else {
            let known = ["up.sql", "down.sql", "verify.sql"];
            let help = match crate::nearest::nearest(file, known) {
                Some(near) => format!("rename it to `{near}`"),
                None => Code::UnknownFile.page().remedy.to_owned(),
            };
            let message = format!("`{file}` is not a script of a revision and would never run");
            found.push(Code::UnknownFile, Place::path(shown), message, help);
            continue;
        };
        let dialect = match dialect.map(|name| (name, Dialect::from_name(name))) {
            None => None,
            Some((_, Some(dialect))) => Some(dialect),
            Some((name, None)) => {
                let message = format!("`{file}` is for a dialect `{name}`, which is not known");
                found.push(
                    Code::UnknownDialect,
                    Place::path(shown),
                    message,
                    settings::help_for_dialect(name),
                );
                continue;
            }
        };
        // What is not UTF-8 is reported once; an empty text would be reported again as an empty script.
        let text = text_of(tree, &path, bytes, found).map_or("select 1".into(), |text| text.to_string());
        texts.insert((kind, dialect), Script { path: shown.into(), text: text.into() });
    }
    texts
}

/// Chooses the script of each dialect and reports what is missing.
struct Scripting<'a> {
    tree: &'a SourceTree,
    directory: &'a str,
    texts: &'a Texts,
    settings: &'a super::Settings,
    found: &'a mut Diagnostics,
}

impl Scripting<'_> {
    fn fill(mut self, revision: &mut Revision) {
        let dialects = if revision.declared.dialects.is_empty() {
            self.settings.dialects.clone()
        } else {
            revision.declared.dialects.clone()
        };
        let may_be_empty = revision.is_merge();
        let irreversible = revision.declared.irreversible.is_some();
        let has_up = self.texts.keys().any(|(kind, _)| *kind == Kind::Up);
        if !has_up && !may_be_empty {
            self.missing(Code::MissingUp, "has no way up", "write up.sql");
        }
        let has_down = self.texts.keys().any(|(kind, _)| *kind == Kind::Down);
        if !has_down && !irreversible && !may_be_empty {
            self.missing(
                Code::MissingDown,
                "has no way down, and nobody said why",
                "write down.sql, or declare irreversible = \"why\" in metadata.toml",
            );
        }
        for dialect in dialects {
            let up = self.take(Kind::Up, dialect, &mut revision.up);
            let down = self.take(Kind::Down, dialect, &mut revision.down);
            self.take(Kind::Verify, dialect, &mut revision.verify);
            let own = |kind| self.texts.contains_key(&(kind, Some(dialect)));
            if up && own(Kind::Up) && !own(Kind::Down) && !irreversible && has_down {
                let name = dialect.name();
                revision.down.remove(dialect);
                let what = format!("has its own up.{name}.sql but no down.{name}.sql");
                self.missing(Code::HalfDialect, &what, &format!("write down.{name}.sql"));
            } else if !may_be_empty && has_up && !up {
                self.without(dialect, "up");
            } else if !may_be_empty && has_down && !down && !irreversible {
                self.without(dialect, "down");
            }
            if !may_be_empty {
                self.empty(&revision.up, dialect, Code::EmptyUp);
                self.empty(&revision.down, dialect, Code::EmptyDown);
            }
        }
    }

    fn take(&mut self, kind: Kind, dialect: Dialect, into: &mut Scripts) -> bool {
        let script = self.texts.get(&(kind, Some(dialect))).or_else(|| self.texts.get(&(kind, None)));
        if let Some(script) = script {
            into.insert(dialect, script.clone(), Digest::of_script(dialect, &script.text));
        }
        script.is_some()
    }

    fn missing(&mut self, code: Code, what: &str, help: &str) {
        let place = Place::path(self.tree.shown(self.directory));
        let message = format!("revision `{}` {what}", self.directory);
        self.found.push(code, place, message, help);
    }

    fn without(&mut self, dialect: Dialect, direction: &str) {
        let name = dialect.name();
        let help =
            format!("write {direction}.{name}.sql, or list the dialects it exists for: dialects = […]");
        self.missing(Code::DialectWithoutScript, &format!("has no way {direction} for {name}"), &help);
    }

    fn empty(&mut self, scripts: &Scripts, dialect: Dialect, code: Code) {
        let Some(script) = scripts.get(dialect).filter(|s| hunter_sql::is_blank(dialect, &s.text)) else {
            return;
        };
        // One plain file serves several dialects and is empty once: `Diagnostics::sorted` drops the repetition.
        let text: Arc<str> = Arc::from(&*script.text);
        let message = format!("{} holds no statement", script.path);
        self.found.push(code, Place::text(&*script.path, &text, 0..0), message, code.page().remedy);
    }
}
