//! `Revision`: one directory as a checked value.
//!
//! Responsible for what a revision is: identity, parents, scripts per dialect, what its author declared. Holds
//! only what passed the checks of `source`; knows nothing about other revisions.

use std::borrow::Cow;
use std::collections::BTreeMap;

use hunter_sql::Dialect;

use crate::diag::Code;
use crate::digest::Digest;
use crate::id::{BranchLabel, RevisionId};

/// One revision of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Revision {
    /// Its identity, for ever.
    pub id: RevisionId,
    /// The directory's name, `08f51db8dce0_base_revision`.
    pub directory: Cow<'static, str>,
    /// The revisions it stands on; none for a base, several for a merge.
    pub parents: Vec<RevisionId>,
    /// Revisions of other branches that must be applied before it.
    pub depends_on: Vec<RevisionId>,
    /// Labels declared here.
    pub labels: Vec<BranchLabel>,
    /// What it does, in the author's words, else the slug.
    pub message: Cow<'static, str>,
    /// What else the author declared.
    pub declared: Declared,
    /// The way up.
    pub up: Scripts,
    /// The way down.
    pub down: Scripts,
    /// Statements that must return no row after the upgrade.
    pub verify: Scripts,
}

/// Declarations of `metadata.toml` beyond the graph, with their defaults written once, here.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Declared {
    /// When it was written, as the author wrote it.
    pub created: Option<Cow<'static, str>>,
    /// Whether the runner wraps it into a transaction. True unless said otherwise.
    pub run_in_transaction: bool,
    /// Why there is no way down.
    pub irreversible: Option<Cow<'static, str>>,
    /// What is lost, be it on the way up or down: `table` or `table.column`.
    pub lossy: Vec<Cow<'static, str>>,
    /// Relations, columns and routines on which nothing may stand while the scripts run: what does is dropped before and
    /// created again after, with its grants.
    pub recreates: Vec<Cow<'static, str>>,
    /// Who must know what before this runs.
    pub breaking: Option<Cow<'static, str>>,
    /// Revisions this one stands in for.
    pub replaces: Vec<RevisionId>,
    /// The dialects it exists for; empty means all of the chain's.
    pub dialects: Vec<Dialect>,
    /// How long a statement may wait for a lock, in milliseconds; `None` means the runner's default.
    pub lock_timeout_ms: Option<u64>,
    /// How long a statement may run, in milliseconds; `None` means no limit.
    pub statement_timeout_ms: Option<u64>,
    /// Whether the release before this one still works on the new schema.
    pub compatible_with_previous_binary: bool,
    /// Lint findings the author accepts, as `(rule, because)`.
    pub allow: Vec<(Cow<'static, str>, Cow<'static, str>)>,
}

impl Default for Declared {
    fn default() -> Self {
        Self {
            created: None,
            run_in_transaction: true,
            irreversible: None,
            lossy: Vec::new(),
            recreates: Vec::new(),
            breaking: None,
            replaces: Vec::new(),
            dialects: Vec::new(),
            lock_timeout_ms: None,
            statement_timeout_ms: None,
            compatible_with_previous_binary: false,
            allow: Vec::new(),
        }
    }
}

/// One file of SQL, normalised: no BOM, LF only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// Where it stands, relative to the migrations directory.
    pub path: Cow<'static, str>,
    /// The text that is sent.
    pub text: Cow<'static, str>,
}

/// A script for each dialect that has one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scripts {
    per_dialect: BTreeMap<Dialect, (Script, Digest)>,
}

/// The way down of a revision in one dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Down<'a> {
    /// There is a script.
    Script(&'a Script),
    /// There is none, and the author said why.
    Irreversible(&'a str),
    /// The revision has nothing to do in this dialect.
    Nothing,
}

impl Scripts {
    /// The script a dialect runs.
    #[must_use]
    pub fn get(&self, dialect: Dialect) -> Option<&Script> {
        self.per_dialect.get(&dialect).map(|(script, _)| script)
    }

    /// The digest of that script.
    #[must_use]
    pub fn digest(&self, dialect: Dialect) -> Option<&Digest> {
        self.per_dialect.get(&dialect).map(|(_, digest)| digest)
    }

    /// Every dialect with its script and digest, in the order of [`Dialect::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (Dialect, &Script, &Digest)> {
        self.per_dialect.iter().map(|(dialect, (script, digest))| (*dialect, script, digest))
    }

    /// Whether no dialect has one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.per_dialect.is_empty()
    }

    pub(crate) fn remove(&mut self, dialect: Dialect) {
        self.per_dialect.remove(&dialect);
    }

    pub(crate) fn insert(&mut self, dialect: Dialect, script: Script, digest: Digest) {
        self.per_dialect.insert(dialect, (script, digest));
    }
}

impl Revision {
    pub(crate) fn new(id: RevisionId, directory: Cow<'static, str>, message: Cow<'static, str>) -> Self {
        Self {
            id,
            directory,
            message,
            parents: Vec::new(),
            depends_on: Vec::new(),
            labels: Vec::new(),
            declared: Declared::default(),
            up: Scripts::default(),
            down: Scripts::default(),
            verify: Scripts::default(),
        }
    }

    /// A revision that a database has and no chain: of its way up there is the digest alone. Who reads it from a ledger
    /// fills in the rest.
    #[must_use]
    pub fn recorded(id: RevisionId, dialect: Dialect, up: Digest, down: Option<Script>) -> Self {
        let mut revision = Self::new(id, Cow::Borrowed(""), Cow::Borrowed(""));
        let unread = Script { path: Cow::Borrowed(""), text: Cow::Borrowed("") };
        revision.up.insert(dialect, unread, up);
        if let Some(script) = down {
            let digest = Digest::of_script(dialect, &script.text);
            revision.down.insert(dialect, script, digest);
        }
        revision
    }

    /// Whether its author allowed a finding.
    #[must_use]
    pub fn allows(&self, code: Code) -> bool {
        self.declared.allow.iter().any(|(rule, _)| rule.eq_ignore_ascii_case(code.as_str()))
    }

    /// Whether it joins several lines.
    #[must_use]
    pub fn is_merge(&self) -> bool {
        self.parents.len() > 1
    }

    /// The way down in a dialect.
    #[must_use]
    pub fn down(&self, dialect: Dialect) -> Down<'_> {
        match (self.down.get(dialect), &self.declared.irreversible) {
            (Some(script), _) => Down::Script(script),
            (None, Some(why)) => Down::Irreversible(why),
            (None, None) => Down::Nothing,
        }
    }

    /// The digest of all that a proof of the way up is about: the script, and what is recreated around it.
    #[must_use]
    pub fn proved_up(&self, dialect: Dialect) -> Digest {
        self.up_digest(dialect).with_names(&self.declared.recreates)
    }

    /// The same of the way down, where there is one.
    #[must_use]
    pub fn proved_down(&self, dialect: Dialect) -> Option<Digest> {
        Some(self.down.digest(dialect)?.clone().with_names(&self.declared.recreates))
    }

    /// The digest that the ledger records for the way up; a revision without a script has a fixed one.
    #[must_use]
    pub fn up_digest(&self, dialect: Dialect) -> Digest {
        self.up.digest(dialect).cloned().unwrap_or_else(|| Digest::of_script(dialect, ""))
    }
}
