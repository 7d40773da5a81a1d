//! What stands on the names of `recreates`: away while the script runs, as it was afterwards.

mod kept;
mod named;
mod sqlite;

use hunter_migrations::testing::Scratch;
use hunter_migrations::{ErrorKind, Migrations, Proof, Target};

use crate::support::{Ask, Database, declared, proved, target, tree};

const TABLE: &str = "create table companies (id integer primary key, size integer, name text);";
const STACK: &str = "create view v1 as select id, size, name from companies;
create view v2 as select id, size * 2 as twice from v1;
create view v3 as select v1.id, twice, v1.size from v1 join v2 on v1.id = v2.id;
create view v4 as select id, twice from v3 where size > 1;";
const UNSTACK: &str = "drop view v4; drop view v3; drop view v2; drop view v1;";
const RECREATES: &str = "recreates = [\"companies.size\"]";

/// A stack of four views on a table, and a revision above them.
fn stacked(metadata: &str, up: &str, down: &str) -> Migrations {
    declared(&[
        ("0001", "", TABLE, "drop table companies;"),
        ("0002", "", STACK, UNSTACK),
        ("0003", metadata, up, down),
    ])
}

fn files<'a>(metadata: &'a str, up: &'a str, down: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("0001_a/up.sql", TABLE),
        ("0001_a/down.sql", "drop table companies;"),
        ("0002_b/up.sql", STACK),
        ("0002_b/down.sql", UNSTACK),
        ("0003_c/metadata.toml", metadata),
        ("0003_c/up.sql", up),
        ("0003_c/down.sql", down),
    ]
}

/// The views that can be read.
fn views(db: &Scratch) -> Vec<String> {
    let list = db.pick(
        "select viewname as j from pg_views where schemaname = 'public' order by 1",
        "select name as j from sqlite_schema where type = 'view' order by 1",
    );
    let conn = &mut db.connect();
    let names = conn.column(list);
    names.into_iter().filter(|name| conn.execute(&format!("select * from {name}")).is_ok()).collect()
}

const ALL: [&str; 4] = ["v1", "v2", "v3", "v4"];

conformance! {
    fn a_column_is_dropped_under_views_that_the_script_makes_anew_or_lets_stay_away(db: &Scratch) {
        let up = "drop view if exists v4; alter table companies drop column size;\n\
                  create view v1 as select id, 0 as size, name from companies;";
        let down = "alter table companies add column size integer; create view v1 as select id, size, name from companies;\n\
                    create view v3 as select id, size, 0 as twice from v1; create view v4 as select id, twice from v3 where size > 1;";
        let metadata = "recreates = [\"companies\"]\nlossy = [\"companies.size\"]";
        let chain = stacked(metadata, up, down);
        let conn = &mut db.connect();
        chain.on(conn).upgrade(target("0002")).unwrap();
        conn.run("insert into companies values (1, 5, 'a')");
        chain.on(conn).upgrade(Target::Head).unwrap();
        assert_eq!(views(db), ["v1", "v2", "v3"]);
        assert_eq!(conn.column("select cast(twice as text) as j from v3"), ["0"]);
        chain.on(conn).downgrade(&target("-1")).unwrap();
        assert_eq!(views(db), ALL);
    }

    fn a_view_that_cannot_stand_any_more_fails_the_step_and_is_named(db: &Scratch) {
        let chain = stacked(
            "recreates = [\"companies\"]\nlossy = [\"companies.size\"]",
            "alter table companies drop column size;",
            "alter table companies add column size integer;",
        );
        let conn = &mut db.connect();
        chain.on(conn).upgrade(target("0002")).unwrap();
        let before = db.picture();
        let error = chain.on(conn).upgrade(Target::Head).unwrap_err();
        let view = db.pick("view public.v1", "view v1");
        let start = format!("upgrade of revision `0003` failed: {view} cannot be created again: ");
        assert!(error.to_string().starts_with(&start) && error.to_string().contains("size"), "{error}");
        assert!(error.help().contains("What stands on companies is dropped before the script"), "{}", error.help());
        assert_eq!((error.kind(), conn.value("select 1"), db.picture()), (ErrorKind::Script, "1".into(), before));
    }

    fn without_it_the_error_lists_everything_that_stands_there(db: &Scratch) {
        let chain = stacked("lossy = [\"companies.size\"]", "select 1;\nalter table companies drop column size;", "select 1;");
        let conn = &mut db.connect();
        chain.on(conn).upgrade(target("0002")).unwrap();
        let error = chain.on(conn).upgrade(Target::Head).unwrap_err();
        assert_eq!(error.place().unwrap().position.unwrap().0, 2);
        let help = error.help();
        assert!(ALL.iter().all(|view| help.contains(&format!("view {view}"))), "{help}");
        assert!(help.contains("recreates = [\"companies.size\"]"), "{help}");
        assert_eq!(views(db), ALL);
    }

    fn what_a_program_does_in_the_step_finds_everything_where_it_was(db: &Scratch) {
        let chain = stacked(RECREATES, "select 1;", "select 1;");
        let conn = &mut db.connect();
        chain.on(conn).upgrade(target("0002")).unwrap();
        let read = |session: &mut dyn hunter_migrations::Session, _: &hunter_migrations::Step<'_>| {
            session.execute("select * from v4")
        };
        chain.on(conn).before_step(read).after_step(read).upgrade(Target::Head).unwrap();
        assert_eq!(views(db), ALL);
    }

    fn a_failing_script_leaves_everything_and_its_place_is_told(db: &Scratch) {
        for (up, line) in [("select 1;\ndrop view v4;", 2), ("select 1;\n\nselect nothing;", 3), ("insert into companies (id) values (1);\ninsert into companies (id) values (1);", 2)] {
            let db = &Scratch::new(db.dialect());
            let chain = stacked(RECREATES, up, "select 1;");
            let conn = &mut db.connect();
            chain.on(conn).upgrade(target("0002")).unwrap();
            let error = chain.on(conn).upgrade(Target::Head).unwrap_err();
            assert_eq!(error.place().unwrap().position.unwrap().0, line, "{error}");
            assert!(error.help().contains("needs `if exists`"), "{}", error.help());
            assert_eq!(views(db), ALL);
        }
    }

    fn a_proof_knows_that_without_it_the_scripts_do_not_run(db: &Scratch) {
        let (up, down) = ("drop view if exists v4;", "create view v4 as select id, twice from v3 where size > 1;");
        let unproved = |chain: &Migrations| -> Vec<String> {
            let found = chain.chain().unproved();
            let here = found.iter().filter(|one| one.on.iter().any(|(dialect, _)| *dialect == db.dialect()));
            here.map(|one| one.revision.id.to_string()).collect()
        };
        let with = proved(db, &files("recreates = [\"v4\"]", up, down));
        let lock = with.chain().lockfile().render();
        let mut others = files("", up, down);
        others.push(("hunter.lock", &lock));
        assert_eq!((unproved(&with), unproved(&tree(&others))), (vec![], vec!["0003".to_owned()]));
    }

    fn the_way_back_over_a_revision_that_the_program_does_not_know_recreates_too(db: &Scratch) {
        let up = db.pick("alter table companies alter column size type bigint;", "alter table companies rename column size to count; alter table companies rename column count to size;");
        let down = db.pick("alter table companies alter column size type integer;", "select 1;");
        let newer = stacked(RECREATES, up, down);
        let conn = &mut db.connect();
        newer.on(conn).upgrade(Target::Head).unwrap();
        let older = declared(&[("0001", "", TABLE, "drop table companies;"), ("0002", "", STACK, UNSTACK)]);
        let way = older.on(conn).way_back(Some(&target("0002"))).unwrap();
        older.on(conn).downgrade_from_ledger(&way).unwrap();
        assert_eq!((views(db), db.events().pop().unwrap()), (ALL.map(String::from).to_vec(), "down 0003".to_owned()));
    }
}

mod postgres {
    use hunter_chain::Dialect;

    use super::*;
    use crate::support::{Role, newer};

    const UP: &str = "alter table companies alter column size type bigint;";
    const DOWN: &str = "alter table companies alter column size type integer;";

    /// Everything that is said of views, functions, triggers, policies and rules.
    fn dressed(db: &Scratch) -> Vec<String> {
        db.connect().column(
            "select c.relname || ' ' || pg_get_userbyid(relowner) || ' ' || coalesce(relacl::text, '-') || ' ' || coalesce(reloptions::text, '-') \
             || ' ' || coalesce(obj_description(c.oid, 'pg_class'), '-') || ' ' || coalesce((select string_agg(concat(attname, attacl, \
             col_description(c.oid, attnum), pg_get_expr(adbin, adrelid)), ' ' order by attnum) from pg_attribute \
             left join pg_attrdef on adrelid = attrelid and adnum = attnum where attrelid = c.oid and attnum > 0), '-') as j \
             from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'i') \
             union all select concat(pg_get_indexdef(indexrelid), indisclustered) from pg_index where indrelid::regclass::text = 'm' \
             union all select p.oid::regprocedure || ' ' || pg_get_userbyid(proowner) || coalesce(proacl::text, '-') || coalesce(obj_description(p.oid, 'pg_proc'), '-') || prosrc \
             from pg_proc p where pronamespace = 'public'::regnamespace \
             union all select concat(pg_get_triggerdef(oid), tgenabled, obj_description(oid, 'pg_trigger')) from pg_trigger where not tgisinternal \
             union all select concat(pg_get_ruledef(oid), ev_enabled) from pg_rewrite where rulename <> '_RETURN' \
             union all select concat(polname, polcmd, polpermissive, obj_description(oid, 'pg_policy'), pg_get_expr(polqual, polrelid), polroles) from pg_policy order by 1",
        )
    }

    fn dress(db: &Scratch, reader: &str) {
        db.connect().run(&format!(
            "alter view v1 alter column size set default 7; comment on view v1 is 'it''s v1'; comment on column v1.size is 'a size';
             grant select on v1 to {reader} with grant option; grant select on v4 to {reader}; grant select (id), update (id, name) on v1 to public;
             alter view v2 set (security_barrier); grant usage, create on schema public to {reader};
             create materialized view m as select id, twice from v4; create unique index m_id on m (id); alter materialized view m cluster on m_id;
             comment on index m_id is 'an index'; alter view v2 owner to {reader}; alter materialized view m owner to {reader};
             create function top(v4) returns bigint language sql as 'select $1.twice'; comment on function top(v4) is 'a function';
             revoke all on function top(v4) from public; grant execute on function top(v4) to {reader};
             create view v5 as select top(v4) from v4; create view v6 as select top from v5;
             create function touch() returns trigger language plpgsql as 'begin return new; end';
             create trigger put instead of insert on v1 for each row execute function touch();
             create trigger sized after update of size on companies for each row execute function touch();
             alter table companies disable trigger sized; comment on trigger sized on companies is 'a trigger';
             create policy big on companies for select to {reader} using (size > 0); comment on policy big on companies is 'a policy';
             create rule no_delete as on delete to v4 do instead nothing"
        ));
    }

    #[test]
    fn a_column_is_retyped_under_a_stack_and_all_is_back_with_the_same_grants() {
        retyped(&Scratch::new(Dialect::Postgres));
    }

    #[test]
    fn the_same_holds_on_a_newer_server() {
        retyped(&newer());
    }

    fn retyped(db: &Scratch) {
        let reader = Role::new(db, "reader", "");
        let chain = stacked(RECREATES, UP, DOWN);
        let conn = &mut db.connect();
        chain.on(conn).upgrade(target("0002")).unwrap();
        dress(db, &reader.name);
        conn.run("insert into companies values (1, 5, 'a'); refresh materialized view m");
        let before = dressed(db);
        chain.on(conn).upgrade(Target::Head).unwrap();
        assert_eq!(conn.value("select format_type(atttypid, -1) from pg_attribute where attrelid = 'm'::regclass and attname = 'twice'"), "bigint");
        assert_eq!((dressed(db), conn.count("m")), (before.clone(), "1".to_owned()));
        chain.on(conn).downgrade(&target("-1")).unwrap();
        assert_eq!(dressed(db), before);
        // What a step sets while it works is nobody's setting afterwards.
        assert_eq!(
            conn.value("select concat(current_setting('jit'), current_setting('hunter.recreate', true))"),
            conn.value("select setting from pg_settings where name = 'jit'")
        );
    }

    #[test]
    fn default_privileges_give_nothing_to_what_is_made_again() {
        let db = &Scratch::new(Dialect::Postgres);
        let reader = Role::new(db, "reader", "");
        let up = format!("{UP} create view v1 as select id, size, name, 1 as one from companies;");
        let granting = format!(
            "{up} create view v2 as select id, size * 2 as twice from v1; grant select on v2 to {};",
            reader.name
        );
        // Who says something of rights says it of all that the script makes.
        for (up, then) in [(UP, "f f"), (&up, "f f"), (&granting, "t t")] {
            let db = &Scratch::new(Dialect::Postgres);
            let chain = stacked(RECREATES, up, "select 1;");
            let conn = &mut db.connect();
            chain.on(conn).upgrade(target("0002")).unwrap();
            let may = |conn: &mut crate::support::Conn| {
                let one = |view| format!("has_table_privilege('{}', '{view}', 'select')", reader.name);
                conn.column(&format!("select concat({}, ' ', {}) as j", one("v1"), one("v2")))
            };
            conn.run(&format!("alter default privileges grant select on tables to {}", reader.name));
            assert_eq!(may(conn), ["f f"]);
            chain.on(conn).upgrade(Target::Head).unwrap();
            assert_eq!(may(conn), [then], "{up}");
            conn.run(&format!("drop owned by {}", reader.name));
        }
    }

    #[test]
    fn a_view_gets_another_text_and_keeps_its_grants_and_who_stands_on_it() {
        let db = &Scratch::new(Dialect::Postgres);
        let reader = Role::new(db, "reader", "");
        let up = "create view v1 as select id, size::bigint as size, name, 1 as more from companies;";
        let down = "create view v1 as select id, size, name from companies;";
        let chain = stacked("recreates = [\"v1\"]", up, down);
        let conn = &mut db.connect();
        chain.on(conn).upgrade(target("0002")).unwrap();
        conn.run(&format!("grant select on v1, v4 to {}; comment on view v1 is 'one'", reader.name));
        chain.on(conn).upgrade(Target::Head).unwrap();
        let allowed = |conn: &mut crate::support::Conn, view: &str| {
            conn.value(&format!("select has_table_privilege('{}', '{view}', 'select')", reader.name))
        };
        assert_eq!(["v1", "v2", "v4"].map(|view| allowed(conn, view)), ["true", "false", "true"]);
        assert_eq!(conn.value("select obj_description('v1'::regclass)"), "one");
        chain.on(conn).downgrade(&target("-1")).unwrap();
        assert_eq!(["v1", "v4"].map(|view| allowed(conn, view)), ["true", "true"]);
    }

    #[test]
    fn a_function_gets_another_return_type_under_what_calls_it() {
        let db = &Scratch::new(Dialect::Postgres);
        let make = |of: &str| {
            format!("create function half(n integer) returns {of} language sql as 'select $1 / 2';")
        };
        let all = format!(
            "{} create view w as select half(size) from companies; create view x as select half from w;",
            make("integer")
        );
        let chain = declared(&[
            ("0001", "", TABLE, "drop table companies;"),
            ("0002", "", &all, "drop view x; drop view w; drop function half(integer);"),
            ("0003", "recreates = [\"half(integer)\"]", &make("bigint"), &make("integer")),
        ]);
        let conn = &mut db.connect();
        chain.on(conn).upgrade(Target::Head).unwrap();
        assert_eq!(
            conn.value("select pg_typeof(half) from x union all select 'bigint'::regtype limit 1"),
            "bigint"
        );
        assert_eq!(views(db), ["w", "x"]);
        chain.on(conn).downgrade(&target("-1")).unwrap();
        assert_eq!(views(db), ["w", "x"]);
    }

    #[test]
    fn what_cannot_be_made_again_is_refused_by_name() {
        for (made, start) in [
            ("create table kept (of v4);", "view public.v4 cannot be taken away: "),
            (
                "create function f(v4) returns integer language sql as 'select 1'; create aggregate sum4(v4) (sfunc = g, stype = integer, initcond = '0');",
                "aggregate public.sum4(public.v4) stands on it, and cannot be recreated",
            ),
        ] {
            let db = &Scratch::new(Dialect::Postgres);
            let chain = stacked(RECREATES, UP, DOWN);
            let conn = &mut db.connect();
            chain.on(conn).upgrade(target("0002")).unwrap();
            conn.run("create function g(integer, v4) returns integer language sql as 'select 1'");
            conn.run(made);
            let error = chain.on(conn).upgrade(Target::Head).unwrap_err();
            assert!(error.to_string().contains(start), "{error}");
            assert_eq!(
                (views(db), db.events().pop().unwrap()),
                (ALL.map(String::from).to_vec(), "up 0002".to_owned())
            );
        }
    }

    #[test]
    fn a_script_that_becomes_another_role_does_not_make_views_as_that_one() {
        let db = &Scratch::new(Dialect::Postgres);
        let reader = Role::new(db, "reader", "");
        let up = format!("{UP} set role {};", reader.name);
        let chain = stacked(RECREATES, &up, DOWN);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let owner =
            "select count(distinct relowner) from pg_class where relname in ('v1', 'v4', 'companies')";
        assert_eq!(db.connect().value(owner), "1");
    }

    #[test]
    fn a_view_that_somebody_reads_is_waited_for_like_any_lock() {
        let db = &Scratch::new(Dialect::Postgres);
        let chain = stacked(RECREATES, UP, DOWN);
        let conn = &mut db.connect();
        chain.on(conn).upgrade(target("0002")).unwrap();
        let mut reader = db.connect();
        reader.run("begin; select * from v4");
        let limit = std::time::Duration::from_millis(50);
        let error =
            chain.on(conn).lock_timeout(limit).lock_wait(4 * limit).upgrade(Target::Head).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Busy, "{error}");
        reader.run("rollback");
        chain.on(conn).upgrade(Target::Head).unwrap();
        assert_eq!(views(db), ALL);
    }

    #[test]
    fn a_script_for_later_recreates_as_the_runner_does() {
        let (db, other) = (&Scratch::new(Dialect::Postgres), &Scratch::new(Dialect::Postgres));
        let chain = stacked(RECREATES, UP, DOWN);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        other.run_by_client(&chain.script(Dialect::Postgres).upgrade(&Target::Head).unwrap()).unwrap();
        assert_eq!((views(other), other.events().len()), (views(db), db.events().len()));
        chain.on(&mut other.connect()).require_head().unwrap();
    }

    #[test]
    fn views_that_no_revision_knows_are_recreated_too_and_are_no_mismatch() {
        let db = &Scratch::new(Dialect::Postgres);
        let reader = Role::new(db, "reader", "");
        let chain = proved(db, &files(RECREATES, UP, DOWN));
        let conn = &mut db.connect();
        chain.on(conn).upgrade(target("0002")).unwrap();
        conn.run(&format!(
            "create view unknown as select twice from v4; grant select on unknown, v4 to {}",
            reader.name
        ));
        for proof in [Proof::Step, Proof::Run] {
            chain.on(conn).proof(proof).upgrade(Target::Head).unwrap();
            assert_eq!(conn.count("unknown"), "0");
            chain.on(conn).downgrade(&target("-1")).unwrap();
        }
        assert_eq!(views(db), ["unknown", "v1", "v2", "v3", "v4"]);
    }

    #[test]
    fn names_are_read_as_sql_writes_them() {
        let db = &Scratch::new(Dialect::Postgres);
        let odd = "create schema \"Odd one\"; create table \"Odd one\".\"T\"\"able\" (\"Si ze\" integer); \
                   create view \"Odd one\".\"it's\" as select \"Si ze\" from \"Odd one\".\"T\"\"able\";";
        let up = "alter table \"Odd one\".\"T\"\"able\" alter column \"Si ze\" type bigint;";
        let names =
            r#"recreates = ["\"Odd one\".\"T\"\"able\".\"Si ze\"", "not_there", "nor.there", "f(integer)"]"#;
        let chain =
            declared(&[("0001", "", odd, "drop schema \"Odd one\" cascade;"), ("0002", names, up, up)]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.connect().count("\"Odd one\".\"it's\""), "0");
    }
}
