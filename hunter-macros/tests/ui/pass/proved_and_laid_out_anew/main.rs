//! Comments, indentation and line endings that changed after the proof: what was proved is what is there, so even who
//! refuses everything unproved compiles it.

use hunter_migrations::{Migrations, embed_migrations};

pub static MIGRATIONS: Migrations = embed_migrations!("migrations");

fn main() {
    assert_eq!(MIGRATIONS.chain().unproved(), []);
    assert_eq!(MIGRATIONS.chain().lockfile().entries.len(), 2);
}
