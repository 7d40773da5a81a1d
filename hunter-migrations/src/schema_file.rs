//! The test that Diesel's `schema.rs` says what the revisions leave behind.
//!
//! Responsible for comparing, when the tests run, the file with the proved schema at head on every dialect. What counts as
//! a disagreement is `hunter_schema::desired`'s.

use std::env;
use std::path::{Path, PathBuf};

use hunter_chain::{RevisionId, disk};
use hunter_schema::desired::{DieselSchema, disagreements};

use crate::symmetry;

/// A test that `schema.rs` and the schema at head agree, by table and column.
///
/// One line in a file of the project's `tests/`: the migrations folder, and the file, as seen from Cargo.toml. The schema at
/// head is that of hunter.lock, so no database is needed.
///
/// ```no_run
/// // tests/migrations.rs
/// # mod test {
/// hunter_migrations::schema_test!("migrations", "src/schema.rs");
/// # }
/// ```
#[macro_export]
macro_rules! schema_test {
    ($directory:literal, $file:literal) => {
        #[test]
        fn schema_rs_says_what_the_revisions_leave_behind() {
            $crate::assert_schema($directory, $file, ::core::env!("CARGO_MANIFEST_DIR"));
        }
    };
}

/// What [`schema_test!`] does.
///
/// # Panics
/// When they disagree, and when one of them cannot be read.
#[doc(hidden)]
#[track_caller]
#[expect(clippy::panic, reason = "this is a test")]
pub fn assert_schema(directory: &str, file: &str, compiled_in: &str) {
    let root = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(compiled_in), PathBuf::from);
    if let Err(message) = compare(&root, directory, file) {
        panic!("{message}");
    }
}

fn compare(root: &Path, directory: &str, file: &str) -> Result<(), String> {
    let migrations = symmetry::read(&root.join(directory), directory)?;
    let chain = migrations.chain();
    let text = disk::read_text(&root.join(file)).map_err(|error| format!("cannot read {file}: {error}"))?;
    let schema = DieselSchema::parse(&text).map_err(|bad| format!("{file}: {bad}"))?;
    let heads: Vec<RevisionId> = chain.heads().iter().map(|head| head.id.clone()).collect();
    let mut found: Vec<String> = Vec::new();
    for dialect in chain.settings().dialects.iter().copied() {
        let head = migrations
            .expected(dialect, &heads)
            .map_err(|error| format!("{error}\nhelp: {}", error.help()))?;
        found.extend(disagreements(dialect, &schema, &head, file).iter().map(ToString::to_string));
    }
    found.dedup();
    if found.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{file} is not the schema at head:\n  {}\nhelp: correct the file, or `cargo hunter revision --autogenerate` writes the revision that leads there",
        found.join("\n  ")
    ))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use hunter_chain::read_chain;

    use super::*;
    use crate::embedded::{Binary, Migrations};
    use crate::testing::Scratch;

    #[test]
    fn a_column_that_schema_rs_says_otherwise_is_named_with_its_line() {
        let root = env::temp_dir().join(format!("hunter_schema_test_{}", std::process::id()));
        let folder = root.join("migrations");
        fs::create_dir_all(folder.join("0001_users")).unwrap();
        fs::write(folder.join("hunter.toml"), "dialects = [\"sqlite\"]\n").unwrap();
        fs::write(
            folder.join("0001_users/up.sql"),
            "create table users (id integer primary key, name text);",
        )
        .unwrap();
        fs::write(folder.join("0001_users/down.sql"), "drop table users;").unwrap();
        let write = |name: &str| {
            let text = format!(
                "diesel::table! {{\n    users (id) {{\n        id -> Integer,\n        name -> {name},\n    }}\n}}\n"
            );
            fs::write(root.join("schema.rs"), text).unwrap();
        };
        write("Nullable<Text>");
        let unproved = compare(&root, "migrations", "schema.rs").unwrap_err();
        let tree = disk::load(&folder, "migrations").unwrap();
        let binary = Binary { name: "shop", version: "0.0.0", commit: None };
        let migrations = Migrations::from_chain(read_chain(&tree).unwrap(), tree.digest(), binary);
        let scratch = Scratch::in_folder().unwrap();
        let proofs = migrations.prove(&mut scratch.connect(), |_| {}).unwrap();
        disk::write_lockfile(&folder, &migrations.lockfile(&[proofs])).unwrap();
        let agrees = compare(&root, "migrations", "schema.rs");
        write("Text");
        let differs = compare(&root, "migrations", "schema.rs").unwrap_err();
        fs::remove_dir_all(&root).unwrap();

        assert!(unproved.contains("cargo hunter prove"), "{unproved}");
        assert_eq!(agrees, Ok(()));
        assert!(differs.contains("schema.rs:4: column users.name"), "{differs}");
    }
}
