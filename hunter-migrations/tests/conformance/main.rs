//! What the runner promises, on real databases: each promise is a test that fails when the promise is broken.
//!
//! A test of a promise that every database keeps is written once, in [`conformance!`], and runs on each of them; what
//! only one of them has stands in a module of that one's name. A test works on a database of its own. Nothing waits
//! for time to pass: whoever waits for another session asks the database, and gives up at a deadline.
//!
//! ```text
//! support::chain ─► Migrations ─on(connection)─► what is promised
//! support::database ─► a scratch database, asked past the runner
//! support::watch ─► the caller's connection before and after
//! ```

#![cfg(test)]

#[macro_use]
mod support;

mod acts;
mod acts_server;
mod adopt;
mod adopt_histories;
mod backup;
mod busy;
mod checks;
mod checks_server;
mod clean;
mod commuting;
mod concurrency;
mod drift;
mod failure;
mod failure_places;
mod from_ledger;
mod from_ledger_checks;
mod graph;
mod guard;
mod hooks;
mod inside;
mod interrupt;
mod late;
mod ledger;
mod ledger_rights;
mod ledger_walks;
mod locks;
mod locks_told;
mod losses;
mod losses_hidden;
mod losses_names;
mod names;
mod offline;
mod pieces;
mod pieces_server;
mod places;
mod pooled;
mod preflight;
mod progress;
mod proof;
mod readiness;
mod rebuild;
mod recreate;
mod repair;
mod replaced;
mod rights;
mod rights_states;
mod settings;
mod settings_caller;
mod status;
mod status_newer;
mod transaction;
mod transaction_server;
mod unproved;
mod verify;
