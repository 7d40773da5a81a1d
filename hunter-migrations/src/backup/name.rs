//! What the files of a backup are called.
//!
//! Responsible for the names alone, so that whoever lists, prunes or restores finds what was written. Moments are the
//! database's own, in UTC, as in its ledger.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// How the name of every backup begins.
const PREFIX: &str = "backup_pre_migration_";

/// So many backups of one second find a name.
const OF_ONE_SECOND: u32 = 100;

/// What SQLite keeps beside a file while it writes to it, by the end of its name.
pub(super) const BESIDE: [&str; 3] = ["-journal", "-wal", "-shm"];

/// The names that a backup of this moment may have, the best one first.
pub(super) fn candidates(stamp: &str, extension: &str) -> impl Iterator<Item = String> {
    let (stamp, extension) = (stamp.to_owned(), extension.to_owned());
    (1..=OF_ONE_SECOND).map(move |number| match number {
        1 => format!("{PREFIX}{stamp}.{extension}"),
        more => format!("{PREFIX}{stamp}_{more}.{extension}"),
    })
}

/// Whether a file of this name is a backup. One that is still being written is none.
pub(super) fn is_backup(name: &str) -> bool {
    name.starts_with(PREFIX) && [".sql", ".db"].iter().any(|end| name.ends_with(end))
}

/// Whether it is what is left of a backup that did not come to its end, or is still being written.
pub(super) fn is_part(name: &str) -> bool {
    let of = BESIDE.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    of.starts_with(PREFIX) && of.ends_with(".part")
}

/// The manifest of a backup.
pub(super) fn manifest(file: &Path) -> PathBuf {
    with_end(file, ".json")
}

/// What it is called before it is whole.
pub(super) fn part(file: &Path) -> PathBuf {
    with_end(file, ".part")
}

/// A path with more at its end.
pub(super) fn with_end(file: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(end);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_tells_the_moment_and_a_second_one_of_the_same_moment_has_its_own() {
        let names: Vec<String> = candidates("20260129_100203", "sql").take(2).collect();
        assert_eq!(
            names,
            ["backup_pre_migration_20260129_100203.sql", "backup_pre_migration_20260129_100203_2.sql"]
        );
    }

    #[test]
    fn a_backup_is_told_from_its_manifest_and_from_one_that_is_being_written() {
        let file = Path::new("backup_pre_migration_20260129_100203.sql");
        let names = [file.to_owned(), manifest(file), part(file), part(&manifest(file))];
        let backups = names.iter().map(|name| is_backup(&name.to_string_lossy()));
        assert_eq!(backups.collect::<Vec<_>>(), [true, false, false, false]);
        assert!(is_part(&part(file).to_string_lossy()));
        assert!(is_part("backup_pre_migration_20260129_100203.db.part-journal"));
        assert!(!is_backup("dump.sql"));
    }
}
