//! The databases that Hunter v1.0 left behind, told apart.
//!
//! Each was read as facts: what it should be at a revision, what an adopted one is there, and two that were found and said
//! of themselves that they were at head. A database is built from facts; what a check says of it must be the difference of
//! the facts, object by object, and nothing else. `tests/facts.rs` compares the chain's own scripts with the same facts.

#![cfg(test)]

mod support;

use std::collections::BTreeSet;

use hunter_chain::{Dialect, SourceTree, read_graph};
use hunter_migrations::testing::Scratch;
use hunter_migrations::{Binary, Difference, Migrations, Target};
use serde_json::Value;
use support::binary::Hunter;
use support::facts::LINE;
use support::rebuild::{rebuild, said};

/// Every state that somebody meant to be in.
const REVISIONS: [&str; 15] = [
    "g2",
    "g16",
    "g17",
    "g18",
    "g19-users",
    "g19-favorites",
    "g20",
    "08f51db8dce0",
    "e7196f7e556b",
    "622ba66483b9",
    "f786f93501ea",
    "adopted/08f51db8dce0",
    "adopted/e7196f7e556b",
    "adopted/622ba66483b9",
    "adopted/f786f93501ea",
];
const FOUND: [&str; 2] = ["as_found/models", "as_found/initial-with-g16-only"];
const BINARY: Binary = Binary { name: "hunter", version: "1.0.0", commit: None };

fn facts(name: &str) -> Value {
    let path = format!("{}/tests/facts/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A chain whose one revision leaves these facts behind, proved.
fn chain(facts: &Value) -> Migrations {
    let up = rebuild(facts);
    let files = [("hunter.toml", "dialects = [\"postgres\"]"), ("v1_facts/up.sql", up.as_str())];
    let metadata = ("v1_facts/metadata.toml", "irreversible = \"facts lead nowhere\"");
    let read = |files: &[(&str, &str)]| {
        let tree = SourceTree::of("migrations", files);
        let chain = read_graph(&tree).unwrap_or_else(|found| panic!("{found:?}"));
        Migrations::from_chain(chain, tree.digest(), BINARY)
    };
    let (unproved, scratch) = (read(&[&files[..], &[metadata]].concat()), Scratch::new(Dialect::Postgres));
    let proofs = unproved.prove(&mut scratch.connect(), |_| {}).unwrap();
    let lock = unproved.lockfile(&[proofs]).render();
    read(&[&files[..], &[metadata, ("hunter.lock", lock.as_str())]].concat())
}

/// A database of these facts.
fn database(facts: &Value) -> Scratch {
    let scratch = Scratch::new(Dialect::Postgres);
    scratch.connect().execute(&rebuild(facts)).unwrap();
    scratch
}

/// What a check says of a database that somebody recorded at the chain's revision.
fn drift(chain: &Migrations, scratch: &Scratch) -> Vec<Difference> {
    let conn = &mut scratch.connect();
    let head = [Target::Head];
    chain.on(conn).unverified("as v1.0 recorded it").stamp_purged(&head).unwrap();
    let drift = chain.on(conn).drift().unwrap();
    assert_eq!((drift.not_comparable.len(), drift.ignored), (0, 0));
    drift.differences
}

mod postgres {
    use super::*;

    #[test]
    fn a_database_at_a_revision_is_what_that_revision_leaves_behind() {
        for name in REVISIONS.iter().chain(&FOUND) {
            let facts = facts(name);
            let found = drift(&chain(&facts), &database(&facts));
            assert!(found.is_empty(), "{name}: {found:?}");
        }
    }

    #[test]
    fn of_the_databases_found_every_difference_from_each_revision_is_named_and_nothing_else() {
        for found in FOUND {
            let is = facts(found);
            let scratch = database(&is);
            for name in REVISIONS {
                let wanted = facts(name);
                let named: Vec<String> = drift(&chain(&wanted), &scratch).iter().map(said::short).collect();
                let expected: BTreeSet<String> = said::between(&wanted, &is);
                assert!(!expected.is_empty(), "{found} is not {name}");
                assert_eq!(named.iter().cloned().collect::<BTreeSet<_>>(), expected, "{found} at {name}");
                assert_eq!(named.len(), expected.len(), "{found} at {name}: something is named twice");
            }
        }
    }

    #[test]
    fn revisions_whose_schemas_differ_are_told_apart() {
        let chains: Vec<(&str, Value, Migrations)> =
            REVISIONS.iter().map(|name| (*name, facts(name), chain(&facts(name)))).collect();
        for (name, is, _) in chains.iter().step_by(4) {
            let scratch = database(is);
            for (other, wanted, chain) in &chains {
                let named: BTreeSet<String> = drift(chain, &scratch).iter().map(said::short).collect();
                assert_eq!(named, said::between(wanted, is), "{name} at {other}");
            }
        }
    }

    /// The binary's own lockfile, not one made of facts.
    #[test]
    fn the_binary_finds_no_drift_in_a_database_of_the_facts_and_names_what_is_missing_of_those_found() {
        for revision in LINE {
            let scratch = database(&facts(revision));
            let hunter = Hunter::v1_1().on(scratch.url());
            hunter.run(&format!("stamp {revision}")).done();
            hunter.run("check").done().prints("").says(&["no drift", revision]);
        }
        for found in FOUND {
            let scratch = database(&facts(found));
            let hunter = Hunter::v1_1().on(scratch.url());
            hunter.run("stamp head").exits(2).prints("").says(&["the schema is not that of f786f93501ea"]);
            hunter.run("stamp head --unverified --because alembic-said-so").done();
            let checked = hunter.run("check").exits(1);
            let expected = said::between(&facts("f786f93501ea"), &facts(found));
            assert_eq!(checked.out.lines().count(), expected.len(), "{}", checked.out);
            checked.says(&[&format!("{} differences from f786f93501ea (head)", expected.len())]);
        }
    }
}
