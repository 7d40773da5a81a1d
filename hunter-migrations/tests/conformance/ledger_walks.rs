//! The digest of the applied set: right after every row, whichever way the database came there.

use std::collections::BTreeMap;

use hunter_chain::Digest;
use hunter_migrations::{Migrations, RevisionId};

use crate::support::{Ask, Conn, Database, declared, target};

/// Two lines that meet again.
fn diamond() -> Migrations {
    let table = |name: &str| [format!("create table {name} (id int);"), format!("drop table {name};")];
    let [a, b, c, d, e] = ["a", "b", "c", "d", "e"].map(table);
    declared(&[
        ("0001", "down_revision = \"base\"", &a[0], &a[1]),
        ("0002", "down_revision = \"0001\"\nbranch_labels = [\"left\"]", &b[0], &b[1]),
        ("0003", "down_revision = \"0001\"\nbranch_labels = [\"right\"]", &c[0], &c[1]),
        ("0004", "down_revision = \"0003\"", &d[0], &d[1]),
        ("0005", "down_revision = [\"0002\", \"0004\"]", &e[0], &e[1]),
    ])
}

/// The fold, written a second time: who is applied with which digest, and what the last row says of it.
fn folded(conn: &mut Conn) -> (String, String) {
    let rows = conn.column(
        "select event || ' ' || revision || ' ' || coalesce(up_digest, '') || ' ' || applied_digest as j \
         from __hunter_ledger order by seq",
    );
    let (mut applied, mut last) = (BTreeMap::new(), String::new());
    for row in rows {
        let words: Vec<&str> = row.split(' ').collect();
        let id = RevisionId::trusted(words[1].to_owned());
        match words[0] {
            "up" | "stamp" => applied.insert(id, Digest::trusted(words[2].to_owned())),
            "down" | "purge" => applied.remove(&id),
            other => panic!("an unexpected event: {other}"),
        };
        last = words[3].to_owned();
    }
    let digest = Digest::of_applied(applied.iter().map(|(id, digest)| (id, digest.clone())), None);
    (digest.to_string(), last)
}

/// What a walk may do next; what leads nowhere from where it is leaves everything as it is.
const WAYS: [(&str, &str); 12] = [
    ("up", "+1"),
    ("up", "left@head"),
    ("up", "right@head"),
    ("up", "head"),
    ("up", "0004"),
    ("down", "-1"),
    ("down", "-2"),
    ("down", "0001"),
    ("down", "base"),
    ("stamp", "0004"),
    ("stamp", "0002"),
    ("stamp", "base"),
];

fn go(chain: &Migrations, conn: &mut Conn, (verb, to): (&str, &str)) {
    // The record is what is walked here; scripts run on tables that a stamp may have left behind or not made.
    let _ = match verb {
        "up" => chain.on(conn).upgrade(target(to)).map(drop),
        "down" => chain.on(conn).downgrade(&target(to)).map(drop),
        _ => chain.on(conn).unverified("the test says so").stamp(&[target(to)]).map(drop),
    };
}

conformance! {
    fn the_last_row_knows_the_digest_of_all_that_is_applied_after_any_walk(db: &Scratch) {
        let (chain, conn) = (diamond(), &mut db.connect());
        chain.on(conn).upgrade(target("0001")).unwrap();
        let mut state: u32 = 7;
        for step in 0..60 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let way = WAYS[(state >> 16) as usize % WAYS.len()];
            go(&chain, conn, way);
            let (fold, last) = folded(conn);
            assert_eq!(fold, last, "after step {step}, {way:?}: {:?}", db.events());
        }
    }

    fn the_digest_at_head_is_the_same_by_every_way_there(db: &Scratch) {
        let (chain, conn) = (diamond(), &mut db.connect());
        chain.on(conn).upgrade(target("right@head")).unwrap();
        let first = folded(conn).1;
        chain.on(conn).downgrade(&target("base")).unwrap();
        for to in ["0003", "0002", "0004", "head"] {
            chain.on(conn).upgrade(target(to)).unwrap();
        }
        assert_eq!(folded(conn).1, first);
    }
}
