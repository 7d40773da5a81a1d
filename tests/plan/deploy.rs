//! `deploy`, lines 13 and 18 of the plan: preflight, backup, upgrade, verify; the report; the way back, walked.

use serde_json::json;

use crate::support::binary::{Hunter, Outcome};
use crate::support::catalog;
use crate::support::database::Database;
use crate::support::on_both;

on_both! {
    a_deployment_backs_up_upgrades_verifies_and_reports,
    a_deployment_at_head_takes_no_backup_and_runs_nothing,
    a_no_of_the_preflight_stops_before_anything_is_changed,
    a_step_that_fails_stops_and_the_way_back_that_is_printed_leads_back,
    both_ways_back_of_a_deployment_lead_back,
    a_report_in_json_tells_the_same,
    a_deployment_never_uses_a_default_database,
}

/// Runs the command that was printed as a way back, as it was printed.
#[track_caller]
fn walk(hunter: &Hunter, stopped: &Outcome, way: &str) {
    let said = stopped.err.split('`').find(|part| part.split(' ').nth(1) == Some(way));
    let said = said.unwrap_or_else(|| panic!("no `{way}` among {stopped:#?}"));
    let words = said.split_once(' ').unwrap().1;
    hunter.run(&format!("{words} --yes")).done();
}

fn a_deployment_backs_up_upgrades_verifies_and_reports(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade +2").done();
    database.enter_lead();
    let done = hunter.run("deploy").done().says(&[
        "✓ guard: free",
        "[1/2] Running upgrade",
        "✓ schema: as recorded",
    ]);
    for part in [
        "# Deployment of hunter-v1-1 ",
        "**Done.**",
        "| before | e7196f7e556b |",
        "| after | f786f93501ea |",
        "| backup | backups/backup_pre_migration_",
        "- ✓ revision: f786f93501ea (head)",
    ] {
        assert!(done.out.contains(part), "{part}: {}", done.out);
    }
    let recorded = database.ledger();
    for row in &recorded[2..] {
        let (revision, at) = (row["revision"].as_str().unwrap(), row["recorded_at"].as_str().unwrap());
        assert!(done.out.contains(&format!("| up | {revision} | {at} | ")), "{revision}: {}", done.out);
    }
    assert!(!done.out.contains(" 08f51db8dce0 |"), "{}", done.out);
}

fn a_deployment_at_head_takes_no_backup_and_runs_nothing(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade").done();
    let ledger = database.ledger();
    let done = hunter.run("deploy").done();
    assert!(done.out.contains("**Done.**") && !done.out.contains("## Recorded"), "{}", done.out);
    assert!(!done.out.contains("## The way back"), "{}", done.out);
    assert_eq!(database.ledger(), ledger);
    assert!(!hunter.folder().join("backups").exists());
}

fn a_no_of_the_preflight_stops_before_anything_is_changed(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade +3").done();
    database.execute("alter table notes add column extra integer");
    let (ledger, schema) = (database.ledger(), catalog::inventory(database));
    let stopped = hunter.run("deploy").exits(1);
    assert!(stopped.out.contains("**Stopped at preflight: nothing was changed.**"), "{}", stopped.out);
    let stopped = stopped.says(&["✗ drift: ", "stopped at preflight; nothing was changed"]);
    assert!(!stopped.err.contains("the way back"), "{}", stopped.err);
    assert_eq!((database.ledger(), catalog::inventory(database)), (ledger, schema));
    assert!(!hunter.folder().join("backups").exists());
}

fn a_step_that_fails_stops_and_the_way_back_that_is_printed_leads_back(database: &Database) {
    let hunter = Hunter::twenty().on(database.url());
    hunter.run("upgrade 200000000009").done();
    // The second step that is to come wants every name once; the first one has no way down.
    database.execute("insert into customers values (501, 'customer 1')");
    let schema = catalog::read(database);
    let stopped = hunter.run("deploy").exits(2);
    assert!(stopped.out.contains("**Stopped at upgrade: what it did is recorded.**"), "{}", stopped.out);
    assert!(stopped.out.contains("| up | 200000000010 | "), "{}", stopped.out);
    assert!(!stopped.err.contains("the way back: `hunter-twenty downgrade"), "{}", stopped.err);
    let stopped = stopped.says(&["error: upgrade of revision `200000000011` failed", "the way back: "]);
    walk(&hunter, &stopped, "restore");
    assert_eq!((catalog::read(database), database.count("orders")), (schema, 5000));
    hunter.run("current").done().prints("200000000009\n");
}

fn both_ways_back_of_a_deployment_lead_back(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade +1").done();
    database.enter_lead();
    let schema = catalog::read(database);
    let done = hunter.run("deploy +2").done();
    assert!(done.out.contains("- `hunter-v1-1 downgrade 08f51db8dce0`"), "{}", done.out);
    hunter.run("downgrade 08f51db8dce0").done();
    assert_eq!(catalog::read(database), schema);
    let restore = done.out.split('`').find_map(|part| part.strip_prefix("hunter-v1-1 restore ")).unwrap();
    hunter.run("upgrade").done();
    hunter.run(&format!("restore {restore} --yes")).done();
    assert_eq!((catalog::read(database), database.count("raw_leads")), (schema, 1));
}

fn a_report_in_json_tells_the_same(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade +3").done();
    let answer = hunter.run("deploy --json").done().json();
    assert_eq!((&answer["command"], &answer["deployed"]), (&json!("deploy"), &json!(true)));
    assert_eq!((&answer["before"], &answer["after"]), (&json!(["622ba66483b9"]), &json!(["f786f93501ea"])));
    assert_eq!(answer["events"][0]["revision"], json!("f786f93501ea"));
    assert_eq!(answer["way_back"][0], json!("hunter-v1-1 downgrade 622ba66483b9"));
    assert!(answer["backup"]["digest"].as_str().unwrap().starts_with("sha256:"));
    database.execute("create table beside (id integer)");
    let answer = hunter.run("deploy --json").exits(1).json();
    assert_eq!((&answer["deployed"], &answer["stopped_at"]), (&json!(false), &json!("preflight")));
}

fn a_deployment_never_uses_a_default_database(database: &Database) {
    let hunter = Hunter::root();
    hunter.run("deploy").exits(3).prints("").says(&["no database is named"]);
    assert_eq!(std::fs::read_dir(hunter.folder()).unwrap().count(), 0);
    let _ = database.url();
}
