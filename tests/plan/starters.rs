//! Several processes at once on one database.

use crate::support::binary::Hunter;
use crate::support::database::Database;
use crate::support::facts::LINE;
use crate::support::on_both;

on_both! {
    starters_at_once_all_end_well_and_run_each_revision_once,
}

fn starters_at_once_all_end_well_and_run_each_revision_once(database: &Database) {
    let starter = || Hunter::v1_1().on(database.url()).run("upgrade");
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..6).map(|_| scope.spawn(starter)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for outcome in outcomes {
        outcome.done();
    }
    assert_eq!(database.events(), LINE.map(|revision| format!("up {revision}")));
}
