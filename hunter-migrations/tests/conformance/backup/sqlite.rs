//! What only files can do wrong.

use std::fs;
use std::path::Path;

use hunter_chain::Dialect;
use hunter_migrations::ErrorKind;
use hunter_migrations::testing::Scratch;

use super::rows::rows;
use super::{backed_up, destroy, restore};
use crate::support::{Ask, Conn, Database};

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
            let mut copy = hunter_migrations::connect(&format!("sqlite:{}", backup.file.display())).unwrap();
            assert_eq!(copy.value("select count(*) % 2 from pairs"), "0");
        }
        writer.join().unwrap();
    });
}
