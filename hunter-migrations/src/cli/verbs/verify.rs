//! `verify`: one list with a verdict each: connection, revision, schema, assertions.

use serde_json::{Value, json};

use super::super::database::Database;
use super::super::{Answer, Output};
use super::{check, ids, short};
use crate::connect::Open;
use crate::embedded::Migrations;
use crate::error::Error;
use crate::runner::Assertion;
use crate::schema::drift::Drift;
use crate::status::Status;

pub(in crate::cli) fn run(
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<Answer, Error> {
    let chain = migrations.chain();
    // What an assertion does is undone, but it may do something.
    let mut session = database.open(Open::Write, out)?;
    let product = session.words().dialect.product();
    let found = migrations.on(&mut session).verify()?;
    let drift = &found.drift;
    let at_head = chain.heads().iter().all(|head| drift.revisions.contains(&head.id));
    let holds = found.holds() && at_head;
    let answer = json!({
        "holds": holds,
        "connection": product,
        "current": ids(&drift.revisions),
        "at_head": at_head,
        "schema": check::answer(drift),
        "assertions": found.assertions.iter().map(assertion).collect::<Vec<_>>(),
    });
    if !out.json("verify", answer) {
        verdict(out, true, &format!("connection: {product} answers"));
        verdict(out, at_head, &format!("revision: {}", revision(drift, migrations)));
        let differences = match drift.differences.len() {
            0 => "as recorded".to_owned(),
            1 => "1 difference".to_owned(),
            many => format!("{many} differences"),
        };
        verdict(out, drift.is_none(), &format!("schema: {differences}"));
        drift.differences.iter().for_each(|one| out.result(&format!("        {one}")));
        for one in &found.assertions {
            let line = one.place.position.map_or(0, |at| at.0);
            verdict(out, one.broken.is_none(), &format!("assertion: {}:{line}", one.place.path));
            if let Some(why) = &one.broken {
                out.result(&format!("        {why}"));
            }
        }
        check::describe(drift, chain, out);
    }
    Ok(if holds { Answer::Done } else { Answer::No })
}

fn verdict(out: &mut Output, holds: bool, text: &str) {
    out.result(&format!("{}  {text}", if holds { "ok    " } else { "NOT OK" }));
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
