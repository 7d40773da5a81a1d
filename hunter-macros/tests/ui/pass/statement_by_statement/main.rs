use hunter_migrations::{Migrations, embed_migrations};

pub static MIGRATIONS: Migrations = embed_migrations!("migrations");

fn main() {
    assert!(!MIGRATIONS.chain().revisions()[1].declared.run_in_transaction);
}
