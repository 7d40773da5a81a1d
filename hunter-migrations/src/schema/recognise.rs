//! Which revisions leave behind what was found.
//!
//! Responsible for going through everything that a database can stand at, once: from one revision to the next only what it
//! changes is judged again, so that a long chain costs what its effects do. Pure.

use std::collections::{BTreeMap, BTreeSet};

use hunter_chain::{Applied, Chain, Lockfile, Revision, RevisionId};
use hunter_schema::{Ignore, ObjectId, Snapshot};

use super::drift::{self, Drift};
use super::expected::Expected;
use crate::error::Error;
use crate::status::Status;
use crate::words::Words;

/// The lines that a database can stand on, each whole in itself, the one that an upgrade goes on first.
pub(crate) fn lines(chain: &Chain) -> Vec<&Chain> {
    std::iter::successors(Some(chain), |chain| chain.legacy()).collect()
}

/// What was found, and what is passed over in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'f> {
    pub(crate) schema: &'f Snapshot,
    pub(crate) server: &'f str,
    pub(crate) ignore: &'f Ignore,
}

/// Revisions with everything below them, and how far what was found is from what they leave behind.
#[derive(Debug)]
pub(crate) struct Candidate<'c> {
    pub(crate) line: &'c Chain,
    /// Nothing of it stands on these.
    pub(crate) tops: Vec<&'c Revision>,
    /// So many objects differ.
    pub(crate) apart: usize,
}

/// Everything that was looked at.
#[derive(Debug, Default)]
pub(crate) struct Search<'c> {
    /// The newest first, line by line.
    pub(crate) candidates: Vec<Candidate<'c>>,
    /// Of these it is not known what they leave behind.
    pub(crate) not_compared: Vec<RevisionId>,
    /// Why, of the first one.
    pub(crate) why: Option<Error>,
}

impl<'c> Search<'c> {
    /// Over all lines of a chain.
    pub(crate) fn over(chain: &'c Chain, words: &'static Words, found: Found<'_>) -> Result<Self, Error> {
        let (mut search, lock) = (Self::default(), chain.lockfile());
        for line in lines(chain) {
            search.line(line, &lock, words, found)?;
            // The end of a line is what replaced it.
            if search.exact().next().is_some() {
                break;
            }
        }
        Ok(search)
    }

    /// Those that are what was found.
    pub(crate) fn exact(&self) -> impl Iterator<Item = &Candidate<'c>> {
        self.candidates.iter().filter(|candidate| candidate.apart == 0)
    }

    /// The one that differs in the fewest objects; of several the newest.
    pub(crate) fn nearest(&self) -> Option<&Candidate<'c>> {
        self.candidates.iter().min_by_key(|candidate| candidate.apart)
    }

    fn line(
        &mut self,
        line: &'c Chain,
        lock: &Lockfile,
        words: &'static Words,
        found: Found<'_>,
    ) -> Result<(), Error> {
        let start = Walk::start(Expected::of_nothing(line, words)?, found);
        let mut walk = start.clone();
        let (mut at, mut of_line) = (None, BTreeMap::new());
        let mut unknown: BTreeSet<&RevisionId> = BTreeSet::new();
        let heads = line.heads();
        let together = (heads.len() > 1).then(|| (line.revisions().len(), heads));
        let each = depth_first(line).into_iter().map(|(place, revision)| (place, vec![revision]));
        for (place, tops) in each.chain(together) {
            let top = tops[0];
            let needs = || tops.iter().flat_map(|top| top.parents.iter().chain(&top.depends_on));
            let goes_on = matches!((tops.as_slice(), needs().collect::<Vec<_>>().as_slice()), ([_], [below]) if at == Some(*below));
            let mut steps = vec![top];
            if !goes_on {
                walk = start.clone();
                steps = below(line, &tops);
            }
            at = None;
            let done = if needs().any(|id| unknown.contains(id)) {
                Err(None)
            } else {
                let mut steps = steps.into_iter();
                steps.try_for_each(|step| walk.step(lock, step, words)).map_err(Some)
            };
            if let Err(why) = done {
                if tops.len() == 1 {
                    unknown.insert(&top.id);
                }
                self.why = self.why.take().or(why);
                continue;
            }
            at = (tops.len() == 1).then_some(&top.id);
            of_line.insert(place, Candidate { line, apart: walk.apart(), tops });
        }
        self.candidates.extend(of_line.into_values().rev());
        self.not_compared.extend(unknown.into_iter().cloned());
        Ok(())
    }
}

impl Candidate<'_> {
    pub(crate) fn ids(&self) -> Vec<RevisionId> {
        self.tops.iter().map(|top| top.id.clone()).collect()
    }
}

/// Revisions and everything that they need, in the chain's order.
pub(crate) fn below<'c>(line: &'c Chain, tops: &[&Revision]) -> Vec<&'c Revision> {
    if let [top] = tops {
        return line.with_ancestors(&top.id);
    }
    let all = tops.iter().flat_map(|top| line.with_ancestors(&top.id)).map(|one| one.id.clone());
    let all = Applied::in_order(all);
    line.revisions().iter().filter(|revision| all.contains(&revision.id)).collect()
}

/// How what was found differs from what revisions leave behind, and that.
pub(crate) fn compared(
    line: &Chain,
    words: &'static Words,
    tops: &[&Revision],
    found: Found<'_>,
) -> Result<(Expected, Drift), Error> {
    let applied = Applied::in_order(below(line, tops).into_iter().map(|revision| revision.id.clone()));
    let expected = Expected::of(line, words, &applied)?;
    let at = (tops.iter().map(|top| top.id.clone()).collect(), Status::Drifted);
    let drift = Drift::between(&expected, found.schema, found.server, found.ignore, at);
    Ok((expected, drift))
}

/// With their places in the chain's order, each line to its end before the next one, so that most stand on the one before.
fn depth_first(line: &Chain) -> Vec<(usize, &Revision)> {
    let places: BTreeMap<&RevisionId, usize> =
        line.revisions().iter().enumerate().map(|(place, revision)| (&revision.id, place)).collect();
    let mut waiting = line.bases();
    waiting.reverse();
    let (mut order, mut seen) = (Vec::new(), BTreeSet::new());
    while let Some(revision) = waiting.pop() {
        if !seen.insert(&revision.id) {
            continue;
        }
        order.push((places[&revision.id], revision));
        waiting.extend(line.children(&revision.id).into_iter().rev());
    }
    order
}

/// What revisions leave behind so far, and which objects are not that.
#[derive(Clone)]
struct Walk<'f> {
    found: Found<'f>,
    expected: Expected,
    /// Objects that are missing, unexpected, or otherwise.
    facts: BTreeSet<ObjectId>,
    /// Objects of which only a text is otherwise.
    bodies: BTreeSet<ObjectId>,
    /// The last count that turned out to be 0, which holds until something changes.
    settled: Option<usize>,
}

impl<'f> Walk<'f> {
    fn start(expected: Expected, found: Found<'f>) -> Self {
        let ids = found.schema.objects().chain(expected.snapshot.objects()).map(|(id, _)| id.clone());
        let ids: BTreeSet<ObjectId> = ids.collect();
        let (facts, bodies) = (BTreeSet::new(), BTreeSet::new());
        let mut walk = Self { found, expected, facts, bodies, settled: None };
        ids.into_iter().for_each(|id| walk.judge(id));
        walk
    }

    fn step(&mut self, lock: &Lockfile, revision: &Revision, words: &Words) -> Result<(), Error> {
        let effects = self.expected.step(lock, revision, words.dialect)?;
        if !effects.is_empty() {
            self.settled = None;
        }
        let touched = effects.added.into_keys().chain(effects.removed.into_keys());
        touched.chain(effects.changed.into_keys()).for_each(|id| self.judge(id));
        Ok(())
    }

    fn judge(&mut self, id: ObjectId) {
        let sides = (self.expected.snapshot.get(&id), self.found.schema.get(&id));
        let (facts, bodies) = match sides {
            (None, None) => (false, false),
            // Whether a revision speaks of such a right after all is for the whole comparison to say.
            (None, Some(_)) if drift::is_given(&id, &self.expected.given, [].into_iter()) => (false, false),
            (Some(wanted), Some(is)) => (wanted.facts != is.facts, wanted.bodies != is.bodies),
            (Some(object), None) | (None, Some(object)) => {
                // A sequence goes with the column that owns it.
                let is_of = |owner| self.found.ignore.covers(&drift::column(owner));
                (!object.facts.get("owner").is_some_and(is_of), false)
            }
        };
        let counts = (facts || bodies) && !self.found.ignore.covers(&id);
        self.facts.remove(&id);
        self.bodies.remove(&id);
        if counts {
            let set = if facts { &mut self.facts } else { &mut self.bodies };
            set.insert(id);
        }
    }

    /// How many objects differ. What seems to be nothing is compared as a whole, which knows exceptions.
    fn apart(&mut self) -> usize {
        let bodies = if self.expected.is_of(self.found.server) { self.bodies.len() } else { 0 };
        let count = self.facts.len() + bodies;
        if count > 0 {
            return count;
        }
        if let Some(settled) = self.settled {
            return settled;
        }
        let Found { schema, server, ignore } = self.found;
        let drift = Drift::between(&self.expected, schema, server, ignore, (Vec::new(), Status::Drifted));
        *self.settled.insert(drift.differences.len())
    }
}
