//! SQLite's `PRAGMA foreign_keys`, which does nothing inside of a transaction and says nothing about it.
//!
//! Responsible for finding where a script sets it; asking for it is harmless.

use std::ops::Range;

use super::cursor::Cursor;
use super::mentions::mentions;
use crate::{Dialect, Statement, split};

/// The statements that switch foreign keys on or off. A hint which reads text, not meaning: see [`crate::effects`].
///
/// ```
/// use hunter_sql::{Dialect, foreign_key_switches};
///
/// assert_eq!(foreign_key_switches(Dialect::Sqlite, "PRAGMA foreign_keys = OFF; SELECT 1;"), [0..25]);
/// assert_eq!(foreign_key_switches(Dialect::Sqlite, "PRAGMA foreign_keys;"), []);
/// ```
pub fn foreign_key_switches(dialect: Dialect, script: &str) -> Vec<Range<usize>> {
    if dialect != Dialect::Sqlite || !mentions(script, &["foreign_keys"]) {
        return Vec::new();
    }
    let switches = |statement: &Statement<'_>| {
        let mut cursor = Cursor::new(dialect, statement);
        cursor.keywords(&["PRAGMA"])
            && cursor.name().is_some_and(|name| name.name.eq_ignore_ascii_case("foreign_keys"))
            && !cursor.is_at_end()
    };
    split(dialect, script).iter().filter(|statement| switches(statement)).map(Statement::range).collect()
}
