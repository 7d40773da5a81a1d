//! Inside a transaction of the caller nothing is run: steps commit their own.

macro_rules! inside {
    ($connection:ty, $dialect:expr) => {
        use diesel::connection::SimpleConnection;
        use diesel::{Connection, RunQueryDsl};
        use hunter_migrations::testing::Scratch;
        use hunter_migrations::{Error, ErrorKind, Migrations, Target};

        use crate::support::{Database, line};

        fn one() -> Migrations {
            line(&[("0001", "create table a (id int);", "drop table a;")])
        }

        fn connect(db: &Scratch) -> $connection {
            <$connection>::establish(db.url().trim_start_matches("sqlite:")).unwrap()
        }

        /// What something comes to inside a transaction that the caller then commits.
        fn inside(
            db: &Scratch,
            what: impl FnOnce(&mut $connection) -> Result<(), Error>,
        ) -> Result<(), Error> {
            let mut outcome = None;
            let committed = connect(db).transaction(|conn| {
                conn.batch_execute("create table mine (id int)")?;
                outcome = Some(what(conn));
                diesel::sql_query("insert into mine values (1)").execute(conn)
            });
            assert_eq!(committed, Ok(1), "the caller's transaction goes on");
            outcome.unwrap()
        }

        #[test]
        fn an_upgrade_inside_a_transaction_is_refused() {
            let db = &Scratch::new($dialect);
            let error = inside(db, |conn| one().on(conn).upgrade(Target::Head).map(drop)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::State);
            assert_eq!(db.tables(), ["mine"]);
        }

        #[test]
        fn a_downgrade_inside_a_transaction_is_refused() {
            let db = &Scratch::new($dialect);
            one().on(&mut connect(db)).upgrade(Target::Head).unwrap();
            let error = inside(db, |conn| one().on(conn).downgrade(&Target::Base).map(drop)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::State);
            assert_eq!(db.events(), ["up 0001"]);
        }

        #[test]
        fn a_repair_inside_a_transaction_is_refused() {
            let db = &Scratch::new($dialect);
            one().on(&mut connect(db)).upgrade(Target::Head).unwrap();
            let error = inside(db, |conn| one().on(conn).repair().map(drop)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::State);
            assert_eq!(db.events(), ["up 0001"]);
        }

        #[test]
        fn a_stamp_inside_a_transaction_is_refused() {
            let db = &Scratch::new($dialect);
            let error = inside(db, |conn| {
                one().on(conn).unverified("the test says so").stamp(&[Target::Head]).map(drop)
            })
            .unwrap_err();
            assert_eq!(error.kind(), ErrorKind::State);
            assert_eq!(db.tables(), ["mine"]);
        }

        #[test]
        fn the_ledger_is_not_created_inside_a_transaction() {
            let db = &Scratch::new($dialect);
            let error = inside(db, |conn| one().on(conn).ensure().map(drop)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::State);
            assert_eq!(db.tables(), ["mine"]);
        }

        #[test]
        fn a_refusal_inside_a_savepoint_leaves_the_outer_transaction() {
            let db = &Scratch::new($dialect);
            let outcome = inside(db, |conn| {
                let mut inner = Ok(());
                let done: diesel::QueryResult<()> = conn.transaction(|conn| {
                    inner = one().on(conn).upgrade(Target::Head).map(drop);
                    Ok(())
                });
                done.unwrap();
                inner
            });
            assert_eq!(outcome.unwrap_err().kind(), ErrorKind::State);
        }

        #[test]
        fn the_status_may_be_read_inside_a_transaction() {
            let db = &Scratch::new($dialect);
            inside(db, |conn| one().on(conn).status().map(drop)).unwrap();
        }

        #[test]
        fn a_transaction_of_the_caller_works_after_a_run() {
            let (db, chain) = (&Scratch::new($dialect), one());
            let conn = &mut connect(db);
            chain.on(conn).upgrade(Target::Head).unwrap();
            let count: diesel::QueryResult<usize> =
                conn.transaction(|conn| diesel::sql_query("insert into a values (1)").execute(conn));
            assert_eq!(count, Ok(1));
        }
    };
}

mod postgres {
    inside!(diesel::PgConnection, hunter_chain::Dialect::Postgres);
}

mod sqlite {
    inside!(diesel::SqliteConnection, hunter_chain::Dialect::Sqlite);
}
