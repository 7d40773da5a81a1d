//! `preflight`, line 12 of the plan: one list with ticks, remedies, an exit code, JSON.

use serde_json::{Value, json};

use crate::support::binary::Hunter;
use crate::support::catalog;
use crate::support::database::Database;
use crate::support::{database, on_both};

on_both! {
    a_database_that_is_ready_has_a_tick_on_every_line_and_is_left_as_it_was,
    a_no_is_a_cross_with_its_remedy_and_exit_code_1,
    every_finding_is_in_the_json_under_the_name_that_is_printed,
    two_variables_with_two_databases_are_a_no_until_somebody_says_which,
}

fn names(answer: &Value) -> Vec<&str> {
    answer["findings"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

fn a_database_that_is_ready_has_a_tick_on_every_line_and_is_left_as_it_was(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade +3").done();
    hunter.run("backup").done();
    let (ledger, before) = (database.ledger(), catalog::inventory(database));
    let list = hunter.run("preflight").done().says_nothing();
    assert!(list.out.lines().all(|line| !line.starts_with('✗')), "{}", list.out);
    let product = if database.has_ledger() { database.dialect.product() } else { "" };
    for line in
        [format!("✓ reachable: {product} "), "✓ revision: 622ba66483b9\n".into(), "✓ guard: free\n".into()]
    {
        assert!(list.out.contains(&line), "{line}: {}", list.out);
    }
    assert!(list.out.contains("pending: f786f93501ea"), "{}", list.out);
    assert!(list.out.contains("✓ backup: backups/backup_pre_migration_"), "{}", list.out);
    assert_eq!((database.ledger(), catalog::inventory(database)), (ledger, before));
}

fn a_no_is_a_cross_with_its_remedy_and_exit_code_1(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade").done();
    database.execute("alter table notes add column extra integer");
    let list = hunter.run("preflight").exits(1);
    let line = list.out.lines().find(|line| line.starts_with("✗ drift: ")).unwrap();
    assert!(line.contains("extra is not expected"), "{}", list.out);
    assert!(list.out.contains("    `hunter-v1-1 check --sql` prints what leads back"), "{}", list.out);
}

fn every_finding_is_in_the_json_under_the_name_that_is_printed(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    let list = hunter.run("preflight").done();
    let answer = hunter.json("preflight");
    assert_eq!((&answer["command"], &answer["clear"]), (&json!("preflight"), &json!(true)));
    for name in names(&answer) {
        assert!(list.out.contains(&format!(" {name}: ")), "{name}: {}", list.out);
    }
}

fn two_variables_with_two_databases_are_a_no_until_somebody_says_which(database: &Database) {
    let other = "postgres://somebody:s3cret@elsewhere/other";
    let hunter = Hunter::v1_1().on(database.url()).with("DATABASE_URL", other);
    let list = hunter.run("preflight").exits(1);
    assert!(list.out.contains("✗ url: HUNTER_DATABASE_URL names "), "{}", list.out);
    assert!(list.out.contains("DATABASE_URL names postgres://somebody@elsewhere/other"), "{}", list.out);
    assert!(!list.out.contains("s3cret"), "{}", list.out);
    let said = hunter.run(&format!("preflight --database-url {}", database.url())).done();
    assert!(said.out.contains("! url: --database-url names "), "{}", said.out);
    // The same database under another role is the same database.
    let same = Hunter::v1_1().on(database.url()).with("DATABASE_URL", database.url());
    assert!(same.run("preflight").done().out.contains("✓ url: HUNTER_DATABASE_URL: "));
}

mod one {
    mod sqlite {
        use super::super::*;

        #[test]
        fn a_file_that_is_not_there_yet_is_not_made_and_one_without_a_folder_is_a_no() {
            let hunter = Hunter::v1_1();
            let list = hunter.run("preflight --database-url sqlite:new.db").done();
            assert!(list.out.contains("✓ reachable: sqlite:new.db is not there yet"), "{}", list.out);
            assert!(!hunter.folder().join("new.db").exists());
            let list = hunter.run("preflight --database-url sqlite:none/new.db").exits(1);
            assert!(
                list.out.contains("✗ reachable: sqlite:none/new.db: there is no folder none"),
                "{}",
                list.out
            );
        }

        #[test]
        fn nothing_is_asked_of_a_database_that_nobody_named() {
            Hunter::root().run("preflight").exits(3).prints("").says(&["no database is named"]);
        }
    }

    mod postgres {
        use super::super::*;

        #[test]
        fn a_server_that_does_not_answer_is_a_finding_with_its_remedy() {
            let hunter = Hunter::v1_1().on("postgres://nobody:s3cret@127.0.0.1:1/none");
            let list = hunter.run("preflight").exits(1);
            assert!(list.out.contains("✗ reachable: ") && !list.out.contains("s3cret"), "{}", list.out);
            let answer = hunter.run("preflight --json").exits(1).json();
            assert_eq!(names(&answer), ["url", "reachable"]);
        }

        /// At the revision before head, on a server that tells of itself that it is later than any client program.
        fn on_a_later_server(database: &Database) -> Hunter {
            let hunter = Hunter::v1_1().on(database.url());
            hunter.run("upgrade +3").done();
            // Where no comparison of schemas looks.
            database.execute(&format!(
                "create function information_schema.current_setting(text) returns text language sql as $$ \
                 select case $1 when 'server_version_num' then '990001' else pg_catalog.current_setting($1) end $$; \
                 alter database {} set search_path = public, information_schema, pg_catalog",
                database.name()
            ));
            std::fs::create_dir(hunter.folder().join("bin")).unwrap();
            let path = hunter.folder().join("bin").display().to_string();
            hunter.with("PATH", &path)
        }

        /// Puts a client program of that version on the path.
        fn install(hunter: &Hunter, name: &str, version: &str) {
            use std::os::unix::fs::PermissionsExt;
            let file = hunter.folder().join("bin").join(name);
            std::fs::write(&file, format!("#!/bin/sh\necho '{name} (PostgreSQL) {version} (Debian)'\n"))
                .unwrap();
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
        }

        const NEEDED: &str = "install the client programs of PostgreSQL 99 (Debian: apt install postgresql-client-99), or put \
                              theirs on PATH";

        /// The line about the client programs must be a no that names what is needed.
        #[track_caller]
        fn lacks(hunter: &Hunter, why: &[&str]) {
            let list = hunter.run("preflight").exits(1);
            let mut lines = list.out.lines().skip_while(|line| !line.starts_with("✗ tools: "));
            let (line, remedy) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
            assert!(why.iter().any(|why| line.contains(why)), "{}", list.out);
            assert!(remedy.contains(NEEDED), "{}", list.out);
        }

        #[test]
        fn a_dump_program_older_than_the_server_is_a_no_and_nothing_is_begun() {
            let database = &database::postgres();
            let hunter = on_a_later_server(database);
            install(&hunter, "pg_dump", "98.7");
            install(&hunter, "psql", "99.1");
            lacks(&hunter, &["pg_dump 98.7 is older than the server, which is 99"]);
            let (ledger, before) = (database.ledger(), catalog::inventory(database));
            let stopped = hunter.run("deploy").exits(1).says(&["pg_dump 98.7 is older", NEEDED]);
            assert!(
                stopped.out.contains("**Stopped at preflight: nothing was changed.**"),
                "{}",
                stopped.out
            );
            let noes = stopped.out.lines().filter(|line| line.starts_with("- ✗ ")).count();
            assert_eq!((noes, hunter.folder().join("backups").exists()), (1, false), "{}", stopped.out);
            for words in ["backup", "upgrade --backup"] {
                let refused = hunter.run(words).exits(2).says(&["pg_dump 98.7 is older", NEEDED]);
                assert!(!refused.err.contains("Running upgrade"), "{}", refused.err);
                assert_eq!(std::fs::read_dir(hunter.folder().join("backups")).unwrap().count(), 0);
            }
            assert_eq!((database.ledger(), catalog::inventory(database)), (ledger, before));
        }

        #[test]
        fn client_programs_that_are_on_no_path_are_a_no_and_both_are_needed() {
            let database = &database::postgres();
            let hunter = on_a_later_server(database);
            // There may be older ones where packages put them.
            lacks(&hunter, &["pg_dump is not installed here", " is older than the server, which is 99"]);
            install(&hunter, "pg_dump", "99.1");
            lacks(&hunter, &["psql is not installed here", "psql 1", "psql 2"]);
            install(&hunter, "psql", "99.0");
            let list = hunter.run("preflight").done();
            assert!(list.out.contains("✓ tools: pg_dump 99.1, psql 99.0\n"), "{}", list.out);
        }
    }
}
