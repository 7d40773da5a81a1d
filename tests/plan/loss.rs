//! Line 14: a way back that would lose rows is refused until somebody says that it may.

use serde_json::json;

use crate::support::binary::Hunter;
use crate::support::catalog;
use crate::support::database::Database;
use crate::support::on_both;

on_both! {
    a_downgrade_that_drops_a_table_with_a_row_is_refused_and_names_it,
    a_downgrade_that_drops_a_table_with_a_row_works_when_that_is_allowed_and_says_what_is_lost,
    a_downgrade_that_drops_a_column_with_a_value_is_refused_and_names_it,
    a_downgrade_that_drops_a_column_with_a_value_works_when_that_is_allowed,
    a_downgrade_that_drops_only_empty_columns_of_a_table_with_rows_is_not_refused,
    a_downgrade_of_two_steps_is_refused_before_the_first_when_the_second_would_lose_rows,
    a_downgrade_to_base_with_rows_everywhere_works_when_that_is_allowed,
    a_plan_says_what_would_be_lost,
}

const SCORE: &str = "insert into companies (canonical_name, domain) values ('Example', 'example.com'); \
     insert into lead_scores (domain, readiness_score, segment) values ('example.com', 50, 'Migration')";
const HEAT: &str = "update lead_scores set technical_heat = 'hot'";

/// The name that the messages give to a table.
fn shown(database: &Database, table: &str) -> String {
    match database.dialect {
        hunter_chain::Dialect::Sqlite => format!("\"{table}\""),
        _ => format!("public.{table}"),
    }
}

fn a_downgrade_that_drops_a_table_with_a_row_is_refused_and_names_it(database: &Database) {
    let hunter = Hunter::root().on(database.url());
    hunter.run("upgrade").done();
    database.enter_lead();
    let (ledger, schema) = (database.ledger(), catalog::inventory(database));
    let refused = hunter.run("downgrade -1").exits(2).prints("");
    let table = shown(database, "raw_leads");
    let lines: Vec<&str> = refused.err.lines().collect();
    assert_eq!(lines[0], format!("error: this downgrade would lose table {table} with 1 row"));
    assert!(lines[1].starts_with("help: ") && lines[1].contains("--allow-data-loss"), "{lines:#?}");
    assert_eq!(database.count("raw_leads"), 1);
    assert_eq!((database.ledger(), catalog::inventory(database)), (ledger, schema));
    let refused = hunter.run("downgrade -1 --json").exits(2).prints("");
    assert!(refused.err.contains("\"kind\":\"DataLoss\""), "{}", refused.err);
}

fn a_downgrade_that_drops_a_table_with_a_row_works_when_that_is_allowed_and_says_what_is_lost(
    database: &Database,
) {
    let hunter = Hunter::root().on(database.url());
    hunter.run("upgrade").done();
    database.enter_lead();
    let table = shown(database, "raw_leads");
    let done = hunter.run("downgrade -1 --allow-data-loss --json").done();
    let losses = json!([{ "table": table, "column": null, "rows": 1 }]);
    assert_eq!(done.json()["losses"], losses);
    done.says(&[&format!("warning: losing table {table} with 1 row")]);
    assert_eq!(catalog::read(database)["tables"], json!({}));
    assert_eq!(database.events(), ["up 08f51db8dce0", "down 08f51db8dce0"]);
}

fn with_a_score(database: &Database) -> Hunter {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade").done();
    database.execute(SCORE);
    hunter
}

fn a_downgrade_that_drops_a_column_with_a_value_is_refused_and_names_it(database: &Database) {
    let hunter = with_a_score(database);
    database.execute(HEAT);
    let (ledger, schema) = (database.ledger(), catalog::inventory(database));
    let refused = hunter.run("downgrade -1").exits(2).prints("");
    let column = shown(database, "lead_scores") + ".technical_heat";
    let error = format!("error: this downgrade would lose column {column} with 1 value");
    assert_eq!(refused.err.lines().next(), Some(error.as_str()), "the other columns are empty");
    assert_eq!((database.ledger(), catalog::inventory(database)), (ledger, schema));
    assert_eq!(database.rows("select technical_heat as j from lead_scores"), ["hot"]);
}

fn a_downgrade_that_drops_a_column_with_a_value_works_when_that_is_allowed(database: &Database) {
    let hunter = with_a_score(database);
    database.execute(HEAT);
    let column = shown(database, "lead_scores") + ".technical_heat";
    let done = hunter.run("downgrade -1 --allow-data-loss").done().prints("");
    done.says(&[&format!("warning: losing column {column} with 1 value")]);
    assert_eq!(database.events().last().unwrap(), "down f786f93501ea");
    assert_eq!(database.rows("select segment as j from lead_scores"), ["Migration"], "the row itself stays");
}

fn a_downgrade_that_drops_only_empty_columns_of_a_table_with_rows_is_not_refused(database: &Database) {
    let hunter = with_a_score(database);
    hunter.run("downgrade -1").done();
    assert_eq!(database.events().last().unwrap(), "down f786f93501ea");
    assert_eq!(database.rows("select segment as j from lead_scores"), ["Migration"]);
}

fn a_downgrade_of_two_steps_is_refused_before_the_first_when_the_second_would_lose_rows(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade").done();
    let table = "partner_center_referrals";
    database.execute(&format!("insert into {table} (referral_id) values ('R-1')"));
    let ledger = database.ledger();
    hunter.run("downgrade -2").exits(2).prints("").says(&[table, "with 1 row"]);
    assert_eq!(database.ledger(), ledger);
    assert_eq!(database.count(table), 1);
}

/// A column goes in the first step, its table in the last.
fn a_downgrade_to_base_with_rows_everywhere_works_when_that_is_allowed(database: &Database) {
    let hunter = with_a_score(database);
    database.execute(HEAT);
    database.enter_lead();
    let ledger = database.ledger();
    hunter.run("downgrade base").exits(2).says(&["raw_leads", "companies", "lead_scores"]);
    assert_eq!(database.ledger(), ledger);
    let done = hunter.run("downgrade base --allow-data-loss").done().prints("");
    done.says(&["raw_leads", "companies", "technical_heat"]);
    assert_eq!(catalog::read(database)["tables"], json!({}));
    assert_eq!(database.events().len(), 8);
}

fn a_plan_says_what_would_be_lost(database: &Database) {
    let hunter = with_a_score(database);
    database.execute(HEAT);
    let column = shown(database, "lead_scores") + ".technical_heat";
    let plan = hunter.run("plan -1").done();
    assert!(plan.out.contains(&format!("would lose column {column} with 1 value\n")), "{}", plan.out);
    let losses = json!([{ "table": shown(database, "lead_scores"), "column": "technical_heat", "rows": 1 }]);
    assert_eq!(hunter.json("plan -1")["losses"], losses);
}
