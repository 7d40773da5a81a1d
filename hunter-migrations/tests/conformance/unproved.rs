//! Revisions that nobody proved: where they may go.
//!
//! The test server is on this machine, so a session stands between that tells another address for it; everything else is
//! the server's own answer.

use hunter_migrations::testing::{Elsewhere, Scratch};
use hunter_migrations::{ErrorKind, Migrations, Target};

use crate::support::{Conn, Database, ids, line, proved, target, tree};

const FILES: [(&str, &str); 4] = [
    ("0001_a/up.sql", "create table a (id int);"),
    ("0001_a/down.sql", "drop table a;"),
    ("0002_b/up.sql", "create table b (id int);"),
    ("0002_b/down.sql", "drop table b;"),
];

fn at(db: &Scratch, address: &str) -> Elsewhere<Conn> {
    Elsewhere::new(db.connect(), address)
}

fn upgrade(chain: &Migrations, conn: &mut Elsewhere<Conn>, to: &str) -> Result<usize, String> {
    let done = chain.on(conn).upgrade(target(to));
    done.map(|report| report.steps.len()).map_err(|error| {
        assert_eq!(error.kind(), ErrorKind::State, "{error}");
        assert!(error.help().contains("`cargo hunter prove`"), "{}", error.help());
        assert!(error.help().contains("`hunter upgrade --unproved`"), "{}", error.help());
        error.to_string()
    })
}

conformance! {
    fn a_local_database_takes_what_nobody_proved(db: &Scratch) {
        assert_eq!(tree(&FILES).on(&mut db.connect()).upgrade(Target::Head).unwrap().steps.len(), 2);
    }
}

mod postgres {
    use super::*;
    use hunter_chain::Dialect;

    fn scratch() -> Scratch {
        Scratch::new(Dialect::Postgres)
    }

    #[test]
    fn a_server_elsewhere_is_left_as_it_was_and_the_revisions_are_named() {
        let (db, chain) = (scratch(), tree(&FILES));
        let before = db.picture();
        let said = upgrade(&chain, &mut at(&db, "10.0.0.5"), "head").unwrap_err();
        for part in ["`0001` on PostgreSQL, `0002` on PostgreSQL", "no hunter.lock", "the server 10.0.0.5"] {
            assert!(said.contains(part), "{said}");
        }
        assert_eq!(db.picture(), before);
    }

    #[test]
    fn what_was_changed_after_its_proof_is_refused_with_a_ledger_there_too() {
        let db = scratch();
        let chain = proved(&db, &FILES);
        assert_eq!(upgrade(&chain, &mut at(&db, "10.0.0.5"), "0001"), Ok(1));
        let lock = chain.chain().lockfile().render();
        let mut files = FILES.to_vec();
        files[2].1 = "create table b (id bigint);";
        let edited = tree(&[&files[..], &[("hunter.lock", lock.as_str())]].concat());
        let before = db.picture();
        let said = upgrade(&edited, &mut at(&db, "10.0.0.5"), "head").unwrap_err();
        assert!(said.contains("`0002` on PostgreSQL") && !said.contains("0001"), "{said}");
        assert_eq!(db.picture(), before);
        // Below it everything is proved.
        assert_eq!(upgrade(&edited, &mut at(&db, "10.0.0.5"), "0001"), Ok(0));
    }

    #[test]
    fn whoever_says_the_word_is_not_asked_where_the_server_is() {
        let (db, chain) = (scratch(), tree(&FILES));
        let mut conn = at(&db, "10.0.0.5");
        let done = chain.on(&mut conn).allow_unproved().upgrade(Target::Head).unwrap();
        assert_eq!((ids(&done.current), conn.asked()), (vec!["0002"], 0));
    }

    #[test]
    fn the_server_is_asked_once_and_never_where_all_is_proved_or_nothing_is_to_do() {
        let (db, other) = (scratch(), scratch());
        let (chain, sure) = (tree(&FILES), proved(&other, &FILES));
        let mut conn = at(&db, "127.0.0.1");
        assert_eq!((upgrade(&chain, &mut conn, "head"), conn.asked()), (Ok(2), 1));
        let mut conn = at(&db, "10.0.0.5");
        assert_eq!((upgrade(&chain, &mut conn, "head"), conn.asked()), (Ok(0), 0));
        let mut conn = at(&other, "10.0.0.5");
        assert_eq!((upgrade(&sure, &mut conn, "head"), conn.asked()), (Ok(2), 0));
    }

    #[test]
    fn a_revision_that_is_proved_on_sqlite_alone_is_unproved_here() {
        let (db, sqlite) = (scratch(), Scratch::new(Dialect::Sqlite));
        let chain = proved(&sqlite, &FILES);
        let said = upgrade(&chain, &mut at(&db, "10.0.0.5"), "head").unwrap_err();
        assert!(said.contains("`0001` on PostgreSQL") && !said.contains("SQLite"), "{said}");
    }

    #[test]
    fn what_works_on_a_database_of_ones_own_refuses_one_elsewhere() {
        let (db, chain) = (scratch(), tree(&FILES));
        let error = chain.on(&mut at(&db, "10.0.0.5")).refuse_elsewhere().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::State);
        assert!(error.to_string().contains("the server 10.0.0.5 is not on this machine"), "{error}");
        chain.on(&mut db.connect()).refuse_elsewhere().unwrap();
    }

    #[test]
    fn a_proof_runs_on_a_scratch_server_wherever_it_is() {
        let (db, chain) = (scratch(), line(&[("0001", "create table a (id int);", "drop table a;")]));
        assert_eq!(chain.prove(&mut at(&db, "10.0.0.5"), |_| {}).unwrap().len(), 1);
    }
}
