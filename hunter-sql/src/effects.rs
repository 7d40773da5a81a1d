//! The statements whose effects a migration runner wants to know about before it sends them.
//!
//! Responsible for recognising them by their words. These are hints: what is read is text, not meaning. Nothing
//! inside a `DO` block, a function, a trigger, dynamic SQL or MySQL's executable comments is seen; nor is what
//! the server does on its own, such as the tables a `DROP SCHEMA … CASCADE` takes along, or MySQL's implicit
//! commits. Whether the named thing exists, and which schema an unqualified name means, only the real catalog
//! knows.

mod client_command;
mod client_copy;
mod cursor;
mod drops;
mod name;
mod settings;
mod transaction;

pub use client_command::client_command;
pub use client_copy::client_copy;
pub use drops::{Dropped, drops};
pub use name::Name;
pub use settings::may_change_settings;
pub use transaction::transaction_control;
