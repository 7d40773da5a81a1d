//! Statements which stream data between the server and its client.
//!
//! Responsible for finding PostgreSQL's `COPY … FROM STDIN` and `COPY … TO STDOUT`: after such a statement the
//! server speaks another protocol, so it cannot be sent inside a message together with others. The data lines
//! which follow it in a dump are not recognised as data.

use std::ops::Range;

use super::cursor::Cursor;
use super::mentions::mentions;
use crate::{Dialect, Statement, split};

/// The bytes of the first statement which copies from or to the client. A hint which reads text, not meaning:
/// see [`crate::effects`].
///
/// Always nothing for the other dialects, which have no such statement.
///
/// ```
/// use hunter_sql::{Dialect, client_copy};
///
/// let script = "SELECT 1; COPY note (id) FROM STDIN;";
/// assert_eq!(client_copy(Dialect::Postgres, script), Some(10..35));
/// assert_eq!(client_copy(Dialect::Postgres, "COPY note FROM '/tmp/note.csv'"), None);
/// ```
pub fn client_copy(dialect: Dialect, script: &str) -> Option<Range<usize>> {
    if dialect != Dialect::Postgres || !mentions(script, &["copy"]) {
        return None;
    }
    split(dialect, script).iter().find(|statement| is_client_copy(dialect, statement)).map(Statement::range)
}

fn is_client_copy(dialect: Dialect, statement: &Statement<'_>) -> bool {
    let mut cursor = Cursor::new(dialect, statement);
    if !cursor.keywords(&["COPY"]) {
        return false;
    }
    let mut brackets = 0_usize;
    while !cursor.is_at_end() {
        // The server takes either stream after either word, and then uses the one which makes sense.
        if brackets == 0 && cursor.one_of(&["FROM", "TO"]) {
            return cursor.one_of(&["STDIN", "STDOUT"]);
        }
        if cursor.punctuation("(") {
            brackets += 1;
        } else if cursor.punctuation(")") {
            brackets = brackets.saturating_sub(1);
        } else {
            cursor.skip();
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::client_copy;
    use crate::Dialect::{self, Mysql, Postgres, Sqlite};

    /// `expected` is the text of the statement which is found.
    fn check(dialect: Dialect, script: &str, expected: Option<&str>) {
        let found = client_copy(dialect, script).map(|range| &script[range]);
        assert_eq!(found, expected, "{dialect:?} {script:?}");
    }

    #[test]
    fn a_copy_from_or_to_the_client_is_found() {
        for copy in [
            "COPY t FROM STDIN",
            "copy s.t (a, \"from\") from stdin with (format csv)",
            "COPY t TO STDOUT",
            "COPY BINARY t FROM STDIN",
            "COPY (SELECT a FROM stdin) TO STDOUT (FORMAT csv)",
            "COPY t FROM /* here */ STDIN WHERE a > 1",
            "COPY t FROM STDOUT",
        ] {
            check(Postgres, copy, Some(copy));
            check(Postgres, &format!("SELECT 1; {copy}; COPY u TO STDOUT"), Some(copy));
        }
    }

    #[test]
    fn a_copy_which_the_server_does_alone_is_not_found() {
        for script in [
            "",
            "COPY t FROM '/stdin'",
            "COPY t TO 'STDOUT'",
            "COPY t TO PROGRAM 'x' WITH (a STDOUT)",
            "COPY (SELECT a FROM stdin) TO '/x'",
            "COPY stdin (stdout) FROM '/x'",
            "COPY",
            "SELECT 'COPY t FROM STDIN'",
            "SELECT a FROM stdin",
            "-- COPY t FROM STDIN",
            "DO $$ COPY t FROM STDIN $$",
        ] {
            check(Postgres, script, None);
        }
    }

    #[test]
    fn only_postgres_copies_from_the_client() {
        check(Sqlite, "COPY t FROM STDIN", None);
        check(Mysql, "COPY t FROM STDIN", None);
    }
}
