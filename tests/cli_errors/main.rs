//! What goes wrong before anything is done: each failure is one clear line, one line with the remedy, an exit code, and
//! no secret.
//!
//! Responsible for the words a user sees first. Refusals in the middle of a plan are in `plan`.

#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod place;
mod postgres;
mod refusal;
mod sqlite;
mod usage;
