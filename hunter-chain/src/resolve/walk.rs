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
        let on = |at: Index| line.is_none_or(|line| line.binary_search(&at).is_ok());
        let missing = |needs: &Vec<Index>| needs.iter().filter(|to| !self.marks[**to]).count();
        let mut open: Vec<usize> = self.chain.needs.iter().map(missing).collect();
        let mut ready: Vec<Index> = (0..open.len()).filter(|at| open[*at] == 0 && !self.marks[*at]).collect();
        let (mut front, mut taken) = (BTreeSet::new(), Vec::new());
        loop {
            while let Some(at) = ready.pop() {
                if on(at) {
                    front.insert(at);
                } else {
                    ready.extend(self.freed_by(at, &mut open));
                }
            }
            if taken.len() as u64 >= by.unsigned_abs() {
                return Ok(taken);
            }
            if front.len() > 1 {
                return Err(self.ambiguous(target, front));
            }
            let Some(next) = front.pop_first() else {
                return Err(ResolveError::TooFar { target: target.to_string(), possible: taken.len() });
            };
            taken.push(next);
            ready.extend(self.freed_by(next, &mut open));
        }
    }

    /// What waited for this one alone; `open` counts for each revision what it waits for.
    fn freed_by(&self, at: Index, open: &mut [usize]) -> Vec<Index> {
        let waiting = self.chain.needed_by[at].iter().copied().filter(|up| !self.marks[*up]);
        waiting
            .filter(|up| {
                open[*up] -= 1;
                open[*up] == 0
            })
            .collect()
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
        let (mut reverted, mut left) = (Vec::new(), self.marks.clone());
        while (reverted.len() as u64) < by {
            let Some((_, at)) = free.pop() else {
                return Err(self.stuck(target, reverted.len(), |at| on(at) && left[at], on));
            };
            reverted.push(at);
            left[at] = false;
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
    fn stuck(
        &self,
        target: &Target,
        possible: usize,
        left: impl Fn(Index) -> bool,
        on: impl Fn(Index) -> bool,
    ) -> ResolveError {
        let Some(at) = self.order.iter().rev().copied().find(|at| left(*at)) else {
            return ResolveError::TooFar { target: target.to_string(), possible };
        };
        let id = |at: Index| self.chain.revisions[at].id.clone();
        let above = self.chain.descendants(&[at]).into_iter().filter(|up| self.marks[*up] && !on(*up));
        ResolveError::HeldBy { id: id(at), holders: above.map(id).collect() }
    }

    /// `-N` in a range or for `show`: from where the database is.
    pub(super) fn steps_from_current(&self, target: &Target, by: i64) -> Result<Vec<Index>, ResolveError> {
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
                several if by < 0 => {
                    return Err(self.which_parent(target, at, several, by.unsigned_abs() - step - 1));
                }
                several => return Err(self.ambiguous(target, several.iter().copied())),
            }
        }
        Ok(at)
    }

    fn which_parent(&self, target: &Target, merge: Index, parents: &[Index], rest: u64) -> ResolveError {
        let id = |at: Index| self.chain.revisions[at].id.clone();
        let parents = parents.iter().map(|at| id(*at)).collect();
        let (target, merge) = (target.to_string(), id(merge));
        ResolveError::WhichParent { target, merge, parents, rest, is_downgrade: false }
    }

    fn ambiguous(&self, target: &Target, options: impl IntoIterator<Item = Index>) -> ResolveError {
        let options = options.into_iter().map(|at| self.chain.revisions[at].id.clone()).collect();
        ResolveError::AmbiguousWalk { target: target.to_string(), options }
    }
}
