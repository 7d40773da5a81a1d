//! The backups of a folder: those that are whole, those that nobody can read, and what is left of interrupted ones.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Backup, files, name};
use crate::error::Error;

/// The backups of a folder.
#[derive(Debug)]
#[non_exhaustive]
pub struct Backups {
    /// Those with a manifest, oldest first.
    pub all: Vec<Backup>,
    /// Files called like a backup whose manifest is not there or cannot be read, and why.
    pub unreadable: Vec<(PathBuf, Error)>,
    /// What is left of backups that did not come to their end, and that nobody writes any more.
    pub leftovers: Vec<PathBuf>,
}

impl Backups {
    /// Those of a folder; none where the folder is not there.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn of_folder(folder: &Path) -> Result<Self, Error> {
        let mut found = Self { all: Vec::new(), unreadable: Vec::new(), leftovers: Vec::new() };
        for file in files::list(folder)? {
            let called = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if name::is_part(&called) && files::is_abandoned(&file) {
                found.leftovers.push(file);
            } else if name::is_backup(&called) {
                match Backup::open(&file) {
                    Ok(backup) => found.all.push(backup),
                    Err(error) => found.unreadable.push((file, error)),
                }
            }
        }
        found.all.sort_by(|a, b| (&a.manifest.taken, &a.file).cmp(&(&b.manifest.taken, &b.file)));
        Ok(found)
    }

    /// All but the last so many of each database.
    #[must_use]
    pub fn superseded(&self, keep: usize) -> Vec<&Backup> {
        let mut kept: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let newest_first = self.all.iter().rev();
        let mut superseded: Vec<&Backup> = newest_first
            .filter(|backup| {
                let of = (&*backup.manifest.dialect, &*backup.manifest.database);
                let count = kept.entry(of).or_default();
                *count += 1;
                *count > keep
            })
            .collect();
        superseded.reverse();
        superseded
    }

    /// Removes what is left of backups that did not come to their end.
    ///
    /// # Errors
    /// When the disk says no.
    pub fn remove_leftovers(&self) -> Result<(), Error> {
        self.leftovers.iter().try_for_each(|file| files::remove(file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backup::Manifest;

    fn backup(database: &str, taken: &str) -> Backup {
        let text = format!(
            r#"{{ "format": 1, "dialect": "postgres", "database": "{database}", "taken": "{taken}", "size": 0,
               "digest": "", "revisions": [], "applied": [], "ledger": null, "tables": 0, "server": "", "tools": {{}} }}"#
        );
        let manifest = Manifest::parse("m", &text).unwrap();
        Backup { file: PathBuf::from(format!("{database}{taken}")), manifest }
    }

    #[test]
    fn the_last_ones_of_each_database_stay() {
        let all =
            vec![backup("a", "1"), backup("b", "2"), backup("a", "3"), backup("a", "4"), backup("b", "5")];
        let backups = Backups { all, unreadable: Vec::new(), leftovers: Vec::new() };
        let superseded = |keep| {
            let files = backups.superseded(keep).into_iter().map(|backup| backup.file.display().to_string());
            files.collect::<Vec<_>>()
        };
        assert_eq!(superseded(1), ["a1", "b2", "a3"]);
        assert_eq!(superseded(2), ["a1"]);
        assert_eq!(superseded(3), Vec::<String>::new());
    }
}
