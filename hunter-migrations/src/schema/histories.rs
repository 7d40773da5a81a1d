//! The tables in which other tools keep their record.
//!
//! Responsible for knowing them, so that they are no part of any schema, as the ledger is none; and for what their rows
//! mean for a chain's ids. Pure: who reads the rows is `runner::recognise`.

use hunter_chain::{Applied, Chain, Revision};
use hunter_schema::{Ignore, Kind, ObjectId, Snapshot};
use serde::Deserialize;

use crate::words::Words;

/// A tool and its table.
#[derive(Debug)]
pub(crate) struct Tool {
    pub(crate) name: &'static str,
    table: &'static str,
    /// The column of versions.
    version: &'static str,
    /// A condition for rows whose version was applied to its end.
    whole: &'static str,
    rows: Rows,
}

/// What the rows of a history are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rows {
    /// The ids nothing applied stands on.
    Tops,
    /// The ids of everything applied.
    Ids,
    /// The numbers of everything applied.
    Numbers,
}

const TOOLS: [Tool; 4] = [
    Tool {
        name: "alembic",
        table: "alembic_version",
        version: "version_num",
        whole: "true",
        rows: Rows::Tops,
    },
    Tool {
        name: "diesel",
        table: "__diesel_schema_migrations",
        version: "version",
        whole: "true",
        rows: Rows::Ids,
    },
    Tool {
        name: "sqlx",
        table: "_sqlx_migrations",
        version: "version",
        whole: "success",
        rows: Rows::Numbers,
    },
    Tool {
        name: "refinery",
        table: "refinery_schema_history",
        version: "version",
        whole: "true",
        rows: Rows::Numbers,
    },
];

/// A tool's table in a database.
#[derive(Debug, Clone)]
pub(crate) struct History {
    pub(crate) tool: &'static Tool,
    /// As SQL writes it.
    pub(crate) table: String,
}

/// A row of a history.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Recorded {
    version: String,
    whole: i64,
}

/// What a history says, in a chain's words.
#[derive(Debug)]
pub(crate) struct Meaning<'c> {
    /// What is applied as it says, nothing applied on these.
    pub(crate) tops: Vec<&'c Revision>,
    /// Why that is not the whole of it.
    pub(crate) doubts: Vec<String>,
}

/// Takes the tables of other tools, and what lies below them, out of a schema.
pub(crate) fn set_aside(schema: &mut Snapshot) -> Vec<History> {
    let of = |id: &ObjectId| {
        let name = id.name.rsplit('.').next().unwrap_or_default();
        let tool = TOOLS.iter().find(|tool| id.kind == Kind::Table && tool.table == name)?;
        Some(History { tool, table: id.name.clone() })
    };
    let histories: Vec<History> = schema.objects().filter_map(|(id, _)| of(id)).collect();
    if histories.is_empty() {
        return histories;
    }
    let names: Vec<String> = histories.iter().map(|history| format!("table {}", history.table)).collect();
    let theirs = Ignore::of(names.iter().map(String::as_str));
    let gone: Vec<ObjectId> =
        schema.objects().map(|(id, _)| id).filter(|id| theirs.covers(id)).cloned().collect();
    gone.into_iter().for_each(|id| schema.put(id, None));
    histories
}

impl History {
    /// A query for what it says, one version a row.
    pub(crate) fn query(&self, words: &Words) -> String {
        let Tool { version, whole, .. } = self.tool;
        let (object, text) = words.json_object;
        format!(
            "select {object}('version', cast({version} as text), 'whole', case when {whole} then 1 else 0 end){text} as j \
             from {} order by {version}",
            self.table
        )
    }

    /// What its rows mean for one of these lines: the one that knows all versions, else the first.
    pub(crate) fn means<'c>(&self, rows: &[Recorded], lines: &[&'c Chain]) -> Meaning<'c> {
        let meanings = lines.iter().map(|line| self.means_for(rows, line));
        let best = meanings.min_by_key(|(_, unknown)| *unknown).map(|(meaning, _)| meaning);
        best.unwrap_or(Meaning { tops: Vec::new(), doubts: Vec::new() })
    }

    /// With the number of versions that the line does not know.
    fn means_for<'c>(&self, rows: &[Recorded], line: &'c Chain) -> (Meaning<'c>, usize) {
        let mut doubts = Vec::new();
        let (mut known, mut unknown) = (Vec::new(), 0);
        for row in rows {
            let version = &row.version;
            if row.whole == 0 {
                doubts.push(format!("it says that `{version}` began and did not end"));
            }
            let meant: Vec<&Revision> = line
                .revisions()
                .iter()
                .filter(|one| self.tool.is_version(version, one.id.as_str()))
                .collect();
            match meant.as_slice() {
                [one] => known.push(*one),
                [] => {
                    unknown += 1;
                    doubts.push(format!("it names `{version}`, which this program does not know"));
                }
                several => {
                    let ids: Vec<String> = several.iter().map(|one| format!("`{}`", one.id)).collect();
                    doubts.push(format!("it names `{version}`, which may be {}", ids.join(" or ")));
                }
            }
        }
        let named = Applied::in_order(known.iter().map(|one| one.id.clone()));
        let tops = line.current(&named);
        if self.tool.rows != Rows::Tops {
            let below = tops.iter().flat_map(|top| line.with_ancestors(&top.id));
            let missing = Applied::in_order(below.map(|one| one.id.clone()));
            for id in missing.ids().iter().filter(|id| !named.contains(id)) {
                doubts.push(format!("it lacks `{id}`, which is below what it names"));
            }
        }
        (Meaning { tops, doubts }, unknown)
    }
}

impl Recorded {
    pub(crate) fn version(&self) -> &str {
        &self.version
    }
}

impl Tool {
    /// Whether a version of this tool is a revision's id, in this tool's spelling.
    fn is_version(&self, version: &str, id: &str) -> bool {
        match self.rows {
            Rows::Tops => version == id,
            // Diesel leaves the hyphens of a folder's name out, as ids do.
            Rows::Ids => version.replace('-', "") == id,
            Rows::Numbers => number(id).is_some_and(|number| number == version.trim_start_matches('0')),
        }
    }
}

/// The number that an id begins with, without zeros in front: of `0003`, of `V3` as refinery writes it, and not of an id
/// in which letters follow, which only looks as if it began with one.
fn number(id: &str) -> Option<&str> {
    let id = id.strip_prefix('V').unwrap_or(id);
    let end = id.find(|c: char| !c.is_ascii_digit()).unwrap_or(id.len());
    let ends = id[end..].chars().next().is_none_or(|next| !next.is_alphanumeric());
    (end > 0 && ends).then(|| id[..end].trim_start_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_from_ids_that_are_one_and_from_no_others() {
        for (id, is) in [
            ("0003", Some("3")),
            ("20260101120000", Some("20260101120000")),
            ("V3", Some("3")),
            ("3.1", Some("3")),
            ("08f51db8dce0", None),
            ("V", None),
            ("abc", None),
        ] {
            assert_eq!(number(id), is, "{id}");
        }
    }

    #[test]
    fn the_tables_of_other_tools_go_with_all_that_is_theirs_and_nothing_else_goes() {
        let row = |kind: &str, name: &str| format!(r#"{{"kind":"{kind}","name":"{name}"}}"#);
        let rows = [
            row("table", "public.alembic_version"),
            row("column", "public.alembic_version.version_num"),
            row("grant", "public.alembic_version to app"),
            row("table", "public.my_alembic_version"),
            row("view", "public._sqlx_migrations"),
            row("table", "public.users"),
        ];
        let mut schema = Snapshot::from_rows(&rows).unwrap();
        let found = set_aside(&mut schema);
        assert_eq!(found.iter().map(|one| &*one.table).collect::<Vec<_>>(), ["public.alembic_version"]);
        let left: Vec<&str> = schema.objects().map(|(id, _)| id.name.as_str()).collect();
        assert_eq!(left, ["public.my_alembic_version", "public.users", "public._sqlx_migrations"]);
    }
}
