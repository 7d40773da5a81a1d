//! What a program itself does inside of each step.

use std::cell::RefCell;

use hunter_migrations::testing::Scratch;
use hunter_migrations::{
    DbError, Direction, Error, ErrorKind, Left, Migrations, Proof, Session, Step, Target,
};

use crate::checks::plain;
use crate::hooks::{all, listening, said, with};
use crate::support::{Ask, Database, Watch, ids, line, proved, target, tree};

/// Writes down which step it is in.
fn say(word: &'static str) -> impl FnMut(&mut dyn Session, &Step<'_>) -> Result<(), DbError> {
    move |session, step| {
        let Step { revision, direction, number, of, .. } = step;
        let what = format!("{word} {} {} {number}/{of}", direction.as_str(), revision.id);
        session.execute(&format!("insert into said (what) values ('{what}')"))
    }
}

/// Does this, whatever the step is.
pub(crate) fn run(sql: &'static str) -> impl FnMut(&mut dyn Session, &Step<'_>) -> Result<(), DbError> {
    move |session, _| session.execute(sql)
}

/// An upgrade that fails and leaves its connection as it was.
pub(crate) fn failing(db: &Scratch, chain: &Migrations, before: &'static str, after: &'static str) -> Error {
    let conn = &mut db.connect();
    let watch = Watch::on(conn, db);
    let error = chain.on(conn).before_step(run(before)).after_step(run(after)).upgrade(Target::Head);
    assert_eq!(Watch::on(conn, db), watch, "{before}; {after}");
    error.unwrap_err()
}

pub(crate) const NOTHING: &str = "select 1";
pub(crate) const BROKEN: &str = "insert into said (what) values (null)";

conformance! {
    fn a_program_acts_in_each_step_after_the_hook_of_its_moment_both_ways(db: &Scratch) {
        listening(db);
        let (before, after) = (say("act before"), say("act after"));
        all().on(&mut db.connect()).before_step(before).after_step(after).upgrade(Target::Head).unwrap();
        let step = |number: usize| [
            "before".to_owned(),
            format!("act before up 000{number} {number}/2"),
            format!("up {number}"),
            "after".to_owned(),
            format!("act after up 000{number} {number}/2"),
        ];
        let (start, end) = (vec!["before run".to_owned()], vec!["after run".to_owned()]);
        assert_eq!(said(db), [start, step(1).to_vec(), step(2).to_vec(), end].concat());
        let (before, after) = (say("act before"), say("act after"));
        let down = all();
        down.on(&mut db.connect()).before_step(before).after_step(after).downgrade(&target("-1")).unwrap();
        let step = ["before run", "before", "act before down 0002 1/1", "down 2", "after", "act after down 0002 1/1", "after run"];
        assert_eq!(said(db)[12..], step);
        assert_eq!(db.events(), ["up 0001", "up 0002", "down 0002"]);
    }

    fn one_moment_alone_is_enough(db: &Scratch) {
        listening(db);
        let chain = with(&[]);
        chain.on(&mut db.connect()).before_step(say("before")).upgrade(target("0001")).unwrap();
        chain.on(&mut db.connect()).after_step(say("after")).upgrade(target("0002")).unwrap();
        assert_eq!(said(db), ["before up 0001 1/1", "up 1", "up 2", "after up 0002 1/1"]);
        assert_eq!(db.events(), ["up 0001", "up 0002"]);
    }

    fn at_head_nothing_is_called(db: &Scratch) {
        listening(db);
        with(&[]).on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let never = |_: &mut dyn Session, _: &Step<'_>| panic!("there is no step");
        with(&[]).on(&mut db.connect()).before_step(never).after_step(never).upgrade(Target::Head).unwrap();
    }

    fn a_step_without_a_script_is_a_step_too(db: &Scratch) {
        listening(db);
        let chain = tree(&[
            ("o_o/up.sql", "select 1;"), ("o_o/down.sql", "select 1;"),
            ("o_o/metadata.toml", "down_revision = \"base\""),
            ("a_a/up.sql", "select 1;"), ("a_a/down.sql", "select 1;"),
            ("a_a/metadata.toml", "down_revision = \"o\""),
            ("b_b/up.sql", "select 1;"), ("b_b/down.sql", "select 1;"),
            ("b_b/metadata.toml", "down_revision = \"o\""),
            ("m_merge/metadata.toml", "down_revision = [\"a\", \"b\"]"),
        ]);
        chain.on(&mut db.connect()).upgrade(target("a")).unwrap();
        chain.on(&mut db.connect()).upgrade(target("b")).unwrap();
        chain.on(&mut db.connect()).before_step(say("before")).after_step(say("after")).upgrade(Target::Head).unwrap();
        assert_eq!(said(db), ["before up m 1/1", "after up m 1/1"]);
        assert_eq!(db.events(), ["up o", "up a", "up b", "up m"]);
    }

    fn what_is_written_is_rolled_back_with_a_script_that_fails_and_the_script_is_named(db: &Scratch) {
        for (broken, word) in [("insert into said (what) values (null);", "insert"), ("select * from nowhere;", "select")] {
            let db = &Scratch::new(db.dialect());
            listening(db);
            let script = format!("select 1;\n{broken}");
            let chain = with(&[("0003_c/up.sql", &script), ("0003_c/down.sql", "select 1;")]);
            chain.on(&mut db.connect()).upgrade(target("0002")).unwrap();
            let error = failing(db, &chain, "insert into said (what) values ('before')", NOTHING);
            assert!(error.to_string().starts_with("upgrade of revision `0003` failed at statement 2 of 2"), "{error}");
            let place = error.place().unwrap();
            assert_eq!(place.position.unwrap().0, 2, "{word}");
            assert_eq!(place.path, "migrations/0003_c/up.sql");
            assert_eq!((said(db).len(), db.events().len()), (2, 2));
            assert_eq!((error.progress().left, ids(&error.progress().failed)), (Left::Nothing, vec!["0003"]));
        }
    }

    fn what_fails_rolls_its_step_back_and_the_moment_is_named(db: &Scratch) {
        for (before, after, moment) in [(BROKEN, NOTHING, "before_step"), (NOTHING, BROKEN, "after_step")] {
            let db = &Scratch::new(db.dialect());
            listening(db);
            let error = failing(db, &all(), before, after);
            let start = format!("what this program does at `{moment}` failed: ");
            assert!(error.to_string().starts_with(&start), "{error}");
            assert!(error.help().contains("the step was rolled back"), "{}", error.help());
            assert_eq!((error.kind(), error.progress().left), (ErrorKind::Script, Left::Nothing));
            assert_eq!((said(db), db.events()), (vec!["before run".to_owned()], vec![]));
            with(&[]).on(&mut db.connect()).upgrade(Target::Head).unwrap();
        }
    }

    fn what_ends_the_transaction_is_caught_at_once_and_never_recorded_as_applied(db: &Scratch) {
        for control in ["commit", "rollback", "commit; begin", "commit; select * from nowhere"] {
            for (before, after, moment) in [(control, NOTHING, "before_step"), (NOTHING, control, "after_step")] {
                let db = &Scratch::new(db.dialect());
                listening(db);
                let error = failing(db, &with(&[]), before, after);
                let message = format!("what this program does at `{moment}` ended the transaction of revision `0001`");
                assert_eq!(error.to_string(), message, "{control}");
                assert!(error.help().contains("`hunter stamp 0001`"), "{}", error.help());
                assert_eq!((error.kind(), error.progress().left), (ErrorKind::Script, Left::Unknown));
                let committed = control.starts_with("commit");
                assert_eq!(db.events(), if committed { vec!["started 0001"] } else { vec![] }, "{control}");
                let script_ran = committed && moment == "after_step";
                assert_eq!(said(db), if script_ran { vec!["up 1"] } else { vec![] }, "{control} at {moment}");
            }
        }
    }

    fn where_a_script_ends_the_transaction_the_program_does_not_act_after_it(db: &Scratch) {
        listening(db);
        let chain = line(&[("0001", "insert into said (what) values ('up');\ncommit;", "select 1;")]);
        let error = failing(db, &chain, NOTHING, "insert into said (what) values ('after')");
        assert_eq!(error.to_string(), "the script of revision `0001` ended its own transaction");
        assert_eq!(error.place().unwrap().position, Some((2, 1)));
        assert_eq!(said(db), ["up"]);
    }

    fn where_a_hook_ends_the_transaction_the_program_does_not_act_after_it(db: &Scratch) {
        listening(db);
        let chain = with(&[("hooks/before_step.sql", "commit;")]);
        let error = failing(db, &chain, "insert into said (what) values ('before')", NOTHING);
        assert_eq!(error.progress().left, Left::Unknown, "{error}");
        assert_eq!((said(db), db.events()), (vec![], vec!["started 0001".to_owned()]));
    }

    fn a_hook_that_fails_beside_what_the_program_does_is_named_with_its_place(db: &Scratch) {
        for (file, before) in [("before_step", 0), ("after_step", 1)] {
            let db = &Scratch::new(db.dialect());
            listening(db);
            let path = format!("hooks/{file}.sql");
            let chain = with(&[(&path, "select 1;\ninsert into said (what) values (null);")]);
            let called = RefCell::new(0);
            let count = |_: &mut dyn Session, _: &Step<'_>| {
                *called.borrow_mut() += 1;
                Ok(())
            };
            let error = chain.on(&mut db.connect()).before_step(count).upgrade(Target::Head).unwrap_err();
            let start = format!("hook `{file}` failed at statement 2 of 2: ");
            assert!(error.to_string().starts_with(&start), "{error}");
            assert_eq!((*called.borrow(), said(db).len(), db.events().len()), (before, 0, 0));
        }
    }

    fn what_a_hook_fails_on_alone_is_the_hooks_though_it_cannot_be_done_again(db: &Scratch) {
        listening(db);
        // Without what the program does, the script fails on something else.
        let chain = tree(&[
            ("0001_a/up.sql", "insert into theirs values (1);"),
            ("0001_a/down.sql", "select 1;"),
            ("hooks/after_step.sql", "insert into said (what) values (null);"),
        ]);
        let error = failing(db, &chain, "create table theirs (id int)", NOTHING);
        assert!(error.to_string().starts_with("hook `after_step` failed"), "{error}");
    }

    fn what_is_dropped_beside_a_way_down_is_announced_or_nothing_is(db: &Scratch) {
        let chain = line(&[("0001", "create table a (id int);", "drop table a;")]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        db.connect().run("create table mine (id int)");
        db.connect().run("insert into mine values (1)");
        for after in [false, true] {
            let (conn, drop) = (&mut db.connect(), run("drop table mine"));
            let down = chain.on(conn);
            let down = if after { down.after_step(drop) } else { down.before_step(drop) };
            let error = down.downgrade(&Target::Base).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::DataLoss, "{error}");
            assert_eq!(db.tables(), ["__hunter_ledger", "a", "mine"]);
        }
        let down = chain.on(&mut db.connect()).allow_data_loss().after_step(run("drop table mine")).downgrade(&Target::Base);
        assert_eq!(down.unwrap().losses.len(), 1);
        assert_eq!(db.tables(), ["__hunter_ledger"]);
    }

    fn what_is_done_to_the_schema_is_compared_like_what_the_script_does(db: &Scratch) {
        let chain = proved(db, &[("0001_a/up.sql", "create table a (id int);"), ("0001_a/down.sql", "drop table a;")]);
        let extra = run("create table extra (id int)");
        let error = chain.on(&mut db.connect()).proof(Proof::Step).after_step(extra).upgrade(Target::Head).unwrap_err();
        assert!(plain(&error.to_string()).ends_with("and was rolled back: table extra is not expected"), "{error}");
        assert_eq!(db.tables(), ["__hunter_ledger"]);
        chain.on(&mut db.connect()).proof(Proof::Step).after_step(run(NOTHING)).upgrade(Target::Head).unwrap();
        assert_eq!(db.events(), ["up 0001"]);
    }

    fn a_step_in_pieces_has_what_the_program_does_around_all_of_them(db: &Scratch) {
        listening(db);
        let chain = tree(&[
            ("0001_a/up.sql", "insert into said (what) values ('one'); insert into said (what) values ('two');"),
            ("0001_a/down.sql", "select 1;"),
            ("0001_a/metadata.toml", "run_in_transaction = false"),
            ("hooks/before_step.sql", "insert into said (what) values ('before');"),
            ("hooks/after_step.sql", "insert into said (what) values ('after');"),
        ]);
        let mut twice = |session: &mut dyn Session, _: &Step<'_>| {
            session.execute("insert into said (what) values ('act')")?;
            session.execute(BROKEN)
        };
        let error = chain.on(&mut db.connect()).after_step(&mut twice).upgrade(Target::Head).unwrap_err();
        assert!(error.to_string().starts_with("what this program does at `after_step` failed: "), "{error}");
        assert!(error.help().contains("`hunter upgrade` goes on with the step"), "{}", error.help());
        assert_eq!(error.progress().left, Left::Part { done: 2, of: 2 });
        assert_eq!(said(db), ["before", "one", "two", "after"], "it has a transaction of its own");
        let conn = &mut db.connect();
        chain.on(conn).before_step(say("act before")).after_step(say("act after")).upgrade(Target::Head).unwrap();
        let again = ["before", "act before up 0001 1/1", "after", "act after up 0001 1/1"];
        assert_eq!(said(db)[4..], again);
        assert_eq!(db.events().last().unwrap(), "up 0001");
    }

    fn a_revision_that_is_only_recorded_is_no_step(db: &Scratch) {
        let scripts = [("0001_a/up.sql", "create table a (id int);"), ("0001_a/down.sql", "drop table a;")];
        tree(&scripts).on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let new = tree(&[
            ("new1_a/up.sql", scripts[0].1), ("new1_a/down.sql", scripts[1].1),
            ("new1_a/metadata.toml", "down_revision = \"base\"\nreplaces = [\"0001\"]\n"),
            ("legacy/0001_a/up.sql", scripts[0].1), ("legacy/0001_a/down.sql", scripts[1].1),
            ("legacy/0001_a/metadata.toml", "down_revision = \"base\"\n"),
        ]);
        let never = |_: &mut dyn Session, _: &Step<'_>| panic!("nothing is run");
        new.on(&mut db.connect()).before_step(never).after_step(never).upgrade(Target::Head).unwrap();
        assert_eq!(db.events(), ["up 0001", "replaced new1"]);
    }

    fn the_step_is_told_which_way_it_goes(db: &Scratch) {
        let chain = line(&[("0001", "select 1;", "select 1;")]);
        let mut told = Vec::new();
        for down in [false, true] {
            let (conn, mut tell) = (&mut db.connect(), |_: &mut dyn Session, step: &Step<'_>| {
                told.push(step.direction);
                Ok(())
            });
            let migrator = chain.on(conn).before_step(&mut tell);
            if down { migrator.downgrade(&Target::Base) } else { migrator.upgrade(Target::Head) }.unwrap();
        }
        assert_eq!(told, [Direction::Up, Direction::Down]);
    }
}
