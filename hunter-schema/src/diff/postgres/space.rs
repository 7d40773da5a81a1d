//! Schemas and extensions.

use super::say::{changed, comment, first_comment};
use crate::diff::draft::Statement;
use crate::diff::grammar::Way;
use crate::diff::unit::Unit;
use crate::object::Kind;

pub(super) fn create_schema(unit: &Unit<'_>) -> Vec<Statement> {
    let name = &unit.id.name;
    let create = Statement::new(unit.id, format!("CREATE SCHEMA {name}"));
    std::iter::once(create).chain(first_comment(unit, &format!("SCHEMA {name}"))).collect()
}

pub(super) fn create_extension(unit: &Unit<'_>) -> Vec<Statement> {
    let schema = unit.fact("schema").map(|schema| format!(" SCHEMA {schema}")).unwrap_or_default();
    vec![Statement::new(unit.id, format!("CREATE EXTENSION {}{schema}", unit.id.name))]
}

pub(super) fn drop(unit: &Unit<'_>) -> Vec<Statement> {
    let word = if unit.id.kind == Kind::Schema { "SCHEMA" } else { "EXTENSION" };
    vec![Statement::new(unit.id, format!("DROP {word} {}", unit.id.name))]
}

pub(super) fn alter(before: &Unit<'_>, after: &Unit<'_>) -> Way {
    let name = &after.id.name;
    if after.id.kind == Kind::Schema {
        let what = format!("SCHEMA {name}");
        return Way::in_place(
            comment(after.id, &what, before.fact("comment"), after.fact("comment")).into_iter().collect(),
        );
    }
    match (after.fact("schema"), changed(before.object, after.object).len()) {
        (Some(schema), 1) => Way::in_place(vec![Statement::new(
            after.id,
            format!("ALTER EXTENSION {name} SET SCHEMA {schema}"),
        )]),
        _ => Way::Replace,
    }
}
