//! The scripts of one revision: which file serves which dialect, and what is missing.
//!
//! Responsible for the choice and for its words. What a script says is read by `scripts`.

use std::collections::BTreeMap;
use std::sync::Arc;

use hunter_sql::Dialect;

use super::file::{self, Files, Kind, Meaning, Which};
use super::parse::{UNREAD, text_of};
use super::{SourceTree, settings};
use crate::diag::{Code, Diagnostics, Place};
use crate::digest::Digest;
use crate::revision::{Revision, Script, Scripts};

/// Script texts by kind and dialect.
pub(super) type Texts = BTreeMap<Which, Script>;

/// The scripts among the files of a revision.
pub(super) fn script_texts(
    tree: &SourceTree,
    directory: &str,
    files: &Files<'_>,
    found: &mut Diagnostics,
) -> Texts {
    let mut texts = Texts::new();
    for (name, bytes) in files {
        match file::meaning(tree, directory, name, files, found) {
            Meaning::Script(which) => {
                let path = format!("{directory}/{name}");
                let text = text_of(tree, &path, bytes, found).map_or(UNREAD.into(), |text| text.to_string());
                texts.insert(which, Script { path: tree.shown(&path).into(), text: text.into() });
            }
            Meaning::Mistaken(those) => {
                for which in those {
                    let unread = Script { path: tree.shown(directory).into(), text: UNREAD.into() };
                    texts.entry(which).or_insert(unread);
                }
            }
            Meaning::Nothing => {}
        }
    }
    texts
}

/// Chooses the script of each dialect and reports what is missing.
pub(super) struct Scripting<'a> {
    pub(super) tree: &'a SourceTree,
    pub(super) directory: &'a str,
    pub(super) texts: &'a Texts,
    /// Whether all parents are known.
    pub(super) whole: bool,
    pub(super) settings: &'a super::Settings,
    pub(super) found: &'a mut Diagnostics,
}

impl Scripting<'_> {
    pub(super) fn fill(mut self, revision: &mut Revision) {
        let dialects = if revision.declared.dialects.is_empty() {
            self.settings.dialects.clone()
        } else {
            revision.declared.dialects.clone()
        };
        // Without a script and with metadata that cannot be read it may well be a merge.
        let may_be_empty = revision.is_merge() || (!self.whole && self.texts.is_empty());
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
        let has = |which| self.texts.contains_key(&which);
        let both = |d| [Kind::Up, Kind::Down].iter().all(|kind| has((*kind, d)) || has((*kind, None)));
        let mut with = self.settings.dialects.clone();
        with.retain(|dialect| both(Some(*dialect)));
        let mut help = format!("write {direction}.{name}.sql");
        if !with.is_empty() {
            let list = settings::quoted(&with);
            help.push_str(&format!(", or say in metadata.toml for which it is meant: dialects = [{list}]"));
        }
        self.missing(Code::DialectWithoutScript, &format!("has no way {direction} for {name}"), &help);
    }

    fn empty(&mut self, scripts: &Scripts, dialect: Dialect, code: Code) {
        let Some(script) = scripts.get(dialect).filter(|s| hunter_sql::is_blank(dialect, &s.text)) else {
            return;
        };
        // One plain file serves several dialects and is empty once: `Diagnostics::sorted` drops the repetition.
        let text: Arc<str> = Arc::from(&*script.text);
        let message = format!("{} holds no statement", script.path);
        self.found.push(code, Place::text(&*script.path, &text, 0..0), message, code.help());
    }
}
