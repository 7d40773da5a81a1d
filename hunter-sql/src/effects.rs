//! The statements whose effects a migration runner wants to know about before it sends them.
//!
//! Responsible for recognising them by their words. These are hints: what is read is text, not meaning. Nothing
//! inside a `DO` block, a function, a trigger, dynamic SQL or MySQL's executable comments is seen; nor is what
//! the server does on its own, such as the tables a `DROP SCHEMA … CASCADE` takes along, or MySQL's implicit
//! commits. Whether the named thing exists, and which schema an unqualified name means, only the real catalog
//! knows.

mod acting;
mod beyond;
mod client_command;
mod client_copy;
mod cursor;
mod destroys;
mod drops;
mod enum_values;
mod locks;
mod makes;
mod mentions;
mod name;
mod outside;
mod pragma;
mod removes;
mod renames;
mod settings;
mod summary;
mod transaction;
mod unsettles;

pub use acting::{Acting, acting};
pub use beyond::reaches_beyond;
pub use client_command::client_command;
pub use client_copy::client_copy;
pub use destroys::{Destroyed, Lost, destroys};
pub use drops::{Dropped, drops};
pub use enum_values::{EnumValue, enum_values_used};
pub use locks::{LockMode, LockWork, Locks, locks};
pub use makes::{defines, makes};
pub use name::Name;
pub use outside::{Outside, Settles, outside_statements, outside_transaction};
pub use pragma::foreign_key_switches;
pub use removes::{Made, Removed, is_name, removes};
pub use renames::{Renamed, renames};
pub use settings::may_change_settings;
pub use summary::summary;
pub use transaction::{Control, control, transaction_control};
pub use unsettles::unsettles;
