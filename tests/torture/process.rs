//! A process that goes on while its test looks elsewhere: bounded in time, and never left behind.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::binary::{Hunter, Outcome};

/// The longest that anything here may take; far more than it does.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

/// A process that was started. Dropped, it is killed.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    words: String,
    /// Files and not pipes: a pipe that nobody reads would stop the process.
    out: PathBuf,
    err: PathBuf,
    start: Instant,
}

/// How a process ended, and how long it took.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) outcome: Outcome,
    pub(crate) took: Duration,
}

impl Running {
    pub(crate) fn start(hunter: &Hunter, words: &str) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let [out, err] = ["out", "err"].map(|name| hunter.folder().join(format!("{name}.{number}")));
        let mut command = hunter.command(&words.split_whitespace().collect::<Vec<_>>());
        command.stdout(File::create(&out).unwrap()).stderr(File::create(&err).unwrap());
        let start = Instant::now();
        Self { child: command.spawn().unwrap(), words: words.to_owned(), out, err, start }
    }

    /// What it said beside its results so far.
    pub(crate) fn said(&self) -> String {
        fs::read_to_string(&self.err).unwrap()
    }

    /// Kills it. True if that is what ended it.
    pub(crate) fn kill(mut self) -> bool {
        self.child.kill().unwrap();
        !self.child.wait().unwrap().success()
    }

    /// Sends it a signal by its name.
    pub(crate) fn signal(&self, name: &str) {
        let script = format!("kill -{name} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &script]).status().unwrap().success(), "{script}");
    }

    /// Waits for its end.
    #[track_caller]
    pub(crate) fn ends(self) -> Ended {
        all_end(vec![self]).pop().unwrap()
    }

    fn ended(&mut self) -> Option<Ended> {
        let status = self.child.try_wait().unwrap()?;
        let outcome = Outcome {
            words: self.words.clone(),
            code: status.code(),
            out: fs::read_to_string(&self.out).unwrap(),
            err: self.said(),
        };
        Some(Ended { outcome, took: self.start.elapsed() })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits for the end of all of them, in the order in which they were started.
#[track_caller]
pub(crate) fn all_end(mut running: Vec<Running>) -> Vec<Ended> {
    let mut ended: Vec<Option<Ended>> = running.iter().map(|_| None).collect();
    let until = Instant::now() + DEADLINE;
    while ended.iter().any(Option::is_none) {
        for (process, slot) in running.iter_mut().zip(&mut ended) {
            if slot.is_none() {
                *slot = process.ended();
            }
        }
        if Instant::now() > until {
            let late = running.iter().zip(&ended).find(|(_, ended)| ended.is_none()).unwrap().0;
            panic!("`{}` did not end within {DEADLINE:?}; it said: {}", late.words, late.said());
        }
        sleep(Duration::from_millis(2));
    }
    ended.into_iter().flatten().collect()
}

/// The longest of them.
pub(crate) fn longest(ended: &[Ended]) -> Duration {
    ended.iter().map(|ended| ended.took).max().unwrap_or_default()
}

/// Waits until something is so.
#[track_caller]
pub(crate) fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let until = Instant::now() + DEADLINE;
    while !is_so() {
        assert!(Instant::now() < until, "{what}: not within {DEADLINE:?}");
        sleep(Duration::from_millis(5));
    }
}
