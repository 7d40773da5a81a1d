//! `preflight`: what would stop an upgrade, asked before anything is done.
//!
//! Responsible for asking, in an order in which each question stands on those before it. Nothing is written, nobody is waited for,
//! and no lock is kept. What a run refuses is asked by the run's own refusals: there is no second list of them.

use std::collections::BTreeSet;
use std::path::Path;

use hunter_chain::{Plan, Target};
use hunter_sql::{Settles, outside_statements};

use super::{Migrator, guard, others, pooler, state};
use crate::backup::readiness;
use crate::error::{Error, ErrorKind};
use crate::hazards::Hazards;
use crate::ledger::Ledger;
use crate::notice::{Holder, named};
use crate::preflight::{self, Finding, LastBackup, Preflight, Server};
use crate::schema::drift::Drift;
use crate::status::Status;

/// So many differences are named.
const NAMED: usize = 3;

impl Migrator<'_> {
    /// What an upgrade to a target would meet: one list, in which one [`No`](crate::Verdict::No) says that it should not be begun. Reads,
    /// waits for nobody, writes nothing. `backups` is the folder in which a backup would be looked for and taken.
    pub fn preflight(mut self, target: &Target, backups: &Path) -> Preflight {
        let mut found = Preflight::default();
        if let Err(error) = self.look_ahead(target, backups, &mut found.findings) {
            found.findings.push(Finding::refusal("reachable", &error));
        }
        found
    }

    /// An error is one that leaves nothing else to ask.
    fn look_ahead(&mut self, target: &Target, backups: &Path, found: &mut Vec<Finding>) -> Result<(), Error> {
        self.refuse_inside_a_transaction()?;
        let words = self.session.words();
        let row = state::one(self.session, words.itself);
        let row = row.map_err(|error| Error::database("asking the database about itself", error))?;
        let server: Server = state::parse(row.as_deref())?;
        found.push(preflight::reachable(words.dialect.product(), &self.place(), &server));
        found.push(preflight::version(words.server_address.is_some(), &server));
        found.push(preflight::encoding(&server));
        if let Err(error) = self.configure() {
            found.push(Finding::refusal("dialect", &error));
            return Ok(());
        }
        let look = state::look(self.session, &mut self.name)?;
        if words.guard.is_some() {
            found.push(if pooler::is_between(self.session, &look)? {
                Finding::refusal("session", &pooler::refusal())
            } else {
                Finding::ok("session", "its own: no pooler is between")
            });
        }
        let free = guard::refuse_taken(self.session, &look, &self.name, self.options.lock_wait);
        let ledger = if look.has_ledger { state::read(self.session, &self.name)? } else { Ledger::default() };
        self.looked = Some(look);
        found.push(self.revision(&ledger)?);
        let planned = self.migrations.chain().plan_upgrade(target, &ledger.applied());
        let plan = match planned {
            Ok(plan) => plan,
            Err(error) => {
                found.push(Finding::refusal("plan", &Error::from(error)));
                return Ok(());
            }
        };
        found.push(hazards(&plan, words.dialect));
        let proved =
            self.refuse_unproved(&plan).map(|()| "hunter.lock speaks of each step, or the server is local");
        found.push(asked("proved", proved));
        let proofs = self.proven(&plan);
        let rights = self.refuse_without_rights(&plan, &proofs);
        found.push(asked("rights", rights.map(|()| "this role may do what the plan does")));
        found.push(asked("guard", free.map(|()| "free")));
        found.push(self.transactions(&plan)?);
        found.push(self.schema_finding());
        self.undoable(backups, ledger.rows.last().map(|row| row.seq), &server, found)
    }

    /// Where it is, without a password.
    fn place(&self) -> String {
        self.session
            .beside()
            .map_or_else(|| "the program's own connection".to_owned(), |beside| beside.address().shown())
    }

    fn revision(&mut self, ledger: &Ledger) -> Result<Finding, Error> {
        const NAME: &str = "revision";
        if let Err(error) = self.refuse_upgrade(ledger) {
            return Ok(Finding::refusal(NAME, &error));
        }
        let current = self.read_current()?;
        let ids: Vec<String> = current.revisions.iter().map(ToString::to_string).collect();
        let at = if ids.is_empty() { "base".to_owned() } else { ids.join(", ") };
        Ok(match &current.status {
            Status::Empty => Finding::ok(NAME, "the database is empty"),
            Status::Unversioned { relations } => {
                let many = if relations.len() == 1 { "table or view" } else { "tables and views" };
                let what = format!("{} {many}, and no recorded revision", relations.len());
                let remedy = "if they are this program's: `hunter stamp REV` compares them with a revision and records it";
                Finding::warning(NAME, what, remedy)
            }
            Status::AheadCompatible { .. } => {
                let what =
                    format!("{at}, which this binary lacks; its author says that this one still works");
                Finding::warning(NAME, what, "deploy the newer binary")
            }
            Status::Gap { .. } => {
                let what = format!("{at}; a late revision is missing below, and meets nothing above it");
                Finding::warning(NAME, what, "`hunter plan` shows it")
            }
            _ => Finding::ok(NAME, at),
        })
    }

    /// Transactions of others that have kept something of the plan for longer than a statement waits for a lock.
    fn transactions(&mut self, plan: &Plan<'_>) -> Result<Finding, Error> {
        const NAME: &str = "transactions";
        let words = self.session.words();
        let Some(asking) = &words.others else { return Ok(Finding::ok(NAME, "none that would be met")) };
        let patience = i64::try_from(self.options.lock_timeout.as_secs()).unwrap_or(i64::MAX);
        let mut pids = BTreeSet::new();
        let mut long: Vec<Holder> = Vec::new();
        for revision in &plan.steps {
            let mut met = others::in_the_way_of(self.session, revision);
            if let Some(script) = revision.up.get(words.dialect) {
                for (outside, _) in outside_statements(words.dialect, &script.text) {
                    let Settles::Built { table, .. } = &outside.settles else { continue };
                    met.extend(others::holders(self.session, &(asking.before_a_build)(table)));
                }
            }
            let is_long = |holder: &Holder| holder.seconds.is_some_and(|seconds| seconds >= patience);
            long.extend(met.into_iter().filter(|holder| is_long(holder) && pids.insert(holder.pid)));
        }
        Ok(if long.is_empty() {
            Finding::ok(NAME, "none that would be met")
        } else {
            Finding::no(NAME, format!("the plan would wait for {}", named(&long)), others::help(&long))
        })
    }

    /// Drift that was there before is in the way: after the run nobody could tell it from what the run did.
    fn schema_finding(&mut self) -> Finding {
        const NAME: &str = "drift";
        let drift = match self.read_drift() {
            Ok(drift) => drift,
            Err(error) => {
                return Finding::warning(NAME, format!("not compared: {error}"), error.help());
            }
        };
        match (&drift.status, drift.differences.len()) {
            (Status::Unversioned { .. }, _) => {
                let remedy = "`hunter check` compares once a revision is recorded";
                Finding::warning(NAME, "not compared: nothing is recorded", remedy)
            }
            (_, 0) if !drift.not_comparable.is_empty() => {
                let what = format!(
                    "{} texts of another server version were not compared",
                    drift.not_comparable.len()
                );
                Finding::warning(NAME, what, "`hunter check` names them")
            }
            (_, 0) => Finding::ok(NAME, "none: the schema is as recorded"),
            (_, many) => {
                let remedy = "`hunter check --sql` prints what leads back, `hunter repair` runs it; what others may change here is named \
                              in `ignore` of hunter.toml";
                let differences = if many == 1 { "difference" } else { "differences" };
                Finding::no(NAME, format!("{many} {differences}: {}", first(&drift)), remedy)
            }
        }
    }

    /// Whether a deployment could be taken back by a backup.
    fn undoable(
        &mut self,
        backups: &Path,
        last: Option<i64>,
        server: &Server,
        found: &mut Vec<Finding>,
    ) -> Result<(), Error> {
        let address = match self.address() {
            Ok(address) => address,
            // A file that is not there yet.
            Err(_) if last.is_none() => {
                found.push(preflight::backup(None, None, server));
                return Ok(());
            }
            Err(error) => {
                found.push(Finding::warning("backup", error.to_string(), error.help()));
                return Ok(());
            }
        };
        let has_tables = !state::relations(self.session, &self.name)?.is_empty();
        let ready = readiness(self.session, &address, backups)?;
        found.push(asked("tools", ready.tools));
        found.push(asked("disk", ready.disk));
        let file = ready.last.as_ref().map(|backup| backup.file.display().to_string());
        let backup = ready.last.as_ref().zip(file.as_deref()).map(|(backup, file)| LastBackup {
            file,
            taken: &backup.manifest.taken,
            last: backup.manifest.ledger.as_ref().map_or(0, |ledger| ledger.last),
        });
        let last = last.or_else(|| has_tables.then_some(0));
        found.push(preflight::backup(backup, last, server));
        Ok(())
    }
}

/// The answer of a question that may be refused.
fn asked(name: &'static str, answer: Result<impl Into<String>, Error>) -> Finding {
    match answer {
        Ok(what) => Finding::ok(name, what),
        Err(error) if error.kind() == ErrorKind::Busy => Finding::no(
            name,
            error.to_string(),
            "wait for it to finish, or end it; then run the command again",
        ),
        Err(error) => Finding::refusal(name, &error),
    }
}

/// What is pending, and what of it cannot be undone or keeps others waiting.
fn hazards(plan: &Plan<'_>, dialect: hunter_chain::Dialect) -> Finding {
    if plan.steps.is_empty() {
        return Finding::ok("plan", "nothing is pending");
    }
    let ids: Vec<String> = plan.steps.iter().map(|step| step.id.to_string()).collect();
    let pending = match ids.as_slice() {
        [one] => format!("1 revision is pending: {one}"),
        [first, .., last] => format!("{} revisions are pending: {first} to {last}", ids.len()),
        [] => String::new(),
    };
    let mut each = Hazards::default();
    let hazards: Vec<String> = plan.steps.iter().flat_map(|step| each.of(plan, step, dialect)).collect();
    match hazards.as_slice() {
        [] => Finding::ok("plan", pending),
        some => Finding::warning(
            "plan",
            format!("{pending}; {}", some.join("; ")),
            "`hunter plan` shows each statement",
        ),
    }
}

fn first(drift: &Drift) -> String {
    let shown: Vec<String> = drift.differences.iter().take(NAMED).map(ToString::to_string).collect();
    let more = if drift.differences.len() > NAMED { "; …" } else { "" };
    shown.join("; ") + more
}
