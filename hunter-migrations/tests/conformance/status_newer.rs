//! An older program on a newer database: it reads, it says who was here, and it undoes nothing it does not know.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{Error, ErrorKind, Migrations, Notice, Status, Target, UnknownRevision};

use crate::support::{Ask, Database, declared, ids, line, target};

const OLD: [(&str, &str, &str); 2] = [
    ("0001", "create table a (id int);", "drop table a;"),
    ("0002", "create table b (id int);", "drop table b;"),
];

fn old() -> Migrations {
    line(&OLD)
}

/// A newer program with one revision for each of these marks.
fn newer(compatible: &[bool]) -> Migrations {
    let mut revisions: Vec<_> = OLD.iter().map(|(id, up, down)| (*id, "", *up, *down)).collect();
    let scripts = [
        ("0003", "create table c (id int);", "drop table c;"),
        ("0004", "create table d (id int);", "drop table d;"),
    ];
    for (marked, (id, up, down)) in compatible.iter().zip(scripts) {
        let metadata = if *marked { "compatible_with_previous_binary = true" } else { "" };
        revisions.push((id, metadata, up, down));
    }
    declared(&revisions)
}

fn status(db: &Scratch, compatible: &[bool]) -> Status {
    newer(compatible).on(&mut db.connect()).upgrade(Target::Head).unwrap();
    old().on(&mut db.connect()).status().unwrap()
}

fn names(unknown: &[UnknownRevision]) -> Vec<&str> {
    ids(unknown.iter().map(|revision| &revision.id))
}

/// The moment the ledger says of a revision, as JSON has it.
fn moment(db: &Scratch, revision: &str) -> String {
    let when = db.pick("to_json(recorded_at) #>> '{}'", "recorded_at");
    db.connect().value(&format!("select {when} from __hunter_ledger where revision = '{revision}'"))
}

fn says_who_and_when(db: &Scratch, error: &Error) {
    assert_eq!(error.kind(), ErrorKind::State);
    let expected = format!("`0003` (applied {} by conformance 1.2.3)", moment(db, "0003"));
    assert!(error.to_string().contains(&expected), "{error}: {expected}");
}

conformance! {
    fn a_revision_marked_as_compatible_is_ahead_compatible(db: &Scratch) {
        let Status::AheadCompatible { unknown } = status(db, &[true]) else { panic!("not compatible") };
        assert_eq!(names(&unknown), ["0003"]);
    }

    fn a_revision_without_the_mark_is_ahead_incompatible(db: &Scratch) {
        let Status::AheadIncompatible { unknown } = status(db, &[false]) else { panic!("not incompatible") };
        assert_eq!(names(&unknown), ["0003"]);
    }

    fn one_incompatible_revision_among_compatible_ones_is_enough(db: &Scratch) {
        let Status::AheadIncompatible { unknown } = status(db, &[true, false]) else {
            panic!("not incompatible")
        };
        assert_eq!(names(&unknown), ["0003", "0004"]);
    }

    fn an_unknown_revision_is_told_with_its_program(db: &Scratch) {
        let Status::AheadIncompatible { unknown } = status(db, &[false]) else { panic!("not incompatible") };
        assert_eq!(
            (&*unknown[0].binary, &*unknown[0].recorded_at),
            ("conformance 1.2.3", &*moment(db, "0003"))
        );
    }

    fn a_start_on_a_compatible_database_goes_through(db: &Scratch) {
        status(db, &[true]);
        let report = old().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert!(report.steps.is_empty(), "{report:?}");
    }

    fn a_start_on_a_compatible_database_warns(db: &Scratch) {
        status(db, &[true]);
        let mut warned = String::new();
        let mut observer = |notice: &Notice<'_>| {
            if let Notice::Warning { text } = notice {
                (*text).clone_into(&mut warned);
            }
        };
        old().on(&mut db.connect()).observe(&mut observer).upgrade(Target::Head).unwrap();
        assert!(warned.contains("`0003`"), "{warned}");
    }

    fn a_start_on_an_incompatible_database_is_refused_with_who_and_when(db: &Scratch) {
        status(db, &[false]);
        says_who_and_when(db, &old().on(&mut db.connect()).upgrade(Target::Head).unwrap_err());
    }

    fn a_downgrade_below_an_unknown_revision_is_refused_with_who_and_when(db: &Scratch) {
        for compatible in [true, false] {
            let scratch = Scratch::new(db.dialect());
            status(&scratch, &[compatible]);
            let before = scratch.picture();
            for to in ["base", "0001", "-1"] {
                says_who_and_when(
                    &scratch,
                    &old().on(&mut scratch.connect()).downgrade(&target(to)).unwrap_err(),
                );
            }
            assert_eq!(scratch.picture(), before);
        }
    }

    fn the_current_revision_may_be_an_unknown_one(db: &Scratch) {
        status(db, &[false]);
        let current = old().on(&mut db.connect()).current().unwrap();
        assert!(ids(&current.revisions).contains(&"0003"), "{:?}", current.revisions);
    }

    fn a_database_that_went_back_is_at_head_again(db: &Scratch) {
        status(db, &[false]);
        newer(&[false]).on(&mut db.connect()).downgrade(&target("0002")).unwrap();
        assert_eq!(old().on(&mut db.connect()).status().unwrap(), Status::AtHead);
    }

    fn a_database_with_another_third_revision_has_diverged(db: &Scratch) {
        status(db, &[true]);
        let ours = line(&[OLD[0], OLD[1], ("0009", "create table x (id int);", "drop table x;")]);
        let Status::Diverged { unknown, pending } = ours.on(&mut db.connect()).status().unwrap() else {
            panic!("not diverged")
        };
        assert_eq!((names(&unknown), ids(&pending)), (vec!["0003"], vec!["0009"]));
    }

    fn an_upgrade_of_a_diverged_database_is_refused_with_who_and_when(db: &Scratch) {
        status(db, &[true]);
        let ours = line(&[OLD[0], OLD[1], ("0009", "create table x (id int);", "drop table x;")]);
        says_who_and_when(db, &ours.on(&mut db.connect()).upgrade(Target::Head).unwrap_err());
        assert!(!db.tables().contains(&"x".to_owned()));
    }

    fn a_purge_forgets_unknown_revisions(db: &Scratch) {
        status(db, &[false]);
        old().on(&mut db.connect()).unverified("the test says so").stamp_purged(&[Target::Head]).unwrap();
        assert_eq!(old().on(&mut db.connect()).status().unwrap(), Status::AtHead);
    }

    fn a_stamp_keeps_unknown_revisions(db: &Scratch) {
        status(db, &[false]);
        old().on(&mut db.connect()).unverified("the test says so").stamp(&[target("0002")]).unwrap();
        assert_eq!(old().on(&mut db.connect()).status().unwrap().as_str(), "ahead-incompatible");
    }
}
