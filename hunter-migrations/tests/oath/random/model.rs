//! A small schema as a value, and a strategy for it.
//!
//! Responsible for what may be in a schema. Everything has a place of its own that is taken or not, so that two schemas
//! have much in common and a failure becomes small by taking things away. What names something that is not there is left
//! out by [`script`](super::script).

use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_oneof};

pub(super) const TABLES: usize = 4;
pub(super) const COLUMNS: usize = 3;

/// Everything in a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Schema {
    pub(super) tables: Vec<Option<Table>>,
    /// A view of a table, and whether another one stands on it.
    pub(super) view: Option<(usize, u8, bool)>,
    /// The labels of an enum, one of a few lists.
    pub(super) labels: Option<u8>,
    /// The step of a sequence.
    pub(super) step: Option<u8>,
    /// What a function returns: the type, and the value.
    pub(super) function: Option<(bool, u8)>,
}

/// A table; its first column is its `id`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) columns: Vec<Option<Column>>,
    pub(super) has_key: bool,
    pub(super) identity: Option<bool>,
    pub(super) flag: Option<bool>,
    pub(super) mood: Option<bool>,
    pub(super) unique: Option<usize>,
    pub(super) check: Option<(usize, u8)>,
    /// Another table, and what happens when a row of it goes.
    pub(super) reference: Option<(usize, bool)>,
    pub(super) index: Option<Index>,
    pub(super) comment: Option<u8>,
    pub(super) trigger: Option<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Integer,
    Bigint,
    Text,
    Varchar,
    Numeric,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) kind: Type,
    pub(super) default: Default,
    pub(super) not_null: bool,
    pub(super) comment: Option<u8>,
}

/// What a column holds where nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Default {
    Nothing,
    Value(u8),
    /// The next value of the sequence.
    Sequence,
    /// What the function returns.
    Function,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Index {
    pub(super) column: usize,
    pub(super) is_unique: bool,
    pub(super) is_backwards: bool,
    pub(super) is_partial: bool,
}

fn column() -> impl Strategy<Value = Column> {
    let kind = prop_oneof![
        Just(Type::Integer),
        Just(Type::Bigint),
        Just(Type::Text),
        Just(Type::Varchar),
        Just(Type::Numeric)
    ];
    let default = prop_oneof![
        3 => Just(Default::Nothing),
        3 => (1_u8..3).prop_map(Default::Value),
        1 => Just(Default::Sequence),
        1 => Just(Default::Function)
    ];
    (kind, default, any::<bool>(), option::weighted(0.2, 0_u8..2))
        .prop_map(|(kind, default, not_null, comment)| Column { kind, default, not_null, comment })
}

fn index() -> impl Strategy<Value = Index> {
    (0..COLUMNS, any::<(bool, bool, bool)>()).prop_map(|(column, (is_unique, is_backwards, is_partial))| {
        Index { column, is_unique, is_backwards, is_partial }
    })
}

fn table() -> impl Strategy<Value = Table> {
    let columns = proptest::collection::vec(option::of(column()), COLUMNS);
    let flags = (
        any::<bool>(),
        option::weighted(0.3, any::<bool>()),
        option::of(any::<bool>()),
        option::weighted(0.3, any::<bool>()),
    );
    let constraints = (
        option::weighted(0.4, 0..COLUMNS),
        option::weighted(0.4, (0..COLUMNS, 0_u8..3)),
        option::weighted(0.6, (0..TABLES, any::<bool>())),
    );
    let others = (option::of(index()), option::weighted(0.3, 0_u8..2), option::weighted(0.3, 0_u8..2));
    (columns, flags, constraints, others).prop_map(
        |(
            columns,
            (has_key, identity, flag, mood),
            (unique, check, reference),
            (index, comment, trigger),
        )| Table {
            columns,
            has_key,
            identity,
            flag,
            mood,
            unique,
            check,
            reference,
            index,
            comment,
            trigger,
        },
    )
}

/// A schema; what only PostgreSQL has is left out where it is not that.
pub(super) fn schema(is_postgres: bool) -> impl Strategy<Value = Schema> {
    let tables = proptest::collection::vec(option::weighted(0.6, table()), TABLES);
    let view = option::of((0..TABLES, 0_u8..3, any::<bool>()));
    let only = (option::of(0_u8..4), option::of(1_u8..3), option::of((any::<bool>(), 0_u8..2)));
    (tables, view, only).prop_map(move |(tables, view, (labels, step, function))| Schema {
        tables,
        view,
        labels: labels.filter(|_| is_postgres),
        step: step.filter(|_| is_postgres),
        function: function.filter(|_| is_postgres),
    })
}
