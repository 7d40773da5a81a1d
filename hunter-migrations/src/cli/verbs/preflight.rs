//! `preflight`: one list with ticks and remedies, before anything is done.

use hunter_chain::Target;
use serde_json::json;

use super::super::args;
use super::super::database::Database;
use super::super::{Answer, Output, ticks};
use super::target;
use crate::connect::{Address, Open};
use crate::embedded::Migrations;
use crate::error::Error;
use crate::preflight::{Finding, Preflight};

pub(in crate::cli) fn run(
    verb: &args::Preflight,
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<Answer, Error> {
    let target = target(&verb.aim.target)?;
    let address = database.address_named(out)?;
    let found = look(&verb.aim, &target, migrations, (database, &address))?;
    let findings: Vec<_> = found.findings.iter().map(ticks::value).collect();
    if !out.json("preflight", json!({ "clear": found.is_clear(), "findings": findings })) {
        for line in found.findings.iter().flat_map(ticks::lines) {
            let line = out.ours(&line);
            out.result(&line);
        }
    }
    Ok(if found.is_clear() { Answer::Done } else { Answer::No })
}

/// What is found. A server that does not answer, or a file that is not there yet, is a finding too.
pub(super) fn look(
    aim: &args::Aim,
    target: &Target,
    migrations: &Migrations,
    (database, address): (&Database<'_>, &Address),
) -> Result<Preflight, Error> {
    let mut found = Preflight { findings: vec![database.exactly_one(address)] };
    let absent = address.file().filter(|file| !file.exists());
    let opened = match absent {
        Some(_) => Address::parse("sqlite::memory:")?.open(Open::Create),
        None => address.open(Open::Write),
    };
    let mut session = match opened {
        Ok(session) => session,
        Err(error) => {
            found.findings.push(Finding::refusal("reachable", &error));
            return Ok(found);
        }
    };
    let migrator = migrations.on(&mut session);
    let migrator = if aim.unproved { migrator.allow_unproved() } else { migrator };
    let mut asked = migrator.preflight(target, &aim.to);
    if let Some(file) = absent {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let shown = address.shown();
        let reachable = match folder.filter(|folder| !folder.is_dir()) {
            None => Finding::ok("reachable", format!("{shown} is not there yet: an upgrade makes it")),
            Some(folder) => {
                let what = format!("{shown}: there is no folder {}", folder.display());
                Finding::no("reachable", what, "make the folder, or correct the path")
            }
        };
        asked
            .findings
            .iter_mut()
            .filter(|one| one.name == "reachable")
            .for_each(|one| *one = reachable.clone());
    }
    found.findings.append(&mut asked.findings);
    Ok(found)
}
