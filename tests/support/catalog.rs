//! What a database holds, read from its own catalog.
//!
//! Responsible for the shape: PostgreSQL's is that of `tests/facts/*.json`, SQLite's that of their translation
//! (`facts::for_sqlite`). The ledger is left out of both.

use hunter_chain::Dialect;
use serde_json::Value;

use super::database::{Database, LEDGER};

/// What a database holds, without the revision it is at.
pub(crate) fn read(database: &Database) -> Value {
    let sql = match database.dialect {
        Dialect::Sqlite => include_str!("catalog_sqlite.sql"),
        _ => include_str!("catalog_postgres.sql"),
    };
    let rows = database.rows(sql);
    serde_json::from_str(rows.first().unwrap()).unwrap()
}

/// Every object that is anybody's, in one line each: relations, types, functions, schemas and the like.
pub(crate) fn inventory(database: &Database) -> Vec<String> {
    database.rows(match database.dialect {
        Dialect::Sqlite => {
            "select type || ' ' || name || ' on ' || tbl_name || coalesce(': ' || sql, '') as j \
             from sqlite_schema order by type, name"
        }
        _ => include_str!("inventory_postgres.sql"),
    })
}

/// The same, the ledger left out, and what the server names by numbers or cannot drop: the triggers behind foreign keys,
/// and the table behind AUTOINCREMENT.
pub(crate) fn objects(database: &Database) -> Vec<String> {
    let left_out = [LEDGER, "trigger RI_ConstraintTrigger_", "table sqlite_sequence on "];
    let is_left_out = |line: &String| left_out.iter().any(|part| line.contains(part));
    inventory(database).into_iter().filter(|line| !is_left_out(line)).collect()
}
