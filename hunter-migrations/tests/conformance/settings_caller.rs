//! What the caller had set is kept: its revisions run with it, and it is there afterwards.

mod postgres {
    use hunter_chain::Dialect;
    use hunter_migrations::Target;
    use hunter_migrations::testing::Scratch;

    use crate::support::{Ask, Conn, Database, Role, Watch, line};

    /// A caller of taste: a schema of its own, timeouts, a time zone.
    const TASTE: &str = "create schema app; set search_path = app, public; set statement_timeout = '41s'; \
                         set lock_timeout = '42s'; set time zone 'Europe/Oslo'; set application_name = 'the service'; \
                         set datestyle = 'German'; set session characteristics as transaction isolation level serializable";
    const LEAK: &str = "set search_path = public; set statement_timeout = 0; set lock_timeout = 0; set time zone 'UTC'; \
                        set application_name = 'x'; set datestyle = 'ISO'; \
                        set session characteristics as transaction isolation level read committed;";

    fn caller(db: &Scratch) -> Conn {
        let mut conn = db.connect();
        conn.run(TASTE);
        conn
    }

    #[test]
    fn the_callers_settings_are_there_after_a_run() {
        let db = Scratch::new(Dialect::Postgres);
        let conn = &mut caller(&db);
        let before = Watch::on(conn, &db);
        line(&[("0001", LEAK, "select 1;"), ("0002", LEAK, "select 1;")])
            .on(conn)
            .upgrade(Target::Head)
            .unwrap();
        assert_eq!(Watch::on(conn, &db), before);
    }

    #[test]
    fn the_callers_settings_are_there_after_a_failure() {
        let db = Scratch::new(Dialect::Postgres);
        let conn = &mut caller(&db);
        let before = Watch::on(conn, &db);
        let fails = format!("{LEAK} select 1 / (select 0);");
        line(&[("0001", LEAK, "select 1;"), ("0002", &fails, "select 1;")])
            .on(conn)
            .upgrade(Target::Head)
            .unwrap_err();
        assert_eq!(Watch::on(conn, &db), before);
    }

    #[test]
    fn the_callers_settings_are_there_after_a_refusal() {
        let db = Scratch::new(Dialect::Postgres);
        let conn = &mut caller(&db);
        let chain = line(&[("0001", "create table a (id int); insert into a values (1);", "drop table a;")]);
        chain.on(conn).upgrade(Target::Head).unwrap();
        let before = Watch::on(conn, &db);
        chain.on(conn).downgrade(&Target::Base).unwrap_err();
        assert_eq!(Watch::on(conn, &db), before);
    }

    #[test]
    fn a_revision_sees_the_callers_settings_whatever_the_one_before_did() {
        let db = Scratch::new(Dialect::Postgres);
        let see = "create table seen as select current_setting('TimeZone') || current_setting('search_path') || \
                   current_setting('DateStyle') || current_setting('transaction_isolation') as j;";
        let chain = line(&[("0001", LEAK, "select 1;"), ("0002", see, "drop table seen;")]);
        chain.on(&mut caller(&db)).upgrade(Target::Head).unwrap();
        let seen = db.connect().column("select j from app.seen");
        assert_eq!(seen, ["Europe/Osloapp, publicGerman, DMYserializable"]);
    }

    #[test]
    fn a_setting_of_the_application_is_there_after_a_run() {
        let db = Scratch::new(Dialect::Postgres);
        let conn = &mut db.connect();
        conn.run("set app.tenant = 'seven'");
        line(&[("0001", LEAK, "select 1;")]).on(conn).upgrade(Target::Head).unwrap();
        assert_eq!(conn.value("current_setting('app.tenant')"), "seven");
    }

    #[test]
    fn the_ledger_is_in_the_callers_schema() {
        let db = Scratch::new(Dialect::Postgres);
        line(&[("0001", LEAK, "select 1;"), ("0002", "select 1;", "select 1;")])
            .on(&mut caller(&db))
            .upgrade(Target::Head)
            .unwrap();
        assert_eq!(db.connect().count("app.__hunter_ledger"), "2");
        assert_eq!(db.tables(), ["__hunter_ledger"]);
    }

    #[test]
    fn the_diesel_connection_stays_at_utc() {
        let db = Scratch::new(Dialect::Postgres);
        db.connect().run(&format!("alter database {} set timezone = 'Asia/Tokyo'", db.name()));
        let conn = &mut db.connect();
        assert_eq!(conn.value("current_setting('TimeZone')"), "UTC");
        line(&[("0001", "set time zone 'Europe/Oslo';", "select 1;")])
            .on(conn)
            .upgrade(Target::Head)
            .unwrap();
        assert_eq!(conn.value("current_setting('TimeZone')"), "UTC");
    }

    #[test]
    fn a_run_with_temporary_tables_goes_through() {
        let db = Scratch::new(Dialect::Postgres);
        let conn = &mut db.connect();
        conn.run(
            "set temp_buffers = '2MB'; create temporary table mine (id int); insert into mine values (1)",
        );
        line(&[("0001", "create temporary table t (id int); insert into t values (1);", "select 1;")])
            .on(conn)
            .upgrade(Target::Head)
            .unwrap();
        assert_eq!(conn.count("mine"), "1");
    }

    /// A role that may do nothing itself, and becomes the owner of everything first.
    #[test]
    fn a_role_the_caller_took_writes_the_ledger_too() {
        let db = Scratch::new(Dialect::Postgres);
        let owner = Role::new(&db, "owner", "");
        let deployer = Role::new(&db, "deployer", &format!("noinherit in role {}", owner.name));
        db.connect().run(&format!("grant create on schema public to {}", owner.name));
        let conn = &mut deployer.connect();
        conn.run(&format!("set role {}", owner.name));
        line(&[("0001", "create table a (id int);", "drop table a;"), ("0002", "select 1;", "select 1;")])
            .on(conn)
            .upgrade(Target::Head)
            .unwrap();
        let owners = db
            .connect()
            .column("select distinct tableowner::text as j from pg_tables where schemaname = 'public'");
        assert_eq!(owners.join(" "), owner.name);
    }

    #[test]
    fn a_role_the_caller_took_is_there_after_a_script_took_another() {
        let db = Scratch::new(Dialect::Postgres);
        let (owner, other) = (Role::new(&db, "owner", ""), Role::new(&db, "other", ""));
        db.connect().run(&format!("grant create on schema public to {}", owner.name));
        let conn = &mut db.connect();
        conn.run(&format!("set role {}", owner.name));
        let script = format!("reset role; set role {};", other.name);
        line(&[("0001", &script, "select 1;")]).on(conn).upgrade(Target::Head).unwrap();
        assert_eq!(conn.value("current_user"), owner.name);
        // What the role owns goes with it, and no connection may be it then.
        conn.run("reset role");
    }
}
