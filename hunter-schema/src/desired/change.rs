//! The schema that a `schema.rs` asks for.
//!
//! Responsible for carrying out what was found, and for nothing else: what a `schema.rs` cannot say stays as it is.

use std::collections::{BTreeMap, BTreeSet};

use hunter_sql::Dialect;

use super::found::{Found, Part, all, not_null};
use super::head::{Head, Relation, written};
use super::names::parts;
use super::schema::{DieselSchema, DieselTable, plain};
use super::{make, remove, rowid};
use crate::object::{Kind, Object, ObjectId};
use crate::snapshot::Snapshot;
use crate::texts::Texts;

/// The objects of the schema that comes into being.
pub(super) type Objects = BTreeMap<ObjectId, Object>;

/// A schema, changed so far that `schema.rs` agrees with it and no further.
///
/// Tables and columns that only `schema.rs` has are made; a `joinable!` of a new table becomes a foreign key. Those that
/// only the schema has go, with everything that lies below them or refers to them by a key; views and functions that use
/// them stay, as nothing says what should become of them. A type or a NULL that does not agree becomes what Diesel says, in
/// the tables that inherit the column too.
///
/// ```
/// # use hunter_schema::{Snapshot, desired::{DieselSchema, desired, disagreements}};
/// # use hunter_sql::Dialect;
/// let schema = DieselSchema::parse("diesel::table! { users (id) { id -> Int8, email -> Text } }").unwrap();
/// let after = desired(Dialect::Postgres, &schema, &Snapshot::default());
/// assert!(disagreements(Dialect::Postgres, &schema, &after, "src/schema.rs").is_empty());
/// let email = after.objects().find(|(id, _)| id.name == "public.users.email").unwrap().1;
/// assert_eq!((email.facts.get("type"), email.facts.get("not_null")), (Some("text"), Some("true")));
/// ```
#[must_use]
pub fn desired(dialect: Dialect, schema: &DieselSchema, head: &Snapshot) -> Snapshot {
    let mut after = head.clone();
    if dialect == Dialect::Mysql {
        // Its catalog is not read yet, so there is nothing to change.
        return after;
    }
    let before = Head::of(dialect, head);
    let change = Change { dialect, schema, before: &before };
    let objects = after.objects_mut();
    let mut other_keys: BTreeSet<&str> = BTreeSet::new();
    for found in &all(schema, &before) {
        match found {
            Found::TableHere(table) => make::table(table, schema, &before, objects),
            Found::TableAtHead(_, relation) => remove::table(dialect, relation.written, objects),
            Found::Within(table, relation, part) => {
                change.within(table, relation, part, objects);
                if is_about_key(table, part) {
                    other_keys.insert(relation.written);
                }
            }
        }
    }
    if dialect == Dialect::Sqlite {
        other_keys.into_iter().for_each(|table| rowid::settle(table, objects));
    }
    after
}

struct Change<'c> {
    dialect: Dialect,
    schema: &'c DieselSchema,
    before: &'c Head<'c>,
}

impl Change<'_> {
    fn within(&self, table: &DieselTable, relation: &Relation<'_>, part: &Part<'_>, objects: &mut Objects) {
        if let Part::Key = part {
            return self.key(table, relation, objects);
        }
        for each in self.family(relation) {
            match part {
                Part::ColumnHere(column) => make::column(column, each, table, self.before, objects),
                Part::ColumnAtHead(name, _) => remove::column(self.dialect, each.written, name, objects),
                Part::Column { column, kind, null, .. } => {
                    let name = each.below(self.dialect, &column.plain(self.dialect));
                    let Some(object) = objects.get_mut(&ObjectId { kind: Kind::Column, name }) else {
                        continue;
                    };
                    if *kind {
                        let was = object.facts.get("type").unwrap_or_default().to_owned();
                        self.retype(&was, &make::kind(column, each, table, self.before, &was), object);
                    }
                    if *null {
                        let says = (!column.kind.is_nullable()).then_some(make::yes(self.dialect));
                        object.facts = with(&object.facts, not_null(self.dialect), says);
                    }
                }
                Part::Key => {}
            }
        }
    }

    /// A table and those that have its columns from it, unless `schema.rs` lists them itself.
    fn family<'r>(&'r self, relation: &'r Relation<'r>) -> Vec<&'r Relation<'r>> {
        let tables = self.schema.tables.iter().filter(|table| table.is_for(self.dialect));
        let listed: BTreeSet<String> =
            tables.map(|table| written(self.dialect, &table.place(self.dialect))).collect();
        let mut family = vec![relation];
        let mut at = 0;
        while let Some(parent) = family.get(at).map(|relation| relation.written) {
            let children = self.before.tables.values().filter(|child| {
                let is_child = child.parents().any(|name| name == parent);
                is_child
                    && !listed.contains(child.written)
                    && !family.iter().any(|one| one.written == child.written)
            });
            let children: Vec<&Relation<'_>> = children.collect();
            family.extend(children);
            at += 1;
        }
        family
    }

    fn retype(&self, was: &str, becomes: &str, column: &mut Object) {
        column.facts = with(&column.facts, "type", Some(becomes));
        if self.dialect == Dialect::Postgres && !(is_of_letters(was) && is_of_letters(becomes)) {
            // What only the type before had; the server forgets it as well.
            for fact in ["collation", "storage", "compression"] {
                column.facts = with(&column.facts, fact, None);
            }
        }
    }

    /// Another primary key under the name of the one before.
    fn key(&self, table: &DieselTable, relation: &Relation<'_>, objects: &mut Objects) {
        let Some(key) = &relation.key else { return };
        let before = objects.remove(key.id).map_or_else(|| key.facts.clone(), |object| object.facts);
        let columns: Vec<String> = table.key.iter().map(|name| plain(self.dialect, name)).collect();
        let (made, mut object) = make::key(relation.written, &columns, self.before);
        // A name that the catalog makes up is made up of the columns.
        let own = parts(&key.id.name).pop().unwrap_or_default();
        let is_made_up = self.dialect == Dialect::Sqlite && own.starts_with("primary key(");
        let id = if is_made_up { made } else { key.id.clone() };
        let rest = before.iter().filter(|(name, _)| object.facts.get(name).is_none());
        object.facts = rest.chain(object.facts.iter()).collect();
        objects.insert(id, object);
        if self.dialect == Dialect::Postgres {
            for column in &columns {
                let id = ObjectId { kind: Kind::Column, name: relation.below(self.dialect, column) };
                if let Some(object) = objects.get_mut(&id) {
                    object.facts = with(&object.facts, "not_null", Some("true"));
                }
            }
        }
    }
}

/// Whether what is apart may make another key the rowid.
fn is_about_key(table: &DieselTable, part: &Part<'_>) -> bool {
    match part {
        Part::Key => true,
        Part::Column { column, kind, .. } => *kind && table.key.contains(&column.name),
        Part::ColumnHere(_) | Part::ColumnAtHead(..) => false,
    }
}

/// Whether a type of PostgreSQL has an order of letters.
fn is_of_letters(sql: &str) -> bool {
    sql.starts_with("character") || sql.starts_with("text") || sql.ends_with("citext")
}

/// Texts with one of them otherwise, or without it.
pub(super) fn with(texts: &Texts, name: &str, text: Option<&str>) -> Texts {
    texts.iter().filter(|(other, _)| *other != name).chain(text.map(|text| (name, text))).collect()
}
