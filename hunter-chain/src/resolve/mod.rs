//! What a target means for a chain and a database: from words to revisions.
//!
//! Responsible for every form of target in every command, with errors that carry their data. Pure: nothing here knows
//! how a step is run. Every walk is linear in the size of the chain.

mod error;
mod point;
mod walk;

use std::collections::BTreeSet;

pub use error::ResolveError;

use crate::applied::Applied;
use crate::graph::{Chain, Index};
use crate::plan::{Direction, Plan, StampPlan};
use crate::revision::Revision;
use crate::target::{Target, TargetRange};

/// A chain seen from one database.
struct View<'c> {
    chain: &'c Chain,
    marks: Vec<bool>,
    /// Applied and known, oldest first.
    order: Vec<Index>,
}

impl Chain {
    /// The steps of `upgrade TARGET`: what the target needs and the database lacks.
    ///
    /// # Errors
    /// When the target names nothing, several things, or something that an upgrade cannot reach.
    pub fn plan_upgrade(&self, target: &Target, applied: &Applied) -> Result<Plan<'_>, ResolveError> {
        let view = View::new(self, applied);
        if let Some(plan) = self.plan_up_side(target, applied) {
            return Ok(plan);
        }
        let points = view.upgrade_points(target)?;
        let steps = self.ancestors(&points).into_iter().filter(|at| !view.marks[*at]);
        let steps = steps.map(|at| &self.revisions[at]).collect();
        let (steps, recorded) = self.through_side_lines(steps, applied);
        Ok(Plan { recorded, ..Plan::of(Direction::Up, steps) })
    }

    /// The steps of `downgrade TARGET`: what stands on the target, children first.
    ///
    /// # Errors
    /// When the target names nothing, is not applied, or revisions of another line hold it.
    pub fn plan_downgrade(&self, target: &Target, applied: &Applied) -> Result<Plan<'_>, ResolveError> {
        let view = View::new(self, applied);
        if let Some(plan) = self.plan_down_side(target, applied) {
            return Ok(plan);
        }
        let mut steps = view.reverted_by(target).map_err(ResolveError::of_downgrade)?;
        steps.reverse();
        Ok(Plan::of(Direction::Down, steps.into_iter().map(|at| &self.revisions[at]).collect()))
    }

    /// What `stamp TARGETS` changes in the record. Lines that the targets do not touch keep theirs; `base` clears all,
    /// `label@base` that line and what needs it.
    ///
    /// # Errors
    /// When a target names nothing or is relative.
    pub fn plan_stamp(&self, targets: &[Target], applied: &Applied) -> Result<StampPlan<'_>, ResolveError> {
        let view = View::new(self, applied);
        let (mut points, mut cleared) = (Vec::new(), Vec::new());
        let mut clear = false;
        for target in targets {
            match target {
                Target::Base => clear = true,
                Target::Relative(_) => {
                    return Err(ResolveError::WrongDirection { target: target.to_string(), verb: "stamp" });
                }
                Target::Branch { label, inner } if **inner == Target::Base => {
                    cleared.extend(view.line(label)?);
                }
                other => points.extend(view.points(other)?),
            }
        }
        let wanted: BTreeSet<Index> = self.ancestors(&points).into_iter().collect();
        cleared.extend(points);
        let touched = if clear { (0..self.revisions.len()).collect() } else { self.descendants(&cleared) };
        let mut removed: Vec<Index> =
            touched.into_iter().filter(|at| view.marks[*at] && !wanted.contains(at)).collect();
        removed.reverse();
        let added = wanted.into_iter().filter(|at| !view.marks[*at]).map(|at| &self.revisions[at]).collect();
        let mut removed: Vec<_> = removed.into_iter().map(|at| self.revisions[at].id.clone()).collect();
        if clear {
            removed.splice(0..0, self.unknown(applied).into_iter().rev().cloned());
        }
        Ok(StampPlan { removed, added })
    }

    /// The revisions a target names, in chain order: for `show` and `history REV`.
    ///
    /// # Errors
    /// When the target names nothing or several things.
    pub fn locate(&self, target: &Target, applied: &Applied) -> Result<Vec<&Revision>, ResolveError> {
        let mut points = View::new(self, applied).points(target)?;
        points.sort_unstable();
        Ok(points.into_iter().map(|at| &self.revisions[at]).collect())
    }

    /// The revisions of a range, oldest first, both ends included.
    ///
    /// # Errors
    /// When an end names nothing, or the ends are not on one line.
    pub fn range(&self, range: &TargetRange, applied: &Applied) -> Result<Vec<&Revision>, ResolveError> {
        let view = View::new(self, applied);
        let all: Vec<Index> = (0..self.revisions.len()).collect();
        let to = match &range.to {
            None | Some(Target::Heads) => all.clone(),
            Some(target) => self.ancestors(&view.points(target)?),
        };
        let from = match &range.from {
            None | Some(Target::Base) => all,
            Some(target) => self.descendants(&view.points(target)?),
        };
        let from: BTreeSet<Index> = from.into_iter().collect();
        let both: Vec<Index> = to.iter().copied().filter(|at| from.contains(at)).collect();
        if both.is_empty() && !to.is_empty() && !from.is_empty() {
            let end = |end: &Option<Target>| end.as_ref().map(ToString::to_string).unwrap_or_default();
            return Err(ResolveError::UnrelatedRange {
                range: format!("{}:{}", end(&range.from), end(&range.to)),
            });
        }
        Ok(both.into_iter().map(|at| &self.revisions[at]).collect())
    }
}

impl<'c> View<'c> {
    fn new(chain: &'c Chain, applied: &Applied) -> Self {
        let order: Vec<Index> = chain.places(applied).into_iter().flatten().collect();
        let mut marks = vec![false; chain.revisions.len()];
        order.iter().for_each(|index| marks[*index] = true);
        Self { chain, marks, order }
    }

    fn upgrade_points(&self, target: &Target) -> Result<Vec<Index>, ResolveError> {
        match target {
            Target::Base | Target::Relative(..=0) => {
                Err(ResolveError::WrongDirection { target: target.to_string(), verb: "upgrade" })
            }
            Target::Relative(by) => self.forward(target, *by, None),
            Target::Branch { label, inner } => match &**inner {
                Target::Base | Target::Relative(..=0) => {
                    Err(ResolveError::WrongDirection { target: target.to_string(), verb: "upgrade" })
                }
                Target::Relative(by) => self.forward(target, *by, Some(&self.line(label)?)),
                _ => self.points(target),
            },
            _ => self.points(target),
        }
    }

    /// What a downgrade reverts, ascending.
    fn reverted_by(&self, target: &Target) -> Result<Vec<Index>, ResolveError> {
        let wrong = || ResolveError::WrongDirection { target: target.to_string(), verb: "downgrade" };
        match target {
            Target::Base => Ok(self.applied(0..self.marks.len())),
            Target::Relative(1..) => Err(wrong()),
            Target::Relative(by) => self.last(target, by.unsigned_abs(), None),
            Target::Branch { label, inner } => match &**inner {
                Target::Base => Ok(self.applied(self.chain.descendants(&self.line(label)?))),
                Target::Relative(1..) => Err(wrong()),
                Target::Relative(by) => self.last(target, by.unsigned_abs(), Some(&self.line(label)?)),
                _ => self.above(&self.points(target)?),
            },
            _ => self.above(&self.points(target)?),
        }
    }

    /// The applied revisions above some that stay, with all they need.
    fn above(&self, points: &[Index]) -> Result<Vec<Index>, ResolveError> {
        if let Some(missing) = points.iter().find(|at| !self.marks[**at]) {
            return Err(ResolveError::NotApplied { id: self.chain.revisions[*missing].id.clone() });
        }
        let stay = self.chain.ancestors(points);
        let above = self.chain.descendants(points).into_iter().filter(|at| stay.binary_search(at).is_err());
        Ok(self.applied(above))
    }

    fn applied(&self, indexes: impl IntoIterator<Item = Index>) -> Vec<Index> {
        indexes.into_iter().filter(|at| self.marks[*at]).collect()
    }
}

#[cfg(test)]
mod tests;
