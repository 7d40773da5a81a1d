//! One TOML file read key by key, each with its position.
//!
//! Responsible for types, unknown keys and syntax errors, so that `metadata` and `settings` only say which keys there
//! are and what they mean.

use std::borrow::Cow;
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
    /// Whether all of it could be parsed.
    pub(super) whole: bool,
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
        let whole = errors.is_empty();
        // The first alone: what follows is mostly its consequence.
        if let Some(error) = errors.iter().min_by_key(|error| error.span().map(|range| range.start)) {
            let range = error.span().unwrap_or(0..0);
            let message = format!("{path} is not TOML: {}", error.message().replace('\n', ", "));
            found.push(Code::NotToml, Place::text(&path, text, range), message, Code::NotToml.help());
        }
        let mut file = TomlFile { path, text: Arc::clone(text), table: table.into_inner(), whole, found };
        file.check_keys(known);
        file
    }

    /// A misspelt key counts as the one that was meant: it is not reported again through what is missing then.
    fn check_keys(&mut self, known: &[&str]) {
        let is_known = |key: &Spanned<_>| known.contains(&Cow::as_ref(key.get_ref()));
        let unknown: Vec<_> = self.table.keys().filter(|key| !is_known(key)).cloned().collect();
        for key in unknown {
            let near = nearest(key.get_ref(), known.iter().copied());
            let help = match near {
                Some(near) => format!("write `{near}`, or delete the line"),
                None => format!("delete the line; known keys are {}", known.join(", ")),
            };
            let message = format!("`{}` is not a key of {}", key.get_ref(), file_name(&self.path));
            self.report(Code::UnknownKey, key.span(), message, help);
            if let Some(near) = near.filter(|near| !self.has(near))
                && let Some(value) = self.table.remove(&key)
            {
                self.table.insert(Spanned::new(key.span(), near.to_owned().into()), value);
            }
        }
    }

    /// Whether a key is there, whatever its value.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Where an empty list stands, if that is the value.
    pub(super) fn empty_list(&self, key: &str) -> Option<Range<usize>> {
        let value = self.table.get(key)?;
        let empty = matches!(value.get_ref(), DeValue::Array(items) if items.iter().next().is_none());
        empty.then(|| value.span())
    }

    /// Reports a value that cannot be used.
    pub(super) fn bad(&mut self, range: Range<usize>, message: String, help: &str) {
        self.report(Code::BadValue, range, message, help.to_owned());
    }

    /// Reports under another code; nothing of a file that does not parse can be trusted.
    pub(super) fn report(&mut self, code: Code, range: Range<usize>, message: String, help: String) {
        if self.whole {
            self.found.push(code, Place::text(&self.path, &self.text, range), message, help);
        }
    }

    /// Reports something that is not in this file.
    pub(super) fn missing(&mut self, code: Code, message: &str, help: &str) {
        if self.whole {
            self.found.push(code, Place::path(&*self.path), message, help);
        }
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
            let help = format!("write something, {key} = \"…\", or delete the line");
            self.bad(range, format!("`{key}` says nothing"), &help);
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

    /// A string, or a list of strings. A number counts as if it had its quotes: an id of digits is easily written so.
    pub(super) fn strings(&mut self, key: &str) -> Option<Vec<Written>> {
        let value = self.table.get(key)?;
        let items: Vec<&Spanned<DeValue<'_>>> = match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![value],
        };
        let (mut written, mut wrong) = (Vec::new(), Vec::new());
        for item in items {
            let source = &self.text[item.span()];
            let help = match item.get_ref() {
                DeValue::String(text) => {
                    written.push((text.to_string(), item.span()));
                    continue;
                }
                DeValue::Array(_) | DeValue::Table(_) => format!("write {key} = [\"…\", \"…\"]"),
                _ => {
                    written.push((source.to_owned(), item.span()));
                    format!("write \"{source}\", with quotes")
                }
            };
            wrong.push((item.span(), kind(item.get_ref()), help));
        }
        for (range, shown, help) in wrong {
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
        let value = self.table.get(key)?;
        let (range, shown) = match value.get_ref() {
            DeValue::String(text) => match duration(text) {
                Some(milliseconds) => return Some(milliseconds),
                None => (value.span(), format!("`{text}`")),
            },
            other => (value.span(), kind(other).to_owned()),
        };
        let help = format!("write a number with its unit, for example {key} = \"3s\" (ms, s, min)");
        self.bad(range, format!("`{key}` is {shown}, expected a duration"), &help);
        None
    }

    /// A list of tables, each with the two strings named, and where it stands.
    pub(super) fn pairs(
        &mut self,
        key: &str,
        first: &str,
        second: &str,
    ) -> Vec<(String, String, Range<usize>)> {
        let Some(value) = self.table.get(key) else { return Vec::new() };
        let (range, mut pairs, mut good) = (value.span(), Vec::new(), true);
        match value.get_ref() {
            DeValue::Array(items) => {
                for item in items.iter() {
                    match pair(item, first, second) {
                        Some((one, other)) => pairs.push((one, other, item.span())),
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

fn duration(text: &str) -> Option<u64> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "ms" => 1,
        "s" => 1_000,
        "min" => 60_000,
        _ => return None,
    };
    digits.trim().parse::<u64>().ok()?.checked_mul(unit)
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
