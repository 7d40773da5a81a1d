//! A chain as one text and one index, to be embedded in a binary, and back.
//!
//! Responsible for the layout, which both sides share because they are the same version of this crate. The text holds
//! every string once; the index holds little-endian `u32`s. Unpacking copies no text and checks nothing: what is
//! embedded was checked by the macro.

use std::borrow::Cow;
use std::collections::HashMap;

use hunter_sql::Dialect;

use crate::digest::Digest;
use crate::graph::{Chain, assemble};
use crate::hooks::{Hooks, Moment};
use crate::id::{BranchLabel, RevisionId};
use crate::revision::{Declared, Revision, Script, Scripts};
use crate::source::Settings;
use crate::unproved::OnUnproved;

/// A packed chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// Every string of the chain.
    pub blob: String,
    /// Where they are, and the numbers.
    pub index: Vec<u8>,
}

/// Stands for "none" where an optional number or text is expected.
const NONE: u32 = u32::MAX;

/// Packs a chain. `None` when it is larger than 4 GiB.
#[must_use]
pub fn pack(chain: &Chain) -> Option<Packed> {
    let mut out = Writer { packed: Packed { blob: String::new(), index: Vec::new() }, seen: HashMap::new() };
    out.settings(&chain.settings)?;
    out.text(&chain.lock)?;
    out.list(&chain.revisions, Writer::revision)?;
    let legacy: Vec<&Revision> = chain.replaced().collect();
    out.number(u32::try_from(legacy.len()).ok()?);
    legacy.into_iter().try_for_each(|revision| out.revision(revision))?;
    Moment::ALL.into_iter().try_for_each(|moment| out.scripts(chain.hooks().at(moment)))?;
    Some(out.packed)
}

/// The chain of a binary.
///
/// # Panics
/// When text and index do not belong together; they are constants written by the macro, so this is a bug.
#[must_use]
pub fn unpack(blob: &'static str, index: &'static [u8]) -> Chain {
    let mut input = Reader { blob, index };
    let settings = input.settings();
    let lock = input.shared();
    let revisions = input.list(Reader::revision);
    let legacy = input.list(Reader::revision);
    let hooks = Hooks::from_sets(Moment::ALL.map(|_| input.scripts()));
    assemble(settings, revisions).with_lock(lock).with_legacy(legacy).with_hooks(hooks)
}

struct Writer<'a> {
    packed: Packed,
    seen: HashMap<&'a str, (u32, u32)>,
}

impl<'a> Writer<'a> {
    fn number(&mut self, value: u32) {
        self.packed.index.extend_from_slice(&value.to_le_bytes());
    }

    fn text(&mut self, text: &'a str) -> Option<()> {
        let (offset, length) = match self.seen.get(text) {
            Some(found) => *found,
            None => {
                let found = (u32::try_from(self.packed.blob.len()).ok()?, u32::try_from(text.len()).ok()?);
                self.packed.blob.push_str(text);
                self.seen.insert(text, found);
                found
            }
        };
        self.number(offset);
        self.number(length);
        Some(())
    }

    fn optional(&mut self, text: Option<&'a str>) -> Option<()> {
        match text {
            Some(text) => self.text(text),
            None => {
                self.number(NONE);
                Some(())
            }
        }
    }

    fn list<T>(&mut self, items: &'a [T], write: impl Fn(&mut Self, &'a T) -> Option<()>) -> Option<()> {
        self.number(u32::try_from(items.len()).ok()?);
        items.iter().try_for_each(|item| write(self, item))
    }

    fn milliseconds(&mut self, value: Option<u64>) {
        self.number(value.map_or(NONE, |ms| u32::try_from(ms).unwrap_or(NONE - 1)));
    }

    fn settings(&mut self, settings: &'a Settings) -> Option<()> {
        self.list(&settings.dialects, |out, dialect| out.text(dialect.name()))?;
        self.optional(settings.ledger_table.as_deref())?;
        self.optional(settings.ledger_schema.as_deref())?;
        self.list(&settings.schemas, |out, name| out.text(name))?;
        self.list(&settings.ignore, |out, pattern| out.text(pattern))?;
        self.optional(settings.unproved.map(OnUnproved::as_str))
    }

    fn revision(&mut self, revision: &'a Revision) -> Option<()> {
        let id = |out: &mut Self, id: &'a RevisionId| out.text(id.as_str());
        id(self, &revision.id)?;
        self.text(&revision.directory)?;
        self.text(&revision.message)?;
        self.list(&revision.parents, id)?;
        self.list(&revision.depends_on, id)?;
        self.list(&revision.labels, |out, label| out.text(label.as_str()))?;
        self.declared(&revision.declared)?;
        [&revision.up, &revision.down, &revision.verify].into_iter().try_for_each(|set| self.scripts(set))
    }

    fn declared(&mut self, declared: &'a Declared) -> Option<()> {
        self.optional(declared.created.as_deref())?;
        self.number(u32::from(declared.run_in_transaction));
        self.optional(declared.irreversible.as_deref())?;
        self.list(&declared.lossy, |out, what| out.text(what))?;
        self.list(&declared.recreates, |out, name| out.text(name))?;
        self.optional(declared.breaking.as_deref())?;
        self.list(&declared.replaces, |out, id| out.text(id.as_str()))?;
        self.list(&declared.dialects, |out, dialect| out.text(dialect.name()))?;
        self.milliseconds(declared.lock_timeout_ms);
        self.milliseconds(declared.statement_timeout_ms);
        self.number(u32::from(declared.compatible_with_previous_binary));
        self.list(&declared.allow, |out, (rule, because)| {
            out.text(rule)?;
            out.text(because)
        })
    }

    fn scripts(&mut self, scripts: &'a Scripts) -> Option<()> {
        self.number(u32::try_from(scripts.iter().count()).ok()?);
        for (dialect, script, digest) in scripts.iter() {
            self.text(dialect.name())?;
            self.text(&script.path)?;
            self.text(&script.text)?;
            self.text(digest.as_str())?;
        }
        Some(())
    }
}

struct Reader {
    blob: &'static str,
    index: &'static [u8],
}

impl Reader {
    fn number(&mut self) -> u32 {
        let (number, rest) = self.index.split_at(4);
        self.index = rest;
        u32::from_le_bytes([number[0], number[1], number[2], number[3]])
    }

    fn text(&mut self) -> &'static str {
        let offset = self.number();
        self.text_at(offset)
    }

    fn text_at(&mut self, offset: u32) -> &'static str {
        let (offset, length) = (offset as usize, self.number() as usize);
        &self.blob[offset..offset + length]
    }

    fn shared(&mut self) -> Cow<'static, str> {
        Cow::Borrowed(self.text())
    }

    fn optional(&mut self) -> Option<Cow<'static, str>> {
        match self.number() {
            NONE => None,
            offset => Some(Cow::Borrowed(self.text_at(offset))),
        }
    }

    fn list<T>(&mut self, read: impl Fn(&mut Self) -> T) -> Vec<T> {
        (0..self.number()).map(|_| read(self)).collect()
    }

    fn milliseconds(&mut self) -> Option<u64> {
        match self.number() {
            NONE => None,
            ms => Some(u64::from(ms)),
        }
    }

    fn id(&mut self) -> RevisionId {
        RevisionId::trusted(self.text())
    }

    fn dialect(&mut self) -> Option<Dialect> {
        Dialect::from_name(self.text())
    }

    fn settings(&mut self) -> Settings {
        Settings {
            dialects: self.list(Self::dialect).into_iter().flatten().collect(),
            ledger_table: self.optional().map(Cow::into_owned),
            ledger_schema: self.optional().map(Cow::into_owned),
            schemas: self.list(|input| input.text().to_owned()),
            ignore: self.list(|input| input.text().to_owned()),
            unproved: self.optional().and_then(|word| OnUnproved::from_word(&word)),
        }
    }

    fn revision(&mut self) -> Revision {
        let (id, directory, message) = (self.id(), self.shared(), self.shared());
        let mut revision = Revision::new(id, directory, message);
        revision.parents = self.list(Self::id);
        revision.depends_on = self.list(Self::id);
        revision.labels = self.list(|input| BranchLabel::trusted(input.text()));
        revision.declared = self.declared();
        revision.up = self.scripts();
        revision.down = self.scripts();
        revision.verify = self.scripts();
        revision
    }

    fn declared(&mut self) -> Declared {
        Declared {
            created: self.optional(),
            run_in_transaction: self.number() != 0,
            irreversible: self.optional(),
            lossy: self.list(Self::shared),
            recreates: self.list(Self::shared),
            breaking: self.optional(),
            replaces: self.list(Self::id),
            dialects: self.list(Self::dialect).into_iter().flatten().collect(),
            lock_timeout_ms: self.milliseconds(),
            statement_timeout_ms: self.milliseconds(),
            compatible_with_previous_binary: self.number() != 0,
            allow: self.list(|input| (input.shared(), input.shared())),
        }
    }

    fn scripts(&mut self) -> Scripts {
        let mut scripts = Scripts::default();
        for _ in 0..self.number() {
            let dialect = self.dialect();
            let script = Script { path: self.shared(), text: self.shared() };
            let digest = Digest::trusted(self.text());
            if let Some(dialect) = dialect {
                scripts.insert(dialect, script, digest);
            }
        }
        scripts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SourceTree, read_chain};

    #[test]
    fn a_chain_comes_back_from_its_packed_form_unchanged() {
        let tree = SourceTree::of(
            "migrations",
            &[
                (
                    "hunter.toml",
                    "dialects = [\"postgres\", \"sqlite\"]\nledger_table = \"led\"\nschemas = [\"a\"]\n\
                 ignore = \"table a.*\"\nunproved = \"deny\"",
                ),
                (crate::LOCKFILE, &crate::Lockfile::default().render()),
                ("0001_a/up.sql", "create table a (b int);"),
                ("0001_a/down.sql", "drop table a;"),
                ("0001_a/verify.sql", "select 1 where false;"),
                (
                    "0001_a/metadata.toml",
                    "lossy = [\"a\"]\nrecreates = [\"a.b\"]\nlock_timeout = \"2s\"\nallow = [{ rule = \"HC041\", because = \"b\" }]\n\
                     branch_labels = \"main\"\nbreaking = \"tell everyone\"",
                ),
                ("0002_b/up.sql", "create table c (b int);"),
                (
                    "0002_b/metadata.toml",
                    "irreversible = \"why not\"\nrun_in_transaction = false\ndown_revision = \"0001\"",
                ),
            ],
        );
        let chain = read_chain(&tree).unwrap();
        let packed = pack(&chain).unwrap();
        let back = unpack(packed.blob.leak(), packed.index.leak());
        assert_eq!(back.revisions(), chain.revisions());
        assert_eq!(back.settings(), chain.settings());
        assert_eq!((back.settings().schemas.len(), back.settings().ignore.len()), (1, 1));
        assert_eq!(back.settings().unproved, Some(OnUnproved::Deny));
        assert!(!back.lock.is_empty() && back.lock == chain.lock);
    }
}
