//! A schema as a value.
//!
//! Responsible for putting rows together, whatever catalog they came from: there is one shape of a row and one assembler.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use crate::canonical;
use crate::object::{Kind, Object, ObjectId};
use crate::texts::Texts;

/// Everything a schema consists of. Equal schemas are equal values, notes aside: compare with
/// [`compare`](crate::compare) or by [`fingerprint`](Snapshot::fingerprint).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snapshot {
    objects: BTreeMap<ObjectId, Object>,
}

/// One row of a catalog query.
#[derive(Deserialize)]
struct Row {
    kind: Kind,
    name: String,
    #[serde(default)]
    facts: BTreeMap<String, Option<String>>,
    #[serde(default)]
    bodies: BTreeMap<String, Option<String>>,
    #[serde(default)]
    notes: BTreeMap<String, Option<String>>,
}

/// A row that is not of the shape. The catalog queries are ours, so this is a bug of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    row: String,
    why: String,
}

impl BadRow {
    pub(crate) fn new(row: &str, why: &serde_json::Error) -> Self {
        Self { row: row.to_owned(), why: why.to_string() }
    }
}

impl fmt::Display for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a catalog row cannot be read: {}: {}", self.why, self.row)
    }
}

impl std::error::Error for BadRow {}

impl Snapshot {
    /// Puts rows together, each a JSON object with `kind`, `name` and the maps `facts`, `bodies`, `notes` of texts; a null
    /// says nothing and is left out.
    ///
    /// # Errors
    /// When a row is not of that shape.
    ///
    /// ```
    /// # use hunter_schema::Snapshot;
    /// let rows = [r#"{"kind": "table", "name": "users"}"#, r#"{"kind": "column", "name": "users.id", "facts": {"type": "integer"}}"#];
    /// assert_eq!(Snapshot::from_rows(rows).unwrap().len(), 2);
    /// ```
    pub fn from_rows(rows: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Self, BadRow> {
        let mut snapshot = Self::default();
        for text in rows {
            let text = text.as_ref();
            let row: Row = serde_json::from_str(text).map_err(|error| BadRow::new(text, &error))?;
            let known = |map: BTreeMap<String, Option<String>>| -> Texts {
                map.into_iter().filter_map(|(key, value)| Some((key, canonical::text(value?)))).collect()
            };
            let object =
                Object { facts: known(row.facts), bodies: known(row.bodies), notes: known(row.notes) };
            snapshot.objects.insert(ObjectId { kind: row.kind, name: row.name }, object);
        }
        Ok(snapshot)
    }

    /// The objects, by kind and name.
    pub fn objects(&self) -> impl Iterator<Item = (&ObjectId, &Object)> {
        self.objects.iter()
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, id: &ObjectId) -> Option<&Object> {
        self.objects.get(id)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.objects.len()
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    /// Makes an object what it is given as, or takes it away.
    pub fn put(&mut self, id: ObjectId, object: Option<Object>) {
        match object {
            Some(object) => drop(self.objects.insert(id, object)),
            None => drop(self.objects.remove(&id)),
        }
    }

    pub(crate) fn objects_mut(&mut self) -> &mut BTreeMap<ObjectId, Object> {
        &mut self.objects
    }
}
