//! Names to positions: ids, prefixes, labels, `head`, and steps counted from a revision.

use super::{ResolveError, View};
use crate::graph::{Chain, Index};
use crate::nearest::nearest;
use crate::target::Target;

/// The shortest prefix that names a revision.
const SHORTEST: usize = 4;

impl View<'_> {
    /// The revisions a target names by itself.
    pub(super) fn points(&self, target: &Target) -> Result<Vec<Index>, ResolveError> {
        match target {
            Target::Head => self.only_head(self.heads()),
            Target::Heads => Ok(self.heads()),
            Target::Base => Ok(Vec::new()),
            Target::Current => Ok(self.chain.current_indexes(&self.marks)),
            Target::Revision(name) => Ok(vec![self.chain.find(name)?]),
            Target::Relative(by) => self.steps_from_current(target, *by),
            Target::Offset { from, by, written } => {
                let (from, by) = self.origin(from, *by, written)?;
                Ok(vec![self.offset(target, from, by, None)?])
            }
            Target::Branch { label, inner } => self.on_line(target, label, inner),
        }
    }

    fn on_line(&self, target: &Target, label: &str, inner: &Target) -> Result<Vec<Index>, ResolveError> {
        let line = self.line(label)?;
        let on = |at: &Index| line.binary_search(at).is_ok();
        let off = |at: Index| ResolveError::NotOnLine {
            id: self.chain.revisions[at].id.clone(),
            label: label.to_owned(),
        };
        match inner {
            Target::Head => self.only_head(self.heads().into_iter().filter(on).collect()),
            Target::Heads => Ok(self.heads().into_iter().filter(on).collect()),
            Target::Base => {
                let begins = |at: &Index| !self.chain.parents[*at].iter().any(on);
                Ok(line.iter().copied().filter(begins).collect())
            }
            Target::Revision(_) => {
                let points = self.points(inner)?;
                points.iter().find(|at| !on(at)).map_or(Ok(points.clone()), |at| Err(off(*at)))
            }
            Target::Offset { from, by, written } => {
                let (from, by) = self.origin(from, *by, written)?;
                if !on(&from) {
                    return Err(off(from));
                }
                Ok(vec![self.offset(target, from, by, Some(&line))?])
            }
            Target::Relative(_) | Target::Current | Target::Branch { .. } => {
                Err(ResolveError::WrongDirection { target: target.to_string(), verb: "this command" })
            }
        }
    }

    /// Where `ID+N` begins to count, and how far.
    fn origin(&self, from: &str, by: i64, written: &str) -> Result<(Index, i64), ResolveError> {
        match self.chain.index(&written.replace('-', "")) {
            // `2019-11-15-182353` is how Diesel writes an id, not a step of minus 182353.
            Some(index) => Ok((index, 0)),
            None => Ok((self.chain.find(from)?, by)),
        }
    }

    fn heads(&self) -> Vec<Index> {
        (0..self.marks.len()).filter(|at| self.chain.children[*at].is_empty()).collect()
    }

    fn only_head(&self, heads: Vec<Index>) -> Result<Vec<Index>, ResolveError> {
        if heads.len() == 1 {
            return Ok(heads);
        }
        let lines = &self.chain.lines;
        let one = |line: &[Index]| line.iter().filter(|at| heads.binary_search(at).is_ok()).count() == 1;
        Err(ResolveError::SeveralHeads {
            heads: heads.iter().map(|at| self.chain.revisions[*at].id.clone()).collect(),
            labels: lines.iter().filter(|(_, line)| one(line)).map(|(label, _)| label.to_string()).collect(),
        })
    }

    /// The line of a label, or of a revision: its ancestors and descendants.
    pub(super) fn line(&self, label: &str) -> Result<Vec<Index>, ResolveError> {
        let chain = self.chain;
        if let Some((_, line)) = chain.lines.iter().find(|(name, _)| name.as_str() == label) {
            return Ok(line.clone());
        }
        let Ok(index) = chain.find(label) else {
            let names = chain.lines.iter().map(|(name, _)| name.as_str());
            let nearest = nearest(label, names).map(str::to_owned);
            return Err(ResolveError::UnknownLabel { label: label.to_owned(), nearest });
        };
        let mut line = chain.reach(&[index], &chain.parents);
        line.extend(chain.reach(&[index], &chain.children));
        line.sort_unstable();
        line.dedup();
        Ok(line)
    }
}

impl Chain {
    /// A revision by id or prefix.
    pub(crate) fn find(&self, name: &str) -> Result<Index, ResolveError> {
        let plain = name.replace('-', "");
        if let Some(index) = self.index(&plain) {
            return Ok(index);
        }
        let candidates = self.with_prefix(&plain);
        match candidates {
            [only] if plain.chars().count() >= SHORTEST => Ok(*only),
            [] => {
                let ids = self.revisions.iter().map(|revision| revision.id.as_str());
                let nearest = nearest(&plain, ids).map(str::to_owned);
                Err(ResolveError::Unknown { text: name.to_owned(), nearest })
            }
            _ if plain.chars().count() < SHORTEST => Err(ResolveError::TooShort { prefix: name.to_owned() }),
            _ => Err(ResolveError::AmbiguousPrefix {
                prefix: name.to_owned(),
                candidates: candidates.iter().map(|at| self.revisions[*at].id.clone()).collect(),
            }),
        }
    }
}
