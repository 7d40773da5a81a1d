//! Between `build.rs` and the macro: what Cargo watches, and which directory the build script saw.
//!
//! Both ends of the wire are here. [`watch`] tells Cargo what to look at, hands the directory's digest to the compiler
//! and leaves a note of it in `OUT_DIR`; [`watched`] asks, inside of the compiler, whether that is the directory that
//! is embedded now. What is said about it is the macro's.

use std::env;
use std::path::{Path, PathBuf};

use crate::digest::Digest;
use crate::source::disk;

/// Rebuilds the package when anything in the migrations directory is added, edited, deleted or renamed.
///
/// The path is relative to the package's `Cargo.toml`, the same as in `embed_migrations!`. The directory's digest also
/// becomes an input of the compiler, so that caches keyed by inputs see a change.
///
/// ```no_run
/// // in `main` of build.rs
/// hunter_chain::watch("migrations");
/// ```
#[expect(clippy::print_stdout, reason = "this is how a build script talks to Cargo")]
pub fn watch(directory: &str) {
    let root = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let path = Path::new(&root).join(directory);
    println!("cargo::rerun-if-changed={}", path.display());
    // A directory that cannot be read is the macro's to report, with a place.
    let digest = disk::load(&path, directory).map(|tree| tree.digest().to_string());
    let digest = digest.unwrap_or_else(|_| "unread".into());
    if let Some(note) = note(directory) {
        // Without the note the macro has the variable, which is nearly as good.
        let _ = disk::write(&note, &digest);
    }
    println!("cargo::rustc-env={}={digest}", watch_key(directory));
}

/// The variable by which [`watch`] tells the macro that it was called for a directory.
#[must_use]
pub fn watch_key(directory: &str) -> String {
    let plain = directory.trim_start_matches("./").trim_end_matches('/');
    format!("HUNTER_WATCH_{:016X}", Digest::key(plain))
}

/// What a build script knows of a directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watched {
    /// Nothing: none called [`watch`] for it.
    Never,
    /// Another content than the one that is there, and Cargo will not run it again by itself.
    Before,
    /// The directory as it is; or Cargo runs it again in the next build.
    Now,
}

/// What the build script of the package that is being compiled knows of a directory.
///
/// `written` is the path as in [`watch`], `directory` where it was read from, `now` the digest of what was
/// read.
#[must_use]
pub fn watched(written: &str, directory: &Path, now: &Digest) -> Watched {
    let Ok(told) = env::var(watch_key(written)) else { return Watched::Never };
    // An editor that expands macros by itself keeps the variable of a build long ago; the note is of the last one.
    let (seen, at) = match note(written).and_then(|note| disk::read(&note).ok()) {
        Some((seen, at)) => (seen, Some(at)),
        None => (told, None),
    };
    if !differ(&seen, now.as_str()) {
        return Watched::Now;
    }
    // Edited while the build was running, or in an editor since the last one: Cargo sees that by the times.
    match (at, disk::newest(directory)) {
        (Some(at), Ok(newest)) if newest > at => Watched::Now,
        _ => Watched::Before,
    }
}

/// Where the build script leaves the digest for the macro.
fn note(directory: &str) -> Option<PathBuf> {
    env::var_os("OUT_DIR").map(|out| Path::new(&out).join(watch_key(directory)))
}

/// Whether two digests of one algorithm differ. `unread`, or a digest by another version of this crate, tells nothing.
fn differ(seen: &str, now: &str) -> bool {
    let algorithm = |digest: &str| digest.split_once(':').map(|(algorithm, _)| algorithm.to_owned());
    algorithm(seen) == algorithm(now) && seen != now
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_directory_written_in_several_ways_is_one_variable() {
        assert_eq!(watch_key("migrations"), watch_key("./migrations/"));
        assert_ne!(watch_key("migrations"), watch_key("service/migrations"));
    }

    #[test]
    fn only_digests_of_one_algorithm_can_differ() {
        assert!(differ("t1:aa", "t1:bb"));
        for seen in ["t1:bb", "t2:aa", "unread", ""] {
            assert!(!differ(seen, "t1:bb"), "{seen}");
        }
    }
}
