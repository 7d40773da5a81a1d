//! `merge`: a revision on several heads.

use clap::Args;
use hunter_chain::{Applied, Chain, Revision, SourceTree, Target};
use hunter_migrations::Error;
use hunter_migrations::cli::{Answer, Output};
use serde_json::json;

use super::settle::{Change, settle};
use super::{ids, unmeant};
use crate::project::Folder;
use crate::revision;

#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// The heads to join, or `heads`. Else all that have no label of their own
    #[arg(value_name = "REV")]
    revisions: Vec<String>,
    /// What it says
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
    /// Its id. Else twelve random hexadecimal digits
    #[arg(long, value_name = "ID")]
    rev_id: Option<String>,
}

/// Writes it, mends the lockfile, and proves that the branches commute.
pub(crate) fn run(
    verb: &Merge,
    folder: &Folder,
    mut tree: SourceTree,
    out: &mut Output,
) -> Result<Answer, Error> {
    let lock = crate::prove::take_lockfile(&mut tree);
    let chain = super::chain(&tree, folder, out)?;
    let heads = heads(verb, &chain)?;
    let (id, directory, files) =
        revision::joining(&heads, verb.message.as_deref(), verb.rev_id.as_deref(), &chain)?;
    let changes = [Change { directory: directory.clone(), files }];
    let answer = settle("merge", &changes, chain.heads().len(), lock, folder, tree, out)?;
    let parents: Vec<&str> = heads.iter().map(|head| head.id.as_str()).collect();
    if !out.json("merge", json!({ "revision": id.as_str(), "directory": directory, "parents": parents })) {
        out.result(&format!("{}/{directory}", folder.shown));
        out.note(&format!("`{id}` stands on {}", parents.join(", ")));
    }
    Ok(answer)
}

fn heads<'c>(verb: &Merge, chain: &'c Chain) -> Result<Vec<&'c Revision>, Error> {
    let mut named: Vec<&Revision> = Vec::new();
    for word in &verb.revisions {
        let target: Target = word
            .parse()
            .map_err(|bad: hunter_chain::BadTarget| Error::refusal(bad.to_string(), "name heads"))?;
        for one in chain.locate(&target, &Applied::none())? {
            if !chain.children(&one.id).is_empty() {
                let message = format!("`{}` is no head: another revision stands on it", one.id);
                return Err(Error::refusal(message, "`cargo hunter heads` shows what can be joined"));
            }
            if named.iter().all(|other| other.id != one.id) {
                named.push(one);
            }
        }
    }
    if verb.revisions.is_empty() {
        named = unmeant(chain);
    }
    if named.len() > 1 {
        return Ok(named);
    }
    let heads = chain.heads();
    let message = match heads.as_slice() {
        [only] => format!("there is one head, `{}`: nothing is to be joined", only.id),
        _ if verb.revisions.is_empty() => format!(
            "the heads {} are not joined by themselves: all but one have a label of their own",
            ids(&heads)
        ),
        _ => "one head alone cannot be joined".to_owned(),
    };
    Err(Error::refusal(
        message,
        "name two heads or more: cargo hunter merge REV REV; `cargo hunter heads` shows them",
    ))
}
