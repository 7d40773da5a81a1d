//! Diesel's own types, and what each is in a database.
//!
//! Responsible for the table of them. The facts are those of `diesel::sql_types`; which text of SQL Diesel reads as which
//! of them is decided beside the dialects.

/// One type, under all its names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BuiltIn {
    names: &'static [&'static str],
    /// What it may be on PostgreSQL, the usual one first, without lengths and precisions.
    pub(super) postgres: &'static [&'static str],
    /// What it usually is on SQLite, and what else it is kept as there.
    pub(super) sqlite: &'static [&'static str],
}

/// The type of a name, and the name.
pub(super) fn find(name: &str) -> Option<(&'static BuiltIn, &'static str)> {
    BUILT_IN.iter().find_map(|row| Some((row, *row.names.iter().find(|one| **one == name)?)))
}

/// Every name.
pub(super) fn names<'n>() -> impl Iterator<Item = &'n str> {
    BUILT_IN.iter().flat_map(|row| row.names.iter().copied())
}

const fn row(
    names: &'static [&'static str],
    postgres: &'static [&'static str],
    sqlite: &'static [&'static str],
) -> BuiltIn {
    BuiltIn { names, postgres, sqlite }
}

static BUILT_IN: [BuiltIn; 40] = [
    row(&["Bool"], &["boolean"], &["boolean"]),
    row(&["TinyInt", "Tinyint"], &["smallint"], &["smallint", "boolean"]),
    row(&["SmallInt", "Smallint", "Int2", "SmallSerial"], &["smallint"], &["smallint"]),
    row(&["Integer", "Int4", "Serial"], &["integer"], &["integer"]),
    row(&["BigInt", "Bigint", "Int8", "BigSerial"], &["bigint"], &["bigint"]),
    row(&["Float", "Float4"], &["real"], &["float"]),
    row(&["Double", "Float8"], &["double precision"], &["double"]),
    row(&["Numeric", "Decimal"], &["numeric"], &["numeric"]),
    row(
        &["Text", "Varchar", "VarChar", "Char", "Bpchar", "Tinytext", "Mediumtext", "Longtext"],
        &["text", "character varying", "character", "bpchar", "\"char\"", "citext"],
        &["text"],
    ),
    // The table above holds it too: Diesel reads it as either.
    row(&["Citext"], &["citext"], &["text"]),
    row(&["CChar"], &["\"char\""], &["text"]),
    row(
        &["Binary", "Bytea", "Blob", "Tinyblob", "Mediumblob", "Longblob", "Varbinary"],
        &["bytea"],
        &["blob"],
    ),
    row(&["Bit"], &["bit", "bytea"], &["blob"]),
    row(&["Date"], &["date"], &["date"]),
    row(&["Time"], &["time without time zone"], &["time"]),
    row(&["Timestamp", "Datetime"], &["timestamp without time zone"], &["timestamp"]),
    // Diesel never writes the one for SQLite by itself, so any way of keeping a time may be meant.
    row(&["Timestamptz", "TimestamptzSqlite"], &["timestamp with time zone"], &["timestamp", "text"]),
    row(&["Interval"], &["interval"], &["text"]),
    row(&["Json"], &["json"], &["text"]),
    row(&["Jsonb"], &["jsonb"], &["blob", "text"]),
    row(&["Uuid"], &["uuid"], &["blob", "text"]),
    row(&["Inet"], &["inet"], &["text"]),
    row(&["Cidr"], &["cidr"], &["text"]),
    row(&["MacAddr", "Macaddr"], &["macaddr"], &["text"]),
    row(&["MacAddr8", "Macaddr8"], &["macaddr8"], &["text"]),
    row(&["Money"], &["money"], &["numeric"]),
    row(&["Oid"], &["oid"], &["integer"]),
    row(&["PgLsn"], &["pg_lsn"], &["text"]),
    row(&["Int4range"], &["int4range"], &["text"]),
    row(&["Int8range"], &["int8range"], &["text"]),
    row(&["Numrange"], &["numrange"], &["text"]),
    row(&["Daterange"], &["daterange"], &["text"]),
    row(&["Tsrange"], &["tsrange"], &["text"]),
    row(&["Tstzrange"], &["tstzrange"], &["text"]),
    row(&["Int4multirange"], &["int4multirange"], &["text"]),
    row(&["Int8multirange"], &["int8multirange"], &["text"]),
    row(&["Nummultirange"], &["nummultirange"], &["text"]),
    row(&["Datemultirange"], &["datemultirange"], &["text"]),
    row(&["Tsmultirange"], &["tsmultirange"], &["text"]),
    row(&["Tstzmultirange"], &["tstzmultirange"], &["text"]),
];

/// Whether a type of PostgreSQL is one of these.
pub(super) fn is_of_postgres(sql: &str) -> bool {
    BUILT_IN.iter().any(|row| row.postgres.contains(&sql))
}
