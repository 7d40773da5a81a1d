//! `plan`: what each statement locks, measured on the scratch server.

use hunter_chain::Dialect;
use hunter_migrations::testing::Scratch;

use crate::project::Project;

/// A project and a database at its first revision; the second one waits.
fn with(db: &Scratch, metadata: &str, up: &str, down: &str) -> Project {
    let project = Project::new(&["postgres"]).on(db);
    let first = "create table pets (id integer primary key, owner integer, name varchar(10));\n\
                 create table users (id integer primary key, name text);\ncreate view named as select name from pets;";
    project.write("migrations/0001_first/up.sql", first);
    project.write("migrations/0001_first/down.sql", "drop view named; drop table users; drop table pets;");
    project.write("migrations/0002_next/up.sql", up);
    project.write("migrations/0002_next/down.sql", down);
    project.write("migrations/0002_next/metadata.toml", &format!("down_revision = \"0001\"\n{metadata}"));
    project.write("migrations/0001_first/metadata.toml", "down_revision = \"base\"\n");
    project.run("upgrade 0001").done();
    project
}

fn lines(out: &str) -> Vec<&str> {
    out.lines().filter_map(|line| line.strip_prefix("    line ")).collect()
}

#[test]
fn each_table_that_is_locked_is_named_and_only_a_rewrite_is_called_one() {
    let db = &Scratch::new(Dialect::Postgres);
    let up = "alter table pets add foreign key (owner) references users (id);\n\
              alter table users alter column name type varchar;\n\
              do $$ begin alter table users alter column id type bigint; end $$;\n\
              select 1;";
    let down = "alter table users alter column id type integer; alter table users alter column name type text;\n\
                alter table pets drop constraint pets_owner_fkey;";
    let project = with(db, "", up, down);
    let plan = project.run("plan").done().says(&["measuring what each statement locks"]);
    let told = lines(&plan.out);
    assert!(told[0].ends_with("SHARE ROW EXCLUSIVE on pets, writes wait; SHARE ROW EXCLUSIVE on users; as long as there are rows"), "{told:?}");
    assert!(told[1].ends_with("; ACCESS EXCLUSIVE on users, reads and writes wait"), "{told:?}");
    // The key that a child refers to has the child locked, which no text tells.
    let third =
        "ACCESS EXCLUSIVE on pets, reads and writes wait; ACCESS EXCLUSIVE on users; rewrites the table";
    assert!(told[2].ends_with(third), "{told:?}");
    assert_eq!(told[3], "4: select");
    assert_eq!(
        db.connect().rows("select count(*)::text as j from __hunter_ledger").unwrap(),
        [Some("1".to_owned())]
    );
}

#[test]
fn what_is_recreated_is_away_while_it_is_measured_too() {
    let db = &Scratch::new(Dialect::Postgres);
    let (up, down) = (
        "alter table pets alter column name type text;",
        "alter table pets alter column name type varchar(10);",
    );
    let project = with(db, "recreates = [\"pets.name\"]", up, down);
    let plan = project.run("plan").done();
    assert!(plan.out.contains("dropped before, and made again after: view named"), "{}", plan.out);
    assert!(lines(&plan.out)[0].ends_with("ACCESS EXCLUSIVE on pets, reads and writes wait"), "{}", plan.out);
    assert!(!plan.err.contains("warning"), "{}", plan.err);
    let shown = project.run("show 0002").done();
    assert!(shown.out.contains("Recreates what stands on: pets.name\n"), "{}", shown.out);
}

#[test]
fn a_way_down_is_measured_as_well_and_json_says_which_ones_were() {
    let db = &Scratch::new(Dialect::Postgres);
    let project =
        with(db, "", "alter table users add column age integer;", "alter table users drop column age;");
    project.run("prove").done();
    project.run("upgrade").done();
    let plan = project.run("plan 0001 --json").done();
    let answer: serde_json::Value = serde_json::from_str(&plan.out).unwrap();
    let lock = &answer["steps"][0]["locks"][0];
    assert_eq!(
        (lock["measured"].as_bool(), lock["lock"].as_str()),
        (Some(true), Some("ACCESS EXCLUSIVE")),
        "{lock}"
    );
}

#[test]
fn what_does_not_run_there_is_told_and_the_text_is_read() {
    let db = &Scratch::new(Dialect::Postgres);
    let project = with(db, "", "alter table nobody add column age integer;", "select 1;");
    let plan = project.run("plan").done();
    plan.says(&[
        "what each statement locks is read from its text",
        "revision `0002` could not be measured",
        "nobody",
    ]);
}
