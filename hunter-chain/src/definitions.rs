//! `Definitions`: what views and functions should be, from `definitions/`.
//!
//! Responsible for which file is which definition for which dialect, and for which of them the revisions have not caught up
//! with. A definition is never run on a user's database: the desk makes revisions of it, and the lockfile says of which text
//! it was found that the schema at head is what it asks for.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use hunter_sql::Dialect;

use crate::diag::{Code, Diagnostic, Diagnostics, Place};
use crate::digest::Digest;
use crate::graph::Chain;
use crate::id::RevisionId;
use crate::lock::{LOCKFILE, Lockfile};
use crate::revision::{Revision, Script, Scripts};
use crate::source::{SourceTree, named};

/// The directory of definitions, which is no revision.
pub(crate) const DIRECTORY: &str = "definitions";

/// The definitions of a folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Definitions(BTreeMap<String, Scripts>);

/// A definition of which nobody found that the revisions make what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stale<'c> {
    /// The file's name without its ending.
    pub name: &'c str,
    /// Where.
    pub dialect: Dialect,
    /// The file.
    pub script: &'c Script,
    /// Whether the lockfile knows another text of it.
    pub is_edited: bool,
}

impl Definitions {
    /// Reads those of a tree; mistakes go to `found`.
    pub(crate) fn read(tree: &SourceTree, dialects: &[Dialect], found: &mut Diagnostics) -> Self {
        let mut named = named::scripts(tree, DIRECTORY, dialects, found);
        named.retain(|name, _| {
            // The lockfile has a line for each.
            let is_line = !name.chars().any(char::is_control);
            if !is_line {
                let shown = tree.shown(DIRECTORY).escape_debug().to_string();
                let message = format!("{shown} holds a file {name:?}, whose name is more than a line");
                found.push(Code::UnknownFile, Place::path(shown), message, "rename it".to_owned());
            }
            is_line
        });
        let definitions = Self(named);
        definitions.check(found);
        definitions
    }

    /// That each of them defines something, and nothing else.
    fn check(&self, found: &mut Diagnostics) {
        for scripts in self.0.values() {
            for (dialect, script, _) in scripts.iter() {
                let text: Arc<str> = Arc::from(&*script.text);
                for statement in hunter_sql::split(dialect, &script.text) {
                    if hunter_sql::defines(dialect, &statement) {
                        continue;
                    }
                    let place = Place::text(&*script.path, &text, statement.range());
                    let words = hunter_sql::summary(dialect, &statement);
                    let message = format!("`{words}` defines no view, routine, trigger, policy or rule");
                    let code = Code::DefinesNothing;
                    // One plain file serves several dialects and is wrong once: `Diagnostics::sorted` drops the repetition.
                    found.push(code, place, message, code.help());
                }
            }
        }
    }

    /// Those of a dialect, by name, with the digest of each text.
    pub fn of(&self, dialect: Dialect) -> impl Iterator<Item = (&str, &Script, &Digest)> {
        self.0
            .iter()
            .filter_map(move |(name, all)| Some((name.as_str(), all.get(dialect)?, all.digest(dialect)?)))
    }

    /// Whether there are any.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As revisions, for who reads scripts: what holds for a script in a transaction holds for a definition.
    pub(crate) fn as_revisions(&self) -> Vec<Revision> {
        let as_revision = |(name, scripts): (&String, &Scripts)| {
            let id = RevisionId::trusted(name.clone());
            let mut revision = Revision::new(id, DIRECTORY.into(), name.clone().into());
            revision.verify = scripts.clone();
            revision
        };
        self.0.iter().map(as_revision).collect()
    }
}

impl Chain {
    /// The definitions that the revisions have not caught up with, as far as the lockfile tells.
    #[must_use]
    pub fn stale_definitions(&self) -> Vec<Stale<'_>> {
        // Most folders have none, and reading a lockfile takes time.
        if self.definitions().is_empty() { Vec::new() } else { self.stale_definitions_by(&self.lockfile()) }
    }

    /// The same by another lockfile.
    #[must_use]
    pub fn stale_definitions_by(&self, lock: &Lockfile) -> Vec<Stale<'_>> {
        let dialects = self.settings.dialects.iter().filter(|dialect| **dialect != Dialect::Mysql);
        let mut stale = Vec::new();
        for dialect in dialects.copied() {
            for (name, script, digest) in self.definitions().of(dialect) {
                let known = lock.definitions.get(&(name.to_owned(), dialect));
                if known != Some(digest) {
                    stale.push(Stale { name, dialect, script, is_edited: known.is_some() });
                }
            }
        }
        stale
    }
}

impl Stale<'_> {
    /// HC049, at the first line of the file.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let text: Arc<str> = Arc::from(&*self.script.text);
        let end = text.lines().next().map_or(0, str::len);
        let place = Place::text(&*self.script.path, &text, 0..end);
        let code = Code::StaleDefinition;
        let mut found = Diagnostics::new();
        found.push(code, place, self.to_string(), code.help()).clone()
    }
}

impl fmt::Display for Stale<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, product) = (self.name, self.dialect.product());
        if self.is_edited {
            write!(f, "definition `{name}` was changed, and no revision is proved to make it so on {product}")
        } else {
            write!(
                f,
                "no revision is proved to make definition `{name}` on {product}: {LOCKFILE} does not know it"
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_chain;

    const CHAIN: [(&str, &str); 3] = [
        ("hunter.toml", "dialects = [\"postgres\", \"sqlite\"]"),
        ("0001_a/up.sql", "create table a (b int);"),
        ("0001_a/down.sql", "drop table a;"),
    ];

    fn with(files: &[(&str, &str)]) -> SourceTree {
        SourceTree::of("migrations", &[&CHAIN, files].concat())
    }

    #[test]
    fn a_definition_is_no_revision_and_each_dialect_has_its_own() {
        let files = [
            ("definitions/v.sql", "create view v as select 1"),
            ("definitions/v.sqlite.sql", "create view v as select 2"),
        ];
        let chain = read_chain(&with(&files)).unwrap();
        let texts = |dialect| {
            chain.definitions().of(dialect).map(|(_, script, _)| script.text.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(chain.revisions().len(), 1);
        assert_eq!(
            (texts(Dialect::Postgres), texts(Dialect::Sqlite)),
            (vec!["create view v as select 1".to_owned()], vec!["create view v as select 2".to_owned()])
        );
    }

    #[test]
    fn a_definition_is_stale_until_the_lockfile_knows_its_text() {
        let tree = |text: &str, lock: &str| with(&[("definitions/v.sql", text), ("hunter.lock", lock)]);
        let text = "create view v as select 1";
        let chain = read_chain(&tree(text, &Lockfile::default().render())).unwrap();
        let stale = chain.stale_definitions();
        assert_eq!((stale.len(), stale[0].name, stale[0].is_edited), (2, "v", false));
        let mut lock = Lockfile::default();
        for dialect in [Dialect::Postgres, Dialect::Sqlite] {
            lock.definitions.insert(("v".to_owned(), dialect), Digest::of_script(dialect, text));
        }
        assert!(
            read_chain(&tree("create view v\n  as select 1;", &lock.render()))
                .unwrap()
                .stale_definitions()
                .iter()
                .all(|one| one.is_edited)
        );
        assert!(
            read_chain(&tree("create view v\n  as select 1 -- one", &lock.render()))
                .unwrap()
                .stale_definitions()
                .is_empty()
        );
        let edited = read_chain(&tree("create view v as select 2", &lock.render())).unwrap();
        let shown = edited.stale_definitions()[0].diagnostic().render();
        assert!(
            shown.contains("HC049")
                && shown.contains("migrations/definitions/v.sql:1:1")
                && shown.contains("was changed"),
            "{shown}"
        );
    }

    #[test]
    fn a_file_whose_name_would_break_a_line_of_the_lockfile_is_a_mistake() {
        let mistakes =
            read_chain(&with(&[("definitions/a\nb.sql", "create view v as select 1")])).unwrap_err();
        assert_eq!((mistakes.len(), mistakes[0].code), (1, Code::UnknownFile), "{mistakes:?}");
    }

    #[test]
    fn a_definition_is_read_by_the_compiler_like_a_script() {
        let mistakes = |text| read_chain(&with(&[("definitions/v.postgres.sql", text)])).unwrap_err();
        assert!(mistakes("create view v as selec 1").iter().any(|one| one.code == Code::Syntax));
        assert!(mistakes("commit").iter().any(|one| one.code == Code::TransactionControl));
        for text in ["create view v as selec 1", "create view v as select 1; commit"] {
            let help = &mistakes(text).into_iter().find(|one| one.code != Code::DefinesNothing).unwrap().help;
            assert!(!help.contains("metadata.toml") && help.len() > 9, "{help}");
        }
    }
}
