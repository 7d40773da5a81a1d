//! A backup and its way back: the same rows, the same record, or the database as it was.

mod postgres;
mod rows;
mod sqlite;

use std::fs;
use std::path::{Path, PathBuf};

use hunter_migrations::testing::Scratch;
use hunter_migrations::{Backup, Backups, Error, ErrorKind, Migrations, Report, Target};
use rows::{chain, fill, rows};
use sha2::{Digest as _, Sha256};

use crate::support::{Ask, Database, ids};

/// A folder of one test's own.
struct Folder(PathBuf);

impl Folder {
    fn new(db: &Scratch) -> Self {
        let name = db.name().rsplit('/').find(|part| part.starts_with("hunter_scratch")).unwrap_or("hunter");
        Self(std::env::temp_dir().join(format!("{name}_backups")))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// At the first revision, with rows, and a backup of that.
fn backed_up(db: &Scratch, seed: u64) -> (Migrations, Folder, Backup) {
    let (chain, folder) = (chain(db), Folder::new(db));
    chain.on(&mut db.connect()).upgrade("0001".parse().unwrap()).unwrap();
    fill(db, seed);
    let backup = chain.on(&mut db.connect()).backup(&folder.0).unwrap();
    (chain, folder, backup)
}

fn destroy(db: &Scratch) {
    db.connect().run(db.pick(
        "drop table thing cascade; drop schema \"other place\" cascade; create table thing (other int); \
         create schema more; create table more.x (id int); select lo_create(0)",
        "drop view v; drop table thing; delete from \"We \"\"ird\"; create table thing (other int); create table x (id int)",
    ));
}

fn restore(chain: &Migrations, db: &Scratch, file: &Path) -> Result<Report, Error> {
    let mut conn = db.connect();
    let restoration = chain.on(&mut conn).restoration(file)?;
    chain.on(&mut conn).replacing().restore(&restoration)
}

/// The file with other contents, and a manifest that agrees with them.
fn forged(backup: &Backup, change: impl FnOnce(String) -> String) {
    let text = change(fs::read_to_string(&backup.file).unwrap());
    fs::write(&backup.file, &text).unwrap();
    let digest: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
    let beside = format!("{}.json", backup.file.display());
    let mut manifest: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&beside).unwrap()).unwrap();
    manifest["digest"] = format!("sha256:{digest}").into();
    manifest["size"] = text.len().into();
    fs::write(&beside, manifest.to_string()).unwrap();
}

conformance! {
    fn a_destroyed_database_comes_back_row_by_row(db: &Scratch) {
        for seed in [1, 0x9e37_79b9] {
            let db = &Scratch::new(db.dialect());
            let (chain, _folder, backup) = backed_up(db, seed);
            let before = (rows(db), db.events());
            assert_eq!((before.1.len(), before.0.len() > 400), (1, true));
            destroy(db);
            let report = restore(&chain, db, &backup.file).unwrap();
            assert_eq!(ids(&report.current), ["0001"]);
            assert_eq!(rows(db), before.0);
            assert_eq!(db.events(), ["up 0001", "restore 0001"]);
            let conn = &mut db.connect();
            chain.on(conn).check().unwrap();
            // The run goes on as if nothing had been.
            assert_eq!(chain.on(conn).upgrade(Target::Head).unwrap().steps.len(), 1);
            assert_eq!(rows(db), before.0);
        }
    }

    fn an_empty_database_takes_a_backup_without_a_word_and_another_one_does_not(db: &Scratch) {
        let (chain, _folder, backup) = backed_up(db, 7);
        let empty = Scratch::new(db.dialect());
        let mut conn = empty.connect();
        let restoration = chain.on(&mut conn).restoration(&backup.file).unwrap();
        assert!(restoration.replaces.is_empty());
        chain.on(&mut conn).restore(&restoration).unwrap();
        assert_eq!(rows(&empty), rows(db));
        drop(conn);
        // Its own database is not empty.
        let before = db.picture();
        let mut conn = db.connect();
        let restoration = chain.on(&mut conn).restoration(&backup.file).unwrap();
        let error = chain.on(&mut conn).restore(&restoration).unwrap_err();
        assert!(error.to_string().contains("is not empty") && error.help().contains("--replace"), "{error}");
        assert_eq!(db.picture(), before);
    }

    fn a_backup_tells_of_what_it_was_taken(db: &Scratch) {
        let (_, folder, backup) = backed_up(db, 7);
        let manifest = &backup.manifest;
        assert_eq!((&*manifest.revisions, &*manifest.applied), (&["0001".to_owned()][..], &["0001".to_owned()][..]));
        assert_eq!(manifest.dialect, db.dialect().name());
        assert_eq!(manifest.ledger.as_ref().map(|ledger| (ledger.rows, ledger.last)), Some((1, 1)));
        assert_eq!(manifest.size, fs::metadata(&backup.file).unwrap().len());
        assert!(db.name().ends_with(&manifest.database), "{}", manifest.database);
        assert!(manifest.tools.contains_key(db.pick("pg_dump", "sqlite")) && manifest.tools.contains_key("conformance"));
        let listed = Backups::of_folder(&folder.0).unwrap();
        assert_eq!((listed.all, listed.unreadable.len(), listed.leftovers.len()), (vec![backup], 0, 0));
    }

    fn a_file_that_is_not_what_was_written_is_refused_and_nothing_is_touched(db: &Scratch) {
        let (chain, _folder, backup) = backed_up(db, 7);
        let (whole, before) = (fs::read(&backup.file).unwrap(), db.picture());
        let mut changed = whole.clone();
        let middle = changed.len() / 2;
        changed[middle] ^= 1;
        for content in [&changed[..], &whole[..whole.len() - 200], &whole[..whole.len() / 2], b""] {
            fs::write(&backup.file, content).unwrap();
            let error = restore(&chain, db, &backup.file).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::State, "{error}");
        }
        fs::write(&backup.file, &whole).unwrap();
        fs::remove_file(format!("{}.json", backup.file.display())).unwrap();
        let error = restore(&chain, db, &backup.file).unwrap_err();
        assert!(error.to_string().contains(".json is not there"), "{error}");
        assert_eq!(db.picture(), before);
    }

    fn a_backup_of_another_database_replaces_nothing(db: &Scratch) {
        let (chain, folder, backup) = backed_up(db, 7);
        let other = Scratch::new(db.dialect());
        other.connect().run("create table precious (id int)");
        let file = backup.file.with_file_name(backup.file.file_name().unwrap());
        // Files of SQLite are told apart by their names, and all of these have the same one.
        let beside = format!("{}.json", file.display());
        let text = fs::read_to_string(&beside).unwrap().replace("scratch.db", "another.db");
        fs::write(&beside, text).unwrap();
        let error = restore(&chain, &other, &file).unwrap_err();
        assert!(error.to_string().contains("is another one that is not empty"), "{error}");
        assert_eq!(other.tables(), ["precious"]);
        let of_other_kind = fs::read_to_string(&beside).unwrap().replace(
            &format!("\"dialect\": \"{}\"", db.dialect().name()),
            "\"dialect\": \"mysql\"",
        );
        fs::write(&beside, of_other_kind).unwrap();
        let error = restore(&chain, db, &file).unwrap_err();
        assert!(error.to_string().contains("is a backup of mysql"), "{error}");
        drop(folder);
    }

    fn a_run_takes_its_backup_before_its_first_step_and_none_where_it_has_none(db: &Scratch) {
        let (chain, folder, _) = backed_up(db, 7);
        let taken = || Backups::of_folder(&folder.0).unwrap().all.len();
        let report = chain.on(&mut db.connect()).backup_first(&folder.0).upgrade(Target::Head).unwrap();
        let backup = report.backup.unwrap();
        assert_eq!((&*backup.manifest.revisions, taken()), (&["0001".to_owned()][..], 2));
        let report = chain.on(&mut db.connect()).backup_first(&folder.0).upgrade(Target::Head).unwrap();
        assert_eq!((report.backup, taken()), (None, 2));
        let report = chain.on(&mut db.connect()).backup_first(&folder.0).downgrade(&"-1".parse().unwrap()).unwrap();
        assert_eq!((report.backup.unwrap().manifest.revisions, taken()), (vec!["0002".to_owned()], 3));
    }

    fn a_database_without_a_ledger_is_backed_up_and_comes_back_without_one(db: &Scratch) {
        let (chain, folder) = (chain(db), Folder::new(db));
        db.connect().run("create table old (id int); insert into old values (1), (2)");
        let backup = chain.on(&mut db.connect()).backup(&folder.0).unwrap();
        assert_eq!((backup.manifest.ledger.as_ref(), db.tables()), (None, vec!["old".to_owned()]));
        db.connect().run("delete from old");
        restore(&chain, db, &backup.file).unwrap();
        assert_eq!((db.connect().count("old"), db.tables().len()), ("2".to_owned(), 1));
    }

    fn a_restore_to_base_goes_on_with_the_ledger(db: &Scratch) {
        let (chain, folder) = (chain(db), Folder::new(db));
        chain.on(&mut db.connect()).ensure().unwrap();
        let backup = chain.on(&mut db.connect()).backup(&folder.0).unwrap();
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let report = restore(&chain, db, &backup.file).unwrap();
        assert!(report.current.is_empty() && report.to_string().ends_with("the database is at base"), "{report}");
        assert_eq!(db.events(), ["restore base"]);
        let report = chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!((report.steps.len(), db.events().len()), (2, 3));
    }

    fn a_drifted_database_comes_back_as_it_was_and_says_so(db: &Scratch) {
        let (chain, folder, _) = backed_up(db, 7);
        db.connect().run("drop table empty_one");
        let backup = chain.on(&mut db.connect()).backup(&folder.0).unwrap();
        let error = restore(&chain, db, &backup.file).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Drift);
        assert!(error.to_string().starts_with("the backup is restored and recorded, and "), "{error}");
        assert_eq!(db.events().last().map(String::as_str), Some("restore 0001"));
    }
}
