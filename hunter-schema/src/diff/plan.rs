//! Which steps lead from one schema to the other, and what each needs.
//!
//! Responsible for fates: what is made, dropped, changed in place, or dropped and made again because something below it
//! cannot change under it.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::Statement;
use super::grammar::{Grammar, Sides, Way};
use super::names;
use super::order::{Need, order};
use super::standing::{Standing, standing};
use super::unit::{Unit, position, units};
use crate::object::{Kind, ObjectId};
use crate::snapshot::Snapshot;

/// What a step does. The order of the acts is the rank: room is made first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Act {
    Drop,
    Change,
    Make,
    Finish,
}

/// A step. The rank within an act goes by kind (backwards where things are dropped), then by place and name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Step<'s> {
    is_drop: std::cmp::Reverse<bool>,
    kind: usize,
    place: u32,
    id: &'s ObjectId,
    pub(super) act: Act,
}

/// What becomes of a unit that is not simply kept.
pub(super) enum Fate {
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

pub(super) struct Plan<'s, 'g> {
    pub(super) grammar: &'g dyn Grammar,
    sides: Sides<'s>,
    pub(super) old: BTreeMap<&'s ObjectId, Unit<'s>>,
    pub(super) new: BTreeMap<&'s ObjectId, Unit<'s>>,
    pub(super) old_stands: Standing<'s>,
    pub(super) new_stands: Standing<'s>,
    pub(super) fates: BTreeMap<&'s ObjectId, Fate>,
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
    pub(super) fn is_part(&self, id: &ObjectId, of: &ObjectId) -> bool {
        let owner = names::owner(self.grammar.depth(), &id.name);
        let granted = names::granted(&id.name).filter(|_| id.kind == Kind::Grant);
        of.kind != Kind::Schema && (owner == Some(&of.name) || granted == Some(&of.name))
    }

    pub(super) fn which(&self, is: impl Fn(&Fate) -> bool) -> Vec<&'s ObjectId> {
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

    pub(super) fn step(&self, act: Act, id: &'s ObjectId) -> Step<'s> {
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

    fn says_more_later(&self, id: &ObjectId) -> bool {
        let (Some(old), Some(new)) = (self.old.get(id), self.new.get(id)) else { return false };
        let mut facts = new.object.facts.iter();
        facts.any(|(name, text)| self.grammar.is_said_later(id.kind, name) && old.fact(name) != Some(text))
    }
}
