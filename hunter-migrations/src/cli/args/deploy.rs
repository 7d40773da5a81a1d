//! What can be typed about deployments.

use std::path::PathBuf;

use clap::Args;

use super::backup::LockWait;
use crate::backup::FOLDER;

/// Arguments of `preflight`.
#[derive(Debug, Args)]
pub struct Preflight {
    #[command(flatten)]
    pub(in crate::cli) aim: Aim,
}

/// Arguments of `deploy`.
#[derive(Debug, Args)]
pub struct Deploy {
    #[command(flatten)]
    pub(in crate::cli) aim: Aim,
    #[command(flatten)]
    pub(in crate::cli) wait: LockWait,
}

/// Where a deployment leads, and what leads back.
#[derive(Debug, Args)]
pub struct Aim {
    /// Where to go: head, heads, an id or its first 4 characters, +N, ID+N, label@head
    #[arg(default_value = "head", allow_negative_numbers = true)]
    pub(in crate::cli) target: String,
    /// The folder of the backups; made if it is not there
    #[arg(long, default_value = FOLDER, value_name = "DIR")]
    pub(in crate::cli) to: PathBuf,
    /// Let revisions that hunter.lock does not prove go to a server on another machine
    #[arg(long)]
    pub(in crate::cli) unproved: bool,
}
