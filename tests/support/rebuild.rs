//! Facts of a schema as the SQL that builds it, and the difference of two sets of facts in the words of a check.
//!
//! Responsible for being written apart from the product: what a check should say is worked out from the facts alone.

use std::fmt::Write as _;

use serde_json::Value;

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().unwrap().iter()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().unwrap().iter()
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Statements that build the schema on an empty PostgreSQL database.
pub(crate) fn rebuild(facts: &Value) -> String {
    let (mut sql, mut later) = (String::new(), String::new());
    for (name, sequence) in entries(&facts["sequences"]) {
        let (start, increment) = (&sequence["start"], &sequence["increment"]);
        let _ = writeln!(
            sql,
            "create sequence {name} as {} start {start} increment {increment};",
            text(sequence, "type")
        );
        if let Some(owner) = sequence["owned_by"].as_str() {
            let _ = writeln!(later, "alter sequence {name} owned by {owner};");
        }
    }
    for (name, table) in entries(&facts["tables"]) {
        let columns: Vec<String> = list(&table["columns"]).map(column).collect();
        let _ = writeln!(sql, "create table {name} ({});", columns.join(", "));
        let primary = [&table["primary_key"]].into_iter().filter(|key| !key.is_null());
        for key in primary.chain(list(&table["unique_constraints"])).chain(list(&table["check_constraints"]))
        {
            let _ = writeln!(
                sql,
                "alter table {name} add constraint {} {};",
                text(key, "name"),
                text(key, "definition")
            );
        }
        for index in list(&table["indexes"]).filter(|index| index["owned_by_constraint"].is_null()) {
            let _ = writeln!(sql, "{};", text(index, "definition"));
        }
        if let Some(comment) = table["comment"].as_str() {
            let _ = writeln!(sql, "comment on table {name} is {};", literal(comment));
        }
        for column in list(&table["columns"]) {
            if let Some(comment) = column["comment"].as_str() {
                let _ = writeln!(
                    sql,
                    "comment on column {name}.{} is {};",
                    text(column, "name"),
                    literal(comment)
                );
            }
        }
        for key in list(&table["foreign_keys"]) {
            let _ = writeln!(
                later,
                "alter table {name} add constraint {} {};",
                text(key, "name"),
                text(key, "definition")
            );
        }
    }
    for (name, view) in entries(&facts["views"]) {
        let _ = writeln!(
            later,
            "create view {name} as {};",
            text(view, "definition").trim().trim_end_matches(';')
        );
        if let Some(comment) = view["comment"].as_str() {
            let _ = writeln!(later, "comment on view {name} is {};", literal(comment));
        }
    }
    sql + &later
}

fn column(column: &Value) -> String {
    let default = column["default"].as_str().map(|default| format!(" default {default}")).unwrap_or_default();
    let not_null = if column["not_null"] == Value::Bool(true) { " not null" } else { "" };
    format!("{} {}{default}{not_null}", text(column, "name"), text(column, "type"))
}

/// What a check should say.
pub(crate) mod said {
    use std::collections::{BTreeMap, BTreeSet};

    use hunter_migrations::Difference;
    use serde_json::Value;

    use super::{entries, list, text};

    /// Objects by kind and name, with what is so about each.
    type Objects = BTreeMap<String, BTreeMap<&'static str, String>>;

    /// A difference without its two sides: `column public.users.email: type`.
    pub(crate) fn short(difference: &Difference) -> String {
        match difference {
            Difference::Changed { id, what, .. } => format!("{id}: {what}"),
            other => other.to_string(),
        }
    }

    /// How the second differs from the first.
    pub(crate) fn between(wanted: &Value, is: &Value) -> BTreeSet<String> {
        let (wanted, is) = (objects(wanted), objects(is));
        let mut said = BTreeSet::new();
        for (id, facts) in &wanted {
            let Some(found) = is.get(id) else {
                said.insert(format!("{id} is missing"));
                continue;
            };
            let names: BTreeSet<&&str> = facts.keys().chain(found.keys()).collect();
            let changed = names.into_iter().filter(|name| facts.get(**name) != found.get(**name));
            said.extend(changed.map(|name| format!("{id}: {name}")));
        }
        said.extend(
            is.keys().filter(|id| !wanted.contains_key(*id)).map(|id| format!("{id} is not expected")),
        );
        let whole: Vec<String> = said
            .iter()
            .filter_map(|line| {
                line.strip_prefix("table ")?.split_once(" is ").map(|(name, _)| format!(" {name}."))
            })
            .collect();
        said.retain(|line| !whole.iter().any(|table| line.contains(table.as_str())));
        // A sequence goes with the table whose column owns it.
        let owner = |id: &str| -> Option<String> {
            let facts = wanted.get(id).or(is.get(id))?;
            Some(facts.get("owner")?.split_once('.')?.0.to_owned())
        };
        said.retain(|line| {
            let id = line.split(" is ").next().unwrap_or_default();
            let with_it = owner(id).filter(|_| id.starts_with("sequence "));
            !with_it.is_some_and(|table| whole.contains(&format!(" public.{table}.")))
        });
        said
    }

    fn objects(facts: &Value) -> Objects {
        let mut objects = Objects::new();
        let mut add = |id: String, facts: Vec<(&'static str, Option<String>)>| {
            let known = facts.into_iter().filter_map(|(name, value)| Some((name, value?)));
            assert!(objects.insert(id, known.collect()).is_none());
        };
        let optional = |value: &Value, key: &str| value[key].as_str().map(str::to_owned);
        for (name, sequence) in entries(&facts["sequences"]) {
            let number = |key: &str| Some(sequence[key].to_string()).filter(|number| number != "1");
            let owner = optional(sequence, "owned_by");
            add(
                format!("sequence public.{name}"),
                vec![
                    ("type", optional(sequence, "type")),
                    ("start", number("start")),
                    ("increment", number("increment")),
                    ("owner", owner),
                ],
            );
        }
        for (name, table) in entries(&facts["tables"]) {
            let name = format!("public.{name}");
            add(format!("table {name}"), vec![("comment", optional(table, "comment"))]);
            for column in list(&table["columns"]) {
                add(
                    format!("column {name}.{}", text(column, "name")),
                    vec![
                        ("type", optional(column, "type")),
                        ("not_null", Some(column["not_null"].to_string())),
                        // Two names of one moment.
                        (
                            "default",
                            optional(column, "default")
                                .map(|text| text.replace("CURRENT_TIMESTAMP", "now()")),
                        ),
                        ("comment", optional(column, "comment")),
                    ],
                );
            }
            let primary = [&table["primary_key"]].into_iter().filter(|key| !key.is_null());
            let keys = ["unique_constraints", "foreign_keys", "check_constraints"];
            for key in primary.chain(keys.iter().flat_map(|kind| list(&table[*kind]))) {
                let kind = text(key, "definition").split('(').next().unwrap_or_default().to_owned();
                add(
                    format!("constraint {name}.{}", text(key, "name")),
                    vec![("type", Some(kind)), ("definition", optional(key, "definition"))],
                );
            }
            for index in list(&table["indexes"]).filter(|index| index["owned_by_constraint"].is_null()) {
                let (_, definition) = text(index, "definition").split_once(" USING ").unwrap();
                add(
                    format!("index {name}.{}", text(index, "name")),
                    vec![
                        ("unique", Some(index["unique"].to_string())),
                        ("definition", Some(definition.to_owned())),
                    ],
                );
            }
        }
        for (name, view) in entries(&facts["views"]) {
            add(
                format!("view public.{name}"),
                vec![
                    ("columns", Some(view["columns"].to_string())),
                    ("query", optional(view, "definition")),
                    ("comment", optional(view, "comment")),
                ],
            );
        }
        objects
    }
}
