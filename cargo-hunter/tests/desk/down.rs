//! `down REV`: the way back that nobody wrote.

use crate::project::Project;

/// A chain of two whose second revision has no way back.
fn without_a_way_back(dialects: &[&str], up: &str) -> Project {
    let project = Project::with_users(dialects);
    project.write("migrations/0002_mail/metadata.toml", "down_revision = \"0001\"\n");
    project.write(&format!("migrations/0002_mail/{up}"), "alter table users add column mail text;\n");
    project
}

#[test]
fn a_missing_way_back_is_written_and_is_one() {
    let project = without_a_way_back(&["sqlite"], "up.sql");
    project.run("prove").exits(2).says(&["HC016"]);
    let written = project.run("down 0002").done().prints("migrations/0002_mail/down.sql\n");
    written.says(&["rows that the way up destroyed are not in it"]);
    let down = project.read("migrations/0002_mail/down.sql");
    assert!(down.ends_with("ALTER TABLE users DROP COLUMN mail;\n"), "{down}");
    project.run("lint").done();
    project.run("prove").done();
}

#[test]
fn a_way_back_that_is_there_is_left_alone() {
    let project = without_a_way_back(&["sqlite"], "up.sql");
    project.write("migrations/0002_mail/down.sql", "alter table users drop column mail;\n");
    let refused = project.run("down 0002").exits(2).prints("");
    refused.says(&["error: revision `0002` has its way down already", "help: "]);
    assert_eq!(project.read("migrations/0002_mail/down.sql"), "alter table users drop column mail;\n");
}

#[test]
fn a_way_back_that_holds_no_statement_yet_is_written_over() {
    let project = Project::with_users(&["sqlite"]);
    project.run("revision -m mail --rev-id 0002").done();
    project.write("migrations/0002_mail/up.sql", "create view mail as select name from users;\n");
    project.run("down 0002").done();
    assert_eq!(project.read("migrations/0002_mail/down.sql"), "DROP VIEW mail;\n");
}

#[test]
fn what_a_revision_destroys_comes_back_as_structure() {
    let project = Project::with_users(&["sqlite"]);
    let metadata = "down_revision = \"0001\"\nlossy = [\"users\"]\n";
    project.write("migrations/0002_less/metadata.toml", metadata);
    project.write("migrations/0002_less/up.sql", "drop table users;\n");
    project.run("down 0002").done();
    let down = project.read("migrations/0002_less/down.sql");
    assert!(down.starts_with("CREATE TABLE users ("), "{down}");
    project.run("prove").done();
}

#[test]
fn a_revision_that_is_not_there_or_does_not_run_gets_no_way_back() {
    let project = without_a_way_back(&["sqlite"], "up.sql");
    project.run("down 0009").exits(2).prints("").says(&["error: ", "help: "]);
    project.write("migrations/0002_mail/up.sql", "alter table nowhere add column mail text;\n");
    project.run("down 0002").exits(2).prints("").says(&["nowhere"]);
    assert_eq!(project.names("migrations/0002_mail"), ["metadata.toml", "up.sql"]);
}

mod postgres {
    use super::*;

    #[test]
    fn one_way_up_for_two_dialects_gets_what_leads_back_on_each() {
        let project = without_a_way_back(&["postgres", "sqlite"], "up.sql");
        let files = "migrations/0002_mail/down.postgres.sql\nmigrations/0002_mail/down.sqlite.sql\n";
        project.run("down 0002").done().prints(files);
        let read = |name: &str| project.read(&format!("migrations/0002_mail/down.{name}.sql"));
        assert!(
            read("postgres").ends_with("ALTER TABLE public.users DROP COLUMN mail;\n"),
            "{}",
            read("postgres")
        );
        assert!(read("sqlite").ends_with("ALTER TABLE users DROP COLUMN mail;\n"), "{}", read("sqlite"));
        project.run("lint").done();
        project.run("prove").done();
    }

    #[test]
    fn only_the_dialect_that_lacks_a_way_back_gets_one() {
        let project = without_a_way_back(&["postgres", "sqlite"], "up.sqlite.sql");
        let up = "alter table users add column mail text;\n";
        let down = "alter table users drop column mail;\n";
        project.write("migrations/0002_mail/up.postgres.sql", up);
        project.write("migrations/0002_mail/down.postgres.sql", down);
        project.run("down 0002").done().prints("migrations/0002_mail/down.sqlite.sql\n");
        assert_eq!(project.read("migrations/0002_mail/down.postgres.sql"), down);
        project.run("lint").done();
    }
}
