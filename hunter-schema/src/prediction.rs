//! What effects make of a schema that is not quite the one they were proved on.
//!
//! Responsible for leniency: what effects speak of becomes what they say, and everything else stays as it is, drifted or
//! not. [`Snapshot::apply`] insists; this is for databases as they are.

use std::collections::BTreeMap;

use crate::effects::{Change, Effects};
use crate::object::{Object, ObjectId};
use crate::snapshot::Snapshot;
use crate::texts::Texts;

impl Effects {
    /// What leads back.
    ///
    /// ```
    /// # use hunter_schema::{Effects, Snapshot};
    /// let table = Snapshot::from_rows([r#"{"kind": "table", "name": "users"}"#]).unwrap();
    /// let back = Effects::between(&Snapshot::default(), &table).reversed();
    /// assert_eq!(back.removed.len(), 1);
    /// ```
    #[must_use]
    pub fn reversed(&self) -> Self {
        let back = |change: &Change| Change { before: change.after.clone(), after: change.before.clone() };
        Self {
            added: self.removed.clone(),
            removed: self.added.clone(),
            changed: self.changed.iter().map(|(id, change)| (id.clone(), back(change))).collect(),
        }
    }

    /// The objects they speak of.
    pub fn objects(&self) -> impl Iterator<Item = &ObjectId> {
        self.added.keys().chain(self.removed.keys()).chain(self.changed.keys())
    }
}

impl Snapshot {
    /// Lays effects over a schema, whatever it is: what they add is as they say, what they remove is gone, and of what they
    /// change only those statements are replaced that they change. What is not there cannot be changed, and stays away.
    pub fn lay(&mut self, effects: &Effects) {
        let objects = self.objects_mut();
        effects.removed.keys().for_each(|id| drop(objects.remove(id)));
        objects.extend(effects.added.iter().map(|(id, object)| (id.clone(), object.clone())));
        for (id, change) in &effects.changed {
            if let Some(is) = objects.get_mut(id) {
                *is = laid(is, change);
            }
        }
    }
}

fn laid(is: &Object, Change { before, after }: &Change) -> Object {
    Object {
        facts: over(&is.facts, &before.facts, &after.facts),
        bodies: over(&is.bodies, &before.bodies, &after.bodies),
        notes: over(&is.notes, &before.notes, &after.notes),
    }
}

fn over(is: &Texts, before: &Texts, after: &Texts) -> Texts {
    let mut texts: BTreeMap<&str, &str> = is.iter().collect();
    for (name, _) in before.iter().filter(|(name, _)| after.get(name).is_none()) {
        texts.remove(name);
    }
    texts.extend(after.iter().filter(|(name, text)| before.get(name) != Some(text)));
    texts.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use proptest::collection::btree_map;
    use proptest::prelude::{Strategy, proptest};

    use super::*;
    use crate::object::Kind;

    /// Few names and few values, so that two of them have much in common.
    fn snapshot() -> impl Strategy<Value = Snapshot> {
        let texts = || btree_map("[a-c]", "[x-z]", 0..3).prop_map(|map| map.into_iter().collect::<Texts>());
        let object = (texts(), texts(), texts());
        let object = object.prop_map(|(facts, bodies, notes)| Object { facts, bodies, notes });
        btree_map("[a-e]", object, 0..5).prop_map(|objects| {
            let mut snapshot = Snapshot::default();
            for (name, object) in objects {
                snapshot.put(ObjectId { kind: Kind::Table, name }, Some(object));
            }
            snapshot
        })
    }

    fn with(schema: &Snapshot, effects: &[&Effects]) -> Snapshot {
        let mut laid = schema.clone();
        effects.iter().for_each(|effects| laid.lay(effects));
        laid
    }

    proptest! {
        #[test]
        fn laid_over_what_they_were_proved_on_they_give_what_was_proved_and_back(before in snapshot(), after in snapshot()) {
            let effects = Effects::between(&before, &after);
            assert_eq!(with(&before, &[&effects]), after);
            assert_eq!(with(&after, &[&effects.reversed()]), before);
            assert_eq!(effects.reversed().reversed(), effects);
        }

        #[test]
        fn what_they_do_not_speak_of_stays(before in snapshot(), after in snapshot(), real in snapshot()) {
            let effects = Effects::between(&before, &after);
            let laid = with(&real, &[&effects]);
            let all = real.objects().chain(laid.objects()).map(|(id, _)| id);
            for id in all.filter(|id| effects.objects().all(|one| one != *id)) {
                assert_eq!(laid.get(id), real.get(id));
            }
            for (id, change) in &effects.changed {
                let (Some(is), Some(was)) = (laid.get(id), real.get(id)) else {
                    assert_eq!(laid.get(id), real.get(id));
                    continue;
                };
                for name in ["a", "b", "c"] {
                    let (before, after) = (change.before.facts.get(name), change.after.facts.get(name));
                    let wanted = if before == after { was.facts.get(name) } else { after };
                    assert_eq!(is.facts.get(name), wanted);
                }
            }
        }

        #[test]
        fn laid_over_the_middle_of_a_run_they_lead_to_its_end(a in snapshot(), b in snapshot(), c in snapshot()) {
            let (first, second) = (Effects::between(&a, &b), Effects::between(&b, &c));
            for middle in [&a, &b, &c] {
                let end = with(middle, &[&first, &second]);
                assert!(crate::compare(&c, &end, true).is_empty());
            }
        }
    }
}
