//! `CREATE TABLE`.
//!
//! Responsible for saying everything that the facts of a table, its columns and its constraints say, one a line.

use super::super::unit::Unit;
use super::keys::{self, InlineKey};
use super::text;
use crate::object::{Object, ObjectId};
use crate::snapshot::Snapshot;

/// The statement that makes a table under a name.
pub(super) fn create(unit: &Unit<'_>, name: &str, after: &Snapshot) -> String {
    let key = keys::inline_key(unit);
    let autoincrement = unit.fact("autoincrement").is_some();
    let of_columns = unit.columns().map(|(id, object)| {
        let key = key.as_ref().filter(|key| key.column == text::own(id));
        column(id, object, key.map(|key| inline(key, autoincrement)))
    });
    let below = unit.constraints().filter(|(id, _)| key.as_ref().is_none_or(|key| key.id != *id));
    let below = below.map(|(id, object)| constraint(id, object, after));
    let lines: Vec<String> = of_columns.chain(below).map(|line| format!("    {line}")).collect();
    let options = [("without rowid", "WITHOUT ROWID"), ("strict", "STRICT")];
    let options = options.into_iter().filter(|(fact, _)| unit.fact(fact).is_some());
    let options = options.map(|(_, words)| words).collect::<Vec<_>>().join(", ");
    let text = format!("CREATE TABLE {name} (\n{}\n) {options}", lines.join(",\n"));
    text.trim_end().to_owned()
}

/// A column: its name, its type and what is so about it.
pub(super) fn column(id: &ObjectId, object: &Object, key: Option<String>) -> String {
    let fact = |name: &str| object.facts.get(name);
    let mut parts = vec![text::spelled(id, object)];
    parts.extend(fact("type").map(str::to_owned));
    parts.extend(key);
    // A key that cannot be null anyway may still say what happens instead.
    if fact("not null").is_some() || fact("not null on conflict").is_some() {
        parts.push(format!("NOT NULL{}", conflict(fact("not null on conflict"))));
    }
    parts.extend(fact("default").map(|value| format!("DEFAULT {}", text::default(value))));
    parts.extend(fact("collation").map(|collation| format!("COLLATE {collation}")));
    parts.extend(fact("generated").map(|value| format!("GENERATED ALWAYS AS ({})", text::expression(value))));
    parts.extend(fact("stored").map(|_| "STORED".to_owned()));
    parts.join(" ")
}

fn inline(key: &InlineKey<'_>, autoincrement: bool) -> String {
    let order = if key.is_descending { " DESC" } else { "" };
    let conflict = conflict(key.object.facts.get("on conflict"));
    let mark = if autoincrement { " AUTOINCREMENT" } else { "" };
    format!("{}PRIMARY KEY{order}{conflict}{mark}", named(key.id))
}

/// A constraint below the columns.
fn constraint(id: &ObjectId, object: &Object, after: &Snapshot) -> String {
    let fact = |name: &str| object.facts.get(name).unwrap_or_default();
    let columns = text::key_columns(fact("columns"));
    let says = match fact("kind") {
        "check" => check(object),
        "foreign key" => format!("FOREIGN KEY ({columns}) {}", references(object, after)),
        key => {
            format!("{} ({columns}){}", key.to_ascii_uppercase(), conflict(object.facts.get("on conflict")))
        }
    };
    format!("{}{says}", named(id))
}

/// A check or a foreign key of one column, as that column says it itself.
pub(super) fn of_column(id: &ObjectId, object: &Object, after: &Snapshot) -> String {
    let is_check = object.facts.get("kind") == Some("check");
    let says = if is_check { check(object) } else { references(object, after) };
    format!("{}{says}", named(id))
}

fn check(object: &Object) -> String {
    format!("CHECK ({})", text::expression(object.facts.get("expression").unwrap_or_default()))
}

fn references(object: &Object, after: &Snapshot) -> String {
    let fact = |name: &str| object.facts.get(name);
    let (table, columns) = split(fact("references").unwrap_or_default());
    let mut parts = vec![format!("REFERENCES {}", text::relation(after, table))];
    parts.extend((!columns.is_empty()).then(|| columns.to_owned()));
    parts.extend(fact("on update").map(|action| format!("ON UPDATE {}", action.to_ascii_uppercase())));
    parts.extend(fact("on delete").map(|action| format!("ON DELETE {}", action.to_ascii_uppercase())));
    // `FULL` is a reserved word that needs no quotes here.
    let how = object.notes.get("match").map(text::plain);
    parts.extend(how.map(|how| format!("MATCH {}", how.to_ascii_uppercase())));
    parts.extend(fact("deferred").map(|_| "DEFERRABLE INITIALLY DEFERRED".to_owned()));
    parts.join(" ")
}

/// `orgs(id)` at its bracket, which may also be in a quoted name.
fn split(references: &str) -> (&str, &str) {
    let mut quoted = false;
    let bracket = references.find(|letter: char| {
        quoted ^= letter == '"';
        letter == '(' && !quoted
    });
    references.split_at(bracket.unwrap_or(references.len()))
}

fn conflict(action: Option<&str>) -> String {
    action.map(|action| format!(" ON CONFLICT {}", action.to_ascii_uppercase())).unwrap_or_default()
}

/// `CONSTRAINT name`, unless the name only tells what the constraint says.
fn named(id: &ObjectId) -> String {
    let own = text::own(id);
    let has_none =
        ["check(", "unique(", "primary key(", "foreign key("].iter().any(|kind| own.starts_with(kind));
    if has_none {
        return String::new();
    }
    // The second one of a name: SQLite lets two constraints have the same.
    let end = own.rfind('"').map_or(0, |quote| quote + 1);
    let end = own[end..].find(" #").map_or(own.len(), |mark| end + mark);
    format!("CONSTRAINT {} ", &own[..end])
}
