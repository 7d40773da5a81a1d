//! A chain of some size with databases at several places of it, and what can be asked.

use hunter_chain::{
    Applied, Chain, Line, Plan, ResolveError, RevisionId, SourceTree, Target, pack, read_chain, unpack,
};

/// What is asked of every shape, and of every size.
pub(crate) struct Bed {
    pub(crate) count: usize,
    pub(crate) chain: Chain,
    pub(crate) none: Applied,
    pub(crate) half: Applied,
    pub(crate) all: Applied,
    /// The heads alone: everything below is a hole.
    pub(crate) heads: Applied,
}

/// A question: its name, how to ask, and the answer for a count of revisions.
pub(crate) type Question = (&'static str, fn(&Bed) -> usize, fn(usize) -> usize);

impl Bed {
    pub(crate) fn new(tree: &SourceTree, count: usize) -> Self {
        let chain = read_chain(tree).unwrap_or_else(|found| panic!("{}", found[0].render()));
        let applied = |ids: &mut dyn Iterator<Item = &RevisionId>| Applied::in_order(ids.cloned());
        let ids = || chain.revisions().iter().map(|revision| &revision.id);
        let (half, all) = (applied(&mut ids().take(count / 2)), applied(&mut ids()));
        let heads = applied(&mut chain.heads().into_iter().map(|head| &head.id));
        Self { count, none: Applied::none(), half, all, heads, chain }
    }

    pub(crate) fn up(&self, at: &Applied, target: &str) -> usize {
        self.chain.plan_upgrade(&read(target), at).unwrap().steps.len()
    }

    pub(crate) fn down(&self, at: &Applied, target: &str) -> usize {
        self.chain.plan_downgrade(&read(target), at).unwrap().steps.len()
    }

    /// The number that an error is about.
    fn refused(&self, plan: Result<Plan<'_>, ResolveError>) -> usize {
        let error = plan.unwrap_err();
        assert!(error.to_string().len() + error.help().len() > 20);
        match error {
            ResolveError::TooFar { possible, .. } => possible,
            ResolveError::SeveralHeads { heads, labels } => heads.len().min(labels.len()),
            ResolveError::AmbiguousWalk { options, .. } => options.len(),
            ResolveError::WhichParent { parents, .. } => parents.len(),
            ResolveError::Unknown { nearest, .. } => usize::from(nearest.is_some()),
            other => panic!("{other}"),
        }
    }

    pub(crate) fn not_up(&self, at: &Applied, target: &str) -> usize {
        self.refused(self.chain.plan_upgrade(&read(target), at))
    }

    pub(crate) fn not_down(&self, at: &Applied, target: &str) -> usize {
        self.refused(self.chain.plan_downgrade(&read(target), at))
    }

    pub(crate) fn stamp(&self, at: &Applied, target: &str) -> usize {
        let plan = self.chain.plan_stamp(&[read(target)], at).unwrap();
        plan.added.len() + plan.removed.len()
    }

    fn range(&self, range: &str) -> usize {
        self.chain.range(&range.parse().unwrap(), &self.all).unwrap().len()
    }

    /// All of a comb but its teeth.
    pub(crate) fn trunk(&self) -> Applied {
        let on_trunk = self.chain.revisions().iter().filter(|r| self.chain.labels(&r.id).is_empty());
        Applied::in_order(on_trunk.map(|revision| revision.id.clone()))
    }

    /// How many revisions come back from the packed form as they were.
    pub(crate) fn unpacked(&self) -> usize {
        let packed = pack(&self.chain).unwrap();
        let back = unpack(packed.blob.leak(), packed.index.leak());
        back.revisions().iter().zip(self.chain.revisions()).filter(|(back, was)| back == was).count()
    }

    /// `history` with everything on it: how many lines say `current`.
    fn lines(&self, current: &Applied) -> usize {
        let show = Line { parents: true, labels: true, message: true, current: Some(current) };
        let revisions = self.chain.revisions().iter();
        revisions.filter(|revision| self.chain.line(revision, show).contains("(current)")).count()
    }

    fn entries(&self) -> usize {
        let entry = |revision| self.chain.entry(revision, Some(&self.all)).starts_with("Rev: ");
        self.chain.revisions().iter().filter(|revision| entry(revision)).count()
    }
}

fn read(target: &str) -> Target {
    target.parse().unwrap()
}

/// What has the same answer in every shape.
pub(crate) const QUESTIONS: &[Question] = &[
    ("upgrade heads from nothing", |bed| bed.up(&bed.none, "heads"), |n| n),
    ("upgrade heads from the middle", |bed| bed.up(&bed.half, "heads"), |n| n - n / 2),
    ("upgrade heads over holes", |bed| bed.up(&bed.heads, "heads") + bed.heads.ids().len(), |n| n),
    ("downgrade base", |bed| bed.down(&bed.all, "base"), |n| n),
    ("downgrade heads", |bed| bed.down(&bed.all, "heads"), |_| 0),
    ("downgrade current", |bed| bed.down(&bed.half, "current"), |_| 0),
    ("downgrade -1", |bed| bed.down(&bed.all, "-1"), |_| 1),
    ("downgrade -N", |bed| bed.down(&bed.all, &format!("-{}", bed.count)), |n| n),
    ("downgrade -N, one too far", |bed| bed.not_down(&bed.all, &format!("-{}", bed.count + 1)), |n| n),
    ("an unknown id", |bed| bed.not_up(&bed.all, "0123456789ab"), |_| 0),
    ("stamp heads", |bed| bed.stamp(&bed.none, "heads"), |n| n),
    ("stamp base", |bed| bed.stamp(&bed.all, "base"), |n| n),
    ("a range of all", |bed| bed.range("base:"), |n| n),
    ("holes", |bed| bed.chain.gaps(&bed.heads).len() + bed.heads.ids().len(), |n| n),
    ("current", |bed| bed.chain.current(&bed.all).len() - bed.heads.ids().len(), |_| 0),
    ("strangers", |bed| bed.chain.unknown(&bed.all).len(), |_| 0),
    ("lines", |bed| bed.lines(&bed.all) - bed.heads.ids().len(), |_| 0),
    ("entries", |bed| bed.entries(), |n| n),
    ("pack", |bed| pack(&bed.chain).map_or(0, |packed| packed.index.len() / 100 / bed.count), |_| 1),
];
