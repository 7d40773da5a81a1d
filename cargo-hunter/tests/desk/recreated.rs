//! Drafts for PostgreSQL that leave the dropping of what they make anew to `recreates`: each runs, there and back.

use hunter_chain::Dialect;
use hunter_migrations::testing::Scratch;

use crate::project::Project;

const TABLE: &str = "create table users (id integer primary key, name text, n integer);";

/// A revision of `before`, proved, and one above it that leads to `after`, proved too.
fn from_to(before: &str, after: &str) -> Project {
    let project = Project::new(&["postgres"]);
    for (revision, schema) in [("0001", before), ("0002", after)] {
        project.write("schema.sql", &format!("{TABLE}\n{schema}"));
        project.run(&format!("revision --autogenerate -m step --rev-id {revision}")).done();
        project.run("prove").done();
    }
    project.run("revision --autogenerate -m again").exits(2).says(&["nothing changed"]);
    project
}

fn metadata(project: &Project) -> String {
    project.read("migrations/0002_step/metadata.toml")
}

fn up(project: &Project) -> String {
    project.read("migrations/0002_step/up.sql")
}

#[test]
fn the_indexes_of_a_materialized_view_go_with_it() {
    let view = |of: &str, more: &str| {
        format!(
            "create materialized view \"Odd m\" as select id::{of} as id, name from users; \
             create unique index \"Odd i\" on \"Odd m\" (id); {more}"
        )
    };
    let name = "create index by_name on \"Odd m\" (name); comment on index by_name is 'by name';";
    let project = from_to(&view("integer", name), &view("bigint", ""));
    assert!(metadata(&project).contains(r#"recreates = ["public.\"Odd m\""]"#), "{}", metadata(&project));
    assert!(!up(&project).contains("DROP"), "{}", up(&project));
}

#[test]
fn what_nobody_may_do_with_a_function_nobody_may_do_with_the_new_one() {
    let function = |of: &str| {
        format!(
            "create function f() returns {of} language sql as 'select 1::{of}'; revoke all on function f() from public;"
        )
    };
    let project = from_to(&function("integer"), &function("bigint"));
    assert!(metadata(&project).contains("recreates = [\"public.f()\"]"), "{}", metadata(&project));
    assert!(!up(&project).contains("GRANT"), "{}", up(&project));
}

#[test]
fn what_stands_on_a_view_and_is_not_wanted_any_more_is_dropped_if_it_exists() {
    let touch = "create function touch() returns trigger language plpgsql as 'begin return new; end';";
    let before = "create view v as select id, name from users; create view x as select id from v; \
                  create trigger t instead of insert on v for each row execute function touch();";
    let after =
        "create view v as select id::bigint as id, name from users; create view y as select id from v;";
    let project = from_to(&format!("{touch}{before}"), &format!("{touch}{after}"));
    assert!(metadata(&project).contains("recreates = [\"public.v\"]"), "{}", metadata(&project));
    for line in ["DROP TRIGGER IF EXISTS t ON public.v;", "DROP VIEW IF EXISTS public.x;"] {
        assert!(up(&project).contains(line), "{}", up(&project));
    }
}

#[test]
fn a_draft_that_needs_what_would_be_away_drops_and_makes_it_itself() {
    let default = |of: &str| {
        format!(
            "create function f(integer) returns {of} language sql immutable as 'select 1::{of}'; \
             alter table users add column m integer default f(1); create view v as select f(id) from users;"
        )
    };
    let aggregate = |more: &str| {
        format!(
            "create aggregate total(integer) (sfunc = int4pl, stype = integer{more}); \
             create view v as select total(id) from users;"
        )
    };
    let view = |more: &str, said: &str| {
        format!("create view v as select id{more} from users; create view w as select id from v; {said}")
    };
    for (before, after) in [
        (default("integer"), default("bigint")),
        (aggregate(""), aggregate(", initcond = '0'")),
        (view("", ""), view(", 1 as more", "comment on view w is 'w';")),
        (view("", "grant select on v to public;"), view("::bigint as id", "")),
    ] {
        let project = from_to(&before, &after);
        assert!(!metadata(&project).contains("recreates"), "{}\n{}", metadata(&project), up(&project));
    }
}

#[test]
fn a_column_that_gets_another_type_is_left_alone_by_views_that_nobody_recorded() {
    let db = &Scratch::new(Dialect::Postgres);
    let project = Project::with_users(&["postgres"]).on(db);
    project.run("upgrade head").done();
    let conn = &mut db.connect();
    conn.execute("create view somebodys as select name from users").unwrap();
    project.write("schema.sql", "create table users (id integer primary key, name varchar(200) not null);");
    project.run("revision --autogenerate -m shorter --rev-id 0002").done();
    let metadata = project.read("migrations/0002_shorter/metadata.toml");
    assert!(metadata.contains("recreates = [\"public.users.name\"]"), "{metadata}");
    project.run("prove").done();
    project.run("upgrade head").done();
    project.run("downgrade -1").done();
    assert_eq!(conn.rows("select count(*)::text as j from somebodys").unwrap(), [Some("0".to_owned())]);
}
