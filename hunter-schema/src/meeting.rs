//! Where the effects of two revisions meet: in an object, or in one that stands on the other's.
//!
//! Responsible for what can be told from names and texts, without running anything: that two revisions share nothing is a
//! reason to let either come first; that they share something is a reason to find out.

use crate::effects::Effects;
use crate::object::{Kind, Object, ObjectId};

/// Whether an object's texts name another one: a column together with its table, or from below the table.
#[must_use]
pub fn hangs_on(id: &ObjectId, object: &Object, other: &ObjectId) -> bool {
    let (owner, name) = last(&other.name);
    if other.kind != Kind::Column {
        return names(object, name);
    }
    let is_on_the_table = id.name.strip_prefix(owner).is_some_and(|rest| rest.starts_with('.'));
    names(object, name) && (is_on_the_table || names(object, last(owner).1))
}

impl Effects {
    /// An object of which both speak, or that lies below one of which the other speaks.
    ///
    /// ```
    /// # use hunter_schema::{Effects, Snapshot};
    /// let effects = |rows: &[&str]| Effects::between(&Snapshot::default(), &Snapshot::from_rows(rows).unwrap());
    /// let table = effects(&[r#"{"kind": "table", "name": "users"}"#]);
    /// let column = effects(&[r#"{"kind": "column", "name": "users.mail"}"#]);
    /// assert_eq!(table.shared_with(&column).unwrap().name, "users.mail");
    /// assert_eq!(column.shared_with(&effects(&[r#"{"kind": "column", "name": "users.name"}"#])), None);
    /// ```
    #[must_use]
    pub fn shared_with<'e>(&'e self, other: &'e Effects) -> Option<&'e ObjectId> {
        self.objects().find_map(|one| {
            let mut others = other.objects();
            others
                .find(|id| *id == one || id.is_below(one))
                .or_else(|| other.objects().find(|id| one.is_below(id)).map(|_| one))
        })
    }

    /// As [`shared_with`](Self::shared_with); else an object of the one that the other's texts name.
    #[must_use]
    pub fn meets<'e>(&'e self, other: &'e Effects) -> Option<&'e ObjectId> {
        self.shared_with(other).or_else(|| named(self, other)).or_else(|| named(other, self))
    }

    /// Objects as they are where they are spoken of, before and after.
    fn states(&self) -> impl Iterator<Item = (&ObjectId, &Object)> {
        let changed =
            self.changed.iter().flat_map(|(id, change)| [(id, &change.before), (id, &change.after)]);
        self.added.iter().chain(&self.removed).chain(changed)
    }
}

/// An object of the second that the first's texts name.
fn named<'e>(one: &Effects, other: &'e Effects) -> Option<&'e ObjectId> {
    other.objects().find(|id| one.states().any(|(by, object)| hangs_on(by, object, id)))
}

/// What stands in front of the last point of a name, and what behind it.
fn last(name: &str) -> (&str, &str) {
    let name = name.split_once('(').map_or(name, |(name, _)| name);
    let (owner, last) = name.rsplit_once('.').unwrap_or(("", name));
    (owner, last.trim_matches('"'))
}

fn names(object: &Object, name: &str) -> bool {
    let mut texts = object.facts.iter().chain(object.bodies.iter()).map(|(_, text)| text);
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
    texts.any(|text| text.split(|letter| !is_letter(letter)).any(|word| word.eq_ignore_ascii_case(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::Snapshot;

    fn effects(rows: &[&str]) -> Effects {
        Effects::between(&Snapshot::default(), &Snapshot::from_rows(rows).unwrap())
    }

    #[test]
    fn a_view_meets_the_column_that_it_reads_and_no_other() {
        let view =
            effects(&[r#"{"kind":"view","name":"v","bodies":{"query":"select users.mail from users"}}"#]);
        let column = |name: &str| effects(&[&format!(r#"{{"kind":"column","name":"{name}"}}"#)]);
        assert_eq!(view.meets(&column("users.mail")).map(|id| id.name.as_str()), Some("users.mail"));
        assert_eq!(column("users.mail").meets(&view).map(|id| id.name.as_str()), Some("users.mail"));
        assert_eq!(view.meets(&column("users.name")), None);
        assert_eq!(view.meets(&column("orders.mail")), None);
        assert_eq!(view.shared_with(&column("users.mail")), None);
    }

    #[test]
    fn tables_of_their_own_meet_nowhere() {
        let table = |name: &str| {
            let rows = [
                format!(r#"{{"kind":"table","name":"{name}"}}"#),
                format!(r#"{{"kind":"column","name":"{name}.id","facts":{{"type":"integer"}}}}"#),
            ];
            effects(&[&rows[0], &rows[1]])
        };
        assert_eq!(table("a").meets(&table("b")), None);
        assert_eq!(table("a").meets(&table("a")).map(|id| id.name.as_str()), Some("a"));
    }
}
