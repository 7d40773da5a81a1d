//! What a run is at, for who looks from another thread.
//!
//! Responsible for one value that the run and its watch keep up to date: a run that waits for its server says nothing, and
//! its observer is called on its own thread.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use hunter_chain::{Direction, RevisionId};
use serde::Deserialize;

use crate::notice::Notice;

/// Reads what a run is at, from any thread: for a bar, or the startup probe of a service that migrates itself.
///
/// ```no_run
/// # use std::time::Duration;
/// # use hunter_migrations::{Error, Gauge, Migrations, Report, Session, Target};
/// # fn start(migrations: &'static Migrations, conn: &mut impl Session) -> Result<Report, Error> {
/// let gauge = Gauge::new();
/// let probe = gauge.clone();
/// std::thread::spawn(move || loop {
///     if let Some(reading) = probe.read() {
///         eprintln!("{reading}"); // step 2 of 3, statement 4 of 9, 12 s
///     }
///     std::thread::sleep(Duration::from_secs(5));
/// });
/// migrations.on(conn).gauge(&gauge).upgrade(Target::Head)
/// # }
/// ```
#[derive(Debug, Clone, Default)]
pub struct Gauge(Arc<Mutex<Option<Reading>>>);

/// What a run is at. `Display` is `step 2 of 3, statement 4 of 9, 12 s`, and what the server says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reading {
    /// Which way the step goes; a repair is told as a way down.
    pub direction: Direction,
    /// Its revision.
    pub revision: RevisionId,
    /// The step's number, from 1, and of how many.
    pub step: (usize, usize),
    /// The statement's number, from 1, and of how many, where the step goes statement by statement.
    pub statement: Option<(usize, usize)>,
    /// When the statement began, or else the step.
    pub since: Instant,
    /// What the server says that it does, once it has been at it for a second; PostgreSQL tells, of a session that was opened
    /// by its URL.
    pub at_work: Option<AtWork>,
}

/// What a server says that it does for a run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[non_exhaustive]
pub struct AtWork {
    /// The table that it works on: the one that is being indexed, or else the largest one that the step has locked.
    pub table: Option<String>,
    /// The table's size as of the last time that the server counted.
    pub bytes: Option<u64>,
    /// What it does with the table, where it is an index that is built.
    pub phase: Option<String>,
    /// How much of the phase is done.
    pub done: Option<u64>,
    /// Of how much.
    pub total: Option<u64>,
    /// What is counted: `blocks`, `rows`, `sessions`.
    pub unit: Option<String>,
}

impl Gauge {
    /// One that no run has.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What the run is at. Nothing before its first step, and between two.
    #[must_use]
    pub fn read(&self) -> Option<Reading> {
        self.reading().clone()
    }

    /// What a notice changes.
    pub(super) fn follow(&self, notice: &Notice<'_>) {
        let mut reading = self.reading();
        match notice {
            Notice::Step { direction, revision, number, of } => {
                *reading = Some(Reading::begun(*direction, &revision.id, (*number, *of)));
            }
            Notice::Repair { revision } => {
                *reading = Some(Reading::begun(Direction::Down, &revision.id, (1, 1)));
            }
            Notice::Statement { number, of, .. } => {
                if let Some(reading) = &mut *reading {
                    reading.statement = Some((*number, *of));
                    reading.since = Instant::now();
                    reading.at_work = None;
                }
            }
            Notice::Done { .. } | Notice::ByOther { .. } => *reading = None,
            _ => {}
        }
    }

    pub(super) fn see(&self, at_work: AtWork) {
        if let Some(reading) = &mut *self.reading() {
            reading.at_work = Some(at_work);
        }
    }

    pub(super) fn clear(&self) {
        *self.reading() = None;
    }

    fn reading(&self) -> MutexGuard<'_, Option<Reading>> {
        // Nothing panics while it is held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reading {
    /// A step that begins now.
    fn begun(direction: Direction, revision: &RevisionId, step: (usize, usize)) -> Self {
        Self {
            direction,
            revision: revision.clone(),
            step,
            statement: None,
            since: Instant::now(),
            at_work: None,
        }
    }

    /// For how long it has been at that.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.since.elapsed()
    }

    /// How much of the run is done, from 0 to 1, as far as it can be told: steps and statements count alike, whatever they
    /// take.
    #[must_use]
    pub fn fraction(&self) -> f64 {
        let share = |done: u64, of: u64| if of == 0 { 0.0 } else { done.min(of) as f64 / of as f64 };
        let part = |(number, of): (usize, usize), inside: f64| {
            (number.saturating_sub(1) as f64 + inside) / of.max(1) as f64
        };
        let counted = self.at_work.as_ref().and_then(|work| Some(share(work.done?, work.total?)));
        let inside = counted.unwrap_or(0.0);
        part(self.step, self.statement.map_or(inside, |statement| part(statement, inside)))
    }
}

impl std::fmt::Display for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "step {} of {}", self.step.0, self.step.1)?;
        if let Some((number, of)) = self.statement {
            write!(f, ", statement {number} of {of}")?;
        }
        write!(f, ", {} s", self.elapsed().as_secs())?;
        match self.at_work.as_ref().map(ToString::to_string).filter(|work| !work.is_empty()) {
            Some(work) => write!(f, "; {work}"),
            None => Ok(()),
        }
    }
}

impl std::fmt::Display for AtWork {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let table = self.table.as_ref().map(|table| match self.bytes {
            Some(bytes) if bytes > 0 => format!("table {table} ({})", size(bytes)),
            _ => format!("table {table}"),
        });
        let counted = match (self.done, self.total) {
            (Some(done), Some(total)) if total > 0 => {
                format!(", {done} of {total} {}", self.unit.as_deref().unwrap_or("blocks"))
            }
            _ => String::new(),
        };
        let phase = self.phase.as_ref().map(|phase| format!("{phase}{counted}"));
        f.write_str(&table.into_iter().chain(phase).collect::<Vec<_>>().join(": "))
    }
}

/// A size as people say it.
fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["B", "kB", "MB", "GB", "TB"];
    let (mut value, mut unit) = (bytes as f64, 0);
    while value >= 1024.0 && unit + 1 < UNITS.len() {
        (value, unit) = (value / 1024.0, unit + 1);
    }
    if unit == 0 || value >= 100.0 {
        format!("{value:.0} {}", UNITS[unit])
    } else {
        format!("{value:.1} {}", UNITS[unit])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(statement: Option<(usize, usize)>, at_work: Option<AtWork>) -> Reading {
        let begun = Reading::begun(Direction::Up, &RevisionId::trusted("0002"), (2, 3));
        Reading { statement, at_work, ..begun }
    }

    fn building(done: u64, total: u64) -> AtWork {
        AtWork {
            table: Some("orders".into()),
            bytes: Some(1536 * 1024 * 1024),
            phase: Some("building index: scanning table".into()),
            done: Some(done),
            total: Some(total),
            unit: Some("blocks".into()),
        }
    }

    #[test]
    fn a_reading_says_step_statement_seconds_and_what_the_server_does() {
        assert_eq!(reading(None, None).to_string(), "step 2 of 3, 0 s");
        assert_eq!(reading(Some((4, 9)), None).to_string(), "step 2 of 3, statement 4 of 9, 0 s");
        assert_eq!(
            reading(Some((4, 9)), Some(building(5, 10))).to_string(),
            "step 2 of 3, statement 4 of 9, 0 s; table orders (1.5 GB): building index: scanning table, 5 of 10 blocks"
        );
    }

    #[test]
    fn a_phase_that_counts_nothing_names_no_numbers() {
        let work =
            AtWork { phase: Some("initializing".into()), done: Some(0), total: Some(0), ..AtWork::default() };
        assert_eq!(work.to_string(), "initializing");
        assert_eq!(reading(None, Some(AtWork::default())).to_string(), "step 2 of 3, 0 s");
    }

    #[test]
    fn the_fraction_never_leaves_the_step_it_is_in() {
        for (statement, work, least, most) in [
            (None, None, 0.33, 0.34),
            (None, Some(building(20, 10)), 0.66, 0.67),
            (Some((1, 2)), Some(building(5, 10)), 0.41, 0.42),
            (Some((2, 2)), Some(building(0, 0)), 0.5, 0.501),
        ] {
            let fraction = reading(statement, work).fraction();
            assert!((least..=most).contains(&fraction), "{fraction} is not in {least}..={most}");
        }
    }

    #[test]
    fn a_size_is_short() {
        let shown = [0, 1023, 1024, 12_345_678, 1 << 40].map(size);
        assert_eq!(shown, ["0 B", "1023 B", "1.0 kB", "11.8 MB", "1.0 TB"]);
    }
}
