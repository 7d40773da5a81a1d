//! Hunter's migration plan, line by line: every command of it on both databases, as its operators type it.
//!
//! Responsible for what a command prints where, with which exit code, and for what it leaves in the database. The schema
//! itself is compared in `facts`, failures to connect are in `cli_errors`.

#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod adopt;
mod backup;
mod check;
mod current;
mod default_database;
mod deploy;
mod downgrade;
mod drift_sql;
mod full_disk;
mod graph;
mod json;
mod loss;
mod offline;
mod older;
mod plan_command;
mod policies;
mod preflight;
mod progress;
mod proof;
mod repair;
mod stamp;
mod starters;
mod upgrade;
mod verify;
mod wait;
