//! What steps should leave behind, and where they did not.
//!
//! Responsible for the judgement: what was proved is laid over what was there before, and compared with what is there
//! afterwards. What the steps do not speak of may be anything and has to stay, but for what nobody recorded and hangs on
//! something that they change. Pure.

use std::collections::BTreeSet;

use hunter_schema::{Difference, Effects, Ignore, Kind, Object, ObjectId, Snapshot, compare, hangs_on};

use crate::schema::drift::{is_given, stood_for};

/// What was proved of a revision, in the direction in which it is run.
#[derive(Debug, Clone)]
pub(crate) struct Proven {
    pub(crate) effects: Effects,
    /// The server's major version that wrote the bodies.
    pub(crate) server: String,
}

/// What counts as a difference.
#[derive(Debug)]
pub(crate) struct Rules {
    /// The server's major version.
    pub(crate) server: String,
    pub(crate) ignore: Ignore,
    /// The schemas that nobody made.
    pub(crate) given: Vec<String>,
}

/// How what is there differs from what should be.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) differences: Vec<Difference>,
    /// What became of things that nobody recorded, because they hung on something that the steps change.
    pub(crate) along: Vec<Difference>,
    /// What should be there, and whatever nobody counts as it is.
    pub(crate) wanted: Snapshot,
}

/// Judges steps between two looks. What is recorded, where that is known, tells things that nobody recorded apart.
pub(crate) fn judge(
    before: &Snapshot,
    steps: &[&Proven],
    after: &Snapshot,
    recorded: Option<&Snapshot>,
    rules: &Rules,
) -> Verdict {
    let mut wanted = before.clone();
    steps.iter().for_each(|step| wanted.lay(&step.effects));
    let of_others = steps.iter().filter(|step| step.server != rules.server);
    for id in of_others.flat_map(|step| step.effects.objects()) {
        // Another major version writes the same text otherwise.
        if let (Some(wants), Some(is)) = (wanted.get(id), after.get(id)) {
            let object = Object { bodies: is.bodies.clone(), ..wants.clone() };
            wanted.put(id.clone(), Some(object));
        }
    }
    let touched: BTreeSet<&ObjectId> = steps.iter().flat_map(|step| step.effects.objects()).collect();
    let strangers = Strangers { before, after, recorded, steps, touched: &touched };
    let (mut differences, mut along) = (Vec::new(), Vec::new());
    for difference in compare(&wanted, after, true) {
        let id = difference.id();
        let counts = !rules.ignore.covers(id) && !is_given(id, &rules.given, touched.iter().copied());
        let went_along = counts && strangers.went_along(&difference);
        if counts && !went_along {
            differences.push(difference);
            continue;
        }
        for id in stood_for(&difference, [&wanted, after]) {
            wanted.put(id.clone(), after.get(&id).cloned());
        }
        if went_along {
            along.push(difference);
        }
    }
    Verdict { differences, along, wanted }
}

/// Things that were there and that nobody recorded: an index by hand, a view of a colleague.
struct Strangers<'a> {
    before: &'a Snapshot,
    after: &'a Snapshot,
    recorded: Option<&'a Snapshot>,
    steps: &'a [&'a Proven],
    touched: &'a BTreeSet<&'a ObjectId>,
}

impl Strangers<'_> {
    /// A dropped column takes an index along that nobody recorded, and a renamed table everything on it.
    fn went_along(&self, difference: &Difference) -> bool {
        match difference {
            Difference::Missing(id) => self.get(id).is_some_and(|object| {
                self.removed().any(|removed| id.is_below(removed)) || self.hangs_on_touched(id, object)
            }),
            Difference::Changed { id, .. } => {
                self.get(id).is_some_and(|object| self.hangs_on_touched(id, object))
            }
            Difference::Unexpected(id) => {
                let mut added = self.steps.iter().flat_map(|step| step.effects.added.keys());
                added.any(|added| {
                    id.is_below(added) && self.removed().any(|removed| self.moved(id, added, removed))
                })
            }
            _ => false,
        }
    }

    fn get(&self, id: &ObjectId) -> Option<&Object> {
        let is_recorded = self.recorded.is_none_or(|recorded| recorded.get(id).is_some());
        self.before.get(id).filter(|_| !is_recorded && !self.touched.contains(id))
    }

    fn removed(&self) -> impl Iterator<Item = &ObjectId> {
        self.steps.iter().flat_map(|step| step.effects.removed.keys())
    }

    /// Whether it lay below what is gone, and lies now in the same place below what is new.
    fn moved(&self, id: &ObjectId, added: &ObjectId, removed: &ObjectId) -> bool {
        let rest = &id.name[added.name.len()..];
        let was = ObjectId { kind: id.kind, name: format!("{}{rest}", removed.name) };
        self.get(&was).is_some() && self.after.get(&was).is_none()
    }

    fn hangs_on_touched(&self, id: &ObjectId, object: &Object) -> bool {
        // Rows are in these.
        !matches!(id.kind, Kind::Table | Kind::Column)
            && self.touched.iter().any(|touched| hangs_on(id, object, touched))
    }
}
