//! Lines 4, 5, 11 and 24: the drift of a database as the SQL that takes it back, and not a word more on stdout.

use crate::support::binary::Hunter;
use crate::support::database::{Database, LEDGER};
use crate::support::on_both;

/// What the plan types.
const DRIFT: &str = "revision --autogenerate -m check_drift --sql";

on_both! {
    no_drift_is_an_empty_file_whatever_is_pending,
    drift_is_its_repair_and_a_no_and_no_file,
    the_printed_repair_is_what_a_plain_client_needs,
    one_dropped_index_is_one_statement,
    a_printed_repair_changes_nothing_by_itself,
    what_nobody_recorded_has_no_repair_and_the_way_out_is_named,
    only_the_repair_can_be_printed_by_a_program_that_carries_its_chain,
}

/// Something missing, something too much, something otherwise; of tables, columns, indexes and views.
fn drift(database: &Database) {
    database.execute("alter table notes add column extra integer");
    database.execute("create table beside (id integer)");
    database.execute("drop view leads_ready");
    database.execute("drop index ix_companies_provider");
    database.execute("create index theirs on companies (country)");
}

fn no_drift_is_an_empty_file_whatever_is_pending(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    for step in ["upgrade +1", "upgrade +2", "upgrade head"] {
        hunter.run(step).done();
        hunter.run(DRIFT).done().prints("").says(&["no drift"]);
        hunter.run("check --sql").done().prints("");
    }
}

fn drift_is_its_repair_and_a_no_and_no_file(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    // Two revisions are pending all the while.
    hunter.run("upgrade +2").done();
    drift(database);
    let printed = hunter.run(DRIFT).exits(1).says(&["5 differences from e7196f7e556b"]);
    let files = std::fs::read_dir(hunter.folder()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(files.collect::<Vec<_>>(), [""; 0]);
    hunter.run("check --sql").exits(1).prints(&printed.out);
    database.execute(&printed.out);
    hunter.run("check").done().prints("").says(&["no drift"]);
    hunter.run(DRIFT).done().prints("");
}

fn the_printed_repair_is_what_a_plain_client_needs(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade head").done();
    drift(database);
    let printed = hunter.run("check --sql").exits(1).out;
    database.run_by_client(&printed).unwrap();
    hunter.run("check").done().prints("");
    hunter.run("downgrade base").done();
}

fn one_dropped_index_is_one_statement(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade head").done();
    database.execute("drop index ix_companies_provider");
    let repair = match database.dialect {
        hunter_chain::Dialect::Sqlite => "CREATE INDEX ix_companies_provider ON companies (provider);\n",
        _ => "CREATE INDEX ix_companies_provider ON public.companies USING btree (provider);\n",
    };
    hunter.run(DRIFT).exits(1).prints(repair).says(&["1 difference from f786f93501ea (head)"]);
}

fn a_printed_repair_changes_nothing_by_itself(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade head").done();
    drift(database);
    let (ledger, differences) = (database.ledger(), hunter.run("check").exits(1).out);
    hunter.run(DRIFT).exits(1);
    assert_eq!(database.ledger(), ledger);
    hunter.run("check").exits(1).prints(&differences);
}

fn what_nobody_recorded_has_no_repair_and_the_way_out_is_named(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade head").done();
    database.execute(&format!("drop table {LEDGER}"));
    for words in [DRIFT, "check --sql"] {
        let refused = hunter.run(words).exits(2).prints("");
        refused.says(&["error: nothing is recorded in this database", "help: ", "-1 adopt`"]);
    }
}

fn only_the_repair_can_be_printed_by_a_program_that_carries_its_chain(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    for words in ["revision -m more", "revision --autogenerate -m more"] {
        hunter.run(words).exits(3).prints("").says(&["help: `cargo hunter revision`"]);
    }
    for words in ["revision --sql", "check --sql --json", "revision --codify-drift --autogenerate"] {
        hunter.run(words).exits(3).prints("");
    }
}
