//! Steps: `+N` and `-N`, from the database or from a revision.

use std::collections::{BTreeSet, BinaryHeap};

use super::{ResolveError, View};
use crate::graph::Index;
use crate::target::Target;

impl View<'_> {
    /// The next `by` revisions an upgrade would take; on a line, what they need elsewhere comes along uncounted.
    pub(super) fn forward(
        &self,
        target: &Target,
        by: i64,
        line: Option<&[Index]>,
    ) -> Result<Vec<Index>, ResolveError> {
        let chain = self.chain;
        let links = if line.is_some() { &chain.parents } else { &chain.needs };
        let on = |at: Index| line.is_none_or(|line| line.binary_search(&at).is_ok());
        let mut done = self.marks.clone();
        let ready = |at: Index, done: &[bool]| {
            // A line begins above revisions of another one; those are taken along.
            on(at) && !done[at] && links[at].iter().all(|to| done[*to] || !on(*to))
        };
        let mut front: BTreeSet<Index> = (0..done.len()).filter(|at| ready(*at, &done)).collect();
        let mut taken = Vec::new();
        while (taken.len() as u64) < by.unsigned_abs() {
            if front.len() > 1 {
                return Err(self.ambiguous(target, front));
            }
            let Some(next) = front.pop_first() else {
                return Err(ResolveError::TooFar { target: target.to_string(), possible: taken.len() });
            };
            done[next] = true;
            taken.push(next);
            front.extend(chain.needed_by[next].iter().copied().filter(|at| ready(*at, &done)));
        }
        Ok(taken)
    }

    /// The last `by` revisions this database got, as far as nothing applied needs them.
    pub(super) fn last(
        &self,
        target: &Target,
        by: u64,
        line: Option<&[Index]>,
    ) -> Result<Vec<Index>, ResolveError> {
        let on = |at: Index| line.is_none_or(|line| line.binary_search(&at).is_ok());
        let holders = |at: Index| self.chain.needed_by[at].iter().copied().filter(|by| self.marks[*by]);
        let mut held: Vec<usize> = (0..self.marks.len()).map(|at| holders(at).count()).collect();
        let mut position = vec![0; self.marks.len()];
        for (place, at) in self.order.iter().enumerate() {
            position[*at] = place;
        }
        let free = self.order.iter().copied().filter(|at| held[*at] == 0 && on(*at));
        let mut free: BinaryHeap<(usize, Index)> = free.map(|at| (position[at], at)).collect();
        let mut reverted = Vec::new();
        while (reverted.len() as u64) < by {
            let Some((_, at)) = free.pop() else { return Err(self.stuck(target, &reverted, &on)) };
            reverted.push(at);
            for below in &self.chain.needs[at] {
                held[*below] -= 1;
                if held[*below] == 0 && self.marks[*below] && on(*below) {
                    free.push((position[*below], *below));
                }
            }
        }
        reverted.sort_unstable();
        Ok(reverted)
    }

    /// Nothing is free any more: all reverted, or held by another line.
    fn stuck(&self, target: &Target, reverted: &[Index], on: &dyn Fn(Index) -> bool) -> ResolveError {
        let left = self.order.iter().rev().copied().find(|at| on(*at) && !reverted.contains(at));
        let Some(at) = left else {
            return ResolveError::TooFar { target: target.to_string(), possible: reverted.len() };
        };
        let id = |at: Index| self.chain.revisions[at].id.clone();
        let above = self.chain.descendants(&[at]).into_iter().filter(|up| self.marks[*up] && !on(*up));
        ResolveError::HeldBy { id: id(at), holders: above.map(id).collect() }
    }

    /// `-N` in a range or for `show`: from where the database is.
    pub(super) fn from_current(&self, target: &Target, by: i64) -> Result<Vec<Index>, ResolveError> {
        let current = self.chain.current_indexes(&self.marks);
        match current.as_slice() {
            [only] => Ok(vec![self.offset(target, *only, by, None)?]),
            [] => Err(ResolveError::TooFar { target: target.to_string(), possible: 0 }),
            several => Err(self.ambiguous(target, several.iter().copied())),
        }
    }

    /// `by` links along the parents or children of one revision, each the only one.
    pub(super) fn offset(
        &self,
        target: &Target,
        from: Index,
        by: i64,
        line: Option<&[Index]>,
    ) -> Result<Index, ResolveError> {
        let links = if by < 0 { &self.chain.parents } else { &self.chain.children };
        let on = |at: &Index| line.is_none_or(|line| line.binary_search(at).is_ok());
        let mut at = from;
        for step in 0..by.unsigned_abs() {
            let next: Vec<Index> = links[at].iter().copied().filter(on).collect();
            match next.as_slice() {
                [only] => at = *only,
                [] => {
                    let possible = usize::try_from(step).unwrap_or(usize::MAX);
                    return Err(ResolveError::TooFar { target: target.to_string(), possible });
                }
                several => return Err(self.ambiguous(target, several.iter().copied())),
            }
        }
        Ok(at)
    }

    fn ambiguous(&self, target: &Target, options: impl IntoIterator<Item = Index>) -> ResolveError {
        let options = options.into_iter().map(|at| self.chain.revisions[at].id.clone()).collect();
        ResolveError::AmbiguousWalk { target: target.to_string(), options }
    }
}
