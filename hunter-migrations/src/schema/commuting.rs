//! Where branches meet: whether it matters which side a database got first.
//!
//! Responsible for finding two revisions whose order matters, and the object in which it does. Where a merge joins two
//! sides, or labelled heads stand beside each other, each side runs before the other, in databases of their own; and so does
//! each pair across that shares an object, because a database may have got just those two. Equal schemas are the proof.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use hunter_chain::{Dialect, Revision, RevisionId, Target};
use hunter_schema::{Difference, Effects, Kind, Object, ObjectId, Snapshot, compare, hangs_on};
use hunter_sql::lex;

use crate::embedded::Migrations;
use crate::error::{Error, ErrorKind};
use crate::runner::{self, Migrator};
use crate::schema::prove::Proofs;
use crate::session::Session;

/// Two revisions of branches that meet, of which it matters which one a database got first.
#[derive(Debug)]
#[non_exhaustive]
pub struct Clash {
    /// The first of them in the chain's order.
    pub one: RevisionId,
    /// The other one.
    pub other: RevisionId,
    /// On which dialect.
    pub dialect: Dialect,
    /// The object in which they meet, where one is known.
    pub at: Option<ObjectId>,
    /// The revision on both; none where the branches stay apart.
    pub joined_by: Option<RevisionId>,
    how: How,
}

#[derive(Debug)]
enum How {
    /// The schema after the other and the one is not that after the one and the other.
    Differs(Vec<Difference>),
    /// One does not run after the other.
    Fails { first: RevisionId, then: RevisionId, error: Error },
}

impl Clash {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        let rebase = format!(
            "let one line stand on the other, so that there is one order: `cargo hunter rebase {}`",
            self.other
        );
        match &self.joined_by {
            Some(merge) => format!("delete the revision `{merge}`, which joins them, and {rebase}"),
            None => rebase,
        }
    }
}

impl fmt::Display for Clash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (one, other, product) = (&self.one, &self.other, self.dialect.product());
        write!(f, "revisions `{one}` and `{other}` of two branches do not commute on {product}")?;
        if let Some(at) = &self.at {
            write!(f, ": they meet in {at}")?;
        }
        match &self.how {
            How::Differs(differences) => {
                write!(
                    f,
                    ", and `{other}` before `{one}` leaves another schema than `{one}` before `{other}`:"
                )?;
                differences.iter().try_for_each(|difference| write!(f, "\n  {difference}"))
            }
            How::Fails { first, then, error } => {
                write!(f, ", and `{then}` does not run after `{first}`: {error}")
            }
        }
    }
}

/// The search, with databases that `fresh` makes.
pub(super) struct Commuting<'a, F> {
    migrations: &'a Migrations,
    dialect: Dialect,
    fresh: F,
    /// What each revision does.
    deltas: BTreeMap<RevisionId, Effects>,
}

impl<'a, K: Any, F: FnMut() -> Result<(Box<dyn Session>, K), Error>> Commuting<'a, F> {
    pub(super) fn new(
        migrations: &'a Migrations,
        dialect: Dialect,
        fresh: F,
        deltas: BTreeMap<RevisionId, Effects>,
    ) -> Self {
        Self { migrations, dialect, fresh, deltas }
    }

    /// Every place where branches meet and that was not proved before: under merges, and between heads.
    pub(super) fn clashes(&mut self, kept: &Proofs) -> Result<Vec<Clash>, Error> {
        let chain = self.migrations.chain();
        let mut clashes = Vec::new();
        let merges = chain.revisions().iter().filter(|revision| revision.is_merge());
        for merge in merges.filter(|merge| !kept.contains_key(&merge.id)) {
            clashes.extend(self.first_of_pairs(&merge.parents)?);
        }
        let heads: Vec<RevisionId> = chain.heads().iter().map(|head| head.id.clone()).collect();
        let is_new =
            |id: &&RevisionId| chain.with_ancestors(id).iter().any(|one| !kept.contains_key(&one.id));
        if heads.iter().any(|id| is_new(&id)) {
            clashes.extend(self.first_of_pairs(&heads)?);
        }
        Ok(clashes)
    }

    /// Why a revision failed after others, where it runs without those that it does not need.
    pub(super) fn stumbled(
        &mut self,
        id: &RevisionId,
        done: &[RevisionId],
        error: Error,
    ) -> Result<Clash, Error> {
        let needed: BTreeSet<RevisionId> = self.below(id).into_iter().collect();
        let beside: Vec<&RevisionId> = done.iter().filter(|one| !needed.contains(*one)).collect();
        let Some(last) = beside.last().copied() else { return Err(error) };
        match self.alone(id)? {
            Ok(effects) => drop(self.deltas.insert(id.clone(), effects)),
            Err(_) => return Err(error),
        }
        let mut culprit = (last.clone(), error);
        for one in beside {
            if let Err(error) = self.run([one, id])? {
                culprit = (one.clone(), error);
                break;
            }
        }
        let (first, error) = culprit;
        let how = How::Fails { first: first.clone(), then: id.clone(), error };
        Ok(self.clash(&first, id, how))
    }

    fn first_of_pairs(&mut self, ends: &[RevisionId]) -> Result<Option<Clash>, Error> {
        for (at, one) in ends.iter().enumerate() {
            for other in &ends[at + 1..] {
                if let Some(clash) = self.meeting(one, other)? {
                    return Ok(Some(clash));
                }
            }
        }
        Ok(None)
    }

    /// Two ends of branches, with all that is below the one and not below the other.
    fn meeting(&mut self, one: &RevisionId, other: &RevisionId) -> Result<Option<Clash>, Error> {
        let sides = [self.below(one), self.below(other)];
        let own = |side: usize| -> Vec<RevisionId> {
            sides[side].iter().filter(|id| !sides[1 - side].contains(id)).cloned().collect()
        };
        let [ours, theirs] = [own(0), own(1)];
        if let Some(how) = self.tried(one, other)? {
            return self.narrowed([one, other], &ours, &theirs, how).map(Some);
        }
        for here in &ours {
            for there in &theirs {
                let shares =
                    self.effects(here).zip(self.effects(there)).and_then(|(a, b)| a.shared_with(b)).is_some();
                if !shares || (here, there) == (one, other) {
                    continue;
                }
                if let Some(how) = self.tried(here, there)? {
                    return Ok(Some(self.clash(here, there, how)));
                }
            }
        }
        Ok(None)
    }

    /// The first revision of the one side that meets the other side badly, and the first of that one that does.
    fn narrowed(
        &mut self,
        [one, other]: [&RevisionId; 2],
        ours: &[RevisionId],
        theirs: &[RevisionId],
        how: How,
    ) -> Result<Clash, Error> {
        let mut worst = (one.clone(), other.clone(), how);
        for here in ours.iter().take(ours.len().saturating_sub(1)) {
            if let Some(how) = self.tried(here, other)? {
                worst = (here.clone(), other.clone(), how);
                break;
            }
        }
        for there in theirs.iter().take(theirs.len().saturating_sub(1)) {
            if let Some(how) = self.tried(&worst.0, there)? {
                worst = (worst.0, there.clone(), how);
                break;
            }
        }
        let (one, other, how) = worst;
        Ok(self.clash(&one, &other, how))
    }

    fn clash(&self, one: &RevisionId, other: &RevisionId, how: How) -> Clash {
        let differs = match &how {
            How::Differs(differences) => differences.first().map(|difference| difference.id().clone()),
            How::Fails { .. } => None,
        };
        let at = differs.or_else(|| {
            let chain = self.migrations.chain();
            let doing = |id| Some((chain.get(id)?, self.effects(id)?));
            in_common(doing(one)?, doing(other)?, self.dialect)
        });
        let mut merges = self.migrations.chain().revisions().iter().filter(|revision| revision.is_merge());
        let joined_by = merges.find(|merge| {
            let below = self.below(&merge.id);
            below.contains(one) && below.contains(other)
        });
        let joined_by = joined_by.map(|merge| merge.id.clone());
        Clash { one: one.clone(), other: other.clone(), dialect: self.dialect, at, joined_by, how }
    }

    /// Both orders of two revisions, each with all below it. Nothing where they lead to one schema.
    fn tried(&mut self, one: &RevisionId, other: &RevisionId) -> Result<Option<How>, Error> {
        let (mut schemas, fails) = (Vec::new(), |first: &RevisionId, then: &RevisionId, error| {
            Ok(Some(How::Fails { first: first.clone(), then: then.clone(), error }))
        });
        for (first, then) in [(one, other), (other, one)] {
            match self.run([first, then])? {
                Ok(schema) => schemas.push(schema),
                Err(error) => return fails(first, then, error),
            }
        }
        let differences = compare(&schemas[0], &schemas[1], true);
        Ok(if differences.is_empty() { None } else { Some(How::Differs(differences)) })
    }

    /// The schema after revisions, in this order and each with all below it; or what a script failed with.
    fn run(&mut self, order: [&RevisionId; 2]) -> Result<Result<Snapshot, Error>, Error> {
        let (mut session, keeper) = (self.fresh)()?;
        for id in order {
            if let Err(error) = self.up(&mut *session, id)? {
                return Ok(Err(error));
            }
        }
        let schema = self.look(&mut *session)?;
        drop((session, keeper));
        Ok(Ok(schema))
    }

    /// What a revision does where nothing is but what it needs.
    fn alone(&mut self, id: &RevisionId) -> Result<Result<Effects, Error>, Error> {
        let (mut session, keeper) = (self.fresh)()?;
        let below = self.below(id);
        for needed in below.iter().filter(|needed| *needed != id) {
            if let Err(error) = self.up(&mut *session, needed)? {
                return Ok(Err(error));
            }
        }
        let before = self.look(&mut *session)?;
        if let Err(error) = self.up(&mut *session, id)? {
            return Ok(Err(error));
        }
        let after = self.look(&mut *session)?;
        drop((session, keeper));
        Ok(Ok(Effects::between(&before, &after)))
    }

    fn up(&self, session: &mut dyn Session, id: &RevisionId) -> Result<Result<(), Error>, Error> {
        let migrator = Migrator::new(self.migrations, session)
            .without_hooks()
            .proof(runner::Proof::Off)
            .allow_unproved();
        match migrator.upgrade(Target::Revision(id.as_str().to_owned())) {
            Ok(_) => Ok(Ok(())),
            Err(error) if error.kind() == ErrorKind::Script => Ok(Err(error)),
            Err(error) => Err(error),
        }
    }

    fn look(&self, session: &mut dyn Session) -> Result<Snapshot, Error> {
        Migrator::new(self.migrations, session).schema(&self.migrations.chain().settings().schemas)
    }

    fn below(&self, id: &RevisionId) -> Vec<RevisionId> {
        self.migrations.chain().with_ancestors(id).into_iter().map(|one| one.id.clone()).collect()
    }

    fn effects(&self, id: &RevisionId) -> Option<&Effects> {
        self.deltas.get(id)
    }
}

/// An object in which two revisions meet: both speak of it, or the texts or the script of one name what the other changes.
pub(crate) fn in_common(
    (one, its): (&Revision, &Effects),
    (other, others): (&Revision, &Effects),
    dialect: Dialect,
) -> Option<ObjectId> {
    let named = |by: &Revision, effects: &Effects| {
        let nowhere = ObjectId { kind: Kind::View, name: String::new() };
        let script = script(by, dialect);
        effects.objects().find(|id| hangs_on(&nowhere, &script, id)).cloned()
    };
    its.meets(others).cloned().or_else(|| named(one, others)).or_else(|| named(other, its))
}

/// A way up as an object that consists of its text, comments left out.
fn script(revision: &Revision, dialect: Dialect) -> Object {
    let text = revision.up.get(dialect).map_or("", |script| &*script.text);
    let tokens = lex(dialect, text).filter(|token| !token.kind.is_trivia());
    let words: Vec<&str> = tokens.map(|token| token.text(text)).collect();
    Object { bodies: [("up", words.join(" "))].into_iter().collect(), ..Object::default() }
}
