//! What looks renamed: nobody guesses, and what is said is done.

use hunter_chain::Dialect;
use hunter_migrations::testing::Scratch;

use crate::project::Project;

/// A project whose wanted schema has `full_name` in place of `name`, and a database at its only revision with a row.
fn with_another_name(dialect: Dialect) -> (Project, Scratch) {
    let (db, project) = (Scratch::new(dialect), Project::with_users(&[dialect.name()]));
    let project = project.on(&db);
    project.run("upgrade head").done();
    db.connect().execute("insert into users (id, name) values (1, 'ada')").unwrap();
    project.write("schema.sql", "create table users (id integer primary key, full_name text not null);");
    (project, db)
}

fn full_name(db: &Scratch) -> Vec<Option<String>> {
    db.connect().rows("select full_name as j from users").unwrap()
}

fn without_a_terminal_a_rename_has_to_be_said(dialect: Dialect) {
    let (project, _db) = with_another_name(dialect);
    let refused = project.run("revision --autogenerate -m name").exits(2).prints("");
    refused.says(&["users.name=full_name", "help: say which: --rename ", "--no-rename"]);
    assert_eq!(project.revisions(), ["0001_users"]);
}

fn a_rename_that_is_said_keeps_what_is_in_the_column_both_ways(dialect: Dialect) {
    let (project, db) = with_another_name(dialect);
    project.run("revision --autogenerate -m name --rev-id 0002 --rename users.name=full_name").done();
    let metadata = project.read("migrations/0002_name/metadata.toml");
    assert!(!metadata.contains("lossy"), "{metadata}");
    project.run("prove").done();
    project.run("upgrade head").done();
    project.run("check").done().prints("");
    assert_eq!(full_name(&db), [Some("ada".to_owned())]);
    project.run("downgrade -1").done();
    project.run("check").done().prints("");
    assert_eq!(db.connect().rows("select name as j from users").unwrap(), [Some("ada".to_owned())]);
}

fn a_column_that_is_not_renamed_is_dropped_and_that_is_declared(dialect: Dialect) {
    let (project, _db) = with_another_name(dialect);
    project.run("revision --autogenerate -m name --rev-id 0002 --no-rename").done();
    let table = if dialect == Dialect::Sqlite { "users" } else { "public.users" };
    let metadata = project.read("migrations/0002_name/metadata.toml");
    assert!(metadata.contains(&format!("lossy = [\"{table}.name\"]\n")), "{metadata}");
    let up = project.read("migrations/0002_name/up.sql");
    assert!(!up.contains("RENAME COLUMN"), "{up}");
    project.run("lint").done();
    project.run("prove").done();
}

fn a_table_that_goes_on_under_another_name_keeps_its_rows(dialect: Dialect) {
    let (project, db) = with_another_name(dialect);
    project.write("schema.sql", "create table people (id integer primary key, name text not null);");
    let refused = project.run("revision --autogenerate -m people").exits(2).prints("");
    refused.says(&["people", "--rename "]);
    project.run("revision --autogenerate -m people --rev-id 0002 --rename users=people").done();
    project.run("prove").done();
    project.run("upgrade head").done();
    project.run("check").done().prints("");
    assert_eq!(db.connect().rows("select name as j from people").unwrap(), [Some("ada".to_owned())]);
    project.run("downgrade -1").done();
    project.run("check").done().prints("");
    assert_eq!(db.connect().rows("select name as j from users").unwrap(), [Some("ada".to_owned())]);
}

fn a_rename_of_what_is_not_there_is_refused(dialect: Dialect) {
    let (project, _db) = with_another_name(dialect);
    for rename in ["users.nome=full_name", "nowhere=people", "users.name", "=x"] {
        let refused =
            project.run(&format!("revision --autogenerate -m x --rename {rename}")).exits(2).prints("");
        refused.says(&["error: ", "help: "]);
    }
    assert_eq!(project.revisions(), ["0001_users"]);
}

macro_rules! on_each {
    ($($test:ident),+ $(,)?) => {
        mod postgres {
            $(#[test] fn $test() { super::$test(hunter_chain::Dialect::Postgres) })+
        }
        mod sqlite {
            $(#[test] fn $test() { super::$test(hunter_chain::Dialect::Sqlite) })+
        }
    };
}
pub(crate) use on_each;

on_each! {
    without_a_terminal_a_rename_has_to_be_said,
    a_rename_that_is_said_keeps_what_is_in_the_column_both_ways,
    a_column_that_is_not_renamed_is_dropped_and_that_is_declared,
    a_table_that_goes_on_under_another_name_keeps_its_rows,
    a_rename_of_what_is_not_there_is_refused,
}
