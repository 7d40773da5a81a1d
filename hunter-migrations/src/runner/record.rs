//! What is recorded, kept up to date from step to step without reading it again.

use std::collections::BTreeMap;

use hunter_chain::{Applied, Chain, Dialect, Direction, Revision, RevisionId};
use serde_json::json;

use crate::ledger::{self, Ledger, LedgerRow};

/// The applied set and the number of the last row.
pub(super) struct Record {
    pub(super) last_seq: i64,
    /// Applied revisions with the digests that were recorded for them.
    pub(super) applied: BTreeMap<RevisionId, String>,
}

impl Record {
    pub(super) fn of(ledger: &Ledger) -> Self {
        let entry = |row: &&LedgerRow| {
            (RevisionId::trusted(row.revision.clone()), row.up_digest.clone().unwrap_or_default())
        };
        Self { last_seq: ledger.last_seq(), applied: ledger.applied_rows().iter().map(entry).collect() }
    }

    pub(super) fn after(
        &self,
        revision: &Revision,
        direction: Direction,
        dialect: Dialect,
    ) -> BTreeMap<RevisionId, String> {
        let mut applied = self.applied.clone();
        match direction {
            Direction::Up => applied.insert(revision.id.clone(), revision.up_digest(dialect).to_string()),
            Direction::Down => applied.remove(&revision.id),
        };
        applied
    }

    pub(super) fn digest(&self) -> String {
        ledger::digest_of(self.applied.iter().map(|(id, digest)| (id, digest.as_str()))).to_string()
    }

    pub(super) fn current(&self, chain: &Chain) -> Vec<RevisionId> {
        let applied = Applied::in_order(self.applied.keys().cloned());
        let mut current: Vec<RevisionId> =
            chain.current(&applied).into_iter().map(|r| r.id.clone()).collect();
        current.extend(chain.unknown(&applied).into_iter().cloned());
        current
    }
}

/// What the ledger keeps of an author's declarations.
pub(super) fn metadata(revision: &Revision) -> serde_json::Value {
    json!({
        "message": revision.message,
        "compatible_with_previous_binary": revision.declared.compatible_with_previous_binary,
    })
}
