//! `wait`: until a database can be reached, or is at head. For start-up order and health checks.

use std::time::Duration;

use serde_json::json;

use super::super::args::{self, Until};
use super::super::database::Database;
use super::super::{Answer, Output};
use crate::embedded::Migrations;
use crate::error::Error;
use crate::readiness::Ready;

pub(in crate::cli) fn run(
    verb: &args::WaitFor,
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<Answer, Error> {
    let (ready, word) = match verb.until {
        Until::Up => (Ready::Up, "up"),
        Until::Head => (Ready::Head, "head"),
    };
    let address = database.address(out)?;
    let deadline = Duration::from_secs(verb.timeout);
    migrations.wait_for(ready, &address, deadline, |why| out.note(&format!("waiting: {why}")))?;
    if !out.json("wait", json!({ "for": word, "ready": true })) {
        out.detail(&format!("the database is {}", if ready == Ready::Up { "up" } else { "at head" }));
    }
    Ok(Answer::Done)
}
