//! What is told about a schema with everything.

use hunter_chain::Dialect;
use hunter_migrations::testing::Scratch;

use crate::support::{lines, read, sqlite};

#[test]
fn everything_is_told_and_nothing_that_is_the_usual_case() {
    assert_eq!(
        lines(&sqlite(&[include_str!("kitchen.sql")])).join("\n"),
        include_str!("kitchen.txt").trim_end()
    );
}

#[test]
fn each_foreign_key_has_its_own_name_whatever_the_order() {
    let keys = "create table p (a integer primary key, b int);
        create table t (a int constraint one references p on delete cascade, b int references p (b), c int,
        constraint three foreign key (c) references p deferrable initially deferred, foreign key (a, b) references p (a, b),
        foreign key (a) references t (a), constraint four foreign key (a) references p);";
    let lines = lines(&sqlite(&[
        keys,
        "alter table t add column d int constraint five references p on update cascade",
    ]));
    let keys: Vec<&str> = lines.iter().filter_map(|line| line.strip_prefix("constraint t.")).collect();
    assert_eq!(
        keys,
        [
            "five [columns: d; kind: foreign key; on update: cascade; references: p(a)]",
            "foreign key(a) [columns: a; kind: foreign key; references: t(a)]",
            "foreign key(a, b) [columns: a, b; kind: foreign key; references: p(a, b)]",
            "foreign key(b) [columns: b; kind: foreign key; references: p(b)]",
            "four [columns: a; kind: foreign key; references: p(a)]",
            "one [columns: a; kind: foreign key; on delete: cascade; references: p(a)]",
            "three [columns: c; deferred: yes; kind: foreign key; references: p(a)]",
        ]
    );
}

#[test]
fn constraints_of_one_name_are_all_told() {
    let lines =
        lines(&sqlite(&["create table t (a int constraint x check (a > 0) constraint x check (a < 9))"]));
    assert_eq!(
        lines[2..],
        [
            "constraint t.x [expression: a < 9; kind: check]",
            "constraint t.x #2 [expression: a > 0; kind: check]",
        ]
    );
}

#[test]
fn a_view_of_nothing_and_a_module_that_is_not_there_hinder_nobody() {
    let db = Scratch::new(Dialect::Sqlite);
    db.connect()
        .execute(
            "create view v as select a from missing; create table t (a); pragma writable_schema = on;
            insert into sqlite_schema values ('table', 'z', 'z', 0, 'create virtual table z using nowhere(a)');",
        )
        .unwrap();
    assert_eq!(
        lines(&read(&mut db.connect())),
        [
            "table t []",
            "table z [arguments: a; module: nowhere]",
            "column t.a []",
            "view v [query: select a from missing]"
        ]
    );
}
