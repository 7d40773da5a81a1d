//! The steps of the oath, in one database.
//!
//! Responsible for what has to hold, and for saying at which step it did not.

use std::fmt;

use hunter_schema::{Draft, Rename, Snapshot, compare, diff};

use crate::place::Place;

/// Two schemas, with what is known about the way between them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Case {
    pub(crate) before: String,
    pub(crate) after: String,
    /// Statements that put rows into the first.
    pub(crate) rows: String,
    /// A query whose answer stays the same.
    pub(crate) keeps: String,
    /// Those of the way there, and those of the way back.
    pub(crate) renames: (Vec<Rename>, Vec<Rename>),
    /// Whether a person has to finish the way there.
    pub(crate) unfinished: bool,
}

/// What was generated, and what for.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) up: Draft,
    pub(crate) down: Draft,
    pub(crate) before: Snapshot,
    pub(crate) after: Snapshot,
}

/// A step that did not hold.
#[derive(Debug)]
pub(crate) struct Broken {
    pub(crate) step: &'static str,
    pub(crate) why: String,
    pub(crate) script: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n{}", self.step, self.why, self.script)
    }
}

/// Takes every step.
pub(crate) fn swear(place: &mut Place, case: &Case) -> Result<Kept, Broken> {
    let plain = |step: &'static str| move |why: String| Broken { step, why, script: String::new() };
    let dialect = place.dialect();
    place.clear();
    let after = place.look(&case.after).map_err(plain("building `after`"))?;
    place.build(&case.before).map_err(plain("building `before`"))?;
    let before = place.read();
    if !case.rows.is_empty() {
        place.build(&case.rows).map_err(plain("putting rows in"))?;
    }
    let kept = place.ask(&case.keeps).map_err(plain("asking for what is kept"))?;
    let up = diff(dialect, &before, &after, &case.renames.0);
    let down = diff(dialect, &after, &before, &case.renames.1);
    if case.unfinished {
        if up.unfinished().next().is_none() {
            return Err(Broken {
                step: "up",
                why: "nothing is left to finish".to_owned(),
                script: up.to_string(),
            });
        }
        return Ok(Kept { up, down, before, after });
    }
    let mut way = |step: [&'static str; 3], draft: &Draft, to: &Snapshot| {
        let broken = |step: &'static str| move |why: String| Broken { step, why, script: draft.to_string() };
        if let Some(place) = draft.unfinished().next() {
            return Err(broken(step[0])(format!("a person has to finish it: {place}")));
        }
        place.run(draft).map_err(broken(step[0]))?;
        let found = place.read();
        let differences: Vec<String> = compare(to, &found, true).iter().map(ToString::to_string).collect();
        if !differences.is_empty() {
            return Err(broken(step[0])(format!(
                "what is there is not what should be:\n{}",
                differences.join("\n")
            )));
        }
        let more = diff(dialect, &found, to, &[]);
        if !more.is_empty() {
            return Err(broken(step[1])(format!("there is more to do:\n{more}")));
        }
        let answer = place.ask(&case.keeps).map_err(broken(step[2]))?;
        if answer != kept {
            return Err(broken(step[2])(format!("{answer:?} is not {kept:?}")));
        }
        Ok(())
    };
    way(["up", "generating again", "what is kept on the way up"], &up, &after)?;
    way(["down", "generating again after the way back", "what is kept on the way back"], &down, &before)?;
    Ok(Kept { up, down, before, after })
}
