//! PostgreSQL's side of what is recreated around a step: two blocks inside of the step's own message, which read the
//! catalog and act on what they find, so that nothing is asked from here.
//!
//! Responsible for putting their text together. A view is followed to everything that stands on it through `pg_depend`, as
//! the server itself does when it refuses to drop one; what was taken away waits in a setting of the transaction.

use hunter_chain::Dialect;
use hunter_sql::{Made, Removed};
use serde_json::json;

use super::RecreateWords;
use super::postgres_index::quoted;

pub(super) const WORDS: RecreateWords = RecreateWords { standing, take_away, bring_back };

/// From names to what they mean.
const NAMES: &str = include_str!("recreate/names.sql");
/// The routines of a name without arguments.
const ROUTINES: &str = include_str!("recreate/routines.sql");
const START: &str = include_str!("recreate/named.sql");
/// From there to all that stands on it.
const STANDING: &str = include_str!("recreate/standing.sql");
/// How each is made again.
const ITEMS: &str = include_str!("recreate/items.sql");
/// What was said of each after it was made.
const DRESSED: &str = include_str!("recreate/dressed.sql");
const TAKE_AWAY: &str = include_str!("recreate/take_away.sql");
const BRING_BACK: &str = include_str!("recreate/bring_back.sql");

fn filled(text: &str, parts: &[(&str, &str)]) -> String {
    parts.iter().fold(text.trim_end().to_owned(), |text, (name, part)| text.replace(name, part.trim_end()))
}

/// What is filled in last may hold anything.
fn list(names: &[String]) -> String {
    let literals: Vec<String> = names.iter().map(|name| Dialect::Postgres.quote_literal(name)).collect();
    format!("array[{}]", literals.join(", "))
}

fn standing(names: &[String]) -> String {
    let query = "with recursive {names}, start as ({start}), {standing} \
                 select pg_describe_object(class, oid, 0) as j from node order by level, oid";
    let named = list(names);
    let parts = [("{names}", NAMES), ("{routines}", ROUTINES), ("{start}", START), ("{standing}", STANDING)];
    filled(query, &[&parts[..], &[("{named}", &named)]].concat())
}

fn take_away(names: &[String], dropped: &[Removed], grants: bool) -> String {
    let dropped: Vec<_> = dropped.iter().map(as_json).collect();
    let dropped = Dialect::Postgres.quote_literal(&json!(dropped).to_string());
    let given = list(names);
    let start = [("{names}", NAMES), ("{named}", "given"), ("{routines}", ROUTINES), ("{start}", START)];
    let said = if grants { "true" } else { "false" };
    let rest = [("{standing}", STANDING), ("{items}", ITEMS), ("{dressed}", DRESSED), ("{grants}", said)];
    let text = filled(TAKE_AWAY, &[&start[..], &rest[..]].concat());
    let mut mark = "$hunter$".to_owned();
    while given.contains(&mark) || dropped.contains(&mark) {
        mark.insert(1, '_');
    }
    let text = text.replace("$hunter$", &mark);
    // Whatever a name holds, it is not taken for a place to fill.
    let (before, after) = text.split_once("{given}").unwrap_or((&text, ""));
    [before, &given, &after.replace("{dropped}", &dropped)].concat()
}

fn bring_back() -> String {
    BRING_BACK.trim_end().to_owned()
}

fn as_json(removed: &Removed) -> serde_json::Value {
    let kind = match removed.made {
        Made::View => "relation",
        Made::Routine => "routine",
        Made::Policy => "policy",
        Made::Trigger => "trigger",
        Made::Rule => "rule",
    };
    // The parts of a relation are known by their bare name.
    let name = match (removed.made, &removed.arguments) {
        (Made::View, _) | (Made::Routine, None) => quoted(&removed.name),
        (Made::Routine, Some(arguments)) => format!("{}({arguments})", quoted(&removed.name)),
        _ => removed.name.name.clone(),
    };
    json!([kind, name, removed.on.as_ref().map(quoted)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_looks_like_a_place_to_fill_is_a_name() {
        let names = ["\"{dropped}\"".to_owned(), "it's".to_owned()];
        let text =
            take_away(&names, &hunter_sql::removes(Dialect::Postgres, "drop view \"{named}\", w"), false);
        assert!(text.contains(r#"array['"{dropped}"', 'it''s']"#), "{text}");
        assert!(
            text.contains(r#"[["relation","\\"{named}\\"",null],["relation","\\"w\\"",null]]"#),
            "{text}"
        );
        assert!(!text.contains("{names}") && !text.contains("{items}"), "{text}");
        assert!(text.starts_with("do $hunter$") && text.ends_with("$hunter$"), "{text}");
    }

    #[test]
    fn a_name_that_holds_the_mark_of_the_block_gets_a_block_with_another_mark() {
        let text = take_away(&["\"$hunter$ $_hunter$\"".to_owned()], &[], false);
        assert!(text.starts_with("do $__hunter$") && text.ends_with("$__hunter$"), "{text}");
    }
}
