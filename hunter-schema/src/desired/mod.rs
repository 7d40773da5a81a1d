//! Diesel's `src/schema.rs` beside a schema, and the schema that it asks for.
//!
//! ```text
//! text ─source (grammar, imports, custom)─► names looked up (schema, types) ─► DieselSchema
//! DieselSchema, Snapshot ─found (postgres, sqlite)─► what is apart ─┬─► Disagreement, in words
//!                                                                   └─change─► the desired Snapshot
//! ```
//!
//! Responsible for what Diesel means by its types. A `schema.rs` says little of a schema, so the rest stays as it is: the
//! two agree where Diesel could have written the one from the other. Told and carried out are the same findings.

mod builtin;
mod change;
mod custom;
mod disagreement;
mod found;
mod grammar;
mod head;
mod imports;
mod make;
mod names;
mod postgres;
mod remove;
mod rowid;
mod schema;
mod source;
mod sqlite;
mod types;

pub use change::desired;
pub use disagreement::{Disagreement, disagreements};
pub use schema::{BadSchemaRs, DieselColumn, DieselJoin, DieselSchema, DieselTable};
pub use types::DieselType;

#[cfg(test)]
mod tests;
