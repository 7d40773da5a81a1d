//! Where the migrations directory is, and whether Cargo watches it.
//!
//! One rule: relative to the manifest of the invoking crate. Where nothing is there, relative to the file that invokes
//! the macro, which is what a single-file crate means.

use std::env;
use std::path::{Path, PathBuf};

use hunter_chain::{Code, Diagnostic, Diagnostics, Place, SourceTree, disk, watch_key};

pub(crate) fn read(written: &str) -> Result<SourceTree, Vec<Diagnostic>> {
    let mut found = Diagnostics::new();
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut directory = manifest.join(written);
    let mut shown = relative_to_build(&manifest, written);
    if !directory.is_dir()
        && let Some(beside) = beside_the_invoking_file(written)
    {
        (directory, shown) = (beside, written.to_owned());
    }
    match disk::load(&directory, &shown) {
        Ok(tree) if env::var_os(watch_key(written)).is_some() => Ok(tree),
        Ok(tree) => {
            let message =
                format!("no build script watches `{written}`: Cargo would not notice a new file in it");
            let help = format!(
                "add build.rs with `fn main() {{ hunter_chain::watch(\"{written}\") }}` \
                 and hunter-chain to [build-dependencies]"
            );
            found.push(Code::NotWatched, Place::path(shown), message, help);
            // The chain's own mistakes belong into the same build.
            let mut all = found.sorted();
            all.extend(hunter_chain::read_chain(&tree).err().unwrap_or_default());
            Err(all)
        }
        Err(error) => {
            let message = format!("cannot read {error}");
            let help = if directory.is_dir() {
                "mend it, or delete it: nothing of the directory was checked".to_owned()
            } else {
                format!("create `{shown}`, or correct the path: it is relative to the package's Cargo.toml")
            };
            found.push(Code::NoDirectory, Place::path(shown), message, help);
            Err(found.sorted())
        }
    }
}

/// The path from where the compiler runs, so that a terminal can open it; as written where that is elsewhere.
fn relative_to_build(manifest: &Path, written: &str) -> String {
    let here = env::current_dir().unwrap_or_default();
    let member = manifest.strip_prefix(&here).unwrap_or(Path::new(""));
    let path = member.join(written.trim_start_matches("./").trim_end_matches('/'));
    path.to_string_lossy().replace('\\', "/")
}

fn beside_the_invoking_file(written: &str) -> Option<PathBuf> {
    let file = proc_macro::Span::call_site().local_file()?;
    let directory = file.parent()?.join(written);
    directory.is_dir().then_some(directory)
}
