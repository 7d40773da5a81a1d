//! What the query answers with, put together by table.
//!
//! Responsible for reading rows. What they mean is `objects`'.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::words::name;
use crate::snapshot::BadRow;

/// Tables by name, with what belongs to each, and the views and triggers.
#[derive(Default)]
pub(super) struct Catalog {
    pub(super) tables: BTreeMap<String, Table>,
    pub(super) views: Vec<Definition>,
    pub(super) triggers: Vec<Definition>,
}

/// A table and its parts.
pub(super) struct Table {
    pub(super) row: TableRow,
    pub(super) columns: Vec<Column>,
    /// In the order of the text.
    pub(super) foreign_keys: Vec<ForeignKey>,
    pub(super) indexes: Vec<Index>,
}

#[derive(Deserialize)]
pub(super) struct TableRow {
    pub(super) name: String,
    #[serde(rename = "virtual")]
    pub(super) is_virtual: u8,
    pub(super) without_rowid: u8,
    pub(super) strict: u8,
    pub(super) sql: String,
}

#[derive(Deserialize)]
pub(super) struct Column {
    table: String,
    pub(super) name: String,
    pub(super) position: i64,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) not_null: u8,
    pub(super) default: Option<String>,
    /// Its place in the primary key, from 1.
    pub(super) key: i64,
    /// 2 for virtual and 3 for stored generated columns.
    pub(super) hidden: u8,
}

#[derive(Deserialize)]
pub(super) struct ForeignKey {
    table: String,
    id: i64,
    pub(super) columns: Vec<String>,
    pub(super) references: String,
    /// Null where the text names none.
    pub(super) to: Vec<Option<String>>,
    pub(super) on_update: String,
    pub(super) on_delete: String,
}

#[derive(Deserialize)]
pub(super) struct Index {
    table: String,
    pub(super) name: String,
    pub(super) unique: u8,
    /// `c` for an index of its own, `u` and `pk` for those of constraints.
    pub(super) origin: String,
    pub(super) columns: Vec<IndexColumn>,
    pub(super) sql: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct IndexColumn {
    /// -1 for the rowid, -2 for an expression.
    pub(super) cid: i64,
    pub(super) name: Option<String>,
    pub(super) descending: u8,
    pub(super) collation: String,
}

/// A view or a trigger.
#[derive(Deserialize)]
pub(super) struct Definition {
    pub(super) table: String,
    pub(super) name: String,
    pub(super) sql: String,
}

#[derive(Deserialize)]
#[serde(tag = "raw", rename_all = "kebab-case")]
enum Row {
    Table(TableRow),
    Column(Column),
    ForeignKey(ForeignKey),
    Index(Index),
    View(Definition),
    Trigger(Definition),
}

impl Catalog {
    pub(super) fn read(rows: &[String]) -> Result<Self, BadRow> {
        let (mut catalog, mut parts) = (Self::default(), Vec::new());
        for text in rows {
            match serde_json::from_str(text).map_err(|error| BadRow::new(text, &error))? {
                Row::Table(row) => {
                    let table =
                        Table { columns: Vec::new(), foreign_keys: Vec::new(), indexes: Vec::new(), row };
                    catalog.tables.insert(name(&table.row.name), table);
                }
                Row::View(view) => catalog.views.push(view),
                Row::Trigger(trigger) => catalog.triggers.push(trigger),
                part => parts.push(part),
            }
        }
        for part in parts {
            catalog.put(part);
        }
        for table in catalog.tables.values_mut() {
            table.columns.sort_by_key(|column| column.position);
            // SQLite counts from the last one.
            table.foreign_keys.sort_by_key(|key| -key.id);
        }
        Ok(catalog)
    }

    fn put(&mut self, part: Row) {
        let owner = match &part {
            Row::Column(Column { table, .. })
            | Row::ForeignKey(ForeignKey { table, .. })
            | Row::Index(Index { table, .. }) => table,
            Row::Table(_) | Row::View(_) | Row::Trigger(_) => return,
        };
        let Some(table) = self.tables.get_mut(&name(owner)) else { return };
        match part {
            Row::Column(column) => table.columns.push(column),
            Row::ForeignKey(key) => table.foreign_keys.push(key),
            Row::Index(index) => table.indexes.push(index),
            Row::Table(_) | Row::View(_) | Row::Trigger(_) => {}
        }
    }
}

impl Table {
    /// The columns of the primary key, in its order.
    pub(super) fn key(&self) -> Vec<&Column> {
        let mut key: Vec<&Column> = self.columns.iter().filter(|column| column.key > 0).collect();
        key.sort_by_key(|column| column.key);
        key
    }

    /// Whether its primary key is the rowid under a name.
    pub(super) fn has_rowid_alias(&self) -> bool {
        let has_index = self.indexes.iter().any(|index| index.origin == "pk");
        self.row.without_rowid == 0 && !has_index && self.columns.iter().any(|column| column.key > 0)
    }
}
