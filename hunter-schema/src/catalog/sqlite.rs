//! SQLite's catalog.
//!
//! Responsible for the query and for completing its rows. SQLite keeps a schema as text, and its pragmas leave out what
//! they find dull: checks, collations, generated expressions, names of constraints, `DEFERRABLE`, `ON CONFLICT` and
//! `AUTOINCREMENT`. The text is read for those, and for nothing that a pragma tells.
//!
//! ```text
//! sqlite.sql ─► raw rows ─raw─► Catalog ─objects─► rows of the one shape
//!                                  │ sql text         ▲
//!                                  └─ create_table, define (words: tokens, one spelling)
//! ```
//!
//! Everything is a fact and nothing a body, because the text is the author's and not the server's: every version of SQLite
//! spells it the same. A name is in lower case, as SQLite does not tell cases apart, and in quotes only where it needs them.

mod constraints;
mod create_table;
mod define;
mod objects;
mod raw;
mod words;

use hunter_sql::Dialect;

use crate::snapshot::BadRow;

/// The query for everything but the ledger: rows for [`complete`].
#[must_use]
pub fn query(ledger: &str) -> String {
    include_str!("sqlite.sql").replace("$ledger$", &Dialect::Sqlite.quote_literal(ledger))
}

/// Makes rows of the one shape from those of [`query`].
///
/// # Errors
/// When a row is not one of the query's.
pub fn complete(rows: Vec<String>) -> Result<Vec<String>, BadRow> {
    let catalog = raw::Catalog::read(&rows)?;
    Ok(objects::of(&catalog))
}
