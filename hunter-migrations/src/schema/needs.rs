//! What a role must be allowed to do for steps to do what was proved of them.
//!
//! Responsible for erring to nothing: a need that a step itself may fulfil, that somebody else may act for, or that only
//! follows from another change is none. Pure.

use std::collections::BTreeSet;

use hunter_chain::{Direction, Plan, Revision, RevisionId};
use hunter_schema::{Effects, Kind, ObjectId};
use hunter_sql::{Dialect, acting};

use crate::schema::predict::Proven;

/// Something that a step does which not every role may do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Act {
    /// Makes a schema.
    MakeSchema(String),
    /// Makes something in a schema that is there.
    MakeIn(String),
    /// Changes something that is there, as only its owner may.
    Change(ObjectId),
    /// Drops it, as its owner and that of its schema may.
    Drop(ObjectId),
}

/// What the steps of a plan do that not every role may do, with the first revision that does it.
pub(crate) fn of<'p>(
    plan: &'p Plan<'_>,
    dialect: Dialect,
    proven: impl Fn(&RevisionId) -> Option<&'p Proven>,
) -> Vec<(Act, RevisionId)> {
    let (mut made, mut needs) = (BTreeSet::new(), Vec::new());
    for revision in &plan.steps {
        // Behind what is not known anybody may have been allowed anything.
        let Some(proven) = proven(&revision.id) else { break };
        let script = script(revision, plan.direction, dialect);
        let acting = acting(dialect, script);
        if !acting.as_runner {
            break;
        }
        let acts = Acts { effects: &proven.effects, made: &made };
        let mut found = acts.making();
        if !acting.cascades {
            found.extend(acts.dropping());
            if !acting.renames {
                found.extend(acts.changing());
            }
        }
        for act in found {
            if !needs.iter().any(|(known, _)| *known == act) {
                needs.push((act, revision.id.clone()));
            }
        }
        made.extend(proven.effects.added.keys());
    }
    needs
}

fn script(revision: &Revision, direction: Direction, dialect: Dialect) -> &str {
    let scripts = match direction {
        Direction::Up => &revision.up,
        Direction::Down => &revision.down,
    };
    scripts.get(dialect).map_or("", |script| &script.text)
}

/// One step, and what those before it made.
struct Acts<'s, 'p> {
    effects: &'s Effects,
    made: &'s BTreeSet<&'p ObjectId>,
}

impl Acts<'_, '_> {
    fn making(&self) -> Vec<Act> {
        let make = |id: &ObjectId| match id.kind {
            Kind::Schema => Some(Act::MakeSchema(id.name.clone())),
            _ if is_whole(id.kind) || id.kind == Kind::Index => {
                let schema = above(&id.name, 1)?;
                (!self.is_new(Kind::Schema, schema)).then(|| Act::MakeIn(schema.to_owned()))
            }
            _ => None,
        };
        let parts = self.effects.added.keys().filter(|id| is_part(id.kind));
        let parts = parts.filter_map(|id| self.table(id)).map(Act::Change);
        self.effects.added.keys().filter_map(make).chain(parts).collect()
    }

    fn dropping(&self) -> Vec<Act> {
        let removed = self.effects.removed.keys();
        let drop = |id: &ObjectId| match id.kind {
            kind if is_whole(kind) || kind == Kind::Schema => {
                (!self.made.contains(id)).then(|| Act::Drop(id.clone()))
            }
            kind if is_part(kind) => self.table(id).map(Act::Change),
            _ => None,
        };
        removed.filter_map(drop).collect()
    }

    /// What changed in the words of its author; texts that the server writes may follow from another change.
    fn changing(&self) -> Vec<Act> {
        let changed = self.effects.changed.iter();
        let changed = changed.filter(|(_, change)| change.before.facts != change.after.facts);
        let change = |id: &ObjectId| match id.kind {
            Kind::Column | Kind::Policy => self.table(id).map(Act::Change),
            // Anybody who may refresh a materialized view changes it.
            kind if is_whole(kind) && kind != Kind::MaterializedView => {
                (!self.made.contains(id)).then(|| Act::Change(id.clone()))
            }
            _ => None,
        };
        changed.filter_map(|(id, _)| change(id)).collect()
    }

    /// The table of a part, if it was there before the plan and stays.
    fn table(&self, id: &ObjectId) -> Option<ObjectId> {
        let name = above(&id.name, 2)?;
        let is_gone = RELATIONS.iter().any(|kind| {
            let table = ObjectId { kind: *kind, name: name.to_owned() };
            self.effects.removed.contains_key(&table)
        });
        let is_new = RELATIONS.iter().any(|kind| self.is_new(*kind, name));
        (!is_gone && !is_new).then(|| ObjectId { kind: Kind::Table, name: name.to_owned() })
    }

    fn is_new(&self, kind: Kind, name: &str) -> bool {
        let id = ObjectId { kind, name: name.to_owned() };
        self.made.contains(&id) || self.effects.added.contains_key(&id)
    }
}

const RELATIONS: [Kind; 3] = [Kind::Table, Kind::View, Kind::MaterializedView];

/// What stands in a schema for itself, and has an owner.
fn is_whole(kind: Kind) -> bool {
    RELATIONS.contains(&kind) || matches!(kind, Kind::Type | Kind::Sequence | Kind::Function)
}

/// What only the owner of its table makes and drops. A trigger needs another right.
fn is_part(kind: Kind) -> bool {
    matches!(kind, Kind::Column | Kind::Constraint | Kind::Index | Kind::Policy | Kind::Rule)
}

/// The first parts of a name as SQL writes it, if there are more.
fn above(name: &str, parts: usize) -> Option<&str> {
    let mut quoted = false;
    let mut dots = name.char_indices().filter(|(_, letter)| {
        quoted ^= *letter == '"';
        *letter == '.' && !quoted
    });
    dots.nth(parts - 1).map(|(at, _)| &name[..at])
}

#[cfg(test)]
mod tests {
    use hunter_chain::{SourceTree, read_graph};

    use super::*;

    /// What a plan of these steps needs: the script of each, and the lines of its effects.
    fn needs(steps: &[(&str, &[&str])]) -> Vec<String> {
        let mut tree = SourceTree::new("migrations");
        tree.insert("hunter.toml", b"dialects = [\"postgres\"]".to_vec());
        for (at, (script, _)) in steps.iter().enumerate() {
            tree.insert(format!("000{at}_a/up.sql"), script.as_bytes().to_vec());
            tree.insert(format!("000{at}_a/down.sql"), b"select 1;".to_vec());
        }
        let chain = read_graph(&tree).unwrap();
        let plan = Plan::of(Direction::Up, chain.revisions().iter().collect());
        let proven: Vec<(RevisionId, Proven)> = chain
            .revisions()
            .iter()
            .zip(steps)
            .map(|(revision, (_, lines))| {
                let effects = Effects::from_lines(lines.iter().copied()).unwrap();
                (revision.id.clone(), Proven { effects, server: "15".to_owned() })
            })
            .collect();
        let find = |id: &RevisionId| proven.iter().find(|(known, _)| known == id).map(|(_, proven)| proven);
        of(&plan, Dialect::Postgres, find).iter().map(|(act, id)| format!("{id} {}", shown(act))).collect()
    }

    fn shown(act: &Act) -> String {
        match act {
            Act::MakeSchema(name) => format!("makes {name}"),
            Act::MakeIn(name) => format!("makes in {name}"),
            Act::Change(id) => format!("changes {id}"),
            Act::Drop(id) => format!("drops {id}"),
        }
    }

    const TABLE: &str = "+ table app.a";
    const COLUMN: &str = "+ column app.a.b | type=integer";

    #[test]
    fn what_is_new_needs_a_place_and_what_is_on_it_nothing_more() {
        assert_eq!(needs(&[("create table", &[TABLE, COLUMN])]), ["0000 makes in app"]);
        assert_eq!(needs(&[("create table", &[TABLE]), ("alter table", &[COLUMN])]), ["0000 makes in app"]);
        assert_eq!(needs(&[("create schema", &["+ schema app", TABLE])]), ["0000 makes app"]);
    }

    #[test]
    fn what_is_there_needs_its_owner() {
        assert_eq!(needs(&[("alter table", &[COLUMN])]), ["0000 changes table app.a"]);
        assert_eq!(needs(&[("drop table", &["- table app.a"])]), ["0000 drops table app.a"]);
        let dropped = ["- table app.a", "- column app.a.b | type=integer"];
        assert_eq!(needs(&[("drop table", &dropped)]), ["0000 drops table app.a"]);
    }

    #[test]
    fn a_dot_inside_quotes_ends_no_name() {
        assert_eq!(above(r#""x.y"."a"".b".c"#, 2), Some(r#""x.y"."a"".b""#));
        assert_eq!((above("a.b", 1), above("a.b", 2), above("a", 1)), (Some("a"), None, None));
    }

    #[test]
    fn what_goes_along_with_something_else_needs_nothing() {
        assert_eq!(needs(&[("drop table a cascade", &["- view app.v", "- table app.a"])]), [""; 0]);
        assert_eq!(needs(&[("create trigger", &["+ trigger app.a.t"])]), [""; 0]);
    }

    #[test]
    fn behind_a_script_that_may_be_somebody_elses_nothing_is_needed() {
        let steps: [(&str, &[&str]); 3] =
            [("alter table", &[COLUMN]), ("set role x", &["+ table b.c"]), ("create", &["+ table d.e"])];
        assert_eq!(needs(&steps), ["0000 changes table app.a"]);
    }
}
