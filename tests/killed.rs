//! A runner killed in the middle of a revision outside of a transaction: one plain rerun, and everything is there once.
//!
//! Responsible for real processes and the real signal. What is recorded in between is the conformance tests'.

#![cfg(test)]

mod support;

use std::thread::sleep;
use std::time::{Duration, Instant};

use hunter_chain::Dialect;
use support::binary::Hunter;
use support::database::Database;
use support::on_both;

on_both! {
    killed_at_any_moment_a_rerun_ends_at_head_with_everything_done_once,
}

const HEAD: &str = "1b2c3d4e5f60";
/// Enough to hit each of its statements, and what is between them.
const KILLS: u64 = 12;

#[track_caller]
fn everything_is_there_once(database: &Database) {
    assert_eq!(database.rows("select what as j from seen order by 1"), ["first", "last"]);
    assert_eq!(database.count("big"), 20_000);
    let valid = match database.dialect {
        Dialect::Sqlite => "select name as j from sqlite_schema where name = 'big_by_n'",
        _ => "select 'big_by_n' as j from pg_index where indexrelid = to_regclass('big_by_n') and indisvalid",
    };
    assert_eq!(database.rows(valid), ["big_by_n"]);
    let ups = database.events().into_iter().filter(|event| *event == format!("up {HEAD}")).count();
    assert_eq!(ups, 1, "{:#?}", database.events());
}

fn killed_at_any_moment_a_rerun_ends_at_head_with_everything_done_once(database: &Database) {
    let hunter = Hunter::pieces().on(database.url());
    hunter.run("upgrade 0a1b2c3d4e5f").done();
    let mut interrupted = 0;
    for kill in 0..KILLS {
        let start = Instant::now();
        let mut child = hunter.start("upgrade head");
        // From the first milliseconds to about the end of an undisturbed run.
        sleep(Duration::from_millis(3 + kill * 9).saturating_sub(start.elapsed()));
        child.kill().unwrap();
        interrupted += u64::from(!child.wait().unwrap().success());
        let current = hunter.json("current");
        assert!(
            ["behind", "in-progress", "at-head"].contains(&current["status"].as_str().unwrap()),
            "{current}"
        );
        if current["status"] == "at-head" {
            everything_is_there_once(database);
            hunter.run("downgrade -1 --allow-data-loss").done();
            database.execute("delete from __hunter_ledger where seq > 1");
        }
    }
    assert!(interrupted > 0, "no run was killed before its end");
    hunter.run("upgrade head").done();
    everything_is_there_once(database);
}

/// What a process leaves that was killed while it wrote, with its rollback journal: reading rolls it back first.
#[test]
fn a_database_that_was_left_in_the_middle_of_a_write_can_be_read() {
    let database = support::database::sqlite();
    Hunter::pieces().on(database.url()).run("upgrade 0a1b2c3d4e5f").done();
    let mut writer = hunter_migrations::connect(database.url()).unwrap();
    // More pages than fit into the cache, so that some are in the file before the commit.
    writer
        .execute(
            "PRAGMA cache_size = 2; BEGIN IMMEDIATE; CREATE TABLE half (x text);
            INSERT INTO half WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
            SELECT hex(zeroblob(200)) FROM n",
        )
        .unwrap();
    let left = tempfile::tempdir().unwrap();
    let copy = left.path().join("left.db");
    for end in ["", "-journal"] {
        std::fs::copy(format!("{}{end}", database.name()), format!("{}{end}", copy.display())).unwrap();
    }
    drop(writer);
    let hunter = Hunter::pieces().on(&format!("sqlite:{}", copy.display()));
    assert_eq!(hunter.json("current")["status"], "behind");
    hunter.run("upgrade head").done();
}
