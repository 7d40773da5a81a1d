//! What only a server does to a transaction: COPY with its client, settings reset under way, constraints checked last.

mod postgres {
    use hunter_chain::Dialect;
    use hunter_migrations::testing::Scratch;
    use hunter_migrations::{ErrorKind, Target};

    use crate::support::{Database, Watch, line};

    #[test]
    fn a_copy_with_the_client_is_refused_at_its_place_before_anything_is_sent() {
        for copy in ["copy a from stdin", "COPY a (id) TO STDOUT WITH (format csv)"] {
            let db = Scratch::new(Dialect::Postgres);
            let chain = line(&[("0001", &format!("create table a (id int);\n{copy};"), "drop table a;")]);
            let error = chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
            assert_eq!(error.place().and_then(|at| at.position), Some((2, 1)), "{copy}");
            assert_eq!(db.tables(), ["__hunter_ledger"], "{copy}");
        }
    }

    #[test]
    fn a_copy_with_the_client_leaves_the_connection_usable() {
        let db = Scratch::new(Dialect::Postgres);
        let conn = &mut db.connect();
        let before = Watch::on(conn, &db);
        line(&[("0001", "copy pg_class to stdout;", "select 1;")])
            .on(conn)
            .upgrade(Target::Head)
            .unwrap_err();
        assert_eq!(Watch::on(conn, &db), before);
    }

    #[test]
    fn the_word_copy_in_a_string_or_a_comment_is_not_refused() {
        let db = Scratch::new(Dialect::Postgres);
        let script = "create table copy (id int); -- copy copy from stdin;\n/* copy copy from stdin; */\n\
                      select 'copy copy from stdin;'; comment on table copy is $$copy copy from stdin;$$;";
        line(&[("0001", script, "drop table copy;")]).on(&mut db.connect()).upgrade(Target::Head).unwrap();
    }

    #[test]
    fn a_transaction_prepared_by_the_script_is_not_recorded_as_applied() {
        let db = Scratch::new(Dialect::Postgres);
        let chain = line(&[("0001", "create table a (id int); prepare transaction 'x';", "drop table a;")]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert!(!db.events().contains(&"up 0001".to_owned()));
    }

    #[test]
    fn a_script_that_resets_all_settings_is_recorded() {
        let db = Scratch::new(Dialect::Postgres);
        let chain = line(&[
            ("0001", "create table a (id int); reset all;", "drop table a;"),
            ("0002", "create table b (id int);", "drop table b;"),
        ]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.events(), ["up 0001", "up 0002"]);
    }

    #[test]
    fn a_script_cannot_pass_off_a_transaction_of_its_own_as_ours() {
        let db = Scratch::new(Dialect::Postgres);
        let script = "select set_config('x.step', current_setting('hunter.step', true), false);\ncommit; begin;\n\
                      select set_config('hunter.step', current_setting('x.step'), true);";
        let chain = line(&[("0001", script, "select 1;")]);
        let error = chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Script);
    }

    #[test]
    fn a_deferred_constraint_that_fails_at_commit_is_reported_and_rolled_back() {
        let db = Scratch::new(Dialect::Postgres);
        let script = "create table p (id int primary key);\n\
                      create table c (p int references p deferrable initially deferred);\ninsert into c values (7);";
        let chain = line(&[("0001", script, "drop table c; drop table p;")]);
        let conn = &mut db.connect();
        let error = chain.on(conn).upgrade(Target::Head).unwrap_err();
        assert!(error.to_string().contains("foreign key constraint"), "{error}");
        assert_eq!(db.tables(), ["__hunter_ledger"]);
        Watch::on(conn, &db);
    }
}
