//! Scripts for later, run by the servers' own clients: the same schema, the same record, and nothing on another
//! database.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{ErrorKind, Migrations, Target};

use crate::support::{Ask, Database, declared, line, target};

const THREE: [(&str, &str, &str); 3] = [
    ("0001", "create table a (id int primary key, b text); -- the first", "drop table a; -- gone"),
    ("0002", "insert into a values (1, 'it''s; $hunter$ \\ ☃')", "delete from a where id = 1;"),
    ("0003", "create view v as select b from a;\ncreate index i on a (b);", "drop index i; drop view v"),
];

fn client(db: &Scratch, script: &str) -> Result<(), String> {
    db.run_by_client(script)
}

/// Objects, and what is recorded of each step; when and by whom is another matter.
fn state(db: &Scratch) -> Vec<String> {
    let mut state: Vec<String> = db.picture().into_iter().filter(|line| !line.contains("a1:")).collect();
    state.extend(db.connect().column(
        "select seq || event || revision || parents || coalesce(up_digest, '-') || coalesce(down_digest, '-') \
         || coalesce(down_script, '-') || metadata || applied_digest as j from __hunter_ledger order by seq",
    ));
    state
}

fn up(chain: &Migrations, db: &Scratch, from: &str, to: &str) -> String {
    chain.script(db.dialect()).from(target(from)).upgrade(&target(to)).unwrap()
}

fn down(chain: &Migrations, db: &Scratch, from: &str, to: &str) -> String {
    chain.script(db.dialect()).from(target(from)).allow_data_loss().downgrade(&target(to)).unwrap()
}

/// A second database of the same kind, on which the runner does what the script did on the first.
fn beside(db: &Scratch, run: impl FnOnce(&Scratch)) -> Vec<String> {
    let other = Scratch::new(db.dialect());
    run(&other);
    state(&other)
}

conformance! {
    fn a_script_of_the_way_up_ends_where_the_runner_does(db: &Scratch) {
        let chain = line(&THREE);
        client(db, &up(&chain, db, "base", "head")).unwrap();
        let runner = beside(db, |other| drop(chain.on(&mut other.connect()).upgrade(Target::Head).unwrap()));
        assert_eq!(state(db), runner);
        let report = chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert!(report.steps.is_empty(), "{report}");
    }

    fn a_script_of_the_way_down_ends_where_the_runner_does(db: &Scratch) {
        let chain = line(&THREE);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        client(db, &down(&chain, db, "head", "base")).unwrap();
        let runner = beside(db, |other| {
            chain.on(&mut other.connect()).upgrade(Target::Head).unwrap();
            chain.on(&mut other.connect()).allow_data_loss().downgrade(&Target::Base).unwrap();
        });
        assert_eq!(state(db), runner);
        assert_eq!(db.tables(), ["__hunter_ledger"]);
    }

    fn scripts_of_ranges_follow_each_other_and_the_runner(db: &Scratch) {
        let chain = line(&THREE);
        client(db, &up(&chain, db, "base", "0001")).unwrap();
        chain.on(&mut db.connect()).upgrade(target("0002")).unwrap();
        client(db, &up(&chain, db, "0002", "0003")).unwrap();
        client(db, &down(&chain, db, "0003", "0001")).unwrap();
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.events(), ["up 0001", "up 0002", "up 0003", "down 0003", "down 0002", "up 0002", "up 0003"]);
    }

    fn a_script_stops_on_a_database_that_is_somewhere_else(db: &Scratch) {
        let chain = line(&THREE);
        chain.on(&mut db.connect()).upgrade(target("0002")).unwrap();
        let before = db.picture();
        for script in [
            up(&chain, db, "base", "head"),
            up(&chain, db, "0001", "head"),
            down(&chain, db, "0003", "0002"),
        ] {
            let said = client(db, &script).unwrap_err();
            assert!(said.contains("the database is not where revision 000"), "{said}");
            assert_eq!(db.picture(), before);
        }
    }

    fn a_script_that_ran_is_refused_a_second_time(db: &Scratch) {
        let chain = line(&THREE);
        let script = up(&chain, db, "base", "head");
        client(db, &script).unwrap();
        let before = db.picture();
        client(db, &script).unwrap_err();
        assert_eq!(db.picture(), before);
    }

    fn a_step_that_fails_in_a_script_is_rolled_back_and_the_runner_goes_on(db: &Scratch) {
        let broken = line(&[THREE[0], ("0002", "create table c (d int); insert into nowhere values (1);", "drop table c;")]);
        client(db, &up(&broken, db, "base", "head")).unwrap_err();
        assert_eq!((db.events(), db.tables()), (vec!["up 0001".to_owned()], vec!["__hunter_ledger".to_owned(), "a".to_owned()]));
        line(&THREE).on(&mut db.connect()).upgrade(Target::Head).unwrap();
    }

    fn a_script_of_statements_outside_of_a_transaction_ends_where_the_runner_does(db: &Scratch) {
        let concurrent = db.pick("create index concurrently i on a (b);\nset lock_timeout = '1s';\nvacuum a", "vacuum");
        let script = format!("create table c (d int);\nbegin;\ninsert into c values (1);\ncommit;\n{concurrent}");
        let chain = declared(&[
            ("0001", "", THREE[0].1, THREE[0].2),
            ("0002", "run_in_transaction = false", &script, "drop table c;"),
        ]);
        client(db, &up(&chain, db, "base", "head")).unwrap();
        let runner = beside(db, |other| drop(chain.on(&mut other.connect()).upgrade(Target::Head).unwrap()));
        assert_eq!(state(db), runner);
    }

    fn what_a_script_began_outside_of_a_transaction_the_runner_goes_on_with(db: &Scratch) {
        let of = |last: &str| declared(&[
            ("0001", "run_in_transaction = false", &format!("create table c (d int);\ninsert into {last} values (1);"), "drop table c;"),
        ]);
        client(db, &up(&of("nowhere"), db, "base", "head")).unwrap_err();
        assert_eq!(db.events(), ["started 0001", "statement 0001"]);
        of("c").on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.connect().count("c"), "1");
    }

    fn a_way_down_that_drops_something_asks_for_the_word(db: &Scratch) {
        let error = line(&THREE).script(db.dialect()).downgrade(&Target::Base).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::DataLoss);
        assert!(error.to_string().contains("`0001`") && error.help().contains("--allow-data-loss"), "{error}");
        line(&THREE).script(db.dialect()).downgrade(&target("0001")).unwrap();
    }

    fn a_script_is_sql_from_its_first_line_to_its_last(db: &Scratch) {
        let script = up(&line(&THREE), db, "base", "head");
        assert!(script.starts_with(db.pick("\\set ON_ERROR_STOP on\n", ".bail on\n")), "{script}");
        assert!(script.trim_end().ends_with(';'), "{script}");
    }
}

mod postgres {
    use super::{Ask, Database, Migrations, Scratch, Target, client, down, line, target, up};
    use hunter_chain::Dialect;

    #[test]
    fn what_a_script_sets_does_not_reach_the_next_step() {
        let db = &Scratch::new(Dialect::Postgres);
        let chain = line(&[
            (
                "0001",
                "create schema side; set search_path = side; set work_mem = '1MB'; create table a (b int);",
                "drop table side.a; drop schema side;",
            ),
            (
                "0002",
                "create table path as select current_setting('search_path') as p, current_setting('work_mem') as m",
                "drop table path;",
            ),
        ]);
        client(db, &up(&chain, db, "base", "head")).unwrap();
        assert_eq!(db.connect().column("select p || m as j from public.path"), ["\"$user\", public4MB"]);
    }

    fn hiding() -> Migrations {
        line(&[("0001", "create table a (b int);", "do $$ begin drop table a; end $$;")])
    }

    #[test]
    fn a_drop_that_the_text_hides_stops_the_script() {
        let db = &Scratch::new(Dialect::Postgres);
        hiding().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let script = hiding().script(Dialect::Postgres).downgrade(&Target::Base).unwrap();
        let said = client(db, &script).unwrap_err();
        assert!(said.contains("the script drops what was not announced"), "{said}");
        assert!(db.tables().contains(&"a".to_owned()));
        client(db, &down(&hiding(), db, "head", "base")).unwrap();
        assert_eq!(db.tables(), ["__hunter_ledger"]);
    }

    #[test]
    fn an_invalid_leftover_stops_the_script_and_says_what_to_drop() {
        let db = &Scratch::new(Dialect::Postgres);
        let chain = crate::support::declared(&[
            ("0001", "", "create table a (b int);", "drop table a;"),
            (
                "0002",
                "run_in_transaction = false",
                "create index concurrently i on a (b);",
                "drop index concurrently i;",
            ),
        ]);
        chain.on(&mut db.connect()).upgrade(target("0001")).unwrap();
        db.connect().run("insert into a values (1), (1)");
        db.connect().execute("create unique index concurrently i on a (b)").unwrap_err();
        let said = client(db, &up(&chain, db, "0001", "head")).unwrap_err();
        assert!(said.contains("left the invalid index i: drop it"), "{said}");
    }
}

mod sqlite {
    use super::{Ask, Scratch, Target, client, line, target, up};
    use hunter_chain::Dialect;

    const FAMILY: (&str, &str, &str) = (
        "0001",
        "create table p (id integer primary key); create table c (p references p on delete cascade); \
         insert into p values (1), (2); insert into c values (1), (2), (2);",
        "drop table c; drop table p;",
    );

    #[test]
    fn a_rebuilt_parent_keeps_its_children_in_a_script() {
        let db = &Scratch::new(Dialect::Sqlite);
        let rebuild = "create table n (id integer primary key, x); insert into n (id) select id from p; drop table p; alter table n rename to p;";
        let chain = line(&[FAMILY, ("0002", rebuild, "select 1;")]);
        chain.on(&mut db.connect()).upgrade(target("0001")).unwrap();
        client(db, &up(&chain, db, "0001", "head")).unwrap();
        assert_eq!(db.connect().count("c"), "3");
    }

    #[test]
    fn a_rebuild_that_leaves_rows_without_a_parent_stops_the_script() {
        let db = &Scratch::new(Dialect::Sqlite);
        let rebuild = "create table n (id integer primary key); insert into n select 1; drop table p; alter table n rename to p;";
        let chain = line(&[FAMILY, ("0002", rebuild, "select 1;")]);
        chain.on(&mut db.connect()).upgrade(target("0001")).unwrap();
        let said = client(db, &up(&chain, db, "0001", "head")).unwrap_err();
        assert!(said.contains("revision 0002 would leave rows that refer to nothing"), "{said}");
        assert_eq!((db.connect().count("p"), db.connect().count("c")), ("2".to_owned(), "3".to_owned()));
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
    }

    #[test]
    fn a_script_deletes_children_as_the_runner_does() {
        let db = &Scratch::new(Dialect::Sqlite);
        let chain = line(&[FAMILY, ("0002", "delete from p where id = 2;", "select 1;")]);
        client(db, &up(&chain, db, "base", "head")).unwrap();
        assert_eq!(db.connect().count("c"), "1");
    }
}
