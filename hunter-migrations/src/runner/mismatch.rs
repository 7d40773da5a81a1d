//! Steps that did something else than was proved.
//!
//! Responsible for finding out, and for the words. Inside of a step's transaction the step goes with it. After a run
//! everything is committed and other processes may have seen it: that is recorded, told, and left to a person.

use hunter_chain::{Direction, Revision, RevisionId};
use hunter_schema::{Difference, Draft, Snapshot, diff};
use serde_json::json;

use super::Migrator;
use super::message;
use super::proof::{Basis, Check, Checks};
use super::record::Record;
use super::state;
use super::step::{Stopped, Work};
use crate::error::{Error, ErrorKind};
use crate::ledger::{Entry, Event};
use crate::notice::Notice;
use crate::schema::drift::{self, summary};
use crate::schema::introspect;
use crate::schema::predict::Verdict;
use crate::session::Session;

/// So many statements are named in an error.
const NAMED: usize = 5;

impl Check<'_> {
    /// Looks at the schema inside of the step's transaction, and stops the step where it is not what was proved.
    pub(super) fn hold(&self, session: &mut dyn Session, work: &Work<'_>) -> Result<(), Stopped> {
        let after = introspect::snapshot(session, self.schemas, work.name).map_err(|error| {
            if error.kind() == ErrorKind::Busy { Stopped::LockTimeout(error) } else { Stopped::Failed(error) }
        })?;
        let verdict = self.basis.judge(&after, self.rules);
        if !verdict.differences.is_empty() {
            return Err(Stopped::Failed(otherwise(work, &self.basis, &verdict, &after)));
        }
        *self.along.borrow_mut() = verdict.along;
        Ok(())
    }
}

/// A step that was rolled back for it.
fn otherwise(work: &Work<'_>, basis: &Basis<'_>, verdict: &Verdict, after: &Snapshot) -> Error {
    let (id, verb, differences) = (&work.revision.id, work.verb, summary(&verdict.differences));
    let lacks = lacks(&diff(work.dialect, after, &verdict.wanted, &[]));
    let (message, help) = match (basis, work.direction) {
        (Basis::Rest(rest), _) => (
            format!(
                "{verb} of revision `{id}` does not lead back to a schema that is {}, and was rolled back: {differences}",
                drift::of(&rest.of)
            ),
            format!(
                "{}the stored scripts left it, or somebody did it by hand: bring it in order and run it again; --proof=off \
                 reverts all the same, and `hunter repair` can do it afterwards",
                lacks.map(|statements| format!("{statements} would lead there; ")).unwrap_or_default()
            ),
        ),
        (_, Direction::Up) => (
            format!(
                "{verb} of revision `{id}` did something else here than was proved, and was rolled back: {differences}"
            ),
            "look what in this database makes the script do otherwise (what is there already, a trigger on DDL); \
             `ignore` in hunter.toml names what is somebody else's, --proof=off runs it all the same"
                .to_owned(),
        ),
        (_, Direction::Down) => (
            format!(
                "{verb} of revision `{id}` does not lead back to what was there before it, and was rolled back: {differences}"
            ),
            format!(
                "{}--proof=off runs it all the same",
                lacks
                    .map(|statements| format!("the script lacks {statements}: add it, and rebuild; "))
                    .unwrap_or_default()
            ),
        ),
    };
    Error::new(ErrorKind::Script, message, help).at_some(work.place(None))
}

/// The statements that are missing, in one line.
fn lacks(draft: &Draft) -> Option<String> {
    let one_line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let statements = draft.statements.iter().take(NAMED);
    let shown: Vec<String> = statements.map(|statement| one_line(statement.to_string())).collect();
    let more = draft.statements.len().saturating_sub(NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    (!shown.is_empty()).then(|| format!("`{}`{more}", shown.join(" ")))
}

impl Migrator<'_> {
    /// Says what nobody recorded and a step took along.
    pub(super) fn say_along(&mut self, along: &[Difference]) {
        for difference in along {
            let text = format!("{difference}: nobody recorded it, and it hung on what the revision changes");
            self.options.say(&Notice::Warning { text: &text });
        }
    }

    /// Compares what steps left behind that are committed. A mismatch is recorded, and an error.
    pub(super) fn check_after(
        &mut self,
        checks: &Checks,
        steps: &[&Revision],
        direction: Direction,
        record: &mut Record,
    ) -> Result<(), Error> {
        let (Some(basis), Some(last)) = (checks.basis(steps), steps.last()) else { return Ok(()) };
        let done = done(steps, direction);
        let after = self.read_schema().map_err(|error| {
            let help = format!("{done}; `hunter check` compares the schema with the record");
            error.with_help(help)
        })?;
        let verdict = basis.judge(&after, &checks.rules);
        self.say_along(&verdict.along);
        if verdict.differences.is_empty() {
            return Ok(());
        }
        if state::read(self.session, &self.name)?.last_seq() != record.last_seq {
            let text = "another process went on meanwhile, so that nobody can tell what this run left behind; `hunter \
                        check` compares the schema with the record";
            self.options.say(&Notice::Warning { text });
            return Ok(());
        }
        let recorded = self.record_mismatch(last, steps, &verdict, record);
        let what = match basis {
            Basis::Proved { .. } => "did something else than was proved".to_owned(),
            Basis::Rest(rest) => format!("the schema is not {}", drift::of(&rest.of)),
        };
        let message = format!("{done}, and {what}: {}", summary(&verdict.differences));
        let is_recorded = match recorded {
            Ok(()) => "the mismatch is recorded".to_owned(),
            Err(error) => format!("the mismatch could not be recorded: {error}"),
        };
        let help = format!(
            "`hunter check` names every difference, `hunter repair` brings the schema to what is recorded; {is_recorded}"
        );
        Err(Error::new(ErrorKind::Drift, message, help))
    }

    /// In a row of its own, which changes nothing of what is applied.
    fn record_mismatch(
        &mut self,
        last: &Revision,
        steps: &[&Revision],
        verdict: &Verdict,
        record: &mut Record,
    ) -> Result<(), Error> {
        let words = self.session.words();
        let entry = Entry {
            seq: record.next_seq(),
            revision: last.id.as_str(),
            parents: last.parents.iter().map(RevisionId::as_str).collect(),
            event: Event::Mismatch,
            up_digest: Some(last.up_digest(words.dialect).to_string()),
            down: None,
            metadata: json!({
                "steps": steps.iter().map(|step| step.id.as_str()).collect::<Vec<_>>(),
                "differences": verdict.differences.iter().map(ToString::to_string).collect::<Vec<_>>(),
            }),
            applied_digest: record.digest(None),
            took: None,
            binary: self.migrations.binary(),
        };
        let guard_key = self.guard.key();
        let row = message::guarded(words, &self.name, guard_key, &entry);
        self.session.execute(&row).map_err(|error| Error::database("recording the mismatch", error))?;
        record.last_seq += 1;
        Ok(())
    }
}

/// `revision `a` is applied and recorded`.
fn done(steps: &[&Revision], direction: Direction) -> String {
    let word = match direction {
        Direction::Up => "applied",
        Direction::Down => "reverted",
    };
    match steps {
        [one] => format!("revision `{}` is {word} and recorded", one.id),
        [first, .., last] => {
            format!("{} revisions from `{}` to `{}` are {word} and recorded", steps.len(), first.id, last.id)
        }
        [] => String::new(),
    }
}
