//! What production does to a migration tool, done on purpose: a hundred starts at once, kills at any moment, lost
//! sessions, readers that do not go. Real processes on real servers.
//!
//! Responsible for outcomes: everybody ends, everything ran once, nobody typed SQL. How often each is done is `counts`'.

#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod at_head;
mod beside;
mod counts;
mod fresh_file;
mod index;
mod killed;
mod lost;
mod process;
mod random;
mod readers;
mod start;
