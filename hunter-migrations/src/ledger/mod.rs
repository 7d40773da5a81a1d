//! The ledger: one append-only table that says what happened to a database.
//!
//! Responsible for the meaning of its rows: events, the fold to what is applied, the digest of that. Its statements are
//! in `sql`. Rows are never changed after their transaction ends and never deleted.

mod kept;
mod open;
mod sql;

use hunter_chain::{Applied, Chain, RevisionId};
use serde::Deserialize;

pub(crate) use kept::Kept;
pub(crate) use open::{Mark, MarkState, OpenStep, Pieces};
pub(crate) use sql::{
    Entry, Seq, create, finish, insert, is_alive_here, is_of_this_transaction, last, rows, stored,
};

/// The table's usual name.
pub(crate) const TABLE: &str = "__hunter_ledger";

/// Where the ledger is. Always written qualified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LedgerName {
    /// `None` until the database said which schema is the current one.
    pub(crate) schema: Option<String>,
    pub(crate) table: String,
}

/// What an entry of the ledger tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Event {
    /// A revision was applied.
    Up,
    /// A revision was reverted.
    Down,
    /// A revision was recorded as applied without running it.
    Stamp,
    /// A revision was recognised in a database that had no ledger.
    Adopt,
    /// A revision took the place of those it replaces.
    Replaced,
    /// Drift was repaired.
    Repair,
    /// The database was restored from a backup.
    Restore,
    /// A revision was taken off the record without running anything.
    Purge,
    /// Work began; a later entry of the same revision ends it.
    Started,
    /// A statement of non-transactional work ended.
    Statement,
    /// Work failed.
    Failed,
    /// What was applied, or reverted, did something else than was proved.
    Mismatch,
    /// An event of a newer format.
    #[serde(other)]
    Unknown,
}

impl Event {
    /// The word in the table.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Event::Up => "up",
            Event::Down => "down",
            Event::Stamp => "stamp",
            Event::Adopt => "adopt",
            Event::Replaced => "replaced",
            Event::Repair => "repair",
            Event::Restore => "restore",
            Event::Purge => "purge",
            Event::Started => "started",
            Event::Statement => "statement",
            Event::Failed => "failed",
            Event::Mismatch => "mismatch",
            Event::Unknown => "unknown",
        }
    }
}

/// One row, without the stored script.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct LedgerRow {
    /// Its place in the order of events.
    pub seq: i64,
    /// Which revision.
    pub revision: String,
    /// The revisions it stands on, as JSON text.
    pub parents: Option<String>,
    /// What happened to it.
    pub event: Event,
    /// When, as the database wrote it.
    pub recorded_at: String,
    /// How long it took, in milliseconds.
    pub duration_ms: Option<i64>,
    /// The digest of its way up.
    pub up_digest: Option<String>,
    /// What its author declared, as JSON text.
    pub metadata: Option<String>,
    /// The digest of everything applied after it.
    pub applied_digest: String,
    /// The program that wrote the row.
    pub binary_name: Option<String>,
    /// Its version.
    pub binary_version: Option<String>,
    /// The machine it ran on.
    pub host: Option<String>,
    /// Its process there.
    pub pid: Option<i64>,
    /// The database role it used.
    pub applied_by: Option<String>,
}

impl LedgerRow {
    /// The program that wrote it, with its version.
    pub(crate) fn binary(&self) -> String {
        let name = self.binary_name.as_deref().unwrap_or("an unknown program");
        let version = self.binary_version.as_deref().unwrap_or("");
        format!("{name} {version}").trim_end().to_owned()
    }

    /// The revisions that its one stands on, and those of other lines that it needs.
    pub(crate) fn needs(&self) -> Vec<RevisionId> {
        let parents: Vec<String> =
            self.parents.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        let depends_on = Kept::of_row(self).map(|kept| kept.depends_on).unwrap_or_default();
        parents.into_iter().chain(depends_on).map(RevisionId::trusted).collect()
    }
}

/// The key of the metadata that names what a revision took the place of.
pub(crate) const REPLACES: &str = "replaces";

impl LedgerRow {
    /// The revisions that this one took the place of.
    fn replaced(&self) -> Vec<String> {
        let metadata = self.metadata.as_deref().filter(|_| self.event == Event::Replaced);
        let metadata = metadata.and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());
        let ids = metadata.and_then(|mut metadata| serde_json::from_value(metadata[REPLACES].take()).ok());
        ids.unwrap_or_default()
    }
}

/// The ledger, read from the first row to the last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Ledger {
    pub(crate) rows: Vec<LedgerRow>,
}

impl Ledger {
    /// The number of the last row; 0 if there is none.
    pub(crate) fn last_seq(&self) -> i64 {
        self.rows.last().map_or(0, |row| row.seq)
    }

    /// As it was when its last row had this digest; from before the first one where it had none.
    pub(crate) fn as_of(&self, digest: Option<&str>) -> Self {
        let count = digest.map_or(0, |digest| {
            let last = self.rows.iter().rposition(|row| row.applied_digest == digest);
            last.map_or(self.rows.len(), |last| last + 1)
        });
        Self { rows: self.rows[..count].to_vec() }
    }

    /// The rows that made the applied revisions applied, oldest first: the fold.
    pub(crate) fn applied_rows(&self) -> Vec<&LedgerRow> {
        let mut applied: Vec<&LedgerRow> = Vec::new();
        for row in &self.rows {
            match row.event {
                Event::Up | Event::Stamp | Event::Adopt | Event::Replaced => {
                    let replaced = row.replaced();
                    applied.retain(|other| {
                        other.revision != row.revision && !replaced.contains(&other.revision)
                    });
                    applied.push(row);
                }
                Event::Down | Event::Purge => applied.retain(|other| other.revision != row.revision),
                _ => {}
            }
        }
        applied
    }

    /// What is applied, in the order in which it was.
    pub(crate) fn applied(&self) -> Applied {
        Applied::in_order(
            self.applied_rows().into_iter().map(|row| RevisionId::trusted(row.revision.clone())),
        )
    }

    /// The rows of applied revisions that the chain does not know, oldest first.
    pub(crate) fn strangers(&self, chain: &Chain) -> Vec<&LedgerRow> {
        let is_known = |row: &&LedgerRow| chain.get_any(&RevisionId::trusted(row.revision.clone())).is_some();
        self.applied_rows().into_iter().filter(|row| !is_known(row)).collect()
    }

    /// An applied revision that needs this one, as the ledger says.
    pub(crate) fn standing_on(&self, id: &RevisionId) -> Option<RevisionId> {
        let row = self.applied_rows().into_iter().find(|row| row.needs().contains(id))?;
        Some(RevisionId::trusted(row.revision.clone()))
    }

    /// Revisions on which one stands that the chain does not know, as the ledger says.
    pub(crate) fn below_strangers(&self, chain: &Chain) -> Vec<RevisionId> {
        let strangers = self.strangers(chain).into_iter();
        let parents =
            strangers.filter_map(|row| serde_json::from_str::<Vec<String>>(row.parents.as_deref()?).ok());
        parents.flatten().map(RevisionId::trusted).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger(events: &[(&str, Event)]) -> Ledger {
        let row = |(at, (revision, event)): (usize, &(&str, Event))| LedgerRow {
            seq: i64::try_from(at).unwrap() + 1,
            revision: (*revision).to_owned(),
            parents: None,
            event: *event,
            recorded_at: String::new(),
            duration_ms: None,
            up_digest: None,
            metadata: None,
            applied_digest: String::new(),
            binary_name: None,
            binary_version: None,
            host: None,
            pid: None,
            applied_by: None,
        };
        Ledger { rows: events.iter().enumerate().map(row).collect() }
    }

    fn applied(events: &[(&str, Event)]) -> Vec<String> {
        ledger(events).applied().ids().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_applied_is_what_went_up_or_was_stamped_and_not_down_or_purged() {
        assert_eq!(applied(&[("a", Event::Up), ("b", Event::Stamp), ("b", Event::Down)]), ["a"]);
        assert_eq!(
            applied(&[("a", Event::Up), ("b", Event::Up), ("a", Event::Purge), ("a", Event::Up)]),
            ["b", "a"]
        );
        assert_eq!(applied(&[("a", Event::Up), ("a", Event::Repair), ("b", Event::Failed)]), ["a"]);
        assert_eq!(applied(&[("a", Event::Up), ("b", Event::Up), ("b", Event::Mismatch)]), ["a", "b"]);
    }

    #[test]
    fn a_step_in_pieces_tells_how_far_it_came() {
        let mut ledger = ledger(&[
            ("a", Event::Up),
            ("b", Event::Started),
            ("b", Event::Statement),
            ("b", Event::Statement),
            ("b", Event::Failed),
        ]);
        let mark =
            |n: usize, state| format!(r#"{{"statement":{n},"of":3,"digest":"s1:{n}","state":"{state}"}}"#);
        let metadata = [
            r#"{"direction":"up","statements":3}"#.to_owned(),
            mark(1, "done"),
            mark(2, "begun"),
            mark(2, "failed"),
        ];
        for (row, text) in ledger.rows[1..].iter_mut().zip(metadata) {
            row.metadata = Some(text);
        }
        let failed = ledger.open_step().unwrap().pieces.unwrap();
        assert_eq!((&*failed.done, failed.unsettled()), (&[(1, "s1:1".to_owned())][..], None));
        ledger.rows.pop();
        let begun = ledger.open_step().unwrap().pieces.unwrap();
        assert_eq!(begun.unsettled().map(|mark| mark.statement), Some(2));
        assert_eq!(ledger.applied().ids().len(), 1);
    }

    #[test]
    fn a_step_that_began_is_open_until_anything_is_recorded_after_it() {
        assert!(ledger(&[("a", Event::Up), ("b", Event::Started)]).open_step().is_some());
        assert!(ledger(&[("b", Event::Started), ("b", Event::Stamp)]).open_step().is_none());
        assert!(applied(&[("b", Event::Started)]).is_empty());
    }

    #[test]
    fn an_event_of_a_newer_format_is_read_and_changes_nothing() {
        let event: Event = serde_json::from_str("\"teleported\"").unwrap();
        assert_eq!(event, Event::Unknown);
    }
}
