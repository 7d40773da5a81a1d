//! The line that a squashed revision replaces: what databases of before stand on, kept beside the chain.
//!
//! Responsible for putting it together as a chain of its own, as it was before the squash (with what it stood on), and for
//! the steps of a database that is inside of it: it finishes the old line, and then the new revision is only recorded.
//! Replaced revisions may replace others in turn; then the line has a side line itself.

use std::collections::{BTreeMap, BTreeSet};

use super::{Chain, assemble};
use crate::applied::Applied;
use crate::id::RevisionId;
use crate::plan::Plan;
use crate::revision::Revision;
use crate::target::Target;

impl Chain {
    /// The chain with its side line, from revisions that are kept for what replaces them.
    #[must_use]
    pub(crate) fn with_legacy(mut self, legacy: Vec<Revision>) -> Self {
        let pool = legacy.into_iter().map(|revision| (revision.id.clone(), revision)).collect();
        self.side = side_of(&self, &pool).map(Box::new);
        self
    }

    /// The revisions that others replace, as the chain that they were, with what it stood on. `None` where nothing is
    /// replaced.
    #[must_use]
    pub fn legacy(&self) -> Option<&Chain> {
        self.side.as_deref()
    }

    /// Every revision that is kept for what replaces it, in the order in which each line was applied.
    pub fn replaced(&self) -> impl Iterator<Item = &Revision> {
        let lines = std::iter::successors(Some(self), |chain| chain.legacy());
        // A side line repeats what it stood on.
        lines.clone().zip(lines.skip(1)).flat_map(|(chain, side)| {
            side.revisions().iter().filter(|revision| chain.get(&revision.id).is_none())
        })
    }

    /// A revision by its whole id, be it of the chain or replaced.
    #[must_use]
    pub fn get_any(&self, id: &RevisionId) -> Option<&Revision> {
        self.get(id).or_else(|| self.legacy()?.get_any(id))
    }

    /// The revision that replaces another one.
    #[must_use]
    pub fn replacing(&self, id: &RevisionId) -> Option<&Revision> {
        // Most chains replace nothing, and this is asked of every step.
        self.legacy().and_then(|_| self.revisions().iter().find(|revision| self.covers(revision, id)))
    }

    /// Whether a revision replaces another one, directly or by way of others.
    #[must_use]
    pub fn covers(&self, revision: &Revision, id: &RevisionId) -> bool {
        let replaces = &revision.declared.replaces;
        let Some(side) = self.legacy() else { return false };
        replaces.contains(id)
            || replaces.iter().filter_map(|id| side.get(id)).any(|replaced| side.covers(replaced, id))
    }

    /// The chain or side line that a revision is on.
    #[must_use]
    pub fn line_of(&self, revision: &Revision) -> &Chain {
        match self.legacy() {
            Some(side) if self.get(&revision.id).is_none() => side.line_of(revision),
            _ => self,
        }
    }

    /// Every revision, and before each the ones that it replaces: in this order what any applied set did can be added up.
    #[must_use]
    pub fn with_replaced(&self) -> Vec<&Revision> {
        let old = |revision: &Revision| {
            let side = self.legacy().filter(|_| !revision.declared.replaces.is_empty());
            let all = side.map(Chain::with_replaced).unwrap_or_default();
            all.into_iter().filter(|old| self.covers(revision, &old.id)).collect::<Vec<_>>()
        };
        self.revisions().iter().flat_map(|revision| old(revision).into_iter().chain([revision])).collect()
    }

    /// What a database lacks, in the order in which it would get it.
    #[must_use]
    pub fn pending(&self, applied: &Applied) -> Vec<&Revision> {
        let lacks = self.revisions().iter().filter(|revision| !applied.contains(&revision.id));
        self.through_side_lines(lacks.collect(), applied).0
    }

    /// Whether a database is inside the line that a revision replaces, or at its end.
    pub(crate) fn is_inside(&self, revision: &Revision, applied: &Applied) -> bool {
        !revision.declared.replaces.is_empty()
            && !applied.contains(&revision.id)
            && applied.ids().iter().any(|id| self.covers(revision, id))
    }

    /// Where a database is on the side line, unless revisions of the chain already stand on what replaces it.
    pub(crate) fn tips_of_side(&self, applied: &Applied) -> Option<(&Chain, Vec<&Revision>)> {
        let side = self.legacy().filter(|side| side.is_where(applied, self))?;
        let is_below = |tip: &&Revision| {
            let above = self.replacing(&tip.id).and_then(|revision| self.index(revision.id.as_str()));
            let above = above.map(|at| self.descendants(&[at])).unwrap_or_default();
            above.iter().any(|at| applied.contains(&self.revisions[*at].id))
        };
        let tips = side.current(applied).into_iter().filter(|tip| !is_below(tip)).collect();
        Some((side, tips))
    }

    /// The steps of an upgrade that ends on the side line: of a database that is on it, to one of its revisions or so many steps
    /// on. Nobody else is led there.
    pub(crate) fn plan_up_side(&self, target: &Target, applied: &Applied) -> Option<Plan<'_>> {
        let (side, _) = self.tips_of_side(applied).filter(|(_, tips)| !tips.is_empty())?;
        // Be it on a line that a revision of the side line replaces in turn.
        let is_there = |id: &RevisionId| self.get(id).is_none() && side.get_any(id).is_some();
        let plan = side.plan_upgrade(target, applied).ok().filter(|plan| !plan.is_empty())?;
        let ends_there = plan.steps.last().is_some_and(|last| is_there(&last.id));
        let is_meant = match target {
            Target::Relative(_) => true,
            Target::Revision(word) => {
                let mut lines = std::iter::successors(Some(side), |line| line.legacy());
                let of =
                    |line: &Chain| line.with_prefix(word).iter().any(|at| is_there(&line.revisions[*at].id));
                lines.any(of)
            }
            _ => false,
        };
        (ends_there && is_meant).then_some(plan)
    }

    /// The steps of a downgrade of a database that is on the side line, or was and has more above it; nothing where the target
    /// is above.
    pub(crate) fn plan_down_side(&self, target: &Target, applied: &Applied) -> Option<Plan<'_>> {
        let side = self.legacy().filter(|side| side.is_where(applied, self))?;
        let is_above =
            |revision: &&Revision| applied.contains(&revision.id) && side.get(&revision.id).is_none();
        let above: Vec<&Revision> = self.revisions().iter().rev().filter(is_above).collect();
        if !above.is_empty() && matches!(target, Target::Relative(_)) {
            return None;
        }
        let plan = side.plan_downgrade(target, applied).ok()?;
        Some(Plan { steps: above.into_iter().chain(plan.steps).collect(), ..plan })
    }

    /// Whether a database is on this side line of a chain.
    pub(crate) fn is_where(&self, applied: &Applied, chain: &Chain) -> bool {
        applied.ids().iter().any(|id| chain.get(id).is_none() && self.get_any(id).is_some())
    }

    /// Steps up with those of side lines in them. What is only recorded, because all that it replaces is applied by then,
    /// is told besides.
    pub(crate) fn through_side_lines<'c>(
        &'c self,
        steps: Vec<&'c Revision>,
        applied: &Applied,
    ) -> (Vec<&'c Revision>, BTreeSet<RevisionId>) {
        let (mut all, mut recorded) = (Vec::with_capacity(steps.len()), BTreeSet::new());
        for revision in steps {
            if let Some(side) = self.legacy().filter(|_| self.is_inside(revision, applied)) {
                let rest = |old: &&Revision| {
                    revision.declared.replaces.contains(&old.id) && !applied.contains(&old.id)
                };
                let (old, by_record) =
                    side.through_side_lines(side.revisions().iter().filter(rest).collect(), applied);
                all.extend(old);
                recorded.extend(by_record);
                recorded.insert(revision.id.clone());
            }
            all.push(revision);
        }
        (all, recorded)
    }
}

fn side_of(chain: &Chain, pool: &BTreeMap<RevisionId, Revision>) -> Option<Chain> {
    let named = chain.revisions.iter().flat_map(|revision| &revision.declared.replaces);
    let old: Vec<Revision> = named.filter_map(|id| pool.get(id)).cloned().collect();
    if old.is_empty() {
        return None;
    }
    let below = old.iter().flat_map(|revision| revision.parents.iter().chain(&revision.depends_on));
    let below: Vec<_> = below.filter_map(|id| chain.index(id.as_str())).collect();
    let stood_on = chain.ancestors(&below).into_iter().map(|at| chain.revisions[at].clone());
    let revisions: BTreeMap<RevisionId, Revision> =
        stood_on.chain(old).map(|revision| (revision.id.clone(), revision)).collect();
    let mut side = assemble(chain.settings.clone(), revisions.into_values().collect());
    side.lock = chain.lock.clone();
    side.side = side_of(&side, pool).map(Box::new);
    Some(side)
}

#[cfg(test)]
mod tests {
    use crate::{Applied, Chain, RevisionId, SourceTree, read_chain};

    fn chain(files: &[(&str, &str)]) -> Chain {
        let mut all = vec![("hunter.toml", "dialects = [\"sqlite\"]".to_owned())];
        let scripts: Vec<(String, String)> = files
            .iter()
            .flat_map(|(directory, metadata)| {
                let file = |name: &str, text: &str| (format!("{directory}/{name}"), text.to_owned());
                let table = directory.replace(['/', '_'], "");
                [
                    file("up.sql", &format!("create table {table} (id integer);")),
                    file("down.sql", &format!("drop table {table};")),
                    file("metadata.toml", metadata),
                ]
            })
            .collect();
        all.extend(scripts.iter().map(|(path, text)| (path.as_str(), text.clone())));
        let files: Vec<(&str, &str)> = all.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let chain = read_chain(&SourceTree::of("migrations", &files));
        chain.unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
    }

    /// `new` replaced `a` and `b`; `next` stands on it.
    fn squashed() -> Chain {
        chain(&[
            ("new_b", "down_revision = \"base\"\nreplaces = [\"a\", \"b\"]"),
            ("next_n", "down_revision = \"new\""),
            ("legacy/a_one", "down_revision = \"base\""),
            ("legacy/b_two", "down_revision = \"a\""),
        ])
    }

    fn applied(ids: &[&str]) -> Applied {
        Applied::in_order(ids.iter().map(|id| RevisionId::trusted((*id).to_owned())))
    }

    /// The steps to a target, if it can be reached.
    fn steps_to(target: &str, chain: &Chain, ids: &[&str]) -> Option<String> {
        let plan = chain.plan_upgrade(&target.parse().unwrap(), &applied(ids)).ok()?;
        Some(plan.steps.iter().map(|revision| revision.id.to_string()).collect::<Vec<_>>().join(" "))
    }

    fn steps(chain: &Chain, ids: &[&str]) -> Vec<String> {
        let plan = chain.plan_upgrade(&"head".parse().unwrap(), &applied(ids)).unwrap();
        let shown =
            |id: &RevisionId| if plan.recorded.contains(id) { format!("({id})") } else { id.to_string() };
        plan.steps.iter().map(|revision| shown(&revision.id)).collect()
    }

    #[test]
    fn an_empty_database_takes_the_new_revision_and_never_the_old_line() {
        assert_eq!(steps(&squashed(), &[]), ["new", "next"]);
        assert_eq!(squashed().heads().len(), 1);
    }

    #[test]
    fn only_a_database_on_the_old_line_is_led_along_it() {
        let steps = |target: &str, applied: &[&str]| {
            let chain = chain(&[
                ("new1_b", "down_revision = \"base\"\nreplaces = [\"aaaa\", \"bbbb\", \"cccc\"]"),
                ("next_n", "down_revision = \"new1\""),
                ("legacy/aaaa_one", "down_revision = \"base\""),
                ("legacy/bbbb_two", "down_revision = \"aaaa\""),
                ("legacy/cccc_three", "down_revision = \"bbbb\""),
            ]);
            steps_to(target, &chain, applied)
        };
        assert_eq!(steps("+1", &["aaaa"]).as_deref(), Some("bbbb"));
        assert_eq!(steps("bbbb", &["aaaa"]).as_deref(), Some("bbbb"));
        assert_eq!(steps("+1", &["aaaa", "bbbb", "cccc"]).as_deref(), Some("new1"));
        assert_eq!(steps("new1", &["aaaa"]).as_deref(), Some("bbbb cccc new1"));
        for (target, applied) in [("bbbb", &["new1", "next"][..]), ("+1", &["new1", "next"]), ("bbbb", &[])] {
            assert_eq!(steps(target, applied), None, "{target}");
        }
    }

    #[test]
    fn a_database_inside_the_old_line_finishes_it_and_the_new_revision_is_recorded() {
        assert_eq!(steps(&squashed(), &["a"]), ["b", "(new)", "next"]);
        assert_eq!(steps(&squashed(), &["a", "b"]), ["(new)", "next"]);
        assert_eq!(steps(&squashed(), &["new"]), ["next"]);
    }

    /// `top1` replaced `new1` and `cccc`; before that `new1` replaced `aaaa` and `bbbb`.
    fn squashed_twice() -> Chain {
        chain(&[
            ("base0_b", "down_revision = \"base\""),
            ("top1_t", "down_revision = \"base0\"\nreplaces = [\"new1\", \"cccc\"]"),
            ("legacy/new1_n", "down_revision = \"base0\"\nreplaces = [\"aaaa\", \"bbbb\"]"),
            ("legacy/cccc_three", "down_revision = \"new1\""),
            ("legacy/aaaa_one", "down_revision = \"base0\""),
            ("legacy/bbbb_two", "down_revision = \"aaaa\""),
        ])
    }

    #[test]
    fn a_replaced_revision_may_have_replaced_others() {
        let chain = squashed_twice();
        assert_eq!(steps(&chain, &["base0", "aaaa"]), ["bbbb", "(new1)", "cccc", "(top1)"]);
        assert_eq!(steps(&chain, &["base0", "new1"]), ["cccc", "(top1)"]);
        assert_eq!(steps(&chain, &[]), ["base0", "top1"]);
        let kept: Vec<&str> = chain.replaced().map(|revision| revision.id.as_str()).collect();
        assert_eq!(kept, ["new1", "cccc", "aaaa", "bbbb"]);
    }

    #[test]
    fn a_database_on_the_inner_of_two_old_lines_is_there_alone_and_is_led_along_it() {
        let chain = squashed_twice();
        let steps = |target: &str, ids: &[&str]| steps_to(target, &chain, ids);
        assert_eq!(steps("+1", &["base0", "aaaa"]).as_deref(), Some("bbbb"));
        assert_eq!(steps("bbbb", &["base0", "aaaa"]).as_deref(), Some("bbbb"));
        assert_eq!(steps("+1", &["base0", "aaaa", "bbbb"]).as_deref(), Some("new1"));
        assert_eq!(steps("cccc", &["base0", "aaaa"]).as_deref(), Some("bbbb new1 cccc"));
        assert_eq!(steps("bbbb", &["base0"]), None);
        for (ids, last) in [
            (&["base0", "aaaa"][..], "aaaa"),
            (&["base0", "new1"], "new1"),
            (&["base0", "aaaa", "bbbb", "new1", "cccc"], "cccc"),
            (&["base0", "aaaa", "bbbb", "new1", "cccc", "top1"], "top1"),
        ] {
            let current: Vec<_> =
                chain.current(&applied(ids)).into_iter().map(|one| one.id.as_str()).collect();
            assert_eq!(current, [last], "{ids:?}");
        }
    }
}
