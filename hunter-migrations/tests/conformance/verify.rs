//! `verify.sql`: what an author asserts holds or is told, and nothing of it stays.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{Migrations, Target};

use crate::support::{Ask, Database, proved, target};

/// A table with a row, and what is asserted of it.
fn chain(db: &Scratch, asserted: &str) -> Migrations {
    proved(
        db,
        &[
            ("hunter.toml", "dialects = [\"postgres\", \"sqlite\"]"),
            ("0001_a/up.sql", "create table a (id int); insert into a values (1);"),
            ("0001_a/down.sql", "drop table a;"),
            ("0001_a/verify.sql", asserted),
            ("0002_b/up.sql", "create table b (id int);"),
            ("0002_b/down.sql", "drop table b;"),
        ],
    )
}

/// Line and reason of what does not hold.
fn broken(chain: &Migrations, db: &Scratch) -> Vec<(usize, String)> {
    let conn = &mut db.connect();
    chain.on(conn).upgrade(target("0001")).unwrap();
    let found = chain.on(conn).verify().unwrap();
    assert_eq!(found.holds(), found.assertions.iter().all(|one| one.broken.is_none()));
    let line = |one: &hunter_migrations::Assertion| one.place.position.unwrap().0;
    found.assertions.iter().filter_map(|one| Some((line(one), one.broken.clone()?))).collect()
}

conformance! {
    fn assertions_that_hold_are_counted_and_leave_nothing_behind(db: &Scratch) {
        let asserted = "-- one\nselect id from a where id <> 1;\ninsert into a values (7);\nselect 1 from a where id = 7;\n\
            create table left_behind (id int); with x as (select 1) select * from x where 1 = 0; select 1 where 1 = 0";
        let chain = chain(db, asserted);
        assert_eq!(broken(&chain, db).first(), None);
        assert_eq!(chain.on(&mut db.connect()).verify().unwrap().assertions.len(), 6);
        assert_eq!(db.connect().count("a"), "1");
        assert!(!db.tables().contains(&"left_behind".to_owned()));
    }

    fn a_row_that_is_found_and_a_statement_that_fails_are_told_with_their_lines(db: &Scratch) {
        let asserted = "select id from a;\nselect 1 from missing;\n\ninsert into missing values (1);\nselect id from a where id = 2;";
        let broken = broken(&chain(db, asserted), db);
        let lines: Vec<usize> = broken.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 2, 4]);
        assert_eq!(broken[0].1, db.pick("it finds the row {\"id\":1}", "it finds 1 row"));
        assert!(broken[1].1.contains("missing") && broken[2].1.contains("missing"), "{broken:?}");
    }

    fn the_connection_is_as_it_was_whatever_was_asserted(db: &Scratch) {
        let chain = chain(db, "select 1 from missing;");
        let conn = &mut db.connect();
        chain.on(conn).upgrade(target("0001")).unwrap();
        chain.on(conn).verify().unwrap();
        chain.on(conn).upgrade(Target::Head).unwrap();
        assert_eq!(db.events(), ["up 0001", "up 0002"]);
    }

    fn an_assertion_that_would_end_its_transaction_is_not_run(db: &Scratch) {
        let broken = broken(&chain(db, "insert into a values (9);\ncommit;"), db);
        assert!(broken.len() == 1 && broken[0].1.contains("was not run"), "{broken:?}");
        assert_eq!(db.connect().count("a"), "1");
    }

    fn only_the_current_revisions_assertions_are_asked_for(db: &Scratch) {
        let chain = chain(db, "select id from a;");
        let conn = &mut db.connect();
        chain.on(conn).upgrade(Target::Head).unwrap();
        let found = chain.on(conn).verify().unwrap();
        assert!(found.holds() && found.assertions.is_empty(), "{found:?}");
    }

    fn drift_is_part_of_a_verification(db: &Scratch) {
        let chain = chain(db, "select id from a where id = 5;");
        let conn = &mut db.connect();
        chain.on(conn).upgrade(target("0001")).unwrap();
        conn.run("alter table a add column more int");
        let found = chain.on(conn).verify().unwrap();
        assert!(!found.holds() && found.drift.differences.len() == 1, "{found:?}");
    }
}
