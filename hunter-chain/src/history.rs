//! How a project with history moves in: revisions older than `strict_from` are what they are.
//!
//! Responsible for which revisions are older, for turning what is wrong with them into notes (graph and syntax
//! excepted), and for what follows for the runner: an empty way down is none.

use std::collections::BTreeSet;

use hunter_sql::{Statement, control, outside_transaction, split};

use crate::diag::{Code, Diagnostics, Place};
use crate::graph::nearest_id;
use crate::id::RevisionId;
use crate::revision::{Revision, Scripts};

/// The setting as it was written.
#[derive(Debug, Clone)]
pub(crate) struct StrictFrom {
    pub(crate) id: RevisionId,
    pub(crate) at: Place,
}

/// The revisions older than the setting says. `in_version_order` are those that name no parent: for them the id may
/// be one that no revision has yet, such as today's date.
pub(crate) fn older(
    strict_from: Option<&StrictFrom>,
    revisions: &[Revision],
    in_version_order: &BTreeSet<RevisionId>,
    found: &mut Diagnostics,
) -> BTreeSet<RevisionId> {
    let Some(StrictFrom { id, at }) = strict_from else { return BTreeSet::new() };
    let known = |id: &RevisionId| revisions.iter().find(|revision| revision.id == *id);
    if known(id).is_some() {
        let (mut older, mut waiting) = (BTreeSet::new(), vec![id.clone()]);
        while let Some(next) = waiting.pop() {
            let needs = known(&next).into_iter().flat_map(|r| r.parents.iter().chain(&r.depends_on));
            waiting.extend(needs.filter(|need| older.insert((*need).clone())).cloned());
        }
        older.remove(id);
        return older;
    }
    let before: BTreeSet<RevisionId> = in_version_order.iter().filter(|other| *other < id).cloned().collect();
    if before.is_empty() {
        let message = format!("`strict_from` names `{id}`, which does not exist");
        let help = nearest_id(id, revisions.iter().map(|revision| &revision.id))
            .unwrap_or_else(|| Code::StrictFrom.help());
        found.push(Code::StrictFrom, at.clone(), message, help);
    }
    before
}

/// What an older revision is, said so that the runner can live with it: a script that takes the transaction into its
/// own hands runs statement by statement, and a way down that is empty or absent cannot be gone.
pub(crate) fn tolerate(revision: &mut Revision) {
    if [&revision.up, &revision.down].into_iter().any(cannot_be_wrapped) {
        revision.declared.run_in_transaction = false;
    }
    let dialects: Vec<_> = revision.up.iter().map(|(dialect, ..)| dialect).collect();
    let is_empty = |revision: &Revision, dialect| {
        revision.down.get(dialect).is_none_or(|script| hunter_sql::is_blank(dialect, &script.text))
    };
    let without: Vec<_> = dialects.into_iter().filter(|dialect| is_empty(revision, *dialect)).collect();
    if without.is_empty() || revision.is_merge() {
        return;
    }
    without.into_iter().for_each(|dialect| revision.down.remove(dialect));
    revision
        .declared
        .irreversible
        .get_or_insert("its down.sql is empty, and it is older than `strict_from`".into());
}

fn cannot_be_wrapped(scripts: &Scripts) -> bool {
    scripts.iter().any(|(dialect, script, _)| {
        let is_outside = |statement: &Statement<'_>| {
            control(dialect, statement).is_some() || outside_transaction(dialect, statement).is_some()
        };
        split(dialect, &script.text).iter().any(is_outside)
    })
}
