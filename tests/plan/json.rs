//! `--json`: one line on stdout with version and command, whatever else is said on stderr.

use serde_json::{Value, json};

use crate::support::binary::Hunter;
use crate::support::database::Database;
use crate::support::on_both;

on_both! {
    every_command_answers_in_one_line_with_version_and_command,
    messages_stay_on_stderr_beside_a_json_answer,
    a_report_tells_steps_and_where_the_database_is,
}

#[track_caller]
fn assert_answer(answer: &Value, command: &str) {
    assert_eq!((&answer["version"], &answer["command"]), (&json!(1), &json!(command)), "{answer}");
}

fn every_command_answers_in_one_line_with_version_and_command(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    for words in [
        "ensure",
        "plan",
        "upgrade -v",
        "current",
        "current -v",
        "plan base",
        "history",
        "history -i -v",
        "heads",
        "branches",
        "show head",
        "explain",
        "explain HC004",
        "check",
        "verify",
        "preflight",
        "deploy",
        "downgrade -1",
        "stamp e719 --unverified --because test",
        "stamp 622b --unverified --because test",
    ] {
        assert_answer(&hunter.json(words), words.split(' ').next().unwrap());
    }
}

fn messages_stay_on_stderr_beside_a_json_answer(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    let upgraded = hunter.run("upgrade +2 --json").done();
    assert_answer(&upgraded.json(), "upgrade");
    upgraded.says(&["[1/2] Running upgrade ", "[2/2] Running upgrade "]);
    hunter.run("upgrade --json -q").done().says_nothing();
}

fn a_report_tells_steps_and_where_the_database_is(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    let revisions = |answer: &Value| -> Vec<Value> {
        answer["steps"].as_array().unwrap().iter().map(|step| step["revision"].clone()).collect()
    };
    let up = hunter.json("upgrade e719");
    assert_eq!((&up["command"], &up["current"]), (&json!("upgrade"), &json!(["e7196f7e556b"])));
    assert_eq!(revisions(&up), ["08f51db8dce0", "e7196f7e556b"]);
    let down = hunter.json("downgrade base");
    assert_eq!((&down["command"], &down["current"]), (&json!("downgrade"), &json!([])));
    assert_eq!(revisions(&down), ["e7196f7e556b", "08f51db8dce0"]);
}
