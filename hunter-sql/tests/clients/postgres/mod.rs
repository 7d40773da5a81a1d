//! `psql`, with a proxy between it and the server: a simple query is exactly one of its statements.

mod scripts;

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Command, Output};

use hunter_sql::Dialect;

use super::compare::{compare, run, variable};
use super::wire::{Client, Kind};

const VARIABLE: &str = "HUNTER_TEST_POSTGRES_URL";

#[test]
fn psql_sends_the_statements_that_are_split() {
    let database = Scratch::create();
    compare(Dialect::Postgres, scripts::SCRIPTS, scripts::DIFFERENCES, |scripts| {
        scripts.iter().map(|script| sent(&database, script)).collect()
    });
}

/// What psql sends for a script.
fn sent(database: &Scratch, script: &str) -> Vec<String> {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://postgres@{}/{}", listener.local_addr().unwrap(), database.0);
    let server = address();
    let listening = std::thread::spawn(move || {
        let (client, _) = listener.accept().unwrap();
        listen(client, TcpStream::connect(server).unwrap())
    });
    let output = run(psql(&url).args(["-f", "-"]), script);
    // A script in which a statement fails is as good as any.
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    listening.join().unwrap()
}

/// Passes everything on, and tells the client's simple queries.
fn listen(mut client: TcpStream, mut server: TcpStream) -> Vec<String> {
    let (mut answers, mut back) = (server.try_clone().unwrap(), client.try_clone().unwrap());
    let answering = std::thread::spawn(move || {
        // A client that has gone needs no answers.
        drop(std::io::copy(&mut answers, &mut back));
        drop(back.shutdown(Shutdown::Write));
    });
    let mut seen = Client::default();
    let mut buffer = [0; 8192];
    while let Ok(count @ 1..) = client.read(&mut buffer) {
        seen.push(&buffer[..count]);
        server.write_all(&buffer[..count]).unwrap();
    }
    drop(server.shutdown(Shutdown::Write));
    answering.join().unwrap();
    seen.messages.into_iter().filter(|it| it.kind == Kind::Query).map(|it| it.text).collect()
}

fn psql(url: &str) -> Command {
    let mut command = Command::new("psql");
    command.args(["--no-psqlrc", "--quiet", "--no-password", url]);
    command.envs([("PGSSLMODE", "disable"), ("PGGSSENCMODE", "disable"), ("PGCLIENTENCODING", "UTF8")]);
    command
}

/// Host and port.
fn address() -> String {
    let url = variable(VARIABLE);
    url.split_once('@').unwrap().1.split('/').next().unwrap().to_owned()
}

/// A database for the test, gone with this value.
struct Scratch(String);

impl Scratch {
    fn create() -> Self {
        let this = Self(format!("hunter_clients_{}", std::process::id()));
        let created = this.administer("CREATE");
        assert!(created.status.success(), "{}", String::from_utf8_lossy(&created.stderr));
        this
    }

    fn administer(&self, verb: &str) -> Output {
        run(psql(&variable(VARIABLE)).args(["-c", &format!("{verb} DATABASE {}", self.0)]), "")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // The whole server is gone soon; a failure here must not hide that of the test.
        self.administer("DROP");
    }
}
