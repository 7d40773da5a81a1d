//! A database that was there first: which revision it is at is found out, and only what is certain is recorded.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{ErrorKind, Migrations, Recognised, Status, Target};

use crate::support::{Ask, Database, ids, proved, target};

const A: &str = "create table a (id int primary key, note text);";
const V: &str = "create view v as select id from a;";
const FILES: [(&str, &str); 6] = [
    ("0001_a/up.sql", A),
    ("0001_a/down.sql", "drop table a;"),
    ("0002_v/up.sql", V),
    ("0002_v/down.sql", "drop view v;"),
    ("0003_b/up.sql", "create table b (id int primary key, a int references a (id));"),
    ("0003_b/down.sql", "drop table b;"),
];

fn chain(db: &Scratch) -> Migrations {
    proved(db, &FILES)
}

/// The chain, and a database with its first two revisions that nobody recorded.
fn unrecorded(db: &Scratch) -> Migrations {
    db.connect().run(A);
    db.connect().run(V);
    chain(db)
}

fn recognised(chain: &Migrations, db: &Scratch) -> Recognised {
    chain.on(&mut db.connect()).recognise().unwrap_or_else(|error| panic!("{error}"))
}

/// The places in words.
fn exact(chain: &Migrations, db: &Scratch) -> Vec<String> {
    recognised(chain, db).exact.iter().map(ToString::to_string).collect()
}

/// It is refused in these words, and nothing changes.
#[track_caller]
fn refused(chain: &Migrations, db: &Scratch, at: Option<&str>, parts: &[&str]) {
    let before = db.picture();
    let at = at.map(target);
    let error = chain.on(&mut db.connect()).adopt(at.as_ref()).unwrap_err();
    let text = format!("{error}; {}", error.help()).replace("public.", "");
    parts.iter().for_each(|part| assert!(text.contains(part), "`{part}` is not in: {text}"));
    assert_eq!(error.kind(), ErrorKind::State, "{text}");
    assert_eq!(db.picture(), before);
}

/// The metadata of the last row.
fn metadata(db: &Scratch) -> serde_json::Value {
    let rows = db.connect().column("select metadata as j from __hunter_ledger order by seq desc limit 1");
    serde_json::from_str(&rows[0]).unwrap()
}

conformance! {
    fn a_database_is_recognised_at_each_revision_and_reading_changes_nothing(db: &Scratch) {
        let chain = chain(db);
        assert!(recognised(&chain, db).is_empty);
        for (at, (up, id)) in [(A, "0001"), (V, "0002"), (FILES[4].1, "0003")].into_iter().enumerate() {
            db.connect().run(up);
            let before = db.picture();
            let found = recognised(&chain, db);
            assert_eq!(exact(&chain, db), [id], "{at}");
            assert!(!found.is_empty && found.nearest.is_none() && found.claims.is_empty());
            assert_eq!(db.picture(), before);
        }
    }

    fn what_is_adopted_is_recorded_parents_first_and_nothing_is_run(db: &Scratch) {
        let chain = unrecorded(db);
        let report = chain.on(&mut db.connect()).adopt(None).unwrap();
        assert_eq!(ids(&report.current), ["0002"]);
        assert_eq!(report.to_string(), "adopted at 0002: 2 revisions recorded, nothing was run");
        assert_eq!(db.events(), ["adopt 0001", "adopt 0002"]);
        assert_eq!(metadata(db)["verified"], true);
        assert!(matches!(chain.on(&mut db.connect()).status().unwrap(), Status::Behind { .. }));
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        chain.on(&mut db.connect()).check().unwrap();
        chain.on(&mut db.connect()).downgrade(&Target::Base).unwrap();
    }

    fn an_adopted_database_at_head_needs_one_look_at_the_next_start(db: &Scratch) {
        let chain = unrecorded(db);
        db.connect().run(FILES[4].1);
        chain.on(&mut db.connect()).adopt(None).unwrap();
        assert_eq!(chain.on(&mut db.connect()).status().unwrap(), Status::AtHead);
        assert!(chain.on(&mut db.connect()).upgrade(Target::Head).unwrap().steps.is_empty());
    }

    fn a_database_that_lacks_one_column_is_refused_and_the_column_is_named(db: &Scratch) {
        let chain = chain(db);
        db.connect().run("create table a (id int primary key)");
        db.connect().run(V);
        refused(&chain, db, None, &["the nearest is 0002: column a.note is missing", "`hunter adopt --at 0002 --sql`"]);
        refused(&chain, db, Some("0002"), &["the schema is not that of 0002: column a.note is missing"]);
        assert!(!db.tables().contains(&"__hunter_ledger".to_owned()));
        let (place, differences) = recognised(&chain, db).nearest.unwrap();
        assert_eq!((place.to_string(), differences.len()), ("0002".to_owned(), 1));
    }

    fn the_draft_leads_where_adopt_then_says_yes(db: &Scratch) {
        let chain = chain(db);
        db.connect().run("create table a (id int primary key)");
        db.connect().run("create table theirs (id int)");
        let (drift, draft) = chain.on(&mut db.connect()).adoption_draft(None).unwrap();
        assert_eq!(ids(&drift.revisions), ["0001"]);
        db.connect().run(&draft.to_string());
        assert_eq!(exact(&chain, db), ["0001"]);
        let (drift, draft) = chain.on(&mut db.connect()).adoption_draft(Some(&target("0003"))).unwrap();
        assert_eq!(ids(&drift.revisions), ["0003"]);
        db.connect().run(&draft.to_string());
        let report = chain.on(&mut db.connect()).adopt(None).unwrap();
        assert_eq!(ids(&report.current), ["0003"]);
        chain.on(&mut db.connect()).check().unwrap();
    }

    fn an_object_that_somebody_names_is_taken_as_it_is(db: &Scratch) {
        let chain = unrecorded(db);
        db.connect().run("create table theirs (id int)");
        let theirs = db.pick("table public.theirs", "table theirs").to_owned();
        refused(&chain, db, None, &["the nearest is 0002: table theirs is not expected"]);
        let idle = ["table nowhere".to_owned(), theirs.clone()];
        let error = chain.on(&mut db.connect()).accept_drift(idle).adopt(None).unwrap_err();
        assert_eq!(error.to_string(), "`table nowhere` does not differ, so there is nothing to accept");
        let (_, draft) = chain.on(&mut db.connect()).accept_drift([theirs.clone()]).adoption_draft(None).unwrap();
        assert!(draft.is_empty(), "{draft}");
        chain.on(&mut db.connect()).accept_drift([theirs.clone()]).adopt(None).unwrap();
        assert_eq!(metadata(db)["accepted"], serde_json::json!([theirs]));
        assert_eq!(db.events(), ["adopt 0001", "adopt 0002"]);
    }

    fn a_database_with_a_record_and_an_empty_one_are_not_adopted(db: &Scratch) {
        let chain = chain(db);
        refused(&chain, db, None, &["the database is empty", "`hunter upgrade` builds the schema"]);
        refused(&chain, db, Some("0001"), &["the database is empty"]);
        chain.on(&mut db.connect()).upgrade(target("0002")).unwrap();
        refused(&chain, db, None, &["has a record already, and is at 0002"]);
        chain.on(&mut db.connect()).downgrade(&Target::Base).unwrap();
        refused(&chain, db, None, &["has a record already, and is at base"]);
        assert!(chain.on(&mut db.connect()).adopt(Some(&target("nowhere"))).is_err());
    }

    fn of_several_that_leave_the_same_behind_somebody_says_which(db: &Scratch) {
        let rows = [("0004_rows/up.sql", "insert into a (id) values (1);"), ("0004_rows/down.sql", "delete from a;")];
        let chain = proved(db, &[&FILES[..], &rows].concat());
        [A, V, FILES[4].1].into_iter().for_each(|up| db.connect().run(up));
        assert_eq!(exact(&chain, db), ["0004", "0003"]);
        refused(&chain, db, None, &["`0004`, `0003`", "they differ in rows alone: `hunter adopt --at 0004`"]);
        chain.on(&mut db.connect()).adopt(Some(&target("0003"))).unwrap();
        assert_eq!(db.events().last().unwrap(), "adopt 0003");
    }

    fn of_several_the_only_one_is_taken_whose_assertions_hold(db: &Scratch) {
        let rows = [
            ("0004_rows/up.sql", "insert into a (id) values (1);"),
            ("0004_rows/down.sql", "delete from a;"),
            ("0004_rows/verify.sql", "select 1 where not exists (select 1 from a where id = 1);"),
        ];
        let chain = proved(db, &[&FILES[..], &rows].concat());
        [A, V, FILES[4].1].into_iter().for_each(|up| db.connect().run(up));
        refused(&chain, db, None, &["several revisions"]);
        db.connect().run("insert into a (id) values (1)");
        assert_eq!(ids(&chain.on(&mut db.connect()).adopt(None).unwrap().current), ["0004"]);
    }

    fn every_head_of_a_chain_with_several_is_one_place(db: &Scratch) {
        let side = [
            ("000c_c/up.sql", "create table c (id int);"),
            ("000c_c/down.sql", "drop table c;"),
            ("000c_c/metadata.toml", "down_revision = \"0001\"\nbranch_labels = [\"side\"]"),
        ];
        let main = [("0002_v/metadata.toml", "down_revision = \"0001\"\nbranch_labels = [\"main\"]"), ("0003_b/metadata.toml", "down_revision = \"0002\"")];
        let chain = proved(db, &[&FILES[..], &side, &main].concat());
        [A, "create table c (id int)"].into_iter().for_each(|up| db.connect().run(up));
        assert_eq!(exact(&chain, db), ["000c"]);
        db.connect().run(V);
        assert_eq!(exact(&chain, db), [""; 0]);
        db.connect().run(FILES[4].1);
        let report = chain.on(&mut db.connect()).adopt(None).unwrap();
        assert_eq!(ids(&report.current), ["0003", "000c"]);
        assert_eq!(chain.on(&mut db.connect()).status().unwrap(), Status::AtHead);
    }

    fn what_is_ignored_hinders_nobody_from_being_recognised(db: &Scratch) {
        let pattern = db.pick("table public.cache_*", "table cache_*");
        let settings = format!("dialects = [\"postgres\", \"sqlite\"]\nignore = [\"{pattern}\"]\n");
        let chain = proved(db, &[&FILES[..], &[("hunter.toml", settings.as_str())]].concat());
        let serial = db.pick("create table cache_x (id serial)", "create table cache_x (id integer primary key)");
        [A, serial].into_iter().for_each(|up| db.connect().run(up));
        assert_eq!(exact(&chain, db), ["0001"]);
    }

    fn revisions_that_nobody_proved_are_not_compared_and_the_others_are(db: &Scratch) {
        let lock = chain(db).chain().lockfile().render();
        let more = [("0004_d/up.sql", "create table d (id int);"), ("0004_d/down.sql", "drop table d;"), ("hunter.lock", lock.as_str())];
        let chain = crate::support::tree(&[&FILES[..], &more].concat());
        db.connect().run(A);
        let found = recognised(&chain, db);
        assert_eq!((exact(&chain, db), ids(&found.not_compared)), (vec!["0001".to_owned()], vec!["0004"]));
        db.connect().run("create table d (id int)");
        refused(&chain, db, None, &["the nearest is 0001", "(1 were not compared, `0004` among them"]);
        let without = crate::support::tree(&FILES);
        let error = without.on(&mut db.connect()).recognise().unwrap_err();
        assert!(error.to_string().contains("carries no lockfile"), "{error}");
    }

    fn an_upgrade_adopts_what_nobody_recorded_and_is_a_plain_one_elsewhere(db: &Scratch) {
        let chain = unrecorded(db);
        let mut said = Vec::new();
        let mut hear = |notice: &hunter_migrations::Notice<'_>| {
            if let hunter_migrations::Notice::Note { text } = notice { said.push((*text).to_owned()) }
        };
        let report = chain.on(&mut db.connect()).adopting().observe(&mut hear).upgrade(Target::Head).unwrap();
        assert_eq!(said, ["adopted at 0002: 2 revisions recorded, nothing was run"]);
        assert_eq!(ids(report.steps.iter().map(|step| &step.revision)), ["0003"]);
        assert_eq!(db.events(), ["adopt 0001", "adopt 0002", "up 0003"]);
        assert!(chain.on(&mut db.connect()).adopting().upgrade(Target::Head).unwrap().steps.is_empty());
        let other = Scratch::new(db.dialect());
        let report = chain.on(&mut other.connect()).adopting().upgrade(target("0002")).unwrap();
        assert_eq!(report.steps.len(), 2);
        assert_eq!(other.events(), ["up 0001", "up 0002"]);
    }

    fn an_upgrade_that_cannot_adopt_or_leads_nowhere_leaves_nothing_behind(db: &Scratch) {
        let chain = unrecorded(db);
        let before = db.picture();
        let error = chain.on(&mut db.connect()).adopting().upgrade(target("+9")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Target, "{error}");
        db.connect().run("create table theirs (id int)");
        let error = chain.on(&mut db.connect()).adopting().upgrade(Target::Head).unwrap_err();
        assert!(error.to_string().contains("the nearest is 0002"), "{error}");
        assert_eq!(error.differences().len(), 1);
        db.connect().run("drop table theirs");
        assert_eq!(db.picture(), before);
    }

    fn what_comes_of_adopting_at_once_is_one_record(db: &Scratch) {
        let chain = unrecorded(db);
        std::thread::scope(|scope| {
            let adopt = || chain.on(&mut db.connect()).adopt(None).is_ok();
            let runs: Vec<_> = (0..4).map(|_| scope.spawn(adopt)).collect();
            let done = runs.into_iter().map(|run| run.join().unwrap());
            assert_eq!(done.filter(|is| *is).count(), 1);
        });
        assert_eq!(db.events(), ["adopt 0001", "adopt 0002"]);
    }
}
