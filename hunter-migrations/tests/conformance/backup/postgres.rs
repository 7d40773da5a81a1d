//! What only `pg_dump` and `psql` can do wrong.

use std::fs;
use std::path::Path;

use hunter_chain::Dialect;
use hunter_migrations::testing::Scratch;
use hunter_migrations::{ErrorKind, Interrupt, OnBusy, Target};

use super::rows::{chain, rows};
use super::{backed_up, forged, restore};
use crate::support::{Ask, Database, wait_until};

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
        fs::read_to_string(&backup.file).unwrap().lines().position(|line| line == "SELECT 1/0;").unwrap() + 1;
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
        let busy = chain.on(&mut db.connect()).on_busy(OnBusy::Fail).upgrade(Target::Head);
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
    let interrupt = Interrupt::new();
    std::thread::scope(|scope| {
        let taking = scope.spawn(|| chain.on(&mut db.connect()).interruptible(&interrupt).backup(&folder.0));
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
