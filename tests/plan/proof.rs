//! `--proof` and `--strict`: what a run did is what was proved, or the exit code says so.

use crate::support::binary::Hunter;
use crate::support::database::Database;
use crate::support::on_both;

on_both! {
    a_run_on_a_database_that_drifted_warns_and_goes_both_ways,
    strict_refuses_with_exit_code_2,
    a_run_without_checks_is_recorded_as_one,
}

fn a_run_on_a_database_that_drifted_warns_and_goes_both_ways(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade +1").done();
    database.execute("create table beside (id integer)");
    for words in ["upgrade head", "downgrade -1", "upgrade --proof=step", "downgrade -2 --proof=step"] {
        hunter.run(words).done().says(&["warning: 1 object was already different from what is recorded"]);
    }
}

fn strict_refuses_with_exit_code_2(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade +1 --strict").done();
    database.execute("create table beside (id integer)");
    let beside = format!("table {} is not expected", database.named("beside"));
    hunter.run("upgrade head --strict").exits(2).says(&[&beside, "`hunter-v1-1 repair`"]);
    hunter.run("current").done().prints("08f51db8dce0\n");
}

fn a_run_without_checks_is_recorded_as_one(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade +1 --proof=off").done();
    hunter.run("downgrade base --proof=off").done();
    let rows = database.rows("select metadata as j from __hunter_ledger");
    assert_eq!(rows.iter().filter(|row| row.contains("\"off\"")).count(), 2, "{rows:?}");
}

mod only_on_postgres {
    use crate::support::binary::Hunter;
    use crate::support::database;

    #[test]
    fn a_mismatch_exits_with_1_and_names_the_object_and_what_to_type() {
        let database = database::postgres();
        let hunter = Hunter::v1_1().on(database.url());
        hunter.run("upgrade +1").done();
        database.execute(
            "create function public.spy() returns event_trigger language plpgsql as $$ begin \
             create table if not exists public.spied (id integer); end $$; \
             create event trigger spy on ddl_command_end when tag in ('CREATE INDEX') execute function public.spy()",
        );
        let upgraded = hunter.run("upgrade head").exits(1);
        upgraded.says(&[
            "3 revisions from `e7196f7e556b` to `f786f93501ea` are applied and recorded",
            "table public.spied is not expected",
            "`hunter-v1-1 check`",
        ]);
        hunter.run("current").done().prints("f786f93501ea (head)\n");
        assert_eq!(database.events().last().unwrap(), "mismatch f786f93501ea");
        hunter.run("upgrade head").done();
    }
}
