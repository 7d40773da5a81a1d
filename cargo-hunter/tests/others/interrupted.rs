//! Signals: the process is gone soon, its statement is gone from the server, and the next start goes on.

use hunter_chain::Dialect;

use crate::process::Project;

/// Whether the second revision takes long is told by a table, so that its script stays as it is.
const SLOW: &str = "create table slow (id integer); insert into slow values (1);";

mod postgres {
    use super::*;

    const SLEEP: &str = "create table done_once (id int);
        select pg_sleep(case when exists (select from slow) then 60 else 0 end);";
    const SLEEPS: &str = "select 'x' as j from pg_stat_activity where datname = current_database() \
        and pid <> pg_backend_pid() and state = 'active' and wait_event = 'PgSleep'";

    fn asleep() -> (Project, crate::process::Running) {
        let project = Project::new(Dialect::Postgres, &[SLOW, SLEEP]);
        let running = project.start("upgrade");
        project.wait_for(SLEEPS);
        (project, running)
    }

    #[track_caller]
    fn goes_on(project: &Project) {
        project.session().execute("delete from slow").unwrap();
        project.run("upgrade").exits(0);
        let current = project.run("current").exits(0);
        assert_eq!(current.out, "0002 (head)\n");
    }

    #[test]
    fn a_terminated_run_ends_its_statement_and_the_next_one_goes_on() {
        let (project, running) = asleep();
        running.signal("TERM");
        let outcome = running.ended().within(5).exits(143);
        outcome.says(&[
            "stopped, because it was asked to",
            "done before this: 0001",
            "`0002` was rolled back",
        ]);
        assert_eq!((project.rows(SLEEPS).len(), project.guards()), (0, 0));
        assert_eq!(project.run("current").out, "0001\n");
        goes_on(&project);
    }

    #[test]
    fn ctrl_c_is_told_from_a_termination_by_the_exit_code() {
        let (project, running) = asleep();
        running.signal("INT");
        running.ended().within(5).exits(130);
        goes_on(&project);
    }

    #[test]
    fn a_run_that_waits_for_the_guard_stops_waiting() {
        let (project, first) = asleep();
        let second = project.start("upgrade");
        std::thread::sleep(std::time::Duration::from_millis(500));
        second.signal("TERM");
        second.ended().within(3).exits(143).says(&["waiting for the guard", "stopped"]);
        first.signal("TERM");
        first.ended().within(5).exits(143);
    }

    #[test]
    fn a_statement_outside_of_a_transaction_is_ended_too() {
        let sleep = "--! alone\ncreate table before (id int);
            do $$ begin commit; perform pg_sleep(case when exists (select from slow) then 60 else 0 end); end $$;";
        let project = Project::new(Dialect::Postgres, &[SLOW, sleep]);
        let running = project.start("upgrade");
        project.wait_for(SLEEPS);
        running.signal("TERM");
        running.ended().within(5).exits(143).says(&["of `0002` 1 of 2 statements are done"]);
        assert_eq!((project.rows(SLEEPS).len(), project.guards()), (0, 0));
        project.session().execute("delete from slow").unwrap();
        project.run("upgrade").exits(0);
        assert_eq!(project.run("current").out, "0002 (head)\n");
    }

    #[test]
    fn what_a_killed_process_had_sent_does_not_run_to_its_end() {
        let (project, running) = asleep();
        running.signal("KILL");
        running.ended();
        let start = std::time::Instant::now();
        while !project.rows(SLEEPS).is_empty() {
            assert!(start.elapsed().as_secs() < 10, "the statement is still there");
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        goes_on(&project);
    }
}

mod sqlite {
    use super::*;

    const COUNT: &str = "create table done_once (id integer);
        with recursive n (i) as (select 1 union all select i + 1 from n
        where i < (select case when exists (select 1 from slow) then 9000000000 else 1 end)) select max(i) from n;";

    fn counting() -> (Project, crate::process::Running) {
        let project = Project::new(Dialect::Sqlite, &[SLOW, COUNT]);
        let running = project.start("upgrade");
        project.wait_for("select 'x' as j from sqlite_master where name = 'slow'");
        std::thread::sleep(std::time::Duration::from_millis(300));
        (project, running)
    }

    #[test]
    fn a_terminated_run_is_gone_and_the_next_one_goes_on() {
        let (project, running) = counting();
        running.signal("TERM");
        running.ended().within(5).exits(143).says(&["run the same command again"]);
        assert_eq!(project.run("current").exits(0).out, "0001\n");
        project.session().execute("delete from slow").unwrap();
        project.run("upgrade").exits(0);
        assert_eq!(project.run("current").out, "0002 (head)\n");
    }

    #[test]
    fn a_second_signal_ends_it_at_once() {
        let (_project, running) = counting();
        running.signal("INT");
        std::thread::sleep(std::time::Duration::from_millis(100));
        running.signal("INT");
        running.ended().within(2).exits(130);
    }
}
