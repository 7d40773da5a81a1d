//! A set of at most 32 nodes, as bits.

use std::ops::{BitAnd, BitOr, Sub};

/// Which nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Set(u32);

impl Set {
    pub(crate) const NONE: Set = Set(0);

    pub(crate) fn of(nodes: impl IntoIterator<Item = usize>) -> Self {
        Set(nodes.into_iter().fold(0, |bits, node| bits | 1 << node))
    }

    pub(crate) fn one(node: usize) -> Self {
        Set(1 << node)
    }

    pub(crate) fn has(self, node: usize) -> bool {
        self.0 & 1 << node != 0
    }

    pub(crate) fn holds(self, all: Set) -> bool {
        all.0 & !self.0 == 0
    }

    pub(crate) fn meets(self, other: Set) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn len(self) -> u32 {
        self.0.count_ones()
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let node = (left != 0).then(|| left.trailing_zeros() as usize);
            left &= left.wrapping_sub(1);
            node
        })
    }

    /// The member of a set of one.
    pub(crate) fn only(self) -> Option<usize> {
        (self.len() == 1).then(|| self.0.trailing_zeros() as usize)
    }
}

impl BitOr for Set {
    type Output = Set;
    fn bitor(self, other: Set) -> Set {
        Set(self.0 | other.0)
    }
}

impl BitAnd for Set {
    type Output = Set;
    fn bitand(self, other: Set) -> Set {
        Set(self.0 & other.0)
    }
}

impl Sub for Set {
    type Output = Set;
    fn sub(self, other: Set) -> Set {
        Set(self.0 & !other.0)
    }
}
