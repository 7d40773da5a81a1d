//! One day at the desk: from a changed schema.rs to a revision that is proved, applied, reverted and applied again.

use hunter_chain::Dialect;
use hunter_migrations::testing::Scratch;

use crate::project::Project;
use crate::renames::on_each;

const FIRST: &str = "\
diesel::table! {
    users (id) {
        id -> Integer,
        name -> Text,
        logins -> Integer,
    }
}
";

/// A column renamed, one of another type, one added, and a table that refers to the other one.
const SECOND: &str = "\
diesel::table! {
    users (id) {
        id -> Integer,
        full_name -> Text,
        logins -> BigInt,
        email -> Nullable<Text>,
    }
}

diesel::table! {
    posts (id) {
        id -> Integer,
        author -> Integer,
        title -> Text,
    }
}

diesel::joinable!(posts -> users (author));
diesel::allow_tables_to_appear_in_same_query!(posts, users,);
";

fn rows(db: &Scratch, columns: &str) -> Vec<String> {
    let sql = format!("select {columns} as j from users order by id");
    db.connect().rows(&sql).unwrap().into_iter().map(Option::unwrap_or_default).collect()
}

/// The database must be at a revision, and look like it.
#[track_caller]
fn is_at(project: &Project, current: &str) {
    project.run("current").done().prints(&format!("{current}\n"));
    let checked = project.run("check").done().prints("");
    checked.says(&["no drift: the schema is that of ", current]);
    project.run("revision --autogenerate -m check_drift --sql").done().prints("");
}

fn a_changed_schema_rs_is_generated_proved_applied_reverted_and_applied_again(dialect: Dialect) {
    let db = Scratch::new(dialect);
    let project = Project::new(&[dialect.name()]).on(&db);

    project.write("src/schema.rs", FIRST);
    project.run("revision --autogenerate -m users --rev-id 0001").done().prints("migrations/0001_users\n");
    project.run("lint").done();
    project.run("prove").done();
    project.run("upgrade head").done();
    is_at(&project, "0001 (head)");
    for row in ["1, 'ada', 36", "2, 'grace', 85"] {
        let insert = format!("insert into users (id, name, logins) values ({row})");
        db.connect().execute(&insert).unwrap();
    }

    project.write("src/schema.rs", SECOND);
    let words = "revision --autogenerate -m full_name_and_posts --rev-id 0002 --rename users.name=full_name";
    project.run(words).done().prints("migrations/0002_full_name_and_posts\n");
    project.run("lint").done();
    project.run("prove").done();
    project.run("prove --check").done();
    let (before, after) = (["ada 36", "grace 85"], ["ada 36 -", "grace 85 -"]);
    let new = "full_name || ' ' || logins || ' ' || coalesce(email, '-')";

    project.run("upgrade head").done();
    is_at(&project, "0002 (head)");
    assert_eq!(rows(&db, new), after);

    // Nothing is lost: the columns and the table that go are empty.
    project.run("downgrade -1").done();
    is_at(&project, "0001");
    assert_eq!(rows(&db, "name || ' ' || logins"), before);

    project.run("upgrade head").done();
    is_at(&project, "0002 (head)");
    assert_eq!(rows(&db, new), after);
    // The join of schema.rs holds in the database too.
    let orphan = "pragma foreign_keys = on; insert into posts values (1, 9, 'x')";
    let orphan = if dialect == Dialect::Sqlite { orphan } else { "insert into posts values (1, 9, 'x')" };
    assert!(db.connect().execute(orphan).is_err());
    db.connect().execute("insert into posts values (1, 1, 'x')").unwrap();
    let nothing = project.run("revision --autogenerate -m nothing").exits(2).prints("");
    nothing.says(&["error: nothing changed"]);
}

on_each! {
    a_changed_schema_rs_is_generated_proved_applied_reverted_and_applied_again,
}
