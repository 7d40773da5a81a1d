//! The facts of Hunter v1.0's schema at each revision, and what they come to in SQLite.
//!
//! Responsible for the translation: which type stands for which, and what SQLite has no words for.

use serde_json::{Map, Value, json};

/// The chain of v1.1, from the base to the head.
pub(crate) const LINE: [&str; 4] = ["08f51db8dce0", "e7196f7e556b", "622ba66483b9", "f786f93501ea"];

/// What a PostgreSQL database holds at a revision, without the name of the revision itself.
pub(crate) fn at(revision: &str) -> Value {
    let path = format!("{}/tests/facts/{revision}.json", env!("CARGO_MANIFEST_DIR"));
    let mut facts: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(facts.as_object_mut().unwrap().remove("revision"), Some(json!(revision)));
    facts
}

/// The tables of a revision.
pub(crate) fn tables(revision: &str) -> Vec<String> {
    at(revision)["tables"].as_object().unwrap().keys().cloned().collect()
}

/// What an SQLite database holds at a revision.
pub(crate) fn for_sqlite(revision: &str) -> Value {
    let facts = at(revision);
    let map = |value: &Value, translate: fn(&Value) -> Value| -> Value {
        let entries = value.as_object().unwrap().iter();
        entries.map(|(name, fact)| (name.clone(), translate(fact))).collect::<Map<_, _>>().into()
    };
    json!({
        "tables": map(&facts["tables"], table),
        "views": map(&facts["views"], |view| each(&view["columns"], |column| column["name"].clone())),
        "triggers": [],
    })
}

fn table(table: &Value) -> Value {
    let own_indexes = table["indexes"].as_array().unwrap().iter();
    let own_indexes: Value =
        own_indexes.filter(|index| index["owned_by_constraint"].is_null()).cloned().collect();
    json!({
        "columns": each(&table["columns"], column),
        "primary_key": table["primary_key"]["columns"],
        "unique_constraints": sorted(each(&table["unique_constraints"], |key| key["columns"].clone())),
        "foreign_keys": sorted(each(&table["foreign_keys"], |key| {
            let kept = ["columns", "references_table", "references_columns", "on_update", "on_delete"];
            kept.iter().map(|name| ((*name).to_owned(), key[name].clone())).collect::<Map<_, _>>().into()
        })),
        "indexes": each(&own_indexes, |index| {
            json!({ "name": index["name"], "unique": index["unique"], "columns": index["columns"] })
        }),
    })
}

fn column(column: &Value) -> Value {
    json!({
        "name": column["name"],
        "type": type_of(column["type"].as_str().unwrap()),
        "not_null": column["not_null"],
        "default": column["default"].as_str().and_then(default_of),
    })
}

fn type_of(postgres: &str) -> String {
    match postgres {
        "timestamp with time zone" => "TIMESTAMP".to_owned(),
        // There are no arrays; both are JSON text.
        "jsonb" | "text[]" => "JSON".to_owned(),
        "integer" | "text" | "boolean" | "date" => postgres.to_uppercase(),
        _ => {
            let length =
                postgres.strip_prefix("character varying").unwrap_or_else(|| panic!("type {postgres}"));
            format!("VARCHAR{length}")
        }
    }
}

/// A sequence is the table's own business there, and a literal carries no type.
fn default_of(postgres: &str) -> Option<String> {
    if postgres.starts_with("nextval(") {
        return None;
    }
    let literal = postgres.strip_suffix("::character varying").unwrap_or(postgres);
    Some(if literal == "true" { "TRUE".to_owned() } else { literal.to_owned() })
}

fn each(array: &Value, translate: impl Fn(&Value) -> Value) -> Value {
    array.as_array().unwrap().iter().map(translate).collect()
}

/// Keys have no names in SQLite's catalog; they stand in the order of their text.
fn sorted(array: Value) -> Value {
    let mut array = array.as_array().unwrap().clone();
    array.sort_by_key(ToString::to_string);
    array.into()
}
