//! What a script takes away that was there before it, with everything stored in it.
//!
//! Responsible for `DROP TABLE`, `DROP COLUMN`, `DROP SCHEMA`, `TRUNCATE` and a `DELETE` of all rows. A table that the
//! script made itself is not among them, nor one that is rebuilt: dropped, and there again under its name.

use std::fmt;
use std::ops::Range;

use super::cursor::Cursor;
use super::drops::{Dropped, dropped_by};
use super::mentions::mentions;
use super::name::Name;
use super::renames::{Renamed, renames};
use crate::{Dialect, Statement, split};

/// One thing that is taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destroyed {
    /// What.
    pub what: Lost,
    /// The statement that does it.
    pub at: Range<usize>,
}

/// What is lost with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lost {
    /// A table with its rows.
    Table(Name),
    /// A column with its values.
    Column {
        /// Of which table.
        table: Name,
        /// Its name.
        column: String,
    },
    /// All rows of a table.
    Rows(Name),
    /// A schema with what is in it.
    Schema(String),
}

impl Lost {
    /// Whether a declaration, `table`, `schema.table` or `table.column`, is about this. A table covers its columns.
    pub fn is_declared_by(&self, declared: &str) -> bool {
        let table = |name: &Name| {
            declared.eq_ignore_ascii_case(&name.name) || declared.eq_ignore_ascii_case(&name.to_string())
        };
        match self {
            Lost::Table(name) | Lost::Rows(name) => table(name),
            Lost::Schema(name) => declared.eq_ignore_ascii_case(name),
            Lost::Column { table: of, column } => {
                let of_table =
                    declared.rsplit_once('.').filter(|(_, last)| last.eq_ignore_ascii_case(column));
                table(of)
                    || of_table.is_some_and(|(before, _)| {
                        before.eq_ignore_ascii_case(&of.name) || before.eq_ignore_ascii_case(&of.to_string())
                    })
            }
        }
    }
}

impl fmt::Display for Lost {
    /// As it is declared: `table`, `table.column`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Lost::Table(name) | Lost::Rows(name) => write!(f, "{name}"),
            Lost::Column { table, column } => write!(f, "{table}.{column}"),
            Lost::Schema(name) => f.write_str(name),
        }
    }
}

/// What a script takes away, in the order of the text. A hint which reads text, not meaning: see [`crate::effects`].
///
/// ```
/// use hunter_sql::{Dialect, destroys};
///
/// let script = "CREATE TABLE tmp (a int); DROP TABLE tmp; ALTER TABLE person DROP COLUMN age;";
/// let found: Vec<String> = destroys(Dialect::Postgres, script).iter().map(|one| one.what.to_string()).collect();
/// assert_eq!(found, ["person.age"]);
/// ```
pub fn destroys(dialect: Dialect, script: &str) -> Vec<Destroyed> {
    // A foreign key that says ON DELETE deletes nothing now.
    let lower = script.to_ascii_lowercase().replace("on delete", "");
    if !mentions(&lower, &["drop", "truncate", "delete"]) {
        return Vec::new();
    }
    let mut made: Vec<String> = Vec::new();
    let mut parts: Vec<Made> = Vec::new();
    let renamed = renames(dialect, script);
    let mut found = Vec::new();
    for statement in split(dialect, script) {
        made.extend(created(dialect, &statement).map(|table| table.name));
        parts.extend(made_by(dialect, &statement));
        let lost = lost_by(dialect, &statement).into_iter().filter(|lost| match lost {
            Lost::Table(table) => !is_made(table, &made) && !is_rebuilt(table, &made, &renamed),
            Lost::Column { table, column } => {
                let own = |part: &Made| matches!(part, Made::Column(of, name) if is(&of.name, &table.name) && is(name, column));
                !is_made(table, &made) && !parts.iter().any(own)
            }
            Lost::Rows(table) => !is_made(table, &made),
            Lost::Schema(name) => !parts.iter().any(|part| matches!(part, Made::Schema(own) if is(own, name))),
        });
        found.extend(lost.map(|what| Destroyed { what, at: statement.range() }));
    }
    found
}

fn lost_by(dialect: Dialect, statement: &Statement<'_>) -> Vec<Lost> {
    let mut lost: Vec<Lost> = dropped_by(dialect, statement)
        .into_iter()
        .map(|dropped| match dropped {
            Dropped::Table(name) => Lost::Table(name),
            Dropped::Column { table, column } => Lost::Column { table, column },
        })
        .collect();
    let mut cursor = Cursor::new(dialect, statement);
    if cursor.keywords(&["TRUNCATE"]) {
        cursor.keywords(&["TABLE"]);
        loop {
            cursor.keywords(&["ONLY"]);
            lost.extend(cursor.name().map(Lost::Rows));
            cursor.punctuation("*");
            if !cursor.punctuation(",") {
                break;
            }
        }
    } else if cursor.keywords(&["DELETE", "FROM"]) && !cursor.holds("WHERE") && !cursor.holds("LIMIT") {
        cursor.keywords(&["ONLY"]);
        lost.extend(cursor.name().map(Lost::Rows));
    } else if dialect != Dialect::Sqlite && cursor.keywords(&["DROP", "SCHEMA"]) {
        cursor.keywords(&["IF", "EXISTS"]);
        while let Some(name) = cursor.identifier() {
            lost.push(Lost::Schema(name));
            cursor.punctuation(",");
            if cursor.one_of(&["CASCADE", "RESTRICT"]) {
                break;
            }
        }
    }
    lost
}

/// What a statement makes besides tables.
enum Made {
    Column(Name, String),
    Schema(String),
}

fn made_by(dialect: Dialect, statement: &Statement<'_>) -> Vec<Made> {
    let mut cursor = Cursor::new(dialect, statement);
    // What may have been there already is not the script's own.
    let may_be_there = |cursor: &mut Cursor<'_>| cursor.keywords(&["IF", "NOT", "EXISTS"]);
    if cursor.keywords(&["CREATE", "SCHEMA"]) {
        let own = !may_be_there(&mut cursor);
        return cursor.identifier().filter(|_| own).map(Made::Schema).into_iter().collect();
    }
    if !cursor.keywords(&["ALTER", "TABLE"]) {
        return Vec::new();
    }
    cursor.keywords(&["IF", "EXISTS"]);
    cursor.keywords(&["ONLY"]);
    let Some(table) = cursor.name() else { return Vec::new() };
    let mut made = Vec::new();
    while !cursor.is_at_end() {
        if cursor.keywords(&["ADD"]) {
            cursor.keywords(&["COLUMN"]);
            let own = !may_be_there(&mut cursor);
            made.extend(
                cursor.identifier().filter(|_| own).map(|column| Made::Column(table.clone(), column)),
            );
        }
        cursor.skip_to_comma();
        cursor.punctuation(",");
    }
    made
}

fn is(name: &str, other: &str) -> bool {
    name.eq_ignore_ascii_case(other)
}

/// The table a statement creates.
fn created(dialect: Dialect, statement: &Statement<'_>) -> Option<Name> {
    let mut cursor = Cursor::new(dialect, statement);
    if !cursor.keywords(&["CREATE"]) {
        return None;
    }
    while cursor.one_of(&["OR", "REPLACE", "GLOBAL", "LOCAL", "TEMP", "TEMPORARY", "UNLOGGED"]) {}
    if !cursor.keywords(&["TABLE"]) {
        return None;
    }
    cursor.keywords(&["IF", "NOT", "EXISTS"]);
    cursor.name()
}

fn is_made(table: &Name, made: &[String]) -> bool {
    made.iter().any(|name| is(name, &table.name))
}

/// The script's own table takes its name, or took the name it had before.
fn is_rebuilt(table: &Name, made: &[String], renamed: &[Renamed]) -> bool {
    renamed.iter().any(|renamed| {
        renamed.column.is_none()
            && is(&renamed.to, &table.name)
            && made.iter().any(|name| is(name, &renamed.table))
    })
}

#[cfg(test)]
mod tests {
    use super::destroys;
    use crate::Dialect::{self, Mysql, Postgres, Sqlite};

    fn check(dialect: Dialect, script: &str, expected: &[&str]) {
        let found: Vec<String> = destroys(dialect, script).iter().map(|one| one.what.to_string()).collect();
        assert_eq!(found, expected, "{dialect:?} {script}");
    }

    #[test]
    fn what_was_there_before_is_found() {
        check(Postgres, "drop table if exists A, s.b cascade", &["a", "s.b"]);
        check(Sqlite, "alter table a drop column b", &["a.b"]);
        check(Postgres, "alter table a drop b, drop c, add d int", &["a.b", "a.c"]);
        check(Postgres, "truncate table only a, b restart identity", &["a", "b"]);
        check(Postgres, "truncate a", &["a"]);
        check(Mysql, "delete from a", &["a"]);
        check(Postgres, "drop schema if exists a, b cascade", &["a", "b"]);
        check(Postgres, "create table b (); drop table a", &["a"]);
        check(Sqlite, "alter table a rename to b; drop table b", &["b"]);
    }

    #[test]
    fn what_the_script_made_or_rebuilds_is_not_found() {
        for dialect in [Postgres, Sqlite] {
            check(dialect, "create temp table t (a int); drop table t", &[]);
            check(
                dialect,
                "create table t as select 1; delete from t; alter table t drop column a; drop table t",
                &[],
            );
            check(
                dialect,
                "create table n (a int); insert into n select a from o; drop table o; alter table n rename to o",
                &[],
            );
            check(dialect, "alter table o rename to old; create table o (a int); drop table old", &[]);
            check(
                dialect,
                "drop index i; drop view v; delete from a where b = 1; alter table a drop constraint c",
                &[],
            );
            check(dialect, "select 'drop table a'; -- drop table b", &[]);
        }
    }

    #[test]
    fn a_column_or_a_schema_that_the_script_made_is_not_found() {
        check(
            Postgres,
            "alter table t add tmp int, add column u int; alter table t drop column tmp, drop u",
            &[],
        );
        check(Postgres, "create schema s; drop schema s cascade", &[]);
    }

    #[test]
    fn what_may_have_been_there_before_is_found() {
        check(Postgres, "alter table t add tmp int; alter table o drop column tmp", &["o.tmp"]);
        check(Postgres, "alter table t add if not exists u int; alter table t drop u", &["t.u"]);
        check(Postgres, "create schema if not exists s; drop schema s cascade", &["s"]);
        check(Sqlite, "alter table t drop column a; alter table t add column a int", &["t.a"]);
    }

    #[test]
    fn a_declaration_names_the_table_or_the_column() {
        let lost = destroys(Postgres, "alter table s.a drop column b").remove(0).what;
        for declared in ["s.a.b", "a.b", "a", "s.a", "A.B"] {
            assert!(lost.is_declared_by(declared), "{declared}");
        }
        for declared in ["b", "a.c", "s.b", "x.b", ""] {
            assert!(!lost.is_declared_by(declared), "{declared}");
        }
    }
}
