//! The door to the file system for backups: folders, files that appear whole or not at all, digests, room on a disk.
//!
//! Responsible for rights (0600 in a folder of 0700), for names that nobody else's file loses, and for the words of every
//! failure of a disk.

use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, ErrorKind as Io};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use super::name;
use crate::error::{Error, ErrorKind};

/// What has not been written to for so long is not being written.
const ABANDONED: Duration = Duration::from_secs(3600);

/// What to do where a disk takes no more.
pub(super) const NO_ROOM: &str = "make room on that disk, or name a folder on another one; a limit of this user (`ulimit -f`) is met like a full disk";

/// A file on its way to its name. It is gone when this value is dropped before.
#[derive(Debug)]
pub(super) struct Part {
    file: PathBuf,
    is_whole: bool,
}

/// A file, read from one end to the other.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) size: u64,
    pub(super) digest: String,
}

impl Part {
    /// An empty file in the folder, under a name of a backup that is still free.
    pub(super) fn create(folder: &Path, stamp: &str, extension: &str) -> Result<Self, Error> {
        create_folder(folder)?;
        for name in name::candidates(stamp, extension) {
            let file = folder.join(name);
            match private(&name::part(&file)) {
                // Somebody else is writing it.
                Err(error) if error.kind() == Io::AlreadyExists => continue,
                Err(error) => return Err(failed("writing", &name::part(&file), &error)),
                Ok(_) => {}
            }
            let part = Self { file, is_whole: false };
            // In this order: who ended meanwhile is seen here, who has not ended was met before.
            if !part.file.exists() {
                return Ok(part);
            }
        }
        let message = format!("{} holds too many backups of this second", folder.display());
        Err(Error::new(ErrorKind::State, message, "run the same command again"))
    }

    /// Where it is written.
    pub(super) fn path(&self) -> PathBuf {
        name::part(&self.file)
    }

    /// To be written by another program.
    pub(super) fn open(&self) -> Result<Stdio, Error> {
        let opened = OpenOptions::new().write(true).open(self.path());
        opened.map(Stdio::from).map_err(|error| failed("writing", &self.path(), &error))
    }

    /// Gives it its name, after its manifest has one: a file of that name is always whole, and always told of.
    pub(super) fn finish(mut self, manifest: &str) -> Result<PathBuf, Error> {
        let (part, beside) = (self.path(), name::manifest(&self.file));
        let written = name::part(&beside);
        let finish = || {
            let _ = fs::remove_file(&written);
            private(&written)?;
            fs::write(&written, manifest)?;
            sync(&written)?;
            sync(&part)?;
            fs::rename(&written, &beside)?;
            fs::rename(&part, &self.file)?;
            sync_folder_of(&self.file)
        };
        if let Err(error) = finish() {
            // It may have its name already, and only that is not sure to stay.
            if !part.exists() {
                let _ = fs::remove_file(&self.file);
            }
            let _ = (fs::remove_file(&written), fs::remove_file(&beside));
            return Err(failed("writing", &self.file, &error));
        }
        self.is_whole = true;
        Ok(self.file.clone())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.is_whole {
            // What is left of it is only disk space, and its name says what it is.
            remove_all(&self.path());
        }
    }
}

/// A new file that only its owner may read.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn create_folder(folder: &Path) -> Result<(), Error> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| failed("creating", folder, &error))
}

/// Refuses a disk without room for so many bytes.
pub(super) fn refuse_full(folder: &Path, needed: u64) -> Result<(), Error> {
    let there = folder.ancestors().find(|path| path.is_dir()).unwrap_or(Path::new("."));
    // A file system that does not tell is found out by writing.
    let free = fs4::available_space(there).unwrap_or(u64::MAX);
    if free >= needed {
        return Ok(());
    }
    let message = format!(
        "there is no room for a backup in {}: {} free, and the database takes {}",
        folder.display(),
        bytes(free),
        bytes(needed)
    );
    Err(Error::new(
        ErrorKind::State,
        message,
        "make room, or name a folder on another disk: `hunter backup --to DIR`; nothing was changed",
    ))
}

/// A size for people.
pub(crate) fn bytes(count: u64) -> String {
    let units = [("GiB", 1_u64 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];
    match units.into_iter().find(|(_, unit)| count >= *unit) {
        Some((name, unit)) => format!("{}.{} {name}", count / unit, count % unit * 10 / unit),
        None => format!("{count} bytes"),
    }
}

/// Reads a file to its end, line by line; what is done with a line may stop it.
pub(super) fn read_through(path: &Path, mut line: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<Seen> {
    let mut reader = BufReader::with_capacity(1 << 20, File::open(path)?);
    let (mut hash, mut size, mut buffer) = (Sha256::new(), 0, Vec::new());
    loop {
        buffer.clear();
        let length = reader.read_until(b'\n', &mut buffer)?;
        if length == 0 {
            break;
        }
        hash.update(&buffer);
        size += u64::try_from(length).unwrap_or_default();
        line(&buffer)?;
    }
    let digest = hash.finalize().iter().fold("sha256:".to_owned(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    Ok(Seen { size, digest })
}

/// Reads a text.
pub(super) fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|error| failed("reading", path, &error))
}

/// The files in a folder, sorted; none where it is not there.
pub(super) fn list(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == Io::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| failed("reading", folder, &error))?,
    };
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    Ok(files)
}

/// Whether nobody is writing it any more.
pub(super) fn is_abandoned(path: &Path) -> bool {
    let age = fs::metadata(path).and_then(|metadata| metadata.modified()).map(|at| at.elapsed());
    matches!(age, Ok(Ok(age)) if age > ABANDONED)
}

/// Removes a file that may be gone already.
pub(super) fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != Io::NotFound => Err(failed("removing", path, &error)),
        _ => Ok(()),
    }
}

/// Removes what may be there of a file that was not finished, with what SQLite kept beside it.
pub(super) fn remove_all(path: &Path) {
    for end in [""].iter().chain(&name::BESIDE) {
        let _ = fs::remove_file(name::with_end(path, end));
    }
}

/// A copy of a file, beside another one whose place it will take: it belongs to whom that one belongs to.
pub(super) fn copy_beside(file: &Path, target: &Path, copy: &Path) -> Result<Seen, Error> {
    let copied = || {
        let _ = fs::remove_file(copy);
        let mut written = private(copy)?;
        let seen = read_through(file, |line| io::Write::write_all(&mut written, line))?;
        if let Ok(old) = fs::metadata(target) {
            fs::set_permissions(copy, old.permissions())?;
            // Only the administrator may give files away, and only he needs to.
            #[cfg(unix)]
            let _ = {
                use std::os::unix::fs::{MetadataExt, chown};
                chown(copy, Some(old.uid()), Some(old.gid()))
            };
        }
        Ok(seen)
    };
    copied().map_err(|error| {
        let _ = fs::remove_file(copy);
        failed("copying to", copy, &error)
    })
}

/// Lets a file take the place of another one, in one moment.
pub(super) fn put_in_place(file: &Path, target: &Path) -> Result<(), Error> {
    let put = sync(file).and_then(|()| fs::rename(file, target)).and_then(|()| sync_folder_of(target));
    put.map_err(|error| failed("replacing", target, &error))
}

fn sync(path: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).open(path)?.sync_all()
}

/// A name is only there for good when its folder is written.
fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if cfg!(unix) { File::open(folder.unwrap_or(Path::new(".")))?.sync_all() } else { Ok(()) }
}

/// What a disk said.
pub(super) fn failed(doing: &str, path: &Path, error: &io::Error) -> Error {
    let help = match error.kind() {
        Io::StorageFull | Io::QuotaExceeded | Io::FileTooLarge => NO_ROOM,
        Io::PermissionDenied | Io::ReadOnlyFilesystem => "let this user write there, or name another folder",
        Io::NotFound => "correct the path; `hunter backup --list` shows the backups of a folder",
        _ => "the system's words say what to change",
    };
    Error::new(ErrorKind::State, format!("{doing} {}: {error}", path.display()), help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_without_room_is_refused_with_both_sizes() {
        let error = refuse_full(&std::env::temp_dir().join("not/there/yet"), u64::MAX).unwrap_err();
        assert!(error.to_string().contains("free, and the database takes 17179869183.9 GiB"), "{error}");
        refuse_full(&std::env::temp_dir(), 1).unwrap();
    }

    #[test]
    fn a_size_is_told_in_the_largest_unit() {
        let told = [0, 1023, 1536, 5 << 20, 3 << 30].map(bytes);
        assert_eq!(told, ["0 bytes", "1023 bytes", "1.5 KiB", "5.0 MiB", "3.0 GiB"]);
    }
}
