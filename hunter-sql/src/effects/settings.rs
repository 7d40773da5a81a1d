//! Scripts which leave the session's settings alone, so that nothing has to be put back after them.
//!
//! Responsible for a cautious answer: anything but plain definitions of objects may change a setting, be it through a
//! function that it calls.

use crate::{Dialect, TokenKind, lex, split};

/// The first words of statements which define objects and run no code of anybody's.
const DEFINITIONS: [&str; 6] = ["CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE"];

/// Words with which a definition may run code or change a setting after all.
const DOUBTFUL: [&str; 6] = ["SELECT", "SYSTEM", "EXTENSION", "EXECUTE", "USING", "SET_CONFIG"];

/// Whether a script may change settings of its session. A hint which reads text, not meaning: see [`crate::effects`];
/// but one that errs to `true`.
///
/// ```
/// use hunter_sql::{Dialect, may_change_settings};
///
/// assert!(!may_change_settings(Dialect::Postgres, "CREATE TABLE note (id int); DROP TABLE old;"));
/// assert!(may_change_settings(Dialect::Postgres, "SET search_path = app;"));
/// assert!(may_change_settings(Dialect::Postgres, "SELECT tidy_up();"));
/// ```
pub fn may_change_settings(dialect: Dialect, script: &str) -> bool {
    split(dialect, script).iter().any(|statement| {
        let words = lex(dialect, statement.text)
            .filter(|token| token.kind == TokenKind::Word)
            .map(|token| token.text(statement.text).to_ascii_uppercase());
        let words: Vec<String> = words.collect();
        let defines = words.first().is_some_and(|first| DEFINITIONS.contains(&first.as_str()));
        !defines || words.iter().any(|word| DOUBTFUL.contains(&word.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_definitions_are_trusted() {
        let may = |script| may_change_settings(Dialect::Postgres, script);
        for plain in [
            "",
            "-- SET x = 1",
            "create table a (b text default 'SELECT 1'); create index on a (b)",
            "ALTER TABLE a ADD COLUMN c int; COMMENT ON TABLE a IS 'set'; GRANT SELECT_x ON a TO b",
        ] {
            assert!(!may(plain), "{plain}");
        }
        for doubtful in [
            "SET a = 1",
            "create table a (); RESET ALL",
            "DO $$ begin end $$",
            "CALL f()",
            "insert into a values (f())",
            "CREATE TABLE a AS SELECT f()",
            "ALTER TABLE a ALTER b TYPE int USING f(b)",
            "CREATE EXTENSION x",
            "ALTER TABLE a ADD COLUMN b text DEFAULT set_config('a', 'b', false)",
        ] {
            assert!(may(doubtful), "{doubtful}");
        }
    }
}
