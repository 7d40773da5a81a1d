//! `diesel::PgConnection` as a session.
//!
//! SQLSTATE is not reachable through Diesel; what it does not name is told by the message, which servers of another language
//! word differently: then it stays "other" and the server's words are shown.

use diesel::Connection;
use diesel::pg::PgConnection;

use crate::connect::PostgresUrl;
use crate::error::Error;
use crate::session::{DbErrorKind, Session};
use crate::words::POSTGRES;

session!(PgConnection, &POSTGRES, kind);

fn kind(message: &str) -> Option<DbErrorKind> {
    let has = |words: &str| message.contains(words);
    if has("permission denied") || has("must be owner of") {
        Some(DbErrorKind::PermissionDenied)
    } else if has("due to lock timeout") {
        Some(DbErrorKind::LockTimeout)
    } else if has("server closed the connection")
        || has("terminating connection")
        || has("no connection to the server")
    {
        Some(DbErrorKind::ConnectionLost)
    } else {
        None
    }
}

pub(super) fn open(url: &PostgresUrl) -> Result<Box<dyn Session>, Error> {
    match PgConnection::establish(&url.for_client()) {
        Ok(connection) => Ok(Box::new(connection)),
        Err(error) => Err(Error::no_connection(url, &error.to_string())),
    }
}
