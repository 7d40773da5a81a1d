//! MySQL's grammar, MariaDB's as far as the two agree: prepared for a catalog that is not read yet.
//!
//! Responsible for the vocabulary as much as for the words: a catalog query of this dialect gives these facts.
//!
//! | kind | facts |
//! | --- | --- |
//! | table | `engine`, `collation`, `comment` |
//! | column | `type`, `collation`, `not_null`, `default`, `expression` with `generated`, `auto_increment`, `comment` |
//! | constraint | `type` (primary key, unique, foreign key, check), `definition` |
//! | index | `definition` with its brackets, `unique`, `kind` (fulltext, spatial) |
//! | view, trigger, function | `definition`: all of it behind `CREATE` |
//!
//! A column is said as a whole whenever anything about it changes (`MODIFY`), and a key is dropped by its sort. Definitions
//! end the transaction that they stand in; that is for who runs them.

use hunter_sql::Dialect;

use super::draft::{Reverse, Statement};
use super::grammar::{Grammar, Sides, Way};
use super::names;
use super::unit::Unit;
use crate::object::{Kind, Object, ObjectId};

/// See the module.
pub(super) struct Mysql;

/// The table that a part lies in, and the part's own name.
fn part(id: &ObjectId) -> (&str, &str) {
    let name = id.name.as_str();
    (names::owner(1, name).unwrap_or(name), names::own(1, name))
}

fn literal(text: &str) -> String {
    Dialect::Mysql.quote_literal(text)
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::View => "VIEW",
        Kind::Trigger => "TRIGGER",
        Kind::Function => "FUNCTION",
        _ => "TABLE",
    }
}

/// A column as `CREATE TABLE`, `ADD` and `MODIFY` say it.
fn column(id: &ObjectId, object: &Object) -> String {
    let fact = |name: &str| object.facts.get(name);
    let said = [
        fact("collation").map(|collation| format!(" COLLATE {collation}")),
        fact("generated").map(|how| {
            format!(
                " GENERATED ALWAYS AS ({}) {}",
                fact("expression").unwrap_or_default(),
                how.to_uppercase()
            )
        }),
        fact("not_null").map(|_| " NOT NULL".to_owned()),
        fact("default").map(|default| format!(" DEFAULT {default}")),
        fact("auto_increment").map(|_| " AUTO_INCREMENT".to_owned()),
        fact("comment").map(|comment| format!(" COMMENT {}", literal(comment))),
    ];
    let said: String = said.into_iter().flatten().collect();
    format!("{} {}{said}", part(id).1, fact("type").unwrap_or_default())
}

fn constraint(id: &ObjectId, object: &Object) -> String {
    let definition = object.facts.get("definition").unwrap_or_default();
    match object.facts.get("type") {
        // A primary key has no name of its own.
        Some("primary key") => definition.to_owned(),
        _ => format!("CONSTRAINT {} {definition}", part(id).1),
    }
}

/// Engine, collation and comment, behind the columns and in `ALTER TABLE` alike.
fn options(object: &Object) -> String {
    let fact = |name: &str| object.facts.get(name);
    let said = [
        fact("engine").map(|engine| format!(" ENGINE={engine}")),
        fact("collation").map(|collation| format!(" COLLATE={collation}")),
        fact("comment").map(|comment| format!(" COMMENT={}", literal(comment))),
    ];
    said.into_iter().flatten().collect()
}

impl Grammar for Mysql {
    fn dialect(&self) -> Dialect {
        Dialect::Mysql
    }

    fn depth(&self) -> usize {
        1
    }

    fn is_inside(&self, part: &ObjectId, object: &Object, is_new: bool) -> bool {
        let is_foreign = object.facts.get("type") == Some("foreign key");
        is_new && (part.kind == Kind::Column || part.kind == Kind::Constraint && !is_foreign)
    }

    fn create(&self, unit: &Unit<'_>, _: Sides<'_>) -> Vec<Statement> {
        let (table, own) = part(unit.id);
        let sql = match unit.id.kind {
            Kind::Table => {
                let columns = unit.columns().map(|(id, object)| column(id, object));
                let parts: Vec<String> =
                    columns.chain(unit.constraints().map(|(id, object)| constraint(id, object))).collect();
                format!(
                    "CREATE TABLE {} (\n    {}\n){}",
                    unit.id.name,
                    parts.join(",\n    "),
                    options(unit.object)
                )
            }
            Kind::Column => format!("ALTER TABLE {table} ADD COLUMN {}", column(unit.id, unit.object)),
            Kind::Constraint => format!("ALTER TABLE {table} ADD {}", constraint(unit.id, unit.object)),
            Kind::Index => {
                let sort = if unit.fact("unique").is_some() { Some("unique") } else { unit.fact("kind") };
                let sort = sort.map(|sort| format!("{} ", sort.to_uppercase())).unwrap_or_default();
                format!("CREATE {sort}INDEX {own} ON {table} {}", unit.fact("definition").unwrap_or_default())
            }
            Kind::View | Kind::Trigger | Kind::Function => {
                format!("CREATE {}", unit.fact("definition").unwrap_or_default())
            }
            other => {
                return vec![Statement::unfinished(
                    unit.id,
                    format!("{} is made by hand: MySQL has no {}", unit.id.name, other.word()),
                )];
            }
        };
        vec![Statement::new(unit.id, sql)]
    }

    fn drop(&self, unit: &Unit<'_>, _: Sides<'_>) -> Vec<Statement> {
        let (table, own) = part(unit.id);
        let lost = |sql: String, what: &str| {
            let remark = format!("Loses {what} of {}.", unit.id.name);
            Statement::new(unit.id, sql).reverse(Reverse::StructureOnly).remark(remark)
        };
        vec![match unit.id.kind {
            Kind::Table => lost(format!("DROP TABLE {}", unit.id.name), "every row"),
            Kind::Column => lost(format!("ALTER TABLE {table} DROP COLUMN {own}"), "the values"),
            Kind::Constraint => {
                let what = match unit.fact("type") {
                    Some("primary key") => "PRIMARY KEY".to_owned(),
                    Some("foreign key") => format!("FOREIGN KEY {own}"),
                    Some("unique") => format!("INDEX {own}"),
                    _ => format!("CONSTRAINT {own}"),
                };
                Statement::new(unit.id, format!("ALTER TABLE {table} DROP {what}"))
            }
            Kind::Index => Statement::new(unit.id, format!("DROP INDEX {own} ON {table}")),
            kind => Statement::new(unit.id, format!("DROP {} {own}", word(kind))),
        }]
    }

    fn alter(&self, before: &Unit<'_>, after: &Unit<'_>, _: Sides<'_>) -> Way {
        let id = after.id;
        match id.kind {
            Kind::Table => {
                let comment = if after.fact("comment").is_some() { "" } else { " COMMENT=''" };
                let sql = format!("ALTER TABLE {}{}{comment}", id.name, options(after.object));
                Way::in_place(vec![Statement::new(id, sql)])
            }
            Kind::Column if before.fact("generated") == after.fact("generated") => {
                let sql = format!("ALTER TABLE {} MODIFY COLUMN {}", part(id).0, column(id, after.object));
                let change = Statement::new(id, sql);
                let retyped = before.fact("type") != after.fact("type");
                Way::in_place(vec![if retyped {
                    let remark = format!("Converts the values of {}; fails where one cannot be.", id.name);
                    change.reverse(Reverse::Unknown).remark(remark)
                } else {
                    change
                }])
            }
            _ => Way::Replace,
        }
    }

    /// A view is looked up when it is read, so nothing but a key of a column that changes is in the way.
    fn release(
        &self,
        unit: &Unit<'_>,
        _: &ObjectId,
        _: Sides<'_>,
    ) -> Option<(Vec<Statement>, Vec<Statement>)> {
        matches!(unit.id.kind, Kind::Table | Kind::Column).then(|| (Vec::new(), Vec::new()))
    }

    fn rename(&self, kind: Kind, from: &ObjectId, to: &str) -> Statement {
        let (table, own) = part(from);
        Statement::new(
            from,
            match kind {
                Kind::Column => format!("ALTER TABLE {table} RENAME COLUMN {own} TO {to}"),
                _ => format!("RENAME TABLE {} TO {to}", from.name),
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::diff;
    use crate::snapshot::Snapshot;

    const USERS: [&str; 5] = [
        r#"{"kind":"table","name":"users","facts":{"engine":"InnoDB"}}"#,
        r#"{"kind":"column","name":"users.id","facts":{"type":"int","not_null":"true","auto_increment":"true"},"notes":{"position":"1"}}"#,
        r#"{"kind":"column","name":"users.name","facts":{"type":"varchar(20)","comment":"it's"},"notes":{"position":"2"}}"#,
        r#"{"kind":"constraint","name":"users.PRIMARY","facts":{"type":"primary key","definition":"PRIMARY KEY (id)"}}"#,
        r#"{"kind":"index","name":"users.users_name","facts":{"definition":"(name)"}}"#,
    ];

    fn said(before: &[&str], after: &[&str]) -> String {
        let read = |rows: &[&str]| Snapshot::from_rows(rows.iter().copied()).unwrap();
        diff(Dialect::Mysql, &read(before), &read(after), &[]).to_string()
    }

    #[test]
    fn a_table_is_made_with_its_key_and_dropped_as_a_whole() {
        assert_eq!(
            said(&[], &USERS),
            "CREATE TABLE users (\n    id int NOT NULL AUTO_INCREMENT,\n    name varchar(20) COMMENT 'it''s',\n    \
             PRIMARY KEY (id)\n) ENGINE=InnoDB;\nCREATE INDEX users_name ON users (name);\n"
        );
        assert_eq!(said(&USERS, &[]), "-- Loses every row of users.\nDROP TABLE users;\n");
    }

    #[test]
    fn a_column_is_said_as_a_whole_when_it_changes() {
        let wider = USERS.map(|row| row.replace("varchar(20)", "varchar(40)"));
        let wider: Vec<&str> = wider.iter().map(String::as_str).collect();
        let script = said(&USERS, &wider);
        assert!(
            script.contains("ALTER TABLE users MODIFY COLUMN name varchar(40) COMMENT 'it''s';"),
            "{script}"
        );
        assert!(script.starts_with("-- Converts the values of users.name"), "{script}");
    }

    #[test]
    fn a_key_is_dropped_by_its_sort() {
        let script = said(&USERS, &USERS[..3]);
        assert_eq!(script, "DROP INDEX users_name ON users;\nALTER TABLE users DROP PRIMARY KEY;\n");
    }
}
