//! The two databases that were found and said of themselves that they were at head, with rows in every table: `repair`
//! brings them to the revision that is recorded, and not a row is lost.

#![cfg(test)]

mod support;

use std::fmt::Write as _;

use hunter_chain::{Dialect, SourceTree, read_graph};
use hunter_migrations::testing::Scratch;
use hunter_migrations::{Binary, Migrations, Session, Target};
use serde_json::Value;
use support::rebuild::rebuild;

const HEAD: &str = "f786f93501ea";
const BINARY: Binary = Binary { name: "hunter", version: "1.1.0", commit: None };
/// So many rows are in every table.
const ROWS: usize = 3;

fn facts(name: &str) -> Value {
    let path = format!("{}/tests/facts/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A chain of one revision that leaves the facts of head behind. `ignore` names what v1.0 made and no revision speaks of.
fn chain(ignore: &[&str]) -> Migrations {
    let up = rebuild(&facts(HEAD));
    let settings = format!("dialects = [\"postgres\"]\nignore = {ignore:?}\n");
    let script = format!("{HEAD}_facts/up.sql");
    let metadata = format!("{HEAD}_facts/metadata.toml");
    let files = [
        ("hunter.toml", settings.as_str()),
        (script.as_str(), up.as_str()),
        (metadata.as_str(), "irreversible = \"facts lead nowhere\""),
    ];
    let read = |files: &[(&str, &str)]| {
        let tree = SourceTree::of("migrations", files);
        let chain = read_graph(&tree).unwrap_or_else(|found| panic!("{found:?}"));
        Migrations::from_chain(chain, tree.digest(), BINARY)
    };
    let (unproved, scratch) = (read(&files), Scratch::new(Dialect::Postgres));
    let proofs = unproved.prove(&mut scratch.connect(), |_| {}).unwrap();
    let lock = unproved.lockfile(&[proofs]).render();
    read(&[&files[..], &[("hunter.lock", lock.as_str())]].concat())
}

/// Rows whose values agree with each other: what a foreign key names is called the same in every table.
fn seed(conn: &mut dyn Session, facts: &Value) {
    let mut sql = "set session_replication_role = replica;".to_owned();
    for (table, of) in facts["tables"].as_object().unwrap() {
        let columns = of["columns"].as_array().unwrap();
        for n in 1..=ROWS {
            let (names, values): (Vec<&str>, Vec<String>) = columns
                .iter()
                .map(|column| {
                    let kind = column["type"].as_str().unwrap();
                    let value = match kind.split('(').next().unwrap() {
                        "integer" | "bigint" => n.to_string(),
                        "boolean" => "true".to_owned(),
                        "jsonb" | "json" => format!("'{{\"n\": {n}}}'"),
                        "date" | "timestamp with time zone" | "timestamp without time zone" => {
                            format!("'2026-01-0{n}'")
                        }
                        "text[]" => format!("'{{{{v{n}}}}}'"),
                        "character varying" | "text" | "uuid" => format!("'v{n}'"),
                        other => panic!("{table}: {other} has no value here"),
                    };
                    (column["name"].as_str().unwrap(), value)
                })
                .unzip();
            let _ = write!(sql, "insert into {table} ({}) values ({});", names.join(", "), values.join(", "));
        }
    }
    conn.execute(&sql).unwrap();
    conn.execute("set session_replication_role = origin").unwrap();
}

/// Every row of the tables that were there, in words, of the columns that were there.
fn rows(conn: &mut dyn Session, facts: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for (table, of) in facts["tables"].as_object().unwrap() {
        let columns = of["columns"].as_array().unwrap().iter().map(|column| column["name"].as_str().unwrap());
        let columns: Vec<&str> = columns.collect();
        let query = format!(
            "select '{table}' || to_jsonb(r)::text as j from (select {} from {table} order by 1) r",
            columns.join(", ")
        );
        found.extend(conn.rows(&query).unwrap().into_iter().flatten());
    }
    found
}

mod postgres {
    use super::*;

    fn is_brought_to_its_revision(found: &str, ignore: &[&str]) {
        let (is, chain, scratch) = (facts(found), chain(ignore), Scratch::new(Dialect::Postgres));
        let mut conn = scratch.connect();
        conn.execute(&rebuild(&is)).unwrap();
        seed(&mut *conn, &is);
        chain.on(&mut conn).unverified("as v1.0 recorded it").stamp(&[Target::Head]).unwrap();
        let before = rows(&mut *conn, &is);
        assert_eq!(before.len(), ROWS * is["tables"].as_object().unwrap().len());
        let differences = chain.on(&mut conn).drift().unwrap().differences.len();
        assert!(differences > 20, "{found}: {differences}");

        let report =
            chain.on(&mut conn).repair().unwrap_or_else(|error| panic!("{found}: {error}: {}", error.help()));

        assert_eq!(report.losses, []);
        let drift = chain.on(&mut conn).drift().unwrap();
        assert!(drift.is_none(), "{found}: {drift}");
        assert_eq!(rows(&mut *conn, &is), before, "{found}");
        assert_eq!(chain.on(&mut conn).current().unwrap().revisions[0].as_str(), HEAD);
    }

    #[test]
    fn the_database_that_models_made_is_repaired_and_keeps_its_rows() {
        is_brought_to_its_revision("as_found/models", &["table public.provider_change_history"]);
    }

    #[test]
    fn the_database_of_the_first_schema_and_one_change_is_repaired_and_keeps_its_rows() {
        is_brought_to_its_revision("as_found/initial-with-g16-only", &[]);
    }

    #[test]
    fn a_table_that_nobody_recorded_and_that_holds_rows_is_not_dropped_without_the_word() {
        let (is, chain, scratch) = (facts("as_found/models"), chain(&[]), Scratch::new(Dialect::Postgres));
        let mut conn = scratch.connect();
        conn.execute(&rebuild(&is)).unwrap();
        seed(&mut *conn, &is);
        chain.on(&mut conn).unverified("as v1.0 recorded it").stamp(&[Target::Head]).unwrap();
        let before = rows(&mut *conn, &is);
        let error = chain.on(&mut conn).repair().unwrap_err();
        assert_eq!(
            error.to_string(),
            "this repair would lose table public.provider_change_history with 3 rows"
        );
        assert_eq!(rows(&mut *conn, &is), before);
        let report = chain.on(&mut conn).allow_data_loss().repair().unwrap();
        assert_eq!(report.losses.len(), 1);
        assert!(chain.on(&mut conn).drift().unwrap().is_none());
    }
}
