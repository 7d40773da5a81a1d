//! Line 23: an older binary on a database that a newer one migrated. It says what it lacks, and walks back when it is told to.

use serde_json::json;

use crate::support::binary::Hunter;
use crate::support::catalog;
use crate::support::database::{Database, LEDGER};
use crate::support::difference::assert_same;
use crate::support::facts::{self, LINE};
use crate::support::on_both;

on_both! {
    an_older_binary_names_what_it_lacks_wherever_it_is_asked,
    an_older_binary_starts_where_the_author_says_that_it_still_works,
    an_older_binary_walks_back_to_its_head_and_finds_the_schema_it_left,
    an_older_binary_walks_back_below_its_head,
    scripts_of_the_ledger_are_shown_and_run_by_nobody_without_a_word,
    rows_that_would_go_are_named_before_anybody_is_asked,
    an_altered_script_is_refused_and_changes_nothing,
    from_ledger_has_nothing_to_do_where_nothing_is_unknown,
}

const NEWER: [&str; 3] = [LINE[1], LINE[2], LINE[3]];

/// The binary of v1.0 on a database that it made and that of v1.1 migrated, and what stood there before.
fn after_v1_1(database: &Database) -> (Hunter, Vec<String>) {
    let older = Hunter::root().on(database.url());
    older.run("upgrade head").done();
    let before = objects(database);
    Hunter::v1_1().on(database.url()).run("upgrade head").done();
    assert_ne!(objects(database), before);
    (older, before)
}

/// Every object but the ledger's, and those that the server names by numbers or cannot drop.
fn objects(database: &Database) -> Vec<String> {
    let left_out = [LEDGER, "trigger RI_ConstraintTrigger_", "table sqlite_sequence on "];
    let is_left_out = |line: &String| left_out.iter().any(|part| line.contains(part));
    catalog::inventory(database).into_iter().filter(|line| !is_left_out(line)).collect()
}

fn an_older_binary_names_what_it_lacks_wherever_it_is_asked(database: &Database) {
    let (older, _) = after_v1_1(database);
    let ledger = database.ledger();
    let row = |revision: &str| ledger.iter().find(|row| row["revision"] == revision).unwrap();
    let when = |revision: &str| row(revision)["recorded_at"].as_str().unwrap().to_owned();
    let who: Vec<String> =
        NEWER.iter().map(|id| format!("(applied {} by hunter-v1-1 0.1.0)", when(id))).collect();
    let who: Vec<&str> = who.iter().map(String::as_str).collect();
    older.run("current").done().prints("f786f93501ea (unknown to this binary)\n").says(&who);
    for (words, code) in [("check", 2), ("upgrade", 2), ("downgrade base", 2), ("downgrade -1", 2)] {
        let refused = older.run(words).exits(code).prints("").says(&who);
        refused.says(&NEWER).says(&["`hunter downgrade --from-ledger`"]);
    }
    older.run("plan").done().says(&who).says(&["`hunter downgrade --from-ledger`"]);
    let history = older.run("history -i").done().says_nothing();
    let lines: Vec<&str> = history.out.lines().collect();
    assert_eq!(lines.len(), 4, "{lines:#?}");
    let newest = format!(
        "622ba66483b9 -> f786f93501ea (current), add_csp_p_model_fields (unknown to this binary: applied {} by hunter-v1-1 0.1.0)",
        when(LINE[3])
    );
    assert_eq!((lines[0], lines[3]), (&*newest, "<base> -> 08f51db8dce0 (head), base_revision"));
    let answer = &older.json("history -i")["revisions"];
    assert_eq!((&answer[0]["revision"], &answer[0]["is_current"]), (&json!(LINE[3]), &json!(true)));
    assert_eq!((&answer[3]["is_current"], &answer[3]["unknown"]), (&json!(false), &json!(null)));
    assert_eq!(database.ledger(), ledger);
}

/// The two tables of v1.1 are in nobody's way; its last revision changes one that v1.0 writes to.
fn an_older_binary_starts_where_the_author_says_that_it_still_works(database: &Database) {
    let newer = Hunter::v1_1().on(database.url());
    newer.run("upgrade 622b").done();
    let (older, ledger) = (Hunter::root().on(database.url()), database.ledger());
    older.run("upgrade head").done().prints("").says(&[
        "warning: ",
        "`e7196f7e556b` (applied ",
        "still works",
    ]);
    assert_eq!(older.json("current")["status"], json!("ahead-compatible"));
    older.run("plan base").done().says(&["622ba66483b9 (applied ", "`hunter downgrade --from-ledger`"]);
    assert_eq!(database.ledger(), ledger);
    newer.run("upgrade head").done();
    older.run("upgrade head").exits(2).prints("").says(&["`f786f93501ea` (applied "]);
    assert_eq!(older.json("current")["status"], json!("ahead-incompatible"));
}

fn an_older_binary_walks_back_to_its_head_and_finds_the_schema_it_left(database: &Database) {
    let (older, before) = after_v1_1(database);
    database.execute("insert into companies (canonical_name, domain) values ('Example', 'example.com')");
    database.execute("insert into partner_center_referrals (referral_id) values ('R-1')");
    let done = older.run("downgrade --from-ledger --yes --allow-data-loss").done().prints("");
    let done = done.says(&[
        "-- f786f93501ea, add_csp_p_model_fields: applied ",
        "[1/3] Running downgrade f786f93501ea -> 622ba66483b9, add_csp_p_model_fields",
        "[3/3] Running downgrade e7196f7e556b -> 08f51db8dce0, add_ip_enrichment_table",
        "the schema after the last one has to be that of 08f51db8dce0",
        "reverted 3 revisions in ",
    ]);
    assert!(done.err.contains("warning: losing table ") && done.err.contains("partner_center_referrals"));
    assert_eq!(objects(database), before);
    let facts = match database.dialect {
        hunter_chain::Dialect::Sqlite => facts::for_sqlite(LINE[0]),
        _ => facts::at(LINE[0]),
    };
    assert_same(LINE[0], &facts, &catalog::read(database));
    older.run("current").done().prints("08f51db8dce0 (head)\n").says_nothing();
    older.run("check").done().prints("").says(&["no drift"]);
    older.run("upgrade").done().says(&["nothing to do"]);
    assert_eq!(database.count("companies"), 1, "what v1.0 knows keeps its rows");
    let newer = Hunter::v1_1().on(database.url());
    newer.run("upgrade").done();
    newer.run("check").done();
}

fn an_older_binary_walks_back_below_its_head(database: &Database) {
    let (older, _) = after_v1_1(database);
    older.run("downgrade base --from-ledger --yes").done().prints("");
    assert_eq!(catalog::read(database)["tables"], json!({}));
    let down: Vec<String> = LINE.iter().rev().map(|id| format!("down {id}")).collect();
    assert_eq!(database.events()[4..], down);
}

fn scripts_of_the_ledger_are_shown_and_run_by_nobody_without_a_word(database: &Database) {
    let (older, _) = after_v1_1(database);
    let ledger = database.ledger();
    let refused = older.run("downgrade --from-ledger").exits(2).prints("");
    refused.says(&["error: this reverts 3 revisions", "nobody is at a terminal", "--dry-run", "--yes"]);
    let shown = older.run("downgrade --from-ledger --dry-run").done();
    let stored: Vec<&str> = NEWER
        .iter()
        .map(|id| ledger.iter().find(|row| row["revision"] == *id).unwrap()["down_script"].as_str().unwrap())
        .collect();
    for script in stored {
        assert!(shown.out.contains(script.trim_end()), "{}", shown.out);
    }
    let answer = older.json("downgrade --from-ledger --dry-run");
    assert_eq!(answer["unknown"][0]["revision"], json!(LINE[3]));
    assert_eq!(answer["unknown"][2]["by"], json!("hunter-v1-1 0.1.0"));
    older.run("downgrade").exits(3).prints("");
    older.run("downgrade --from-ledger --sql").exits(3).prints("");
    older.run("downgrade -1 --from-ledger --yes").exits(3).prints("").says(&["`-1` counts from where"]);
    assert_eq!(database.ledger(), ledger);
}

fn rows_that_would_go_are_named_before_anybody_is_asked(database: &Database) {
    let (older, _) = after_v1_1(database);
    database.execute("insert into partner_center_referrals (referral_id) values ('R-1')");
    let ledger = database.ledger();
    for words in ["downgrade --from-ledger", "downgrade --from-ledger --yes"] {
        let refused = older.run(words).exits(2).prints("");
        refused.says(&[
            "error: this downgrade would lose table ",
            "partner_center_referrals",
            "--allow-data-loss",
        ]);
    }
    assert_eq!(database.ledger(), ledger);
}

fn an_altered_script_is_refused_and_changes_nothing(database: &Database) {
    let (older, _) = after_v1_1(database);
    database.execute(&format!(
        "update {LEDGER} set down_script = 'drop table companies' where revision = 'e7196f7e556b'"
    ));
    let (ledger, schema) = (database.ledger(), objects(database));
    let refused = older.run("downgrade --from-ledger --yes --allow-data-loss").exits(2).prints("");
    refused.says(&["error: the ledger was altered: of revision `e7196f7e556b`", "nothing was changed"]);
    assert_eq!((database.ledger(), objects(database)), (ledger, schema));
}

fn from_ledger_has_nothing_to_do_where_nothing_is_unknown(database: &Database) {
    let newer = Hunter::v1_1().on(database.url());
    newer.run("upgrade").done();
    newer.run("downgrade --from-ledger").done().prints("").says(&["nothing to do"]);
    newer.run("downgrade 622b --from-ledger").done().says(&["reverted 1 revision"]);
}
