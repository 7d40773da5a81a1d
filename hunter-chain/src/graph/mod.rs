//! `Chain`: the validated graph of revisions.
//!
//! Responsible for read access: by id, by label, heads, bases, who stands on whom. Built by [`build`](self::build)
//! and free of mistakes by then; order is the same on every machine. Walking for a target is `resolve`'s.

mod build;
mod check;
mod cycles;
mod ends;
mod side;
mod walk;

pub(crate) use build::assemble;
pub use build::{read_branches, read_chain, read_chain_with_notes, read_graph};
pub(crate) use check::nearest_id;

use std::borrow::Cow;

use crate::definitions::Definitions;
use crate::hooks::Hooks;
use crate::id::{BranchLabel, RevisionId};
use crate::lock::Lockfile;
use crate::revision::Revision;
use crate::source::Settings;

/// The position of a revision in its chain's order.
pub(crate) type Index = usize;

/// The revisions of a project in an order in which they can be applied.
#[derive(Debug, Clone)]
pub struct Chain {
    pub(crate) settings: Settings,
    /// The lockfile's text; empty without one.
    pub(crate) lock: Cow<'static, str>,
    pub(crate) revisions: Vec<Revision>,
    /// Positions sorted by id.
    pub(crate) by_id: Vec<Index>,
    /// Links through `down_revision`, both ways.
    pub(crate) parents: Vec<Vec<Index>>,
    pub(crate) children: Vec<Vec<Index>>,
    /// The same and `depends_on`.
    pub(crate) needs: Vec<Vec<Index>>,
    pub(crate) needed_by: Vec<Vec<Index>>,
    /// The revisions of each label's line, ascending; labels in byte order.
    pub(crate) lines: Vec<(BranchLabel, Vec<Index>)>,
    /// The lines each revision is on, as positions in `lines`.
    on_lines: Vec<Vec<usize>>,
    /// What some of them replace.
    side: Option<Box<Chain>>,
    hooks: Hooks,
    definitions: Definitions,
}

impl Chain {
    /// The same project before its first revision.
    #[must_use]
    pub fn without_revisions(self) -> Self {
        Self {
            settings: self.settings,
            lock: Cow::Borrowed(""),
            revisions: Vec::new(),
            by_id: Vec::new(),
            parents: Vec::new(),
            children: Vec::new(),
            needs: Vec::new(),
            needed_by: Vec::new(),
            lines: Vec::new(),
            on_lines: Vec::new(),
            side: None,
            hooks: Hooks::default(),
            definitions: self.definitions,
        }
    }

    /// Every revision, parents before children. The order depends on the graph and the ids alone.
    #[must_use]
    pub fn revisions(&self) -> &[Revision] {
        &self.revisions
    }

    /// What holds for the whole chain.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// With a lockfile's text, which was read before.
    pub(crate) fn with_lock(self, lock: Cow<'static, str>) -> Self {
        Self { lock, ..self }
    }

    /// With what runs around its runs and steps.
    pub(crate) fn with_hooks(self, hooks: Hooks) -> Self {
        Self { hooks, ..self }
    }

    /// With what its views and functions should be.
    pub(crate) fn with_definitions(self, definitions: Definitions) -> Self {
        Self { definitions, ..self }
    }

    /// What its views and functions should be, as the folder says; a binary carries nothing of it.
    #[must_use]
    pub fn definitions(&self) -> &Definitions {
        &self.definitions
    }

    /// What runs around runs and steps.
    #[must_use]
    pub fn hooks(&self) -> &Hooks {
        &self.hooks
    }

    /// What was proved of the revisions; nothing where there is no lockfile. Read from its text at each call.
    #[must_use]
    pub fn lockfile(&self) -> Lockfile {
        // It was read once before the chain was put together.
        Lockfile::parse(&self.lock).unwrap_or_default()
    }

    /// A revision by its whole id.
    #[must_use]
    pub fn get(&self, id: &RevisionId) -> Option<&Revision> {
        self.index(id.as_str()).map(|index| &self.revisions[index])
    }

    /// Revisions nothing stands on.
    #[must_use]
    pub fn heads(&self) -> Vec<&Revision> {
        self.pick(|index| self.children[index].is_empty())
    }

    /// Revisions that stand on nothing.
    #[must_use]
    pub fn bases(&self) -> Vec<&Revision> {
        self.pick(|index| self.parents[index].is_empty())
    }

    /// Revisions on which several stand.
    #[must_use]
    pub fn branch_points(&self) -> Vec<&Revision> {
        self.pick(|index| self.children[index].len() > 1)
    }

    /// The revisions that stand on this one, in chain order.
    #[must_use]
    pub fn children(&self, id: &RevisionId) -> Vec<&Revision> {
        let children = self.index(id.as_str()).map(|index| &self.children[index]);
        children.into_iter().flatten().map(|child| &self.revisions[*child]).collect()
    }

    /// The labels of the lines a revision belongs to, in byte order.
    #[must_use]
    pub fn labels(&self, id: &RevisionId) -> Vec<&BranchLabel> {
        let Some(index) = self.index(id.as_str()) else { return Vec::new() };
        self.on_lines[index].iter().map(|line| &self.lines[*line].0).collect()
    }

    /// What a reader should know about a revision's place, in Alembic's words: head, branch point, merge point.
    #[must_use]
    pub fn role(&self, id: &RevisionId) -> Role {
        let Some(index) = self.index(id.as_str()) else { return Role::default() };
        let is_head = self.children[index].is_empty();
        Role {
            head: is_head && self.needed_by[index].is_empty(),
            effective_head: is_head && !self.needed_by[index].is_empty(),
            branch_point: self.children[index].len() > 1,
            merge_point: self.parents[index].len() > 1,
        }
    }

    pub(crate) fn index(&self, id: &str) -> Option<Index> {
        let found = self.by_id.binary_search_by(|at| self.revisions[*at].id.as_str().cmp(id));
        found.ok().map(|at| self.by_id[at])
    }

    /// The revisions whose id begins so, in byte order.
    pub(crate) fn with_prefix(&self, prefix: &str) -> &[Index] {
        let id = |at: &Index| self.revisions[*at].id.as_str();
        let from = self.by_id.partition_point(|at| id(at) < prefix);
        let len = self.by_id[from..].partition_point(|at| id(at).starts_with(prefix));
        &self.by_id[from..from + len]
    }

    fn pick(&self, keep: impl Fn(Index) -> bool) -> Vec<&Revision> {
        (0..self.revisions.len()).filter(|index| keep(*index)).map(|index| &self.revisions[index]).collect()
    }
}

/// A revision's place in the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Role {
    /// Nothing stands on it and nothing depends on it.
    pub head: bool,
    /// Nothing stands on it, but a revision of another line depends on it.
    pub effective_head: bool,
    /// Several stand on it.
    pub branch_point: bool,
    /// It stands on several.
    pub merge_point: bool,
}
