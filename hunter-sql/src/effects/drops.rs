//! The tables and columns a script says it drops.
//!
//! Responsible for `DROP TABLE` and for `ALTER TABLE … DROP COLUMN`, because these lose rows or values. Other
//! things which are dropped (constraints, indexes, defaults, views) can be made again and are not listed; nor
//! are MySQL's `DROP TEMPORARY TABLE` and what `DELETE` and `TRUNCATE` lose.

use super::cursor::Cursor;
use super::name::Name;
use crate::{Dialect, Statement, split};

/// Something a script drops, named as the server would store its name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dropped {
    /// A table with all its rows.
    Table(Name),
    /// One column of a table.
    Column {
        /// The table it belongs to.
        table: Name,
        /// The column's name.
        column: String,
    },
}

/// What a script drops, in the order of the text. A hint which reads text, not meaning: see [`crate::effects`].
///
/// Unquoted names are lower-cased for PostgreSQL and kept as written for the others; quoted ones are kept,
/// without their quotes.
///
/// ```
/// use hunter_sql::{Dialect, Dropped, Name, drops};
///
/// let note = Name { schema: None, name: "note".to_owned() };
/// assert_eq!(
///     drops(Dialect::Postgres, "ALTER TABLE Note DROP CONSTRAINT a, DROP b; DROP TABLE Note;"),
///     [Dropped::Column { table: note.clone(), column: "b".to_owned() }, Dropped::Table(note)]
/// );
/// ```
pub fn drops(dialect: Dialect, script: &str) -> Vec<Dropped> {
    split(dialect, script).iter().flat_map(|statement| dropped_by(dialect, statement)).collect()
}

/// What one statement drops.
pub(super) fn dropped_by(dialect: Dialect, statement: &Statement<'_>) -> Vec<Dropped> {
    let mut dropped = Vec::new();
    let mut cursor = Cursor::new(dialect, statement);
    if cursor.keywords(&["DROP", "TABLE"]) || cursor.keywords(&["DROP", "TABLES"]) {
        dropped_tables(&mut cursor, &mut dropped);
    } else if cursor.keywords(&["ALTER"]) {
        // MariaDB's, as far as it documents them.
        while cursor.one_of(&["ONLINE", "OFFLINE", "IGNORE"]) {}
        if cursor.keywords(&["TABLE"]) {
            dropped_columns(dialect, &mut cursor, &mut dropped);
        }
    }
    dropped
}

/// After `DROP TABLE`: the names.
fn dropped_tables(cursor: &mut Cursor<'_>, dropped: &mut Vec<Dropped>) {
    cursor.keywords(&["IF", "EXISTS"]);
    while let Some(name) = cursor.name() {
        dropped.push(Dropped::Table(name));
        if !cursor.punctuation(",") {
            break;
        }
    }
}

/// After `ALTER TABLE`: the table, and the actions which drop a column.
fn dropped_columns(dialect: Dialect, cursor: &mut Cursor<'_>, dropped: &mut Vec<Dropped>) {
    cursor.keywords(&["IF", "EXISTS"]);
    // Elsewhere `only` is a fine name for a table.
    let in_brackets = dialect == Dialect::Postgres && cursor.keywords(&["ONLY"]) && cursor.punctuation("(");
    let Some(table) = cursor.name() else { return };
    if in_brackets {
        cursor.punctuation(")");
    }
    // PostgreSQL's old way of including the tables which inherit.
    cursor.punctuation("*");
    while !cursor.is_at_end() {
        if cursor.keywords(&["DROP"])
            && let Some(column) = dropped_column(cursor)
        {
            dropped.push(Dropped::Column { table: table.clone(), column });
        }
        cursor.skip_to_comma();
        cursor.punctuation(",");
    }
}

/// Words which say what else is dropped when the name of that follows. Several of them are also fine names for
/// a column on some server, then nothing follows.
const OTHER_THINGS: [&str; 9] =
    ["CONSTRAINT", "INDEX", "KEY", "PRIMARY", "FOREIGN", "CHECK", "PARTITION", "SYSTEM", "PERIOD"];

/// Words no server takes as an unquoted name.
const NEVER_NAMES: [&str; 2] = ["DEFAULT", "NOT"];

/// After an action's `DROP`: the column, unless it is something else that is dropped.
fn dropped_column(cursor: &mut Cursor<'_>) -> Option<String> {
    let says_column = cursor.keywords(&["COLUMN"]);
    cursor.keywords(&["IF", "EXISTS"]);
    let is_in = |words: &[&str], word: &str| words.iter().any(|other| other.eq_ignore_ascii_case(word));
    let word = cursor.word().unwrap_or_default();
    let column = cursor.identifier()?;
    if says_column {
        return Some(column);
    }
    let is_followed = cursor.text().is_some_and(|text| !is_in(&[",", "CASCADE", "RESTRICT"], text));
    let is_other_thing = is_in(&NEVER_NAMES, word) || (is_followed && is_in(&OTHER_THINGS, word));
    (!is_other_thing).then_some(column)
}

#[cfg(test)]
mod tests;
