//! `verify`: one list, a verdict each, and nothing left behind.

use serde_json::json;

use crate::support::binary::Hunter;
use crate::support::database::Database;
use crate::support::on_both;

on_both! {
    a_database_at_head_holds,
    a_database_behind_or_drifted_does_not,
}

fn a_database_at_head_holds(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade head").done();
    let verified = hunter.run("verify").done();
    for line in ["✓ connection: ", "✓ revision: f786f93501ea (head)", "✓ schema: as recorded"] {
        assert!(verified.out.contains(line), "{}", verified.out);
    }
    let answer = hunter.json("verify");
    assert_eq!((&answer["holds"], &answer["schema"]["status"]), (&json!(true), &json!("at-head")));
}

fn a_database_behind_or_drifted_does_not(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade +3").done();
    let behind = hunter.run("verify").exits(1);
    assert!(behind.out.contains("✗ revision: 622ba66483b9"), "{}", behind.out);
    assert!(behind.out.contains("✓ schema: as recorded"), "{}", behind.out);
    hunter.run("upgrade head").done();
    database.execute("alter table notes add column extra integer");
    let drifted = hunter.run("verify").exits(1);
    let notes = database.named("notes");
    assert!(drifted.out.contains("✗ schema: 1 difference\n"), "{}", drifted.out);
    assert!(drifted.out.contains(&format!("column {notes}.extra is not expected")), "{}", drifted.out);
}
