//! The scripts of a new revision, one for each dialect, or one for all where they are the same.

use std::collections::BTreeSet;

use hunter_chain::Dialect;
use hunter_migrations::cli::Output;
use hunter_schema::{
    Draft, Kind, ObjectId, Rename, Snapshot, Statement, UNFINISHED, diff, lost, recreated, retyped,
};

/// What leads up and down, by dialect.
#[derive(Debug, Default)]
pub(super) struct Scripts {
    drafts: Vec<(Dialect, Draft, Draft)>,
    /// Dialects of which the wanted schema says nothing.
    left_out: Vec<Dialect>,
    /// What SQLite's scripts take away by rebuilding a table: nothing in their text says so.
    rebuilt_away: BTreeSet<String>,
    /// What is dropped only to be made again: the runner drops it, and keeps its grants.
    recreated: BTreeSet<String>,
    is_blank: bool,
}

/// A file's name and its text.
pub(super) type File = (String, String);

impl Scripts {
    /// Files to be written by a person.
    pub(super) fn blank() -> Self {
        Self { is_blank: true, ..Self::default() }
    }

    pub(super) fn draft(
        &mut self,
        dialect: Dialect,
        before: &Snapshot,
        after: &Snapshot,
        renames: &[Rename],
    ) {
        let back: Vec<Rename> = renames.iter().rev().map(Rename::reversed).collect();
        let (mut up, mut down) = (diff(dialect, before, after, renames), diff(dialect, after, before, &back));
        self.recreated.extend(recreated(dialect, &mut up, &mut down));
        self.recreated.extend(retyped(dialect, &up, &down));
        if dialect == Dialect::Sqlite {
            self.rebuilt_away.extend(lost(dialect, before, after, renames).into_iter().map(|id| id.name));
        }
        self.drafts.push((dialect, up, down));
    }

    pub(super) fn leave_out(&mut self, dialect: Dialect) {
        self.left_out.push(dialect);
    }

    /// Whether there is nothing to do.
    pub(super) fn is_empty(&self) -> bool {
        self.drafts.iter().all(|(_, up, _)| up.is_empty())
    }

    /// The files of the revision's directory.
    pub(super) fn files(&self) -> Vec<File> {
        if self.is_blank {
            let text = |way: &str| format!("-- What the way {way} does.\n");
            return vec![("up.sql".to_owned(), text("up")), ("down.sql".to_owned(), text("down"))];
        }
        let written: Vec<(Dialect, String, String)> = self
            .drafts
            .iter()
            .filter(|(_, up, _)| !up.is_empty())
            .map(|(dialect, up, down)| (*dialect, up.to_string(), down.to_string()))
            .chain(self.left_out.iter().map(|dialect| {
                let text = format!(
                    "-- {UNFINISHED}: the same for {}, which the wanted schema does not speak of\n",
                    dialect.product()
                );
                (*dialect, text.clone(), text)
            }))
            .collect();
        let (_, up, down) = &written[0];
        if written.iter().all(|(_, other_up, other_down)| (other_up, other_down) == (up, down)) {
            return vec![("up.sql".to_owned(), up.clone()), ("down.sql".to_owned(), down.clone())];
        }
        let of = |(dialect, up, down): &(Dialect, String, String)| {
            let name = dialect.name();
            [(format!("up.{name}.sql"), up.clone()), (format!("down.{name}.sql"), down.clone())]
        };
        written.iter().flat_map(of).collect()
    }

    /// The dialects it exists for, where those are not all.
    pub(super) fn dialects(&self) -> Option<Vec<Dialect>> {
        let some = self.drafts.iter().any(|(_, up, _)| up.is_empty());
        let with = self.drafts.iter().filter(|(_, up, _)| !up.is_empty()).map(|(dialect, ..)| *dialect);
        some.then(|| with.chain(self.left_out.iter().copied()).collect())
    }

    /// What its way up takes away, as metadata.toml declares it.
    pub(super) fn lossy(&self) -> BTreeSet<String> {
        let of = |(dialect, up, _): &(Dialect, Draft, Draft)| hunter_sql::destroys(*dialect, &up.to_string());
        self.drafts
            .iter()
            .flat_map(of)
            .map(|destroyed| destroyed.what.to_string())
            .chain(self.rebuilt_away.iter().cloned())
            .collect()
    }

    /// On what nothing stands while it runs, as metadata.toml declares it.
    pub(super) fn recreates(&self) -> &BTreeSet<String> {
        &self.recreated
    }

    /// Routines that go because a definition makes others of their name.
    pub(super) fn tell_dropped(&self, out: &mut Output) {
        for (dialect, up, _) in &self.drafts {
            let is_drop = |one: &&Statement| one.about.kind == Kind::Function && one.drops();
            let makes = |id: &ObjectId| up.statements.iter().any(|one| one.about == *id && one.creates());
            for one in up.statements.iter().filter(is_drop).filter(|one| !makes(&one.about)) {
                out.warn(&format!(
                    "up drops {} on {}: what is wanted has none with these arguments; if it should stay, write it into the file \
                     that makes the others of its name",
                    one.about,
                    dialect.product()
                ));
            }
        }
    }

    pub(super) fn tell_unfinished(&self, out: &mut Output) {
        for (dialect, up, down) in &self.drafts {
            for (way, draft) in [("up", up), ("down", down)] {
                for statement in draft.unfinished() {
                    let what = statement.remark.as_deref().unwrap_or_default();
                    out.warn(&format!(
                        "{} on {}: a person has to write this: {what}",
                        way,
                        dialect.product()
                    ));
                }
            }
        }
        for dialect in &self.left_out {
            out.warn(&format!(
                "the scripts for {} have to be written: the wanted schema does not speak of it",
                dialect.product()
            ));
        }
    }
}
