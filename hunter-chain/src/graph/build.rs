//! From checked links to a `Chain`: positions, order, lines of labels.
//!
//! Responsible for the order: parents before children, a branch kept together where the graph allows, ties by id, so
//! that two machines and two runs agree. Mistakes are reported by `check` before.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{Chain, Index, check};
use crate::definitions::Definitions;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::history;
use crate::hooks::Hooks;
use crate::id::BranchLabel;
use crate::revision::Revision;
use crate::scripts;
use crate::source::{Settings, SourceTree, parse};

/// Reads a tree of files as a chain: the one brain of macro, command line, tests and lockfile.
///
/// # Errors
/// Every mistake of the project, sorted by place.
///
/// ```
/// # use hunter_chain::{SourceTree, read_chain};
/// let tree = SourceTree::of("migrations", &[
///     ("hunter.toml", "dialects = [\"sqlite\"]"),
///     ("0001_users/up.sql", "create table users (id integer primary key);"),
///     ("0001_users/down.sql", "drop table users;"),
/// ]);
/// let chain = read_chain(&tree).unwrap();
/// assert_eq!(chain.heads()[0].id.as_str(), "0001");
/// ```
pub fn read_chain(tree: &SourceTree) -> Result<Chain, Vec<Diagnostic>> {
    read_chain_with_notes(tree).0
}

/// The same with the notes: what is wrong with revisions older than `strict_from`, and stops nothing.
pub fn read_chain_with_notes(tree: &SourceTree) -> (Result<Chain, Vec<Diagnostic>>, Vec<Diagnostic>) {
    let mut found = Diagnostics::new();
    let source = parse(tree, &mut found);
    let (settings, lock, strict_from) =
        (source.settings.clone(), source.lock.clone(), source.strict_from.clone());
    let (hooks, definitions) = (source.hooks.clone(), source.definitions.clone());
    let in_version_order = source.in_version_order();
    let (mut revisions, legacy) = check::check(source, &mut found);
    let older = history::older(strict_from.as_ref(), &revisions, &in_version_order, &mut found);
    scripts::check(&revisions, &mut found);
    scripts::check(&legacy, &mut found);
    scripts::check(&hooks.as_revisions(), &mut found);
    scripts::check(&definitions.as_revisions(), &mut found);
    revisions.iter_mut().filter(|revision| older.contains(&revision.id)).for_each(history::tolerate);
    let directories = revisions.iter().filter(|revision| older.contains(&revision.id));
    found.tolerate(&directories.map(|revision| tree.shown(&revision.directory)).collect());
    let (mistakes, notes) = found.parted();
    (
        if mistakes.is_empty() {
            Ok(assemble(settings, revisions)
                .with_lock(lock)
                .with_legacy(legacy)
                .with_hooks(hooks)
                .with_definitions(definitions))
        } else {
            Err(mistakes)
        },
        notes,
    )
}

/// The graph alone, its scripts unread. For tests of a runner, which has to be safe with scripts that no compiler would
/// have let through.
///
/// # Errors
/// What is wrong with files, metadata and graph.
#[doc(hidden)]
pub fn read_graph(tree: &SourceTree) -> Result<Chain, Vec<Diagnostic>> {
    let mut found = Diagnostics::new();
    let source = parse(tree, &mut found);
    let (settings, lock) = (source.settings.clone(), source.lock.clone());
    let (hooks, definitions) = (source.hooks.clone(), source.definitions.clone());
    let (revisions, legacy) = check::check(source, &mut found);
    if found.is_empty() {
        Ok(assemble(settings, revisions)
            .with_lock(lock)
            .with_legacy(legacy)
            .with_hooks(hooks)
            .with_definitions(definitions))
    } else {
        Err(found.sorted())
    }
}

/// As [`read_graph`]; that there are several heads or bases is no mistake here. For tools that join them.
///
/// # Errors
/// What else is wrong with files, metadata and graph.
#[doc(hidden)]
pub fn read_branches(tree: &SourceTree) -> Result<Chain, Vec<Diagnostic>> {
    let mut found = Diagnostics::new();
    let source = parse(tree, &mut found);
    let settings = source.settings.clone();
    let (revisions, legacy) = check::check(source, &mut found);
    let mut mistakes = found.sorted();
    mistakes.retain(|mistake| !matches!(mistake.code, Code::SeveralHeads | Code::SeveralBases));
    if mistakes.is_empty() { Ok(assemble(settings, revisions).with_legacy(legacy)) } else { Err(mistakes) }
}

/// Puts revisions together whose links are known to be sound: those of [`read_chain`] or of a binary's index.
#[must_use]
pub(crate) fn assemble(settings: Settings, mut revisions: Vec<Revision>) -> Chain {
    revisions.sort_by(|a, b| a.id.cmp(&b.id));
    let positions: BTreeMap<&str, Index> =
        revisions.iter().enumerate().map(|(index, revision)| (revision.id.as_str(), index)).collect();
    let needs: Vec<Vec<Index>> = revisions
        .iter()
        .map(|r| {
            r.parents
                .iter()
                .chain(&r.depends_on)
                .filter_map(|id| positions.get(id.as_str()).copied())
                .collect()
        })
        .collect();
    let order = order(&needs);
    drop(positions);
    let mut slots: Vec<Option<Revision>> = revisions.into_iter().map(Some).collect();
    let revisions: Vec<Revision> = order.iter().filter_map(|at| slots[*at].take()).collect();
    let mut chain = Chain {
        settings,
        lock: Cow::default(),
        by_id: by_id(&revisions),
        parents: Vec::new(),
        children: Vec::new(),
        needs: Vec::new(),
        needed_by: Vec::new(),
        lines: Vec::new(),
        side: None,
        hooks: Hooks::default(),
        definitions: Definitions::default(),
        on_lines: vec![Vec::new(); revisions.len()],
        revisions,
    };
    (chain.parents, chain.children) = links(&chain, |r| Box::new(r.parents.iter()));
    (chain.needs, chain.needed_by) = links(&chain, |r| Box::new(r.parents.iter().chain(&r.depends_on)));
    chain.lines = lines(&chain).into_iter().collect();
    for (at, (_, line)) in chain.lines.iter().enumerate() {
        line.iter().for_each(|index| chain.on_lines[*index].push(at));
    }
    chain
}

fn by_id(revisions: &[Revision]) -> Vec<Index> {
    let mut by_id: Vec<Index> = (0..revisions.len()).collect();
    by_id.sort_by(|a, b| revisions[*a].id.cmp(&revisions[*b].id));
    by_id
}

type Ids<'a> = Box<dyn Iterator<Item = &'a crate::id::RevisionId> + 'a>;

fn links(chain: &Chain, of: impl for<'a> Fn(&'a Revision) -> Ids<'a>) -> (Vec<Vec<Index>>, Vec<Vec<Index>>) {
    let count = chain.revisions.len();
    let (mut towards, mut back) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    for (index, revision) in chain.revisions.iter().enumerate() {
        let mut seen = BTreeSet::new();
        for id in of(revision) {
            if let Some(to) = chain.index(id.as_str())
                && seen.insert(to)
            {
                towards[index].push(to);
                back[to].push(index);
            }
        }
    }
    (towards, back)
}

/// Kahn's algorithm (Kahn, 1962) with a preference: after a revision comes its own child if one is ready, else the
/// smallest id that is. Revisions on a cycle are left out.
pub(super) fn order(needs: &[Vec<Index>]) -> Vec<Index> {
    let mut needed_by: Vec<Vec<Index>> = vec![Vec::new(); needs.len()];
    let mut open: Vec<usize> = vec![0; needs.len()];
    for (index, needed) in needs.iter().enumerate() {
        open[index] = needed.len();
        for to in needed {
            needed_by[*to].push(index);
        }
    }
    let mut ready: BTreeSet<Index> = (0..needs.len()).filter(|index| open[*index] == 0).collect();
    let mut order = Vec::with_capacity(needs.len());
    let mut next: Option<Index> = None;
    while let Some(index) = next.take().or_else(|| ready.first().copied()) {
        ready.remove(&index);
        order.push(index);
        for child in &needed_by[index] {
            open[*child] -= 1;
            if open[*child] == 0 {
                ready.insert(*child);
                next = Some(next.map_or(*child, |least: Index| least.min(*child)));
            }
        }
    }
    order
}

/// Who belongs to a label, as Alembic has it: the revision that declares it, all that stand on it, and its ancestors
/// up to the last branch point or merge.
fn lines(chain: &Chain) -> BTreeMap<BranchLabel, Vec<Index>> {
    let mut lines = BTreeMap::new();
    for (index, revision) in chain.revisions.iter().enumerate() {
        for label in &revision.labels {
            // Not `reach`, which looks at the whole chain: labels are many and most lines short.
            let (mut line, mut waiting) = (BTreeSet::new(), vec![index]);
            while let Some(at) = waiting.pop() {
                if line.insert(at) {
                    waiting.extend(&chain.children[at]);
                }
            }
            let mut at = index;
            while chain.children[at].len() <= 1 && chain.parents[at].len() <= 1 {
                line.insert(at);
                let Some(parent) = chain.parents[at].first() else { break };
                at = *parent;
            }
            lines.insert(label.clone(), line.into_iter().collect());
        }
    }
    lines
}
