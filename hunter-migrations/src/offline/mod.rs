//! Scripts for later: what a run would send, as text that the server's own client runs.
//!
//! Responsible for what surrounds the steps: from where to where, the client's own commands, the ledger. The steps are
//! written by the same code that carries them out, told that nobody answers: every question becomes a statement that
//! fails where the answer would have stopped the run.

mod transcript;

use hunter_chain::{Applied, Chain, Dialect, Direction, Plan, ResolveError, Target};
use hunter_sql::drops;

use crate::embedded::Migrations;
use crate::error::{Error, ErrorKind};
use crate::notice::Notice;
use crate::words::Words;
use transcript::{Sheet, Transcript};

/// A script for one dialect, being asked for. Made by [`Migrations::script`].
#[derive(Debug)]
pub struct Script<'a> {
    migrations: &'a Migrations,
    dialect: Dialect,
    from: Option<Target>,
    may_lose_rows: bool,
}

impl Migrations {
    /// A script that `psql` or `sqlite3` runs later, on a database that is where the script says; on any other it stops
    /// before it changes anything. Afterwards the database knows where it is, as if the runner had been there.
    ///
    /// ```no_run
    /// # use hunter_migrations::{Migrations, Target, Dialect};
    /// # fn print(migrations: &'static Migrations) -> Result<(), hunter_migrations::Error> {
    /// println!("{}", migrations.script(Dialect::Postgres).upgrade(&Target::Head)?);
    /// # Ok(())
    /// # }
    /// ```
    pub fn script(&self, dialect: Dialect) -> Script<'_> {
        Script { migrations: self, dialect, from: None, may_lose_rows: false }
    }
}

impl Script<'_> {
    /// Where the database is when the script runs. Default: at base for a way up, at all heads for a way down.
    #[must_use]
    pub fn from(mut self, target: Target) -> Self {
        self.from = Some(target);
        self
    }

    /// Lets the script drop tables and columns, whatever they hold then.
    #[must_use]
    pub fn allow_data_loss(mut self) -> Self {
        self.may_lose_rows = true;
        self
    }

    /// The script of an upgrade.
    ///
    /// # Errors
    /// When a target leads nowhere, or the chain is not for this dialect.
    pub fn upgrade(self, target: &Target) -> Result<String, Error> {
        let from = self.applied(Target::Base)?;
        self.write(Chain::plan_upgrade, target, from)
    }

    /// The script of a downgrade.
    ///
    /// # Errors
    /// As [`upgrade`](Self::upgrade); and when it would drop tables or columns without
    /// [`allow_data_loss`](Self::allow_data_loss): nobody can count rows of a database that is not there.
    pub fn downgrade(self, target: &Target) -> Result<String, Error> {
        let from = self.applied(Target::Heads)?;
        self.write(Chain::plan_downgrade, target, from)
    }

    /// What is applied where the script begins.
    fn applied(&self, usual: Target) -> Result<Applied, Error> {
        let from = self.from.as_ref().unwrap_or(&usual);
        if *from == Target::Base {
            return Ok(Applied::none());
        }
        if *from == Target::Current {
            let message = "a script is written without a database, so `current` means nothing in it";
            let help = "name the revision: `hunter current` tells which one it is";
            return Err(Error::new(ErrorKind::Usage, message, help));
        }
        let plan = self.migrations.chain().plan_upgrade(from, &Applied::none())?;
        Ok(Applied::in_order(plan.steps.iter().map(|revision| revision.id.clone())))
    }

    fn write(
        self,
        plan: for<'c> fn(&'c Chain, &Target, &Applied) -> Result<Plan<'c>, ResolveError>,
        target: &Target,
        from: Applied,
    ) -> Result<String, Error> {
        let plan = plan(self.migrations.chain(), target, &from)?;
        let words = Words::of(self.dialect).ok_or_else(|| no_words(self.dialect))?;
        if plan.direction == Direction::Down && !self.may_lose_rows {
            self.refuse_drops(&plan)?;
        }
        let sheet = Sheet::default();
        words.for_later.iter().for_each(|line| sheet.line(line));
        sheet.remark(&headline(self.migrations, &plan, self.dialect));
        let mut session = Transcript { words, sheet: sheet.clone() };
        let remarks = sheet.clone();
        let mut observer = |notice: &Notice<'_>| {
            if let Notice::Step { direction, revision, number, of } = notice {
                let (way, id) = (direction.as_str(), &revision.id);
                remarks.remark(&format!("{number}/{of} {way} {id}, {}", revision.message));
            }
        };
        let mut migrator = self.migrations.on(&mut session).observe(&mut observer);
        if self.may_lose_rows {
            migrator = migrator.allow_data_loss();
        }
        migrator.write_down(&plan, &from)?;
        Ok(sheet.into_text())
    }

    fn refuse_drops(&self, plan: &Plan<'_>) -> Result<(), Error> {
        let scripts =
            plan.steps.iter().filter_map(|revision| Some((revision, revision.down.get(self.dialect)?)));
        let dropping = scripts.filter(|(_, script)| !drops(self.dialect, &script.text).is_empty());
        let ids: Vec<String> = dropping.map(|(revision, _)| format!("`{}`", revision.id)).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let message = format!(
            "the way down of {} drops tables or columns, and a script cannot count the rows they will hold",
            ids.join(", ")
        );
        let help = "if they may go whatever they hold, say so: --allow-data-loss; without --sql the rows are counted";
        Err(Error::new(ErrorKind::DataLoss, message, help))
    }
}

fn headline(migrations: &Migrations, plan: &Plan<'_>, dialect: Dialect) -> String {
    let binary = migrations.binary();
    let (steps, plural) = (plan.steps.len(), if plan.steps.len() == 1 { "" } else { "s" });
    let way = match plan.direction {
        Direction::Up => "upgrade",
        Direction::Down => "downgrade",
    };
    format!(
        "{way} by {steps} step{plural} for {}, written by {} {}",
        dialect.name(),
        binary.name,
        binary.version
    )
}

fn no_words(dialect: Dialect) -> Error {
    let message = format!("this version writes no scripts for {}", dialect.name());
    Error::new(ErrorKind::State, message, "choose postgres or sqlite")
}
