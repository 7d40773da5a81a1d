//! Who migrates this database at the moment, as another session sees it.
//!
//! Responsible for reading what a run shows: it holds the guard, and its session's name tells the step. What it committed
//! is the ledger's to tell.

use serde::Deserialize;

use super::{Migrator, guard, state};
use crate::error::Error;
use crate::notice::Holder;

/// A session name is cut here by the server.
const LONGEST_NAME: usize = 63;

/// Who migrates a database at the moment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Running {
    /// The session that holds the guard.
    pub holder: Holder,
    /// What it is at; nothing before its first step and between two.
    pub step: Option<RunningStep>,
    /// How long it has been at its statement, or at a step that is one transaction; in seconds. Roles that may not look are not
    /// told.
    pub seconds: Option<u64>,
}

/// The step that a session is at, as its name tells.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RunningStep {
    /// `up`, `down`, or `repair`.
    pub direction: String,
    /// Of which revision.
    pub revision: String,
    /// Its number, from 1, and of how many.
    pub number: Option<(usize, usize)>,
}

#[derive(Deserialize)]
struct Row {
    #[serde(flatten)]
    holder: Holder,
    busy: Option<u64>,
}

impl Migrator<'_> {
    /// Who migrates this database at the moment, where a server can tell. Takes no lock.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn running(mut self) -> Result<Option<Running>, Error> {
        self.configure()?;
        let Some(words) = self.session.words().guard.as_ref() else { return Ok(None) };
        let look = state::look(self.session, &mut self.name)?;
        let row = state::one(self.session, &(words.holder)(guard::key(&look, &self.name)))
            .map_err(|error| Error::database("looking for who migrates", error))?;
        let Some(text) = row else { return Ok(None) };
        let Row { holder, busy } = state::parse(Some(&text))?;
        let step = holder.application.as_deref().and_then(RunningStep::from_name);
        let seconds = busy.filter(|_| step.is_some());
        Ok(Some(Running { holder, step, seconds }))
    }
}

impl RunningStep {
    /// What a session calls itself during a step.
    pub(super) fn name(direction: &str, revision: &str, number: Option<(usize, usize)>) -> String {
        let name = format!("hunter {direction} {revision}");
        let whole = number.map(|(number, of)| format!("{name} ({number}/{of})"));
        whole.filter(|whole| whole.len() <= LONGEST_NAME).unwrap_or(name)
    }

    fn from_name(name: &str) -> Option<Self> {
        let (direction, rest) = name.strip_prefix("hunter ")?.split_once(' ')?;
        let numbered = rest.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("));
        let number = numbered.and_then(|(_, counts)| {
            let (number, of) = counts.split_once('/')?;
            Some((number.parse().ok()?, of.parse().ok()?))
        });
        let revision = numbered.filter(|_| number.is_some()).map_or(rest, |(revision, _)| revision);
        Some(Self { direction: direction.to_owned(), revision: revision.to_owned(), number })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_name_tells_the_step_and_is_never_cut_in_the_middle() {
        let name = RunningStep::name("up", "0002", Some((2, 3)));
        assert_eq!(name, "hunter up 0002 (2/3)");
        let step = RunningStep::from_name(&name).unwrap();
        assert_eq!((&*step.revision, step.number), ("0002", Some((2, 3))));
        let long = "r".repeat(52);
        let step = RunningStep::from_name(&RunningStep::name("up", &long, Some((1, 1)))).unwrap();
        assert_eq!((step.revision, step.number), (long, None));
    }

    #[test]
    fn the_name_of_an_idle_runner_is_no_step() {
        assert_eq!(RunningStep::from_name("hunter"), None);
        assert_eq!(RunningStep::from_name("psql"), None);
    }
}
