//! Line 19: how far a migration is, in the logs and from a second shell.

use crate::support::binary::Hunter;
use crate::support::database::Database;
use crate::support::on_both;

on_both! {
    a_log_has_a_line_for_each_step_and_no_control_characters,
    only_the_answer_is_printed_where_only_that_is_wanted,
}

fn a_log_has_a_line_for_each_step_and_no_control_characters(database: &Database) {
    let shown = Hunter::v1_1().on(database.url()).run("upgrade").done();
    let steps: Vec<&str> = shown.err.lines().filter(|line| line.starts_with('[')).collect();
    assert_eq!(steps.len(), 4, "{}", shown.err);
    assert!(steps[3].starts_with("[4/4] Running upgrade 622ba66483b9 -> f786f93501ea, "), "{}", steps[3]);
    assert!(!shown.err.contains(['\x1b', '\r']), "{:?}", shown.err);
}

fn only_the_answer_is_printed_where_only_that_is_wanted(database: &Database) {
    Hunter::v1_1().on(database.url()).run("upgrade -q").done().prints("").says_nothing();
}

mod postgres_alone {
    use std::process::{Child, Stdio};
    use std::time::{Duration, Instant};

    use serde_json::json;

    use super::*;
    use crate::support::database;

    /// A run whose second statement waits for somebody who has locked its table.
    fn held_up(database: &Database) -> (Hunter, Child, Box<dyn hunter_migrations::Session>) {
        let hunter = Hunter::pieces().on(database.url());
        hunter.run("upgrade 0a1b").done();
        let mut blocker = hunter_migrations::connect(database.url()).unwrap();
        blocker.execute("begin; lock table big in access exclusive mode").unwrap();
        let child = hunter.start("upgrade");
        let start = Instant::now();
        let waits = "select pid::text as j from pg_stat_activity where wait_event_type = 'Lock' \
                     and datname = current_database()";
        while database.rows(waits).is_empty() {
            assert!(start.elapsed() < Duration::from_secs(60), "no statement waits for the table");
            std::thread::sleep(Duration::from_millis(10));
        }
        (hunter, child, blocker)
    }

    #[test]
    fn a_second_shell_sees_step_statement_and_seconds() {
        let database = database::postgres();
        let (hunter, mut child, mut blocker) = held_up(&database);
        let (shown, answer) = (hunter.run("current").done(), hunter.json("current"));
        blocker.execute("rollback").unwrap();
        assert!(child.wait().unwrap().success());
        let shown = shown.prints("0a1b2c3d4e5f\n");
        shown.says(&[
            "in progress: step 1 of 1, statement 2 of 4, ",
            " s: upgrade of 1b2c3d4e5f60 by server process ",
        ]);
        assert_eq!(answer["status"], json!("in-progress"));
        assert_eq!(
            (&answer["running"]["step"], &answer["running"]["of"]),
            (&json!(1), &json!(1)),
            "{answer}"
        );
        assert!(answer["running"]["process"].is_number(), "{answer}");
        hunter.run("current").done().prints("1b2c3d4e5f60 (head)\n").says_nothing();
    }

    /// What a terminal of its own shows of a command that is held up for a while, as an operator sees it.
    fn seen_by_an_operator(database: &Database, hunter: &Hunter, words: &str, blocking: &str) -> String {
        let mut blocker = hunter_migrations::connect(database.url()).unwrap();
        blocker.execute(&format!("begin; {blocking}")).unwrap();
        let program = hunter.command(&[]).get_program().to_string_lossy().into_owned();
        let words = ["-qec", &format!("{program} {words}"), "/dev/null"];
        let mut command = hunter.command_of("script", &words);
        let child = command.env("TERM", "xterm").stdout(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_secs(2));
        blocker.execute("rollback").unwrap();
        let output = child.wait_with_output().unwrap();
        let shown = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{shown}");
        shown
    }

    /// What was drawn is taken back before anything else is printed.
    #[track_caller]
    fn ends_with(shown: &str, answer: &str) {
        let last = shown.trim_end().rsplit("\x1b[K").next().unwrap_or_default();
        assert!(last.starts_with(answer), "{shown:?}");
    }

    #[test]
    fn a_terminal_gets_a_bar_that_is_gone_at_the_end() {
        let database = database::postgres();
        let hunter = Hunter::pieces().on(database.url());
        hunter.run("upgrade 0a1b").done();
        let blocking = "lock table big in access exclusive mode";
        let shown = seen_by_an_operator(&database, &hunter, "upgrade", blocking);
        let bar = "[#####---------------] 1b2c3d4e5f60: step 1 of 1, statement 2 of 4, ";
        assert!(shown.contains(bar), "{shown:?}");
        ends_with(&shown, "applied 1 revision in ");
    }

    #[test]
    fn a_repair_has_a_bar_too_that_is_gone_at_the_end() {
        let database = database::postgres();
        let hunter = Hunter::v1_1().on(database.url());
        hunter.run("upgrade head").done();
        database.execute("drop index ix_companies_provider");
        // The catalog can be read meanwhile, and no index can be built.
        let blocking = "lock table companies in row exclusive mode";
        let shown = seen_by_an_operator(&database, &hunter, "repair", blocking);
        assert!(shown.contains("[--------------------] f786f93501ea: step 1 of 1, "), "{shown:?}");
        ends_with(&shown, "repaired in ");
    }
}
