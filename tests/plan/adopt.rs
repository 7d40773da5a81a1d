//! Lines 1, 8 and 22: a database that nobody recorded is recognised, adopted, and led to head; one that is of no revision
//! is told what it is.

use hunter_chain::Dialect;
use serde_json::{Value, json};

use crate::support::binary::Hunter;
use crate::support::catalog;
use crate::support::database::{self, Database, LEDGER};
use crate::support::difference::assert_same;
use crate::support::on_both;

on_both! {
    a_database_that_a_script_built_is_recognised_adopted_and_upgraded,
    an_upgrade_that_adopts_is_what_a_deployment_can_always_type,
    a_database_that_lacks_a_column_is_refused_and_the_column_is_named,
    the_repair_that_is_printed_leads_to_head,
    a_database_at_head_is_adopted_there_and_by_an_older_program_not_at_all,
    adopt_says_where_a_database_is_that_has_a_record,
}

/// Hunter v1.0's base revision, run by the server's own client.
fn built_by_hand(database: &Database) {
    let dialect = match database.dialect {
        Dialect::Sqlite => "sqlite",
        _ => "postgres",
    };
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/08f51db8dce0_base_revision");
    let script = std::fs::read_to_string(format!("{folder}/up.{dialect}.sql")).unwrap();
    database.run_by_client(&script).unwrap();
}

fn a_database_that_a_script_built_is_recognised_adopted_and_upgraded(database: &Database) {
    built_by_hand(database);
    let hunter = Hunter::v1_1().on(database.url());
    let shown = hunter.run("current").done().prints("");
    shown.says(&["no recorded revision", "recognised as 08f51db8dce0: `hunter-v1-1 adopt` records it"]);
    let answer = hunter.json("current");
    assert_eq!(
        (&answer["status"], &answer["recognised"]),
        (&json!("unversioned"), &json!([["08f51db8dce0"]]))
    );
    assert!(!database.has_ledger());
    let adopted = hunter.run("adopt").done().prints("");
    adopted.says(&["adopted at 08f51db8dce0: 1 revision recorded, nothing was run"]);
    assert_eq!(database.events(), ["adopt 08f51db8dce0"]);
    hunter.run("check").done().prints("").says(&["no drift: the schema is that of 08f51db8dce0"]);
    hunter.run("current").done().prints("08f51db8dce0\n").says(&["3 revisions are pending"]);
    hunter.run("upgrade --adopt").done();
    is_as_fresh(database);
    hunter.run("downgrade base").done();
}

/// At head, and the same as a database that was built by the revisions.
fn is_as_fresh(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("current").done().prints("f786f93501ea (head)\n").says_nothing();
    hunter.run("check").done().prints("");
    let fresh = if database.dialect == Dialect::Sqlite { database::sqlite() } else { database::postgres() };
    Hunter::v1_1().on(fresh.url()).run("upgrade head").done();
    assert_same("beside a fresh one", &facts(&fresh), &facts(database));
}

/// Everything in it, but for what stays of other tools, the order of columns and two names of one moment.
fn facts(database: &Database) -> Value {
    let text = catalog::read(database).to_string().replace("now()", "CURRENT_TIMESTAMP");
    let mut facts: Value = serde_json::from_str(&text).unwrap();
    facts["tables"].as_object_mut().unwrap().remove("alembic_version");
    facts.as_object_mut().unwrap().remove("counts");
    in_order_of_names(&mut facts);
    facts
}

fn in_order_of_names(value: &mut Value) {
    match value {
        Value::Array(parts) => {
            parts.iter_mut().for_each(in_order_of_names);
            parts.sort_by_key(|part| part["name"].as_str().unwrap_or_default().to_owned());
        }
        Value::Object(parts) => parts.values_mut().for_each(in_order_of_names),
        _ => {}
    }
}

fn an_upgrade_that_adopts_is_what_a_deployment_can_always_type(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    built_by_hand(database);
    let done = hunter.run("upgrade --adopt").done();
    done.says(&[
        "adopted at 08f51db8dce0",
        "[1/3] Running upgrade 08f51db8dce0 -> e7196f7e556b",
        "applied 3 revisions",
    ]);
    is_as_fresh(database);
    hunter.run("upgrade --adopt").done().says(&["nothing to do"]);
    hunter.run("downgrade base").done();
    hunter.run("upgrade --adopt").done().says(&["applied 4 revisions"]);
    let other = if database.dialect == Dialect::Sqlite { database::sqlite() } else { database::postgres() };
    Hunter::v1_1().on(other.url()).run("upgrade --adopt").done().says(&["applied 4 revisions"]);
}

fn a_database_that_lacks_a_column_is_refused_and_the_column_is_named(database: &Database) {
    built_by_hand(database);
    database.execute("alter table notes drop column note");
    let hunter = Hunter::v1_1().on(database.url());
    let missing = format!("column {}.note is missing", database.named("notes"));
    hunter.run("current").done().prints("").says(&["the nearest is 08f51db8dce0, with 1 difference: "]);
    let refused = hunter.run("adopt").exits(2).prints(&format!("{missing}\n"));
    refused.says(&[
        &format!("error: the schema is that of no revision that this program knows; the nearest is 08f51db8dce0: {missing}\n"),
        "help: `hunter-v1-1 adopt --at 08f51db8dce0 --sql` prints the statements that lead there",
    ]);
    let answer = hunter.run("adopt --json").exits(2).json();
    assert_eq!(answer["differences"][0]["difference"], json!("missing"));
    hunter.run("adopt --at 08f5").exits(2).prints(&format!("{missing}\n"));
    hunter.run("upgrade --adopt").exits(2).prints("").says(&[&missing]);
    assert!(!database.has_ledger());
    let accept = ["adopt", "--accept-drift", &missing.replace(" is missing", "")].map(str::to_owned);
    hunter.run_words(&accept.iter().map(String::as_str).collect::<Vec<_>>()).done();
    assert_eq!(database.events(), ["adopt 08f51db8dce0"]);
    hunter.run("check").exits(1).prints(&format!("{missing}\n"));
}

fn the_repair_that_is_printed_leads_to_head(database: &Database) {
    built_by_hand(database);
    database.execute("drop index ix_companies_provider");
    database.execute("create table beside (id integer)");
    let hunter = Hunter::v1_1().on(database.url());
    let printed = hunter
        .run("adopt --sql")
        .done()
        .says(&["2 differences; what is printed leads to that of 08f51db8dce0"]);
    let at_head = hunter.run("adopt --at head --sql").done().out;
    assert!(
        at_head.contains("CREATE TABLE") && !printed.out.contains("CREATE TABLE ip_enrichment"),
        "{at_head}"
    );
    database.run_by_client(&printed.out).unwrap();
    hunter
        .run("adopt --sql")
        .done()
        .prints("")
        .says(&["the schema is that of 08f51db8dce0: `hunter-v1-1 adopt` records it"]);
    hunter.run("adopt").done();
    hunter.run("upgrade").done();
    is_as_fresh(database);
}

fn a_database_at_head_is_adopted_there_and_by_an_older_program_not_at_all(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade").done();
    database.execute(&format!("drop table {LEDGER}"));
    let refused = Hunter::root().on(database.url()).run("adopt").exits(2);
    refused.says(&["the nearest is 08f51db8dce0: ", "is not expected"]);
    hunter.run("adopt").done().says(&["adopted at f786f93501ea: 4 revisions recorded"]);
    is_as_fresh(database);
    hunter.run("downgrade -1").done();
}

fn adopt_says_where_a_database_is_that_has_a_record(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    database.rows("select '' as j");
    hunter
        .run("adopt")
        .exits(2)
        .prints("")
        .says(&["error: the database is empty", "help: `hunter-v1-1 upgrade` builds"]);
    hunter.run("upgrade +1").done();
    for words in ["adopt", "adopt --at head", "adopt --sql"] {
        hunter
            .run(words)
            .exits(2)
            .prints("")
            .says(&["error: this database has a record already, and is at 08f51db8dce0"]);
    }
    hunter.run("upgrade --adopt --dry-run").exits(3);
    hunter.run("adopt --sql --json").exits(3);
}

mod only_on_postgres {
    use super::*;
    use crate::support::rebuild::rebuild;

    /// One of the databases that v1.0 left behind and that says of itself that it is at head.
    fn found(name: &str) -> Database {
        let path = format!("{}/tests/facts/as_found/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let facts: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let database = database::postgres();
        database.execute(&rebuild(&facts));
        database
    }

    fn says_of_itself(database: &Database, version: &str) {
        database.execute("create table alembic_version (version_num varchar(32) constraint alembic_version_pkc primary key)");
        database.execute(&format!("insert into alembic_version values ('{version}')"));
    }

    fn is_told_apart_and_led_to_head(name: &str, nearest: &str, differences: usize) {
        let database = found(name);
        let hunter = Hunter::v1_1().on(database.url());
        let counted = format!("the nearest is {nearest}, with {differences} differences");
        hunter.run("current").done().prints("").says(&[&counted]);
        let refused = hunter.run("adopt").exits(2);
        assert_eq!(refused.out.lines().count(), differences, "{}", refused.out);
        refused.says(&[&format!("the nearest is {nearest}: "), &format!("adopt --at {nearest} --sql`")]);
        assert!(!database.has_ledger());
        // What Alembic says of it changes nothing of what it is.
        says_of_itself(&database, "f786f93501ea");
        let refused = hunter.run("upgrade --adopt").exits(2).prints("");
        refused.says(&[
            "error: `public.alembic_version` says f786f93501ea, and the schema is not that of f786f93501ea: ",
        ]);
        let printed = hunter.run(&format!("adopt --at {nearest} --sql")).done().out;
        assert!(!printed.contains("alembic_version"), "{printed}");
        database.run_by_client(&printed).unwrap();
        let adopted = hunter.run(&format!("adopt --at {nearest}")).done();
        adopted.says(&["`public.alembic_version` stays as it is"]);
        hunter.run("upgrade").done();
        is_as_fresh(&database);
        assert_eq!(database.rows("select version_num::text as j from alembic_version"), ["f786f93501ea"]);
    }

    #[test]
    fn the_database_that_models_made_is_told_apart_and_led_to_head() {
        is_told_apart_and_led_to_head("models", "f786f93501ea", 63);
    }

    #[test]
    fn the_database_of_the_first_schema_and_one_change_is_told_apart_and_led_to_head() {
        is_told_apart_and_led_to_head("initial-with-g16-only", "g16", 16);
    }

    #[test]
    fn a_true_word_of_alembic_is_taken_over_and_its_table_is_no_drift() {
        let database = database::postgres();
        built_by_hand(&database);
        says_of_itself(&database, "08f51db8dce0");
        let hunter = Hunter::v1_1().on(database.url());
        hunter
            .run("current")
            .done()
            .says(&["`public.alembic_version` says 08f51db8dce0, and the schema is that"]);
        assert_eq!(hunter.json("current")["claims"][0]["holds"], json!(true));
        hunter.run("upgrade --adopt").done().says(&["adopted at 08f51db8dce0", "applied 3 revisions"]);
        let row: Value = serde_json::from_str(database.ledger()[0]["metadata"].as_str().unwrap()).unwrap();
        assert_eq!((&row["from"], &row["verified"]), (&json!("alembic"), &json!(true)));
        is_as_fresh(&database);
        hunter.run("downgrade base").done();
        assert_eq!(database.count("alembic_version"), 1);
    }

    #[test]
    fn a_database_that_was_stamped_ahead_is_adopted_only_where_it_really_is() {
        let database = database::postgres();
        built_by_hand(&database);
        says_of_itself(&database, "f786f93501ea");
        let hunter = Hunter::v1_1().on(database.url());
        let refused = hunter.run("adopt").exits(2);
        refused.says(&[
            "and 10 more; it is that of 08f51db8dce0",
            "adopt --at 08f51db8dce0` records what it is",
        ]);
        assert_eq!(hunter.json("current")["claims"][0]["holds"], json!(false));
        hunter.run("adopt --at 08f51db8dce0").done();
        hunter.run("upgrade").done();
        is_as_fresh(&database);
    }

    #[test]
    fn an_empty_database_that_alembic_stamped_is_told_so() {
        let database = database::postgres();
        says_of_itself(&database, "f786f93501ea");
        let hunter = Hunter::v1_1().on(database.url());
        hunter.run("current").done().prints("").says(&["nothing of this program is in it"]);
        hunter.run("adopt").exits(2).says(&["says f786f93501ea, and the database is empty"]);
        hunter.run("upgrade --adopt").done().says(&["warning: ", "applied 4 revisions"]);
        is_as_fresh(&database);
    }
}

mod sqlite_only {
    use crate::support::binary::Hunter;

    #[test]
    fn adopt_never_uses_the_embedded_database() {
        let hunter = Hunter::root();
        hunter.run("upgrade").done();
        for words in ["adopt", "adopt --sql"] {
            hunter.run(words).exits(3).prints("").says(&["error: no database is named", "help: "]);
        }
    }
}
