//! The writing half: upgrade, downgrade, ensure.
//!
//! Responsible for what surrounds the steps: the short way out at head, the guard, the ledger. The steps are carried
//! out in `carry`, refusals are in `refuse`.

use std::time::{Duration, Instant};

use hunter_chain::{Applied, Direction, Target};

use super::guard::{self, Guard};
use super::record::Record;
use super::state::{self, Last, Look};
use super::watch::Watch;
use super::{Migrator, OnBusy};
use crate::error::{Error, ErrorKind, Left};
use crate::ledger::{self, Ledger, Pieces, is_alive_here};
use crate::notice::{Holder, Notice};
use crate::report::{Action, Report, StepReport};
use crate::session::DbErrorKind;

impl Migrator<'_> {
    /// Applies what the target needs and the database lacks. At head this is one look and nothing else.
    ///
    /// # Errors
    /// When the target leads nowhere, the database is in a state in which an upgrade is refused, a revision is not proved and
    /// the server is on another machine (see [`allow_unproved`](Self::allow_unproved)), the guard is not to be had in time,
    /// or a step fails; the steps before it stay. Of kind [`Drift`](ErrorKind::Drift) when every step is done and did
    /// something else than was proved: see [`proof`](Self::proof).
    pub fn upgrade(mut self, target: Target) -> Result<Report, Error> {
        self.refuse_inside_a_transaction()?;
        if matches!(target, Target::Head | Target::Heads) && self.is_at_head()? {
            return Ok(Report::nothing(Action::Upgrade, self.migrations.heads()));
        }
        self.configure()?;
        if !self.options.adopts && !self.has_ledger()? {
            // A target that leads nowhere, or to what nobody proved or this role may not do, should leave nothing behind.
            let plan = self.migrations.chain().plan_upgrade(&target, &Applied::none())?;
            self.refuse_unproved(&plan)?;
            let proofs = self.proven(&plan);
            self.refuse_without_rights(&plan, &proofs)?;
        }
        let seen = self.looked.as_ref().and_then(|look| look.last.clone());
        self.under_guard(Action::Upgrade, |this, look| {
            let adopted = this.options.adopts && this.adopt_unrecorded(look, &target)?;
            this.create_ledger(look)?;
            let ledger = this.read_settled()?;
            this.refuse_upgrade(&ledger)?;
            let chain = this.migrations.chain();
            let plan = chain.plan_upgrade(&target, &ledger.applied())?;
            this.refuse_unproved(&plan)?;
            let is_new = ledger.rows.is_empty();
            let mut report = this
                .carry_out(&plan, Record::of(&ledger))
                .map_err(|error| if is_new { this.explain_tables(error) } else { error })?;
            if !adopted {
                report.steps.splice(0..0, this.done_by_others(&target, seen.as_ref(), &ledger));
            }
            Ok(report)
        })
    }

    /// What was to be done when this run looked first, and what another process did before it was this one's turn.
    fn done_by_others(&self, target: &Target, seen: Option<&Last>, ledger: &Ledger) -> Vec<StepReport> {
        let before = ledger.as_of(seen.map(|last| last.digest.as_str()));
        if is_relative(target) || before.last_seq() == ledger.last_seq() {
            return Vec::new();
        }
        let (chain, now) = (self.migrations.chain(), ledger.applied());
        let planned = chain.plan_upgrade(target, &before.applied()).map(|plan| plan.steps);
        let theirs = planned.into_iter().flatten().filter(|revision| now.contains(&revision.id));
        theirs
            .map(|revision| StepReport {
                revision: revision.id.clone(),
                took: Duration::ZERO,
                by_other: true,
            })
            .collect()
    }

    /// A first script that fails on a database with tables of its own has usually met them.
    fn explain_tables(&mut self, error: Error) -> Error {
        let progress = error.progress();
        let is_undone = progress.done.is_empty() && progress.left == Left::Nothing;
        let first = error.kind() == ErrorKind::Script && is_undone;
        let relations =
            if first { state::relations(self.session, &self.name).unwrap_or_default() } else { Vec::new() };
        if relations.is_empty() {
            return error;
        }
        let help = format!(
            "the database has {} tables and views and no recorded revision: if they are this program's, `hunter adopt` finds \
             out which revision they are at, and `hunter upgrade --adopt` goes on from there; the step was rolled back",
            relations.len()
        );
        error.with_help(help)
    }

    /// Reverts what stands on the target, children first.
    ///
    /// # Errors
    /// As [`upgrade`](Self::upgrade); and when rows would be lost without [`allow_data_loss`](Self::allow_data_loss),
    /// or a revision on the way has no way down. Both are found before the first step. And when a way down does not lead
    /// back to what was there before its revision: that step is rolled back.
    pub fn downgrade(mut self, target: &Target) -> Result<Report, Error> {
        self.refuse_inside_a_transaction()?;
        self.configure()?;
        if !self.has_ledger()? {
            let _ = self.migrations.chain().plan_downgrade(target, &Applied::none())?;
            return Ok(Report::nothing(Action::Downgrade, Vec::new()));
        }
        let seen =
            if is_relative(target) { Some(state::read(self.session, &self.name)?.last_seq()) } else { None };
        self.guarded(Action::Downgrade, |this| {
            let ledger = this.read_settled()?;
            if seen.is_some_and(|seen| seen != ledger.last_seq()) {
                let message = format!("another process changed the database while this one waited, and `{target}` counts from where it was");
                let help = "`hunter current` shows where it is now; run the command again if that is still meant";
                return Err(Error::new(ErrorKind::State, message, help));
            }
            this.refuse_open_step(&ledger, Direction::Down, &[])?;
            let plan = this.migrations.chain().plan_downgrade(target, &ledger.applied());
            this.refuse_below_strangers(&ledger, target, plan.as_ref().ok())?;
            let plan = plan?;
            this.carry_out(&plan, Record::of(&ledger))
        })
    }

    /// Creates the ledger if it is absent. True if it was.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn ensure(mut self) -> Result<bool, Error> {
        self.refuse_inside_a_transaction()?;
        self.configure()?;
        let absent = !self.has_ledger()?;
        if absent {
            self.guarded(Action::Upgrade, |_| Ok(Report::nothing(Action::Upgrade, Vec::new())))?;
        }
        Ok(absent)
    }

    /// The ledger, when no other process is in the middle of a step. Where a guard keeps others away nobody is; elsewhere
    /// the last row says who writes, and it is waited for as long as it lives.
    pub(super) fn read_settled(&mut self) -> Result<Ledger, Error> {
        let (start, mut waited_for) = (Instant::now(), None);
        loop {
            let ledger = state::read(self.session, &self.name)?;
            let Some(open) = ledger.open_step().filter(|_| self.guard == Guard::NotNeeded) else {
                return Ok(ledger);
            };
            // Who recorded a failure is not in the middle of anything, be it alive.
            let has_failed = |pieces: &Pieces| pieces.last.is_some() && pieces.unsettled().is_none();
            if open.pieces.as_ref().is_none_or(has_failed) || !is_alive_here(&open.by) {
                return Ok(ledger);
            }
            let waited = start.elapsed();
            let holder = Holder { pid: open.by.1.unwrap_or_default(), ..Holder::default() };
            if self.options.on_busy != OnBusy::Wait || waited >= self.options.lock_wait {
                return Err(guard::busy(Some(&holder), waited));
            }
            if waited_for != open.by.1 {
                self.options.say(&Notice::Waiting { holder: Some(&holder), waited });
                waited_for = open.by.1;
            }
            self.options.go_on()?;
            std::thread::sleep(guard::pause(waited).min(self.options.lock_wait.saturating_sub(waited)));
        }
    }

    /// One row against one constant.
    pub(super) fn is_at_head(&mut self) -> Result<bool, Error> {
        self.be_patient_to_look()?;
        let head = self.migrations.head_digest(self.session.words().dialect);
        if head.is_none() || self.migrations.has_own_ledger_name() {
            self.configure()?;
        }
        let look = state::look(self.session, &mut self.name)?;
        let at_head = look.last.as_ref().is_some_and(|last| head.is_some_and(|head| last.digest == head));
        self.looked = Some(look);
        Ok(at_head)
    }

    /// Looks, unless that was done.
    pub(super) fn has_ledger(&mut self) -> Result<bool, Error> {
        if self.looked.is_none() {
            self.looked = Some(state::look(self.session, &mut self.name)?);
        }
        Ok(self.looked.as_ref().is_some_and(|look| look.has_ledger))
    }

    /// Guard, then ledger, then the work.
    pub(super) fn guarded(
        &mut self,
        action: Action,
        work: impl FnOnce(&mut Self) -> Result<Report, Error>,
    ) -> Result<Report, Error> {
        self.under_guard(action, |this, look| this.create_ledger(look).and_then(|()| work(this)))
    }

    /// Guard, then the work, which creates the ledger when there is something to record.
    pub(super) fn under_guard(
        &mut self,
        action: Action,
        work: impl FnOnce(&mut Self, &Look) -> Result<Report, Error>,
    ) -> Result<Report, Error> {
        let done = self.held(work)?;
        Ok(done.unwrap_or_else(|| Report { skipped: true, ..Report::nothing(action, Vec::new()) }))
    }

    /// The work under the guard, which is given back on every path; nothing where the guard is busy and may be passed over.
    pub(super) fn held<T>(
        &mut self,
        work: impl FnOnce(&mut Self, &Look) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let look = match self.looked.take() {
            Some(look) => look,
            None => state::look(self.session, &mut self.name)?,
        };
        let guard = guard::take(self.session, &look, &self.name, &mut self.options)?;
        if guard == Guard::Skipped {
            return Ok(None);
        }
        self.guard = guard;
        let watch = Watch::over(&*self.session, guard, &self.name, &self.options);
        let result = std::thread::scope(|scope| {
            let _watching = watch.map(|watch| watch.start(scope));
            work(self, &look)
        });
        guard::release(self.session, guard, &mut self.options);
        if let Some(gauge) = &self.options.gauge {
            gauge.clear();
        }
        result.map(Some).map_err(|error| self.options.explain(error))
    }

    pub(super) fn create_ledger(&mut self, look: &Look) -> Result<(), Error> {
        if look.has_ledger {
            return Ok(());
        }
        if let Some(schemas) = &look.elsewhere {
            let here = &look.schema;
            let text = format!(
                "schema {schemas} has a ledger already; this run begins one in schema {here}, the connection's \
                 current one (ledger_schema in hunter.toml settles which)"
            );
            self.options.say(&Notice::Warning { text: &text });
        }
        let sql = ledger::create(self.session.words(), &self.name);
        self.session.execute(&sql).map_err(|error| {
            let missing = error.kind == DbErrorKind::PermissionDenied;
            let failed = Error::database("creating the ledger", error);
            if missing {
                failed.with_help(format!("grant create on schema {} to this role", look.schema))
            } else {
                failed
            }
        })
    }
}

/// Counted from where the database is.
pub(super) fn is_relative(target: &Target) -> bool {
    match target {
        Target::Relative(_) => true,
        Target::Branch { inner, .. } => is_relative(inner),
        _ => false,
    }
}
