//! What is no loss although it moves, and what is one under whatever name it goes.

use crate::losses::{TABLE, database, named, passes, refused, shown};
use crate::support::{Ask, Database, target};

conformance! {
    fn a_renamed_table_is_not_lost(db: &Scratch) {
        passes(db, TABLE, "alter table a rename to b;", "insert into a (id) values (1)");
        assert_eq!(db.connect().count("b"), "1");
    }

    fn a_renamed_column_is_not_lost(db: &Scratch) {
        passes(db, TABLE, "alter table a rename column x to x2;", "insert into a (x) values ('v')");
        assert_eq!(db.connect().column("select x2 as j from a"), ["v"]);
    }

    fn a_renamed_column_of_a_renamed_table_is_not_lost(db: &Scratch) {
        let script = "alter table a rename column x to \"x 2\"; alter table a rename to b;";
        passes(db, TABLE, script, "insert into a (x) values ('v')");
    }

    fn a_column_renamed_and_dropped_is_lost(db: &Scratch) {
        refused(
            db,
            TABLE,
            "alter table a rename column x to x2; alter table a drop column x2;",
            "insert into a (x) values ('v')",
        );
    }

    fn a_table_renamed_and_dropped_is_lost(db: &Scratch) {
        refused(db, TABLE, "alter table a rename to b; drop table b;", "insert into a (x) values ('v')");
    }

    fn a_view_and_an_index_are_no_loss(db: &Scratch) {
        let up =
            "create table a (id int, x text); create view v as select x from a; create index i on a (x);";
        passes(db, up, "drop view v; drop index i;", "insert into a values (1, 'v')");
    }

    fn a_table_that_is_not_there_is_no_loss(db: &Scratch) {
        passes(db, TABLE, "drop table if exists nowhere;", "insert into a (id) values (1)");
    }

    fn a_table_that_the_script_makes_itself_is_no_loss(db: &Scratch) {
        let script = "create table helper (id int); insert into helper values (1); drop table helper;";
        passes(db, TABLE, script, "insert into a (id) values (1)");
    }

    fn names_in_quotes_and_mixed_case_are_found(db: &Scratch) {
        let up = "create table \"Mixed \"\"Case\" (id int, \"Own Name\" text);";
        let down = "alter table \"Mixed \"\"Case\" drop column \"Own Name\";";
        let said = refused(db, up, down, "insert into \"Mixed \"\"Case\" values (1, 'v')");
        assert!(said.contains("\"Mixed \"\"Case\".Own Name with 1 value"), "{said}");
    }

    fn names_in_another_case_than_they_were_made_are_found(db: &Scratch) {
        refused(db, TABLE, "DROP TABLE A;", "insert into a (id) values (1)");
    }

    fn a_column_in_another_case_is_named_once(db: &Scratch) {
        let chain = database(db, TABLE, "ALTER TABLE A DROP COLUMN X;", "insert into a (x) values ('v')");
        let report = chain.on(&mut db.connect()).allow_data_loss().downgrade(&target("0001")).unwrap();
        assert_eq!(shown(&report.losses), [format!("column {}.x with 1 value", named(db, "a"))]);
    }

    fn names_with_a_schema_are_found(db: &Scratch) {
        let table = db.pick("app.a", "main.a");
        let up = format!("{} create table {table} (id int);", db.pick("create schema app;", ""));
        refused(db, &up, &format!("drop table {table};"), &format!("insert into {table} values (1)"));
    }
}
