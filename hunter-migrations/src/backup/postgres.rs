//! PostgreSQL: `pg_dump` and `psql` as processes.
//!
//! Responsible for their words. The password is never among them: every user of the machine reads the arguments of all
//! programs, so it goes through the environment.

use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

use super::check::Reading;
use super::files::{self, Part, Seen};
use super::manifest::Manifest;
use super::process::{self, Ended, Program};
use super::scan::{Line, Scanner};
use super::{About, Engine, Patience};
use crate::connect::PostgresUrl;
use crate::error::{Error, ErrorKind};

pub(super) static ENGINE: Engine = Engine {
    extension: "sql",
    about: "select json_build_object('database', current_database(), 'server', current_setting('server_version'), \
         'major', current_setting('server_version_num')::integer / 10000, \
         'size', pg_database_size(current_database()), \
         'stamp', to_char(now() at time zone 'utc', 'YYYYMMDD_HH24MISS'), \
         'taken', to_char(now() at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'))::text as j",
    // Partitioned tables have no rows of their own, foreign ones are elsewhere, those of extensions come with these.
    tables: "select json_build_array(n.nspname, c.relname)::text as j from pg_catalog.pg_class c \
         join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and c.relpersistence <> 't' \
         and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and not exists (select from pg_catalog.pg_depend d \
         where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e') order by 1",
    things: "select o.name as j from pg_catalog.pg_namespace n cross join lateral (\
         select c.oid::regclass::text, 'pg_catalog.pg_class'::regclass, c.oid from pg_catalog.pg_class c \
         where c.relnamespace = n.oid and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') \
         union all select p.oid::regprocedure::text, 'pg_catalog.pg_proc'::regclass, p.oid from pg_catalog.pg_proc p \
         where p.pronamespace = n.oid \
         union all select t.oid::regtype::text, 'pg_catalog.pg_type'::regclass, t.oid from pg_catalog.pg_type t \
         where t.typnamespace = n.oid and t.typtype in ('e', 'd') \
         union all select 'schema ' || quote_ident(n.nspname), 'pg_catalog.pg_namespace'::regclass, n.oid \
         where n.nspname <> 'public') o(name, class, id) \
         where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and not exists (select from pg_catalog.pg_depend d \
         where d.classid = o.class and d.objid = o.id and d.deptype = 'e') order by 1",
};

/// Takes away what a dump makes: schemas with everything in them, and what stands in none. `public` is made again as the server
/// would make it, since a dump says only what is otherwise.
const CLEAR: &str = "\
DO $hunter$ declare o record; begin
  for o in select evtname as name from pg_catalog.pg_event_trigger t where not exists (select from pg_catalog.pg_depend d
      where d.classid = 'pg_catalog.pg_event_trigger'::regclass and d.objid = t.oid and d.deptype = 'e') loop
    execute format('drop event trigger %I', o.name);
  end loop;
  for o in select pubname as name from pg_catalog.pg_publication loop execute format('drop publication %I', o.name); end loop;
  for o in select fdwname as name from pg_catalog.pg_foreign_data_wrapper w where not exists (select from pg_catalog.pg_depend d
      where d.classid = 'pg_catalog.pg_foreign_data_wrapper'::regclass and d.objid = w.oid and d.deptype = 'e') loop
    execute format('drop foreign data wrapper %I cascade', o.name);
  end loop;
  for o in select n.nspname as name, n.nspowner::regrole::text as owner from pg_catalog.pg_namespace n
      where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' loop
    execute format('drop schema if exists %I cascade', o.name);
    if o.name = 'public' then
      if current_setting('server_version_num')::integer >= 150000 then
        create schema public authorization pg_database_owner;
        grant usage on schema public to public;
      else
        execute format('create schema public authorization %s', o.owner);
        grant all on schema public to public;
      end if;
      comment on schema public is 'standard public schema';
    end if;
  end loop;
  perform pg_catalog.lo_unlink(oid) from pg_catalog.pg_largeobject_metadata;
end $hunter$;
";

/// Settings that a later `pg_dump` writes into every dump, and the first version of a server that knows them.
const LATER_SETTINGS: [(&[u8], u32); 1] = [(b"SET transaction_timeout = 0;", 17)];

/// What `pg_dump` says where the disk takes no more of the dump.
const NO_ROOM: &str = "could not write to output file";

/// Writes a dump. Owners and rights are in it: it is for going back on the same server.
pub(super) fn write(
    url: &PostgresUrl,
    about: &About,
    part: &Part,
    patience: &Patience,
) -> Result<Program, Error> {
    let program = process::find("pg_dump", about.major)?;
    let mut command = speaking_to(&program, url)?;
    command.arg("--format=plain").arg(format!("--lock-wait-timeout={}", patience.wait.as_millis().max(1)));
    let (ended, _) = process::run(command, Some(part.open()?), |_| Ok(()), &patience.interrupt)?;
    if ended.succeeded {
        return Ok(program);
    }
    let error = said_no(&program, "pg_dump", &ended, "no backup was made");
    if !ended.said.contains(NO_ROOM) {
        return Err(error);
    }
    let message = format!("writing {}: {error}", part.path().display());
    Err(Error::new(ErrorKind::State, message, format!("{}; no backup was made", files::NO_ROOM)))
}

/// Reads a dump to its end.
pub(super) fn examine(path: &Path, reading: &mut Reading) -> Result<Seen, Error> {
    let seen = files::read_through(path, |line| {
        reading.line(line);
        Ok(())
    });
    seen.map_err(|error| files::failed("reading", path, &error))
}

/// What is sent around a dump.
#[derive(Debug)]
pub(super) struct Around<'a> {
    /// Whether everything that is there goes first.
    pub(super) replace: bool,
    /// What is checked and recorded after it, in the same transaction.
    pub(super) after: &'a str,
}

/// Runs a dump in one transaction that stops at the first error. `COMMIT` is sent last, and only when what was sent is the file
/// that the manifest speaks of: whatever ends this process before, the server rolls back.
pub(super) fn restore(
    url: &PostgresUrl,
    about: &About,
    (path, manifest): (&Path, &Manifest),
    around: &Around<'_>,
    patience: &Patience,
) -> Result<(), Error> {
    let program = process::find("psql", about.major)?;
    let mut command = speaking_to(&program, url)?;
    command
        .args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-"])
        .env("PGCLIENTENCODING", "UTF8");
    let before = format!(
        "BEGIN;\nSET client_min_messages = warning;\nSET statement_timeout = 0;\nSET lock_timeout = '{}ms';\n{}",
        patience.wait.as_millis().max(1),
        if around.replace { CLEAR } else { "" }
    );
    let left_out = |line: &[u8]| {
        LATER_SETTINGS
            .iter()
            .any(|(setting, since)| about.major < *since && line.trim_ascii_end() == *setting)
    };
    let feed = |input| -> io::Result<bool> {
        let mut input = io::BufWriter::with_capacity(1 << 16, input);
        let mut scanner = Scanner::default();
        input.write_all(before.as_bytes())?;
        let seen = files::read_through(path, |line| {
            let is_statement = !scanner.is_inside();
            let is_sql = scanner.line(line) == Line::Sql;
            // Its line stays, so that errors name the right one.
            let line = if is_statement && is_sql && left_out(line) { b"\n" } else { line };
            input.write_all(line)
        })?;
        let is_same = seen.digest == manifest.digest;
        if is_same {
            input.write_all(
                format!("\nSET client_encoding = 'UTF8';\n{};\nCOMMIT;\n", around.after).as_bytes(),
            )?;
        }
        input.flush()?;
        Ok(is_same)
    };
    let (ended, fed) = process::run(command, None, feed, &patience.interrupt)?;
    if !ended.succeeded {
        let said = renumbered(&ended.said, before.lines().count());
        let ended = Ended { said, ..ended };
        return Err(said_no(
            &program,
            "psql",
            &ended,
            "everything was rolled back: the database is as it was",
        ));
    }
    match fed {
        Ok(true) => Ok(()),
        Ok(false) => Err(super::changed(path)),
        Err(error) => Err(files::failed("reading", path, &error)),
    }
}

/// A program with the database it should speak to, and nobody to ask for a password.
fn speaking_to(program: &Program, url: &PostgresUrl) -> Result<Command, Error> {
    let (shown, password) = url.for_program()?;
    let mut command = Command::new(&program.path);
    command.arg("--no-password").arg(format!("--dbname={shown}"));
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    Ok(command)
}

/// What a program ended with.
fn said_no(program: &Program, name: &str, ended: &Ended, state: &str) -> Error {
    let prefix = format!("{name}: ");
    let lines = ended.said.lines().map(|line| line.strip_prefix(prefix.as_str()).unwrap_or(line).trim());
    let said: Vec<&str> = lines.filter(|line| !line.is_empty()).take(4).collect();
    let said = if said.is_empty() { ended.how.clone() } else { said.join("; ") };
    let kind = if said.contains("permission denied") || said.contains("must be owner") {
        ErrorKind::MissingRight
    // `pg_dump` waits for its locks under the other one.
    } else if said.contains("lock timeout") || said.contains("statement timeout") {
        ErrorKind::Busy
    } else {
        ErrorKind::Database
    };
    let help = match kind {
        ErrorKind::MissingRight => "use a URL with the role that owns the database",
        ErrorKind::Busy => "wait for the other sessions to finish, or give a longer --lock-wait",
        _ => "the program's words say what to change",
    };
    let message = format!("{name} {} failed: {said}", program.version);
    Error::new(kind, message, format!("{help}; {state}"))
}

/// `psql:<stdin>:12: ERROR` with the line of the file, which comes after ours.
fn renumbered(said: &str, before: usize) -> String {
    let mut lines = Vec::new();
    for line in said.lines() {
        let told = line.strip_prefix("psql:<stdin>:").and_then(|rest| {
            let (number, text) = rest.split_once(": ")?;
            let number: usize = number.parse().ok()?;
            let text = text.trim_start();
            Some(match number.checked_sub(before).filter(|number| *number > 0) {
                Some(number) => format!("line {number}: {text}"),
                None => text.to_owned(),
            })
        });
        lines.push(told.unwrap_or_else(|| line.to_owned()));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use hunter_sql::{Dialect, split};

    use super::*;

    #[test]
    fn the_password_is_in_the_environment_and_in_no_argument() {
        let program = Program { path: "pg_dump".into(), version: String::new(), major: 15 };
        for (url, dbname) in [
            ("u:p%40ss%25w@h:5433/d?sslmode=require", "--dbname=postgresql://u@h:5433/d?sslmode=require"),
            ("u@h/d?password=p%40ss%25w&sslmode=require", "--dbname=postgresql://u@h/d?sslmode=require"),
        ] {
            let url = PostgresUrl::parse(url).unwrap();
            let command = speaking_to(&program, &url).unwrap();
            let arguments: Vec<_> = command.get_args().map(|one| one.to_string_lossy()).collect();
            assert!(arguments[1].starts_with(dbname), "{arguments:?}");
            assert!(
                arguments.iter().all(|one| !one.contains("ss%25w") && !one.contains("password=")),
                "{arguments:?}"
            );
            let password =
                command.get_envs().find(|(name, _)| *name == "PGPASSWORD").and_then(|(_, value)| value);
            assert_eq!(password.and_then(|value| value.to_str()), Some("p@ss%w"));
        }
    }

    #[test]
    fn a_secret_that_has_no_variable_is_refused_and_not_shown() {
        let program = Program { path: "pg_dump".into(), version: String::new(), major: 15 };
        let url = PostgresUrl::parse("u@h/d?sslkey=k&sslpassword=s3cret").unwrap();
        let error = speaking_to(&program, &url).unwrap_err();
        assert!(
            error.to_string().contains("sslpassword") && !error.to_string().contains("s3cret"),
            "{error}"
        );
    }

    #[test]
    fn errors_name_the_line_of_the_file() {
        let said = "psql:<stdin>:7: ERROR:  syntax error\nLINE 1: selec\npsql:<stdin>:2: ERROR:  no";
        assert_eq!(renumbered(said, 4), "line 3: ERROR:  syntax error\nLINE 1: selec\nERROR:  no");
    }

    #[test]
    fn what_is_cleared_is_one_statement() {
        assert_eq!(split(Dialect::Postgres, CLEAR).len(), 1);
    }
}
