//! The oath of the schema diff: what it generates leads from one schema to the other, and back.
//!
//! ```text
//! build `before` ─► run the generated statements = `after` ─► generate again = nothing
//!                                                  │
//!                   run the generated way back     ▼
//! `before`, with its rows ◄──────────────────── `after`
//! ```
//!
//! `stories/` holds a case a file ([`story`]), `random` makes cases up ([`random`]); [`oath`] takes the steps, in a
//! [`place`]. With `UPDATE_STORIES=1` the generated scripts are written into the stories.

#![cfg(test)]

mod oath;
mod place;
mod random;
mod report;
mod sabotage;
mod sqlite_rows;
mod story;

mod postgres;
mod sqlite;
mod stories;
