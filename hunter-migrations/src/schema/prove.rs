//! What each revision does, found out by running it: the proof as a value, and what is refused before it.
//!
//! The steps of a proof are `proving`'s. Where the database comes from, and where the proof is written, is for who calls.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;

use hunter_chain::{Applied, Chain, Dialect, LockEntry, Lockfile, Proof, Revision, RevisionId};
use hunter_schema::{Difference, Draft, Snapshot, compare};
use hunter_sql::{position, reaches_beyond, split};

use crate::embedded::Migrations;
use crate::error::{Error, ErrorKind, FailedAt};
use crate::schema::commuting::{Clash, Commuting};
use crate::schema::proving::{Proving, Scratch};
use crate::schema::squashed::Unequal;
use crate::session::Session;

/// What one dialect's run found out, by revision.
pub type Proofs = BTreeMap<RevisionId, Proof>;

/// What a proof found out.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Proved {
    /// Of every revision that goes up, down and up again.
    pub proofs: Proofs,
    /// The revisions that do not.
    pub asymmetries: Vec<Asymmetry>,
    /// Revisions that leave something else than the line that they replace; they are not proved.
    pub unequal: Vec<Unequal>,
    /// Branches that meet and do not commute. What joins them, or the later one of two that stay apart, is not proved.
    pub clashes: Vec<Clash>,
}

impl Proved {
    /// What was proved before.
    #[must_use]
    pub fn of(proofs: Proofs) -> Self {
        Self { proofs, ..Self::default() }
    }
}

/// A revision whose way down does not undo its way up, or whose way up is another one the second time.
#[derive(Debug)]
#[non_exhaustive]
pub struct Asymmetry {
    /// Which one.
    pub revision: RevisionId,
    /// On which dialect.
    pub dialect: Dialect,
    /// The script that is wrong.
    pub path: String,
    /// What is left over, lost or otherwise.
    pub differences: Vec<Difference>,
    /// The statements that the script lacks.
    pub missing: Draft,
    /// What the database said, where it came no further.
    pub failed: Option<Error>,
}

impl fmt::Display for Asymmetry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, product) = (&self.path, self.dialect.product());
        if let Some(error) = &self.failed {
            return write!(f, "{path} does not run on {product}: {error}");
        }
        write!(f, "{path} does not lead back on {product}:")?;
        self.differences.iter().try_for_each(|difference| write!(f, "\n  {difference}"))?;
        f.write_str("\nmissing at its end:")?;
        self.missing.to_string().lines().try_for_each(|line| write!(f, "\n    {line}"))
    }
}

impl Migrations {
    /// Runs every revision up, down and up again on an empty database and notes what each does to the schema. `tell` hears of
    /// each before it runs.
    ///
    /// # Errors
    /// When the database is not empty, when a revision fails, and when its way down does not undo it.
    pub fn prove<S: Session>(
        &self,
        scratch: &mut S,
        mut tell: impl FnMut(&Revision),
    ) -> Result<Proofs, Error> {
        let no_other = || -> Result<Scratch, Error> {
            Err(Error::new(
                ErrorKind::State,
                "there is no other database to prove on",
                "mend the revision first",
            ))
        };
        let mut proving = Proving::begin(self, scratch, no_other)?;
        for revision in self.chain().revisions() {
            tell(revision);
            if let Some(asymmetry) = proving.step(revision)? {
                return Err(asymmetry.into_error());
            }
        }
        Ok(proving.proved.proofs)
    }

    /// The same for what was not proved before: a revision in `kept` is only applied. Goes on after a revision that does not
    /// lead back, in another database that `fresh` makes; what keeps that database is dropped with it. Where branches meet
    /// that were not proved together, both orders are run.
    ///
    /// # Errors
    /// When no database is to be had or it is not empty, and when a way up fails the first time, be its branch alone there or
    /// not.
    pub fn prove_all<K: Any>(
        &self,
        mut fresh: impl FnMut() -> Result<(Box<dyn Session>, K), Error>,
        kept: &Proofs,
        mut tell: impl FnMut(&Revision, bool),
    ) -> Result<Proved, Error> {
        let (mut first, keeper) = fresh()?;
        let dialect = first.words().dialect;
        let other = || fresh().map(|(session, keeper)| (session, Box::new(keeper) as Box<dyn Any>));
        let mut proving = Proving::begin(self, &mut first, other)?;
        let stopped = self.prove_rest(&mut proving, kept, &mut tell);
        let (mut proved, deltas, done) = proving.into_parts();
        drop((first, keeper));
        let mut commuting = Commuting::new(self, dialect, fresh, deltas);
        match stopped {
            Ok(()) => proved.clashes = commuting.clashes(kept)?,
            Err(error) => {
                let failed = error.progress().failed.clone().filter(|_| error.kind() == ErrorKind::Script);
                let Some(failed) = failed else { return Err(error) };
                proved.clashes.push(commuting.stumbled(&failed, &done, error)?);
            }
        }
        for clash in &proved.clashes {
            proved.proofs.remove(clash.joined_by.as_ref().unwrap_or(&clash.other));
        }
        Ok(proved)
    }

    /// The same, side lines included: each is proved as the chain that it was, and has to leave what its successor leaves.
    ///
    /// # Errors
    /// As [`prove_all`](Self::prove_all).
    pub fn prove_with_replaced<K: Any>(
        &self,
        mut fresh: impl FnMut() -> Result<(Box<dyn Session>, K), Error>,
        dialect: Dialect,
        kept: &Proofs,
        mut tell: impl FnMut(&Revision, bool),
    ) -> Result<Proved, Error> {
        let lines: Vec<&Chain> = std::iter::successors(Some(self.chain()), |chain| chain.legacy()).collect();
        let mut all = Proved::of(kept.clone());
        for line in lines {
            let is_of_line = |id: &RevisionId| line.get(id).is_some();
            let known: Proofs = all.proofs.clone().into_iter().filter(|(id, _)| is_of_line(id)).collect();
            if known.len() == line.revisions().len() {
                continue;
            }
            let migrations = Self::from_chain(line.clone(), self.digest(), self.binary());
            let proved = migrations.prove_all(&mut fresh, &known, &mut tell)?;
            all.proofs.retain(|id, _| !is_of_line(id));
            all.proofs.extend(proved.proofs);
            all.asymmetries.extend(proved.asymmetries);
            all.clashes.extend(proved.clashes);
        }
        all.unequal = self.unequal(dialect, &all.proofs)?;
        all.unequal.iter().for_each(|unequal| drop(all.proofs.remove(&unequal.revision)));
        Ok(all)
    }

    fn prove_rest<F: FnMut() -> Result<Scratch, Error>>(
        &self,
        proving: &mut Proving<'_, F>,
        kept: &Proofs,
        tell: &mut impl FnMut(&Revision, bool),
    ) -> Result<(), Error> {
        proving.take_over(kept)?;
        for revision in self.chain().revisions() {
            let is_kept = kept.contains_key(&revision.id);
            tell(revision, is_kept);
            if is_kept {
                continue;
            }
            if let Some(asymmetry) = proving.step(revision)? {
                proving.proved.asymmetries.push(asymmetry);
                proving.start_again()?;
            }
        }
        Ok(())
    }

    /// The lockfile of this chain from the proofs of each dialect.
    #[must_use]
    pub fn lockfile(&self, proofs: &[Proofs]) -> Lockfile {
        let entry = |revision: &Revision| LockEntry {
            revision: revision.id.clone(),
            parents: revision.parents.clone(),
            proofs: proofs.iter().filter_map(|of| of.get(&revision.id).cloned()).collect(),
        };
        let entries = self.chain().with_replaced().into_iter().map(entry).collect();
        Lockfile { entries, ..Lockfile::default() }
    }
}

impl Asymmetry {
    fn into_error(self) -> Error {
        let message = format!("revision `{}`: {self}", self.revision);
        match self.failed {
            Some(failed) => failed,
            None => Error::new(ErrorKind::Drift, message, "write what is missing, and prove again"),
        }
    }
}

/// A scratch database is nobody's; the server around it is somebody's.
pub(super) fn refuse_beyond(revision: &Revision, dialect: Dialect) -> Result<(), Error> {
    let Some(script) = revision.up.get(dialect) else { return Ok(()) };
    let statements = split(dialect, &script.text);
    let Some(statement) = statements.iter().find(|statement| reaches_beyond(dialect, statement)) else {
        return Ok(());
    };
    let (at, id) = (position(&script.text, statement.start), &revision.id);
    let message =
        format!("revision `{id}` reaches beyond its database, and nothing is proved on somebody's server so");
    let help = "leave roles, databases and settings of the server to whoever sets the server up; what a revision needs of \
                them it can look for and say that it is missing";
    let line = script.text.lines().nth(at.line - 1).map(str::to_owned);
    let place = FailedAt {
        path: script.path.to_string(),
        position: Some((at.line, at.column)),
        line,
        statement: None,
    };
    Err(Error::new(ErrorKind::State, message, help).at(place))
}

/// A database in which anything was done proves nothing about a revision.
pub(super) fn refuse_used(empty: &Snapshot, found: &Snapshot, recorded: &Applied) -> Result<(), Error> {
    let refuse = |what: String| {
        let message = format!("the database to prove on is not empty: {what}");
        Err(Error::new(ErrorKind::State, message, "prove on a database that was made for it"))
    };
    if let Some(revision) = recorded.ids().first() {
        return refuse(format!("revision `{revision}` is recorded in it"));
    }
    match compare(empty, found, true).first() {
        Some(difference) => refuse(difference.to_string()),
        None => Ok(()),
    }
}
