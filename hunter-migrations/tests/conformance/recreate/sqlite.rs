//! On SQLite, where views and triggers are texts that are run again.

use hunter_chain::Dialect;

use super::*;

#[test]
fn a_rebuilt_table_keeps_its_triggers_and_the_views_on_it() {
    let db = &Scratch::new(Dialect::Sqlite);
    let rebuild = "create table new (id integer primary key, size bigint, name text);\n\
                   insert into new select id, size, name from companies;\n\
                   drop table companies;\nalter table new rename to companies;";
    let triggers = "create trigger big after update of size on companies begin update companies set name = 'big' where id = new.id; end;\n\
                    create trigger put instead of insert on v1 begin insert into companies values (new.id, new.size, new.name); end;";
    let chain = declared(&[
        ("0001", "", TABLE, "drop table companies;"),
        ("0002", "", &format!("{STACK}\n{triggers}"), &format!("drop trigger big; {UNSTACK}")),
        ("0003", "recreates = [\"companies\"]", rebuild, rebuild),
    ]);
    let conn = &mut db.connect();
    chain.on(conn).upgrade(target("0002")).unwrap();
    let texts = "select sql as j from sqlite_schema where type in ('view', 'trigger') order by name";
    let before = conn.column(texts);
    conn.run("insert into v1 values (1, 5, 'a')");
    chain.on(conn).upgrade(Target::Head).unwrap();
    assert_eq!(conn.column(texts), before);
    conn.run("insert into v1 values (2, 3, 'b'); update companies set size = 9 where id = 2");
    assert_eq!(conn.column("select name as j from companies order by id"), ["a", "big"]);
    chain.on(conn).downgrade(&target("-1")).unwrap();
    assert_eq!(conn.column(texts), before);
}

#[test]
fn a_script_for_later_says_that_it_cannot() {
    let chain = stacked(RECREATES, "select 1;", "select 1;");
    let error = chain.script(Dialect::Sqlite).upgrade(&Target::Head).unwrap_err();
    assert!(error.to_string().contains("recreates what stands on companies.size"), "{error}");
    assert!(error.help().contains("without --sql"));
}

/// What stands over a table `t` before a revision that recreates what stands on a name.
fn over(made: &str, name: &str, up: &str) -> (Scratch, Migrations) {
    let db = Scratch::new(Dialect::Sqlite);
    let table = "create table t (id integer primary key, size integer); create table other (id integer);";
    let metadata = format!("recreates = ['{name}']\nlossy = [\"t.size\", \"t\"]");
    let chain = declared(&[
        ("0001", "", table, "drop table t;"),
        ("0002", "", made, "select 1;"),
        ("0003", &metadata, up, "select 1;"),
    ]);
    chain.on(&mut db.connect()).upgrade(target("0002")).unwrap();
    (db, chain)
}

const TEXTS: &str =
    "select sql as j from sqlite_schema where type in ('view', 'trigger') order by type, name";

#[test]
fn whatever_way_a_name_is_written_what_mentions_it_is_back() {
    for (made, name) in [
        ("create view v as select [SIZE] from [T];", "t.size"),
        ("create view v as select `size` from `T`;", "main.T"),
        ("create view v as select size from 't';", "t"),
        ("create table \"a.b\" (size integer); create view \"v.w\" as select size from \"a.b\";", "\"a.b\""),
        ("create view v as select 't' as t from other; create view w as select id /* t */ from other;", "t"),
        // Neither has to do with the table of its name.
        ("create trigger t after insert on t begin select new.size; end;", "t"),
        ("create trigger other after insert on t begin select new.size; end;", "t"),
        (
            "create table Ärzte (id integer); create trigger tr after insert on Ärzte begin select size from t; end;",
            "t",
        ),
    ] {
        let (db, chain) = over(
            made,
            name,
            "create table new (id integer primary key, size bigint); drop table t; alter table new rename to t;",
        );
        let before = db.connect().column(TEXTS);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.connect().column(TEXTS), before, "{made}");
    }
}

#[test]
fn what_stands_on_a_name_with_a_dot_is_away_meanwhile() {
    let made = "create table \"a.b\" (id integer, size integer); create view v as select size from \"a.b\"; create view w as select size from v;";
    let up = "create view v as select size + 1 as size from \"a.b\";";
    let (db, chain) = over(made, "\"a.b\".size", up);
    chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
    assert_eq!(db.connect().column(TEXTS).len(), 2);
}

#[test]
fn a_trigger_on_a_table_that_the_script_renames_is_not_lost_but_told() {
    let made = "create trigger tr after insert on t begin update other set id = new.size; end;";
    let (db, chain) = over(made, "t", "alter table t rename to u;");
    let before = db.picture();
    let error = chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
    assert!(
        error.to_string().contains("trigger tr cannot be created again: t is not there any more"),
        "{error}"
    );
    assert_eq!(db.picture(), before);
    let (db, chain) = over(made, "t", "drop trigger if exists tr; alter table t rename to u;");
    chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
    let (db, chain) = over(made, "t", "drop table t;");
    chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
}

#[test]
fn a_trigger_that_would_fail_every_write_afterwards_fails_the_step() {
    for made in [
        "create trigger tr after insert on t begin update other set id = new.size; end;",
        "create trigger tr before delete on t begin update other set id = old.size; end;",
        "create trigger tr after update of id on t begin update other set id = new.size; end;",
        "create trigger tr after insert on other when (select size from t) > 1 begin select 1; end;",
        "create view v as select id from t; create trigger tr instead of insert on v begin insert into t values (new.id, 1); end;",
        "create view v as select id from t; create trigger tr instead of update on v begin update t set size = 1; end;",
    ] {
        let (db, chain) = over(made, "t", "alter table t drop column size;");
        let before = db.picture();
        let error = chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert!(error.to_string().contains("trigger tr cannot be created again: "), "{error}");
        assert_eq!(db.picture(), before);
        // What it does not need may go.
        let (db, chain) = over(made, "t", "alter table t add column more integer default 1;");
        let fits = !made.contains("values (new.id, 1)");
        assert_eq!(chain.on(&mut db.connect()).upgrade(Target::Head).is_ok(), fits, "{made}");
    }
}

#[test]
fn what_somebody_broke_before_stops_no_step_and_is_as_broken_afterwards() {
    let (db, chain) = over("create view sound as select id from t;", "t", "select 1;");
    let broken = "create view broken as select lacking, size from t; create view above as select * from broken, absent; \
                  create trigger tr after insert on t begin select new.lacking; end; \
                  create trigger tv instead of update on broken begin select new.size; end;";
    db.connect().run(broken);
    let before = db.connect().column(TEXTS);
    chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
    assert_eq!((db.connect().column(TEXTS), views(&db)), (before, vec!["sound".to_owned()]));
}
