//! `mariadb`, with the server's general log, which has every query as it was received.

mod scripts;

use std::process::{Command, Output};

use hunter_sql::Dialect;

use super::compare::{compare, run, variable};

/// The database of the test; the server is a throwaway and has no other of this name.
const DATABASE: &str = "hunter_clients";

/// What each connection does first, followed by the number of its script.
const MARK: &str = "DO ";

#[test]
fn mariadb_sends_the_statements_that_are_split() {
    ask(&format!("CREATE OR REPLACE DATABASE {DATABASE}; SET GLOBAL log_output = 'TABLE', general_log = 1"));
    compare(Dialect::Mysql, scripts::SCRIPTS, scripts::DIFFERENCES, |scripts| {
        for (index, script) in scripts.iter().enumerate() {
            let mark = format!("--init-command={MARK}{index}");
            // A script in which a statement fails is as good as any.
            run(mariadb().args(["--force", &mark, DATABASE]), script);
        }
        let logged = logged();
        (0..scripts.len()).map(|index| of_script(&logged, index)).collect()
    });
    ask(&format!("SET GLOBAL general_log = 0; DROP DATABASE {DATABASE}"));
}

/// Every query in the log, with its connection.
fn logged() -> Vec<(String, String)> {
    let query = "SELECT thread_id, HEX(argument) FROM mysql.general_log WHERE command_type = 'Query'";
    let rows = ask(query);
    let row = |row: &str| {
        let (connection, hex) = row.split_once('\t').unwrap();
        (connection.to_owned(), String::from_utf8(bytes(hex)).unwrap())
    };
    rows.lines().map(row).collect()
}

/// The queries of the connection that was made for a script.
fn of_script(logged: &[(String, String)], index: usize) -> Vec<String> {
    let mark = format!("{MARK}{index}");
    let (connection, _) = logged.iter().find(|(_, text)| *text == mark).unwrap();
    let own = logged.iter().filter(|(other, text)| other == connection && *text != mark);
    own.map(|(_, text)| text.clone()).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// What the server answers, without headings.
fn ask(query: &str) -> String {
    let Output { status, stdout, stderr } = run(mariadb().args(["--skip-column-names", "-e", query]), "");
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).unwrap()
}

fn mariadb() -> Command {
    let url = variable("HUNTER_TEST_MARIADB_URL");
    let (host, port) = url.split_once('@').unwrap().1.split('/').next().unwrap().split_once(':').unwrap();
    let mut command = Command::new("mariadb");
    command.args([
        "--no-defaults",
        "--protocol=TCP",
        "--user=root",
        "--batch",
        "--default-character-set=utf8mb4",
    ]);
    command.args([format!("--host={host}"), format!("--port={port}")]);
    command
}
