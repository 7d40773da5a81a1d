//! Triggers, row security policies and rules: what a table does by itself.

use super::say::{changed, comment, first_comment, in_parentheses, part};
use crate::diff::draft::Statement;
use crate::diff::grammar::Way;
use crate::diff::unit::Unit;
use crate::object::Kind;

fn word(unit: &Unit<'_>) -> &'static str {
    match unit.id.kind {
        Kind::Policy => "POLICY",
        Kind::Rule => "RULE",
        _ => "TRIGGER",
    }
}

fn named(unit: &Unit<'_>) -> String {
    let (table, own) = part(unit.id);
    format!("{} {own} ON {table}", word(unit))
}

pub(super) fn create(unit: &Unit<'_>) -> Vec<Statement> {
    let sql = match unit.id.kind {
        Kind::Policy => policy(unit),
        Kind::Rule => unit.body("definition").unwrap_or_default().trim_end().trim_end_matches(';').to_owned(),
        _ => unit.fact("definition").unwrap_or_default().to_owned(),
    };
    let create = Statement::new(unit.id, sql);
    let enabled = unit.fact("enabled").map(|_| enable(unit));
    std::iter::once(create).chain(enabled).chain(first_comment(unit, &named(unit))).collect()
}

/// When a trigger or a rule fires.
fn enable(unit: &Unit<'_>) -> Statement {
    let (table, own) = part(unit.id);
    let how = match unit.fact("enabled") {
        Some("never") => "DISABLE",
        Some("on a replica") => "ENABLE REPLICA",
        Some("always") => "ENABLE ALWAYS",
        _ => "ENABLE",
    };
    Statement::new(unit.id, format!("ALTER TABLE {table} {how} {} {own}", word(unit)))
}

fn policy(unit: &Unit<'_>) -> String {
    let text = |name: &str| unit.fact(name).or_else(|| unit.body(name)).map(in_parentheses);
    let said = [
        unit.fact("restrictive").map(|_| "AS RESTRICTIVE".to_owned()),
        unit.fact("command").map(|command| format!("FOR {}", command.to_uppercase())),
        unit.fact("roles").map(|roles| format!("TO {roles}")),
        text("using").map(|condition| format!("USING {condition}")),
        text("with_check").map(|condition| format!("WITH CHECK {condition}")),
    ];
    let said: String = said.into_iter().flatten().map(|clause| format!("\n    {clause}")).collect();
    format!("CREATE {}{said}", named(unit))
}

pub(super) fn drop(unit: &Unit<'_>) -> Vec<Statement> {
    vec![Statement::new(unit.id, format!("DROP {}", named(unit)))]
}

pub(super) fn alter(before: &Unit<'_>, after: &Unit<'_>) -> Way {
    let mut statements = Vec::new();
    for what in changed(before.object, after.object) {
        match what {
            "enabled" => statements.push(enable(after)),
            "comment" => {
                statements.extend(comment(after.id, &named(after), before.fact(what), after.fact(what)));
            }
            _ => return Way::Replace,
        }
    }
    Way::in_place(statements)
}
