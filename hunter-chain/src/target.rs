//! `Target`: where a user wants to go, as typed.
//!
//! Responsible for the grammar of design §11 and nothing else: no graph is looked at here. What a target means for a
//! chain and a database is decided in `resolve`.
//!
//! ```text
//! target = "head" | "heads" | "base" | "current" | name | ("+"|"-") N | name ("+"|"-") N | name "@" target
//! range  = [target] ":" [target]
//! ```

use std::fmt;
use std::str::FromStr;

/// A place in the graph, absolute or relative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The one head; an error where there are several.
    Head,
    /// All heads.
    Heads,
    /// Before the first revision.
    Base,
    /// Where the database is.
    Current,
    /// An id, or the beginning of one (four characters at least).
    Revision(String),
    /// `+N` or `-N` from where the database is.
    Relative(i64),
    /// `ID+N` or `ID-N`. `written` is the whole word: Diesel's directory names look the same.
    Offset {
        /// The revision counted from.
        from: String,
        /// How many steps, towards the heads if positive.
        by: i64,
        /// The word as typed.
        written: String,
    },
    /// `label@target`: the same, within one line.
    Branch {
        /// A branch label, or a revision of the line.
        label: String,
        /// Where on that line.
        inner: Box<Target>,
    },
}

/// `a:b`, `a:`, `:b`; both ends belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetRange {
    /// The older end; `None` means the base.
    pub from: Option<Target>,
    /// The newer end; `None` means all heads.
    pub to: Option<Target>,
}

/// A text that is no target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadTarget {
    /// What was typed.
    pub text: String,
    reason: &'static str,
}

/// What can be typed as a target, for messages.
pub const FORMS: &str =
    "head, heads, base, current, an id or its first 4 characters, +N, -N, ID+N, ID-N, label@head";

impl fmt::Display for BadTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a target: {}", self.text, self.reason)
    }
}

impl std::error::Error for BadTarget {}

impl FromStr for Target {
    type Err = BadTarget;

    fn from_str(text: &str) -> Result<Self, BadTarget> {
        let bad = |reason| BadTarget { text: text.to_owned(), reason };
        match text {
            "" => return Err(bad("nothing is written")),
            "head" => return Ok(Target::Head),
            "heads" => return Ok(Target::Heads),
            "base" => return Ok(Target::Base),
            "current" => return Ok(Target::Current),
            _ => {}
        }
        if text.contains(':') {
            return Err(bad("a range is allowed only where two ends make sense"));
        }
        if let Some((label, inner)) = text.split_once('@') {
            if label.is_empty() || inner.is_empty() {
                return Err(bad("write label@target"));
            }
            if inner.contains('@') {
                return Err(bad("only one `@` may stand in it"));
            }
            return match inner.parse()? {
                Target::Current => Err(bad("`current` has no place after `@`")),
                inner => Ok(Target::Branch { label: label.to_owned(), inner: Box::new(inner) }),
            };
        }
        let Some(at) = text.rfind(['+', '-']) else { return Ok(Target::Revision(text.to_owned())) };
        let Ok(by) = text[at..].parse::<i64>() else {
            return Err(bad("after `+` or `-` a number of steps is expected"));
        };
        match &text[..at] {
            "" if by == 0 => Err(bad("zero steps lead nowhere; write `current`")),
            "" => Ok(Target::Relative(by)),
            word @ ("head" | "heads" | "base" | "current") => {
                let _ = word;
                Err(bad("steps are counted from an id, a label or the database; name the revision"))
            }
            from => Ok(Target::Offset { from: from.to_owned(), by, written: text.to_owned() }),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Head => f.write_str("head"),
            Target::Heads => f.write_str("heads"),
            Target::Base => f.write_str("base"),
            Target::Current => f.write_str("current"),
            Target::Revision(id) => f.write_str(id),
            Target::Relative(by) => write!(f, "{by:+}"),
            Target::Offset { written, .. } => f.write_str(written),
            Target::Branch { label, inner } => write!(f, "{label}@{inner}"),
        }
    }
}

impl FromStr for TargetRange {
    type Err = BadTarget;

    fn from_str(text: &str) -> Result<Self, BadTarget> {
        let Some((from, to)) = text.split_once(':') else {
            return Err(BadTarget {
                text: text.to_owned(),
                reason: "a range is written from:to, from: or :to",
            });
        };
        let end = |text: &str| if text.is_empty() { Ok(None) } else { text.parse().map(Some) };
        Ok(TargetRange { from: end(from)?, to: end(to)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_grammar_reads_back_as_it_was_written() {
        for text in [
            "head",
            "heads",
            "base",
            "current",
            "08f51db8dce0",
            "08f5",
            "+1",
            "-2",
            "08f5+1",
            "08f5-10",
            "billing@head",
            "billing@base",
            "billing@08f5",
            "billing@+2",
            "billing@-1",
            "08f5@head",
            "billing@heads",
        ] {
            assert_eq!(text.parse::<Target>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_target_is_refused_with_a_reason() {
        for text in [
            "",
            "@head",
            "a@",
            "a@b@c",
            "+",
            "a+",
            "a+x",
            "+0",
            "head+1",
            "a:b",
            "a@current",
            "-99999999999999999999",
        ] {
            let error = text.parse::<Target>().unwrap_err();
            assert!(!error.reason.is_empty(), "{text}");
        }
    }

    #[test]
    fn a_range_may_leave_either_end_open() {
        let range = "base:head".parse::<TargetRange>().unwrap();
        assert_eq!((range.from, range.to), (Some(Target::Base), Some(Target::Head)));
        assert_eq!("-3:".parse::<TargetRange>().unwrap().from, Some(Target::Relative(-3)));
        assert_eq!(":".parse::<TargetRange>().unwrap(), TargetRange { from: None, to: None });
        assert!("head".parse::<TargetRange>().is_err());
    }

    #[test]
    fn a_diesel_directory_name_keeps_its_whole_word() {
        let target = "2019-11-15-182353".parse::<Target>().unwrap();
        assert!(matches!(target, Target::Offset { written, .. } if written == "2019-11-15-182353"));
    }
}
