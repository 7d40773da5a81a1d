//! Losses that the text of a script does not show: the server knows what is gone.

mod postgres {
    use hunter_chain::Dialect;
    use hunter_migrations::testing::Scratch;
    use hunter_migrations::{ErrorKind, Migrations, Notice, Target};

    use crate::support::{Ask, Database, ids, line, target};

    /// Up, down, rows, and what is named.
    type Hidden = (&'static str, &'static str, &'static str, &'static str);

    const A: &str = "create table a (id int primary key, x text);";
    const ROW: &str = "insert into a values (1, 'v')";

    const HIDDEN: [Hidden; 11] = [
        (A, "do $$ begin drop table a; end $$;", ROW, "table public.a with 1 row"),
        (A, "do $$ begin execute 'drop ' || 'table a'; end $$;", ROW, "table public.a with 1 row"),
        (A, "do $$ begin alter table a drop x; end $$;", ROW, "column public.a.x with 1 value"),
        (
            "create table a (id int, x text); create function f() returns void language sql as 'drop table a';",
            "select f();",
            ROW,
            "table public.a with 1 row",
        ),
        (
            "create schema app; create table app.a (id int); create table app.b (id int);",
            "drop schema app cascade;",
            "insert into app.b values (1)",
            "table app.b with 1 row",
        ),
        (
            "create table a (id int) partition by list (id); create table a1 partition of a for values in (1);",
            "do $$ begin drop table a cascade; end $$;",
            "insert into a values (1)",
            "table public.a1 with 1 row",
        ),
        (
            "create table a (id int) partition by list (id); create table a1 partition of a for values in (1);",
            "drop table a cascade;",
            "insert into a values (1)",
            "table public.a with 1 row",
        ),
        (
            "create table a (id int); create table kid (own int) inherits (a);",
            "drop table a cascade;",
            "insert into kid values (1, 2)",
            "table public.a with 1 row",
        ),
        (
            "create table a (id int, x text); create table kid () inherits (a);",
            "do $$ begin alter table a drop column x; end $$;",
            "insert into kid values (1, 'v')",
            "column public.kid.x with 1 value",
        ),
        (
            "create type mood as enum ('glad'); create table a (id int, m mood);",
            "drop type mood cascade;",
            "insert into a values (1, 'glad')",
            "column public.a.m with 1 value",
        ),
        (
            A,
            "create table b (like a); drop table a; alter table b rename to a;",
            ROW,
            "table public.a with 1 row",
        ),
    ];

    fn database((up, down, rows, _): Hidden) -> (Scratch, Migrations) {
        let db = Scratch::new(Dialect::Postgres);
        let chain = line(&[("0001", up, down)]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        db.connect().run(rows);
        (db, chain)
    }

    #[test]
    fn a_hidden_loss_is_refused_and_named() {
        for hidden in HIDDEN {
            let (db, chain) = database(hidden);
            let error = chain.on(&mut db.connect()).downgrade(&Target::Base).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::DataLoss, "{}: {error}", hidden.1);
            assert!(error.to_string().contains(hidden.3), "{}: {error}", hidden.1);
        }
    }

    #[test]
    fn a_hidden_loss_is_rolled_back() {
        for hidden in HIDDEN {
            let (db, chain) = database(hidden);
            let before = db.picture();
            chain.on(&mut db.connect()).downgrade(&Target::Base).unwrap_err();
            assert_eq!(db.picture(), before, "{}", hidden.1);
        }
    }

    #[test]
    fn a_hidden_loss_of_nothing_passes() {
        for (up, down, _, loss) in HIDDEN {
            let (db, chain) = database((up, down, "select 1", loss));
            let outcome = chain.on(&mut db.connect()).downgrade(&Target::Base);
            assert!(outcome.is_ok(), "{down}: {outcome:?}");
        }
    }

    #[test]
    fn a_hidden_loss_that_was_allowed_is_reported() {
        for hidden in HIDDEN {
            let (db, chain) = database(hidden);
            let report = chain.on(&mut db.connect()).allow_data_loss().downgrade(&Target::Base).unwrap();
            let losses: Vec<String> = report.losses.iter().map(ToString::to_string).collect();
            assert!(losses.contains(&hidden.3.to_owned()), "{}: {losses:?}", hidden.1);
        }
    }

    #[test]
    fn a_hidden_loss_that_was_allowed_is_named_before_it_is_committed() {
        for hidden in HIDDEN {
            let (db, chain) = database(hidden);
            let mut said = Vec::new();
            let mut observer = |notice: &Notice<'_>| match notice {
                Notice::Losing { losses } => said.extend(losses.iter().map(ToString::to_string)),
                Notice::Done { .. } => said.push("done".to_owned()),
                _ => {}
            };
            chain
                .on(&mut db.connect())
                .allow_data_loss()
                .observe(&mut observer)
                .downgrade(&Target::Base)
                .unwrap();
            let at = |what: &str| said.iter().position(|other| other == what);
            assert!(at(hidden.3).is_some() && at(hidden.3) < at("done"), "{}: {said:?}", hidden.1);
        }
    }

    #[test]
    fn a_hidden_loss_in_a_later_step_keeps_the_earlier_ones() {
        let db = Scratch::new(Dialect::Postgres);
        let chain = line(&[
            ("0001", A, "do $$ begin drop table a; end $$;"),
            ("0002", "create table b (id int);", "drop table b;"),
        ]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        db.connect().run(ROW);
        let error = chain.on(&mut db.connect()).downgrade(&Target::Base).unwrap_err();
        assert_eq!(ids(&error.progress().done), ["0002"]);
        assert_eq!(db.tables(), ["__hunter_ledger", "a"]);
    }

    #[test]
    fn a_table_renamed_in_one_step_and_dropped_in_the_next_is_found() {
        let db = Scratch::new(Dialect::Postgres);
        let chain =
            line(&[("0001", A, "drop table a0;"), ("0002", "select 1;", "alter table a rename to a0;")]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        db.connect().run(ROW);
        let error = chain.on(&mut db.connect()).downgrade(&Target::Base).unwrap_err();
        assert_eq!(error.to_string(), "this downgrade would lose table public.a0 with 1 row");
    }

    #[test]
    fn a_materialized_view_a_sequence_and_a_function_are_no_loss() {
        let db = Scratch::new(Dialect::Postgres);
        let up = "create table a (id int); create materialized view m as select * from a; create sequence s; \
                  create function f() returns int language sql as 'select 1';";
        let chain = line(&[("0001", up, "drop materialized view m; drop sequence s; drop function f();")]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        db.connect().run("insert into a values (1); refresh materialized view m");
        chain.on(&mut db.connect()).downgrade(&Target::Base).unwrap();
    }

    #[test]
    fn a_table_moved_to_another_schema_is_no_loss() {
        let db = Scratch::new(Dialect::Postgres);
        let chain =
            line(&[("0001", "create schema old; create table a (id int);", "alter table a set schema old;")]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        db.connect().run("insert into a values (1)");
        chain.on(&mut db.connect()).downgrade(&Target::Base).unwrap();
    }

    #[test]
    fn a_partition_that_is_detached_is_no_loss() {
        let db = Scratch::new(Dialect::Postgres);
        let up = "create table a (id int) partition by list (id); create table a1 partition of a for values in (1);";
        let chain = line(&[("0001", up, "alter table a detach partition a1;")]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        db.connect().run("insert into a values (1)");
        chain.on(&mut db.connect()).downgrade(&Target::Base).unwrap();
    }

    #[test]
    fn losses_are_counted_in_the_schema_the_caller_is_in() {
        let db = Scratch::new(Dialect::Postgres);
        let conn = &mut db.connect();
        conn.run("create schema app; create table public.a (id int); set search_path = app");
        let chain = line(&[
            ("0001", "create table a (id int);", "drop table a;"),
            ("0002", "select 1;", "select 1;"),
        ]);
        chain.on(conn).upgrade(Target::Head).unwrap();
        conn.run("insert into a values (1)");
        let error = chain.on(conn).downgrade(&Target::Base).unwrap_err();
        assert_eq!(error.to_string(), "this downgrade would lose table app.a with 1 row");
        chain.on(conn).downgrade(&target("0001")).unwrap();
    }
}
