//! The one door to the file system in this crate.
//!
//! Responsible for reading a migrations directory into a [`SourceTree`]: hidden files left out, links followed as long
//! as they stay inside. Knows nothing about what the files mean.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::SourceTree;

/// Reads a directory.
///
/// `root` is how messages call it. Hidden files and directories, and editors' backup files (`…~`), are not part of
/// the chain. A link that leads out of the directory is not read but remembered, and becomes a diagnostic.
///
/// # Errors
/// The first file or directory that cannot be read, with its path in the message.
pub fn load(directory: &Path, root: &str) -> io::Result<SourceTree> {
    let mut tree = SourceTree::new(root);
    let base = directory.canonicalize().map_err(|error| with_path(directory, &error))?;
    let mut waiting: Vec<(PathBuf, String)> = vec![(base.clone(), String::new())];
    while let Some((folder, prefix)) = waiting.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| with_path(&folder, &error))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') || name.ends_with('~') {
                continue;
            }
            let relative = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
            let real = entry.path().canonicalize().map_err(|error| with_path(&entry.path(), &error))?;
            if !real.starts_with(&base) {
                tree.escaping_links.push((relative, real.display().to_string()));
            } else if real.is_dir() {
                // A link to a directory above itself would never end.
                if !folder.starts_with(&real) {
                    waiting.push((real, relative));
                }
            } else {
                let bytes = fs::read(&real).map_err(|error| with_path(&real, &error))?;
                tree.insert(relative, bytes);
            }
        }
    }
    tree.escaping_links.sort();
    Ok(tree)
}

fn with_path(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
