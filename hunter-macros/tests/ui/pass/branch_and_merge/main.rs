//! Two lines and the revision that joins them; it has nothing to do itself.

use hunter_migrations::{Migrations, embed_migrations};

pub static MIGRATIONS: Migrations = embed_migrations!("migrations");

fn main() {
    let chain = MIGRATIONS.chain();
    let ids: Vec<_> = chain.revisions().iter().map(|r| r.id.as_str()).collect();
    assert_eq!(ids, ["a1", "b2", "c3", "d4"]);
    assert_eq!(chain.branch_points()[0].id.as_str(), "a1");
    let [head] = chain.heads()[..] else { panic!("the merge is the only head") };
    assert!(head.id.as_str() == "d4" && head.is_merge() && head.up.is_empty());
}
