//! A file's name in a revision's directory: which script it is, or which one it was meant to be.
//!
//! Responsible for names alone. A mistaken name is reported with the right one, and what it stands for counts as
//! there, so that it is not reported again as missing.

use std::collections::BTreeMap;
use std::path::Path;

use hunter_sql::Dialect;

use super::{SourceTree, settings};
use crate::diag::{Code, Diagnostics, Place};
use crate::nearest::nearest;

/// The file in which an author declares things about a revision.
pub(super) const METADATA: &str = "metadata.toml";
const RUST: &str = "revision.rs";

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Up,
    Down,
    Verify,
}

impl Kind {
    const ALL: [(Kind, &'static str); 3] = [(Kind::Up, "up"), (Kind::Down, "down"), (Kind::Verify, "verify")];

    fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|(_, name)| *name == word).map(|(kind, _)| kind)
    }
}

/// Which script: its kind and its dialect; `None` is the plain file.
pub(super) type Which = (Kind, Option<Dialect>);

/// What a name says.
pub(super) enum Meaning {
    Script(Which),
    /// Reported; these scripts are not missing then.
    Mistaken(Vec<Which>),
    Nothing,
}

/// The files of one directory, by name.
pub(super) type Files<'a> = BTreeMap<&'a str, &'a [u8]>;

/// Files that make a directory a revision; anything else (notes, diagrams) may lie beside them.
pub(super) fn is_ours(file: &str) -> bool {
    let is_sql = Path::new(file).extension().is_some_and(|suffix| suffix.eq_ignore_ascii_case("sql"));
    is_sql || file == METADATA || file == RUST
}

/// The file that a name was meant to be, unless that one is there as well.
fn meant(file: &str, files: &Files<'_>) -> Option<&'static str> {
    let near = nearest(&file.to_ascii_lowercase(), ["up.sql", "down.sql", "verify.sql", METADATA]);
    near.filter(|near| !files.contains_key(near))
}

/// Whether a misspelt name stands for the metadata.
pub(super) fn is_metadata_misspelt(files: &Files<'_>) -> bool {
    files.keys().any(|file| meant(file, files) == Some(METADATA))
}

/// Reads the name of one of a directory's files; mistakes go to `found`.
pub(super) fn meaning(
    tree: &SourceTree,
    directory: &str,
    file: &str,
    files: &Files<'_>,
    found: &mut Diagnostics,
) -> Meaning {
    let shown = tree.shown(&format!("{directory}/{file}"));
    let mut report = |code, path: String, message, help| {
        found.push(code, Place::path(path), message, help);
    };
    if file == RUST {
        let message = format!("{shown} is a revision in Rust, which this version cannot run");
        report(Code::RustRevision, shown, message, Code::RustRevision.help());
        return Meaning::Mistaken(vec![(Kind::Up, None), (Kind::Down, None)]);
    }
    let Some(stem) = file.strip_suffix(".sql") else {
        let Some(near) = meant(file, files) else { return Meaning::Nothing };
        let message = format!("`{file}` has no meaning in a revision's directory");
        report(Code::UnknownFile, shown, message, format!("rename it to `{near}`"));
        let kind = near.strip_suffix(".sql").and_then(Kind::from_word);
        return Meaning::Mistaken(kind.map(|kind| (kind, None)).into_iter().collect());
    };
    let (word, dialect) = stem.split_once('.').map_or((stem, None), |(word, dialect)| (word, Some(dialect)));
    if let Some((folder, word)) = word.rsplit_once('/')
        && Kind::from_word(word).is_some()
    {
        // One mistake, however many scripts lie there: `Diagnostics::sorted` drops the repetition.
        let shown = tree.shown(&format!("{directory}/{folder}"));
        let message = format!("{shown} lies too deep to be a revision and would never run");
        let moved = tree.shown(folder.rsplit('/').next().unwrap_or(folder));
        report(Code::UnknownFile, shown, message, format!("move it to `{moved}`, or away"));
        return Meaning::Mistaken(vec![(Kind::Up, None), (Kind::Down, None)]);
    }
    let Some(kind) = Kind::from_word(word) else {
        let near = nearest(word, Kind::ALL.map(|(_, name)| name));
        let help = match near {
            Some(near) => format!("rename it to `{near}{}`", &file[word.len()..]),
            None => Code::UnknownFile.help(),
        };
        let message = format!("`{file}` is not a script of a revision and would never run");
        report(Code::UnknownFile, shown, message, help);
        let kind = near.and_then(Kind::from_word);
        return Meaning::Mistaken(kind.map(|kind| (kind, None)).into_iter().collect());
    };
    let Some(name) = dialect else { return Meaning::Script((kind, None)) };
    if let Some(dialect) = Dialect::from_name(name) {
        return Meaning::Script((kind, Some(dialect)));
    }
    let near = settings::nearest_dialect(name);
    let help = match near {
        Some(near) => format!("rename it to `{word}.{}.sql`", near.name()),
        None => format!("move it away; known dialects are {}", settings::quoted(&Dialect::ALL)),
    };
    let message = format!("`{file}` is for a dialect `{name}`, which is not known");
    report(Code::UnknownDialect, shown, message, help);
    Meaning::Mistaken(vec![(kind, near)])
}

/// Reports a script outside of any revision's directory; other tools keep `0001_users.up.sql` so.
pub(super) fn beside_the_revisions(tree: &SourceTree, file: &str, found: &mut Diagnostics) {
    let stem = file.strip_suffix(".sql").unwrap_or(file);
    let (directory, word) = match stem.rsplit_once('.') {
        Some((directory, word)) if Kind::from_word(word).is_some() => (directory, word),
        _ => (stem, "up"),
    };
    let shown = tree.shown(file);
    let message = format!("{shown} belongs to no revision and would never run");
    let help = format!("move it to `{}`, or away", tree.shown(&format!("{directory}/{word}.sql")));
    found.push(Code::UnknownFile, Place::path(shown), message, help);
}
