//! `Migrations`: the chain a binary carries.
//!
//! Responsible for holding what the macro wrote without doing anything with it: a start at head compares one constant
//! with one row. The chain itself is unpacked when something asks for it, once.

use std::borrow::Cow;
use std::sync::OnceLock;

use hunter_chain::{Chain, Dialect, Digest, RevisionId, unpack};

use crate::error::{Error, ErrorKind};
use crate::runner::Migrator;
use crate::session::Session;

/// A chain of revisions, embedded by [`embed_migrations!`](crate::embed_migrations) or read from a folder.
#[derive(Debug)]
pub struct Migrations {
    source: Source,
    binary: Binary,
    chain: OnceLock<Chain>,
}

#[derive(Debug)]
enum Source {
    Embedded(Embedded),
    /// The chain is there from the beginning.
    Folder {
        digest: Digest,
    },
}

/// What the macro writes. Not for writing by hand.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Embedded {
    pub blob: &'static str,
    pub index: &'static [u8],
    pub digest: &'static str,
    /// The digest of "everything applied" for each dialect.
    pub complete: &'static [(&'static str, &'static str)],
    pub heads: &'static [&'static str],
    pub own_ledger_name: bool,
    pub binary: Binary,
}

/// The program a chain lives in, as the ledger records it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binary {
    /// The binary's name, or the package's where the chain is embedded in a library.
    pub name: &'static str,
    /// The package's version.
    pub version: &'static str,
    /// The commit it was built from, if `HUNTER_COMMIT` was set at compile time.
    pub commit: Option<&'static str>,
}

impl Migrations {
    /// What `embed_migrations!` expands to.
    #[doc(hidden)]
    #[must_use]
    pub const fn embedded(embedded: Embedded) -> Self {
        Self { binary: embedded.binary, source: Source::Embedded(embedded), chain: OnceLock::new() }
    }

    /// A chain read from a folder at run time: for tools that work on a project, not for services.
    #[must_use]
    pub fn from_chain(chain: Chain, digest: Digest, binary: Binary) -> Self {
        Self { source: Source::Folder { digest }, binary, chain: OnceLock::from(chain) }
    }

    /// The graph. Unpacked at the first call; linear in the number of revisions.
    pub fn chain(&self) -> &Chain {
        self.chain.get_or_init(|| match &self.source {
            Source::Embedded(embedded) => unpack(embedded.blob, embedded.index),
            Source::Folder { .. } => unreachable!("a chain from a folder is there from the beginning"),
        })
    }

    /// Whether anything asked for the graph yet. For tests that a start at head does not.
    #[doc(hidden)]
    #[must_use]
    pub fn is_unpacked(&self) -> bool {
        self.chain.get().is_some()
    }

    /// The digest of the directory the chain was read from: two binaries with the same one carry the same chain.
    #[must_use]
    pub fn digest(&self) -> Digest {
        match &self.source {
            Source::Embedded(embedded) => Digest::trusted(embedded.digest),
            Source::Folder { digest } => digest.clone(),
        }
    }

    /// The program around the chain.
    #[must_use]
    pub fn binary(&self) -> Binary {
        self.binary
    }

    /// Everything that can be done with a database: `MIGRATIONS.on(&mut conn).upgrade(Target::Head)`.
    pub fn on<'a, S: Session>(&'a self, connection: &'a mut S) -> Migrator<'a> {
        Migrator::new(self, connection)
    }

    /// A database of a kind that no script is for.
    pub(crate) fn refuse_dialect(&self, dialect: Dialect) -> Result<(), Error> {
        let dialects = &self.chain().settings().dialects;
        if dialects.contains(&dialect) {
            return Ok(());
        }
        let names: Vec<_> = dialects.iter().map(|dialect| dialect.name()).collect();
        let message = format!("this chain is not for {}, only for {}", dialect.name(), names.join(", "));
        let help = format!("add \"{}\" to `dialects` in hunter.toml and write its scripts", dialect.name());
        Err(Error::new(ErrorKind::State, message, help))
    }

    /// The heads; known without unpacking.
    pub(crate) fn heads(&self) -> Vec<RevisionId> {
        match &self.source {
            Source::Embedded(embedded) => embedded.heads.iter().map(|id| RevisionId::trusted(*id)).collect(),
            Source::Folder { .. } => self.chain().heads().into_iter().map(|head| head.id.clone()).collect(),
        }
    }

    /// Whether the ledger is called otherwise; known without unpacking, except for a folder.
    pub(crate) fn has_own_ledger_name(&self) -> bool {
        match &self.source {
            Source::Embedded(embedded) => embedded.own_ledger_name,
            Source::Folder { .. } => true,
        }
    }

    /// The applied-set digest of a database that has every revision. Known without unpacking.
    pub(crate) fn head_digest(&self, dialect: Dialect) -> Option<Cow<'static, str>> {
        match &self.source {
            Source::Embedded(embedded) => embedded
                .complete
                .iter()
                .find(|(name, _)| *name == dialect.name())
                .map(|(_, d)| Cow::Borrowed(*d)),
            Source::Folder { .. } => {
                let all = self.chain().revisions().iter().map(|r| (&r.id, r.up_digest(dialect)));
                Some(Cow::Owned(Digest::of_applied(all, None).to_string()))
            }
        }
    }
}
