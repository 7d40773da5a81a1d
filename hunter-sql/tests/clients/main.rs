//! What `split` says, held against what each server's own client really sends to its server.
//!
//! `cargo xtask test` starts the servers and has the clients; each corpus is in the `scripts.rs` of a dialect, together with
//! the differences that are meant.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod compare;
mod mariadb;
mod postgres;
mod sqlite;
#[path = "../../../tests/support/wire.rs"]
#[allow(dead_code, reason = "the end-to-end tests share it, and use more of it")]
mod wire;
