//! Which revisions are not what the lockfile says was proved, and why.
//!
//! Responsible for comparing a chain with its lockfile, revision by revision and dialect by dialect, and for the words of
//! HC047. What follows from it (an error, a warning, a refusal) is for who asks: the macro and the runner.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use hunter_sql::Dialect;

use crate::diag::{Code, Diagnostic, Diagnostics, Place};
use crate::graph::Chain;
use crate::lock::{LOCKFILE, LockEntry, Proof};
use crate::revision::Revision;
use crate::source::SourceTree;

/// What becomes of a revision that is not proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnUnproved {
    /// It compiles, with a warning.
    Warn,
    /// It does not compile.
    Deny,
}

impl OnUnproved {
    /// As it is written in hunter.toml.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            OnUnproved::Warn => "warn",
            OnUnproved::Deny => "deny",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [OnUnproved::Warn, OnUnproved::Deny].into_iter().find(|one| one.as_str() == word)
    }
}

/// Why a revision is not proved on a dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotProved {
    /// There is no lockfile.
    NoLockfile,
    /// The lockfile says nothing of it.
    Unknown,
    /// It stood on others.
    Parents,
    /// Its way up was another.
    Up,
    /// Its way down was another, or there was none.
    Down,
}

/// A revision that is not proved as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unproved<'c> {
    /// Which one.
    pub revision: &'c Revision,
    /// On which dialects, and why.
    pub on: Vec<(Dialect, NotProved)>,
}

impl LockEntry {
    /// What was proved of its revision as it is now.
    ///
    /// # Errors
    /// What is otherwise than it was proved.
    pub fn proof_of(&self, revision: &Revision, dialect: Dialect) -> Result<&Proof, NotProved> {
        let proof = self.proofs.iter().find(|proof| proof.dialect == dialect).ok_or(NotProved::Unknown)?;
        if self.parents != revision.parents {
            return Err(NotProved::Parents);
        }
        if proof.up != revision.proved_up(dialect) {
            return Err(NotProved::Up);
        }
        if proof.down != revision.proved_down(dialect) {
            return Err(NotProved::Down);
        }
        Ok(proof)
    }
}

impl Chain {
    /// The revisions that the lockfile does not know, or knows otherwise, in the chain's order.
    #[must_use]
    pub fn unproved(&self) -> Vec<Unproved<'_>> {
        let lock = self.lockfile();
        let entries: BTreeMap<&str, &LockEntry> =
            lock.entries.iter().map(|entry| (entry.revision.as_str(), entry)).collect();
        let dialects: Vec<Dialect> = provable(&self.settings.dialects).collect();
        let unknown = if self.lock.is_empty() { NotProved::NoLockfile } else { NotProved::Unknown };
        let why = |revision: &Revision, dialect| {
            let entry = entries.get(revision.id.as_str()).ok_or(unknown);
            entry.and_then(|entry| entry.proof_of(revision, dialect)).err()
        };
        let of = |revision| {
            let on = dialects.iter().filter_map(|dialect| Some((*dialect, why(revision, *dialect)?)));
            Unproved { revision, on: on.collect() }
        };
        self.with_replaced().into_iter().map(of).filter(|unproved| !unproved.on.is_empty()).collect()
    }
}

/// Nothing can be proved on MySQL yet, so nothing is demanded there.
fn provable(dialects: &[Dialect]) -> impl Iterator<Item = Dialect> {
    dialects.iter().copied().filter(|dialect| *dialect != Dialect::Mysql)
}

impl Unproved<'_> {
    /// HC047, at the first line of the way up.
    #[must_use]
    pub fn diagnostic(&self, tree: &SourceTree) -> Diagnostic {
        let revision = self.revision;
        let script = self.on.iter().find_map(|(dialect, _)| revision.up.get(*dialect));
        let at = match script {
            Some(script) => {
                let text: Arc<str> = Arc::from(&*script.text);
                let end = text.lines().next().map_or(0, str::len);
                Place::text(&*script.path, &text, 0..end)
            }
            None => Place::path(tree.shown(&revision.directory)),
        };
        let whys: BTreeSet<String> = self.on.iter().map(|(_, why)| why.to_string()).collect();
        let same = if whys.len() == 1 { whys.first() } else { None };
        let why = same.cloned().unwrap_or_else(|| {
            let each = self.on.iter().map(|(dialect, why)| format!("on {} {why}", dialect.product()));
            each.collect::<Vec<_>>().join(", ")
        });
        let message =
            format!("revision `{}` is not proved on {} as it is now: {why}", revision.id, self.products());
        let mut found = Diagnostics::new();
        found.push(Code::Unproved, at, message, Code::Unproved.help()).clone()
    }

    fn products(&self) -> String {
        self.on.iter().map(|(dialect, _)| dialect.product()).collect::<Vec<_>>().join(" and ")
    }
}

/// All of them in one sentence, the first by name.
#[must_use]
pub fn summary(unproved: &[Unproved<'_>]) -> String {
    const SHOWN: usize = 5;
    let each = |unproved: &Unproved<'_>| format!("`{}` on {}", unproved.revision.id, unproved.products());
    let mut names = unproved.iter().take(SHOWN).map(each).collect::<Vec<_>>().join(", ");
    if unproved.len() > SHOWN {
        names += &format!(", and {} more", unproved.len() - SHOWN);
    }
    let none = unproved.iter().any(|one| one.on.iter().any(|(_, why)| *why == NotProved::NoLockfile));
    let why = if none { format!(" ({})", NotProved::NoLockfile) } else { String::new() };
    let (plural, are, they) =
        if unproved.len() == 1 { ("", "is", "it is") } else { ("s", "are", "they are") };
    format!("{} revision{plural} {are} not proved as {they} now{why}: {names}", unproved.len())
}

impl fmt::Display for NotProved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotProved::NoLockfile => write!(f, "there is no {LOCKFILE}"),
            NotProved::Unknown => write!(f, "{LOCKFILE} does not know it"),
            NotProved::Parents => f.write_str("it was proved on other parents"),
            NotProved::Up => f.write_str("its way up was changed after the proof"),
            NotProved::Down => f.write_str("its way down was changed after the proof"),
        }
    }
}

#[cfg(test)]
mod tests;
