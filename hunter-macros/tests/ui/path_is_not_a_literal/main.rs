use hunter_migrations::{Migrations, embed_migrations};

const DIRECTORY: &str = "migrations";

pub static MIGRATIONS: Migrations = embed_migrations!(DIRECTORY);

fn main() {}
