//! Ctrl-C and the signal of a service manager, for commands that write.
//!
//! Responsible for turning a signal into the wish that the run stops, and for ending the process soon after, whether a
//! server answers or not. A second signal ends it at once.

use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::output::Output;
use super::screen::CLEAR;
use crate::runner::Interrupt;

/// How often it looks.
const POLL: Duration = Duration::from_millis(20);
/// What is left after a signal to end a statement, roll back and tell about it. Who sends one may kill us soon.
const GRACE: Duration = Duration::from_secs(4);

/// The signal that came, or 0.
static CAME: OnceLock<Arc<AtomicUsize>> = OnceLock::new();

/// The wish that a signal to this process becomes.
pub(super) fn interrupt() -> Interrupt {
    let interrupt = Interrupt::new();
    let came = CAME.get_or_init(Arc::default).clone();
    let once = Arc::new(AtomicBool::new(false));
    for signal in [SIGTERM, SIGINT] {
        let number = usize::try_from(signal).unwrap_or_default();
        // In this order, so that the first one only leaves its mark. Where signals cannot be had they do what they always did.
        let _ = flag::register_conditional_shutdown(signal, 128 + signal, once.clone())
            .and_then(|_| flag::register(signal, once.clone()))
            .and_then(|_| flag::register_usize(signal, came.clone(), number));
    }
    let stops = interrupt.clone();
    std::thread::spawn(move || watch(&came, &stops));
    interrupt
}

/// The exit code of a run that a signal stopped.
pub(super) fn exit_code() -> u8 {
    let signal = CAME.get().map_or(0, |came| came.load(Ordering::SeqCst));
    u8::try_from(128 + signal).ok().filter(|_| signal > 0).unwrap_or(130)
}

fn watch(came: &AtomicUsize, stops: &Interrupt) {
    while came.load(Ordering::SeqCst) == 0 {
        std::thread::sleep(POLL);
    }
    stops.stop();
    std::thread::sleep(GRACE);
    // The main thread still waits for a database.
    let words = "error: stopped, because it was asked to; the database did not end its statement in time\n\
                 help: what was not committed is rolled back as soon as it notices; run the same command again: it goes on\n";
    // A bar may stand where this begins.
    let begin = if Output::is_terminal() { CLEAR } else { "" };
    let _ = std::io::stderr().write_all(format!("{begin}{words}").as_bytes());
    std::process::exit(i32::from(exit_code()));
}
