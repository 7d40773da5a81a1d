//! Whether this role may do what a plan does, asked once before anything is done.
//!
//! Responsible for the refusal: a run should not stop in the middle for want of a right that could be seen missing before.

use std::collections::BTreeMap;

use hunter_chain::{Plan, RevisionId};
use hunter_schema::{Kind, ObjectId};
use serde::Deserialize;

use super::{Migrator, state};
use crate::error::{Error, ErrorKind};
use crate::ledger::LedgerName;
use crate::schema::needs::{self, Act};
use crate::schema::predict::Proven;
use crate::words::Need;

/// What the database says is missing.
#[derive(Deserialize)]
struct Missing {
    at: usize,
    role: String,
    owner: Option<String>,
    database: String,
}

/// A need, how a message says it, and who has it.
struct Asked {
    need: Need,
    does: String,
    revision: Option<RevisionId>,
    /// What it is about, as `alter … owner` names it.
    object: String,
}

impl Migrator<'_> {
    /// Refuses a plan with a step that this role may not do. Where the lockfile does not say what a step does, only the
    /// ledger is asked about.
    pub(super) fn refuse_without_rights(
        &mut self,
        plan: &Plan<'_>,
        proofs: &BTreeMap<RevisionId, Proven>,
    ) -> Result<(), Error> {
        if plan.steps.is_empty() || std::mem::replace(&mut self.rights_were_asked, true) {
            return Ok(());
        }
        let dialect = self.session.words().dialect;
        let acts = needs::of(plan, dialect, |id| proofs.get(id)).into_iter().map(|(act, id)| asked(act, id));
        self.refuse_lacking(&["insert", "update"], acts.collect())
    }

    /// The same for what is recorded without running anything.
    pub(super) fn refuse_without_record(&mut self) -> Result<(), Error> {
        self.refuse_lacking(&["insert"], Vec::new())
    }

    fn refuse_lacking(&mut self, writes: &[&'static str], acts: Vec<Asked>) -> Result<(), Error> {
        let Some(missing) = self.session.words().missing_rights.filter(|_| self.session.answers()) else {
            return Ok(());
        };
        let has_ledger = self.looked.as_ref().is_none_or(|look| look.has_ledger);
        let asked: Vec<Asked> = self.of_ledger(has_ledger, writes).into_iter().chain(acts).collect();
        let needs: Vec<Need> = asked.iter().map(|asked| asked.need.clone()).collect();
        let rows = self.session.rows(&missing(&needs));
        let rows = rows.map_err(|error| Error::database("asking what this role may do", error))?;
        let found: Vec<Missing> =
            rows.iter().map(|row| state::parse(row.as_deref())).collect::<Result<_, _>>()?;
        let lacks: Vec<(&Asked, &Missing)> =
            found.iter().filter_map(|missing| Some((asked.get(missing.at)?, missing))).collect();
        let Some((_, Missing { role, .. })) = lacks.first() else { return Ok(()) };
        let said: Vec<String> = lacks.iter().map(|(asked, missing)| asked.said(missing)).collect();
        let mut cures: Vec<String> = lacks.iter().map(|(asked, missing)| asked.cure(missing)).collect();
        // The ledger and the first table may want the same.
        cures.dedup();
        let message = format!("role {role} may not {}; nothing was changed", said.join(", nor "));
        Err(Error::new(ErrorKind::MissingRight, message, cures.join("; ")))
    }

    fn of_ledger(&self, has_ledger: bool, writes: &[&'static str]) -> Vec<Asked> {
        let dialect = self.session.words().dialect;
        // The catalog writes a name with as few quotes as will do.
        let LedgerName { schema, table } = &self.name;
        let schema = plain(schema.as_deref().unwrap_or_default());
        let object = self.name.qualified(dialect);
        if !has_ledger {
            let does = format!("create the ledger in schema {schema}");
            return vec![Asked { need: Need::MakeLedgerIn(schema), does, revision: None, object }];
        }
        let table = format!("{schema}.{}", plain(table));
        let write = |right: &&'static str| Asked {
            need: Need::Write { table: table.clone(), right },
            does: format!("{right} rows of the ledger {object}"),
            revision: None,
            object: object.clone(),
        };
        writes.iter().map(write).collect()
    }
}

/// As PostgreSQL's `quote_ident` writes it, but for keywords, which nobody calls a schema.
fn plain(name: &str) -> String {
    let is_plain = name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if is_plain { name.to_owned() } else { hunter_chain::Dialect::Postgres.quote_identifier(name) }
}

fn asked(act: Act, revision: RevisionId) -> Asked {
    let alter = |ObjectId { kind, name }: &ObjectId| match kind {
        Kind::Function => format!("routine {name}"),
        kind => format!("{} {name}", kind.word()),
    };
    let (need, does, object) = match act {
        Act::MakeSchema(name) => (Need::MakeSchema(name.clone()), format!("create schema {name}"), name),
        Act::MakeIn(name) => (Need::MakeIn(name.clone()), format!("create anything in schema {name}"), name),
        Act::Change(id) => (Need::Own(id.name.clone()), format!("alter {id}"), alter(&id)),
        Act::Drop(id) => (Need::Drop(id.name.clone()), format!("drop {id}"), alter(&id)),
    };
    Asked { need, does, revision: Some(revision), object }
}

impl Asked {
    fn said(&self, missing: &Missing) -> String {
        let owner = missing.owner.as_deref().map(|owner| format!(", which belongs to {owner}"));
        let revision = self.revision.as_ref().map(|id| format!(" (revision `{id}`)"));
        format!("{}{}{}", self.does, owner.unwrap_or_default(), revision.unwrap_or_default())
    }

    fn cure(&self, Missing { role, database, .. }: &Missing) -> String {
        let object = &self.object;
        match &self.need {
            Need::MakeSchema(_) => format!("grant create on database {database} to {role}"),
            Need::MakeIn(schema) | Need::MakeLedgerIn(schema) => {
                format!("grant create on schema {schema} to {role}")
            }
            Need::Own(_) | Need::Drop(_) => format!("alter {object} owner to {role}"),
            Need::Write { right, .. } => format!("grant {right} on {object} to {role}"),
        }
    }
}
