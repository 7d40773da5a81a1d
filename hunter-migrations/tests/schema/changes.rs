//! Changes by hand: each is found and named, and nothing else is.

use crate::support::{sqlite, words};

const KITCHEN: &str = include_str!("kitchen.sql");

/// A change of the kitchen's text, and the words for it.
type Change<'a> = (&'a str, &'a str, &'a [&'a str]);

#[track_caller]
fn each_is_found(changes: &[Change<'_>]) {
    let before = sqlite(&[KITCHEN]);
    let mut wrong = Vec::new();
    for (from, to, expected) in changes {
        assert_eq!(KITCHEN.matches(from).count(), 1, "`{from}` stands there once");
        let after = sqlite(&[&KITCHEN.replace(from, to)]);
        let found = words(&before, &after);
        if found != *expected {
            wrong.push(format!("{from} => {to}: {found:#?}"));
        }
        assert_eq!(words(&after, &before).len(), expected.len(), "{to} => {from}");
        assert_ne!(before.fingerprint(), after.fingerprint(), "{from} => {to}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_change_of_a_table_is_found_and_nothing_else() {
    each_is_found(&[
        (") strict;", ");", &["table typed: strict is none, expected yes"]),
        (") without rowid;", ");", &["table pairs: without rowid is none, expected yes"]),
        (" autoincrement", "", &["table orgs: autoincrement is none, expected yes"]),
        (
            "create table orgs (",
            "create table extra (a, primary key (a)); create table orgs (",
            &["table extra is not expected"],
        ),
        (
            "\"my table\"",
            "\"my tables\"",
            &["table \"my table\" is missing", "table \"my tables\" is not expected"],
        ),
        (
            "create virtual table search using fts5(title, body, tokenize = 'porter ascii');",
            "",
            &["table search is missing"],
        ),
        (
            "'porter ascii'",
            "'ascii'",
            &[
                "table search: arguments is title, body, tokenize = 'ascii', expected title, body, tokenize = 'porter ascii'",
            ],
        ),
        (
            "fts5(title, body, tokenize = 'porter ascii')",
            "rtree(id, a, b)",
            &[
                "table search: arguments is id, a, b, expected title, body, tokenize = 'porter ascii'",
                "table search: module is rtree, expected fts5",
            ],
        ),
    ]);
}

#[test]
fn each_change_of_a_column_is_found_and_nothing_else() {
    each_is_found(&[
        ("    name text,", "    name text, nick text,", &["column users.nick is not expected"]),
        (", note text,", ",", &["column pair_notes.note is missing"]),
        ("varchar(255)", "varchar(25)", &["column users.email: type is varchar(25), expected varchar(255)"]),
        (
            "numeric(10, 2)",
            "numeric(10, 3)",
            &["column users.score: type is numeric(10, 3), expected numeric(10, 2)"],
        ),
        ("any_value any", "any_value blob", &["column typed.any_value: type is blob, expected any"]),
        ("c blob", "c", &["column pairs.c: type is none, expected blob"]),
        ("    name text,", "    name text not null,", &["column users.name: not null is yes, expected none"]),
        ("created text not null", "created text", &["column users.created: not null is none, expected yes"]),
        (
            "not null on conflict replace",
            "not null",
            &["column typed.amount: not null on conflict is none, expected replace"],
        ),
        (
            "on conflict replace default",
            "on conflict fail default",
            &["column typed.amount: not null on conflict is fail, expected replace"],
        ),
        ("default true", "default false", &["column users.active: default is false, expected true"]),
        (" default true", "", &["column users.active: default is none, expected true"]),
        ("default (1 + 2)", "default (1 - 2)", &["column users.score: default is 1 - 2, expected 1 + 2"]),
        (
            "default current_timestamp",
            "default current_date",
            &["column users.created: default is current_date, expected now()"],
        ),
        (
            "'nobody@example.com'",
            "'Nobody@example.com'",
            &["column users.email: default is 'Nobody@example.com', expected 'nobody@example.com'"],
        ),
        ("    name text,", "    name text default '',", &["column users.name: default is '', expected none"]),
        (
            "collate nocase not null unique",
            "collate rtrim not null unique",
            &["column orgs.slug: collation is rtrim, expected nocase"],
        ),
        (
            " collate nocase not null unique",
            " not null unique",
            &["column orgs.slug: collation is none, expected nocase"],
        ),
        (
            "    name text,",
            "    name text collate nocase,",
            &[
                "column users.name: collation is nocase, expected none",
                "index users.users_by_name: columns is name desc, lower(email), expected name collate nocase desc, lower(email)",
            ],
        ),
        (
            "as (age * 2) stored",
            "as (age * 3) stored",
            &["column users.double_age: generated is age * 3, expected age * 2"],
        ),
        ("(age * 2) stored", "(age * 2)", &["column users.double_age: stored is none, expected yes"]),
        (
            " generated always as (upper(name)) virtual",
            "",
            &["column users.upper_name: generated is none, expected upper(name)"],
        ),
        (
            "[a.b]",
            "[a.c]",
            &["column \"my table\".\"a.b\" is missing", "column \"my table\".\"a.c\" is not expected"],
        ),
        (
            "\"select\" int",
            "\"select\" bigint",
            &["column \"my table\".\"select\": type is bigint, expected int"],
        ),
    ]);
}

#[test]
fn each_change_of_a_key_is_found_and_nothing_else() {
    each_is_found(&[
        (
            "(a, b desc)",
            "(a, b)",
            &[
                "constraint pairs.primary key(a, b desc) is missing",
                "constraint pairs.primary key(a, b) is not expected",
            ],
        ),
        (
            "id int primary key,",
            "id int constraint typed_key primary key,",
            &["constraint typed.primary key(id) is missing", "constraint typed.typed_key is not expected"],
        ),
        (
            "id int primary key,",
            "id int primary key on conflict ignore,",
            &["constraint typed.primary key(id): on conflict is ignore, expected none"],
        ),
        (" not null unique", " not null", &["constraint orgs.unique(slug) is missing"]),
        (
            " on conflict ignore",
            "",
            &["constraint users.unique(org, name): on conflict is none, expected ignore"],
        ),
        (
            "unique (org, name)",
            "unique (name, org)",
            &[
                "constraint users.unique(name, org) is not expected",
                "constraint users.unique(org, name) is missing",
            ],
        ),
        (
            "unique (org, name)",
            "constraint named unique (org, name)",
            &["constraint users.named is not expected", "constraint users.unique(org, name) is missing"],
        ),
        (
            "(email collate nocase)",
            "(email)",
            &["constraint users.users_email: columns is email, expected email collate nocase"],
        ),
        (
            "users_email unique (email collate nocase)",
            "users_email unique (email collate nocase, id)",
            &[
                "constraint users.users_email: columns is email collate nocase, id, expected email collate nocase",
            ],
        ),
    ]);
}

#[test]
fn each_change_of_a_foreign_key_is_found_and_nothing_else() {
    const ORG: &str = "constraint users.users_org";
    let org = |words: &str| format!("{ORG}: {words}");
    each_is_found(&[
        (
            "orgs (id) on update",
            "orgs (slug) on update",
            &[&org("references is orgs(slug), expected orgs(id)")],
        ),
        ("on update cascade", "on update restrict", &[&org("on update is restrict, expected cascade")]),
        (" on delete set null", "", &[&org("on delete is none, expected set null")]),
        (" deferrable initially deferred", "", &[&org("deferred is none, expected yes")]),
        (
            "constraint users_org references",
            "references",
            &["constraint users.foreign key(org) is not expected", "constraint users.users_org is missing"],
        ),
        (" references orgs on delete cascade", "", &["constraint orgs.foreign key(parent) is missing"]),
        (
            "(a, b) on delete restrict",
            "(a, b)",
            &["constraint pair_notes.foreign key(a, b): on delete is none, expected restrict"],
        ),
        (
            "references pairs (a, b)",
            "references pairs (b, a)",
            &["constraint pair_notes.foreign key(a, b): references is pairs(b, a), expected pairs(a, b)"],
        ),
    ]);
}

#[test]
fn each_change_of_a_check_is_found_and_nothing_else() {
    each_is_found(&[
        (
            "check (age > 0)",
            "check (age >= 0)",
            &[
                "constraint users.check(age > 0) is missing",
                "constraint users.check(age >= 0) is not expected",
            ],
        ),
        (" check (age > 0)", "", &["constraint users.check(age > 0) is missing"]),
        (
            "length(name) > 1",
            "length(name) > 2",
            &[
                "constraint users.users_name: expression is length(name) > 2 and name <> 'x''y', expected length(name) > 1 and name <> 'x''y'",
            ],
        ),
        (
            "'x''y'",
            "'X''y'",
            &[
                "constraint users.users_name: expression is length(name) > 1 and name <> 'X''y', expected length(name) > 1 and name <> 'x''y'",
            ],
        ),
        (
            "constraint users_name check (length(name) > 1 and name <> 'x''y')",
            "constraint users_name unique (name)",
            &[
                "constraint users.users_name: columns is name, expected none",
                "constraint users.users_name: expression is none, expected length(name) > 1 and name <> 'x''y'",
                "constraint users.users_name: kind is unique, expected check",
            ],
        ),
    ]);
}

#[test]
fn each_change_of_an_index_is_found_and_nothing_else() {
    each_is_found(&[
        (
            "create unique index users_by_age on users (age, id);",
            "",
            &["index users.users_by_age is missing"],
        ),
        ("create unique index", "create index", &["index users.users_by_age: unique is none, expected yes"]),
        (
            "users (age, id)",
            "users (id, age)",
            &["index users.users_by_age: columns is id, age, expected age, id"],
        ),
        (
            "users (age, id)",
            "users (age desc, id)",
            &["index users.users_by_age: columns is age desc, id, expected age, id"],
        ),
        (
            "users (age, id)",
            "users (age, id) where age > 1",
            &["index users.users_by_age: where is age > 1, expected none"],
        ),
        (
            "nocase desc, lower",
            "nocase, lower",
            &[
                "index users.users_by_name: columns is name collate nocase, lower(email), expected name collate nocase desc, lower(email)",
            ],
        ),
        (
            "name collate nocase desc",
            "name desc",
            &[
                "index users.users_by_name: columns is name desc, lower(email), expected name collate nocase desc, lower(email)",
            ],
        ),
        (
            "lower(email)",
            "upper(email)",
            &[
                "index users.users_by_name: columns is name collate nocase desc, upper(email), expected name collate nocase desc, lower(email)",
            ],
        ),
        (
            "active and name is not null",
            "name is not null",
            &["index users.users_by_name: where is name is not null, expected active and name is not null"],
        ),
        (
            " where active and name is not null",
            "",
            &["index users.users_by_name: where is none, expected active and name is not null"],
        ),
        (
            "index users_by_age",
            "index users_by_age_id",
            &["index users.users_by_age is missing", "index users.users_by_age_id is not expected"],
        ),
    ]);
}

#[test]
fn each_change_of_a_view_or_a_trigger_is_found_and_nothing_else() {
    const BODY: &str = "begin insert into pair_notes(note) values ('renamed ' || old.name); delete from pairs where a = old.id; end";
    let body = |from: &str, to: &str| {
        let found = BODY.replace(from, to);
        format!("trigger users.users_audit: body is {found}, expected {BODY}")
    };
    each_is_found(&[
        (
            ">= 18",
            ">= 21",
            &[
                "view adults: query is select u.id, u.email as mail from users u where u.age >= 21, expected select u.id, u.email as mail from users u where u.age >= 18",
            ],
        ),
        ("(one, two)", "(one, too)", &["view named: columns is one, too, expected one, two"]),
        ("create view named (one, two) as select a, b from pairs;", "", &["view named is missing"]),
        (
            "create view named (one, two) as",
            "create view named as",
            &["view named: columns is none, expected one, two"],
        ),
        (
            "after update of name, email",
            "after update of name",
            &["trigger users.users_audit: event is update of name, expected update of email, name"],
        ),
        (
            "after update of name",
            "before update of name",
            &["trigger users.users_audit: time is before, expected after"],
        ),
        (
            " when new.name <> old.name",
            "",
            &["trigger users.users_audit: when is none, expected new.name <> old.name"],
        ),
        (
            "before delete on users",
            "before insert on users",
            &["trigger users.users_guard: event is insert, expected delete"],
        ),
        ("'renamed '", "'Renamed '", &[&body("'renamed '", "'Renamed '")]),
        (" delete from pairs where a = old.id;", "", &[&body(" delete from pairs where a = old.id;", "")]),
        (
            "before delete on users",
            "before delete on orgs",
            &["trigger orgs.users_guard is not expected", "trigger users.users_guard is missing"],
        ),
        (
            "create trigger users_guard before delete on users begin select raise(abort, 'no'); end;",
            "",
            &["trigger users.users_guard is missing"],
        ),
    ]);
}
