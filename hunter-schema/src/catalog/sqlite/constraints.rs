//! The constraints of a table, from its pragmas and its text together.
//!
//! Responsible for which constraint of the text is which of the pragmas', and for the names of those that have none: their
//! kind and columns. Constraints that say the same are one, as they are for SQLite.

use std::collections::BTreeMap;

use super::create_table::{Constraint, KeyColumn, Text, What};
use super::define::Facts;
use super::raw::{Catalog, ForeignKey, IndexColumn, Table};
use super::words::{Names, name};

/// A constraint's name within its table, its facts and its notes.
pub(super) type Found = (String, Facts, Facts);

/// Those of a table, each under a name of its own.
pub(super) fn of(catalog: &Catalog, table: &Table, text: &Text<'_, '_>, names: &Names) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    found.extend(primary_key(table, text));
    found.extend(unique(table, text));
    found.extend(foreign_keys(catalog, table, text));
    found.extend(checks(text, names));
    found.sort();
    found.dedup_by(|a, b| (&a.0, &a.1) == (&b.0, &b.1));
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (name, ..) in &mut found {
        let times = seen.entry(name.clone()).or_default();
        *times += 1;
        if *times > 1 {
            *name = format!("{name} #{times}");
        }
    }
    found
}

/// A column of an index as its table's text would have it. Its own collation goes without saying.
pub(super) fn column(index_column: &IndexColumn, expression: Option<&String>, text: &Text<'_, '_>) -> String {
    let plain = match (index_column.cid, &index_column.name) {
        (-1, _) => "rowid".to_owned(),
        (_, Some(column)) => name(column),
        _ => expression.cloned().unwrap_or_default(),
    };
    let collation = Some(name(&index_column.collation));
    let key = KeyColumn { name: plain, collation, descending: index_column.descending != 0 };
    key_column(&key, text)
}

fn key_column(column: &KeyColumn, text: &Text<'_, '_>) -> String {
    let of_column = text.columns.get(&column.name).and_then(|column| column.collation.as_deref());
    let usual = of_column.unwrap_or("binary");
    let collation = column.collation.as_deref().filter(|collation| *collation != usual);
    let collation = collation.map(|collation| format!(" collate {collation}")).unwrap_or_default();
    format!("{}{collation}{}", column.name, if column.descending { " desc" } else { "" })
}

fn key_columns(columns: &[KeyColumn], text: &Text<'_, '_>) -> String {
    columns.iter().map(|column| key_column(column, text)).collect::<Vec<_>>().join(", ")
}

fn named(constraint: Option<&Constraint<'_, '_>>, kind: &str, of: &str) -> String {
    let written = constraint.and_then(|constraint| constraint.name.clone());
    written.unwrap_or_else(|| format!("{kind}({of})"))
}

fn primary_key(table: &Table, text: &Text<'_, '_>) -> Option<Found> {
    let index = table.indexes.iter().find(|index| index.origin == "pk");
    let columns: Vec<String> = match index {
        Some(index) => index.columns.iter().map(|each| column(each, None, text)).collect(),
        None => table.key().into_iter().map(|column| name(&column.name)).collect(),
    };
    if columns.is_empty() {
        return None;
    }
    let columns = columns.join(", ");
    let constraint = text.constraints.iter().find(|constraint| constraint.what == What::PrimaryKey);
    let kind = "primary key";
    let facts = vec![
        ("kind", Some(kind.to_owned())),
        ("columns", Some(columns.clone())),
        ("on conflict", constraint.and_then(|constraint| constraint.conflict.clone())),
    ];
    let alias = table.has_rowid_alias().then(|| "yes".to_owned());
    Some((named(constraint, kind, &columns), facts, vec![("is the rowid", alias)]))
}

fn unique(table: &Table, text: &Text<'_, '_>) -> Vec<Found> {
    let mut found = Vec::new();
    for index in table.indexes.iter().filter(|index| index.origin == "u") {
        let columns: Vec<String> = index.columns.iter().map(|each| column(each, None, text)).collect();
        let columns = columns.join(", ");
        let is_it = |constraint: &&Constraint<'_, '_>| {
            constraint.what == What::Unique && key_columns(&constraint.columns, text) == columns
        };
        let constraint = text.constraints.iter().find(is_it);
        let facts = vec![
            ("kind", Some("unique".to_owned())),
            ("columns", Some(columns.clone())),
            ("on conflict", constraint.and_then(|constraint| constraint.conflict.clone())),
        ];
        found.push((named(constraint, "unique", &columns), facts, Vec::new()));
    }
    found
}

fn foreign_keys(catalog: &Catalog, table: &Table, text: &Text<'_, '_>) -> Vec<Found> {
    let is_one = |constraint: &&Constraint<'_, '_>| constraint.what == What::ForeignKey;
    let mut written = text.constraints.iter().filter(is_one);
    let mut found = Vec::new();
    for key in &table.foreign_keys {
        let constraint = written.next();
        let columns = key.columns.iter().map(|column| name(column)).collect::<Vec<_>>().join(", ");
        let action = |action: &str| Some(action.to_ascii_lowercase()).filter(|action| action != "no action");
        let deferred = constraint.is_some_and(|constraint| constraint.deferred);
        let facts = vec![
            ("kind", Some("foreign key".to_owned())),
            ("columns", Some(columns.clone())),
            ("references", Some(references(catalog, key))),
            ("on update", action(&key.on_update)),
            ("on delete", action(&key.on_delete)),
            ("deferred", deferred.then(|| "yes".to_owned())),
        ];
        let matching = constraint.and_then(|constraint| constraint.matching.clone());
        found.push((named(constraint, "foreign key", &columns), facts, vec![("match", matching)]));
    }
    found
}

/// The other table and its columns; where none are written they are those of its primary key.
fn references(catalog: &Catalog, key: &ForeignKey) -> String {
    let table = name(&key.references);
    let of_key = || {
        let other = catalog.tables.get(&table)?;
        Some(other.key().into_iter().map(|column| name(&column.name)).collect())
    };
    let written: Option<Vec<String>> = key.to.iter().map(|to| to.as_deref().map(name)).collect();
    match written.or_else(of_key) {
        Some(columns) => format!("{table}({})", columns.join(", ")),
        None => table,
    }
}

fn checks(text: &Text<'_, '_>, names: &Names) -> Vec<Found> {
    let checks = text.constraints.iter().filter(|constraint| constraint.what == What::Check);
    let found = checks.map(|constraint| {
        let expression = names.spell_expression(constraint.expression);
        let name = named(Some(constraint), "check", &expression);
        let facts = vec![("kind", Some("check".to_owned())), ("expression", Some(expression))];
        (name, facts, Vec::new())
    });
    found.collect()
}
