//! What a project runs around its runs and steps.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{DbError, ErrorKind, Migrations, Moment, Session, Target};

use crate::support::{Ask, Database, target, tree};

pub(crate) const CHAIN: [(&str, &str); 4] = [
    ("0001_a/up.sql", "insert into said (what) values ('up 1');"),
    ("0001_a/down.sql", "insert into said (what) values ('down 1');"),
    ("0002_b/up.sql", "insert into said (what) values ('up 2'); -- no more"),
    ("0002_b/down.sql", "insert into said (what) values ('down 2');"),
];

pub(crate) fn with(files: &[(&str, &str)]) -> Migrations {
    tree(&[&CHAIN, files].concat())
}

pub(crate) fn all() -> Migrations {
    with(&[
        ("hooks/before_run.sql", "insert into said (what) values ('before run');"),
        ("hooks/before_step.sql", "insert into said (what) values ('before'); -- each"),
        ("hooks/after_step.sql", "insert into said (what) values ('after');"),
        ("hooks/after_run.sql", "insert into said (what) values ('after run');"),
    ])
}

/// A table that everybody writes into.
pub(crate) fn listening(db: &Scratch) {
    let id = db.pick("n serial primary key", "n integer primary key");
    db.connect().run(&format!("create table said ({id}, what text not null)"));
}

pub(crate) fn said(db: &Scratch) -> Vec<String> {
    db.connect().column("select what as j from said order by n")
}

fn up(db: &Scratch, chain: &Migrations) -> hunter_migrations::Error {
    let conn = &mut db.connect();
    let error = chain.on(conn).upgrade(Target::Head).unwrap_err();
    assert_eq!(conn.value("select 1"), "1", "the session is clean");
    error
}

fn say(what: &'static str) -> impl FnOnce(&mut dyn Session) -> Result<(), DbError> {
    move |session| session.execute(&format!("insert into said (what) values ('{what}')"))
}

conformance! {
    fn each_hook_runs_at_its_moment_both_ways(db: &Scratch) {
        listening(db);
        let report = all().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let expected =
            ["before run", "before", "up 1", "after", "before", "up 2", "after", "after run"];
        assert_eq!(said(db), expected);
        assert_eq!(report.hooks.iter().map(|hook| hook.moment).collect::<Vec<_>>(), Moment::ALL);
        all().on(&mut db.connect()).downgrade(&"-1".parse().unwrap()).unwrap();
        assert_eq!(said(db)[8..], ["before run", "before", "down 2", "after", "after run"]);
    }

    fn at_head_no_hook_runs(db: &Scratch) {
        listening(db);
        all().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let before = said(db);
        let report = all().on(&mut db.connect()).before_run(say("never")).upgrade(Target::Head).unwrap();
        assert_eq!((said(db), report.hooks), (before, vec![]));
    }

    fn the_record_says_which_hooks_a_step_had(db: &Scratch) {
        listening(db);
        let report = all().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let rows = db.connect().column("select metadata as j from __hunter_ledger order by seq");
        let digest = report.hooks.iter().find(|hook| hook.moment == Moment::AfterStep).unwrap().digest.to_string();
        assert!(rows.iter().all(|row| row.contains(&digest) && row.contains("before_step")), "{rows:?}");
    }

    fn a_hook_is_no_part_of_a_revision(db: &Scratch) {
        listening(db);
        all().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        with(&[]).on(&mut db.connect()).require_head().unwrap();
    }

    fn a_step_whose_hook_fails_is_rolled_back_and_the_hook_is_named(db: &Scratch) {
        for (file, script) in [
            ("hooks/before_step.sql", "insert into said (what) values ('before');\ninsert into nothing values (1);"),
            ("hooks/after_step.sql", "insert into said (what) values ('after');\ninsert into said (what) values (null);"),
        ] {
            let db = &Scratch::new(db.dialect());
            listening(db);
            let error = up(db, &with(&[(file, script)]));
            let name = &file["hooks/".len()..file.len() - ".sql".len()];
            let start = format!("hook `{name}` failed at statement 2 of 2: ");
            assert!(error.to_string().starts_with(&start), "{error}");
            let place = error.place().unwrap();
            assert_eq!((&*place.path, place.position.unwrap().0), (&*format!("migrations/{file}"), 2));
            assert_eq!((said(db), db.events()), (vec![], vec![]));
            with(&[]).on(&mut db.connect()).upgrade(Target::Head).unwrap();
        }
    }

    fn a_script_that_fails_is_not_blamed_on_a_hook(db: &Scratch) {
        listening(db);
        let files = [
            ("0003_c/up.sql", "select 1;\ninsert into said (what) values (null);"),
            ("0003_c/down.sql", "select 1;"),
            ("hooks/before_step.sql", "insert into said (what) values ('before');"),
            ("hooks/after_step.sql", "insert into said (what) values ('after');"),
        ];
        let error = up(db, &with(&files));
        assert!(error.to_string().starts_with("upgrade of revision `0003` failed at statement 2 of 2"), "{error}");
        assert_eq!(error.place().unwrap().position.unwrap().0, 2);
    }

    fn a_run_whose_first_hook_fails_begins_no_step(db: &Scratch) {
        listening(db);
        let error = up(db, &with(&[("hooks/before_run.sql", "insert into nothing values (1);")]));
        assert!(error.to_string().starts_with("hook `before_run` failed: "), "{error}");
        assert_eq!((error.kind(), said(db).len(), db.events().len()), (ErrorKind::Script, 0, 0));
    }

    fn a_run_whose_last_hook_fails_is_done_and_says_so(db: &Scratch) {
        listening(db);
        let error = up(db, &with(&[("hooks/after_run.sql", "insert into nothing values (1);")]));
        assert!(error.help().contains("every step is done and recorded"), "{}", error.help());
        assert_eq!((error.progress().done.len(), db.events().len()), (2, 2));
    }

    fn a_program_acts_after_its_hooks(db: &Scratch) {
        listening(db);
        let chain = with(&[("hooks/before_run.sql", "insert into said (what) values ('before run');")]);
        let conn = &mut db.connect();
        chain.on(conn).before_run(say("act")).after_run(say("end")).upgrade("0001".parse().unwrap()).unwrap();
        assert_eq!(said(db), ["before run", "act", "up 1", "end"]);
        let broken = |session: &mut dyn Session| session.execute("insert into nothing values (1)");
        let error = chain.on(conn).before_run(broken).upgrade(Target::Head).unwrap_err();
        assert!(error.to_string().starts_with("what this program does at `before_run` failed: "), "{error}");
    }

    fn a_step_in_pieces_has_its_hooks_around_all_of_them(db: &Scratch) {
        listening(db);
        let chain = tree(&[
            ("0001_a/up.sql", "insert into said (what) values ('one'); insert into said (what) values ('two');"),
            ("0001_a/down.sql", "select 1;"),
            ("0001_a/metadata.toml", "run_in_transaction = false"),
            ("hooks/before_step.sql", "insert into said (what) values ('before');"),
            ("hooks/after_step.sql", "insert into said (what) values ('after');"),
        ]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(said(db), ["before", "one", "two", "after"]);
    }

    fn a_script_for_later_has_the_hooks_too(db: &Scratch) {
        listening(db);
        let script = all().script(db.dialect()).from(target("base")).upgrade(&target("head")).unwrap();
        db.run_by_client(&script).unwrap();
        assert_eq!(said(db), ["before run", "before", "up 1", "after", "before", "up 2", "after", "after run"]);
        all().on(&mut db.connect()).require_head().unwrap();
    }

    fn a_proof_runs_no_hook(db: &Scratch) {
        let chain = tree(&[
            ("0001_a/up.sql", "create table a (b int);"),
            ("0001_a/down.sql", "drop table a;"),
            ("hooks/before_run.sql", "insert into nothing values (1);"),
            ("hooks/before_step.sql", "insert into nothing values (1);"),
        ]);
        let proofs = chain.prove(&mut db.connect(), |_| {}).unwrap();
        assert_eq!(chain.lockfile(&[proofs]).entries.len(), 1);
    }
}

mod postgres {
    use hunter_chain::Dialect;

    use super::*;
    use crate::support::Watch;

    #[test]
    fn what_a_hook_sets_holds_for_its_step_and_not_for_the_caller() {
        let db = &Scratch::new(Dialect::Postgres);
        let chain = tree(&[
            ("0001_a/up.sql", "create table a as select current_setting('work_mem') as seen;"),
            ("0001_a/down.sql", "drop table a;"),
            ("hooks/before_run.sql", "set statement_timeout = '77s';"),
            ("hooks/before_step.sql", "set work_mem = '77MB';"),
        ]);
        let conn = &mut db.connect();
        let before = Watch::on(conn, db);
        chain.on(conn).upgrade(Target::Head).unwrap();
        assert_eq!((conn.value("select seen from a"), Watch::on(conn, db)), ("77MB".to_owned(), before));
    }
}
