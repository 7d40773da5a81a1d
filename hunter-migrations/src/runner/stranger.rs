//! Revisions that a newer program applied, as values of the kind the runner knows.
//!
//! Responsible for reading them out of the ledger, for the order in which they can be undone, and for refusing what
//! cannot be trusted or has no way down. How they are undone is the runner's, as for every other revision.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use hunter_chain::{Dialect, Digest, Revision, RevisionId, Script};
use serde::Deserialize;

use super::Migrator;
use super::state::parse;
use crate::error::{Error, ErrorKind};
use crate::ledger::{self, Kept, Ledger, LedgerRow};

/// A revision that the database has and this program does not know. `Display` is what a person should read before it is
/// reverted: who applied it when and by which program, and the script that would run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stranger {
    /// What the ledger says it is: parents, message, declarations, and the way down.
    pub revision: Revision,
    /// The row that made it applied.
    pub row: LedgerRow,
    dialect: Dialect,
}

/// What a row holds of a way down.
#[derive(Debug, Clone, Default, Deserialize)]
struct Stored {
    seq: i64,
    script: Option<String>,
    digest: Option<String>,
}

impl Migrator<'_> {
    /// The applied revisions that the chain does not know, children first, each with a way down that can be trusted.
    pub(super) fn strangers(&mut self, ledger: &Ledger) -> Result<Vec<Stranger>, Error> {
        let rows = ledger.strangers(self.migrations.chain());
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let words = self.session.words();
        let numbers: Vec<i64> = rows.iter().map(|row| row.seq).collect();
        let found = self.session.rows(&ledger::stored(words, &self.name, &numbers));
        let found = found.map_err(|error| Error::database("reading the stored scripts", error))?;
        let mut stored = BTreeMap::new();
        for text in found {
            let one: Stored = parse(text.as_deref())?;
            stored.insert(one.seq, one);
        }
        let read = |row: &LedgerRow| {
            let stored = stored.remove(&row.seq).unwrap_or_default();
            Stranger::read(row, stored, words.dialect, &self.name.table)
        };
        children_first(rows.into_iter().map(read).collect::<Result<_, _>>()?)
    }
}

impl Stranger {
    /// Without its way down.
    pub(crate) fn told(row: &LedgerRow, dialect: Dialect) -> Option<Self> {
        Self::with(row, None, dialect)
    }

    fn with(row: &LedgerRow, down: Option<Script>, dialect: Dialect) -> Option<Self> {
        let up = Digest::trusted(row.up_digest.clone().unwrap_or_default());
        let mut revision = Revision::recorded(RevisionId::trusted(row.revision.clone()), dialect, up, down);
        Kept::of_row(row)?.declare(&mut revision);
        revision.message = Cow::Owned(line(&revision.message));
        let parents: Vec<String> = serde_json::from_str(row.parents.as_deref()?).ok()?;
        revision.parents = parents.into_iter().map(RevisionId::trusted).collect();
        Some(Self { revision, row: row.clone(), dialect })
    }

    fn read(row: &LedgerRow, stored: Stored, dialect: Dialect, table: &str) -> Result<Self, Error> {
        let id = &row.revision;
        let path = Cow::Owned(format!("down_script of {id} in {table}"));
        let has_script = stored.script.is_some();
        let down = stored.script.map(|text| Script { path, text: Cow::Owned(text) });
        let stranger = Self::with(row, down, dialect).ok_or_else(|| altered(id, "its row cannot be read"))?;
        let recorded = stored.digest.map(Digest::trusted);
        if let Some(version) =
            recorded.as_ref().and_then(Digest::script_version).filter(|version| *version > 1)
        {
            let message = format!(
                "the way down of `{id}` was stored by a newer version of hunter: its digest is of version {version}, and this \
                 binary checks version 1"
            );
            return Err(Error::new(ErrorKind::State, message, stranger.otherwise()));
        }
        if stranger.revision.down.digest(dialect) != recorded.as_ref() {
            return Err(altered(id, "the script is not the one whose digest stands beside it"));
        }
        if let Some(why) = stranger.revision.declared.irreversible.as_deref().filter(|_| !has_script) {
            let message = format!("revision `{id}` has no way down: {why}");
            return Err(Error::new(ErrorKind::State, message, stranger.otherwise()));
        }
        if !has_script && stranger.revision.up_digest(dialect) != Digest::of_script(dialect, "") {
            let message =
                format!("revision `{id}` changed something, and the ledger holds no way down of it");
            return Err(Error::new(ErrorKind::State, message, stranger.otherwise()));
        }
        Ok(stranger)
    }

    /// What is left where its stored script is not run.
    fn otherwise(&self) -> String {
        format!("restore a backup, or go on with the binary that applied it: {}", self.row.binary())
    }

    /// The script that would revert it; a merge has none.
    #[must_use]
    pub fn script(&self) -> Option<&Script> {
        self.revision.down.get(self.dialect)
    }

    /// `applied 2026-11-27 10:00:00 by hunter 1.1`.
    pub(crate) fn applied(&self) -> String {
        format!("applied {} by {}", self.row.recorded_at, self.row.binary())
    }
}

fn altered(id: &str, how: &str) -> Error {
    let message = format!("the ledger was altered: of revision `{id}`, {how}; nothing was changed");
    let help = "do not run it: restore a backup, revert with the binary that applied it, or bring the ledger's row back; look \
                who may write the ledger";
    Error::new(ErrorKind::State, message, help)
}

/// Children first; of those on which none stands, the one that was applied last.
fn children_first(mut waiting: Vec<Stranger>) -> Result<Vec<Stranger>, Error> {
    let mut ordered = Vec::new();
    while !waiting.is_empty() {
        let needs = |other: &Stranger, id: &RevisionId| {
            other.revision.parents.contains(id) || other.revision.depends_on.contains(id)
        };
        let is_free = |one: &Stranger| !waiting.iter().any(|other| needs(other, &one.revision.id));
        let Some(at) = waiting.iter().rposition(is_free) else {
            return Err(altered(
                waiting[0].revision.id.as_str(),
                "the revisions below it lead back to itself",
            ));
        };
        ordered.push(waiting.remove(at));
    }
    Ok(ordered)
}

impl fmt::Display for Stranger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = &self.row;
        let head = format!("{}, {}: {}", self.revision.id, self.revision.message, self.applied());
        write!(f, "-- {}", line(&head))?;
        for (word, who) in [("role", &row.applied_by), ("on", &row.host)] {
            if let Some(who) = who {
                write!(f, ", {word} {}", line(who))?;
            }
        }
        let way = if self.revision.declared.run_in_transaction { "" } else { "; statement by statement" };
        match self.script() {
            Some(script) => write!(f, "{way}\n{}", plain(script.text.trim_end())),
            None => write!(f, "; nothing to run"),
        }
    }
}

/// Text as it is read by a server, with nothing in it that a terminal would act upon.
fn plain(text: &str) -> String {
    let acts = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().fold(String::new(), |mut shown, c| {
        if acts(c) {
            shown.extend(c.escape_unicode())
        } else {
            shown.push(c)
        }
        shown
    })
}

/// The same in one line.
fn line(text: &str) -> String {
    plain(text).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_script_cannot_hide_a_line_of_it_from_a_terminal() {
        assert_eq!(
            plain("drop table a;\r\u{1b}[2K\n\tselect 'é';"),
            "drop table a;\\u{d}\\u{1b}[2K\n\tselect 'é';"
        );
        assert_eq!(plain("-- \u{202e}x"), "-- \\u{202e}x");
    }
}
