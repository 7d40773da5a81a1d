//! Values added to an enum and used before anything is committed.
//!
//! Responsible for finding the use in the same script: PostgreSQL refuses it ("unsafe use of new value"), unless the
//! type itself was created there. Only literals are compared, so a text that happens to be equal is found too.

use std::ops::Range;

use super::cursor::Cursor;
use super::mentions::mentions;
use super::name::Name;
use crate::{Dialect, Statement, TokenKind, lex, split};

/// A value that a script adds to an enum and uses further down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumValue {
    /// The value.
    pub value: String,
    /// The statement that adds it.
    pub added: Range<usize>,
    /// The literal that uses it.
    pub used: Range<usize>,
}

/// Enum values which a script adds and then uses; each once, at its first use. A hint which reads text, not meaning:
/// see [`crate::effects`].
///
/// ```
/// use hunter_sql::{Dialect, enum_values_used};
///
/// let script = "ALTER TYPE mood ADD VALUE 'calm'; UPDATE person SET mood = 'calm';";
/// let found = enum_values_used(Dialect::Postgres, script);
/// assert_eq!((&*found[0].value, &script[found[0].used.clone()]), ("calm", "'calm'"));
/// ```
pub fn enum_values_used(dialect: Dialect, script: &str) -> Vec<EnumValue> {
    if dialect != Dialect::Postgres || !mentions(script, &["value"]) || !mentions(script, &["type"]) {
        return Vec::new();
    }
    let (mut created, mut added, mut found) = (Vec::new(), Vec::new(), Vec::new());
    for statement in split(dialect, script) {
        let mut cursor = Cursor::new(dialect, &statement);
        if cursor.keywords(&["CREATE", "TYPE"]) {
            created.extend(cursor.name());
        } else if cursor.keywords(&["ALTER", "TYPE"]) {
            added.extend(value_added(&mut cursor, &created).map(|value| (value, statement.range())));
        } else if uses_literals(&statement, dialect) {
            let literals = lex(dialect, statement.text).filter(|token| token.kind == TokenKind::String);
            for token in literals {
                let used = statement.start + token.start..statement.start + token.end;
                let text = token.text(statement.text);
                if let Some(at) = added.iter().position(|(value, _)| is_literal_of(text, value)) {
                    let (value, added) = added.remove(at);
                    found.push(EnumValue { value, added, used });
                }
            }
        }
    }
    found
}

/// After `ALTER TYPE`: the value, if one is added to a type that was there before.
fn value_added(cursor: &mut Cursor<'_>, created: &[Name]) -> Option<String> {
    let name = cursor.name()?;
    if !cursor.keywords(&["ADD", "VALUE"]) || created.iter().any(|type_| type_.name == name.name) {
        return None;
    }
    cursor.keywords(&["IF", "NOT", "EXISTS"]);
    let literal = cursor.text()?;
    let value = literal.strip_prefix('\'')?.strip_suffix('\'')?;
    Some(value.replace("''", "'"))
}

/// Comments and bodies mention values; they do not use them before the script's end.
fn uses_literals(statement: &Statement<'_>, dialect: Dialect) -> bool {
    let mut cursor = Cursor::new(dialect, statement);
    !cursor.keywords(&["COMMENT"]) && {
        let creates = cursor.keywords(&["CREATE"]);
        cursor.keywords(&["OR", "REPLACE"]);
        !(creates && cursor.one_of(&["FUNCTION", "PROCEDURE", "TRIGGER"]))
    }
}

fn is_literal_of(text: &str, value: &str) -> bool {
    let inner = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
    inner.is_some_and(|inner| inner.replace("''", "'") == value)
}

#[cfg(test)]
mod tests {
    use super::enum_values_used;
    use crate::Dialect::{Postgres, Sqlite};

    fn uses(script: &str) -> Vec<String> {
        let found = enum_values_used(Postgres, script).into_iter();
        found.map(|found| format!("{} as {}", found.value, &script[found.used])).collect()
    }

    #[test]
    fn a_value_added_and_used_is_found_once() {
        assert_eq!(
            uses(
                "alter type m add value if not exists 'it''s' after 'b'; insert into t values ('it''s'), ('it''s')"
            ),
            ["it's as 'it''s'"]
        );
        assert_eq!(uses("alter type s.m add value 'a'; alter table t alter c set default 'a'").len(), 1);
        assert_eq!(uses("alter type m add value 'a'; create index on t (c) where c = 'a'").len(), 1);
    }

    #[test]
    fn a_value_that_is_not_used_afterwards_is_not_found() {
        for script in [
            "alter type m add value 'a'",
            "update t set c = 'a'; alter type m add value 'a'",
            "alter type m add value 'a'; alter type m add value 'b' after 'a'",
            "create type m as enum ('x'); alter type m add value 'a'; select 'a'::m",
            "alter type m add value 'a'; comment on type m is 'a'",
            "alter type m add value 'a'; create function f() returns text language sql as 'a'",
            "alter type m add value 'a'; select 'ab', $$a$$",
            "alter type m rename value 'a' to 'b'; select 'b'",
        ] {
            assert_eq!(uses(script), [""; 0], "{script}");
        }
        assert_eq!(enum_values_used(Sqlite, "alter type m add value 'a'; select 'a'"), []);
    }
}
