//! `revision --codify-drift`: what somebody did by hand becomes a revision, which that database has already.

use hunter_chain::Dialect;
use hunter_migrations::testing::Scratch;

use crate::project::Project;
use crate::renames::on_each;

/// A project with a database at its head.
fn at_head(dialect: Dialect) -> (Project, Scratch) {
    let db = Scratch::new(dialect);
    let project = Project::with_users(&[dialect.name()]).on(&db);
    project.run("upgrade head").done();
    (project, db)
}

fn by_hand(db: &Scratch) {
    db.connect().execute("create table mine (id integer primary key, word text)").unwrap();
    db.connect().execute("create index by_word on mine (word)").unwrap();
    db.connect().execute("insert into mine values (1, 'kept')").unwrap();
}

fn events(db: &Scratch) -> Vec<String> {
    let rows =
        db.connect().rows("select event || ' ' || revision as j from __hunter_ledger order by seq").unwrap();
    rows.into_iter().map(Option::unwrap).collect()
}

fn drift_becomes_a_revision_that_its_database_has_adopted(dialect: Dialect) {
    let (project, db) = at_head(dialect);
    by_hand(&db);
    let written = project.run("revision --codify-drift -m mine --rev-id 0002").done();
    written.prints("migrations/0002_mine\n").says(&["0002 is recorded in this database as adopted"]);
    assert_eq!(events(&db), ["up 0001", "adopt 0002"]);
    project.run("prove").done();
    project.run("check").done().prints("").says(&["no drift: the schema is that of 0002 (head)"]);
    project.run("current").done().prints("0002 (head)\n");
    assert_eq!(db.connect().rows("select word as j from mine").unwrap(), [Some("kept".to_owned())]);
    // It is a revision like any other: there and back.
    project.run("downgrade -1").exits(2).says(&["would lose table"]);
    project.run("downgrade -1 --allow-data-loss").done();
    project.run("check").done().prints("");
    project.run("upgrade head").done();
    project.run("check").done().prints("");
}

fn another_database_gets_by_the_revision_what_was_done_by_hand(dialect: Dialect) {
    let (project, db) = at_head(dialect);
    by_hand(&db);
    project.run("revision --codify-drift -m mine --rev-id 0002").done();
    project.run("prove").done();
    let other = Scratch::new(dialect);
    let project = project.on(&other);
    project.run("upgrade head").done();
    project.run("check").done().prints("");
    assert_eq!(other.connect().rows("select word as j from mine").unwrap(), []);
}

fn where_nothing_differs_nothing_is_written(dialect: Dialect) {
    let (project, db) = at_head(dialect);
    let refused = project.run("revision --codify-drift -m mine").exits(2).prints("");
    refused.says(&["error: nothing differs in this database", "help: "]);
    assert_eq!((project.revisions().len(), events(&db).len()), (1, 1));
}

fn a_database_that_is_behind_has_to_be_upgraded_first(dialect: Dialect) {
    let (project, db) = at_head(dialect);
    project.run("downgrade base").done();
    by_hand(&db);
    let refused = project.run("revision --codify-drift -m mine").exits(2).prints("");
    refused.says(&["error: ", "help: "]);
    assert_eq!(project.revisions(), ["0001_users"]);
    assert_eq!(events(&db).len(), 2);
}

fn a_database_must_be_named(dialect: Dialect) {
    let project = Project::with_users(&[dialect.name()]);
    let refused = project.run("revision --codify-drift -m mine").exits(3).prints("");
    refused.says(&["error: no database is named"]);
}

mod both_with_postgres {
    mod postgres {
        use super::super::*;

        #[test]
        fn what_the_other_dialect_needs_is_written_by_a_person_before_it_is_recorded() {
            let db = Scratch::new(Dialect::Sqlite);
            let project = Project::with_users(&["postgres", "sqlite"]).on(&db);
            project.run("upgrade head").done();
            by_hand(&db);
            let written = project.run("revision --codify-drift -m mine --rev-id 0002").exits(2);
            let help =
                "help: finish the scripts, then record the revision: `cargo hunter stamp 0002 --unverified";
            written.says(&["warning: the scripts for PostgreSQL have to be written", "error[HC046]", help]);
            assert_eq!(events(&db), ["up 0001"]);
            let scripts =
                [("up", "create table mine (id integer primary key);"), ("down", "drop table mine;")];
            for (way, script) in scripts {
                project.write(&format!("migrations/0002_mine/{way}.postgres.sql"), script);
            }
            project.run("stamp 0002 --unverified --because drift").done();
            project.run("prove").done();
            project.run("check").done().prints("").says(&["0002 (head)"]);
        }
    }
}

on_each! {
    drift_becomes_a_revision_that_its_database_has_adopted,
    another_database_gets_by_the_revision_what_was_done_by_hand,
    where_nothing_differs_nothing_is_written,
    a_database_that_is_behind_has_to_be_upgraded_first,
    a_database_must_be_named,
}
