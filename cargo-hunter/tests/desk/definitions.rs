//! `definitions/`: a view or a function in a file that is edited in place, and the revisions that follow it.

use hunter_chain::Dialect;
use hunter_migrations::testing::Scratch;

use crate::project::Project;
use crate::renames::on_each;

const V1: &str = "create view v1 as select id, name from users;\n";
const V2: &str = "create view v2 as select id from v1;\n";

/// Two views in two files, of which the first one in the order of names stands on the other.
fn with_views(dialect: Dialect) -> Project {
    let project = Project::with_users(&[dialect.name()]);
    project.remove("schema.sql");
    project.write("migrations/definitions/a_top.sql", V2);
    project.write("migrations/definitions/below.sql", V1);
    project.run("revision --autogenerate -m views --rev-id 0002").done();
    project.run("prove").done();
    project
}

fn a_definition_becomes_a_revision_and_then_there_is_nothing_left_to_write(dialect: Dialect) {
    let project = with_views(dialect);
    let lock = project.read("migrations/hunter.lock");
    let line = |name| format!("definition {} s1:", dialect.name()) + "…" + name;
    let has = |name: &str| {
        lock.lines()
            .any(|one| one.starts_with(&format!("definition {}", dialect.name())) && one.ends_with(name))
    };
    assert!(has(" a_top") && has(" below"), "{lock}\n{}", line(" a_top"));
    project.run("prove --check").done();
    project.run("revision --autogenerate -m again").exits(2).says(&["error: nothing changed"]);
    project.run("prove").done().says(&["says everything already"]);
}

fn an_edited_definition_is_refused_until_a_revision_carries_it(dialect: Dialect) {
    let project = with_views(dialect);
    project.write(
        "migrations/definitions/below.sql",
        "create view v1 as select id, name, 1 as more from users;",
    );
    let refused = project.run("prove --check").exits(1);
    assert!(refused.out.contains("definition `below` was changed"), "{}", refused.out);
    project
        .run("lint")
        .done()
        .says(&["note[HC049]: definition `below` was changed", "0 mistakes in migrations"]);
    let told = project.run("prove").exits(1);
    told.says(&[
        "the definitions ask for something else than the revisions make",
        "view",
        "v1",
        "revision --autogenerate",
    ]);
    project.run("revision --autogenerate -m more --rev-id 0003").done();
    let up = project.read("migrations/0003_more/up.sql");
    assert!(up.contains("more") && !up.contains("users ("), "{up}");
    project.run("prove").done();
    project.run("prove --check").done();
    project.run("revision --autogenerate -m again").exits(2).says(&["error: nothing changed"]);
}

fn a_new_layout_of_a_definition_is_no_change(dialect: Dialect) {
    let project = with_views(dialect);
    project.write(
        "migrations/definitions/below.sql",
        "-- those who are there\ncreate view v1 as\n  select id, name\n  from users;",
    );
    project.run("prove --check").done();
}

fn a_definition_that_does_not_run_is_named_with_its_place(dialect: Dialect) {
    let project = with_views(dialect);
    project.write("migrations/definitions/below.sql", "create view v1 as select id, absent from users;");
    let refused = project.run("revision --autogenerate -m more --rev-id 0003").exits(2);
    refused.says(&["absent", "migrations/definitions/below.sql", "help: correct the definition"]);
    assert_eq!(project.names("migrations").iter().filter(|name| name.starts_with("0003")).count(), 0);
}

fn a_lockfile_in_conflict_forgets_no_definition_for_good(dialect: Dialect) {
    let project = with_views(dialect);
    let lock = project.read("migrations/hunter.lock");
    project.write("migrations/hunter.lock", &format!("<<<<<<< ours\n{lock}=======\n{lock}>>>>>>> theirs\n"));
    project.run("prove").done();
    assert_eq!(project.read("migrations/hunter.lock"), lock);
}

fn a_definition_may_need_a_column_that_schema_rs_adds_with_it(dialect: Dialect) {
    let project = with_views(dialect);
    let table =
        |more: &str| format!("diesel::table! {{ users (id) {{ id -> Integer, name -> Text, {more} }} }}\n");
    project.write("src/schema.rs", &table("age -> Nullable<Integer>,"));
    project.write("migrations/definitions/below.sql", "create view v1 as select id, name, age from users;");
    project.run("revision --autogenerate -m age --rev-id 0003").done();
    project.run("prove").done();
    project.run("prove --check").done();
    // What neither of them makes is still the definition's fault.
    project
        .write("migrations/definitions/below.sql", "create view v1 as select id, name, absent from users;");
    let refused = project.run("revision --autogenerate -m more --rev-id 0004").exits(2);
    refused.says(&["absent", "migrations/definitions/below.sql"]);
}

fn an_empty_folder_of_revisions_gets_its_first_one_from_the_definitions(dialect: Dialect) {
    let project = Project::new(&[dialect.name()]);
    project.write(
        "migrations/definitions/one.sql",
        "\u{feff}-- one\r\ncreate view one as\r\n  select 1 as n;\r\n",
    );
    project.write("migrations/definitions/a.sql", "create view a as select n from one");
    project.run("revision --autogenerate -m first --rev-id 0001").done();
    project.run("prove").done();
    project.run("prove --check").done();
    project.run("prove --all --check").done();
    project.remove("migrations/definitions/a.sql");
    project.run("prove").done();
    let lock = project.read("migrations/hunter.lock");
    assert_eq!(lock.lines().filter(|line| line.starts_with("definition ")).count(), 1, "{lock}");
}

on_each! {
    a_definition_may_need_a_column_that_schema_rs_adds_with_it,
    an_empty_folder_of_revisions_gets_its_first_one_from_the_definitions,
    a_definition_becomes_a_revision_and_then_there_is_nothing_left_to_write,
    an_edited_definition_is_refused_until_a_revision_carries_it,
    a_new_layout_of_a_definition_is_no_change,
    a_definition_that_does_not_run_is_named_with_its_place,
    a_lockfile_in_conflict_forgets_no_definition_for_good,
}

#[test]
fn a_definition_that_is_gone_is_told_and_drops_nothing() {
    let project = with_views(Dialect::Sqlite);
    project.remove("migrations/definitions/a_top.sql");
    project
        .run("prove")
        .done()
        .says(&["definition `a_top` is gone: what it made stays in every SQLite database"]);
    assert!(!project.read("migrations/hunter.lock").contains("a_top"));
    project.run("prove --check").done();
}

#[test]
fn one_edited_definition_of_several_is_the_only_one_that_is_not_known() {
    let project = with_views(Dialect::Sqlite);
    project.write("migrations/definitions/a_top.sql", "create view v2 as select id, 1 as more from v1;");
    project.run("prove").exits(1);
    let check = project.run("prove --check").exits(1);
    check
        .says(&["revision --autogenerate -m TEXT"])
        .prints("no revision is proved to make definition `a_top` on SQLite: hunter.lock does not know it\n");
}

#[test]
fn a_definition_that_cannot_run_leaves_the_revisions_their_proof() {
    let project = with_views(Dialect::Sqlite);
    project.write("migrations/0003_more/up.sql", "create table more (id integer);");
    project.write("migrations/0003_more/down.sql", "drop table more;");
    project.write("migrations/0003_more/metadata.toml", "down_revision = \"0002\"\n");
    project.write("migrations/definitions/below.sql", "create view v1 as select absent from users;");
    project.run("prove").exits(1).says(&[
        "migrations/definitions/below.sql: ",
        "absent",
        "help: correct the definition",
    ]);
    assert!(project.read("migrations/hunter.lock").contains("revision 0003"));
}

#[test]
fn two_definitions_of_one_view_are_both_named() {
    let project = with_views(Dialect::Sqlite);
    project.write("migrations/definitions/same.sql", V1);
    let refused = project.run("prove").exits(1);
    refused.says(&["migrations/definitions/below.sql makes something of the same name"]);
}

#[test]
fn definitions_of_one_dialect_ask_nothing_of_the_other() {
    let project = Project::with_users(&["postgres", "sqlite"]);
    project.remove("schema.sql");
    project.write("migrations/definitions/v1.sqlite.sql", V1);
    project.run("revision --autogenerate -m views --rev-id 0002").done();
    project.run("prove").done();
    project.run("prove --check").done();
    assert_eq!(project.names("migrations/0002_views"), ["down.sql", "metadata.toml", "up.sql"]);
}

#[test]
fn a_squash_is_not_blamed_for_an_edited_definition() {
    let project = with_views(Dialect::Sqlite);
    project.write("migrations/definitions/a_top.sql", "create view v2 as select id, 1 as more from v1;");
    project.run("squash 0001..0002 --rev-id 00aa").exits(1).says(&["the definitions ask for something else"]);
    project.run("lint").done();
}

#[test]
fn what_recreates_names_has_to_be_there_on_one_of_both_ways() {
    let project = with_views(Dialect::Sqlite);
    let step = |recreates: &str| {
        project.write(
            "migrations/0003_more/metadata.toml",
            &format!("down_revision = \"0002\"\nrecreates = [{recreates}]\n"),
        );
        project.run("prove")
    };
    project.write("migrations/0003_more/up.sql", "alter table users add column age integer;");
    project.write("migrations/0003_more/down.sql", "alter table users drop column age;");
    let refused = step("\"users.nmae\"").exits(2);
    refused.says(&[
        "`0003` recreates what stands on `users.nmae`, and nothing of that name",
        "help: correct `recreates` in 0003_more/metadata.toml",
    ]);
    step("\"users.age\", \"Users\", \"v1.id\"").done();
}

#[test]
fn a_schema_sql_and_the_definitions_together_are_what_is_wanted() {
    let project = with_views(Dialect::Sqlite);
    project
        .write("schema.sql", "create table users (id integer primary key, name text not null, age integer);");
    project.write("migrations/definitions/below.sql", "create view v1 as select id, name, age from users;");
    project.run("revision --autogenerate -m age --rev-id 0003").done();
    let up = project.read("migrations/0003_age/up.sql");
    assert!(up.contains("age") && up.contains("v1"), "{up}");
    project.run("prove").done();
    project.run("prove --check").done();
}

#[test]
fn a_schema_rs_and_the_definitions_together_are_what_is_wanted() {
    let project = with_views(Dialect::Sqlite);
    project.write("src/schema.rs", "diesel::table! { users (id) { id -> Integer, name -> Text, } }\ndiesel::table! { pets (id) { id -> Integer, } }\n");
    project.write(
        "migrations/definitions/below.sql",
        "create view v1 as select id, name, 1 as more from users;",
    );
    project.run("revision --autogenerate -m pets --rev-id 0003").done();
    let up = project.read("migrations/0003_pets/up.sql");
    assert!(up.contains("pets") && up.contains("more"), "{up}");
    project.run("prove").done();
}

mod on_a_server {
    use super::*;

    /// A database at head of a project.
    fn at_head(project: Project, db: &Scratch) -> Project {
        let project = project.on(db);
        project.run("upgrade head").done();
        project
    }

    #[test]
    fn a_view_in_the_middle_is_replaced_and_what_nobody_recorded_stays() {
        let db = &Scratch::new(Dialect::Postgres);
        let project = at_head(with_views(Dialect::Postgres), db);
        let role = format!("{}_reader", db.name());
        let conn = &mut db.connect();
        conn.execute(&format!("create role {role}; grant select on v1, v2 to {role}; create view unknown as select * from v2; comment on view v1 is 'ours'")).unwrap();
        project.write(
            "migrations/definitions/below.sql",
            "create view v1 as select id::bigint as id, name from users;",
        );
        project.run("revision --autogenerate -m wider --rev-id 0003").done();
        let metadata = project.read("migrations/0003_wider/metadata.toml");
        assert!(metadata.contains("recreates = [\"public.v1\", \"public.v2\"]"), "{metadata}");
        let up = project.read("migrations/0003_wider/up.sql");
        assert!(!up.contains("DROP"), "{up}");
        project.run("prove").done();
        project.run("upgrade head").done();
        let allowed = format!(
            "select (has_table_privilege('{role}', 'v1', 'select') and has_table_privilege('{role}', 'v2', 'select'))::text || obj_description('v1'::regclass) || (select count(*) from unknown) as j"
        );
        assert_eq!(conn.rows(&allowed).unwrap(), [Some("trueours0".to_owned())]);
        project.run("downgrade -1").done();
        assert_eq!(conn.rows(&allowed).unwrap(), [Some("trueours0".to_owned())]);
        conn.execute(&format!("drop view unknown; drop owned by {role}; drop role {role}")).unwrap();
    }

    #[test]
    fn a_routine_that_goes_because_another_of_its_name_is_defined_is_told() {
        let project = Project::with_users(&["postgres"]);
        project.remove("schema.sql");
        project.write(
            "migrations/0002_f/up.sql",
            "create function f(integer) returns integer language sql as 'select 1';",
        );
        project.write("migrations/0002_f/down.sql", "drop function f(integer);");
        project.write("migrations/0002_f/metadata.toml", "down_revision = \"0001\"\n");
        project.run("prove").done();
        project.write(
            "migrations/definitions/f.sql",
            "create function f(a text) returns integer language sql as 'select 2';",
        );
        let told = project.run("revision --autogenerate -m texts --rev-id 0003").done();
        told.says(&["up drops function public.f(integer) on PostgreSQL", "write it into the file"]);
        let both = "create function f(integer) returns integer language sql as 'select 1';\n\
                    create function f(a text) returns integer language sql as 'select 2';";
        std::fs::remove_dir_all(project.path().join("migrations/0003_texts")).unwrap();
        project.write("migrations/definitions/f.sql", both);
        project.run("revision --autogenerate -m texts --rev-id 0003").done();
        let up = project.read("migrations/0003_texts/up.sql");
        assert!(up.contains("f(a text)") && !up.contains("f(integer)") && !up.contains("DROP"), "{up}");
        project.run("prove").done();
        project.run("prove --check").done();
    }

    #[test]
    fn a_function_gets_another_return_type_under_a_view() {
        let project = Project::with_users(&["postgres"]);
        project.remove("schema.sql");
        let function = |of: &str| {
            format!("create function half(n integer) returns {of} language sql immutable as 'select $1 / 2';")
        };
        project.write("migrations/definitions/half.sql", &function("integer"));
        project.write("migrations/definitions/a.sql", "create view halves as select half(id) from users;");
        project.run("revision --autogenerate -m half --rev-id 0002").done();
        project.run("prove").done();
        project.write("migrations/definitions/half.sql", &function("bigint"));
        project.run("revision --autogenerate -m wider --rev-id 0003").done();
        project.run("prove").done();
        project.run("prove --check").done();
    }

    #[test]
    fn functions_of_one_name_are_edited_in_one_file() {
        let project = Project::with_users(&["postgres"]);
        project.remove("schema.sql");
        let functions = |of: &str, more: &str| {
            format!(
                "create function f(n integer{more}) returns {of} language sql immutable as 'select 1::{of}';\n\
                 create function f(n text) returns text language sql immutable as 'select $1';"
            )
        };
        project.write("migrations/definitions/f.sql", &functions("integer", ""));
        project.write(
            "migrations/definitions/a.sql",
            "create view uses as select f(id), f(name) as g from users;",
        );
        for (revision, of, more) in
            [("0002", "integer", ""), ("0003", "bigint", ""), ("0004", "bigint", ", m integer default 3")]
        {
            project.write("migrations/definitions/f.sql", &functions(of, more));
            project.run(&format!("revision --autogenerate -m f --rev-id {revision}")).done();
            project.run("prove").done();
            project.run("prove --check").done();
        }
        project.run("prove --all --check").done();
    }

    #[test]
    fn triggers_policies_and_rules_of_tables_are_edited_in_place_too() {
        let project = Project::with_users(&["postgres"]);
        project.remove("schema.sql");
        let function = "create function touch() returns trigger language plpgsql as 'begin return new; end';";
        project.write("migrations/definitions/z.sql", function);
        for (revision, event, n) in [("0002", "insert", 1), ("0003", "update", 2)] {
            let own = format!(
                "create trigger touched before {event} on users for each row execute function touch(); \
                 create policy p on users for select using (id > {n}); \
                 create rule r as on delete to users where old.id = {n} do instead nothing;"
            );
            project.write("migrations/definitions/a.sql", &own);
            project.run(&format!("revision --autogenerate -m own --rev-id {revision}")).done();
            project.run("prove").done();
            project.run("prove --all --check").done();
        }
    }

    /// Three revisions of a view that gets another type each time.
    fn views(project: &Project) {
        for (revision, of) in [("0002", "integer"), ("0003", "bigint"), ("0004", "numeric")] {
            let definition = format!("create view v as select id::{of} as id from users;");
            project.write("migrations/definitions/v.sql", &definition);
            project.run(&format!("revision --autogenerate -m v --rev-id {revision}")).done();
            project.run("prove").done();
        }
    }

    #[test]
    fn a_squash_of_definitions_leaves_the_dropping_to_recreates() {
        let project = Project::with_users(&["postgres"]);
        project.remove("schema.sql");
        views(&project);
        project.run("squash 0003:0004 --rev-id 0034 -m wider --yes").done();
        let squashed = project.read("migrations/0034_wider/metadata.toml");
        assert!(squashed.contains("recreates = [\"public.v\"]"), "{squashed}");
        assert!(!project.read("migrations/0034_wider/up.sql").contains("DROP"));
        project.run("prove --check").done();
    }

    #[test]
    fn a_squash_of_scripts_one_after_the_other_recreates_what_they_do() {
        let project = Project::with_users(&["postgres"]);
        project.remove("schema.sql");
        views(&project);
        let metadata = "down_revision = \"0004\"\nrecreates = [\"\\\"users\\\"\"]\nlossy = [\"\\\"Odd\\\"\"]";
        project.write("migrations/0005_row/metadata.toml", metadata);
        project.write("migrations/0005_row/up.sql", "insert into users values (7, 'x');");
        project.write("migrations/0005_row/down.sql", "delete from users where id = 7;");
        project.run("prove").done();
        project.write("migrations/0006_row/metadata.toml", "down_revision = \"0005\"");
        project.write("migrations/0006_row/up.sql", "insert into users values (8, 'x');");
        project.write("migrations/0006_row/down.sql", "delete from users where id = 8;");
        project.run("prove").done();
        project.run("squash 0005:0006 --rev-id 0056 -m rows --yes").done();
        let squashed = project.read("migrations/0056_rows/metadata.toml");
        assert!(
            squashed.contains(r#"recreates = ["\"users\""]"#) && squashed.contains(r#"lossy = ["\"Odd\""]"#),
            "{squashed}"
        );
        project.run("prove --check").done();
    }
}
