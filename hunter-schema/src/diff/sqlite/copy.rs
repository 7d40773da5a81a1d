//! What happens to rows on their way from one form of a table to another.
//!
//! Responsible for which values go along, and for saying beforehand on which rows it fails, what it loses and whether the
//! way back is one.

use super::super::draft::Reverse;
use super::super::unit::Unit;
use super::{keys, text};
use crate::object::{Object, ObjectId};

/// The columns that take values along, each with what is selected for it.
pub(super) fn columns(before: &Unit<'_>, after: &Unit<'_>) -> Vec<(String, String)> {
    let pairs = kept(before, after).into_iter().filter(|pair| !is(pair.after, "generated"));
    let select = |pair: Pair<'_>| {
        let column = text::spelled(pair.id, pair.before);
        let value = match pair.after.facts.get("default").filter(|_| fills_nulls(&pair)) {
            Some(default) => format!("coalesce({column}, {})", text::expression(default)),
            None => column,
        };
        (text::spelled(pair.id, pair.after), value)
    };
    pairs.map(select).collect()
}

/// Of which rows the copy says no.
pub(super) fn failures(before: &Unit<'_>, after: &Unit<'_>) -> Vec<String> {
    let mut said = Vec::new();
    let name = &after.id.name;
    for (id, object) in new_columns(before, after) {
        if must_have_value(object) && !is(object, "default") {
            let why = "must have a value and has no default";
            let which = if is(object, "generated") { "rows that give none" } else { "every row" };
            said.push(format!("fails on {which}: {} {why}", id.name));
        }
    }
    for pair in kept(before, after) {
        let becomes = must_have_value(pair.after) && !must_have_value(pair.before);
        if becomes && !is(pair.after, "default") && keys::alias(before) != Some(text::own(pair.id)) {
            said.push(format!("fails on rows without a value of {}", pair.id.name));
        }
        let kind = |object: &Object| object.facts.get("type").unwrap_or("any").to_owned();
        let was_strict = before.fact("strict").is_some() && kind(pair.before) == kind(pair.after);
        if after.fact("strict").is_some() && !was_strict && kind(pair.after) != "any" {
            said.push(format!("fails on rows whose {} is no {}", pair.id.name, kind(pair.after)));
        }
    }
    for (id, object) in after.constraints() {
        let same = |(other, was): (&ObjectId, &Object)| other == id && was.facts == object.facts;
        if before.constraints().any(same) {
            continue;
        }
        let fact = |name: &str| object.facts.get(name).unwrap_or_default();
        said.extend(match fact("kind") {
            "check" => {
                Some(format!("fails on rows of {name} of which this is not so: {}", fact("expression")))
            }
            "foreign key" => Some(format!(
                "fails on rows of {name} whose {} is not in {}",
                fact("columns"),
                fact("references")
            )),
            // The same columns were as unique before, under another name or as the rowid.
            _ if was_unique(before, object) => None,
            _ => Some(format!("fails if two rows of {name} have the same {}", fact("columns"))),
        });
    }
    said
}

/// What the new table has no room for.
pub(super) fn losses(before: &Unit<'_>, after: &Unit<'_>) -> Vec<String> {
    let mut said = Vec::new();
    for (id, object) in before.columns().filter(|(_, object)| !is(object, "generated")) {
        match after.columns().find(|(other, _)| *other == id) {
            None => said.push(format!("loses the values of {}", id.name)),
            Some((_, now)) if is(now, "generated") && object.facts != now.facts => {
                said.push(format!("loses the values of {}, which is generated from now on", id.name));
            }
            Some(_) => {}
        }
    }
    if before.fact("autoincrement").is_some() && after.fact("autoincrement").is_none() {
        said.push(format!("forgets the highest id that {} ever had", after.id.name));
    }
    said
}

/// Whether the values that go along can come back as they were.
pub(super) fn reverse(before: &Unit<'_>, after: &Unit<'_>) -> Reverse {
    let of = |unit: &Unit<'_>, object: &Object| {
        affinity(object.facts.get("type").unwrap_or_default(), unit.fact("strict").is_some())
    };
    let mut reverse = Reverse::Exact;
    for pair in kept(before, after).into_iter().filter(|pair| !is(pair.after, "generated")) {
        if of(before, pair.before) != of(after, pair.after) {
            reverse = reverse.max(Reverse::Unknown);
        } else if fills_nulls(&pair) {
            reverse = reverse.max(Reverse::StructureOnly);
        }
    }
    reverse
}

/// A column that is there before and after.
struct Pair<'s> {
    id: &'s ObjectId,
    before: &'s Object,
    after: &'s Object,
}

fn kept<'s>(before: &Unit<'s>, after: &Unit<'s>) -> Vec<Pair<'s>> {
    let pair = |(id, after)| {
        let (_, before) = before.columns().find(|(other, _)| *other == id)?;
        Some(Pair { id, before, after })
    };
    after.columns().filter_map(pair).collect()
}

fn new_columns<'s>(before: &Unit<'_>, after: &Unit<'s>) -> Vec<(&'s ObjectId, &'s Object)> {
    after.columns().filter(|(id, _)| before.columns().all(|(other, _)| other != *id)).collect()
}

fn is(object: &Object, fact: &str) -> bool {
    object.facts.get(fact).is_some()
}

fn must_have_value(column: &Object) -> bool {
    is(column, "not null") || is(column, "not null on conflict")
}

/// Whether rows without a value get the default.
fn fills_nulls(pair: &Pair<'_>) -> bool {
    must_have_value(pair.after) && !must_have_value(pair.before) && is(pair.after, "default")
}

fn was_unique(before: &Unit<'_>, key: &Object) -> bool {
    let is_key = |object: &Object| matches!(object.facts.get("kind"), Some("primary key" | "unique"));
    let columns = |object: &Object| object.facts.get("columns").map(str::to_owned);
    before.constraints().any(|(_, object)| is_key(object) && columns(object) == columns(key))
}

/// What SQLite makes of a value on its way into a column of a type: none where it stays what it is.
fn affinity(kind: &str, strict: bool) -> &'static str {
    let has = |part: &str| kind.contains(part);
    match () {
        () if strict && kind == "any" => "none",
        () if has("int") => "integer",
        () if has("char") || has("clob") || has("text") => "text",
        () if has("blob") || kind.is_empty() => "none",
        () if has("real") || has("floa") || has("doub") => "real",
        () => "numeric",
    }
}
