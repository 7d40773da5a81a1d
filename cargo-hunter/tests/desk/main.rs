//! `cargo hunter revision`, `merge`, `rebase`, `down` and `dev`: what is written into a project's folder, and what is refused.
//!
//! A test has a project of its own, and runs the command as a developer does: in its folder, without a terminal. What
//! needs a PostgreSQL server stands in a module of that name.

#![cfg(test)]

mod autogenerate;
mod blank;
mod branches;
mod codify;
mod definitions;
mod deploy;
mod dev;
mod down;
mod measured;
mod placed;
mod project;
mod recreated;
mod renames;
mod sources;
mod squash;
mod squash_stopped;
mod transcript;
