//! An order in which each step comes after those that it needs.
//!
//! Kahn's algorithm (1962) that takes the step of least rank among those that are ready, so that the order depends on
//! what the steps are and never on how they were found. Some needs are only likely (a function's text may be looked
//! at when it runs, and not before); where they go in a circle they give way.

use std::collections::{BTreeMap, BTreeSet};

/// How sure it is that one step needs another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Need {
    Likely,
    Sure,
}

/// Who needs whom: for each step those that come before it.
pub(super) type Needs<K> = BTreeMap<K, BTreeMap<K, Need>>;

/// The keys in order; a key's own order is its rank.
pub(super) fn order<K: Ord + Copy>(keys: &BTreeSet<K>, needs: &Needs<K>) -> Vec<K> {
    let nothing = BTreeMap::new();
    let of = |key: &K| needs.get(key).unwrap_or(&nothing);
    let mut left = keys.clone();
    let mut waiting: BTreeMap<K, usize> = BTreeMap::new();
    let mut followers: BTreeMap<K, Vec<K>> = BTreeMap::new();
    for key in keys {
        let before: Vec<K> =
            of(key).keys().filter(|other| keys.contains(other) && *other != key).copied().collect();
        waiting.insert(*key, before.len());
        before.into_iter().for_each(|other| followers.entry(other).or_default().push(*key));
    }
    let mut ready: BTreeSet<K> = keys.iter().filter(|key| waiting[key] == 0).copied().collect();
    let mut ordered = Vec::with_capacity(keys.len());
    while !left.is_empty() {
        let sure = |key: &K| {
            let before = of(key).iter().filter(|(other, need)| **need == Need::Sure && *other != key);
            before.map(|(other, _)| *other).find(|other| left.contains(other))
        };
        let free = || left.iter().find(|key| sure(key).is_none());
        let next = ready.first().or_else(free).copied().or_else(|| in_a_circle(*left.first()?, sure));
        let Some(next) = next else { break };
        ready.remove(&next);
        left.remove(&next);
        ordered.push(next);
        for follower in followers.get(&next).into_iter().flatten() {
            let Some(count) = waiting.get_mut(follower) else { continue };
            *count = count.saturating_sub(1);
            if *count == 0 && left.contains(follower) {
                ready.insert(*follower);
            }
        }
    }
    ordered
}

/// From need to need until one comes up twice: it is in a circle, and what is not may wait for it.
fn in_a_circle<K: Ord + Copy>(first: K, needs: impl Fn(&K) -> Option<K>) -> Option<K> {
    let (mut at, mut seen) = (first, BTreeSet::new());
    while seen.insert(at) {
        at = needs(&at)?;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(needs: &[(u8, u8, Need)]) -> Vec<u8> {
        let mut all: Needs<u8> = BTreeMap::new();
        for (key, before, need) in needs {
            all.entry(*key).or_default().insert(*before, *need);
        }
        order(&(1..=4).collect(), &all)
    }

    #[test]
    fn without_needs_the_rank_is_the_order() {
        assert_eq!(ordered(&[]), [1, 2, 3, 4]);
    }

    #[test]
    fn a_step_comes_after_what_it_needs_and_no_later_than_that() {
        assert_eq!(ordered(&[(1, 3, Need::Sure), (2, 9, Need::Sure)]), [2, 3, 1, 4]);
    }

    #[test]
    fn in_a_circle_the_likely_need_gives_way() {
        assert_eq!(ordered(&[(1, 2, Need::Sure), (2, 1, Need::Likely)]), [3, 4, 2, 1]);
        assert_eq!(ordered(&[(1, 2, Need::Sure), (2, 1, Need::Sure)]), [3, 4, 1, 2]);
    }

    #[test]
    fn what_waits_for_a_circle_comes_after_it() {
        let needs = [(1, 3, Need::Sure), (3, 4, Need::Sure), (4, 3, Need::Sure)];
        assert_eq!(ordered(&needs), [2, 3, 1, 4]);
    }
}
