//! Shows how far a run is while it waits for its database: a bar on a terminal, now and then a line in a log.
//!
//! Responsible for the thread that looks at the run's gauge. What a run tells by itself is printed by the verbs.

use std::io::Write;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::output::Output;
use super::screen::Screen;
use crate::runner::{Gauge, Migrator, Reading};

/// How often a bar is drawn, and a log is thought of.
const LOOK: Duration = Duration::from_millis(200);
/// How often a log is told that the same statement is still at work.
const SAY_AGAIN: Duration = Duration::from_secs(30);
/// How many characters a bar has.
const WIDTH: usize = 20;

/// A run that is followed as long as this is there.
pub(super) struct Following {
    gauge: Option<Gauge>,
    over: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Following {
    /// Begins, unless only the answer is wanted.
    pub(super) fn begin(out: &Output) -> Self {
        let Some(screen) = out.screen() else { return Self { gauge: None, over: None, thread: None } };
        let gauge = Gauge::new();
        let (over, is_over) = channel();
        let (shown, is_terminal) = (gauge.clone(), Output::is_terminal());
        let thread = std::thread::spawn(move || match is_terminal {
            true => draw(&shown, &screen, &is_over),
            false => log(&shown, screen, &is_over),
        });
        Self { gauge: Some(gauge), over: Some(over), thread: Some(thread) }
    }

    /// Follows this run.
    pub(super) fn on<'a>(&self, migrator: Migrator<'a>) -> Migrator<'a> {
        match &self.gauge {
            Some(gauge) => migrator.gauge(gauge),
            None => migrator,
        }
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        // The thread ends when its channel does, and takes its bar along.
        drop(self.over.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn goes_on(is_over: &Receiver<()>) -> bool {
    is_over.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout)
}

fn draw(gauge: &Gauge, screen: &Screen, is_over: &Receiver<()>) {
    while goes_on(is_over) {
        screen.draw(&gauge.read().map(|reading| bar(&reading)).unwrap_or_default());
    }
    screen.draw("");
}

/// `[########------------] step 2 of 3, …`
fn bar(reading: &Reading) -> String {
    let filled = (1..=WIDTH).filter(|mark| *mark as f64 <= reading.fraction() * WIDTH as f64).count();
    format!("[{}{}] {}: {reading}", "#".repeat(filled), "-".repeat(WIDTH - filled), reading.revision)
}

/// A line for each phase of the server's work, and for what takes long.
fn log(gauge: &Gauge, mut screen: Screen, is_over: &Receiver<()>) {
    let mut last: Option<(Said, Instant)> = None;
    while goes_on(is_over) {
        let Some(reading) = gauge.read() else { continue };
        let now = Said::of(&reading);
        let is_same = last.as_ref().is_some_and(|(said, _)| *said == now);
        let is_long = last.as_ref().is_some_and(|(_, at)| at.elapsed() >= SAY_AGAIN);
        if is_same && !is_long {
            continue;
        }
        if is_same || now.phase.is_some() {
            let line = format!("    {}: {reading}\n", reading.revision);
            let _ = screen.write_all(line.as_bytes());
        }
        last = Some((now, Instant::now()));
    }
}

/// What a line was about.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    since: Instant,
    phase: Option<String>,
}

impl Said {
    fn of(reading: &Reading) -> Self {
        let phase = reading.at_work.as_ref().and_then(|work| work.phase.clone());
        Self { since: reading.since, phase }
    }
}
