//! Why no connection was to be had, in words.
//!
//! Responsible for sorting what a client library says: only what is known to hold no secret and to say something is forwarded.

use crate::connect::PostgresUrl;
use crate::error::{Error, ErrorKind};

impl Error {
    /// The words of libpq, sorted: only those that are known to hold no secret and to say something are forwarded.
    pub(crate) fn no_connection(url: &PostgresUrl, words: &str) -> Self {
        let has = |text: &str| words.contains(text);
        let (host, user, database) = (url.host_shown(), url.user_shown(), url.database_shown());
        if has("password authentication failed") || has("no password supplied") {
            let why = if has("no password") { "no password was given" } else { "the password is wrong" };
            let message = format!("{host} refuses user `{user}`: {why}");
            let help =
                "correct the password in the URL (special characters as %XX, `@` as %40), or set PGPASSWORD";
            Self::new(ErrorKind::Login, message, help)
        } else if has("database \"") && has("does not exist") {
            let message = format!("database `{database}` does not exist on {host}");
            Self::new(
                ErrorKind::Login,
                message,
                format!("create it: createdb {database}, or correct the URL"),
            )
        } else if has("role \"") && has("does not exist") {
            let message = format!("role `{user}` does not exist on {host}");
            Self::new(ErrorKind::Login, message, format!("create it: createuser {user}, or correct the URL"))
        } else if has("pg_hba.conf") {
            let message = format!("{host} does not let user `{user}` into database `{database}` from here");
            Self::new(ErrorKind::Login, message, "add a line to the server's pg_hba.conf, or use another URL")
        } else if has("not permitted to log in") {
            let message = format!("role `{user}` may not log in to {host}");
            Self::new(ErrorKind::Login, message, format!("alter role {user} login, or use another role"))
        } else if has("not currently accepting connections") {
            let message = format!("database `{database}` on {host} accepts no connections");
            Self::new(ErrorKind::Login, message, format!("alter database {database} allow_connections true"))
        } else if ["invalid sslmode", "invalid URI", "invalid port", "invalid connection", "invalid integer"]
            .into_iter()
            .any(has)
        {
            let message =
                "the database URL holds a parameter or a port that PostgreSQL's client does not know";
            let help = "correct the part after the host: port, ?name=value (sslmode, connect_timeout, …)";
            Self::new(ErrorKind::Usage, message, help)
        } else if has("too many connections") || has("too many clients") || has("remaining connection slots")
        {
            let message = format!("{host} has no connection left");
            Self::new(ErrorKind::Connection, message, "close other connections, or raise max_connections")
        } else if has("permission denied for database") {
            let message = format!("user `{user}` may not connect to database `{database}` on {host}");
            Self::new(
                ErrorKind::MissingRight,
                message,
                format!("grant connect on database {database} to {user}"),
            )
        } else if has("could not translate host name") {
            let message = format!("the host of {host} is not known");
            Self::new(ErrorKind::Connection, message, "correct the host in the URL")
        } else if has("SSL") {
            let message = format!("{host} and this binary do not agree about TLS");
            let help = "build with the feature `tls`, or give sslmode=disable where the network is trusted";
            Self::new(ErrorKind::Connection, message, help)
        } else if has("starting up") || has("shutting down") || has("recovery mode") {
            let message = format!("{host} is starting up or shutting down");
            Self::new(ErrorKind::Connection, message, "try again in a moment")
        } else {
            let why = if has("timeout expired") { "no answer in time" } else { "nothing answers there" };
            let message = format!("no connection to {host}: {why}");
            Self::new(ErrorKind::Connection, message, "start the server, or correct host and port in the URL")
        }
    }

    pub(crate) fn no_sqlite(path: &str, words: &str) -> Self {
        if words.contains("database is locked") {
            let message = format!("`{path}` is written by another process");
            return Self::new(
                ErrorKind::Busy,
                message,
                "wait for it to finish, and run the same command again",
            );
        }
        let (message, help) = if words.contains("not a database") {
            (format!("`{path}` is not an SQLite database"), "correct the path; the file was left as it is")
        } else if words.contains("readonly") || words.contains("unable to open") {
            (format!("`{path}` cannot be opened"), "check that the file may be read and written by this user")
        } else {
            (format!("`{path}` cannot be opened: {words}"), "check the file and its folder")
        };
        Self::new(ErrorKind::Connection, message, help)
    }

    pub(crate) fn no_such_file(path: &str) -> Self {
        let message = format!("there is no database at `{path}`");
        Self::new(ErrorKind::Connection, message, "`hunter upgrade head` creates it; or correct the path")
    }

    pub(crate) fn is_a_folder(path: &str) -> Self {
        let message = format!("`{path}` is a folder, not a database");
        Self::new(ErrorKind::Connection, message, "name the file in it: sqlite:FOLDER/FILE")
    }

    pub(crate) fn no_such_folder(path: &str, folder: &str) -> Self {
        let message = format!("`{path}` cannot be created: there is no folder `{folder}`");
        Self::new(ErrorKind::Connection, message, format!("create it: mkdir -p {folder}"))
    }
}
