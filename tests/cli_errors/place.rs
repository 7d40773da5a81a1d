//! A script that fails: the place in it, how far the run got, and what the database is left with.

use serde_json::{Value, json};

use crate::support::binary::Hunter;
use crate::support::database::Database;
use crate::support::on_both;

on_both! {
    a_failure_shows_the_line_the_statement_and_what_was_done_before,
    a_failure_in_pieces_shows_how_many_statements_are_done,
    a_failure_as_json_has_the_same_place,
}

const FAILS: &str = "622ba66483b9";

/// The third statement of the third revision makes an index of a name that is taken.
fn with_a_name_taken(database: &Database) -> Hunter {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade +1").done();
    database.execute(
        "create table taken (id int); create index idx_partner_center_referrals_status on taken (id)",
    );
    hunter
}

fn path(database: &Database, revision: &str) -> String {
    format!("tests/chains/{revision}/up.{}.sql", database.dialect.name())
}

fn a_failure_shows_the_line_the_statement_and_what_was_done_before(database: &Database) {
    let failed = with_a_name_taken(database).run("upgrade").exits(2).prints("");
    let place = path(database, "v1_1/622ba66483b9_add_partner_center_referrals");
    failed.says(&[
        &format!("error: upgrade of revision `{FAILS}` failed at statement 3 of "),
        "idx_partner_center_referrals_status",
        "already exists",
        &format!("  --> {place}:18:1\n    |\n 18 | CREATE INDEX idx_partner_center_referrals_status ON"),
        "\n    | ^\n",
        &format!("\ndone before this: e7196f7e556b; `{FAILS}` was rolled back\n"),
        "\nhelp: ",
        "`hunter-v1-1 upgrade` tries again",
    ]);
}

fn a_failure_in_pieces_shows_how_many_statements_are_done(database: &Database) {
    let hunter = Hunter::pieces().on(database.url());
    hunter.run("upgrade 0a1b2c3d4e5f").done();
    database.execute("drop table big");
    let (statement, place, done) = match database.dialect.name() {
        "postgres" => ("2 of 4", "2:13", "1 of 4"),
        _ => ("3 of 6", "3:1", "1 of 6"),
    };
    hunter.run("upgrade").exits(2).prints("").says(&[
        &format!("error: upgrade of revision `1b2c3d4e5f60` failed at statement {statement}: "),
        &format!("  --> {}:{place}\n", path(database, "pieces/1b2c3d4e5f60_pieces")),
        &format!("\ndone before this: none; of `1b2c3d4e5f60` {done} statements are done and recorded\n"),
        "goes on with this one",
    ]);
}

fn a_failure_as_json_has_the_same_place(database: &Database) {
    let failed = with_a_name_taken(database).run("upgrade --json").exits(2).prints("");
    let answer: Value = serde_json::from_str(failed.err.lines().last().unwrap()).unwrap();
    let error = &answer["error"];
    assert_eq!(error["path"], path(database, "v1_1/622ba66483b9_add_partner_center_referrals"));
    assert_eq!((&error["line"], &error["column"]), (&json!(18), &json!(1)), "{answer}");
    assert_eq!((&error["statement"], &error["left"]), (&json!(3), &json!("nothing")), "{answer}");
    assert_eq!((&error["done"], &error["failed"]), (&json!(["e7196f7e556b"]), &json!(FAILS)), "{answer}");
}
