//! `diesel::SqliteConnection` as a session.

use std::path::Path;

use diesel::Connection;
use diesel::sqlite::SqliteConnection;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::connect::Open;
use crate::error::Error;
use crate::session::{DbErrorKind, Session};
use crate::words::SQLITE;

/// What would end or change the path of a `file:` name.
const IN_PATH: &AsciiSet = &CONTROLS.add(b'?').add(b'#').add(b'%').add(b' ');

session!(SqliteConnection, &SQLITE, kind);

fn kind(message: &str) -> Option<DbErrorKind> {
    if message.starts_with("UNIQUE constraint failed") {
        Some(DbErrorKind::UniqueViolation)
    } else if message.contains("database is locked") || message.contains("database table is locked") {
        Some(DbErrorKind::Busy)
    } else if message.contains("attempt to write a readonly database") {
        Some(DbErrorKind::ReadOnly)
    } else {
        None
    }
}

pub(super) fn open(path: &Path, open: Open) -> Result<Box<dyn Session>, Error> {
    let shown = path.display().to_string();
    if path != Path::new(":memory:") {
        if path.is_dir() {
            return Err(Error::is_a_folder(&shown));
        }
        if open != Open::Create && matches!(path.try_exists(), Ok(false)) {
            return Err(Error::no_such_file(&shown));
        }
        if let Some(parent) =
            path.parent().filter(|parent| !parent.as_os_str().is_empty() && !parent.is_dir())
        {
            return Err(Error::no_such_folder(&shown, &parent.display().to_string()));
        }
    }
    let mode = match open {
        Open::Read => "ro",
        Open::Write => "rw",
        Open::Create => "rwc",
    };
    match establish(&shown, mode) {
        // A write-ahead log that a killed process left has to be taken up before anything can be read, and its rollback
        // journal rolled back, and that takes the right to write, though nothing else is written.
        Err(message)
            if open == Open::Read && (message.contains("unable to open") || message.contains("readonly")) =>
        {
            let mut connection = establish(&shown, "rw").map_err(|words| Error::no_sqlite(&shown, &words))?;
            let locked = connection.execute("PRAGMA query_only = ON");
            locked.map_err(|error| Error::no_sqlite(&shown, &error.message))?;
            Ok(Box::new(connection))
        }
        other => Ok(Box::new(other.map_err(|words| Error::no_sqlite(&shown, &words))?)),
    }
}

/// Opens a file in a mode, or says why not in the library's words.
fn establish(shown: &str, mode: &str) -> Result<SqliteConnection, String> {
    let name = match shown {
        ":memory:" => shown.to_owned(),
        path => format!("file:{}?mode={mode}", utf8_percent_encode(path, IN_PATH)),
    };
    let mut connection = SqliteConnection::establish(&name).map_err(|error| error.to_string())?;
    // A process that starts beside others waits for them from the first read on; a run sets its own deadline.
    connection.execute("PRAGMA busy_timeout = 10000").map_err(|error| error.message)?;
    // SQLite opens lazily: a file that is no database says so at the first read.
    let first = connection.rows("select cast(count(*) as text) as j from sqlite_master");
    first.map_err(|error| error.message)?;
    Ok(connection)
}
