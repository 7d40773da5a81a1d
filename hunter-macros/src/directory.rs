//! Where the migrations directory is, and whether Cargo watches it.
//!
//! One rule: relative to the manifest of the invoking crate. Where nothing is there, relative to the file that names
//! the directory, which is what a single-file crate means. What is wrong inside of it is `hunter-chain`'s to find.

use std::env;
use std::io;
use std::path::{Path, PathBuf};

use hunter_chain::{Code, Diagnostic, Diagnostics, Digest, Place, SourceTree, Watched, disk, watched};
use proc_macro2::Span;

/// The directory with its digest, which in a large one is worth computing once.
pub(crate) fn read(written: &str, span: Span) -> Result<(SourceTree, Digest), Vec<Diagnostic>> {
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut directory = manifest.join(written);
    let mut shown = relative_to_build(&manifest, written);
    if !directory.is_dir()
        && let Some(beside) = beside_the_naming_file(written, span)
    {
        (directory, shown) = (beside, written.to_owned());
    }
    let tree = disk::load(&directory, &shown).map_err(|error| unreadable(&directory, &shown, &error))?;
    let digest = tree.digest();
    let mut found = Diagnostics::new();
    match watched(written, &directory, &digest) {
        Watched::Now => return Ok((tree, digest)),
        Watched::Before => {
            let message = format!(
                "the build script has not seen `{written}` as it is now: a file changed and kept an old \
                 modification time"
            );
            let script = relative_to_build(&manifest, "build.rs");
            let help =
                format!("`touch {script}` and build again; what was compiled before may carry another chain");
            found.push(Code::StaleWatch, Place::path(shown), message, help);
        }
        Watched::Never => {
            let message =
                format!("no build script watches `{written}`: Cargo would not notice a new file in it");
            let help = format!(
                "add build.rs with `fn main() {{ hunter_chain::watch(\"{written}\") }}` \
                 and hunter-chain to [build-dependencies]"
            );
            found.push(Code::NotWatched, Place::path(shown), message, help);
        }
    }
    // The chain's own mistakes belong into the same build.
    let mut all = found.sorted();
    all.extend(hunter_chain::read_chain(&tree).err().unwrap_or_default());
    Err(all)
}

fn unreadable(directory: &Path, shown: &str, error: &io::Error) -> Vec<Diagnostic> {
    let help = if disk::unfinished(directory).is_some() {
        "`cargo hunter lint` finishes what was begun".to_owned()
    } else if directory.is_dir() {
        "mend it, or delete it: nothing of the directory was checked".to_owned()
    } else {
        format!("create `{shown}`, or correct the path: it is relative to the package's Cargo.toml")
    };
    let mut found = Diagnostics::new();
    found.push(Code::NoDirectory, Place::path(shown), format!("cannot read {error}"), help);
    found.sorted()
}

/// The path from where the compiler runs, so that a terminal can open it; as written where that is elsewhere.
fn relative_to_build(manifest: &Path, written: &str) -> String {
    let here = env::current_dir().unwrap_or_default();
    let member = manifest.strip_prefix(&here).unwrap_or(Path::new(""));
    let path = member.join(written.trim_start_matches("./").trim_end_matches('/'));
    path.to_string_lossy().replace('\\', "/")
}

/// Asks the literal, not the call: behind another macro the call stands in that macro's file.
fn beside_the_naming_file(written: &str, span: Span) -> Option<PathBuf> {
    let file = span.unwrap().local_file()?;
    let directory = file.parent()?.join(written);
    directory.is_dir().then_some(directory)
}
