//! What every test here stands on: chains from text, databases that answer, a watch on the caller's connection.

pub(crate) mod chain;
pub(crate) mod database;
pub(crate) mod watch;

pub(crate) use chain::{changed, declared, ids, line, proved, target, tree};
pub(crate) use database::{Ask, Conn, Database, Role, newer, wait_until};
pub(crate) use watch::Watch;

/// Tests that hold on every database: each becomes one in `on::postgres` and one in `on::sqlite`.
macro_rules! conformance {
    ($($(#[$meta:meta])* fn $name:ident($db:ident: &Scratch) $body:block)+) => {
        $($(#[$meta])* fn $name($db: &hunter_migrations::testing::Scratch) $body)+

        mod on {
            mod postgres {
                use hunter_chain::Dialect;
                use hunter_migrations::testing::Scratch;

                $(#[test] fn $name() { super::super::$name(&Scratch::new(Dialect::Postgres)); })+
            }

            mod sqlite {
                use hunter_chain::Dialect;
                use hunter_migrations::testing::Scratch;

                $(#[test] fn $name() { super::super::$name(&Scratch::new(Dialect::Sqlite)); })+
            }
        }
    };
}
