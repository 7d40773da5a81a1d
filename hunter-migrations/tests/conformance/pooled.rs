//! A connection of the caller's own that goes through a pooler: nobody can look at it from beside, but the steps notice.

mod postgres {
    use diesel::Connection;
    use diesel::pg::PgConnection;
    use hunter_chain::Dialect;
    use hunter_migrations::testing::Scratch;
    use hunter_migrations::{ErrorKind, Migrations, Notice, Session, Target};

    use crate::support::{Ask, Database, line};

    fn two() -> Migrations {
        line(&[
            ("0001", "create table a (id int);", "drop table a;"),
            ("0002", "create table b (id int);", "drop table b;"),
        ])
    }

    fn through_the_pooler(db: &Scratch) -> PgConnection {
        let pooler = std::env::var("HUNTER_TEST_POOLER_URL")
            .unwrap_or_else(|_| panic!("HUNTER_TEST_POOLER_URL is not set: run `cargo xtask test`"));
        let url = format!("{}/{}", pooler.rsplit_once('/').unwrap().0, db.name());
        PgConnection::establish(&url).unwrap()
    }

    #[test]
    fn a_run_whose_session_goes_to_somebody_else_stops_and_leaves_no_guard_behind() {
        let db = Scratch::new(Dialect::Postgres);
        let mut other = Some(through_the_pooler(&db));
        let mut taken = None;
        let mut observer = |notice: &Notice<'_>| {
            // Two are all that there are, and the last one that was given back is the first one taken.
            if matches!(notice, Notice::Step { number: 2, .. }) {
                let mut other = other.take().unwrap();
                other.execute("begin; select 1").unwrap();
                taken = Some(std::thread::spawn(move || {
                    // As long as a transaction of an application may take.
                    std::thread::sleep(std::time::Duration::from_millis(500));
                }));
            }
        };
        let mut conn = through_the_pooler(&db);
        let outcome = two().on(&mut conn).observe(&mut observer).upgrade(Target::Head);
        taken.unwrap().join().unwrap();
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connection, "{error}");
        assert!(error.help().contains("direct URL"), "{}", error.help());
        let guards = "(select count(*) from pg_locks where locktype = 'advisory' \
            and database = (select oid from pg_database where datname = current_database()))";
        assert_eq!((&*db.connect().value(guards), db.events()), ("0", vec!["up 0001".to_owned()]));
    }
}
