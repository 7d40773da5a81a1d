//! The chains of this repository: each revision's way down leads back to the schema before it, and up again.

use std::path::Path;

use hunter_chain::{Dialect, read_chain};
use hunter_migrations::testing::Scratch;
use hunter_migrations::{Migrations, Target};
use hunter_schema::Effects;

use crate::support::{BINARY, read, words};

fn chain(folder: &str) -> Migrations {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
    let tree = hunter_chain::disk::load(&path, folder).unwrap();
    let chain = read_chain(&tree).unwrap_or_else(|found| panic!("{found:?}"));
    Migrations::from_chain(chain, tree.digest(), BINARY)
}

fn target(text: &str) -> Target {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// Up and down and up again, revision by revision; how many there were.
fn walk(folder: &str) -> usize {
    let (db, migrations) = (Scratch::new(Dialect::Sqlite), chain(folder));
    let mut conn = db.connect();
    let revisions = migrations.chain().revisions().len();
    for _ in 0..revisions {
        let before = read(&mut conn);
        migrations.on(&mut conn).upgrade(target("+1")).unwrap();
        let after = read(&mut conn);
        assert!(!Effects::between(&before, &after).is_empty());
        migrations.on(&mut conn).downgrade(&target("-1")).unwrap();
        let back = read(&mut conn);
        assert_eq!(words(&before, &back), [""; 0]);
        assert_eq!(before.fingerprint(), back.fingerprint());
        migrations.on(&mut conn).upgrade(target("+1")).unwrap();
        let again = read(&mut conn);
        assert_eq!(words(&after, &again), [""; 0]);
        let mut folded = before;
        folded.apply(&Effects::between(&folded.clone(), &after)).unwrap();
        assert_eq!(folded.fingerprint(), again.fingerprint());
    }
    revisions
}

#[test]
fn every_revision_of_our_own_chain_leads_back_to_the_schema_before_it() {
    assert_eq!(walk("migrations"), 1);
}

#[test]
fn every_revision_of_the_chain_of_four_leads_back_to_the_schema_before_it() {
    assert_eq!(walk("tests/chains/v1_1"), 4);
}

#[test]
fn the_ledger_is_no_part_of_a_schema() {
    let (db, migrations) = (Scratch::new(Dialect::Sqlite), chain("migrations"));
    let mut conn = db.connect();
    migrations.on(&mut conn).upgrade(Target::Head).unwrap();
    migrations.on(&mut conn).allow_data_loss().downgrade(&target("base")).unwrap();
    assert!(read(&mut conn).is_empty());
}
