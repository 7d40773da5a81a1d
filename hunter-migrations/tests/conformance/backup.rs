//! A backup and its way back: the same rows, the same record, or the database as it was.

use std::fs;
use std::path::{Path, PathBuf};

use hunter_chain::Dialect;
use hunter_migrations::testing::Scratch;
use hunter_migrations::{Backup, Backups, ErrorKind, Migrations, Target};
use sha2::{Digest as _, Sha256};

use crate::support::{Ask, Conn, Database, ids, proved, wait_until};

const POSTGRES: &str = "\
create schema \"other place\";
create type mood as enum ('glad', 'sad');
create table thing (id int primary key, n numeric, f double precision, t text, b bytea, j jsonb, at timestamptz, m mood, l text[]);
create table \"other place\".\"We \"\"ird\" (\"Né\" text, id serial unique, big text generated always as (upper(\"Né\")) stored);
create table empty_one (id int);
create function f(text) returns text language sql as $x$ select '\\! rm' || $1 -- \\i
$x$;
create view v as select id, E'a\\\\\\nb' as odd from thing;
comment on table thing is 'two
lines; \\. and $$';";
const SQLITE: &str = "\
create table thing (id int primary key, n numeric, f real, t text, b blob, j text, at text, m text, l text);
create table \"We \"\"ird\" (\"Né\" text, id integer primary key autoincrement);
create table empty_one (id int);
create view v as select id, 'a
b' as odd from thing;
create trigger tr after delete on thing begin insert into empty_one values (old.id); end;";

/// Text that a careless format would trip over.
const NASTY: [&str; 12] = [
    "",
    "\\",
    "\\.",
    "\n\\.\n",
    "'",
    "\"",
    "\t\r\n",
    "$$",
    "é漢😀",
    "-- x",
    "\\! ls",
    "COPY a.b FROM stdin;",
];

/// One row after another, the same ones in every run.
struct Random(u64);

impl Random {
    fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }

    fn text(&mut self) -> String {
        (0..self.next(4)).map(|_| NASTY[usize::try_from(self.next(12)).unwrap()]).collect()
    }
}

fn chain(db: &Scratch) -> Migrations {
    let dialects = format!("dialects = [\"{}\"]\n", db.dialect().name());
    proved(
        db,
        &[
            ("hunter.toml", &dialects),
            ("0001_a/up.postgres.sql", POSTGRES),
            ("0001_a/up.sqlite.sql", SQLITE),
            ("0001_a/metadata.toml", "irreversible = \"a test\"\n"),
            ("0002_b/up.sql", "create table later (id int);"),
            ("0002_b/down.sql", "drop table later;"),
        ],
    )
}

fn fill(db: &Scratch, seed: u64) {
    let (mut random, dialect) = (Random(seed), db.dialect());
    let quote = |text: &str| dialect.quote_literal(text);
    let mut rows = Vec::new();
    for id in 0..200 {
        let bytes: String = (0..random.next(9)).map(|_| format!("{:02x}", random.next(256))).collect();
        let blob = if dialect == Dialect::Postgres { format!("'\\x{bytes}'") } else { format!("x'{bytes}'") };
        let list = if dialect == Dialect::Postgres {
            format!("array[{}, {}]", quote(&random.text()), quote(&random.text()))
        } else {
            quote(&random.text())
        };
        let json = serde_json::json!({ "x": random.text() }).to_string();
        let (n, f) = (random.next(1 << 60), random.next(1 << 50));
        let optional =
            |text: String, random: &mut Random| if random.next(4) == 0 { "null".to_owned() } else { text };
        let values = [
            id.to_string(),
            optional(format!("{n}.{}", n % 1000), &mut random),
            optional(format!("{f} / 7.0"), &mut random),
            optional(quote(&random.text()), &mut Random(id + 1)),
            optional(blob, &mut random),
            optional(quote(&json), &mut random),
            optional(format!("'2026-01-{:02} 10:00:0{}.25+00'", 1 + random.next(28), id % 10), &mut random),
            optional("'sad'".to_owned(), &mut random),
            optional(list, &mut random),
        ];
        rows.push(format!("({})", values.join(", ")));
    }
    let mut conn = db.connect();
    conn.run(&format!("insert into thing values {}", rows.join(", ")));
    let weird = db.pick("\"other place\".\"We \"\"ird\"", "\"We \"\"ird\"");
    for _ in 0..20 {
        conn.run(&format!("insert into {weird} (\"Né\") values ({})", quote(&random.text())));
    }
}

/// Every row of every table, and what the next row's number would be.
fn rows(db: &Scratch) -> Vec<String> {
    let queries: &[&str] = match db.dialect() {
        Dialect::Postgres => &[
            "select t::text as j from thing t order by id",
            "select t::text as j from \"other place\".\"We \"\"ird\" t order by id",
            "select last_value::text as j from \"other place\".\"We \"\"ird_id_seq\"",
            "select odd as j from v order by id",
            "select f('x') as j",
        ],
        _ => &[
            "select json_array(id, quote(n), quote(f), quote(t), quote(b), quote(j), quote(at), quote(m), quote(l)) as j from thing order by id",
            "select id || quote(\"Né\") as j from \"We \"\"ird\" order by id",
            "select name || seq as j from sqlite_sequence order by 1",
            "select odd as j from v order by id",
        ],
    };
    let mut conn = db.connect();
    queries.iter().flat_map(|query| conn.column(query)).collect()
}

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

fn restore(
    chain: &Migrations,
    db: &Scratch,
    file: &Path,
) -> Result<hunter_migrations::Report, hunter_migrations::Error> {
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

mod postgres {
    use super::*;

    fn database() -> Scratch {
        Scratch::new(Dialect::Postgres)
    }

    #[test]
    fn a_statement_that_fails_leaves_everything_as_it_was_and_its_line_is_named() {
        let db = &database();
        let (chain, _folder, backup) = backed_up(db, 7);
        let before = (db.picture(), rows(db));
        forged(&backup, |text| {
            text.replace(
                "\n--\n-- PostgreSQL database dump complete",
                "\nSELECT 1/0;\n\n--\n-- PostgreSQL database dump complete",
            )
        });
        let line =
            fs::read_to_string(&backup.file).unwrap().lines().position(|line| line == "SELECT 1/0;").unwrap()
                + 1;
        let error = restore(&chain, db, &backup.file).unwrap_err();
        assert!(error.to_string().contains(&format!("line {line}: ERROR:  division by zero")), "{error}");
        assert!(error.help().contains("everything was rolled back"), "{}", error.help());
        assert_eq!((db.picture(), rows(db)), before);
    }

    #[test]
    fn a_command_for_the_client_is_refused_although_the_manifest_agrees() {
        let db = &database();
        let (chain, folder, backup) = backed_up(db, 7);
        let before = db.picture();
        let harm = folder.0.join("harm");
        let command = format!("\\! touch {}\nSET statement_timeout = 0;", harm.display());
        forged(&backup, |text| text.replacen("SET statement_timeout = 0;", &command, 1));
        let error = restore(&chain, db, &backup.file).unwrap_err();
        assert!(error.to_string().contains("is a command for the client: \\! touch"), "{error}");
        assert_eq!((db.picture(), harm.exists()), (before, false));
    }

    #[test]
    fn a_setting_that_only_a_later_server_knows_is_left_out() {
        let db = &database();
        let (chain, _folder, backup) = backed_up(db, 7);
        let before = rows(db);
        let later = "SET statement_timeout = 0;\nSET transaction_timeout = 0;";
        forged(&backup, |text| text.replacen("SET statement_timeout = 0;", later, 1));
        restore(&chain, db, &backup.file).unwrap();
        assert_eq!(rows(db), before);
    }

    #[test]
    fn the_guard_is_held_while_a_backup_is_taken() {
        let db = &database();
        let (chain, folder, _) = backed_up(db, 7);
        let mut blocker = db.connect();
        blocker.run("begin; lock table thing in access exclusive mode");
        std::thread::scope(|scope| {
            let taking = scope.spawn(|| chain.on(&mut db.connect()).backup(&folder.0));
            let waits = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
            wait_until("pg_dump waits for the lock", || db.connect().value(waits) != "0");
            let busy =
                chain.on(&mut db.connect()).on_busy(hunter_migrations::OnBusy::Fail).upgrade(Target::Head);
            assert_eq!(busy.unwrap_err().kind(), ErrorKind::Busy);
            blocker.run("commit");
            taking.join().unwrap().unwrap();
        });
    }

    #[test]
    fn a_backup_that_waits_for_a_lock_ends_at_the_deadline_and_leaves_no_file() {
        let db = &database();
        let (chain, folder, _) = backed_up(db, 7);
        let files = || fs::read_dir(&folder.0).unwrap().count();
        let before = files();
        let mut blocker = db.connect();
        blocker.run("begin; lock table thing in access exclusive mode");
        let wait = std::time::Duration::from_millis(300);
        let error = chain.on(&mut db.connect()).lock_wait(wait).backup(&folder.0).unwrap_err();
        assert_eq!((error.kind(), files()), (ErrorKind::Busy, before), "{error}");
        assert!(error.help().contains("no backup was made"), "{}", error.help());
    }

    #[test]
    fn a_backup_can_be_stopped_in_the_middle_and_leaves_no_file() {
        let db = &database();
        let (chain, folder, _) = backed_up(db, 7);
        let files = || fs::read_dir(&folder.0).unwrap().count();
        let before = files();
        let mut blocker = db.connect();
        blocker.run("begin; lock table thing in access exclusive mode");
        let interrupt = hunter_migrations::Interrupt::new();
        std::thread::scope(|scope| {
            let taking =
                scope.spawn(|| chain.on(&mut db.connect()).interruptible(&interrupt).backup(&folder.0));
            let waits = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
            wait_until("pg_dump waits for the lock", || db.connect().value(waits) != "0");
            interrupt.stop();
            assert_eq!(taking.join().unwrap().unwrap_err().kind(), ErrorKind::Interrupted);
        });
        assert_eq!(files(), before);
    }

    #[test]
    fn a_connection_of_the_callers_own_cannot_be_backed_up_and_says_why() {
        use diesel::Connection as _;
        let db = &database();
        let chain = chain(db);
        let mut conn = diesel::PgConnection::establish(db.url()).unwrap();
        let error = chain.on(&mut conn).backup(Path::new("nowhere")).unwrap_err();
        assert!(error.help().contains("hunter_migrations::connect"), "{}", error.help());
        assert!(!Path::new("nowhere").exists());
    }
}

mod sqlite {
    use super::*;

    fn in_mode(db: &Scratch, mode: &str) -> Conn {
        let mut conn = db.connect();
        conn.run(&format!("PRAGMA journal_mode = {mode}"));
        conn
    }

    fn mode(db: &Scratch) -> String {
        db.connect().value("select journal_mode from pragma_journal_mode")
    }

    #[test]
    fn a_file_that_somebody_writes_or_has_open_with_a_log_is_not_replaced() {
        for (mode_of, busy) in [("DELETE", "BEGIN IMMEDIATE"), ("WAL", "select count(*) from thing")] {
            let db = &Scratch::new(Dialect::Sqlite);
            let (chain, _folder, backup) = backed_up(db, 7);
            let mut other = in_mode(db, mode_of);
            other.run(busy);
            let before = db.picture();
            let mut conn = db.connect();
            let restoration = chain.on(&mut conn).restoration(&backup.file).unwrap();
            let wait = std::time::Duration::from_millis(100);
            let error = chain.on(&mut conn).lock_wait(wait).replacing().restore(&restoration).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Busy, "{mode_of}: {error}");
            assert_eq!((db.picture(), mode(db)), (before, mode_of.to_lowercase()));
            let folder = Path::new(db.name()).parent().unwrap();
            let left =
                fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
            assert!(left.into_iter().all(|name| !name.contains("restoring")));
        }
    }

    #[test]
    fn a_database_with_a_write_ahead_log_comes_back_with_one() {
        let db = &Scratch::new(Dialect::Sqlite);
        let (chain, folder, _) = backed_up(db, 7);
        drop(in_mode(db, "WAL"));
        let before = rows(db);
        let backup = chain.on(&mut db.connect()).backup(&folder.0).unwrap();
        destroy(db);
        restore(&chain, db, &backup.file).unwrap();
        assert_eq!((rows(db), mode(db)), (before, "wal".to_owned()));
    }

    #[test]
    fn writers_beside_a_backup_neither_stop_it_nor_get_into_it_by_half() {
        let db = &Scratch::new(Dialect::Sqlite);
        let (chain, folder, _) = backed_up(db, 7);
        db.connect().run("create table pairs (id int)");
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                let mut conn = db.connect();
                (0..60).for_each(|id| conn.run(&format!("begin immediate; insert into pairs values ({id}); insert into pairs values ({id}); commit")));
            });
            for _ in 0..3 {
                let backup = chain.on(&mut db.connect()).backup(&folder.0).unwrap();
                let mut copy =
                    hunter_migrations::connect(&format!("sqlite:{}", backup.file.display())).unwrap();
                assert_eq!(copy.value("select count(*) % 2 from pairs"), "0");
            }
            writer.join().unwrap();
        });
    }
}
