//! Which step of a plan comes after which.
//!
//! Responsible for turning what stands on what, before and after, into an order of steps; the order itself is `order`'s.

use std::collections::{BTreeMap, BTreeSet};

use super::names;
use super::order::{Need, Needs};
use super::plan::{Act, Fate, Plan, Step};
use crate::object::{Kind, ObjectId};

impl<'s> Plan<'s, '_> {
    /// Which step comes after which.
    pub(super) fn needs(&self, keys: &BTreeSet<Step<'s>>) -> Needs<Step<'s>> {
        let mut needs: Needs<Step<'s>> = BTreeMap::new();
        let mut put = |later: Step<'s>, first: Step<'s>, need: Need| {
            if later != first && keys.contains(&later) && keys.contains(&first) {
                let known = needs.entry(later).or_default().entry(first).or_insert(need);
                *known = need.max(*known);
            }
        };
        let (drop, change) = (|id| self.step(Act::Drop, id), |id| self.step(Act::Change, id));
        let (make, finish) = (|id| self.step(Act::Make, id), |id| self.step(Act::Finish, id));
        for (id, below) in &self.old_stands {
            for (other, need) in below {
                let leaves = !self.new_stands.get(id).is_some_and(|still| still.contains_key(other));
                put(drop(other), drop(id), *need);
                // What the server would drop along has to be freed first.
                let frees = self.old.get(id).is_some_and(|unit| self.grammar.goes_along(unit, other));
                put(drop(other), change(id), if frees { Need::Sure } else { *need });
                let disturbs = matches!(self.fates.get(other), Some(Fate::Changed { disturbs: true, .. }));
                put(change(other), drop(id), if disturbs { *need } else { Need::Likely });
                if leaves {
                    put(change(other), change(id), *need);
                }
            }
        }
        for (id, below) in &self.new_stands {
            for (other, need) in below {
                for later in [make(id), change(id), finish(id)] {
                    for first in [make(other), change(other)] {
                        put(later, first, *need);
                    }
                }
            }
        }
        for (owner, other, need) in self.needs_of_gone() {
            put(drop(other), drop(owner), need);
        }
        for id in self.fates.keys() {
            put(make(id), drop(id), Need::Sure);
            put(change(id), drop(id), Need::Sure);
            put(make(id), change(id), Need::Sure);
            put(finish(id), make(id), Need::Sure);
        }
        for (later, first) in self.reused_names() {
            put(make(later), drop(first), Need::Sure);
        }
        // What is said at last waits for what its own unit names, which is not looked for elsewhere.
        for last in keys.iter().filter(|step| step.act == Act::Finish) {
            for first in keys.iter().filter(|step| matches!(step.act, Act::Make | Act::Change)) {
                put(*last, *first, Need::Likely);
            }
        }
        needs
    }

    /// Units whose name something of another kind or place had before.
    fn reused_names(&self) -> Vec<(&'s ObjectId, &'s ObjectId)> {
        let depth = self.grammar.depth();
        let plain = |id: &'s ObjectId| -> Option<(Option<&'s str>, &'s str)> {
            let has_one = !matches!(id.kind, Kind::Column | Kind::Grant | Kind::Function | Kind::Schema);
            let own = names::owner(depth, &id.name).map_or(id.name.as_str(), |_| names::own(depth, &id.name));
            let schema = names::owner(1, &id.name).filter(|_| depth > 1);
            has_one.then(|| (schema, if own == id.name { names::own(depth - 1, own) } else { own }))
        };
        let mut had: BTreeMap<_, Vec<&ObjectId>> = BTreeMap::new();
        for id in self.which(|fate| matches!(fate, Fate::Dropped | Fate::Gone | Fate::Replaced)) {
            // What goes along with its table goes when the table does.
            let goes = |other: &&&'s ObjectId| self.is_part(id, other) && self.fates.contains_key(**other);
            let gone = matches!(self.fates.get(id), Some(Fate::Gone));
            let by = self.old_stands.get(id).filter(|_| gone).and_then(|below| below.keys().find(goes));
            if let Some(name) = plain(id) {
                had.entry(name).or_default().push(by.unwrap_or(&id));
            }
        }
        let made = self.which(|fate| matches!(fate, Fate::Made | Fate::Replaced));
        let pairs = made.into_iter().filter_map(|id| Some((id, had.get(&plain(id)?)?)));
        pairs.flat_map(|(id, had)| had.iter().map(move |other| (id, *other))).collect()
    }

    /// What goes with its owner needs what it stands on until then: the owner, what that is, and how sure it is.
    fn needs_of_gone(&self) -> Vec<(&'s ObjectId, &'s ObjectId, Need)> {
        let mut needs = Vec::new();
        for id in self.which(|fate| matches!(fate, Fate::Gone)) {
            let Some(below) = self.old_stands.get(id) else { continue };
            let owners: Vec<&ObjectId> =
                below.keys().copied().filter(|other| self.is_part(id, other)).collect();
            for owner in owners {
                needs.extend(
                    below
                        .iter()
                        .filter(|(other, _)| **other != owner)
                        .map(|(other, need)| (owner, *other, *need)),
                );
            }
        }
        needs
    }

    /// Of things that go with their owners, and whose owners need each other, one goes first.
    pub(super) fn break_circles(&mut self) {
        let needs = self.needs_of_gone();
        let reaches = |from: &'s ObjectId, to: &ObjectId| {
            let (mut seen, mut left) = (BTreeSet::new(), vec![from]);
            while let Some(at) = left.pop() {
                if at == to {
                    return true;
                }
                if seen.insert(at) {
                    left.extend(needs.iter().filter(|(owner, ..)| *owner == at).map(|(_, other, _)| *other));
                }
            }
            false
        };
        for id in self.which(|fate| matches!(fate, Fate::Gone)) {
            let Some(below) = self.old_stands.get(id) else { continue };
            let Some(owner) = below.keys().copied().find(|other| self.is_part(id, other)) else { continue };
            let is_in_one = below
                .keys()
                .any(|other| *other != owner && other.kind == owner.kind && reaches(other, owner));
            if is_in_one {
                self.fates.insert(id, Fate::Dropped);
            }
        }
    }
}
