//! PostgreSQL: what is told about a schema with everything.

mod changes;
mod equals;
mod versions;

use hunter_chain::Dialect;
use hunter_migrations::testing::Scratch;

use crate::support::{lines, read, words};

const KITCHEN: &str = include_str!("kitchen.sql");

#[test]
fn everything_is_told_once_and_nothing_that_is_the_usual_case() {
    let db = Scratch::new(Dialect::Postgres);
    db.connect().execute(KITCHEN).unwrap();
    assert_eq!(lines(&read(&mut db.connect())).join("\n"), include_str!("kitchen.txt").trim_end());
}

#[test]
fn settings_of_the_session_change_nothing_and_stay() {
    let db = Scratch::new(Dialect::Postgres);
    db.connect().execute(KITCHEN).unwrap();
    let plain = read(&mut db.connect());
    let mut conn = db.connect();
    conn.execute(
        "set search_path = app, public; set datestyle = 'SQL, DMY'; set quote_all_identifiers = on; \
         set intervalstyle = 'iso_8601'; set bytea_output = 'escape'; set default_transaction_read_only = on",
    )
    .unwrap();
    let settings = "select json_agg(name || setting order by name)::text as j from pg_settings";
    let before = conn.rows(settings).unwrap();
    let found = read(&mut conn);
    assert_eq!(words(&plain, &found), [""; 0]);
    assert_eq!(plain.fingerprint(), found.fingerprint());
    assert_eq!(conn.rows(settings).unwrap(), before);
}

#[test]
fn what_the_server_notes_of_a_column_for_itself_is_not_told() {
    let db = Scratch::new(Dialect::Postgres);
    let mut conn = db.connect();
    conn.execute("create table t (a int, b int); alter table t alter b set (n_distinct = 5)").unwrap();
    let plain = read(&mut conn);
    // As servers of 17.12 do with every new column.
    conn.execute(
        "set allow_system_table_mods = on; update pg_attribute \
         set attoptions = array_append(attoptions, 'pg_attver=27192080') where attrelid = 't'::regclass and attnum > 0",
    )
    .unwrap();
    let found = read(&mut conn);
    assert_eq!(words(&plain, &found), [""; 0]);
    assert_eq!(plain.fingerprint(), found.fingerprint());
}

#[test]
fn nobody_waits_for_ever_for_a_locked_table() {
    let db = Scratch::new(Dialect::Postgres);
    db.connect().execute(KITCHEN).unwrap();
    let mut other = db.connect();
    other.execute("begin; lock table app.users in access exclusive mode").unwrap();
    let mut conn = db.connect();
    let query = hunter_schema::catalog::postgres::query(&[], "public", "none");
    let refused = conn.rows(&query).unwrap_err().to_string();
    assert!(refused.contains("lock timeout"), "{refused}");
    other.execute("rollback").unwrap();
    assert!(!read(&mut conn).is_empty());
}
