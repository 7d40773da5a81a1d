//! A run among others: signals, sessions that are in the way, poolers. Real processes on real servers.

#![cfg(test)]

mod interrupted;
mod pooler;
mod process;
mod waiting;
