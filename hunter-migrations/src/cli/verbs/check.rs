//! `check`: how the database differs from what its recorded revisions leave behind.

use hunter_chain::Chain;
use hunter_schema::{Difference, Draft, UNFINISHED};
use serde_json::{Value, json};

use super::super::args;
use super::super::database::Database;
use super::super::{Answer, Output};
use super::current::describe_obstacles;
use super::{ids, short};
use crate::embedded::Migrations;
use crate::error::Error;
use crate::schema::drift::Drift;
use crate::status::Status;

pub(in crate::cli) fn run(
    verb: &args::Check,
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<Answer, Error> {
    if verb.sql {
        return repair_sql(migrations, database, out);
    }
    let mut session = database.read(out)?;
    let drift = migrations.on(&mut session).drift()?;
    if !out.json("check", answer(&drift)) {
        drift.differences.iter().for_each(|one| out.result(&one.to_string()));
        describe(&drift, migrations.chain(), out);
    }
    Ok(if drift.is_none() { Answer::Done } else { Answer::No })
}

/// Only SQL on stdout, and nothing where nothing differs.
pub(in crate::cli) fn repair_sql(
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<Answer, Error> {
    let mut session = database.read(out)?;
    let (drift, draft) = migrations.on(&mut session).repair_draft()?;
    print(&draft, out);
    describe(&drift, migrations.chain(), out);
    Ok(if drift.is_none() { Answer::Done } else { Answer::No })
}

/// The statements, and whether they are all.
pub(super) fn print(draft: &Draft, out: &mut Output) {
    draft.statements.iter().for_each(|statement| out.result(&statement.to_string()));
    let unfinished = draft.unfinished().count();
    if unfinished > 0 {
        out.warn(&format!(
            "a person has to write what {UNFINISHED} marks ({unfinished}): the script is not whole"
        ));
    }
}

/// Everything about it, for scripts.
pub(in crate::cli) fn answer(drift: &Drift) -> Value {
    json!({
        "status": drift.status.as_str(),
        "current": ids(&drift.revisions),
        "differences": drift.differences.iter().map(difference).collect::<Vec<_>>(),
        "not_comparable": drift.not_comparable.iter().map(difference).collect::<Vec<_>>(),
        "ignored": drift.ignored,
    })
}

pub(super) fn difference(difference: &Difference) -> Value {
    let id = difference.id();
    let mut value = json!({ "kind": id.kind.word(), "name": id.name, "text": difference.to_string() });
    match difference {
        Difference::Missing(_) => value["difference"] = json!("missing"),
        Difference::Unexpected(_) => value["difference"] = json!("unexpected"),
        Difference::Changed { what, expected, found, .. } => {
            value["difference"] = json!("changed");
            value["what"] = json!(what);
            value["expected"] = json!(expected);
            value["found"] = json!(found);
        }
        Difference::NotComparable { what, .. } => {
            value["difference"] = json!("not comparable");
            value["what"] = json!(what);
        }
        _ => {}
    }
    value
}

/// What is beside the differences: how many, of what, and what was not looked at.
pub(super) fn describe(drift: &Drift, chain: &Chain, out: &mut Output) {
    for one in &drift.not_comparable {
        out.warn(&one.to_string());
    }
    if drift.ignored > 0 {
        let plural = if drift.ignored == 1 { " is" } else { "s are" };
        out.note(&format!("{} difference{plural} ignored, as hunter.toml says", drift.ignored));
    }
    let known = drift.revisions.iter().filter_map(|id| chain.get_any(id));
    let revisions: Vec<String> = known.map(|revision| short(chain, revision)).collect();
    let of = if revisions.is_empty() { "base".to_owned() } else { revisions.join(", ") };
    match (&drift.status, drift.differences.len()) {
        (Status::Unversioned { .. }, _) => {}
        (_, 0) => out.note(&format!("no drift: the schema is that of {of}")),
        (_, 1) => out.note(&format!("1 difference from {of}")),
        (_, many) => out.note(&format!("{many} differences from {of}")),
    }
    if drift.status != Status::Drifted {
        describe_obstacles(&drift.status, out);
    }
}
