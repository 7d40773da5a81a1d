//! Enums, domains, composite types and ranges.

use hunter_sql::Dialect;

use super::column::unquoted;
use super::say::{changed, comment, first_comment, list, part};
use super::table::parents;
use crate::diff::draft::Statement;
use crate::diff::grammar::{Sides, Way};
use crate::diff::names;
use crate::diff::unit::Unit;
use crate::object::{Kind, Object, ObjectId};

fn word(unit: &Unit<'_>) -> &'static str {
    if unit.fact("form") == Some("domain") { "DOMAIN" } else { "TYPE" }
}

pub(super) fn create(unit: &Unit<'_>) -> Vec<Statement> {
    let name = &unit.id.name;
    let facts = |known: &[(&str, &str)]| -> Vec<String> {
        known.iter().filter_map(|(fact, word)| Some(format!("{word} = {}", unit.fact(fact)?))).collect()
    };
    let sql = match unit.fact("form") {
        Some("enum") => format!("CREATE TYPE {name} AS ENUM ({})", unit.fact("labels").unwrap_or_default()),
        Some("domain") => domain(unit),
        Some("composite") => {
            let attributes = list(unit.fact("attributes").unwrap_or_default());
            format!("CREATE TYPE {name} AS (\n    {}\n)", attributes.join(",\n    "))
        }
        Some("range") => {
            let said = facts(&[
                ("subtype", "SUBTYPE"),
                ("subtype_operators", "SUBTYPE_OPCLASS"),
                ("subtype_collation", "COLLATION"),
                ("canonical", "CANONICAL"),
                ("difference", "SUBTYPE_DIFF"),
            ]);
            let multirange =
                unit.object.notes.get("multirange").map(|name| format!("MULTIRANGE_TYPE_NAME = {name}"));
            let said: Vec<String> = said.into_iter().chain(multirange).collect();
            format!("CREATE TYPE {name} AS RANGE (\n    {}\n)", said.join(",\n    "))
        }
        _ => {
            let text = format!("{name} is a base type: write its functions and CREATE TYPE");
            return vec![Statement::unfinished(unit.id, text)];
        }
    };
    let mut statements = vec![Statement::new(unit.id, sql)];
    statements.extend(part_comments(unit, &Object::default(), unit.object));
    statements.extend(first_comment(unit, &format!("{} {name}", word(unit))));
    statements
}

fn domain(unit: &Unit<'_>) -> String {
    let checks = list(unit.fact("checks").unwrap_or_default());
    let said = [
        unit.fact("collation").map(|collation| format!(" COLLATE {collation}")),
        unit.fact("default").map(|default| format!(" DEFAULT {default}")),
        unit.fact("not_null").map(|_| " NOT NULL".to_owned()),
    ];
    let said: String = said.into_iter().flatten().collect();
    let checks: String = checks.iter().map(|check| format!("\n    CONSTRAINT {check}")).collect();
    format!("CREATE DOMAIN {} AS {}{said}{checks}", unit.id.name, unit.fact("base").unwrap_or_default())
}

/// Comments on checks of a domain and on attributes of a composite type: `name 'text'` each.
fn part_comments(unit: &Unit<'_>, before: &Object, after: &Object) -> Vec<Statement> {
    let mut statements = Vec::new();
    for fact in ["check_comments", "attribute_comments"] {
        let of = |object: &'_ Object| -> Vec<(String, String)> {
            let all = list(object.facts.get(fact).unwrap_or_default()).into_iter();
            all.filter_map(|one| one.split_once(' '))
                .map(|(name, text)| (name.to_owned(), text.to_owned()))
                .collect()
        };
        let (old, new) = (of(before), of(after));
        let what = |name: &str| match fact {
            "check_comments" => format!("CONSTRAINT {name} ON DOMAIN {}", unit.id.name),
            _ => format!("COLUMN {}.{name}", unit.id.name),
        };
        let known = |name: &str, object: &Object| {
            let parts = object.facts.get("checks").or(object.facts.get("attributes")).unwrap_or_default();
            list(parts).iter().any(|one| one.split(' ').next() == Some(name))
        };
        let set = new.iter().filter(|one| !old.contains(one)).map(|(name, text)| (name, text.clone()));
        let gone =
            old.iter().filter(|(name, _)| known(name, after) && !new.iter().any(|(other, _)| other == name));
        for (name, text) in set.chain(gone.map(|(name, _)| (name, "NULL".to_owned()))) {
            statements.push(Statement::new(unit.id, format!("COMMENT ON {} IS {text}", what(name))));
        }
    }
    statements
}

pub(super) fn drop(unit: &Unit<'_>) -> Vec<Statement> {
    vec![Statement::new(unit.id, format!("DROP {} {}", word(unit), unit.id.name))]
}

pub(super) fn alter(before: &Unit<'_>, after: &Unit<'_>, sides: Sides<'_>) -> Way {
    let what = changed(before.object, after.object);
    let (mut statements, mut disturbs) = (Vec::new(), false);
    let changes = match (before.fact("form"), after.fact("form")) {
        (Some("enum"), Some("enum")) if what.contains("labels") => {
            let added = added_labels(before, after, sides);
            disturbs = added.is_none();
            Some(added.unwrap_or_else(|| made_again(before, after, sides)))
        }
        (Some("domain"), Some("domain")) => {
            let changes = domain_changes(before, after);
            disturbs = changes.is_none();
            Some(changes.unwrap_or_else(|| made_again(before, after, sides)))
        }
        (Some("composite"), Some("composite")) => attribute_changes(before, after, sides),
        _ if what.iter().all(|fact| fact.ends_with("comment") || fact.ends_with("comments")) => {
            Some(Vec::new())
        }
        _ => None,
    };
    let Some(changes) = changes else { return Way::Replace };
    statements.extend(changes);
    statements.extend(part_comments(after, before.object, after.object));
    let name = format!("{} {}", word(after), after.id.name);
    statements.extend(comment(after.id, &name, before.fact("comment"), after.fact("comment")));
    Way::InPlace { statements, disturbs }
}

/// `ADD VALUE` for each new label, if there are only new ones and nothing uses them yet: a value can be used after the
/// transaction that added it.
fn added_labels(before: &Unit<'_>, after: &Unit<'_>, sides: Sides<'_>) -> Option<Vec<Statement>> {
    let (old, new) =
        (list(before.fact("labels").unwrap_or_default()), list(after.fact("labels").unwrap_or_default()));
    let kept: Vec<&str> = new.iter().copied().filter(|label| old.contains(label)).collect();
    if kept != old {
        return None;
    }
    let name = &after.id.name;
    let mut statements = Vec::new();
    for (at, label) in new.iter().enumerate().filter(|(_, label)| !old.contains(label)) {
        let used = format!("{label}::{name}");
        let texts = |object: &Object| {
            object.facts.iter().chain(object.bodies.iter()).any(|(_, text)| text.contains(&used))
        };
        if sides.after.objects().any(|(_, object)| texts(object)) {
            return None;
        }
        let place = match (at.checked_sub(1).and_then(|before| new.get(before)), new.get(at + 1)) {
            (Some(_), None) => String::new(),
            (Some(first), _) => format!(" AFTER {first}"),
            (None, Some(_)) => format!(" BEFORE {}", old.first()?),
            (None, None) => String::new(),
        };
        statements.push(Statement::new(after.id, format!("ALTER TYPE {name} ADD VALUE {label}{place}")));
    }
    Some(statements)
}

/// A new type under the old name, to which the columns are converted, with the domains that stand on it.
fn made_again(before: &Unit<'_>, after: &Unit<'_>, sides: Sides<'_>) -> Vec<Statement> {
    let say = |id: &ObjectId, sql: String| Statement::new(id, sql);
    let all = with_domains(after.id, sides);
    let (mut statements, mut drops) = (Vec::new(), Vec::new());
    for id in &all {
        let Some(object) = sides.after.get(id) else { continue };
        let unit = Unit { id, object, parts: Vec::new() };
        let old = old_name(&id.name);
        statements.push(say(id, format!("ALTER {} {} RENAME TO {old}", word(&unit), id.name)));
        statements.extend(create(&unit));
        let schema = names::owner(1, &id.name).map(|schema| format!("{schema}.")).unwrap_or_default();
        drops.push(say(id, format!("DROP {} {schema}{old}", word(&unit))));
    }
    let labels = |unit: &Unit<'_>| -> Vec<String> {
        list(unit.fact("labels").unwrap_or_default()).into_iter().map(str::to_owned).collect()
    };
    let new = labels(after);
    let gone: Vec<String> = labels(before).into_iter().filter(|label| !new.contains(label)).collect();
    let through = after.fact("base").unwrap_or("text");
    statements.extend(all.iter().flat_map(|id| converted(id, through, &gone, sides)));
    statements.extend(drops.into_iter().rev());
    statements
}

/// A type and the domains over it, each after what it stands on.
fn with_domains<'s>(id: &'s ObjectId, sides: Sides<'s>) -> Vec<&'s ObjectId> {
    let mut all = vec![id];
    let mut at = 0;
    while let Some(below) = all.get(at).copied() {
        let stands = |object: &Object| {
            let base = object.facts.get("base").unwrap_or_default();
            base.trim_end_matches("[]") == below.name
        };
        let above = sides.before.objects().filter(|(id, object)| id.kind == Kind::Type && stands(object));
        all.extend(above.map(|(id, _)| id).filter(|id| sides.after.get(id).is_some()));
        at += 1;
    }
    all
}

/// The name of a type while the new one has its own.
fn old_name(name: &str) -> String {
    let own = unquoted(names::own(1, name));
    Dialect::Postgres.quote_identifier(&format!("{own}__old"))
}

/// The columns of a type, converted to the new one of the same name.
fn converted(kind: &ObjectId, through: &str, gone: &[String], sides: Sides<'_>) -> Vec<Statement> {
    let mut statements = Vec::new();
    for (id, object) in sides.before.objects().filter(|(id, _)| id.kind == Kind::Column) {
        let written = object.facts.get("type").unwrap_or_default();
        let base = written.trim_end_matches("[]");
        let Some(after) = sides.after.get(id).filter(|_| base == kind.name) else { continue };
        let (table, column) = part(id);
        let of_table = sides.before.get(&ObjectId { kind: Kind::Table, name: table.to_owned() });
        let is_child = of_table.is_some_and(|table| !parents(table).is_empty());
        if is_child || after.facts.get("type") != Some(written) {
            continue;
        }
        let brackets = &written[base.len()..];
        let (was, is) = (object.facts.get("default"), after.facts.get("default"));
        let mut said = Vec::new();
        said.extend(was.map(|_| format!("ALTER COLUMN {column} DROP DEFAULT")));
        said.push(format!(
            "ALTER COLUMN {column} TYPE {written} USING {column}::{through}{brackets}::{written}"
        ));
        said.extend(is.map(|default| format!("ALTER COLUMN {column} SET DEFAULT {default}")));
        let change = Statement::new(id, format!("ALTER TABLE {table}\n    {}", said.join(",\n    ")));
        let fails = format!("Fails where {} is {} in a row.", id.name, gone.join(" or "));
        statements.push(if gone.is_empty() { change } else { change.remark(fails) });
    }
    statements
}

fn domain_changes(before: &Unit<'_>, after: &Unit<'_>) -> Option<Vec<Statement>> {
    let what = changed(before.object, after.object);
    if ["base", "collation"].iter().any(|fact| what.contains(fact)) {
        return None;
    }
    let name = &after.id.name;
    let mut said = Vec::new();
    let checks = |unit: &Unit<'_>| -> Vec<String> {
        list(unit.fact("checks").unwrap_or_default()).into_iter().map(str::to_owned).collect()
    };
    let (old, new) = (checks(before), checks(after));
    let own = |check: &String| check.split(' ').next().unwrap_or_default().to_owned();
    said.extend(
        old.iter()
            .filter(|check| !new.contains(check))
            .map(|check| format!("DROP CONSTRAINT {}", own(check))),
    );
    if what.contains("default") {
        said.push(
            after
                .fact("default")
                .map_or_else(|| "DROP DEFAULT".to_owned(), |text| format!("SET DEFAULT {text}")),
        );
    }
    if what.contains("not_null") {
        said.push(if after.fact("not_null").is_some() { "SET NOT NULL" } else { "DROP NOT NULL" }.to_owned());
    }
    said.extend(
        new.iter().filter(|check| !old.contains(check)).map(|check| format!("ADD CONSTRAINT {check}")),
    );
    Some(
        said.into_iter()
            .map(|said| Statement::new(after.id, format!("ALTER DOMAIN {name} {said}")))
            .collect(),
    )
}

fn attribute_changes(before: &Unit<'_>, after: &Unit<'_>, sides: Sides<'_>) -> Option<Vec<Statement>> {
    let (old, new) = (
        list(before.fact("attributes").unwrap_or_default()),
        list(after.fact("attributes").unwrap_or_default()),
    );
    let own = |attribute: &&str| attribute.split(' ').next().unwrap_or_default().to_owned();
    let (old_names, new_names): (Vec<String>, Vec<String>) =
        (old.iter().map(own).collect(), new.iter().map(own).collect());
    let kept: Vec<&String> = old_names.iter().filter(|name| new_names.contains(name)).collect();
    let in_order: Vec<&String> = new_names.iter().take(kept.len()).collect();
    if kept != in_order {
        return None;
    }
    let mut said: Vec<String> = Vec::new();
    said.extend(
        old_names
            .iter()
            .filter(|name| !new_names.contains(name))
            .map(|name| format!("DROP ATTRIBUTE {name}")),
    );
    for attribute in &new {
        let (name, kind) = attribute.split_once(' ').unwrap_or((attribute, ""));
        if !old_names.iter().any(|old| old == name) {
            said.push(format!("ADD ATTRIBUTE {attribute}"));
        } else if !old.contains(attribute) {
            let is_held = |(id, object): (&ObjectId, &Object)| {
                let kind = object.facts.get("type").unwrap_or_default();
                id.kind == Kind::Column && kind.trim_end_matches("[]") == after.id.name
            };
            if sides.before.objects().any(is_held) {
                return None;
            }
            said.push(format!("ALTER ATTRIBUTE {name} TYPE {kind}"));
        }
    }
    let name = &after.id.name;
    Some(said.into_iter().map(|said| Statement::new(after.id, format!("ALTER TYPE {name} {said}"))).collect())
}
