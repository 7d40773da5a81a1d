//! What becomes of a schema when `schema.rs` says otherwise.

use hunter_sql::Dialect::{Postgres, Sqlite};
use proptest::collection::btree_map;
use proptest::prelude::{Strategy, any, prop, proptest};
use proptest::sample::select;

use super::{changed, head, lines};
use crate::snapshot::Snapshot;

pub(super) const FULL: &str = "schema public
    extension citext | schema=app
    sequence public.users_id_seq | type=integer | owner=public.users.id
    sequence public.free | type=integer
    table public.orgs
    table public.users
    table public.users_old | inherits=public.users
    table public.userset
    column public.orgs.id | type=integer | not_null=true
    column public.users.id | type=integer | not_null=true | default=nextval('public.users_id_seq'::regclass)
    column public.users.email | type=character varying(255) | not_null=true | collation=\"C\" | default=''::text
    column public.users.age | type=integer
    column public.users_old.id | type=integer | not_null=true
    column public.users_old.email | type=character varying(255) | not_null=true
    column public.users_old.age | type=integer
    column public.userset.id | type=integer | not_null=true
    constraint public.orgs.orgs_pkey | type=primary key | definition=PRIMARY KEY (id)
    constraint public.orgs.orgs_user | type=foreign key | definition=FOREIGN KEY (id) REFERENCES public.users(id)
    constraint public.users.email | type=check | definition=CHECK (((email)::text <> ''::text))
    constraint public.users.grown | type=check | definition=CHECK ((age > 0))
    constraint public.users.users_pkey | type=primary key | definition=PRIMARY KEY (id)
    index public.users.users_by_age | definition=btree (age, id)
    index public.users.users_by_email | definition=btree (lower((email)::text))
    trigger public.users.seen | definition=CREATE TRIGGER seen
    policy public.users.own | using=true
    grant public.users to app | privileges=SELECT
    grant public.users.email to app | privileges=UPDATE
    grant public.users_id_seq to app | privileges=USAGE
    grant public.userset to app | privileges=SELECT";

pub(super) const ALL: &str = "table! { orgs { id -> Int4 } }
    table! { userset (id) { id -> Int4 } }
    table! { users_old (id) { id -> Int4, email -> Varchar, age -> Nullable<Int4> } }
    table! { users { id -> Int4, email -> Text, age -> Nullable<Int4> } }";

/// What was there and is not, and what is there and was not.
pub(super) fn apart(text: &str, head: &Snapshot) -> (Vec<String>, Vec<String>) {
    let (before, after) = (lines(head), lines(&changed(Postgres, text, head)));
    let missing = |these: &[String], those: &[String]| -> Vec<String> {
        these.iter().filter(|line| !those.contains(line)).cloned().collect()
    };
    (missing(&before, &after), missing(&after, &before))
}

#[test]
fn a_schema_that_agrees_stays_as_it_is() {
    let head = head(FULL);
    assert_eq!(changed(Postgres, ALL, &head), head);
}

#[test]
fn a_column_is_changed_in_what_schema_rs_says_and_in_nothing_else() {
    let change = |from: &str, to: &str| apart(&ALL.replace(from, to), &head(FULL)).1;
    assert_eq!(
        change("email -> Text", "#[max_length = 40] email -> Nullable<Text>"),
        ["column public.users.email | collation=C | default=''::text | type=character varying(40)"]
    );
    assert_eq!(
        change("email -> Text", "email -> Citext"),
        ["column public.users.email | collation=C | default=''::text | not_null=true | type=app.citext"]
    );
    assert_eq!(
        change("email -> Text", "email -> Uuid"),
        ["column public.users.email | default=''::text | not_null=true | type=uuid"]
    );
    assert_eq!(
        change("{ id -> Int4, email -> Text", "(id, email) { id -> Int4, email -> Text"),
        ["constraint public.users.users_pkey | definition=PRIMARY KEY (id, email) | type=primary key"]
    );
}

#[test]
fn tables_that_have_their_columns_from_another_change_with_it() {
    let text: String = ALL.lines().filter(|line| !line.contains("users_old")).collect();
    let parts = FULL.replace("inherits=public.users", "partition_of=public.users | bound=DEFAULT");
    let text = text.replace("age -> Nullable<Int4>", "age -> Int8, new -> Date");
    let (gone, new) = apart(&text, &head(&parts));
    assert_eq!(
        gone,
        ["column public.users.age | type=integer", "column public.users_old.age | type=integer"]
    );
    assert_eq!(
        new,
        [
            "column public.users.age | not_null=true | type=bigint",
            "column public.users.new | not_null=true | type=date",
            "column public.users_old.age | not_null=true | type=bigint",
            "column public.users_old.new | not_null=true | type=date",
        ]
    );
}

#[test]
fn another_key_of_sqlite_has_another_name_unless_somebody_named_it() {
    let users = |name: &str| {
        head(&format!(
            "table t
            column t.a | type=integer
            column t.b | type=text | not null=yes
            constraint t.{name} | kind=primary key | columns=a"
        ))
    };
    let keys = |text: &str, head: &Snapshot| -> Vec<String> {
        lines(&changed(Sqlite, text, head)).into_iter().filter(|line| !line.starts_with("table")).collect()
    };
    let text = "table! { t (b) { a -> Integer, b -> Text } }";
    assert_eq!(
        keys(text, &users("primary key(a)")),
        [
            "column t.a | not null=yes | type=integer",
            "column t.b | not null=yes | type=text",
            "constraint t.primary key(b) | columns=b | kind=primary key"
        ]
    );
    assert!(
        keys(text, &users("its_key"))
            .contains(&"constraint t.its_key | columns=b | kind=primary key".to_owned())
    );
}

#[test]
fn a_strict_table_of_sqlite_gets_the_types_that_it_can_have() {
    let strict = head("table t | strict=yes\ncolumn t.a | type=integer\ncolumn t.b | type=text");
    let text = "table! { t (a) { a -> Nullable<Bool>, b -> Nullable<Double>, c -> Timestamp, d -> BigInt, e -> Nullable<Binary> } }";
    assert_eq!(
        lines(&changed(Sqlite, text, &strict)),
        [
            "column t.a | type=integer",
            "column t.b | type=real",
            "column t.c | not null=yes | type=text",
            "column t.d | not null=yes | type=integer",
            "column t.e | type=blob",
            "table t | strict=yes",
        ]
    );
}

/// A `schema.rs` of some tables with some columns.
fn any_schema() -> impl Strategy<Value = String> {
    let kind = (select(&KINDS[..]), any::<bool>())
        .prop_map(|(kind, null)| if null { format!("Nullable<{kind}>") } else { kind.to_owned() });
    let columns = btree_map(select(&["id", "Name", "order", "x"][..]), kind, 1..4);
    let table = (columns, any::<prop::sample::Index>()).prop_map(|(columns, key)| {
        let key = *key.get(&columns.keys().collect::<Vec<_>>());
        let columns: String = columns.iter().map(|(name, kind)| format!("{name} -> {kind}, ")).collect();
        format!("({key}) {{ {columns} }}")
    });
    let tables = btree_map(select(&["users", "posts", "Tags"][..]), table, 0..3);
    tables.prop_map(|tables| {
        tables.iter().map(|(name, table)| format!("table! {{ {name} {table} }}\n")).collect::<String>()
            + "joinable!(posts -> users (x));"
    })
}

const KINDS: [&str; 10] =
    ["Integer", "BigInt", "Text", "Varchar", "Bool", "Double", "Numeric", "Timestamp", "Binary", "Date"];

proptest! {
    #[test]
    fn whatever_was_there_nothing_is_apart_from_what_is_desired(before in any_schema(), after in any_schema()) {
        for dialect in [Postgres, Sqlite] {
            changed(dialect, &after, &changed(dialect, &before, &Snapshot::default()));
        }
    }
}

#[test]
fn a_key_of_sqlite_that_is_the_rowid_no_more_does_not_count_up_and_says_whether_it_takes_null() {
    let before = head(
        "table t | autoincrement=yes
        column t.id | type=integer
        constraint t.primary key(id) | kind=primary key | columns=id | is the rowid?=yes",
    );
    let key = "constraint t.primary key(id) | columns=id | kind=primary key";
    let text = changed(Sqlite, "table! { t { id -> Text } }", &before);
    assert_eq!(lines(&text), ["column t.id | not null=yes | type=text", key, "table t"]);
    let again = changed(Sqlite, "table! { t { id -> Integer } }", &text);
    assert_eq!(lines(&again), ["column t.id | type=integer", key, "table t"]);
    let rowid = |snapshot: &Snapshot| {
        snapshot.objects().any(|(_, object)| object.notes.get("is the rowid").is_some())
    };
    assert!(!rowid(&text) && rowid(&again));
}
