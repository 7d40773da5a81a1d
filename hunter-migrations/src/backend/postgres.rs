//! `diesel::PgConnection` as a session.
//!
//! Reads go through `sql_query` (one trip, no named statement), writes through `batch_execute` (one message). SQLSTATE
//! is not reachable through Diesel; what it does not name is told by the message, which servers of another language
//! word differently: then it stays "other" and the server's words are shown.

use diesel::connection::{SimpleConnection, TransactionManager};
use diesel::pg::PgConnection;
use diesel::{Connection, RunQueryDsl, sql_query};

use super::{Row, db_error};
use crate::connect::PostgresUrl;
use crate::error::Error;
use crate::session::{DbError, DbErrorKind, Session};
use crate::words::{POSTGRES, Words};

impl Session for PgConnection {
    fn words(&self) -> &'static Words {
        &POSTGRES
    }

    fn in_transaction(&mut self) -> bool {
        type Manager = <PgConnection as Connection>::TransactionManager;
        let status = <Manager as TransactionManager<PgConnection>>::transaction_manager_status_mut(self);
        !matches!(status.transaction_depth(), Ok(None))
    }

    fn execute(&mut self, sql: &str) -> Result<(), DbError> {
        self.batch_execute(sql).map_err(|error| db_error(&error, kind))
    }

    fn rows(&mut self, sql: &str) -> Result<Vec<Option<String>>, DbError> {
        let rows = sql_query(sql).load::<Row>(self).map_err(|error| db_error(&error, kind))?;
        Ok(rows.into_iter().map(|row| row.j).collect())
    }
}

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
