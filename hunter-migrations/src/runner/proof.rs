//! What was proved of a run's steps, beside the schema before them.
//!
//! Responsible for when anything is read at all: only where there are steps to run and the program carries proofs of them.
//! What differs from the record before a run is somebody's business and stands in nobody's way: it is said, and refused only
//! where that was asked for.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use hunter_chain::{Applied, Direction, Plan, Revision, RevisionId};
use hunter_schema::{Difference, Effects, Snapshot};

use super::Migrator;
use super::carry::overtaken;
use super::guard::Guard;
use super::record::Record;
use super::state;
use crate::error::{Error, ErrorKind};
use crate::notice::Notice;
use crate::schema::drift::{self, Drift};
use crate::schema::expected::{self, Expected};
use crate::schema::introspect;
use crate::schema::predict::{Proven, Rules, Verdict, judge};
use crate::status::Status;

/// How a run is compared with what was proved. A way down is compared step by step unless nothing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Proof {
    /// The schema is read before the first step and after the last one. The usual way up.
    #[default]
    Run,
    /// It is read inside of each step's transaction: a step that does something else than was proved is rolled back.
    Step,
    /// Nothing is compared, and the record says so.
    Off,
}

/// What a run is compared with. Without proofs nothing is.
#[derive(Debug)]
pub(super) struct Checks {
    pub(super) per_step: bool,
    pub(super) proofs: BTreeMap<RevisionId, Proven>,
    /// Where revisions go that a newer program brought.
    rest: Option<Rest>,
    pub(super) rules: Rules,
    /// What the record says that is there, kept up to date from step to step; `None` where it is not known.
    pub(super) recorded: Option<Snapshot>,
    /// Before the run, or before the step.
    pub(super) before: Option<Snapshot>,
    is_fresh: bool,
}

/// What is left after the last revision that nobody proved here, because a newer program brought it.
#[derive(Debug)]
pub(super) struct Rest {
    after: RevisionId,
    expected: Expected,
    /// The revisions whose schema that is.
    pub(super) of: Vec<RevisionId>,
}

/// What steps are judged by.
#[derive(Debug)]
pub(super) enum Basis<'c> {
    /// What was there before them, and what was proved of each.
    Proved { before: &'c Snapshot, steps: Vec<&'c Proven>, recorded: Option<&'c Snapshot> },
    /// What has to be left after them.
    Rest(&'c Rest),
}

impl Basis<'_> {
    pub(super) fn judge(&self, after: &Snapshot, rules: &Rules) -> Verdict {
        match self {
            Basis::Proved { before, steps, recorded } => judge(before, steps, after, *recorded, rules),
            Basis::Rest(Rest { expected, of, .. }) => {
                let recorded = (of.clone(), Status::AtHead);
                let drift = Drift::between(expected, after, &rules.server, &rules.ignore, recorded);
                let wanted = drift::wanted(expected, after, &rules.server, &rules.ignore);
                Verdict { differences: drift.differences, along: Vec::new(), wanted }
            }
        }
    }
}

/// What one step is compared with, before its transaction ends.
#[derive(Debug)]
pub(crate) struct Check<'c> {
    pub(super) basis: Basis<'c>,
    pub(super) rules: &'c Rules,
    pub(super) schemas: &'c [String],
    /// What went along with what the step changed, for who tells of it.
    pub(super) along: RefCell<Vec<Difference>>,
}

impl Migrator<'_> {
    /// How an upgrade is compared with what was proved of its revisions: after the run, inside of each step, or not at all.
    /// A downgrade is compared inside of each step, or not at all. What was not proved is not compared.
    #[must_use]
    pub fn proof(mut self, proof: Proof) -> Self {
        self.options.proof = proof;
        self
    }

    /// Refuses to run anything on a database that is not what its recorded revisions leave behind. Else that is a warning.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.options.strict = true;
        self
    }

    /// What the steps of a plan are compared with. Reads the schema, if anything is compared.
    pub(super) fn checks(
        &mut self,
        plan: &Plan<'_>,
        record: &Record,
        proofs: BTreeMap<RevisionId, Proven>,
    ) -> Result<Checks, Error> {
        let (chain, proof) = (self.migrations.chain(), self.options.proof);
        let per_step = plan.direction == Direction::Down || proof == Proof::Step;
        let mut checks = Checks {
            per_step,
            proofs: BTreeMap::new(),
            rest: None,
            rules: Rules { server: String::new(), ignore: self.ignore(), given: Vec::new() },
            recorded: None,
            before: None,
            is_fresh: false,
        };
        if plan.steps.is_empty() || !self.session.answers() {
            return Ok(checks);
        }
        if proof != Proof::Off {
            checks.proofs = proofs;
            if !per_step && checks.proofs.len() < plan.steps.len() {
                checks.proofs.clear();
            }
            checks.rest = self.rest(plan, record);
        }
        let compares = |checks: &Checks| !checks.proofs.is_empty() || checks.rest.is_some();
        if compares(&checks)
            && let Some(elsewhere) = self.elsewhere()?
        {
            let text = format!(
                "the schema is not compared: it was proved in another one than `{elsewhere}`, which this connection's names mean"
            );
            self.options.say(&Notice::Warning { text: &text });
            (checks.proofs, checks.rest) = (BTreeMap::new(), None);
            return Ok(checks);
        }
        if !compares(&checks) && !self.options.strict {
            return Ok(checks);
        }
        let (before, server) = self.look_at_schema()?;
        let given = introspect::empty(self.session.words(), &chain.settings().schemas)?;
        checks.rules.given = given.objects().map(|(id, _)| id.name.clone()).collect();
        checks.recorded = self.recorded(&before, &server, record)?;
        checks.rules.server = server;
        (checks.before, checks.is_fresh) = (Some(before), true);
        Ok(checks)
    }

    /// The schema that names mean here, where it is not the one that they meant when the revisions were proved: a tenant's.
    fn elsewhere(&mut self) -> Result<Option<String>, Error> {
        let Some(catalog) = &self.session.words().catalog else { return Ok(None) };
        let given = catalog.schemas_of_every_database;
        let is_given = |schema: &str| given.contains(&schema);
        // Where the ledger is in the usual schema, nobody chose another one.
        let (Some(ask), false) = (catalog.current_schema, self.name.schema.as_deref().is_some_and(is_given))
        else {
            return Ok(None);
        };
        let schema = state::one(self.session, ask);
        let schema = schema.map_err(|error| Error::database("asking for the current schema", error))?;
        Ok(schema.filter(|schema| !is_given(schema)))
    }

    /// What was proved of the steps as they are now, in their direction.
    pub(super) fn proven(&self, plan: &Plan<'_>) -> BTreeMap<RevisionId, Proven> {
        if plan.steps.is_empty() || !self.session.answers() {
            return BTreeMap::new();
        }
        let (lock, dialect) = (self.migrations.chain().lockfile(), self.session.words().dialect);
        let of = |revision: &&Revision| {
            let proof = expected::proof(&lock, revision, dialect).ok()?;
            if plan.is_recorded(revision) {
                // All that it replaces did it already.
                let proven = Proven { effects: Effects::default(), server: proof.server.clone() };
                return Some((revision.id.clone(), proven));
            }
            let effects = Effects::from_lines(proof.effects.iter().map(String::as_str)).ok()?;
            let effects = if plan.direction == Direction::Up { effects } else { effects.reversed() };
            Some((revision.id.clone(), Proven { effects, server: proof.server.clone() }))
        };
        plan.steps.iter().filter_map(of).collect()
    }

    /// What has to be left after the last step of a revision that this program does not know.
    fn rest(&mut self, plan: &Plan<'_>, record: &Record) -> Option<Rest> {
        let chain = self.migrations.chain();
        let is_unknown = |id: &RevisionId| chain.get_any(id).is_none();
        let last = plan.steps.iter().rposition(|step| is_unknown(&step.id))?;
        let gone: Vec<&RevisionId> = plan.steps[..=last].iter().map(|step| &step.id).collect();
        let stays = record.applied.keys().filter(|id| !gone.contains(id));
        let stays = Applied::in_order(stays.cloned());
        let of: Vec<RevisionId> = chain.current(&stays).iter().map(|revision| revision.id.clone()).collect();
        let unknown: Vec<String> =
            gone.iter().filter(|id| is_unknown(id)).map(|id| format!("`{id}`")).collect();
        let (unknown, that) = (unknown.join(", "), drift::of(&of));
        match Expected::of(chain, self.session.words(), &stays) {
            Ok(expected) => {
                let text =
                    format!("nobody proved {unknown} here: the schema after the last one has to be {that}");
                self.options.say(&Notice::Note { text: &text });
                Some(Rest { after: plan.steps[last].id.clone(), expected, of })
            }
            Err(error) => {
                let text = format!("the schema is not compared after {unknown}: {error}");
                self.options.say(&Notice::Warning { text: &text });
                None
            }
        }
    }

    /// What should be there by the record; what is otherwise is said, or refused.
    fn recorded(
        &mut self,
        before: &Snapshot,
        server: &str,
        record: &Record,
    ) -> Result<Option<Snapshot>, Error> {
        let chain = self.migrations.chain();
        let applied = Applied::in_order(record.applied.keys().cloned());
        // Of a step that began, and of another program's revision, nobody knows what is there.
        if record.open.is_some() || !chain.unknown(&applied).is_empty() {
            return Ok(None);
        }
        let expected = match Expected::of(chain, self.session.words(), &applied) {
            Ok(expected) => expected,
            Err(error) if self.options.strict => return Err(error),
            Err(_) => return Ok(None),
        };
        let state = (record.current(chain), Status::AtHead);
        let drift = Drift::between(&expected, before, server, &self.ignore(), state);
        if drift.is_none() {
            return Ok(Some(expected.snapshot));
        }
        // Without a guard others go on between the record and the look, and what they did since is no drift.
        if self.guard == Guard::NotNeeded
            && state::read(self.session, &self.name)?.last_seq() != record.last_seq
        {
            return if self.options.strict { Err(overtaken()) } else { Ok(None) };
        }
        if self.options.strict {
            let (of, summary) = (drift::of(&drift.revisions), drift::summary(&drift.differences));
            let message = format!("the schema is not {of}, and nothing is run on such a one: {summary}");
            let help = "`hunter check` names every difference, `hunter repair` brings the schema back; without --strict \
                        they are a warning";
            return Err(Error::new(ErrorKind::State, message, help));
        }
        let objects: BTreeSet<_> = drift.differences.iter().map(Difference::id).collect();
        let are = if objects.len() == 1 { "object was" } else { "objects were" };
        let text = format!(
            "{} {are} already different from what is recorded; `hunter check` names what differs",
            objects.len()
        );
        self.options.say(&Notice::Warning { text: &text });
        Ok(Some(expected.snapshot))
    }

    /// Looks again before a step, where each is compared.
    pub(super) fn look_before(&mut self, revision: &Revision, checks: &mut Checks) -> Result<(), Error> {
        let is_compared = checks.per_step && checks.proofs.contains_key(&revision.id);
        let is_fresh = std::mem::take(&mut checks.is_fresh);
        if is_compared && !is_fresh {
            checks.before = Some(self.read_schema()?);
        }
        Ok(())
    }
}

impl Checks {
    /// What steps are judged by; nothing where nobody proved one of them.
    pub(super) fn basis(&self, steps: &[&Revision]) -> Option<Basis<'_>> {
        if let ([step], Some(rest)) = (steps, &self.rest)
            && step.id == rest.after
        {
            return Some(Basis::Rest(rest));
        }
        let steps: Option<Vec<&Proven>> = steps.iter().map(|step| self.proofs.get(&step.id)).collect();
        Some(Basis::Proved { before: self.before.as_ref()?, steps: steps?, recorded: self.recorded.as_ref() })
    }

    /// What a step is compared with inside of its transaction.
    pub(super) fn inside<'c>(&'c self, revision: &Revision, schemas: &'c [String]) -> Option<Check<'c>> {
        let is_inside = self.per_step && revision.declared.run_in_transaction;
        let basis = self.basis(&[revision]).filter(|_| is_inside)?;
        Some(Check { basis, rules: &self.rules, schemas, along: RefCell::default() })
    }

    /// A step is done, and recorded.
    pub(super) fn take(&mut self, revision: &Revision) {
        if !self.per_step {
            return;
        }
        self.is_fresh = false;
        if let Some(rest) = self.rest.take_if(|rest| rest.after == revision.id) {
            self.recorded = Some(rest.expected.snapshot);
            return;
        }
        let proven = self.proofs.get(&revision.id);
        self.recorded = self.recorded.take().zip(proven).map(|(mut recorded, proven)| {
            recorded.lay(&proven.effects);
            recorded
        });
    }
}
