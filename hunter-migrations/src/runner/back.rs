//! `downgrade --from-ledger`: back over revisions that this program does not know, by the scripts that were stored.
//!
//! Responsible for the plan, and for running nothing that nobody was shown: what is run is given back by whoever read it,
//! and has to be what the ledger still says.

use hunter_chain::{Applied, Direction, Plan, Revision, RevisionId, Target};

use super::Migrator;
use super::loss::{self, Loss};
use super::record::Record;
use super::state;
use super::stranger::Stranger;
use super::write::is_relative;
use crate::error::{Error, ErrorKind};
use crate::ledger::Ledger;
use crate::report::{Action, Report};

/// What [`Migrator::downgrade_from_ledger`] runs: to be shown to whoever decides.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct WayBack {
    /// Revisions that this program does not know, in the order in which they are reverted.
    pub unknown: Vec<Stranger>,
    /// Revisions of this program that are reverted after them.
    pub known: Vec<RevisionId>,
    /// What would be lost, as far as the scripts tell.
    pub losses: Vec<Loss>,
    target: Option<Target>,
    /// The ledger's last row.
    seen: i64,
}

impl WayBack {
    /// Refuses what would lose rows, as the run will where nobody allows it.
    pub(crate) fn refuse_losses(&self) -> Result<(), Error> {
        if self.losses.is_empty() { Ok(()) } else { Err(loss::refusal("downgrade", &self.losses)) }
    }

    fn is_still(&self, now: &Self) -> bool {
        (self.seen, &self.unknown, &self.known) == (now.seen, &now.unknown, &now.known)
    }
}

impl Migrator<'_> {
    /// What would revert every applied revision that this program does not know, children first, by the scripts that the
    /// ledger holds, and then what stands on a target of this program's; without one, nothing more. Writes nothing.
    ///
    /// # Errors
    /// When a stored script is not the one that was stored, or a revision has no way down; when the target leads nowhere or
    /// counts from where the database is; and when a step began and did not end, unless it can go on.
    pub fn way_back(mut self, target: Option<&Target>) -> Result<WayBack, Error> {
        self.configure()?;
        let ledger =
            if self.has_ledger()? { state::read(self.session, &self.name)? } else { Ledger::default() };
        let mut way = self.way_back_of(&ledger, target)?;
        let plan = self.plan_of(&way);
        way.losses = self.announced_by(&plan)?.losses;
        Ok(way)
    }

    /// Reverts what [`way_back`](Self::way_back) told, and nothing else. Each step is as one of
    /// [`downgrade`](Self::downgrade); after the last revision that this program does not know the schema has to be what its
    /// lockfile says of those that stay.
    ///
    /// ```no_run
    /// # use hunter_migrations::{Migrations, Session};
    /// # fn back(migrations: &'static Migrations, conn: &mut impl Session) -> Result<(), hunter_migrations::Error> {
    /// let way = migrations.on(conn).way_back(None)?;
    /// for stranger in &way.unknown {
    ///     println!("{stranger}");
    /// }
    /// # let somebody_read_it = true;
    /// if somebody_read_it {
    ///     migrations.on(conn).downgrade_from_ledger(&way)?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`downgrade`](Self::downgrade) and [`way_back`](Self::way_back); and when the ledger is no longer as it was told.
    pub fn downgrade_from_ledger(mut self, way: &WayBack) -> Result<Report, Error> {
        self.refuse_inside_a_transaction()?;
        self.configure()?;
        if !self.has_ledger()? {
            return Ok(Report::nothing(Action::Downgrade, Vec::new()));
        }
        self.guarded(Action::Downgrade, |this| {
            let ledger = this.read_settled()?;
            let now = this.way_back_of(&ledger, way.target.as_ref())?;
            if !way.is_still(&now) {
                let message = "the ledger changed since it was shown what would run";
                let help = "look at it again: `hunter downgrade --from-ledger`; nothing was changed";
                return Err(Error::new(ErrorKind::State, message, help));
            }
            let plan = this.plan_of(&now);
            this.carry_out(&plan, Record::of(&ledger))
        })
    }

    fn way_back_of(&mut self, ledger: &Ledger, target: Option<&Target>) -> Result<WayBack, Error> {
        let unknown = self.strangers(ledger)?;
        self.refuse_open_step(ledger, Direction::Down, &unknown)?;
        let known = match target {
            None => Vec::new(),
            Some(target) if is_relative(target) && !unknown.is_empty() => {
                return Err(counts_otherwise(target));
            }
            Some(target) => {
                let applied = ledger.applied();
                let is_known = |id: &&RevisionId| !unknown.iter().any(|one| one.revision.id == **id);
                let applied = Applied::in_order(applied.ids().iter().filter(is_known).cloned());
                let plan = self.migrations.chain().plan_downgrade(target, &applied)?;
                plan.steps.iter().map(|revision| revision.id.clone()).collect()
            }
        };
        Ok(WayBack { unknown, known, losses: Vec::new(), target: target.cloned(), seen: ledger.last_seq() })
    }

    fn plan_of<'w>(&self, way: &'w WayBack) -> Plan<'w>
    where
        Self: 'w,
    {
        let chain = self.migrations.chain();
        let known = way.known.iter().filter_map(|id| chain.get(id));
        let steps: Vec<&Revision> = way.unknown.iter().map(|one| &one.revision).chain(known).collect();
        Plan::of(Direction::Down, steps)
    }
}

fn counts_otherwise(target: &Target) -> Error {
    let message =
        format!("`{target}` counts from where the database is, and that is at revisions this binary lacks");
    let help = "name a revision of this binary: `hunter heads`; without a target it is its own head";
    Error::new(ErrorKind::Usage, message, help)
}
