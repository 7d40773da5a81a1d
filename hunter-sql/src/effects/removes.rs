//! What a script drops that is made of other things: views, routines, policies, triggers, rules.
//!
//! Responsible for `DROP VIEW` and its like. No row goes with these, so `drops` does not list them; but whoever takes things
//! away around a script and brings them back has to know which ones the script itself does away with.

use super::cursor::Cursor;
use super::name::Name;
use crate::lex::lex;
use crate::{Dialect, Statement, TokenKind, split};

/// The kinds of things that can be made again from a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Made {
    /// A view or a materialized view.
    View,
    /// A function or a procedure.
    Routine,
    /// A row security policy.
    Policy,
    /// A trigger.
    Trigger,
    /// A rewrite rule.
    Rule,
}

/// Something a script drops, named as the server would store its name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Removed {
    /// What it is.
    pub made: Made,
    /// Its name.
    pub name: Name,
    /// What stands in the brackets behind the name of a routine, where there are brackets.
    pub arguments: Option<String>,
    /// The relation it belongs to, where it says one.
    pub on: Option<Name>,
}

const KINDS: [(&[&str], Made); 8] = [
    (&["DROP", "MATERIALIZED", "VIEW"], Made::View),
    (&["DROP", "VIEW"], Made::View),
    (&["DROP", "FUNCTION"], Made::Routine),
    (&["DROP", "PROCEDURE"], Made::Routine),
    (&["DROP", "ROUTINE"], Made::Routine),
    (&["DROP", "POLICY"], Made::Policy),
    (&["DROP", "TRIGGER"], Made::Trigger),
    (&["DROP", "RULE"], Made::Rule),
];

/// What a script drops of these, in the order of the text. A hint which reads text, not meaning: see [`crate::effects`].
///
/// ```
/// use hunter_sql::{Dialect, Made, removes};
///
/// let removed = removes(Dialect::Postgres, "DROP VIEW a.V, w; DROP FUNCTION f(integer); DROP POLICY p ON t;");
/// let names: Vec<String> = removed.iter().map(|one| one.name.to_string()).collect();
/// assert_eq!(names, ["a.v", "w", "f", "p"]);
/// assert_eq!(removed[2].arguments.as_deref(), Some("integer"));
/// assert_eq!((removed[3].made, removed[3].on.as_ref().unwrap().name.as_str()), (Made::Policy, "t"));
/// ```
pub fn removes(dialect: Dialect, script: &str) -> Vec<Removed> {
    split(dialect, script).iter().flat_map(|statement| removed_by(dialect, statement)).collect()
}

/// What one statement drops of these.
pub(super) fn removed_by(dialect: Dialect, statement: &Statement<'_>) -> Vec<Removed> {
    let mut cursor = Cursor::new(dialect, statement);
    let Some((_, made)) = KINDS.into_iter().find(|(words, _)| cursor.keywords(words)) else {
        return Vec::new();
    };
    cursor.keywords(&["IF", "EXISTS"]);
    let mut removed = Vec::new();
    while let Some(name) = cursor.name() {
        let arguments = if made == Made::Routine { cursor.brackets() } else { None };
        let on = if cursor.keywords(&["ON"]) { cursor.name() } else { None };
        removed.push(Removed { made, name, arguments, on });
        if !cursor.punctuation(",") {
            break;
        }
    }
    removed
}

/// Whether a text is a name as SQL writes it: up to three identifiers with dots between them, perhaps the arguments of a
/// routine behind them.
///
/// ```
/// use hunter_sql::is_name;
///
/// assert!(is_name("companies.size") && is_name("\"Odd name\"") && is_name("public.total(integer, text)"));
/// assert!(!is_name("") && !is_name("a..b") && !is_name("a b") && !is_name("a; drop table b"));
/// ```
#[must_use]
pub fn is_name(text: &str) -> bool {
    let tokens: Vec<_> = lex(Dialect::Postgres, text).collect();
    let mut rest = tokens.iter().map(|token| (token.kind, token.text(text)));
    for _ in 0..3 {
        let is_identifier = |kind| matches!(kind, TokenKind::Word | TokenKind::QuotedIdentifier);
        if !rest.next().is_some_and(|(kind, _)| is_identifier(kind)) {
            return false;
        }
        match rest.next() {
            None => return true,
            Some((_, ".")) => {}
            Some((_, "(")) => return text.ends_with(')') && rest.all(|(_, word)| word != ";" && word != "("),
            Some(_) => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dialect: Dialect, script: &str) -> Vec<String> {
        let text = |one: &Removed| {
            let on = one.on.as_ref().map(|on| format!(" on {on}")).unwrap_or_default();
            let arguments = one.arguments.as_ref().map(|text| format!("({text})")).unwrap_or_default();
            format!("{:?} {}{arguments}{on}", one.made, one.name)
        };
        removes(dialect, script).iter().map(text).collect()
    }

    #[test]
    fn everything_in_a_list_is_named() {
        let script = "drop view if exists \"V\", s.w cascade; drop materialized view m;\n\
                      drop function f(a integer, numeric(3, 1)), g; drop procedure p();\n\
                      drop trigger t on s.u; drop rule r on v; drop table t; create view drop_view as select 1";
        let expected = [
            "View V",
            "View s.w",
            "View m",
            "Routine f(a integer, numeric(3, 1))",
            "Routine g",
            "Routine p()",
            "Trigger t on s.u",
            "Rule r on v",
        ];
        assert_eq!(names(Dialect::Postgres, script), expected);
        assert_eq!(names(Dialect::Sqlite, "DROP TRIGGER Tidy; DROP VIEW [V]"), ["Trigger Tidy", "View V"]);
    }

    #[test]
    fn a_name_is_whole_or_none() {
        for text in ["a.b.c", "f()", "s.f(a.b, int[])", "é"] {
            assert!(is_name(text), "{text}");
        }
        for text in ["a.b.c.d", ".a", "a.", "f(", "f())(", "f(1);", "'a'", "1", "a--b", "f(x) y"] {
            assert!(!is_name(text), "{text}");
        }
    }
}
