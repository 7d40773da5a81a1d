//! One step: a revision in one direction, with its ledger row, in one transaction.
//!
//! Responsible for the order that makes a step safe, whatever the wire: begin, the ledger's row first, the script, the
//! checks, the row made final, commit. `message` sends it as one text, cut only where something is asked or done in the
//! middle of it, `statements` one by one.

use std::ops::Range;

use hunter_chain::{Dialect, Direction, Revision, Script};

use super::act::StepActs;
use super::hook::Hook;
use super::loss::{Announced, Candidate};
use super::proof::Check;
use super::running::RunningStep;
use super::{message, statements};
use crate::error::{Error, ErrorKind, FailedAt, Left};
use crate::ledger::{Entry, Event, LedgerName};
use crate::session::{DbError, Session};

/// The command that runs what another program stored.
pub(crate) const FROM_LEDGER: &str = "downgrade --from-ledger";

/// The command that brings a schema back to its record.
pub(super) const REPAIR: &str = "repair";

/// Everything a step needs.
#[derive(Debug, Clone)]
pub(crate) struct Work<'a> {
    pub(crate) dialect: Dialect,
    pub(crate) revision: &'a Revision,
    pub(crate) direction: Direction,
    /// Its number in the run, from 1, and of how many.
    pub(crate) number: Option<(usize, usize)>,
    /// The command that runs it, as messages call it.
    pub(crate) verb: &'static str,
    /// What is run; a merge has nothing.
    pub(crate) part: Option<Part<'a>>,
    /// The row as it is written first.
    pub(crate) entry: Entry<'a>,
    /// What the row becomes in the same transaction: its event, and the digest of what is applied then. `None` where it
    /// says from the beginning what is true at the end.
    pub(crate) becomes: Option<(Event, String)>,
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
    /// What the project runs before and after the script, in the same transaction.
    pub(crate) hooks: [Option<Hook<'a>>; 2],
    /// What the schema is compared with before the transaction ends.
    pub(crate) check: Option<&'a Check<'a>>,
}

/// What is run in one transaction: a script, or a piece of one.
#[derive(Debug, Clone)]
pub(crate) struct Part<'a> {
    pub(crate) script: &'a Script,
    pub(crate) range: Range<usize>,
    /// The script's own words for the beginning of its transaction.
    pub(crate) begin: Option<&'a str>,
    /// Its number among the pieces of the script, and how many there are, where it is one of several.
    pub(crate) number: Option<(usize, usize)>,
}

impl<'a> Part<'a> {
    pub(crate) fn whole(script: &'a Script) -> Self {
        Self { script, range: 0..script.text.len(), begin: None, number: None }
    }

    pub(crate) fn text(&self) -> &'a str {
        &self.script.text[self.range.clone()]
    }
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

/// Carries it out, with what the program itself does in it; the connection is outside of a transaction afterwards, whatever
/// happened.
pub(crate) fn run(
    session: &mut dyn Session,
    work: &Work<'_>,
    acts: &mut StepActs<'_>,
) -> Result<(), Stopped> {
    if session.words().facts.one_message {
        message::run(session, work, acts)
    } else {
        statements::run(session, work, acts)
    }
}

impl Work<'_> {
    /// The text that is run.
    pub(crate) fn text(&self) -> &str {
        self.part.as_ref().map_or("", Part::text)
    }

    /// What its session calls itself meanwhile.
    pub(crate) fn session_name(&self) -> String {
        let what = if self.verb == REPAIR { REPAIR } else { self.direction.as_str() };
        RunningStep::name(what, self.revision.id.as_str(), self.number)
    }

    /// How its transaction begins.
    pub(crate) fn begin(&self, usual: &'static str) -> &str {
        self.part.as_ref().and_then(|part| part.begin).unwrap_or(usual)
    }

    /// What cannot be sent inside a transaction of ours, refused before anything is sent.
    pub(crate) fn check_script(&self, session: &dyn Session) -> Result<(), Stopped> {
        let Some(Part { script, .. }) = self.part else { return Ok(()) };
        let Some(range) = hunter_sql::client_copy(session.words().dialect, &script.text) else {
            return Ok(());
        };
        let message = "COPY from or to the client cannot be part of a revision";
        let help = "write INSERT statements, or COPY from a file on the server";
        let at = place(self.dialect, script, Some(range.start));
        Err(Stopped::Failed(Error::new(ErrorKind::Script, message, help).at(at)))
    }

    /// The error of a statement; `offset` is the byte in the text that was run, where known.
    pub(crate) fn script_error(&self, error: DbError, offset: Option<usize>) -> Error {
        let what = self.verb;
        let is_piece = self.part.as_ref().is_some_and(|part| part.number.is_some());
        let place = self.place(offset);
        let number = place.as_ref().and_then(|place| place.statement).filter(|(_, of)| is_piece || *of > 1);
        let at = number.map(at_statement).unwrap_or_default();
        let message = format!("{what} of revision `{}` failed{at}: {error}", self.revision.id);
        let help = self.remedy(is_piece);
        let failed = Error::new(ErrorKind::Script, message, help).at_some(place).because(error);
        if !is_piece && self.first_control().is_some() { failed.leaving(Left::Unknown) } else { failed }
    }

    /// What to do about a statement that failed.
    fn remedy(&self, is_piece: bool) -> String {
        let what = self.verb;
        if is_piece && what == FROM_LEDGER {
            format!(
                "the statements before it stay, and are recorded; the script is as it was stored: make this one possible, \
                 and `hunter {what}` goes on with it"
            )
        } else if is_piece {
            format!(
                "the statements before it stay, and are recorded; correct the script from here on, rebuild, and \
                 `hunter {what}` goes on with this one"
            )
        } else if self.first_control().is_some() {
            self.help_for_control("the script")
        } else if what == FROM_LEDGER {
            format!(
                "the step was rolled back; the script is as it was stored, so bring the database to what it expects, and \
                 `hunter {what}` tries again; or revert with the binary that applied the revision"
            )
        } else if what == REPAIR {
            "nothing was changed; correct the rows that the statement fails on, or finish what `hunter check --sql` prints \
             and run it by hand"
                .to_owned()
        } else if !self.recreates().is_empty() {
            format!(
                "the step was rolled back; correct the script and rebuild. What stands on {} is away while it runs, so a \
                 `drop` of that needs `if exists`. `hunter {what}` tries again",
                self.recreates().join(", ")
            )
        } else {
            format!(
                "the step was rolled back; correct the script and rebuild; if the script is right, the schema is not \
                 what the record says: `hunter current -v`. `hunter {what}` tries again"
            )
        }
    }

    /// A byte of the text that was run, or the script as a whole.
    pub(crate) fn place(&self, offset: Option<usize>) -> Option<FailedAt> {
        let part = self.part.as_ref()?;
        let mut at = place(self.dialect, part.script, offset.map(|offset| part.range.start + offset));
        at.statement = part.number.or(at.statement);
        Some(at)
    }

    /// The script ended the transaction; what it committed stays, and the open row says so.
    pub(crate) fn ended_transaction(&self) -> Error {
        let id = &self.revision.id;
        let message = format!("the script of revision `{id}` ended its own transaction");
        let error = Error::new(ErrorKind::Script, message, self.help_for_control("the script"))
            .leaving(Left::Unknown);
        match &self.part {
            Some(part) => error.at(place(self.dialect, part.script, self.first_control())),
            None => error,
        }
    }

    pub(crate) fn connection_lost(&self, error: DbError) -> Stopped {
        let doing = format!("revision `{}`: the connection was lost", self.revision.id);
        Stopped::Failed(Error::database(&doing, error))
    }

    /// The first byte at which the script takes the transaction out of our hands.
    fn first_control(&self) -> Option<usize> {
        let ranges = hunter_sql::transaction_control(self.dialect, &self.part.as_ref()?.script.text);
        ranges.first().map(|range| range.start)
    }

    /// What to do about who ended the transaction.
    pub(super) fn help_for_control(&self, who: &str) -> String {
        let id = &self.revision.id;
        if self.verb == FROM_LEDGER {
            return format!(
                "look what it left behind, then record the truth with the binary that applied it: `stamp {id}` if nothing \
                 was undone, `stamp` of the revision before if all was"
            );
        }
        format!(
            "take COMMIT, ROLLBACK and the like out of {who}; look what it left behind, then record the truth: \
             `hunter stamp {id}` if all of it is there, `hunter stamp` of the revision before if none is"
        )
    }
}

/// ` at statement 2 of 5`.
fn at_statement((number, of): (usize, usize)) -> String {
    format!(" at statement {number} of {of}")
}

/// The same, where there are several.
pub(crate) fn at_one_of(number: (usize, usize)) -> String {
    if number.1 > 1 { at_statement(number) } else { String::new() }
}

/// A byte of a script as a place a reader can open.
pub(crate) fn place(dialect: Dialect, script: &Script, offset: Option<usize>) -> FailedAt {
    let position = offset.map(|offset| hunter_sql::position(&script.text, offset));
    let number = |offset: usize| {
        let statements = hunter_sql::split(dialect, &script.text);
        let begun = statements.partition_point(|statement| statement.start <= offset);
        (begun > 0).then_some((begun, statements.len()))
    };
    FailedAt {
        statement: offset.and_then(number),
        path: script.path.to_string(),
        position: position.map(|at| (at.line, at.column)),
        line: position.and_then(|at| script.text.lines().nth(at.line - 1)).map(str::to_owned),
    }
}
