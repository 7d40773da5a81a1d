//! The steps of Hunter v1.0 before its revisions were numbered, and the one that leads from them to the base revision.
//!
//! Responsible for the scripts in `migrations/legacy/`, run past Hunter: what each leaves behind is compared with the
//! facts, the end with a database that Hunter makes, and the last step must not cost a row.

#![cfg(test)]

mod support;

use std::path::{Path, PathBuf};

use hunter_chain::{Chain, RevisionId, SourceTree, disk, read_chain};
use hunter_migrations::connect;
use serde_json::Value;
use support::database::Database;
use support::difference::assert_same;
use support::{catalog, facts};

/// The revision as the facts call it, and its directory; the oldest first.
const LINE: [(&str, &str); 8] = [
    ("g2", "g2_initial_schema"),
    ("g16", "g16_webhook_enrichment"),
    ("g17", "g17_notes_tags_favorites"),
    ("g18", "g18_rescan_alerts_scoring"),
    ("g19-users", "g19-users_users_auth"),
    ("g19-favorites", "g19-favorites_favorites_migration"),
    ("g20", "g20_domain_intelligence"),
    BRIDGE,
];
/// It is there to leave behind what the base revision does.
const BRIDGE: (&str, &str) = ("08f51db8dce0", "g21_to_base");
/// Hyphens are no part of an id.
const IDS: [&str; 8] = ["g2", "g16", "g17", "g18", "g19users", "g19favorites", "g20", "g21"];

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn script(directory: &str, file: &str) -> String {
    std::fs::read_to_string(folder("migrations/legacy").join(directory).join(file)).unwrap()
}

/// The steps as a folder of their own.
fn tree() -> SourceTree {
    let mut tree = disk::load(&folder("migrations/legacy"), "migrations/legacy").unwrap();
    tree.insert("hunter.toml", b"dialects = [\"postgres\"]".to_vec());
    tree
}

/// The chain in a folder.
fn chain(tree: &SourceTree) -> Chain {
    read_chain(tree).unwrap_or_else(|found| panic!("{found:?}"))
}

#[test]
fn the_steps_are_a_chain_of_their_own_in_the_order_of_the_history() {
    let line = chain(&tree());
    let ids: Vec<&str> = line.revisions().iter().map(|revision| revision.id.as_str()).collect();
    assert_eq!(ids, IDS);
    for (revision, (_, directory)) in line.revisions().iter().zip(LINE) {
        assert_eq!(revision.directory, directory);
    }
    assert_eq!(line.heads().len(), 1);
}

#[test]
fn the_base_revision_replaces_all_of_them() {
    let own = chain(&disk::load(&folder("migrations"), "migrations").unwrap());
    let base = own.revisions().iter().find(|revision| revision.id.as_str() == BRIDGE.0).unwrap();
    let replaced: Vec<&str> = base.declared.replaces.iter().map(RevisionId::as_str).collect();
    assert_eq!(replaced, IDS);
}

/// The columns that the last step allows no null in: table and column.
fn filled_from_then_on() -> Vec<(String, String)> {
    let not_null = |revision: &str| -> Vec<(String, String)> {
        let tables = facts::at(revision)["tables"].clone();
        let tables = tables.as_object().unwrap().iter();
        let name = |value: &Value| value["name"].as_str().unwrap().to_owned();
        tables
            .flat_map(|(table, of)| {
                let columns = of["columns"].as_array().unwrap().iter();
                let columns = columns.filter(|column| column["not_null"] == true);
                columns.map(|column| (table.clone(), name(column))).collect::<Vec<_>>()
            })
            .collect()
    };
    let before = not_null("g20");
    not_null(BRIDGE.0).into_iter().filter(|column| !before.contains(column)).collect()
}

/// A row in every table, and more where keys and rules of uniqueness are at stake.
const ROWS: &str = include_str!("support/rows_at_g20.sql");

/// Every row of every table and of the view, without the column that the last step drops, and where every sequence is.
fn rows(database: &Database) -> Vec<String> {
    let mut found = Vec::new();
    for relation in facts::tables("g20").iter().map(String::as_str).chain(["leads_ready"]) {
        let row = format!("'{relation} ' || (to_jsonb(r) - 'user_id_new')::text");
        let of_one = database.rows(&format!("select {row} as j from {relation} r order by 1"));
        assert!(!of_one.is_empty(), "{relation} has no row");
        found.extend(of_one);
    }
    let sequences = "select sequencename || ' ' || last_value as j from pg_sequences order by 1";
    found.extend(database.rows(sequences));
    found
}

mod postgres {
    use super::*;
    use hunter_chain::Dialect;
    use hunter_migrations::testing::Scratch;
    use hunter_migrations::{Binary, Migrations};
    use support::binary::Hunter;
    use support::database::postgres;

    fn up(database: &Database, directory: &str) {
        database.execute(&script(directory, "up.sql"));
    }

    fn down(database: &Database, directory: &str) {
        database.execute(&script(directory, "down.sql"));
    }

    /// A database at g20 with a row in every table.
    fn at_g20() -> Database {
        let database = postgres();
        for (_, directory) in &LINE[..7] {
            up(&database, directory);
        }
        database.execute(ROWS);
        database
    }

    #[track_caller]
    fn assert_at(revision: &str, database: &Database) {
        assert_same(revision, &facts::at(revision), &catalog::read(database));
    }

    /// What the server says of a script that it refuses.
    fn refusal(database: &Database, directory: &str, file: &str) -> String {
        connect(database.url()).unwrap().execute(&script(directory, file)).unwrap_err().to_string()
    }

    #[test]
    fn each_step_leaves_the_facts_of_its_revision_behind_and_leads_back_to_those_before() {
        let database = postgres();
        let empty = catalog::read(&database);
        for (revision, directory) in LINE {
            up(&database, directory);
            assert_at(revision, &database);
        }
        for at in (0..LINE.len()).rev() {
            down(&database, LINE[at].1);
            match at.checked_sub(1) {
                Some(before) => assert_at(LINE[before].0, &database),
                None => assert_same("nothing", &empty, &catalog::read(&database)),
            }
        }
    }

    #[test]
    fn each_step_can_be_taken_again_after_it_was_undone() {
        let database = postgres();
        for (revision, directory) in LINE {
            up(&database, directory);
            down(&database, directory);
            up(&database, directory);
            assert_at(revision, &database);
        }
    }

    #[test]
    fn the_last_step_ends_where_a_fresh_database_begins() {
        let (old, fresh) = (at_g20(), postgres());
        up(&old, BRIDGE.1);
        Hunter::root().on(fresh.url()).run("upgrade head").done();
        assert_same("fresh", &catalog::read(&fresh), &catalog::read(&old));
    }

    /// The same in the words of a lockfile, which are another reading of the catalog.
    #[test]
    fn the_proof_of_the_steps_ends_with_the_schema_of_the_base_revision() {
        let (tree, scratch) = (tree(), Scratch::new(Dialect::Postgres));
        let binary = Binary { name: "hunter", version: "1.0.0", commit: None };
        let migrations = Migrations::from_chain(chain(&tree), tree.digest(), binary);
        let proofs =
            migrations.prove(&mut scratch.connect(), |_| {}).unwrap_or_else(|error| panic!("{error}"));
        let proved = migrations.lockfile(&[proofs]).render();
        let schema = |lock: &str| -> Option<String> {
            let line = lock.lines().rev().find(|line| line.starts_with("postgres up"))?;
            Some(line.split_once(" schema ")?.1.to_owned())
        };
        let base = std::fs::read_to_string(folder("migrations/hunter.lock")).unwrap();
        assert!(schema(&base).is_some());
        assert_eq!(schema(&proved), schema(&base));
    }

    #[test]
    fn the_last_step_keeps_every_row_and_value_both_ways() {
        let database = at_g20();
        let before = rows(&database);
        up(&database, BRIDGE.1);
        assert_at(BRIDGE.0, &database);
        assert_eq!(rows(&database), before);
        down(&database, BRIDGE.1);
        assert_at("g20", &database);
        assert_eq!(rows(&database), before);
        // What `lossy` says: it comes back empty.
        assert_eq!(database.rows("select count(user_id_new)::text as j from favorites"), ["0"]);
    }

    #[test]
    fn the_foreign_keys_that_were_put_back_hold() {
        let database = at_g20();
        let company = "delete from companies where domain = 'fair.example'";
        up(&database, BRIDGE.1);
        let stranger = "insert into notes (domain, note) values ('nobody.example', 'x')";
        let refused = connect(database.url()).unwrap().execute(stranger).unwrap_err().to_string();
        assert!(refused.contains("notes_domain_fkey"), "{refused}");
        database.execute(company);
        assert_eq!((database.count("notes"), database.count("favorites"), database.count("tags")), (0, 1, 1));
    }

    #[test]
    fn a_null_stops_the_last_step_by_name_and_nothing_of_it_stays() {
        let columns = filled_from_then_on();
        assert_eq!(columns.len(), 18, "{columns:?}");
        let database = at_g20();
        let before = rows(&database);
        for (table, column) in columns {
            let first = format!("id = (select min(id) from {table})");
            let value = database.rows(&format!("select {column}::text as j from {table} where {first}"));
            let set =
                |to: &str| database.execute(&format!("update {table} set {column} = {to} where {first}"));
            set("null");
            let refused = refusal(&database, BRIDGE.1, "up.sql");
            let expected = format!("column \"{column}\" of relation \"{table}\" contains null values");
            assert!(refused.contains(&expected), "{refused}");
            assert_at("g20", &database);
            set(&format!("'{}'", value[0]));
        }
        assert_eq!(rows(&database), before);
        up(&database, BRIDGE.1);
    }

    #[test]
    fn what_there_is_twice_by_then_stops_the_way_back_by_name_and_nothing_of_it_stays() {
        let database = at_g20();
        up(&database, BRIDGE.1);
        for (table, columns, values) in [
            ("tags", "domain, tag", "'fair.example', 'security-risk'"),
            ("alert_config", "user_id, alert_type, notification_method", "'bea', 'mx_changed', 'email'"),
        ] {
            let twice = format!("insert into {table} ({columns}) values ({values})");
            database.execute(&twice);
            let before = rows(&database);
            let refused = refusal(&database, BRIDGE.1, "down.sql");
            assert!(refused.contains(&format!("could not create unique index \"{table}_")), "{refused}");
            assert_at(BRIDGE.0, &database);
            assert_eq!(rows(&database), before);
            database.execute(&format!("delete from {table} where id = (select max(id) from {table})"));
        }
        down(&database, BRIDGE.1);
        assert_at("g20", &database);
    }

    #[test]
    fn a_favorite_there_is_twice_stops_the_way_back_to_before_the_move() {
        let database = at_g20();
        down(&database, "g20_domain_intelligence");
        let refused = refusal(&database, "g19-favorites_favorites_migration", "down.sql");
        assert!(refused.contains("favorites_domain_user_id_key"), "{refused}");
        assert_at("g19-favorites", &database);
    }

    /// What was in every table, each row as JSON; the last step drops one column.
    fn old_rows(database: &Database, revision: &str) -> Vec<(String, String)> {
        let of = |table: &String| {
            let sql = format!("select (to_jsonb(r) - 'user_id_new')::text as j from {table} r");
            let rows = database.rows(&sql);
            assert!(!rows.is_empty(), "{table} has no row at {revision}");
            rows.into_iter().map(|row| (table.clone(), row)).collect::<Vec<_>>()
        };
        facts::tables(revision).iter().flat_map(of).collect()
    }

    /// As a database of that time stands there: no record of Hunter's, rows in every table.
    fn left_at(stop: usize) -> Database {
        let database = postgres();
        for (_, directory) in &LINE[..=stop] {
            up(&database, directory);
        }
        let mut session = connect(database.url()).unwrap();
        // What speaks of columns of later steps has no place here; then a plain company is what other rows refer to.
        let plain = "insert into companies (canonical_name, domain) values ('Fair', 'fair.example');\n";
        for statement in [ROWS, plain, ROWS].into_iter().flat_map(|script| script.split(";\n")) {
            let _ = session.execute(statement);
        }
        database
    }

    #[test]
    fn each_database_of_before_is_recognised_and_reaches_head_with_its_rows() {
        for (stop, (revision, _)) in LINE[..7].iter().enumerate() {
            let (database, id) = (left_at(stop), IDS[stop]);
            let hunter = Hunter::v1_1().on(database.url());
            hunter.run("current").done().says(&[&format!("recognised as {id}")]);
            let before = old_rows(&database, revision);
            hunter.run("upgrade --adopt").done();
            assert_same("f786f93501ea", &facts::at("f786f93501ea"), &catalog::read(&database));
            hunter.run("current").done().prints("f786f93501ea (head)\n");
            hunter.run("check").done();
            for (table, row) in before {
                let quoted = row.replace('\'', "''");
                let found = format!("select 'x' as j from {table} r where to_jsonb(r) @> '{quoted}'::jsonb");
                assert!(!database.rows(&found).is_empty(), "{table} lost {row} on the way from {id}");
            }
            assert!(database.events().contains(&format!("replaced {}", BRIDGE.0)), "{:?}", database.events());
        }
    }

    #[test]
    fn an_adopted_database_stops_on_the_line_of_before_and_says_what_is_left() {
        let database = left_at(2);
        let hunter = Hunter::v1_1().on(database.url());
        hunter.run("adopt").done();
        hunter.run("current").done().prints("g17 (legacy)\n").says(&["g18", "08f51db8dce0"]);
        hunter.run("upgrade g18").done();
        hunter.run("current").done().prints("g18 (legacy)\n");
        hunter.run("downgrade -1 --allow-data-loss").done();
        hunter.run("current").done().prints("g17 (legacy)\n");
    }
}
