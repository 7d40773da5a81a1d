//! `cargo hunter dev`: proof and local database in one step.

use hunter_chain::Dialect;
use hunter_migrations::testing::Scratch;

use crate::project::Project;

const NOTES: &str = "create table notes (id integer primary key);\n";

/// A project whose one revision nobody proved.
fn unproved(dialects: &[&str]) -> Project {
    let project = Project::new(dialects);
    project.write("migrations/0001_notes/up.sql", NOTES);
    project.write("migrations/0001_notes/down.sql", "drop table notes;\n");
    project
}

fn goes_all_the_way(dialect: Dialect) {
    let db = Scratch::new(dialect);
    let project = unproved(&[dialect.name()]).on(&db);
    project.run("dev").done().says(&["hunter.lock is written: commit it", "applied 1 revision"]);
    project.run("current").done().prints("0001 (head)\n");
    project.run("prove --check").done();
    project.run("check").done();
    // And again, with nothing to do.
    project.run("dev").done().says(&["says everything already"]);
    project.write("migrations/0002_more/up.sql", "create table more (id integer primary key);\n");
    project.write("migrations/0002_more/down.sql", "drop table more;\n");
    project.run("dev").done().says(&["hunter.lock is written", "applied 1 revision"]);
    project.run("current").done().prints("0002 (head)\n");
}

mod postgres {
    #[test]
    fn what_is_new_is_proved_and_applied() {
        super::goes_all_the_way(hunter_chain::Dialect::Postgres);
    }
}

#[test]
fn what_is_new_is_proved_and_applied() {
    goes_all_the_way(Dialect::Sqlite);
}

#[test]
fn a_revision_that_cannot_be_proved_is_not_applied() {
    let db = Scratch::new(Dialect::Sqlite);
    let project = unproved(&["sqlite"]).on(&db);
    project.write(
        "migrations/0001_notes/up.sql",
        "create table notes (id integer); insert into nowhere values (1);",
    );
    project.run("dev").exits(2).says(&["0001_notes/up.sql:1:", "no such table: nowhere"]);
    assert_eq!(project.names("migrations"), ["0001_notes", "hunter.toml"]);
    project.run("current").done().prints("");
}

#[test]
fn a_lockfile_that_cannot_be_read_is_written_anew() {
    let db = Scratch::new(Dialect::Sqlite);
    let project = unproved(&["sqlite"]).on(&db);
    project.write("migrations/hunter.lock", "something else");
    project.run("dev").done().says(&["everything is proved again", "applied 1 revision"]);
}

#[test]
fn without_a_database_nothing_is_proved() {
    let project = unproved(&["sqlite"]);
    project.run("dev").exits(3).says(&["no database is named", "--database-url"]);
    assert_eq!(project.names("migrations"), ["0001_notes", "hunter.toml"]);
}
