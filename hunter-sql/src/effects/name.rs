//! Names as the server stores them.
//!
//! Responsible for folding and unquoting. Which object a name means is not known here.

use std::fmt;

use crate::{Dialect, TokenKind};

/// The name of a table, perhaps in a schema. In MySQL and SQLite the schema is a database.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    /// The schema, when the text says one.
    pub schema: Option<String>,
    /// The name inside the schema.
    pub name: String,
}

impl fmt::Display for Name {
    /// `schema.name`, without quotes: for people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.schema {
            Some(schema) => write!(f, "{schema}.{}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// PostgreSQL cuts names to so many bytes, quoted or not (`NAMEDATALEN - 1`).
const LONGEST_POSTGRES_NAME: usize = 63;

/// A token as a name, or nothing when the token cannot be one.
///
/// PostgreSQL's `U&"…"` keeps its escapes undecoded: nobody writes it, and a hint may miss it.
pub(super) fn identifier(dialect: Dialect, kind: TokenKind, text: &str) -> Option<String> {
    let mut name = match kind {
        TokenKind::Word if dialect == Dialect::Postgres => text.to_ascii_lowercase(),
        TokenKind::Word => text.to_owned(),
        TokenKind::QuotedIdentifier => unquote(text)?,
        // SQLite also takes a string where only a name can be.
        TokenKind::String if dialect == Dialect::Sqlite && text.starts_with('\'') => unquote(text)?,
        _ => return None,
    };
    if dialect == Dialect::Postgres {
        name.truncate(name.floor_char_boundary(LONGEST_POSTGRES_NAME));
    }
    Some(name)
}

/// The content of a quoted token, with doubled quotes undone.
fn unquote(text: &str) -> Option<String> {
    let start = text.find(['"', '`', '[', '\''])? + 1;
    let content = text.get(start..text.len() - 1)?;
    Some(match &text[start - 1..start] {
        "[" => content.to_owned(),
        quote => content.replace(&quote.repeat(2), quote),
    })
}

#[cfg(test)]
mod tests {
    use super::identifier;
    use crate::Dialect::{self, Mysql, Postgres, Sqlite};
    use crate::lex;

    fn check(dialect: Dialect, sql: &str, expected: Option<&str>) {
        let token = lex(dialect, sql).next().unwrap();
        assert_eq!(identifier(dialect, token.kind, sql).as_deref(), expected, "{dialect:?} {sql:?}");
    }

    #[test]
    fn names_are_folded_and_unquoted_as_the_server_does() {
        check(Postgres, "Note", Some("note"));
        check(Postgres, "ÉTÉ", Some("ÉtÉ"));
        check(Postgres, r#""No""te""#, Some("No\"te"));
        check(Sqlite, "Note", Some("Note"));
        check(Sqlite, r#""No""te""#, Some("No\"te"));
        check(Sqlite, "`No``te`", Some("No`te"));
        check(Sqlite, "[No \"\" te]", Some("No \"\" te"));
        check(Sqlite, "'it''s'", Some("it's"));
        check(Mysql, "Note", Some("Note"));
        check(Mysql, "`No``te`", Some("No`te"));
    }

    #[test]
    fn long_names_are_cut_in_postgres_only_and_never_inside_a_character() {
        let long = "x".repeat(80);
        check(Postgres, &long, Some(&long[..63]));
        check(Postgres, &format!("\"{long}\""), Some(&long[..63]));
        check(Postgres, &"é".repeat(40), Some(&"é".repeat(31)));
        check(Sqlite, &long, Some(&long));
    }

    #[test]
    fn what_is_not_a_name_gives_none() {
        check(Postgres, "'a'", None);
        check(Postgres, "\"a", None);
        check(Sqlite, "X'00'", None);
        check(Mysql, "\"a\"", None);
        check(Mysql, "1", None);
    }
}
