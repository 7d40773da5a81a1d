//! The one door to the file system in this crate.
//!
//! Responsible for reading a migrations directory into a [`SourceTree`]: hidden files left out, links followed as long
//! as they stay inside; for its times; and for the note that a build script leaves. Knows nothing about what the files
//! mean.

mod changes;

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

pub use changes::{Changes, finish, unfinished};

use super::SourceTree;
use crate::lock::{LOCKFILE, Lockfile};

/// Reads a directory.
///
/// `root` is how messages call it. Hidden files and directories, and editors' backup files (`…~`), are not part of
/// the chain. A link that leads out of the directory is not read but remembered, and becomes a diagnostic.
///
/// # Errors
/// The first file or directory that cannot be read, with its path (as messages show it) in front. And a directory that a
/// command left half written: [`finish`] comes first.
pub fn load(directory: &Path, root: &str) -> io::Result<SourceTree> {
    let mut tree = SourceTree::new(root);
    let base = directory.canonicalize().map_err(|error| with_path(root, &error))?;
    if let Some(command) = unfinished(&base) {
        let error = io::Error::other(format!("`cargo hunter {command}` was stopped while it wrote there"));
        return Err(with_path(root, &error));
    }
    // Each folder with those above it, as links were followed.
    let mut waiting: Vec<(Vec<PathBuf>, String)> = vec![(vec![base.clone()], String::new())];
    while let Some((trail, prefix)) = waiting.pop() {
        let Some(folder) = trail.last() else { continue };
        let shown = if prefix.is_empty() { root.to_owned() } else { tree.shown(&prefix) };
        for entry in fs::read_dir(folder).map_err(|error| with_path(&shown, &error))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') || name.ends_with('~') {
                continue;
            }
            let relative = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
            let located = |error| with_path(&tree.shown(&relative), &error);
            let real = entry.path().canonicalize().map_err(located)?;
            if !real.starts_with(&base) {
                // As it was written: our absolute path is nobody else's.
                let target = fs::read_link(entry.path()).map_err(located)?;
                tree.escaping_links.push((relative, target.display().to_string()));
            } else if real.is_dir() {
                // A link to a directory above itself would never end.
                if !trail.iter().any(|above| above.starts_with(&real)) {
                    let trail = trail.iter().cloned().chain([real]).collect();
                    waiting.push((trail, relative));
                }
            } else {
                let bytes = fs::read(&real).map_err(located)?;
                tree.insert(relative, bytes);
            }
        }
    }
    tree.escaping_links.sort();
    Ok(tree)
}

/// When anything in a directory was last modified, by the times that Cargo compares: of files, of folders (a name
/// came or went) and of hidden ones too.
pub(crate) fn newest(directory: &Path) -> io::Result<SystemTime> {
    let mut newest = fs::metadata(directory)?.modified()?;
    let mut waiting = vec![directory.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            // Of the link, not of what it leads to: that is in the directory too, under its own name.
            let found = entry.metadata()?;
            newest = newest.max(found.modified()?);
            if found.is_dir() {
                waiting.push(entry.path());
            }
        }
    }
    Ok(newest)
}

/// A short text and when it was written.
pub(crate) fn read(note: &Path) -> io::Result<(String, SystemTime)> {
    Ok((fs::read_to_string(note)?, fs::metadata(note)?.modified()?))
}

/// A short text for [`read`].
pub(crate) fn write(note: &Path, text: &str) -> io::Result<()> {
    fs::write(note, text)
}

/// Writes a lockfile into its directory. Nobody ever sees half of it.
///
/// # Errors
/// When the directory cannot be written to, with the file's name in front.
pub fn write_lockfile(directory: &Path, lock: &Lockfile) -> io::Result<()> {
    let written = replace(&directory.join(LOCKFILE), lock.render().as_bytes());
    written.map_err(|error| with_path(LOCKFILE, &error))
}

/// Lets a file have another text, from one moment to the next.
fn replace(file: &Path, text: &[u8]) -> io::Result<()> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    // Hidden, so that it is no part of the chain.
    let beside = file.with_file_name(format!(".{name}.{}", std::process::id()));
    let written = fs::write(&beside, text).and_then(|()| fs::rename(&beside, file));
    written.inspect_err(|_| drop(fs::remove_file(&beside)))
}

/// Writes files into a revision's directory, made where it is not there yet. A file that is there is left alone.
///
/// # Errors
/// When one is there already or cannot be written, with its path in front.
pub fn write_revision(directory: &Path, revision: &str, files: &[(String, String)]) -> io::Result<()> {
    write_files(directory, revision, files, |file, text| {
        fs::File::options().write(true).create_new(true).open(file)?.write_all(text)
    })
}

/// As [`write_revision`]; a file that is there is written over. Nobody ever sees half of one.
///
/// # Errors
/// When one cannot be written, with its path in front.
pub fn rewrite_revision(directory: &Path, revision: &str, files: &[(String, String)]) -> io::Result<()> {
    write_files(directory, revision, files, replace)
}

fn write_files(
    directory: &Path,
    revision: &str,
    files: &[(String, String)],
    write: impl Fn(&Path, &[u8]) -> io::Result<()>,
) -> io::Result<()> {
    let folder = directory.join(revision);
    fs::create_dir_all(&folder).map_err(|error| with_path(revision, &error))?;
    for (name, text) in files {
        write(&folder.join(name), text.as_bytes())
            .map_err(|error| with_path(&format!("{revision}/{name}"), &error))?;
    }
    Ok(())
}

/// Moves a revision's directory to where replaced ones are kept.
fn keep_as_legacy(directory: &Path, revision: &str) -> io::Result<()> {
    let legacy = directory.join("legacy");
    let moved = fs::create_dir_all(&legacy)
        .and_then(|()| fs::rename(directory.join(revision), legacy.join(revision)));
    moved.map_err(|error| with_path(revision, &error))
}

/// Takes the directory of a replaced revision away. Nothing outside of where those are kept is ever touched.
fn remove_legacy(directory: &Path, revision: &str) -> io::Result<()> {
    let is_kept =
        revision.strip_prefix("legacy/").is_some_and(|name| !name.is_empty() && !name.contains(['/', '\\']));
    if !is_kept {
        let error = io::Error::new(io::ErrorKind::InvalidInput, "it is not kept for another one");
        return Err(with_path(revision, &error));
    }
    fs::remove_dir_all(directory.join(revision)).map_err(|error| with_path(revision, &error))
}

/// A text file from beside the migrations.
///
/// # Errors
/// When it cannot be read or is not UTF-8.
pub fn read_text(file: &Path) -> io::Result<String> {
    fs::read_to_string(file)
}

fn with_path(shown: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{shown}: {error}"))
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn directories_that_lead_to_each_other_are_read_once_each_way() {
        let root = tempfile::tempdir().unwrap();
        for folder in ["a", "b"] {
            fs::create_dir(root.path().join(folder)).unwrap();
            fs::write(root.path().join(folder).join("notes.md"), folder).unwrap();
        }
        symlink("../b", root.path().join("a/b")).unwrap();
        symlink("../a", root.path().join("b/a")).unwrap();
        let tree = load(root.path(), "migrations").unwrap();
        let paths: Vec<&str> = tree.files().map(|(path, _)| path).collect();
        assert_eq!(paths, ["a/b/notes.md", "a/notes.md", "b/a/notes.md", "b/notes.md"]);
        assert_eq!(tree.escaping_links, []);
    }

    #[test]
    fn a_link_that_leads_out_is_remembered_as_it_was_written_and_not_read() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("migrations")).unwrap();
        fs::write(root.path().join("secret.sql"), "select 1").unwrap();
        symlink("../secret.sql", root.path().join("migrations/up.sql")).unwrap();
        let tree = load(&root.path().join("migrations"), "migrations").unwrap();
        assert_eq!(tree.files().count(), 0);
        assert_eq!(tree.escaping_links, [("up.sql".to_owned(), "../secret.sql".to_owned())]);
    }
}
