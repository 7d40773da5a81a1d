//! What is apart, in words.
//!
//! Responsible for sentences which name the line, the table and the column.

use std::fmt;

use hunter_sql::Dialect;

use super::found::{Found, Part, all, is_not_null};
use super::head::Head;
use super::names::joined;
use super::schema::{DieselColumn, DieselSchema};
use crate::object::Object;
use crate::snapshot::Snapshot;

/// One thing that a `schema.rs` says otherwise than the schema; `Display` is a sentence about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// The file.
    pub path: String,
    /// The line, from 1; `None` where the file has none about it.
    pub line: Option<usize>,
    /// The table, with its schema unless that is `public`.
    pub table: String,
    /// The column, where it is about one.
    pub column: Option<String>,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    Table { is_here: bool },
    Column { here: Option<String>, at_head: Option<String> },
    Key { here: String, at_head: String },
}

/// What a `schema.rs` says otherwise than a schema, table by table. `path` is the file, for the sentences.
///
/// ```
/// # use hunter_schema::{Snapshot, desired::{DieselSchema, disagreements}};
/// # use hunter_sql::Dialect;
/// let schema = DieselSchema::parse("diesel::table! {\n    users (id) {\n        id -> Nullable<Integer>,\n        email -> Nullable<Text>,\n    }\n}").unwrap();
/// let rows = [
///     r#"{"kind": "table", "name": "users"}"#,
///     r#"{"kind": "column", "name": "users.id", "facts": {"type": "integer"}}"#,
///     r#"{"kind": "column", "name": "users.email", "facts": {"type": "varchar(255)", "not null": "yes"}}"#,
///     r#"{"kind": "constraint", "name": "users.primary key(id)", "facts": {"kind": "primary key", "columns": "id"}}"#,
/// ];
/// let head = Snapshot::from_rows(rows).unwrap();
/// let found = disagreements(Dialect::Sqlite, &schema, &head, "src/schema.rs");
/// assert_eq!(
///     found.iter().map(ToString::to_string).collect::<Vec<_>>(),
///     ["src/schema.rs:4: column users.email is Nullable<Text> here, and `varchar(255) NOT NULL` in the schema at head"]
/// );
/// ```
#[must_use]
pub fn disagreements(
    dialect: Dialect,
    schema: &DieselSchema,
    snapshot: &Snapshot,
    path: &str,
) -> Vec<Disagreement> {
    if dialect == Dialect::Mysql {
        // Its catalog is not read yet, so there is nothing to compare with.
        return Vec::new();
    }
    let head = Head::of(dialect, snapshot);
    all(schema, &head).iter().map(|found| of(dialect, found, path)).collect()
}

fn of(dialect: Dialect, found: &Found<'_>, path: &str) -> Disagreement {
    let name = |(schema, name): &(String, String)| match schema.as_str() {
        "" | "public" => joined(dialect, &[name]),
        schema => joined(dialect, &[schema, name]),
    };
    let (line, table, column, what) = match found {
        Found::TableHere(table) => {
            (Some(table.line), name(&table.place(dialect)), None, What::Table { is_here: true })
        }
        Found::TableAtHead(place, _) => (None, name(place), None, What::Table { is_here: false }),
        Found::Within(table, relation, part) => {
            let (line, column, what) = match part {
                Part::ColumnHere(column) => {
                    let what = What::Column { here: Some(here(column)), at_head: None };
                    (column.line, Some(column.plain(dialect)), what)
                }
                Part::ColumnAtHead(column, object) => {
                    let what = What::Column { here: None, at_head: Some(at_head(dialect, object)) };
                    (table.line, Some((*column).to_owned()), what)
                }
                Part::Column { column, object, .. } => {
                    let (here, at_head) = (Some(here(column)), Some(at_head(dialect, object)));
                    (column.line, Some(column.plain(dialect)), What::Column { here, at_head })
                }
                Part::Key => {
                    let columns = relation.key.iter().flat_map(|key| key.columns.clone());
                    let at_head = columns.collect::<Vec<_>>().join(", ");
                    (table.line, None, What::Key { here: table.key.join(", "), at_head })
                }
            };
            (Some(line), name(&table.place(dialect)), column.map(|name| joined(dialect, &[&name])), what)
        }
    };
    Disagreement { path: path.to_owned(), line, table, column, what }
}

/// A column as the file has it.
fn here(column: &DieselColumn) -> String {
    match column.max_length {
        Some(length) => format!("{} with max_length = {length}", column.kind),
        None => column.kind.to_string(),
    }
}

/// A column as the schema has it.
fn at_head(dialect: Dialect, object: &Object) -> String {
    let kind = object.facts.get("type").unwrap_or_default();
    match (kind, is_not_null(dialect, object)) {
        ("", false) => "without a type".to_owned(),
        ("", true) => "`NOT NULL` without a type".to_owned(),
        (kind, false) => format!("`{kind}`"),
        (kind, true) => format!("`{kind} NOT NULL`"),
    }
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, table, .. } = self;
        write!(f, "{path}:")?;
        if let Some(line) = self.line {
            write!(f, "{line}:")?;
        }
        let column = self.column.as_deref().unwrap_or_default();
        match &self.what {
            What::Table { is_here: true } => {
                write!(f, " table {table} is here, and not in the schema at head")
            }
            What::Table { is_here: false } => {
                write!(f, " table {table} is in the schema at head, and not here")
            }
            What::Column { here: Some(here), at_head: Some(at_head) } => {
                write!(f, " column {table}.{column} is {here} here, and {at_head} in the schema at head")
            }
            What::Column { here: Some(here), at_head: None } => {
                write!(f, " column {table}.{column} is {here} here, and not in the schema at head")
            }
            What::Column { here: None, at_head } => {
                let at_head = at_head.as_deref().unwrap_or("there");
                write!(f, " column {table}.{column} is {at_head} in the schema at head, and not here")
            }
            What::Key { here, at_head } => {
                write!(
                    f,
                    " the primary key of {table} is ({here}) here, and ({at_head}) in the schema at head"
                )
            }
        }
    }
}
