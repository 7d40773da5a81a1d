//! `Session`: the narrow waist between the runner and a database connection.
//!
//! Responsible for the four questions a runner asks. Implemented by Diesel's connections in `backend`; everything a
//! dialect says differently is data in its [`Words`].

use std::fmt;

use hunter_chain::Dialect;

use crate::beside::Beside;
use crate::words::Words;

/// An open conversation with a database: a Diesel connection.
///
/// Implemented for `diesel::PgConnection` and `diesel::SqliteConnection` behind the features `postgres` and `sqlite`.
pub trait Session {
    /// How this database says things.
    #[doc(hidden)]
    fn words(&self) -> &'static Words;

    /// Which dialect it speaks.
    fn dialect(&self) -> Dialect {
        self.words().dialect
    }

    /// Whether there is a database that answers; a script for later has none.
    #[doc(hidden)]
    fn answers(&self) -> bool {
        true
    }

    /// The way to another connection to the same database, where it is known.
    #[doc(hidden)]
    fn beside(&self) -> Option<Beside> {
        None
    }

    /// Whether Diesel has a transaction open on it.
    #[doc(hidden)]
    fn in_transaction(&mut self) -> bool;

    /// Sends statements, without results: one message where the wire has messages.
    ///
    /// # Errors
    /// What the database said.
    #[doc(hidden)]
    fn execute(&mut self, sql: &str) -> Result<(), DbError>;

    /// Sends one query whose only column `j` is text, and fetches all rows.
    ///
    /// # Errors
    /// What the database said.
    #[doc(hidden)]
    fn rows(&mut self, sql: &str) -> Result<Vec<Option<String>>, DbError>;
}

/// What a database said no with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DbError {
    /// The kind, as far as it can be told.
    pub kind: DbErrorKind,
    /// The server's message.
    pub message: String,
    /// The server's detail.
    pub detail: Option<Box<str>>,
    /// The server's hint.
    pub hint: Option<Box<str>>,
    /// The table it is about, where the server says so.
    pub table: Option<Box<str>>,
    /// Where in the text that was sent, in characters from 0.
    pub position: Option<usize>,
}

/// Kinds of database errors that change what the runner does.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DbErrorKind {
    /// A row of this key exists: another runner was faster.
    UniqueViolation,
    /// A check in our own text spoke, `hunter:<word>`.
    Signal(String),
    /// The role may not do this.
    PermissionDenied,
    /// A lock was not to be had in time.
    LockTimeout,
    /// Another connection writes (SQLite).
    Busy,
    /// The database takes no writes.
    ReadOnly,
    /// The connection is gone.
    ConnectionLost,
    /// Anything else.
    Other,
}

impl DbError {
    pub(crate) fn new(kind: DbErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), detail: None, hint: None, table: None, position: None }
    }
}

impl fmt::Display for DbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Servers write lists in lines; an error is one line.
        let texts = [Some(&*self.message), self.detail.as_deref(), self.hint.as_deref()];
        let lines = texts.into_iter().flatten().flat_map(str::lines).map(str::trim);
        f.write_str(&lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; "))
    }
}

impl std::error::Error for DbError {}

impl Session for Box<dyn Session> {
    fn words(&self) -> &'static Words {
        (**self).words()
    }

    fn answers(&self) -> bool {
        (**self).answers()
    }

    fn beside(&self) -> Option<Beside> {
        (**self).beside()
    }

    fn in_transaction(&mut self) -> bool {
        (**self).in_transaction()
    }

    fn execute(&mut self, sql: &str) -> Result<(), DbError> {
        (**self).execute(sql)
    }

    fn rows(&mut self, sql: &str) -> Result<Vec<Option<String>>, DbError> {
        (**self).rows(sql)
    }
}
