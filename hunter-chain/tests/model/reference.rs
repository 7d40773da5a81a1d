//! The reference: what every target means, said as plainly as possible.
//!
//! Written from the definitions and not from the crate: small sets, recursion, no care for speed.
//!
//! - *below* a revision: what it needs, by `down_revision` and `depends_on`, and itself; *above*: what needs it.
//! - `upgrade T`: all below T that is not applied.
//! - `downgrade T`: all applied above T; T stays, and so does what T needs. T must be applied.
//! - `stamp T`: what is below T counts as applied; what is above T does not; other lines keep theirs.
//! - the *line* of a label: the revision that declares it, what stands on it by `down_revision`, and its straight way
//!   down; that of a revision: whatever it descends from or that descends from it.

use crate::aim::{Aim, Op};
use crate::graph::Graph;
use crate::set::Set;

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Refusal {
    Unknown,
    UnknownLabel,
    TooShort,
    AmbiguousPrefix,
    SeveralHeads,
    AmbiguousWalk,
    TooFar,
    NotApplied,
    NotOnLine,
    WrongDirection,
    HeldBy,
}

type Answer<T> = Result<T, Refusal>;

/// A graph and what a database has of it, oldest first.
pub(crate) struct Reference<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) applied: &'a [usize],
}

impl Reference<'_> {
    /// What is taken away and what is added.
    pub(crate) fn answer(&self, op: &Op) -> Answer<(Set, Set)> {
        match op {
            Op::Up(aim) => Ok((Set::NONE, self.upgrade(aim)?)),
            Op::Down(aim) => Ok((self.downgrade(aim)?, Set::NONE)),
            Op::Stamp(aims) => self.stamp(aims),
        }
    }

    pub(crate) fn set(&self) -> Set {
        Set::of(self.applied.iter().copied())
    }

    /// The applied revisions on which no applied one stands.
    pub(crate) fn current(&self) -> Set {
        Set::of(self.set().iter().filter(|at| !self.graph.children(*at).meets(self.set())))
    }

    fn upgrade(&self, aim: &Aim) -> Answer<Set> {
        let points = match aim {
            Aim::Base | Aim::Steps(..0) => return Err(Refusal::WrongDirection),
            Aim::Steps(by) => self.next(*by, self.graph.all())?,
            Aim::On(line, inner) => match **inner {
                Aim::Base | Aim::Steps(..0) => return Err(Refusal::WrongDirection),
                Aim::Steps(by) => self.next(by, self.line(line)?)?,
                _ => self.points(aim)?,
            },
            _ => self.points(aim)?,
        };
        Ok(self.graph.below(points) - self.set())
    }

    fn downgrade(&self, aim: &Aim) -> Answer<Set> {
        match aim {
            Aim::Base => return Ok(self.set()),
            Aim::Steps(1..) => return Err(Refusal::WrongDirection),
            Aim::Steps(by) => return self.undo(-by, self.graph.all()),
            Aim::On(line, inner) => match **inner {
                Aim::Base => return Ok(self.graph.above(self.line(line)?) & self.set()),
                Aim::Steps(1..) => return Err(Refusal::WrongDirection),
                Aim::Steps(by) => return self.undo(-by, self.line(line)?),
                _ => {}
            },
            _ => {}
        }
        let stays = self.points(aim)?;
        if !self.set().holds(stays) {
            return Err(Refusal::NotApplied);
        }
        Ok((self.graph.above(stays) & self.set()) - self.graph.below(stays))
    }

    fn stamp(&self, aims: &[Aim]) -> Answer<(Set, Set)> {
        let (mut points, mut cleared) = (Set::NONE, Set::NONE);
        for aim in aims {
            match aim {
                Aim::Steps(_) => return Err(Refusal::WrongDirection),
                Aim::Base => cleared = self.graph.all(),
                Aim::On(line, inner) if matches!(**inner, Aim::Base) => {
                    cleared = cleared | self.line(line)?
                }
                _ => points = points | self.points(aim)?,
            }
        }
        let wanted = self.graph.below(points);
        let removed = (self.graph.above(points | cleared) & self.set()) - wanted;
        Ok((removed, wanted - self.set()))
    }

    fn points(&self, aim: &Aim) -> Answer<Set> {
        match aim {
            Aim::Head => self.only_head(self.graph.all()),
            Aim::Heads => Ok(self.graph.heads()),
            Aim::Current => Ok(self.current()),
            Aim::Named(name) => Ok(Set::one(self.find(name)?)),
            Aim::From(name, by) => self.walk(name, *by, self.graph.all()),
            Aim::On(line, inner) => {
                let line = self.line(line)?;
                match &**inner {
                    Aim::Head => self.only_head(line),
                    Aim::Heads => Ok(self.graph.heads() & line),
                    Aim::Named(name) => on(line, Set::one(self.find(name)?)),
                    Aim::From(name, by) => self.walk(name, *by, line),
                    _ => Err(Refusal::WrongDirection),
                }
            }
            Aim::Base | Aim::Steps(_) => Err(Refusal::WrongDirection),
        }
    }

    fn only_head(&self, line: Set) -> Answer<Set> {
        let heads = self.graph.heads() & line;
        if heads.len() == 1 { Ok(heads) } else { Err(Refusal::SeveralHeads) }
    }

    fn find(&self, name: &str) -> Answer<usize> {
        if let Some(at) = self.graph.at(name) {
            return Ok(at);
        }
        let nodes = self.graph.nodes.iter().enumerate();
        let alike: Vec<usize> =
            nodes.filter(|(_, node)| node.id.starts_with(name)).map(|(at, _)| at).collect();
        match alike.as_slice() {
            [] => Err(Refusal::Unknown),
            _ if name.len() < 4 => Err(Refusal::TooShort),
            [only] => Ok(*only),
            _ => Err(Refusal::AmbiguousPrefix),
        }
    }

    fn line(&self, name: &str) -> Answer<Set> {
        let declares = |at: &usize| self.graph.nodes[*at].labels.iter().any(|label| label == name);
        match self.graph.all().iter().find(declares) {
            Some(at) => Ok(self.graph.line_declared_at(at)),
            None => Ok(self.graph.kin(self.find(name).map_err(|_| Refusal::UnknownLabel)?)),
        }
    }

    /// `ID+N`, `ID-N`. What reads as an id when the hyphen is dropped is that id: Diesel writes them so.
    fn walk(&self, name: &str, by: i64, line: Set) -> Answer<Set> {
        if let Some(at) = self.graph.at(&format!("{name}{by:+}").replace('-', "")) {
            return on(line, Set::one(at));
        }
        let mut at = on(line, Set::one(self.find(name)?))?;
        for _ in 0..by.abs() {
            let from = at.only().ok_or(Refusal::TooFar)?;
            let ways = if by > 0 { self.graph.children(from) } else { self.graph.parents(from) };
            at = ways & line;
            if at.len() != 1 {
                return Err(if at.is_empty() { Refusal::TooFar } else { Refusal::AmbiguousWalk });
            }
        }
        Ok(at)
    }

    /// `+N`: N times the one revision of the line that could come next. What it needs elsewhere is not counted.
    fn next(&self, by: i64, line: Set) -> Answer<Set> {
        let mut done = self.set();
        for _ in 0..by {
            let open = (self.graph.all() & line) - done;
            let next = Set::of(open.iter().filter(|at| self.ready(*at, done, line)));
            match next.len() {
                0 => return Err(Refusal::TooFar),
                1 => done = done | next,
                _ => return Err(Refusal::AmbiguousWalk),
            }
        }
        Ok(done - self.set())
    }

    /// Whether all it needs is there, or could be had without a further revision of the line.
    fn ready(&self, at: usize, done: Set, line: Set) -> bool {
        let missing = self.graph.needs(at) - done;
        missing.iter().all(|needed| !line.has(needed) && self.ready(needed, done, line))
    }

    /// `-N`: N times the revision of the line that came last of those that nothing applied needs.
    fn undo(&self, by: i64, line: Set) -> Answer<Set> {
        let mut left = self.set();
        for _ in 0..by {
            let free =
                |at: &&usize| left.has(**at) && line.has(**at) && !self.graph.needed_by(**at).meets(left);
            match self.applied.iter().rev().find(free) {
                Some(last) => left = left - Set::one(*last),
                None if left.meets(line) => return Err(Refusal::HeldBy),
                None => return Err(Refusal::TooFar),
            }
        }
        Ok(self.set() - left)
    }
}

fn on(line: Set, points: Set) -> Answer<Set> {
    if line.holds(points) { Ok(points) } else { Err(Refusal::NotOnLine) }
}
