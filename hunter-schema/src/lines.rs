//! Effects as lines of text, one an object, for people who read a diff and for the way back.
//!
//! ```text
//! + column public.users.email | type=text | not_null=yes | position?=2
//! ~ column public.users.name | -type=text | +type=character varying(40)
//! - view public.old
//! ```
//!
//! `=` stands behind a fact, `:=` behind a body, `?=` behind a note. A text that would be misread, or has more than one line,
//! is written as a JSON string.

use std::fmt;

use crate::effects::{Change, Effects};
use crate::object::{Kind, Object, ObjectId};
use crate::texts::Texts;

/// A line that says no effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine(String);

impl fmt::Display for BadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no effect", self.0)
    }
}

impl std::error::Error for BadLine {}

const BETWEEN: &str = " | ";

impl Effects {
    /// One line for each object, by kind and name.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<(&ObjectId, String)> = Vec::new();
        let whole = |sign: char, id: &ObjectId, object: &Object| line(sign, id, clauses("", object));
        lines.extend(self.added.iter().map(|(id, object)| (id, whole('+', id, object))));
        lines.extend(self.removed.iter().map(|(id, object)| (id, whole('-', id, object))));
        lines.extend(self.changed.iter().map(|(id, change)| {
            let (before, after) = (clauses("-", &change.before), clauses("+", &change.after));
            let same = |clause: &String, other: &[String]| other.iter().any(|one| one[1..] == clause[1..]);
            let gone = before.iter().filter(|clause| !same(clause, &after)).cloned();
            let new = after.iter().filter(|clause| !same(clause, &before)).cloned();
            // What stayed belongs to the line too: the way back needs the whole object.
            let kept =
                before.iter().filter(|clause| same(clause, &after)).map(|clause| clause[1..].to_owned());
            (id, line('~', id, gone.chain(new).chain(kept).collect()))
        }));
        lines.sort();
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// The effects that lines say.
    ///
    /// # Errors
    /// The first line that says none.
    pub fn from_lines<'l>(lines: impl IntoIterator<Item = &'l str>) -> Result<Self, BadLine> {
        let mut effects = Self::default();
        for line in lines {
            effects.read(line).ok_or_else(|| BadLine(line.to_owned()))?;
        }
        Ok(effects)
    }

    fn read(&mut self, line: &str) -> Option<()> {
        let (sign, rest) = line.split_once(' ')?;
        let (kind, rest) = rest.split_once(' ')?;
        let kind: Kind = serde_json::from_value(kind.into()).ok()?;
        let mut parts = parts(rest)?.into_iter();
        let id = ObjectId { kind, name: unquoted(&parts.next()?)? };
        let (mut before, mut after) = (Clauses::default(), Clauses::default());
        for clause in parts {
            let (side, clause) = match clause.chars().next()? {
                side @ ('-' | '+') if sign == "~" => (side, clause[1..].to_owned()),
                _ => (' ', clause),
            };
            if side != '+' {
                before.take(&clause)?;
            }
            if side != '-' {
                after.take(&clause)?;
            }
        }
        let (before, after) = (before.object(), after.object());
        match sign {
            "+" => drop(self.added.insert(id, after)),
            "-" => drop(self.removed.insert(id, before)),
            "~" => drop(self.changed.insert(id, Change { before, after })),
            _ => return None,
        }
        Some(())
    }
}

fn line(sign: char, id: &ObjectId, clauses: Vec<String>) -> String {
    let kind = serde_json::to_value(id.kind).ok().and_then(|value| value.as_str().map(str::to_owned));
    let head = format!("{sign} {} {}", kind.unwrap_or_default(), quoted(&id.name));
    [head].into_iter().chain(clauses).collect::<Vec<_>>().join(BETWEEN)
}

/// `key=value` for each statement about an object, each behind `side`.
fn clauses(side: &str, object: &Object) -> Vec<String> {
    let of = |texts: &Texts, sign: &str| -> Vec<String> {
        texts.iter().map(|(key, value)| format!("{side}{key}{sign}{}", quoted(value))).collect()
    };
    [of(&object.facts, "="), of(&object.bodies, ":="), of(&object.notes, "?=")].concat()
}

/// What was read of an object so far.
#[derive(Default)]
struct Clauses {
    facts: Vec<(String, String)>,
    bodies: Vec<(String, String)>,
    notes: Vec<(String, String)>,
}

impl Clauses {
    fn take(&mut self, clause: &str) -> Option<()> {
        let (key, value) = clause.split_once('=')?;
        let (texts, key) = match (key.strip_suffix(':'), key.strip_suffix('?')) {
            (Some(key), _) => (&mut self.bodies, key),
            (_, Some(key)) => (&mut self.notes, key),
            _ => (&mut self.facts, key),
        };
        // Such a name would be read as another one when it is written again.
        if key.starts_with(['+', '-', '"']) || key.ends_with([':', '?']) || key.contains(char::is_control) {
            return None;
        }
        texts.push((key.to_owned(), unquoted(value)?));
        Some(())
    }

    fn object(self) -> Object {
        let packed = |texts: Vec<(String, String)>| texts.into_iter().collect();
        Object { facts: packed(self.facts), bodies: packed(self.bodies), notes: packed(self.notes) }
    }
}

/// As it is, or as a JSON string where it would be misread.
fn quoted(text: &str) -> String {
    let plain = !text.is_empty()
        && !text.starts_with(['"', ' '])
        && !text.ends_with(' ')
        && !text.contains(['\n', '\r', '|'])
        && !text.chars().any(char::is_control);
    if plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

fn unquoted(text: &str) -> Option<String> {
    if text.starts_with('"') { serde_json::from_str(text).ok() } else { Some(text.to_owned()) }
}

/// Parts between bars, of which none is inside of a JSON string.
fn parts(line: &str) -> Option<Vec<String>> {
    let (mut parts, mut part, mut inside) = (Vec::new(), String::new(), false);
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        // A JSON string is the whole of a name, or the whole of a value.
        let at_start =
            if parts.is_empty() { part.is_empty() } else { part.find('=') == part.len().checked_sub(1) };
        let opens = letter == '"' && !inside && at_start;
        match letter {
            '\\' if inside => {
                part.push(letter);
                part.push(letters.next()?);
                continue;
            }
            '"' if inside => inside = false,
            '|' if !inside => {
                parts.push(part.strip_suffix(' ')?.to_owned());
                part.clear();
                if letters.next()? != ' ' {
                    return None;
                }
                continue;
            }
            _ => inside |= opens,
        }
        part.push(letter);
    }
    parts.push(part);
    Some(parts)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::{Strategy, any, proptest};

    use super::*;
    use crate::Snapshot;

    fn object() -> impl Strategy<Value = Object> {
        let map = || proptest::collection::btree_map("[a-z_]{1,8}", any::<String>(), 0..3);
        (map(), map(), map()).prop_map(|(facts, bodies, notes)| {
            let packed = |map: BTreeMap<String, String>| map.into_iter().collect();
            Object { facts: packed(facts), bodies: packed(bodies), notes: packed(notes) }
        })
    }

    proptest! {
        #[test]
        fn effects_come_back_from_their_lines(
            added in proptest::collection::btree_map(any::<String>(), object(), 0..3),
            removed in proptest::collection::btree_map(any::<String>(), object(), 0..3),
            changed in proptest::collection::btree_map(any::<String>(), (object(), object()), 0..3),
        ) {
            let id = |kind| move |name: String| ObjectId { kind, name };
            let effects = Effects {
                added: added.into_iter().map(|(name, object)| (id(Kind::Table)(name), object)).collect(),
                removed: removed.into_iter().map(|(name, object)| (id(Kind::MaterializedView)(name), object)).collect(),
                changed: changed
                    .into_iter()
                    .map(|(name, (before, after))| (id(Kind::Column)(name), Change { before, after }))
                    .collect(),
            };
            let lines = effects.lines();
            assert!(lines.iter().all(|line| line.lines().count() == 1), "{lines:?}");
            assert_eq!(Effects::from_lines(lines.iter().map(String::as_str)), Ok(effects));
        }
    }

    #[test]
    fn a_line_says_what_a_reader_wants_to_know() {
        let of = |rows: &[&str]| Snapshot::from_rows(rows.iter().copied()).unwrap();
        let before =
            of(&[r#"{"kind":"column","name":"a.b","facts":{"type":"text"},"notes":{"position":"1"}}"#]);
        let after = of(&[
            r#"{"kind":"column","name":"a.b","facts":{"type":"integer"},"notes":{"position":"1"}}"#,
            r#"{"kind":"view","name":"v","bodies":{"query":"select 1"}}"#,
        ]);
        assert_eq!(
            Effects::between(&before, &after).lines(),
            ["~ column a.b | -type=text | +type=integer | position?=1", "+ view v | query:=select 1"]
        );
    }

    #[test]
    fn what_is_no_effect_is_refused() {
        for line in ["", "+", "+ table", "* table a", "+ chair a", "+ table a | type"] {
            assert!(Effects::from_lines([line]).is_err() || line == "+ table", "{line}");
        }
    }

    #[test]
    fn a_name_that_would_be_read_as_another_one_is_none() {
        for clause in [" +type=a", " -type=a", " query::=a", " query?:=a", " query\0=a", " \"e=a", "\0e=a"] {
            assert!(Effects::from_lines([format!("+ table a |{clause}").as_str()]).is_err(), "{clause}");
        }
    }
}
