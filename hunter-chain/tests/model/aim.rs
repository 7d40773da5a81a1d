//! What a walk does, as the model reads it and as a person would type it.

use std::fmt;

/// Where to go.
#[derive(Clone)]
pub(crate) enum Aim {
    Head,
    Heads,
    Base,
    Current,
    /// An id or the beginning of one.
    Named(String),
    /// From where the database is.
    Steps(i64),
    /// From a revision.
    From(String, i64),
    /// Within one line.
    On(String, Box<Aim>),
}

/// One command.
pub(crate) enum Op {
    Up(Aim),
    Down(Aim),
    Stamp(Vec<Aim>),
}

impl fmt::Display for Aim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Aim::Head => f.write_str("head"),
            Aim::Heads => f.write_str("heads"),
            Aim::Base => f.write_str("base"),
            Aim::Current => f.write_str("current"),
            Aim::Named(name) => f.write_str(name),
            Aim::Steps(by) => write!(f, "{by:+}"),
            Aim::From(name, by) => write!(f, "{name}{by:+}"),
            Aim::On(line, aim) => write!(f, "{line}@{aim}"),
        }
    }
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Op::Up(aim) => write!(f, "upgrade {aim}"),
            Op::Down(aim) => write!(f, "downgrade {aim}"),
            Op::Stamp(aims) => {
                f.write_str("stamp")?;
                aims.iter().try_for_each(|aim| write!(f, " {aim}"))
            }
        }
    }
}
