//! A snapshot, as far as a `schema.rs` is about it.
//!
//! Responsible for finding tables, columns and primary keys by their plain names, and for what a name of a type stands for.

use std::collections::{BTreeMap, BTreeSet};

use hunter_sql::Dialect;

use super::names::{bracketed, joined, listed, parts, quoted};
use crate::object::{Kind, Object, ObjectId};
use crate::snapshot::Snapshot;
use crate::texts::Texts;

/// The tables and views by schema and name; the schema is empty where the dialect has none.
pub(super) struct Head<'s> {
    pub(super) dialect: Dialect,
    pub(super) tables: BTreeMap<(String, String), Relation<'s>>,
    pub(super) views: BTreeSet<(String, String)>,
    snapshot: &'s Snapshot,
}

/// A table.
pub(super) struct Relation<'s> {
    /// Its name as the snapshot writes it.
    pub(super) written: &'s str,
    pub(super) facts: &'s Texts,
    pub(super) columns: BTreeMap<String, (&'s ObjectId, &'s Object)>,
    pub(super) key: Option<Key<'s>>,
    /// Columns that a foreign key of one column is about, each with the written table and the column it refers to.
    pub(super) references: BTreeMap<String, (String, String)>,
}

/// A primary key.
pub(super) struct Key<'s> {
    pub(super) id: &'s ObjectId,
    pub(super) facts: &'s Texts,
    /// Its columns, in its order.
    pub(super) columns: Vec<String>,
}

impl<'s> Head<'s> {
    pub(super) fn of(dialect: Dialect, snapshot: &'s Snapshot) -> Self {
        let (tables, views) = (BTreeMap::new(), BTreeSet::new());
        let mut head = Self { dialect, tables, views, snapshot };
        for (id, object) in snapshot.objects() {
            match id.kind {
                Kind::Table => {
                    let (columns, references) = (BTreeMap::new(), BTreeMap::new());
                    let (written, facts) = (id.name.as_str(), &object.facts);
                    let relation = Relation { written, facts, columns, key: None, references };
                    head.tables.insert(head.place(&id.name), relation);
                }
                Kind::View | Kind::MaterializedView => {
                    head.views.insert(head.place(&id.name));
                }
                // Tables come before what lies below them.
                Kind::Column | Kind::Constraint => head.put(id, object),
                _ => {}
            }
        }
        head
    }

    fn place(&self, name: &str) -> (String, String) {
        match <[String; 2]>::try_from(parts(name)) {
            Ok([schema, name]) => (schema, name),
            Err(parts) => (String::new(), parts.concat()),
        }
    }

    fn put(&mut self, id: &'s ObjectId, object: &'s Object) {
        let dialect = self.dialect;
        let mut place = parts(&id.name);
        // Names that the SQLite catalog makes up for constraints have dots in them at times.
        let depth = if dialect == Dialect::Sqlite { 1 } else { 2 };
        let own = place.split_off(depth.min(place.len())).join(".");
        let schema = if place.len() > 1 { place.remove(0) } else { String::new() };
        let Some(table) = self.tables.get_mut(&(schema, place.concat())) else { return };
        if id.kind == Kind::Column {
            table.columns.insert(own, (id, object));
            return;
        }
        match constraint(dialect, &object.facts) {
            Constraint::PrimaryKey(columns) => {
                table.key = Some(Key { id, facts: &object.facts, columns });
            }
            Constraint::ForeignKey { columns, table: other, references } => {
                if let ([column], [to]) = (&columns[..], &references[..]) {
                    table.references.insert(column.clone(), (other, to.clone()));
                }
            }
            Constraint::Other => {}
        }
    }

    /// The type that a domain stands for.
    pub(super) fn base(&self, name: &str) -> Option<&'s Texts> {
        let id = ObjectId { kind: Kind::Type, name: name.to_owned() };
        self.snapshot.get(&id).map(|object| &object.facts).filter(|facts| facts.get("form") == Some("domain"))
    }

    /// The written name of a type that is only known by its own: the one that is there, of an extension at last.
    pub(super) fn type_named(&self, is_it: &dyn Fn(&str) -> bool) -> Option<String> {
        let own = |name: &str| parts(name).pop().unwrap_or_default();
        let of_columns = || {
            let types = self.tables.values().flat_map(|table| table.columns.values());
            types.filter_map(|(_, column)| column.facts.get("type")).map(|kind| kind.trim_end_matches("[]"))
        };
        let types = self.snapshot.objects().filter(|(id, _)| id.kind == Kind::Type);
        let known = types.map(|(id, _)| id.name.as_str()).chain(of_columns()).find(|name| is_it(&own(name)));
        let of_extension = || {
            let mut extensions = self.snapshot.objects().filter(|(id, _)| id.kind == Kind::Extension);
            let (id, object) = extensions.find(|(id, _)| is_it(&own(&id.name)))?;
            Some(format!("{}.{}", object.facts.get("schema")?, id.name))
        };
        known.map(str::to_owned).or_else(of_extension)
    }
}

/// What a constraint is, as far as columns come and go.
pub(super) enum Constraint {
    PrimaryKey(Vec<String>),
    ForeignKey { columns: Vec<String>, table: String, references: Vec<String> },
    Other,
}

/// Reads the facts of a constraint.
pub(super) fn constraint(dialect: Dialect, facts: &Texts) -> Constraint {
    let fact = |name: &str| facts.get(name).unwrap_or_default();
    let (kind, columns, references) = if dialect == Dialect::Sqlite {
        (fact("kind"), fact("columns"), fact("references"))
    } else {
        let (_, columns, rest) = bracketed(dialect, fact("definition")).unwrap_or_default();
        (fact("type"), columns, rest.trim_start().trim_start_matches("REFERENCES "))
    };
    let columns = listed(dialect, columns);
    match kind {
        "primary key" => Constraint::PrimaryKey(columns),
        "foreign key" => {
            let (table, inner, _) = bracketed(dialect, references).unwrap_or((references, "", ""));
            let references = listed(dialect, inner);
            Constraint::ForeignKey { columns, table: table.to_owned(), references }
        }
        _ => Constraint::Other,
    }
}

impl Relation<'_> {
    /// Whether the columns of a virtual table are its module's affair.
    pub(super) fn is_virtual(&self) -> bool {
        self.facts.get("module").is_some()
    }

    /// Whether SQLite holds its columns to their types.
    pub(super) fn is_strict(&self) -> bool {
        self.facts.get("strict").is_some()
    }

    /// The written names of the tables that it is a part of.
    pub(super) fn parents(&self) -> impl Iterator<Item = &str> {
        let facts = ["partition_of", "inherits"].into_iter().filter_map(|fact| self.facts.get(fact));
        facts.flat_map(|names| names.split(", "))
    }

    /// The written name of a part of it.
    pub(super) fn below(&self, dialect: Dialect, plain: &str) -> String {
        format!("{}.{}", self.written, quoted(dialect, plain))
    }

    pub(super) fn is_key(&self, column: &str) -> bool {
        self.key.as_ref().is_some_and(|key| key.columns.iter().any(|one| one == column))
    }
}

/// How a table is written: with its schema, where the dialect has some.
pub(super) fn written(dialect: Dialect, (schema, name): &(String, String)) -> String {
    if schema.is_empty() { quoted(dialect, name) } else { joined(dialect, &[schema, name]) }
}
