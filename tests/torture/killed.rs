//! A runner killed at random moments of a run of twenty revisions: one plain restart, and everything is as if nobody had.

use std::time::Duration;

use hunter_chain::Dialect;
use serde_json::{Value, json};

use crate::counts::counts;
use crate::process::{Running, wait_until};
use crate::random::Random;
use crate::support::binary::Hunter;
use crate::support::database::Database;
use crate::support::difference::assert_same;
use crate::support::{catalog, on_both};

on_both! {
    killed_at_random_moments_one_plain_restart_ends_like_a_run_that_nobody_killed,
}

/// What the chain leaves, and its columns. A number that a sequence gave stays used when its row is rolled back.
const TABLES: [(&str, &str); 5] = [
    ("runs", "revision"),
    ("customers", "id, name"),
    ("orders", "id, customer, note"),
    ("order_notes", "id, customer, note"),
    ("log", "line"),
];

/// Everything that is there: objects, rows, and each revision on record once.
fn everything(database: &Database) -> Value {
    let row = |columns| match database.dialect {
        Dialect::Sqlite => format!("json_array({columns})"),
        _ => format!("json_build_array({columns})::text"),
    };
    let rows = TABLES.map(|(table, columns)| {
        json!({ "name": table, "rows": database.rows(&format!("select {} as j from {table} order by 1", row(columns))) })
    });
    let ups: Vec<String> = database.events().into_iter().filter(|event| event.starts_with("up ")).collect();
    json!({
        "catalog": catalog::read(database),
        "objects": catalog::objects(database),
        "rows": rows,
        "ups": ups,
    })
}

/// No guard outlives its session, which may end a moment after its process, and no file is damaged.
#[track_caller]
fn nothing_is_left_behind(database: &Database) {
    let (question, answer) = match database.dialect {
        Dialect::Sqlite => ("select integrity_check as j from pragma_integrity_check", "ok"),
        _ => (
            "select count(*)::text as j from pg_locks where locktype = 'advisory' \
             and database = (select oid from pg_database where datname = current_database())",
            "0",
        ),
    };
    wait_until("nothing is left behind", || database.rows(question) == [answer]);
}

fn length_of_a_run(database: &Database) -> Duration {
    let ended = Running::start(&Hunter::twenty().on(database.url()), "upgrade").ends();
    ended.outcome.done();
    ended.took
}

fn killed_at_random_moments_one_plain_restart_ends_like_a_run_that_nobody_killed(undisturbed: &Database) {
    let span = (0..3).map(|_| length_of_a_run(&Database::new(undisturbed.dialect))).min().unwrap();
    length_of_a_run(undisturbed);
    let expected = everything(undisturbed);
    let (mut random, kills) = (Random::new(), counts().killed_runs);
    let (mut runs, mut interrupted, mut slowest) = (0, 0, Duration::ZERO);
    while interrupted < kills {
        runs += 1;
        assert!(runs <= 10 * kills, "only {interrupted} of {runs} runs were killed before their end");
        let database = Database::new(undisturbed.dialect);
        let hunter = Hunter::twenty().on(database.url());
        let run = Running::start(&hunter, "upgrade");
        let moment = random.moment(span);
        std::thread::sleep(moment);
        interrupted += usize::from(run.kill());
        let restart = Running::start(&hunter, "upgrade").ends();
        slowest = slowest.max(restart.took);
        restart.outcome.done();
        let when = format!("run {runs}, killed after {moment:?} of {span:?}");
        assert_same(&when, &expected, &everything(&database));
        nothing_is_left_behind(&database);
    }
    println!(
        "{:?}: {kills} kills in {runs} runs of {span:?}; the longest restart took {slowest:?}",
        undisturbed.dialect
    );
}
