//! What the catalogs of the databases say, in rows of the one shape.
//!
//! Responsible for the queries, and for what a catalog only tells as text. Pure: who sends a query is not known here.

pub mod postgres;
pub mod sqlite;
