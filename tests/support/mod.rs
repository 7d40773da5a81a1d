//! What the end-to-end tests share: the binaries run as a user runs them, databases read past Hunter, comparisons.
//!
//! Nothing in here uses the library but for connections and scratch databases: what it claims is what is tested.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "each test target has its own copy of this module and uses a part of it"
)]

pub(crate) mod binary;
pub(crate) mod catalog;
pub(crate) mod database;
pub(crate) mod difference;
pub(crate) mod facts;
pub(crate) mod proxy;
pub(crate) mod rebuild;
pub(crate) mod server;
pub(crate) mod wire;

/// Makes a test of each function twice, with a fresh database: in a module `postgres` and in one `sqlite`.
macro_rules! on_both {
    ($($test:ident),+ $(,)?) => {
        mod postgres {
            $(#[test] fn $test() { super::$test(&$crate::support::database::postgres()) })+
        }
        mod sqlite {
            $(#[test] fn $test() { super::$test(&$crate::support::database::sqlite()) })+
        }
    };
}
pub(crate) use on_both;
