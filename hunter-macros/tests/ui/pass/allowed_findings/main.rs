use hunter_migrations::{Migrations, embed_migrations};

pub static MIGRATIONS: Migrations = embed_migrations!("migrations");

fn main() {
    assert_eq!(MIGRATIONS.chain().revisions()[1].declared.allow.len(), 3);
}
