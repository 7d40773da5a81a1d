//! The lockfiles that are committed are what a proof says, to the byte.

#![cfg(test)]

use std::path::Path;

use hunter_chain::{Dialect, disk, read_chain};
use hunter_migrations::testing::Scratch;
use hunter_migrations::{Binary, Migrations, Proofs};

const BINARY: Binary = Binary { name: "hunter", version: "1.0.0", commit: None };

mod postgres {
    use super::*;

    #[test]
    fn the_lockfiles_are_what_a_proof_says_now() {
        let chains = ["v1_1", "pieces", "fifty", "twenty"].map(|chain| format!("tests/chains/{chain}"));
        for folder in ["migrations"].into_iter().chain(chains.iter().map(String::as_str)) {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            let tree = disk::load(&path, folder).unwrap();
            let chain = read_chain(&tree).unwrap_or_else(|found| panic!("{found:?}"));
            let migrations = Migrations::from_chain(chain, tree.digest(), BINARY);
            let proofs = [Dialect::Postgres, Dialect::Sqlite].map(|dialect| {
                let fresh = || {
                    let scratch = Scratch::new(dialect);
                    Ok((scratch.connect(), scratch))
                };
                let proved = migrations.prove_with_replaced(fresh, dialect, &Proofs::new(), |_, _| {});
                proved.unwrap_or_else(|error| panic!("{error}")).proofs
            });
            let written = std::fs::read_to_string(path.join("hunter.lock")).unwrap();
            let proved = migrations.lockfile(&proofs).render();
            let differs = written.lines().zip(proved.lines()).find(|(one, other)| one != other);
            assert_eq!(differs, None, "{folder}: run `cargo hunter prove --dir {folder}`");
            assert_eq!(written, proved, "{folder}: run `cargo hunter prove --dir {folder}`");
        }
    }
}
