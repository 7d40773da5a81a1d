//! A service that migrates itself at start: the library as a service calls it.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{Migrations, Status, Target, embed_migrations};

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
}
