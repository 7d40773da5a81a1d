//! Chains from text, and their parts by name.

use hunter_chain::{SourceTree, read_graph};
use hunter_migrations::testing::Scratch;
use hunter_migrations::{Binary, Migrations, RevisionId, Target};

use super::database::Database as _;

/// The program that the tests say they are.
pub(crate) const BINARY: Binary = Binary { name: "conformance", version: "1.2.3", commit: Some("0123abc") };

/// A chain that carries its lockfile, proved on a database of the same kind.
pub(crate) fn proved(db: &Scratch, files: &[(&str, &str)]) -> Migrations {
    let (chain, scratch) = (tree(files), Scratch::new(db.dialect()));
    let proofs = chain.prove(&mut scratch.connect(), |_| {}).unwrap_or_else(|error| panic!("{error}"));
    let lock = chain.lockfile(&[proofs]).render();
    tree(&[files, &[("hunter.lock", lock.as_str())]].concat())
}

/// A chain from files. Without a `hunter.toml` among them it is for both databases.
pub(crate) fn tree(files: &[(&str, &str)]) -> Migrations {
    from(SourceTree::of("migrations", files))
}

/// A chain from a tree of bytes.
pub(crate) fn from(mut tree: SourceTree) -> Migrations {
    if tree.files().all(|(path, _)| path != "hunter.toml") {
        tree.insert("hunter.toml", b"dialects = [\"postgres\", \"sqlite\"]\n".to_vec());
    }
    // The runner has to be safe with scripts that no compiler would have let through.
    let chain = read_graph(&tree).unwrap_or_else(|found| panic!("{found:?}"));
    Migrations::from_chain(chain, tree.digest(), BINARY)
}

/// Revisions one above the other: id, up, down.
pub(crate) fn line(revisions: &[(&str, &str, &str)]) -> Migrations {
    declared(&revisions.iter().map(|(id, up, down)| (*id, "", *up, *down)).collect::<Vec<_>>())
}

/// Revisions with their metadata: id, `metadata.toml`, up, down.
pub(crate) fn declared(revisions: &[(&str, &str, &str, &str)]) -> Migrations {
    let mut tree = SourceTree::new("migrations");
    for (id, metadata, up, down) in revisions {
        for (file, text) in [("metadata.toml", metadata), ("up.sql", up), ("down.sql", down)] {
            if !text.is_empty() {
                tree.insert(format!("{id}_step/{file}"), text.as_bytes().to_vec());
            }
        }
    }
    from(tree)
}

/// One revision's scripts exchanged for others: what the next release of a program would carry.
pub(crate) fn changed<'a>(
    revisions: &[(&'a str, &'a str, &'a str)],
    id: &str,
    up: &'a str,
    down: &'a str,
) -> Migrations {
    let new = revisions.iter().map(|old| if old.0 == id { (old.0, up, down) } else { *old });
    line(&new.collect::<Vec<_>>())
}

/// A target as typed.
pub(crate) fn target(text: &str) -> Target {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// Ids as text.
pub(crate) fn ids<'a>(ids: impl IntoIterator<Item = &'a RevisionId>) -> Vec<&'a str> {
    ids.into_iter().map(RevisionId::as_str).collect()
}
