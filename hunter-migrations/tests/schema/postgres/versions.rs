//! Two major versions: one schema is one schema, whichever of them tells about it.

use hunter_migrations::testing::Scratch;
use hunter_schema::{Difference, Snapshot, compare};

use super::KITCHEN;
use super::equals::PAIRS;
use crate::support::{read, words};

/// The server of the newer version, as `cargo xtask test` starts it.
fn newer() -> Scratch {
    let server =
        std::env::var("HUNTER_TEST_POSTGRES18_URL").expect("run `cargo xtask test`, which starts the server");
    Scratch::on_server(&server).unwrap()
}

fn older() -> Scratch {
    Scratch::new(hunter_chain::Dialect::Postgres)
}

fn snapshot(db: &Scratch, script: &str) -> Snapshot {
    let mut conn = db.connect();
    conn.execute(script).unwrap_or_else(|error| panic!("{error}: {script}"));
    read(&mut conn)
}

#[test]
fn everything_is_the_same_on_both_but_for_texts_that_only_their_server_can_compare() {
    let (old, new) = (snapshot(&older(), KITCHEN), snapshot(&newer(), KITCHEN));
    assert_eq!(old.fingerprint(), new.fingerprint());
    let found = compare(&old, &new, false);
    let comparable: Vec<_> =
        found.iter().filter(|one| !matches!(one, Difference::NotComparable { .. })).collect();
    assert!(comparable.is_empty(), "{comparable:?}");
    // That there are some shows that the versions do write otherwise.
    assert!((1..=8).contains(&found.len()), "{found:?}");
}

#[test]
fn a_change_is_found_by_the_other_version_and_nothing_else_is() {
    let old = snapshot(&older(), KITCHEN);
    let db = newer();
    let mut conn = db.connect();
    conn.execute(KITCHEN).unwrap();
    for (change, named) in [
        (
            "alter table app.pairs alter column note set not null",
            "column app.pairs.note: not_null is true, expected none",
        ),
        (
            "alter table app.users alter column email drop not null",
            "column app.users.email: not_null is none, expected true",
        ),
        (
            "alter table app.pairs alter column note set default 'x'",
            "column app.pairs.note: default is 'x'::text, expected none",
        ),
        ("drop index app.users_by_tags", "index app.users.users_by_tags is missing"),
        ("create table app.more (id int primary key)", "table app.more is not expected"),
        (
            "alter table app.pairs add constraint low check (a < 9)",
            "constraint app.pairs.low is not expected",
        ),
        ("drop view app.adults", "view app.adults is missing"),
        ("grant select on app.pairs to pg_monitor", "grant app.pairs to pg_monitor is not expected"),
    ] {
        conn.execute(&format!("begin; {change}")).unwrap();
        let found = compare(&old, &read(&mut conn), false);
        conn.execute("rollback").unwrap();
        let comparable = found.iter().filter(|one| !matches!(one, Difference::NotComparable { .. }));
        assert_eq!(comparable.map(ToString::to_string).collect::<Vec<_>>(), [named], "{change}");
    }
}

#[test]
fn what_only_the_newer_version_knows_is_told() {
    let db = newer();
    let mut conn = db.connect();
    conn.execute("create table t (a int not null, b int, c int generated always as (b + 1) virtual)")
        .unwrap();
    let before = read(&mut conn);
    for (change, named) in [
        (
            "alter table t add constraint low check (a > 0) not enforced",
            "constraint public.t.low is not expected",
        ),
        (
            "alter table t add constraint b_is not null b not valid",
            "column public.t.b: not_null is not valid, expected none",
        ),
        ("alter table t drop column c", "column public.t.c is missing"),
    ] {
        conn.execute(&format!("begin; {change}")).unwrap();
        let after = read(&mut conn);
        conn.execute("rollback").unwrap();
        assert_eq!(words(&before, &after), [named], "{change}");
    }
    // The name of a NOT NULL is no difference: version 15 has none.
    conn.execute("begin; alter table t rename constraint t_a_not_null to other").unwrap();
    assert_eq!(words(&before, &read(&mut conn)), [""; 0]);
    conn.execute("rollback").unwrap();
}

#[test]
fn scripts_that_say_the_same_leave_the_same_schema_on_both() {
    for (one, other) in PAIRS {
        let (left, right) = (snapshot(&newer(), one), snapshot(&newer(), other));
        assert_eq!(words(&left, &right), [""; 0], "{one}\n{other}");
        assert_eq!(left.fingerprint(), snapshot(&older(), one).fingerprint(), "{one}");
    }
}
