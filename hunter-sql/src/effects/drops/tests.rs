//! Tables of scripts and what they drop.

use super::{Dropped, drops};
use crate::Dialect::{self, Mysql, Postgres, Sqlite};
use crate::effects::Name;

/// Writes what is dropped as `schema.table` or `schema.table: column`, which keeps the tables below readable.
fn written(dropped: Dropped) -> String {
    let table = |name: Name| match name.schema {
        Some(schema) => format!("{schema}.{}", name.name),
        None => name.name,
    };
    match dropped {
        Dropped::Table(name) => table(name),
        Dropped::Column { table: name, column } => format!("{}: {column}", table(name)),
    }
}

fn check(dialect: Dialect, script: &str, expected: &[&str]) {
    let found: Vec<String> = drops(dialect, script).into_iter().map(written).collect();
    assert_eq!(found, expected, "{dialect:?} {script:?}");
}

#[test]
fn every_table_of_drop_table_is_found() {
    for dialect in Dialect::ALL {
        check(dialect, "DROP TABLE a", &["a"]);
        check(dialect, "drop table if exists a;", &["a"]);
        check(dialect, "DROP TABLE a, b.c , d CASCADE", &["a", "b.c", "d"]);
        check(dialect, "DROP /* x */ TABLE -- y\n a RESTRICT; DROP TABLE b", &["a", "b"]);
    }
    check(
        Postgres,
        r#"DROP TABLE IF EXISTS Public.Note, "Public"."No""te""#,
        &["public.note", "Public.No\"te"],
    );
    check(Postgres, "DROP TABLE db.s.t", &["s.t"]);
    check(Sqlite, "DROP TABLE Main.[a b], 'c'", &["Main.a b", "c"]);
    check(Mysql, "DROP TABLES `a`.`B`, c", &["a.B", "c"]);
    check(Mysql, "DROP TABLE /*!32312 IF EXISTS */ a", &["a"]);
}

#[test]
fn only_tables_are_found_in_a_drop() {
    for dialect in Dialect::ALL {
        for script in [
            "",
            "DROP",
            "DROP TABLE",
            "DROP TABLE IF EXISTS",
            "DROP VIEW a",
            "DROP INDEX a",
            "DROP SCHEMA a CASCADE",
            "DROP TEMPORARY TABLE a",
            "DELETE FROM a",
            "SELECT 'DROP TABLE a; DROP TABLE b'",
            "-- DROP TABLE a",
            "CREATE TABLE a (b int)",
        ] {
            check(dialect, script, &[]);
        }
    }
    check(Postgres, "DO $$ BEGIN DROP TABLE a; END $$", &[]);
    check(Postgres, "DROP TABLE a, 'b'", &["a"]);
}

#[test]
fn every_dropped_column_of_alter_table_is_found() {
    for dialect in Dialect::ALL {
        check(dialect, "ALTER TABLE t DROP COLUMN c", &["t: c"]);
        check(dialect, "ALTER TABLE s.t DROP c", &["s.t: c"]);
        check(dialect, "ALTER TABLE t ADD a numeric(1, 2), DROP b, DROP COLUMN c", &["t: b", "t: c"]);
        check(dialect, "ALTER TABLE t DROP a, DROP b; ALTER TABLE u DROP c", &["t: a", "t: b", "u: c"]);
        check(dialect, "ALTER TABLE t DROP a -- b\n, DROP COLUMN IF EXISTS b CASCADE", &["t: a", "t: b"]);
    }
    for beginning in
        ["ALTER TABLE t", "ALTER TABLE IF EXISTS t", "ALTER TABLE ONLY T", "ALTER TABLE IF EXISTS ONLY (t)"]
    {
        check(Postgres, &format!("{beginning} DROP IF EXISTS C CASCADE, DROP \"D\""), &["t: c", "t: D"]);
    }
    check(Postgres, "ALTER TABLE t * DROP c", &["t: c"]);
    check(Postgres, "ALTER TABLE t ADD CHECK (a IN (1, 2)), ALTER a SET DEFAULT f(1, 2), DROP b", &["t: b"]);
    check(Sqlite, "ALTER TABLE only DROP c", &["only: c"]);
    check(Mysql, "ALTER IGNORE TABLE t DROP `a b`, ALGORITHM = INPLACE, DROP c FIRST", &["t: a b", "t: c"]);
}

#[test]
fn an_action_which_drops_something_else_is_not_a_dropped_column() {
    for dialect in Dialect::ALL {
        for action in [
            "DROP",
            "DROP COLUMN",
            "DROP CONSTRAINT a",
            "DROP CONSTRAINT IF EXISTS a CASCADE",
            "DROP INDEX a",
            "DROP KEY a",
            "DROP PRIMARY KEY",
            "DROP FOREIGN KEY a",
            "DROP CHECK a",
            "DROP PARTITION a",
            "DROP DEFAULT",
            "DROP NOT NULL",
            "ALTER COLUMN a DROP DEFAULT",
            "ALTER COLUMN a DROP NOT NULL",
            "ALTER a DROP IDENTITY IF EXISTS",
            "ALTER a DROP EXPRESSION",
            "RENAME COLUMN a TO b",
            "RENAME TO b",
            "ADD COLUMN a text DEFAULT 'DROP COLUMN b'",
        ] {
            check(dialect, &format!("ALTER TABLE t {action}"), &[]);
            check(dialect, &format!("ALTER TABLE t {action}, DROP z"), &["t: z"]);
        }
    }
}

#[test]
fn a_column_may_be_called_like_something_else() {
    check(
        Postgres,
        "ALTER TABLE t DROP key, DROP index CASCADE, DROP \"check\"",
        &["t: key", "t: index", "t: check"],
    );
    check(Postgres, "ALTER TABLE t DROP identity, DROP expression", &["t: identity", "t: expression"]);
    check(Postgres, "ALTER TABLE t DROP COLUMN partition", &["t: partition"]);
    check(Mysql, "ALTER TABLE t DROP c PARTITION BY HASH (a)", &["t: c"]);
    check(Mysql, "ALTER TABLE t DROP `key`", &["t: key"]);
}

#[test]
fn only_tables_are_altered() {
    check(Postgres, "ALTER TYPE t DROP ATTRIBUTE a", &[]);
    check(Postgres, "ALTER DOMAIN t DROP CONSTRAINT a", &[]);
    check(Postgres, "ALTER VIEW t DROP a", &[]);
    check(Postgres, "ALTER TABLE", &[]);
}
