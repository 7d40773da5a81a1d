//! The lockfile: what was proved of each revision, as text that is read in a diff.
//!
//! Responsible for the format and for its digest. What an effect says about a schema is text here: it is written and read
//! by who knows schemas. One entry per revision in the order of the chain, so two branches that add a revision both write
//! at the end, and git calls that a conflict.
//!
//! ```text
//! hunter-lock 1 l1:9f86d0…
//! definition postgres s1:… active_companies
//!
//! revision 08f51db8dce0 on base
//! postgres up s1:… down s1:… schema f1:… server 15
//! + table public.users
//! ```

mod sides;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use hunter_sql::Dialect;

use crate::digest::Digest;
use crate::graph::Chain;
use crate::id::RevisionId;
use crate::revision::Revision;

/// The name of the file, beside the revisions.
pub const LOCKFILE: &str = "hunter.lock";
const MAGIC: &str = "hunter-lock";
const FORMAT: u32 = 1;

/// What was proved of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lockfile {
    /// One for each revision, parents before children.
    pub entries: Vec<LockEntry>,
    /// The definitions that change nothing in the schema at head, by name and dialect, with the digest of the text of which
    /// that was found.
    pub definitions: BTreeMap<(String, Dialect), Digest>,
}

/// What was proved of a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockEntry {
    /// Which one.
    pub revision: RevisionId,
    /// What it stands on; none for a base.
    pub parents: Vec<RevisionId>,
    /// One for each dialect it was proved on.
    pub proofs: Vec<Proof>,
}

/// What was proved on one dialect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The dialect.
    pub dialect: Dialect,
    /// The digest of the way up that ran.
    pub up: Digest,
    /// The digest of the way down, where there is one.
    pub down: Option<Digest>,
    /// The fingerprint of the schema afterwards.
    pub schema: String,
    /// The server's major version.
    pub server: String,
    /// What it did, one line for each object.
    pub effects: Vec<String>,
}

/// Why a lockfile cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: String,
    /// Whether it is of a format that this version does not know yet.
    pub is_of_later_version: bool,
    /// Whether git left the marks of a conflict in it.
    pub is_conflict: bool,
}

impl LockError {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        let help = if self.is_of_later_version {
            "use a version of hunter that reads it: the one that wrote it, or a later one"
        } else if self.is_conflict {
            "do not mend it by hand: `cargo hunter rebase` or `cargo hunter merge` mends it together with the two heads, \
             `cargo hunter prove` where there is one"
        } else {
            "run `cargo hunter prove`: it proves again what the file no longer says"
        };
        help.to_owned()
    }
}

impl Lockfile {
    /// The text of the file.
    #[must_use]
    pub fn render(&self) -> String {
        let mut body = String::new();
        for ((name, dialect), digest) in &self.definitions {
            let _ = writeln!(body, "definition {} {digest} {name}", dialect.name());
        }
        for entry in &self.entries {
            let parents: Vec<&str> = entry.parents.iter().map(RevisionId::as_str).collect();
            let on = if parents.is_empty() { "base".to_owned() } else { parents.join(" ") };
            let _ = writeln!(body, "\nrevision {} on {on}", entry.revision);
            for proof in &entry.proofs {
                let down = proof.down.as_ref().map_or("none", Digest::as_str);
                let (name, up) = (proof.dialect.name(), &proof.up);
                let _ = writeln!(
                    body,
                    "{name} up {up} down {down} schema {} server {}",
                    proof.schema, proof.server
                );
                proof.effects.iter().for_each(|effect| {
                    let _ = writeln!(body, "{effect}");
                });
            }
        }
        format!("{MAGIC} {FORMAT} {}\n{body}", Digest::of_lock(&body))
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// The first line that cannot be read: another format, conflict markers, a digest that does not match.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        let (first, body) = text.split_once('\n').unwrap_or((text, ""));
        let error = |line: usize, why: String| LockError {
            line: line + 1,
            why,
            is_of_later_version: false,
            is_conflict: false,
        };
        let mark = text.lines().position(sides::is_mark);
        // Of a conflict each side has a first line.
        let firsts = text.lines().filter(|line| mark.is_some() && line.starts_with(MAGIC));
        let formats = firsts.chain([first]).filter_map(|line| match *line.split(' ').collect::<Vec<_>>() {
            [MAGIC, format, _] => Some(format),
            _ => None,
        });
        if let Some(format) = formats.into_iter().find(|format| *format != FORMAT.to_string()) {
            let why = format!("it is of format {format}; this version reads format {FORMAT}");
            return Err(LockError { is_of_later_version: true, ..error(0, why) });
        }
        if let Some(mark) = mark {
            let why = "it holds the marks of a merge conflict".to_owned();
            return Err(LockError { is_conflict: true, ..error(mark, why) });
        }
        let [MAGIC, _, digest] = *first.split(' ').collect::<Vec<_>>() else {
            return Err(error(0, "it does not begin as a lockfile".to_owned()));
        };
        let mut lock = Self::default();
        for (at, line) in body.lines().enumerate() {
            lock.line(line).map_err(|why| error(at + 1, why))?;
        }
        if Digest::of_lock(body).as_str() != digest {
            return Err(error(
                0,
                "its digest is not that of its content: somebody changed it by hand".to_owned(),
            ));
        }
        Ok(lock)
    }

    fn line(&mut self, line: &str) -> Result<(), String> {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            [""] => Ok(()),
            ["revision", id, "on", on @ ..] => {
                let parents = on.iter().filter(|word| **word != "base").map(|word| RevisionId::parse(word));
                let parents = parents.collect::<Result<_, _>>().map_err(|why| why.to_string())?;
                let revision = RevisionId::parse(id).map_err(|why| why.to_string())?;
                self.entries.push(LockEntry { revision, parents, proofs: Vec::new() });
                Ok(())
            }
            ["definition", dialect, digest, name @ ..] => {
                let dialect = Dialect::from_name(dialect).ok_or(format!("`{dialect}` is not a dialect"))?;
                self.definitions.insert((name.join(" "), dialect), Digest::trusted((*digest).to_owned()));
                Ok(())
            }
            [name, "up", up, "down", down, "schema", schema, "server", server] => {
                let entry = self.entries.last_mut().ok_or("a proof stands before any revision")?;
                let dialect = Dialect::from_name(name).ok_or(format!("`{name}` is not a dialect"))?;
                let digest = |text: &str| Digest::trusted(text.to_owned());
                let down = (*down != "none").then(|| digest(down));
                let (schema, server) = ((*schema).to_owned(), (*server).to_owned());
                entry.proofs.push(Proof {
                    dialect,
                    up: digest(up),
                    down,
                    schema,
                    server,
                    effects: Vec::new(),
                });
                Ok(())
            }
            ["+" | "-" | "~", ..] => {
                let proof = self.entries.last_mut().and_then(|entry| entry.proofs.last_mut());
                proof.ok_or("an effect stands before any proof")?.effects.push(line.to_owned());
                Ok(())
            }
            _ => Err(format!("`{line}` is no line of a lockfile")),
        }
    }

    /// What was proved on a dialect, revision by revision; `None` unless it says everything about this chain as it is now.
    #[must_use]
    pub fn proofs(&self, chain: &Chain, dialect: Dialect) -> Option<BTreeMap<RevisionId, Proof>> {
        let of = |revision: &Revision| {
            let proof = self.get(&revision.id)?.proof_of(revision, dialect).ok()?;
            Some((revision.id.clone(), proof.clone()))
        };
        let order = |entry: &LockEntry| entry.revision.clone();
        let all = chain.with_replaced();
        let in_order = self.entries.iter().map(order).eq(all.iter().map(|revision| revision.id.clone()));
        if in_order { all.into_iter().map(of).collect() } else { None }
    }

    /// What still holds of what was proved on a dialect: of revisions whose scripts and parents are as they were, and all
    /// below them too.
    #[must_use]
    pub fn kept(&self, chain: &Chain, dialect: Dialect) -> BTreeMap<RevisionId, Proof> {
        let mut kept: BTreeMap<RevisionId, Proof> = BTreeMap::new();
        for revision in chain.with_replaced() {
            let below = revision.parents.iter().chain(&revision.depends_on).all(|id| kept.contains_key(id));
            let entries = self.entries.iter().filter(|entry| entry.revision == revision.id);
            let proofs =
                entries.filter(|entry| entry.parents == revision.parents).flat_map(|entry| &entry.proofs);
            let holds = |proof: &&Proof| {
                proof.dialect == dialect
                    && proof.up == revision.proved_up(dialect)
                    && proof.down == revision.proved_down(dialect)
            };
            if let Some(proof) = proofs.into_iter().find(holds).filter(|_| below) {
                kept.insert(revision.id.clone(), proof.clone());
            }
        }
        kept
    }

    /// What was proved of a revision.
    #[must_use]
    pub fn get(&self, id: &RevisionId) -> Option<&LockEntry> {
        self.entries.iter().find(|entry| entry.revision == *id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock() -> Lockfile {
        let proof = |dialect, down: Option<&str>| Proof {
            dialect,
            up: Digest::trusted("s1:aa"),
            down: down.map(|text| Digest::trusted(text.to_owned())),
            schema: "f1:00".to_owned(),
            server: "15".to_owned(),
            effects: vec!["+ table public.\"a b\" {\"facts\":{}}".to_owned(), "- view v".to_owned()],
        };
        let id = RevisionId::trusted;
        let first = LockEntry {
            revision: id("0001"),
            parents: Vec::new(),
            proofs: vec![proof(Dialect::Postgres, Some("s1:bb")), proof(Dialect::Sqlite, None)],
        };
        let merge =
            LockEntry { revision: id("0004"), parents: vec![id("0002"), id("0003")], proofs: Vec::new() };
        let definitions = [(("a view".to_owned(), Dialect::Postgres), Digest::trusted("s1:cc"))];
        Lockfile { entries: vec![first, merge], definitions: definitions.into() }
    }

    #[test]
    fn a_lockfile_is_read_as_it_was_written() {
        for lock in [Lockfile::default(), lock()] {
            assert_eq!(Lockfile::parse(&lock.render()), Ok(lock));
        }
    }

    #[test]
    fn what_was_changed_by_hand_or_by_a_merge_is_not_read() {
        let text = lock().render();
        for (wrong, line, why) in [
            (text.replacen("f1:00", "f1:01", 1), 1, "changed it by hand"),
            (text.replacen("lock 1", "lock 2", 1), 1, "of format 2; this version reads format 1"),
            (text.replacen("revision 0004", "<<<<<<< ours\nrevision 0004", 1), 12, "merge conflict"),
            ("something else".to_owned(), 1, "does not begin as a lockfile"),
            (text.replacen("revision 0001 on base\n", "", 1), 4, "before any revision"),
        ] {
            let error = Lockfile::parse(&wrong).unwrap_err();
            assert!(error.line == line && error.why.contains(why), "{error:?} of {wrong}");
        }
    }
}
