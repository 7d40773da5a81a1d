//! Back over what a newer program applied, by the scripts that it stored.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{Error, ErrorKind, Migrations, Report, Snapshot, Status, Target, WayBack};

use crate::support::{Ask, Database, declared, ids, proved, target, tree};

const SETTINGS: (&str, &str) = ("hunter.toml", "dialects = [\"postgres\", \"sqlite\"]");

/// What both programs have.
pub(crate) const OLD: [(&str, &str); 4] = [
    ("0001_a/up.sql", "create table a (id int);"),
    ("0001_a/down.sql", "drop table a;"),
    ("0002_b/up.sql", "create table b (id int);"),
    ("0002_b/down.sql", "drop table b;"),
];

/// What only the newer one has.
const NEW: [(&str, &str); 4] = [
    ("0003_c/up.sql", "alter table a add column c text; create index a_c on a (c);"),
    ("0003_c/down.sql", "drop index a_c; -- the way back\nalter table a drop column c;"),
    ("0004_d/up.sql", "create table d (id int);"),
    ("0004_d/down.sql", "drop table d;"),
];

/// The older program, with its lockfile.
pub(crate) fn old(db: &Scratch) -> Migrations {
    proved(db, &[&[SETTINGS], &OLD[..]].concat())
}

fn both<'f>(files: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    [&[SETTINGS], &OLD[..], files].concat()
}

/// The older program on a database to which a newer one with these revisions was, and the schema before that.
pub(crate) fn after(db: &Scratch, files: &[(&str, &str)]) -> (Migrations, Snapshot) {
    let old = old(db);
    old.on(&mut db.connect()).upgrade(Target::Head).unwrap();
    let before = schema(db, &old);
    tree(&both(files)).on(&mut db.connect()).upgrade(Target::Head).unwrap();
    assert_ne!(schema(db, &old), before);
    (old, before)
}

pub(crate) fn schema(db: &Scratch, chain: &Migrations) -> Snapshot {
    chain.on(&mut db.connect()).schema(&[]).unwrap()
}

pub(crate) fn way(db: &Scratch, chain: &Migrations) -> Result<WayBack, Error> {
    chain.on(&mut db.connect()).way_back(None)
}

/// Shown, agreed to, and run.
pub(crate) fn back(db: &Scratch, chain: &Migrations) -> Result<Report, Error> {
    let way = way(db, chain)?;
    chain.on(&mut db.connect()).downgrade_from_ledger(&way)
}

/// A refusal before anything is shown; nothing may come of it.
fn refused(db: &Scratch, chain: &Migrations) -> Error {
    let before = db.picture();
    let error = way(db, chain).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::State, "{error}");
    assert_eq!(db.picture(), before);
    error
}

fn unknown(way: &WayBack) -> Vec<&str> {
    ids(way.unknown.iter().map(|one| &one.revision.id))
}

fn alter(db: &Scratch, revision: &str, set: &str) {
    db.connect().run(&format!("update __hunter_ledger set {set} where revision = '{revision}'"));
}

conformance! {
    fn the_schema_is_what_it_was_before_the_newer_program_came(db: &Scratch) {
        let (old, before) = after(db, &NEW);
        let report = back(db, &old).unwrap();
        assert_eq!(ids(report.steps.iter().map(|step| &step.revision)), ["0004", "0003"]);
        assert_eq!(ids(&report.current), ["0002"]);
        assert_eq!(schema(db, &old), before);
        assert_eq!(old.on(&mut db.connect()).status().unwrap(), Status::AtHead);
        old.on(&mut db.connect()).check().unwrap();
        assert_eq!(db.events()[2..], ["up 0003", "up 0004", "down 0004", "down 0003"]);
    }

    fn the_newer_program_goes_up_again_afterwards(db: &Scratch) {
        let (old, _) = after(db, &NEW);
        let newer = tree(&both(&NEW));
        // On PostgreSQL a column that comes back has another position.
        let there = schema(db, &newer).fingerprint();
        back(db, &old).unwrap();
        newer.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(schema(db, &newer).fingerprint(), there);
        assert_eq!(newer.on(&mut db.connect()).status().unwrap(), Status::AtHead);
    }

    fn what_would_run_is_shown_with_who_and_when(db: &Scratch) {
        let (old, _) = after(db, &NEW);
        let picture = db.picture();
        let way = way(db, &old).unwrap();
        assert_eq!(db.picture(), picture, "showing changes nothing");
        assert_eq!(unknown(&way), ["0004", "0003"]);
        let shown = way.unknown[1].to_string();
        assert!(shown.starts_with("-- 0003, c: applied "), "{shown}");
        assert!(shown.contains(" by conformance 1.2.3"), "{shown}");
        assert!(shown.ends_with(NEW[1].1), "{shown}");
    }

    fn a_target_below_the_own_head_goes_on_with_the_own_scripts(db: &Scratch) {
        let (old, _) = after(db, &NEW);
        let way = old.on(&mut db.connect()).way_back(Some(&target("0001"))).unwrap();
        assert_eq!((unknown(&way), ids(&way.known)), (vec!["0004", "0003"], vec!["0002"]));
        let report = old.on(&mut db.connect()).downgrade_from_ledger(&way).unwrap();
        assert_eq!(ids(&report.current), ["0001"]);
        old.on(&mut db.connect()).check().unwrap();
    }

    fn a_target_that_counts_from_where_the_database_is_is_refused(db: &Scratch) {
        let (old, _) = after(db, &NEW);
        let error = old.on(&mut db.connect()).way_back(Some(&target("-1"))).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage);
    }

    fn nothing_unknown_is_nothing_to_do(db: &Scratch) {
        let old = old(db);
        assert!(back(db, &old).unwrap().steps.is_empty());
        assert_eq!(db.tables(), [""; 0]);
        old.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let events = db.events();
        assert!(back(db, &old).unwrap().steps.is_empty());
        assert_eq!(db.events(), events);
    }

    fn an_altered_script_is_refused_before_anything_runs(db: &Scratch) {
        let (old, _) = after(db, &NEW);
        alter(db, "0003", "down_script = 'drop table a'");
        let error = refused(db, &old);
        assert!(error.to_string().contains("the ledger was altered: of revision `0003`"), "{error}");
    }

    fn an_altered_digest_is_refused_before_anything_runs(db: &Scratch) {
        for set in ["down_digest = 's1:00'", "down_digest = null", "down_digest = 'nothing'", "down_script = null"] {
            let scratch = Scratch::new(db.dialect());
            let (old, _) = after(&scratch, &NEW);
            alter(&scratch, "0003", set);
            let error = refused(&scratch, &old);
            assert!(error.to_string().contains("`0003`, the script is not the one"), "{set}: {error}");
        }
    }

    fn a_script_altered_after_it_was_shown_is_not_run(db: &Scratch) {
        let (old, _) = after(db, &NEW);
        let way = way(db, &old).unwrap();
        let script = "drop table d; drop table a;";
        let digest = hunter_chain::Digest::of_script(db.dialect(), script);
        alter(db, "0004", &format!("down_script = '{script}', down_digest = '{digest}'"));
        let before = db.picture();
        let error = old.on(&mut db.connect()).downgrade_from_ledger(&way).unwrap_err();
        assert!(error.to_string().contains("changed since it was shown"), "{error}");
        assert_eq!(db.picture(), before);
    }

    fn a_digest_of_a_later_version_is_no_alteration(db: &Scratch) {
        let (old, _) = after(db, &NEW);
        alter(db, "0003", "down_digest = 's2:00'");
        let error = refused(db, &old);
        assert!(error.to_string().contains("stored by a newer version of hunter"), "{error}");
        assert!(error.help().contains("conformance 1.2.3"), "{}", error.help());
    }

    fn a_row_that_nobody_can_read_is_refused(db: &Scratch) {
        for set in ["metadata = '{'", "parents = 'x'", "parents = '[\"0004\"]'"] {
            let scratch = Scratch::new(db.dialect());
            let (old, _) = after(&scratch, &NEW);
            alter(&scratch, "0003", set);
            assert!(refused(&scratch, &old).to_string().contains("the ledger was altered"), "{set}");
        }
    }

    fn an_irreversible_revision_is_refused_with_its_reason(db: &Scratch) {
        let files = [NEW[0], ("0003_c/metadata.toml", "irreversible = \"the values are hashed\""), NEW[2], NEW[3]];
        let (old, _) = after(db, &files);
        let error = refused(db, &old);
        assert_eq!(error.to_string(), "revision `0003` has no way down: the values are hashed");
        assert!(error.help().contains("restore a backup") && error.help().contains("conformance 1.2.3"));
    }

    fn children_go_before_their_parents_whatever_was_recorded_last(db: &Scratch) {
        let (old, before) = after(db, &NEW);
        // As after a `stamp` that recorded the parent again.
        alter(db, "0003", "seq = 9");
        assert_eq!(ids(old.on(&mut db.connect()).applied().unwrap().ids()), ["0001", "0002", "0004", "0003"]);
        assert_eq!(unknown(&way(db, &old).unwrap()), ["0004", "0003"]);
        back(db, &old).unwrap();
        assert_eq!(schema(db, &old), before);
    }

    fn both_sides_of_a_merge_are_undone(db: &Scratch) {
        let files = [
            NEW[0], NEW[1], NEW[2], NEW[3],
            ("0003_c/metadata.toml", "down_revision = \"0002\""),
            ("0004_d/metadata.toml", "down_revision = \"0002\""),
            ("0005_merge/metadata.toml", "down_revision = [\"0003\", \"0004\"]"),
        ];
        let (old, before) = after(db, &files);
        let way = way(db, &old).unwrap();
        assert_eq!(unknown(&way)[0], "0005");
        assert!(way.unknown[0].script().is_none() && way.unknown[0].to_string().ends_with("; nothing to run"));
        let report = back(db, &old).unwrap();
        assert_eq!((report.steps.len(), ids(&report.current)), (3, vec!["0002"]));
        assert_eq!(schema(db, &old), before);
    }

    fn a_database_that_went_another_way_ends_with_known_revisions_only(db: &Scratch) {
        after(db, &NEW);
        let ours = [&[SETTINGS], &OLD[..], &[
            ("0009_x/up.sql", "create table x (id int);"),
            ("0009_x/down.sql", "drop table x;"),
        ][..]].concat();
        let ours = proved(db, &ours);
        assert!(matches!(ours.on(&mut db.connect()).status().unwrap(), Status::Diverged { .. }));
        back(db, &ours).unwrap();
        assert!(matches!(ours.on(&mut db.connect()).status().unwrap(), Status::Behind { .. }));
        ours.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        ours.on(&mut db.connect()).check().unwrap();
    }

    fn rows_that_would_be_lost_are_named_and_refused(db: &Scratch) {
        let (old, before) = after(db, &NEW);
        db.connect().run("insert into d values (1); insert into a (c) values ('v')");
        let way = way(db, &old).unwrap();
        let shown: Vec<String> = way.losses.iter().map(ToString::to_string).collect();
        let (a, d) = (db.pick("public.a", "\"a\""), db.pick("public.d", "\"d\""));
        assert_eq!(shown, [format!("table {d} with 1 row"), format!("column {a}.c with 1 value")]);
        let picture = db.picture();
        let error = old.on(&mut db.connect()).downgrade_from_ledger(&way).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::DataLoss, "{error}");
        assert_eq!(db.picture(), picture);
        let report = old.on(&mut db.connect()).allow_data_loss().downgrade_from_ledger(&way).unwrap();
        assert_eq!(report.losses, way.losses);
        assert_eq!(schema(db, &old), before);
    }

    fn a_loss_that_the_stored_script_hides_is_found_too(db: &Scratch) {
        let hidden = db.pick("do $$ begin execute 'drop table d'; end $$;", "alter table d rename to e; drop table e;");
        let files = [NEW[0], NEW[1], NEW[2], ("0004_d/down.sql", hidden)];
        let (old, _) = after(db, &files);
        db.connect().run("insert into d values (1)");
        let picture = db.picture();
        let error = back(db, &old).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::DataLoss, "{error}");
        assert_eq!(db.picture(), picture);
    }

    fn the_record_keeps_that_a_stored_script_ran_and_what_it_was(db: &Scratch) {
        let (old, _) = after(db, &NEW);
        back(db, &old).unwrap();
        let row = "from __hunter_ledger where event = 'down' and revision = '0004'";
        let metadata = db.connect().value(&format!("select metadata {row}"));
        assert!(metadata.contains("\"from_ledger\":true") && metadata.contains("\"message\":\"d\""), "{metadata}");
        let up = "from __hunter_ledger where event = 'up' and revision = '0004'";
        let digest = |row| db.connect().value(&format!("select up_digest {row}"));
        assert_eq!(digest(row), digest(up));
    }

    fn a_failing_stored_script_is_rolled_back_and_shown_at_its_place(db: &Scratch) {
        let files = [NEW[0], ("0003_c/down.sql", "drop index a_c;\ndrop table nowhere;"), NEW[2], NEW[3]];
        let (old, _) = after(db, &files);
        let error = back(db, &old).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Script, "{error}");
        assert!(error.to_string().starts_with("downgrade --from-ledger of revision `0003` failed at statement 2 of 2"));
        let place = error.place().unwrap();
        assert_eq!((&*place.path, place.position.unwrap().0), ("down_script of 0003 in __hunter_ledger", 2));
        assert!(error.help().contains("as it was stored"), "{}", error.help());
        assert_eq!(ids(&error.progress().done), ["0004"]);
        assert_eq!(db.events().last().unwrap(), "down 0004");
    }

    fn refusals_say_the_command(db: &Scratch) {
        let (old, _) = after(db, &NEW);
        let conn = &mut db.connect();
        let errors = [
            old.on(conn).upgrade(Target::Head).unwrap_err(),
            old.on(conn).downgrade(&Target::Base).unwrap_err(),
            old.on(conn).check().unwrap_err(),
            old.on(conn).stamp(&[target("0001")]).unwrap_err(),
        ];
        for error in errors {
            assert!(error.help().contains("`hunter downgrade --from-ledger`"), "{error}: {}", error.help());
        }
    }

    fn a_line_on_which_nothing_unknown_stands_can_be_reverted_as_usual(db: &Scratch) {
        let own = |id: &str, table: &str, metadata: &str| {
            let (up, down) = (format!("create table {table} (id int);"), format!("drop table {table};"));
            (id.to_owned(), metadata.to_owned(), up, down)
        };
        let line = |upto: usize| {
            let all = [
                own("0001", "a", "down_revision = \"base\"\nbranch_labels = \"left\""),
                own("0002", "b", "down_revision = \"base\"\nbranch_labels = \"right\""),
                own("0003", "c", "down_revision = \"0001\""),
            ];
            let all: Vec<_> = all[..upto].iter().map(|(a, b, c, d)| (&**a, &**b, &**c, &**d)).collect();
            declared(&all)
        };
        line(3).on(&mut db.connect()).upgrade(Target::Heads).unwrap();
        let (old, conn) = (line(2), &mut db.connect());
        for stands in ["left@base", "base", "-1"] {
            let error = old.on(conn).downgrade(&target(stands)).unwrap_err();
            assert!(error.to_string().contains("`0003`"), "{stands}: {error}");
        }
        old.on(conn).downgrade(&target("right@base")).unwrap();
        assert_eq!(db.events().last().unwrap(), "down 0002");
    }
}
