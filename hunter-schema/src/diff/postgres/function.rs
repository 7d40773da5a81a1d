//! Functions, procedures and aggregates.

use super::say::{changed, comment, first_comment, literal};
use crate::diff::draft::Statement;
use crate::diff::grammar::Way;
use crate::diff::unit::Unit;

fn word(unit: &Unit<'_>) -> &'static str {
    match unit.fact("form") {
        Some("procedure") => "PROCEDURE",
        Some("aggregate") => "AGGREGATE",
        _ => "FUNCTION",
    }
}

/// The name without its arguments.
fn name<'s>(unit: &Unit<'s>) -> &'s str {
    unit.id.name.split('(').next().unwrap_or_default()
}

pub(super) fn create(unit: &Unit<'_>) -> Vec<Statement> {
    let create = Statement::new(unit.id, definition(unit, "CREATE"));
    let what = format!("{} {}", word(unit), signature(unit));
    std::iter::once(create).chain(first_comment(unit, &what)).collect()
}

/// How a statement names it that is there. An aggregate without arguments has a star for them.
fn signature(unit: &Unit<'_>) -> String {
    match unit.fact("form") {
        Some("aggregate") => format!("{}({})", name(unit), unit.fact("arguments").unwrap_or("*")),
        _ => unit.id.name.clone(),
    }
}

fn definition(unit: &Unit<'_>, create: &str) -> String {
    if unit.fact("form") == Some("aggregate") {
        return aggregate(unit);
    }
    let arguments = unit.fact("arguments").unwrap_or_default();
    let mut said = vec![format!("{create} {} {}({arguments})", word(unit), name(unit))];
    said.extend(unit.fact("returns").map(|returns| format!("RETURNS {returns}")));
    said.push(format!("LANGUAGE {}", unit.fact("language").unwrap_or("sql")));
    let flags = [
        ("form", "window", "WINDOW"),
        ("volatility", "immutable", "IMMUTABLE"),
        ("volatility", "stable", "STABLE"),
        ("strict", "true", "STRICT"),
        ("security_definer", "true", "SECURITY DEFINER"),
        ("leakproof", "true", "LEAKPROOF"),
        ("parallel", "safe", "PARALLEL SAFE"),
        ("parallel", "restricted", "PARALLEL RESTRICTED"),
    ];
    let flags = flags
        .iter()
        .filter(|(fact, value, _)| unit.fact(fact) == Some(value))
        .map(|(.., word)| (*word).to_owned());
    let flags: Vec<String> = flags
        .chain(
            ["cost", "rows", "support"]
                .iter()
                .filter_map(|fact| Some(format!("{} {}", fact.to_uppercase(), unit.fact(fact)?))),
        )
        .collect();
    if !flags.is_empty() {
        said.push(flags.join(" "));
    }
    said.extend(settings(unit.fact("settings").unwrap_or_default()));
    said.push(match (unit.body("source"), unit.fact("library"), unit.fact("source")) {
        (Some(body), ..) => body.to_owned(),
        (None, Some(library), source) => {
            format!("AS {}, {}", literal(library), literal(source.unwrap_or_default()))
        }
        (None, None, source) => format!("AS {}", dollars(source.unwrap_or_default())),
    });
    said.join("\n")
}

/// A text in dollars that it does not hold itself.
fn dollars(text: &str) -> String {
    if !text.contains("$$") && !text.ends_with('$') {
        return format!("$${text}$$");
    }
    let tag = (0..=text.len())
        .map(|n| format!("$body{n}$"))
        .find(|tag| !text.contains(tag.as_str()))
        .unwrap_or_default();
    format!("{tag}{text}{tag}")
}

/// `SET name TO value` for each. A list of names is kept as it is; a comma may stand inside of a value.
fn settings(text: &str) -> Vec<String> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for part in text.split(", ").filter(|part| !part.is_empty()) {
        let is_name = |key: &str| key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
        match (part.split_once('='), pairs.last_mut()) {
            (Some((key, value)), _) if is_name(key) => pairs.push((key.to_owned(), value.to_owned())),
            (_, Some((_, value))) => *value = format!("{value}, {part}"),
            _ => {}
        }
    }
    let lists = ["search_path", "temp_tablespaces", "local_preload_libraries", "session_preload_libraries"];
    let said = |(key, value): &(String, String)| {
        let value =
            if lists.contains(&key.as_str()) && !value.is_empty() { value.clone() } else { literal(value) };
        format!("SET {key} TO {value}")
    };
    pairs.iter().map(said).collect()
}

fn aggregate(unit: &Unit<'_>) -> String {
    let facts = [
        ("state_function", "SFUNC"),
        ("state_type", "STYPE"),
        ("final_function", "FINALFUNC"),
        ("combine_function", "COMBINEFUNC"),
        ("moving_state_function", "MSFUNC"),
    ];
    let mut said: Vec<String> =
        facts.iter().filter_map(|(fact, word)| Some(format!("{word} = {}", unit.fact(fact)?))).collect();
    said.extend(unit.fact("sort_operator").map(|operator| format!("SORTOP = OPERATOR({operator})")));
    said.extend(unit.fact("initial_state").map(|state| format!("INITCOND = {}", literal(state))));
    said.extend(unit.fact("parallel").map(|parallel| format!("PARALLEL = {parallel}")));
    format!("CREATE AGGREGATE {} (\n    {}\n)", signature(unit), said.join(",\n    "))
}

pub(super) fn drop(unit: &Unit<'_>) -> Vec<Statement> {
    vec![Statement::new(unit.id, format!("DROP {} {}", word(unit), signature(unit)))]
}

pub(super) fn alter(before: &Unit<'_>, after: &Unit<'_>) -> Way {
    let what = changed(before.object, after.object);
    let only_comment = what.iter().all(|fact| *fact == "comment");
    let is_aggregate = [before, after].iter().any(|unit| unit.fact("form") == Some("aggregate"));
    if !only_comment
        && (is_aggregate || ["form", "arguments", "returns"].iter().any(|fact| what.contains(fact)))
    {
        return Way::Replace;
    }
    let mut statements = Vec::new();
    if !only_comment {
        statements.push(Statement::new(after.id, definition(after, "CREATE OR REPLACE")));
    }
    let name = format!("{} {}", word(after), signature(after));
    statements.extend(comment(after.id, &name, before.fact("comment"), after.fact("comment")));
    Way::in_place(statements)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_with_commas_stays_one() {
        assert_eq!(
            settings("search_path=public, pg_temp, work_mem=4MB"),
            ["SET search_path TO public, pg_temp", "SET work_mem TO '4MB'"]
        );
    }

    #[test]
    fn a_source_with_dollars_gets_others_around_it() {
        assert_eq!(dollars("select 1"), "$$select 1$$");
        assert_eq!(dollars("do $$x$$"), "$body0$do $$x$$$body0$");
    }
}
