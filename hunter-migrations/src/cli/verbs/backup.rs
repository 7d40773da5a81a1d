//! `backup`: takes one, lists them, removes old ones.

use std::path::Path;

use serde_json::{Value, json};

use super::super::args;
use super::super::database::Database;
use super::super::{Answer, Output};
use super::tell;
use crate::backup::{Backup, Backups, bytes};
use crate::connect::Open;
use crate::embedded::Migrations;
use crate::error::{Error, ErrorKind};
use crate::notice::Notice;

pub(in crate::cli) fn run(
    verb: &args::Backup,
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<Answer, Error> {
    if verb.list {
        return list(&verb.to, out);
    }
    if let Some(keep) = verb.keep.filter(|_| verb.prune) {
        return prune(&verb.to, usize::try_from(keep).unwrap_or(usize::MAX), database.arguments.yes, out);
    }
    let mut session = database.open_named(Open::Write, out)?;
    // The answer says it.
    let mut observer = |notice: &Notice<'_>| match notice {
        Notice::BackedUp { .. } => {}
        other => tell(out, other),
    };
    let backup = verb.wait.on(migrations.on(&mut session)).observe(&mut observer).backup(&verb.to)?;
    if !out.json("backup", answer(&backup)) {
        out.result(&backup.file.display().to_string());
        out.note(&described(&backup));
    }
    Ok(Answer::Done)
}

/// Everything about one, for scripts.
pub(super) fn answer(backup: &Backup) -> Value {
    let mut value = json!(backup.manifest);
    value["file"] = json!(backup.file.display().to_string());
    value
}

/// What it is, in one line.
pub(super) fn described(backup: &Backup) -> String {
    let manifest = &backup.manifest;
    let at = if manifest.revisions.is_empty() { "base".to_owned() } else { manifest.revisions.join(", ") };
    let size = bytes(manifest.size);
    format!("database {} at {at}, taken {}, {size}", manifest.database, manifest.taken)
}

fn list(folder: &Path, out: &mut Output) -> Result<Answer, Error> {
    let found = Backups::of_folder(folder)?;
    let files = |file: &Path| file.display().to_string();
    let answer = json!({
        "backups": found.all.iter().map(answer).collect::<Vec<_>>(),
        "unreadable": found.unreadable.iter().map(|(file, error)| json!({
            "file": files(file), "why": error.to_string(),
        })).collect::<Vec<_>>(),
        "leftovers": found.leftovers.iter().map(|file| files(file)).collect::<Vec<_>>(),
    });
    if !out.json("backup", answer) {
        for backup in &found.all {
            out.result(&format!("{}  {}", backup.file.display(), described(backup)));
        }
        if found.all.is_empty() {
            out.note(&format!("there are no backups in {}", folder.display()));
        }
        for (file, error) in &found.unreadable {
            out.warn(&format!("{}: {error}", file.display()));
        }
        for file in &found.leftovers {
            out.note(&format!(
                "{}: a backup that did not come to its end; --prune removes it",
                file.display()
            ));
        }
    }
    Ok(Answer::Done)
}

fn prune(folder: &Path, keep: usize, yes: bool, out: &mut Output) -> Result<Answer, Error> {
    let found = Backups::of_folder(folder)?;
    let superseded = found.superseded(keep);
    if !superseded.is_empty() {
        confirm(&superseded, yes, out)?;
    }
    for backup in &superseded {
        backup.remove()?;
    }
    found.remove_leftovers()?;
    let removed: Vec<String> = superseded.iter().map(|backup| backup.file.display().to_string()).collect();
    if !out.json("backup", json!({ "removed": removed, "kept": found.all.len() - removed.len() })) {
        removed.iter().for_each(|file| out.result(file));
        let kept = found.all.len() - removed.len();
        out.note(&format!("removed {} and kept {kept}", removed.len()));
    }
    Ok(Answer::Done)
}

/// Never without a word of somebody who could read which ones.
fn confirm(superseded: &[&Backup], yes: bool, out: &mut Output) -> Result<(), Error> {
    let what = match superseded.len() {
        1 => "1 backup".to_owned(),
        many => format!("{many} backups"),
    };
    let lines = superseded.iter().map(|backup| format!("{}  {}", backup.file.display(), described(backup)));
    let lines: Vec<String> = lines.collect();
    if yes {
        return Ok(());
    }
    lines.iter().for_each(|line| out.problem(line));
    if !Output::can_ask() {
        let message = format!("this would remove {what}, and nobody is at a terminal to agree");
        return Err(Error::new(ErrorKind::State, message, "give `--yes`; nothing was removed"));
    }
    if out.ask(&format!("this removes {what}; type yes to do it: ")) == "yes" {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::State,
        "nobody said yes, and nothing was removed",
        "type the whole word, or give `--yes`",
    ))
}
