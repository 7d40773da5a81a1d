//! A script that two revisions share through a link, and notes that link to each other for ever.

use hunter_migrations::{Migrations, embed_migrations};

pub static MIGRATIONS: Migrations = embed_migrations!("migrations");

fn main() {
    let [first, second] = MIGRATIONS.chain().revisions() else { panic!("two revisions") };
    let text = |scripts: &hunter_chain::Scripts| scripts.iter().next().map(|(_, s, _)| s.text.clone());
    assert_eq!(text(&first.down), text(&second.down));
}
