//! One TOML file read key by key, each with its position.
//!
//! Responsible for types, unknown keys and syntax errors, so that `metadata` and `settings` only say which keys there
//! are and what they mean.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diag::{Code, Diagnostics, Place};
use crate::nearest::nearest;

/// A text with the bytes it was written in.
pub(super) type Written = (String, Range<usize>);

/// An open file: values by key, and where to report.
pub(super) struct TomlFile<'a> {
    path: String,
    text: Arc<str>,
    table: DeTable<'a>,
    found: &'a mut Diagnostics,
}

impl<'a> TomlFile<'a> {
    /// Parses, and reports every key that is not known.
    pub(super) fn read(
        path: String,
        text: &'a Arc<str>,
        known: &[&str],
        found: &'a mut Diagnostics,
    ) -> TomlFile<'a> {
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let range = error.span().unwrap_or(0..0);
            let message = format!("{path} is not TOML: {}", error.message().replace('\n', ", "));
            found.push(Code::NotToml, Place::text(&path, text, range), message, Code::NotToml.page().remedy);
        }
        let table = table.into_inner();
        for key in table.keys() {
            if !known.contains(&key.get_ref().as_ref()) {
                let help = match nearest(key.get_ref(), known.iter().copied()) {
                    Some(near) => format!("write `{near}`, or delete the line"),
                    None => format!("delete the line; known keys are {}", known.join(", ")),
                };
                let message = format!("`{}` is not a key of {}", key.get_ref(), file_name(&path));
                found.push(Code::UnknownKey, Place::text(&path, text, key.span()), message, help);
            }
        }
        TomlFile { path, text: Arc::clone(text), table, found }
    }

    /// The place of some bytes of this file.
    pub(super) fn place(&self, range: Range<usize>) -> Place {
        Place::text(&self.path, &self.text, range)
    }

    /// Reports a value that cannot be used.
    pub(super) fn bad(&mut self, range: Range<usize>, message: String, help: &str) {
        let place = self.place(range);
        self.found.push(Code::BadValue, place, message, help);
    }

    /// Reports under another code.
    pub(super) fn report(&mut self, code: Code, range: Range<usize>, message: String, help: String) {
        let place = self.place(range);
        self.found.push(code, place, message, help);
    }

    pub(super) fn string(&mut self, key: &str) -> Option<Written> {
        let value = self.table.get(key)?;
        let range = value.span();
        if let DeValue::String(text) = value.get_ref() {
            return Some((text.to_string(), range));
        }
        let shown = kind(value.get_ref());
        self.bad(range, format!("`{key}` is {shown}, expected a string"), &format!("write {key} = \"…\""));
        None
    }

    /// A string that says something: blank is reported.
    pub(super) fn sentence(&mut self, key: &str) -> Option<String> {
        let (text, range) = self.string(key)?;
        if text.trim().is_empty() {
            self.bad(range, format!("`{key}` says nothing"), &format!("write {key} = \"why\""));
            return None;
        }
        Some(text)
    }

    pub(super) fn boolean(&mut self, key: &str) -> Option<bool> {
        let value = self.table.get(key)?;
        if let DeValue::Boolean(flag) = value.get_ref() {
            return Some(*flag);
        }
        let (range, shown) = (value.span(), kind(value.get_ref()));
        let help = format!("write {key} = true or {key} = false, without quotes");
        self.bad(range, format!("`{key}` is {shown}, expected true or false"), &help);
        None
    }

    /// A string, or a list of strings.
    pub(super) fn strings(&mut self, key: &str) -> Option<Vec<Written>> {
        let value = self.table.get(key)?;
        let range = value.span();
        let (mut written, mut wrong) = (Vec::new(), None);
        match value.get_ref() {
            DeValue::String(text) => written.push((text.to_string(), range)),
            DeValue::Array(items) => {
                for item in items.iter() {
                    match item.get_ref() {
                        DeValue::String(text) => written.push((text.to_string(), item.span())),
                        other => wrong = Some((item.span(), kind(other))),
                    }
                }
            }
            other => wrong = Some((range, kind(other))),
        }
        if let Some((range, shown)) = wrong {
            let help = format!("write {key} = [\"…\", \"…\"]");
            self.bad(range, format!("`{key}` holds {shown}, expected strings"), &help);
        }
        Some(written)
    }

    /// A date, as TOML's own or as text.
    pub(super) fn date(&mut self, key: &str) -> Option<String> {
        if let DeValue::Datetime(date) = self.table.get(key)?.get_ref() {
            return Some(date.to_string());
        }
        self.sentence(key)
    }

    /// A duration such as `"500ms"`, `"3s"`, `"2min"`, in milliseconds.
    pub(super) fn milliseconds(&mut self, key: &str) -> Option<u64> {
        let (text, range) = self.string(key)?;
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = match &text[digits.len()..] {
            "ms" => Some(1),
            "s" => Some(1_000),
            "min" => Some(60_000),
            _ => None,
        };
        let value = digits.trim().parse::<u64>().ok().zip(unit).and_then(|(n, unit)| n.checked_mul(unit));
        if value.is_none() {
            let help = format!("write a number with its unit, for example {key} = \"3s\" (ms, s, min)");
            self.bad(range, format!("`{key}` is `{text}`, expected a duration"), &help);
        }
        value
    }

    /// A list of tables, each with the two strings named.
    pub(super) fn pairs(&mut self, key: &str, first: &str, second: &str) -> Vec<(String, String)> {
        let Some(value) = self.table.get(key) else { return Vec::new() };
        let (range, mut pairs, mut good) = (value.span(), Vec::new(), true);
        match value.get_ref() {
            DeValue::Array(items) => {
                for item in items.iter() {
                    match pair(item, first, second) {
                        Some(found) => pairs.push(found),
                        None => good = false,
                    }
                }
            }
            _ => good = false,
        }
        if !good {
            let help = format!("write {key} = [{{ {first} = \"…\", {second} = \"…\" }}]");
            self.bad(range, format!("`{key}` needs `{first}` and `{second}` in every entry"), &help);
        }
        pairs
    }
}

fn pair(item: &Spanned<DeValue<'_>>, first: &str, second: &str) -> Option<(String, String)> {
    let DeValue::Table(table) = item.get_ref() else { return None };
    let text = |key: &str| match table.get(key)?.get_ref() {
        DeValue::String(text) if !text.trim().is_empty() => Some(text.to_string()),
        _ => None,
    };
    (table.len() == 2).then(|| text(first).zip(text(second)))?
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
