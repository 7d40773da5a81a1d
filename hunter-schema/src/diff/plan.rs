//! Which steps lead from one schema to the other, and what each needs.
//!
//! Responsible for fates: what is made, dropped, changed in place, or dropped and made again because something below it
//! cannot change under it.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::Statement;
use super::grammar::{Grammar, Sides, Way};
use super::names;
use super::order::{Need, Needs, order};
use super::standing::{Standing, standing};
use super::unit::{Unit, position, units};
use crate::object::{Kind, ObjectId};
use crate::snapshot::Snapshot;

/// What a step does. The order of the acts is the rank: room is made first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    Drop,
    Change,
    Make,
    Finish,
}

/// A step. The rank within an act goes by kind (backwards where things are dropped), then by place and name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Step<'s> {
    is_drop: std::cmp::Reverse<bool>,
    kind: usize,
    place: u32,
    id: &'s ObjectId,
    act: Act,
}

/// What becomes of a unit that is not simply kept.
enum Fate {
    Made,
    Dropped,
    /// Dropped by the server together with what it belongs to.
    Gone,
    Changed {
        statements: Vec<Statement>,
        disturbs: bool,
        /// What is said before and after, because something below it is away meanwhile.
        around: (Vec<Statement>, Vec<Statement>),
    },
    Replaced,
    /// Kept, with statements before and after.
    Released(Vec<Statement>, Vec<Statement>),
}

struct Plan<'s, 'g> {
    grammar: &'g dyn Grammar,
    sides: Sides<'s>,
    old: BTreeMap<&'s ObjectId, Unit<'s>>,
    new: BTreeMap<&'s ObjectId, Unit<'s>>,
    old_stands: Standing<'s>,
    new_stands: Standing<'s>,
    fates: BTreeMap<&'s ObjectId, Fate>,
}

/// The statements, in order.
pub(super) fn steps(grammar: &dyn Grammar, before: &Snapshot, after: &Snapshot) -> Vec<Statement> {
    let (old, new) = (units(grammar, before, after), units(grammar, after, before));
    let (old_stands, new_stands) = (standing(grammar, &old, true), standing(grammar, &new, false));
    let sides = Sides { before, after };
    let mut plan = Plan { grammar, sides, old, new, old_stands, new_stands, fates: BTreeMap::new() };
    plan.judge();
    plan.spread();
    let mut statements = plan.statements();
    let keys: BTreeSet<Step<'_>> = statements.keys().copied().collect();
    order(&keys, &plan.needs(&keys)).iter().filter_map(|step| statements.remove(step)).flatten().collect()
}

impl<'s> Plan<'s, '_> {
    /// The fate of each unit by itself.
    fn judge(&mut self) {
        for (id, unit) in &self.old {
            let fate = match self.new.get(id) {
                None => Fate::Dropped,
                Some(after) if !unit.differs(after) => continue,
                Some(after) => match self.grammar.alter(unit, after, self.sides) {
                    Way::InPlace { statements, disturbs } => {
                        Fate::Changed { statements, disturbs, around: (Vec::new(), Vec::new()) }
                    }
                    Way::Replace => Fate::Replaced,
                },
            };
            self.fates.insert(id, fate);
        }
        for id in self.new.keys().filter(|id| !self.old.contains_key(*id)) {
            self.fates.insert(id, Fate::Made);
        }
        let dropped: Vec<&ObjectId> = self.which(|fate| matches!(fate, Fate::Dropped));
        let is_dropped: BTreeSet<&ObjectId> = dropped.iter().copied().collect();
        for id in dropped {
            let (Some(unit), Some(below)) = (self.old.get(id), self.old_stands.get(id)) else { continue };
            let goes = |other: &ObjectId| {
                is_dropped.contains(other)
                    && (self.is_part(id, other) || self.grammar.goes_along(unit, other))
            };
            if below.keys().any(|other| goes(other)) {
                self.fates.insert(id, Fate::Gone);
            }
        }
        self.break_circles();
    }

    /// Whether it lies below a table, a view or what it grants.
    fn is_part(&self, id: &ObjectId, of: &ObjectId) -> bool {
        let owner = names::owner(self.grammar.depth(), &id.name);
        let granted = names::granted(&id.name).filter(|_| id.kind == Kind::Grant);
        of.kind != Kind::Schema && (owner == Some(&of.name) || granted == Some(&of.name))
    }

    fn which(&self, is: impl Fn(&Fate) -> bool) -> Vec<&'s ObjectId> {
        self.fates.iter().filter(|(_, fate)| is(fate)).map(|(id, _)| *id).collect()
    }

    /// What stands on something that cannot stay where it is goes out of the way, and comes back.
    fn spread(&mut self) {
        let mut above: BTreeMap<&ObjectId, Vec<&'s ObjectId>> = BTreeMap::new();
        for (id, below) in &self.old_stands {
            for (other, need) in below {
                if *need == Need::Sure {
                    above.entry(other).or_default().push(id);
                }
            }
        }
        let unsettles = |fate: &Fate| match fate {
            Fate::Replaced | Fate::Dropped => true,
            Fate::Changed { disturbs, .. } => *disturbs,
            _ => false,
        };
        let mut moving = self.which(unsettles);
        let mut moved: BTreeSet<&ObjectId> = BTreeSet::new();
        while let Some(below) = moving.pop() {
            for id in above.get(below).into_iter().flatten() {
                let (Some(unit), true) = (self.old.get(id), self.new.contains_key(id)) else { continue };
                let may_move = match self.fates.get(id) {
                    None => true,
                    Some(Fate::Changed { .. }) => !matches!(self.fates.get(below), Some(Fate::Dropped)),
                    _ => false,
                };
                if !may_move {
                    continue;
                }
                match self.grammar.release(unit, below, self.sides) {
                    Some(released) => {
                        let says = !released.0.is_empty() || !released.1.is_empty();
                        match self.fates.get_mut(id) {
                            Some(Fate::Changed { around, .. }) if says => *around = released,
                            None if says => {
                                drop(self.fates.insert(id, Fate::Released(released.0, released.1)))
                            }
                            _ => {}
                        }
                        // A type that is made again together with the one below it moves what stands on it.
                        if id.kind == Kind::Type && moved.insert(id) {
                            moving.push(id);
                        }
                    }
                    None => {
                        self.fates.insert(id, Fate::Replaced);
                        moving.push(id);
                    }
                }
            }
        }
    }

    fn step(&self, act: Act, id: &'s ObjectId) -> Step<'s> {
        let (is_drop, kind) =
            (act == Act::Drop, Kind::ALL.iter().position(|kind| *kind == id.kind).unwrap_or(0));
        let kind = if is_drop { Kind::ALL.len() - kind } else { kind };
        let unit = if is_drop { self.old.get(id) } else { self.new.get(id) };
        let place = unit.map_or(0, |unit| if id.kind == Kind::Column { position(unit.object) } else { 0 });
        Step { is_drop: std::cmp::Reverse(is_drop), kind, place, id, act }
    }

    /// What each step says; a step without words is left out.
    fn statements(&self) -> BTreeMap<Step<'s>, Vec<Statement>> {
        let drop = |id| self.old.get(id).map(|unit| self.grammar.drop(unit, self.sides)).unwrap_or_default();
        let make =
            |id| self.new.get(id).map(|unit| self.grammar.create(unit, self.sides)).unwrap_or_default();
        let finish =
            |id| self.new.get(id).map(|unit| self.grammar.finish(unit, self.sides)).unwrap_or_default();
        let mut statements = BTreeMap::new();
        for (id, fate) in &self.fates {
            let mut say = |act: Act, what: Vec<Statement>| {
                if !what.is_empty() {
                    statements.insert(self.step(act, id), what);
                }
            };
            match fate {
                Fate::Gone => {}
                Fate::Dropped => say(Act::Drop, drop(id)),
                Fate::Made => {
                    say(Act::Make, make(id));
                    say(Act::Finish, finish(id));
                }
                Fate::Replaced => {
                    say(Act::Drop, drop(id));
                    say(Act::Make, make(id));
                    say(Act::Finish, finish(id));
                }
                Fate::Changed { statements, around, .. } => {
                    say(Act::Drop, around.0.clone());
                    say(Act::Change, statements.clone());
                    say(Act::Make, around.1.clone());
                    if self.says_more_later(id) {
                        say(Act::Finish, finish(id));
                    }
                }
                Fate::Released(before, after) => {
                    say(Act::Drop, before.clone());
                    say(Act::Make, after.clone());
                }
            }
        }
        statements
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
    fn break_circles(&mut self) {
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

    fn says_more_later(&self, id: &ObjectId) -> bool {
        let (Some(old), Some(new)) = (self.old.get(id), self.new.get(id)) else { return false };
        let mut facts = new.object.facts.iter();
        facts.any(|(name, text)| self.grammar.is_said_later(id.kind, name) && old.fact(name) != Some(text))
    }

    /// Which step comes after which.
    fn needs(&self, keys: &BTreeSet<Step<'s>>) -> Needs<Step<'s>> {
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
}
