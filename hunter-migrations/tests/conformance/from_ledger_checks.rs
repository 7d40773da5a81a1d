//! Stored scripts that do not lead back, and those that go statement by statement.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{Error, ErrorKind, Left, Migrations, Notice, Proof, Report, Status, Target};

use crate::from_ledger::{OLD, after, back, old, schema, way};
use crate::support::{Ask, Database, Watch, ids, line, target};

/// A newer program whose way down forgets a table.
const FORGETS: [(&str, &str); 2] = [
    ("0003_c/up.sql", "create table c (id int); create table left_over (id int);"),
    ("0003_c/down.sql", "drop table c;"),
];
const ABOVE: [(&str, &str); 2] =
    [("0004_d/up.sql", "create table d (id int);"), ("0004_d/down.sql", "drop table d;")];

/// Each statement alone; the way down has three.
const PIECES: [(&str, &str); 3] = [
    ("0003_c/up.sql", "create table c (id int); create table e (id int);"),
    ("0003_c/down.sql", "drop table c;\ndrop table nowhere;\ndrop table e;"),
    ("0003_c/metadata.toml", "run_in_transaction = false\nstatement_timeout = \"5s\""),
];

/// What is said of how it is compared, as notes and as warnings.
fn heard(db: &Scratch, chain: &Migrations, proof: Proof) -> (Vec<String>, Result<Report, Error>) {
    let way = way(db, chain).unwrap();
    let (mut said, mut conn) = (Vec::new(), db.connect());
    let mut observer = |notice: &Notice<'_>| match notice {
        Notice::Note { text } => said.push(format!("note: {text}")),
        Notice::Warning { text } => said.push(format!("warning: {text}")),
        _ => {}
    };
    let done = chain.on(&mut conn).proof(proof).observe(&mut observer).downgrade_from_ledger(&way);
    (said, done)
}

conformance! {
    fn it_is_said_once_that_the_end_is_compared(db: &Scratch) {
        let (old, _) = after(db, &[&FORGETS[..1], &[("0003_c/down.sql", "drop table c; drop table left_over;")], &ABOVE[..]].concat());
        let (said, done) = heard(db, &old, Proof::Step);
        done.unwrap();
        assert_eq!(said, ["note: nobody proved `0004`, `0003` here: the schema after the last one has to be that of 0002"]);
    }

    fn a_stored_way_down_that_forgets_something_is_rolled_back(db: &Scratch) {
        let (old, _) = after(db, &[&FORGETS[..], &ABOVE[..]].concat());
        let (_, done) = heard(db, &old, Proof::Step);
        let error = done.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Script);
        assert_eq!(
            error.to_string().replace("public.", ""),
            "downgrade --from-ledger of revision `0003` does not lead back to a schema that is that of 0002, and was \
             rolled back: table left_over is not expected"
        );
        assert!(error.help().to_lowercase().contains("drop table"), "{}", error.help());
        assert!(error.help().contains("--proof=off"), "{}", error.help());
        assert_eq!(ids(&error.progress().done), ["0004"]);
        assert!(db.tables().contains(&"c".to_owned()));
        assert_eq!(db.events().last().unwrap(), "down 0004");
    }

    fn without_comparing_it_is_reverted_all_the_same_and_recorded_so(db: &Scratch) {
        let (old, _) = after(db, &FORGETS);
        let (said, done) = heard(db, &old, Proof::Off);
        done.unwrap();
        assert_eq!(said, [""; 0]);
        let row = "select metadata from __hunter_ledger where event = 'down'";
        assert!(db.connect().value(row).contains("\"proof\":\"off\""));
        assert_eq!(old.on(&mut db.connect()).check().unwrap_err().kind(), ErrorKind::Drift);
    }

    fn own_steps_below_are_compared_as_ever(db: &Scratch) {
        let (old, _) = after(db, &ABOVE);
        let way = old.on(&mut db.connect()).way_back(Some(&Target::Base)).unwrap();
        old.on(&mut db.connect()).downgrade_from_ledger(&way).unwrap();
        assert_eq!(db.tables(), ["__hunter_ledger"]);
    }

    fn a_program_without_a_lockfile_says_that_nothing_is_compared(db: &Scratch) {
        after(db, &ABOVE);
        let bare = line(&[("0001", OLD[0].1, OLD[1].1), ("0002", OLD[2].1, OLD[3].1)]);
        let (said, done) = heard(db, &bare, Proof::Step);
        done.unwrap();
        assert!(said[0].starts_with("warning: the schema is not compared after `0004`: "), "{said:?}");
        old(db).on(&mut db.connect()).check().unwrap();
    }

    fn a_stored_script_outside_of_a_transaction_goes_statement_by_statement(db: &Scratch) {
        let whole = [PIECES[0], ("0003_c/down.sql", "drop table c;\ndrop table e;"), PIECES[2]];
        let (old, before) = after(db, &whole);
        let mut conn = db.connect();
        let watch = Watch::on(&mut conn, db);
        let way = old.on(&mut conn).way_back(None).unwrap();
        assert!(way.unknown[0].to_string().contains("; statement by statement\n"));
        assert_eq!(way.unknown[0].revision.declared.statement_timeout_ms, Some(5000));
        old.on(&mut conn).downgrade_from_ledger(&way).unwrap();
        assert_eq!(Watch::on(&mut conn, db), watch);
        let events = db.events();
        assert_eq!(events[events.len() - 4..], ["started 0003", "statement 0003", "statement 0003", "down 0003"]);
        assert_eq!(schema(db, &old), before);
    }

    fn one_that_fails_half_way_goes_on_where_it_was(db: &Scratch) {
        let (old, before) = after(db, &PIECES);
        let error = back(db, &old).unwrap_err();
        assert_eq!(error.progress().left, Left::Part { done: 1, of: 3 }, "{error}");
        assert!(matches!(old.on(&mut db.connect()).status().unwrap(), Status::InProgress { .. }));
        for refused in [
            old.on(&mut db.connect()).downgrade(&target("0001")).unwrap_err(),
            old.on(&mut db.connect()).upgrade(Target::Head).unwrap_err(),
        ] {
            assert!(refused.to_string().contains("which this binary lacks"), "{refused}");
            assert!(refused.help().contains("`hunter downgrade --from-ledger`"), "{}", refused.help());
        }
        db.connect().run("create table nowhere (id int)");
        back(db, &old).unwrap();
        assert_eq!(schema(db, &old), before);
        assert_eq!(old.on(&mut db.connect()).status().unwrap(), Status::AtHead);
    }

    fn one_outside_of_a_transaction_that_forgets_something_is_recorded_and_told(db: &Scratch) {
        let (old, _) = after(db, &[PIECES[0], ("0003_c/down.sql", "drop table c;"), PIECES[2]]);
        let error = back(db, &old).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Drift, "{error}");
        assert_eq!(
            error.to_string().replace("public.", ""),
            "revision `0003` is reverted and recorded, and the schema is not that of 0002: table e is not expected"
        );
        assert_eq!(db.events().last().unwrap(), "mismatch 0003");
        assert_eq!(old.on(&mut db.connect()).status().unwrap(), Status::AtHead);
    }

    fn a_newer_step_up_that_did_not_end_is_for_the_newer_program(db: &Scratch) {
        let broken = [("0003_c/up.sql", "create table c (id int); drop table nowhere;"), PIECES[1], PIECES[2]];
        let old = old(db);
        old.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let newer = crate::support::tree(&[&[("hunter.toml", "dialects = [\"postgres\", \"sqlite\"]")], &OLD[..], &broken[..]].concat());
        newer.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        let error = way(db, &old).unwrap_err();
        assert!(error.help().contains("the binary that began it"), "{}", error.help());
    }
}
