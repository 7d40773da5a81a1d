//! What goes when a table or a column goes.

use hunter_sql::Dialect::Sqlite;

use super::changing::{ALL, FULL, apart};
use super::{changed, head, lines};

#[test]
fn a_table_that_goes_takes_along_what_lies_below_it_and_refers_to_it() {
    let text = ALL.lines().filter(|line| !line.contains("users {")).collect::<String>();
    let (gone, new) = apart(&text, &head(FULL));
    assert_eq!(new, [""; 0]);
    let head = lines(&head(FULL));
    let is_of_users = |line: &&String| {
        let name = line.split(' ').nth(1).unwrap();
        name == "public.users"
            || name.starts_with("public.users.")
            || name == "public.users_id_seq"
            || line.contains("orgs_user")
    };
    assert_eq!(gone, head.iter().filter(is_of_users).cloned().collect::<Vec<_>>());
}

#[test]
fn a_column_that_goes_takes_along_what_names_it() {
    let names = |text: &str| -> Vec<String> {
        let (gone, _) = apart(text, &head(FULL));
        gone.iter().map(|line| line.split(" | ").next().unwrap().to_owned()).collect()
    };
    assert_eq!(
        names(&ALL.replace("users { id -> Int4, email -> Text,", "users { id -> Int4,")),
        [
            "column public.users.email",
            "constraint public.users.email",
            "grant public.users.email to app",
            "index public.users.users_by_email",
        ]
    );
    assert_eq!(
        names(&ALL.replace("users { id -> Int4, email -> Text,", "users (email) { email -> Text,")),
        [
            "column public.users.id",
            "constraint public.orgs.orgs_user",
            "constraint public.users.users_pkey",
            "grant public.users_id_seq to app",
            "index public.users.users_by_age",
            "sequence public.users_id_seq",
        ]
    );
}

#[test]
fn what_goes_on_sqlite_takes_the_same_along() {
    let before = head(
        "table orgs
        table users
        column orgs.id | type=integer
        column users.id | type=integer
        column users.age | type=integer
        column users.org | type=integer
        constraint orgs.primary key(id) | kind=primary key | columns=id
        constraint users.check(age > 0.5) | kind=check | expression=age > 0.5
        constraint users.foreign key(org) | kind=foreign key | columns=org | references=orgs(id)
        constraint users.primary key(id) | kind=primary key | columns=id
        index users.by_age | columns=id | where=age is not null
        index users.by_org | columns=org collate nocase desc
        trigger users.seen | event=insert",
    );
    let users = "table! { users { id -> Integer, age -> Nullable<Integer>, org -> Nullable<Integer> } }";
    assert_eq!(
        lines(&changed(Sqlite, users, &before)),
        [
            "column users.age | type=integer",
            "column users.id | type=integer",
            "column users.org | type=integer",
            "constraint users.check(age > 0.5) | expression=age > 0.5 | kind=check",
            "constraint users.primary key(id) | columns=id | kind=primary key",
            "index users.by_age | columns=id | where=age is not null",
            "index users.by_org | columns=org collate nocase desc",
            "table users",
            "trigger users.seen | event=insert",
        ]
    );
    let text = "table! { orgs { id -> Integer } } table! { users { id -> Integer } }";
    assert_eq!(
        lines(&changed(Sqlite, text, &before)),
        [
            "column orgs.id | type=integer",
            "column users.id | type=integer",
            "constraint orgs.primary key(id) | columns=id | kind=primary key",
            "constraint users.primary key(id) | columns=id | kind=primary key",
            "table orgs",
            "table users",
            "trigger users.seen | event=insert",
        ]
    );
}

#[test]
fn a_partition_goes_with_its_parent_and_stays_alone_where_schema_rs_lists_it() {
    let before = head(
        "table public.t
        table public.t_1 | partition_of=public.t | bound=DEFAULT
        table public.t_2 | partition_of=public.t | bound=DEFAULT
        column public.t_2.id | type=integer | not_null=true
        view public.v",
    );
    let (gone, new) = apart("table! { t_2 { id -> Int4 } }", &before);
    assert_eq!(
        gone,
        [
            "table public.t",
            "table public.t_1 | bound=DEFAULT | partition_of=public.t",
            "table public.t_2 | bound=DEFAULT | partition_of=public.t"
        ]
    );
    assert_eq!(new, ["table public.t_2"]);
}
