//! Which database a command means, and how it is opened.
//!
//! Responsible for the order (option, HUNTER_DATABASE_URL, DATABASE_URL, the binary's default) and for saying which one
//! was taken where nobody named one.

use hunter_chain::Dialect;

use super::args::Global;
use super::output::Output;
use crate::connect::{Address, Open};
use crate::embedded::Migrations;
use crate::error::{Error, ErrorKind};
use crate::preflight::Finding;
use crate::session::Session;

/// The variables that name a database, in the order in which they are asked.
const VARIABLES: [&str; 2] = ["HUNTER_DATABASE_URL", "DATABASE_URL"];

/// The database of a command.
pub(super) struct Database<'a> {
    pub(super) arguments: &'a Global,
    pub(super) default_url: Option<&'static str>,
}

impl Database<'_> {
    pub(super) fn read(&self, out: &mut Output) -> Result<Box<dyn Session>, Error> {
        self.open(Open::Read, out)
    }

    /// For commands that may use the binary's own database.
    pub(super) fn open(&self, open: Open, out: &mut Output) -> Result<Box<dyn Session>, Error> {
        if let Some(address) = self.named(out)? {
            return address.open(open);
        }
        let url = self.default_url.ok_or_else(nothing_named)?;
        let address = Address::parse(url)?;
        let missing = address.file().is_some_and(|file| !file.exists());
        let shown = url.strip_prefix("sqlite:").unwrap_or(url);
        match (missing, open) {
            (true, Open::Create) => {
                out.note(&format!("no database URL given: creating the embedded SQLite database {shown}"));
                address.open(open)
            }
            (true, _) => {
                let help = "`hunter upgrade head` creates it";
                out.note(&format!(
                    "no database URL given, and the embedded SQLite database {shown} is not there yet: {help}"
                ));
                Address::parse("sqlite::memory:")?.open(Open::Create)
            }
            (false, _) => {
                out.note(&format!("no database URL given: using the embedded SQLite database {shown}"));
                address.open(open)
            }
        }
    }

    /// Where it is, for commands that open it when and as often as they like.
    pub(super) fn address(&self, out: &mut Output) -> Result<Address, Error> {
        match (self.named(out)?, self.default_url) {
            (Some(address), _) => Ok(address),
            (None, Some(url)) => {
                let shown = url.strip_prefix("sqlite:").unwrap_or(url);
                out.note(&format!("no database URL given: using the embedded SQLite database {shown}"));
                Address::parse(url)
            }
            (None, None) => Err(nothing_named()),
        }
    }

    /// For commands that change the record alone: the database must be named.
    pub(super) fn open_named(&self, open: Open, out: &mut Output) -> Result<Box<dyn Session>, Error> {
        self.address_named(out)?.open(open)
    }

    /// For commands that ask before anything is done: the database must be named, and no file is made. Tells where it is, too.
    pub(super) fn address_named(&self, out: &mut Output) -> Result<Address, Error> {
        self.named(out)?.ok_or_else(nothing_named)
    }

    /// Whether everybody who names a database names the same one.
    pub(super) fn exactly_one(&self, used: &Address) -> Finding {
        const NAME: &str = "url";
        // One that is empty names nothing.
        let set = |variable: &&'static str| {
            let url = std::env::var(variable).ok().filter(|url| !url.trim().is_empty());
            Some((*variable, url?))
        };
        let mut named: Vec<(&str, Option<Address>)> =
            self.arguments.database_url.iter().map(|_| ("--database-url", Some(used.clone()))).collect();
        named.extend(VARIABLES.iter().filter_map(set).map(|(name, url)| (name, Address::parse(&url).ok())));
        let by = named.first().map_or("", |(name, _)| name);
        let is_other = |address: &Option<Address>| {
            address.as_ref().is_none_or(|address| address.place() != used.place())
        };
        let others: Vec<String> = named
            .iter()
            .filter(|(_, address)| is_other(address))
            .map(|(name, address)| {
                let shown = address.as_ref().map_or_else(|| "something else".to_owned(), Address::shown);
                format!("{name} names {shown}")
            })
            .collect();
        if others.is_empty() {
            return Finding::ok(NAME, format!("{by}: {}", used.shown()));
        }
        let what = format!("{by} names {} and is used, but {}", used.shown(), others.join(", "));
        let remedy = "unset what is not meant; everything that is done here is done to the one that is used";
        // Who typed it here means it; of two variables nobody knows which one is a leftover.
        if self.arguments.database_url.is_some() {
            Finding::warning(NAME, what, remedy)
        } else {
            Finding::no(NAME, what, "unset one of them, or say which one with --database-url")
        }
    }

    /// For commands that write for a kind of database and connect to none.
    pub(super) fn dialect(&self, migrations: &Migrations, out: &mut Output) -> Result<Dialect, Error> {
        if let Some(address) = self.named(out)? {
            return Ok(address.dialect());
        }
        let dialects = &migrations.chain().settings().dialects;
        match (dialects.as_slice(), self.default_url) {
            ([only], _) => Ok(*only),
            (_, Some(url)) => {
                let dialect = Address::parse(url)?.dialect();
                out.note(&format!(
                    "no database URL given: writing for {}; --database-url tells another kind, and is not connected to",
                    dialect.name()
                ));
                Ok(dialect)
            }
            _ => Err(nothing_named()),
        }
    }

    fn named(&self, out: &mut Output) -> Result<Option<Address>, Error> {
        if let Some(url) = &self.arguments.database_url {
            let address = Address::parse(url)?;
            if address.has_password() {
                out.warn("a password in an argument can be seen by every user of this machine: use HUNTER_DATABASE_URL or PGPASSWORD");
            }
            return Ok(Some(address));
        }
        for variable in VARIABLES {
            match std::env::var(variable) {
                Err(std::env::VarError::NotPresent) => {}
                Ok(url) if !url.trim().is_empty() => {
                    let address = Address::parse(&url)?;
                    out.detail(&format!("{variable}: {}", address.shown()));
                    return Ok(Some(address));
                }
                _ => {
                    let message = format!("{variable} is set, but empty or unreadable");
                    let help =
                        format!("unset {variable}, or give it a URL such as postgres://user@host/database");
                    return Err(Error::new(ErrorKind::Usage, message, help));
                }
            }
        }
        Ok(None)
    }
}

fn nothing_named() -> Error {
    let help =
        "give --database-url URL, or set HUNTER_DATABASE_URL (postgres://user@host/database or sqlite:PATH)";
    Error::new(ErrorKind::Usage, "no database is named", help)
}
