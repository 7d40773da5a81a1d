//! Statements that PostgreSQL takes outside of a transaction only: builds that are interrupted, leftovers, doubts.

mod postgres {
    use hunter_chain::Dialect;
    use hunter_migrations::testing::Scratch;
    use hunter_migrations::{ErrorKind, Migrations, Notice, Resolution, Target};

    use crate::support::{Ask, Database, Watch, declared, wait_until};

    const ALONE: &str = "run_in_transaction = false";
    const VALID: &str = "select count(*) from pg_index i join pg_class c on c.oid = i.indexrelid \
                         where c.relname = 'by_b' and i.indisvalid";

    fn chain(script: &str) -> Migrations {
        declared(&[
            ("0001", "", "create table a (b int); insert into a values (1), (2);", "drop table a;"),
            ("0002", ALONE, script, "drop index concurrently by_b;"),
        ])
    }

    fn at_0001() -> Scratch {
        let db = Scratch::new(Dialect::Postgres);
        chain("select 1").on(&mut db.connect()).upgrade("0001".parse().unwrap()).unwrap();
        db
    }

    #[test]
    fn a_concurrent_build_between_other_statements_is_carried_out() {
        let db = &at_0001();
        let chain =
            chain("set lock_timeout = '5s'; create index concurrently by_b on a (b); vacuum a; analyze a");
        let conn = &mut db.connect();
        let before = Watch::on(conn, db);
        chain.on(conn).upgrade(Target::Head).unwrap();
        assert_eq!((conn.value(VALID), Watch::on(conn, db)), ("1".to_owned(), before));
        chain.on(conn).downgrade(&"-1".parse().unwrap()).unwrap();
        assert_eq!(conn.value(VALID), "0");
    }

    #[test]
    fn code_that_commits_on_its_own_is_carried_out() {
        let db = &at_0001();
        let backfill = "do $$ begin for n in 3..5 loop insert into a values (n); commit; end loop; end $$";
        let procedure =
            "create procedure p() language plpgsql as $$ begin insert into a values (6); commit; end $$";
        chain(&format!("{backfill}; {procedure}; call p();"))
            .on(&mut db.connect())
            .upgrade(Target::Head)
            .unwrap();
        assert_eq!(db.connect().count("a"), "6");
        assert_eq!(db.events().last().unwrap(), "up 0002");
    }

    #[test]
    fn an_invalid_leftover_is_dropped_and_built_again() {
        let db = &at_0001();
        db.connect().run("insert into a values (1)");
        db.connect().execute("create unique index concurrently by_b on a (b)").unwrap_err();
        assert_eq!(db.connect().value(VALID), "0");
        let (chain, mut said) = (chain("create index concurrently by_b on a (b)"), Vec::new());
        let mut observer = |notice: &Notice<'_>| {
            if let Notice::Warning { text } = notice {
                said.push((*text).to_owned());
            }
        };
        chain.on(&mut db.connect()).observe(&mut observer).upgrade(Target::Head).unwrap();
        assert_eq!(db.connect().value(VALID), "1");
        assert_eq!(said, ["dropping the invalid index public.by_b, which an interrupted build left"]);
    }

    #[test]
    fn a_valid_index_of_that_name_is_not_dropped() {
        let db = &at_0001();
        db.connect().run("create index by_b on a (b)");
        let error =
            chain("create index concurrently by_b on a (b)").on(&mut db.connect()).upgrade(Target::Head);
        assert!(error.unwrap_err().to_string().contains("already exists"));
        assert_eq!(db.connect().value(VALID), "1");
    }

    #[test]
    fn an_unfinished_index_is_not_recorded_even_if_the_server_is_content() {
        let db = &at_0001();
        db.connect().run("create index by_b on a (b)");
        db.connect().run("update pg_index set indisvalid = false where indexrelid = 'by_b'::regclass");
        // Its table is another one for the check before, since the index moves after it.
        let script = "create index concurrently if not exists by_b on b_side (b)";
        db.connect().run("create table b_side (b int)");
        let error = chain(script).on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert!(error.to_string().contains("invalid after it was built"), "{error}");
    }

    #[test]
    fn a_failed_build_is_on_record_and_goes_on_when_its_cause_is_gone() {
        let db = &at_0001();
        db.connect().run("insert into a values (1)");
        let chain = chain("create table c (d int); create unique index concurrently by_b on a (b);");
        let error = chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert!(error.to_string().contains("at statement 2 of 2: could not create unique index"), "{error}");
        assert_eq!(db.events().last().unwrap(), "failed 0002");
        db.connect().run("delete from a where ctid in (select max(ctid) from a where b = 1)");
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.connect().value(VALID), "1");
    }

    /// Ends the runner's session while it builds.
    fn killed(db: &Scratch, chain: &Migrations) {
        std::thread::scope(|scope| {
            let run = scope.spawn(|| chain.on(&mut db.connect()).upgrade(Target::Head));
            let building = "select count(*) from pg_stat_activity where application_name like 'hunter up 0002%' \
                            and datname = current_database() and wait_event = 'PgSleep'";
            wait_until("the build sleeps", || db.connect().value(building) == "1");
            db.connect().run(
                "do $$ begin perform pg_terminate_backend(pid) from pg_stat_activity \
                 where application_name like 'hunter up 0002%' and datname = current_database(); end $$",
            );
            assert_eq!(run.join().unwrap().unwrap_err().kind(), ErrorKind::Connection);
        });
    }

    #[test]
    fn a_build_whose_session_was_killed_is_built_again_and_recorded_once() {
        let db = &at_0001();
        db.connect().run(
            "create table sleepy (id int); insert into sleepy values (1); \
             create function slow(b int) returns int immutable language plpgsql as \
             'begin if exists (select from public.sleepy) then perform pg_sleep(60); end if; return b; end'",
        );
        let chain = chain("create index concurrently by_b on a (slow(b))");
        killed(db, &chain);
        assert_eq!(db.events().last().unwrap(), "statement 0002");
        db.connect().run("delete from sleepy");
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.connect().value(VALID), "1");
        assert_eq!(db.events().iter().filter(|event| *event == "up 0002").count(), 1);
    }

    #[test]
    fn a_build_that_nobody_saw_end_and_that_is_valid_is_not_built_again() {
        let db = &at_0001();
        let chain = chain("create index concurrently by_b on a (b)");
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        db.connect().run("delete from __hunter_ledger where seq > 3");
        let index = db.connect().value("select 'by_b'::regclass::oid");
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.connect().value("select 'by_b'::regclass::oid"), index);
        assert_eq!(db.events().last().unwrap(), "up 0002");
    }

    #[test]
    fn only_a_human_can_say_what_became_of_a_statement_without_a_trace() {
        let db = &at_0001();
        let chain = chain("create index concurrently on a (b)");
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        for (resolution, indexes) in [(Resolution::Done, "1"), (Resolution::Redo, "2")] {
            db.connect().run("delete from __hunter_ledger where seq > 3");
            let error = chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
            assert!(error.to_string().contains("nobody saw whether it was carried out"), "{error}");
            assert!(error.help().contains("`hunter resolve --done`"), "{}", error.help());
            chain.on(&mut db.connect()).resolve(resolution).unwrap();
            chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
            assert_eq!(
                db.connect().value("select count(*) from pg_index where indrelid = 'a'::regclass"),
                indexes
            );
        }
    }

    #[test]
    fn a_statement_in_doubt_cannot_be_changed_before_it_is_resolved() {
        let db = &at_0001();
        chain("create index concurrently by_b on a (b)").on(&mut db.connect()).upgrade(Target::Head).unwrap();
        db.connect().run("delete from __hunter_ledger where seq > 3");
        let edited = chain("create index concurrently by_b on a (b desc)");
        edited.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        edited.on(&mut db.connect()).resolve(Resolution::Redo).unwrap();
        db.connect().run("drop index by_b");
        edited.on(&mut db.connect()).upgrade(Target::Head).unwrap();
    }

    #[test]
    fn every_statement_that_is_said_to_need_no_transaction_is_refused_in_one() {
        let db = &at_0001();
        let conn = &mut db.connect();
        conn.run(
            "create table p (a int) partition by list (a); create table p1 partition of p for values in (1)",
        );
        for statement in [
            "create index concurrently by_b on a (b)",
            "drop index concurrently if exists by_b",
            "reindex table concurrently a",
            "reindex (verbose) schema public",
            "vacuum a",
            "cluster",
            "alter system set work_mem = '4MB'",
            "create database never",
            "drop database never",
            "discard all",
            "alter table p detach partition p1 concurrently",
        ] {
            let split = hunter_sql::split(Dialect::Postgres, statement);
            assert!(hunter_sql::outside_transaction(Dialect::Postgres, &split[0]).is_some(), "{statement}");
            let error = conn.execute(&format!("begin; {statement}; commit")).unwrap_err();
            let refused = ["cannot run inside a transaction block", "cannot be executed from a function"];
            assert!(refused.iter().any(|words| error.message.contains(words)), "{statement}: {error}");
            conn.run("rollback");
        }
    }
}
