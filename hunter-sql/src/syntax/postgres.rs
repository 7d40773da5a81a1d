//! PostgreSQL's grammar, as squawk's parser knows it.
//!
//! Responsible for places and words: an error stands at the token PostgreSQL would name, and speaks of text.

use squawk_parser::{EntryPoint, LexedStr, StrStep, SyntaxKind};

use super::SyntaxError;
use crate::{Dialect, Statement, TokenKind, lex, split};

pub(super) fn errors(script: &str) -> Vec<SyntaxError> {
    if u32::try_from(script.len()).is_err() {
        // The parser counts bytes in 32 bits.
        return Vec::new();
    }
    let lexed = LexedStr::new(script);
    let of_lexer = lexed.errors().map(|(range, message)| SyntaxError {
        message: message.to_owned(),
        at: range.start as usize..range.end as usize,
    });
    let mut found: Vec<SyntaxError> = of_lexer.collect();
    let output = EntryPoint::SourceFile.parse(&lexed.to_input());
    let mut seams = Seams::default();
    lexed.intersperse_trivia(&output, &mut |step| match step {
        StrStep::Error { msg, pos } => found.push(placed(script, msg, pos)),
        StrStep::Token { kind, text } => seams.token(kind, text),
        StrStep::Enter { kind } => {
            found.extend(seams.enter(kind).map(|from| at_token(script, from, MISSING)))
        }
        StrStep::Exit => seams.exit(),
    });
    if !found.is_empty() {
        let statements = split(Dialect::Postgres, script);
        // Once a statement: a text that is no SQL at all is one, with an error at each of its words.
        let known: Vec<bool> = statements.iter().map(is_known).collect();
        found.retain(|error| {
            let begun = statements.partition_point(|statement| statement.start <= error.at.start);
            begun == 0 || known[begun - 1]
        });
    }
    found
}

/// What PostgreSQL takes and this parser does not know: the first words of a statement, and words further on in it. What it
/// says of such a statement is not to be trusted.
const UNKNOWN: [(&[&str], &[&str]); 9] = [
    (&["ALTER"], &["EXCLUDE"]),
    (&["CREATE"], &["EXCLUDE"]),
    (&["SET", "NAMES"], &[]),
    (&["CREATE"], &["FUNCTION", "SET", "TIME", "ZONE"]),
    (&["CREATE"], &["FUNCTION", "SET", "ROLE"]),
    (&["SELECT"], &["FOR", "READ", "ONLY"]),
    (&["CREATE"], &["TRUSTED", "LANGUAGE"]),
    (&["COPY"], &["USING", "DELIMITERS"]),
    (&["CREATE", "STATISTICS"], &[]),
];

/// Whether the parser's word counts for a statement.
fn is_known(statement: &Statement<'_>) -> bool {
    let words: Vec<String> = lex(Dialect::Postgres, statement.text)
        .filter(|token| token.kind == TokenKind::Word)
        .map(|token| token.text(statement.text).to_ascii_uppercase())
        .collect();
    let begins = |first: &[&str]| first.len() <= words.len() && first.iter().zip(&words).all(|(a, b)| a == b);
    let holds = |further: &[&str]| further.iter().all(|word| words.iter().any(|other| word == other));
    !UNKNOWN.iter().any(|(first, further)| begins(first) && holds(further))
}

const MISSING: &str = "a semicolon is missing before this statement";

/// Where one statement ends and the next begins. The parser takes `select 1 select 2` for two statements; a server does
/// not.
struct Seams {
    /// Bytes passed.
    offset: usize,
    /// 1 inside of the script, 2 inside of a statement.
    depth: usize,
    /// The last token that is no blank and no comment.
    last: SyntaxKind,
    statement: SyntaxKind,
    /// A statement has just ended without its semicolon.
    open: bool,
}

impl Default for Seams {
    fn default() -> Self {
        let (last, statement) = (SyntaxKind::SEMICOLON, SyntaxKind::EMPTY_STMT);
        Self { offset: 0, depth: 0, last, statement, open: false }
    }
}

impl Seams {
    fn token(&mut self, kind: SyntaxKind, text: &str) {
        self.offset += text.len();
        if !matches!(kind, SyntaxKind::WHITESPACE | SyntaxKind::COMMENT) {
            self.last = kind;
        }
    }

    /// The byte at which a statement begins that nothing separates from the one before.
    fn enter(&mut self, kind: SyntaxKind) -> Option<usize> {
        let is_statement = self.depth == 1;
        self.depth += 1;
        if !is_statement {
            return None;
        }
        self.statement = kind;
        let follows = self.open && !matches!(kind, SyntaxKind::EMPTY_STMT | SyntaxKind::ERROR);
        follows.then_some(self.offset)
    }

    fn exit(&mut self) {
        self.depth -= 1;
        if self.depth == 1 && self.statement != SyntaxKind::ERROR {
            self.open = self.statement != SyntaxKind::EMPTY_STMT && self.last != SyntaxKind::SEMICOLON;
        }
    }
}

/// The first token from a byte on that is no blank and no comment; empty at the end.
fn token(script: &str, from: usize) -> std::ops::Range<usize> {
    let rest = script.get(from..).unwrap_or_default();
    let token = lex(Dialect::Postgres, rest).find(|token| !token.kind.is_trivia());
    token.map_or(script.len()..script.len(), |token| from + token.start..from + token.end)
}

fn at_token(script: &str, from: usize, message: &str) -> SyntaxError {
    SyntaxError { message: message.to_owned(), at: token(script, from) }
}

/// In words of ours, at the token after the blanks and comments.
fn placed(script: &str, message: &str, from: usize) -> SyntaxError {
    let at = token(script, from);
    let text = &script[at.clone()];
    if !message.starts_with("expected command") {
        return SyntaxError { message: plain(message), at };
    }
    let next = token(script, at.end);
    let follows = &script[next.clone()];
    if ["CREATE", "DROP", "ALTER"].iter().any(|word| text.eq_ignore_ascii_case(word)) && !follows.is_empty() {
        return SyntaxError { message: format!("`{follows}` cannot follow `{text}`"), at: next };
    }
    SyntaxError { message: format!("no statement goes on or begins with `{text}` here"), at }
}

/// Names of tokens as they are written: `expected L_PAREN` is `expected `(``.
fn plain(message: &str) -> String {
    let message = message.split([',', ';']).next().unwrap_or_default().trim().trim_end_matches('.');
    let words = message.split(' ').map(|word| {
        let sign = match word {
            "COMMA" => ",",
            "L_PAREN" => "(",
            "R_PAREN" => ")",
            "L_BRACK" => "[",
            "R_BRACK" => "]",
            "SEMICOLON" => ";",
            "DOT" => ".",
            "EQ" => "=",
            "IDENT" => return "a name".to_owned(),
            "STRING" => return "a string".to_owned(),
            keyword => match keyword.strip_suffix("_KW") {
                Some(keyword) => keyword,
                None => return word.to_owned(),
            },
        };
        format!("`{sign}`")
    });
    words.collect::<Vec<_>>().join(" ")
}
