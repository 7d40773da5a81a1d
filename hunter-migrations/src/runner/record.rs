//! What is recorded, kept up to date from step to step without reading it again.

use std::collections::BTreeMap;

use hunter_chain::{Applied, Chain, Dialect, Digest, Direction, Revision, RevisionId};

use crate::ledger::{Ledger, LedgerRow, OpenStep, Seq};

/// The applied set and the number of the last row.
pub(super) struct Record {
    pub(super) last_seq: i64,
    /// Applied revisions with the digests that were recorded for them.
    pub(super) applied: BTreeMap<RevisionId, String>,
    /// A step that began and did not end.
    pub(super) open: Option<OpenStep>,
    /// Whether what is written is a script for a database that will be where this says.
    pub(super) is_for_later: bool,
}

/// What a step changed.
pub(super) struct Taken {
    id: RevisionId,
    before: Option<String>,
    /// What it took the place of.
    replaced: Vec<(RevisionId, String)>,
}

impl Taken {
    /// The revisions that this one took the place of.
    pub(super) fn replaced(&self) -> Vec<&str> {
        self.replaced.iter().map(|(id, _)| id.as_str()).collect()
    }
}

impl Record {
    pub(super) fn of(ledger: &Ledger) -> Self {
        let entry = |row: &&LedgerRow| {
            (RevisionId::trusted(row.revision.clone()), row.up_digest.clone().unwrap_or_default())
        };
        Self {
            last_seq: ledger.last_seq(),
            applied: ledger.applied_rows().iter().map(entry).collect(),
            open: ledger.open_step(),
            is_for_later: false,
        }
    }

    /// Of a database that has these revisions when a script runs that is written now.
    pub(super) fn for_later(chain: &Chain, dialect: Dialect, from: &Applied) -> Self {
        let known = from.ids().iter().filter_map(|id| chain.get_any(id));
        let applied = known.map(|revision| (revision.id.clone(), revision.up_digest(dialect).to_string()));
        Self { last_seq: 0, applied: applied.collect(), open: None, is_for_later: true }
    }

    /// Whether a revision is applied, be it that another one took its place.
    pub(super) fn has(&self, chain: &Chain, id: &RevisionId) -> bool {
        let is_there = |id| self.applied.contains_key(id);
        is_there(id) || chain.replacing(id).is_some_and(|revision| is_there(&revision.id))
    }

    /// The number of the next row.
    pub(super) fn next_seq(&self) -> Seq {
        if self.is_for_later {
            let digest = self.digest(self.open.as_ref().map(|open| &open.revision));
            return Seq::After { digest, of_nothing: Digest::of_applied([], None).to_string() };
        }
        Seq::Number(self.last_seq + 1)
    }

    /// Counts a step as done; the value given back undoes that.
    pub(super) fn take(&mut self, revision: &Revision, direction: Direction, dialect: Dialect) -> Taken {
        let before = match direction {
            Direction::Up => {
                self.applied.insert(revision.id.clone(), revision.up_digest(dialect).to_string())
            }
            Direction::Down => self.applied.remove(&revision.id),
        };
        self.last_seq += 1;
        Taken { id: revision.id.clone(), before, replaced: Vec::new() }
    }

    /// Counts a revision in the place of those that it replaces.
    pub(super) fn replace(&mut self, chain: &Chain, revision: &Revision, dialect: Dialect) -> Taken {
        let replaced = self.applied.extract_if(.., |id, _| chain.covers(revision, id)).collect();
        Taken { replaced, ..self.take(revision, Direction::Up, dialect) }
    }

    /// The step was not done after all.
    pub(super) fn undo(&mut self, taken: Taken) {
        match taken.before {
            Some(digest) => self.applied.insert(taken.id, digest),
            None => self.applied.remove(&taken.id),
        };
        self.applied.extend(taken.replaced);
        self.last_seq -= 1;
    }

    /// The digest of what is applied, and of a step that is open.
    pub(super) fn digest(&self, open: Option<&RevisionId>) -> String {
        let entries = self.applied.iter().map(|(id, digest)| (id, Digest::trusted(digest.clone())));
        Digest::of_applied(entries, open).to_string()
    }

    pub(super) fn current(&self, chain: &Chain) -> Vec<RevisionId> {
        let applied = Applied::in_order(self.applied.keys().cloned());
        let mut current: Vec<RevisionId> =
            chain.current(&applied).into_iter().map(|r| r.id.clone()).collect();
        current.extend(chain.unknown(&applied).into_iter().cloned());
        current
    }
}
