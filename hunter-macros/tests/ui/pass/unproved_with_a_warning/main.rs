//! `unproved = "warn"`: it compiles, and rustc says so.

use hunter_migrations::{Migrations, embed_migrations};

#[expect(deprecated, reason = "what the macro warns with: no warning would be an error here")]
pub static MIGRATIONS: Migrations = embed_migrations!("migrations");

fn main() {
    assert_eq!(MIGRATIONS.chain().unproved().len(), 2);
}
