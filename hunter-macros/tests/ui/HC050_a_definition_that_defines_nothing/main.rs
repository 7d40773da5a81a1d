use hunter_migrations::{Migrations, embed_migrations};

pub static MIGRATIONS: Migrations = embed_migrations!("migrations");

fn main() {}
