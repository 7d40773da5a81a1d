//! On PostgreSQL: whatever names, texts and search paths hold, the same things come back.

use hunter_chain::Dialect;

use super::*;

const RETYPED: &str = "alter table companies alter column size type bigint;";

fn upgraded(db: &Scratch, made: &str, names: &str, up: &str) {
    let metadata = format!("recreates = [{names}]\nlossy = [\"companies\"]");
    let chain =
        declared(&[("0001", "", TABLE, "drop table companies;"), ("0002", &metadata, up, "select 1;")]);
    chain.on(&mut db.connect()).upgrade(target("0001")).unwrap();
    db.connect().run(made);
    chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
}

#[test]
fn names_and_texts_may_hold_the_marks_that_ours_are_made_with() {
    let db = &Scratch::new(Dialect::Postgres);
    let made = r#"create schema "$hunter$"; create view "$hunter$"."v $_hunter$ {given}" as select size as "{dropped}", '$hunter$' as "a.b" from companies;
        comment on view "$hunter$"."v $_hunter$ {given}" is '$hunter$ {dropped} \ ''';
        create view "w$hunter$" as select 1 as one from companies where size > 1"#;
    let names = r#""\"$hunter$\".\"v $_hunter$ {given}\"", "companies.size""#;
    let up = format!("{RETYPED} drop view if exists \"w$hunter$\";");
    upgraded(db, made, names, &up);
    let said = r#"select obj_description('"$hunter$"."v $_hunter$ {given}"'::regclass, 'pg_class') || coalesce(to_regclass('"w$hunter$"')::text, '') as j"#;
    assert_eq!(db.connect().column(said), [r"$hunter$ {dropped} \ '"]);
}

#[test]
fn a_search_path_that_hides_the_server_s_functions_changes_no_view() {
    let db = &Scratch::new(Dialect::Postgres);
    let made = "create view v as select size, lower(name) as low from companies; insert into companies values (1, 1, 'A');
        create function public.lower(text) returns text language sql immutable as $$ select 'other'::text $$";
    upgraded(
        db,
        made,
        "\"companies.size\"",
        &format!("set local search_path = public, pg_catalog; {RETYPED}"),
    );
    assert_eq!(db.connect().column("select low as j from v"), ["a"]);
}

#[test]
fn a_routine_of_a_type_that_is_not_there_is_not_there() {
    let db = &Scratch::new(Dialect::Postgres);
    let made = "create view v as select size from companies; create function top(v) returns integer language sql as 'select 1'";
    let up = "drop function if exists top(v); drop function if exists old(nothing); drop view if exists v; drop function if exists top(v);";
    upgraded(db, made, "\"companies.size\", \"f(absent)\", \"f(no.schema)\"", up);
    assert!(views(db).is_empty());
}

#[test]
fn a_temporary_view_of_another_connection_is_refused_by_name() {
    let db = &Scratch::new(Dialect::Postgres);
    let chain = declared(&[
        ("0001", "", TABLE, "drop table companies;"),
        ("0002", "recreates = [\"companies.size\"]", RETYPED, "select 1;"),
    ]);
    chain.on(&mut db.connect()).upgrade(target("0001")).unwrap();
    let other = &mut db.connect();
    other.run("create temporary view passing as select size from companies");
    let error = chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
    assert!(error.to_string().contains("passing cannot be created again: "), "{error}");
    assert_eq!(other.count("passing"), "0");
}

#[test]
fn a_routine_named_without_arguments_is_every_one_of_that_name() {
    let db = &Scratch::new(Dialect::Postgres);
    let made = "create function half(integer) returns integer language sql as 'select $1 / 2';
        create function half(text) returns text language sql as 'select $1'; create function other(integer) returns integer language sql as 'select 1';
        create view v as select half(size), half(name) as named from companies";
    let up = "create function half(integer) returns bigint language sql as 'select $1::bigint / 2';";
    upgraded(db, made, "\"half\"", up);
    assert_eq!(
        db.connect()
            .column("select format_type(prorettype, -1) as j from pg_proc where proname = 'half' order by 1"),
        ["bigint", "text"]
    );
    assert_eq!(views(db), ["v"]);
}
