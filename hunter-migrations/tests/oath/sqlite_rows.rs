//! Rows on the way from one SQLite schema to another: what a rebuilt table must keep.
//!
//! Each case is carried out by the runner as a revision over rows, with foreign keys switched on. The oath holds for all of
//! them: up leads to the schema meant, a second draft has nothing to say, and the draft of the way back leads back.

mod forms;

use hunter_chain::{Dialect, SourceTree, read_graph};
use hunter_migrations::testing::Scratch;
use hunter_migrations::{Binary, Migrations, Session, Target};
use hunter_schema::{Draft, Snapshot, compare, diff};

type Conn = Box<dyn Session>;

const BINARY: Binary = Binary { name: "oath", version: "1.2.3", commit: None };

/// A chain of one or two revisions, each a way up and a way down.
fn chain(revisions: &[(&str, &str)]) -> Migrations {
    let mut tree = SourceTree::of("migrations", &[("hunter.toml", "dialects = [\"sqlite\"]\n")]);
    for (at, (up, down)) in revisions.iter().enumerate() {
        tree.insert(format!("000{}_step/up.sql", at + 1), up.as_bytes().to_vec());
        tree.insert(format!("000{}_step/down.sql", at + 1), down.as_bytes().to_vec());
    }
    let graph = read_graph(&tree).unwrap_or_else(|found| panic!("{found:?}"));
    Migrations::from_chain(graph, tree.digest(), BINARY)
}

fn run(conn: &mut Conn, sql: &str) {
    conn.execute(sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
}

fn read(conn: &mut Conn) -> Snapshot {
    chain(&[("select 1;", "select 1;")]).on(conn).schema(&[]).unwrap_or_else(|error| panic!("{error}"))
}

fn schema(script: &str) -> Snapshot {
    let db = Scratch::new(Dialect::Sqlite);
    let mut conn = db.connect();
    run(&mut conn, script);
    read(&mut conn)
}

fn target(text: &str) -> Target {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn draft(before: &Snapshot, after: &Snapshot) -> Draft {
    let draft = diff(Dialect::Sqlite, before, after, &[]);
    assert_eq!(draft.unfinished().count(), 0, "{draft}");
    draft
}

#[track_caller]
fn same(expected: &Snapshot, found: &Snapshot, draft: &Draft) {
    let words: Vec<String> = compare(expected, found, true).iter().map(ToString::to_string).collect();
    assert_eq!(words, [""; 0], "{draft}");
    assert!(diff(Dialect::Sqlite, found, expected, &[]).is_empty());
}

/// One column of text.
fn ask(conn: &mut Conn, query: &str) -> Vec<String> {
    let sql = format!("select cast(x as text) as j from (select null as x where 0 union all {query})");
    let rows = conn.rows(&sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
    rows.into_iter().map(|row| row.unwrap_or_else(|| "NULL".to_owned())).collect()
}

/// Swears the oath over rows. What `query` answers between up and down is the result, with the draft.
#[track_caller]
fn kept(before: &str, rows: &str, after: &str, query: &str) -> (Vec<String>, String) {
    let (old, new) = (schema(before), schema(after));
    let (up, down) = (draft(&old, &new), draft(&new, &old));
    let db = Scratch::new(Dialect::Sqlite);
    let mut conn = db.connect();
    run(&mut conn, "pragma foreign_keys = on");
    let (up_text, down_text) = (up.to_string(), down.to_string());
    let chain = chain(&[(before, "select 1;"), (&up_text, &down_text)]);
    chain.on(&mut conn).upgrade(target("+1")).unwrap_or_else(|error| panic!("{error}"));
    run(&mut conn, rows);
    chain.on(&mut conn).upgrade(Target::Head).unwrap_or_else(|error| panic!("{error}\n{up}"));
    same(&new, &read(&mut conn), &up);
    let answer = ask(&mut conn, query);
    assert_eq!(ask(&mut conn, "select foreign_keys from pragma_foreign_keys"), ["1"]);
    let back = chain.on(&mut conn).allow_data_loss().downgrade(&target("-1"));
    back.unwrap_or_else(|error| panic!("{error}\n{down}"));
    same(&old, &read(&mut conn), &down);
    (answer, up_text)
}

fn is_rebuild(draft: &str) -> bool {
    draft.contains("DROP TABLE")
}

#[test]
fn a_thousand_children_outlive_the_rebuild_of_their_parent() {
    let child =
        "create table child (id integer primary key, parent int references parent (id) on delete cascade);";
    let (answer, draft) = kept(
        &format!("create table parent (id integer primary key, name text); {child}"),
        "insert into parent values (1, 'p'), (2, null);
         insert into child with recursive r(i) as (select 1 union all select i + 1 from r where i < 1000) select i, 1 from r;",
        &format!("create table parent (id integer primary key, name text not null default 'none'); {child}"),
        "select count(*) from child union all select name from parent where id = 2",
    );
    assert_eq!(answer, ["1000", "none"]);
    assert!(is_rebuild(&draft), "{draft}");
    assert!(draft.contains("coalesce(name, 'none')"), "{draft}");
}

#[test]
fn an_id_that_was_deleted_is_given_to_nobody_after_a_rebuild() {
    for (rows, next) in [
        ("insert into T (id, a) values (7, 'x'), (9, 'y'); delete from T where id = 9;", "9"),
        ("insert into T (id, a) values (9, 'y'); delete from T;", "9"),
        // Nothing and nought say the same: the next id is 1.
        ("select 1;", "0"),
    ] {
        let before = "create table T (id integer primary key autoincrement, a text);";
        let after = "create table T (id integer primary key autoincrement, a text check (a <> ''));";
        let mark = "select seq from sqlite_sequence where name = 'T'";
        let (answer, draft) = kept(before, rows, after, mark);
        assert_eq!(answer.join(" "), next, "{draft}");
    }
}

#[test]
fn a_mark_comes_and_goes_with_autoincrement() {
    let (plain, marked) = (
        "create table t (id integer primary key, a text);",
        "create table t (id integer primary key autoincrement, a text);",
    );
    let rows = "insert into t values (5, 'x');";
    let (answer, _) =
        kept(plain, rows, marked, "select seq from sqlite_sequence union all select count(*) from t");
    assert_eq!(answer, ["5", "1"]);
    let (answer, draft) =
        kept(marked, rows, plain, "select count(*) from sqlite_sequence union all select id from t");
    assert_eq!(answer, ["0", "5"]);
    assert!(draft.contains("-- forgets the highest id that t ever had"), "{draft}");
}

#[test]
fn rows_keep_their_numbers_through_a_rebuild() {
    let rows = "insert into t (a) values ('x'), ('y'), ('z'); delete from t where a = 'x';";
    let numbers = "select rowid || a from t";
    let after = "create table t (a text not null);";
    assert_eq!(kept("create table t (a text);", rows, after, numbers).0, ["2y", "3z"]);
    let named = "select _rowid_ || a || rowid from t";
    let (before, after) = (
        "create table t (a text, rowid int default 7);",
        "create table t (a text not null, rowid int default 7);",
    );
    assert_eq!(kept(before, rows, after, named).0, ["2y7", "3z7"]);
}

#[test]
fn rows_without_a_column_in_common_stay() {
    let (answer, _) = kept(
        "create table t (a text);",
        "insert into t values (1), (2);",
        "create table t (b int default (1 + 1));",
        "select b from t",
    );
    assert_eq!(answer, ["2", "2"]);
}

#[test]
fn a_table_that_refers_to_itself_still_does() {
    let table = |more: &str| {
        format!(
            "create table node (id integer primary key, up int references node on delete cascade, name text{more}, check (node.id > 0));"
        )
    };
    let rows = "insert into node values (1, null, 'root'), (2, 1, 'leaf'), (3, 2, 'leaf');";
    let query = "select \"table\" from pragma_foreign_key_list('node') union all select count(*) from node";
    let (answer, draft) = kept(&table(""), rows, &table(" not null"), query);
    assert_eq!(answer, ["node", "3"], "{draft}");
    assert!(is_rebuild(&draft), "{draft}");
}

#[test]
fn views_indexes_and_triggers_on_a_rebuilt_table_come_back() {
    let around = "create table log (what text);
        create index t_by_a on t (a collate nocase desc, lower(a)) where a <> '';
        create view v (one) as select a from t;
        create view w as select one from v;
        create trigger t_log after update of a on t when new.a <> old.a begin insert into log values (new.a); insert into log values ('also'); end;
        create trigger log_t before insert on log begin update t set a = a where id = new.what; end;
        create trigger v_in instead of insert on v begin insert into t (a) values (new.one); end;";
    let (answer, draft) = kept(
        &format!("create table t (id integer primary key, a text); {around}"),
        "insert into v values ('x'); update t set a = 'y';",
        &format!("create table t (id integer primary key, a varchar(9)); {around}"),
        "select one from w union all select what from log",
    );
    assert_eq!(answer, ["y", "y", "also"]);
    assert!(is_rebuild(&draft), "{draft}");
}

#[test]
fn a_table_becomes_strict_and_without_rowid_and_back() {
    let rows = "insert into t values (2, 'b', 1), (1, 'a', 1);";
    let before = "create table t (a int, b text, c int, primary key (a, b desc));";
    for options in ["strict", "without rowid", "strict, without rowid"] {
        let after = format!("create table t (a int, b text, c int, primary key (a, b desc)) {options};");
        let (answer, _) = kept(before, rows, &after, "select a || b from (select a, b from t order by a)");
        assert_eq!(answer, ["1a", "2b"], "{options}");
    }
}

#[test]
fn columns_in_another_order_are_no_reason_to_touch_a_table() {
    let (one, other) = (schema("create table t (a int, b text);"), schema("create table t (b text, a int);"));
    assert!(draft(&one, &other).is_empty());
}

#[test]
fn columns_in_another_order_keep_their_values_through_a_rebuild() {
    let (answer, _) = kept(
        "create table t (a int, b text, c text);",
        "insert into t values (1, 'b', 'c');",
        "create table t (c text, n int default 4, b text not null, a int);",
        "select a || b || c || n from t",
    );
    assert_eq!(answer, ["1bc4"]);
}

#[test]
fn columns_come_and_go_in_place() {
    let parent = "create table p (id integer primary key);";
    let (answer, draft) = kept(
        &format!("{parent} create table t (id int, gone text, a text); create index i on t (gone);"),
        "insert into t values (1, 'g', 'a');",
        &format!(
            "{parent} create table t (id int, a text, b text not null default 'b' collate nocase,
             p int constraint t_p references p on delete set null deferrable initially deferred,
             n int default -1 check (n < 0), on_off boolean not null default true, twice text as (a || a));"
        ),
        "select a || b || n || twice || on_off from t",
    );
    assert_eq!(answer, ["ab-1aa1"]);
    assert!(!is_rebuild(&draft), "{draft}");
}

#[test]
fn a_column_that_a_view_names_goes_in_place_and_the_view_stays() {
    let (answer, draft) = kept(
        "create table t (id int, name text); create view v as select id from t; create table o (name text); create view w as select name from o, v;",
        "insert into t values (1, 'x'); insert into o values ('o');",
        "create table t (id int); create view v as select id from t; create table o (name text); create view w as select name from o, v;",
        "select name from w",
    );
    assert_eq!(answer, ["o"]);
    assert!(draft.contains("DROP COLUMN name") && !is_rebuild(&draft), "{draft}");
}

#[test]
fn values_that_become_generated_and_the_other_way_are_computed() {
    let (plain, generated) =
        ("create table t (a int, b int);", "create table t (a int, b int as (a * 2) stored);");
    let (answer, _) = kept(plain, "insert into t values (1, 5);", generated, "select b from t");
    assert_eq!(answer, ["2"]);
    assert_eq!(kept(generated, "insert into t (a) values (4);", plain, "select b from t").0, ["8"]);
}

#[test]
fn a_new_constraint_that_ignores_conflicts_loses_no_row() {
    let (old, new) =
        (schema("create table t (a int);"), schema("create table t (a int unique on conflict replace);"));
    let up = draft(&old, &new).to_string();
    assert!(up.contains("-- fails if two rows of t have the same a\n"), "{up}");
    let chain = chain(&[("create table t (a int);", "select 1;"), (&up, "select 1;")]);
    let db = Scratch::new(Dialect::Sqlite);
    let mut conn = db.connect();
    chain.on(&mut conn).upgrade(target("+1")).unwrap();
    run(&mut conn, "insert into t values (1), (1);");
    assert!(chain.on(&mut conn).upgrade(Target::Head).is_err());
    assert_eq!(ask(&mut conn, "select count(*) from t"), ["2"]);
}

#[test]
fn a_kitchen_of_everything_is_built_from_nothing_and_taken_away() {
    let kitchen = include_str!("../schema/kitchen.sql");
    kept(
        "create table other (a int);",
        "select 1;",
        &format!("create table other (a int); {kitchen}"),
        "select 1",
    );
}
