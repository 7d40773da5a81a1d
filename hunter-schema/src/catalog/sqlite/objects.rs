//! Rows of the one shape from a catalog.
//!
//! Responsible for which facts an object has, and for leaving out those that are the usual case or follow from others.

use std::collections::BTreeMap;

use hunter_sql::{Dialect, TokenKind};
use serde::Serialize;

use super::constraints;
use super::create_table::{self, Text};
use super::define::{self, Facts};
use super::raw::{Catalog, Column, Definition, Index, Table};
use super::words::{Names, name, words};
use crate::object::Kind;

#[derive(Serialize)]
struct Row {
    kind: Kind,
    name: String,
    facts: BTreeMap<&'static str, String>,
    notes: BTreeMap<&'static str, String>,
}

/// All of them.
pub(super) fn of(catalog: &Catalog) -> Vec<String> {
    let mut rows = Vec::new();
    for table in catalog.tables.values() {
        of_table(catalog, table, &mut rows);
    }
    let names = all_names(catalog);
    for view in &catalog.views {
        rows.push(row(Kind::View, name(&view.name), define::view(view, &names), spelling(&view.name)));
    }
    for trigger in &catalog.triggers {
        let facts = define::trigger(trigger, &names);
        rows.push(row(Kind::Trigger, full(trigger), facts, spelling(&trigger.name)));
    }
    // Texts go into a map of texts, which always is JSON.
    rows.iter().filter_map(|row| serde_json::to_string(row).ok()).collect()
}

fn row(kind: Kind, name: String, facts: Facts, notes: Facts) -> Row {
    let known = |facts: Facts| facts.into_iter().filter_map(|(key, value)| Some((key, value?))).collect();
    Row { kind, name, facts: known(facts), notes: known(notes) }
}

fn full(definition: &Definition) -> String {
    format!("{}.{}", name(&definition.table), name(&definition.name))
}

/// How a name is written, where that is not how it is compared.
fn spelling(written: &str) -> Facts {
    let differs = written.bytes().any(|byte| byte.is_ascii_uppercase());
    vec![("spelling", differs.then(|| written.to_owned()))]
}

fn yes(is: bool) -> Option<String> {
    is.then(|| "yes".to_owned())
}

/// What a view or a trigger may name.
fn all_names(catalog: &Catalog) -> Names {
    let views = catalog.views.iter().chain(&catalog.triggers).map(|view| name(&view.name));
    let columns = catalog.tables.values().flat_map(|table| &table.columns).map(|column| name(&column.name));
    Names::new(catalog.tables.keys().cloned().chain(views).chain(columns))
}

fn of_table(catalog: &Catalog, table: &Table, rows: &mut Vec<Row>) {
    let owner = name(&table.row.name);
    let mut facts: Facts = Vec::new();
    if table.row.is_virtual != 0 {
        facts.extend(define::virtual_table(&table.row.sql));
        rows.push(row(Kind::Table, owner, facts, spelling(&table.row.name)));
        return;
    }
    let words = words(&table.row.sql);
    let text = create_table::read(&words);
    let own = table.columns.iter().map(|column| name(&column.name));
    let names = Names::new(own.chain([owner.clone(), "rowid".to_owned()]));
    facts.push(("strict", yes(table.row.strict != 0)));
    facts.push(("without rowid", yes(table.row.without_rowid != 0)));
    facts.push(("autoincrement", yes(text.autoincrement)));
    rows.push(row(Kind::Table, owner.clone(), facts, spelling(&table.row.name)));
    let below = |part: String| format!("{owner}.{part}");
    for column in &table.columns {
        let (facts, notes) = of_column(table, column, &text, &names);
        rows.push(row(Kind::Column, below(name(&column.name)), facts, notes));
    }
    for (part, facts, notes) in constraints::of(catalog, table, &text, &names) {
        rows.push(row(Kind::Constraint, below(part), facts, notes));
    }
    for index in table.indexes.iter().filter(|index| index.origin == "c") {
        let facts = of_index(index, &text, &names);
        rows.push(row(Kind::Index, below(name(&index.name)), facts, spelling(&index.name)));
    }
}

fn of_column(table: &Table, column: &Column, text: &Text<'_, '_>, names: &Names) -> (Facts, Facts) {
    let written = text.columns.get(&name(&column.name));
    let is_key = column.key > 0;
    // A rowid is never null, and neither is a key of the stricter tables.
    let cannot_be_null =
        is_key && (table.has_rowid_alias() || table.row.without_rowid != 0 || table.row.strict != 0);
    let generated = written.and_then(|written| written.generated);
    let facts = vec![
        (
            "type",
            Some(names.spell(&words(&column.kind)).to_ascii_lowercase()).filter(|kind| !kind.is_empty()),
        ),
        ("not null", yes(column.not_null != 0 && !cannot_be_null)),
        ("not null on conflict", written.and_then(|written| written.not_null_conflict.clone())),
        ("default", column.default.as_deref().and_then(|default| default_value(default, names))),
        ("collation", written.and_then(|w| w.collation.clone()).filter(|collation| collation != "binary")),
        ("generated", generated.map(|expression| names.spell_expression(expression))),
        ("stored", yes(column.hidden == 3)),
    ];
    let mut notes = spelling(&column.name);
    notes.push(("position", Some((column.position + 1).to_string())));
    notes.push(("primary key position", is_key.then(|| column.key.to_string())));
    (facts, notes)
}

/// A default as an expression; that there is none is what NULL says too. A bare word is a string to SQLite.
fn default_value(written: &str, names: &Names) -> Option<String> {
    let words = words(written);
    let text = names.spell_expression(&words);
    let is_value =
        |text: &str| ["true", "false", "current_date", "current_time", "current_timestamp"].contains(&text);
    let literal = |text: &str| Some(Dialect::Sqlite.quote_literal(text));
    match words.as_slice() {
        [word] if word.is("null") => None,
        [word] if word.kind == TokenKind::Word && !is_value(&text) => literal(word.text),
        [word] if word.kind == TokenKind::QuotedIdentifier => literal(&word.content()),
        _ => Some(text),
    }
}

fn of_index(index: &Index, text: &Text<'_, '_>, names: &Names) -> Facts {
    let written = define::index(index, names);
    let column = |(at, column)| constraints::column(column, written.columns.get(at), text);
    let columns: Vec<String> = index.columns.iter().enumerate().map(column).collect();
    vec![
        ("columns", Some(columns.join(", "))),
        ("unique", yes(index.unique != 0)),
        ("where", written.condition),
    ]
}
