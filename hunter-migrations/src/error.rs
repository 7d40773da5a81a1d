//! `Error`: an operation failed. What, where, why, how far it got, and what to type next.
//!
//! Responsible for the words of every failure at run time, in one place, so that they can be read aloud. Mistakes of a
//! project are `hunter_chain::Diagnostic`s.

use std::fmt;

use hunter_chain::{ResolveError, RevisionId};
use hunter_schema::Difference;

use crate::session::{DbError, DbErrorKind};

/// A failed operation. One line by `Display`; [`help`](Error::help) says what to type next.
#[derive(Debug)]
pub struct Error(Box<Inner>);

/// Boxed: a result should not grow by what a failure has to tell.
#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    message: String,
    help: String,
    place: Option<FailedAt>,
    progress: Progress,
    differences: Vec<Difference>,
    source: Option<DbError>,
}

/// What kind of failure: decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The command was not understood: a malformed target, URL or combination.
    Usage,
    /// A target that leads nowhere.
    Target,
    /// The server is down, the name unknown, the file not there.
    Connection,
    /// The server knows us, and says no: password, role, database.
    Login,
    /// The role may not do it.
    MissingRight,
    /// A statement of a revision failed.
    Script,
    /// Rows would be lost, and nobody allowed it.
    DataLoss,
    /// The database is in a state in which this is refused.
    State,
    /// The schema is not what the record says.
    Drift,
    /// Somebody else holds the guard, past the deadline.
    Busy,
    /// Somebody asked it to stop.
    Interrupted,
    /// The database said no to something of ours.
    Database,
}

/// Where in a script a step failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedAt {
    /// The script.
    pub path: String,
    /// Line and column in it, from 1, the column in characters; `None` where the server did not say.
    pub position: Option<(usize, usize)>,
    /// That line.
    pub line: Option<String>,
    /// Which statement of the script it is, from 1, and of how many.
    pub statement: Option<(usize, usize)>,
}

/// How far a run got.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// Revisions that were carried out before.
    pub done: Vec<RevisionId>,
    /// The revision that failed.
    pub failed: Option<RevisionId>,
    /// What is there of it.
    pub left: Left,
}

/// What a step that failed left in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Left {
    /// It was rolled back.
    #[default]
    Nothing,
    /// It runs outside of a transaction: what was carried out of it is recorded, and the next run goes on behind it.
    Part {
        /// How many of its statements were carried out.
        done: usize,
        /// How many it has.
        of: usize,
    },
    /// The connection was lost, or the script ended the transaction: the database has to be asked.
    Unknown,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            help: help.into(),
            place: None,
            progress: Progress::default(),
            differences: Vec::new(),
            source: None,
        }))
    }

    /// For tools around the library: refused, because something is not as it must be.
    #[doc(hidden)]
    #[must_use]
    pub fn refusal(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(ErrorKind::State, message, help)
    }

    /// The kind.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What to type next. Never empty.
    #[must_use]
    pub fn help(&self) -> &str {
        &self.0.help
    }

    /// Where in a script it failed, for errors of a script.
    #[must_use]
    pub fn place(&self) -> Option<&FailedAt> {
        self.0.place.as_ref()
    }

    /// How far the run got.
    #[must_use]
    pub fn progress(&self) -> &Progress {
        &self.0.progress
    }

    /// How the schema differs from what it should be, where that is why: all of it, while the message names the first.
    #[must_use]
    pub fn differences(&self) -> &[Difference] {
        &self.0.differences
    }

    pub(crate) fn telling(mut self, differences: Vec<Difference>) -> Self {
        self.0.differences = differences;
        self
    }

    /// With other words about what to type next.
    #[doc(hidden)]
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.0.help = help.into();
        self
    }

    pub(crate) fn at(mut self, place: FailedAt) -> Self {
        self.0.place = Some(place);
        self
    }

    pub(crate) fn at_some(mut self, place: Option<FailedAt>) -> Self {
        self.0.place = place;
        self
    }

    pub(crate) fn after(mut self, done: &[RevisionId], failed: &RevisionId) -> Self {
        self.0.progress.done = done.to_vec();
        self.0.progress.failed = Some(failed.clone());
        self
    }

    /// With what another error tells of the way there, and of the state that is left.
    pub(crate) fn having_come_as_far_as(mut self, other: &Error) -> Self {
        self.0.progress = other.0.progress.clone();
        self
    }

    pub(crate) fn having_done(mut self, done: &[RevisionId]) -> Self {
        self.0.progress.done = done.to_vec();
        self
    }

    pub(crate) fn leaving(mut self, left: Left) -> Self {
        self.0.progress.left = left;
        self
    }

    pub(crate) fn because(mut self, source: DbError) -> Self {
        self.0.source = Some(source);
        self
    }

    /// The database said no to a statement of ours.
    pub(crate) fn database(doing: &str, error: DbError) -> Self {
        let (kind, help) = match error.kind {
            DbErrorKind::PermissionDenied => (
                ErrorKind::MissingRight,
                "grant the right to this role, or use a URL with a role that has it",
            ),
            DbErrorKind::ReadOnly => {
                (ErrorKind::MissingRight, "use a URL of the primary server, or a writable file")
            }
            DbErrorKind::ConnectionLost => {
                (ErrorKind::Connection, "run the same command again: nothing runs twice")
            }
            DbErrorKind::Busy | DbErrorKind::LockTimeout => {
                (ErrorKind::Busy, "wait for the other connection to finish, or give a longer --lock-wait")
            }
            _ => (ErrorKind::Database, "the database's words say what to change; nothing was recorded"),
        };
        let left = if error.kind == DbErrorKind::ConnectionLost { Left::Unknown } else { Left::Nothing };
        Self::new(kind, format!("{doing}: {error}"), help).leaving(left).because(error)
    }
}

impl From<ResolveError> for Error {
    fn from(error: ResolveError) -> Self {
        Error::new(ErrorKind::Target, error.to_string(), error.help())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|error| error as _)
    }
}
