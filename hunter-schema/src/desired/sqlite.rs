//! Which types of SQLite a type of Diesel may stand for.
//!
//! Responsible for Diesel's rules, which go by what a type's name contains, much as SQLite's own do.

use super::head::Relation;
use super::schema::DieselColumn;
use super::types::{DieselType, Form};

/// Whether Diesel could have written the type for a column of this one. `sql` is empty where the column has none.
/// `may_be_rowid` says that it is a key, or refers to one.
pub(super) fn agrees(column: &DieselColumn, sql: &str, may_be_rowid: bool, table: &Relation<'_>) -> bool {
    let is = class(sql);
    let Some(usual) = texts(&column.kind) else { return true };
    if is.is_empty() {
        // Diesel knows no type for it, so whatever a person wrote is right.
        return true;
    }
    let same = |text: &&str| {
        if table.is_strict() { strict(class(text)) == strict(is) } else { class(text) == is }
    };
    // A rowid has 64 bits, and Diesel can be told so.
    let is_rowid = sql == "integer" && class(usual[0]) == "bigint";
    (usual.iter().any(same) || is_rowid && may_be_rowid) && is_right_length(column, sql)
}

/// SQLite holds nobody to a length, so it is compared only where there is one.
fn is_right_length(column: &DieselColumn, sql: &str) -> bool {
    let written = sql.split_once('(').map(|(_, rest)| rest.trim_end_matches(')'));
    match (column.max_length, written) {
        (Some(length), Some(written)) if class(sql) == "text" => written.trim() == length.to_string(),
        _ => true,
    }
}

/// The type that a column of it usually gets. The only column of a key is the rowid if it can be, as no other gets its
/// value by itself.
pub(super) fn usual(column: &DieselColumn, is_only_key: bool, is_strict: bool) -> String {
    let usual = texts(&column.kind).map_or("text", |usual| usual[0]);
    match (class(usual), column.max_length) {
        (class, _) if is_strict => strict(class).to_owned(),
        ("bigint", _) if is_only_key => "integer".to_owned(),
        ("text", Some(length)) => format!("varchar({length})"),
        _ => usual.to_owned(),
    }
}

/// What the type may be here, the usual one first; `None` for one that only its maker knows.
fn texts(kind: &DieselType) -> Option<&[&str]> {
    match &kind.0 {
        Form::BuiltIn(row, _) => Some(row.sqlite),
        Form::Around("Nullable" | "Unsigned", inner) => texts(inner),
        Form::Around(..) => Some(&["text"]),
        Form::Custom(custom) => Some(match custom.sqlite.as_deref()? {
            "Binary" => &["blob"],
            "Text" => &["text"],
            "Float" => &["float"],
            "Double" => &["double"],
            "SmallInt" => &["smallint"],
            "Integer" => &["integer"],
            "Long" => &["bigint"],
            _ => return None,
        }),
        Form::Foreign(_) => None,
    }
}

/// What Diesel takes a type for; empty where it takes it for nothing.
fn class(sql: &str) -> &'static str {
    let has = |part: &str| sql.contains(part);
    match sql {
        "bool" | "boolean" => "bool",
        _ if has("tiny") && has("int") => "bool",
        "int2" => "smallint",
        _ if has("small") && has("int") => "smallint",
        "int8" => "bigint",
        _ if has("big") && has("int") => "bigint",
        _ if has("int") => "integer",
        _ if has("char") || has("clob") || has("text") => "text",
        "" => "binary",
        _ if has("blob") || has("binary") => "binary",
        _ if has("float") || has("real") => "float",
        _ if has("double") || has("num") || has("dec") => "double",
        "datetime" | "timestamp" => "timestamp",
        "date" => "date",
        "time" => "time",
        _ => "",
    }
}

/// The type that a strict table has for it.
fn strict(class: &str) -> &str {
    match class {
        "bool" | "smallint" | "bigint" | "integer" => "integer",
        "float" | "double" => "real",
        "binary" => "blob",
        _ => "text",
    }
}
