//! stderr, shared by the lines of a command and one line that is drawn again and again.
//!
//! Responsible for their never being in each other's way: the drawn line stands below everything that is printed, and is
//! gone when nobody draws it.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Back to the first column, with everything behind it gone.
pub(super) const CLEAR: &str = "\r\x1b[K";
/// What is too long for a terminal is cut by it, since the next drawing could not take a second row back.
const UNWRAPPED: (&str, &str) = ("\x1b[?7l", "\x1b[?7h");

/// Where messages go. Clones write to the same place.
#[derive(Clone)]
pub(super) struct Screen(Arc<Mutex<Lines>>);

struct Lines {
    to: Box<dyn Write + Send>,
    /// The line that is drawn.
    drawn: String,
    /// A line was begun and not ended yet.
    is_open: bool,
}

impl Screen {
    pub(super) fn new(to: impl Write + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Lines { to: Box::new(to), drawn: String::new(), is_open: false })))
    }

    /// Draws a line in place of the last one; an empty one takes it away.
    pub(super) fn draw(&self, line: &str) {
        let mut lines = self.lines();
        if lines.is_open || lines.drawn == line {
            return;
        }
        lines.drawn = line.to_owned();
        // Nobody is told that a bar could not be drawn.
        let _ = lines.redraw();
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lines {
    fn redraw(&mut self) -> io::Result<()> {
        if self.drawn.is_empty() {
            self.to.write_all(CLEAR.as_bytes())?;
        } else {
            let (off, on) = UNWRAPPED;
            write!(self.to, "{CLEAR}{off}{}{on}", self.drawn)?;
        }
        self.to.flush()
    }
}

impl Write for Screen {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        let mut lines = self.lines();
        let Some(last) = text.last() else { return Ok(0) };
        if !lines.drawn.is_empty() && !lines.is_open {
            lines.to.write_all(CLEAR.as_bytes())?;
        }
        lines.to.write_all(text)?;
        lines.is_open = *last != b'\n';
        if !lines.drawn.is_empty() && !lines.is_open {
            lines.redraw()?;
        }
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.lines().to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keeps what is written.
    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl Write for Paper {
        fn write(&mut self, text: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(text)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Paper {
        /// What stands on a terminal then.
        fn seen(&self) -> String {
            let written = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
            let written = written.replace(UNWRAPPED.0, "").replace(UNWRAPPED.1, "");
            let shown = written.split('\n').map(|line| line.rsplit(CLEAR).next().unwrap_or_default());
            shown.collect::<Vec<_>>().join("\n")
        }
    }

    #[test]
    fn a_drawn_line_stays_below_what_is_printed_and_leaves_no_trace() {
        let paper = Paper::default();
        let mut screen = Screen::new(paper.clone());
        screen.draw("half");
        writeln!(screen, "one {}", 1).unwrap();
        assert_eq!(paper.seen(), "one 1\nhalf");
        screen.draw("whole");
        assert_eq!(paper.seen(), "one 1\nwhole");
        screen.draw("");
        writeln!(screen, "two").unwrap();
        assert_eq!(paper.seen(), "one 1\ntwo\n");
    }

    #[test]
    fn nothing_is_drawn_into_a_line_that_is_not_ended() {
        let paper = Paper::default();
        let mut screen = Screen::new(paper.clone());
        write!(screen, "type yes: ").unwrap();
        screen.draw("half");
        assert_eq!(paper.seen(), "type yes: ");
    }

    #[test]
    fn what_is_drawn_nowhere_prints_no_control_characters() {
        let paper = Paper::default();
        writeln!(Screen::new(paper.clone()), "one").unwrap();
        assert_eq!(*paper.0.lock().unwrap(), b"one\n");
    }
}
