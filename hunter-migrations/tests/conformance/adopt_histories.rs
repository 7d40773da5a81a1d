//! What other tools recorded is held against the schema: true is taken over, untrue is told.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{Claim, Migrations, Target};

use crate::support::{Ask, Database, ids, proved, target};

const A: &str = "create table a (id int primary key);";
const B: &str = "create table b (id int primary key);";

/// Three revisions under these ids: two tables, and a row.
fn chain(db: &Scratch, ids: [&str; 3]) -> Migrations {
    let scripts =
        [(A, "drop table a;"), (B, "drop table b;"), ("insert into b values (1);", "delete from b;")];
    let mut files = Vec::new();
    for (id, (up, down)) in ids.into_iter().zip(scripts) {
        files.push((format!("{id}_step/up.sql"), up));
        files.push((format!("{id}_step/down.sql"), down));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    proved(db, &files)
}

const PLAIN: [&str; 3] = ["0001", "0002", "0003"];

/// Each tool's table with these versions in it, by its own statements.
fn record(db: &Scratch, tool: &str, versions: &[&str]) {
    let (create, row): (&str, fn(&str) -> String) = match tool {
        "alembic" => (
            "create table alembic_version (version_num varchar(32) not null constraint alembic_version_pkc primary key)",
            |version| format!("insert into alembic_version values ('{version}')"),
        ),
        "diesel" => (
            "create table __diesel_schema_migrations (version varchar(50) primary key not null, \
             run_on timestamp not null default current_timestamp)",
            |version| format!("insert into __diesel_schema_migrations (version) values ('{version}')"),
        ),
        "sqlx" => (
            "create table _sqlx_migrations (version bigint primary key, description text not null, \
             installed_on timestamp not null default current_timestamp, success boolean not null, checksum text, \
             execution_time bigint not null)",
            |version| {
                format!(
                    "insert into _sqlx_migrations (version, description, success, execution_time) values ({version}, 'x', true, 1)"
                )
            },
        ),
        _ => (
            "create table refinery_schema_history (version int primary key, name varchar(255), applied_on varchar(255), \
             checksum varchar(255))",
            |version| format!("insert into refinery_schema_history (version) values ({version})"),
        ),
    };
    let conn = &mut db.connect();
    conn.run(create);
    versions.iter().for_each(|version| conn.run(&row(version)));
}

/// The tables that the first revisions make.
fn tables(db: &Scratch, up: &[&str]) {
    up.iter().for_each(|up| db.connect().run(up));
}

fn claim(chain: &Migrations, db: &Scratch) -> Claim {
    chain.on(&mut db.connect()).recognise().unwrap().claims.remove(0)
}

/// Why it is refused, with what to type; nothing changes.
fn refusal(chain: &Migrations, db: &Scratch) -> String {
    let before = db.picture();
    let error = chain.on(&mut db.connect()).adopt(None).unwrap_err();
    assert_eq!(db.picture(), before);
    format!("{error}; {}", error.help()).replace("public.", "")
}

fn metadata(db: &Scratch) -> serde_json::Value {
    let rows = db.connect().column("select metadata as j from __hunter_ledger order by seq desc limit 1");
    serde_json::from_str(&rows[0]).unwrap()
}

/// The four, with what each writes when the first `n` of the revisions are applied.
fn tools(n: usize) -> [(&'static str, Vec<&'static str>); 4] {
    let numbers = ["1", "2", "3"];
    [
        ("alembic", vec![PLAIN[n - 1]]),
        ("diesel", PLAIN[..n].to_vec()),
        ("sqlx", numbers[..n].to_vec()),
        ("refinery", numbers[..n].to_vec()),
    ]
}

conformance! {
    fn a_true_claim_of_each_tool_is_taken_over_and_its_table_stays(db: &Scratch) {
        let chain = chain(db, PLAIN);
        for (tool, versions) in tools(1) {
            let db = &Scratch::new(db.dialect());
            tables(db, &[A]);
            record(db, tool, &versions);
            assert!(claim(&chain, db).holds() && claim(&chain, db).tool == tool);
            let report = chain.on(&mut db.connect()).adopt(None).unwrap();
            assert_eq!(ids(&report.current), ["0001"], "{tool}");
            assert_eq!(metadata(db)["from"], tool);
            // It is no drift, neither before an upgrade nor after, and no repair drops it.
            chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
            chain.on(&mut db.connect()).check().unwrap();
            let (_, draft) = chain.on(&mut db.connect()).repair_draft().unwrap();
            assert!(draft.is_empty(), "{draft}");
            assert!(db.tables().iter().any(|table| table.contains("alembic") || table.contains("migrations") || table.contains("refinery")));
        }
    }

    fn a_false_claim_of_each_tool_is_refused_with_what_the_schema_is(db: &Scratch) {
        let chain = chain(db, PLAIN);
        for (tool, versions) in tools(2) {
            let db = &Scratch::new(db.dialect());
            tables(db, &[A]);
            record(db, tool, &versions);
            assert!(!claim(&chain, db).holds());
            let said = refusal(&chain, db);
            assert!(said.contains("the schema is not that of 0002: table b is missing; it is that of 0001"), "{said}");
            assert!(said.contains(&format!(" says {}", versions.join(", "))), "{said}");
            assert!(said.contains("`hunter adopt --at 0001` records what it is"), "{said}");
            let error = chain.on(&mut db.connect()).adopting().upgrade(Target::Head).unwrap_err();
            assert!(error.to_string().contains("it is that of 0001"), "{error}");
            chain.on(&mut db.connect()).adopt(Some(&target("0001"))).unwrap();
            assert!(metadata(db)["although"][0].as_str().unwrap().contains(" says "), "{tool}");
        }
    }

    fn a_claim_chooses_among_revisions_that_leave_the_same_behind(db: &Scratch) {
        let chain = chain(db, PLAIN);
        for (n, at) in [(2, "0002"), (3, "0003")] {
            for (tool, versions) in tools(n) {
                let db = &Scratch::new(db.dialect());
                tables(db, &[A, B]);
                record(db, tool, &versions);
                assert_eq!(ids(&chain.on(&mut db.connect()).adopt(None).unwrap().current), [at], "{tool}");
            }
        }
    }

    fn a_claim_that_is_false_on_a_schema_of_no_revision_names_both(db: &Scratch) {
        let chain = chain(db, PLAIN);
        tables(db, &[A]);
        db.connect().run("create table c (id int)");
        record(db, "alembic", &["0003"]);
        let said = refusal(&chain, db);
        let parts = ["`alembic_version` says 0003", "not that of 0003: table b is missing; table c is not expected",
            "the nearest is 0001, with 1 difference;", "`hunter adopt --at 0001 --sql`"];
        parts.iter().for_each(|part| assert!(said.contains(part), "`{part}` is not in {said}"));
    }

    fn an_empty_database_that_claims_something_is_told_so_and_built_by_an_upgrade(db: &Scratch) {
        let chain = chain(db, PLAIN);
        record(db, "alembic", &["0003"]);
        let said = refusal(&chain, db);
        assert!(said.contains("`alembic_version` says 0003, and the database is empty; `hunter upgrade`"), "{said}");
        let report = chain.on(&mut db.connect()).adopting().upgrade(Target::Head).unwrap();
        assert_eq!(report.steps.len(), 3);
        chain.on(&mut db.connect()).check().unwrap();
    }

    fn versions_that_the_program_does_not_know_are_named(db: &Scratch) {
        let chain = chain(db, PLAIN);
        tables(db, &[A]);
        record(db, "diesel", &["0001", "0009"]);
        let said = refusal(&chain, db);
        let part = "says 0001, 0009, and it names `0009`, which this program does not know; the schema is that of 0001; \
                    `hunter adopt --at 0001`";
        assert!(said.contains(part), "{said}");
    }

    fn a_claim_with_a_hole_or_an_unfinished_version_is_doubted(db: &Scratch) {
        let chain = chain(db, PLAIN);
        tables(db, &[A, B]);
        record(db, "sqlx", &["2"]);
        assert_eq!(claim(&chain, db).doubts, ["it lacks `0001`, which is below what it names"]);
        db.connect().run("insert into _sqlx_migrations (version, description, success, execution_time) values (1, 'x', false, 1)");
        assert_eq!(claim(&chain, db).doubts, ["it says that `1` began and did not end"]);
        assert!(refusal(&chain, db).contains("`1` began and did not end"));
    }

    fn a_number_means_no_id_that_only_looks_like_one(db: &Scratch) {
        let chain = chain(db, ["08f51db8dce0", "1000", "1001"]);
        tables(db, &[A]);
        record(db, "refinery", &["8"]);
        assert_eq!(claim(&chain, db).doubts, ["it names `8`, which this program does not know"]);
    }

    fn a_history_without_a_row_claims_nothing(db: &Scratch) {
        let chain = chain(db, PLAIN);
        tables(db, &[A]);
        record(db, "alembic", &[]);
        assert!(chain.on(&mut db.connect()).recognise().unwrap().claims.is_empty());
        assert_eq!(ids(&chain.on(&mut db.connect()).adopt(None).unwrap().current), ["0001"]);
    }

    fn two_tools_that_say_the_same_are_believed_and_one_that_errs_is_told(db: &Scratch) {
        let chain = chain(db, PLAIN);
        tables(db, &[A]);
        record(db, "alembic", &["0001"]);
        record(db, "sqlx", &["1", "2"]);
        assert!(refusal(&chain, db).contains("`_sqlx_migrations` says 1, 2, and the schema is not that of 0002"));
        db.connect().run("delete from _sqlx_migrations where version = 2");
        assert_eq!(ids(&chain.on(&mut db.connect()).adopt(None).unwrap().current), ["0001"]);
    }
}
