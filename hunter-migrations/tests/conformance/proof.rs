//! `prove`: what each revision does, found out by running it.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{Dialect, Error, Migrations, Proofs, Target};

use crate::support::{Ask, Database, target, tree};

const SETTINGS: (&str, &str) = ("hunter.toml", "dialects = [\"postgres\", \"sqlite\"]");

fn prove(chain: &Migrations, db: &Scratch) -> Result<Proofs, Error> {
    chain.prove(&mut db.connect(), |_| {})
}

/// A base, two lines that touch one table, and what joins them.
fn branches() -> Migrations {
    tree(&[
        SETTINGS,
        ("a1_base/up.sql", "create table t (id int);"),
        ("a1_base/down.sql", "drop table t;"),
        ("a1_base/metadata.toml", "down_revision = \"base\""),
        ("b2_left/up.sql", "alter table t add column l int;"),
        ("b2_left/down.sql", "alter table t drop column l;"),
        ("b2_left/metadata.toml", "down_revision = \"a1\""),
        ("c3_right/up.sql", "alter table t add column r int;"),
        ("c3_right/down.sql", "alter table t drop column r;"),
        ("c3_right/metadata.toml", "down_revision = \"a1\""),
        ("d4_merge/up.sql", "create table m (id int);"),
        ("d4_merge/down.sql", "drop table m;"),
        ("d4_merge/metadata.toml", "down_revision = [\"b2\", \"c3\"]"),
    ])
}

conformance! {
    fn a_fold_of_effects_is_what_the_database_looks_like_on_each_line(db: &Scratch) {
        let chain = branches();
        let proofs = prove(&chain, db).unwrap();
        for revision in ["a1", "b2", "c3", "d4"] {
            let other = Scratch::new(db.dialect());
            chain.on(&mut other.connect()).upgrade(target(revision)).unwrap();
            let found = chain.on(&mut other.connect()).schema(&[]).unwrap();
            let proof = proofs.iter().find(|(id, _)| id.as_str() == revision).unwrap().1;
            assert_eq!(proof.schema, found.fingerprint().to_string(), "{revision}");
        }
    }

    fn each_revision_has_its_own_effects_alone(db: &Scratch) {
        let proofs = prove(&branches(), db).unwrap();
        let column = db.pick("+ column public.t.r | type=integer | position?=3", "+ column t.r | type=int | position?=3");
        let right = proofs.iter().find(|(id, _)| id.as_str() == "c3").unwrap().1;
        assert_eq!(right.effects.len(), 1, "{:?}", right.effects);
        let upto = |text: &str| text.split(" | ").next().unwrap().to_owned();
        assert_eq!(upto(&right.effects[0]), upto(column));
    }

    fn a_proof_is_the_same_each_time(db: &Scratch) {
        let (chain, other) = (branches(), Scratch::new(db.dialect()));
        let (one, again) = (prove(&chain, db).unwrap(), prove(&chain, &other).unwrap());
        assert_eq!(chain.lockfile(&[one]).render(), chain.lockfile(&[again]).render());
    }

    fn a_database_that_somebody_uses_proves_nothing_and_is_left_alone(db: &Scratch) {
        let chain = branches();
        db.connect().run("create table theirs (id int)");
        let before = db.picture();
        let error = prove(&chain, db).unwrap_err();
        assert!(error.to_string().contains("theirs is not expected"), "{error}");
        assert_eq!(db.picture(), before);
        let used = Scratch::new(db.dialect());
        chain.on(&mut used.connect()).upgrade(target("a1")).unwrap();
        used.connect().run("drop table t");
        let error = prove(&chain, &used).unwrap_err();
        assert!(error.to_string().contains("revision `a1` is recorded in it"), "{error}");
    }

    fn a_revision_that_fails_is_told_like_in_an_upgrade(db: &Scratch) {
        let chain = tree(&[SETTINGS, ("0001_a/up.sql", "create table a (id int);\ndrop table b;"), ("0001_a/down.sql", "drop table a;")]);
        let error = prove(&chain, db).unwrap_err();
        assert_eq!(error.place().unwrap().position.unwrap().0, 2);
    }

    fn a_chain_of_both_is_proved_whatever_was_applied_before_elsewhere(db: &Scratch) {
        let chain = branches();
        let elsewhere = Scratch::new(db.dialect());
        chain.on(&mut elsewhere.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(prove(&chain, db).unwrap().len(), 4);
    }
}

mod postgres {
    use super::*;

    #[test]
    fn a_statement_that_reaches_beyond_its_database_is_refused_before_anything_runs() {
        for statement in
            ["create role hunter_never", "alter system set work_mem = '1MB'", "copy a from program 'false'"]
        {
            let db = Scratch::new(Dialect::Postgres);
            let up = format!("create table a (id int);\n{statement};");
            let chain = tree(&[SETTINGS, ("0001_a/up.sql", &up), ("0001_a/down.sql", "drop table a;")]);
            let error = prove(&chain, &db).unwrap_err();
            assert!(error.to_string().contains("reaches beyond its database"), "{error}");
            assert_eq!(error.place().unwrap().position.unwrap().0, 2);
            assert_eq!(db.tables(), [""; 0]);
        }
    }

    #[test]
    fn a_revision_that_runs_outside_of_a_transaction_is_proved() {
        let db = Scratch::new(Dialect::Postgres);
        let chain = tree(&[
            SETTINGS,
            ("0001_a/up.sql", "create table a (id int); create index concurrently a_id on a (id);"),
            ("0001_a/down.sql", "drop table a;"),
            ("0001_a/metadata.toml", "run_in_transaction = false"),
        ]);
        let proofs = prove(&chain, &db).unwrap();
        let proof = proofs.values().next().unwrap();
        assert!(
            proof.effects.iter().any(|line| line.starts_with("+ index public.a.a_id")),
            "{:?}",
            proof.effects
        );
    }
}
