//! Names with rules: revision ids and branch labels.
//!
//! Responsible for what may stand in an id or a label and for the words that are taken. Not responsible for
//! whether an id exists (that is the graph) nor for the rest of a directory's name (`source::name`).

use std::borrow::Cow;
use std::fmt;

/// Words of the target grammar, which no id and no label may use.
pub const RESERVED: [&str; 9] =
    ["head", "heads", "base", "bases", "current", "legacy", "root", "none", "all"];

/// The identity of a revision: the text before the first `_` of its directory, without hyphens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RevisionId(Cow<'static, str>);

/// A name for a line of revisions, written as `billing@head` in targets.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BranchLabel(Cow<'static, str>);

/// Why a text cannot be an id or a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadName {
    /// Nothing is left.
    Empty,
    /// The word belongs to the target grammar.
    Reserved,
    /// The character is not among those allowed.
    Character(char),
}

impl fmt::Display for BadName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadName::Empty => f.write_str("it is empty"),
            BadName::Reserved => f.write_str("the word has a meaning in targets"),
            BadName::Character(c) => write!(f, "it holds {c:?}"),
        }
    }
}

impl RevisionId {
    /// Reads an id as written in a directory name or in metadata; hyphens are dropped, as Diesel does.
    ///
    /// # Errors
    /// [`BadName`] when nothing is left, a character is not in `[A-Za-z0-9. ]`, or the word is reserved.
    ///
    /// ```
    /// # use hunter_chain::RevisionId;
    /// assert_eq!(RevisionId::parse("2019-11-15-182353").unwrap().as_str(), "20191115182353");
    /// assert!(RevisionId::parse("head").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, BadName> {
        let id: String = text.chars().filter(|c| *c != '-').collect();
        check(&id, |c| c.is_ascii_alphanumeric() || c == '.' || c == ' ')?;
        Ok(Self(Cow::Owned(id)))
    }

    /// An id that was checked before: from the index of a binary or from a ledger.
    #[must_use]
    pub fn trusted(text: impl Into<Cow<'static, str>>) -> Self {
        Self(text.into())
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl BranchLabel {
    /// Reads a label.
    ///
    /// # Errors
    /// [`BadName`] when it is empty, reserved, or holds a character outside `[A-Za-z0-9_.]`.
    pub fn parse(text: &str) -> Result<Self, BadName> {
        check(text, |c| c.is_ascii_alphanumeric() || c == '_' || c == '.')?;
        Ok(Self(Cow::Owned(text.to_owned())))
    }

    /// A label that was checked before.
    #[must_use]
    pub fn trusted(text: impl Into<Cow<'static, str>>) -> Self {
        Self(text.into())
    }

    /// The label as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn check(text: &str, allowed: impl Fn(char) -> bool) -> Result<(), BadName> {
    if text.trim().is_empty() {
        return Err(BadName::Empty);
    }
    if let Some(c) = text.chars().find(|c| !allowed(*c)) {
        return Err(BadName::Character(c));
    }
    if RESERVED.contains(&text.to_ascii_lowercase().as_str()) {
        return Err(BadName::Reserved);
    }
    Ok(())
}

impl fmt::Display for RevisionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for BranchLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for RevisionId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Several ids as a reader wants them: `a, b, c`.
pub(crate) fn list<'a>(ids: impl IntoIterator<Item = &'a RevisionId>) -> String {
    ids.into_iter().map(RevisionId::as_str).collect::<Vec<_>>().join(", ")
}

/// The same with backticks, for messages: `` `a`, `b` ``.
pub(crate) fn ticked<'a>(ids: impl IntoIterator<Item = &'a RevisionId>) -> String {
    ids.into_iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_words_are_refused_in_any_case() {
        for word in RESERVED {
            assert_eq!(RevisionId::parse(&word.to_uppercase()), Err(BadName::Reserved));
            assert_eq!(BranchLabel::parse(word), Err(BadName::Reserved));
        }
    }

    #[test]
    fn characters_of_the_target_grammar_are_refused() {
        for text in ["a@b", "a+1", "a:b", "a/b", "ä"] {
            assert!(matches!(RevisionId::parse(text), Err(BadName::Character(_))), "{text}");
        }
        assert_eq!(RevisionId::parse("--"), Err(BadName::Empty));
    }
}
