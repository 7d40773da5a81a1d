//! `ensure`: creates the ledger, for roles that may not do it later.

use serde_json::json;

use super::super::database::Database;
use super::super::{Answer, Output};
use crate::connect::Open;
use crate::embedded::Migrations;
use crate::error::Error;

pub(in crate::cli) fn run(
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<Answer, Error> {
    let mut session = database.open(Open::Create, out)?;
    let created = migrations.on(&mut session).ensure()?;
    if !out.json("ensure", json!({ "created": created })) {
        out.note(if created { "created the ledger" } else { "the ledger is there" });
    }
    Ok(Answer::Done)
}
