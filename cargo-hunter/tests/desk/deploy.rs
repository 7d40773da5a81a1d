//! `deploy` that stops at its last question: everything is applied and recorded, and `verify` says no.
//!
//! What makes it say no is a hook that runs after the run was compared with its proof. The way back is walked as printed.

use hunter_chain::Dialect;
use hunter_migrations::testing::Scratch;
use serde_json::{Value, json};

use crate::project::{Outcome, Project};
use crate::renames::on_each;

/// A table that is recorded, and one that is to come with a hook that does something after it.
fn about_to_deploy(dialect: Dialect, after_run: &str) -> (Project, Scratch) {
    let db = Scratch::new(dialect);
    let project = Project::with_users(&[dialect.name()]).on(&db);
    project.run("upgrade head").done();
    db.connect().execute("insert into users values (1, 'kept')").unwrap();
    project.write("migrations/0002_notes/up.sql", "create table notes (id integer primary key);");
    project.write("migrations/0002_notes/down.sql", "drop table notes;");
    project.write("migrations/0002_notes/metadata.toml", "down_revision = \"0001\"\n");
    project.write("migrations/0002_notes/verify.sql", "select name from users where name = 'nobody';");
    project.run("prove").done();
    project.write("migrations/hooks/after_run.sql", after_run);
    (project, db)
}

fn rows(db: &Scratch, sql: &str) -> Vec<String> {
    db.connect().rows(sql).unwrap().into_iter().map(Option::unwrap).collect()
}

/// The command that goes back by the backup, as the report prints it.
#[track_caller]
fn way_back(report: &str) -> &str {
    let found = report.split('`').find_map(|part| part.strip_prefix("cargo hunter restore "));
    found.unwrap_or_else(|| panic!("no way back in {report}"))
}

/// Goes back by the backup: the rows and the schema of before are there, and nothing else.
#[track_caller]
fn leads_back(project: &Project, db: &Scratch, restore: &str) {
    project.run(&format!("restore {restore} --yes")).done();
    project.run("current").done().prints("0001\n");
    project.run("check").done().prints("");
    assert_eq!(rows(db, "select name as j from users"), ["kept"]);
}

fn a_schema_that_differs_after_the_run_is_named_and_the_backup_leads_back(dialect: Dialect) {
    let (project, db) = about_to_deploy(dialect, "create table beside (id integer);");
    let stopped = project.run("deploy").exits(1).says(&[
        "[1/1] Running upgrade 0001 -> 0002, notes",
        "✗ schema: 1 difference",
        "beside is not expected",
        "the deployment stopped at verify; what it did is recorded",
        "the way back: `cargo hunter restore backups/",
    ]);
    for part in [
        "**Stopped at verify: what it did is recorded.**",
        "| before | 0001 |",
        "| after | 0002 |",
        "| up | 0002 | ",
        "- ✓ revision: 0002 (head)",
        "- ✗ schema: 1 difference",
        "beside is not expected",
        "- ✓ assertion: migrations/0002_notes/verify.sql:1",
        "`cargo hunter repair`",
    ] {
        assert!(stopped.out.contains(part), "{part}: {}", stopped.out);
    }
    leads_back(&project, &db, way_back(&stopped.out));
}

fn an_assertion_that_does_not_hold_stops_a_deployment_and_names_its_line(dialect: Dialect) {
    let (project, db) = about_to_deploy(dialect, "insert into users values (2, 'nobody');");
    let stopped = project.run("deploy").exits(1).says(&["✓ schema: as recorded", "stopped at verify"]);
    let line = "- ✗ assertion: migrations/0002_notes/verify.sql:1: it finds ";
    assert!(stopped.out.contains(line), "{}", stopped.out);
    assert!(stopped.out.contains("**Stopped at verify: "), "{}", stopped.out);
    leads_back(&project, &db, way_back(&stopped.out));
}

fn a_schema_that_cannot_be_compared_stops_a_deployment_at_verify_and_not_before(dialect: Dialect) {
    let (project, db) = about_to_deploy(dialect, "");
    project.write("migrations/0002_notes/up.sql", "create table notes (id integer primary key, word text);");
    let stopped = project.run("deploy").exits(2).says(&[
        "the deployment stopped at verify; what it did is recorded",
        "error: revision `0002` was changed after it was proved",
    ]);
    assert!(stopped.out.contains("**Stopped at verify: what it did is recorded.**"), "{}", stopped.out);
    assert!(!stopped.out.contains("## Verification"), "{}", stopped.out);
    leads_back(&project, &db, way_back(&stopped.out));
}

fn the_report_in_json_tells_the_same_of_a_stop_at_verify(dialect: Dialect) {
    let (project, db) = about_to_deploy(dialect, "create table beside (id integer);");
    let stopped: Outcome = project.run("deploy --json").exits(1);
    let answer: Value = serde_json::from_str(&stopped.out).unwrap();
    assert_eq!((&answer["deployed"], &answer["stopped_at"]), (&json!(false), &json!("verify")));
    assert_eq!((&answer["after"], &answer["events"][0]["revision"]), (&json!(["0002"]), &json!("0002")));
    assert_eq!(answer["error"], Value::Null);
    let differences = answer["schema"]["differences"].as_array().unwrap();
    assert_eq!((differences.len(), &differences[0]["difference"]), (1, &json!("unexpected")));
    assert!(differences[0]["name"].as_str().unwrap().ends_with("beside"), "{answer}");
    let no = answer["verification"].as_array().unwrap().iter().find(|one| one["verdict"] == "no").unwrap();
    assert_eq!(no["name"], json!("schema"));
    let ways: Vec<&str> =
        answer["way_back"].as_array().unwrap().iter().map(|way| way.as_str().unwrap()).collect();
    assert_eq!((ways.len(), ways[0]), (2, "cargo hunter downgrade 0001"));
    leads_back(&project, &db, ways[1].strip_prefix("cargo hunter restore ").unwrap());
}

on_each! {
    a_schema_that_differs_after_the_run_is_named_and_the_backup_leads_back,
    an_assertion_that_does_not_hold_stops_a_deployment_and_names_its_line,
    a_schema_that_cannot_be_compared_stops_a_deployment_at_verify_and_not_before,
    the_report_in_json_tells_the_same_of_a_stop_at_verify,
}
