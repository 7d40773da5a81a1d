//! The PostgreSQL server of the tests: logins other than the tests' own, and what it wrote into its log.

use hunter_migrations::testing::POSTGRES_VARIABLE;

use super::database::Database;

/// Where the server's log is; `cargo xtask test` says it.
const LOG_VARIABLE: &str = "HUNTER_TEST_POSTGRES_LOG";

/// The user for whom the server asks for a password, and that password.
pub(crate) const PASSWORD_USER: &str = "hunter_password";
pub(crate) const PASSWORD: &str = "p@ss%w";

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run `cargo xtask test`"))
}

/// Host and port.
pub(crate) fn address() -> String {
    let url = variable(POSTGRES_VARIABLE);
    let place = url.split_once("://").unwrap().1;
    let authority = place.split(['/', '?']).next().unwrap();
    authority.rsplit_once('@').map_or(authority, |(_, host)| host).to_owned()
}

/// The URL of a database for a login, as it stands in a URL.
pub(crate) fn url_as(login: &str, database: &Database) -> String {
    format!("postgres://{login}@{}/{}", address(), database.name())
}

/// Lets `PASSWORD_USER` exist. Two tests may want that at once; the slower one finds it done.
pub(crate) fn create_password_user(database: &Database) {
    database.execute(&format!(
        "do $$ begin create role {PASSWORD_USER} login password '{PASSWORD}'; \
         exception when duplicate_object or unique_violation then null; end $$"
    ));
}

/// A role that may log in and nothing else, gone when this value is dropped.
#[derive(Debug)]
pub(crate) struct Role<'a> {
    database: &'a Database,
    pub(crate) name: String,
}

impl<'a> Role<'a> {
    pub(crate) fn new(database: &'a Database) -> Self {
        let name = format!("{}_role", database.name());
        database.execute(&format!("create role {name} login"));
        Self { database, name }
    }
}

impl Drop for Role<'_> {
    fn drop(&mut self) {
        self.database.execute(&format!("drop owned by {0}; drop role {0}", self.name));
    }
}

fn log() -> Vec<u8> {
    std::fs::read(variable(LOG_VARIABLE)).unwrap()
}

/// How much the server wrote so far: what an earlier session of the same number was told stands before that.
pub(crate) fn log_so_far() -> usize {
    log().len()
}

/// What the server wrote into its log about a session since then, from warnings upwards.
pub(crate) fn complaints(pid: i32, since: usize) -> Vec<String> {
    lines_with(&format!("[{pid}]"), since)
        .into_iter()
        .filter(|line| line.contains("WARNING:") || is_error(line))
        .collect()
}

/// The errors that the server wrote into its log about the sessions of a database since then.
pub(crate) fn errors_about(database: &Database, since: usize) -> Vec<String> {
    // Seen in the log it shows that the log tells databases apart, and that nothing from before is still missing.
    let mark = format!("read to here at {since}");
    database.execute(&format!("do $$ begin raise warning '{mark}'; end $$"));
    let lines = lines_with(&format!(" {} ", database.name()), since);
    let is_marked = lines.iter().any(|line| line.contains(&mark));
    assert!(is_marked, "the server's log does not name databases: start it with `cargo xtask server`");
    lines.into_iter().filter(|line| is_error(line)).collect()
}

fn lines_with(word: &str, since: usize) -> Vec<String> {
    let log = log();
    let log = String::from_utf8_lossy(&log[since..]);
    log.lines().filter(|line| line.contains(word)).map(str::to_owned).collect()
}

fn is_error(line: &str) -> bool {
    ["ERROR:", "FATAL:", "PANIC:"].iter().any(|level| line.contains(level))
}
