//! `downgrade --from-ledger`: shows what a newer binary stored, asks, and runs what was shown.

use serde_json::{Value, json};

use super::super::args;
use super::super::database::Database;
use super::super::follow::Following;
use super::super::{Answer, Output};
use super::downgrade::configured;
use super::{ids, losses, report, target, tell};
use crate::connect::Open;
use crate::embedded::Migrations;
use crate::error::{Error, ErrorKind};
use crate::notice::Notice;
use crate::runner::{Stranger, WayBack};

pub(super) fn run(
    verb: &args::Downgrade,
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<Answer, Error> {
    let target = verb.target.as_deref().map(target).transpose()?;
    if verb.dry_run {
        let way = migrations.on(&mut database.read(out)?).way_back(target.as_ref())?;
        print(&way, out);
        return Ok(Answer::Done);
    }
    let mut session = database.open(Open::Write, out)?;
    let way = configured(verb, migrations.on(&mut session)).way_back(target.as_ref())?;
    if !verb.allow_data_loss {
        // Before anybody is asked for something that is refused anyway.
        way.refuse_losses()?;
    }
    confirm(&way, database.arguments.yes, out)?;
    let following = Following::begin(out);
    let mut observer = |notice: &Notice<'_>| tell(out, notice);
    let migrator = following.on(configured(verb, migrations.on(&mut session)));
    let done = migrator.observe(&mut observer).downgrade_from_ledger(&way)?;
    drop(following);
    report(out, "downgrade", &done);
    Ok(Answer::Done)
}

/// Never without a word of somebody who could read it.
fn confirm(way: &WayBack, yes: bool, out: &mut Output) -> Result<(), Error> {
    let revisions = |count: usize| format!("{count} revision{}", if count == 1 { "" } else { "s" });
    let mut what = match way.unknown.len() {
        0 => return Ok(()),
        1 => "1 revision by the script that a newer binary stored".to_owned(),
        many => format!("{} by the scripts that a newer binary stored", revisions(many)),
    };
    if !way.known.is_empty() {
        what = format!("{what}, and then {} of this binary", revisions(way.known.len()));
    }
    let scripts: Vec<String> = way.unknown.iter().map(|one| format!("{one}\n")).collect();
    if yes {
        scripts.iter().for_each(|script| out.note(script));
        return Ok(());
    }
    if !Output::can_ask() {
        let message = format!("this reverts {what}, and nobody is at a terminal to agree");
        let help = "`hunter downgrade --from-ledger --dry-run` shows each; then `hunter downgrade --from-ledger --yes`; \
                    nothing was changed";
        return Err(Error::new(ErrorKind::State, message, help));
    }
    scripts.iter().for_each(|script| out.problem(script));
    way.losses.iter().for_each(|loss| out.warn(&format!("would lose {loss}")));
    if out.ask(&format!("this reverts {what}; type yes to run it: ")) == "yes" {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::State,
        "nobody said yes, and nothing was changed",
        "type the whole word, or give `--yes`",
    ))
}

fn print(way: &WayBack, out: &mut Output) {
    let answer = json!({
        "direction": "down",
        "unknown": way.unknown.iter().map(stranger).collect::<Vec<_>>(),
        "known": ids(&way.known),
        "losses": losses(&way.losses),
    });
    if out.json("downgrade", answer) {
        return;
    }
    way.unknown.iter().for_each(|one| out.result(&format!("{one}\n")));
    way.known.iter().for_each(|id| out.result(&format!("-- {id}: by the script of this binary")));
    way.losses.iter().for_each(|loss| out.result(&format!("-- would lose {loss}")));
    if way.unknown.is_empty() && way.known.is_empty() {
        out.note("nothing to do");
    }
}

fn stranger(stranger: &Stranger) -> Value {
    let revision = &stranger.revision;
    json!({
        "revision": revision.id.as_str(),
        "down_revision": ids(&revision.parents),
        "message": revision.message,
        "applied": stranger.row.recorded_at,
        "by": stranger.row.binary(),
        "transaction": revision.declared.run_in_transaction,
        "script": stranger.script().map(|script| &script.text),
    })
}
