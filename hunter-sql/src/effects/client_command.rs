//! Commands which a server's own client carries out, and no server understands.
//!
//! Responsible for finding them in each dialect, so that a script which was written for a client is refused with a clear
//! word instead of the server's syntax error. What they do is not known here. MySQL's `DELIMITER` is not among them,
//! since [`split`](crate::split) understands it.

use std::ops::Range;

use super::cursor::Cursor;
use super::mentions::mentions;
use crate::{Dialect, Statement, TokenKind, lex, split};

/// The commands of MySQL's client which have a word, but for those which the server has too.
const WORDS: [&str; 22] = [
    "CHARSET",
    "CLEAR",
    "CONNECT",
    "DELIMITER",
    "EDIT",
    "EGO",
    "EXIT",
    "GO",
    "NOPAGER",
    "NOTEE",
    "NOWARNING",
    "PAGER",
    "PRINT",
    "PROMPT",
    "QUIT",
    "REHASH",
    "RESETCONNECTION",
    "SOURCE",
    "STATUS",
    "SYSTEM",
    "TEE",
    "WARNINGS",
];

/// The bytes of the first command for the client, up to its line's end. A hint which reads text, not meaning: see
/// [`crate::effects`].
///
/// In PostgreSQL that is a backslash outside of quotes and comments, in MySQL too (but for `\N`, a null) or one of the
/// client's words at the beginning of a line and of a statement, in SQLite a dot there. The data lines which follow
/// [`client_copy`](crate::client_copy) end with such a backslash: look for that first.
///
/// ```
/// use hunter_sql::{Dialect, client_command};
///
/// assert_eq!(client_command(Dialect::Postgres, "SELECT 1;\n\\i more.sql\n"), Some(10..21));
/// assert_eq!(client_command(Dialect::Sqlite, ".read more.sql"), Some(0..14));
/// assert_eq!(client_command(Dialect::Mysql, "DELIMITER //\nSELECT 1 //"), None);
/// ```
pub fn client_command(dialect: Dialect, script: &str) -> Option<Range<usize>> {
    let may_be = match dialect {
        Dialect::Postgres => script.contains('\\'),
        Dialect::Sqlite => script.trim_start().starts_with('.') || mentions(script, &["\n.", "\n ", "\n\t"]),
        Dialect::Mysql => true,
    };
    if !may_be {
        return None;
    }
    let start = split(dialect, script).iter().find_map(|statement| match dialect {
        Dialect::Postgres => backslash(dialect, statement),
        Dialect::Sqlite => (statement.text.starts_with('.') && begins_line(script, statement.start))
            .then_some(statement.start),
        Dialect::Mysql => {
            let is_word =
                Cursor::new(dialect, statement).one_of(&WORDS) && begins_line(script, statement.start);
            if is_word { Some(statement.start) } else { backslash(dialect, statement) }
        }
    })?;
    let rest = &script[start..];
    let line = rest.find('\n').map_or(rest, |end| &rest[..end]);
    Some(start..start + line.trim_end().len())
}

/// Where the statement has a backslash which is a token.
fn backslash(dialect: Dialect, statement: &Statement<'_>) -> Option<usize> {
    let is_backslash = |at: usize| {
        let after = &statement.text[at..];
        after.starts_with('\\') && !(dialect == Dialect::Mysql && after.starts_with(r"\N"))
    };
    lex(dialect, statement.text)
        .find(|token| token.kind == TokenKind::Punctuation && is_backslash(token.start))
        .map(|token| statement.start + token.start)
}

fn begins_line(script: &str, at: usize) -> bool {
    let before = script[..at].trim_end_matches([' ', '\t']);
    before.is_empty() || before.ends_with('\n')
}

#[cfg(test)]
mod tests {
    use super::client_command;
    use crate::Dialect::{self, Mysql, Postgres, Sqlite};

    /// `expected` is the text of the command which is found.
    fn check(dialect: Dialect, script: &str, expected: Option<&str>) {
        let found = client_command(dialect, script).map(|range| &script[range]);
        assert_eq!(found, expected, "{dialect:?} {script:?}");
    }

    #[test]
    fn a_backslash_outside_of_quotes_is_for_psql() {
        check(Postgres, "\\set ON_ERROR_STOP on\nSELECT 1;", Some("\\set ON_ERROR_STOP on"));
        check(Postgres, "SELECT 1;\r\n  \\i a.sql\r\n", Some("\\i a.sql"));
        check(Postgres, "SELECT 1 \\gset", Some("\\gset"));
        check(Postgres, "\\connect é;\n\\i b", Some("\\connect é;"));
        for script in
            [r"SELECT '\i'", "SELECT E'\\\\'", "-- \\i", "/*\n\\i\n*/", "DO $$\n\\i\n$$", "SELECT \"\\i\""]
        {
            check(Postgres, script, None);
        }
    }

    #[test]
    fn a_dot_that_begins_a_line_and_a_statement_is_for_sqlite3() {
        check(Sqlite, ".bail on", Some(".bail on"));
        check(Sqlite, "SELECT 1;\n.read a;b.sql\nSELECT 2;", Some(".read a;b.sql"));
        check(Sqlite, "-- a\n.tables\n", Some(".tables"));
        for script in ["SELECT 1;.tables", "SELECT a\n.b FROM a", "SELECT '\n.read x'", "-- .read", "\\i"] {
            check(Sqlite, script, None);
        }
    }

    #[test]
    fn a_word_or_a_backslash_is_for_the_client_of_mysql() {
        check(Mysql, "SOURCE a.sql", Some("SOURCE a.sql"));
        check(Mysql, "SELECT 1;\n\\. a.sql\nSELECT 2;", Some("\\. a.sql"));
        check(Mysql, "SELECT 1\\G\nSELECT 2;", Some("\\G"));
        check(Mysql, "DELIMITER //\nSELECT 1//\nsource b//", Some("source b//"));
        check(Mysql, "delimiter\nSELECT 1", Some("delimiter"));
        for script in [
            "DELIMITER //\nSELECT 1 //\nDELIMITER ;",
            r"SELECT '\. a', \N",
            "# source a",
            "SELECT 1; source a",
            "SELECT source\n, status FROM a",
            "USE a; HELP 'b'",
        ] {
            check(Mysql, script, None);
        }
    }
}
