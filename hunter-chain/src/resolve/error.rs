//! Why a target leads nowhere: the data, the sentence, the remedy.

use std::fmt;

use crate::id::{RevisionId, list, ticked};

/// A target that cannot be resolved. `Display` says what is wrong, [`ResolveError::help`] what to type.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResolveError {
    /// No revision of that id or prefix.
    Unknown {
        /// What was asked for.
        text: String,
        /// What was probably meant.
        nearest: Option<String>,
    },
    /// No label or revision of that name in front of `@`.
    UnknownLabel {
        /// What was asked for.
        label: String,
        /// What was probably meant.
        nearest: Option<String>,
    },
    /// A prefix below four characters.
    TooShort {
        /// The prefix.
        prefix: String,
    },
    /// A prefix of several revisions.
    AmbiguousPrefix {
        /// The prefix.
        prefix: String,
        /// Those that begin so, in byte order.
        candidates: Vec<RevisionId>,
    },
    /// `head` where there are several.
    SeveralHeads {
        /// All of them.
        heads: Vec<RevisionId>,
        /// Labels that name one each.
        labels: Vec<String>,
    },
    /// Steps that could go several ways.
    AmbiguousWalk {
        /// The target.
        target: String,
        /// The ways.
        options: Vec<RevisionId>,
    },
    /// Steps down that lead past a revision on several parents.
    WhichParent {
        /// The target.
        target: String,
        /// The revision on several.
        merge: RevisionId,
        /// What it stands on.
        parents: Vec<RevisionId>,
        /// How many steps are left from there.
        rest: u64,
        /// Whether it is the target of a downgrade.
        is_downgrade: bool,
    },
    /// More steps than there are.
    TooFar {
        /// The target.
        target: String,
        /// How many there are.
        possible: usize,
    },
    /// The way down leads to a revision that this database does not have.
    NotApplied {
        /// That revision.
        id: RevisionId,
    },
    /// The revision exists, but not on that line.
    NotOnLine {
        /// The revision.
        id: RevisionId,
        /// The line.
        label: String,
    },
    /// An upgrade to something below, or a downgrade to something above.
    WrongDirection {
        /// The target.
        target: String,
        /// `upgrade` or `downgrade`.
        verb: &'static str,
    },
    /// Revisions of other lines need what would be reverted.
    HeldBy {
        /// What would be reverted.
        id: RevisionId,
        /// Who needs it.
        holders: Vec<RevisionId>,
    },
    /// The ends of a range are not on one line.
    UnrelatedRange {
        /// The range.
        range: String,
    },
}

impl fmt::Display for ResolveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { text, .. } => write!(f, "can't locate revision identified by `{text}`"),
            Self::UnknownLabel { label, .. } => {
                write!(f, "`{label}` is neither a branch label nor a revision")
            }
            Self::TooShort { prefix } => write!(f, "`{prefix}` is too short to name a revision"),
            Self::AmbiguousPrefix { prefix, candidates } => {
                write!(
                    f,
                    "`{prefix}` is the beginning of {} revisions: {}",
                    candidates.len(),
                    ticked(candidates)
                )
            }
            Self::SeveralHeads { heads, .. } => {
                write!(f, "there are {} heads: {}", heads.len(), ticked(heads))
            }
            Self::AmbiguousWalk { target, options } => {
                write!(f, "`{target}` could go {} ways: {}", options.len(), ticked(options))
            }
            Self::WhichParent { target, merge, parents, .. } => {
                write!(
                    f,
                    "`{target}` leads past `{merge}`, which stands on {}: which one is meant?",
                    ticked(parents)
                )
            }
            Self::TooFar { target, possible } => {
                write!(f, "`{target}` leads too far: {}", steps(*possible))
            }
            Self::NotApplied { id } => write!(f, "revision `{id}` is not applied to this database"),
            Self::NotOnLine { id, label } => write!(f, "revision `{id}` is not on the line of `{label}`"),
            Self::WrongDirection { target, verb } => write!(f, "`{target}` is not a target for {verb}"),
            Self::HeldBy { id, holders } => {
                write!(
                    f,
                    "revision `{id}` cannot be reverted alone: {} need{} it",
                    ticked(holders),
                    s(holders)
                )
            }
            Self::UnrelatedRange { range } => write!(f, "the ends of `{range}` are not on one line"),
        }
    }
}

fn steps(possible: usize) -> String {
    match possible {
        0 => "no step is possible".to_owned(),
        1 => "only 1 step is possible".to_owned(),
        n => format!("only {n} steps are possible"),
    }
}

fn s(holders: &[RevisionId]) -> &'static str {
    if holders.len() == 1 { "s" } else { "" }
}

impl ResolveError {
    /// The same of a downgrade, whose command can be named whole.
    pub(super) fn of_downgrade(mut self) -> Self {
        if let Self::WhichParent { is_downgrade, .. } = &mut self {
            *is_downgrade = true;
        }
        self
    }

    /// What to type instead.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Unknown { nearest: Some(near), .. } | Self::UnknownLabel { nearest: Some(near), .. } => {
                format!("the nearest is `{near}`; `hunter history` lists all")
            }
            Self::Unknown { nearest: None, .. } => {
                "`hunter history` lists the revisions of this binary".to_owned()
            }
            Self::UnknownLabel { nearest: None, .. } => "`hunter heads` shows the labels".to_owned(),
            Self::TooShort { .. } => "give at least 4 characters of the id".to_owned(),
            Self::AmbiguousPrefix { .. } => "give more characters of the id".to_owned(),
            Self::SeveralHeads { heads, labels } => {
                let mut ways: Vec<String> = labels.iter().map(|label| format!("{label}@head")).collect();
                if ways.is_empty() {
                    ways.push(list(heads));
                }
                format!("give one of {}, or `heads` for all of them", ways.join(", "))
            }
            Self::AmbiguousWalk { options, .. } => format!("name the revision: {}", list(options)),
            Self::WhichParent { parents, rest, is_downgrade, .. } => {
                let rest = if *rest == 0 { String::new() } else { format!("-{rest}") };
                let verb = if *is_downgrade { "hunter downgrade " } else { "" };
                let ways: Vec<String> = parents.iter().map(|id| format!("`{verb}{id}{rest}`")).collect();
                let last =
                    if *is_downgrade { "; `hunter downgrade -1` undoes what was applied last" } else { "" };
                format!("say which: {}{last}", ways.join(" or "))
            }
            Self::TooFar { .. } => {
                "`hunter current` shows where the database is, `hunter history` the way".to_owned()
            }
            Self::NotApplied { .. } => "`hunter current` shows what is applied".to_owned(),
            Self::NotOnLine { label, .. } => {
                format!("`hunter history -r {label}@base:{label}@head` shows that line")
            }
            Self::WrongDirection { verb: "upgrade", .. } => "use `hunter downgrade` to go back".to_owned(),
            Self::WrongDirection { .. } => "name base, -N, or a revision that is applied".to_owned(),
            Self::HeldBy { holders, .. } => format!("revert {} first", list(holders)),
            Self::UnrelatedRange { .. } => "give the older end first: older:newer".to_owned(),
        }
    }
}

impl std::error::Error for ResolveError {}
