//! What is told about a deployment, in Markdown and JSON.
//!
//! Responsible for the report and for the way back: what was applied is told as the ledger has it, not as this process
//! remembers it.

use hunter_chain::{Dialect, Down, RevisionId};
use serde_json::{Value, json};

use super::verbs::{check, verify};
use super::{Output, ticks};
use crate::backup::{Backup, bytes};
use crate::connect::Address;
use crate::embedded::{Binary, Migrations};
use crate::error::Error;
use crate::ledger::{Event, LedgerRow};
use crate::preflight::{Finding, Preflight, Verdict};
use crate::runner::Verification;
use crate::runner::read::Standing;
use crate::schema::drift::Drift;

/// A deployment as far as it came.
pub(super) struct Deployment {
    binary: Binary,
    dialect: Dialect,
    shown: String,
    /// What a command needs to mean the same database.
    option: String,
    pub(super) preflight: Preflight,
    pub(super) backup: Option<Backup>,
    /// Before and after the upgrade, where that could be read.
    before: Option<Vec<RevisionId>>,
    after: Option<Vec<RevisionId>>,
    last: i64,
    events: Vec<LedgerRow>,
    verification: Option<Verified>,
    /// What ended it: message and help.
    error: Option<(String, String)>,
    /// Whether it came to its last question.
    asked: bool,
    /// The gentler one first.
    ways_back: Vec<Way>,
}

/// What `verify` found.
struct Verified {
    findings: Vec<Finding>,
    drift: Drift,
}

/// A way back.
struct Way {
    /// The command without the program's name.
    command: String,
    /// What it costs.
    costs: &'static str,
}

impl Deployment {
    pub(super) fn new(migrations: &Migrations, address: &Address, by_option: bool) -> Self {
        let shown = address.shown();
        Self {
            binary: migrations.binary(),
            dialect: address.dialect(),
            option: if by_option { format!(" --database-url {shown}") } else { String::new() },
            shown,
            preflight: Preflight::default(),
            backup: None,
            before: None,
            after: None,
            last: 0,
            events: Vec::new(),
            verification: None,
            error: None,
            asked: false,
            ways_back: Vec::new(),
        }
    }

    pub(super) fn begin(&mut self, before: &Standing) {
        self.last = before.rows.last().map_or(0, |row| row.seq);
        self.before = Some(before.current.clone());
    }

    /// What the ledger says now, where it can be read.
    pub(super) fn end(&mut self, migrations: &Migrations, after: Option<Standing>) {
        let is_open = after.as_ref().is_none_or(|after| after.is_open);
        if let Some(after) = after {
            self.events = after.rows.into_iter().filter(|row| row.seq > self.last).collect();
            self.after = Some(after.current);
            if self.events.is_empty() {
                return;
            }
        }
        let can_be_reverted = |row: &LedgerRow| {
            let revision = migrations.chain().get(&RevisionId::trusted(row.revision.clone()));
            let down = revision.map(|revision| revision.down(self.dialect));
            row.event == Event::Up && down.is_some_and(|down| !matches!(down, Down::Irreversible(_)))
        };
        let to = match self.before.as_deref() {
            Some([]) => Some("base".to_owned()),
            Some([one]) => Some(one.to_string()),
            _ => None,
        };
        if let Some(to) = to.filter(|_| !is_open && self.events.iter().all(can_be_reverted)) {
            let command = format!("downgrade {to}{}", self.option);
            let costs = "refuses to lose rows without --allow-data-loss";
            self.ways_back.push(Way { command, costs });
        }
        if let Some(backup) = &self.backup {
            let command = format!("restore {} --replace{}", backup.file.display(), self.option);
            let costs = "what was written since the backup is lost";
            self.ways_back.push(Way { command, costs });
        }
    }

    /// What was found after the upgrade, or why nothing could be.
    pub(super) fn verified(
        &mut self,
        found: &Result<Verification, Error>,
        migrations: &Migrations,
        to_head: bool,
    ) {
        self.asked = true;
        match found {
            Ok(found) => {
                let findings = verify::findings(found, migrations, to_head);
                self.verification = Some(Verified { findings, drift: found.drift.clone() });
            }
            Err(error) => self.failed(error),
        }
    }

    pub(super) fn failed(&mut self, error: &Error) {
        self.error = Some((error.to_string(), error.help().to_owned()));
    }

    /// Whether all four said yes.
    pub(super) fn is_done(&self) -> bool {
        self.stopped_at().is_none()
    }

    fn stopped_at(&self) -> Option<&'static str> {
        let is_no = |finding: &Finding| finding.verdict == Verdict::No;
        if !self.preflight.is_clear() {
            Some("preflight")
        } else if self.error.is_some() && self.asked {
            Some("verify")
        } else if self.error.is_some() {
            Some(if self.events.is_empty() { "backup or upgrade" } else { "upgrade" })
        } else {
            self.verified_findings().any(is_no).then_some("verify")
        }
    }

    /// The report on stdout; where it stopped, the way back on stderr too.
    pub(super) fn print(&self, out: &mut Output) {
        if !out.json("deploy", self.value(out)) {
            let text = self.markdown(out);
            let text = out.ours(text.trim_end());
            out.result(&text);
        }
        let Some(stage) = self.stopped_at() else { return };
        out.warn(&format!("the deployment stopped at {stage}; {}", self.left()));
        for way in &self.ways_back {
            out.warn(&format!("the way back: `hunter {}` ({})", way.command, way.costs));
        }
    }

    fn verified_findings(&self) -> impl Iterator<Item = &Finding> {
        self.verification.iter().flat_map(|verified| &verified.findings)
    }

    /// What was verified: what to do about each, and what differs.
    pub(super) fn verification_lines(&self) -> Vec<Vec<String>> {
        let lines = |verified: &Verified| {
            let of = |finding| verify::lines(finding, &verified.drift);
            verified.findings.iter().map(of).collect()
        };
        self.verification.as_ref().map(lines).unwrap_or_default()
    }

    fn left(&self) -> &'static str {
        match (&self.before, self.events.is_empty(), &self.after) {
            (None, ..) => "nothing was changed",
            (_, true, Some(_)) => "nothing is recorded that was not before",
            (_, true, None) => "what is recorded could not be read: `hunter current` tells",
            (_, false, _) => "what it did is recorded",
        }
    }

    fn value(&self, out: &Output) -> Value {
        let ids = |ids: &Option<Vec<RevisionId>>| {
            ids.as_ref().map(|ids| ids.iter().map(ToString::to_string).collect::<Vec<_>>())
        };
        json!({
            "deployed": self.is_done(),
            "stopped_at": self.stopped_at(),
            "database": self.shown,
            "program": { "name": self.binary.name, "version": self.binary.version, "commit": self.binary.commit },
            "preflight": self.preflight.findings.iter().map(ticks::value).collect::<Vec<_>>(),
            "backup": self.backup.as_ref().map(|backup| json!({
                "file": backup.file.display().to_string(), "digest": backup.manifest.digest,
                "size": backup.manifest.size, "taken": backup.manifest.taken,
            })),
            "before": ids(&self.before),
            "after": ids(&self.after),
            "events": self.events.iter().map(event).collect::<Vec<_>>(),
            "verification": self.verified_findings().map(ticks::value).collect::<Vec<_>>(),
            "schema": self.verification.as_ref().map(|verified| check::answer(&verified.drift)),
            "error": self.error.as_ref().map(|(message, help)| json!({ "message": message, "help": help })),
            "way_back": self.ways_back.iter().map(|way| way.typed(out)).collect::<Vec<_>>(),
        })
    }

    fn markdown(&self, out: &Output) -> String {
        let mut text = format!("# Deployment of {} {}\n\n", self.binary.name, self.binary.version);
        let mut line = |line: &str| {
            text.push_str(line);
            text.push('\n');
        };
        match self.stopped_at() {
            None => line("**Done.**"),
            Some(stage) => line(&format!("**Stopped at {stage}: {}.**", self.left())),
        }
        line("\n| | |\n| --- | --- |");
        line(&format!("| database | {} |", cell(&self.shown)));
        for (name, ids) in [("before", &self.before), ("after", &self.after)] {
            let Some(ids) = ids else { continue };
            let ids: Vec<&str> = ids.iter().map(RevisionId::as_str).collect();
            line(&format!(
                "| {name} | {} |",
                if ids.is_empty() { "base".to_owned() } else { ids.join(", ") }
            ));
        }
        if let Some(backup) = &self.backup {
            let manifest = &backup.manifest;
            let file = cell(&backup.file.display().to_string());
            line(&format!("| backup | {file}, {}, {} |", bytes(manifest.size), manifest.digest));
        }
        line("\n## Preflight\n");
        self.preflight.findings.iter().for_each(|finding| line(&item(&ticks::lines(finding))));
        if !self.events.is_empty() {
            line(
                "\n## Recorded\n\n| # | event | revision | at | ms | by | host |\n| --- | --- | --- | --- | --- | --- | --- |",
            );
            self.events.iter().for_each(|row| line(&table_row(row)));
        }
        if let Some((message, help)) = &self.error {
            line(&format!("\n## Error\n\n{message}\n\n{help}"));
        }
        if self.verification.is_some() {
            line("\n## Verification\n");
            self.verification_lines().iter().for_each(|lines| line(&item(lines)));
        }
        if !self.ways_back.is_empty() {
            line("\n## The way back\n");
            for way in &self.ways_back {
                line(&format!("- `{}`: {}", way.typed(out), way.costs));
            }
        }
        text
    }
}

impl Way {
    /// By the name that this program has.
    fn typed(&self, out: &Output) -> String {
        out.ours(&format!("`hunter {}`", self.command)).trim_matches('`').to_owned()
    }
}

fn item(lines: &[String]) -> String {
    format!("- {}", lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" — "))
}

fn event(row: &LedgerRow) -> Value {
    json!({
        "seq": row.seq, "event": row.event.as_str(), "revision": row.revision, "recorded_at": row.recorded_at,
        "milliseconds": row.duration_ms, "by": row.applied_by, "host": row.host, "binary": row.binary(),
        "applied_digest": row.applied_digest,
    })
}

fn table_row(row: &LedgerRow) -> String {
    let or_unknown = |text: &Option<String>| cell(text.as_deref().unwrap_or("?"));
    let took = row.duration_ms.map_or_else(String::new, |ms| ms.to_string());
    let (event, by, host) = (row.event.as_str(), or_unknown(&row.applied_by), or_unknown(&row.host));
    let (revision, at) = (cell(&row.revision), cell(&row.recorded_at));
    format!("| {} | {event} | {revision} | {at} | {took} | {by} | {host} |", row.seq)
}

/// Text in a table: one line, and no bar of its own.
fn cell(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).collect::<String>().replace('|', "\\|")
}
