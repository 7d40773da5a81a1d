//! Statements which begin or end a transaction.
//!
//! Responsible for recognising them in each dialect. Savepoints are not among them, since they leave the
//! transaction as it is; nor are two-phase `XA` statements, settings such as `autocommit`, and statements
//! which MySQL commits implicitly.

use std::ops::Range;

use super::cursor::Cursor;
use super::mentions::mentions;
use crate::{Dialect, Statement, split};

/// The bytes of each statement which controls a transaction: `BEGIN`, `START TRANSACTION`, `COMMIT`, `END`,
/// `ROLLBACK` (but not `ROLLBACK TO` a savepoint), `ABORT`, `PREPARE TRANSACTION`; each only where the dialect
/// knows it. A hint which reads text, not meaning: see [`crate::effects`].
///
/// ```
/// use hunter_sql::{Dialect, transaction_control};
///
/// let script = "BEGIN; DELETE FROM note; ROLLBACK TO a; COMMIT;";
/// assert_eq!(transaction_control(Dialect::Postgres, script), [0..5, 40..46]);
/// ```
pub fn transaction_control(dialect: Dialect, script: &str) -> Vec<Range<usize>> {
    if !mentions(script, &["begin", "end", "commit", "rollback", "transaction", "abort"]) {
        return Vec::new();
    }
    let statements = split(dialect, script);
    let controlling = statements.iter().filter(|statement| control(dialect, statement).is_some());
    controlling.map(Statement::range).collect()
}

/// What a statement does to the transaction it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Control {
    /// One begins.
    Begins,
    /// It ends, and what was done in it stays.
    Commits,
    /// It ends, and what was done in it is undone, or given to another session.
    Abandons,
}

/// What one statement does to the transaction, if anything. A hint which reads text, not meaning: see
/// [`crate::effects`].
pub fn control(dialect: Dialect, statement: &Statement<'_>) -> Option<Control> {
    let mut cursor = Cursor::new(dialect, statement);
    if cursor.keywords(&["ROLLBACK"]) {
        cursor.one_of(&["WORK", "TRANSACTION"]);
        return (!cursor.keywords(&["TO"])).then_some(Control::Abandons);
    }
    if cursor.keywords(&["COMMIT"]) {
        return Some(Control::Commits);
    }
    let begins = match dialect {
        Dialect::Postgres => cursor.one_of(&["BEGIN"]) || cursor.keywords(&["START", "TRANSACTION"]),
        Dialect::Sqlite => cursor.one_of(&["BEGIN"]),
        // `BEGIN NOT ATOMIC` is a block, and `END` ends nothing else.
        Dialect::Mysql => {
            cursor.keywords(&["START", "TRANSACTION"]) || {
                let begins = cursor.keywords(&["BEGIN"]);
                cursor.keywords(&["WORK"]);
                begins && cursor.is_at_end()
            }
        }
    };
    if begins {
        return Some(Control::Begins);
    }
    let abandons = dialect == Dialect::Postgres
        && (cursor.keywords(&["ABORT"]) || cursor.keywords(&["PREPARE", "TRANSACTION"]));
    if abandons {
        return Some(Control::Abandons);
    }
    (dialect != Dialect::Mysql && cursor.keywords(&["END"])).then_some(Control::Commits)
}

#[cfg(test)]
mod tests {
    use super::transaction_control;
    use crate::Dialect::{self, Mysql, Postgres, Sqlite};

    /// `expected` are the texts of the statements which are found.
    fn check(dialect: Dialect, script: &str, expected: &[&str]) {
        let found: Vec<&str> =
            transaction_control(dialect, script).into_iter().map(|range| &script[range]).collect();
        assert_eq!(found, expected, "{dialect:?} {script:?}");
    }

    #[test]
    fn each_dialect_has_its_own_transaction_control() {
        let everywhere: &[Dialect] = &Dialect::ALL;
        for (statement, dialects) in [
            ("BEGIN", everywhere),
            ("begin /* now */", everywhere),
            ("COMMIT", everywhere),
            ("COMMIT AND CHAIN", everywhere),
            ("ROLLBACK", everywhere),
            ("ROLLBACK WORK", everywhere),
            ("BEGIN WORK", everywhere),
            ("BEGIN ISOLATION LEVEL SERIALIZABLE", &[Postgres, Sqlite]),
            ("BEGIN IMMEDIATE", &[Postgres, Sqlite]),
            ("START TRANSACTION READ ONLY", &[Postgres, Mysql]),
            ("END", &[Postgres, Sqlite]),
            ("END TRANSACTION", &[Postgres, Sqlite]),
            ("ABORT", &[Postgres]),
            ("PREPARE TRANSACTION 'a'", &[Postgres]),
            ("ROLLBACK PREPARED 'a'", everywhere),
        ] {
            for dialect in Dialect::ALL {
                let script = format!("SELECT 1;\n{statement};\nSELECT 2");
                let text = statement.trim_end_matches(" /* now */");
                let expected: &[&str] = if dialects.contains(&dialect) { &[text] } else { &[] };
                check(dialect, &script, expected);
            }
        }
    }

    #[test]
    fn what_leaves_the_transaction_alone_is_not_found() {
        for dialect in Dialect::ALL {
            for statement in [
                "",
                "SAVEPOINT a",
                "RELEASE a",
                "ROLLBACK TO a",
                "ROLLBACK TO SAVEPOINT a",
                "ROLLBACK WORK TO a",
                "rollback transaction to savepoint a",
                "START SLAVE",
                "PREPARE a AS SELECT 1",
                "SELECT 'COMMIT'",
                "-- COMMIT",
                "\"COMMIT\"",
                "CREATE TABLE commit (a int)",
            ] {
                check(dialect, statement, &[]);
            }
        }
    }

    #[test]
    fn a_body_of_statements_controls_no_transaction() {
        check(Postgres, "DO $$ BEGIN COMMIT; END $$;", &[]);
        check(Postgres, "CREATE FUNCTION f() BEGIN ATOMIC SELECT 1; END; COMMIT", &["COMMIT"]);
        check(Sqlite, "CREATE TRIGGER t DELETE ON a BEGIN SELECT 1; END; COMMIT", &["COMMIT"]);
        check(Mysql, "CREATE PROCEDURE p() BEGIN SELECT 1; BEGIN SELECT 2; END; END; COMMIT", &["COMMIT"]);
    }
}
