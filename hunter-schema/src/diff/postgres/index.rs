//! Indexes and extended statistics.

use super::constraint::{cluster, marked_again};
use super::say::{changed, comment, first_comment, in_schema, part};
use crate::diff::draft::Statement;
use crate::diff::grammar::{Sides, Way};
use crate::diff::unit::Unit;
use crate::object::{Kind, ObjectId};

pub(super) fn create(unit: &Unit<'_>, sides: Sides<'_>) -> Vec<Statement> {
    let (table, own) = part(unit.id);
    let name = in_schema(unit.id);
    let is_partitioned = is_of_partitioned(unit, sides);
    // One of a partitioned table is invalid until each partition has it, and can be made so.
    let only = if unit.fact("valid") == Some("false") && is_partitioned { "ONLY " } else { "" };
    if unit.fact("valid") == Some("false") && !is_partitioned {
        let text = format!("{name} is an invalid index, which only a build that failed leaves behind");
        return vec![Statement::unfinished(unit.id, text)];
    }
    let unique = if unit.fact("unique").is_some() { "UNIQUE " } else { "" };
    let definition = unit.fact("definition").unwrap_or_default();
    let create =
        Statement::new(unit.id, format!("CREATE {unique}INDEX {own} ON {only}{table} USING {definition}"));
    let mut statements = vec![create];
    for target in unit.fact("statistics").into_iter().flat_map(|text| text.split(", ")) {
        if let Some((column, target)) = target.split_once(' ') {
            statements.push(Statement::new(
                unit.id,
                format!("ALTER INDEX {name} ALTER COLUMN {column} SET STATISTICS {target}"),
            ));
        }
    }
    if unit.fact("clustered").is_some() {
        statements.extend(cluster(unit.id, true, sides));
    }
    statements.extend(marked_again(unit, sides));
    statements.extend(first_comment(unit, &format!("INDEX {name}")));
    statements
}

fn is_of_partitioned(index: &Unit<'_>, sides: Sides<'_>) -> bool {
    let table = sides.after.get(&ObjectId { kind: Kind::Table, name: part(index.id).0.to_owned() });
    table.is_some_and(|table| table.facts.get("form") == Some("partitioned"))
}

pub(super) fn drop(unit: &Unit<'_>) -> Vec<Statement> {
    vec![Statement::new(unit.id, format!("DROP INDEX {}", in_schema(unit.id)))]
}

pub(super) fn alter(before: &Unit<'_>, after: &Unit<'_>, sides: Sides<'_>) -> Way {
    let (id, name) = (after.id, in_schema(after.id));
    let mut statements = Vec::new();
    for what in changed(before.object, after.object) {
        match what {
            "clustered" => statements.extend(cluster(id, after.fact(what).is_some(), sides)),
            "valid" if after.fact(what).is_none() && !is_of_partitioned(after, sides) => {
                statements.push(Statement::new(id, format!("REINDEX INDEX {name}")));
            }
            "comment" => {
                let (was, is) = (before.fact(what), after.fact(what));
                statements.extend(comment(id, &format!("INDEX {name}"), was, is));
            }
            _ => return Way::Replace,
        }
    }
    Way::in_place(statements)
}

/// The name is the definition's third word: statistics may lie in another schema than their table.
fn statistics_name<'s>(unit: &Unit<'s>) -> &'s str {
    let definition = unit.fact("definition").unwrap_or_default();
    let rest = definition.strip_prefix("CREATE STATISTICS ").unwrap_or_default();
    let end = [" (", " ON "].iter().filter_map(|word| rest.find(word)).min().unwrap_or(rest.len());
    &rest[..end]
}

pub(super) fn create_statistics(unit: &Unit<'_>) -> Vec<Statement> {
    let name = statistics_name(unit);
    let create = Statement::new(unit.id, unit.fact("definition").unwrap_or_default());
    let target = unit.fact("target").map(|target| format!("ALTER STATISTICS {name} SET STATISTICS {target}"));
    let target = target.map(|sql| Statement::new(unit.id, sql));
    std::iter::once(create).chain(target).chain(first_comment(unit, &format!("STATISTICS {name}"))).collect()
}

pub(super) fn drop_statistics(unit: &Unit<'_>) -> Vec<Statement> {
    vec![Statement::new(unit.id, format!("DROP STATISTICS {}", statistics_name(unit)))]
}

pub(super) fn alter_statistics(before: &Unit<'_>, after: &Unit<'_>) -> Way {
    if before.fact("definition") != after.fact("definition") {
        return Way::Replace;
    }
    let name = statistics_name(after);
    let mut statements = Vec::new();
    if before.fact("target") != after.fact("target") {
        let target = after.fact("target").unwrap_or("-1");
        statements.push(Statement::new(after.id, format!("ALTER STATISTICS {name} SET STATISTICS {target}")));
    }
    let what = format!("STATISTICS {name}");
    statements.extend(comment(after.id, &what, before.fact("comment"), after.fact("comment")));
    Way::in_place(statements)
}
