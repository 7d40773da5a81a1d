//! Whether a program may use its database: for those that must not migrate it.
//!
//! Responsible for the one look that says so, and for looking again until it does or a deadline has passed. Nothing here
//! takes a lock or writes.

use std::time::{Duration, Instant};

use crate::connect::{Address, Open};
use crate::embedded::Migrations;
use crate::error::{Error, ErrorKind};
use crate::runner::Migrator;
use crate::status::{Status, lacking};

/// How long the first pause between two looks is, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(2));

/// What is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ready {
    /// The database can be reached.
    Up,
    /// It has every revision of this program, or more of which their author says that this program still works.
    Head,
}

impl Migrator<'_> {
    /// Refuses a database that does not have every revision of this program, and does nothing else: one look at head, and no
    /// lock or write in any case. For pods that do not migrate: `MIGRATIONS.on(&mut conn).require_head()?`.
    ///
    /// # Errors
    /// When a revision is pending, a step is not finished, or the database has revisions that this program lacks and whose author
    /// does not say that it still works. When the ledger cannot be read.
    pub fn require_head(self) -> Result<(), Error> {
        let status = self.status()?;
        let message = match &status {
            Status::AtHead | Status::AheadCompatible { .. } => return Ok(()),
            Status::Behind { pending } => format!(
                "the database lacks {} of this program: {}",
                count(pending.len()),
                pending.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
            ),
            Status::Empty => "the database is empty".to_owned(),
            Status::AheadIncompatible { unknown } | Status::Diverged { unknown, .. } => {
                lacking(unknown, ToString::to_string)
            }
            Status::InProgress { revision, at, .. } => {
                let at = at.as_ref().map(|at| format!(": {}", at.describe())).unwrap_or_default();
                format!("a step of revision `{revision}` is in progress{at}")
            }
            Status::Modified { revisions } => format!(
                "the script of an applied revision was changed after it ran: {}",
                revisions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
            ),
            Status::Unversioned { .. } => "the database has tables and no recorded revision".to_owned(),
            Status::Gap { .. } | Status::Drifted => {
                format!("the database is not at head: its state is `{}`", status.as_str())
            }
        };
        let help = "`hunter current` tells more, `hunter upgrade` applies what is pending, and `hunter wait --for head` \
                    waits for whoever does that";
        Err(Error::new(ErrorKind::State, message, help))
    }
}

impl Migrations {
    /// Waits until a database is ready, looking again and again with growing pauses. `changed` is told in one line why it is
    /// not, each time that the reason is another one. A deadline of zero looks once. An attempt is not cut short: a host that
    /// does not answer takes ten seconds.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use hunter_migrations::{Error, Migrations, Ready};
    /// # fn start(migrations: &Migrations, url: &str) -> Result<(), Error> {
    /// migrations.wait_until(Ready::Head, url, Duration::from_secs(60), |why| eprintln!("waiting: {why}"))
    /// # }
    /// ```
    ///
    /// # Errors
    /// Of kind [`Busy`](ErrorKind::Busy), with the last reason, when the deadline has passed. When the URL cannot be read,
    /// or this chain is not for such a database.
    pub fn wait_until(
        &self,
        ready: Ready,
        url: &str,
        deadline: Duration,
        changed: impl FnMut(&str),
    ) -> Result<(), Error> {
        self.wait_for(ready, &Address::parse(url)?, deadline, changed)
    }

    pub(crate) fn wait_for(
        &self,
        ready: Ready,
        address: &Address,
        deadline: Duration,
        mut changed: impl FnMut(&str),
    ) -> Result<(), Error> {
        if ready == Ready::Head {
            self.refuse_dialect(address.dialect())?;
        }
        let start = Instant::now();
        let (mut pause, longest) = PAUSES;
        let mut last = None;
        loop {
            let why = match self.look(ready, address) {
                Ok(()) => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Usage => return Err(error),
                Err(error) => error,
            };
            let left = deadline.saturating_sub(start.elapsed());
            if left.is_zero() {
                return Err(not_ready(ready, start.elapsed(), &why));
            }
            let reason = why.to_string();
            if last.as_ref() != Some(&reason) {
                changed(&reason);
                last = Some(reason);
            }
            std::thread::sleep(pause.min(left));
            pause = (pause * 2).min(longest);
        }
    }

    /// A new connection each time: who waits keeps none from the others.
    fn look(&self, ready: Ready, address: &Address) -> Result<(), Error> {
        let mut session = address.open(Open::Read)?;
        match ready {
            Ready::Up => session
                .rows("select 'up' as j")
                .map(drop)
                .map_err(|error| Error::database("asking whether the database is up", error)),
            Ready::Head => self.on(&mut session).require_head(),
        }
    }
}

fn not_ready(ready: Ready, waited: Duration, why: &Error) -> Error {
    let what = match ready {
        Ready::Up => "up",
        Ready::Head => "at head",
    };
    let message = format!("the database is not {what} after {} s: {why}", waited.as_secs());
    Error::new(ErrorKind::Busy, message, why.help())
}

fn count(revisions: usize) -> String {
    format!("{revisions} revision{}", if revisions == 1 { "" } else { "s" })
}
