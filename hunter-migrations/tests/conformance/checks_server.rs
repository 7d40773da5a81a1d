//! What only a server does behind a script's back, and what a look inside of a transaction must leave alone.

use std::time::Duration;

use hunter_migrations::testing::Scratch;
use hunter_migrations::{Dialect, ErrorKind, Migrations, Notice, Proof, Target};

use crate::checks::{heard, mismatch, plain, sabotaged, with_lock_of};
use crate::support::{Ask, Database, Watch, proved, target, tree};

const SETTINGS: (&str, &str) = ("hunter.toml", "dialects = [\"postgres\"]");
const CHAIN: [(&str, &str); 5] = [
    SETTINGS,
    ("0001_a/up.sql", "create table a (id int primary key, note text);"),
    ("0001_a/down.sql", "drop table a;"),
    ("0002_v/up.sql", "create view v as select id from a;"),
    ("0002_v/down.sql", "drop view v;"),
];

/// At the first revision, with something that happens behind the second one's back.
fn behind_its_back(what: &str) -> (Scratch, Migrations) {
    let db = Scratch::new(Dialect::Postgres);
    let chain = proved(&db, &CHAIN);
    chain.on(&mut db.connect()).upgrade(target("0001")).unwrap();
    db.connect().run(&format!(
        "create schema hidden; create function hidden.f() returns event_trigger language plpgsql as \
         $$ begin {what}; end $$; create event trigger hunter_spy on ddl_command_end \
         when tag in ('CREATE VIEW', 'DROP VIEW') execute function hidden.f()"
    ));
    (db, chain)
}

const EFFECTS: [(&str, &str); 2] = [
    ("create table if not exists public.spied (id int)", "table spied is not expected"),
    ("alter table public.a alter column note set default 'x'", "column a.note: default is"),
];

#[test]
fn what_a_trigger_on_ddl_does_beside_a_revision_is_found_after_the_run() {
    for (what, difference) in EFFECTS {
        let (db, chain) = behind_its_back(what);
        let error = chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Drift, "{error}");
        assert!(plain(&error.to_string()).contains(difference), "{error}");
        assert_eq!(db.events(), ["up 0001", "up 0002", "mismatch 0002"]);
        assert!(mismatch(&db).contains(difference));
    }
}

#[test]
fn what_a_trigger_on_ddl_does_beside_a_revision_is_rolled_back_with_its_step() {
    for (what, difference) in EFFECTS {
        let (db, chain) = behind_its_back(what);
        let (before, conn) = (db.picture(), &mut db.connect());
        let watch = Watch::on(conn, &db);
        let error = chain.on(conn).proof(Proof::Step).upgrade(Target::Head).unwrap_err();
        assert!(plain(&error.to_string()).contains(difference), "{error}");
        assert_eq!((db.picture(), Watch::on(conn, &db)), (before, watch));
    }
}

#[test]
fn a_script_that_does_what_it_finds_is_compared_with_what_it_did_when_it_was_proved() {
    let db = Scratch::new(Dialect::Postgres);
    let up = "do $$ begin if to_regclass('public.theirs') is not null then create table more (id int); end if; end $$;";
    let chain =
        proved(&db, &[SETTINGS, ("0001_a/up.sql", up), ("0001_a/down.sql", "drop table if exists more;")]);
    db.connect().run("create table theirs (id int)");
    let error = chain.on(&mut db.connect()).proof(Proof::Step).upgrade(Target::Head).unwrap_err();
    assert!(error.to_string().contains("table public.more is not expected"), "{error}");
    assert_eq!(db.events(), [""; 0]);
    chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
    assert_eq!(db.events(), ["up 0001", "mismatch 0001"]);
}

#[test]
fn a_look_inside_of_a_transaction_leaves_the_callers_settings_alone() {
    let db = Scratch::new(Dialect::Postgres);
    let chain = proved(
        &db,
        &[
            SETTINGS,
            ("0001_a/up.sql", "create table a (id int primary key);"),
            ("0001_a/down.sql", "drop table a;"),
            ("0002_v/up.sql", "create view v as select id from a;"),
            (
                "0002_v/down.sql",
                "set local jit = off; set search_path = pg_catalog; set role pg_monitor; reset role; drop view public.v;",
            ),
        ],
    );
    let conn = &mut db.connect();
    chain.on(conn).upgrade(Target::Head).unwrap();
    conn.run("set search_path = public, pg_temp; set statement_timeout = '7s'; set lock_timeout = '9s'; set jit = on");
    let watch = Watch::on(conn, &db);
    chain.on(conn).downgrade(&target("0001")).unwrap();
    assert_eq!(Watch::on(conn, &db), watch);
    chain.on(conn).proof(Proof::Step).upgrade(Target::Head).unwrap();
    assert_eq!(Watch::on(conn, &db), watch);
}

#[test]
fn what_a_script_sets_for_its_transaction_ends_with_it_although_the_catalog_was_read() {
    let db = Scratch::new(Dialect::Postgres);
    let up = "create table a (id int primary key); create function quiet() returns void language plpgsql as $$ begin \
              perform set_config('search_path', 'pg_catalog', true); end $$;";
    let chain = proved(
        &db,
        &[
            SETTINGS,
            ("0001_a/up.sql", up),
            ("0001_a/down.sql", "drop function quiet; drop table a;"),
            ("0002_v/up.sql", "create view v as select id from a;"),
            ("0002_v/down.sql", "drop view v; select quiet();"),
        ],
    );
    let conn = &mut db.connect();
    let watch = Watch::on(conn, &db);
    chain.on(conn).upgrade(Target::Head).unwrap();
    chain.on(conn).downgrade(&Target::Base).unwrap();
    assert_eq!(Watch::on(conn, &db), watch);
}

#[test]
fn a_compared_step_that_cannot_have_its_lock_is_tried_again() {
    let db = Scratch::new(Dialect::Postgres);
    let chain = proved(&db, &CHAIN);
    chain.on(&mut db.connect()).upgrade(target("0001")).unwrap();
    let (mut other, mut retried, conn) = (Some(db.connect()), 0, &mut db.connect());
    other.as_mut().unwrap().run("begin; lock table a in access share mode");
    let mut observer = |notice: &Notice<'_>| {
        if let Notice::Retrying { .. } = notice {
            retried += 1;
            other = None;
        }
    };
    let migrator = chain.on(conn).lock_timeout(Duration::from_millis(50)).observe(&mut observer);
    migrator.downgrade(&Target::Base).unwrap();
    assert!(retried > 0);
    assert_eq!(db.events(), ["up 0001", "down 0001"]);
}

#[test]
fn a_constraint_that_is_put_off_to_the_commit_fails_as_the_scripts() {
    let db = Scratch::new(Dialect::Postgres);
    let up = "create table a (id int primary key, up int references a deferrable initially deferred);";
    let fails = "insert into a values (1, 2);";
    let files = |down| {
        [
            SETTINGS,
            ("0001_a/up.sql", up),
            ("0001_a/down.sql", "drop table a;"),
            ("0002_b/up.sql", "create table b (id int);"),
            ("0002_b/down.sql", down),
        ]
    };
    let down = format!("drop table b; {fails}");
    let chain = with_lock_of(&db, &files(&down), &files("drop table b;"));
    chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
    let (before, conn) = (db.picture(), &mut db.connect());
    let watch = Watch::on(conn, &db);
    let error = chain.on(conn).downgrade(&target("0001")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Script, "{error}");
    assert!(error.to_string().contains("foreign key constraint"), "{error}");
    assert_eq!((db.picture(), Watch::on(conn, &db)), (before, watch));
}

#[test]
fn an_index_that_nobody_recorded_goes_with_its_column_and_is_told() {
    let db = Scratch::new(Dialect::Postgres);
    let chain = proved(
        &db,
        &[
            SETTINGS,
            CHAIN[1],
            CHAIN[2],
            ("0002_c/up.sql", "alter table a add column c int;"),
            ("0002_c/down.sql", "alter table a drop column c;"),
        ],
    );
    chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
    db.connect().run("create index theirs on a (c)");
    let (warnings, result) = heard(&db, &chain, |on| on.downgrade(&target("0001")));
    result.unwrap();
    assert_eq!(
        warnings[1],
        "index a.theirs is missing: nobody recorded it, and it hung on what the revision changes"
    );
}

#[test]
fn a_right_on_the_public_schema_that_comes_meanwhile_is_the_servers_business() {
    let (db, chain) = behind_its_back("grant create on schema public to pg_monitor");
    chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
}

#[test]
fn a_text_that_another_major_version_wrote_is_not_compared() {
    let db = Scratch::new(Dialect::Postgres);
    let (chain, scratch) = (tree(&CHAIN), Scratch::new(Dialect::Postgres));
    let mut proofs = chain.prove(&mut scratch.connect(), |_| {}).unwrap();
    for (server, is_compared) in [("9", false), (&*proofs.values().next().unwrap().server.clone(), true)] {
        for proof in proofs.values_mut() {
            server.clone_into(&mut proof.server);
            let otherwise = |line: &String| line.replace("SELECT", "select  ");
            proof.effects = proof.effects.iter().map(otherwise).collect();
        }
        let lock = chain.lockfile(&[proofs.clone()]).render();
        let chain = tree(&[&CHAIN[..], &[("hunter.lock", lock.as_str())]].concat());
        let result = chain.on(&mut db.connect()).upgrade(Target::Head);
        assert_eq!(result.is_err(), is_compared, "{server}: {result:?}");
        chain.on(&mut db.connect()).proof(Proof::Off).downgrade(&Target::Base).unwrap();
    }
}

#[test]
fn a_loss_that_nobody_announced_is_refused_before_anything_is_compared() {
    let db = Scratch::new(Dialect::Postgres);
    let chain = sabotaged(&db, ("0002_b/metadata.toml", ""), "do $$ begin execute 'drop table b'; end $$;");
    db.connect().run("insert into b values (1)");
    let before = db.picture();
    let error = chain.on(&mut db.connect()).downgrade(&target("0001")).unwrap_err();
    assert_eq!((error.kind(), db.picture()), (ErrorKind::DataLoss, before), "{error}");
}
