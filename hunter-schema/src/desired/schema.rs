//! What a `schema.rs` says, as a value.
//!
//! Responsible for looking up names: those of types, of the columns of a key, of the tables of a join.

use std::collections::BTreeMap;
use std::fmt;

use hunter_sql::Dialect;
use proc_macro2::Ident;
use syn::ext::IdentExt;

use super::grammar::{RawColumn, RawJoin, RawTable};
use super::source::{Place, Source};
use super::types::{DieselType, Scope, nearest};

/// What a `schema.rs` says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DieselSchema {
    /// The tables, in the order of the file.
    pub tables: Vec<DieselTable>,
    /// What `joinable!` says, as far as it is about these tables.
    pub joins: Vec<DieselJoin>,
}

/// A `table!`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DieselTable {
    /// Its schema, where one is written.
    pub schema: Option<String>,
    /// Its name in the database.
    pub name: String,
    /// The columns of its primary key, by their names in the database.
    pub key: Vec<String>,
    /// Its columns, in the order of the file.
    pub columns: Vec<DieselColumn>,
    /// The only dialect that it is compiled for, where `#[cfg(feature = …)]` tells; elsewhere it is none of the schema.
    pub dialect: Option<Dialect>,
    /// The line of its name, from 1.
    pub line: usize,
}

/// A column of a `table!`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DieselColumn {
    /// Its name in the database.
    pub name: String,
    /// Its type.
    pub kind: DieselType,
    /// How many characters it holds, where that is written.
    pub max_length: Option<u64>,
    /// The line of its name, from 1.
    pub line: usize,
}

/// A `joinable!`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DieselJoin {
    /// The place of the table with the column among [`DieselSchema::tables`].
    pub child: usize,
    /// The place of the table whose primary key it holds.
    pub parent: usize,
    /// The column of the child, by its name in the database.
    pub column: String,
}

/// A `schema.rs` that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadSchemaRs {
    /// The line of the place, from 1.
    pub line: usize,
    /// The column of the place in characters, from 1.
    pub column: usize,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for BadSchemaRs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for BadSchemaRs {}

impl DieselSchema {
    /// Reads the text of a `schema.rs`, whether Diesel or a person wrote it.
    ///
    /// # Errors
    /// When a table cannot be read: it is no `table!` to Diesel either, or a type is neither one of Diesel's, nor made in
    /// this file, nor brought in from elsewhere.
    ///
    /// ```
    /// # use hunter_schema::desired::DieselSchema;
    /// let schema = DieselSchema::parse("diesel::table! { users (id) { id -> Int4, email -> Nullable<Text>, } }").unwrap();
    /// assert_eq!(schema.tables[0].name, "users");
    /// assert_eq!(schema.tables[0].columns[1].kind.to_string(), "Nullable<Text>");
    ///
    /// let error = DieselSchema::parse("table! {\n    users { id -> Intger }\n}").unwrap_err().to_string();
    /// assert!(error.starts_with("line 2, column 19: there is no type `Intger`"));
    /// assert!(error.ends_with("did you mean `Integer`?"));
    /// ```
    pub fn parse(source: &str) -> Result<DieselSchema, BadSchemaRs> {
        let source = Source::read(source)?;
        let mut schema = DieselSchema::default();
        for (place, raw) in &source.tables {
            let table = DieselTable { dialect: place.dialect, ..table(raw, &source)? };
            let whole = |table: &DieselTable| (table.dialect, table.schema.clone(), table.name.clone());
            let is_same = |other: &&DieselTable| whole(other) == whole(&table);
            if let Some(other) = schema.tables.iter().find(is_same) {
                let message = format!("table `{}` is already on line {}", table.name, other.line);
                return Err(BadSchemaRs::at(raw.name.span(), message));
            }
            schema.tables.push(table);
        }
        schema.joins = source.joins.iter().flat_map(|(place, raw)| joins(place, raw, &source)).collect();
        Ok(schema)
    }
}

impl DieselTable {
    /// Whether a dialect has it.
    pub(super) fn is_for(&self, dialect: Dialect) -> bool {
        self.dialect.is_none_or(|only| only == dialect)
    }

    /// Where it is: its schema, empty where the dialect has none, and its name.
    pub(super) fn place(&self, dialect: Dialect) -> (String, String) {
        match dialect {
            Dialect::Sqlite => (String::new(), self.name.to_ascii_lowercase()),
            _ => (self.schema.clone().unwrap_or_else(|| "public".to_owned()), self.name.clone()),
        }
    }
}

impl DieselColumn {
    /// Its name as the dialect compares it.
    pub(super) fn plain(&self, dialect: Dialect) -> String {
        plain(dialect, &self.name)
    }
}

/// A name as the dialect compares it.
pub(super) fn plain(dialect: Dialect, name: &str) -> String {
    if dialect == Dialect::Sqlite { name.to_ascii_lowercase() } else { name.to_owned() }
}

fn table(raw: &RawTable, source: &Source) -> Result<DieselTable, BadSchemaRs> {
    let scope = Scope { imports: &raw.imports, outer: &source.imports, customs: &source.customs };
    let mut columns: Vec<DieselColumn> = Vec::new();
    for column in &raw.columns {
        if let Some(other) = columns.iter().find(|other| other.name == column.sql_name) {
            let message = format!("column `{}` is already on line {}", column.sql_name, other.line);
            return Err(BadSchemaRs::at(column.name.span(), message));
        }
        let (name, line) = (column.sql_name.clone(), column.name.span().start().line);
        columns.push(DieselColumn {
            name,
            kind: scope.find(&column.kind)?,
            max_length: column.max_length,
            line,
        });
    }
    let key = match &raw.key {
        Some(key) => key.iter().map(|name| key_column(name, raw)).collect::<Result<_, _>>()?,
        None => vec![key_column(&Ident::new("id", raw.name.span()), raw)?],
    };
    let schema = raw.schema.as_ref().map(|schema| schema.unraw().to_string());
    let (name, line) = (raw.sql_name.clone(), raw.name.span().start().line);
    Ok(DieselTable { schema, name, key, columns, dialect: None, line })
}

/// The column of a key, by its name in Rust.
fn key_column(name: &Ident, raw: &RawTable) -> Result<String, BadSchemaRs> {
    let found: Option<&RawColumn> = raw.columns.iter().find(|column| column.name.unraw() == name.unraw());
    found.map(|column| column.sql_name.clone()).ok_or_else(|| {
        let written = name.unraw().to_string();
        let names: Vec<String> = raw.columns.iter().map(|column| column.name.unraw().to_string()).collect();
        let near = nearest(&written, names.iter().map(String::as_str));
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        let message =
            format!("table `{}` has no column `{written}`, which is its primary key{near}", raw.sql_name);
        BadSchemaRs::at(name.span(), message)
    })
}

/// The joins that one says: one for each dialect that has the tables for itself. Those of unknown tables and columns are
/// Diesel's to refuse.
fn joins(place: &Place, raw: &RawJoin, source: &Source) -> Vec<DieselJoin> {
    let children = alike(&raw.child, place, place.dialect, source);
    let of_child = children.into_iter().flat_map(|child| {
        let (of, table) = &source.tables[child];
        let column = table.columns.iter().find(|column| column.name == raw.column);
        let parents = alike(&raw.parent, place, of.dialect.or(place.dialect), source);
        column.into_iter().flat_map(move |column| {
            let join =
                |parent: &usize| DieselJoin { child, parent: *parent, column: column.sql_name.clone() };
            parents.iter().map(join).collect::<Vec<_>>()
        })
    });
    of_child.collect()
}

/// The tables that a path in some place most likely means, one for each dialect unless it is for one.
fn alike(path: &syn::Path, place: &Place, only: Option<Dialect>, source: &Source) -> Vec<usize> {
    let written: String = path.segments.iter().map(|segment| format!("{}::", segment.ident)).collect();
    let mut best: BTreeMap<Option<Dialect>, ((bool, bool), usize)> = BTreeMap::new();
    for (at, (of, table)) in source.tables.iter().enumerate() {
        let is_it = path.segments.last().is_some_and(|last| last.ident == table.name);
        if !is_it || only.is_some() && of.dialect.is_some() && of.dialect != only {
            continue;
        }
        let is_whole = format!("{}{}::", of.module, table.name).ends_with(&written);
        let like = (is_whole, of.module == place.module);
        let best = best.entry(of.dialect).or_insert((like, at));
        *best = (like, at).max(*best);
    }
    best.into_values().map(|(_, at)| at).collect()
}
