//! What a run does is what was proved, or somebody hears of it.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{Error, ErrorKind, Migrations, Migrator, Notice, Proof, Report, Status, Target};

use crate::support::{Ask, Database, ids, proved, target, tree};

const SETTINGS: (&str, &str) = ("hunter.toml", "dialects = [\"postgres\", \"sqlite\"]");

/// Does nothing to a table that is there already, whatever it is.
const GUARDED: [(&str, &str); 2] = [
    ("0001_a/up.sql", "create table if not exists a (id int primary key, note text);"),
    ("0001_a/down.sql", "drop table a;"),
];
const INDEX: &str = "create table b (id int); create index by_note on a (note);";

/// A chain, with the lockfile of one that has these files instead.
pub(crate) fn with_lock_of(
    db: &Scratch,
    files: &[(&str, &str)],
    proved_files: &[(&str, &str)],
) -> Migrations {
    let lock = proved(db, proved_files).chain().lockfile().render();
    tree(&[files, &[("hunter.lock", lock.as_str())]].concat())
}

/// A table, and what stands on it with this way down, of which another one was proved.
pub(crate) fn sabotaged(db: &Scratch, more: (&str, &str), down: &str) -> Migrations {
    let files =
        |down| [SETTINGS, GUARDED[0], GUARDED[1], ("0002_b/up.sql", INDEX), ("0002_b/down.sql", down), more];
    let chain = with_lock_of(db, &files(down), &files("drop index by_note; drop table b;"));
    chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
    chain
}

/// What was warned of, and what came of it.
pub(crate) fn heard(
    db: &Scratch,
    chain: &Migrations,
    run: impl FnOnce(Migrator<'_>) -> Result<Report, Error>,
) -> (Vec<String>, Result<Report, Error>) {
    let (mut warnings, mut conn) = (Vec::new(), db.connect());
    let mut observer = |notice: &Notice<'_>| {
        if let Notice::Warning { text } = notice {
            warnings.push(plain(text));
        }
    };
    let result = run(chain.on(&mut conn).observe(&mut observer));
    (warnings, result)
}

/// The same words for both: a schema in front is PostgreSQL's.
pub(crate) fn plain(text: &str) -> String {
    text.replace("public.", "")
}

/// The one `mismatch` row's metadata.
pub(crate) fn mismatch(db: &Scratch) -> String {
    let rows = db.connect().column("select metadata as j from __hunter_ledger where event = 'mismatch'");
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    plain(row)
}

fn guarded(db: &Scratch, settings: &str) -> Migrations {
    let settings = format!("{}\n{settings}\n", SETTINGS.1);
    let chain = proved(db, &[("hunter.toml", settings.as_str()), GUARDED[0], GUARDED[1]]);
    db.connect().run("create table a (id int primary key)");
    chain
}

conformance! {
    fn a_run_that_did_something_else_is_recorded_and_told(db: &Scratch) {
        let chain = guarded(db, "");
        let (warnings, result) = heard(db, &chain, |on| on.upgrade(Target::Head));
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Drift, "{error}");
        assert_eq!(
            plain(&error.to_string()),
            "revision `0001` is applied and recorded, and did something else than was proved: column a.note is missing"
        );
        assert!(error.help().contains("`hunter repair`"), "{}", error.help());
        assert_eq!(ids(&error.progress().done), ["0001"]);
        assert_eq!(db.events(), ["up 0001", "mismatch 0001"]);
        assert!(mismatch(db).contains("column a.note is missing"), "{}", mismatch(db));
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert!(warnings[0].starts_with("1 object was already different"), "{warnings:?}");
    }

    fn a_mismatch_changes_nothing_of_what_is_applied_and_a_repair_ends_it(db: &Scratch) {
        let chain = guarded(db, "");
        let conn = &mut db.connect();
        chain.on(conn).upgrade(Target::Head).unwrap_err();
        assert_eq!(chain.on(conn).status().unwrap(), Status::AtHead);
        assert!(chain.on(conn).upgrade(Target::Head).unwrap().steps.is_empty());
        chain.on(conn).repair().unwrap();
        chain.on(conn).check().unwrap();
        chain.on(conn).downgrade(&Target::Base).unwrap();
        assert_eq!(db.events(), ["up 0001", "mismatch 0001", "repair 0001", "down 0001"]);
    }

    fn a_step_that_does_something_else_is_rolled_back_where_each_is_compared(db: &Scratch) {
        let chain = guarded(db, "");
        let error = chain.on(&mut db.connect()).proof(Proof::Step).upgrade(Target::Head).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Script, "{error}");
        assert!(plain(&error.to_string()).ends_with("and was rolled back: column a.note is missing"), "{error}");
        assert!(error.place().unwrap().path.ends_with("up.sql"));
        assert_eq!(db.events(), [""; 0]);
        db.connect().run("drop table a");
        chain.on(&mut db.connect()).proof(Proof::Step).upgrade(Target::Head).unwrap();
        assert_eq!(db.events(), ["up 0001"]);
    }

    fn a_step_below_one_that_nobody_proved_is_compared_with_what_was_there_before_it(db: &Scratch) {
        let files = |more: &[(&'static str, &'static str)]| {
            [&[SETTINGS, GUARDED[0], GUARDED[1], ("0002_b/up.sql", INDEX), ("0002_b/down.sql", "drop index by_note; drop table b;")], more].concat()
        };
        let new = [("0003_c/up.sql", "create table c (id int);"), ("0003_c/down.sql", "drop table c;")];
        let chain = with_lock_of(db, &files(&new), &files(&[]));
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        chain.on(&mut db.connect()).downgrade(&target("0001")).unwrap();
        assert_eq!(db.events()[3..], ["down 0003", "down 0002"]);
    }

    fn a_way_down_that_forgets_something_is_rolled_back_and_told_what_it_lacks(db: &Scratch) {
        let chain = sabotaged(db, GUARDED[1], "drop table b;");
        let before = db.picture();
        let error = chain.on(&mut db.connect()).downgrade(&target("0001")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Script, "{error}");
        assert_eq!(
            plain(&error.to_string()),
            "downgrade of revision `0002` does not lead back to what was there before it, and was rolled back: index \
             a.by_note is not expected"
        );
        assert!(plain(error.help()).contains("the script lacks `DROP INDEX by_note;`"), "{}", error.help());
        assert_eq!(db.picture(), before);
        chain.on(&mut db.connect()).proof(Proof::Off).downgrade(&target("0001")).unwrap();
        assert_eq!(db.events(), ["up 0001", "up 0002", "down 0002"]);
    }

    fn a_way_down_outside_of_a_transaction_is_compared_after_it_and_recorded(db: &Scratch) {
        let chain = sabotaged(db, ("0002_b/metadata.toml", "run_in_transaction = false"), "drop table b;");
        let error = chain.on(&mut db.connect()).downgrade(&Target::Base).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Drift, "{error}");
        assert!(error.to_string().starts_with("revision `0002` is reverted and recorded, and did"), "{error}");
        assert!(mismatch(db).contains("index a.by_note is not expected"));
        assert_eq!(ids(chain.on(&mut db.connect()).applied().unwrap().ids()), ["0001"]);
    }

    fn drift_elsewhere_is_a_warning_and_stands_in_no_way(db: &Scratch) {
        let chain = sabotaged(db, GUARDED[1], "drop index by_note; drop table b;");
        db.connect().run("create table theirs (id int)");
        db.connect().run("alter table a add column extra int");
        let of_two = ["2 objects were already different from what is recorded; `hunter check` names what differs"];
        for proof in [Proof::Run, Proof::Step] {
            let (warnings, result) = heard(db, &chain, |on| on.downgrade(&target("0001")));
            result.unwrap();
            assert_eq!(warnings, of_two);
            let (warnings, result) = heard(db, &chain, |on| on.proof(proof).upgrade(Target::Head));
            result.unwrap();
            assert_eq!(warnings, of_two);
        }
        assert!(db.tables().iter().any(|table| table == "theirs"));
    }

    fn strict_refuses_a_database_that_drifted_before_anything_is_done(db: &Scratch) {
        let chain = sabotaged(db, GUARDED[1], "drop index by_note; drop table b;");
        chain.on(&mut db.connect()).strict().downgrade(&target("0001")).unwrap();
        db.connect().run("create table theirs (id int)");
        let before = db.picture();
        let error = chain.on(&mut db.connect()).strict().upgrade(Target::Head).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::State, "{error}");
        assert!(plain(&error.to_string()).ends_with("table theirs is not expected"), "{error}");
        let error = chain.on(&mut db.connect()).strict().downgrade(&Target::Base).unwrap_err();
        assert_eq!((error.kind(), db.picture()), (ErrorKind::State, before));
    }

    fn a_run_without_checks_says_so_in_the_record_and_no_other_does(db: &Scratch) {
        let chain = guarded(db, "");
        let conn = &mut db.connect();
        chain.on(conn).proof(Proof::Off).upgrade(Target::Head).unwrap();
        chain.on(conn).proof(Proof::Off).downgrade(&Target::Base).unwrap();
        chain.on(conn).upgrade(Target::Head).unwrap();
        let off = conn.column("select metadata as j from __hunter_ledger order by seq");
        let off: Vec<bool> = off.iter().map(|row| row.replace(' ', "").contains("\"proof\":\"off\"")).collect();
        assert_eq!(off, [true, true, false]);
    }

    fn what_is_ignored_is_no_mismatch(db: &Scratch) {
        let pattern = db.pick("ignore = [\"column public.a.note\"]", "ignore = [\"column a.note\"]");
        let chain = guarded(db, pattern);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.events(), ["up 0001"]);
    }

    fn a_revision_that_nobody_proved_is_not_compared(db: &Scratch) {
        let chain = tree(&[SETTINGS, GUARDED[0], GUARDED[1]]);
        db.connect().run("create table a (id int primary key)");
        let (warnings, result) = heard(db, &chain, |on| on.upgrade(Target::Head));
        result.unwrap();
        assert_eq!(warnings, [""; 0]);
        let error = chain.on(&mut db.connect()).strict().downgrade(&Target::Base).unwrap_err();
        assert!(error.to_string().contains("carries no lockfile"), "{error}");
    }

    fn what_nobody_recorded_follows_a_table_to_its_new_name_and_back(db: &Scratch) {
        let chain = proved(db, &[
            SETTINGS, GUARDED[0], GUARDED[1],
            ("0002_b/up.sql", "alter table a rename to b;"),
            ("0002_b/down.sql", "alter table b rename to a;"),
        ]);
        chain.on(&mut db.connect()).upgrade(target("0001")).unwrap();
        db.connect().run("alter table a add column extra int; create index theirs on a (extra)");
        chain.on(&mut db.connect()).proof(Proof::Step).upgrade(Target::Head).unwrap();
        let (warnings, result) = heard(db, &chain, |on| on.downgrade(&target("0001")));
        result.unwrap();
        assert!(warnings.iter().any(|text| text.starts_with("index b.theirs is missing: nobody recorded it")), "{warnings:?}");
    }

    fn a_drifted_fact_that_a_revision_does_not_touch_stays_as_it_is(db: &Scratch) {
        let chain = proved(db, &[
            SETTINGS,
            ("0001_a/up.sql", "create table a (id int, note text);"), ("0001_a/down.sql", "drop table a;"),
            ("0002_c/up.sql", "alter table a add column c int;"), ("0002_c/down.sql", "alter table a drop column c;"),
        ]);
        chain.on(&mut db.connect()).upgrade(target("0001")).unwrap();
        db.connect().run("drop table a");
        db.connect().run("create table a (id bigint, note text not null)");
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        chain.on(&mut db.connect()).downgrade(&target("0001")).unwrap();
        assert_eq!(db.events(), ["up 0001", "up 0002", "down 0002"]);
    }
}

mod sqlite {
    use super::*;
    use hunter_migrations::Dialect;

    #[test]
    fn what_another_process_did_after_a_run_is_not_taken_for_the_runs() {
        let db = Scratch::new(Dialect::Sqlite);
        let chain = proved(&db, &[SETTINGS, GUARDED[0], GUARDED[1]]);
        let (mut warnings, mut conn, mut other) = (Vec::new(), db.connect(), db.connect());
        let mut observer = |notice: &Notice<'_>| match notice {
            Notice::Done { .. } => drop(chain.on(&mut other).downgrade(&Target::Base).unwrap()),
            Notice::Warning { text } => warnings.push((*text).to_owned()),
            _ => {}
        };
        chain.on(&mut conn).observe(&mut observer).upgrade(Target::Head).unwrap();
        assert!(warnings[0].starts_with("another process went on meanwhile"), "{warnings:?}");
        assert_eq!(db.events(), ["up 0001", "down 0001"]);
    }
}
