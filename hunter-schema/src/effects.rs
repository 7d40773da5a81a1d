//! What a revision did to a schema.
//!
//! Responsible for the difference between two snapshots as a value that applies to the first and gives the second: the
//! content of a lockfile, where a reader sees what a revision does to a database.

use std::collections::BTreeMap;
use std::fmt;

use crate::object::{Object, ObjectId};
use crate::snapshot::Snapshot;

/// Objects added, removed and changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Effects {
    /// New objects.
    pub added: BTreeMap<ObjectId, Object>,
    /// What objects were that are gone.
    pub removed: BTreeMap<ObjectId, Object>,
    /// What objects were and are, where something about them changed.
    pub changed: BTreeMap<ObjectId, Change>,
}

/// An object before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Before.
    pub before: Object,
    /// After.
    pub after: Object,
}

/// Effects that do not follow from a schema: an object is there already, or is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotApplicable(ObjectId);

impl fmt::Display for NotApplicable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not what the effects begin with", self.0)
    }
}

impl std::error::Error for NotApplicable {}

impl Effects {
    /// What leads from one snapshot to another.
    #[must_use]
    pub fn between(before: &Snapshot, after: &Snapshot) -> Self {
        let mut effects = Self::default();
        for (id, object) in after.objects() {
            match before.get(id) {
                None => drop(effects.added.insert(id.clone(), object.clone())),
                Some(was) if was != object => {
                    let change = Change { before: was.clone(), after: object.clone() };
                    effects.changed.insert(id.clone(), change);
                }
                Some(_) => {}
            }
        }
        let gone = before.objects().filter(|(id, _)| after.get(id).is_none());
        effects.removed = gone.map(|(id, object)| (id.clone(), object.clone())).collect();
        effects
    }

    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

impl Snapshot {
    /// The schema after effects. Notes do not have to agree.
    ///
    /// # Errors
    /// When the effects do not begin with this schema; it is as it was then.
    pub fn apply(&mut self, effects: &Effects) -> Result<(), NotApplicable> {
        let is = |id: &ObjectId, object: &Object| {
            self.get(id).is_some_and(|is| is.facts == object.facts && is.bodies == object.bodies)
        };
        let there = effects.added.keys().find(|id| self.get(id).is_some());
        let removed = effects.removed.iter().find(|(id, object)| !is(id, object)).map(|(id, _)| id);
        let changed = effects.changed.iter().find(|(id, change)| !is(id, &change.before)).map(|(id, _)| id);
        if let Some(id) = there.or(removed).or(changed) {
            return Err(NotApplicable(id.clone()));
        }
        let objects = self.objects_mut();
        effects.removed.keys().for_each(|id| drop(objects.remove(id)));
        let after = effects.changed.iter().map(|(id, change)| (id.clone(), change.after.clone()));
        objects.extend(after);
        objects.extend(effects.added.iter().map(|(id, object)| (id.clone(), object.clone())));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::{any, proptest};

    use super::*;

    fn snapshot(tables: &BTreeMap<u8, u8>) -> Snapshot {
        let row = |(name, value): (&u8, &u8)| {
            format!(r#"{{"kind":"table","name":"t{}","facts":{{"value":"{value}"}}}}"#, name % 8)
        };
        let rows: Vec<String> = tables.iter().map(row).collect();
        Snapshot::from_rows(rows.iter().map(String::as_str)).unwrap()
    }

    proptest! {
        #[test]
        fn effects_lead_from_the_one_to_the_other_and_from_nothing_else(one in any::<BTreeMap<u8, u8>>(), other in any::<BTreeMap<u8, u8>>()) {
            let (before, after) = (snapshot(&one), snapshot(&other));
            let effects = Effects::between(&before, &after);
            let mut is = before.clone();
            is.apply(&effects).unwrap();
            assert_eq!(is, after);
            assert_eq!(effects.is_empty(), before == after);
            if !effects.is_empty() {
                assert!(is.apply(&effects).is_err());
                assert_eq!(is, after);
            }
        }
    }
}
