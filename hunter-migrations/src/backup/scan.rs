//! The lines of a dump: which are statements, which are rows, which are commands for the client.
//!
//! Responsible for telling them apart line by line, since a dump may be larger than memory. A row may look like anything, and
//! so may a line in the middle of a function's body. Pure.

/// Reads a dump line by line.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    state: State,
    /// Whether a backslash escapes in plain strings too: `standard_conforming_strings` is off.
    backslashes: bool,
}

/// What the next line is in the middle of.
#[derive(Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Plain,
    /// `'…'`, and whether a backslash escapes in it.
    Text {
        escapes: bool,
    },
    /// `"…"`.
    Name,
    /// `$tag$ … $tag$`, with the tag.
    Body(Vec<u8>),
    /// Comments in comments.
    Comment(usize),
    Rows,
}

/// What a line is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Of a statement, or between two.
    Sql,
    /// After it come the rows of a table: its schema and name.
    Table(String, String),
    /// One row.
    Row,
    /// No row follows any more.
    EndOfRows,
    /// A backslash that only the client understands stands in it.
    Command,
    /// What `pg_dump` ends with.
    End,
}

impl Scanner {
    /// The next line, with or without its end.
    pub(super) fn line(&mut self, line: &[u8]) -> Line {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match self.state {
            State::Rows if line == b"\\." => {
                self.state = State::Plain;
                return Line::EndOfRows;
            }
            State::Rows => return Line::Row,
            State::Plain => {
                if line == b"-- PostgreSQL database dump complete" {
                    return Line::End;
                }
                if let Some((schema, table)) = table(line) {
                    self.state = State::Rows;
                    return Line::Table(schema, table);
                }
                if line == b"SET standard_conforming_strings = off;" {
                    self.backslashes = true;
                }
            }
            _ => {}
        }
        if self.reads(line) { Line::Command } else { Line::Sql }
    }

    /// Whether a statement is open.
    pub(super) fn is_inside(&self) -> bool {
        self.state != State::Plain
    }

    /// Goes over a line of a statement; true where the client would be spoken to.
    fn reads(&mut self, line: &[u8]) -> bool {
        let mut at = 0;
        while at < line.len() {
            let rest = &line[at..];
            at += match &mut self.state {
                State::Plain if rest[0] == b'\\' => return true,
                State::Plain if rest.starts_with(b"--") => return false,
                State::Plain => self.begins(line, at),
                State::Rows => return false,
                State::Text { escapes } => match rest {
                    [b'\\', _, ..] if *escapes => 2,
                    [b'\'', b'\'', ..] => 2,
                    [b'\'', ..] => self.ends(1),
                    _ => 1,
                },
                State::Name => match rest {
                    [b'"', b'"', ..] => 2,
                    [b'"', ..] => self.ends(1),
                    _ => 1,
                },
                State::Body(tag) if rest.starts_with(tag) => {
                    let length = tag.len();
                    self.ends(length)
                }
                State::Body(_) => 1,
                State::Comment(depth) if rest.starts_with(b"/*") => {
                    *depth += 1;
                    2
                }
                State::Comment(1) if rest.starts_with(b"*/") => self.ends(2),
                State::Comment(depth) if rest.starts_with(b"*/") => {
                    *depth -= 1;
                    2
                }
                State::Comment(_) => 1,
            };
        }
        false
    }

    fn ends(&mut self, length: usize) -> usize {
        self.state = State::Plain;
        length
    }

    /// What begins at a place outside of everything; how long that beginning is.
    fn begins(&mut self, line: &[u8], at: usize) -> usize {
        let before = |back: usize| at.checked_sub(back).map_or(b' ', |at| line[at]);
        let (state, length) = match &line[at..] {
            [b'\'', ..] => {
                let is_escaping = matches!(before(1), b'E' | b'e') && !is_of_word(before(2));
                (State::Text { escapes: is_escaping || self.backslashes }, 1)
            }
            [b'"', ..] => (State::Name, 1),
            [b'/', b'*', ..] => (State::Comment(1), 2),
            rest @ [b'$', ..] if !is_of_word(before(1)) => match tag(rest) {
                Some(tag) => (State::Body(tag.to_vec()), tag.len()),
                None => return 1,
            },
            _ => return 1,
        };
        self.state = state;
        length
    }
}

/// `$tag$` at the beginning of a text.
fn tag(text: &[u8]) -> Option<&[u8]> {
    let end = 1 + text[1..].iter().position(|byte| *byte == b'$')?;
    let name = &text[1..end];
    let is_name = name.iter().all(|byte| is_of_word(*byte)) && !name.first().is_some_and(u8::is_ascii_digit);
    is_name.then(|| &text[..=end])
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Schema and name in `COPY schema.name (…) FROM stdin;`.
fn table(line: &[u8]) -> Option<(String, String)> {
    let rest = line.strip_prefix(b"COPY ")?;
    let rest = rest.strip_suffix(b"FROM stdin;")?;
    let text = String::from_utf8_lossy(rest);
    let (schema, rest) = name(&text)?;
    let (table, _) = name(rest.strip_prefix('.')?)?;
    Some((schema, table))
}

/// A name as it is written, and what comes after it.
fn name(text: &str) -> Option<(String, &str)> {
    let Some(mut rest) = text.strip_prefix('"') else {
        let end = text.find([' ', '.', '(']).unwrap_or(text.len());
        return (end > 0).then(|| (text[..end].to_owned(), &text[end..]));
    };
    let mut name = String::new();
    loop {
        let (part, after) = rest.split_once('"')?;
        name.push_str(part);
        match after.strip_prefix('"') {
            Some(after) => {
                name.push('"');
                rest = after;
            }
            None => return Some((name, after)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Line::{Command, End, EndOfRows, Row, Sql};
    use super::*;

    fn lines(text: &str) -> Vec<Line> {
        let mut scanner = Scanner::default();
        let lines = text.split_inclusive('\n').map(|line| scanner.line(line.as_bytes())).collect();
        assert!(!scanner.is_inside(), "{text}");
        lines
    }

    #[test]
    fn rows_may_look_like_anything() {
        let table = Line::Table("public".into(), "t".into());
        let text = "COPY public.t (a, b) FROM stdin;\n\\! rm\n'\n-- PostgreSQL database dump complete\n\\.\nSELECT 1;\n";
        assert_eq!(lines(text), [table, Row, Row, Row, EndOfRows, Sql]);
    }

    #[test]
    fn a_command_is_a_backslash_outside_of_everything() {
        for text in [
            "\\! rm\n",
            "SELECT 1 \\gexec\n",
            "  \\i x\n",
            "SELECT 'a\\'; \\i x\n",
            "SELECT $1, a$b; \\i x\n",
        ] {
            assert_eq!(lines(text), [Command], "{text}");
        }
        for text in
            ["SELECT '\\i';\n", "-- \\i\n", "SELECT \"\\i\";\n", "SELECT E'\\'\\i';\n", "/* /* */ \\i */\n"]
        {
            assert_eq!(lines(text), [Sql], "{text}");
        }
        assert_eq!(lines("AS $_$\n\\i x\n$$;\n$_$;\n\\i x\n"), [Sql, Sql, Sql, Sql, Command]);
        assert_eq!(
            lines("COMMENT ON TABLE t IS 'one\n\\i x\nCOPY a.b FROM stdin;\n';\n"),
            [Sql, Sql, Sql, Sql]
        );
    }

    #[test]
    fn a_backslash_escapes_in_plain_strings_where_the_dump_says_so() {
        assert_eq!(lines("SET standard_conforming_strings = off;\nSELECT '\\'\\i';\n"), [Sql, Sql]);
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        let table = |text: &str| table(text.as_bytes()).map(|(schema, table)| schema + "|" + &table);
        assert_eq!(table("COPY s.\"We \"\"ird\"  FROM stdin;").as_deref(), Some("s|We \"ird"));
        assert_eq!(table("COPY \"a.b\".c (d) FROM stdin;").as_deref(), Some("a.b|c"));
        assert_eq!(table("COPY a.b TO stdout;"), None);
    }

    #[test]
    fn the_end_is_the_line_of_pg_dump_and_not_one_in_a_text() {
        assert_eq!(lines("-- PostgreSQL database dump complete\r\n"), [End]);
        assert_eq!(lines("SELECT '\n-- PostgreSQL database dump complete\n';\n"), [Sql, Sql, Sql]);
    }
}
