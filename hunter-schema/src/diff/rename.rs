//! A table or a column that goes on under another name.
//!
//! Responsible for what only a person knows: whether something new is something old. It is never guessed; candidates are
//! named so that somebody can be asked.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use hunter_sql::Dialect;

use super::draft::Statement;
use super::grammar::Grammar;
use super::names;
use crate::object::{Kind, Object, ObjectId};
use crate::snapshot::Snapshot;
use crate::texts::Texts;

/// `users=people` for a table, `users.name=full_name` or `users.name=users.full_name` for a column, with schemas where
/// there are some.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rename {
    /// As it is called before.
    pub from: String,
    /// As it is called after; of a column the last part is enough.
    pub to: String,
}

/// A text that is no rename.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRename(String);

impl fmt::Display for BadRename {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no rename: write old=new, such as users.name=users.full_name", self.0)
    }
}

impl std::error::Error for BadRename {}

impl FromStr for Rename {
    type Err = BadRename;

    fn from_str(text: &str) -> Result<Self, BadRename> {
        match text.split_once('=').map(|(from, to)| (from.trim(), to.trim())) {
            Some((from, to)) if !from.is_empty() && !to.is_empty() => {
                Ok(Self { from: from.to_owned(), to: to.to_owned() })
            }
            _ => Err(BadRename(text.to_owned())),
        }
    }
}

impl fmt::Display for Rename {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.from, self.to)
    }
}

impl Rename {
    /// The way back.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let owner = self.from.rsplit_once('.').map(|(owner, _)| owner);
        match (owner, self.to.contains('.')) {
            (Some(owner), false) => Self { from: format!("{owner}.{}", self.to), to: self.from.clone() },
            _ => Self { from: self.to.clone(), to: self.from.clone() },
        }
    }
}

/// What looks renamed and may be something else: a column of a table in place of another one of the same type, a table in
/// place of one with mostly the same columns. Only a person knows.
#[must_use]
pub fn rename_candidates(dialect: Dialect, before: &Snapshot, after: &Snapshot) -> Vec<Rename> {
    let depth = if dialect == Dialect::Sqlite { 1 } else { 2 };
    let only = |kind: Kind, one: &'_ Snapshot, other: &Snapshot| -> Vec<(ObjectId, Object)> {
        let is_alone = |(id, _): &(&ObjectId, &Object)| id.kind == kind && other.get(id).is_none();
        one.objects().filter(is_alone).map(|(id, object)| (id.clone(), object.clone())).collect()
    };
    let owner = |id: &ObjectId| names::owner(depth, &id.name).map(str::to_owned);
    let mut found = Vec::new();
    let (gone, new) = (only(Kind::Table, before, after), only(Kind::Table, after, before));
    for (from, _) in &gone {
        for (to, _) in &new {
            let columns = |table: &ObjectId, snapshot: &Snapshot| -> BTreeSet<(String, String)> {
                let of = snapshot
                    .objects()
                    .filter(|(id, _)| id.kind == Kind::Column && owner(id).as_ref() == Some(&table.name));
                of.map(|(id, object)| {
                    let kind = object.facts.get("type").unwrap_or_default().to_owned();
                    (names::own(depth, &id.name).to_owned(), kind)
                })
                .collect()
            };
            let (old, now) = (columns(from, before), columns(to, after));
            let both = old.intersection(&now).count();
            let in_one_schema = names::owner(depth - 1, &from.name) == names::owner(depth - 1, &to.name);
            if (depth == 1 || in_one_schema) && both > 0 && 2 * both >= old.len().max(now.len()) {
                found.push(Rename { from: from.name.clone(), to: to.name.clone() });
            }
        }
    }
    let (gone, new) = (only(Kind::Column, before, after), only(Kind::Column, after, before));
    for (from, was) in &gone {
        for (to, is) in &new {
            let same = was.facts.get("type").is_some() && was.facts.get("type") == is.facts.get("type");
            if same && owner(from) == owner(to) {
                found.push(Rename { from: from.name.clone(), to: names::own(depth, &to.name).to_owned() });
            }
        }
    }
    found
}

/// The schema after the renames, and the statements for them. A rename of something that is not there is passed over.
pub(super) fn carried_out(
    grammar: &dyn Grammar,
    before: &Snapshot,
    renames: &[Rename],
) -> (Snapshot, Vec<Statement>) {
    let (mut snapshot, mut statements) = (before.clone(), Vec::new());
    for rename in renames {
        let named = |kind: Kind| {
            snapshot.objects().map(|(id, _)| id).find(|id| id.kind == kind && is_called(id, &rename.from))
        };
        let Some(id) = named(Kind::Table).or_else(|| named(Kind::Column)).cloned() else { continue };
        let to = rename.to.rsplit('.').next().unwrap_or_default();
        // What has the name now makes room, and goes or stays as the rest of the draft finds it.
        let taken = ObjectId { kind: id.kind, name: named_alike(grammar, &id, to) };
        if snapshot.get(&taken).is_some() {
            let free = match to.strip_suffix('"') {
                Some(quoted) => format!("{quoted}_before\""),
                None => format!("{to}_before"),
            };
            statements.push(grammar.rename(taken.kind, &taken, &free));
            snapshot = renamed(grammar, &snapshot, &taken, &free);
        }
        statements.push(grammar.rename(id.kind, &id, to));
        snapshot = renamed(grammar, &snapshot, &id, to);
    }
    (snapshot, statements)
}

/// The whole name with another last part.
fn named_alike(grammar: &dyn Grammar, id: &ObjectId, to: &str) -> String {
    let depth = if id.kind == Kind::Table { grammar.depth() - 1 } else { grammar.depth() };
    match names::owner(depth, &id.name) {
        Some(owner) if depth > 0 => format!("{owner}.{to}"),
        _ => to.to_owned(),
    }
}

/// With its schema, or without where it is in the usual one.
fn is_called(id: &ObjectId, name: &str) -> bool {
    id.name == name || id.name.strip_prefix("public.") == Some(name)
}

/// What the engine makes of a schema when a table or a column gets another name: it is written in all texts that name it.
fn renamed(grammar: &dyn Grammar, snapshot: &Snapshot, id: &ObjectId, to: &str) -> Snapshot {
    let depth = grammar.depth();
    let old = names::own(depth, &id.name);
    let new_name = named_alike(grammar, id, to);
    let table = names::owner(depth, &id.name).unwrap_or(&id.name);
    let word = |text: &str| match id.kind {
        Kind::Table => names::replaced(grammar.dialect(), text, &id.name, &new_name),
        _ => names::replaced(grammar.dialect(), text, old, to),
    };
    let mut after = Snapshot::default();
    for (other, object) in snapshot.objects() {
        let is_below = other == id
            || names::owner(depth, &other.name) == Some(table)
            || names::granted(&other.name).is_some_and(|granted| granted == table || granted == id.name);
        let name = match other.name.strip_prefix(&id.name) {
            Some(rest) if rest.is_empty() || rest.starts_with(['.', ' ']) => format!("{new_name}{rest}"),
            // A part without a name of its own is called by what it says.
            _ if is_below && other.kind == Kind::Constraint && other.name.contains('(') => word(&other.name),
            _ => other.name.clone(),
        };
        let points = |text: &str| {
            let mut found = BTreeSet::new();
            names::mentions(grammar.dialect(), text, &mut found);
            found.contains(table)
        };
        // A table's new name is everywhere; a column's is near its table, and in foreign keys that point at it.
        let is_near = is_below
            || id.kind == Kind::Table
            || other.kind == Kind::Constraint && object.facts.iter().any(|(_, text)| points(text));
        let is_view = matches!(other.kind, Kind::View | Kind::MaterializedView);
        let of = |texts: &Texts| -> Texts {
            let text = |(key, text): (&str, &str)| {
                let renamed = match key {
                    // What the server makes of a query is not foretold: it is said again.
                    "query" if is_view && points(text) => String::new(),
                    "source" | "comment" => text.to_owned(),
                    _ if is_near => word(text),
                    _ => text.to_owned(),
                };
                (key.to_owned(), renamed)
            };
            texts.iter().map(text).collect()
        };
        let object =
            Object { facts: of(&object.facts), bodies: of(&object.bodies), notes: object.notes.clone() };
        after.objects_mut().insert(ObjectId { kind: other.kind, name }, object);
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rename_is_read_and_turned_round() {
        let column: Rename = "public.users.name = full_name".parse().unwrap();
        assert_eq!(column.to_string(), "public.users.name=full_name");
        assert_eq!(column.reversed().to_string(), "public.users.full_name=public.users.name");
        assert_eq!("users=people".parse::<Rename>().unwrap().reversed().to_string(), "people=users");
        for bad in ["", "users", "=people", "users="] {
            assert!(bad.parse::<Rename>().is_err(), "{bad}");
        }
    }
}
