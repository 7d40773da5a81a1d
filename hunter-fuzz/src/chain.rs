//! A project's files, what is typed as a target, and what a ledger holds.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use hunter_chain::{
    Applied, Chain, Diagnostic, Lockfile, RevisionId, SourceTree, Target, TargetRange, read_chain_with_notes,
    read_graph,
};
use hunter_migrations::testing::input;

use crate::text;

/// Reads a project, and says everything there is to say about it.
fn read(tree: &SourceTree) {
    let _ = tree.digest();
    let (chain, notes) = read_chain_with_notes(tree);
    let found = match &chain {
        Ok(_) => &[],
        Err(found) => found.as_slice(),
    };
    for diagnostic in notes.iter().chain(found) {
        say(diagnostic);
    }
    if let Ok(chain) = chain {
        let _ = (chain.unproved(), hunter_chain::pack(&chain), chain.heads().len());
    }
}

fn say(diagnostic: &Diagnostic) {
    assert!(!diagnostic.message.is_empty() && !format!("{diagnostic:?}").is_empty());
}

/// Two revisions, and one file that is anything.
fn with(path: &str, bytes: &[u8]) -> SourceTree {
    let mut tree = SourceTree::of(
        "migrations",
        &[
            ("hunter.toml", "dialects = [\"postgres\"]\n"),
            ("0001_first/up.sql", "create table a (id int);"),
            ("0001_first/down.sql", "drop table a;"),
            ("0002_second/up.sql", "create table b (id int);"),
            ("0002_second/down.sql", "drop table b;"),
        ],
    );
    tree.insert(path, bytes.to_vec());
    tree
}

/// Bytes as a revision's `metadata.toml`.
pub(crate) fn metadata(bytes: &[u8]) {
    read(&with("0002_second/metadata.toml", bytes));
}

/// Bytes as `hunter.toml`.
pub(crate) fn settings(bytes: &[u8]) {
    read(&with("hunter.toml", bytes));
}

/// Bytes as a whole folder: paths and contents, with a zero byte behind each.
pub(crate) fn tree(bytes: &[u8]) {
    let mut tree = SourceTree::new("migrations");
    let mut parts = bytes.split(|byte| *byte == 0);
    while let (Some(path), Some(content)) = (parts.next(), parts.next()) {
        tree.insert(text(path), content.to_vec());
    }
    read(&tree);
}

/// Bytes as `hunter.lock`.
pub(crate) fn lockfile(bytes: &[u8]) {
    read(&with("hunter.lock", bytes));
    let text = text(bytes);
    let _ = Lockfile::of_both_sides(&text);
    match Lockfile::parse(&text) {
        Ok(lock) => {
            let rendered = lock.render();
            let again = Lockfile::parse(&rendered).map_err(|error| error.why);
            assert_eq!(again.as_ref(), Ok(&lock), "{rendered}");
            for line in lock.entries.iter().flat_map(|entry| &entry.proofs).flat_map(|proof| &proof.effects) {
                let _ = hunter_schema::Effects::from_lines([line.as_str()]);
            }
        }
        Err(error) => assert!(!format!("{error:?} {}", error.help()).is_empty()),
    }
}

/// Two lines that meet, with labels, of which some is applied.
fn graph() -> &'static (Chain, Applied) {
    static GRAPH: OnceLock<(Chain, Applied)> = OnceLock::new();
    GRAPH.get_or_init(|| {
        let mut tree = SourceTree::of("migrations", &[("hunter.toml", "dialects = [\"postgres\"]\n")]);
        for (id, metadata) in [
            ("aaaa00000001", "down_revision = \"base\"\nbranch_labels = [\"one\"]"),
            ("aaaa00000002", "down_revision = \"aaaa00000001\""),
            ("bbbb00000001", "down_revision = \"base\"\nbranch_labels = [\"two\"]"),
            (
                "bbbb00000002",
                "down_revision = \"bbbb00000001\"\ndepends_on = \"aaaa00000002\"\nbranch_labels = [\"late\"]",
            ),
            (
                "cccc00000001",
                "down_revision = [\"aaaa00000002\", \"bbbb00000001\"]\nbranch_labels = [\"both\"]",
            ),
        ] {
            for (file, content) in
                [("metadata.toml", metadata), ("up.sql", "select 1;"), ("down.sql", "select 1;")]
            {
                tree.insert(format!("{id}_step/{file}"), content.as_bytes().to_vec());
            }
        }
        let chain = read_graph(&tree).unwrap_or_else(|found| unreachable!("{found:?}"));
        let applied = ["aaaa00000001", "bbbb00000001"].map(|id| RevisionId::trusted(id.to_owned()));
        (chain, Applied::in_order(applied))
    })
}

/// Bytes as what is typed behind `upgrade`, `downgrade`, `stamp` and `history -r`.
pub(crate) fn target(bytes: &[u8]) {
    let (text, (chain, applied)) = (text(bytes), graph());
    match text.parse::<Target>() {
        Ok(target) => {
            assert_eq!(target.to_string().parse::<Target>().as_ref(), Ok(&target), "{text:?}");
            for applied in [applied, &Applied::none()] {
                let errors = [
                    chain.plan_upgrade(&target, applied).err(),
                    chain.plan_downgrade(&target, applied).err(),
                    chain.plan_stamp(std::slice::from_ref(&target), applied).err(),
                ];
                for error in errors.into_iter().flatten() {
                    assert!(!error.to_string().is_empty() && !error.help().is_empty(), "{error:?}");
                }
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    if let Ok(range) = text.parse::<TargetRange>() {
        let _ = format!("{range:?}");
    }
}

/// Bytes as the rows of a ledger, a line each.
pub(crate) fn ledger(bytes: &[u8]) {
    let (text, (chain, _)) = (text(bytes), graph());
    let read: Vec<String> = text.lines().filter_map(|line| input::ledger_row(line).ok()).collect();
    // Everything that cannot be read is an error with a help; the rest is a ledger of some kind.
    let known: BTreeSet<&str> = [
        "behind",
        "at-head",
        "gap",
        "ahead-compatible",
        "ahead-incompatible",
        "diverged",
        "in-progress",
        "modified",
    ]
    .into();
    let status = input::status(chain, &read);
    assert!(known.contains(status), "{status}");
}
