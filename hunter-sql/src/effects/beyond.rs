//! What reaches beyond the database: roles, databases and settings of the whole server, programs of its machine.
//!
//! Responsible for telling before such a statement runs where nothing but one database may change. SQLite has no such thing
//! but other files.

use super::cursor::Cursor;
use crate::{Dialect, Statement};

/// Whether a statement changes, or may change, more than the database it runs in. A hint which reads text, not meaning: see
/// [`crate::effects`].
///
/// ```
/// use hunter_sql::{Dialect, reaches_beyond, split};
///
/// let script = "CREATE ROLE app; CREATE TABLE role (id int);";
/// let beyond: Vec<bool> = split(Dialect::Postgres, script)
///     .iter()
///     .map(|statement| reaches_beyond(Dialect::Postgres, statement))
///     .collect();
/// assert_eq!(beyond, [true, false]);
/// ```
pub fn reaches_beyond(dialect: Dialect, statement: &Statement<'_>) -> bool {
    let mut cursor = Cursor::new(dialect, statement);
    if dialect == Dialect::Sqlite {
        return cursor.keywords(&["ATTACH"]) || cursor.keywords(&["VACUUM"]) && cursor.holds("INTO");
    }
    if cursor.keywords(&["COPY"]) {
        return cursor.holds("PROGRAM");
    }
    if cursor.keywords(&["ALTER", "SYSTEM"]) || cursor.keywords(&["SET", "GLOBAL"]) {
        return true;
    }
    cursor.one_of(&["CREATE", "ALTER", "DROP"])
        && cursor.one_of(&["ROLE", "USER", "GROUP", "DATABASE", "TABLESPACE", "SUBSCRIPTION"])
        // `CREATE USER MAPPING` belongs to the database.
        && !cursor.is_next("MAPPING")
}

#[cfg(test)]
mod tests {
    use super::reaches_beyond;
    use crate::{Dialect, split};

    #[test]
    fn what_reaches_beyond_is_told_and_what_only_looks_like_it_is_not() {
        for (sql, is) in [
            ("create role app", true),
            ("/* a */ alter user app password 'x'", true),
            ("drop database d", true),
            ("alter database d set work_mem = '1MB'", true),
            ("create tablespace t location '/x'", true),
            ("alter system set a = 1", true),
            ("copy t from program 'ls'", true),
            ("create user mapping for app server s", false),
            ("copy t from '/x'", false),
            ("create table users (role text)", false),
            ("grant app to other", false),
            ("alter role_table add a int", false),
        ] {
            assert_eq!(reaches_beyond(Dialect::Postgres, &split(Dialect::Postgres, sql)[0]), is, "{sql}");
        }
        for (sql, is) in [("attach 'x' as y", true), ("vacuum into 'x'", true), ("vacuum", false)] {
            assert_eq!(reaches_beyond(Dialect::Sqlite, &split(Dialect::Sqlite, sql)[0]), is, "{sql}");
        }
    }
}
