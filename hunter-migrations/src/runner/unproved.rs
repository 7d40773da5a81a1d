//! Revisions that nobody proved go to databases of this machine alone, unless somebody says the word.
//!
//! Responsible for asking where the server is, once and only where a plan holds such a revision, and for the refusal.

use std::net::IpAddr;

use hunter_chain::{Plan, RevisionId, unproved_summary};

use super::{Migrator, state};
use crate::error::{Error, ErrorKind};

impl Migrator<'_> {
    /// Refuses a plan with a revision that the lockfile does not prove on this dialect, on a server elsewhere.
    pub(super) fn refuse_unproved(&mut self, plan: &Plan<'_>) -> Result<(), Error> {
        if self.options.may_be_unproved {
            return Ok(());
        }
        let dialect = self.session.words().dialect;
        let mut unproved = self.migrations.chain().unproved();
        unproved.iter_mut().for_each(|one| one.on.retain(|(on, _)| *on == dialect));
        let in_plan = |id: &RevisionId| plan.steps.iter().any(|step| step.id == *id);
        unproved.retain(|one| !one.on.is_empty() && in_plan(&one.revision.id));
        if unproved.is_empty() {
            return Ok(());
        }
        let Some(server) = self.server_elsewhere()? else {
            // A plan is made before the guard is taken, and again after; where the server is does not change.
            self.options.may_be_unproved = true;
            return Ok(());
        };
        let message = format!("{}; the server {server} is not on this machine", unproved_summary(&unproved));
        let help = "run `cargo hunter prove` in the project, commit hunter.lock, and build again; to apply them all the \
                    same: `hunter upgrade --unproved`";
        Err(Error::new(ErrorKind::State, message, help))
    }

    /// For tools that work on a developer's own database: refused where its server is elsewhere.
    ///
    /// # Errors
    /// When it is, or cannot say where it is.
    #[doc(hidden)]
    pub fn refuse_elsewhere(mut self) -> Result<(), Error> {
        let Some(server) = self.server_elsewhere()? else { return Ok(()) };
        let message =
            format!("the server {server} is not on this machine, and `dev` is for a database of one's own");
        let help = "name a local one with --database-url; elsewhere it is `cargo hunter prove`, a build, and `hunter upgrade`";
        Err(Error::new(ErrorKind::State, message, help))
    }

    /// The address of a server that is not on this machine; nothing where it is, or where there is no server.
    fn server_elsewhere(&mut self) -> Result<Option<String>, Error> {
        let Some(query) = self.session.words().server_address else { return Ok(None) };
        let address = state::one(self.session, query)
            .map_err(|error| Error::database("asking at which address the server is", error))?;
        Ok(address.filter(|address| !is_loopback(address)))
    }
}

/// An address that cannot be read is somewhere else.
fn is_loopback(address: &str) -> bool {
    address.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn only_loopback_addresses_are_this_machine() {
        for here in ["127.0.0.1", "127.8.0.2", "::1", "::ffff:127.0.0.1"] {
            assert!(is_loopback(here), "{here}");
        }
        for elsewhere in
            ["10.0.0.5", "172.17.0.2", "0.0.0.0", "fe80::1", "::ffff:10.0.0.5", "", "db.internal"]
        {
            assert!(!is_loopback(elsewhere), "{elsewhere}");
        }
    }
}
