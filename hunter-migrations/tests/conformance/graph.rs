//! Branches, merges, labels and steps counted from somewhere, carried out for real.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{Error, ErrorKind, Migrations, Report, Target};

use crate::support::{Database, declared, ids, target};

/// One base, two lines of two, the second of which needs something of the first; a merge; one above.
fn forked() -> Migrations {
    let table = |name: &str| [format!("create table {name} (id int);"), format!("drop table {name};")];
    let [base, left1, left2, right1, right2, top] =
        ["base0", "left1", "left2", "right1", "right2", "top"].map(table);
    declared(&[
        ("aaaa1", "down_revision = \"base\"", &base[0], &base[1]),
        ("bbbb1", "down_revision = \"aaaa1\"\nbranch_labels = [\"left\"]", &left1[0], &left1[1]),
        ("bbbb2", "down_revision = \"bbbb1\"", &left2[0], &left2[1]),
        ("cccc1", "down_revision = \"aaaa1\"\nbranch_labels = [\"right\"]", &right1[0], &right1[1]),
        ("cccc2", "down_revision = \"cccc1\"\ndepends_on = [\"bbbb1\"]", &right2[0], &right2[1]),
        ("dddd1", "down_revision = [\"bbbb2\", \"cccc2\"]", "", ""),
        ("eeee1", "down_revision = \"dddd1\"", &top[0], &top[1]),
    ])
}

fn up(db: &Scratch, to: &str) -> Result<Report, Error> {
    forked().on(&mut db.connect()).upgrade(target(to))
}

fn down(db: &Scratch, to: &str) -> Result<Report, Error> {
    forked().on(&mut db.connect()).downgrade(&target(to))
}

fn steps(report: &Report) -> Vec<&str> {
    ids(report.steps.iter().map(|step| &step.revision))
}

/// The tables of the chain that are there.
fn tables(db: &Scratch) -> String {
    let tables = db.tables();
    tables.iter().filter(|table| !table.starts_with("__")).cloned().collect::<Vec<_>>().join(" ")
}

fn walk(db: &Scratch, ways: &[&str]) {
    for way in ways {
        up(db, way).unwrap();
    }
}

conformance! {
    fn the_head_brings_every_line(db: &Scratch) {
        up(db, "head").unwrap();
        assert_eq!(tables(db), "base0 left1 left2 right1 right2 top");
    }

    fn parents_and_dependencies_run_before_what_needs_them(db: &Scratch) {
        up(db, "cccc2").unwrap();
        let events = db.events();
        let at = |id: &str| events.iter().position(|event| event.ends_with(id));
        assert!(
            at("aaaa1") < at("bbbb1") && at("bbbb1") < at("cccc2") && at("cccc1") < at("cccc2"),
            "{events:?}"
        );
    }

    fn a_label_brings_its_line_alone(db: &Scratch) {
        up(db, "left@bbbb2").unwrap();
        assert_eq!(tables(db), "base0 left1 left2");
    }

    fn a_merge_without_scripts_is_recorded(db: &Scratch) {
        up(db, "dddd1").unwrap();
        assert_eq!(db.events().last().unwrap(), "up dddd1");
    }

    fn a_merge_can_be_taken_back(db: &Scratch) {
        up(db, "dddd1").unwrap();
        assert_eq!(steps(&down(db, "-1").unwrap()), ["dddd1"]);
        let current = forked().on(&mut db.connect()).current().unwrap();
        assert_eq!(ids(&current.revisions), ["bbbb2", "cccc2"]);
    }

    fn everything_can_be_taken_back(db: &Scratch) {
        up(db, "head").unwrap();
        down(db, "base").unwrap();
        assert_eq!((tables(db), db.events().len()), (String::new(), 14));
    }

    fn a_number_of_steps_up_is_that_many(db: &Scratch) {
        walk(db, &["aaaa1"]);
        assert_eq!(steps(&up(db, "left@+1").unwrap()), ["bbbb1"]);
        assert_eq!(steps(&up(db, "left@+1").unwrap()), ["bbbb2"]);
    }

    fn steps_from_a_revision_are_counted_from_it(db: &Scratch) {
        up(db, "bbbb1+1").unwrap();
        assert_eq!(tables(db), "base0 left1 left2");
    }

    fn one_step_back_is_what_was_applied_last(db: &Scratch) {
        walk(db, &["right@cccc1", "left@bbbb1"]);
        assert_eq!(steps(&down(db, "-1").unwrap()), ["bbbb1"]);
        walk(db, &["left@bbbb1"]);
        down(db, "right@-1").unwrap();
        assert_eq!(tables(db), "base0 left1");
    }

    fn two_steps_back_are_the_last_two(db: &Scratch) {
        walk(db, &["left@bbbb2", "right@cccc1"]);
        assert_eq!(steps(&down(db, "-2").unwrap()), ["cccc1", "bbbb2"]);
    }

    fn the_beginning_of_an_id_is_enough(db: &Scratch) {
        walk(db, &["aaaa"]);
        assert_eq!(tables(db), "base0");
    }

    fn a_step_that_could_go_several_ways_is_refused_and_nothing_runs(db: &Scratch) {
        walk(db, &["aaaa1"]);
        let error = up(db, "+1").unwrap_err();
        assert_eq!((error.kind(), tables(db)), (ErrorKind::Target, "base0".to_owned()));
    }

    fn a_line_that_another_needs_cannot_be_taken_back_alone(db: &Scratch) {
        walk(db, &["cccc2"]);
        let error = down(db, "left@-1").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Target);
        assert_eq!(tables(db), "base0 left1 right1 right2");
    }

    fn a_line_taken_back_to_its_base_takes_what_needs_it_along(db: &Scratch) {
        walk(db, &["cccc2"]);
        down(db, "left@base").unwrap();
        assert_eq!(tables(db), "base0 right1");
    }

    fn a_revision_stays_when_a_downgrade_names_it(db: &Scratch) {
        up(db, "head").unwrap();
        down(db, "bbbb1").unwrap();
        assert_eq!(tables(db), "base0 left1 right1");
    }

    fn a_stamp_of_one_line_leaves_the_other(db: &Scratch) {
        walk(db, &["left@bbbb1", "right@cccc1"]);
        forked().on(&mut db.connect()).unverified("the test says so").stamp(&[target("bbbb2")]).unwrap();
        let current = forked().on(&mut db.connect()).current().unwrap();
        assert_eq!(ids(&current.revisions), ["bbbb2", "cccc1"]);
    }

    fn several_heads_are_reached_by_heads_and_not_by_head(db: &Scratch) {
        let chain = declared(&[
            ("aaaa1", "down_revision = \"base\"", "create table a (id int);", "drop table a;"),
            (
                "bbbb1",
                "down_revision = \"aaaa1\"\nbranch_labels = [\"l\"]",
                "create table b (id int);",
                "drop table b;",
            ),
            (
                "cccc1",
                "down_revision = \"aaaa1\"\nbranch_labels = [\"r\"]",
                "create table c (id int);",
                "drop table c;",
            ),
        ]);
        assert_eq!(chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err().kind(), ErrorKind::Target);
        chain.on(&mut db.connect()).upgrade(Target::Heads).unwrap();
        assert_eq!(tables(db), "a b c");
    }

    fn a_revision_for_the_other_database_is_recorded_and_runs_nothing(db: &Scratch) {
        let only = format!("dialects = [\"{}\"]", db.pick("sqlite", "postgres"));
        let chain = declared(&[
            ("aaaa1", "", "create table a (id int);", "drop table a;"),
            ("bbbb1", &only, "create table b (id int);", "drop table b;"),
            ("cccc1", "", "create table c (id int);", "drop table c;"),
        ]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!((tables(db), db.events().len()), ("a c".to_owned(), 3));
        chain.on(&mut db.connect()).downgrade(&Target::Base).unwrap();
        assert_eq!(tables(db), "");
    }
}
