//! Whether what replaces a line leaves the same schema as the line.
//!
//! Responsible for comparing what was proved of both. Pure: it adds up effects.

use std::fmt;

use hunter_chain::{Applied, Dialect, Revision, RevisionId};
use hunter_schema::{Difference, Ignore};

use crate::embedded::Migrations;
use crate::error::Error;
use crate::schema::drift::Drift;
use crate::schema::expected::Expected;
use crate::schema::prove::Proofs;
use crate::status::Status;
use crate::words::Words;

/// A revision that leaves another schema than the line that it replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unequal {
    /// Which one.
    pub revision: RevisionId,
    /// Where.
    pub dialect: Dialect,
    /// What the line leaves otherwise.
    pub differences: Vec<Difference>,
}

impl fmt::Display for Unequal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let product = self.dialect.product();
        write!(f, "revision `{}` leaves another schema on {product} than what it replaces:", self.revision)?;
        self.differences.iter().try_for_each(|difference| write!(f, "\n  {difference}"))
    }
}

impl Migrations {
    /// Revisions that leave something else than what they replace, by what was proved. What is not proved yet is not
    /// compared, nor a line that was never for this dialect.
    pub(crate) fn unequal(&self, dialect: Dialect, proofs: &Proofs) -> Result<Vec<Unequal>, Error> {
        let (chain, lock) = (self.chain(), self.lockfile(std::slice::from_ref(proofs)));
        let Some(words) = Words::of(dialect) else { return Ok(Vec::new()) };
        let mut unequal = Vec::new();
        for revision in chain.with_replaced() {
            let old = replaced_by(chain.with_replaced(), revision);
            let is_for_it = |old: &&Revision| {
                let dialects = &old.declared.dialects;
                dialects.is_empty() || dialects.contains(&dialect)
            };
            let all = old.iter().chain([&revision]);
            let is_proved = all.clone().all(|revision| proofs.contains_key(&revision.id));
            if old.is_empty() || !is_proved || !old.iter().all(is_for_it) {
                continue;
            }
            let line = chain.line_of(revision);
            let below = |ids: &[RevisionId]| -> Vec<RevisionId> {
                let below = ids.iter().flat_map(|id| line.with_ancestors(id));
                below.map(|revision| revision.id.clone()).collect()
            };
            let ends: Vec<RevisionId> = old.iter().map(|revision| revision.id.clone()).collect();
            let (before, new) = (below(&revision.parents), std::slice::from_ref(&revision.id));
            let of = |ids: &[RevisionId]| {
                let applied = Applied::in_order(before.iter().chain(ids).cloned());
                Expected::by(chain, &lock, words, &applied)
            };
            let (wanted, found) = (of(new)?, of(&ends)?);
            let server = &proofs[&revision.id].server;
            let drift = Drift::between(
                &wanted,
                &found.snapshot,
                server,
                &Ignore::of([]),
                (Vec::new(), Status::AtHead),
            );
            if !drift.is_none() {
                let (revision, differences) = (revision.id.clone(), drift.differences);
                unequal.push(Unequal { revision, dialect, differences });
            }
        }
        Ok(unequal)
    }
}

/// In the order in which they were applied.
fn replaced_by<'c>(all: Vec<&'c Revision>, revision: &Revision) -> Vec<&'c Revision> {
    all.into_iter().filter(|old| revision.declared.replaces.contains(&old.id)).collect()
}
