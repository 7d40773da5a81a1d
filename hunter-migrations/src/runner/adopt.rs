//! `adopt`: a database that was there first gets a record of what it is.
//!
//! Responsible for choosing: only what the schema is exactly is recorded, and where several revisions would do, somebody
//! says which. Before it is certain nothing is written, not even a ledger.

use hunter_chain::{Applied, Revision, Target};
use serde_json::{Value, json};

use super::Migrator;
use super::recognise::{Claim, Place, Recognised, Sight, Standing};
use super::stamp::trusted;
use super::state::{self, Look};
use crate::error::{Error, ErrorKind};
use crate::ledger::Ledger;
use crate::notice::Notice;
use crate::report::{Action, Report};
use crate::schema::drift::{self, counted, summary};
use crate::schema::recognise::{below, compared};

/// What is to be recorded.
struct Adoption<'c> {
    place: Place,
    /// Parents first.
    revisions: Vec<&'c Revision>,
    /// What goes on record beside each.
    trusted: Value,
}

impl<'c> Migrator<'c> {
    /// Records what a database is that nobody recorded: the revisions that leave exactly this schema behind, or those of
    /// a target, where the schema is theirs. Of several that leave the same behind, the one is taken that another tool
    /// recorded, or the only one whose `verify.sql` holds. Nothing is run, and what other tools recorded stays in place.
    ///
    /// [`accept_drift`](Self::accept_drift) lets objects be as they are.
    ///
    /// # Errors
    /// When something is recorded already, the database is empty, the schema is that of no revision or of several, another
    /// tool recorded what is not so, or the target leads nowhere.
    pub fn adopt(mut self, at: Option<&Target>) -> Result<Report, Error> {
        self.refuse_inside_a_transaction()?;
        self.configure()?;
        let at = at.map(|target| self.standing(target)).transpose()?;
        self.under_guard(Action::Adopt, |this, look| {
            let (_, ledger) = this.settled_of_now()?;
            this.refuse_recorded(&ledger)?;
            let sight = this.look_around()?;
            let adoption = this.adoption(&sight, at)?;
            this.record_adoption(look, &ledger, &adoption)
        })
    }

    /// Lets [`upgrade`](Self::upgrade) begin with [`adopt`](Self::adopt) where nothing is recorded and something is there.
    #[must_use]
    pub fn adopting(mut self) -> Self {
        self.options.adopts = true;
        self
    }

    /// What an upgrade does before its first step that may adopt.
    pub(super) fn adopt_unrecorded(&mut self, look: &Look, target: &Target) -> Result<bool, Error> {
        let (_, ledger) = self.settled_of_now()?;
        if !ledger.rows.is_empty() {
            return Ok(false);
        }
        let sight = self.look_around()?;
        let recognised = self.recognise_in(&sight, &self.ignore_and(&[]))?;
        let adoption = if recognised.is_empty { None } else { Some(self.adoption(&sight, None)?) };
        // A target that leads nowhere should leave nothing behind.
        let adopted = adoption.iter().flat_map(|one| &one.revisions).map(|revision| revision.id.clone());
        let plan = self.migrations.chain().plan_upgrade(target, &Applied::in_order(adopted))?;
        self.refuse_unproved(&plan)?;
        let adopts = adoption.is_some();
        match adoption {
            Some(adoption) => {
                let report = self.record_adoption(look, &ledger, &adoption)?;
                self.options.say(&Notice::Note { text: &report.to_string() });
            }
            None => {
                for claim in &recognised.claims {
                    let text = format!("{claim}, and the database is empty: the schema is built");
                    self.options.say(&Notice::Warning { text: &text });
                }
            }
        }
        Ok(adopts)
    }

    /// The record as it is now; another process may have begun one.
    pub(super) fn settled_of_now(&mut self) -> Result<(Look, Ledger), Error> {
        let look = state::look(self.session, &mut self.name)?;
        let ledger = if look.has_ledger { self.read_settled()? } else { Ledger::default() };
        Ok((look, ledger))
    }

    pub(super) fn refuse_recorded(&self, ledger: &Ledger) -> Result<(), Error> {
        if ledger.rows.is_empty() {
            return Ok(());
        }
        let applied = ledger.applied();
        let chain = self.migrations.chain();
        let ids = chain.current(&applied).into_iter().map(|revision| &revision.id);
        let revisions: Vec<_> = ids.chain(chain.unknown(&applied)).cloned().collect();
        let at = if revisions.is_empty() { "base".to_owned() } else { Place { revisions }.to_string() };
        let message = format!("this database has a record already, and is at {at}");
        let help = "`hunter check` tells whether that is so, `hunter stamp` changes it";
        Err(Error::new(ErrorKind::State, message, help))
    }

    /// What to record, where that is certain.
    fn adoption(&mut self, sight: &Sight, at: Option<Standing<'c>>) -> Result<Adoption<'c>, Error> {
        let accepted = self.options.trust.accepted().to_vec();
        let recognised = self.recognise_in(sight, &self.ignore_and(&accepted))?;
        if recognised.is_empty {
            return Err(is_empty(&recognised));
        }
        let standing = match at {
            Some(standing) => standing,
            None => {
                let place = self.choose(&recognised)?;
                self.standing_at(&place)?
            }
        };
        let place = standing.place();
        let ignore = self.ignore_and(&[]);
        let words = self.session.words();
        let (_, drift) = compared(standing.line, words, &standing.tops, sight.found(&ignore))?;
        let help = lead_there(&place);
        let mut trusted = trusted(&drift, &accepted, &help)?;
        for one in &drift.not_comparable {
            self.options.say(&Notice::Warning { text: &one.to_string() });
        }
        let (true_ones, others): (Vec<&Claim>, Vec<&Claim>) =
            recognised.claims.iter().partition(|claim| claim.holds() && claim.place == place);
        if let Some(claim) = true_ones.first() {
            trusted["from"] = json!(claim.tool);
        }
        if !others.is_empty() {
            trusted["although"] = json!(others.iter().map(ToString::to_string).collect::<Vec<_>>());
        }
        for claim in &recognised.claims {
            let text = format!("`{}` stays as it is, and nothing here reads it again", claim.table);
            self.options.say(&Notice::Note { text: &text });
        }
        Ok(Adoption { place, revisions: below(standing.line, &standing.tops), trusted })
    }

    fn standing_at(&self, place: &Place) -> Result<Standing<'c>, Error> {
        let mut known = Vec::new();
        for id in &place.revisions {
            known.push(self.standing(&Target::Revision(id.to_string()))?);
        }
        let line = known.first().map(|one| one.line).unwrap_or(self.migrations.chain());
        Ok(Standing { line, tops: known.into_iter().flat_map(|one| one.tops).collect() })
    }

    /// The place that the schema, other tools and the authors' assertions agree on.
    fn choose(&mut self, recognised: &Recognised) -> Result<Place, Error> {
        if let Some(claim) = recognised.claims.iter().find(|claim| !claim.holds()) {
            return Err(claims_what_is_not_so(claim, recognised));
        }
        let claimed = recognised.claims.first().map(|claim| &claim.place);
        if let Some(place) = claimed
            && recognised.claims.iter().all(|claim| claim.place == *place)
        {
            return Ok(place.clone());
        }
        match recognised.exact.as_slice() {
            [] => Err(is_no_revision(recognised)),
            [one] => Ok(one.clone()),
            several => {
                let mut held = Vec::new();
                for place in several {
                    if self.asserted(place)? {
                        held.push(place);
                    }
                }
                match held.as_slice() {
                    [one] => Ok((*one).clone()),
                    _ => Err(is_several(several)),
                }
            }
        }
    }

    /// Whether authors asserted something of a place, and all of it holds.
    fn asserted(&mut self, place: &Place) -> Result<bool, Error> {
        let dialect = self.session.words().dialect;
        let mut holds = false;
        for top in self.standing_at(place)?.tops {
            let Some(script) = top.verify.get(dialect) else { continue };
            let broken = self.assert_all(top, script)?.iter().any(|assertion| assertion.broken.is_some());
            if broken {
                return Ok(false);
            }
            holds = true;
        }
        Ok(holds)
    }

    fn record_adoption(
        &mut self,
        look: &Look,
        ledger: &Ledger,
        adoption: &Adoption<'c>,
    ) -> Result<Report, Error> {
        self.create_ledger(look)?;
        self.options.trust.adopts = true;
        let report = self.write_stamps(ledger, &[], &adoption.revisions, &adoption.trusted)?;
        Ok(Report { action: Action::Adopt, current: adoption.place.revisions.clone(), ..report })
    }
}

/// What leads from a database to a place, for an operator to read before it is run.
fn lead_there(place: &Place) -> String {
    let at = place.revisions.last().map_or_else(|| "REV".to_owned(), ToString::to_string);
    let at = if place.revisions.len() > 1 { "heads".to_owned() } else { at };
    format!(
        "`hunter adopt --at {at} --sql` prints the statements that lead there: read them, run them, and `hunter adopt` \
         again; --accept-drift OBJECT takes an object as it is"
    )
}

fn is_empty(recognised: &Recognised) -> Error {
    let message = match recognised.claims.first() {
        Some(claim) => format!("{claim}, and the database is empty"),
        None => "the database is empty: there is nothing to adopt".to_owned(),
    };
    Error::new(ErrorKind::State, message, "`hunter upgrade` builds the schema")
}

fn is_no_revision(recognised: &Recognised) -> Error {
    let Some((place, differences)) = &recognised.nearest else {
        let message = "the schema is that of no revision that this program knows";
        return Error::new(ErrorKind::State, message, "`hunter history` lists them");
    };
    let mut message = format!(
        "the schema is that of no revision that this program knows; the nearest is {place}: {}",
        summary(differences)
    );
    if let Some(first) = recognised.not_compared.first() {
        let many = recognised.not_compared.len();
        message +=
            &format!(" ({many} were not compared, `{first}` among them: hunter.lock does not speak of them)");
    }
    Error::new(ErrorKind::State, message, lead_there(place)).telling(differences.clone())
}

fn claims_what_is_not_so(claim: &Claim, recognised: &Recognised) -> Error {
    let is = match (recognised.exact.as_slice(), &recognised.nearest) {
        ([], Some((place, differences))) if *place != claim.place => {
            format!("; the nearest is {place}, with {}", counted(differences))
        }
        ([], _) => String::new(),
        ([one, ..], _) => format!("; it is that of {one}"),
    };
    let place = &claim.place;
    let message = match claim.doubts.first() {
        Some(doubt) if recognised.exact.is_empty() => format!("{claim}, and {doubt}{is}"),
        Some(doubt) => format!("{claim}, and {doubt}{}", is.replace("it is", "the schema is")),
        None => {
            let schema = drift::of(&place.revisions);
            format!("{claim}, and the schema is not {schema}: {}{is}", summary(&claim.differences))
        }
    };
    let nearest = recognised.nearest.as_ref().map(|(place, _)| place);
    let help = match recognised.exact.first() {
        Some(one) => {
            format!("`hunter adopt --at {one}` records what it is, and `hunter upgrade` goes on from there")
        }
        None => lead_there(nearest.unwrap_or(place)),
    };
    let differences = match (&recognised.nearest, claim.differences.as_slice()) {
        (Some((_, differences)), []) => differences.clone(),
        (_, differences) => differences.to_vec(),
    };
    Error::new(ErrorKind::State, message, help).telling(differences)
}

fn is_several(places: &[Place]) -> Error {
    let named: Vec<String> = places.iter().map(|place| format!("`{place}`")).collect();
    let message = format!("several revisions leave this schema behind: {}", named.join(", "));
    let help = format!(
        "they differ in rows alone: `hunter adopt --at {}` records the one that really ran, with all below it",
        places[0]
    );
    Error::new(ErrorKind::State, message, help)
}
