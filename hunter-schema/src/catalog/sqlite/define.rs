//! Indexes, views, triggers and virtual tables, which are their text.
//!
//! Responsible for cutting a definition into what it says, so that a name that SQLite wrote again, or a word that is the
//! usual case, is no difference.

use super::raw::{Definition, Index};
use super::words::{Names, Word, group, parts, words};

/// Facts by name.
pub(super) type Facts = Vec<(&'static str, Option<String>)>;

/// What is keyed: the text of each column or expression, and the condition of a partial index.
pub(super) struct IndexText {
    pub(super) columns: Vec<String>,
    pub(super) condition: Option<String>,
}

/// `CREATE INDEX name ON table (…) WHERE …`.
pub(super) fn index(index: &Index, names: &Names) -> IndexText {
    let sql = index.sql.as_deref().unwrap_or_default();
    let words = words(sql);
    let start = words.iter().position(|word| word.is("(")).unwrap_or(words.len());
    let body = group(&words[start..]);
    let columns = body.get(1..body.len().saturating_sub(1)).unwrap_or_default();
    let columns =
        parts(columns).into_iter().map(|part| names.spell_expression(without_order(part))).collect();
    let condition = words[start + body.len()..].split_first().map(|(_, rest)| names.spell_expression(rest));
    IndexText { columns, condition }
}

/// An expression without `COLLATE`, `ASC` and `DESC` behind it, which the pragma tells.
fn without_order<'w, 't>(mut words: &'w [Word<'t>]) -> &'w [Word<'t>] {
    loop {
        words = match words {
            [rest @ .., last] if last.is("asc") || last.is("desc") => rest,
            [rest @ .., collate, _] if collate.is("collate") => rest,
            _ => return words,
        };
    }
}

/// `CREATE VIEW name (…) AS query`.
pub(super) fn view(view: &Definition, names: &Names) -> Facts {
    let words = words(&view.sql);
    let after_name = after_name(&words, "view");
    let columns = after_name.first().filter(|word| word.is("(")).map(|_| group(after_name));
    let rest = &after_name[columns.map_or(0, <[_]>::len)..];
    let named = columns.map(|columns| parts(columns.get(1..columns.len() - 1).unwrap_or_default()));
    let named =
        named.map(|columns| columns.iter().map(|column| column[0].name()).collect::<Vec<_>>().join(", "));
    vec![("columns", named), ("query", Some(names.spell(rest.get(1..).unwrap_or_default())))]
}

/// `CREATE TRIGGER name BEFORE event ON table FOR EACH ROW WHEN condition BEGIN … END`. Before is the usual time, and
/// there are no triggers but those of rows.
pub(super) fn trigger(trigger: &Definition, names: &Names) -> Facts {
    let words = words(&trigger.sql);
    let mut rest = after_name(&words, "trigger");
    let mut take = |keyword: &str| {
        let is_next = rest.first().is_some_and(|word| word.is(keyword));
        if is_next {
            rest = &rest[1..];
        }
        is_next
    };
    let time = if take("after") {
        "after"
    } else if take("instead") {
        take("of");
        "instead of"
    } else {
        take("before");
        "before"
    };
    let event = rest.iter().take_while(|word| !word.is("on")).count();
    let (event, rest) = rest.split_at(event);
    let begin = rest.iter().position(|word| word.is("begin")).unwrap_or(rest.len());
    let (head, body) = rest.split_at(begin);
    let when = head.iter().position(|word| word.is("when")).map(|at| names.spell_expression(&head[at + 1..]));
    vec![
        ("time", Some(time.to_owned())),
        ("event", Some(event_text(event))),
        ("when", when),
        ("body", Some(names.spell(body))),
    ]
}

/// An event; in which order its columns are named does not matter.
fn event_text(event: &[Word<'_>]) -> String {
    let [what, of, columns @ ..] = event else {
        return event.first().map(|word| word.text.to_ascii_lowercase()).unwrap_or_default();
    };
    let mut columns: Vec<String> = parts(columns).into_iter().map(|column| column[0].name()).collect();
    columns.sort();
    format!("{} {} {}", what.text, of.text, columns.join(", ")).to_ascii_lowercase()
}

/// `CREATE VIRTUAL TABLE name USING module(…)`. What the arguments mean is the module's affair, so only blanks and comments
/// are left out of them.
pub(super) fn virtual_table(sql: &str) -> Facts {
    let words = words(sql);
    let rest = after_name(&words, "table");
    let module = rest.get(1).map(Word::name);
    let list = rest.get(2..).map(|list| list.get(1..list.len().saturating_sub(1)).unwrap_or_default());
    let argument = |part: &[Word<'_>]| part.iter().map(|word| word.text).collect::<Vec<_>>().join(" ");
    let arguments = parts(list.unwrap_or_default()).into_iter().map(argument).collect::<Vec<_>>().join(", ");
    vec![("module", module), ("arguments", Some(arguments).filter(|text| !text.is_empty()))]
}

/// What follows the name of what is created.
fn after_name<'w, 't>(words: &'w [Word<'t>], kind: &str) -> &'w [Word<'t>] {
    let mut rest = words.iter().position(|word| word.is(kind)).map_or(words, |at| &words[at + 1..]);
    if rest.first().is_some_and(|word| word.is("if")) && rest.get(1).is_some_and(|word| word.is("not")) {
        rest = rest.get(3..).unwrap_or_default();
    }
    rest = rest.get(1..).unwrap_or_default();
    if rest.first().is_some_and(|word| word.is(".")) { rest.get(2..).unwrap_or_default() } else { rest }
}
