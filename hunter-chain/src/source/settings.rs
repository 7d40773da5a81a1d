//! `hunter.toml`: what holds for the whole chain.
//!
//! Responsible for the keys of the settings file and their defaults. Keys of features that are not there yet are not
//! known yet, so that a setting is never silently without effect.

use std::ops::Range;
use std::sync::Arc;

use hunter_sql::Dialect;

use super::toml_file::{TomlFile, Written};
use crate::diag::{Code, Diagnostics, Place};
use crate::history::StrictFrom;
use crate::id::RevisionId;
use crate::nearest::nearest;
use crate::unproved::OnUnproved;

/// The name of the settings file.
pub(super) const FILE: &str = "hunter.toml";
const KEYS: [&str; 7] =
    ["dialects", "ledger_table", "ledger_schema", "strict_from", "schemas", "ignore", "unproved"];

/// Settings of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Settings {
    /// The databases this chain is for.
    pub dialects: Vec<Dialect>,
    /// The ledger's table; `None` means `__hunter_ledger`.
    pub ledger_table: Option<String>,
    /// The ledger's schema; `None` means the connection's current one.
    pub ledger_schema: Option<String>,
    /// The schemas whose objects are the chain's; none means every one that is the user's.
    pub schemas: Vec<String>,
    /// Patterns of objects that a comparison of schemas passes over: `table public.cache_*`.
    pub ignore: Vec<String>,
    /// What becomes of revisions that are not proved; `None` means: a release build and CI refuse, a debug build warns.
    pub unproved: Option<OnUnproved>,
}

/// The settings, and from which revision on all rules apply.
pub(super) type Read = (Settings, Option<StrictFrom>);

pub(super) fn read(path: String, text: &Arc<str>, found: &mut Diagnostics) -> Read {
    let mut file = TomlFile::read(path.clone(), text, &KEYS, found);
    let dialects = file.strings("dialects");
    let missing = dialects.as_ref().is_none_or(Vec::is_empty);
    let dialects = self::dialects(&mut file, dialects.unwrap_or_default());
    if missing {
        let help = "write dialects = [\"postgres\"] (or \"sqlite\", \"mysql\", or several)";
        file.missing(Code::NoDialects, "hunter.toml names no dialect", help);
    }
    let strict_from = strict_from(&mut file, |range| Place::text(path, text, range));
    let settings = Settings {
        dialects,
        ledger_table: file.sentence("ledger_table"),
        ledger_schema: file.sentence("ledger_schema"),
        schemas: names(&mut file, "schemas", "write the name of a schema, or delete the entry"),
        ignore: names(
            &mut file,
            "ignore",
            "write an object as `check` names it, for example \"table public.cache_*\"",
        ),
        unproved: unproved(&mut file),
    };
    (settings, strict_from)
}

fn strict_from(file: &mut TomlFile<'_>, place: impl FnOnce(Range<usize>) -> Place) -> Option<StrictFrom> {
    let (written, range) = file.string("strict_from")?;
    match RevisionId::parse(&written) {
        Ok(id) => Some(StrictFrom { id, at: place(range) }),
        Err(why) => {
            let message = format!("`strict_from` is `{written}`, which cannot be an id: {why}");
            file.bad(range, message, "write the id of a revision");
            None
        }
    }
}

fn unproved(file: &mut TomlFile<'_>) -> Option<OnUnproved> {
    let (written, range) = file.string("unproved")?;
    let known = OnUnproved::from_word(&written);
    if known.is_none() {
        let message = format!("`unproved` is `{written}`, expected `warn` or `deny`");
        let help = "write unproved = \"warn\" or unproved = \"deny\"; without the line a debug build warns, and a \
                    release build and CI refuse";
        file.bad(range, message, help);
    }
    known
}

/// A list of names, of which none is blank.
fn names(file: &mut TomlFile<'_>, key: &str, help: &str) -> Vec<String> {
    let (blank, names): (Vec<Written>, Vec<Written>) =
        file.strings(key).unwrap_or_default().into_iter().partition(|(name, _)| name.trim().is_empty());
    for (_, range) in blank {
        file.bad(range, format!("`{key}` holds a name that says nothing"), help);
    }
    names.into_iter().map(|(name, _)| name.trim().to_owned()).collect()
}

/// Without the file nobody said which dialects there are.
pub(super) fn absent(root: &str, found: &mut Diagnostics) -> Read {
    let message = format!("{root} has no {FILE}, so nobody said for which databases the chain is");
    found.push(Code::NoDialects, Place::path(root), message, Code::NoDialects.help());
    Read::default()
}

/// Names to dialects; an unknown one is reported.
pub(super) fn dialects(file: &mut TomlFile<'_>, names: Vec<Written>) -> Vec<Dialect> {
    let mut dialects = Vec::new();
    for (name, range) in names {
        match Dialect::from_name(&name) {
            Some(dialect) => dialects.push(dialect),
            None => {
                let near = nearest_dialect(&name);
                let message = format!("`{name}` is not a dialect");
                let help = match near {
                    Some(near) => format!("write \"{}\"", near.name()),
                    None => format!("write one of {}", quoted(&Dialect::ALL)),
                };
                file.report(Code::UnknownDialect, range, message, help);
                // What was meant is checked in the same build.
                dialects.extend(near);
            }
        }
    }
    dialects.sort_unstable();
    dialects.dedup();
    dialects
}

/// The dialect a misspelt name was meant to be.
pub(super) fn nearest_dialect(name: &str) -> Option<Dialect> {
    nearest(name, Dialect::ALL.map(Dialect::name)).and_then(Dialect::from_name)
}

/// Names as they are written in a list: `"postgres", "sqlite"`.
pub(super) fn quoted(dialects: &[Dialect]) -> String {
    dialects.iter().map(|dialect| format!("\"{}\"", dialect.name())).collect::<Vec<_>>().join(", ")
}
