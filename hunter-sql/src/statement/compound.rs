//! The compound statements of MySQL and MariaDB.
//!
//! Responsible for where a routine, a trigger, an event or a block of MariaDB's ends when no delimiter says so: blocks are
//! counted, and a word opens or closes one only where a statement of the body can begin, because `IF` and `REPEAT` are
//! functions too, `CASE` is an expression too, and `END` is a fine name for a column. Routines in the manner of Oracle
//! (`sql_mode = ORACLE`) need a `DELIMITER`.

use super::definition::is_one_of;

/// Words which open a block where a statement can begin. Each is closed by an `END`.
const OPENERS: [&str; 7] = ["BEGIN", "IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR"];

/// Words with which a body that is a single statement begins; none stands between a routine's parameters and its body,
/// but for the `SET` of a type and of a character set.
const VERBS: [&str; 38] = [
    "ALTER",
    "ANALYZE",
    "CALL",
    "CHECK",
    "COMMIT",
    "CREATE",
    "DELETE",
    "DO",
    "DROP",
    "EXECUTE",
    "FLUSH",
    "GRANT",
    "HANDLER",
    "INSERT",
    "KILL",
    "LOAD",
    "LOCK",
    "OPTIMIZE",
    "PREPARE",
    "RENAME",
    "REPAIR",
    "REPLACE",
    "RESIGNAL",
    "RETURN",
    "REVOKE",
    "ROLLBACK",
    "SAVEPOINT",
    "SELECT",
    "SET",
    "SHOW",
    "SIGNAL",
    "START",
    "TABLE",
    "TRUNCATE",
    "UPDATE",
    "VALUES",
    "WITH",
    "XA",
];

/// Words which can stand before what is created.
const MODIFIERS: [&str; 4] = ["OR", "REPLACE", "DEFINER", "AGGREGATE"];

/// Words after which an expression has to follow, so that an `END` is a name there.
const BEFORE_EXPRESSIONS: [&str; 16] = [
    "CASE", "WHEN", "THEN", "ELSE", "AND", "OR", "XOR", "NOT", "BETWEEN", "LIKE", "IN", "IS", "DIV", "MOD",
    "REGEXP", "RLIKE",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Before the statement's first token.
    First,
    /// After `CREATE` or `ALTER`: what comes is not known yet.
    Creating,
    /// After the first word of something that is a body only if a colon (or `NOT`, after `BEGIN`) follows.
    Perhaps,
    /// No body: a semicolon ends the statement.
    Plain,
    /// Before the end of what introduces the body.
    Header(Mark),
    /// The body's statement, or a handler's, is the next block or verb; what comes before it describes the routine.
    Expecting,
    /// Where a statement of the body can begin.
    Start,
    /// In a statement of the body.
    Inside(Head),
    /// After the `END` of the outermost block.
    Ended,
}

/// What ends a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// The bracket that closes a routine's parameters.
    Bracket,
    /// `FOR EACH ROW` of a trigger.
    Row,
    /// `DO` of an event.
    Do,
}

/// What decides how a statement of the body goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    /// `IF`, `ELSEIF`, `CASE`, `WHEN`: statements follow after `THEN`.
    Then,
    /// `WHILE`, `FOR`: statements follow after `DO`.
    Do,
    /// `UNTIL`: the loop ends with `END REPEAT`.
    Until,
    /// `DECLARE`: perhaps a handler.
    Declare,
    /// The first word, which is a label when a colon follows.
    First,
    Other,
}

/// A statement as far as it was read.
pub(super) struct Compound<'a> {
    place: Place,
    /// How many blocks are open.
    depth: usize,
    /// How many `CASE` expressions are open.
    cases: usize,
    brackets: usize,
    /// Whether it is `ALTER`, of whose things only an event has a body.
    alters: bool,
    previous: &'a str,
}

impl<'a> Compound<'a> {
    pub(super) fn new() -> Self {
        Compound { place: Place::First, depth: 0, cases: 0, brackets: 0, alters: false, previous: "" }
    }

    /// Whether it is something that may have a body, however far that was read.
    pub(super) fn is_routine(&self) -> bool {
        !matches!(self.place, Place::First | Place::Creating | Place::Perhaps | Place::Plain)
    }

    /// Takes a semicolon; `false` when it ends the statement.
    pub(super) fn semicolon(&mut self) -> bool {
        (self.cases, self.brackets) = (0, 0);
        let goes_on = self.depth > 0;
        if goes_on {
            self.place = Place::Start;
        }
        goes_on
    }

    /// Takes any other token.
    pub(super) fn take(&mut self, text: &'a str) {
        match text {
            "(" => self.brackets += 1,
            ")" => self.brackets = self.brackets.saturating_sub(1),
            _ => {}
        }
        self.place = match self.place {
            Place::First => self.first(text),
            Place::Creating => self.creating(text),
            Place::Perhaps => self.perhaps(text),
            Place::Header(mark) => self.header(mark, text),
            Place::Expecting => self.expecting(text),
            Place::Start => self.start(text),
            Place::Inside(head) => self.inside(head, text),
            Place::Plain | Place::Ended => self.place,
        };
        self.previous = text;
    }

    fn first(&mut self, text: &str) -> Place {
        self.alters = text.eq_ignore_ascii_case("ALTER");
        if self.alters || text.eq_ignore_ascii_case("CREATE") {
            Place::Creating
        } else if is_one_of(&OPENERS, text) && !text.eq_ignore_ascii_case("BEGIN") {
            self.open(text)
        } else {
            Place::Perhaps
        }
    }

    /// `BEGIN NOT ATOMIC` is a block, and every other `BEGIN` a transaction's.
    fn perhaps(&mut self, text: &str) -> Place {
        if self.previous.eq_ignore_ascii_case("BEGIN") && text.eq_ignore_ascii_case("NOT") {
            self.depth += 1;
            Place::Inside(Head::Other)
        } else if text == ":" {
            Place::Start
        } else {
            Place::Plain
        }
    }

    fn creating(&self, text: &str) -> Place {
        // The names of a definer; a quoted one is no keyword anyway.
        let is_word = text.starts_with(|first: char| first.is_ascii_alphabetic());
        if ["=", "@"].contains(&self.previous) || !is_word || is_one_of(&MODIFIERS, text) {
            return Place::Creating;
        }
        match text.to_ascii_uppercase().as_str() {
            "EVENT" => Place::Header(Mark::Do),
            "TRIGGER" if !self.alters => Place::Header(Mark::Row),
            "FUNCTION" | "PROCEDURE" | "PACKAGE" if !self.alters => Place::Header(Mark::Bracket),
            _ => Place::Plain,
        }
    }

    fn header(&self, mark: Mark, text: &str) -> Place {
        let after = |words: &[&str]| is_one_of(words, self.previous);
        match mark {
            Mark::Bracket if text == ")" && self.brackets == 0 => Place::Expecting,
            Mark::Row if text.eq_ignore_ascii_case("ROW") && after(&["EACH"]) => Place::Expecting,
            // An event may be called so.
            Mark::Do if text.eq_ignore_ascii_case("DO") && !after(&["EVENT", "EXISTS", ".", "TO"]) => {
                Place::Start
            }
            _ => Place::Header(mark),
        }
    }

    fn expecting(&mut self, text: &str) -> Place {
        if is_one_of(&OPENERS, text) {
            return self.open(text);
        }
        let is_type =
            text.eq_ignore_ascii_case("SET") && is_one_of(&["RETURNS", "CHARACTER", "CHAR"], self.previous);
        if is_one_of(&VERBS, text) && !is_type { Place::Inside(Head::Other) } else { Place::Expecting }
    }

    fn start(&mut self, text: &str) -> Place {
        if is_one_of(&OPENERS, text) {
            return self.open(text);
        }
        match text.to_ascii_uppercase().as_str() {
            "END" => self.end(),
            "ELSE" => Place::Start,
            "ELSEIF" | "WHEN" => Place::Inside(Head::Then),
            "UNTIL" => Place::Inside(Head::Until),
            "DECLARE" => Place::Inside(Head::Declare),
            // `BEGIN NOT ATOMIC` after a label.
            "NOT" => Place::Inside(Head::Other),
            _ => Place::Inside(Head::First),
        }
    }

    fn inside(&mut self, head: Head, text: &str) -> Place {
        let is = |word: &str| text.eq_ignore_ascii_case(word);
        let after = |words: &[&str]| is_one_of(words, self.previous);
        if head == Head::First && text == ":" {
            return Place::Start;
        }
        let head = if head == Head::First { Head::Other } else { head };
        if self.previous == "." {
            return Place::Inside(head);
        }
        if is("CASE") {
            self.cases += 1;
        } else if self.cases > 0 {
            let ends = is("END") && self.ends_expression();
            self.cases -= usize::from(ends);
        } else if (head == Head::Then && is("THEN"))
            || (head == Head::Do && is("DO"))
            || (is("ATOMIC") && after(&["NOT"]))
        {
            return Place::Start;
        } else if head == Head::Until && is("REPEAT") && after(&["END"]) {
            return self.end();
        } else if head == Head::Declare && is("FOR") && after(&["HANDLER"]) {
            return Place::Expecting;
        }
        Place::Inside(head)
    }

    /// Whether the token before could be the last one of an expression.
    fn ends_expression(&self) -> bool {
        let is_symbol = self.previous.len() == 1 && self.previous.chars().all(|c| c.is_ascii_punctuation());
        !is_one_of(&BEFORE_EXPRESSIONS, self.previous) && (!is_symbol || [")", "?"].contains(&self.previous))
    }

    fn open(&mut self, opener: &str) -> Place {
        self.depth += 1;
        match opener.to_ascii_uppercase().as_str() {
            "IF" | "CASE" => Place::Inside(Head::Then),
            "WHILE" | "FOR" => Place::Inside(Head::Do),
            _ => Place::Start,
        }
    }

    fn end(&mut self) -> Place {
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 0 { Place::Ended } else { Place::Inside(Head::Other) }
    }
}

#[cfg(test)]
mod tests;
