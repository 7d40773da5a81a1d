//! A revision that took the place of others: fresh databases take it, those inside of the old line finish that one first,
//! and all of them end with the same schema and the same record.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{Applied, Migrations, Session, Status, Target};

use crate::support::{Database, target, tree};

const TOML: (&str, &str) = ("hunter.toml", "dialects = [\"postgres\", \"sqlite\"]\n");
const A: [&str; 2] = ["create table a (id int);", "drop table a;"];
const B: [&str; 2] = ["create table b (id int);", "drop table b;"];
const C: [&str; 2] = ["create table c (id int);", "drop table c;"];

/// Before the squash: three on each other.
fn old() -> Migrations {
    tree(&[
        TOML,
        ("0001_a/up.sql", A[0]),
        ("0001_a/down.sql", A[1]),
        ("0002_b/up.sql", B[0]),
        ("0002_b/down.sql", B[1]),
        ("0003_c/up.sql", C[0]),
        ("0003_c/down.sql", C[1]),
    ])
}

/// After it: one in the place of the first two, the third on it.
fn new() -> Migrations {
    let both = [A[0], B[0]].concat();
    let down = [B[1], A[1]].concat();
    tree(&[
        TOML,
        ("new1_both/up.sql", &both),
        ("new1_both/down.sql", &down),
        ("new1_both/metadata.toml", "down_revision = \"base\"\nreplaces = [\"0001\", \"0002\"]\n"),
        ("0003_c/up.sql", C[0]),
        ("0003_c/down.sql", C[1]),
        ("0003_c/metadata.toml", "down_revision = \"new1\"\n"),
        ("legacy/0001_a/up.sql", A[0]),
        ("legacy/0001_a/down.sql", A[1]),
        ("legacy/0001_a/metadata.toml", "down_revision = \"base\"\n"),
        ("legacy/0002_b/up.sql", B[0]),
        ("legacy/0002_b/down.sql", B[1]),
        ("legacy/0002_b/metadata.toml", "down_revision = \"0001\"\n"),
    ])
}

fn applied(db: &Scratch) -> Vec<String> {
    let applied: Applied = new().on(&mut db.connect()).applied().unwrap();
    applied.ids().iter().map(ToString::to_string).collect()
}

fn at(db: &Scratch, revision: &str) {
    old().on(&mut db.connect()).upgrade(target(revision)).unwrap();
}

/// So many revisions are squashed into one in the long test.
const MANY: usize = 200;

/// Two hundred on each other, and one in their place.
fn many() -> (Migrations, Migrations) {
    let id = |at: usize| format!("{at:04}");
    let script = |at: usize| format!("create table t{at} (id int); insert into t{at} values ({at});");
    let file = |path: String, text: String| (path, text);
    let mut old = vec![file("hunter.toml".into(), TOML.1.into())];
    let mut new = old.clone();
    for at in 1..=MANY {
        let on = if at == 1 { "base".to_owned() } else { id(at - 1) };
        for (files, folder) in [(&mut old, ""), (&mut new, "legacy/")] {
            let directory = format!("{folder}{}_step", id(at));
            files.push(file(format!("{directory}/up.sql"), script(at)));
            files.push(file(format!("{directory}/down.sql"), format!("drop table t{at};")));
            files.push(file(format!("{directory}/metadata.toml"), format!("down_revision = \"{on}\"\n")));
        }
    }
    let ids: Vec<String> = (1..=MANY).map(|at| format!("\"{}\"", id(at))).collect();
    let metadata = format!("down_revision = \"base\"\nreplaces = [{}]\n", ids.join(", "));
    new.push(file("new1_all/metadata.toml".into(), metadata));
    new.push(file("new1_all/up.sql".into(), (1..=MANY).map(script).collect()));
    let drops = (1..=MANY).rev().map(|at| format!("drop table t{at};"));
    new.push(file("new1_all/down.sql".into(), drops.collect()));
    let of = |files: &[(String, String)]| {
        tree(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>())
    };
    (of(&old), of(&new))
}

conformance! {
    /// Every one of them with `HUNTER_TORTURE=full`.
    fn a_database_stopped_anywhere_in_two_hundred_ends_as_a_fresh_one(db: &Scratch) {
        let (old, new) = many();
        new.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let fresh = new.on(&mut db.connect()).schema(&[]).unwrap();
        let every = if std::env::var("HUNTER_TORTURE").as_deref() == Ok("full") { 1 } else { 40 };
        for stop in (1..=MANY).step_by(every) {
            let other = Scratch::new(db.dialect());
            let conn = &mut other.connect();
            old.on(conn).upgrade(target(&format!("{stop:04}"))).unwrap();
            new.on(conn).upgrade(Target::Head).unwrap();
            assert_eq!(new.on(conn).schema(&[]).unwrap(), fresh, "stopped at {stop}");
            assert_eq!(new.on(conn).status().unwrap(), Status::AtHead);
            assert_eq!(conn.rows(&format!("select cast(id as text) as j from t{MANY}")).unwrap().len(), 1);
        }
    }

    fn a_fresh_database_takes_the_new_revision_alone(db: &Scratch) {
        new().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.events(), ["up new1", "up 0003"]);
    }

    fn a_database_inside_of_the_old_line_finishes_it_and_is_recorded_as_the_new_one(db: &Scratch) {
        at(db, "0001");
        let report = new().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.events(), ["up 0001", "up 0002", "replaced new1", "up 0003"]);
        assert_eq!((report.steps.len(), applied(db)), (3, vec!["new1".to_owned(), "0003".to_owned()]));
        assert_eq!(new().on(&mut db.connect()).status().unwrap(), Status::AtHead);
    }

    fn a_database_at_the_end_of_the_old_line_is_only_recorded(db: &Scratch) {
        at(db, "0002");
        new().on(&mut db.connect()).upgrade(target("new1")).unwrap();
        assert_eq!((db.events().len(), applied(db)), (3, vec!["new1".to_owned()]));
    }

    fn a_database_beyond_the_old_line_is_only_recorded_too(db: &Scratch) {
        at(db, "0003");
        new().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.events().last().unwrap(), "replaced new1");
        assert_eq!(applied(db).len(), 2);
        assert_eq!(new().on(&mut db.connect()).status().unwrap(), Status::AtHead);
    }

    fn beyond_the_old_line_the_way_to_base_takes_all_of_it(db: &Scratch) {
        at(db, "0003");
        assert_eq!(new().on(&mut db.connect()).current().unwrap().revisions[0].as_str(), "0003");
        new().on(&mut db.connect()).downgrade(&Target::Base).unwrap();
        assert_eq!(db.events()[3..], ["down 0003", "down 0002", "down 0001"]);
    }

    fn a_start_at_head_after_that_is_one_look(db: &Scratch) {
        at(db, "0001");
        new().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let chain = new();
        assert!(chain.on(&mut db.connect()).upgrade(Target::Head).unwrap().steps.is_empty());
        assert_eq!(db.events().len(), 4);
    }

    fn inside_of_the_old_line_the_old_ids_are_known_and_the_rest_is_pending(db: &Scratch) {
        at(db, "0001");
        let current = new().on(&mut db.connect()).current().unwrap();
        assert_eq!(current.revisions[0].as_str(), "0001");
        let Status::Behind { pending } = current.status else { panic!("{:?}", current.status) };
        let pending: Vec<&str> = pending.iter().map(hunter_migrations::RevisionId::as_str).collect();
        assert_eq!(pending, ["0002", "new1", "0003"]);
    }

    fn inside_of_the_old_line_a_step_back_is_the_old_ones(db: &Scratch) {
        at(db, "0002");
        new().on(&mut db.connect()).downgrade(&target("-1")).unwrap();
        assert_eq!(applied(db), ["0001"]);
        new().on(&mut db.connect()).downgrade(&Target::Base).unwrap();
        assert!(applied(db).is_empty());
    }

    fn after_the_old_line_a_step_back_is_the_new_ones(db: &Scratch) {
        at(db, "0001");
        new().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        new().on(&mut db.connect()).downgrade(&Target::Base).unwrap();
        assert!(applied(db).is_empty());
        assert_eq!(db.events().last().unwrap(), "down new1");
        assert_eq!(db.tables(), ["__hunter_ledger"]);
    }

    fn starters_at_once_inside_of_the_old_line_finish_it_once(db: &Scratch) {
        at(db, "0001");
        std::thread::scope(|scope| {
            let runs: Vec<_> =
                (0..6).map(|_| scope.spawn(|| new().on(&mut db.connect()).upgrade(Target::Head).map(drop))).collect();
            runs.into_iter().for_each(|run| run.join().unwrap().unwrap());
        });
        assert_eq!(db.events(), ["up 0001", "up 0002", "replaced new1", "up 0003"]);
    }

    fn an_embedded_chain_carries_what_was_replaced(db: &Scratch) {
        let packed = hunter_chain::pack(new().chain()).unwrap();
        let (blob, index) = (packed.blob.leak(), packed.index.leak());
        let chain = hunter_chain::unpack(blob, index);
        let ids: Vec<_> = chain.replaced().map(|revision| revision.id.to_string()).collect();
        assert_eq!(ids, ["0001", "0002"]);
        assert!(db.tables().is_empty());
    }
}
