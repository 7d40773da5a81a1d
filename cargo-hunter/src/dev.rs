//! `dev`: prove, then upgrade the local database, in one step.
//!
//! The database is looked at first: one that is not on this machine is refused before anything takes time.

use clap::Args;
use hunter_chain::SourceTree;
use hunter_migrations::Error;
use hunter_migrations::cli::{self, Answer, Global, Output, Wait};

use crate::project::Folder;
use crate::prove::{self, Prove};

#[derive(Debug, Args)]
pub(crate) struct Dev {
    #[command(flatten)]
    wait: Wait,
}

/// Proves what the lockfile does not say, and applies what the database lacks.
pub(crate) fn run(
    verb: &Dev,
    global: &Global,
    folder: &Folder,
    tree: SourceTree,
    out: &mut Output,
) -> Result<Answer, Error> {
    let migrations = |tree: &SourceTree, out: &mut Output| {
        Ok::<_, Error>(crate::from_chain(crate::sound(tree, folder, out)?, tree.digest()))
    };
    let mut session = cli::open_local(&migrations(&without_lock(&tree), out)?, global, out)?;
    prove::run(&Prove::default(), folder, tree, out)?;
    // As it is with the lockfile that was just written.
    let migrations = migrations(&crate::load(folder)?, out)?;
    cli::upgrade_to_head(&migrations, &mut *session, &verb.wait, out)
}

/// A lockfile that cannot be read is not a mistake here: it is written anew.
fn without_lock(tree: &SourceTree) -> SourceTree {
    let mut tree = tree.clone();
    tree.remove(hunter_chain::LOCKFILE);
    tree
}
