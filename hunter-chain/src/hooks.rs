//! `Hooks`: what a project runs around its runs and steps, from `hooks/`.
//!
//! Responsible for which file is which hook for which dialect. A hook belongs to no revision: it is in no revision's digest,
//! and nothing is proved of it. When it runs is the runner's.

use hunter_sql::Dialect;

use crate::diag::{Code, Diagnostics, Place};
use crate::id::RevisionId;
use crate::nearest::nearest;
use crate::revision::{Revision, Scripts};
use crate::source::{SourceTree, named};

/// The directory of hooks, which is no revision.
pub(crate) const DIRECTORY: &str = "hooks";

/// When a hook runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Moment {
    /// Before the first step of a run.
    BeforeRun,
    /// In each step, before its script.
    BeforeStep,
    /// In each step, after its script.
    AfterStep,
    /// After the last step of a run.
    AfterRun,
}

impl Moment {
    /// Every moment, in the order of a run.
    pub const ALL: [Moment; 4] = [Moment::BeforeRun, Moment::BeforeStep, Moment::AfterStep, Moment::AfterRun];

    /// `before_run`: the file's name, and the word of the record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Moment::BeforeRun => "before_run",
            Moment::BeforeStep => "before_step",
            Moment::AfterStep => "after_step",
            Moment::AfterRun => "after_run",
        }
    }
}

/// The hooks of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hooks([Scripts; 4]);

impl Hooks {
    /// What runs at a moment.
    #[must_use]
    pub fn at(&self, moment: Moment) -> &Scripts {
        &self.0[moment as usize]
    }

    pub(crate) fn from_sets(sets: [Scripts; 4]) -> Self {
        Self(sets)
    }

    /// As revisions, for who reads scripts: what holds for a script in a transaction holds for a hook.
    pub(crate) fn as_revisions(&self) -> Vec<Revision> {
        let as_revision = |moment: Moment| {
            let mut revision =
                Revision::new(RevisionId::trusted(moment.as_str()), DIRECTORY.into(), moment.as_str().into());
            revision.verify = self.at(moment).clone();
            revision
        };
        Moment::ALL.map(as_revision).into()
    }
}

/// Reads the hooks of a tree; mistakes go to `found`.
pub(crate) fn read(tree: &SourceTree, dialects: &[Dialect], found: &mut Diagnostics) -> Hooks {
    let mut hooks = Hooks::default();
    for (word, scripts) in named::scripts(tree, DIRECTORY, dialects, found) {
        match Moment::ALL.into_iter().find(|moment| moment.as_str() == word) {
            Some(moment) => hooks.0[moment as usize] = scripts,
            None => unknown(tree, &word, found),
        }
    }
    hooks
}

fn unknown(tree: &SourceTree, word: &str, found: &mut Diagnostics) {
    let file = tree.files().map(|(path, _)| path).find(|path| {
        path.strip_prefix(DIRECTORY)
            .and_then(|rest| rest.strip_prefix('/'))
            .is_some_and(|file| file.starts_with(word))
    });
    let shown = tree.shown(file.unwrap_or(DIRECTORY));
    let is_moment = |word: &str| Moment::ALL.iter().any(|moment| moment.as_str() == word);
    if let Some((word, name)) = word.split_once('.').filter(|(word, _)| is_moment(word)) {
        let message = format!("{shown} is for a dialect `{name}`, which is not known");
        let help = format!("rename it to `{word}.postgres.sql` or `{word}.sqlite.sql`, or move it away");
        found.push(Code::UnknownDialect, Place::path(shown), message, help);
        return;
    }
    let message = format!("{shown} is not a hook and would never run");
    let help = match nearest(word, Moment::ALL.map(Moment::as_str)) {
        Some(near) => format!("rename it to `{near}.sql`"),
        None => "hooks are before_run.sql, before_step.sql, after_step.sql and after_run.sql; move it away"
            .to_owned(),
    };
    found.push(Code::UnknownFile, Place::path(shown), message, help);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{pack, read_chain, unpack};

    const CHAIN: [(&str, &str); 3] = [
        ("hunter.toml", "dialects = [\"postgres\", \"sqlite\"]"),
        ("0001_a/up.sql", "create table a (b int);"),
        ("0001_a/down.sql", "drop table a;"),
    ];

    fn with(files: &[(&str, &str)]) -> SourceTree {
        SourceTree::of("migrations", &[&CHAIN, files].concat())
    }

    fn mistake(file: &str, text: &str) -> String {
        read_chain(&with(&[(file, text)])).unwrap_err().iter().map(crate::Diagnostic::render).collect()
    }

    #[test]
    fn a_dialects_own_hook_wins_and_the_plain_one_is_for_the_others() {
        let files = [("hooks/before_run.sql", "select 1"), ("hooks/before_run.sqlite.sql", "select 2")];
        let chain = read_chain(&with(&files)).unwrap();
        let text = |dialect| chain.hooks().at(Moment::BeforeRun).get(dialect).unwrap().text.clone();
        assert_eq!((&*text(Dialect::Postgres), &*text(Dialect::Sqlite)), ("select 1", "select 2"));
        assert!(chain.hooks().at(Moment::AfterStep).is_empty());
        assert_eq!(chain.revisions().len(), 1);
    }

    #[test]
    fn hooks_are_in_the_binary_and_in_no_revision() {
        let chain = read_chain(&with(&[("hooks/after_step.sql", "select 1")])).unwrap();
        let without = read_chain(&with(&[])).unwrap();
        assert_eq!(chain.revisions(), without.revisions());
        let packed = pack(&chain).unwrap();
        let back = unpack(packed.blob.leak(), packed.index.leak());
        assert_eq!(back.hooks(), chain.hooks());
    }

    #[test]
    fn a_misspelt_hook_is_a_mistake_with_the_right_name() {
        let shown = mistake("hooks/before_runs.sql", "select 1");
        assert!(shown.contains("HC028") && shown.contains("rename it to `before_run.sql`"), "{shown}");
        assert!(mistake("hooks/up.sql", "select 1").contains("hooks are before_run.sql"));
        assert!(mistake("hooks/after_run.oracle.sql", "select 1").contains("dialect `oracle`"));
    }

    #[test]
    fn a_hook_is_read_by_the_compiler_like_a_script() {
        assert!(
            mistake("hooks/before_step.postgres.sql", "selec 1").contains("does not parse as PostgreSQL")
        );
        assert!(mistake("hooks/before_step.sql", "commit").contains("HC036"));
    }
}
