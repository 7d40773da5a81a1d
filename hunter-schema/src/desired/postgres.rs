//! Which types of PostgreSQL a type of Diesel may stand for.
//!
//! Responsible for the texts of the catalog's `format_type`: with lengths and precisions, and with the schema in front of
//! what is not built in.

use super::head::Head;
use super::names::{joined, parts};
use super::types::{DieselType, Form};
use hunter_sql::Dialect;

/// Whether Diesel could have written the type for a column of this one.
pub(super) fn agrees(kind: &DieselType, max_length: Option<u64>, sql: &str, head: &Head<'_>) -> bool {
    is_directly(kind, max_length, sql, head) || {
        // Diesel usually looks through a domain.
        let base = head.base(sql).and_then(|facts| facts.get("base"));
        base.is_some_and(|base| base != sql && agrees(kind, max_length, base, head))
    }
}

fn is_directly(kind: &DieselType, max_length: Option<u64>, sql: &str, head: &Head<'_>) -> bool {
    let plain = without_modifier(sql);
    match &kind.0 {
        Form::Around("Array", element) => {
            sql.strip_suffix("[]").is_some_and(|sql| agrees(element.without_null(), max_length, sql, head))
        }
        Form::Around("Range" | "Multirange", _) => plain == usual(kind, None, head),
        Form::Around(_, inner) => agrees(inner, max_length, sql, head),
        Form::BuiltIn(row, _) => {
            let name = if own(&plain) == "citext" { "citext" } else { plain.as_str() };
            let is_right_length = match max_length {
                Some(length) if row.postgres.contains(&"text") => {
                    plain.starts_with("character") && modifier(sql) == Some(length.to_string().as_str())
                }
                _ => true,
            };
            row.postgres.contains(&name) && is_right_length
        }
        Form::Custom(custom) => match (&custom.name, &custom.schema) {
            (None, _) => is_foreign(&custom.rust, &plain),
            (Some(name), schema) => {
                let found = parts(&plain);
                let is_there = |schema: &String| {
                    if schema == "pg_catalog" { found.len() == 1 } else { found.first() == Some(schema) }
                };
                plain == catalog_name(name)
                    || found.last() == Some(name) && schema.as_ref().is_none_or(is_there)
            }
        },
        Form::Foreign(name) => is_foreign(name, &plain),
    }
}

/// Whether a type of elsewhere may be this one: by its name, or because Diesel has none of its own for it.
fn is_foreign(rust: &str, plain: &str) -> bool {
    is_called(rust, &own(plain)) || {
        let element = plain.trim_end_matches("[]");
        element == plain && own(plain) != "citext" && !super::builtin::is_of_postgres(plain)
    }
}

fn is_called(rust: &str, own: &str) -> bool {
    let simple = |name: &str| name.replace('_', "").to_lowercase();
    simple(rust) == simple(own)
}

fn own(name: &str) -> String {
    parts(name).pop().unwrap_or_default()
}

/// The type that a column of it usually gets.
pub(super) fn usual(kind: &DieselType, max_length: Option<u64>, head: &Head<'_>) -> String {
    match &kind.0 {
        Form::Around("Array", element) => format!("{}[]", usual(element.without_null(), max_length, head)),
        Form::Around(around @ ("Range" | "Multirange"), element) => {
            let prefix = match usual(element.without_null(), None, head).as_str() {
                "integer" => "int4",
                "bigint" => "int8",
                "numeric" => "num",
                "date" => "date",
                "timestamp without time zone" => "ts",
                "timestamp with time zone" => "tstz",
                other => return other.to_owned(),
            };
            format!("{prefix}{}", around.to_lowercase())
        }
        Form::Around(_, inner) => usual(inner, max_length, head),
        Form::BuiltIn(row, name) => match (*name, max_length) {
            ("Bpchar" | "Char", Some(length)) => format!("character({length})"),
            ("Bpchar", None) => "bpchar".to_owned(),
            ("Bit", _) => "bit(1)".to_owned(),
            (_, Some(length)) if row.postgres.contains(&"text") => format!("character varying({length})"),
            ("Varchar" | "VarChar", None) => "character varying".to_owned(),
            ("Citext", _) => known("Citext", "public", "citext", head),
            _ => row.postgres.first().copied().unwrap_or_default().to_owned(),
        },
        Form::Custom(custom) => match (&custom.name, &custom.schema) {
            (Some(name), Some(schema)) if schema == "pg_catalog" => catalog_name(name).to_owned(),
            (Some(name), Some(schema)) => joined(Dialect::Postgres, &[schema, name]),
            (Some(name), None) => known(name, "public", name, head),
            (None, _) => known(&custom.rust, "public", &snake(&custom.rust), head),
        },
        Form::Foreign(name) => known(name, "", &name.to_lowercase(), head),
    }
}

/// The type of that name that is there, or else one in the usual place.
fn known(name: &str, schema: &str, otherwise: &str, head: &Head<'_>) -> String {
    head.type_named(&|own| is_called(name, own)).unwrap_or_else(|| match schema {
        "" => joined(Dialect::Postgres, &[otherwise]),
        _ => joined(Dialect::Postgres, &[schema, otherwise]),
    })
}

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for (at, letter) in name.char_indices() {
        if at > 0 && letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// What `format_type` writes for a name of `pg_type`.
fn catalog_name(name: &str) -> &str {
    match name {
        "timetz" => "time with time zone",
        "varbit" => "bit varying",
        "bpchar" => "character",
        "varchar" => "character varying",
        "char" => "\"char\"",
        other => other,
    }
}

/// A type without its length or precision: `timestamp with time zone` of `timestamp(3) with time zone`.
fn without_modifier(sql: &str) -> String {
    if sql.starts_with("interval") && !sql.ends_with("[]") {
        return "interval".to_owned();
    }
    match (sql.find('('), sql.find(')')) {
        (Some(start), Some(end)) if !sql.contains('"') && start < end => {
            format!("{}{}", &sql[..start], &sql[end + 1..])
        }
        _ => sql.to_owned(),
    }
}

fn modifier(sql: &str) -> Option<&str> {
    sql.get(sql.find('(')? + 1..sql.find(')')?)
}
