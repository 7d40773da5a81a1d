//! Where the migrations folder of this project is.

use std::io;
use std::path::{Path, PathBuf};

use hunter_migrations::Error;

/// A folder and how messages call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Folder {
    pub(crate) path: PathBuf,
    pub(crate) shown: String,
}

impl Folder {
    /// What was to be in it is not, or not all of it.
    pub(crate) fn not_written(&self, what: &str, error: &io::Error) -> Error {
        let message = format!("{what} could not be written to {}: {error}", self.shown);
        Error::refusal(message, "make the folder writable, with room on its disk, and run the command again")
    }
}

/// The folder named, else `migrations` beside the nearest `Cargo.toml` that has one.
pub(crate) fn folder(named: Option<PathBuf>) -> Result<Folder, String> {
    if let Some(path) = named {
        let shown = path.display().to_string();
        return Ok(Folder { path, shown: shown.trim_end_matches('/').to_owned() });
    }
    let here =
        std::env::current_dir().map_err(|error| format!("the current folder cannot be read: {error}"))?;
    nearest(&here)
        .ok_or_else(|| format!("no folder `migrations` beside a Cargo.toml in {} or above", here.display()))
}

fn nearest(here: &Path) -> Option<Folder> {
    let package = here
        .ancestors()
        .find(|folder| folder.join("Cargo.toml").is_file() && folder.join("migrations").is_dir())?;
    let path = package.join("migrations");
    let up = here.strip_prefix(package).map_or(0, |below| below.components().count());
    Some(Folder { path, shown: "../".repeat(up) + "migrations" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_found_from_below_and_shown_as_seen_from_there() {
        let root = tempfile::tempdir().unwrap();
        let below = root.path().join("src/deep");
        std::fs::create_dir_all(&below).unwrap();
        assert_eq!(nearest(&below), None);
        std::fs::create_dir(root.path().join("migrations")).unwrap();
        std::fs::write(root.path().join("Cargo.toml"), "").unwrap();
        assert_eq!(nearest(&below).unwrap().shown, "../../migrations");
        assert_eq!(nearest(root.path()).unwrap().shown, "migrations");
    }
}
