//! `backup`, `restore`, `upgrade --backup`: the plan's way back, as its operators type it.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use hunter_chain::Dialect;
use serde_json::Value;

use crate::support::binary::Hunter;
use crate::support::catalog;
use crate::support::database::Database;
use crate::support::{database, on_both};

on_both! {
    a_backup_is_named_by_its_moment_and_only_its_owner_can_read_it,
    what_a_downgrade_destroyed_is_back_after_a_restore,
    an_upgrade_takes_a_backup_where_it_has_something_to_do_and_names_it,
    a_step_that_fails_names_the_way_back_and_that_way_leads_back,
    a_downgrade_takes_its_backup_where_it_is_told_to,
    a_database_that_is_not_empty_is_replaced_only_by_a_word_and_a_yes,
    backups_are_listed_and_old_ones_removed_after_a_yes,
    a_file_that_was_cut_or_changed_is_refused,
    no_default_database_is_ever_backed_up_or_restored,
}

const HEAD: &str = "f786f93501ea";

/// At head of the v1.1 chain, with a row.
fn at_head(database: &Database) -> Hunter {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade head").done();
    database.enter_lead();
    hunter
}

fn extension(database: &Database) -> &'static str {
    match database.dialect {
        Dialect::Sqlite => "db",
        _ => "sql",
    }
}

fn files(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Takes one, and says where it is.
fn backup(hunter: &Hunter) -> PathBuf {
    hunter.folder().join(hunter.run("backup").done().out.trim())
}

/// Everything that could be lost.
fn all(database: &Database) -> (Value, Vec<Value>, usize) {
    (catalog::read(database), database.ledger(), database.count("raw_leads"))
}

fn a_backup_is_named_by_its_moment_and_only_its_owner_can_read_it(database: &Database) {
    let hunter = at_head(database);
    let done = hunter.run("backup").done().says(&[HEAD, ", taken "]);
    let name = done.out.trim().strip_prefix("backups/backup_pre_migration_").unwrap();
    let moment = name.strip_suffix(&format!(".{}", extension(database))).unwrap();
    let (day, time) = moment.split_once('_').unwrap();
    let is_number = |text: &str, length| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    assert!(is_number(day, 8) && is_number(time, 6), "{moment}");
    let file = hunter.folder().join(done.out.trim());
    let manifest = PathBuf::from(format!("{}.json", file.display()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(
            (mode(&file), mode(&manifest), mode(&hunter.folder().join("backups"))),
            (0o600, 0o600, 0o700)
        );
    }
    let manifest: Value = serde_json::from_str(&fs::read_to_string(manifest).unwrap()).unwrap();
    assert_eq!((&manifest["format"], &manifest["revisions"][0]), (&1.into(), &HEAD.into()));
    let answer = hunter.json("backup --to elsewhere");
    assert_eq!((&answer["command"], &answer["revisions"][0]), (&"backup".into(), &HEAD.into()));
    assert!(hunter.folder().join(answer["file"].as_str().unwrap()).is_file());
    assert_eq!(files(hunter.folder()), ["backups", "elsewhere"]);
}

fn what_a_downgrade_destroyed_is_back_after_a_restore(database: &Database) {
    let hunter = at_head(database);
    let before = all(database);
    let file = backup(&hunter);
    hunter.run("downgrade base --allow-data-loss").done();
    let file = file.to_str().unwrap();
    hunter.run(&format!("restore {file} --replace --yes")).done().prints("").says(&[
        "replacing everything in database `",
        "restored in ",
        &format!("the database is at {HEAD}"),
    ]);
    let after = all(database);
    assert_eq!((&after.0, after.2), (&before.0, before.2));
    let last = database.ledger().pop().unwrap();
    assert_eq!((&last["event"], &last["revision"]), (&"restore".into(), &HEAD.into()));
    assert_eq!(last["seq"].as_u64().unwrap(), before.1.len() as u64 + 1);
    let metadata: Value = serde_json::from_str(last["metadata"].as_str().unwrap()).unwrap();
    assert!(metadata["digest"].as_str().unwrap().starts_with("sha256:"), "{metadata}");
    assert!(file.ends_with(metadata["file"].as_str().unwrap()), "{metadata}");
    hunter.run("current").done().prints(&format!("{HEAD} (head)\n"));
    hunter.run("verify").done();
    hunter.run("upgrade head").done().says(&["nothing to do"]);
    hunter.run("downgrade -1 --allow-data-loss").done();
}

fn an_upgrade_takes_a_backup_where_it_has_something_to_do_and_names_it(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade 08f51db8dce0").done();
    let done =
        hunter.run("upgrade +1 --backup").done().prints("").says(&["backup: backups/backup_pre_migration_"]);
    let (backup, step) = (done.err.find("backup: ").unwrap(), done.err.find("Running upgrade").unwrap());
    assert!(backup < step, "{}", done.err);
    assert_eq!(files(&hunter.folder().join("backups")).len(), 2);
    let answer = hunter.json("upgrade head --backup=kept");
    let file = answer["backup"].as_str().unwrap();
    assert!(file.starts_with("kept/") && hunter.folder().join(file).is_file(), "{answer}");
    let answer = hunter.json("upgrade head --backup=none");
    assert_eq!((&answer["backup"], files(&hunter.folder().join("none")).len()), (&Value::Null, 0));
}

fn a_step_that_fails_names_the_way_back_and_that_way_leads_back(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade 08f51db8dce0").done();
    database.enter_lead();
    // In the way of the third revision.
    database.execute("create table partner_center_referrals (id integer)");
    let before = all(database);
    let failed = hunter.run("upgrade head --backup").exits(2).says(&["done before this: e7196f7e556b"]);
    let command = failed.err.split('`').find(|part| part.contains(" restore ")).unwrap();
    let words = command.split_once(' ').unwrap().1;
    assert!(words.starts_with("restore backups/") && words.ends_with(" --replace"), "{words}");
    assert_ne!(database.ledger(), before.1);
    // The table in the way is drift, in the backup as well.
    hunter
        .run(&format!("{words} --yes"))
        .exits(1)
        .says(&["the backup is restored and recorded", "partner_center"]);
    let after = all(database);
    assert_eq!((after.0, &after.1[..before.1.len()], after.2), (before.0, &before.1[..], before.2));
}

fn a_downgrade_takes_its_backup_where_it_is_told_to(database: &Database) {
    let hunter = at_head(database);
    let done =
        hunter.run("downgrade -1 --backup=safe").done().says(&["backup: safe/backup_pre_migration_", HEAD]);
    assert!(done.err.contains("Running downgrade"), "{}", done.err);
    assert_eq!(files(&hunter.folder().join("safe")).len(), 2);
    // A run that is refused takes none.
    hunter.run("downgrade base --backup=refused").exits(2);
    assert!(files(&hunter.folder().join("refused")).is_empty());
}

fn a_database_that_is_not_empty_is_replaced_only_by_a_word_and_a_yes(database: &Database) {
    let hunter = at_head(database);
    let file = backup(&hunter);
    let (file, before) = (file.to_str().unwrap(), all(database));
    let refused = hunter.run(&format!("restore {file}")).exits(2).prints("");
    refused.says(&["error: database `", "is not empty: ", "help: give --replace"]);
    let refused = hunter.run(&format!("restore {file} --replace")).exits(2).prints("");
    refused.says(&["nobody is at a terminal to agree", "`--yes`", "nothing was changed"]);
    assert_eq!(all(database), before);
    let empty = match database.dialect {
        Dialect::Sqlite => database::sqlite(),
        _ => database::postgres(),
    };
    let other = Hunter::v1_1().on(empty.url());
    other.run(&format!("restore {file}")).done();
    assert_eq!(all(&empty).0, before.0);
}

fn backups_are_listed_and_old_ones_removed_after_a_yes(database: &Database) {
    let hunter = at_head(database);
    let no_database = Hunter::v1_1();
    let folder = hunter.folder().join("backups");
    let list = format!("backup --list --to {}", folder.display());
    no_database.run(&list).done().prints("").says(&["there are no backups in "]);
    let taken: Vec<PathBuf> = (0..3).map(|_| backup(&hunter)).collect();
    let listed = no_database.run(&list).done();
    let lines: Vec<&str> = listed.out.lines().collect();
    assert_eq!(lines.len(), 3, "{lines:#?}");
    assert!(
        lines.iter().zip(&taken).all(|(line, file)| line.starts_with(file.to_str().unwrap())),
        "{lines:#?}"
    );
    assert!(lines[0].contains(HEAD), "{lines:#?}");
    let prune = format!("backup --prune --keep 2 --to {}", folder.display());
    let refused = no_database.run(&prune).exits(2).prints("").says(&["would remove 1 backup", "`--yes`"]);
    assert!(refused.err.contains(taken[0].to_str().unwrap()), "{}", refused.err);
    assert_eq!(files(&folder).len(), 6);
    let removed = no_database.run(&format!("{prune} --yes")).done();
    removed.prints(&format!("{}\n", taken[0].display())).says(&["removed 1 and kept 2"]);
    assert_eq!(files(&folder).len(), 4);
    no_database.run(&format!("{prune} --yes")).done().prints("");
    no_database.run("backup --prune --keep 0").exits(3);
    no_database.run("backup --prune").exits(3);
    // A file without its manifest is told, and never removed.
    fs::remove_file(format!("{}.json", taken[1].display())).unwrap();
    no_database.run(&list).done().says(&["warning: ", ".json is not there"]);
    no_database.run(&format!("{} --yes", prune.replace("keep 2", "keep 1"))).done();
    assert!(taken[1].is_file() && taken[2].is_file());
}

fn a_file_that_was_cut_or_changed_is_refused(database: &Database) {
    let hunter = at_head(database);
    let file = backup(&hunter);
    let (whole, before) = (fs::read(&file).unwrap(), all(database));
    let restore = format!("restore {} --replace --yes", file.display());
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    hunter.run(&restore).exits(2).says(&["is no backup that could be restored: "]);
    let mut changed = whole.clone();
    let at = whole.windows(11).position(|window| window == b"example.com").unwrap();
    changed[at] = b'E';
    fs::write(&file, &changed).unwrap();
    let refused = hunter.run(&restore).exits(2).says(&["nothing was changed"]);
    // SQLite's own check is the first to see it.
    let why = match database.dialect {
        Dialect::Sqlite => "is no backup that could be restored: row ",
        _ => "is not the file that its manifest speaks of",
    };
    assert!(refused.err.contains(why), "{}", refused.err);
    assert_eq!(all(database), before);
    fs::write(&file, &whole).unwrap();
    hunter.run(&restore).done();
    hunter.run("restore nowhere.sql").exits(2).says(&["there is no backup at nowhere.sql", "backup --list"]);
}

fn no_default_database_is_ever_backed_up_or_restored(database: &Database) {
    let hunter = Hunter::root();
    for words in ["backup", "restore x.sql"] {
        hunter.run(words).exits(3).says(&["no database is named"]);
    }
    assert!(files(hunter.folder()).is_empty());
    // Where one is named that is not there, none is made to be backed up.
    if database.dialect == Dialect::Sqlite {
        hunter.run("--database-url sqlite:absent.db backup").exits(2);
        assert!(files(hunter.folder()).is_empty());
    }
}

mod postgres_only {
    mod postgres {
        use super::super::*;
        use crate::support::server::{self, PASSWORD_USER};

        const WAITING: &str = "select pid::text as j from pg_stat_activity where datname = current_database() \
                               and application_name = 'hunter' and wait_event_type = 'Lock'";

        #[track_caller]
        fn wait_for(what: &str, mut holds: impl FnMut() -> bool) {
            let start = Instant::now();
            while !holds() {
                assert!(start.elapsed() < Duration::from_secs(60), "{what}");
                sleep(Duration::from_millis(20));
            }
        }

        /// The words of every process.
        fn processes() -> Vec<String> {
            let entries = fs::read_dir("/proc")
                .unwrap()
                .filter_map(|entry| fs::read(entry.ok()?.path().join("cmdline")).ok());
            entries.map(|words| String::from_utf8_lossy(&words).replace('\0', " ")).collect()
        }

        #[test]
        fn a_password_is_in_no_list_of_processes() {
            let database = database::postgres();
            at_head(&database);
            server::create_password_user(&database);
            database.execute(&format!("grant pg_read_all_data to {PASSWORD_USER}"));
            let url = server::url_as(&format!("{PASSWORD_USER}:p%40ss%25w"), &database);
            let hunter = Hunter::v1_1().on(&url);
            let mut blocker = hunter_migrations::connect(database.url()).unwrap();
            blocker.execute("begin; lock table raw_leads in access exclusive mode").unwrap();
            let mut child = hunter.start("backup");
            wait_for("pg_dump waits", || !database.rows(WAITING).is_empty());
            let (name, processes) = (database.name(), processes());
            let ours = |words: &&String| words.contains("pg_dump") && words.contains(name);
            assert!(processes.iter().any(|words| ours(&words)), "pg_dump is not seen");
            for secret in ["p@ss%w", "p%40ss"] {
                assert!(
                    processes
                        .iter()
                        .filter(|words| words.contains(name))
                        .all(|words| !words.contains(secret))
                );
            }
            blocker.execute("commit").unwrap();
            assert!(child.wait().unwrap().success());
            assert_eq!(files(&hunter.folder().join("backups")).len(), 2);
        }

        #[test]
        fn a_backup_that_is_killed_leaves_no_file_of_that_name() {
            let database = database::postgres();
            let hunter = at_head(&database);
            let mut blocker = hunter_migrations::connect(database.url()).unwrap();
            blocker.execute("begin; lock table raw_leads in access exclusive mode").unwrap();
            let mut child = hunter.start("upgrade head --backup");
            // At head there is nothing to back up.
            assert!(child.wait().unwrap().success());
            let mut child = hunter.start("backup");
            wait_for("pg_dump waits", || !database.rows(WAITING).is_empty());
            child.kill().unwrap();
            child.wait().unwrap();
            blocker.execute("commit").unwrap();
            wait_for("pg_dump ends", || {
                let dumping = "select 'x' as j from pg_stat_activity where datname = current_database() and query like 'COPY%'";
                database.rows(WAITING).is_empty() && database.rows(dumping).is_empty()
            });
            let left = files(&hunter.folder().join("backups"));
            assert!(left.iter().all(|name| name.ends_with(".part")), "{left:?}");
            hunter.run("backup --list").done().prints("");
            hunter.run("backup").done();
        }

        #[test]
        fn a_restore_that_is_killed_leaves_everything_as_it_was() {
            let database = database::postgres();
            let hunter = at_head(&database);
            // More than fits into a pipe, so that the end of it is still to be sent.
            database.execute(
                "insert into raw_leads (source, domain) select 'fair', repeat(n::text, 20) from generate_series(1, 9000) n",
            );
            let file = backup(&hunter);
            database.execute("insert into raw_leads (source, domain) values ('later', 'example.org')");
            let before = all(&database);
            let mut blocker = hunter_migrations::connect(database.url()).unwrap();
            blocker.execute("begin; lock table notes in access share mode").unwrap();
            let mut child = hunter.start(&format!("restore {} --replace --yes", file.display()));
            wait_for("psql waits", || !database.rows(WAITING).is_empty());
            child.kill().unwrap();
            child.wait().unwrap();
            blocker.execute("commit").unwrap();
            let others = "select 'x' as j from pg_stat_activity where datname = current_database() and application_name = 'hunter' \
                          and pid <> pg_backend_pid() and state <> 'idle'";
            wait_for("psql ends", || database.rows(others).is_empty());
            assert_eq!(all(&database), before);
        }

        #[test]
        fn a_restore_that_fails_leaves_everything_as_it_was() {
            let database = database::postgres();
            let hunter = at_head(&database);
            let role = format!("{}_gone", database.name());
            database.execute(&format!("create role {role}; grant select on notes to {role}"));
            let file = backup(&hunter);
            database.execute(&format!("drop owned by {role}; drop role {role}"));
            let before = all(&database);
            let restore = format!("restore {} --replace --yes", file.display());
            hunter
                .run(&restore)
                .exits(2)
                .says(&[&format!("role \"{role}\" does not exist"), "everything was rolled back"]);
            assert_eq!(all(&database), before);
        }

        #[test]
        fn rights_and_owners_come_back_too() {
            let database = database::postgres();
            let hunter = at_head(&database);
            let role = server::Role::new(&database);
            database
                .execute(&format!("grant select on notes to {0}; alter table tags owner to {0}", role.name));
            let rights = "select relname || coalesce(relacl::text, '') || relowner::regrole as j from pg_class \
                          where relname in ('notes', 'tags') order by 1";
            let public =
                "select nspowner::regrole || nspacl::text as j from pg_namespace where nspname = 'public'";
            let before = (database.rows(rights), database.rows(public));
            let file = backup(&hunter);
            database.execute("alter table tags owner to current_user; revoke all on notes from public");
            hunter.run(&format!("restore {} --replace --yes", file.display())).exits(1).says(&["notes to "]);
            assert_eq!((database.rows(rights), database.rows(public)), before);
            // Before the role goes.
            database.execute(&format!("drop owned by {}", role.name));
        }

        #[test]
        fn a_role_that_may_not_read_everything_gets_no_backup() {
            let database = database::postgres();
            at_head(&database);
            let role = server::Role::new(&database);
            database.execute(&format!("grant select on __hunter_ledger to {}", role.name));
            let hunter = Hunter::v1_1().on(&server::url_as(&role.name, &database));
            hunter.run("backup").exits(2).says(&["permission denied", "no backup was made"]);
            assert!(files(&hunter.folder().join("backups")).is_empty());
        }
    }
}
