//! Tables: partitioned, foreign, typed and plain ones.

use super::column;
use super::constraint;
use super::say::{
    changed, comment, first_comment, literal, option_changes, option_list, options, server_option_changes,
};
use crate::diff::draft::{Reverse, Statement};
use crate::diff::grammar::{Sides, Way};
use crate::diff::unit::Unit;
use crate::object::{Kind, Object, ObjectId};

pub(super) fn create(unit: &Unit<'_>) -> Vec<Statement> {
    let name = &unit.id.name;
    let word = match (unit.fact("form"), unit.fact("unlogged")) {
        (Some("foreign"), _) => "FOREIGN TABLE",
        (_, Some(_)) => "UNLOGGED TABLE",
        _ => "TABLE",
    };
    let mut parts: Vec<String> =
        unit.columns().filter_map(|(id, object)| column::written(unit, id, object)).collect();
    parts.extend(unit.constraints().map(|(id, object)| constraint::written(id, object)));
    let of_type = unit.fact("of_type").map(|of| format!(" OF {of}")).unwrap_or_default();
    let body = match (parts.is_empty(), of_type.is_empty()) {
        (true, true) => " ()".to_owned(),
        (true, false) => String::new(),
        _ => format!(" (\n    {}\n)", parts.join(",\n    ")),
    };
    let sql = format!("CREATE {word} {name}{of_type}{body}{}", tail(unit));
    let mut statements = vec![Statement::new(unit.id, sql)];
    let mut also = |sql: String| statements.push(Statement::new(unit.id, sql));
    if let (Some(parent), Some(bound)) = (unit.fact("partition_of"), unit.fact("bound")) {
        also(format!("ALTER TABLE {parent} ATTACH PARTITION {name} {bound}"));
    }
    if unit.fact("row_security").is_some() {
        also(format!("ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"));
    }
    if unit.fact("force_row_security").is_some() {
        also(format!("ALTER TABLE {name} FORCE ROW LEVEL SECURITY"));
    }
    for (id, object) in unit.columns() {
        statements.extend(column::said_beside(id, object));
    }
    for (id, object) in unit.constraints() {
        statements.extend(constraint::said_beside(id, object));
    }
    statements.extend(first_comment(unit, &format!("{} {name}", word_for(unit))));
    statements
}

fn word_for(unit: &Unit<'_>) -> &'static str {
    if unit.fact("form") == Some("foreign") { "FOREIGN TABLE" } else { "TABLE" }
}

/// What stands behind the list of columns.
fn tail(unit: &Unit<'_>) -> String {
    let of = |fact: &str, word: &str| unit.fact(fact).map(|text| format!("\n{word} {text}"));
    let storage: Vec<String> = [("options", ""), ("toast_options", "toast.")]
        .iter()
        .filter_map(|(fact, prefix)| Some(option_list(unit.fact(fact)?, prefix)))
        .collect();
    let pairs = options(unit.fact("server_options"));
    let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key} {}", literal(value))).collect();
    let said = [
        unit.fact("inherits").map(|parents| format!("\nINHERITS ({parents})")),
        of("partition_by", "PARTITION BY"),
        of("access_method", "USING"),
        (!storage.is_empty()).then(|| format!("\nWITH ({})", storage.join(", "))),
        of("server", "SERVER"),
        (!pairs.is_empty()).then(|| format!("\nOPTIONS ({})", pairs.join(", "))),
    ];
    said.into_iter().flatten().collect()
}

/// The replica identity, which may name an index.
pub(super) fn identify(unit: &Unit<'_>) -> Option<Statement> {
    // A foreign table has none, whatever the catalog says.
    let identity = unit.fact("replica_identity").filter(|_| unit.fact("form") != Some("foreign"))?;
    let how = identity
        .strip_prefix("index ")
        .map_or_else(|| identity.to_uppercase(), |index| format!("USING INDEX {index}"));
    Some(Statement::new(unit.id, format!("ALTER TABLE {} REPLICA IDENTITY {how}", unit.id.name)))
}

pub(super) fn drop(unit: &Unit<'_>) -> Vec<Statement> {
    let (name, foreign) = (&unit.id.name, unit.fact("form") == Some("foreign"));
    let drop = format!("DROP {} {name}", word_for(unit));
    let drop = Statement::new(unit.id, drop);
    vec![if foreign {
        drop
    } else {
        drop.reverse(Reverse::StructureOnly).remark(format!("Loses every row of {name}."))
    }]
}

pub(super) fn alter(before: &Unit<'_>, after: &Unit<'_>, sides: Sides<'_>) -> Way {
    let (id, name) = (after.id, &after.id.name);
    if before.fact("server") != after.fact("server") {
        return Way::Replace;
    }
    let mut statements = Vec::new();
    for what in changed(before.object, after.object) {
        let (was, is) = (before.fact(what), after.fact(what));
        let on = |yes: &str, no: &str| vec![if is.is_some() { yes } else { no }.to_owned()];
        let said: Vec<String> = match what {
            "unlogged" => on("SET UNLOGGED", "SET LOGGED"),
            "row_security" => on("ENABLE ROW LEVEL SECURITY", "DISABLE ROW LEVEL SECURITY"),
            "force_row_security" => on("FORCE ROW LEVEL SECURITY", "NO FORCE ROW LEVEL SECURITY"),
            // A new one is said at last.
            "replica_identity" if is.is_some() => Vec::new(),
            "replica_identity" => vec!["REPLICA IDENTITY DEFAULT".to_owned()],
            "options" => option_changes(was, is, ""),
            "toast_options" => option_changes(was, is, "toast."),
            "access_method" => vec![format!("SET ACCESS METHOD {}", is.unwrap_or("heap"))],
            "of_type" => vec![is.map_or_else(|| "NOT OF".to_owned(), |of| format!("OF {of}"))],
            "server_options" => server_option_changes(was, is).into_iter().collect(),
            "inherits" => inheritance(was, is),
            "comment" => {
                statements.extend(comment(id, &format!("{} {name}", word_for(after)), was, is));
                Vec::new()
            }
            // Both are said together, with the parent's name.
            "bound" if before.fact("partition_of") != after.fact("partition_of") => Vec::new(),
            "partition_of" | "bound" => {
                statements.extend(moved(before, after, sides));
                Vec::new()
            }
            _ => {
                let shown = |fact: Option<&str>| fact.unwrap_or("none").to_owned();
                let what = what.replace('_', " ");
                let text = format!(
                    "{name}: {what} cannot change from {} to {} in place; write how its rows move",
                    shown(was),
                    shown(is)
                );
                statements.push(Statement::unfinished(id, text));
                Vec::new()
            }
        };
        statements
            .extend(said.into_iter().map(|said| Statement::new(id, format!("ALTER TABLE {name} {said}"))));
    }
    Way::in_place(statements)
}

/// Out of the one parent and into the other.
fn moved(before: &Unit<'_>, after: &Unit<'_>, sides: Sides<'_>) -> Vec<Statement> {
    let (id, name) = (after.id, &after.id.name);
    let mut statements = Vec::new();
    if let Some(parent) = before.fact("partition_of") {
        statements.push(Statement::new(id, format!("ALTER TABLE {parent} DETACH PARTITION {name}")));
        let stays = |(part, object): (&ObjectId, &Object)| match part.kind {
            Kind::Constraint => {
                after.fact("partition_of") != Some(parent) || object.facts.get("type") == Some("check")
            }
            Kind::Index => after.fact("partition_of") != Some(parent),
            _ => false,
        };
        let parent_id = ObjectId { kind: Kind::Table, name: parent.to_owned() };
        let left =
            sides.before.objects().find(|(part, object)| part.is_below(&parent_id) && stays((part, object)));
        if let Some((part, _)) = left {
            let text = format!(
                "{name} keeps a copy of {part} and of whatever else its parent gave it; write what becomes of them"
            );
            statements.push(Statement::unfinished(id, text));
        }
    }
    if let (Some(parent), Some(bound)) = (after.fact("partition_of"), after.fact("bound")) {
        statements.push(Statement::new(id, format!("ALTER TABLE {parent} ATTACH PARTITION {name} {bound}")));
    }
    statements
}

fn inheritance(was: Option<&str>, is: Option<&str>) -> Vec<String> {
    let (old, new) = (super::say::list(was.unwrap_or_default()), super::say::list(is.unwrap_or_default()));
    let gone = old.iter().filter(|parent| !new.contains(parent)).map(|parent| format!("NO INHERIT {parent}"));
    let added = new.iter().filter(|parent| !old.contains(parent)).map(|parent| format!("INHERIT {parent}"));
    gone.chain(added).collect()
}

/// The tables of which one takes columns, so that a change of theirs is its own.
pub(super) fn parents(object: &Object) -> Vec<String> {
    let facts = ["partition_of", "inherits"];
    let named = facts.iter().filter_map(|fact| object.facts.get(fact));
    named.flat_map(super::say::list).map(str::to_owned).collect()
}

/// Whether it holds rows of its own kind: a view's column is no column.
pub(super) fn is_column_of_table(unit: &Unit<'_>) -> bool {
    unit.id.kind == Kind::Column && unit.fact("type").is_some()
}
