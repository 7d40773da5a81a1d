//! For `build.rs`: tells Cargo what the embedded chain depends on.

use std::env;
use std::path::Path;

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
    println!("cargo::rustc-env={}={}", watch_key(directory), digest.unwrap_or_else(|_| "unread".into()));
}

/// The variable by which [`watch`] tells the macro that it was called for a directory.
#[must_use]
pub fn watch_key(directory: &str) -> String {
    let plain = directory.trim_start_matches("./").trim_end_matches('/');
    format!("HUNTER_WATCH_{:016X}", Digest::key(plain))
}
