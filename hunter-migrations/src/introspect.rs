//! What a database looks like: from its catalog to a snapshot.
//!
//! Responsible for asking. The queries are the words' and what rows mean is `hunter_schema`'s.

use hunter_schema::{BadRow, Snapshot};

use crate::error::{Error, ErrorKind};
use crate::ledger::LedgerName;
use crate::session::Session;

/// Everything in these schemas but the ledger, in a constant number of queries. Where a database is one schema, none has
/// to be named.
pub(crate) fn snapshot(
    session: &mut dyn Session,
    schemas: &[String],
    ledger: &LedgerName,
) -> Result<Snapshot, Error> {
    let words = session.words();
    let Some(catalog) = &words.catalog else {
        let message = format!("what a {} database looks like cannot be read", words.dialect.product());
        return Err(Error::new(ErrorKind::State, message, "upgrade this program: a later one may read it"));
    };
    let mut rows = Vec::new();
    for query in (catalog.queries)(schemas, ledger) {
        let answer = session.rows(&query).map_err(|error| Error::database("reading the catalog", error))?;
        rows.extend(answer.into_iter().flatten());
    }
    if let Some(complete) = catalog.complete {
        rows = complete(rows).map_err(|bad| not_understood(&bad))?;
    }
    Snapshot::from_rows(rows.iter().map(String::as_str)).map_err(|bad| not_understood(&bad))
}

fn not_understood(bad: &BadRow) -> Error {
    Error::new(
        ErrorKind::Database,
        bad.to_string(),
        "this is a mistake of this program: report it with the row",
    )
}
