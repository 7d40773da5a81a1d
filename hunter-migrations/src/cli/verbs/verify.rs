//! `verify`: one list with a tick and a remedy each: connection, revision, schema, assertions.

use hunter_chain::RevisionId;
use serde_json::{Value, json};

use super::super::database::Database;
use super::super::{Answer, Output, ticks};
use super::{check, ids, short};
use crate::connect::Open;
use crate::embedded::Migrations;
use crate::error::Error;
use crate::preflight::{Finding, Verdict};
use crate::runner::{Assertion, Verification};
use crate::schema::drift::Drift;
use crate::status::Status;

pub(in crate::cli) fn run(
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<Answer, Error> {
    // What an assertion does is undone, but it may do something.
    let mut session = database.open(Open::Write, out)?;
    let product = session.words().dialect.product();
    let found = migrations.on(&mut session).verify()?;
    let mut list = vec![Finding::ok("connection", format!("{product} answers"))];
    list.extend(findings(&found, migrations, true));
    let drift = &found.drift;
    let holds = list.iter().all(|finding| finding.verdict != Verdict::No);
    let answer = json!({
        "holds": holds,
        "connection": product,
        "current": ids(&drift.revisions),
        "at_head": lacking(drift, migrations).is_empty(),
        "schema": check::answer(drift),
        "assertions": found.assertions.iter().map(assertion).collect::<Vec<_>>(),
        "findings": list.iter().map(ticks::value).collect::<Vec<_>>(),
    });
    if !out.json("verify", answer) {
        for line in list.iter().flat_map(|finding| lines(finding, drift)) {
            let line = out.ours(&line);
            out.result(&line);
        }
        check::describe(drift, migrations.chain(), out);
    }
    Ok(if holds { Answer::Done } else { Answer::No })
}

/// What was verified, a finding each; whether everything has to be applied is for who asks.
pub(in crate::cli) fn findings(found: &Verification, migrations: &Migrations, to_head: bool) -> Vec<Finding> {
    let drift = &found.drift;
    let (at, lacks) = (revision(drift, migrations), lacking(drift, migrations));
    let mut list = vec![if lacks.is_empty() || !to_head {
        Finding::ok("revision", at)
    } else {
        Finding::no("revision", at, "`hunter plan` shows what is pending, `hunter upgrade head` applies it")
    }];
    let remedy = "`hunter check --sql` prints what leads back, `hunter repair` runs it";
    list.push(match drift.differences.len() {
        0 => Finding::ok("schema", "as recorded"),
        1 => Finding::no("schema", "1 difference", remedy),
        many => Finding::no("schema", format!("{many} differences"), remedy),
    });
    list.extend(found.assertions.iter().map(|one| {
        let place = format!("{}:{}", one.place.path, one.place.position.map_or(0, |at| at.0));
        match &one.broken {
            None => Finding::ok("assertion", place),
            Some(why) => {
                Finding::no("assertion", format!("{place}: {why}"), "look at the rows that it is about")
            }
        }
    }));
    list
}

/// Its lines, and each difference below that of the schema.
pub(in crate::cli) fn lines(finding: &Finding, drift: &Drift) -> Vec<String> {
    let differences = drift.differences.iter().filter(|_| finding.name == "schema");
    ticks::lines(finding).into_iter().chain(differences.map(|one| format!("    {one}"))).collect()
}

/// The heads that are not applied.
fn lacking(drift: &Drift, migrations: &Migrations) -> Vec<RevisionId> {
    let heads = migrations.chain().heads().into_iter().map(|head| head.id.clone());
    heads.filter(|id| !drift.revisions.contains(id)).collect()
}

fn revision(drift: &Drift, migrations: &Migrations) -> String {
    let chain = migrations.chain();
    let known = drift.revisions.iter().filter_map(|id| chain.get_any(id));
    let shown: Vec<String> = known.map(|revision| short(chain, revision)).collect();
    let pending = chain.revisions().len();
    match &drift.status {
        _ if !shown.is_empty() => shown.join(", "),
        Status::Unversioned { .. } => "nothing is recorded".to_owned(),
        _ => format!("at base, {pending} pending"),
    }
}

fn assertion(assertion: &Assertion) -> Value {
    json!({
        "revision": assertion.revision.as_str(),
        "path": assertion.place.path,
        "line": assertion.place.position.map(|at| at.0),
        "holds": assertion.broken.is_none(),
        "why": assertion.broken,
    })
}
