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

pub(crate) use words::name;

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

#[cfg(test)]
mod tests {
    use super::{complete, query};

    #[test]
    fn the_ledger_is_named_in_the_query_as_a_string() {
        assert!(query("it's").contains("lower('it''s')"));
        assert!(!query("ledger").contains("$ledger$"));
    }

    #[test]
    fn a_row_of_another_shape_is_refused() {
        let row = r#"{"raw":"sequence","name":"s"}"#.to_owned();
        let said = complete(vec![row.clone()]).unwrap_err().to_string();
        assert!(said.contains(&row) && said.contains("unknown variant"), "{said}");
    }

    #[test]
    fn a_column_of_no_table_is_passed_over() {
        let row = r#"{"raw":"column","table":"t","name":"c","position":0,"type":"","not_null":0,"default":null,"key":0,"hidden":0}"#;
        assert_eq!(complete(vec![row.to_owned()]).unwrap(), [""; 0]);
    }

    #[test]
    fn a_text_that_is_cut_short_is_read_as_far_as_it_goes() {
        let text = "create table t (a int check (a > (1)) references p (x) on delete set null, constraint y foreign key (a";
        for end in 0..text.len() {
            let sql = &text[..end];
            let table = format!(
                r#"{{"raw":"table","name":"t","virtual":0,"without_rowid":0,"strict":0,"sql":"{sql}"}}"#
            );
            assert!(!complete(vec![table.clone()]).unwrap().is_empty(), "{sql}");
            complete(vec![table.replace("\"virtual\":0", "\"virtual\":1")]).unwrap();
            for kind in ["view", "trigger"] {
                complete(vec![format!(r#"{{"raw":"{kind}","table":"t","name":"v","sql":"{sql}"}}"#)])
                    .unwrap();
            }
        }
    }
}
