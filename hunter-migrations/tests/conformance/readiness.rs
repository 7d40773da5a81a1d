//! Whether a program may use its database, asked by who must not migrate it.

use std::time::Duration;

use hunter_migrations::{ErrorKind, Migrations, Ready, Target};

use crate::support::{Ask, Database, declared, line, target};

const COMPATIBLE: &str = "compatible_with_previous_binary = true";

fn two() -> Migrations {
    declared(&[
        ("0001", "", "create table a (id int);", "drop table a;"),
        ("0002", COMPATIBLE, "create table b (id int);", "drop table b;"),
    ])
}

fn one() -> Migrations {
    line(&[("0001", "create table a (id int);", "drop table a;")])
}

conformance! {
    fn at_head_a_program_may_start_and_nothing_is_written(db: &Scratch) {
        two().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let before = db.picture();
        two().on(&mut db.connect()).require_head().unwrap();
        assert_eq!(db.picture(), before);
    }

    fn below_head_it_may_not_and_is_told_what_is_missing(db: &Scratch) {
        let conn = &mut db.connect();
        let error = two().on(conn).require_head().unwrap_err();
        assert_eq!((error.kind(), error.to_string()), (ErrorKind::State, "the database is empty".to_owned()));
        assert_eq!(db.tables(), [""; 0]);
        two().on(conn).upgrade(target("0001")).unwrap();
        let error = two().on(conn).require_head().unwrap_err();
        assert_eq!(error.to_string(), "the database lacks 1 revision of this program: 0002");
        assert!(error.help().contains("`hunter wait --for head`"), "{}", error.help());
    }

    fn ahead_it_may_if_the_author_says_so(db: &Scratch) {
        two().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        one().on(&mut db.connect()).require_head().unwrap();
        let stranger = line(&[("0009", "create table c (id int);", "drop table c;")]);
        let error = stranger.on(&mut db.connect()).require_head().unwrap_err();
        assert!(error.to_string().contains("revisions that this binary lacks: 0001"), "{error}");
    }

    fn tables_that_nobody_recorded_are_not_head(db: &Scratch) {
        db.connect().run("create table mine (id int)");
        let error = one().on(&mut db.connect()).require_head().unwrap_err();
        assert_eq!(error.to_string(), "the database has tables and no recorded revision");
    }

    fn who_waits_goes_on_as_soon_as_another_one_has_migrated(db: &Scratch) {
        one().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let (mut told, deadline) = (Vec::new(), Duration::from_secs(60));
        let mut migrate = |why: &str| {
            told.push(why.to_owned());
            two().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        };
        two().wait_until(Ready::Head, db.url(), deadline, &mut migrate).unwrap();
        assert_eq!(told, ["the database lacks 1 revision of this program: 0002"]);
    }

    fn a_deadline_of_zero_looks_once_and_is_busy_if_it_is_not_ready(db: &Scratch) {
        one().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let mut told = Vec::new();
        let mut tell = |why: &str| told.push(why.to_owned());
        let error = two().wait_until(Ready::Head, db.url(), Duration::ZERO, &mut tell).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Busy);
        assert!(error.to_string().starts_with("the database is not at head after 0 s: the database lacks"), "{error}");
        two().wait_until(Ready::Up, db.url(), Duration::ZERO, &mut tell).unwrap();
        assert_eq!(told, [""; 0]);
    }
}

#[test]
fn a_server_that_is_not_there_is_waited_for_and_told_about_once() {
    let (mut told, deadline) = (Vec::new(), Duration::from_millis(800));
    let url = "postgres://nobody:s3cret@127.0.0.1:9/nothing";
    let tell = |why: &str| told.push(why.to_owned());
    let error = one().wait_until(Ready::Up, url, deadline, tell).unwrap_err();
    assert_eq!((error.kind(), told.len()), (ErrorKind::Busy, 1));
    assert!(!format!("{error} {told:?} {}", error.help()).contains("s3cret"));
}

#[test]
fn what_waiting_cannot_cure_is_told_at_once() {
    let postgres_only = crate::support::tree(&[
        ("hunter.toml", "dialects = [\"postgres\"]\n"),
        ("0001_step/up.sql", "select 1;"),
        ("0001_step/down.sql", "select 1;"),
    ]);
    for (url, kind) in [("oracle://h/d", ErrorKind::Usage), ("sqlite:never.db", ErrorKind::State)] {
        let error = postgres_only.wait_until(Ready::Head, url, Duration::from_secs(600), |_| {}).unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
    }
}
