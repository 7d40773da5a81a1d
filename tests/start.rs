//! A service that migrates itself at start: the library as a service calls it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use hunter_migrations::testing::Scratch;
use hunter_migrations::{ErrorKind, Migrations, Notice, Status, Target, embed_migrations};

/// Two values of the same chain, as two starts of a service have them.
static FIRST: Migrations = embed_migrations!("tests/chains/v1_1");
static SECOND: Migrations = embed_migrations!("tests/chains/v1_1");

fn a_second_start_does_nothing_and_unpacks_nothing(
    database: &Scratch,
    first: &Migrations,
    second: &Migrations,
) {
    let report = first.on(&mut database.connect()).upgrade(Target::Head).unwrap();
    assert_eq!(report.steps.len(), 4, "{report}");
    let mut connection = database.connect();
    let report = second.on(&mut connection).upgrade(Target::Head).unwrap();
    assert_eq!(report.to_string(), "nothing to do: the database is at f786f93501ea");
    assert_eq!(second.on(&mut connection).status().unwrap(), Status::AtHead);
    assert!(!second.is_unpacked(), "a start at head unpacked the chain");
}

mod sqlite {
    use hunter_chain::Dialect;

    use super::*;

    #[test]
    fn a_second_start_does_nothing_and_unpacks_nothing() {
        super::a_second_start_does_nothing_and_unpacks_nothing(
            &Scratch::new(Dialect::Sqlite),
            &FIRST,
            &SECOND,
        );
    }
}

mod postgres {
    use hunter_chain::Dialect;

    use super::*;

    static FIRST: Migrations = embed_migrations!("tests/chains/v1_1");
    static SECOND: Migrations = embed_migrations!("tests/chains/v1_1");

    #[test]
    fn a_second_start_does_nothing_and_unpacks_nothing() {
        super::a_second_start_does_nothing_and_unpacks_nothing(
            &Scratch::new(Dialect::Postgres),
            &FIRST,
            &SECOND,
        );
    }

    /// `-1` counts from what an operator saw; what happened while it waited is not what was meant.
    #[test]
    fn a_relative_downgrade_that_waited_for_another_one_reverts_nothing() {
        static CHAIN: Migrations = embed_migrations!("tests/chains/v1_1");
        let database = Scratch::new(Dialect::Postgres);
        CHAIN.on(&mut database.connect()).upgrade(Target::Head).unwrap();
        let (waits, waiting) = std::sync::mpsc::channel();
        let (start, may_start) = std::sync::mpsc::channel();
        let back = Target::Relative(-1);
        std::thread::scope(|scope| {
            let (database, back) = (&database, &back);
            let second = scope.spawn(move || {
                may_start.recv().unwrap();
                let mut tell = |notice: &Notice<'_>| {
                    if matches!(notice, Notice::Waiting { .. }) {
                        waits.send(()).unwrap();
                    }
                };
                CHAIN.on(&mut database.connect()).observe(&mut tell).downgrade(back)
            });
            let mut hold = |notice: &Notice<'_>| {
                if matches!(notice, Notice::Step { .. }) {
                    start.send(()).unwrap();
                    waiting.recv().unwrap();
                }
            };
            CHAIN.on(&mut database.connect()).observe(&mut hold).downgrade(back).unwrap();
            let refused = second.join().unwrap().unwrap_err();
            assert_eq!(refused.kind(), ErrorKind::State, "{refused}");
        });
        let current = CHAIN.on(&mut database.connect()).current().unwrap();
        assert_eq!(current.revisions[0].as_str(), "622ba66483b9");
    }
}
