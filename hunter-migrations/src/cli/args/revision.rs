//! What can be typed after `revision`.

use clap::Args;

/// Arguments of `revision`.
#[derive(Debug, Args)]
pub struct Revision {
    /// What it does
    #[arg(short, long, value_name = "TEXT")]
    pub message: Option<String>,
    /// Compare the wanted schema with that of head, and write what leads there and back
    #[arg(long)]
    pub autogenerate: bool,
    /// With --autogenerate: write no file, print the repair of the database
    #[arg(long, requires = "autogenerate", conflicts_with = "json")]
    pub sql: bool,
    /// The wanted schema: Diesel's schema.rs or a .sql file. Else src/schema.rs, else schema.sql
    #[arg(long, requires = "autogenerate", value_name = "FILE")]
    pub from_schema: Option<std::path::PathBuf>,
    /// The wanted schema: that of another database
    #[arg(long, requires = "autogenerate", conflicts_with = "from_schema", value_name = "URL")]
    pub from_database: Option<String>,
    /// old=new, of a table or a column: it goes on under another name. May be given again
    #[arg(long, requires = "autogenerate", value_name = "OLD=NEW")]
    pub rename: Vec<String>,
    /// What looks renamed is dropped and made
    #[arg(long, requires = "autogenerate")]
    pub no_rename: bool,
    /// Make a revision of what differs in the database, and record it there
    #[arg(long, conflicts_with_all = ["autogenerate", "sql"])]
    pub codify_drift: bool,
    /// The revision to stand on. Else the head
    #[arg(long, value_name = "REV")]
    pub head: Option<String>,
    /// Let it stand on a revision that is no head
    #[arg(long)]
    pub splice: bool,
    /// A label for the branch that begins here
    #[arg(long, value_name = "LABEL")]
    pub branch_label: Vec<String>,
    /// A revision of another branch that must be applied before
    #[arg(long, value_name = "REV")]
    pub depends_on: Vec<String>,
    /// Its id. Else twelve random hexadecimal digits
    #[arg(long, value_name = "ID")]
    pub rev_id: Option<String>,
}
