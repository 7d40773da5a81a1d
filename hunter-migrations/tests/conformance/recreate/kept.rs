//! On PostgreSQL: what comes back is as it was, what the script said holds, and nothing gets lost without a word.

use hunter_chain::Dialect;

use super::*;
use crate::support::Role;

/// A table, what `made` makes over it, and a revision over both that recreates what stands on a name.
fn over(db: &Scratch, made: &str, name: &str, up: &str) -> Migrations {
    let metadata = format!("recreates = [\"{name}\"]\nlossy = [\"companies\"]");
    let chain =
        declared(&[("0001", "", TABLE, "drop table companies;"), ("0002", &metadata, up, "select 1;")]);
    chain.on(&mut db.connect()).upgrade(target("0001")).unwrap();
    db.connect().run(made);
    chain
}

const RETYPED: &str = "alter table companies alter column size type bigint;";

#[test]
fn what_was_said_of_a_materialized_view_s_columns_indexes_and_statistics_is_said_again() {
    let db = &Scratch::new(Dialect::Postgres);
    let keeper = Role::new(db, "keeper", "");
    let made = format!(
        "grant create, usage on schema public to {0};
         create materialized view m with (fillfactor = 70, toast.autovacuum_enabled = false) as select id, size, name from companies with no data;
         alter materialized view m alter column size set statistics 12, alter column name set storage external,
           alter column name set compression pglz, alter column name set (n_distinct = 5);
         create index m_x on m ((size + 1)); alter index m_x alter column 1 set statistics 13;
         create statistics st on size, name from m; alter statistics st set statistics 14; comment on statistics st is 'st';
         alter statistics st owner to {0}; alter materialized view m owner to {0}",
        keeper.name
    );
    let chain = over(db, &made, "companies.size", RETYPED);
    let said = "select concat_ws(' ', attrelid::regclass, attname, attstattarget, attstorage, attcompression, attoptions) as j \
                from pg_attribute where attrelid in ('m'::regclass, 'm_x'::regclass) and attnum > 0 \
                union all select concat_ws(' ', stxstattarget, stxowner::regrole, obj_description(oid, 'pg_statistic_ext')) from pg_statistic_ext \
                union all select concat_ws(' ', m.reloptions, t.reloptions, m.relispopulated) from pg_class m join pg_class t on t.oid = m.reltoastrelid \
                where m.relname = 'm' order by 1";
    let before = db.connect().column(said);
    assert_eq!(before.len(), 6, "{before:?}");
    chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
    assert_eq!(db.connect().column(said), before);
}

#[test]
fn a_policy_on_a_table_that_the_script_renames_is_not_lost_but_told() {
    for (made, thing) in [
        ("create policy p on companies using (size > 0)", "policy p on public.companies"),
        (
            "create rule r as on delete to companies where old.size > 0 do instead nothing",
            "rule r on public.companies",
        ),
        (
            "create function f() returns trigger language plpgsql as 'begin return new; end'; \
             create trigger t after update of size on companies for each row execute function f()",
            "trigger t on public.companies",
        ),
    ] {
        let renamed = "alter table companies rename to firms;";
        let db = &Scratch::new(Dialect::Postgres);
        let chain = over(db, made, "companies", renamed);
        let before = db.picture();
        let error = chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        let told = format!("{thing} cannot be created again: public.companies is called public.firms now");
        assert!(error.to_string().contains(&told), "{error}");
        assert_eq!(db.picture(), before);
        let word = thing.split(' ').take(3).collect::<Vec<_>>().join(" ");
        for up in [
            format!("drop {word} companies; {renamed}").replacen("drop policy", "drop policy if exists", 1),
            "drop table companies;".to_owned(),
            format!("{renamed} create table companies (size integer);"),
        ] {
            let up = up.replacen("drop rule", "drop rule if exists", 1).replacen(
                "drop trigger",
                "drop trigger if exists",
                1,
            );
            let db = &Scratch::new(Dialect::Postgres);
            over(db, made, "companies", &up).on(&mut db.connect()).upgrade(Target::Head).unwrap();
        }
    }
}

/// Who may execute `f`, apart from its owner.
const MAY: &str = "select coalesce(string_agg(case grantee when 0 then 'public' else 'reader' end, ' ' order by grantee), '') as j \
     from pg_proc cross join aclexplode(coalesce(proacl, acldefault('f', proowner))) a where proname = 'f' and grantee <> proowner";

#[test]
fn a_function_that_is_made_anew_is_open_to_nobody_who_was_shut_out() {
    let anew = "create function f() returns bigint language sql as 'select 1::bigint';";
    for (dressed, said, may) in [
        ("", "", "public"),
        ("", "revoke all on function f() from public;", ""),
        ("revoke all on function f() from public;", "", ""),
        ("revoke all on function f() from public; grant execute on function f() to {reader};", "", "reader"),
        ("revoke all on function f() from public;", "grant execute on function f() to {reader};", "reader"),
        ("", "revoke all on function f() from public; grant execute on function f() to {reader};", "reader"),
        ("grant execute on function f() to {reader};", "", "public reader"),
    ] {
        let db = &Scratch::new(Dialect::Postgres);
        let reader = Role::new(db, "reader", "");
        let named = |text: &str| text.replace("{reader}", &reader.name);
        let made =
            format!("create function f() returns integer language sql as 'select 1'; {}", named(dressed));
        let chain = over(db, &made, "f()", &format!("{anew} {}", named(said)));
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.connect().column(MAY), [may], "{dressed:?}, then {said:?}");
    }
}

#[test]
fn a_view_that_becomes_a_table_or_a_materialized_view_keeps_what_was_said_of_it() {
    for as_what in ["materialized view", "table"] {
        let db = &Scratch::new(Dialect::Postgres);
        let keeper = Role::new(db, "keeper", "");
        let made = format!(
            "create view v as select id, size from companies; comment on view v is 'ours'; comment on column v.size is 'size'; \
             grant create, usage on schema public to {0}; grant select on v to {0}; alter view v owner to {0}",
            keeper.name
        );
        let up = format!("create {as_what} v as select id, size from companies;");
        over(db, &made, "v", &up).on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let said = "select concat_ws(' ', obj_description(oid, 'pg_class'), col_description(oid, 2), relowner <> 10) as j from pg_class where relname = 'v'";
        assert_eq!(db.connect().column(said), ["ours size t"], "{as_what}");
    }
}

#[test]
fn three_hundred_views_that_stand_on_each_other_take_no_longer_than_their_number() {
    let db = &Scratch::new(Dialect::Postgres);
    let made = "create view v0 as select id, size from companies; do $$ begin for i in 1..299 loop \
        execute (select format('create view v%s as select v%s.id, v%s.size from ', i, i - 1, i - 1) || string_agg('v' || j, ' cross join ') \
        from generate_series(greatest(0, i - 12), i - 1) j); end loop; \
        for i in 1..1000 loop execute format('create view unrelated%s as select 1 as one', i); end loop; end $$";
    let chain = over(db, made, "companies.size", RETYPED);
    let began = std::time::Instant::now();
    chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
    assert!(began.elapsed() < std::time::Duration::from_secs(8), "{:?}", began.elapsed());
    let count =
        "select cast(count(*) as text) as j from pg_views where viewname like 'v%' and schemaname = 'public'";
    assert_eq!(db.connect().column(count), ["300"]);
}

#[test]
fn functions_that_stand_on_each_other_are_refused_by_name() {
    let db = &Scratch::new(Dialect::Postgres);
    let made = "create view v as select size from companies;
        create function f() returns bigint begin atomic; select count(*) from v; end;
        create function g() returns bigint begin atomic; select f(); end;
        create or replace function f() returns bigint begin atomic; select g() + count(*) from v; end;";
    let chain = over(db, made, "companies.size", RETYPED);
    let before = db.picture();
    let error = chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
    assert!(
        error.to_string().contains("function public.") && error.to_string().contains("cannot be taken away"),
        "{error}"
    );
    assert_eq!(db.picture(), before);
}

#[test]
fn a_view_of_an_owner_that_the_deployer_is_no_member_of_is_refused_and_stays() {
    let db = &Scratch::new(Dialect::Postgres);
    let deployer = Role::new(db, "deployer", "");
    let up = format!("{RETYPED} reset role;");
    let made = "create view v as select size from companies";
    let chain = over(db, made, "companies.size", &up);
    let conn = &mut db.connect();
    conn.run(&format!("grant all on schema public to {0}; grant all on all tables in schema public to {0}; alter table companies owner to {0}", deployer.name));
    conn.run(&format!("set role {}", deployer.name));
    let error = chain.on(conn).upgrade(Target::Head).unwrap_err();
    assert!(
        error.to_string().contains("view public.v cannot be taken away: must be owner of view v"),
        "{error}"
    );
    assert_eq!(db.connect().count("v"), "0");
}
