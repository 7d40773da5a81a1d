//! What a database looks like: from its catalog to a snapshot.
//!
//! Responsible for asking. The queries are the words' and what rows mean is `hunter_schema`'s.

use hunter_schema::{BadRow, Snapshot};

use crate::error::{Error, ErrorKind};
use crate::ledger::LedgerName;
use crate::schema::histories::{self, History};
use crate::session::Session;
use crate::words::{CatalogWords, Words};

/// Everything in these schemas but what tools keep their record in, in a constant number of queries. Where a database is
/// one schema, none has to be named.
pub(crate) fn snapshot(
    session: &mut dyn Session,
    schemas: &[String],
    ledger: &LedgerName,
) -> Result<Snapshot, Error> {
    Ok(with_histories(session, schemas, ledger)?.0)
}

/// The same, and the tables of other tools that are left out of it.
pub(crate) fn with_histories(
    session: &mut dyn Session,
    schemas: &[String],
    ledger: &LedgerName,
) -> Result<(Snapshot, Vec<History>), Error> {
    let catalog = catalog(session.words())?;
    let failed = |error| Error::database("reading the catalog", error);
    let was = match &catalog.calm {
        Some(calm) => session.rows(calm.set).map_err(failed)?.into_iter().flatten().next(),
        None => None,
    };
    let mut rows = Vec::new();
    let mut read = Ok(());
    for query in (catalog.queries)(schemas, ledger) {
        read = session.rows(&query).map(|answer| rows.extend(answer.into_iter().flatten()));
        if read.is_err() {
            break;
        }
    }
    if let (Some(calm), Some(was)) = (&catalog.calm, was) {
        // Of two errors the first one tells more; a transaction that it broke sets everything back by itself.
        let back = session.rows(&(calm.back)(&was)).map(drop);
        read = read.and(back);
    }
    read.map_err(failed)?;
    if let Some(complete) = catalog.complete {
        rows = complete(rows).map_err(|bad| not_understood(&bad))?;
    }
    let mut schema = Snapshot::from_rows(rows).map_err(|bad| not_understood(&bad))?;
    let histories = histories::set_aside(&mut schema);
    Ok((schema, histories))
}

/// What there is in a database in which nothing was done.
pub(crate) fn empty(words: &'static Words, schemas: &[String]) -> Result<Snapshot, Error> {
    let is_read = |name: &&&str| schemas.is_empty() || schemas.iter().any(|schema| schema == **name);
    let names = catalog(words)?.schemas_of_every_database.iter().filter(is_read);
    let rows: Vec<String> =
        names.map(|name| format!("{{\"kind\":\"schema\",\"name\":\"{name}\"}}")).collect();
    Snapshot::from_rows(rows).map_err(|bad| not_understood(&bad))
}

/// The major version of the server: within one, it writes the same thing the same way.
pub(crate) fn server(session: &mut dyn Session) -> Result<String, Error> {
    let query = catalog(session.words())?.version;
    let answer =
        session.rows(query).map_err(|error| Error::database("asking for the server's version", error))?;
    Ok(answer.into_iter().flatten().next().unwrap_or_default())
}

fn catalog(words: &'static Words) -> Result<&'static CatalogWords, Error> {
    words.catalog.as_ref().ok_or_else(|| {
        let message = format!("what a {} database looks like cannot be read", words.dialect.product());
        Error::new(ErrorKind::State, message, "upgrade this program: a later one may read it")
    })
}

fn not_understood(bad: &BadRow) -> Error {
    Error::new(
        ErrorKind::Database,
        bad.to_string(),
        "this is a mistake of this program: report it with the row",
    )
}
