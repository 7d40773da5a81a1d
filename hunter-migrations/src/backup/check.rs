//! Whether a dump is whole, harmless, and of the database that it should be of.
//!
//! Responsible for the judgement over its lines. Pure: who reads the file hands the lines over.

use std::collections::BTreeSet;

use super::manifest::Recorded;
use super::scan::{Line, Scanner};

/// Commands for the client that `pg_dump` itself writes since 2025: between the two no other one is taken.
const OF_PG_DUMP: [&str; 2] = ["\\restrict ", "\\unrestrict "];

/// A table by schema and name.
pub(super) type Table = (String, String);

/// A dump as far as it was read.
#[derive(Debug, Default)]
pub(super) struct Reading {
    scanner: Scanner,
    tables: BTreeSet<Table>,
    /// The table whose rows are being read.
    table: Option<Table>,
    /// The rows of the ledger.
    rows: usize,
    ledger: Option<Table>,
    /// What stands before its end, which nothing but comments may follow.
    is_complete: bool,
    number: usize,
    /// The first command that is not `pg_dump`'s, with its line's number.
    command: Option<(usize, String)>,
}

impl Reading {
    /// Of a dump with this ledger in it.
    pub(super) fn new(ledger: Option<&Recorded>) -> Self {
        let ledger = ledger.map(|ledger| (ledger.schema.clone(), ledger.table.clone()));
        Self { ledger, ..Self::default() }
    }

    /// The next line.
    pub(super) fn line(&mut self, line: &[u8]) {
        self.number += 1;
        match self.scanner.line(line) {
            Line::End => self.is_complete = true,
            Line::Table(schema, name) => {
                self.is_complete = false;
                self.tables.insert((schema.clone(), name.clone()));
                self.table = Some((schema, name));
            }
            Line::Row => self.rows += usize::from(self.table == self.ledger),
            Line::EndOfRows => self.table = None,
            Line::Command if is_of_pg_dump(line) => {}
            Line::Command => {
                let text = String::from_utf8_lossy(line).trim().to_owned();
                self.command.get_or_insert((self.number, text));
            }
            Line::Sql => {
                let is_silent = line.starts_with(b"--") || line.trim_ascii().is_empty();
                self.is_complete &= is_silent;
            }
        }
    }

    /// How many tables' rows are in it.
    pub(super) fn tables(&self) -> usize {
        self.tables.len()
    }

    /// What is wrong with it, if anything is: it must hold the rows of these tables, and a ledger as long as this.
    pub(super) fn complaint(&self, tables: &[Table], ledger: Option<&Recorded>) -> Option<String> {
        if self.number == 0 {
            return Some("it is empty".to_owned());
        }
        if let Some((number, command)) = &self.command {
            return Some(format!("line {number} is a command for the client: {command}"));
        }
        if !self.is_complete || self.scanner.is_inside() {
            return Some("it does not end as a whole dump does".to_owned());
        }
        if let Some((schema, name)) = tables.iter().find(|table| !self.tables.contains(*table)) {
            return Some(format!("the rows of table {schema}.{name} are not in it"));
        }
        let rows = ledger.map_or(0, |ledger| ledger.rows);
        if self.rows != rows {
            return Some(format!("its ledger has {} rows, and that of the database {rows}", self.rows));
        }
        None
    }
}

fn is_of_pg_dump(line: &[u8]) -> bool {
    let text = String::from_utf8_lossy(line);
    let token = OF_PG_DUMP.iter().find_map(|command| text.strip_prefix(command));
    token.is_some_and(|token| {
        let token = token.trim_end();
        !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DUMP: &str = "--\n-- PostgreSQL database dump\n--\n\n\\restrict aZ09\n\nCREATE TABLE public.l (\n    a integer\n);\n\n\
         COPY public.l (a) FROM stdin;\n1\n2\n\\.\n\n\n--\n-- PostgreSQL database dump complete\n--\n\n\\unrestrict aZ09\n\n";

    fn complaint(text: &str) -> Option<String> {
        let ledger =
            Recorded { schema: "public".into(), table: "l".into(), rows: 2, last: 2, digest: String::new() };
        let mut reading = Reading::new(Some(&ledger));
        text.split_inclusive('\n').for_each(|line| reading.line(line.as_bytes()));
        reading.complaint(&[("public".into(), "l".into())], Some(&ledger))
    }

    #[test]
    fn a_whole_dump_is_taken_and_one_cut_anywhere_is_not() {
        assert_eq!(complaint(DUMP), None);
        let end = DUMP.find("dump complete").unwrap();
        for length in 0..end {
            assert!(complaint(&DUMP[..length]).is_some(), "{:?}", &DUMP[..length]);
        }
    }

    #[test]
    fn only_the_commands_of_pg_dump_itself_are_taken() {
        for command in
            ["\\! rm -r ~", "\\i x", "\\restrict", "\\restrict a b", "\\copy l from x", "\\connect other"]
        {
            let text = DUMP.replace("CREATE TABLE", &format!("{command}\nCREATE TABLE"));
            let expected = format!("line 7 is a command for the client: {command}");
            assert_eq!(complaint(&text), Some(expected));
        }
    }

    #[test]
    fn a_table_or_a_row_of_the_ledger_that_is_missing_is_told() {
        assert!(complaint(&DUMP.replace("COPY public.l", "COPY public.m")).unwrap().contains("public.l"));
        assert!(complaint(&DUMP.replace("\n2\n", "\n")).unwrap().contains("has 1 rows"));
    }

    #[test]
    fn nothing_but_comments_comes_after_the_end() {
        assert!(complaint(&format!("{DUMP}DROP TABLE public.l;\n")).is_some());
    }
}
