//! Two heads that are meant to stay apart: each has its own label.

use hunter_migrations::{Migrations, embed_migrations};

pub static MIGRATIONS: Migrations = embed_migrations!("migrations");

fn main() {
    let chain = MIGRATIONS.chain();
    let heads: Vec<_> = chain.heads().iter().map(|r| (r.id.as_str(), chain.labels(&r.id)[0].as_str())).collect();
    assert_eq!(heads, [("b2", "mail"), ("c3", "tags")]);
}
