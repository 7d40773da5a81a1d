//! A revision that comes late, below one that is applied: run where it meets nothing above it, refused by name else.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{ErrorKind, Migrations, Status, Target};

use crate::support::{Ask, Database, declared, proved, target};

/// A folder in version order: 0001 and 0003 were deployed, 0002 comes later.
fn files(late_up: &str, late_down: &str, above: Option<(&str, &str)>) -> Vec<(String, String)> {
    let (up, down) = above.unwrap_or(("create table c (id int);", "drop table c;"));
    let mut files = Vec::new();
    for (id, up, down) in [
        ("0001", "create table a (id int, name text);", "drop table a;"),
        ("0002", late_up, late_down),
        ("0003", up, down),
    ] {
        if !up.is_empty() {
            files.push((format!("{id}_x/up.sql"), up.to_owned()));
            files.push((format!("{id}_x/down.sql"), down.to_owned()));
        }
    }
    files
}

fn chain(db: &Scratch, files: &[(String, String)]) -> Migrations {
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    proved(db, &files)
}

/// A database with 0001 and 0003, and the chain in which 0002 stands between them.
fn deployed(db: &Scratch, up: &str, down: &str, above: Option<(&str, &str)>) -> Migrations {
    let old = chain(db, &files("", "", above));
    old.on(&mut db.connect()).upgrade(Target::Head).unwrap();
    let new = chain(db, &files(up, down, above));
    let status = new.on(&mut db.connect()).status().unwrap();
    assert!(matches!(status, Status::Gap { .. }), "{status:?}");
    new
}

#[track_caller]
fn refused(db: &Scratch, new: &Migrations, at: &str) {
    let picture = db.picture();
    let error = new.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::State, "{error}");
    for part in ["`0002` below `0003`", at] {
        assert!(error.to_string().contains(part), "{error}");
    }
    assert!(error.help().contains("`cargo hunter rebase 0002 --onto 0003`"), "{}", error.help());
    assert_eq!(db.picture(), picture);
}

conformance! {
    fn what_meets_nothing_above_it_runs_late_and_ends_as_a_fresh_database(db: &Scratch) {
        let new = deployed(db, "create table b (id int);", "drop table b;", None);
        new.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.events(), ["up 0001", "up 0003", "up 0002"]);
        new.on(&mut db.connect()).check().unwrap();
        let fresh = Scratch::new(db.dialect());
        new.on(&mut fresh.connect()).upgrade(Target::Head).unwrap();
        let schema = |db: &Scratch| new.on(&mut db.connect()).schema(&[]).unwrap();
        assert_eq!(schema(db).fingerprint(), schema(&fresh).fingerprint());
        assert_eq!(new.on(&mut db.connect()).status().unwrap(), Status::AtHead);
    }

    fn two_columns_of_one_table_meet_nowhere(db: &Scratch) {
        let above = ("alter table a add column mail text;", "alter table a drop column mail;");
        let new = deployed(db, "alter table a add column tag text;", "alter table a drop column tag;", Some(above));
        new.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        new.on(&mut db.connect()).check().unwrap();
    }

    fn what_changes_an_object_that_is_changed_above_is_refused_with_the_command(db: &Scratch) {
        let above = ("alter table a rename column name to full_name;", "alter table a rename column full_name to name;");
        let new = deployed(db, "create view v as select name from a;", "drop view v;", Some(above));
        refused(db, &new, "`0002` and `0003` meet in ");
    }

    fn rows_that_are_moved_in_a_column_which_changes_above_are_seen_in_the_script(db: &Scratch) {
        let above = ("alter table a rename column name to full_name;", "alter table a rename column full_name to name;");
        let new = deployed(db, "update a set name = 'x' where name is null;", "update a set name = null;", Some(above));
        refused(db, &new, "`0002` and `0003` meet in column ");
    }

    fn a_late_revision_that_nobody_proved_is_refused(db: &Scratch) {
        chain(db, &files("", "", None)).on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let new = declared(&[
            ("0001", "", "create table a (id int, name text);", "drop table a;"),
            ("0002", "", "create table b (id int);", "drop table b;"),
            ("0003", "", "create table c (id int);", "drop table c;"),
        ]);
        refused(db, &new, "what `0002` does was not proved");
    }

    fn the_other_side_of_a_merge_is_no_gap(db: &Scratch) {
        let table = |name: &str| [format!("create table {name} (id int);"), format!("drop table {name};")];
        let [a, b, c] = ["a", "b", "c"].map(table);
        let new = declared(&[
            ("aaaa1", "down_revision = \"base\"", &a[0], &a[1]),
            ("bbbb1", "down_revision = \"aaaa1\"", &b[0], &b[1]),
            ("cccc1", "down_revision = \"aaaa1\"", &c[0], &c[1]),
            ("dddd1", "down_revision = [\"bbbb1\", \"cccc1\"]", "", ""),
        ]);
        new.on(&mut db.connect()).upgrade(target("cccc1")).unwrap();
        let status = new.on(&mut db.connect()).status().unwrap();
        assert!(matches!(status, Status::Behind { .. }), "{status:?}");
        new.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.events(), ["up aaaa1", "up cccc1", "up bbbb1", "up dddd1"]);
        assert_eq!(db.connect().count("b"), "0");
    }
}
