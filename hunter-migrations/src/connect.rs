//! Database URLs: read, shown without their password, opened.
//!
//! Responsible for every word about a URL: the client library's own errors may hold the password and are never
//! forwarded. Which schemes there are is design §11.

use std::path::{Path, PathBuf};

use hunter_chain::Dialect;
use percent_encoding::percent_decode_str;

use crate::beside::Opened;
use crate::error::{Error, ErrorKind};
use crate::session::Session;

/// A database, as a URL names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Address {
    Postgres(PostgresUrl),
    Sqlite(PathBuf),
}

/// What is going to be done with a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Open {
    /// Reads; no file is created or written.
    Read,
    /// Writes to what is there.
    Write,
    /// Writes, and may create the file.
    Create,
}

/// The parts of a PostgreSQL URL that messages need, and the URL itself.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct PostgresUrl {
    /// What follows `://`, as written.
    rest: String,
    user: Option<String>,
    hosts: String,
    database: Option<String>,
    has_password: bool,
}

/// Opens a database by its URL.
///
/// # Errors
/// A URL that cannot be read, a backend that is not compiled in, a server that does not answer or refuses.
pub fn connect(url: &str) -> Result<Box<dyn Session>, Error> {
    Address::parse(url)?.open(Open::Create)
}

impl Address {
    /// Reads a URL. A path without a scheme is an SQLite file.
    pub(crate) fn parse(url: &str) -> Result<Self, Error> {
        let usage = |message: String, help: &str| Err(Error::new(ErrorKind::Usage, message, help.to_owned()));
        if url.trim().is_empty() {
            return usage(
                "the database URL is empty".into(),
                "give postgres://user@host/database or sqlite:PATH",
            );
        }
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            let help = "write sqlite:PATH, for example sqlite:hunter.db";
            if path.is_empty() {
                return usage("the SQLite URL names no file".into(), help);
            }
            if path.split_once('?').is_some_and(|(_, after)| after.contains('=')) {
                return usage("an SQLite URL takes no parameters".into(), help);
            }
            return Ok(Address::Sqlite(PathBuf::from(path)));
        }
        let Some((scheme, rest)) = url.split_once("://") else {
            // Not shown: a URL that lost a slash may hold a password.
            if url.contains([':', '@', '=', '?']) || url == "-" {
                let help = "write postgres://user@host/database, or sqlite:PATH for a file";
                return usage("the database is neither a URL nor a plain path".into(), help);
            }
            return Ok(Address::Sqlite(PathBuf::from(url)));
        };
        match scheme.to_ascii_lowercase().as_str() {
            "postgres" | "postgresql" | "postgresql+psycopg2" => {
                PostgresUrl::parse(rest).map(Address::Postgres)
            }
            "mysql" | "mariadb" => {
                usage(format!("{scheme}:// is not supported yet"), "use postgres://… or sqlite:PATH")
            }
            other
                if !other.is_empty()
                    && other.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)) =>
            {
                usage(format!("`{other}` is not a known database scheme"), "use postgres://… or sqlite:PATH")
            }
            _ => usage("the database URL has no readable scheme".into(), "use postgres://… or sqlite:PATH"),
        }
    }

    /// Opens it.
    pub(crate) fn open(&self, open: Open) -> Result<Box<dyn Session>, Error> {
        let session = crate::backend::open(self, open)?;
        Ok(Box::new(Opened::new(session, self.clone())))
    }

    /// What is spoken there.
    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Address::Postgres(_) => Dialect::Postgres,
            Address::Sqlite(_) => Dialect::Sqlite,
        }
    }

    /// The URL without its password.
    pub(crate) fn shown(&self) -> String {
        match self {
            Address::Postgres(url) => {
                let user = url.user.as_deref().map(|user| format!("{user}@")).unwrap_or_default();
                format!("postgres://{user}{}/{}", url.hosts, url.database_shown())
            }
            Address::Sqlite(path) => format!("sqlite:{}", path.display()),
        }
    }

    /// What two URLs of the same database have in common, whoever connects.
    pub(crate) fn place(&self) -> String {
        match self {
            Address::Postgres(url) => {
                let (host, port) = url.hosts.rsplit_once(':').unwrap_or((&url.hosts, "5432"));
                let host = if ["127.0.0.1", "[::1]", ""].contains(&host) { "localhost" } else { host };
                format!("{host}:{port}/{}", url.database_shown())
            }
            Address::Sqlite(path) => {
                std::path::absolute(path).unwrap_or_else(|_| path.clone()).display().to_string()
            }
        }
    }

    pub(crate) fn has_password(&self) -> bool {
        matches!(self, Address::Postgres(url) if url.has_password)
    }

    /// The file of an SQLite database.
    pub(crate) fn file(&self) -> Option<&Path> {
        match self {
            Address::Sqlite(path) => Some(path),
            Address::Postgres(_) => None,
        }
    }
}

impl PostgresUrl {
    pub(crate) fn parse(rest: &str) -> Result<Self, Error> {
        let usage = |message: &str, help: &str| Error::new(ErrorKind::Usage, message, help);
        let (place, parameters) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, path) = place.split_once('/').unwrap_or((place, ""));
        if authority.matches('@').count() > 1 {
            let help = "in user and password write `@` as %40, `/` as %2F, `:` as %3A, `%` as %25";
            return Err(usage("the database URL holds more than one `@` before its host", help));
        }
        let (login, hosts) = authority.rsplit_once('@').map_or((None, authority), |(l, h)| (Some(l), h));
        // What stands before the last `@` may be a password, wherever that is.
        for (behind, message) in [
            (path, "the database URL holds a `/` before its `@`"),
            (parameters, "the database URL holds a `?` before its `@`"),
        ] {
            if behind.contains('@') {
                let help = "in user, password and parameters write `/` as %2F, `?` as %3F, `@` as %40, `:` as %3A, `%` as %25";
                return Err(usage(message, help));
            }
        }
        for part in [authority, path] {
            if !percent_signs_are_whole(part) {
                return Err(usage("a `%` in the database URL begins no escape", "write `%` itself as %25"));
            }
        }
        let (user, password) =
            match login.map(|login| login.split_once(':').map_or((login, None), |(u, p)| (u, Some(p)))) {
                Some((user, password)) => (decoded(user), password),
                None => (None, None),
            };
        let named =
            |key: &str| parameters.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='));
        let hosts = if hosts.is_empty() { named("host").unwrap_or("localhost") } else { hosts };
        Ok(Self {
            rest: rest.to_owned(),
            user: user.or_else(|| named("user").and_then(decoded)),
            hosts: decoded(hosts).unwrap_or_default(),
            database: decoded(path).or_else(|| named("dbname").and_then(decoded)),
            has_password: password.is_some_and(|p| !p.is_empty()) || named("password").is_some(),
        })
    }

    /// The URL for libpq: one scheme, and a bound on waiting for a host that does not answer.
    pub(crate) fn for_client(&self) -> String {
        let mut url = format!("postgresql://{}", self.rest);
        for (key, value) in [("connect_timeout", "10"), ("application_name", "hunter")] {
            if !url.contains(&format!("{key}=")) {
                url.push(if url.contains('?') { '&' } else { '?' });
                url.push_str(&format!("{key}={value}"));
            }
        }
        url
    }

    /// The URL for a program whose arguments everybody can read, and the password for its environment.
    ///
    /// # Errors
    /// When it holds a secret that no variable can hand over.
    pub(crate) fn for_program(&self) -> Result<(String, Option<String>), Error> {
        let url = self.for_client();
        let (place, parameters) = url.split_once('?').unwrap_or((&url, ""));
        let is = |pair: &str, key: &str| pair.split('=').next() == Some(key);
        let (secret, shown): (Vec<&str>, Vec<&str>) =
            parameters.split('&').partition(|pair| is(pair, "password") || is(pair, "sslpassword"));
        if secret.iter().any(|pair| is(pair, "sslpassword")) {
            let message = "the database URL holds an sslpassword, which no other program can be given unseen";
            let help = "put it into a service file and name that, ?service=NAME, or use a key without one";
            return Err(Error::new(ErrorKind::Usage, message, help));
        }
        let place = place.trim_start_matches("postgresql://");
        let (login, host) = place.rsplit_once('@').map_or((None, place), |(login, host)| (Some(login), host));
        let (user, in_place) = match login.map(|login| login.split_once(':').unwrap_or((login, ""))) {
            Some((user, password)) => (format!("{user}@"), decoded(password)),
            None => (String::new(), None),
        };
        let named = secret.first().and_then(|pair| decoded(pair.split_once('=')?.1));
        Ok((format!("postgresql://{user}{host}?{}", shown.join("&")), named.or(in_place)))
    }

    pub(crate) fn host_shown(&self) -> String {
        format!("PostgreSQL at {}", self.hosts)
    }

    pub(crate) fn user_shown(&self) -> &str {
        self.user.as_deref().unwrap_or("(the system user)")
    }

    pub(crate) fn database_shown(&self) -> &str {
        self.database.as_deref().or(self.user.as_deref()).unwrap_or("(the user's own)")
    }
}

/// Never the password, not even by `{:?}`.
impl std::fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostgresUrl").field("hosts", &self.hosts).field("database", &self.database).finish()
    }
}

fn decoded(text: &str) -> Option<String> {
    let text = percent_decode_str(text).decode_utf8_lossy().into_owned();
    (!text.is_empty()).then_some(text)
}

fn percent_signs_are_whole(text: &str) -> bool {
    text.split('%')
        .skip(1)
        .all(|after| after.len() >= 2 && after.bytes().take(2).all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(url: &str) -> String {
        Address::parse(url).map_or_else(|error| format!("{error}"), |address| address.shown())
    }

    #[test]
    fn the_password_is_in_no_form_of_a_url() {
        for url in [
            "postgres://u:s3cret@h/d",
            "postgresql+psycopg2://u:s3cret%40x@h:5433/d?sslmode=disable",
            "postgres://u@h/d?password=s3cret",
            "postgres://u:s3cret@@h/d",
            "postgres://u:s3cret%zz@h/d",
            "postgres://u:s3cret/x@h/d",
            "postgres://u:s3cret?x@h/d",
            "postgres://u:x?s3cret@h/d",
            "postgres://u:x@s3cret?x@h/d",
            "postgres://u:x@s3cret/x@h/d",
            "postgres://h/d?user=u:s3cret@h",
            "mysql://u:s3cret@h/d",
            "oracle://u:s3cret@h/d",
            "post gres://u:s3cret@h/d",
        ] {
            let address = Address::parse(url);
            let text = format!("{} {address:?}", shown(url));
            assert!(!text.contains("s3cret"), "{text}");
        }
    }

    #[test]
    fn a_url_is_shown_with_user_host_and_database() {
        assert_eq!(shown("postgresql+psycopg2://bob:x@h:5433/d"), "postgres://bob@h:5433/d");
        assert_eq!(shown("postgres:///d?host=/tmp"), "postgres:///tmp/d");
        assert_eq!(shown("sqlite:///abs/x.db"), "sqlite:/abs/x.db");
        assert_eq!(shown("sqlite:rel.db"), "sqlite:rel.db");
        assert_eq!(shown("plain.db"), "sqlite:plain.db");
    }

    #[test]
    fn urls_of_one_database_have_one_place_whoever_connects() {
        let place = |url: &str| Address::parse(url).unwrap().place();
        assert_eq!(
            place("postgres://a:x@127.0.0.1/d"),
            place("postgresql://b@localhost:5432/d?sslmode=disable")
        );
        assert_ne!(place("postgres://a@h/d"), place("postgres://a@h:5433/d"));
        assert_ne!(place("postgres://a@h/d"), place("postgres://a@h/e"));
        assert_eq!(place("sqlite:x.db"), place("x.db"));
    }

    #[test]
    fn an_unknown_scheme_is_a_usage_error_and_never_a_file() {
        for url in [
            "oracle://h/d",
            "postgre://h/d",
            "mysql://h/d",
            "",
            "  ",
            "-",
            "sqlite:",
            "sqlite://",
            "sqlite:x.db?mode=ro",
            "SQLITE:x.db",
            "file:x.db",
            "host=h user=u password=s3cret",
            "postgres:u:s3cret@h/d",
            "postgres//u:s3cret@h/d",
        ] {
            let error = Address::parse(url).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Usage, "{url}");
            assert!(!format!("{error} {}", error.help()).contains("s3cret"), "{error}");
        }
    }
}
