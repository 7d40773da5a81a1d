//! A revision that comes late: one that is not applied below some that are.
//!
//! Responsible for judging whether it may run now. The lockfile says what each does: where a late revision meets none of
//! those that were applied above it, the order between them does not matter, and the schema ends as a fresh one. Pure, but
//! for the notice.

use hunter_chain::{Applied, Chain, Dialect, Revision, RevisionId};
use hunter_schema::Effects;

use super::Migrator;
use crate::error::{Error, ErrorKind};
use crate::ledger::Ledger;
use crate::notice::Notice;
use crate::schema::commuting::in_common;
use crate::schema::expected;

impl Migrator<'_> {
    /// Refuses late revisions that meet something above them; says that the others come late.
    pub(super) fn refuse_gap(
        &mut self,
        ledger: &Ledger,
        holes: &[(RevisionId, RevisionId)],
    ) -> Result<(), Error> {
        let (chain, dialect) = (self.migrations.chain(), self.session.words().dialect);
        if let Some(error) = hinders(chain, dialect, &ledger.applied(), holes) {
            return Err(error);
        }
        let text = format!("{}; they meet nothing that those do, and run now", shown(holes));
        self.options.say(&Notice::Warning { text: &text });
        Ok(())
    }
}

/// Why late revisions cannot be applied to a database that has these, if they cannot.
fn hinders(
    chain: &Chain,
    dialect: Dialect,
    applied: &Applied,
    holes: &[(RevisionId, RevisionId)],
) -> Option<Error> {
    let lock = chain.lockfile();
    let known = |revision: &Revision| {
        let proof = expected::proof(&lock, revision, dialect).ok()?;
        Effects::from_lines(proof.effects.iter().map(String::as_str)).ok()
    };
    let late: Vec<&Revision> = holes.iter().filter_map(|(hole, _)| chain.get(hole)).collect();
    let above: Vec<&Revision> = chain
        .revisions()
        .iter()
        .filter(|one| applied.contains(&one.id) && stands_on_any(chain, one, &late))
        .collect();
    let unproved = late.iter().chain(&above).find(|one| known(one).is_none());
    if let Some(one) = unproved {
        return Some(refusal(chain, &late, holes, &format!("what `{}` does was not proved", one.id)));
    }
    let effects_above: Vec<(&Revision, Effects)> =
        above.iter().filter_map(|one| Some((*one, known(one)?))).collect();
    for hole in &late {
        let Some(effects) = known(hole) else { continue };
        for (one, others) in effects_above.iter().filter(|(one, _)| stands_on_any(chain, one, &[hole])) {
            if let Some(at) = in_common((hole, &effects), (one, others), dialect) {
                let why = format!("`{}` and `{}` meet in {at}", hole.id, one.id);
                return Some(refusal(chain, &late, holes, &why));
            }
        }
    }
    None
}

fn stands_on_any(chain: &Chain, above: &Revision, late: &[&Revision]) -> bool {
    let below = chain.with_ancestors(&above.id);
    late.iter().any(|hole| below.iter().any(|one| one.id == hole.id))
}

fn refusal(chain: &Chain, late: &[&Revision], holes: &[(RevisionId, RevisionId)], why: &str) -> Error {
    let heads = chain.heads();
    let (piece, onto) = match (late, heads.as_slice()) {
        ([only], [head]) => (only.id.to_string(), head.id.to_string()),
        ([first, .., last], [head]) => (format!("{}:{}", first.id, last.id), head.id.to_string()),
        _ => ("FROM:TO".to_owned(), "HEAD".to_owned()),
    };
    let help = format!(
        "let what is late stand on the head: `cargo hunter rebase {piece} --onto {onto}` in the project, and build again"
    );
    Error::new(ErrorKind::State, format!("{}, and {why}", shown(holes)), help)
}

fn shown(holes: &[(RevisionId, RevisionId)]) -> String {
    let each: Vec<String> = holes.iter().map(|(hole, above)| format!("`{hole}` below `{above}`")).collect();
    format!("revisions are missing below applied ones: {}", each.join(", "))
}
