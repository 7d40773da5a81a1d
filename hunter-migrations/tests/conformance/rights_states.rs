//! A role that may read the ledger and nothing else is told every state of a database, and leaves no trace.

mod postgres {
    use hunter_chain::Dialect;
    use hunter_migrations::testing::Scratch;
    use hunter_migrations::{Migrations, Target};

    use crate::support::{Ask, Conn, Database, Role, Watch, declared, line, proved, target};

    const A: (&str, &str, &str) = ("0001", "create table a (id int);", "drop table a;");
    const B: (&str, &str, &str) = ("0003", "create table b (id int);", "drop table b;");

    fn up(db: &Scratch, chain: &Migrations, to: &str) {
        chain.on(&mut db.connect()).upgrade(target(to)).unwrap();
    }

    /// The next release has one more revision, with this metadata.
    fn newer(metadata: &str) -> Migrations {
        declared(&[
            (A.0, "", A.1, A.2),
            (B.0, "", B.1, B.2),
            ("0005", metadata, "create table c (id int);", "drop table c;"),
        ])
    }

    /// A state's word, and how a database comes to be in it for the chain of `A` and `B`.
    type State = (&'static str, fn(&Scratch));

    const STATES: [State; 10] = [
        ("empty", |_| {}),
        ("unversioned", |db| db.connect().run("create table stranger (id int)")),
        ("behind", |db| up(db, &line(&[A, B]), "0001")),
        ("at-head", |db| up(db, &line(&[A, B]), "head")),
        ("gap", |db| up(db, &line(&[B]), "head")),
        ("ahead-compatible", |db| up(db, &newer("compatible_with_previous_binary = true"), "head")),
        ("ahead-incompatible", |db| up(db, &newer(""), "head")),
        ("diverged", |db| {
            up(db, &line(&[A, ("0002", "create table d (id int);", "drop table d;")]), "head");
        }),
        ("in-progress", |db| {
            let piecemeal = "run_in_transaction = false";
            let chain = declared(&[(A.0, "", A.1, A.2), (B.0, piecemeal, "vacuum; select 1 / 0;", B.2)]);
            chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        }),
        ("modified", |db| up(db, &line(&[("0001", "create table a (id bigint);", A.2), B]), "head")),
    ];

    /// Somebody who may read the ledger, where there is one, and has no right of the usual ones.
    fn reader(db: &Scratch) -> Role<'_> {
        let role = Role::new(db, "reader", "");
        db.connect().run(
            "revoke all on schema public from public; revoke temporary on database $ from public"
                .replace('$', db.name())
                .as_str(),
        );
        db.connect().run(&format!("grant usage on schema public to {}", role.name));
        if db.tables().iter().any(|table| table == "__hunter_ledger") {
            db.connect().run(&format!("grant select on __hunter_ledger to {}", role.name));
        }
        role
    }

    /// What a question leaves behind: nothing, and it needs no lock of ours.
    #[track_caller]
    fn asks<T>(db: &Scratch, role: &Role<'_>, ask: impl FnOnce(&mut Conn) -> T) -> T {
        let (mut holder, conn) = (db.connect(), &mut role.connect());
        let before = (db.picture(), Watch::on(conn, db));
        // Nobody else can write the ledger or take a lock of any of our kinds meanwhile, and the question is answered.
        if db.tables().iter().any(|table| table == "__hunter_ledger") {
            holder.run("begin; lock table __hunter_ledger in exclusive mode");
        }
        conn.run("set statement_timeout = '20s'; set default_transaction_read_only = on");
        let answer = ask(conn);
        conn.run("reset statement_timeout; reset default_transaction_read_only");
        drop(holder);
        assert_eq!((db.picture(), Watch::on(conn, db)), before);
        answer
    }

    #[test]
    fn a_role_that_may_only_select_is_told_each_state() {
        for (word, bring) in STATES {
            let db = &Scratch::new(Dialect::Postgres);
            bring(db);
            let (role, chain) = (reader(db), line(&[A, B]));
            let status = asks(db, &role, |conn| chain.on(conn).status());
            let status = status.unwrap_or_else(|error| panic!("{word}: {error}"));
            assert_eq!(status.as_str(), word);
            assert_eq!(status, chain.on(&mut db.connect()).status().unwrap(), "{word}");
        }
    }

    #[test]
    fn a_role_that_may_only_select_is_told_what_drifted() {
        let db = &Scratch::new(Dialect::Postgres);
        let files = [("0001_a/up.sql", A.1), ("0001_a/down.sql", A.2)];
        let chain = proved(db, &files);
        up(db, &chain, "head");
        let role = reader(db);
        let drift = asks(db, &role, |conn| chain.on(conn).drift().unwrap());
        assert!(drift.is_none(), "{drift:?}");
        db.connect().run("alter table a add column by_hand int");
        let drift = asks(db, &role, |conn| chain.on(conn).drift().unwrap());
        let found: Vec<String> = drift.differences.iter().map(ToString::to_string).collect();
        assert_eq!(found, ["column public.a.by_hand is not expected"]);
    }

    #[test]
    fn a_role_that_may_only_select_starts_at_head_and_nowhere_else() {
        for (word, bring) in STATES {
            let db = &Scratch::new(Dialect::Postgres);
            bring(db);
            let role = reader(db);
            let outcome = asks(db, &role, |conn| line(&[A, B]).on(conn).upgrade(Target::Head).map(drop));
            let is_start = matches!(word, "at-head" | "ahead-compatible");
            assert_eq!(outcome.is_ok(), is_start, "{word}: {outcome:?}");
        }
    }
}
