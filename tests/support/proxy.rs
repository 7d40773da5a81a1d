//! A proxy between a client and the PostgreSQL server, which listens.
//!
//! Responsible for passing every byte on, in both directions, and for the list of what the client sent. A connection's
//! list is whole when both sides have closed, which is what `finish` waits for.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use super::database::Database;
use super::server;
use super::wire::{Client, Kind, Message, Server};

/// A proxy in front of the tests' server.
#[derive(Debug)]
pub(crate) struct Proxy {
    address: SocketAddr,
    closing: Arc<AtomicBool>,
    accepting: JoinHandle<Vec<Conversation>>,
}

/// One connection through it.
#[derive(Debug)]
pub(crate) struct Conversation {
    /// What the client sent after it was let in.
    pub(crate) messages: Vec<Message>,
    /// The server's process for it.
    pub(crate) pid: i32,
}

impl Proxy {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let closing = Arc::new(AtomicBool::new(false));
        let end = Arc::clone(&closing);
        let accepting = std::thread::spawn(move || {
            let mut conversations = Vec::new();
            for client in listener.incoming() {
                if end.load(Ordering::SeqCst) {
                    break;
                }
                let client = client.unwrap();
                conversations.push(std::thread::spawn(move || converse(client)));
            }
            conversations.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        Self { address, closing, accepting }
    }

    /// The URL of a database through the proxy.
    pub(crate) fn url(&self, database: &Database) -> String {
        format!("postgres://postgres@{}/{}", self.address, database.name())
    }

    /// Waits until every client has gone, and tells what they said.
    pub(crate) fn finish(self) -> Vec<Conversation> {
        self.closing.store(true, Ordering::SeqCst);
        // Only wakes the thread up. A client that has ended got answers, so it was let in long before.
        drop(TcpStream::connect(self.address).unwrap());
        self.accepting.join().unwrap()
    }
}

fn converse(client: TcpStream) -> Conversation {
    let server = TcpStream::connect(server::address()).unwrap();
    let (client_again, server_again) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    let answers = std::thread::spawn(move || {
        let mut seen = Server::default();
        pass_on(server_again, client_again, |bytes| seen.push(bytes));
        seen.pid
    });
    let mut seen = Client::default();
    pass_on(client, server, |bytes| seen.push(bytes));
    Conversation { messages: seen.messages, pid: answers.join().unwrap().unwrap() }
}

fn pass_on(mut from: TcpStream, mut to: TcpStream, mut listen: impl FnMut(&[u8])) {
    let mut buffer = [0; 8192];
    // A side that resets the connection has ended it too.
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        listen(&buffer[..count]);
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}

impl Conversation {
    /// How many times the client waited for the server.
    pub(crate) fn round_trips(&self) -> usize {
        self.messages.iter().filter(|message| matches!(message.kind, Kind::Query | Kind::Sync)).count()
    }

    /// Every text that was sent to be run, in order.
    pub(crate) fn texts(&self) -> Vec<&str> {
        let has_text = |message: &&Message| matches!(message.kind, Kind::Query | Kind::Parse);
        self.messages.iter().filter(has_text).map(|message| message.text.as_str()).collect()
    }
}
