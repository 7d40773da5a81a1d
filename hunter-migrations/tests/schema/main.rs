//! What a snapshot of a real database promises: it tells every difference, and nothing that is none.
//!
//! ```text
//! kitchen: one schema with everything ─► support::read ─► Snapshot
//! changes: kitchen + a change         ─► exactly the words for it
//! equals:  two texts, one schema      ─► no words
//! chains:  each revision up and down  ─► the snapshot before
//! ```

#![cfg(test)]

mod support;

mod chains;
mod changes;
mod equals;
mod facts;
mod postgres;
