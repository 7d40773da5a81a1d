//! `Status`: how a database stands to the chain of this binary.
//!
//! Responsible for the judgement alone: pure, from a ledger and a chain. What may follow from it is the runner's.

use hunter_chain::{Chain, Dialect, Digest, Direction, RevisionId};

use crate::ledger::{Kept, Ledger, LedgerRow, MarkState, Pieces};

/// How a database stands to a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Status {
    /// No table and nothing recorded: nothing was ever done here.
    Empty,
    /// Tables, but nothing recorded about them.
    Unversioned {
        /// The tables and views.
        relations: Vec<String>,
    },
    /// Revisions are pending.
    Behind {
        /// Which, in the order in which they would run.
        pending: Vec<RevisionId>,
    },
    /// Everything is applied.
    AtHead,
    /// A revision is not applied although one that needs it is.
    Gap {
        /// The missing one, and the one above it.
        holes: Vec<(RevisionId, RevisionId)>,
    },
    /// A newer binary was here, and its author says that this one still works.
    AheadCompatible {
        /// What this binary does not know.
        unknown: Vec<UnknownRevision>,
    },
    /// A newer binary was here.
    AheadIncompatible {
        /// What this binary does not know.
        unknown: Vec<UnknownRevision>,
    },
    /// The database has revisions this binary lacks, and lacks some this binary has.
    Diverged {
        /// What this binary does not know.
        unknown: Vec<UnknownRevision>,
        /// What the database lacks.
        pending: Vec<RevisionId>,
    },
    /// A step began and did not end.
    InProgress {
        /// Which one.
        revision: RevisionId,
        /// When it began.
        since: String,
        /// How far it came, where it goes statement by statement.
        at: Option<OpenStatement>,
    },
    /// The schema is not what the recorded revisions leave behind. Only a comparison tells: [`drift`](crate::Migrator::drift).
    Drifted,
    /// The script of an applied revision is not the one that ran.
    Modified {
        /// Which ones.
        revisions: Vec<RevisionId>,
    },
}

/// Where a step stands that goes statement by statement.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OpenStatement {
    /// The way it goes.
    pub direction: Direction,
    /// The statement that comes next, or of which nobody saw the end; from 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    /// What is known of it.
    pub state: OpenState,
}

/// What is known of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OpenState {
    /// It was not begun.
    Pending,
    /// It was begun, and nobody saw it end: it runs at this moment, or its process is gone.
    Begun,
    /// It failed.
    Failed,
}

impl OpenStatement {
    fn of(pieces: &Pieces) -> Self {
        let next = pieces.done.last().map_or(1, |(number, _)| number + 1);
        let number = pieces.last.as_ref().map_or(next, |mark| mark.statement);
        let state = match pieces.last.as_ref().map(|mark| mark.state) {
            Some(MarkState::Begun) => OpenState::Begun,
            Some(MarkState::Failed) => OpenState::Failed,
            _ => OpenState::Pending,
        };
        Self { direction: pieces.direction, number: number.min(pieces.of), of: pieces.of, state }
    }

    /// `statement 2 of 5 was begun`.
    pub(crate) fn describe(&self) -> String {
        let what = match self.state {
            OpenState::Pending => "comes next",
            OpenState::Begun => "was begun and did not end yet",
            OpenState::Failed => "failed",
        };
        format!("statement {} of {} {what}", self.number, self.of)
    }
}

/// A revision in the ledger that the binary does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownRevision {
    /// Its id.
    pub id: RevisionId,
    /// When it was applied.
    pub recorded_at: String,
    /// By which program and version.
    pub binary: String,
}

impl Status {
    /// One word, for scripts.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Status::Empty => "empty",
            Status::Unversioned { .. } => "unversioned",
            Status::Behind { .. } => "behind",
            Status::AtHead => "at-head",
            Status::Gap { .. } => "gap",
            Status::AheadCompatible { .. } => "ahead-compatible",
            Status::AheadIncompatible { .. } => "ahead-incompatible",
            Status::Diverged { .. } => "diverged",
            Status::InProgress { .. } => "in-progress",
            Status::Modified { .. } => "modified",
            Status::Drifted => "drifted",
        }
    }

    /// From a ledger that exists.
    pub(crate) fn of(chain: &Chain, dialect: Dialect, ledger: &Ledger) -> Self {
        if let Some(open) = ledger.open_step() {
            let at = open.pieces.as_ref().map(OpenStatement::of);
            return Status::InProgress { revision: open.revision, since: open.since, at };
        }
        let rows = ledger.applied_rows();
        let applied = ledger.applied();
        let strangers = ledger.strangers(chain);
        let pending: Vec<RevisionId> =
            chain.pending(&applied).into_iter().map(|revision| revision.id.clone()).collect();
        if !strangers.is_empty() {
            let unknown = strangers.iter().map(|row| UnknownRevision::of(row)).collect();
            return match (pending.is_empty(), strangers.iter().all(|row| is_compatible(row))) {
                (false, _) => Status::Diverged { unknown, pending },
                (true, true) => Status::AheadCompatible { unknown },
                (true, false) => Status::AheadIncompatible { unknown },
            };
        }
        let modified: Vec<RevisionId> = rows
            .iter()
            .filter_map(|row| {
                let revision = chain.get_any(&RevisionId::trusted(row.revision.clone()))?;
                let recorded = row.up_digest.as_deref()?;
                // A digest of a later algorithm cannot be compared here, and is no reason for alarm.
                let comparable = Digest::trusted(recorded.to_owned()).script_version() == Some(1);
                (comparable && revision.up_digest(dialect).as_str() != recorded).then(|| revision.id.clone())
            })
            .collect();
        if !modified.is_empty() {
            return Status::Modified { revisions: modified };
        }
        let holes: Vec<_> =
            chain.gaps(&applied).into_iter().map(|(a, b)| (a.id.clone(), b.id.clone())).collect();
        if !holes.is_empty() {
            return Status::Gap { holes };
        }
        if pending.is_empty() { Status::AtHead } else { Status::Behind { pending } }
    }
}

impl UnknownRevision {
    pub(crate) fn of(row: &LedgerRow) -> Self {
        let id = RevisionId::trusted(row.revision.clone());
        Self { id, recorded_at: row.recorded_at.clone(), binary: row.binary() }
    }
}

/// `the database has revisions that this binary lacks: 0003 (applied …)`, each id as `show` writes it.
pub(crate) fn lacking(unknown: &[UnknownRevision], show: fn(&RevisionId) -> String) -> String {
    let of =
        |one: &UnknownRevision| format!("{} (applied {} by {})", show(&one.id), one.recorded_at, one.binary);
    let each: Vec<String> = unknown.iter().map(of).collect();
    format!("the database has revisions that this binary lacks: {}", each.join(", "))
}

fn is_compatible(row: &LedgerRow) -> bool {
    Kept::of_row(row).is_some_and(|kept| kept.compatible_with_previous_binary)
}
