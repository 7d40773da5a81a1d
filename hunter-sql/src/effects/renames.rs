//! Tables and columns that a script says it renames, read from its text.
//!
//! Responsible for telling what moved from what is gone, where the catalog does not number its objects.

use crate::{Dialect, TokenKind, lex, split};

/// A table, or a column of it, under its old and its new name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// The table's name before.
    pub table: String,
    /// The column's old name, where one is renamed.
    pub column: Option<String>,
    /// The new name of the table, or of the column.
    pub to: String,
}

/// What a script renames, in the order of the text. A hint which reads text, not meaning: see [`crate::effects`].
///
/// ```
/// use hunter_sql::{Dialect, renames};
///
/// let renamed = renames(Dialect::Sqlite, "ALTER TABLE note RENAME TO old_note");
/// assert_eq!((&*renamed[0].table, &*renamed[0].to), ("note", "old_note"));
/// ```
pub fn renames(dialect: Dialect, script: &str) -> Vec<Renamed> {
    let statements = split(dialect, script);
    statements.iter().filter_map(|statement| renamed(&words(dialect, statement.text))).collect()
}

fn renamed(words: &[String]) -> Option<Renamed> {
    let is = |word: &String, other: &str| word.eq_ignore_ascii_case(other);
    let [alter, table, rest @ ..] = words else { return None };
    let at = rest.iter().skip(1).position(|word| is(word, "rename"))? + 1;
    if !is(alter, "alter") || !is(table, "table") {
        return None;
    }
    let (column, to, name) = match &rest[at + 1..] {
        [to, name] => (None, to, name),
        [from, to, name] => (Some(from.clone()), to, name),
        [word, from, to, name] if is(word, "column") => (Some(from.clone()), to, name),
        _ => return None,
    };
    is(to, "to").then(|| Renamed { table: rest[at - 1].clone(), column, to: name.clone() })
}

/// Everything but blanks and comments; names without their quotes.
fn words(dialect: Dialect, statement: &str) -> Vec<String> {
    let blank = [TokenKind::Whitespace, TokenKind::LineComment, TokenKind::BlockComment];
    let tokens = lex(dialect, statement).filter(|token| !blank.contains(&token.kind));
    tokens.map(|token| plain(&statement[token.start..token.end])).collect()
}

fn plain(word: &str) -> String {
    let close = match word.chars().next() {
        Some('[') => "]",
        Some('`') => "`",
        Some('\'') => "'",
        Some('"') => "\"",
        _ => return word.to_owned(),
    };
    let inner = word.get(1..).and_then(|word| word.strip_suffix(close)).unwrap_or(word);
    inner.replace(&close.repeat(2), close)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rename_is_found_in_every_spelling() {
        for (script, expected) in [
            ("alter table a rename to b", ("a", None, "b")),
            ("ALTER TABLE main.\"a \"\"x\" /* why */ RENAME TO [b c]; select 1", ("a \"x", None, "b c")),
            ("alter table `a` rename column x to y", ("a", Some("x"), "y")),
            ("alter table a rename x -- why\n to 'y'", ("a", Some("x"), "y")),
        ] {
            let found = renames(Dialect::Sqlite, script).pop().unwrap();
            assert_eq!((&*found.table, found.column.as_deref(), &*found.to), expected, "{script}");
        }
    }

    #[test]
    fn what_renames_nothing_is_not_found() {
        for script in
            ["alter table a add column rename", "alter table rename add to b", "select 'rename to'", ""]
        {
            assert!(renames(Dialect::Sqlite, script).is_empty(), "{script}");
        }
    }
}
