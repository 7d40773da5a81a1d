//! What a project runs around its runs and steps.
//!
//! Responsible for the hooks of a run, each a transaction of its own, and for the words of a hook that failed. Those of a
//! step are part of its transaction, so `message` and `statements` send them. What a program does then is `act`'s.

use hunter_chain::{Moment, Plan, Script};

use super::record::Record;
use super::step::{at_one_of, place};
use super::{Migrator, act, statements};
use crate::error::{Error, ErrorKind};
use crate::report::HookReport;
use crate::session::{DbError, Session};

/// A script that runs at a moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hook<'a> {
    pub(crate) moment: Moment,
    pub(crate) script: &'a Script,
}

impl<'a> Migrator<'a> {
    /// Only what the revisions say: for who finds out what they do.
    #[doc(hidden)]
    #[must_use]
    pub fn without_hooks(mut self) -> Self {
        self.options.hooked = false;
        self
    }

    pub(super) fn hook(&self, moment: Moment) -> Option<Hook<'a>> {
        let script = self.migrations.chain().hooks().at(moment).get(self.session.words().dialect);
        script.filter(|_| self.options.hooked).map(|script| Hook { moment, script })
    }

    /// Everything that will have run around the steps of a plan; nothing if none of them is left.
    pub(super) fn begin_run(
        &mut self,
        plan: &Plan<'_>,
        record: &Record,
        settings: &str,
    ) -> Result<Vec<HookReport>, Error> {
        let chain = self.migrations.chain();
        let wanted = plan.direction == hunter_chain::Direction::Up;
        if plan.steps.iter().all(|revision| record.has(chain, &revision.id) == wanted) {
            return Ok(Vec::new());
        }
        self.at_run(Moment::BeforeRun, settings)?;
        let dialect = self.session.words().dialect;
        let set = Moment::ALL.into_iter().filter(|moment| self.hook(*moment).is_some());
        let digest = |moment: Moment| chain.hooks().at(moment).digest(dialect).cloned();
        Ok(set.filter_map(|moment| Some(HookReport { moment, digest: digest(moment)? })).collect())
    }

    /// The hook of a run, and what the program does then.
    pub(super) fn at_run(&mut self, moment: Moment, settings: &str) -> Result<(), Error> {
        let acts = &mut self.options.acts;
        let act = if moment == Moment::BeforeRun { acts.before_run.take() } else { acts.after_run.take() };
        let hook = self.hook(moment);
        if hook.is_none() && act.is_none() {
            return Ok(());
        }
        let ran = hook.map_or(Ok(()), |hook| alone(self.session, hook));
        let ran = ran.and_then(|()| {
            let done = act.map_or(Ok(()), |act| act(self.session));
            done.map_err(|error| act::failed(moment, error))
        });
        // The session is the caller's, and the next step's.
        if !settings.is_empty() {
            self.session
                .execute(settings)
                .map_err(|error| Error::database("setting the session back", error))?;
        }
        ran
    }
}

/// Runs a hook in a transaction of its own.
pub(super) fn alone(session: &mut dyn Session, hook: Hook<'_>) -> Result<(), Error> {
    let begin = session.words().begin;
    let doing = || format!("hook `{}`", hook.moment.as_str());
    session.execute(begin).map_err(|error| Error::database(&doing(), error))?;
    let ran = inside(session, hook);
    let ended =
        ran.and_then(|()| session.execute("COMMIT").map_err(|error| refused(hook, session, error, None)));
    if ended.is_err() {
        let _ = session.execute("ROLLBACK");
    }
    ended
}

/// Runs a hook in the transaction that is open.
pub(super) fn inside(session: &mut dyn Session, hook: Hook<'_>) -> Result<(), Error> {
    for statement in hunter_sql::split(session.words().dialect, &hook.script.text) {
        session.execute(statement.text).map_err(|error| {
            let told =
                error.position.map(|at| statement.text.char_indices().nth(at).map_or(0, |(byte, _)| byte));
            let near = told.or_else(|| statements::offset(session, statement.text, &error.message));
            refused(hook, session, error, Some(statement.start + near.unwrap_or(0)))
        })?;
    }
    Ok(())
}

/// A statement of a hook failed; `offset` is its byte in the script, where known.
pub(super) fn refused(hook: Hook<'_>, session: &dyn Session, error: DbError, offset: Option<usize>) -> Error {
    let at = place(session.words().dialect, hook.script, offset);
    let number = at.statement.map(at_one_of).unwrap_or_default();
    let name = hook.moment.as_str();
    Error::new(ErrorKind::Script, format!("hook `{name}` failed{number}: {error}"), help(hook.moment))
        .at(at)
        .because(error)
}

/// What to type next, whoever failed at this moment.
pub(super) fn help(moment: Moment) -> &'static str {
    match moment {
        Moment::BeforeRun => "no step was begun; correct the hook and rebuild: the same command tries again",
        Moment::BeforeStep | Moment::AfterStep => {
            "the step was rolled back; correct the hook and rebuild: the same command tries again"
        }
        Moment::AfterRun => {
            "every step is done and recorded, and the next run has none left to run this hook after: run it by hand once, and \
             correct it for later runs"
        }
    }
}
