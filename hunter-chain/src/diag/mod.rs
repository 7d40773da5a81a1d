//! Diagnostics: what is wrong with a project, as values.
//!
//! Responsible for collecting every mistake with its place. A [`Diagnostic`] never leaves by `?`: functions push it
//! and go on, and the caller stops once, at the end of a phase. Not for failures of an operation at run time.

mod codes;
mod render;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

pub use codes::{Code, Page};

/// A file (or directory) of the project, with its text where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Path as a reader can open it: relative to the package, with the migrations directory in front.
    pub path: String,
    /// The text of the file and the bytes meant in it.
    pub source: Option<(Arc<str>, Range<usize>)>,
}

impl Place {
    /// A directory, or a file without text.
    #[must_use]
    pub fn path(path: impl Into<String>) -> Self {
        Self { path: path.into(), source: None }
    }

    /// Bytes of a file.
    #[must_use]
    pub fn text(path: impl Into<String>, text: &Arc<str>, range: Range<usize>) -> Self {
        Self { path: path.into(), source: Some((Arc::clone(text), range)) }
    }

    /// `path:line:col`, or the path alone. Line and column count from 1, the column in characters.
    #[must_use]
    pub fn describe(&self) -> String {
        match &self.source {
            None => self.path.clone(),
            Some((text, range)) => {
                let at = hunter_sql::position(text, range.start);
                format!("{}:{}:{}", self.path, at.line, at.column)
            }
        }
    }
}

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// The project does not compile.
    Error,
    /// Worth knowing: a mistake of a revision older than `strict_from`.
    Note,
}

/// One mistake in a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether it stops the build.
    pub level: Level,
    /// The stable code; `hunter explain CODE` prints its page.
    pub code: Code,
    /// What is wrong, in one line.
    pub message: String,
    /// Where.
    pub at: Place,
    /// Other places that belong to it, each with what it is.
    pub related: Vec<(String, Place)>,
    /// What to type.
    pub help: String,
}

/// The mistakes found so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one and returns it for `related` places.
    pub fn push(
        &mut self,
        code: Code,
        at: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> &mut Diagnostic {
        self.found.push(Diagnostic {
            level: Level::Error,
            code,
            message: message.into(),
            at,
            related: Vec::new(),
            help: help.into(),
        });
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// All of them: by path and position, so the order does not depend on how they were found.
    #[must_use]
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        let key = |d: &Diagnostic| {
            (d.at.path.clone(), d.at.source.as_ref().map(|(_, range)| range.start), d.code, d.message.clone())
        };
        self.found.sort_by_key(key);
        self.found.dedup();
        self.found
    }

    /// Adds a place to the last one.
    pub(crate) fn relate(&mut self, what: &str, at: Place) {
        if let Some(last) = self.found.last_mut() {
            last.related(what, at);
        }
    }

    /// Turns those that may be tolerated into notes, for all places under these paths.
    pub(crate) fn tolerate(&mut self, under: &BTreeSet<String>) {
        for diagnostic in self.found.iter_mut().filter(|diagnostic| diagnostic.code.is_tolerable()) {
            let path = &diagnostic.at.path;
            let is_under =
                under.contains(path) || path.rmatch_indices('/').any(|(at, _)| under.contains(&path[..at]));
            if is_under {
                diagnostic.level = Level::Note;
            }
        }
    }

    /// Mistakes and notes apart, each sorted.
    pub(crate) fn parted(self) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
        self.sorted().into_iter().partition(|diagnostic| diagnostic.level == Level::Error)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether the project is fine so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}

impl Diagnostic {
    /// Adds a place that belongs to the mistake.
    pub fn related(&mut self, what: impl Into<String>, at: Place) -> &mut Self {
        self.related.push((what.into(), at));
        self
    }

    /// As a compiler would print it: code, message, place, source line with caret, help. Plain text.
    #[must_use]
    pub fn render(&self) -> String {
        render::plain(self)
    }
}
