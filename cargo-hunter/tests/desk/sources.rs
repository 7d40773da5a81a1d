//! From where the wanted schema is read: Diesel's schema.rs, SQL, another database.

use hunter_chain::Dialect;
use hunter_migrations::testing::Scratch;

use crate::project::Project;
use crate::renames::on_each;

const USERS: &str = "create table users (id integer primary key, name text not null);";

fn up(project: &Project) -> String {
    project.read("migrations/0002_pets/up.sql")
}

/// Writes `0002_pets`, which must make the table, and must leave nothing to write again.
fn makes_pets(project: &Project, words: &str) {
    project.run(&format!("revision --autogenerate -m pets --rev-id 0002 {words}")).done();
    let script = up(project);
    assert!(script.contains("CREATE TABLE ") && script.contains("pets"), "{script}");
    assert!(!script.contains("users (") || script.contains("REFERENCES"), "{script}");
    project.run("prove").done();
    let again = project.run(&format!("revision --autogenerate -m again {words}")).exits(2);
    again.says(&["error: nothing changed"]);
}

fn a_schema_rs_is_where_diesel_has_it(dialect: Dialect) {
    let project = Project::with_users(&[dialect.name()]);
    let schema = "diesel::table! { users (id) { id -> Integer, name -> Text, } }\n\
        diesel::table! { pets (id) { id -> Integer, owner -> Integer, } }\n\
        diesel::joinable!(pets -> users (owner));\n";
    project.write("src/schema.rs", schema);
    makes_pets(&project, "");
    assert!(up(&project).contains("FOREIGN KEY (owner) REFERENCES"), "{}", up(&project));
}

fn a_file_that_is_named_wins_over_the_usual_ones(dialect: Dialect) {
    let project = Project::with_users(&[dialect.name()]);
    project.write("src/schema.rs", "diesel::table! { users (id) { id -> Integer, name -> Text, } }\n");
    project.write("wanted.sql", &format!("{USERS} create table pets (id integer primary key);"));
    makes_pets(&project, "--from-schema wanted.sql");
}

fn another_database_is_read_and_not_written(dialect: Dialect) {
    let project = Project::with_users(&[dialect.name()]);
    let db = Scratch::new(dialect);
    db.connect().execute(&format!("{USERS} create table pets (id integer primary key)")).unwrap();
    makes_pets(&project, &format!("--from-database {}", db.url()));
    assert!(db.connect().rows("select 'x' as j from __hunter_ledger").is_err());
}

fn sql_that_does_not_run_is_refused_with_what_the_server_says(dialect: Dialect) {
    let project = Project::with_users(&[dialect.name()]);
    project.write("schema.sql", "create tabel pets (id integer);");
    let refused = project.run("revision --autogenerate -m pets").exits(2).prints("");
    refused.says(&["schema.sql: ", "does not run it: ", "tabel", "help: "]);
    assert_eq!(project.revisions(), ["0001_users"]);
}

on_each! {
    a_schema_rs_is_where_diesel_has_it,
    a_file_that_is_named_wins_over_the_usual_ones,
    another_database_is_read_and_not_written,
    sql_that_does_not_run_is_refused_with_what_the_server_says,
}

#[test]
fn without_any_source_both_ways_to_give_one_are_named() {
    let project = Project::with_users(&["sqlite"]);
    project.remove("schema.sql");
    let refused = project.run("revision --autogenerate -m pets").exits(2).prints("");
    refused.says(&["src/schema.rs", "schema.sql", "help: give --from-schema FILE or --from-database URL"]);
}

#[test]
fn a_schema_rs_with_a_mistake_is_refused_at_its_place() {
    let project = Project::with_users(&["sqlite"]);
    project.write("src/schema.rs", "diesel::table! { users (id) { id -> Integer, name -> Tekst, } }\n");
    let refused = project.run("revision --autogenerate -m pets").exits(2).prints("");
    refused.says(&["src/schema.rs: ", "`Tekst`", "did you mean `Text`?"]);
    assert_eq!(project.revisions(), ["0001_users"]);
}

mod both_with_postgres {
    mod postgres {
        use hunter_chain::Dialect;
        use hunter_migrations::testing::Scratch;

        use crate::project::Project;

        #[test]
        fn a_dialect_of_which_the_source_does_not_speak_is_left_to_a_person() {
            let project = Project::with_users(&["postgres", "sqlite"]);
            let db = Scratch::new(Dialect::Sqlite);
            db.connect().execute(&format!("{} create table pets (id integer)", super::super::USERS)).unwrap();
            let words = format!("revision --autogenerate -m pets --rev-id 0002 --from-database {}", db.url());
            project.run(&words).done().says(&["warning: the scripts for PostgreSQL have to be written"]);
            let (ours, theirs) =
                ("migrations/0002_pets/up.sqlite.sql", "migrations/0002_pets/up.postgres.sql");
            assert!(project.read(ours).starts_with("CREATE TABLE pets"));
            assert!(project.read(theirs).starts_with("-- TODO(hunter): "));
            project.run("lint").exits(1).says(&["error[HC046]", theirs]);
        }
    }
}
