//! How two schemas differ, object by object.
//!
//! Responsible for the words. What a difference means (drift, a forgotten statement) is for who asked.

use std::collections::BTreeSet;
use std::fmt;

use crate::object::{Object, ObjectId};
use crate::snapshot::Snapshot;
use crate::texts::Texts;

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Difference {
    /// It should be there.
    Missing(ObjectId),
    /// It should not be there.
    Unexpected(ObjectId),
    /// Something about it is not so.
    Changed {
        /// The object.
        id: ObjectId,
        /// What: `type`, `default`, `definition`.
        what: String,
        /// What it should be; `None` where nothing should be said about it.
        expected: Option<String>,
        /// What it is.
        found: Option<String>,
    },
    /// Two texts of different server versions, which may say the same.
    NotComparable {
        /// The object.
        id: ObjectId,
        /// Which text of it.
        what: String,
    },
}

/// What a found schema has too little, too much or otherwise than expected, by kind and name. `same_server` says whether
/// both were read from the same major version, so that bodies can be compared. An object below a missing or an
/// unexpected one is not named again.
#[must_use]
pub fn compare(expected: &Snapshot, found: &Snapshot, same_server: bool) -> Vec<Difference> {
    let mut differences = Vec::new();
    for (id, wanted) in expected.objects() {
        match found.get(id) {
            None => differences.push(Difference::Missing(id.clone())),
            Some(is) => changed(id, wanted, is, same_server, &mut differences),
        }
    }
    let unexpected = found.objects().filter(|(id, _)| expected.get(id).is_none());
    differences.extend(unexpected.map(|(id, _)| Difference::Unexpected(id.clone())));
    let whole: BTreeSet<String> =
        differences.iter().filter(|one| is_whole(one)).map(|one| one.id().name.clone()).collect();
    differences.retain(|difference| {
        let id = difference.id();
        // A sequence goes with the column that owns it.
        let owner = [expected, found].into_iter().find_map(|side| side.get(id)?.facts.get("owner"));
        let owned = is_whole(difference) && owner.is_some_and(|owner| is_below(owner, &whole));
        !owned && !is_below(&id.name, &whole)
    });
    differences.sort_by(|a, b| a.id().cmp(b.id()));
    differences
}

fn changed(
    id: &ObjectId,
    wanted: &Object,
    is: &Object,
    same_server: bool,
    differences: &mut Vec<Difference>,
) {
    let mut each = |wanted: &Texts, is: &Texts, comparable: bool| {
        if wanted == is {
            return;
        }
        let names: BTreeSet<&str> = wanted.iter().chain(is.iter()).map(|(name, _)| name).collect();
        for what in names.into_iter().filter(|name| wanted.get(name) != is.get(name)) {
            let (expected, found) = (wanted.get(what).map(str::to_owned), is.get(what).map(str::to_owned));
            let (id, what) = (id.clone(), what.to_owned());
            differences.push(if comparable {
                Difference::Changed { id, what, expected, found }
            } else {
                Difference::NotComparable { id, what }
            });
        }
    };
    each(&wanted.facts, &is.facts, true);
    each(&wanted.bodies, &is.bodies, same_server);
}

fn is_whole(difference: &Difference) -> bool {
    matches!(difference, Difference::Missing(_) | Difference::Unexpected(_))
}

/// Whether it hangs on an object that is missing or unexpected as a whole: `s.t` has `s.t.c` below it, and the grant
/// `s.t to someone`. Every beginning of the name is looked up, so that many differences take time in proportion to them.
fn is_below(name: &str, whole: &BTreeSet<String>) -> bool {
    let ends = name.match_indices('.').chain(name.match_indices(" to "));
    ends.into_iter().any(|(end, _)| whole.contains(&name[..end]))
}

impl Difference {
    /// The object it is about.
    #[must_use]
    pub fn id(&self) -> &ObjectId {
        match self {
            Difference::Missing(id)
            | Difference::Unexpected(id)
            | Difference::Changed { id, .. }
            | Difference::NotComparable { id, .. } => id,
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Difference::Missing(id) => write!(f, "{id} is missing"),
            Difference::Unexpected(id) => write!(f, "{id} is not expected"),
            Difference::Changed { id, what, expected: Some(expected), found: Some(found) }
                if expected.contains('\n') || found.contains('\n') =>
            {
                let (line, expected, found) = first_line_apart(expected, found);
                if expected.trim() == found.trim() {
                    return write!(
                        f,
                        "{id}: {what} has other blanks in line {line}: {found:?}, expected {expected:?}"
                    );
                }
                let (expected, found) = (expected.trim(), found.trim());
                write!(f, "{id}: {what} is otherwise from line {line} on: `{found}`, expected `{expected}`")
            }
            Difference::Changed { id, what, expected, found } => {
                let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
                write!(f, "{id}: {what} is {}, expected {}", shown(found), shown(expected))
            }
            Difference::NotComparable { id, what } => {
                write!(f, "{id}: its {what} was written by another server version and cannot be compared")
            }
        }
    }
}

/// The number of the first line, from 1, that differs, and what it is on both sides; nothing where a text ends before.
fn first_line_apart<'t>(expected: &'t str, found: &'t str) -> (usize, &'t str, &'t str) {
    let (mut wanted, mut is) = (expected.lines(), found.lines());
    let mut line = 1;
    loop {
        let (one, other) = (wanted.next(), is.next());
        if one != other || one.is_none() {
            return (line, one.unwrap_or_default(), other.unwrap_or_default());
        }
        line += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(rows: &[&str]) -> Snapshot {
        Snapshot::from_rows(rows.iter().copied()).unwrap()
    }

    fn words(expected: &[&str], found: &[&str], same_server: bool) -> Vec<String> {
        compare(&snapshot(expected), &snapshot(found), same_server).iter().map(ToString::to_string).collect()
    }

    const TABLE: &str = r#"{"kind":"table","name":"a"}"#;
    const COLUMN: &str =
        r#"{"kind":"column","name":"a.b","facts":{"type":"integer"},"notes":{"position":"1"}}"#;

    #[test]
    fn equal_schemas_do_not_differ_whatever_their_notes() {
        let moved = COLUMN.replace("\"1\"", "\"2\"");
        assert_eq!(words(&[TABLE, COLUMN], &[TABLE, &moved], true), [""; 0]);
    }

    #[test]
    fn each_difference_names_its_object_and_both_sides() {
        let bigint = COLUMN.replace("integer", "bigint");
        assert_eq!(
            words(&[TABLE, COLUMN], &[TABLE, &bigint], true),
            ["column a.b: type is bigint, expected integer"]
        );
        assert_eq!(words(&[TABLE, COLUMN], &[TABLE], true), ["column a.b is missing"]);
        assert_eq!(words(&[TABLE], &[TABLE, COLUMN], true), ["column a.b is not expected"]);
    }

    #[test]
    fn what_hangs_on_a_missing_table_is_not_named_again() {
        assert_eq!(words(&[TABLE, COLUMN], &[], true), ["table a is missing"]);
        assert_eq!(words(&[], &[TABLE, COLUMN], true), ["table a is not expected"]);
    }

    #[test]
    fn a_grant_on_a_missing_table_is_not_named_again() {
        const GRANT: &str = r#"{"kind":"grant","name":"a to app","facts":{"privileges":"SELECT"}}"#;
        assert_eq!(words(&[TABLE, GRANT], &[], true), ["table a is missing"]);
        assert_eq!(words(&[TABLE, GRANT], &[TABLE], true), ["grant a to app is missing"]);
    }

    #[test]
    fn a_sequence_goes_with_the_table_whose_column_owns_it() {
        const SEQUENCE: &str = r#"{"kind":"sequence","name":"a_b_seq","facts":{"owner":"a.b"}}"#;
        assert_eq!(words(&[TABLE, SEQUENCE], &[], true), ["table a is missing"]);
        assert_eq!(words(&[], &[TABLE, SEQUENCE], true), ["table a is not expected"]);
        assert_eq!(words(&[TABLE, SEQUENCE], &[TABLE], true), ["sequence a_b_seq is missing"]);
        let moved = SEQUENCE.replace("a.b", "c.d");
        assert_eq!(
            words(&[TABLE, SEQUENCE], &[&moved], true),
            ["sequence a_b_seq: owner is c.d, expected a.b", "table a is missing"]
        );
    }

    #[test]
    fn texts_of_several_lines_are_told_by_the_first_line_that_differs() {
        let view = |query: &str| {
            let query = serde_json::Value::from(query);
            format!(r#"{{"kind":"view","name":"v","bodies":{{"query":{query}}}}}"#)
        };
        let said = words(&[&view("select 1,\n  2\nfrom t")], &[&view("select 1,\n  3\nfrom t")], true);
        assert_eq!(said, ["view v: query is otherwise from line 2 on: `3`, expected `2`"]);
        let said = words(&[&view("select\n1")], &[&view("select\n1\nlimit 2")], true);
        assert_eq!(said, ["view v: query is otherwise from line 3 on: `limit 2`, expected ``"]);
    }

    #[test]
    fn a_body_of_another_server_is_not_compared() {
        let view = |query: &str| format!(r#"{{"kind":"view","name":"v","bodies":{{"query":"{query}"}}}}"#);
        assert_eq!(
            words(&[&view("select 1")], &[&view("select 2")], true),
            ["view v: query is select 2, expected select 1"]
        );
        let said = words(&[&view("select 1")], &[&view("select 2")], false);
        assert_eq!(said, ["view v: its query was written by another server version and cannot be compared"]);
    }
}
