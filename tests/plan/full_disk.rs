//! A disk that takes no more while a backup is written: no file is called a backup, nothing is migrated, and what to do is said.
//!
//! A limit on the size of files stands for the disk, because it holds for everybody and on every machine. Where its signal is
//! ignored a write fails, as on a full disk; where it is not, whoever writes is killed.

use std::path::Path;

use crate::support::binary::{Hunter, Outcome};
use crate::support::catalog;
use crate::support::database::Database;
use crate::support::on_both;

on_both! {
    a_backup_that_finds_no_room_leaves_no_file_and_says_what_to_do,
    a_run_whose_backup_finds_no_room_takes_no_step,
    a_deployment_whose_backup_finds_no_room_changes_nothing_and_says_where_it_stopped,
    a_writer_that_is_killed_at_the_limit_leaves_nothing_that_is_called_a_backup,
}

/// Less than the rows take, and more than anything else that is written.
const BLOCKS: &str = "512";

/// A write beyond the limit fails.
const FAILS: &str = "trap '' XFSZ; ulimit -f \"$0\"; exec \"$@\"";

/// A write beyond the limit kills the writer.
const KILLS: &str = "ulimit -c 0; ulimit -f \"$0\"; exec \"$@\"";

/// Two revisions before head of the v1.1 chain, with rows that take a megabyte.
fn with_rows(database: &Database) -> Hunter {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade +2").done();
    database.execute(&format!(
        "insert into raw_leads (source, domain) with recursive n(i) as (select 1 union all select i + 1 from n where i < 9000) \
         select 'fair', '{}' || i from n",
        "x".repeat(100)
    ));
    hunter
}

/// Runs words where files may not become large.
fn limited(hunter: &Hunter, how: &str, words: &str) -> Outcome {
    let words: Vec<&str> = words.split(' ').collect();
    let program = hunter.command(&[]).get_program().to_str().unwrap().to_owned();
    let all: Vec<&str> = ["-c", how, BLOCKS, &program].into_iter().chain(words).collect();
    hunter.finish(&mut hunter.command_of("sh", &all))
}

fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// What is said of it, whoever wrote.
const SAID: [&str; 2] = ["make room on that disk", "or name a folder on another one"];

fn a_backup_that_finds_no_room_leaves_no_file_and_says_what_to_do(database: &Database) {
    let hunter = with_rows(database);
    let refused = limited(&hunter, FAILS, "backup --to kept").exits(2).prints("").says(&SAID);
    assert!(refused.err.contains("writing kept/backup_pre_migration_"), "{}", refused.err);
    assert_eq!(names(&hunter.folder().join("kept")), Vec::<String>::new());
    hunter.run("backup --list --to kept").done().prints("").says(&["there are no backups in "]);
    hunter.run("backup --to kept").done();
    assert_eq!(names(&hunter.folder().join("kept")).len(), 2);
}

fn a_run_whose_backup_finds_no_room_takes_no_step(database: &Database) {
    let hunter = with_rows(database);
    let before = (database.ledger(), catalog::read(database));
    for words in ["upgrade head --backup", "downgrade -1 --backup"] {
        let refused = limited(&hunter, FAILS, words).exits(2).says(&SAID);
        let refused = refused.says(&["no step was run, because its backup could not be taken"]);
        assert!(!refused.err.contains("Running "), "{}", refused.err);
        assert_eq!(names(&hunter.folder().join("backups")), Vec::<String>::new());
        assert_eq!((database.ledger(), catalog::read(database)), before);
    }
    hunter.run("upgrade head --backup").done();
}

fn a_deployment_whose_backup_finds_no_room_changes_nothing_and_says_where_it_stopped(database: &Database) {
    let hunter = with_rows(database);
    let before = (database.ledger(), catalog::read(database));
    let stopped = limited(&hunter, FAILS, "deploy").exits(2).says(&SAID);
    let line = "**Stopped at backup or upgrade: nothing is recorded that was not before.**";
    assert!(stopped.out.contains(line) && stopped.out.contains(SAID[0]), "{}", stopped.out);
    assert!(
        !stopped.out.contains("## The way back") && !stopped.out.contains("| backup |"),
        "{}",
        stopped.out
    );
    assert_eq!(names(&hunter.folder().join("backups")), Vec::<String>::new());
    assert_eq!((database.ledger(), catalog::read(database)), before);
    hunter.run("deploy").done();
}

fn a_writer_that_is_killed_at_the_limit_leaves_nothing_that_is_called_a_backup(database: &Database) {
    let hunter = with_rows(database);
    let before = (database.ledger(), catalog::read(database));
    let killed = limited(&hunter, KILLS, "upgrade head --backup");
    match database.dialect {
        // It writes itself.
        hunter_chain::Dialect::Sqlite => assert_eq!(killed.code, None, "{killed:#?}"),
        _ => drop(killed.exits(2).says(&["pg_dump ", " ended with signal: 25", "no step was run"])),
    }
    let left = names(&hunter.folder().join("backups"));
    assert!(left.iter().all(|name| name.contains(".part")), "{left:?}");
    assert_eq!((database.ledger(), catalog::read(database)), before);
    hunter.run("backup --list").done().prints("");
    hunter.run("upgrade head --backup").done();
}

mod one {
    mod sqlite {
        use super::super::*;
        use crate::support::database;

        #[test]
        fn a_restore_that_finds_no_room_leaves_the_database_as_it_was_and_nothing_beside_it() {
            let database = &database::sqlite();
            let hunter = with_rows(database);
            let backup = hunter.run("backup").done().out;
            database.enter_lead();
            let beside = || names(Path::new(database.name()).parent().unwrap());
            let before = (database.ledger(), database.count("raw_leads"), beside());
            let words = format!("restore {} --replace --yes", backup.trim());
            limited(&hunter, FAILS, &words).exits(2).says(&["copying to ", ".restoring", SAID[0]]);
            assert_eq!((database.ledger(), database.count("raw_leads"), beside()), before);
            hunter.run(&words).done();
            assert_eq!(database.count("raw_leads"), 9000);
        }
    }
}
