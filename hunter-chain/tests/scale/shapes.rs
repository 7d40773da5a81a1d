//! Trees of any size in three shapes, for the tests of scale and the benches.
//!
//! ```text
//! line    0 ─ 1 ─ 2 ─ 3 …                       one head
//! ladder  0 ─┬ 1 ┬─ 3 ─┬ 4 ┬─ 6 …               a fork and a merge per rung, one head
//!            └ 2 ┘     └ 5 ┘
//! comb    0 ─ 1 … 15 ─ 20 ─ 21 … 35 ─ 40 …      every 20th revision begins a tooth of its own label
//!                  └ 16 … 19       └ 36 … 39
//! ```

use hunter_chain::SourceTree;

/// How many revisions lie between the beginnings of two teeth, and how many of them are the tooth.
pub(crate) const PERIOD: usize = 20;
pub(crate) const TOOTH: usize = 4;

/// The id of revision `number`: 12 hex digits whose order is not that of the numbers.
pub(crate) fn id(number: usize) -> String {
    format!("{:012x}", (number as u64 + 1).wrapping_mul(0x9E37_79B9_7F4B) & 0xFFFF_FFFF_FFFF)
}

/// The id of revision `number` of a line, where the order of the ids is all there is.
pub(crate) fn line_id(number: usize) -> String {
    format!("{number:012}")
}

/// As Diesel has it: nobody wrote down a parent.
pub(crate) fn line(count: usize) -> SourceTree {
    let mut tree = empty();
    (0..count)
        .for_each(|at| insert(&mut tree, &line_id(at), &[("up.sql", "select 1"), ("down.sql", "select 2")]));
    tree
}

pub(crate) fn ladder(count: usize) -> SourceTree {
    let rung = |at: usize| match at % 3 {
        0 if at > 0 => vec![at - 2, at - 1],
        rest => parent(at, rest.max(1)),
    };
    tree((0..count).map(|at| (rung(at), None)))
}

/// Its teeth are labelled `tooth_16`, `tooth_36`, … by their first revision.
pub(crate) fn comb(count: usize) -> SourceTree {
    let label = |at| (at % PERIOD == PERIOD - TOOTH).then(|| format!("tooth_{at}"));
    tree((0..count).map(|at| (comb_parent(at), label(at))))
}

fn comb_parent(at: usize) -> Vec<usize> {
    parent(at, if at.is_multiple_of(PERIOD) { TOOTH + 1 } else { 1 })
}

/// A comb whose teeth nobody labelled: refused.
pub(crate) fn unlabelled_comb(count: usize) -> SourceTree {
    tree((0..count).map(|at| (comb_parent(at), None)))
}

/// A comb whose last revision merges all the others' heads: one head again.
pub(crate) fn merged_comb(count: usize) -> SourceTree {
    let last = count - 1;
    let is_head = |at: &usize| at % PERIOD == PERIOD - 1 || *at + 1 == last;
    let merged: Vec<usize> = (0..last).filter(is_head).collect();
    tree((0..count).map(|at| (if at == last { merged.clone() } else { comb_parent(at) }, None)))
}

/// Every revision but the first stands on one that is not there: refused.
pub(crate) fn orphans(count: usize) -> SourceTree {
    tree((0..count).map(|at| (parent(at, 1).into_iter().map(|to| to + count).collect(), None)))
}

/// All revisions in one circle: refused.
pub(crate) fn circle(count: usize) -> SourceTree {
    tree((0..count).map(|at| (vec![(at + count - 1) % count], None)))
}

fn parent(at: usize, back: usize) -> Vec<usize> {
    at.checked_sub(back).into_iter().collect()
}

fn tree(revisions: impl Iterator<Item = (Vec<usize>, Option<String>)>) -> SourceTree {
    let mut tree = empty();
    for (number, (parents, label)) in revisions.enumerate() {
        let parents: Vec<String> = parents.into_iter().map(id).collect();
        let mut meta = match parents.as_slice() {
            [] => "down_revision = \"base\"\n".to_owned(),
            parents => format!("down_revision = {parents:?}\n"),
        };
        meta.extend(label.map(|label| format!("branch_labels = \"{label}\"\n")));
        insert(
            &mut tree,
            &id(number),
            &[("metadata.toml", &meta), ("up.sql", "select 1"), ("down.sql", "select 2")],
        );
    }
    tree
}

fn empty() -> SourceTree {
    SourceTree::of("m", &[("hunter.toml", "dialects = \"sqlite\"")])
}

fn insert(tree: &mut SourceTree, id: &str, files: &[(&str, &str)]) {
    for (file, text) in files {
        tree.insert(format!("{id}_r/{file}"), text.as_bytes().to_vec());
    }
}
