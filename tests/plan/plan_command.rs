//! `plan`: what would run, for people and for scripts that stop on it.

use serde_json::json;

use crate::support::binary::Hunter;
use crate::support::catalog;
use crate::support::database::Database;
use crate::support::facts::LINE;
use crate::support::on_both;

on_both! {
    plan_lists_the_pending_steps_with_their_scripts,
    plan_shows_each_statement_with_what_it_locks,
    plan_at_head_prints_nothing,
    plan_of_a_way_down_lists_the_newest_first,
    plan_changes_nothing,
    plan_check_exits_1_while_something_is_pending,
    plan_check_says_no_where_an_upgrade_would_be_refused,
    a_dry_run_goes_the_way_of_its_command_only,
}

/// The lines of steps, without those of their statements.
pub(crate) fn steps(plan: &str) -> impl Iterator<Item = &str> {
    plan.lines().filter(|line| !line.starts_with(' '))
}

fn plan_shows_each_statement_with_what_it_locks(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade 622b").done();
    let plan = hunter.run("plan").done();
    let statement = plan.out.lines().find(|line| line.contains("lead_scores ADD")).unwrap_or_default();
    assert!(statement.starts_with("    line "), "{}", plan.out);
    let lock = "; ACCESS EXCLUSIVE on lead_scores, reads and writes wait";
    assert_eq!(statement.ends_with(lock), database.dialect.name() == "postgres", "{}", plan.out);
    let answer = hunter.json("plan");
    let locks = answer["steps"][0]["locks"].as_array().unwrap();
    assert_eq!(json!(locks.len()), answer["steps"][0]["statements"]);
}

fn plan_lists_the_pending_steps_with_their_scripts(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade 622b").done();
    let dialect = database.dialect.name();
    let line = format!(
        "1/1 up f786f93501ea, add_csp_p_model_fields: \
         tests/chains/v1_1/f786f93501ea_add_csp_p_model_fields/up.{dialect}.sql, "
    );
    let plan = hunter.run("plan").done().says_nothing();
    let steps: Vec<&str> = steps(&plan.out).collect();
    assert!(
        steps.len() == 1 && steps[0].starts_with(&line) && steps[0].ends_with(" statements"),
        "{}",
        plan.out
    );
    hunter.run("downgrade base").done();
    let answer = hunter.json("plan");
    let steps: Vec<_> = answer["steps"].as_array().unwrap().iter().map(|step| &step["revision"]).collect();
    assert_eq!((&answer["direction"], steps), (&json!("up"), LINE.map(|id| json!(id)).iter().collect()));
}

fn plan_at_head_prints_nothing(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade").done();
    hunter.run("plan").done().prints("").says(&["nothing to do"]);
    assert_eq!(hunter.json("plan")["steps"], json!([]));
}

fn plan_of_a_way_down_lists_the_newest_first(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade").done();
    let plan = hunter.run("plan e7196f7e556b").done();
    let starts: Vec<&str> = steps(&plan.out).filter_map(|line| line.split(',').next()).collect();
    assert_eq!(starts, ["1/2 down f786f93501ea", "2/2 down 622ba66483b9"]);
}

fn plan_changes_nothing(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    let before = catalog::inventory(database);
    hunter.run("plan").done();
    assert_eq!(catalog::inventory(database), before);
    hunter.run("upgrade +2").done();
    let (ledger, schema) = (database.ledger(), catalog::inventory(database));
    hunter.run("plan").done();
    hunter.run("plan base").done();
    assert_eq!((database.ledger(), catalog::inventory(database)), (ledger, schema));
}

fn plan_check_exits_1_while_something_is_pending(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    database.rows("select '' as j");
    let pending = hunter.run("plan --check").exits(1);
    assert_eq!(steps(&pending.out).count(), 4, "{}", pending.out);
    hunter.run("plan --check --json").exits(1).json();
    hunter.run("upgrade").done();
    hunter.run("plan --check").done().prints("");
}

fn plan_check_says_no_where_an_upgrade_would_be_refused(database: &Database) {
    Hunter::v1_1().on(database.url()).run("upgrade").done();
    let older = Hunter::root().on(database.url());
    older.run("plan --check").exits(1).prints("").says(&["revisions that this binary lacks"]);
    older.run("upgrade").exits(2);
}

fn a_dry_run_goes_the_way_of_its_command_only(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade +2").done();
    hunter.run("upgrade --dry-run base").exits(2).prints("").says(&["`base` is not a target for upgrade"]);
    hunter.run("downgrade --dry-run head").exits(2).prints("").says(&["is not applied to this database"]);
    assert_eq!(hunter.json("downgrade --dry-run base")["direction"], json!("down"));
}
