//! Names of all kinds: of the ledger, of its schema, of revisions.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{ErrorKind, Migrations, Notice, Status, Target};

use crate::support::{Ask, Database, Watch, ids, line, target, tree};

/// Three names that need care: quotes, mixed case, a formatting character and a backslash.
const NAMES: [&str; 3] = ["My \"own\" Ledger", "it's 100%I done", "back\\slash"];

/// A chain that calls its ledger so.
fn called(settings: &str) -> Migrations {
    tree(&[
        ("hunter.toml", &format!("dialects = [\"postgres\", \"sqlite\"]\n{settings}\n")),
        ("0001_a/up.sql", "create table a (id int);"),
        ("0001_a/down.sql", "drop table a;"),
        ("0002_b/up.sql", "create table b (id int);"),
        ("0002_b/down.sql", "drop table b;"),
    ])
}

fn table(name: &str) -> String {
    format!("ledger_table = '''{name}'''")
}

conformance! {
    fn a_ledger_has_the_name_it_is_given(db: &Scratch) {
        for name in NAMES {
            let scratch = Scratch::new(db.dialect());
            called(&table(name)).on(&mut scratch.connect()).upgrade(Target::Head).unwrap();
            assert!(scratch.tables().contains(&name.to_owned()), "{:?}", scratch.tables());
        }
    }

    fn a_ledger_of_any_name_is_found_again(db: &Scratch) {
        for name in NAMES {
            let (scratch, chain) = (Scratch::new(db.dialect()), called(&table(name)));
            let conn = &mut scratch.connect();
            chain.on(conn).upgrade(target("0001")).unwrap();
            chain.on(conn).upgrade(Target::Head).unwrap();
            assert!(chain.on(conn).upgrade(Target::Head).unwrap().steps.is_empty(), "{name}");
            chain.on(conn).downgrade(&Target::Base).unwrap();
            assert_eq!(chain.on(conn).status().unwrap().as_str(), "behind", "{name}");
        }
    }

    fn the_row_of_a_ledger_of_any_name_stops_the_second_runner(db: &Scratch) {
        for name in NAMES {
            let (scratch, chain) = (Scratch::new(db.dialect()), called(&table(name)));
            let other = &mut scratch.connect();
            let mut observer = |notice: &Notice<'_>| {
                if matches!(notice, Notice::Step { number: 1, .. }) {
                    chain.on(other).without_guard().upgrade(Target::Head).unwrap();
                }
            };
            let mut conn = scratch.connect();
            let report =
                chain.on(&mut conn).without_guard().observe(&mut observer).upgrade(Target::Head).unwrap();
            assert!(report.steps.iter().all(|step| step.by_other), "{name}: {report:?}");
        }
    }

    fn a_ledger_of_any_name_is_no_loss_and_no_relation(db: &Scratch) {
        for name in NAMES {
            let (scratch, chain) = (Scratch::new(db.dialect()), called(&table(name)));
            chain.on(&mut scratch.connect()).ensure().unwrap();
            let error = chain.on(&mut scratch.connect()).unverified("the test says so").stamp(&[Target::Head]).unwrap_err();
            assert!(error.to_string().contains("empty"), "{name}: {error}");
        }
    }

    fn two_ledgers_of_one_database_know_nothing_of_each_other(db: &Scratch) {
        called("").on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let other = called("ledger_table = \"other\"");
        assert_eq!(other.on(&mut db.connect()).status().unwrap().as_str(), "unversioned");
    }

    fn a_revision_may_have_blanks_and_dots_in_its_id(db: &Scratch) {
        let chain = line(&[("1.2 b", "create table a (id int);", "drop table a;")]);
        let conn = &mut db.connect();
        chain.on(conn).upgrade(Target::Head).unwrap();
        assert_eq!(ids(&chain.on(conn).current().unwrap().revisions), ["1.2 b"]);
        chain.on(conn).downgrade(&Target::Base).unwrap();
        Watch::on(conn, db);
    }

    fn a_schema_of_the_ledger_is_for_databases_with_schemas(db: &Scratch) {
        db.connect().run(db.pick("create schema ops", "select 1"));
        let chain = called("ledger_schema = \"ops\"");
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(chain.on(&mut db.connect()).status().unwrap(), Status::AtHead);
    }
}

mod postgres {
    use hunter_chain::Dialect;
    use hunter_migrations::testing::Scratch;

    use super::{ErrorKind, Status, Target, called};
    use crate::support::{Ask, Conn, Database};

    fn schema_of(conn: &mut Conn, table: &str) -> Vec<String> {
        conn.column(&format!("select schemaname::text as j from pg_tables where tablename = '{table}'"))
    }

    #[test]
    fn the_ledger_is_in_the_schema_it_is_given() {
        let db = Scratch::new(Dialect::Postgres);
        let conn = &mut db.connect();
        conn.run("create schema \"Ops \"\"1\"");
        called("ledger_schema = '''Ops \"1'''").on(conn).upgrade(Target::Head).unwrap();
        assert_eq!([schema_of(conn, "__hunter_ledger"), schema_of(conn, "a")], [["Ops \"1"], ["public"]]);
    }

    #[test]
    fn a_ledger_in_its_own_schema_is_found_from_every_search_path() {
        let db = Scratch::new(Dialect::Postgres);
        let chain = called("ledger_schema = \"ops\"");
        db.connect().run("create schema ops; create schema app");
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let conn = &mut db.connect();
        conn.run("set search_path = app");
        assert_eq!(chain.on(conn).status().unwrap(), Status::AtHead);
        assert!(chain.on(conn).upgrade(Target::Head).unwrap().steps.is_empty());
    }

    #[test]
    fn a_schema_that_is_not_there_is_named() {
        let db = Scratch::new(Dialect::Postgres);
        let error =
            called("ledger_schema = \"ops\"").on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Database);
        assert!(error.to_string().contains("\"ops\""), "{error}");
    }

    #[test]
    fn a_ledger_in_its_own_schema_is_no_relation() {
        let db = Scratch::new(Dialect::Postgres);
        db.connect().run("create schema ops");
        let chain = called("ledger_schema = \"ops\"");
        chain.on(&mut db.connect()).ensure().unwrap();
        assert!(chain.on(&mut db.connect()).unverified("the test says so").stamp(&[Target::Head]).is_err());
    }

    #[test]
    fn a_database_whose_schema_is_not_public_has_everything_there() {
        for schema in ["app", "My \"App\""] {
            let db = Scratch::new(Dialect::Postgres);
            let quoted = Dialect::Postgres.quote_identifier(schema);
            let name = db.name();
            db.connect().run(&format!(
                "create schema {quoted}; drop schema public; alter database {name} set search_path = {quoted}"
            ));
            let conn = &mut db.connect();
            called("").on(conn).upgrade(Target::Head).unwrap();
            assert_eq!([schema_of(conn, "__hunter_ledger"), schema_of(conn, "a")], [[schema], [schema]]);
            conn.run("insert into a values (1)");
            called("").on(conn).downgrade(&Target::Base).unwrap_err();
            conn.run("delete from a");
            called("").on(conn).downgrade(&Target::Base).unwrap();
            assert_eq!(db.tables(), ["__hunter_ledger"]);
        }
    }

    #[test]
    fn a_search_path_that_leads_nowhere_is_public() {
        let db = Scratch::new(Dialect::Postgres);
        let conn = &mut db.connect();
        conn.run("set search_path = nowhere");
        assert_eq!(called("").on(conn).status().unwrap(), Status::Empty);
        assert!(called("").on(conn).ensure().unwrap());
        assert_eq!(schema_of(conn, "__hunter_ledger"), ["public"]);
    }

    #[test]
    fn what_a_script_quotes_with_our_own_words_is_kept_apart() {
        let db = Scratch::new(Dialect::Postgres);
        let script = "create table a$hunter$b (id int); do $hunter$ begin perform 1; end $hunter$;";
        let chain = crate::support::line(&[("0001", script, "drop table a$hunter$b;")]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        chain.on(&mut db.connect()).downgrade(&Target::Base).unwrap();
        assert_eq!(db.tables(), ["__hunter_ledger"]);
    }
}
