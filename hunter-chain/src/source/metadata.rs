//! `metadata.toml`: what an author declares about one revision.
//!
//! Responsible for the keys, their types and their positions. Whether the ids in it exist is decided by the graph.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::settings;
use super::toml_file::{TomlFile, Written};
use crate::diag::{Code, Diagnostics};
use crate::id::{BadName, BranchLabel, RevisionId};
use crate::revision::Declared;

const KEYS: [&str; 17] = [
    "revision",
    "down_revision",
    "message",
    "created",
    "branch_labels",
    "depends_on",
    "run_in_transaction",
    "irreversible",
    "lossy",
    "recreates",
    "breaking",
    "replaces",
    "dialects",
    "lock_timeout",
    "statement_timeout",
    "compatible_with_previous_binary",
    "allow",
];

/// An id or label with the bytes it was written in.
pub(crate) type At<T> = (T, Range<usize>);

/// A metadata file as read.
#[derive(Debug)]
pub(super) struct Metadata {
    /// False when a parent or a label may have been written that is not below.
    pub(super) whole: bool,
    /// `None`: not said; an empty list: `"base"`.
    pub(super) down_revision: Option<Vec<At<RevisionId>>>,
    pub(super) message: Option<String>,
    pub(super) labels: Vec<At<BranchLabel>>,
    pub(super) depends_on: Vec<At<RevisionId>>,
    pub(super) replaces: Vec<At<RevisionId>>,
    pub(super) declared: Declared,
}

impl Metadata {
    /// No file: nothing declared.
    pub(super) fn none() -> Self {
        Self {
            whole: true,
            down_revision: None,
            message: None,
            labels: Vec::new(),
            depends_on: Vec::new(),
            replaces: Vec::new(),
            declared: Declared::default(),
        }
    }

    /// A file that cannot be read: it may say anything, so nothing is missed in it.
    pub(super) fn unread() -> Self {
        let declared = Declared { irreversible: Some(Cow::Borrowed("")), ..Declared::default() };
        Self { whole: false, down_revision: Some(Vec::new()), declared, ..Self::none() }
    }
}

/// Reads one; `id` is the directory's, for a file that repeats it.
pub(super) fn read(path: String, text: &Arc<str>, id: &RevisionId, found: &mut Diagnostics) -> Metadata {
    let mut file = TomlFile::read(path, text, &KEYS, found);
    if !file.whole {
        return Metadata::unread();
    }
    check_id(&mut file, id);
    let written = file.strings("down_revision");
    let down_revision = written.map(|written| parents(&mut file, written));
    let parents_are_whole = down_revision.as_ref().is_none_or(|(_, whole)| *whole);
    let depends_on = ids(&mut file, "depends_on");
    let replaces = ids(&mut file, "replaces");
    let (labels, labels_are_whole) = labels(&mut file);
    let dialects = file.strings("dialects").unwrap_or_default();
    let recreates = recreated(&mut file);
    let owned = |text: Option<String>| text.map(Cow::Owned);
    let declared = Declared {
        created: owned(file.date("created")),
        run_in_transaction: file.boolean("run_in_transaction").unwrap_or(true),
        // A reason that cannot be used was still meant as one.
        irreversible: owned(file.sentence("irreversible"))
            .or_else(|| file.has("irreversible").then_some(Cow::Borrowed(""))),
        lossy: file.strings("lossy").unwrap_or_default().into_iter().map(|(s, _)| s.into()).collect(),
        recreates,
        breaking: owned(file.sentence("breaking")),
        replaces: replaces.iter().map(|(id, _)| id.clone()).collect(),
        dialects: settings::dialects(&mut file, dialects),
        lock_timeout_ms: file.milliseconds("lock_timeout"),
        statement_timeout_ms: file.milliseconds("statement_timeout"),
        compatible_with_previous_binary: file.boolean("compatible_with_previous_binary").unwrap_or(false),
        allow: allowed(&mut file),
    };
    let message = file.sentence("message").map(|text| text.lines().collect::<Vec<_>>().join(" "));
    let whole = parents_are_whole && labels_are_whole;
    let down_revision = down_revision.map(|(ids, _)| ids);
    Metadata { whole, down_revision, message, labels, depends_on, replaces, declared }
}

/// Findings that the author accepts. A rule that nobody knows would silently allow nothing.
fn allowed(file: &mut TomlFile<'_>) -> Vec<(Cow<'static, str>, Cow<'static, str>)> {
    let mut allowed = Vec::new();
    for (rule, because, range) in file.pairs("allow", "rule", "because") {
        if Code::find(&rule).is_some_and(|code| Code::ALLOWABLE.contains(&code)) {
            allowed.push((Cow::Owned(rule), Cow::Owned(because)));
        } else {
            let known = Code::ALLOWABLE.map(|code| format!("\"{code}\"")).join(", ");
            let help = format!("the rules that can be allowed are {known}; or delete the entry");
            file.bad(range, format!("`allow` names the rule `{rule}`, which cannot be allowed"), &help);
        }
    }
    allowed
}

/// Names on which nothing may stand while the scripts run. Outside of a transaction a failure would leave it dropped.
fn recreated(file: &mut TomlFile<'_>) -> Vec<Cow<'static, str>> {
    let mut names = Vec::new();
    let written = file.strings("recreates").unwrap_or_default();
    if let (Some((_, range)), Some(false)) = (written.first(), file.boolean("run_in_transaction")) {
        let message =
            "what stands on something is recreated in one transaction, and this revision runs outside of one";
        let code = Code::RecreatesOutside;
        file.report(code, range.clone(), message.to_owned(), code.help());
    }
    for (text, range) in written {
        if hunter_sql::is_name(&text) {
            names.push(Cow::Owned(text));
        } else {
            let help = "write it as SQL would: \"table\", \"schema.view\", \"table.column\" or \"function(integer)\"";
            file.bad(range, format!("`recreates` names `{text}`, which names nothing in a database"), help);
        }
    }
    names
}

fn check_id(file: &mut TomlFile<'_>, id: &RevisionId) {
    let Some((written, range)) = file.string("revision") else { return };
    if RevisionId::parse(&written).ok().as_ref() != Some(id) {
        let message = format!("metadata says revision `{written}`, the directory's id is `{id}`");
        let help = format!("write revision = \"{id}\", or rename the directory");
        file.report(Code::IdMismatch, range, message, help);
    }
}

/// The ids of `down_revision` and whether that is all of them; `"base"` stands for none.
fn parents(file: &mut TomlFile<'_>, written: Vec<Written>) -> (Vec<At<RevisionId>>, bool) {
    if let [(only, _)] = written.as_slice()
        && only == "base"
    {
        return (Vec::new(), true);
    }
    if let Some(range) = file.empty_list("down_revision") {
        let help = "write down_revision = \"base\" for a first revision, or name the parent";
        file.bad(range, "`down_revision` is an empty list".into(), help);
    }
    let count = written.len();
    let ids: Vec<_> = written.into_iter().filter_map(|item| id(file, "down_revision", item)).collect();
    let whole = count > 0 && ids.len() == count;
    (ids, whole)
}

fn ids(file: &mut TomlFile<'_>, key: &str) -> Vec<At<RevisionId>> {
    let written = file.strings(key).unwrap_or_default();
    written.into_iter().filter_map(|item| id(file, key, item)).collect()
}

fn id(file: &mut TomlFile<'_>, key: &str, (text, range): Written) -> Option<At<RevisionId>> {
    match RevisionId::parse(&text) {
        Ok(id) => Some((id, range)),
        Err(why) => {
            let help = match why {
                BadName::Reserved => format!("name a revision in `{key}`; targets are for the command line"),
                _ => "write the id as the directory has it".to_owned(),
            };
            file.bad(range, format!("`{key}` names `{text}`, which cannot be an id: {why}"), &help);
            None
        }
    }
}

/// The labels and whether that is all of them.
fn labels(file: &mut TomlFile<'_>) -> (Vec<At<BranchLabel>>, bool) {
    let (mut labels, mut whole) = (Vec::new(), true);
    for (text, range) in file.strings("branch_labels").unwrap_or_default() {
        match BranchLabel::parse(&text) {
            Ok(label) => labels.push((label, range)),
            Err(why) => {
                let code = if why == BadName::Reserved { Code::ReservedWord } else { Code::LabelName };
                let message = format!("`{text}` cannot be a branch label: {why}");
                file.report(code, range, message, code.help());
                whole = false;
            }
        }
    }
    (labels, whole)
}
