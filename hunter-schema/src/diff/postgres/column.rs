//! Columns of tables, and what is said of a view's column.

use super::say::{
    changed, comment, in_parentheses, literal, option_changes, option_list, options, part,
    server_option_changes,
};
use super::sequence;
use super::table;
use crate::diff::draft::{Reverse, Statement};
use crate::diff::grammar::{Sides, Way};
use crate::diff::unit::Unit;
use crate::object::{Kind, Object, ObjectId};
use crate::snapshot::Snapshot;

/// As it stands in the list of a new table; nothing where a typed table says it all.
pub(super) fn written(table: &Unit<'_>, id: &ObjectId, object: &Object) -> Option<String> {
    let own = part(id).1;
    let details = details(object);
    match table.fact("of_type") {
        Some(_) if details.is_empty() => None,
        Some(_) => Some(format!("{own} WITH OPTIONS{details}")),
        None => Some(format!("{own} {}{}", typed(object), details)),
    }
}

fn typed(object: &Object) -> String {
    let kind = object.facts.get("type").unwrap_or_default();
    let collation = object.facts.get("collation").map(|collation| format!(" COLLATE {collation}"));
    format!("{kind}{}", collation.unwrap_or_default())
}

fn details(object: &Object) -> String {
    let fact = |name: &str| object.facts.get(name);
    let pairs = options(fact("server_options"));
    let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key} {}", literal(value))).collect();
    let said = [
        fact("compression").map(|method| format!(" COMPRESSION {method}")),
        (!pairs.is_empty()).then(|| format!(" OPTIONS ({})", pairs.join(", "))),
        fact("default").map(|default| format!(" DEFAULT {default}")),
        generated(object).map(|generated| format!(" {generated}")),
        identity(object).map(|identity| format!(" {identity}")),
        match fact("not_null") {
            Some("no inherit") => Some(" NOT NULL NO INHERIT".to_owned()),
            Some("true") => Some(" NOT NULL".to_owned()),
            _ => None,
        },
    ];
    said.into_iter().flatten().collect()
}

fn generated(object: &Object) -> Option<String> {
    let how = object.facts.get("generated")?.to_uppercase();
    let expression = in_parentheses(object.facts.get("expression").unwrap_or_default());
    Some(format!("GENERATED ALWAYS AS {expression} {how}"))
}

fn identity(object: &Object) -> Option<String> {
    let how = object.facts.get("identity")?.to_uppercase();
    let options = object.facts.get("identity_options").map(sequence::of_identity);
    let options = options.map(|options| format!(" ({options})")).unwrap_or_default();
    Some(format!("GENERATED {how} AS IDENTITY{options}"))
}

/// What no list of columns can say.
pub(super) fn said_beside(id: &ObjectId, object: &Object) -> Vec<Statement> {
    let (table, own) = part(id);
    let fact = |name: &str| object.facts.get(name);
    let alter = |text: String| Statement::new(id, format!("ALTER TABLE {table} ALTER COLUMN {own} {text}"));
    let mut statements = Vec::new();
    statements
        .extend(fact("storage").map(|storage| alter(format!("SET STORAGE {}", storage.to_uppercase()))));
    statements.extend(fact("statistics").map(|target| alter(format!("SET STATISTICS {target}"))));
    statements.extend(fact("options").map(|options| alter(format!("SET ({})", option_list(options, "")))));
    if fact("not_null") == Some("not valid") {
        statements.push(Statement::new(id, format!("ALTER TABLE {table} ADD NOT NULL {own} NOT VALID")));
    }
    statements.extend(comment(id, &format!("COLUMN {}", id.name), None, fact("comment")));
    statements
}

/// Whether a parent of its table has a column of this name, so that the parent's statement is enough.
fn is_inherited(id: &ObjectId, snapshot: &Snapshot) -> bool {
    let (table, own) = part(id);
    let table = ObjectId { kind: Kind::Table, name: table.to_owned() };
    let parents = snapshot.get(&table).map(table::parents).unwrap_or_default();
    parents.iter().any(|parent| {
        snapshot.get(&ObjectId { kind: Kind::Column, name: format!("{parent}.{own}") }).is_some()
    })
}

pub(super) fn create(unit: &Unit<'_>, sides: Sides<'_>) -> Vec<Statement> {
    let (table, own) = part(unit.id);
    if !table::is_column_of_table(unit) {
        return of_view(unit.id, &Object::default(), unit.object);
    }
    let mut statements = Vec::new();
    let inherited = is_inherited(unit.id, sides.after);
    if !inherited {
        let sql =
            format!("ALTER TABLE {table} ADD COLUMN {own} {}{}", typed(unit.object), details(unit.object));
        let is_empty = |fact: &str| unit.fact(fact).is_none();
        let fails = unit.fact("not_null") == Some("true")
            && ["default", "generated", "identity"].iter().all(|fact| is_empty(fact));
        let add = Statement::new(unit.id, sql);
        statements.push(if fails {
            add.remark(format!("Fails where {table} has rows: give {own} a default, or fill it in steps."))
        } else {
            add
        });
    }
    statements.extend(said_beside(unit.id, unit.object));
    statements
}

pub(super) fn drop(unit: &Unit<'_>, sides: Sides<'_>) -> Vec<Statement> {
    let (table, own) = part(unit.id);
    if !table::is_column_of_table(unit) {
        return of_view(unit.id, unit.object, &Object::default());
    }
    if is_inherited(unit.id, sides.before) {
        return Vec::new();
    }
    let drop = Statement::new(unit.id, format!("ALTER TABLE {table} DROP COLUMN {own}"));
    vec![if unit.fact("generated").is_some() {
        drop
    } else {
        drop.reverse(Reverse::StructureOnly).remark(format!("Loses the values of {}.", unit.id.name))
    }]
}

/// A view's column is the query's; only a default and a comment are its own.
fn of_view(id: &ObjectId, before: &Object, after: &Object) -> Vec<Statement> {
    let (view, own) = part(id);
    let of = |object: &'_ Object, fact: &str| object.facts.get(fact).map(str::to_owned);
    let mut statements = Vec::new();
    if of(before, "default") != of(after, "default") {
        let default = of(after, "default")
            .map_or_else(|| "DROP DEFAULT".to_owned(), |text| format!("SET DEFAULT {text}"));
        statements.push(Statement::new(id, format!("ALTER VIEW {view} ALTER COLUMN {own} {default}")));
    }
    statements.extend(comment(
        id,
        &format!("COLUMN {}", id.name),
        of(before, "comment").as_deref(),
        of(after, "comment").as_deref(),
    ));
    statements
}

pub(super) fn alter(before: &Unit<'_>, after: &Unit<'_>, sides: Sides<'_>) -> Way {
    let id = after.id;
    if !table::is_column_of_table(after) {
        return Way::in_place(of_view(id, before.object, after.object));
    }
    let what = changed(before.object, after.object);
    let stops = before.fact("generated") == Some("stored") && after.fact("generated").is_none();
    if !stops && ["expression", "generated"].iter().any(|fact| what.contains(fact)) {
        return Way::Replace;
    }
    let (table, own) = part(id);
    let retyped = (what.contains("type") || what.contains("collation")) && !is_inherited(id, sides.after);
    let mut said: Vec<String> = Vec::new();
    if stops {
        said.push("DROP EXPRESSION".to_owned());
    }
    said.extend(values(before, after, retyped, is_foreign(table, sides)));
    said.extend(identity_changes(before, after));
    said.extend(settings(before, after));
    let mut statements = Vec::new();
    if what.contains("identity_options")
        && before.fact("identity").is_some()
        && after.fact("identity").is_some()
    {
        let options = (before.fact("identity_options"), after.fact("identity_options"));
        statements.extend(sequence::moved(id, &serial_of(table, own), options.0, options.1));
    }
    let not_null = after.fact("not_null").filter(|_| what.contains("not_null"));
    if !said.is_empty() {
        let said: Vec<String> = said.iter().map(|words| format!("ALTER COLUMN {own} {words}")).collect();
        let mut change = Statement::new(id, format!("ALTER TABLE {table}{}", joined(&said)));
        if retyped {
            let remark = format!("Converts the values of {}; fails where one cannot be.", id.name);
            change = change.reverse(Reverse::Unknown).remark(remark);
        } else if not_null == Some("true") {
            change = change.remark(format!("Fails where {} is null in a row.", id.name));
        }
        statements.push(change);
    }
    if let Some(how @ ("no inherit" | "not valid")) = not_null {
        let sql = format!("ALTER TABLE {table} ADD NOT NULL {own} {}", how.to_uppercase());
        statements.push(Statement::new(id, sql));
    }
    if before.fact("identity").is_none() && after.fact("identity").is_some() {
        statements.extend(sequence::catch_up(id, &serial_of(table, own)));
    }
    let what = format!("COLUMN {}", id.name);
    statements.extend(comment(id, &what, before.fact("comment"), after.fact("comment")));
    Way::InPlace { statements, disturbs: retyped }
}

/// Type, default and whether it may be null. A default is put aside while the type changes, since it might not be converted.
fn values(before: &Unit<'_>, after: &Unit<'_>, retyped: bool, is_foreign: bool) -> Vec<String> {
    let own = part(after.id).1;
    let (old, new) = (before.fact("default"), after.fact("default"));
    let mut said = Vec::new();
    let mut say = |words: String| said.push(words);
    if old.is_some() && (old != new && new.is_none() || retyped) {
        say("DROP DEFAULT".to_owned());
    }
    if before.fact("identity").is_some() && after.fact("identity").is_none() {
        say("DROP IDENTITY".to_owned());
    }
    if retyped {
        // A foreign table's values are converted by its server.
        let using = if is_foreign { String::new() } else { using(own, before, after) };
        say(format!("TYPE {}{using}", typed(after.object)));
    }
    let (was, is) = (before.fact("not_null"), after.fact("not_null"));
    if was != is && was.is_some() && (is != Some("true") || was == Some("no inherit")) {
        say("DROP NOT NULL".to_owned());
    }
    if was != is && is == Some("true") {
        say("SET NOT NULL".to_owned());
    }
    if let Some(new) = new.filter(|_| old != new || retyped) {
        say(format!("SET DEFAULT {new}"));
    }
    said
}

fn identity_changes(before: &Unit<'_>, after: &Unit<'_>) -> Vec<String> {
    match (before.fact("identity"), after.fact("identity")) {
        (None, Some(_)) => vec![format!("ADD {}", identity(after.object).unwrap_or_default())],
        (Some(was), Some(is)) => {
            let how = (was != is).then(|| format!("SET GENERATED {}", is.to_uppercase()));
            let options = (before.fact("identity_options"), after.fact("identity_options"));
            let options = (options.0 != options.1).then(|| sequence::identity_changes(options.0, options.1));
            how.into_iter().chain(options).collect()
        }
        _ => Vec::new(),
    }
}

/// How values are kept, and what the planner is told.
fn settings(before: &Unit<'_>, after: &Unit<'_>) -> Vec<String> {
    let mut said = Vec::new();
    for fact in changed(before.object, after.object) {
        let (was, is) = (before.fact(fact), after.fact(fact));
        match fact {
            "storage" => {
                said.push(format!("SET STORAGE {}", is.map_or(usual_storage(after), str::to_uppercase)));
            }
            "compression" => said.push(format!("SET COMPRESSION {}", is.unwrap_or("default"))),
            "statistics" => said.push(format!("SET STATISTICS {}", is.unwrap_or("-1"))),
            "options" => said.extend(option_changes(was, is, "")),
            "server_options" => said.extend(server_option_changes(was, is)),
            _ => {}
        }
    }
    said
}

/// How its values become those of another type. A cast to a type with a length cuts off in silence what is longer, so there
/// the values are assigned, which fails.
fn using(own: &str, before: &Unit<'_>, after: &Unit<'_>) -> String {
    let [was, kind] = [before, after].map(|unit| unit.fact("type").unwrap_or_default());
    let is_text = |kind: &str| ["text", "character"].iter().any(|text| kind.starts_with(text));
    let (is_list, has_length) = (kind.ends_with("[]"), kind.contains('('));
    let is_assigned =
        |family: fn(&str) -> bool| family(was) && family(kind) && was.ends_with("[]") == is_list;
    if has_length && (is_assigned(is_text) || is_assigned(|kind| kind.starts_with("bit"))) {
        return String::new();
    }
    let brackets = if is_list { "[]" } else { "" };
    let through = if has_length && is_text(kind) { format!("text{brackets}") } else { kind.to_owned() };
    format!(" USING {own}::{through}")
}

fn is_foreign(table: &str, sides: Sides<'_>) -> bool {
    let table = sides.after.get(&ObjectId { kind: Kind::Table, name: table.to_owned() });
    table.is_some_and(|table| table.facts.get("form") == Some("foreign"))
}

/// The sequence of an identity column, as an expression.
fn serial_of(table: &str, own: &str) -> String {
    format!("pg_get_serial_sequence({}, {})", literal(table), literal(&unquoted(own)))
}

/// How values of a type are stored unless somebody says otherwise. Older servers know no word for it.
fn usual_storage(column: &Unit<'_>) -> String {
    let kind = column.fact("type").unwrap_or_default();
    let is_main =
        ["numeric", "inet", "cidr"].iter().any(|main| kind.starts_with(main) && !kind.ends_with("[]"));
    if is_main { "MAIN" } else { "EXTENDED" }.to_owned()
}

fn joined(said: &[String]) -> String {
    if let [only] = said { format!(" {only}") } else { format!("\n    {}", said.join(",\n    ")) }
}

/// A name as the catalog holds it.
pub(super) fn unquoted(name: &str) -> String {
    match name.strip_prefix('"').and_then(|name| name.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => name.to_owned(),
    }
}
