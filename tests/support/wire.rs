//! PostgreSQL's messages, as far as counting needs them.
//!
//! Responsible for cutting a stream of bytes into messages. What a client sends before it is let in has no kind byte.

/// A message of the client, after it was let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) kind: Kind,
    /// The SQL, where there is some.
    pub(crate) text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A simple query: text that is run, and a wait for the end of it.
    Query,
    /// Text for later messages.
    Parse,
    /// The end of such messages, and a wait.
    Sync,
    /// Bind, Describe, Execute, Terminate, a password.
    Other(char),
}

/// What a client sends.
#[derive(Debug, Default)]
pub(crate) struct Client {
    bytes: Vec<u8>,
    started: bool,
    pub(crate) messages: Vec<Message>,
}

impl Client {
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        while let Some((kind, body)) = cut(&mut self.bytes, usize::from(self.started)) {
            let Some(kind) = kind else {
                // A request for TLS is answered and then the start follows; the number of the protocol tells them apart.
                self.started = body.starts_with(&[0, 3]);
                continue;
            };
            let mut texts = body.split(|byte| *byte == 0);
            let mut text = || String::from_utf8_lossy(texts.next().unwrap_or_default()).into_owned();
            let message = match kind {
                b'Q' => Message { kind: Kind::Query, text: text() },
                b'P' => Message { kind: Kind::Parse, text: (text(), text()).1 },
                b'S' => Message { kind: Kind::Sync, text: String::new() },
                other => Message { kind: Kind::Other(char::from(other)), text: String::new() },
            };
            self.messages.push(message);
        }
    }
}

/// What a server sends: its process for the session is in it once.
#[derive(Debug, Default)]
pub(crate) struct Server {
    bytes: Vec<u8>,
    pub(crate) pid: Option<i32>,
}

impl Server {
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        if self.pid.is_some() {
            return;
        }
        self.bytes.extend_from_slice(bytes);
        // The answer to a request for TLS is a single byte, and here it is always no.
        if self.bytes.first() == Some(&b'N') {
            self.bytes.remove(0);
        }
        while let Some((kind, body)) = cut(&mut self.bytes, 1) {
            if kind == Some(b'K') {
                self.pid = body.first_chunk().map(|bytes| i32::from_be_bytes(*bytes));
            }
        }
    }
}

/// Takes the first whole message off: its kind, where it has one, and its body.
fn cut(bytes: &mut Vec<u8>, kind_bytes: usize) -> Option<(Option<u8>, Vec<u8>)> {
    let length =
        bytes.get(kind_bytes..kind_bytes + 4)?.first_chunk().map(|bytes| u32::from_be_bytes(*bytes))?;
    let end = kind_bytes + usize::try_from(length).unwrap();
    if bytes.len() < end {
        return None;
    }
    let message: Vec<u8> = bytes.drain(..end).collect();
    let kind = (kind_bytes == 1).then(|| message[0]);
    Some((kind, message[kind_bytes + 4..].to_vec()))
}
