//! One step: a revision in one direction, with its ledger row, in one transaction.
//!
//! Responsible for the order that makes a step safe, whatever the wire: begin, the ledger's row first, the script, the
//! checks, the row made final, commit. `message` sends it as one text, `statements` one by one.

use hunter_chain::{Dialect, Direction, Revision, Script};

use super::loss::{Announced, Candidate};
use crate::error::{Error, ErrorKind, FailedAt};
use crate::ledger::{Entry, Event, LedgerName};
use crate::session::{DbError, Session};

/// Everything a step needs.
#[derive(Debug)]
pub(crate) struct Work<'a> {
    pub(crate) dialect: Dialect,
    pub(crate) revision: &'a Revision,
    pub(crate) direction: Direction,
    /// A merge has nothing to run.
    pub(crate) script: Option<&'a Script>,
    /// The row as it is written first: the step is open.
    pub(crate) entry: Entry<'a>,
    /// The digest of what is applied when the step is done.
    pub(crate) applied_digest: String,
    pub(crate) name: &'a LedgerName,
    pub(crate) guard_key: Option<i64>,
    pub(crate) lock_timeout_ms: u64,
    /// Statements that bring back the session's settings.
    pub(crate) settings: &'a str,
    /// Whether they belong into the step: its script may have changed some, or no step comes after it.
    pub(crate) settles: bool,
    /// What a downgrade may drop, and whether it may hold rows.
    pub(crate) announced: Option<&'a Announced>,
    pub(crate) may_lose_rows: bool,
}

/// What came of a step that was not carried out. The transaction is rolled back in every case.
#[derive(Debug)]
pub(crate) enum Stopped {
    /// Another runner wrote the row first.
    Overtaken,
    /// The script drops things that nobody announced.
    Unannounced(Vec<Candidate>),
    /// Something announced as empty holds rows by now.
    HoldsRows(Vec<Candidate>),
    /// A lock was not to be had in time.
    LockTimeout(Error),
    /// It failed.
    Failed(Error),
}

impl Work<'_> {
    /// The event the row ends as.
    pub(crate) fn event(&self) -> Event {
        match self.direction {
            Direction::Up => Event::Up,
            Direction::Down => Event::Down,
        }
    }

    /// What cannot be sent inside a transaction of ours, refused before anything is sent.
    pub(crate) fn check_script(&self, session: &dyn Session) -> Result<(), Stopped> {
        let Some(script) = self.script else { return Ok(()) };
        let Some(range) = hunter_sql::client_copy(session.words().dialect, &script.text) else {
            return Ok(());
        };
        let message = "COPY from or to the client cannot be part of a revision";
        let help = "write INSERT statements, or COPY from a file on the server";
        let error = Error::new(ErrorKind::Script, message, help).at(place(script, Some(range.start)));
        Err(Stopped::Failed(error))
    }

    /// The error of a statement of the script; `offset` is the byte in the script, where known.
    pub(crate) fn script_error(&self, error: DbError, offset: Option<usize>) -> Error {
        let what = match self.direction {
            Direction::Up => "upgrade",
            Direction::Down => "downgrade",
        };
        let message = format!("{what} of revision `{}` failed: {error}", self.revision.id);
        let help = if self.first_control().is_some() {
            self.help_for_control()
        } else {
            format!(
                "the step was rolled back; correct the script and rebuild; if the script is right, the schema is not \
                 what the record says: `hunter current -v`. `hunter {what}` tries again"
            )
        };
        let failed = Error::new(ErrorKind::Script, message, help).because(error);
        match self.script {
            Some(script) => failed.at(place(script, offset)),
            None => failed,
        }
    }

    /// The script ended the transaction; what it committed stays, and the open row says so.
    pub(crate) fn ended_transaction(&self) -> Error {
        let id = &self.revision.id;
        let message = format!("the script of revision `{id}` ended its own transaction");
        let error = Error::new(ErrorKind::Script, message, self.help_for_control());
        match self.script {
            Some(script) => error.at(place(script, self.first_control())),
            None => error,
        }
    }

    /// The first byte at which the script takes the transaction out of our hands.
    fn first_control(&self) -> Option<usize> {
        let ranges = hunter_sql::transaction_control(self.dialect, &self.script?.text);
        ranges.first().map(|range| range.start)
    }

    fn help_for_control(&self) -> String {
        let id = &self.revision.id;
        format!(
            "take COMMIT, ROLLBACK and the like out of the script; look what it left behind, then record the truth: \
             `hunter stamp {id}` if all of it is there, `hunter stamp` of the revision before if none is"
        )
    }
}

/// A byte of a script as a place a reader can open.
pub(crate) fn place(script: &Script, offset: Option<usize>) -> FailedAt {
    let position = offset.map(|offset| hunter_sql::position(&script.text, offset));
    FailedAt {
        path: script.path.to_string(),
        position: position.map(|at| (at.line, at.column)),
        line: position.and_then(|at| script.text.lines().nth(at.line - 1)).map(str::to_owned),
    }
}
