//! The test that a project's binary carries the chain of its folder.
//!
//! Responsible for comparing, when the tests run, the digest that was embedded with the one of the directory: content,
//! where Cargo compares times. Not for anything the compiler can know: a missing build script is HC031, a directory
//! that the build script has not seen is HC033.

use std::env;
use std::path::{Path, PathBuf};

use hunter_chain::disk;

use crate::embedded::Migrations;

/// A test that the embedded chain is the one in the folder.
///
/// One line in a file of the project's `tests/`; the path is the one of [`embed_migrations!`](crate::embed_migrations).
/// It fails where Cargo took an old build for a new one, because a file changed and kept an old modification time:
/// unpacked from an archive, copied with `cp -a`, restored from a cache. For a second directory, write it in a module of
/// its own.
///
/// ```
/// // tests/migrations.rs
/// # mod test {
/// hunter_migrations::freshness_test!("migrations");
/// # }
/// ```
#[macro_export]
macro_rules! freshness_test {
    ($directory:literal) => {
        #[test]
        fn the_embedded_chain_is_the_one_in_the_folder() {
            static EMBEDDED: $crate::Migrations = $crate::embed_migrations!($directory);
            let package = (::core::env!("CARGO_PKG_NAME"), ::core::env!("CARGO_MANIFEST_DIR"));
            $crate::assert_fresh(&EMBEDDED, $directory, package);
        }
    };
}

/// What [`freshness_test!`] does; `package` is its name and where it was compiled.
///
/// # Panics
/// When the folder holds another chain, or cannot be read.
#[doc(hidden)]
#[track_caller]
#[expect(clippy::panic, reason = "this is a test")]
pub fn assert_fresh(embedded: &Migrations, directory: &str, (name, compiled_in): (&str, &str)) {
    // Test runners set it too, and know better where the project is now.
    let root = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(compiled_in), PathBuf::from);
    if let Err(message) = compare(embedded, &root.join(directory), name) {
        panic!("{message}");
    }
}

fn compare(embedded: &Migrations, folder: &Path, name: &str) -> Result<(), String> {
    let shown = folder.display().to_string();
    let tree = disk::load(folder, &shown).map_err(|error| format!("cannot read {error}"))?;
    let (compiled, found) = (embedded.digest(), tree.digest());
    if compiled == found {
        return Ok(());
    }
    Err(format!(
        "the embedded chain is not the one in the folder\n  \
         --> {shown}\n   \
         = embedded: {compiled}\n   \
         = on disk:  {found}\n   \
         = note: Cargo compares modification times, and a file changed while it kept an old one (an archive, \
         `cp -a`, a restored cache)\n\
         help: `touch build.rs` beside the Cargo.toml of `{name}`, or `cargo clean -p {name}`, and build again"
    ))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use hunter_chain::read_chain;

    use super::*;
    use crate::embedded::Binary;

    #[test]
    fn a_changed_folder_is_told_with_both_digests_and_what_to_type() {
        let folder = env::temp_dir().join(format!("hunter_freshness_{}", std::process::id()));
        let script = folder.join("0001_users/up.sql");
        fs::create_dir_all(folder.join("0001_users")).unwrap();
        fs::write(folder.join("hunter.toml"), "dialects = [\"sqlite\"]\n").unwrap();
        fs::write(&script, "create table users (id integer);\n").unwrap();
        fs::write(folder.join("0001_users/down.sql"), "drop table users;\n").unwrap();
        let tree = disk::load(&folder, "migrations").unwrap();
        let binary = Binary { name: "shop", version: "0.0.0", commit: None };
        let embedded = Migrations::from_chain(read_chain(&tree).unwrap(), tree.digest(), binary);

        let same = compare(&embedded, &folder, "shop");
        fs::write(&script, "create table people (id integer);\n").unwrap();
        let other = compare(&embedded, &folder, "shop").unwrap_err();
        let on_disk = disk::load(&folder, "").unwrap().digest();
        fs::remove_dir_all(&folder).unwrap();
        let gone = compare(&embedded, &folder, "shop").unwrap_err();

        assert_eq!(same, Ok(()));
        for part in [
            &*folder.display().to_string(),
            embedded.digest().as_str(),
            on_disk.as_str(),
            "cargo clean -p shop",
        ] {
            assert!(other.contains(part), "{part} is missing in {other}");
        }
        assert!(gone.starts_with("cannot read "), "{gone}");
    }
}
