//! The directory of a new revision.

use std::fmt::Write as _;

use hunter_chain::{RevisionId, SourceTree, disk};
use hunter_migrations::Error;
use hunter_migrations::cli::{Answer, Output};
use serde_json::json;

use super::place::NewRevision;
use super::scripts::{File, Scripts};
use crate::project::Folder;

/// Writes the directory; the names of its files.
pub(super) fn write(
    new: &NewRevision,
    scripts: &Scripts,
    folder: &Folder,
    tree: &SourceTree,
) -> Result<Vec<File>, Error> {
    let directory = new.directory();
    let is_there = |(path, _): (&str, &[u8])| path.split('/').next() == Some(directory.as_str());
    if tree.files().any(is_there) {
        let message = format!("{}/{directory} is there already", folder.shown);
        return Err(Error::refusal(message, "give another --rev-id"));
    }
    let mut files = scripts.files();
    files.push(("metadata.toml".to_owned(), metadata(new, scripts)));
    disk::write_revision(&folder.path, &directory, &files)
        .map_err(|error| folder.not_written("the revision", &error))?;
    Ok(files)
}

/// Its path is the answer.
pub(super) fn tell(new: &NewRevision, files: &[File], folder: &Folder, out: &mut Output) -> Answer {
    let directory = new.directory();
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let answer = json!({ "revision": new.id.as_str(), "directory": directory, "files": names });
    if !out.json("revision", answer) {
        out.result(&format!("{}/{directory}", folder.shown));
        out.note(&format!("written: {}", names.join(", ")));
    }
    Answer::Done
}

/// A text as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

pub(super) fn metadata(new: &NewRevision, scripts: &Scripts) -> String {
    let list = |texts: Vec<String>| format!("[{}]", texts.join(", "));
    let ids = |ids: &[RevisionId]| -> Vec<String> { ids.iter().map(|id| quoted(id.as_str())).collect() };
    let parents = match new.parents.as_slice() {
        [] => quoted("base"),
        [only] => quoted(only.as_str()),
        several => list(ids(several)),
    };
    let mut text = format!("down_revision = {parents}\nmessage = {}\n", quoted(&new.message));
    let _ = writeln!(text, "created = {}", now());
    let mut put = |key: &str, values: Vec<String>| {
        if !values.is_empty() {
            let _ = writeln!(text, "{key} = {}", list(values));
        }
    };
    put("branch_labels", new.labels.iter().map(|label| quoted(label.as_str())).collect());
    put("depends_on", ids(&new.depends_on));
    put("dialects", scripts.dialects().into_iter().flatten().map(|dialect| quoted(dialect.name())).collect());
    put("recreates", scripts.recreates().iter().map(|name| quoted(name)).collect());
    put("lossy", scripts.lossy().iter().map(|what| quoted(what)).collect());
    text
}

/// This moment, to the second, as TOML writes it.
fn now() -> String {
    let now = jiff::Timestamp::now();
    now.round(jiff::Unit::Second).unwrap_or(now).to_string()
}
