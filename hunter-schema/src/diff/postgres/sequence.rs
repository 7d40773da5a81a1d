//! Sequences, and the options of identity columns.

use super::say::{changed, comment, first_comment, literal, part, part_of};
use crate::diff::draft::{Reverse, Statement};
use crate::diff::grammar::{Sides, Way};
use crate::diff::unit::Unit;
use crate::object::{Kind, ObjectId};

/// Facts with their words, and the words for the usual case.
const OPTIONS: [(&str, &str, &str); 6] = [
    ("increment", "INCREMENT BY", "INCREMENT BY 1"),
    ("min", "MINVALUE", "NO MINVALUE"),
    ("max", "MAXVALUE", "NO MAXVALUE"),
    ("start", "START WITH", ""),
    ("cache", "CACHE", "CACHE 1"),
    ("cycle", "CYCLE", "NO CYCLE"),
];

fn said(words: &str, fact: &str, value: &str) -> String {
    if fact == "cycle" { words.to_owned() } else { format!("{words} {value}") }
}

pub(super) fn create(unit: &Unit<'_>) -> Vec<Statement> {
    let name = &unit.id.name;
    let unlogged = if unit.fact("unlogged").is_some() { "UNLOGGED " } else { "" };
    let kind = unit.fact("type").filter(|kind| *kind != "bigint").map(|kind| format!(" AS {kind}"));
    let options = OPTIONS
        .iter()
        .filter_map(|(fact, words, _)| Some(format!(" {}", said(words, fact, unit.fact(fact)?))));
    let options: String = options.collect();
    let sql = format!("CREATE {unlogged}SEQUENCE {name}{}{options}", kind.unwrap_or_default());
    std::iter::once(Statement::new(unit.id, sql))
        .chain(first_comment(unit, &format!("SEQUENCE {name}")))
        .collect()
}

/// Its owner. Where the column was there before, the sequence goes on behind its values.
pub(super) fn own(unit: &Unit<'_>, sides: Sides<'_>) -> Vec<Statement> {
    let Some(owner) = unit.fact("owner") else { return Vec::new() };
    let name = &unit.id.name;
    let mut statements = vec![Statement::new(unit.id, format!("ALTER SEQUENCE {name} OWNED BY {owner}"))];
    let column = ObjectId { kind: Kind::Column, name: owner.to_owned() };
    if sides.before.get(&column).is_some() && sides.before.get(unit.id).is_none() {
        statements.extend(catch_up(&column, &literal(name)));
    }
    statements
}

/// Sets a sequence behind the values that a column has already.
pub(super) fn catch_up(column: &ObjectId, sequence: &str) -> Option<Statement> {
    let (table, own) = part(column);
    let sql = format!("SELECT setval({sequence}, (SELECT coalesce(max({own}), 0) + 1 FROM {table}), false)");
    Some(Statement::new(column, sql))
}

pub(super) fn drop(unit: &Unit<'_>) -> Vec<Statement> {
    vec![Statement::new(unit.id, format!("DROP SEQUENCE {}", unit.id.name)).reverse(Reverse::StructureOnly)]
}

/// Whether it goes with the column or the table that owns it.
pub(super) fn is_owned_by(unit: &Unit<'_>, dropped: &ObjectId) -> bool {
    let Some(owner) = unit.fact("owner").filter(|_| unit.id.kind == Kind::Sequence) else { return false };
    match dropped.kind {
        Kind::Column => owner == dropped.name,
        Kind::Table => part_of(owner).0 == dropped.name,
        _ => false,
    }
}

pub(super) fn alter(before: &Unit<'_>, after: &Unit<'_>) -> Way {
    let (id, name) = (after.id, &after.id.name);
    let what = changed(before.object, after.object);
    let mut words: Vec<String> = Vec::new();
    if what.contains("type") {
        words.push(format!("AS {}", after.fact("type").unwrap_or("bigint")));
    }
    for (fact, with, without) in OPTIONS.iter().filter(|(fact, ..)| what.contains(fact)) {
        words.push(match after.fact(fact) {
            Some(value) => said(with, fact, value),
            None if *fact == "start" => format!("START WITH {}", usual_start(after)),
            None => (*without).to_owned(),
        });
    }
    if what.contains("owner") && before.fact("owner").is_some() {
        words.push("OWNED BY NONE".to_owned());
    }
    let mut statements: Vec<Statement> =
        moved(id, &literal(name), Some(&told(before)), Some(&told(after))).into_iter().collect();
    if !words.is_empty() {
        statements.push(Statement::new(id, format!("ALTER SEQUENCE {name} {}", words.join(" "))));
    }
    if what.contains("unlogged") {
        let how = if after.fact("unlogged").is_some() { "UNLOGGED" } else { "LOGGED" };
        statements.push(Statement::new(id, format!("ALTER SEQUENCE {name} SET {how}")));
    }
    statements.extend(comment(
        id,
        &format!("SEQUENCE {name}"),
        before.fact("comment"),
        after.fact("comment"),
    ));
    Way::in_place(statements)
}

/// Where a sequence begins of which nothing else is said.
fn usual_start(unit: &Unit<'_>) -> String {
    let falls = unit.fact("increment").is_some_and(|by| by.starts_with('-'));
    let end = unit.fact(if falls { "max" } else { "min" });
    end.unwrap_or(if falls { "-1" } else { "1" }).to_owned()
}

/// `start 5 increment 2 cycle true` as options of an identity.
pub(super) fn of_identity(text: &str) -> String {
    let said: Vec<String> = pairs(text)
        .iter()
        .filter_map(|(fact, value)| {
            let (_, words, _) = OPTIONS.iter().find(|(known, ..)| known == fact)?;
            Some(said(words, fact, value))
        })
        .collect();
    said.join(" ")
}

fn pairs(text: &str) -> Vec<(&str, &str)> {
    let words: Vec<&str> = text.split(' ').collect();
    words.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}

/// Sets a sequence to its new start where its place would be outside of new bounds, which the server refuses.
pub(super) fn moved(
    about: &ObjectId,
    sequence: &str,
    before: Option<&str>,
    after: Option<&str>,
) -> Option<Statement> {
    let (old, new) = (pairs(before.unwrap_or_default()), pairs(after.unwrap_or_default()));
    let of = |pairs: &[(&str, &str)], fact: &str| {
        pairs.iter().find(|(known, _)| *known == fact).map(|(_, value)| (*value).to_owned())
    };
    let start = |pairs: &[(&str, &str)]| {
        let falls = of(pairs, "increment").is_some_and(|by| by.starts_with('-'));
        let usual = || if falls { "-1" } else { "1" }.to_owned();
        of(pairs, "start").or_else(|| of(pairs, if falls { "max" } else { "min" })).unwrap_or_else(usual)
    };
    let bounds = [("min", "<"), ("max", ">")];
    let outside: Vec<String> = bounds
        .iter()
        .filter(|(fact, _)| of(&old, fact) != of(&new, fact))
        .filter_map(|(fact, sign)| Some((of(&new, fact)?, sign)))
        .map(|(bound, sign)| {
            format!("coalesce(pg_sequence_last_value({sequence}::regclass), {}) {sign} {bound}", start(&old))
        })
        .collect();
    let sql = format!("SELECT setval({sequence}, {}, false) WHERE {}", start(&new), outside.join(" OR "));
    (!outside.is_empty()).then(|| Statement::new(about, sql))
}

/// The options of a sequence as those of an identity are told.
fn told(unit: &Unit<'_>) -> String {
    let said: Vec<String> =
        OPTIONS.iter().filter_map(|(fact, ..)| Some(format!("{fact} {}", unit.fact(fact)?))).collect();
    said.join(" ")
}

/// `SET …` for each option that differs.
pub(super) fn identity_changes(before: Option<&str>, after: Option<&str>) -> String {
    let (old, new) = (pairs(before.unwrap_or_default()), pairs(after.unwrap_or_default()));
    let of = |pairs: &[(&str, &str)], fact: &str| {
        pairs.iter().find(|(known, _)| *known == fact).map(|(_, value)| (*value).to_owned())
    };
    let mut words = Vec::new();
    for (fact, with, without) in OPTIONS {
        match (of(&old, fact), of(&new, fact)) {
            (was, Some(is)) if was.as_ref() != Some(&is) => {
                words.push(format!("SET {}", said(with, fact, &is)))
            }
            (Some(_), None) if fact == "start" => {
                let falls = of(&new, "increment").is_some_and(|by| by.starts_with('-'));
                let end = of(&new, if falls { "max" } else { "min" });
                words.push(format!(
                    "SET START WITH {}",
                    end.unwrap_or_else(|| if falls { "-1" } else { "1" }.to_owned())
                ));
            }
            (Some(_), None) => words.push(format!("SET {without}")),
            _ => {}
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_of_an_identity_are_said_and_taken_back() {
        assert_eq!(of_identity("start 5 increment 2 cycle true"), "START WITH 5 INCREMENT BY 2 CYCLE");
        assert_eq!(
            identity_changes(Some("start 5 cycle true"), Some("increment 3")),
            "SET INCREMENT BY 3 SET START WITH 1 SET NO CYCLE"
        );
    }
}
