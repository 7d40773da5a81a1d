//! Views and materialized views.

use super::say::{changed, comment, first_comment, option_changes, option_list, relation_word};
use crate::diff::draft::Statement;
use crate::diff::grammar::Way;
use crate::diff::unit::Unit;
use crate::object::Kind;

pub(super) fn create(unit: &Unit<'_>) -> Vec<Statement> {
    let what = format!("{} {}", relation_word(unit.id.kind), unit.id.name);
    let create = Statement::new(unit.id, format!("CREATE {}", definition(unit, &what)));
    std::iter::once(create).chain(first_comment(unit, &what)).collect()
}

fn definition(unit: &Unit<'_>, what: &str) -> String {
    let method = unit.fact("access_method").map(|method| format!(" USING {method}"));
    let options = unit.fact("options").map(|options| format!(" WITH ({})", option_list(options, "")));
    let query = unit.body("query").unwrap_or_default().trim_end().trim_end_matches(';');
    let is_empty = unit.object.notes.get("populated") == Some("false");
    let filled = if is_empty { "\nWITH NO DATA" } else { "" };
    format!("{what}{}{} AS\n{query}{filled}", method.unwrap_or_default(), options.unwrap_or_default())
}

pub(super) fn drop(unit: &Unit<'_>) -> Vec<Statement> {
    vec![Statement::new(unit.id, format!("DROP {} {}", relation_word(unit.id.kind), unit.id.name))]
}

pub(super) fn alter(before: &Unit<'_>, after: &Unit<'_>) -> Way {
    let what = format!("{} {}", relation_word(after.id.kind), after.id.name);
    let differing = changed(before.object, after.object);
    let mut statements = Vec::new();
    let mut say = |sql: String| statements.push(Statement::new(after.id, sql));
    let is_view = after.id.kind == Kind::View;
    if differing.contains("access_method") || differing.contains("query") && !is_view {
        return Way::Replace;
    }
    if differing.contains("query") || differing.contains("columns") {
        // A view keeps its columns under `OR REPLACE` and may only get more behind them.
        let (old, new) =
            (before.fact("columns").unwrap_or_default(), after.fact("columns").unwrap_or_default());
        let grows = new.strip_prefix(old).is_some_and(|rest| rest.is_empty() || rest.starts_with(", "));
        if !is_view || !grows {
            return Way::Replace;
        }
        say(format!("CREATE OR REPLACE {}", definition(after, &what)));
    } else {
        for change in option_changes(before.fact("options"), after.fact("options"), "") {
            say(format!("ALTER {what} {change}"));
        }
    }
    statements.extend(comment(after.id, &what, before.fact("comment"), after.fact("comment")));
    Way::in_place(statements)
}
