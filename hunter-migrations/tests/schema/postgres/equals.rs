//! Two ways to one schema: no words, and one fingerprint.

use std::process::Command;

use hunter_chain::Dialect;
use hunter_migrations::testing::Scratch;
use hunter_schema::Snapshot;

use super::KITCHEN;
use crate::support::{read, words};

fn snapshot(script: &str) -> Snapshot {
    let db = Scratch::new(Dialect::Postgres);
    let mut conn = db.connect();
    conn.execute(script).unwrap_or_else(|error| panic!("{error}: {script}"));
    read(&mut conn)
}

/// Pairs of scripts that say the same.
pub(super) const PAIRS: &[(&str, &str)] = &[
    (
        "create table t (id serial primary key)",
        "create sequence t_id_seq as integer; create table t (id int not null default nextval('t_id_seq'), \
         constraint t_pkey primary key (id)); alter sequence t_id_seq owned by t.id",
    ),
    ("create table t (a int, b text)", "create table t (b text, a int)"),
    ("create table t (a int, b text)", "create table t (a int, x int, b text); alter table t drop x"),
    (
        "create table t (at timestamptz default now())",
        "create table t (at timestamptz default current_timestamp)",
    ),
    (
        "create table t (a varchar(5), b int4, c bool, d decimal(5))",
        "create table t (a character varying(5), b integer, c boolean, d numeric(5,0))",
    ),
    (
        "create table t (a int check (a > 0))",
        "create table t (a int); alter table t add constraint t_a_check check (a > 0)",
    ),
    ("create table t (a int not null)", "create table t (a int); alter table t alter a set not null"),
    ("create table t (a int unique)", "create table t (a int); alter table t add unique (a)"),
    (
        "create materialized view v as select 1 as one",
        "create materialized view v as select 1 as one with no data",
    ),
    (
        "create table t (a int primary key); create table u (a int references t)",
        "create table u (a int); create table t (a int primary key); alter table u add constraint u_a_fkey foreign key (a) references t (a)",
    ),
    (
        "create table t (a int, constraint low check (a > 0))",
        "create table t (a int); alter table t add constraint low check (a > 0) not valid; alter table t validate constraint low",
    ),
    ("create table t (a int)", "create table t (a text); alter table t alter a type int using a::int"),
    (
        "create table t (a int)",
        "create table u (b int); alter table u rename to t; alter table t rename b to a",
    ),
    ("create table t (a int)", "create table t (a int default 5); alter table t alter a drop default"),
    (
        "create table t (a int)",
        "create table t (a int); comment on table t is 'x'; comment on table t is null",
    ),
    (
        "create table t (a int)",
        "create table t (a int) with (fillfactor = 50); alter table t reset (fillfactor)",
    ),
    (
        "create table t (a int); create index i on t (a)",
        "create table t (a int); insert into t values (1); create index concurrent on t (a); alter index concurrent rename to i",
    ),
    (
        "create table t (a int) partition by list (a); create table p partition of t for values in (1)",
        "create table t (a int) partition by list (a); create table p (a int); alter table t attach partition p for values in (1)",
    ),
    (
        "create table t (a int) partition by list (a); create table p partition of t for values in (1); create index t_a_idx on t (a)",
        "create table t (a int) partition by list (a); create table p partition of t for values in (1); create index p_a_idx on p (a); \
         create index t_a_idx on t (a)",
    ),
    (
        "create type m as enum ('a', 'b')",
        "create type m as enum ('b'); alter type m add value 'a' before 'b'",
    ),
    (
        "create table t (a int); grant select on t to pg_monitor; grant insert on t to pg_monitor",
        "create table t (a int); grant insert, select on t to pg_monitor",
    ),
    (
        "create table t (a int)",
        "create table t (a int); grant select on t to pg_monitor; revoke all on t from pg_monitor",
    ),
    ("create table t (a int)", "create table t (a int); grant all on t to current_user"),
    (
        "create function f() returns int language sql as 'select 1'",
        "create function f() returns int language sql as 'select 2'; create or replace function f() returns int as 'select 1' language sql",
    ),
    (
        "create function f() returns int language sql as 'select 1'",
        "create function f() returns int language sql as 'select 1'; grant execute on function f() to public",
    ),
    (
        "create table t (a int); create view v as select a from t",
        "create table t (a int); create view v as SELECT t.a FROM public.t",
    ),
    (
        "create table t (a int generated always as identity)",
        "create table t (a int not null); alter table t alter a add generated always as identity",
    ),
    (
        "create table t (a int, b int, unique (a, b))",
        "create table t (b int, a int); alter table t add constraint t_a_b_key unique (a, b)",
    ),
    (
        "create table t (a int); create index a on t (a); create index b on t (a)",
        "create table t (a int); create index b on t (a); create index a on t (a)",
    ),
    (
        "create domain d as int check (value > 0)",
        "create domain d as int; alter domain d add constraint d_check check (value > 0)",
    ),
    ("create sequence s", "create sequence s as bigint start 1 increment 1 minvalue 1 no cycle cache 1"),
    ("create sequence s", "create sequence s; select nextval('s'), nextval('s')"),
    (
        "create table t (a int); alter table t enable row level security",
        "create table t (a int); create policy p on t; drop policy p on t; alter table t enable row level security",
    ),
    ("create table t (a int)", "set default_table_access_method = heap; create table t (a int)"),
];

#[test]
fn scripts_that_say_the_same_leave_the_same_schema() {
    let mut wrong = Vec::new();
    for (one, other) in PAIRS {
        let (left, right) = (snapshot(one), snapshot(other));
        let found = words(&left, &right);
        if !found.is_empty() || left.fingerprint() != right.fingerprint() {
            wrong.push(format!("{one}\n{other}\n{found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_dump_that_is_restored_is_the_same_schema() {
    let (from, to) = (Scratch::new(Dialect::Postgres), Scratch::new(Dialect::Postgres));
    from.connect().execute(KITCHEN).unwrap();
    let bin = std::env::var("HUNTER_TEST_POSTGRES_BIN").unwrap();
    let dump = Command::new(format!("{bin}/pg_dump")).args(["--schema-only", from.url()]).output().unwrap();
    assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
    to.run_by_client(&String::from_utf8(dump.stdout).unwrap()).unwrap();
    let (one, other) = (read(&mut from.connect()), read(&mut to.connect()));
    assert_eq!(words(&one, &other), [""; 0]);
    assert_eq!(one.fingerprint(), other.fingerprint());
}
