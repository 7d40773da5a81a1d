//! What a squashed revision does: the statements that lead straight to the schema, or else the scripts one after the other.
//!
//! Responsible for losing nothing: what moves rows is in no schema, so where a script has such a statement all of them are
//! kept as they are.

use std::collections::BTreeSet;

use hunter_chain::{Dialect, Revision, RevisionId};
use hunter_migrations::{Error, Migrations};
use hunter_schema::{Draft, diff, recreated};
use hunter_sql::split;

/// A file's name and its text.
pub(super) type File = (String, String);

/// Words with which statements begin that change a schema and nothing else.
const OF_SCHEMA: [&str; 5] = ["CREATE", "ALTER", "DROP", "COMMENT", "PRAGMA"];

/// The scripts of each dialect, and the names on which nothing stands while they run.
pub(super) fn of(
    range: &[&Revision],
    migrations: &Migrations,
) -> Result<(Vec<File>, BTreeSet<String>), Error> {
    let mut files: Vec<(Dialect, String, String)> = Vec::new();
    let mut recreates = BTreeSet::new();
    for dialect in super::dialects(migrations.chain()) {
        let (up, down) = match straight(range, migrations, dialect)? {
            Some((mut up, mut down)) => {
                recreates.extend(recreated(dialect, &mut up, &mut down));
                (up.to_string(), down.to_string())
            }
            None => {
                let names = range.iter().flat_map(|revision| &revision.declared.recreates);
                recreates.extend(names.map(ToString::to_string));
                in_a_row(range, dialect)?
            }
        };
        files.push((dialect, up, down));
    }
    Ok((as_files(&files), recreates))
}

/// One for all dialects where they are the same.
fn as_files(files: &[(Dialect, String, String)]) -> Vec<File> {
    let [(_, up, down), ..] = files else { return Vec::new() };
    if files.iter().all(|(_, other_up, other_down)| (other_up, other_down) == (up, down)) {
        return vec![("up.sql".to_owned(), up.clone()), ("down.sql".to_owned(), down.clone())];
    }
    let of = |(dialect, up, down): &(Dialect, String, String)| {
        let name = dialect.name();
        [(format!("up.{name}.sql"), up.clone()), (format!("down.{name}.sql"), down.clone())]
    };
    files.iter().flat_map(of).collect()
}

/// Straight from the schema before the first to that after the last, where nothing but the schema is at stake.
fn straight(
    range: &[&Revision],
    migrations: &Migrations,
    dialect: Dialect,
) -> Result<Option<(Draft, Draft)>, Error> {
    let scripts = || range.iter().filter_map(|revision| revision.up.get(dialect));
    if scripts().any(|script| split(dialect, &script.text).iter().any(|one| !is_of_schema(one.text))) {
        return Ok(None);
    }
    let last: Vec<RevisionId> = range.last().map(|revision| revision.id.clone()).into_iter().collect();
    let before = migrations.expected(dialect, &range[0].parents)?;
    let after = migrations.expected(dialect, &last)?;
    let (up, down) = (diff(dialect, &before, &after, &[]), diff(dialect, &after, &before, &[]));
    let is_whole = up.unfinished().next().is_none() && down.unfinished().next().is_none();
    Ok(is_whole.then_some((up, down)))
}

fn is_of_schema(statement: &str) -> bool {
    let word = statement.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let makes_rows = statement.split_whitespace().any(|word| word.eq_ignore_ascii_case("SELECT"))
        && statement.split_whitespace().nth(1).is_some_and(|word| word.eq_ignore_ascii_case("TABLE"));
    OF_SCHEMA.iter().any(|other| word.eq_ignore_ascii_case(other)) && !makes_rows
}

/// All of them, up in their order and down in the other one.
fn in_a_row(range: &[&Revision], dialect: Dialect) -> Result<(String, String), Error> {
    if let Some(alone) = range.iter().find(|revision| !revision.declared.run_in_transaction) {
        let message = format!("`{}` runs outside of a transaction, and the others do not", alone.id);
        return Err(Error::refusal(message, "squash what is below it, and what stands on it"));
    }
    let text = |script: Option<&hunter_chain::Script>| {
        let script = script?;
        Some(format!("-- {}\n{}\n;\n", script.path, script.text.trim_end().trim_end_matches(';')))
    };
    let ups = range.iter().filter_map(|revision| text(revision.up.get(dialect)));
    let downs = range.iter().rev().filter_map(|revision| text(revision.down.get(dialect)));
    Ok((ups.collect::<Vec<_>>().join("\n"), downs.collect::<Vec<_>>().join("\n")))
}

#[cfg(test)]
mod tests {
    use super::is_of_schema;

    #[test]
    fn what_moves_rows_is_told_from_what_changes_the_schema() {
        for statement in ["create table a (b int)", "COMMENT on table a is 'x'", "create view v as select 1"]
        {
            assert!(is_of_schema(statement), "{statement}");
        }
        for statement in ["insert into a values (1)", "create table a as select 1", "do $$ begin end $$"] {
            assert!(!is_of_schema(statement), "{statement}");
        }
    }
}
