//! Lines 2 and 3, `heads`, `branches`, `show`: the graph, for which no database is needed.

use crate::support::binary::Hunter;
use crate::support::database::Database;
use crate::support::on_both;

on_both! {
    history_i_marks_the_revision_the_database_is_at,
    history_to_current_ends_where_the_database_is,
}

const HISTORY: &str = "622ba66483b9 -> f786f93501ea (head), add_csp_p_model_fields\n\
     e7196f7e556b -> 622ba66483b9, add_partner_center_referrals\n\
     08f51db8dce0 -> e7196f7e556b, add_ip_enrichment_table\n\
     <base> -> 08f51db8dce0, base_revision\n";

/// Some lines of the history, newest first.
fn lines(range: std::ops::Range<usize>) -> String {
    HISTORY.split_inclusive('\n').collect::<Vec<_>>()[range].concat()
}

fn history_i_marks_the_revision_the_database_is_at(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    database.rows("select '' as j");
    hunter.run("history -i").done().prints(HISTORY);
    hunter.run("upgrade e719").done();
    let marked = HISTORY.replace("-> e7196f7e556b,", "-> e7196f7e556b (current),");
    hunter.run("history -i").done().prints(&marked).says_nothing();
}

fn history_to_current_ends_where_the_database_is(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade e719").done();
    hunter.run("history -r base:current").done().prints(&lines(2..4)).says_nothing();
}

#[test]
fn history_of_the_collapsed_chain_is_one_line() {
    let hunter = Hunter::root();
    hunter.run("history").done().prints("<base> -> 08f51db8dce0 (head), base_revision\n").says_nothing();
}

#[test]
fn history_is_newest_first_and_needs_no_database() {
    Hunter::v1_1().run("history").done().prints(HISTORY).says_nothing();
}

#[test]
fn history_of_a_revision_shows_that_revision() {
    let line = "<base> -> 08f51db8dce0 (head), base_revision\n";
    Hunter::root().run("history 08f51db8dce0").done().prints(line).says_nothing();
    Hunter::v1_1().run("history 622b").done().prints(&lines(1..2)).says_nothing();
}

#[test]
fn history_r_shows_a_range_with_both_ends() {
    let hunter = Hunter::v1_1();
    hunter.run("history -r e719:head").done().prints(&lines(0..3)).says_nothing();
    hunter.run("history -r :622b").done().prints(&lines(1..4)).says_nothing();
    hunter.run("history --rev-range 622b:").done().prints(&lines(0..2)).says_nothing();
}

#[test]
fn history_v_shows_everything_about_each_revision() {
    let shown = Hunter::v1_1().run("history -v").done().says_nothing();
    assert_eq!(shown.out.matches("Rev: ").count(), 4, "{}", shown.out);
}

#[test]
fn heads_is_the_revision_nothing_stands_on() {
    Hunter::root().run("heads").done().prints("08f51db8dce0 (head)\n").says_nothing();
    Hunter::v1_1().run("heads").done().prints("f786f93501ea (head)\n").says_nothing();
}

#[test]
fn branches_of_a_line_is_nothing() {
    Hunter::v1_1().run("branches").done().prints("").says_nothing();
}

#[test]
fn show_tells_parent_scripts_and_what_the_way_down_loses() {
    let shown = Hunter::v1_1().run("show f786").done().says_nothing();
    for line in [
        "Rev: f786f93501ea (head)",
        "Parent: 622ba66483b9",
        "Down loses: lead_scores.technical_heat, ",
        "    add_csp_p_model_fields",
    ] {
        assert!(shown.out.lines().any(|found| found.starts_with(line)), "no line `{line}`: {}", shown.out);
    }
    assert!(shown.out.contains("f786f93501ea_add_csp_p_model_fields/up.postgres.sql"), "{}", shown.out);
}

#[test]
fn show_takes_every_word_for_a_revision() {
    let hunter = Hunter::v1_1();
    let by_id = hunter.run("show f786f93501ea").done().out;
    for word in ["head", "f786", "622b+1", "08f51db8dce0+3"] {
        hunter.run(&format!("show {word}")).done().prints(&by_id);
    }
}

#[test]
fn history_graph_draws_a_line_as_a_line() {
    let drawn: String = HISTORY.lines().map(|line| format!("* {line}\n")).collect();
    Hunter::v1_1().run("history --graph").done().prints(&drawn).says_nothing();
    let two: String = lines(1..3).lines().map(|line| format!("* {line}\n")).collect();
    Hunter::v1_1().run("history --graph -r e719:622b").done().prints(&two);
    let json = Hunter::v1_1().run("history --graph --json").done().out;
    assert_eq!(json, Hunter::v1_1().run("history --json").done().out);
}

#[test]
fn history_graph_v_keeps_the_lane_beside_everything_about_a_revision() {
    let shown = Hunter::v1_1().run("history --graph -v").done().out;
    assert!(shown.starts_with("* Rev: f786f93501ea (head)\n| Parent: 622ba66483b9\n"), "{shown}");
    assert!(shown.contains("\n* Rev: 08f51db8dce0\n  Parent: <base>\n"), "{shown}");
}
