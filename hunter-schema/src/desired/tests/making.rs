//! What is made where only `schema.rs` has it.

use hunter_sql::Dialect::{Mysql, Postgres, Sqlite};

use super::{changed, head, lines};
use crate::desired::{DieselSchema, desired, disagreements};
use crate::snapshot::Snapshot;

const USERS: &str = "mod sql_types { #[diesel(postgres_type(name = \"mood\", schema = \"app\"))] struct Mood; }
table! { orgs { id -> Int8, #[max_length = 40] Name -> Varchar } }
table! { app.users (id, org) { id -> Nullable<Int4>, org -> BigInt, order -> Nullable<Mood>, tags -> Array<Text> } }
joinable!(users -> orgs (org));";

#[test]
fn a_new_table_of_postgres_is_as_its_catalog_tells_it() {
    assert_eq!(
        lines(&changed(Postgres, USERS, &Snapshot::default())),
        [
            "column app.users.\"order\" | type=app.mood",
            "column app.users.id | not_null=true | type=integer",
            "column app.users.org | not_null=true | type=bigint",
            "column app.users.tags | not_null=true | type=text[]",
            "column public.orgs.\"Name\" | not_null=true | type=character varying(40)",
            "column public.orgs.id | not_null=true | type=bigint",
            "constraint app.users.users_org_fkey | definition=FOREIGN KEY (org) REFERENCES public.orgs(id) | type=foreign key",
            "constraint app.users.users_pkey | definition=PRIMARY KEY (id, org) | type=primary key",
            "constraint public.orgs.orgs_pkey | definition=PRIMARY KEY (id) | type=primary key",
            "schema app",
            "schema public",
            "table app.users",
            "table public.orgs",
        ]
    );
}

#[test]
fn a_new_table_of_sqlite_is_as_its_catalog_tells_it() {
    let text = "table! { orgs { id -> Integer, #[max_length = 40] Name -> Varchar } }
        table! { users (id, org) { id -> Text, org -> BigInt, order -> Nullable<Bool>, at -> Timestamp } }
        table! { log (rowid) { rowid -> Integer, line -> Nullable<Binary> } }
        joinable!(users -> orgs (org));";
    let after = changed(Sqlite, text, &Snapshot::default());
    assert_eq!(
        lines(&after),
        [
            "column log.line | type=blob",
            "column orgs.id | type=integer",
            "column orgs.name | not null=yes | type=varchar(40)",
            "column users.\"order\" | type=boolean",
            "column users.at | not null=yes | type=timestamp",
            "column users.id | not null=yes | type=text",
            "column users.org | not null=yes | type=bigint",
            "constraint orgs.primary key(id) | columns=id | kind=primary key",
            "constraint users.foreign key(org) | columns=org | kind=foreign key | references=orgs(id)",
            "constraint users.primary key(id, org) | columns=id, org | kind=primary key",
            "table log",
            "table orgs",
            "table users",
        ]
    );
    let note = |name: &str, note: &str| {
        let (_, object) = after.objects().find(|(id, _)| id.name == name).unwrap();
        object.notes.get(note).map(str::to_owned)
    };
    assert_eq!(note("orgs.primary key(id)", "is the rowid").as_deref(), Some("yes"));
    assert_eq!(note("users.primary key(id, org)", "is the rowid"), None);
    assert_eq!(note("orgs.name", "spelling").as_deref(), Some("Name"));
    assert_eq!(note("orgs.name", "position").as_deref(), Some("2"));
}

#[test]
fn the_only_key_of_a_new_table_of_sqlite_gets_its_value_by_itself() {
    let after = changed(Sqlite, "table! { t { id -> BigInt } }", &Snapshot::default());
    assert!(lines(&after).contains(&"column t.id | type=integer".to_owned()));
}

#[test]
fn a_new_column_has_the_type_as_the_catalog_writes_it() {
    for (diesel, postgres, sqlite) in [
        ("Bool", "boolean", "boolean"),
        ("SmallInt", "smallint", "smallint"),
        ("Serial", "integer", "integer"),
        ("Int8", "bigint", "bigint"),
        ("Float", "real", "float"),
        ("Double", "double precision", "double"),
        ("Numeric", "numeric", "numeric"),
        ("Text", "text", "text"),
        ("Varchar", "character varying", "text"),
        ("Bpchar", "bpchar", "text"),
        ("Citext", "app.citext", "text"),
        ("CChar", "\"char\"", "text"),
        ("Bytea", "bytea", "blob"),
        ("Bit", "bit(1)", "blob"),
        ("Date", "date", "date"),
        ("Time", "time without time zone", "time"),
        ("Timestamp", "timestamp without time zone", "timestamp"),
        ("Timestamptz", "timestamp with time zone", "timestamp"),
        ("Interval", "interval", "text"),
        ("Json", "json", "text"),
        ("Jsonb", "jsonb", "blob"),
        ("Uuid", "uuid", "blob"),
        ("Inet", "inet", "text"),
        ("MacAddr", "macaddr", "text"),
        ("Money", "money", "numeric"),
        ("Oid", "oid", "integer"),
        ("PgLsn", "pg_lsn", "text"),
        ("Array<Nullable<Int4>>", "integer[]", "text"),
        ("Range<Int4>", "int4range", "text"),
        ("Range<Int8>", "int8range", "text"),
        ("Range<Numeric>", "numrange", "text"),
        ("Range<Date>", "daterange", "text"),
        ("Range<Timestamp>", "tsrange", "text"),
        ("Multirange<Timestamptz>", "tstzmultirange", "text"),
        ("Mood", "app.mood", "text"),
        ("Array<Mood>", "app.mood[]", "text"),
        ("OtherMood", "public.other_mood", "text"),
        ("Timetz", "time with time zone", "text"),
        ("Ltree", "app.ltree", "text"),
        ("Tsvector", "tsvector", "text"),
    ] {
        let text = format!(
            "#[derive(SqlType)] struct OtherMood;
            #[diesel(postgres_type(name = \"mood\"))] struct Mood;
            #[diesel(postgres_type(name = \"timetz\", schema = \"pg_catalog\"))] struct Timetz;
            table! {{ use elsewhere::*; t (c) {{ c -> Nullable<{diesel}>, id -> Text }} }}"
        );
        let before =
            "type app.mood | form=enum\nextension citext | schema=app\nextension ltree | schema=app\n";
        for (dialect, table, kind) in [(Postgres, "public.t", postgres), (Sqlite, "t", sqlite)] {
            let before = head(&format!("{before}table {table}\ncolumn {table}.id | type=text"));
            let after = changed(dialect, &text, &before);
            let (_, column) = after.objects().find(|(id, _)| id.name == format!("{table}.c")).unwrap();
            assert_eq!(column.facts.get("type"), Some(kind), "{diesel}");
        }
    }
}

#[test]
fn a_constraint_is_named_within_the_length_that_postgres_names_have() {
    let (table, column) = ("t".repeat(40), "c".repeat(50));
    let text = format!(
        "table! {{ p {{ id -> Int4 }} }} table! {{ {table} {{ id -> Int4, {column} -> Int4 }} }} joinable!({table} -> p ({column}));"
    );
    let after = lines(&changed(Postgres, &text, &Snapshot::default()));
    let name = format!("constraint public.{table}.{}_{}_fkey ", "t".repeat(29), "c".repeat(28));
    assert!(after.iter().any(|line| line.starts_with(&name)), "{after:#?}");
}

#[test]
fn nothing_is_said_of_mysql() {
    let schema = DieselSchema::parse(USERS).unwrap();
    assert_eq!(disagreements(Mysql, &schema, &Snapshot::default(), "s.rs"), []);
    assert!(desired(Mysql, &schema, &Snapshot::default()).is_empty());
}
