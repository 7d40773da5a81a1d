//! `adopt`, and what `current` says of a database that nobody recorded.

use hunter_schema::{Reverse, Statement};
use serde_json::{Value, json};

use super::super::database::Database;
use super::super::{Answer, Output};
use super::super::{args, signals};
use super::check::{difference, print};
use super::{ids, report, target, tell as tell_notice};
use crate::connect::Open;
use crate::embedded::Migrations;
use crate::error::Error;
use crate::notice::Notice;
use crate::runner::{Claim, Recognised};
use crate::schema::drift::{self, counted};

pub(in crate::cli) fn run(
    verb: &args::Adopt,
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<Answer, Error> {
    let at = verb.at.as_deref().map(target).transpose()?;
    if verb.sql {
        let mut session = database.open_named(Open::Read, out)?;
        let migrator = migrations.on(&mut session).accept_drift(verb.accept_drift.clone());
        let (found, draft) = migrator.adoption_draft(at.as_ref())?;
        print(&draft, out);
        let loses = |one: &&Statement| !one.is_unfinished() && one.reverse != Reverse::Exact;
        let losing = draft.statements.iter().filter(loses).count();
        if losing > 0 {
            out.warn(&format!(
                "statements that lose or convert what tables hold: {losing}, each with a comment above it; \
                 --accept-drift OBJECT leaves an object as it is"
            ));
        }
        let of = drift::of(&found.revisions);
        out.note(&match draft.is_empty() {
            true => format!("the schema is {of}: `hunter adopt` records it"),
            false => format!("{}; what is printed leads to {of}", counted(&found.differences)),
        });
        return Ok(Answer::Done);
    }
    let mut session = database.open_named(Open::Write, out)?;
    let mut observer = |notice: &Notice<'_>| tell_notice(out, notice);
    let migrator = verb.wait.on(migrations.on(&mut session)).interruptible(&signals::interrupt());
    let migrator = migrator.accept_drift(verb.accept_drift.clone()).observe(&mut observer);
    let done = match migrator.adopt(at.as_ref()) {
        Ok(done) => done,
        Err(error) => {
            let each = error.differences();
            let listed = json!({ "differences": each.iter().map(difference).collect::<Vec<_>>() });
            if !each.is_empty() && !out.json("adopt", listed) {
                each.iter().for_each(|one| out.result(&one.to_string()));
            }
            return Err(error);
        }
    };
    report(out, "adopt", &done);
    Ok(Answer::Done)
}

/// For scripts, beside the rest of an answer.
pub(super) fn tell(recognised: &Recognised, answer: &mut Value) {
    let claim = |claim: &Claim| {
        json!({
            "tool": claim.tool,
            "table": claim.table,
            "versions": claim.versions,
            "revisions": ids(&claim.place.revisions),
            "holds": claim.holds(),
            "doubts": claim.doubts,
        })
    };
    answer["recognised"] =
        json!(recognised.exact.iter().map(|place| ids(&place.revisions)).collect::<Vec<_>>());
    answer["claims"] = json!(recognised.claims.iter().map(claim).collect::<Vec<_>>());
    if let Some((place, differences)) = recognised.nearest.as_ref().filter(|_| !recognised.is_empty) {
        answer["nearest"] = json!({ "revisions": ids(&place.revisions), "differences": differences.len() });
    }
}

/// In words.
pub(super) fn describe(recognised: &Recognised, out: &mut Output) {
    for claim in &recognised.claims {
        let verdict = match (claim.holds(), claim.doubts.first()) {
            (true, _) => "the schema is that".to_owned(),
            (false, Some(doubt)) => doubt.clone(),
            (false, None) => format!("the schema is not that: {}", counted(&claim.differences)),
        };
        out.note(&format!("{claim}, and {verdict}"));
    }
    match (recognised.exact.as_slice(), &recognised.nearest) {
        _ if recognised.is_empty => {
            out.note("nothing of this program is in it: `hunter upgrade` builds the schema")
        }
        ([one], _) => out.note(&format!("recognised as {one}: `hunter adopt` records it")),
        ([newest, ..], _) => {
            let named: Vec<String> = recognised.exact.iter().map(ToString::to_string).collect();
            out.note(&format!(
                "recognised as one of {}, which leave the same schema behind: `hunter adopt --at {newest}` records one of them",
                named.join(", ")
            ));
        }
        ([], Some((place, differences))) => out.note(&format!(
            "the schema is that of no revision; the nearest is {place}, with {}: `hunter adopt` names them",
            counted(differences)
        )),
        ([], None) => {}
    }
}
