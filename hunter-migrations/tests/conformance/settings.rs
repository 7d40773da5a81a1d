//! What a script sets ends with its step: the next revision and the caller see what was there before.

mod postgres {
    use hunter_chain::Dialect;
    use hunter_migrations::testing::Scratch;
    use hunter_migrations::{Migrations, Target};

    use crate::support::{Ask, Conn, Database, Role, Watch, line};

    /// What scripts set, in the words of dumps and of people.
    const LEAKS: [&str; 12] = [
        "set search_path = nowhere, public;",
        "select pg_catalog.set_config('search_path', '', false);",
        "set lock_timeout = '7s';",
        "set statement_timeout = '7min';",
        "set time zone 'Asia/Tokyo';",
        "set session characteristics as transaction isolation level serializable;",
        "set session characteristics as transaction read only;",
        "set client_min_messages = error; set check_function_bodies = off;",
        "set datestyle = 'SQL, DMY'; set standard_conforming_strings = off;",
        "set work_mem = '77MB'; set application_name = 'mine';",
        "create temporary table t_leak (id int); insert into t_leak values (1); set enable_seqscan = off;",
        "reset all;",
    ];

    /// A second revision that keeps what it sees.
    fn seen_after(leak: &str) -> Migrations {
        let see = "create table public.seen as select name, setting from pg_settings;";
        line(&[("0001", leak, "select 1;"), ("0002", see, "drop table public.seen;")])
    }

    /// The settings that a revision sees, apart from those that every step has.
    fn seen(conn: &mut Conn) -> Vec<String> {
        conn.column(
            "select name || '=' || setting as j from public.seen where name not in ('lock_timeout', \
             'statement_timeout', 'application_name', 'idle_in_transaction_session_timeout') order by name",
        )
    }

    #[test]
    fn no_setting_of_a_revision_reaches_the_next() {
        let plain = Scratch::new(Dialect::Postgres);
        seen_after("select 1;").on(&mut plain.connect()).upgrade(Target::Head).unwrap();
        let expected = seen(&mut plain.connect());
        for leak in LEAKS {
            let db = Scratch::new(Dialect::Postgres);
            seen_after(leak).on(&mut db.connect()).upgrade(Target::Head).unwrap();
            assert_eq!(seen(&mut db.connect()), expected, "{leak}");
        }
    }

    #[test]
    fn no_timeout_of_a_revision_reaches_the_next() {
        let db = Scratch::new(Dialect::Postgres);
        seen_after("set statement_timeout = '7min'; set lock_timeout = '7s';")
            .on(&mut db.connect())
            .upgrade(Target::Head)
            .unwrap();
        let seen = db
            .connect()
            .column("select setting as j from seen where name ~ '^(lock|statement)_timeout' order by name");
        assert_eq!(seen, ["3000", "0"]);
    }

    #[test]
    fn no_setting_of_a_revision_reaches_the_caller() {
        for leak in LEAKS {
            let db = Scratch::new(Dialect::Postgres);
            let conn = &mut db.connect();
            let before = Watch::on(conn, &db);
            line(&[("0001", leak, "select 1;")]).on(conn).upgrade(Target::Head).unwrap();
            assert_eq!(Watch::on(conn, &db), before, "{leak}");
        }
    }

    #[test]
    fn no_setting_of_a_script_that_commits_and_fails_reaches_the_caller() {
        for leak in LEAKS {
            let db = Scratch::new(Dialect::Postgres);
            let conn = &mut db.connect();
            let before = Watch::on(conn, &db);
            let script = format!("{leak} commit; select 1 / (select 0);");
            line(&[("0001", &script, "select 1;")]).on(conn).upgrade(Target::Head).unwrap_err();
            assert_eq!(Watch::on(conn, &db), before, "{leak}");
        }
    }

    #[test]
    fn a_search_path_of_a_script_does_not_move_the_ledger() {
        let db = Scratch::new(Dialect::Postgres);
        let script = "create schema app; create table app.__hunter_ledger (like public.__hunter_ledger); \
                      set search_path = app;";
        seen_after(script).on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.connect().count("app.__hunter_ledger"), "0");
        assert_eq!(db.events(), ["up 0001", "up 0002"]);
    }

    #[test]
    fn a_role_of_a_script_ends_with_it() {
        let db = Scratch::new(Dialect::Postgres);
        let role = Role::new(&db, "owner", "");
        db.connect().run(&format!("grant create on schema public to {}", role.name));
        let script = format!("set role {}; create table theirs (id int);", role.name);
        let chain = line(&[
            ("0001", &script, "drop table theirs;"),
            ("0002", "create table ours (id int);", "drop table ours;"),
        ]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let owners =
            "select tableowner as j from pg_tables where tablename in ('ours', 'theirs') order by tablename";
        let user = db.connect().value("current_user");
        assert_eq!(db.connect().column(owners), [user, role.name.clone()]);
    }

    #[test]
    fn a_role_of_a_script_that_may_not_write_the_ledger_does_no_harm() {
        let db = Scratch::new(Dialect::Postgres);
        let role = Role::new(&db, "weak", "");
        let script = format!("set role {};", role.name);
        line(&[("0001", &script, "select 1;")]).on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.events(), ["up 0001"]);
    }

    #[test]
    fn a_session_authorization_of_a_script_ends_with_it() {
        let db = Scratch::new(Dialect::Postgres);
        let role = Role::new(&db, "weak", "");
        let conn = &mut db.connect();
        let before = Watch::on(conn, &db);
        let script = format!("set session authorization {};", role.name);
        line(&[("0001", &script, "select 1;")]).on(conn).upgrade(Target::Head).unwrap();
        assert_eq!(Watch::on(conn, &db), before);
    }
}

mod sqlite {
    use hunter_chain::Dialect;
    use hunter_migrations::Target;
    use hunter_migrations::testing::Scratch;

    use crate::support::{Ask, Watch, line};

    #[test]
    fn the_callers_switches_are_as_before_after_success_and_failure() {
        for (switch, up) in [
            ("on", "select 1;"),
            ("off", "select 1;"),
            ("on", "select * from nowhere;"),
            ("off", "select * from nowhere;"),
        ] {
            let db = Scratch::new(Dialect::Sqlite);
            let conn = &mut db.connect();
            conn.run(&format!("pragma foreign_keys = {switch}; pragma busy_timeout = 77"));
            let before = Watch::on(conn, &db);
            let rebuild =
                "create table a (id int); create table b (id int); drop table a; alter table b rename to a;";
            let script = format!("pragma busy_timeout = 5; {rebuild} {up}");
            let _ = line(&[("0001", &script, "drop table a;")]).on(conn).upgrade(Target::Head);
            assert_eq!(Watch::on(conn, &db), before, "{switch} {up}");
        }
    }
}
