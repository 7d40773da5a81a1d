//! Diesel connections as sessions: one thin file per backend, each behind its feature.

/// A Diesel connection as a session: the same for every backend but for its words and what its messages tell. Reads go
/// through `sql_query` (one trip, no named statement), writes through `batch_execute` (one message).
#[cfg(any(feature = "postgres", feature = "sqlite"))]
macro_rules! session {
    ($connection:ty, $words:expr, $kind:expr) => {
        impl $crate::session::Session for $connection {
            fn words(&self) -> &'static $crate::words::Words {
                $words
            }

            fn in_transaction(&mut self) -> bool {
                type Manager = <$connection as diesel::Connection>::TransactionManager;
                let status =
                    <Manager as diesel::connection::TransactionManager<$connection>>::transaction_manager_status_mut(self);
                !matches!(status.transaction_depth(), Ok(None))
            }

            fn execute(&mut self, sql: &str) -> Result<(), $crate::session::DbError> {
                let sent = diesel::connection::SimpleConnection::batch_execute(self, sql);
                sent.map_err(|error| $crate::backend::db_error(&error, $kind))
            }

            fn rows(&mut self, sql: &str) -> Result<Vec<Option<String>>, $crate::session::DbError> {
                let rows = diesel::RunQueryDsl::load::<$crate::backend::Row>(diesel::sql_query(sql), self);
                let rows = rows.map_err(|error| $crate::backend::db_error(&error, $kind))?;
                Ok(rows.into_iter().map(|row| row.j).collect())
            }
        }
    };
}

#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;

use diesel::QueryableByName;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel::sql_types::{Nullable, Text};

use crate::connect::{Address, Open};
use crate::error::Error;
use crate::session::{DbError, DbErrorKind, Session};

/// The one shape of a row: a text column `j`, found by name.
#[derive(QueryableByName)]
pub(crate) struct Row {
    #[diesel(sql_type = Nullable<Text>)]
    pub(crate) j: Option<String>,
}

/// Opens a connection of the kind the address names.
pub(crate) fn open(address: &Address, open: Open) -> Result<Box<dyn Session>, Error> {
    match (address, open) {
        #[cfg(feature = "postgres")]
        (Address::Postgres(url), _) => postgres::open(url),
        #[cfg(feature = "sqlite")]
        (Address::Sqlite(path), open) => sqlite::open(path, open),
        #[cfg(not(all(feature = "postgres", feature = "sqlite")))]
        _ => {
            let name = match address {
                Address::Postgres(_) => "postgres",
                Address::Sqlite(_) => "sqlite",
            };
            let help = format!("build it with the feature `{name}` of hunter-migrations");
            Err(Error::new(
                crate::error::ErrorKind::Usage,
                format!("this binary was built without {name}"),
                help,
            ))
        }
    }
}

/// What Diesel tells of an error, and what its message tells beyond.
pub(crate) fn db_error(error: &DieselError, by_message: impl Fn(&str) -> Option<DbErrorKind>) -> DbError {
    let DieselError::DatabaseError(kind, info) = error else {
        return DbError::new(DbErrorKind::Other, error.to_string());
    };
    let message = info.message().to_owned();
    let signal = info.constraint_name().and_then(|name| name.strip_prefix("hunter:"));
    let kind = match (signal, kind) {
        (Some(word), _) => DbErrorKind::Signal(word.to_owned()),
        (None, DatabaseErrorKind::UniqueViolation) => DbErrorKind::UniqueViolation,
        (None, DatabaseErrorKind::ReadOnlyTransaction) => DbErrorKind::ReadOnly,
        (None, DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand) => {
            DbErrorKind::ConnectionLost
        }
        (None, _) => by_message(&message).unwrap_or(DbErrorKind::Other),
    };
    let text = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(Box::from);
    let position =
        info.statement_position().and_then(|at| usize::try_from(at).ok()).and_then(|at| at.checked_sub(1));
    DbError {
        kind,
        message,
        detail: text(info.details()),
        hint: text(info.hint()),
        table: text(info.table_name()),
        position,
    }
}
