//! What the scripts of a chain say, read before any server does.
//!
//! Responsible for asking `hunter-sql` about every script of every dialect and for the words of what it finds. Which
//! scripts there are was settled by `source`; what they mean to a catalog only a server knows.

mod shape;
mod transaction;
mod words;

use std::ops::Range;
use std::sync::Arc;

use hunter_sql::Dialect;

use crate::definitions;
use crate::diag::{Code, Diagnostics, Place};
use crate::hooks;
use crate::revision::{Revision, Script, Scripts};

/// Reads all scripts of the revisions; mistakes go to `found`.
pub(crate) fn check(revisions: &[Revision], found: &mut Diagnostics) {
    for revision in revisions {
        let sets: [(Way, &Scripts); 3] =
            [(Way::Up, &revision.up), (Way::Down, &revision.down), (Way::Verify, &revision.verify)];
        for (way, scripts) in sets {
            for (dialect, script, _) in scripts.iter() {
                let mut reading = Reading { revision, way, dialect, script, source: None, found };
                if shape::check(&mut reading) {
                    transaction::check(&mut reading);
                    words::check(&mut reading);
                }
            }
        }
    }
}

/// What a script is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
    Verify,
}

/// One script being read.
struct Reading<'a> {
    revision: &'a Revision,
    way: Way,
    dialect: Dialect,
    script: &'a Script,
    /// The text, shared by all that is found in it.
    source: Option<Arc<str>>,
    found: &'a mut Diagnostics,
}

impl Reading<'_> {
    fn text(&self) -> &str {
        &self.script.text
    }

    /// Reports a mistake at some bytes, unless the author allowed this one.
    fn report(&mut self, code: Code, at: Range<usize>, message: String, help: String) {
        if self.revision.allows(code) {
            return;
        }
        let place = self.place(at);
        // One plain file serves several dialects and is wrong once: `Diagnostics::sorted` drops the repetition.
        self.found.push(code, place, message, help);
    }

    /// A hook or a definition: no metadata.toml speaks of it.
    fn is_of_no_revision(&self) -> bool {
        [hooks::DIRECTORY, definitions::DIRECTORY].contains(&&*self.revision.directory)
    }

    fn place(&mut self, at: Range<usize>) -> Place {
        let text = self.source.get_or_insert_with(|| Arc::from(&*self.script.text));
        Place::text(&*self.script.path, text, at)
    }

    /// A remedy, and the way out that metadata.toml gives a revision, where there is one.
    fn or(&self, remedy: &str, way_out: &str) -> String {
        if self.is_of_no_revision() { remedy.to_owned() } else { format!("{remedy}; {way_out}") }
    }

    /// The line that allows a finding.
    fn allowing(code: Code) -> String {
        format!("allow = [{{ rule = \"{code}\", because = \"why\" }}] in metadata.toml")
    }
}
