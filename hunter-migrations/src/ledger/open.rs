//! A step that began and did not end, as the ledger tells it.
//!
//! Responsible for the fold over its rows: how far a step without a transaction of its own came, and whether anybody
//! saw its last statement end. What to do about it is the runner's.

use hunter_chain::{Direction, RevisionId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Event, Ledger, LedgerRow};

/// A step that began and was neither ended nor settled since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OpenStep {
    pub(crate) revision: RevisionId,
    /// When it began.
    pub(crate) since: String,
    /// The machine and the process that wrote the last row.
    pub(crate) by: (Option<String>, Option<i64>),
    /// How far it came; `None` for a step in one transaction, which its script must have ended.
    pub(crate) pieces: Option<Pieces>,
}

/// How far a step came that goes piece by piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pieces {
    pub(crate) direction: Direction,
    /// How many there were when it began.
    pub(crate) of: usize,
    /// Numbers, from 1, and digests of those that were carried out.
    pub(crate) done: Vec<(usize, String)>,
    /// The one after them, if it was tried.
    pub(crate) last: Option<Mark>,
}

/// What a row says about one piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// Its number, from 1.
    pub(crate) statement: usize,
    pub(crate) of: usize,
    pub(crate) digest: String,
    pub(crate) state: MarkState,
}

/// What became of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MarkState {
    /// It was sent; nobody saw it end yet.
    Begun,
    /// It was carried out.
    Done,
    /// It was not: it failed, or somebody looked.
    Failed,
}

impl Pieces {
    pub(crate) fn new(direction: Direction, of: usize) -> Self {
        Self { direction, of, done: Vec::new(), last: None }
    }

    /// What the row that begins such a step says besides the author's declarations.
    pub(crate) fn describe(&self, metadata: &mut Value) {
        metadata["direction"] = json!(self.direction.as_str());
        metadata["statements"] = json!(self.of);
    }

    /// Counts a row.
    pub(crate) fn take(&mut self, mark: Mark) {
        if mark.state == MarkState::Done {
            self.done.push((mark.statement, mark.digest));
            self.last = None;
        } else {
            self.last = Some(mark);
        }
    }

    /// The piece of which nobody knows whether it was carried out.
    pub(crate) fn unsettled(&self) -> Option<&Mark> {
        self.last.as_ref().filter(|mark| mark.state == MarkState::Begun)
    }

    fn begun(row: &LedgerRow) -> Option<Self> {
        let metadata = metadata(row)?;
        let direction = match metadata["direction"].as_str()? {
            "up" => Direction::Up,
            _ => Direction::Down,
        };
        Some(Self::new(direction, usize::try_from(metadata["statements"].as_u64()?).ok()?))
    }
}

impl Ledger {
    /// A step that began and was neither ended nor settled since.
    pub(crate) fn open_step(&self) -> Option<OpenStep> {
        let last = self.rows.last()?;
        if !matches!(last.event, Event::Started | Event::Statement | Event::Failed) {
            return None;
        }
        let begun = self.rows.iter().rposition(|row| row.event == Event::Started)?;
        let mut pieces = Pieces::begun(&self.rows[begun]);
        for row in &self.rows[begun + 1..] {
            let mark = metadata(row).and_then(|value| serde_json::from_value(value).ok());
            if let (Some(pieces), Some(mark)) = (&mut pieces, mark) {
                pieces.take(mark);
            }
        }
        Some(OpenStep {
            revision: RevisionId::trusted(last.revision.clone()),
            since: self.rows[begun].recorded_at.clone(),
            by: (last.host.clone(), last.pid),
            pieces,
        })
    }
}

fn metadata(row: &LedgerRow) -> Option<Value> {
    serde_json::from_str(row.metadata.as_deref()?).ok()
}
