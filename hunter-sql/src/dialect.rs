//! The servers whose text rules are known, and how names and values are written for each of them.
//!
//! Responsible for the identity of a dialect and for quoting. How a dialect reads text is the lexer's; which
//! driver or connection string belongs to it is not known here.

/// Which server's text rules apply.
///
/// ```
/// use hunter_sql::Dialect;
///
/// for dialect in Dialect::ALL {
///     assert_eq!(Dialect::from_name(dialect.name()), Some(dialect));
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dialect {
    /// PostgreSQL.
    Postgres,
    /// SQLite.
    Sqlite,
    /// MySQL, and MariaDB as far as the two agree.
    Mysql,
}

impl Dialect {
    /// Every dialect, in the order of declaration.
    pub const ALL: [Dialect; 3] = [Dialect::Postgres, Dialect::Sqlite, Dialect::Mysql];

    /// The name as it is written in configuration: `postgres`, `sqlite` or `mysql`.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Postgres => "postgres",
            Dialect::Sqlite => "sqlite",
            Dialect::Mysql => "mysql",
        }
    }

    /// The server's own name, for people.
    pub fn product(self) -> &'static str {
        match self {
            Dialect::Postgres => "PostgreSQL",
            Dialect::Sqlite => "SQLite",
            Dialect::Mysql => "MySQL",
        }
    }

    /// The dialect of that [`name`](Dialect::name); no other spelling is known.
    pub fn from_name(name: &str) -> Option<Dialect> {
        Dialect::ALL.into_iter().find(|dialect| dialect.name() == name)
    }

    /// Writes a name so that the server reads it as exactly that name, whatever it holds.
    ///
    /// A NUL character cannot be in a name on any of the servers, and is dropped.
    ///
    /// ```
    /// use hunter_sql::Dialect;
    ///
    /// assert_eq!(Dialect::Postgres.quote_identifier("6\" nails"), "\"6\"\" nails\"");
    /// assert_eq!(Dialect::Mysql.quote_identifier("order"), "`order`");
    /// ```
    pub fn quote_identifier(self, name: &str) -> String {
        let quote = match self {
            Dialect::Postgres | Dialect::Sqlite => '"',
            Dialect::Mysql => '`',
        };
        enclose(name, quote, false)
    }

    /// Writes a text value as a string literal, safe whatever the server's settings say about backslashes.
    ///
    /// A NUL character is dropped: no server takes one inside a literal, and SQLite would end the script
    /// there. PostgreSQL gets an `E''` literal when the text holds a backslash, because what `'\'` means
    /// depends on `standard_conforming_strings`; put a blank before it, since a letter directly in front
    /// would join the `E`. MySQL gets every backslash doubled: under `NO_BACKSLASH_ESCAPES` the value then
    /// keeps them doubled, yet the literal still ends where it should.
    ///
    /// ```
    /// use hunter_sql::Dialect;
    ///
    /// assert_eq!(Dialect::Postgres.quote_literal("it's"), "'it''s'");
    /// assert_eq!(Dialect::Postgres.quote_literal(r"C:\'"), r"E'C:\\'''");
    /// assert_eq!(Dialect::Sqlite.quote_literal(r"C:\'"), r"'C:\'''");
    /// assert_eq!(Dialect::Mysql.quote_literal(r"C:\'"), r"'C:\\'''");
    /// ```
    pub fn quote_literal(self, text: &str) -> String {
        match self {
            Dialect::Postgres if text.contains('\\') => format!("E{}", enclose(text, '\'', true)),
            Dialect::Postgres | Dialect::Sqlite => enclose(text, '\'', false),
            Dialect::Mysql => enclose(text, '\'', true),
        }
    }
}

/// Puts quotes around a text, doubling those inside it and, where they would escape, its backslashes.
fn enclose(text: &str, quote: char, double_backslashes: bool) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push(quote);
    for character in text.chars().filter(|&character| character != '\0') {
        if character == quote || (double_backslashes && character == '\\') {
            quoted.push(character);
        }
        quoted.push(character);
    }
    quoted.push(quote);
    quoted
}

#[cfg(test)]
mod tests {
    use super::Dialect::{self, Mysql, Postgres, Sqlite};

    #[test]
    fn only_the_exact_name_finds_a_dialect() {
        assert_eq!(Dialect::from_name("postgres"), Some(Postgres));
        for unknown in ["", "Postgres", "postgresql", "mariadb", " mysql"] {
            assert_eq!(Dialect::from_name(unknown), None, "{unknown:?}");
        }
    }

    #[test]
    fn an_identifier_is_quoted_with_its_quotes_doubled() {
        for (dialect, name, quoted) in [
            (Postgres, "note", r#""note""#),
            (Postgres, r#"a"b`c"#, r#""a""b`c""#),
            (Sqlite, r#"a"b`c"#, r#""a""b`c""#),
            (Mysql, r#"a"b`c"#, r#"`a"b``c`"#),
            (Mysql, r"a\", r"`a\`"),
            (Postgres, "a\0b", r#""ab""#),
        ] {
            assert_eq!(dialect.quote_identifier(name), quoted, "{dialect:?} {name:?}");
        }
    }

    #[test]
    fn a_literal_is_quoted_with_what_could_end_it_doubled() {
        for (dialect, text, quoted) in [
            (Postgres, "", "''"),
            (Postgres, "it's", "'it''s'"),
            (Postgres, r"\", r"E'\\'"),
            (Postgres, r"\'; DROP", r"E'\\''; DROP'"),
            (Sqlite, r"\'", r"'\'''"),
            (Mysql, r"\'", r"'\\'''"),
            (Mysql, r#"""#, r#"'"'"#),
            (Sqlite, "a\0b", "'ab'"),
        ] {
            assert_eq!(dialect.quote_literal(text), quoted, "{dialect:?} {text:?}");
        }
    }
}
