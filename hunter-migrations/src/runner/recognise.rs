//! What a database is of which nothing is recorded: its schema beside every one that the program knows, and what other
//! tools say of it.
//!
//! Responsible for reading everything once, and for holding what is claimed against what is there. Nothing is written.

use std::fmt;

use hunter_chain::{Applied, Chain, Revision, RevisionId, Target};
use hunter_schema::{Difference, Draft, Ignore, Snapshot, diff};

use super::Migrator;
use super::state;
use crate::error::{Error, ErrorKind};
use crate::schema::drift::{self, Drift};
use crate::schema::expected::Expected;
use crate::schema::histories::{History, Recorded};
use crate::schema::introspect;
use crate::schema::recognise::{Found, Search, compared, lines};
use crate::words::Words;

/// Where a database can be: revisions with everything below them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// Those on which none of it stands; several only where the chain has several heads.
    pub revisions: Vec<RevisionId>,
}

/// What a database looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recognised {
    /// The places whose schema it has, the newest first: several where revisions change rows alone.
    pub exact: Vec<Place>,
    /// Where it has none of them: the place from which it differs in the fewest objects, and each difference.
    pub nearest: Option<(Place, Vec<Difference>)>,
    /// What other tools recorded.
    pub claims: Vec<Claim>,
    /// Whether there is nothing in it.
    pub is_empty: bool,
    /// Revisions of which the lockfile does not say what they leave behind.
    pub not_compared: Vec<RevisionId>,
}

/// What another tool says that is applied.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Claim {
    /// Which tool.
    pub tool: &'static str,
    /// The table it says it in.
    pub table: String,
    /// The versions in it, in their order.
    pub versions: Vec<String>,
    /// Where that is in this chain.
    pub place: Place,
    /// Why that is not all that it says: versions that this program does not know, or that did not end.
    pub doubts: Vec<String>,
    /// How the schema differs from what that place leaves behind.
    pub differences: Vec<Difference>,
}

impl Claim {
    /// Whether the schema is what it says.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.doubts.is_empty() && self.differences.is_empty()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<&str> = self.revisions.iter().map(RevisionId::as_str).collect();
        f.write_str(&ids.join(", "))
    }
}

/// `alembic_version says 0001`, or how many versions there are and which one is the last.
impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.versions.as_slice() {
            [.., last] if self.versions.len() > 3 => {
                write!(f, "`{}` says {} versions, the last one {last}", self.table, self.versions.len())
            }
            few => write!(f, "`{}` says {}", self.table, few.join(", ")),
        }
    }
}

/// A database as it was found.
pub(super) struct Sight {
    pub(super) schema: Snapshot,
    pub(super) server: String,
    histories: Vec<(History, Vec<Recorded>)>,
}

/// A place with its revisions.
pub(super) struct Standing<'c> {
    pub(super) line: &'c Chain,
    pub(super) tops: Vec<&'c Revision>,
}

impl Standing<'_> {
    pub(super) fn place(&self) -> Place {
        Place { revisions: self.tops.iter().map(|top| top.id.clone()).collect() }
    }
}

impl<'c> Migrator<'c> {
    /// Tells by its schema which revisions a database has of which nothing is recorded. The catalog is read once and
    /// compared with the schema at every revision of the program; what other tools recorded is held against the same.
    ///
    /// # Errors
    /// When the catalog or another tool's table cannot be read, and when the program's lockfile speaks of no revision.
    pub fn recognise(mut self) -> Result<Recognised, Error> {
        self.configure()?;
        state::look(self.session, &mut self.name)?;
        let sight = self.look_around()?;
        let ignore = self.ignore_and(&[]);
        self.recognise_in(&sight, &ignore)
    }

    /// The statements that lead from the database to what a revision leaves behind, without one to the nearest; nothing
    /// where nothing differs. What [`accept_drift`](Self::accept_drift) names stays as it is. Only reads.
    ///
    /// # Errors
    /// As [`recognise`](Self::recognise); when something is recorded, and when the target leads nowhere.
    pub fn adoption_draft(mut self, at: Option<&Target>) -> Result<(Drift, Draft), Error> {
        self.configure()?;
        let (_, ledger) = self.settled_of_now()?;
        self.refuse_recorded(&ledger)?;
        let sight = self.look_around()?;
        let ignore = self.ignore_and(self.options.trust.accepted());
        let words = self.session.words();
        let found = sight.found(&ignore);
        let standing = match at {
            Some(target) => self.standing(target)?,
            None => {
                let search = Search::over(self.migrations.chain(), words, found)?;
                let nearest = search.candidates.into_iter().min_by_key(|candidate| candidate.apart);
                let known = nearest.map(|one| Standing { line: one.line, tops: one.tops });
                known.ok_or_else(|| search.why.unwrap_or_else(nothing_to_be))?
            }
        };
        let (expected, drift) = compared(standing.line, words, &standing.tops, found)?;
        let wanted = drift::wanted(&expected, &sight.schema, &sight.server, &ignore);
        let draft = diff(words.dialect, &sight.schema, &wanted, &[]);
        Ok((drift, draft))
    }

    /// The revisions of a target, on whichever line they are.
    pub(super) fn standing(&self, target: &Target) -> Result<Standing<'c>, Error> {
        let mut first = None;
        for line in lines(self.migrations.chain()) {
            match line.locate(target, &Applied::none()) {
                Ok(tops) if !tops.is_empty() => return Ok(Standing { line, tops }),
                Ok(_) => {}
                Err(error) => first = first.or(Some(error)),
            }
        }
        Err(first.map_or_else(nothing_to_be, Error::from))
    }

    /// Everything that is there, read once.
    pub(super) fn look_around(&mut self) -> Result<Sight, Error> {
        let words = self.session.words();
        let schemas = &self.migrations.chain().settings().schemas;
        let (schema, tables) = introspect::with_histories(self.session, schemas, &self.name)?;
        let server = introspect::server(self.session)?;
        let mut histories = Vec::new();
        for history in tables {
            let doing = format!("reading {}", history.table);
            let rows = self.session.rows(&history.query(words));
            let rows = rows.map_err(|error| Error::database(&doing, error))?;
            let rows = rows.iter().map(|row| state::parse(row.as_deref())).collect::<Result<_, _>>()?;
            histories.push((history, rows));
        }
        Ok(Sight { schema, server, histories })
    }

    pub(super) fn recognise_in(&self, sight: &Sight, ignore: &Ignore) -> Result<Recognised, Error> {
        let (chain, words) = (self.migrations.chain(), self.session.words());
        let found = sight.found(ignore);
        let search = Search::over(chain, words, found)?;
        let exact: Vec<Place> = search.exact().map(|one| Place { revisions: one.ids() }).collect();
        let nearest = match search.nearest().filter(|_| exact.is_empty()) {
            Some(one) => {
                let (_, drift) = compared(one.line, words, &one.tops, found)?;
                Some((Place { revisions: one.ids() }, drift.differences))
            }
            None => None,
        };
        let nothing = Expected::of_nothing(chain, words)?;
        let at_base = (Vec::new(), crate::status::Status::Empty);
        let is_empty = Drift::between(&nothing, found.schema, found.server, ignore, at_base).is_none();
        let claims = sight.claims(chain, words, found);
        match search.why {
            Some(why) if search.candidates.is_empty() => Err(why),
            _ => Ok(Recognised { exact, nearest, claims, is_empty, not_compared: search.not_compared }),
        }
    }

    /// What is passed over: what the chain says, and what somebody takes as it is.
    pub(super) fn ignore_and(&self, accepted: &[String]) -> Ignore {
        let ignored = &self.migrations.chain().settings().ignore;
        Ignore::of(ignored.iter().chain(accepted).map(String::as_str))
    }
}

impl Sight {
    pub(super) fn found<'s>(&'s self, ignore: &'s Ignore) -> Found<'s> {
        Found { schema: &self.schema, server: &self.server, ignore }
    }

    fn claims(&self, chain: &Chain, words: &'static Words, found: Found<'_>) -> Vec<Claim> {
        let lines = lines(chain);
        // A tool that recorded nothing claims nothing.
        let spoken = self.histories.iter().filter(|(_, rows)| !rows.is_empty());
        let claim = |(history, rows): &(History, Vec<Recorded>)| {
            let meaning = history.means(rows, &lines);
            let (mut doubts, mut differences) = (meaning.doubts, Vec::new());
            let line = lines.iter().find(|line| meaning.tops.iter().any(|top| line.get(&top.id).is_some()));
            if let Some(line) = line {
                match compared(line, words, &meaning.tops, found) {
                    Ok((_, drift)) => differences = drift.differences,
                    Err(error) => doubts.push(error.to_string()),
                }
            }
            let revisions = meaning.tops.iter().map(|top| top.id.clone()).collect();
            Claim {
                tool: history.tool.name,
                table: history.table.clone(),
                versions: rows.iter().map(|row| row.version().to_owned()).collect(),
                place: Place { revisions },
                doubts,
                differences,
            }
        };
        spoken.map(claim).collect()
    }
}

fn nothing_to_be() -> Error {
    let message = "there is no revision there that a database could be at";
    Error::new(ErrorKind::Target, message, "`hunter history` lists the revisions")
}
