//! Several changes to a migrations directory that belong together: all of them are made, or none.
//!
//! Responsible for a directory that nobody leaves half written for good. Every text is written beside the chain first,
//! with a list of what is to be done; by one rename that becomes what was begun, and from then on it can be finished by
//! whoever comes next. Each step may be taken again.
//!
//! ```text
//! Changes ─► .unfinished.part ─rename─► .unfinished ─rename each─► directory ─► gone
//!            stopped: as before         stopped: finish()
//! ```

use std::fs;
use std::io;
use std::path::{Component, Path};

use super::{keep_as_legacy, remove_legacy, with_path};

/// What was begun, and in it each new text under its number. Hidden, so that it is no part of the chain.
const BEGUN: &str = ".unfinished";

/// The same while it is put together.
const PART: &str = ".unfinished.part";

/// The list in it: what the command was, then a step on each line.
const LIST: &str = "steps";

/// Changes to a directory.
#[derive(Debug, Clone)]
pub struct Changes {
    /// The command that makes them, as it was typed.
    command: String,
    steps: Vec<Step>,
}

#[derive(Debug, Clone)]
enum Step {
    /// A file with its text, relative to the directory.
    Write(String, String),
    /// A revision's directory goes to where replaced ones are kept.
    Keep(String),
    /// One of those goes.
    Remove(String),
}

impl Changes {
    /// None yet.
    #[must_use]
    pub fn by(command: impl Into<String>) -> Self {
        Self { command: command.into().replace('\n', " "), steps: Vec::new() }
    }

    /// A file gets a text, be it there or not.
    pub fn write(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.steps.push(Step::Write(path.into(), text.into()));
    }

    /// A revision's directory moves to where replaced ones are kept.
    pub fn keep_as_legacy(&mut self, revision: &str) {
        self.steps.push(Step::Keep(revision.to_owned()));
    }

    /// The directory of a replaced revision goes.
    pub fn remove_legacy(&mut self, revision: &str) {
        self.steps.push(Step::Remove(revision.to_owned()));
    }

    /// Makes them all.
    ///
    /// # Errors
    /// When the directory cannot be written to. Where [`unfinished`] names the command then, some are made; else none is.
    pub fn make(&self, directory: &Path) -> io::Result<()> {
        let (part, begun) = (directory.join(PART), directory.join(BEGUN));
        let begin = self.put_together(&part).and_then(|()| fs::rename(&part, &begun));
        begin.inspect_err(|_| drop(fs::remove_dir_all(&part)))?;
        finish(directory).map(drop)
    }

    fn put_together(&self, part: &Path) -> io::Result<()> {
        // Of a command that was stopped before it had begun.
        if part.exists() {
            fs::remove_dir_all(part)?;
        }
        fs::create_dir(part)?;
        let mut list = format!("{}\n", self.command);
        for (number, step) in self.steps.iter().enumerate() {
            let line = match step {
                Step::Write(path, text) => {
                    fs::write(part.join(number.to_string()), text)?;
                    format!("write {path}\n")
                }
                Step::Keep(revision) => format!("keep {revision}\n"),
                Step::Remove(revision) => format!("remove {revision}\n"),
            };
            list.push_str(&line);
        }
        fs::write(part.join(LIST), list)
    }
}

/// The command that was stopped while it changed a directory, if one was.
#[must_use]
pub fn unfinished(directory: &Path) -> Option<String> {
    let list = fs::read_to_string(directory.join(BEGUN).join(LIST)).ok()?;
    Some(list.lines().next().unwrap_or_default().to_owned())
}

/// Finishes what a command had begun when it was stopped: which command that was, if there was one.
///
/// # Errors
/// When the directory cannot be written to.
pub fn finish(directory: &Path) -> io::Result<Option<String>> {
    let begun = directory.join(BEGUN);
    let list = match fs::read_to_string(begun.join(LIST)) {
        Ok(list) => list,
        // The list is the first to go.
        Err(error) if is_gone(&error) => return remove(&begun).map(|()| None),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut lines = list.lines();
    let command = lines.next().unwrap_or_default().to_owned();
    for (number, line) in lines.enumerate() {
        step(directory, &begun.join(number.to_string()), line)?;
    }
    fs::remove_file(begun.join(LIST)).or_else(|error| if is_gone(&error) { Ok(()) } else { Err(error) })?;
    remove(&begun)?;
    Ok(Some(command))
}

/// Takes a step, unless it was taken.
fn step(directory: &Path, text: &Path, line: &str) -> io::Result<()> {
    let taken = match line.split_once(' ') {
        // The list may have come with somebody else's files.
        Some((_, path)) if !Path::new(path).components().all(|part| matches!(part, Component::Normal(_))) => {
            Err(no_step(line))
        }
        // Its folder may have moved since it was taken.
        Some(("write", _)) if !text.exists() => Ok(()),
        Some(("write", path)) => {
            let file = directory.join(path);
            let folder = file.parent().map_or(Ok(()), fs::create_dir_all);
            folder.and_then(|()| fs::rename(text, file)).map_err(|error| with_path(path, &error))
        }
        Some(("keep", revision)) => keep_as_legacy(directory, revision),
        Some(("remove", revision)) => remove_legacy(directory, revision),
        _ => Err(no_step(line)),
    };
    taken.or_else(|error| if is_gone(&error) { Ok(()) } else { Err(error) })
}

fn no_step(line: &str) -> io::Error {
    let words = format!("{BEGUN}/{LIST}: `{line}` is no step; bring the directory back from version control");
    io::Error::new(io::ErrorKind::InvalidData, words)
}

fn is_gone(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
}

fn remove(folder: &Path) -> io::Result<()> {
    fs::remove_dir_all(folder).or_else(|error| if is_gone(&error) { Ok(()) } else { Err(error) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::disk::load;

    fn directory() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in
            [("a/up.sql", "a"), ("b/up.sql", "b"), ("legacy/old/up.sql", "old"), ("hunter.lock", "before")]
        {
            let file = root.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        root
    }

    fn changes() -> Changes {
        let mut changes = Changes::by("squash a..a");
        changes.write("new/up.sql", "new");
        changes.write("a/metadata.toml", "parent = base");
        changes.write("b/metadata.toml", "parent = new");
        changes.keep_as_legacy("a");
        changes.remove_legacy("legacy/old");
        changes.write("hunter.lock", "after");
        changes
    }

    fn files(directory: &Path) -> Vec<(String, Vec<u8>)> {
        let tree = load(directory, "migrations").unwrap();
        tree.files().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect()
    }

    fn whole() -> Vec<(String, Vec<u8>)> {
        let root = directory();
        changes().make(root.path()).unwrap();
        files(root.path())
    }

    #[test]
    fn wherever_a_command_is_stopped_the_next_one_finishes_what_it_had_begun() {
        let whole = whole();
        assert_eq!(
            whole.iter().map(|(path, _)| &**path).collect::<Vec<_>>(),
            [
                "b/metadata.toml",
                "b/up.sql",
                "hunter.lock",
                "legacy/a/metadata.toml",
                "legacy/a/up.sql",
                "new/up.sql"
            ]
        );
        for stop in 0..=changes().steps.len() {
            let root = directory();
            let begun = root.path().join(BEGUN);
            changes().put_together(&begun).unwrap();
            let list = fs::read_to_string(begun.join(LIST)).unwrap();
            for (number, line) in list.lines().skip(1).take(stop).enumerate() {
                step(root.path(), &begun.join(number.to_string()), line).unwrap();
            }
            assert_eq!(unfinished(root.path()).as_deref(), Some("squash a..a"));
            let error = load(root.path(), "migrations").unwrap_err();
            assert!(error.to_string().contains("`cargo hunter squash a..a` was stopped"), "{error}");
            assert_eq!(finish(root.path()).unwrap().as_deref(), Some("squash a..a"));
            assert_eq!(files(root.path()), whole, "stopped after {stop}");
            assert_eq!((finish(root.path()).unwrap(), begun.exists()), (None, false));
        }
    }

    #[test]
    fn what_was_not_begun_yet_is_no_part_of_the_chain_and_is_written_over() {
        let root = directory();
        let before = files(root.path());
        changes().put_together(&root.path().join(PART)).unwrap();
        assert_eq!((files(root.path()), finish(root.path()).unwrap()), (before, None));
        changes().make(root.path()).unwrap();
        assert_eq!(files(root.path()), whole());
        assert!(!root.path().join(PART).exists());
    }

    #[test]
    fn a_step_that_leads_out_of_the_directory_is_not_taken() {
        for line in
            ["write ../stolen", "write /tmp/stolen", "keep ../a", "remove legacy/../..", "other a", "write"]
        {
            let root = directory();
            let inner = root.path().join("a");
            fs::create_dir(inner.join(BEGUN)).unwrap();
            fs::write(inner.join(BEGUN).join("0"), "text").unwrap();
            fs::write(inner.join(BEGUN).join(LIST), format!("squash a..a\n{line}\n")).unwrap();
            let error = finish(&inner).unwrap_err();
            assert!(error.to_string().contains(&format!("`{line}` is no step")), "{error}");
            assert!(!root.path().join("stolen").exists() && inner.join("up.sql").exists());
        }
    }

    #[test]
    fn a_step_that_fails_leaves_the_rest_to_be_finished() {
        let root = directory();
        let in_the_way = root.path().join("legacy/a/.kept");
        fs::create_dir_all(in_the_way.parent().unwrap()).unwrap();
        fs::write(&in_the_way, "").unwrap();
        let error = changes().make(root.path()).unwrap_err();
        assert!(error.to_string().starts_with("a: "), "{error}");
        assert_eq!(unfinished(root.path()).as_deref(), Some("squash a..a"));
        fs::remove_dir_all(in_the_way.parent().unwrap()).unwrap();
        finish(root.path()).unwrap();
        assert_eq!(files(root.path()), whole());
    }
}
