//! What goes on under another name: said, or asked, and never guessed.

use std::io::{IsTerminal, Write};

use hunter_chain::Dialect;
use hunter_migrations::Error;
use hunter_migrations::cli::{self, Output};
use hunter_schema::{Kind, Rename, Snapshot, rename_candidates};

/// The renames that were said or answered with yes.
pub(super) fn settled(
    verb: &cli::Revision,
    dialect: Dialect,
    before: &Snapshot,
    after: &Snapshot,
    out: &mut Output,
) -> Result<Vec<Rename>, Error> {
    let mut renames = Vec::new();
    for text in &verb.rename {
        let rename: Rename = text.parse().map_err(|bad: hunter_schema::BadRename| {
            Error::refusal(bad.to_string(), "a column is named with its table: --rename users.name=full_name")
        })?;
        if !is_there(&rename.from, before) {
            let message = format!("there is no table or column `{}` in the schema at head", rename.from);
            return Err(Error::refusal(message, "write its name as `cargo hunter` shows it in hunter.lock"));
        }
        renames.push(rename);
    }
    let said = |candidate: &Rename| {
        let one = |name: &str, other: &str| name == other || name.ends_with(&format!(".{other}"));
        renames.iter().any(|rename| {
            one(&candidate.from, &rename.from)
                || one(&candidate.to, rename.to.rsplit('.').next().unwrap_or_default())
        })
    };
    let open: Vec<Rename> =
        rename_candidates(dialect, before, after).into_iter().filter(|candidate| !said(candidate)).collect();
    if open.is_empty() || verb.no_rename {
        return Ok(renames);
    }
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        let list: Vec<String> = open.iter().map(ToString::to_string).collect();
        let message = format!("this may be renamed, or dropped and made: {}", list.join(", "));
        let first = &list[0];
        let help = format!("say which: --rename {first} keeps what is in it, --no-rename drops it");
        return Err(Error::refusal(message, help));
    }
    for candidate in open {
        if !renames.iter().any(|known: &Rename| known.from == candidate.from || known.to == candidate.to)
            && ask(&candidate, out)
        {
            renames.push(candidate);
        }
    }
    Ok(renames)
}

fn is_there(name: &str, snapshot: &Snapshot) -> bool {
    snapshot.objects().any(|(id, _)| {
        matches!(id.kind, Kind::Table | Kind::Column)
            && (id.name == name || id.name.strip_prefix("public.") == Some(name))
    })
}

fn ask(candidate: &Rename, out: &mut Output) -> bool {
    let _ = write!(
        std::io::stderr(),
        "is {} renamed to {}, and keeps what is in it? [y/N] ",
        candidate.from,
        candidate.to
    );
    let _ = std::io::stderr().flush();
    let mut answer = String::new();
    if std::io::stdin().read_line(&mut answer).is_err() {
        out.note("no answer: it is dropped and made");
    }
    matches!(answer.trim(), "y" | "Y" | "yes")
}
