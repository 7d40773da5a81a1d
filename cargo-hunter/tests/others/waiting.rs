//! Sessions that are in the way: they are named, nothing is changed, and once they are gone a rerun succeeds.

mod postgres {
    use hunter_chain::Dialect;

    use crate::process::Project;

    const TABLE: &str = "create table busy (id int, name text);
        insert into busy select i, 'n' || i from generate_series(1, 1000) i;";
    const BUILD: &str = "--! alone\ncreate unique index concurrently busy_id on busy (id);";
    const VALID: &str =
        "select 'x' as j from pg_index where indexrelid = to_regclass('busy_id') and indisvalid";

    fn pid(session: &mut dyn hunter_migrations::Session) -> String {
        let rows = session.rows("select pg_backend_pid()::text as j").unwrap();
        format!("server process {}", rows[0].as_deref().unwrap())
    }

    #[test]
    fn a_reader_without_an_end_is_named_and_nothing_is_changed() {
        let project = Project::new(Dialect::Postgres, &[TABLE, "alter table busy add column x int;"]);
        project.run("upgrade 0001").exits(0);
        let mut reader = project.session();
        reader.execute("begin; select count(*) from busy").unwrap();
        let who = pid(&mut *reader);
        let outcome = project.run("upgrade --lock-wait 4").exits(4).within(10);
        let outcome = outcome.says(&[&who, "idle in a transaction", "trying again", "pg_terminate_backend"]);
        assert!(outcome.err.contains("a lock it needs is held by"), "{}", outcome.err);
        assert_eq!((&*project.run("current").out, project.guards()), ("0001\n", 0));
        reader.execute("rollback").unwrap();
        project.run("upgrade").exits(0);
    }

    #[test]
    fn who_is_in_the_way_of_a_foreign_key_is_named_too() {
        let child = "create table child (id int references busy_parent);";
        let project =
            Project::new(Dialect::Postgres, &["create table busy_parent (id int primary key);", child]);
        project.run("upgrade 0001").exits(0);
        let mut writer = project.session();
        writer.execute("begin; insert into busy_parent values (1)").unwrap();
        let who = pid(&mut *writer);
        project.run("upgrade --lock-wait 1").exits(4).says(&[&who]);
    }

    #[test]
    fn a_concurrent_build_is_not_begun_while_an_old_transaction_is_open() {
        let project = Project::new(Dialect::Postgres, &[TABLE, BUILD]);
        project.run("upgrade 0001").exits(0);
        let mut foreign = project.session();
        foreign.execute("begin; insert into busy values (0, 'zero')").unwrap();
        let who = pid(&mut *foreign);
        let outcome = project.run("upgrade --lock-wait 3").exits(4).within(8);
        outcome.says(&[
            &who,
            "CREATE INDEX CONCURRENTLY waits for open transactions",
            "idle in a transaction",
        ]);
        assert_eq!(project.rows("select 'x' as j from pg_class where relname = 'busy_id'").len(), 0);
        assert_eq!(project.guards(), 0);
        foreign.execute("rollback").unwrap();
        project.run("upgrade").exits(0);
        assert_eq!(project.rows(VALID).len(), 1);
    }

    #[test]
    fn a_transaction_of_another_table_without_a_snapshot_does_not_hold_a_build_back() {
        let project = Project::new(Dialect::Postgres, &[TABLE, BUILD]);
        project.run("upgrade 0001").exits(0);
        let mut foreign = project.session();
        foreign.execute("begin; create table elsewhere (id int)").unwrap();
        project.run("upgrade --lock-wait 3").exits(0);
        assert_eq!(project.rows(VALID).len(), 1);
    }

    #[test]
    fn a_build_that_meets_a_snapshot_on_its_way_ends_at_the_deadline_and_names_it() {
        let table = TABLE.replace("1000", "400000");
        let project = Project::new(Dialect::Postgres, &[&table, BUILD]);
        project.run("upgrade 0001").exits(0);
        let mut foreign = project.session();
        let running = project.start("upgrade --lock-wait 3");
        project.wait_for("select 'x' as j from pg_stat_progress_create_index");
        foreign.execute("begin isolation level repeatable read; select 1").unwrap();
        let who = pid(&mut *foreign);
        let outcome = running.ended().exits(4).within(15);
        outcome.says(&[&who, "waits for open transactions of other sessions"]);
        assert_eq!(project.guards(), 0);
        foreign.execute("rollback").unwrap();
        project.run("upgrade").exits(0).says(&["dropping the invalid index"]);
        assert_eq!(project.rows(VALID).len(), 1);
        let ups = project.rows("select revision as j from __hunter_ledger where event = 'up' order by seq");
        assert_eq!(ups, ["0001", "0002"]);
    }
}
