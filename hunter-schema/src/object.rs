//! One object of a schema: what it is, what it is called, and what is so about it.
//!
//! Responsible for the three classes of statements about an object. Which facts a kind has is decided by the catalog
//! queries; how they are spelled on every server version is `canonical`'s.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::texts::Texts;

/// What kinds of objects there are, in the order in which they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// A schema (namespace).
    Schema,
    /// An extension.
    Extension,
    /// An enum, a domain, a composite or a range type.
    Type,
    /// A sequence that no identity column owns.
    Sequence,
    /// A table, partitioned and foreign ones included.
    Table,
    /// A column of a table.
    Column,
    /// A primary key, unique, foreign key, check or exclusion constraint of a table.
    Constraint,
    /// An index that no constraint owns.
    Index,
    /// A view.
    View,
    /// A materialized view.
    MaterializedView,
    /// A function, procedure or aggregate.
    Function,
    /// A trigger.
    Trigger,
    /// A row security policy.
    Policy,
    /// A rewrite rule that is not a view's.
    Rule,
    /// What a role may do with an object.
    Grant,
    /// Extended statistics.
    Statistics,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 16] = [
        Kind::Schema,
        Kind::Extension,
        Kind::Type,
        Kind::Sequence,
        Kind::Table,
        Kind::Column,
        Kind::Constraint,
        Kind::Index,
        Kind::View,
        Kind::MaterializedView,
        Kind::Function,
        Kind::Trigger,
        Kind::Policy,
        Kind::Rule,
        Kind::Grant,
        Kind::Statistics,
    ];

    /// Whether other objects lie below one of this kind, and are named with its name in front.
    pub(crate) fn has_parts(self) -> bool {
        matches!(self, Kind::Schema | Kind::Table | Kind::View | Kind::MaterializedView)
    }

    /// The word for it: `materialized view`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Kind::Schema => "schema",
            Kind::Extension => "extension",
            Kind::Type => "type",
            Kind::Sequence => "sequence",
            Kind::Table => "table",
            Kind::Column => "column",
            Kind::Constraint => "constraint",
            Kind::Index => "index",
            Kind::View => "view",
            Kind::MaterializedView => "materialized view",
            Kind::Function => "function",
            Kind::Trigger => "trigger",
            Kind::Policy => "policy",
            Kind::Rule => "rule",
            Kind::Grant => "grant",
            Kind::Statistics => "statistics",
        }
    }
}

/// An object's kind and its whole name, as SQL writes it: `public.users`, `public.users.email` for a column or a
/// constraint, `public.f(integer)` for a function.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectId {
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: String,
}

impl ObjectId {
    /// Whether it lies below another object: a column below its table, a grant below what it is about.
    ///
    /// ```
    /// # use hunter_schema::{Kind, ObjectId};
    /// let id = |kind, name: &str| ObjectId { kind, name: name.to_owned() };
    /// assert!(id(Kind::Column, "public.users.id").is_below(&id(Kind::Table, "public.users")));
    /// assert!(id(Kind::Grant, "public.users to someone").is_below(&id(Kind::Table, "public.users")));
    /// assert!(!id(Kind::Table, "public.users_old").is_below(&id(Kind::Table, "public.users")));
    /// ```
    #[must_use]
    pub fn is_below(&self, other: &ObjectId) -> bool {
        let rest = self.name.strip_prefix(&other.name);
        rest.is_some_and(|rest| rest.starts_with('.') || rest.starts_with(" to "))
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.word(), self.name)
    }
}

/// What is so about an object. A fact that is the usual case is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Object {
    /// Facts that every server of the dialect spells the same: compared, and part of the fingerprint.
    pub facts: Texts,
    /// Text that the server writes from its own form (a view's query, an expression), and that another major version
    /// may write otherwise: compared where both were written by the same one.
    pub bodies: Texts,
    /// What is worth showing and never a difference: a column's place, a name that the server chose.
    pub notes: Texts,
}
