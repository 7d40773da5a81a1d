//! A process beside one that is at work: it waits, fails or skips, as it was told.

mod postgres {
    use std::time::Duration;

    use crate::process::{Running, wait_until};
    use crate::start::{REVISIONS, each_ran_once, says_who_did_it};
    use crate::support::binary::Hunter;
    use crate::support::database;

    #[test]
    fn beside_one_at_work_they_wait_or_fail_or_skip_as_they_were_told() {
        let database = database::postgres();
        let hunter = Hunter::fifty().on(database.url());
        hunter.run("upgrade +1").done();
        let mut blocker = hunter_migrations::connect(database.url()).unwrap();
        blocker.execute("begin; lock table runs in access exclusive mode").unwrap();
        let holder = Running::start(&hunter, "upgrade");
        let holds = "select pid::text as j from pg_stat_activity where wait_event_type = 'Lock' \
                     and datname = current_database()";
        wait_until("a step waits for the table", || database.rows(holds).len() == 1);
        let named = format!("held by server process {}, hunter up 500000000002", database.rows(holds)[0]);

        let fails = Running::start(&hunter, "upgrade --on-busy fail").ends();
        fails.outcome.exits(4).says(&[
            "error: the guard of this database is ",
            &named,
            "help: wait for it to finish",
        ]);
        let skips = Running::start(&hunter, "upgrade --on-busy skip").ends();
        skips.outcome.done().says(&["skipped: another process holds the guard"]);
        let gives_up = Running::start(&hunter, "upgrade --lock-wait 1").ends();
        assert!(gives_up.took > Duration::from_secs(1), "{gives_up:#?}");
        gives_up.outcome.exits(4).says(&["--lock-wait"]);
        let waits = Running::start(&hunter, "upgrade --on-busy wait");
        wait_until("it says that it waits", || waits.said().contains("waiting for the guard"));
        assert!(waits.said().contains("held by server process"), "{}", waits.said());

        blocker.execute("rollback").unwrap();
        for ended in [holder.ends(), waits.ends()] {
            says_who_did_it(&ended, REVISIONS - 1);
            ended.outcome.done();
        }
        each_ran_once(&database);
    }
}

mod sqlite {
    use std::time::Duration;

    use crate::process::Running;
    use crate::start::each_ran_once;
    use crate::support::binary::Hunter;
    use crate::support::database;

    #[test]
    fn beside_a_writer_they_wait_or_fail_or_skip_as_they_were_told() {
        let database = database::sqlite();
        let hunter = Hunter::fifty().on(database.url());
        hunter.run("upgrade +1").done();
        let mut writer = hunter_migrations::connect(database.url()).unwrap();
        writer.execute("begin immediate").unwrap();
        Running::start(&hunter, "upgrade --on-busy fail").ends().outcome.exits(4).says(&["another process"]);
        Running::start(&hunter, "upgrade --on-busy skip").ends().outcome.done().says(&["skipped"]);
        let waits = Running::start(&hunter, "upgrade --on-busy wait");
        std::thread::sleep(Duration::from_millis(300));
        writer.execute("rollback").unwrap();
        waits.ends().outcome.done();
        each_ran_once(&database);
    }
}
