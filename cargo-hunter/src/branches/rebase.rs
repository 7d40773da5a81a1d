//! `rebase`: a line that no database has yet goes onto another head.
//!
//! Whether a database has it no file tells. A database that does meets the other line below what it has, which the runner
//! calls a gap: it applies that only where nothing meets, and names the way back else.

use std::collections::BTreeMap;

use clap::Args;
use hunter_chain::{Chain, Lockfile, Revision, RevisionId, SourceTree, read_branches, with_parents};
use hunter_migrations::Error;
use hunter_migrations::cli::{Answer, Output};
use serde_json::json;

use super::settle::{Change, settle, unsound};
use super::shift::Shift;
use super::{ids, line, unmeant};
use crate::project::Folder;
use crate::revision::one;

const METADATA: &str = "metadata.toml";

#[derive(Debug, Args)]
pub(crate) struct Rebase {
    /// A revision of the line that moves; FROM:TO of a piece of a line. Else, of two heads, the line that came later
    #[arg(value_name = "REV")]
    revision: Option<String>,
    /// What it will stand on. Else the other head
    #[arg(long, value_name = "REV")]
    onto: Option<String>,
}

/// Writes other parents, mends the lockfile, and proves what moved.
pub(crate) fn run(
    verb: &Rebase,
    folder: &Folder,
    mut tree: SourceTree,
    out: &mut Output,
) -> Result<Answer, Error> {
    let lock = crate::prove::take_lockfile(&mut tree);
    let chain = super::chain(&tree, folder, out)?;
    let shift = shift(verb, &chain, lock.as_deref(), out)?;
    let (Some(first), Some(last)) = (shift.moved.first(), shift.moved.last()) else {
        let message = format!("`{}` is what it would stand on already", shift.onto);
        return Err(Error::refusal(
            message,
            "name a revision of the line that moves, and with --onto the one that stays",
        ));
    };
    let changes = changes(&shift, &chain, &tree, out)?;
    let line = if first == last { format!("`{first}`") } else { format!("`{first}` to `{last}`") };
    out.note(&format!("{line} goes onto `{}`", shift.onto));
    let command = format!("rebase {}", verb.revision.as_deref().unwrap_or_default());
    let answer = settle(command.trim_end(), &changes, chain.heads().len(), lock, folder, tree, out)?;
    let files: Vec<String> =
        changes.iter().map(|change| format!("{}/{METADATA}", change.directory)).collect();
    let moved: Vec<&str> = shift.moved.iter().map(RevisionId::as_str).collect();
    if !out.json("rebase", json!({ "moved": moved, "onto": shift.onto.as_str(), "files": files })) {
        files.iter().for_each(|file| out.result(&format!("{}/{file}", folder.shown)));
        out.note("a database that has the moved revisions already will say so: rebase the other line then");
    }
    Ok(answer)
}

fn shift(verb: &Rebase, chain: &Chain, lock: Option<&str>, out: &mut Output) -> Result<Shift, Error> {
    let Some(word) = &verb.revision else {
        let (moves, stays) = later(chain, lock)?;
        let onto = verb.onto.as_deref().map_or(Ok(stays), |word| one(word, chain))?;
        out.note(&format!(
            "the line of `{}` came later; the other way round it is `cargo hunter rebase {}`",
            moves.id, stays.id
        ));
        return Ok(Shift::of_line(chain, moves, onto));
    };
    let (from, to) = word.split_once(':').unwrap_or((word, word));
    let (from, to) = (one(from, chain)?, one(to, chain)?);
    let is_below = |below: &Revision, above: &Revision| line(chain, above).contains(&below.id);
    if !is_below(from, to) {
        let message = format!("`{}` is not below `{}`", from.id, to.id);
        return Err(Error::refusal(message, "name the older end first: FROM:TO"));
    }
    let onto = match &verb.onto {
        Some(word) => one(word, chain)?,
        None => other_head(to, chain)?,
    };
    if is_below(to, onto) && to.id != onto.id {
        return Ok(Shift::of_piece(chain, from, to, onto));
    }
    Ok(Shift::of_line(chain, to, onto))
}

/// The head that the line of a revision does not lead to; with one head, that one.
fn other_head<'c>(revision: &Revision, chain: &'c Chain) -> Result<&'c Revision, Error> {
    let is_above = |head: &&Revision| line(chain, head).contains(&revision.id);
    let heads = chain.heads();
    let others: Vec<&Revision> = heads.iter().copied().filter(|head| !is_above(head)).collect();
    match (others.as_slice(), heads.as_slice()) {
        ([other], _) | ([], [other]) => Ok(*other),
        _ => {
            let message = format!("`{}` could go onto several heads: {}", revision.id, ids(&heads));
            Err(Error::refusal(message, format!("say which: cargo hunter rebase {} --onto REV", revision.id)))
        }
    }
}

/// Of two heads that nobody meant, the one whose line came later, and the other one.
fn later<'c>(chain: &'c Chain, lock: Option<&str>) -> Result<(&'c Revision, &'c Revision), Error> {
    let heads = unmeant(chain);
    let [one, other] = *heads.as_slice() else {
        let message = match chain.heads().as_slice() {
            [only] => format!("there is one head, `{}`: nothing is to be moved by itself", only.id),
            all => format!("which line moves is not clear: the heads are {}", ids(all)),
        };
        return Err(Error::refusal(message, "name both: cargo hunter rebase REV --onto REV"));
    };
    // What was proved is older than what was not.
    let lock = lock.and_then(|text| Lockfile::parse(text).ok()).unwrap_or_default();
    match (lock.get(&one.id).is_some(), lock.get(&other.id).is_some()) {
        (true, false) => return Ok((other, one)),
        (false, true) => return Ok((one, other)),
        _ => {}
    }
    let created = |head: &Revision| head.declared.created.as_deref()?.parse::<jiff::Timestamp>().ok();
    match (created(one), created(other)) {
        (Some(first), Some(second)) if first > second => Ok((one, other)),
        (Some(first), Some(second)) if first < second => Ok((other, one)),
        _ => {
            let message = format!("which line came later is not clear: the heads are {}", ids(&heads));
            let help = format!(
                "name the one that no database has yet: `cargo hunter rebase {}` or `cargo hunter rebase {}`",
                one.id, other.id
            );
            Err(Error::refusal(message, help))
        }
    }
}

/// The metadata of each revision whose parents are to be others.
fn changes(shift: &Shift, chain: &Chain, tree: &SourceTree, out: &mut Output) -> Result<Vec<Change>, Error> {
    let (wanted, mut tree) = (shift.parents(chain), tree.clone());
    let parents = |one: &Revision| wanted.get(&one.id).map_or(&[][..], Vec::as_slice);
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut write = |one: &Revision, tree: &mut SourceTree| {
        let text = with_parents(&metadata(one, tree), parents(one));
        tree.insert(format!("{}/{METADATA}", one.directory), text.clone().into_bytes());
        texts.insert(one.directory.to_string(), text);
    };
    // All that name their parents at once: half of them may be a circle.
    for one in chain.revisions().iter().filter(|one| parents(one) != one.parents) {
        if shift.moved.contains(&one.id) || metadata(one, &tree).contains("down_revision") {
            write(one, &mut tree);
        }
    }
    // A revision that names no parent stands on the one before it of its kind, which may be another one now.
    loop {
        let now = read_branches(&tree).map_err(|mistakes| unsound(&mistakes, out))?;
        let Some(one) = now.revisions().iter().find(|one| parents(one) != one.parents) else { break };
        write(one, &mut tree);
    }
    let file = |text: String| vec![(METADATA.to_owned(), text)];
    Ok(texts.into_iter().map(|(directory, text)| Change { directory, files: file(text) }).collect())
}

fn metadata(one: &Revision, tree: &SourceTree) -> String {
    let path = format!("{}/{METADATA}", one.directory);
    let bytes = tree.files().find(|(file, _)| *file == path).map(|(_, bytes)| bytes);
    bytes.map(String::from_utf8_lossy).unwrap_or_default().into_owned()
}
