//! What stands on what within one schema.

use std::collections::{BTreeMap, BTreeSet};

use super::grammar::Grammar;
use super::names;
use super::order::Need;
use super::unit::Unit;
use crate::object::{Kind, ObjectId};

/// For each unit those on which it stands.
pub(super) type Standing<'s> = BTreeMap<&'s ObjectId, BTreeMap<&'s ObjectId, Need>>;

/// Units by every name under which texts know them.
#[derive(Default)]
struct Known<'s> {
    /// Of every kind but grants, by whole name.
    whole: BTreeMap<&'s str, Vec<&'s ObjectId>>,
    /// Those that a text can mention by their whole name, functions without their arguments.
    mentioned: BTreeMap<&'s str, Vec<&'s ObjectId>>,
    /// The same by their own name without a schema.
    bare: BTreeMap<&'s str, Vec<&'s str>>,
    /// Columns of each table.
    columns: BTreeMap<&'s str, Vec<(&'s str, &'s ObjectId)>>,
}

/// What the units of a schema stand on, because they lie below it or their texts mention it. `is_said` tells whether what
/// is said of a unit after it is made was said.
pub(super) fn standing<'s>(
    grammar: &dyn Grammar,
    units: &BTreeMap<&'s ObjectId, Unit<'s>>,
    is_said: bool,
) -> Standing<'s> {
    let known = Known::of(grammar, units);
    let mut standing: Standing<'_> =
        units.iter().map(|(id, unit)| (*id, known.below(grammar, unit, is_said))).collect();
    for (id, below, need) in grammar.stands_also(units) {
        let known = standing.entry(id).or_default().entry(below).or_insert(need);
        *known = need.max(*known);
    }
    standing
}

impl<'s> Known<'s> {
    fn of(grammar: &dyn Grammar, units: &BTreeMap<&'s ObjectId, Unit<'s>>) -> Self {
        let mut known = Self::default();
        let depth = grammar.depth();
        for id in units.keys() {
            if id.kind != Kind::Grant {
                known.whole.entry(&id.name).or_default().push(id);
            }
            let name = match id.kind {
                Kind::Function => id.name.split('(').next().unwrap_or_default(),
                _ => &id.name,
            };
            match (id.kind, names::owner(depth, name)) {
                (Kind::Column, Some(table)) => {
                    known.columns.entry(table).or_default().push((names::own(depth, name), id));
                }
                (Kind::Schema | Kind::Grant, _) | (_, Some(_)) => {}
                _ => {
                    known.mentioned.entry(name).or_default().push(id);
                    known.bare.entry(names::own(depth - 1, name)).or_default().push(name);
                }
            }
        }
        known
    }

    fn below(&self, grammar: &dyn Grammar, unit: &Unit<'s>, is_said: bool) -> BTreeMap<&'s ObjectId, Need> {
        let mut below: BTreeMap<&ObjectId, Need> = BTreeMap::new();
        let mut on = |id: &'s ObjectId, need: Need| {
            if id != unit.id {
                let known = below.entry(id).or_insert(need);
                *known = need.max(*known);
            }
        };
        let owner = names::owner(grammar.depth(), &unit.id.name);
        let granted = names::granted(&unit.id.name).filter(|_| unit.id.kind == Kind::Grant);
        let schema = names::owner(1, &unit.id.name).filter(|_| grammar.depth() > 1);
        let named = |name: Option<&str>| self.whole.get(name.unwrap_or_default()).into_iter().flatten();
        named(owner).chain(named(granted)).for_each(|id| on(id, Need::Sure));
        named(schema).filter(|id| id.kind == Kind::Schema).for_each(|id| on(id, Need::Sure));
        for (need, mentions) in self.texts(grammar, unit, is_said) {
            let mut tables: BTreeSet<&str> = owner.into_iter().collect();
            for name in &mentions {
                for id in self.mentioned.get(name.as_str()).into_iter().flatten() {
                    on(id, need);
                    tables.insert(id.name.as_str());
                }
            }
            for table in tables {
                let columns = self.columns.get(table).into_iter().flatten();
                columns.filter(|(column, _)| mentions.contains(*column)).for_each(|(_, id)| on(id, need));
            }
        }
        below
    }

    /// The names in texts that the server follows, and those in texts that it looks at when they run.
    fn texts(&self, grammar: &dyn Grammar, unit: &Unit<'s>, is_said: bool) -> [(Need, BTreeSet<String>); 2] {
        let (mut sure, mut likely) = (BTreeSet::new(), BTreeSet::new());
        let objects = std::iter::once((unit.id, unit.object)).chain(unit.parts.iter().copied());
        for (id, object) in objects {
            for (name, text) in object.facts.iter().chain(object.bodies.iter()) {
                let is_later = grammar.is_said_later(id.kind, name);
                if name.ends_with("comment") || name.ends_with("comments") || is_later && !is_said {
                    continue;
                }
                let is_source =
                    id.kind == Kind::Function && object.facts.get(name).is_some() && name == "source";
                names::mentions(
                    grammar.dialect(),
                    text,
                    if is_source || is_later { &mut likely } else { &mut sure },
                );
            }
        }
        // A function's author writes names as the search path finds them.
        let found: Vec<&str> =
            likely.iter().filter_map(|name| self.bare.get(name.as_str())).flatten().copied().collect();
        likely.extend(found.into_iter().map(str::to_owned));
        [(Need::Sure, sure), (Need::Likely, likely)]
    }
}
