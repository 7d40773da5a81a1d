//! After every kind of failure the caller's connection is as it was: no transaction, no lock, its settings, and it works.

macro_rules! clean {
    ($connection:ty, $dialect:expr, $settings:expr, $failures:expr) => {
        /// What is in the way of a run, and the run that fails.
        type Failure = (&'static str, fn(&Scratch) -> Vec<Conn>, fn(&Scratch, &mut $connection) -> Error);

        fn connect(db: &Scratch) -> $connection {
            <$connection>::establish(db.url().trim_start_matches("sqlite:")).unwrap()
        }

        #[test]
        fn the_connection_is_clean_after_every_kind_of_failure() {
            let failures: &[Failure] = $failures;
            for (kind, prepare, fail) in failures {
                let db = &Scratch::new($dialect);
                let in_the_way = prepare(db);
                let conn = &mut connect(db);
                conn.run($settings);
                let before = Watch::on(conn, db);
                let error = fail(db, conn);
                drop(in_the_way);
                assert_eq!(Watch::on(conn, db), before, "{kind}: {error}");
                // Diesel counts transactions itself: one of its own must begin, and be one.
                let count: diesel::QueryResult<usize> = conn.transaction(|conn| {
                    conn.batch_execute("create table mine (id int)")?;
                    diesel::sql_query("insert into mine values (1)").execute(conn)
                });
                assert_eq!((count, db.connect().count("mine")), (Ok(1), "1".to_owned()), "{kind}: {error}");
            }
        }
    };
}

/// What fails is of the kind that the table says.
#[track_caller]
fn of(
    kind: hunter_migrations::ErrorKind,
    outcome: Result<hunter_migrations::Report, hunter_migrations::Error>,
) -> hunter_migrations::Error {
    let error = outcome.unwrap_err();
    assert_eq!(error.kind(), kind, "{error}");
    error
}

const A: (&str, &str, &str) = ("0001", "create table a (id int);", "drop table a;");

/// A chain of `A` and a second revision, which a database has up to the first.
fn second(
    db: &hunter_migrations::testing::Scratch,
    metadata: &str,
    up: &str,
) -> hunter_migrations::Migrations {
    use crate::support::{declared, target};
    let chain = declared(&[(A.0, "", A.1, A.2), ("0002", metadata, up, "select 1;")]);
    chain.on(&mut db.connect()).upgrade(target("0001")).unwrap();
    chain
}

mod postgres {
    use std::time::Duration;

    use diesel::connection::SimpleConnection;
    use diesel::{Connection, PgConnection, RunQueryDsl};
    use hunter_chain::Dialect;
    use hunter_migrations::testing::Scratch;
    use hunter_migrations::{Error, ErrorKind, OnBusy, Proof, Target};

    use super::{A, of, second};
    use crate::support::{Ask, Conn, Role, Watch, line, proved, target};

    const SHORT: Duration = Duration::from_millis(100);

    clean! {
        PgConnection, Dialect::Postgres,
        "set statement_timeout = '41s'; set lock_timeout = '42s'; set search_path = public, pg_temp; set time zone 'Asia/Tokyo'",
        &[
            ("a script's error", |_| vec![], |db, conn| {
                of(ErrorKind::Script, second(db, "", "set search_path = x; select 1 / (select 0);").on(conn).upgrade(Target::Head))
            }),
            ("a lock that is not to be had", |db| {
                second(db, "", "select 1;");
                let mut holder = db.connect();
                holder.run("begin; lock table a in access exclusive mode");
                vec![holder]
            }, |db, conn| {
                let chain = second(db, "", "alter table a add column b int;");
                of(ErrorKind::Busy, chain.on(conn).lock_timeout(SHORT).lock_wait(2 * SHORT).upgrade(Target::Head))
            }),
            ("a missing right", |db| {
                second(db, "", "select 1;");
                vec![]
            }, |db, conn| {
                let role = Role::new(db, "reader", "");
                db.connect().run(&format!("grant select on __hunter_ledger to {}", role.name));
                conn.run(&format!("set role {}", role.name));
                let watched = Watch::on(conn, db);
                let error = of(ErrorKind::MissingRight, second(db, "", "select 1;").on(conn).upgrade(Target::Head));
                assert_eq!(Watch::on(conn, db), watched);
                conn.run("reset role");
                error
            }),
            ("a right that a script lacks", |db| {
                second(db, "", "select 1;");
                vec![]
            }, |db, conn| {
                let role = Role::new(db, "writer", "");
                db.connect().run(&format!("grant all on __hunter_ledger to {}", role.name));
                conn.run(&format!("set role {}", role.name));
                let chain = second(db, "", "set statement_timeout = 0; drop table a;");
                let error = chain.on(conn).upgrade(Target::Head).unwrap_err();
                conn.run("reset role");
                error
            }),
            ("a loss that nobody allowed", |_| vec![], |db, conn| {
                let chain = second(db, "", "select 1;");
                db.connect().run("insert into a values (1)");
                of(ErrorKind::DataLoss, chain.on(conn).downgrade(&Target::Base))
            }),
            ("a loss that a script hid", |_| vec![], |db, conn| {
                let chain = line(&[("0001", "create table a (id int);", "do $$ begin execute 'drop table ' || 'a'; end $$;")]);
                chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
                db.connect().run("insert into a values (1)");
                of(ErrorKind::DataLoss, chain.on(conn).downgrade(&Target::Base))
            }),
            ("a step that was proved otherwise", |_| vec![], |db, conn| {
                let chain = proved(db, &[("0001_a/up.sql", "create table if not exists a (id int);"), ("0001_a/down.sql", A.2)]);
                db.connect().run("create table a (other text)");
                of(ErrorKind::Script, chain.on(conn).proof(Proof::Step).upgrade(Target::Head))
            }),
            ("a run that was proved otherwise", |_| vec![], |db, conn| {
                let chain = proved(db, &[("0001_a/up.sql", "create table if not exists a (id int);"), ("0001_a/down.sql", A.2)]);
                db.connect().run("create table a (other text)");
                of(ErrorKind::Drift, chain.on(conn).upgrade(Target::Head))
            }),
            ("a guard that is another's", |_| vec![], |db, conn| {
                let (chain, mut error) = (line(&[A]), None);
                let mut observer = |_: &hunter_migrations::Notice<'_>| {
                    let outcome = line(&[A]).on(conn).on_busy(OnBusy::Fail).upgrade(Target::Head);
                    error.get_or_insert_with(|| of(ErrorKind::Busy, outcome));
                };
                chain.on(&mut db.connect()).observe(&mut observer).upgrade(Target::Head).unwrap();
                error.unwrap()
            }),
            ("a guard that got lost", |_| vec![], |db, conn| {
                db.connect().run("select 1");
                let chain = line(&[("0001", "select pg_advisory_unlock_all();", "select 1;"), ("0002", "select 1;", "select 1;")]);
                of(ErrorKind::Connection, chain.on(conn).upgrade(Target::Head))
            }),
            ("a COPY from the client", |_| vec![], |db, conn| {
                of(ErrorKind::Script, second(db, "", "copy a from stdin;").on(conn).upgrade(Target::Head))
            }),
            ("a script that ends its transaction", |_| vec![], |db, conn| {
                of(ErrorKind::Script, second(db, "", "set time zone 'UTC'; commit;").on(conn).upgrade(Target::Head))
            }),
            ("a script that ends its transaction and begins another", |_| vec![], |db, conn| {
                of(ErrorKind::Script, second(db, "", "commit; begin; set work_mem = '9MB';").on(conn).upgrade(Target::Head))
            }),
            ("a statement that takes too long", |_| vec![], |db, conn| {
                let chain = second(db, "statement_timeout = \"50ms\"", "select pg_sleep(30);");
                of(ErrorKind::Script, chain.on(conn).upgrade(Target::Head))
            }),
            ("a target that leads nowhere", |_| vec![], |db, conn| {
                of(ErrorKind::Target, second(db, "", "select 1;").on(conn).upgrade(target("nowhere")))
            }),
            ("a statement outside of a transaction", |_| vec![], |db, conn| {
                let chain = second(db, "run_in_transaction = false", "set work_mem = '9MB'; vacuum a; select 1 / (select 0);");
                of(ErrorKind::Script, chain.on(conn).upgrade(Target::Head))
            }),
        ]
    }
}

mod sqlite {
    use std::time::Duration;

    use diesel::connection::SimpleConnection;
    use diesel::{Connection, RunQueryDsl, SqliteConnection};
    use hunter_chain::Dialect;
    use hunter_migrations::testing::Scratch;
    use hunter_migrations::{Error, ErrorKind, Proof, Target};

    use super::{A, of, second};
    use crate::support::{Ask, Conn, Watch, line, proved, target};

    clean! {
        SqliteConnection, Dialect::Sqlite, "pragma foreign_keys = on; pragma busy_timeout = 1234",
        &[
            ("a script's error", |_| vec![], |db, conn| {
                let up = "pragma busy_timeout = 5; create table b (id int); drop table a; alter table b rename to a; select * from nowhere;";
                of(ErrorKind::Script, second(db, "", up).on(conn).upgrade(Target::Head))
            }),
            ("another writer", |db| {
                second(db, "", "select 1;");
                vec![]
            }, |db, conn| {
                let chain = second(db, "", "select 1;");
                let mut writer = db.connect();
                writer.run("begin immediate");
                of(ErrorKind::Busy, chain.on(conn).lock_wait(Duration::from_millis(100)).upgrade(Target::Head))
            }),
            ("a file that may not be written", |_| vec![], |db, conn| {
                let chain = second(db, "", "select 1;");
                conn.run("pragma query_only = on");
                let error = chain.on(conn).upgrade(Target::Head).unwrap_err();
                conn.run("pragma query_only = off");
                error
            }),
            ("a loss that nobody allowed", |_| vec![], |db, conn| {
                let chain = second(db, "", "select 1;");
                db.connect().run("insert into a values (1)");
                of(ErrorKind::DataLoss, chain.on(conn).downgrade(&Target::Base))
            }),
            ("a row that points nowhere", |_| vec![], |db, conn| {
                let up = "create table p (id integer primary key); create table c (p int references p); insert into c values (7); \
                          create table q (id integer primary key); drop table p; alter table q rename to p;";
                second(db, "", up).on(conn).upgrade(Target::Head).unwrap_err()
            }),
            ("a step that was proved otherwise", |_| vec![], |db, conn| {
                let chain = proved(db, &[("0001_a/up.sql", "create table if not exists a (id int);"), ("0001_a/down.sql", A.2)]);
                db.connect().run("create table a (other text)");
                of(ErrorKind::Script, chain.on(conn).proof(Proof::Step).upgrade(Target::Head))
            }),
            ("a script that ends its transaction", |_| vec![], |db, conn| {
                of(ErrorKind::Script, second(db, "", "create table b (id int); commit;").on(conn).upgrade(Target::Head))
            }),
            ("a script that begins another", |_| vec![], |db, conn| {
                of(ErrorKind::Script, second(db, "", "commit; begin; create table b (id int);").on(conn).upgrade(Target::Head))
            }),
            ("a target that leads nowhere", |_| vec![], |db, conn| {
                of(ErrorKind::Target, second(db, "", "select 1;").on(conn).upgrade(target("nowhere")))
            }),
            ("a statement outside of a transaction", |_| vec![], |db, conn| {
                let chain = second(db, "run_in_transaction = false", "pragma foreign_keys = off; vacuum; select * from nowhere;");
                of(ErrorKind::Script, chain.on(conn).upgrade(Target::Head))
            }),
            ("a first revision that fails", |_| vec![], |_, conn| {
                of(ErrorKind::Script, line(&[("0001", "select * from nowhere;", "select 1;")]).on(conn).upgrade(Target::Head))
            }),
        ]
    }
}
