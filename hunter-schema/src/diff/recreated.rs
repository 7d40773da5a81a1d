//! What a draft drops only to make it again: the runner drops it before the script, with whatever else a database has
//! standing on it, and its grants come back.
//!
//! Responsible for the names, and for a draft that does not touch what is away. Where it has to, nothing is left to the
//! runner, and the draft drops and makes as it did.

use std::collections::BTreeSet;

use hunter_sql::Dialect;

use super::draft::{Draft, Statement};
use crate::object::{Kind, ObjectId};

/// Takes the dropping of views and functions that are made again out of two drafts, there and back; their names, for the
/// runner. None where a draft needs what would be away, and where a dialect keeps nothing of what is dropped.
#[must_use]
pub fn recreated(dialect: Dialect, up: &mut Draft, down: &mut Draft) -> BTreeSet<String> {
    if dialect != Dialect::Postgres {
        return BTreeSet::new();
    }
    // What is away on one way is away on the other one too.
    let things: BTreeSet<ObjectId> = [&*up, &*down].into_iter().flat_map(made_again).collect();
    if ![&*up, &*down].into_iter().all(|draft| leaves_alone(draft, &things)) {
        return BTreeSet::new();
    }
    if !things.is_empty() {
        leave(up, &things);
        leave(down, &things);
    }
    things.into_iter().map(|thing| thing.name).collect()
}

/// Columns that get another type: nothing may stand on them then, be it recorded or somebody's own. No names where a draft drops
/// what would be away already.
#[must_use]
pub fn retyped(dialect: Dialect, up: &Draft, down: &Draft) -> BTreeSet<String> {
    let statements = || up.statements.iter().chain(&down.statements);
    let is_away =
        |one: &Statement| one.drops() && if_exists(&one.sql).is_some() && !one.sql.contains(" IF EXISTS ");
    if dialect != Dialect::Postgres || statements().any(is_away) {
        return BTreeSet::new();
    }
    let is_retyped = |one: &&Statement| one.about.kind == Kind::Column && one.sql.contains(" TYPE ");
    statements().filter(is_retyped).map(|one| one.about.name.clone()).collect()
}

impl Draft {
    /// Leaves out the dropping of views and functions that are made again further on. For what is added to a script of a
    /// revision that recreates them: they are away when it ends.
    pub fn leave_recreated(&mut self) {
        let things = made_again(self).into_iter().collect();
        leave(self, &things);
    }
}

fn made_again(draft: &Draft) -> Vec<ObjectId> {
    let is_made_of_others = |kind| matches!(kind, Kind::View | Kind::MaterializedView | Kind::Function);
    let dropped = draft.statements.iter().filter(|one| one.drops() && is_made_of_others(one.about.kind));
    dropped.map(|one| one.about.clone()).filter(|thing| made_at(draft, thing).is_some()).collect()
}

fn made_at(draft: &Draft, thing: &ObjectId) -> Option<usize> {
    draft.statements.iter().position(|one| one.about == *thing && one.creates())
}

/// The thing that a statement is about, or what its object is below.
fn of<'t>(statement: &Statement, things: &'t BTreeSet<ObjectId>) -> Option<&'t ObjectId> {
    things.iter().find(|thing| statement.about == **thing || statement.about.is_below(thing))
}

/// Whether no statement needs what is away: an index that is dropped with its view is, a right that is taken is not.
fn leaves_alone(draft: &Draft, things: &BTreeSet<ObjectId>) -> bool {
    let is_about_table = |one: &Statement| {
        matches!(one.about.kind, Kind::Table | Kind::Column | Kind::Constraint | Kind::Index)
    };
    let mut is_after_a_table = false;
    draft.statements.iter().enumerate().all(|(at, one)| {
        let Some(thing) = of(one, things) else {
            is_after_a_table |= is_about_table(one);
            return true;
        };
        // A default or a check of a table may have been taken from it first, and the runner takes none.
        if one.drops() && one.about == *thing && thing.kind == Kind::Function {
            return !is_after_a_table && !one.sql.starts_with("DROP AGGREGATE");
        }
        match made_at(draft, thing) {
            Some(made) if at >= made => true,
            Some(made) if one.about.kind == Kind::Grant => {
                draft.statements[made..].iter().any(|later| later.about == one.about)
            }
            Some(_) => true,
            None => if_exists(&one.sql).is_some(),
        }
    })
}

fn leave(draft: &mut Draft, things: &BTreeSet<ObjectId>) {
    let is_gone: Vec<bool> = (0..draft.statements.len())
        .map(|at| {
            let one = &draft.statements[at];
            let Some(made) = of(one, things).and_then(|thing| made_at(draft, thing)) else { return false };
            let again = || draft.statements[made..].iter().any(|later| later.about == one.about);
            at < made && (again() || if_exists(&one.sql).is_none())
        })
        .collect();
    let mut is_gone = is_gone.into_iter();
    draft.statements.retain(|_| !is_gone.next().unwrap_or_default());
    for statement in &mut draft.statements {
        if let Some(sql) = if_exists(&statement.sql) {
            statement.sql = sql;
        }
    }
}

/// The same for something that may be away: what the script drops so does not come back.
fn if_exists(sql: &str) -> Option<String> {
    let kinds = ["MATERIALIZED VIEW", "VIEW", "FUNCTION", "PROCEDURE", "TRIGGER", "POLICY", "RULE"];
    let rest = |kind: &str| sql.strip_prefix("DROP ")?.strip_prefix(kind)?.strip_prefix(' ');
    let kind = kinds.into_iter().find(|kind| rest(kind).is_some())?;
    Some(format!("DROP {kind} IF EXISTS {}", rest(kind)?))
}
