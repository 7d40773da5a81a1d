//! `squash`: what is written, what every database does then, and when the old line may go.

use hunter_chain::Dialect;
use hunter_migrations::testing::Scratch;

use crate::project::Project;

/// Four revisions on each other, proved; the second writes a row where it is told to.
pub(crate) fn line(dialects: &[&str], row: &str) -> Project {
    let project = Project::new(dialects);
    for (id, up, down) in [
        ("0001", "create table a (id integer primary key);".to_owned(), "drop table a;"),
        ("0002", format!("create table b (id integer primary key, note text);{row}"), "drop table b;"),
        ("0003", "create index b_note on b (note);".to_owned(), "drop index b_note;"),
        ("0004", "create table c (id integer primary key);".to_owned(), "drop table c;"),
    ] {
        project.write(&format!("migrations/{id}_step/up.sql"), &up);
        project.write(&format!("migrations/{id}_step/down.sql"), down);
    }
    project.run("prove").done();
    project
}

/// A database that stands at a revision of the old line.
fn at(project: Project, db: &Scratch, revision: &str) -> Project {
    let project = project.on(db);
    project.run(&format!("upgrade {revision}")).done();
    project
}

fn every_database_ends_the_same(dialect: Dialect, row: &str) {
    let mut ends = Vec::new();
    for revision in ["base", "0001", "0002", "0003", "0004"] {
        let db = Scratch::new(dialect);
        let mut project = line(&[dialect.name()], row).on(&db);
        if revision != "base" {
            project = at(project, &db, revision);
        }
        project.run("squash 0002..0003 --rev-id 00aa").done();
        project.run("lint").done();
        project.run("upgrade").done();
        let current = project.run("current").done();
        let rows = db.connect().rows("select cast(count(*) as text) as j from b").unwrap();
        project.run("check").done();
        ends.push((current.out, rows));
    }
    assert!(ends.iter().all(|end| *end == ends[0]), "{ends:#?}");
    assert_eq!(ends[0].0, "0004 (head)\n");
}

#[test]
fn wherever_a_database_was_it_ends_as_a_fresh_one() {
    every_database_ends_the_same(Dialect::Sqlite, "");
}

#[test]
fn rows_that_the_old_line_wrote_are_written_by_the_new_revision_too() {
    every_database_ends_the_same(Dialect::Sqlite, " insert into b values (1, 'x');");
}

/// What the database says that was done, oldest first.
fn events(db: &Scratch) -> Vec<String> {
    let rows =
        db.connect().rows("select event || ' ' || revision as j from __hunter_ledger order by seq").unwrap();
    rows.into_iter().map(Option::unwrap).collect()
}

/// Where a database stood before both squashes, or between them, and what is done to it in all.
type Way = (&'static str, &'static [&'static str]);

/// Ends inside of the inner old line, and of the outer one.
const INSIDE: [Way; 2] = [
    ("0002", &["up 0001", "up 0002", "up 0003", "replaced 00aa", "up 0004", "replaced 00bb"]),
    ("00aa", &["up 0001", "up 00aa", "up 0004", "replaced 00bb"]),
];

/// `00bb` replaces `00aa` and `0004`, and `00aa` replaced `0002` and `0003`.
fn a_squash_of_a_squash_ends_as_a_fresh_database(dialect: Dialect, ways: &[Way]) {
    for (stop, steps) in ways {
        let db = Scratch::new(dialect);
        let project = line(&[dialect.name()], " insert into b values (1, 'x');").on(&db);
        if !["base", "00aa"].contains(stop) {
            project.run(&format!("upgrade {stop}")).done();
        }
        project.run("squash 0002..0003 --rev-id 00aa").done();
        if *stop == "00aa" {
            project.run("upgrade 00aa").done();
        }
        project.run("squash 00aa..0004 --rev-id 00bb").done();
        project.run("upgrade").done();
        project.run("current").done().prints("00bb (head)\n");
        // The schema of a fresh one is what was proved.
        project.run("check").done().prints("");
        assert_eq!(events(&db), *steps, "from {stop}");
        let rows = db.connect().rows("select note || id as j from b").unwrap();
        assert_eq!(rows, [Some("x1".to_owned())], "from {stop}");
        // There and back, by whichever line it came.
        project.run("downgrade 0001 --allow-data-loss").done();
        project.run("check").done().prints("");
        project.run("upgrade").done();
        project.run("check").done().prints("");
    }
}

#[test]
fn whichever_line_of_a_squash_of_a_squash_a_database_was_on_it_ends_as_a_fresh_one() {
    a_squash_of_a_squash_ends_as_a_fresh_database(Dialect::Sqlite, &INSIDE);
    a_squash_of_a_squash_ends_as_a_fresh_database(
        Dialect::Sqlite,
        &[
            ("base", &["up 0001", "up 00bb"]),
            ("0001", &["up 0001", "up 00bb"]),
            ("0003", &["up 0001", "up 0002", "up 0003", "replaced 00aa", "up 0004", "replaced 00bb"]),
            ("0004", &["up 0001", "up 0002", "up 0003", "up 0004", "replaced 00aa", "replaced 00bb"]),
        ],
    );
}

#[test]
fn a_squash_of_a_squash_is_a_folder_without_a_mistake_and_inside_of_it_current_says_what_is_left() {
    let db = Scratch::new(Dialect::Sqlite);
    let project = at(line(&["sqlite"], ""), &db, "0002");
    project.run("squash 0002..0003 --rev-id 00aa").done();
    project.run("squash 00aa..0004 --rev-id 00bb").done();
    project.run("lint").done();
    project.run("prove --all --check").done();
    project.run("current").done().prints("0002 (legacy)\n").says(&["0003, 00aa, 0004, 00bb"]);
    project.run("check").done();
    project.run("upgrade +1").done();
    project.run("current").done().prints("0003 (legacy)\n");
    project.run("downgrade -1 --allow-data-loss").done();
    project.run("current").done().prints("0002 (legacy)\n");
    let retire = format!("squash --retire 00bb --checked {}", db.url());
    project.run(&retire).exits(2).says(&["is inside of what `00bb` replaces, at `0002`"]);
    project.run("upgrade").done();
    project.run(&retire).done();
    assert_eq!(project.names("migrations/legacy"), Vec::<String>::new());
    project.run("lint").done();
    project.run("check").done();
}

mod postgres {
    use super::*;

    #[test]
    fn inside_of_either_line_of_a_squash_of_a_squash_a_database_ends_as_a_fresh_one() {
        a_squash_of_a_squash_ends_as_a_fresh_database(Dialect::Postgres, &INSIDE);
    }

    #[test]
    fn wherever_a_database_was_it_ends_as_a_fresh_one() {
        every_database_ends_the_same(Dialect::Postgres, " insert into b values (1, 'x');");
    }
}

#[test]
fn the_old_line_is_kept_and_shown_only_where_it_is_asked_for() {
    let project = line(&["sqlite"], "");
    let run = project.run("squash 0002:0003 --rev-id 00aa -m notes").done();
    run.prints("migrations/00aa_notes\n").says(&["kept in migrations/legacy"]);
    assert_eq!(project.names("migrations/legacy"), ["0002_step", "0003_step"]);
    project.run("heads").done().prints("0004 (head)\n");
    assert!(!project.run("history").done().out.contains("0002"));
    let legacy = project.run("history --legacy").done();
    assert!(legacy.out.contains("0001 -> 0002") && legacy.out.contains("0002 -> 0003"), "{}", legacy.out);
    project.run("prove --check").done();
    project.run("prove --all --check").done();
    let text = project.read("migrations/00aa_notes/metadata.toml");
    assert!(text.contains("replaces = [\"0002\", \"0003\"]"), "{text}");
}

#[test]
fn inside_of_the_old_line_current_says_so() {
    let db = Scratch::new(Dialect::Sqlite);
    let project = at(line(&["sqlite"], ""), &db, "0002");
    project.run("squash 0002..0003 --rev-id 00aa").done();
    project.run("current").done().prints("0002 (legacy)\n").says(&["0003, 00aa, 0004"]);
}

#[test]
fn a_new_revision_that_does_something_else_is_not_proved() {
    let project = line(&["sqlite"], "");
    project.run("squash 0002..0003 --rev-id 00aa -m notes").done();
    project.write("migrations/00aa_notes/up.sql", "create table b (id integer primary key, note integer);");
    project.write("migrations/00aa_notes/down.sql", "drop table b;");
    project.run("prove").exits(1).says(&["leaves another schema on SQLite than what it replaces", "b_note"]);
}

#[test]
fn what_is_no_single_line_is_not_squashed() {
    let project = line(&["sqlite"], "");
    project.write("migrations/00b1_side/up.sql", "create table d (id integer);");
    project.write("migrations/00b1_side/down.sql", "drop table d;");
    project.write(
        "migrations/00b1_side/metadata.toml",
        "down_revision = \"0002\"\nbranch_labels = [\"side\"]\n",
    );
    project.write(
        "migrations/0004_step/metadata.toml",
        "down_revision = \"0003\"\nbranch_labels = [\"trunk\"]\n",
    );
    let before = project.revisions();
    project.run("squash 0001..0003").exits(2).says(&["a branch begins at `0002`"]);
    project.run("squash 00b1..00b1").exits(2).says(&["carries the label `side`"]);
    assert_eq!(project.revisions(), before);
}

#[test]
fn the_old_line_goes_when_no_named_database_is_inside_of_it() {
    let db = Scratch::new(Dialect::Sqlite);
    let project = at(line(&["sqlite"], ""), &db, "0002");
    project.run("squash 0002..0003 --rev-id 00aa -m notes").done();
    let told = format!("squash --retire 00aa --checked {}", db.url());
    project.run("squash --retire 00aa").exits(2).says(&["no database was named", "--checked URL", "--yes"]);
    project.run(&told).exits(2).says(&["is inside of what `00aa` replaces, at `0002`"]);
    assert_eq!(project.names("migrations/legacy").len(), 2);
    project.run("upgrade").done();
    project.run(&told).done();
    assert!(project.names("migrations/legacy").is_empty());
    project.run("lint").done();
    project.run("upgrade").done().says(&["nothing to do"]);
    project.run("check").done();
}
