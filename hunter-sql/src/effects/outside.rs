//! Statements that no server takes inside of a transaction block.
//!
//! Responsible for recognising them, and for what a catalog can tell about each afterwards, which is all that helps
//! when nobody saw the statement end. MySQL has none: there such statements commit on their own, without a word.

use std::ops::Range;

use super::cursor::Cursor;
use super::mentions::mentions;
use super::name::Name;
use crate::{Dialect, Statement, split};

/// A statement that has to run outside of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// What it is, in its own words: `CREATE INDEX CONCURRENTLY`.
    pub words: &'static str,
    /// How to tell whether it was carried out.
    pub settles: Settles,
}

/// What is known of a statement that was begun, and of which nobody saw the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settles {
    /// It builds an index: done if a valid one of that name is on the table.
    Built {
        /// The index; `None` where the server chooses the name.
        index: Option<Name>,
        /// The table it is on.
        table: Name,
    },
    /// It drops an index: done if none of that name is there.
    Gone {
        /// The index.
        index: Name,
    },
    /// Running it once more does no harm.
    Again,
    /// Only a human can look.
    Unknown,
}

/// Whether a statement cannot run inside of a transaction. A hint which reads text, not meaning: see
/// [`crate::effects`].
///
/// ```
/// use hunter_sql::{Dialect, outside_transaction, split};
///
/// let script = "CREATE INDEX CONCURRENTLY a ON t (b); CREATE INDEX c ON t (d);";
/// let outside = |at: usize| outside_transaction(Dialect::Postgres, &split(Dialect::Postgres, script)[at]);
/// assert_eq!(outside(0).map(|found| found.words), Some("CREATE INDEX CONCURRENTLY"));
/// assert_eq!(outside(1), None);
/// ```
pub fn outside_transaction(dialect: Dialect, statement: &Statement<'_>) -> Option<Outside> {
    let mut cursor = Cursor::new(dialect, statement);
    match dialect {
        Dialect::Postgres => postgres(&mut cursor),
        Dialect::Sqlite => sqlite(&mut cursor),
        Dialect::Mysql => None,
    }
}

/// The statements of a script that cannot run inside of a transaction.
pub fn outside_statements(dialect: Dialect, script: &str) -> Vec<(Outside, Range<usize>)> {
    let words: &[&str] = match dialect {
        Dialect::Postgres => &[
            "concurrently",
            "vacuum",
            "reindex",
            "cluster",
            "database",
            "tablespace",
            "system",
            "discard",
            "prepared",
        ],
        Dialect::Sqlite => &["vacuum", "detach", "pragma"],
        Dialect::Mysql => &[],
    };
    if !mentions(script, words) {
        return Vec::new();
    }
    let statements = split(dialect, script);
    let outside = |one: &Statement<'_>| Some((outside_transaction(dialect, one)?, one.range()));
    statements.iter().filter_map(outside).collect()
}

/// Statements that are told by their first words alone. What may be run again is maintenance, or sets a value.
const POSTGRES: [(&[&str], &str, Settles); 12] = [
    (&["VACUUM"], "VACUUM", Settles::Again),
    (&["ALTER", "SYSTEM"], "ALTER SYSTEM", Settles::Again),
    (&["REINDEX", "SCHEMA"], "REINDEX SCHEMA", Settles::Again),
    (&["REINDEX", "DATABASE"], "REINDEX DATABASE", Settles::Again),
    (&["REINDEX", "SYSTEM"], "REINDEX SYSTEM", Settles::Again),
    (&["DISCARD", "ALL"], "DISCARD ALL", Settles::Again),
    (&["CREATE", "DATABASE"], "CREATE DATABASE", Settles::Unknown),
    (&["DROP", "DATABASE"], "DROP DATABASE", Settles::Unknown),
    (&["CREATE", "TABLESPACE"], "CREATE TABLESPACE", Settles::Unknown),
    (&["DROP", "TABLESPACE"], "DROP TABLESPACE", Settles::Unknown),
    (&["COMMIT", "PREPARED"], "COMMIT PREPARED", Settles::Unknown),
    (&["ROLLBACK", "PREPARED"], "ROLLBACK PREPARED", Settles::Unknown),
];

fn postgres(cursor: &mut Cursor<'_>) -> Option<Outside> {
    if let Some((_, words, settles)) = POSTGRES.iter().find(|(first, ..)| cursor.keywords(first)) {
        return Some(Outside { words, settles: settles.clone() });
    }
    if cursor.keywords(&["CREATE", "INDEX"]) || cursor.keywords(&["CREATE", "UNIQUE", "INDEX"]) {
        return built_index(cursor);
    }
    if cursor.keywords(&["DROP", "INDEX", "CONCURRENTLY"]) {
        cursor.keywords(&["IF", "EXISTS"]);
        let settles = cursor.name().map_or(Settles::Unknown, |index| Settles::Gone { index });
        return Some(Outside { words: "DROP INDEX CONCURRENTLY", settles });
    }
    if cursor.keywords(&["CLUSTER"]) {
        cursor.keywords(&["VERBOSE"]);
        // With a table it is an ordinary statement.
        return cursor.is_at_end().then_some(Outside { words: "CLUSTER", settles: Settles::Again });
    }
    if cursor.keywords(&["REINDEX"]) {
        let concurrently = cursor.holds("CONCURRENTLY");
        let whole = ["SCHEMA", "DATABASE", "SYSTEM"].into_iter().any(|word| cursor.follows_brackets(word));
        let words = if concurrently { "REINDEX CONCURRENTLY" } else { "REINDEX" };
        return (concurrently || whole).then_some(Outside { words, settles: Settles::Again });
    }
    let detaches = cursor.keywords(&["ALTER", "TABLE"])
        && cursor.holds("DETACH")
        && cursor.last_word().is_some_and(|word| word.eq_ignore_ascii_case("CONCURRENTLY"));
    detaches.then_some(Outside { words: "DETACH PARTITION CONCURRENTLY", settles: Settles::Unknown })
}

/// After `CREATE INDEX`.
fn built_index(cursor: &mut Cursor<'_>) -> Option<Outside> {
    if !cursor.keywords(&["CONCURRENTLY"]) {
        return None;
    }
    cursor.keywords(&["IF", "NOT", "EXISTS"]);
    let index = if cursor.is_next("ON") { None } else { cursor.name() };
    let table = if cursor.keywords(&["ON"]) {
        cursor.keywords(&["ONLY"]);
        cursor.name()
    } else {
        None
    };
    let settles = table.map_or(Settles::Unknown, |table| Settles::Built { index, table });
    Some(Outside { words: "CREATE INDEX CONCURRENTLY", settles })
}

fn sqlite(cursor: &mut Cursor<'_>) -> Option<Outside> {
    if cursor.keywords(&["VACUUM"]) {
        let settles = if cursor.holds("INTO") { Settles::Unknown } else { Settles::Again };
        return Some(Outside { words: "VACUUM", settles });
    }
    if cursor.keywords(&["DETACH"]) {
        return Some(Outside { words: "DETACH", settles: Settles::Unknown });
    }
    if !cursor.keywords(&["PRAGMA"]) {
        return None;
    }
    let pragma = cursor.name()?.name.to_ascii_lowercase();
    let sets = !cursor.is_at_end();
    let words = match pragma.as_str() {
        "journal_mode" => "PRAGMA journal_mode",
        "synchronous" => "PRAGMA synchronous",
        "temp_store" => "PRAGMA temp_store",
        _ => return None,
    };
    sets.then_some(Outside { words, settles: Settles::Again })
}

#[cfg(test)]
mod tests {
    use super::{Outside, Settles, outside_transaction};
    use crate::Dialect::{self, Mysql, Postgres, Sqlite};
    use crate::{Name, split};

    fn found(dialect: Dialect, script: &str) -> Option<Outside> {
        outside_transaction(dialect, &split(dialect, script)[0])
    }

    fn name(schema: Option<&str>, name: &str) -> Name {
        Name { schema: schema.map(str::to_owned), name: name.to_owned() }
    }

    #[test]
    fn a_concurrent_build_is_told_with_its_index_and_its_table() {
        let built = |index: Option<Name>, table: Name| Settles::Built { index, table };
        for (script, settles) in [
            ("create index concurrently a on t (b)", built(Some(name(None, "a")), name(None, "t"))),
            (
                "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"A b\" ON ONLY s.t USING gin (b)",
                built(Some(name(None, "A b")), name(Some("s"), "t")),
            ),
            ("create index concurrently on t (b)", built(None, name(None, "t"))),
            ("drop index concurrently if exists s.a", Settles::Gone { index: name(Some("s"), "a") }),
        ] {
            assert_eq!(found(Postgres, script).map(|found| found.settles), Some(settles), "{script}");
        }
    }

    #[test]
    fn what_runs_inside_of_a_transaction_is_not_found() {
        for script in [
            "create index a on t (b)",
            "create index concurrently_a on t (b)",
            "drop index a",
            "cluster t",
            "cluster verbose t using a",
            "reindex table t",
            "reindex index concurrently_built",
            "refresh materialized view concurrently m",
            "alter table t detach partition p",
            "alter database d set work_mem = '1MB'",
            "discard temp",
            "select 'vacuum'",
            "-- vacuum\nselect 1",
        ] {
            assert_eq!(found(Postgres, script), None, "{script}");
        }
        for script in ["pragma user_version = 3", "pragma journal_mode", "select 1"] {
            assert_eq!(found(Sqlite, script), None, "{script}");
        }
        assert_eq!(found(Mysql, "create table t (a int)"), None);
    }

    #[test]
    fn what_does_not_run_inside_of_a_transaction_is_found() {
        for script in [
            "vacuum (full) t",
            "cluster",
            "cluster verbose",
            "reindex (verbose, concurrently) table t",
            "reindex index concurrently i",
            "reindex (verbose) schema s",
            "reindex database d",
            "alter table t detach partition p concurrently",
            "alter system set work_mem = '1MB'",
            "create database d",
            "drop tablespace t",
            "discard all",
        ] {
            assert!(found(Postgres, script).is_some(), "{script}");
        }
        for script in [
            "vacuum",
            "vacuum into 'x'",
            "pragma main.journal_mode = wal",
            "pragma journal_mode(wal)",
            "detach a",
        ] {
            assert!(found(Sqlite, script).is_some(), "{script}");
        }
    }
}
