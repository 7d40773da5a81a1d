//! Scripts that end the transaction they run in: an error, never recorded as applied, and a way out.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{ErrorKind, Left, Migrations, Notice, RevisionId, Status, Target};

use crate::support::{Ask, Database, Watch, ids, line, target};

const FIRST: (&str, &str, &str) = ("0001", "create table first (id int);", "drop table first;");

/// Scripts that commit something, with the place of the word that did.
const COMMITTING: [(&str, (usize, usize)); 5] = [
    ("create table b (id int);\ncommit;", (2, 1)),
    ("create table b (id int);\nCOMMIT; begin;", (2, 1)),
    ("create table b (id int);\nend; create table d (id int);", (2, 1)),
    ("create table b (id int); commit; begin; create table d (id int); commit;", (1, 26)),
    ("create table b (id int);\ncommit;\nbegin; create table d (id int); rollback;", (2, 1)),
];

fn with(second: &str) -> Migrations {
    line(&[FIRST, ("0002", second, "drop table b;"), ("0003", "create table c (id int);", "drop table c;")])
}

fn is_open(db: &Scratch, chain: &Migrations) -> bool {
    let status = chain.on(&mut db.connect()).status().unwrap();
    matches!(status, Status::InProgress { revision, .. } if revision.as_str() == "0002")
}

/// A database whose second revision committed on its own.
fn open_step(db: &Scratch) -> Migrations {
    let chain = with("create table b (id int); commit;");
    assert!(chain.on(&mut db.connect()).upgrade(Target::Head).is_err());
    chain
}

conformance! {
    fn a_script_that_commits_is_an_error_at_the_word(db: &Scratch) {
        for (script, place) in COMMITTING {
            let scratch = Scratch::new(db.dialect());
            let error = with(script).on(&mut scratch.connect()).upgrade(Target::Head).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Script, "{script}");
            assert_eq!(error.place().and_then(|at| at.position), Some(place), "{script}");
        }
    }

    fn a_script_that_commits_is_never_recorded_as_applied(db: &Scratch) {
        for (script, _) in COMMITTING {
            let scratch = Scratch::new(db.dialect());
            with(script).on(&mut scratch.connect()).upgrade(Target::Head).unwrap_err();
            assert!(!scratch.events().contains(&"up 0002".to_owned()), "{script}");
        }
    }

    fn a_script_that_commits_leaves_the_revision_in_progress(db: &Scratch) {
        for (script, _) in COMMITTING {
            let (scratch, chain) = (Scratch::new(db.dialect()), with(script));
            chain.on(&mut scratch.connect()).upgrade(Target::Head).unwrap_err();
            assert!(is_open(&scratch, &chain), "{script}");
        }
    }

    fn a_script_that_commits_leaves_the_connection_as_before(db: &Scratch) {
        for (script, _) in COMMITTING {
            let scratch = Scratch::new(db.dialect());
            let conn = &mut scratch.connect();
            let before = Watch::on(conn, &scratch);
            with(script).on(conn).upgrade(Target::Head).unwrap_err();
            assert_eq!(Watch::on(conn, &scratch), before, "{script}");
        }
    }

    fn a_script_that_rolls_back_is_never_recorded_as_applied(db: &Scratch) {
        let chain = with("create table b (id int);\nrollback;\ncreate table d (id int);");
        let error = chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert_eq!(error.place().and_then(|at| at.position), Some((2, 1)));
        assert_eq!(db.events(), ["up 0001"]);
    }

    fn a_script_that_rolls_back_leaves_nothing_in_progress(db: &Scratch) {
        let chain = with("create table b (id int); rollback;");
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert!(matches!(chain.on(&mut db.connect()).status().unwrap(), Status::Behind { .. }));
    }

    fn a_script_that_commits_and_then_fails_leaves_the_revision_in_progress(db: &Scratch) {
        let chain = with("create table b (id int); commit; select * from nowhere;");
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert!(db.tables().contains(&"b".to_owned()) == is_open(db, &chain));
    }

    fn an_error_behind_a_commit_of_the_script_leaves_nobody_knows_what(db: &Scratch) {
        for second in ["create table b (id int); commit; select 1;", "commit; select * from nowhere;"] {
            let error = with(second).on(&mut Scratch::new(db.dialect()).connect()).upgrade(Target::Head);
            assert_eq!(error.unwrap_err().progress().left, Left::Unknown, "{second}");
        }
    }

    fn an_error_behind_a_commit_of_the_script_does_not_say_rolled_back(db: &Scratch) {
        let fails = db.pick("select 1 / (select 0)", "select * from nowhere");
        let chain = with(&format!("create table b (id int); commit; {fails};"));
        let error = chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert!(is_open(db, &chain));
        assert!(!error.help().contains("was rolled back"), "{}", error.help());
    }

    fn a_savepoint_of_the_script_does_no_harm(db: &Scratch) {
        with("savepoint s; create table d (id int); rollback to s; create table b (id int); release s;")
            .on(&mut db.connect())
            .upgrade(Target::Head)
            .unwrap();
        assert_eq!(db.tables(), ["__hunter_ledger", "b", "c", "first"]);
    }

    fn the_last_revision_in_progress_is_not_head(db: &Scratch) {
        let chain = line(&[FIRST, ("0002", "create table b (id int); commit;", "drop table b;")]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        let error = chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::State);
    }

    fn nothing_runs_over_a_revision_in_progress(db: &Scratch) {
        let chain = open_step(db);
        let before = db.picture();
        let up = chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        let down = chain.on(&mut db.connect()).downgrade(&Target::Base).unwrap_err();
        assert_eq!([up.kind(), down.kind()], [ErrorKind::State; 2]);
        assert_eq!(db.picture(), before);
    }

    fn a_refusal_over_a_revision_in_progress_says_what_to_stamp(db: &Scratch) {
        let error = open_step(db).on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert!(error.help().contains("`hunter stamp 0002`"), "{}", error.help());
    }

    fn a_stamp_of_the_revision_settles_it_and_the_upgrade_goes_on(db: &Scratch) {
        let chain = open_step(db);
        chain.on(&mut db.connect()).unverified("the test says so").stamp(&[target("0002")]).unwrap();
        let report = chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(ids(report.steps.iter().map(|step| &step.revision)), ["0003"]);
    }

    fn a_stamp_of_the_revision_before_settles_it_and_the_upgrade_runs_it_again(db: &Scratch) {
        open_step(db);
        db.connect().run("drop table b");
        let chain = with("create table b (id int);");
        chain.on(&mut db.connect()).unverified("the test says so").stamp(&[target("0001")]).unwrap();
        let report = chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(ids(report.steps.iter().map(|step| &step.revision)), ["0002", "0003"]);
    }

    fn a_stamp_of_base_settles_a_first_revision_in_progress(db: &Scratch) {
        let bad = line(&[("0001", "create table first (id int); commit;", "drop table first;")]);
        bad.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        db.connect().run("drop table first");
        let good = line(&[FIRST]);
        good.on(&mut db.connect()).unverified("the test says so").stamp(&[Target::Base]).unwrap();
        good.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(good.on(&mut db.connect()).status().unwrap(), Status::AtHead);
    }

    fn a_runner_that_meets_a_revision_in_progress_runs_nothing(db: &Scratch) {
        let (good, conn, other) = (with("create table e (id int);"), &mut db.connect(), &mut db.connect());
        good.on(conn).upgrade(target("0001")).unwrap();
        let bad = with("create table b (id int); commit;");
        let mut meet = |notice: &Notice<'_>| {
            if matches!(notice, Notice::Step { .. }) {
                bad.on(other).without_guard().upgrade(target("0002")).unwrap_err();
            }
        };
        let error = good.on(conn).without_guard().observe(&mut meet).upgrade(target("0002")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::State);
        assert!(!db.tables().contains(&"e".to_owned()));
    }

    fn a_way_down_that_commits_leaves_the_revision_in_progress(db: &Scratch) {
        let chain = line(&[FIRST, ("0002", "create table b (id int);", "drop table b; commit;")]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        chain.on(&mut db.connect()).downgrade(&target("-1")).unwrap_err();
        assert!(is_open(db, &chain));
    }

    fn a_way_down_that_committed_is_settled_by_a_stamp_of_the_revision_before(db: &Scratch) {
        let chain = line(&[FIRST, ("0002", "create table b (id int);", "drop table b; commit;")]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        chain.on(&mut db.connect()).downgrade(&target("-1")).unwrap_err();
        chain.on(&mut db.connect()).unverified("the test says so").stamp(&[target("0001")]).unwrap();
        let current = chain.on(&mut db.connect()).current().unwrap();
        assert_eq!(
            (ids(&current.revisions), current.status),
            (vec!["0001"], Status::Behind { pending: vec![RevisionId::trusted("0002")] })
        );
    }
}
