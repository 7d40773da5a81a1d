//! Which types agree, and what is said of those that do not.

use hunter_sql::Dialect::{Postgres, Sqlite};

use super::{changed, head, said};

/// Whether a column of this type of Diesel agrees with one of this type of SQL, and that a change makes it agree.
fn agrees(dialect: hunter_sql::Dialect, diesel: &str, sql: &str) -> bool {
    let (schema, null) =
        if dialect == Postgres { ("public.", "not_null=true") } else { ("", "not null=yes") };
    let text = format!(
        "mod sql_types {{
            #[derive(SqlType)] #[diesel(postgres_type(name = \"mood\"))] #[diesel(sqlite_type(name = \"Text\"))]
            struct Mood;
            #[diesel(postgres_type(name = \"timetz\", schema = \"pg_catalog\"))] struct Timetz;
            #[diesel(postgres_type(name = \"mood\", schema = \"app\"))] struct AppMood;
        }}
        table! {{ use crate::t::{{Tsvector, Vector}}; t (c) {{ c -> {diesel} }} }}"
    );
    let text = match diesel.split_once('#') {
        Some((kind, length)) => {
            text.replace(&format!("c -> {diesel}"), &format!("#[max_length = {length}] c -> {kind}"))
        }
        None => text,
    };
    let table = head(&format!(
        "type public.email | form=domain | base=character varying(7)
        type app.mood | form=enum
        type public.mood | form=enum
        table {schema}t
        column {schema}t.c | type={sql} | {null}"
    ));
    let said = said(dialect, &text, &table);
    let after = changed(dialect, &text, &table);
    assert_eq!(said.is_empty(), after == table, "{diesel} {sql}: {said:?}");
    said.is_empty()
}

#[test]
fn a_type_of_diesel_agrees_with_every_type_of_postgres_it_is_read_from() {
    for (diesel, types) in [
        (
            "Text",
            "text|character varying|character varying(7)|character(7)|app.citext|public.email|\"\\\"char\\\"\"",
        ),
        ("Varchar", "text|character varying(7)|character(3)|app.citext"),
        ("Varchar#7", "character varying(7)|character(7)|public.email"),
        ("Citext", "app.citext|citext"),
        ("Int4", "integer"),
        ("Serial", "integer"),
        ("BigInt", "bigint"),
        ("Numeric", "numeric|numeric(10,2)"),
        ("Timestamptz", "timestamp with time zone|timestamp(3) with time zone"),
        ("Timestamp", "timestamp without time zone|timestamp(0) without time zone"),
        ("Time", "time without time zone|time(3) without time zone"),
        ("Interval", "interval|interval(3)|interval day to second"),
        ("Array<Nullable<Text>>", "text[]|character varying(7)[]"),
        ("Array<Timestamptz>", "timestamp with time zone[]|timestamp(3) with time zone[]"),
        ("Array<Mood>", "public.mood[]|app.mood[]"),
        ("Range<Timestamptz>", "tstzrange"),
        ("Tstzrange", "tstzrange"),
        ("Multirange<Int4>", "int4multirange"),
        ("Mood", "public.mood|app.mood|mood"),
        ("AppMood", "app.mood"),
        ("Timetz", "time with time zone"),
        ("Tsvector", "tsvector"),
        ("Vector", "public.vector(3)|tsvector|app.mood"),
    ] {
        for sql in types.split('|') {
            assert!(agrees(Postgres, diesel, sql), "{diesel} {sql}");
        }
    }
}

#[test]
fn a_type_of_diesel_agrees_with_no_other_type_of_postgres() {
    for (diesel, types) in [
        ("Text", "text[]|integer|uuid|public.mood|bytea"),
        ("Varchar#7", "character varying(8)|text|character varying|app.citext"),
        ("Citext", "text|character varying(7)"),
        ("Int4", "bigint|smallint|integer[]|numeric"),
        ("Timestamp", "timestamp with time zone|date"),
        ("Json", "jsonb"),
        ("Array<Text>", "text|integer[]"),
        ("Range<Int4>", "int8range|int4multirange"),
        ("Mood", "text|public.moods"),
        ("AppMood", "public.mood"),
        ("Vector", "text|integer|app.citext|text[]"),
    ] {
        for sql in types.split('|') {
            assert!(!agrees(Postgres, diesel, sql), "{diesel} {sql}");
        }
    }
}

#[test]
fn a_type_of_diesel_agrees_with_the_types_of_sqlite_by_their_names() {
    for (diesel, types) in [
        ("Text", "text|varchar(255)|clob|any"),
        ("Varchar#7", "text|varchar(7)"),
        ("Integer", "integer|int|mediumint|any"),
        ("BigInt", "bigint|int8|unsigned big int"),
        ("SmallInt", "smallint|int2"),
        ("Bool", "boolean|bool|tinyint"),
        ("Float", "float|real"),
        ("Double", "double|double precision|numeric(10, 2)|decimal"),
        ("Numeric", "numeric(10, 2)|double"),
        ("Binary", "blob|varbinary(3)"),
        ("Timestamp", "timestamp|datetime"),
        ("TimestamptzSqlite", "timestamp|datetime|text"),
        ("Mood", "text|varchar(7)"),
        ("Vector", "text|integer|any"),
    ] {
        for sql in types.split('|') {
            assert!(agrees(Sqlite, diesel, sql), "{diesel} {sql}");
        }
    }
    for (diesel, types) in [
        ("Text", "integer|blob|date"),
        ("Varchar#7", "varchar(8)|integer"),
        ("Integer", "bigint|boolean|text"),
        ("BigInt", "integer"),
        ("Bool", "integer"),
        ("Timestamp", "text|date|integer"),
        ("Mood", "integer"),
    ] {
        for sql in types.split('|') {
            assert!(!agrees(Sqlite, diesel, sql), "{diesel} {sql}");
        }
    }
}

const TABLES: &str = "schema public
    table public.users
    column public.users.id | type=integer | not_null=true
    column public.users.email | type=character varying(255) | not_null=true
    column public.users.gone | type=text
    constraint public.users.users_pkey | type=primary key | definition=PRIMARY KEY (id)
    table public.orgs
    table app.\"my table\"
    view public.adults
    table public.__diesel_schema_migrations
    table public.parts_1 | partition_of=public.parts
    table public.far | form=foreign
    table public.parts
    table elsewhere.t";

#[test]
fn every_disagreement_is_a_sentence_with_line_table_and_column() {
    let text = "
table! { users (email) {
    id -> Nullable<Int8>,
    #[max_length = 40]
    email -> Varchar,
    \"\" } }"
        .replace("    \"\" } }", "    new -> Array<Nullable<Text>>,\n} }")
        + "
table! { app.posts { id -> Int4 } }
table! { adults { id -> Int4 } }
table! { parts { id -> Int4 } }";
    assert_eq!(
        said(Postgres, &text, &head(TABLES)),
        [
            "s.rs:3: column users.id is Nullable<Int8> here, and `integer NOT NULL` in the schema at head",
            "s.rs:5: column users.email is Varchar with max_length = 40 here, and `character varying(255) NOT NULL` in the schema at head",
            "s.rs:6: column users.new is Array<Nullable<Text>> here, and not in the schema at head",
            "s.rs:2: column users.gone is `text` in the schema at head, and not here",
            "s.rs:2: the primary key of users is (email) here, and (id) in the schema at head",
            "s.rs:8: table app.posts is here, and not in the schema at head",
            "s.rs:10: column parts.id is Int4 here, and not in the schema at head",
            "s.rs: table app.\"my table\" is in the schema at head, and not here",
            "s.rs: table orgs is in the schema at head, and not here",
        ]
    );
}

#[test]
fn what_schema_rs_usually_leaves_out_is_no_disagreement() {
    let head = head(TABLES);
    let said = said(Postgres, "table! { other.t { id -> Int4 } }", &head);
    assert_eq!(said, ["s.rs:1: table other.t is here, and not in the schema at head"]);
}

#[test]
fn a_key_of_sqlite_agrees_whether_or_not_it_takes_null() {
    let users = head(
        "table orgs
        column orgs.id | type=integer
        table users
        column users.id | type=integer
        column users.org | type=integer | not null=yes
        constraint users.primary key(id) | kind=primary key | columns=id
        constraint users.foreign key(org) | kind=foreign key | columns=org | references=orgs(id)
        table log
        column log.line | type=text
        table search | module=fts5",
    );
    for id in ["Integer", "Nullable<Integer>", "BigInt", "Nullable<BigInt>"] {
        for org in ["Integer", "BigInt"] {
            let text = format!(
                "table! {{ orgs {{ id -> Nullable<Integer> }} }}
                table! {{ Users {{ ID -> {id}, org -> {org} }} }}
                table! {{ log (rowid) {{ rowid -> Integer, line -> Nullable<Text> }} }}"
            )
            .replace("{ ID", "{ #[sql_name = \"ID\"] id");
            assert_eq!(said(Sqlite, &text, &users), [""; 0]);
            assert_eq!(changed(Sqlite, &text, &users), users);
        }
    }
}
