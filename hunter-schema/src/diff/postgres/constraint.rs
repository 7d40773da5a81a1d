//! Constraints of tables.

use super::say::{changed, comment, in_schema, option_changes, option_list, part};
use crate::diff::draft::Statement;
use crate::diff::grammar::{Sides, Way};
use crate::diff::unit::Unit;
use crate::object::{Kind, Object, ObjectId};

/// Whether it may be written inside of its new table: it names no other table, and calls nobody's function.
pub(super) fn is_inside(object: &Object) -> bool {
    let definition = object.facts.get("definition").unwrap_or_default();
    object.facts.get("type") != Some("foreign key") && !definition.contains('.')
}

pub(super) fn written(id: &ObjectId, object: &Object) -> String {
    format!("CONSTRAINT {} {}", part(id).1, object.facts.get("definition").unwrap_or_default())
}

/// What its definition does not say.
pub(super) fn said_beside(id: &ObjectId, object: &Object) -> Vec<Statement> {
    let (table, own) = part(id);
    let index = in_schema(id);
    let fact = |name: &str| object.facts.get(name);
    let options =
        fact("options").map(|options| format!("ALTER INDEX {index} SET ({})", option_list(options, "")));
    let clustered = fact("clustered").map(|_| format!("ALTER TABLE {table} CLUSTER ON {own}"));
    let mut statements: Vec<Statement> =
        options.into_iter().chain(clustered).map(|sql| Statement::new(id, sql)).collect();
    statements.extend(comment(id, &format!("CONSTRAINT {own} ON {table}"), None, fact("comment")));
    statements.extend(comment(id, &format!("INDEX {index}"), None, fact("index_comment")));
    statements
}

pub(super) fn create(unit: &Unit<'_>, sides: Sides<'_>) -> Vec<Statement> {
    let table = part(unit.id).0;
    let add = Statement::new(unit.id, format!("ALTER TABLE {table} ADD {}", written(unit.id, unit.object)));
    let is_old = sides.before.get(&ObjectId { kind: Kind::Table, name: table.to_owned() }).is_some();
    let same = sides.before.get(unit.id).is_some_and(|before| before.facts == unit.object.facts);
    let is_checked = !unit.fact("definition").unwrap_or_default().ends_with("NOT VALID");
    let add = if is_old && !same && is_checked {
        add.remark(format!("Fails where a row of {table} breaks it."))
    } else {
        add
    };
    let marked = marked_again(unit, sides);
    std::iter::once(add).chain(said_beside(unit.id, unit.object)).chain(marked).collect()
}

/// The mark of a table's replica identity, which an index takes along when it is dropped.
pub(super) fn marked_again(unit: &Unit<'_>, sides: Sides<'_>) -> Option<Statement> {
    let (table, own) = part(unit.id);
    let id = ObjectId { kind: Kind::Table, name: table.to_owned() };
    let mark = format!("index {own}");
    let is_it = |object: Option<&Object>| {
        object.and_then(|object| object.facts.get("replica_identity")) == Some(&mark)
    };
    let again = is_it(sides.before.get(&id)) && is_it(sides.after.get(&id));
    again.then(|| Statement::new(unit.id, format!("ALTER TABLE {table} REPLICA IDENTITY USING INDEX {own}")))
}

pub(super) fn drop(unit: &Unit<'_>) -> Vec<Statement> {
    let (table, own) = part(unit.id);
    vec![Statement::new(unit.id, format!("ALTER TABLE {table} DROP CONSTRAINT {own}"))]
}

pub(super) fn alter(before: &Unit<'_>, after: &Unit<'_>, sides: Sides<'_>) -> Way {
    let (id, (table, own)) = (after.id, part(after.id));
    let what = changed(before.object, after.object);
    let (old, new) =
        (before.fact("definition").unwrap_or_default(), after.fact("definition").unwrap_or_default());
    let mut statements = Vec::new();
    if what.contains("type") || old != new {
        if what.contains("type") || old.strip_suffix(" NOT VALID") != Some(new) {
            return Way::Replace;
        }
        statements.push(
            Statement::new(id, format!("ALTER TABLE {table} VALIDATE CONSTRAINT {own}"))
                .remark(format!("Fails where a row of {table} breaks it.")),
        );
    }
    for change in option_changes(before.fact("options"), after.fact("options"), "") {
        statements.push(Statement::new(id, format!("ALTER INDEX {} {change}", in_schema(id))));
    }
    if what.contains("clustered") {
        statements.extend(cluster(id, after.fact("clustered").is_some(), sides));
    }
    statements.extend(comment(
        id,
        &format!("CONSTRAINT {own} ON {table}"),
        before.fact("comment"),
        after.fact("comment"),
    ));
    statements.extend(comment(
        id,
        &format!("INDEX {}", in_schema(id)),
        before.fact("index_comment"),
        after.fact("index_comment"),
    ));
    Way::in_place(statements)
}

/// Whether a table is clustered on an index. That it is on another one says that it is no longer on this one.
pub(super) fn cluster(id: &ObjectId, is: bool, sides: Sides<'_>) -> Option<Statement> {
    let (table, own) = part(id);
    let is_other = |(other, object): (&ObjectId, &Object)| {
        part(other).0 == table && object.facts.get("clustered").is_some()
    };
    if !is && sides.after.objects().any(is_other) {
        return None;
    }
    let how = if is { format!("CLUSTER ON {own}") } else { "SET WITHOUT CLUSTER".to_owned() };
    Some(Statement::new(id, format!("ALTER TABLE {table} {how}")))
}
