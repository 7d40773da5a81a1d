//! `resolve`: a human looked, and says what became of a statement that nobody saw end.
//!
//! Responsible for one row of the ledger; the next run goes on from there.

use std::time::Duration;

use serde_json::json;

use super::Migrator;
use super::record::Record;
use crate::error::{Error, ErrorKind};
use crate::ledger::{self, Entry, Event, Mark, MarkState};
use crate::report::{Action, Report, StepReport};

/// What became of the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Resolution {
    /// It was carried out: the next run goes on with the one after it.
    Done,
    /// It was not: the next run sends it again, as the script has it then.
    Redo,
}

impl Migrator<'_> {
    /// Settles the statement of a step outside of a transaction that was begun and that nobody saw end.
    ///
    /// # Errors
    /// When no statement is in that state, or another process is at work.
    pub fn resolve(mut self, resolution: Resolution) -> Result<Report, Error> {
        self.refuse_inside_a_transaction()?;
        self.configure()?;
        if !self.has_ledger()? {
            return Err(nothing_open());
        }
        self.guarded(Action::Resolve, |this| {
            let ledger = this.read_settled()?;
            let record = Record::of(&ledger);
            let open = record.open.as_ref().ok_or_else(nothing_open)?;
            let mark = open.pieces.as_ref().and_then(|pieces| pieces.unsettled());
            let mark = mark.ok_or_else(nothing_open)?.clone();
            let (event, state) = match resolution {
                Resolution::Done => (Event::Statement, MarkState::Done),
                Resolution::Redo => (Event::Failed, MarkState::Failed),
            };
            let mut metadata = serde_json::to_value(Mark { state, ..mark }).unwrap_or_default();
            metadata["resolved"] = json!(true);
            let entry = Entry {
                seq: record.next_seq(),
                revision: open.revision.as_str(),
                parents: Vec::new(),
                event,
                up_digest: None,
                down: None,
                metadata,
                applied_digest: record.digest(Some(&open.revision)),
                took: None,
                binary: this.migrations.binary(),
            };
            let sql = ledger::insert(this.session.words(), &this.name, &entry);
            this.session.execute(&sql).map_err(|error| Error::database("recording what was found", error))?;
            let step = StepReport { revision: open.revision.clone(), took: Duration::ZERO, by_other: false };
            let current = record.current(this.migrations.chain());
            Ok(Report { steps: vec![step], ..Report::nothing(Action::Resolve, current) })
        })
    }
}

fn nothing_open() -> Error {
    let message = "no statement is in doubt: every one that was begun was seen to end";
    Error::new(ErrorKind::State, message, "`hunter current` tells where the database is")
}
