use hunter_migrations::{Migrations, embed_migrations};

pub static MIGRATIONS: Migrations = embed_migrations!("migrations");

fn main() {
    let revisions = MIGRATIONS.chain().revisions();
    assert_eq!(revisions.len(), 5);
    let of = |at: usize| (revisions[at].declared.run_in_transaction, revisions[at].declared.irreversible.is_some());
    // An empty or missing way down cannot be gone; what commits on its own runs statement by statement.
    assert_eq!([of(0), of(1), of(2), of(3), of(4)], [(true, true), (false, true), (false, false), (true, true), (true, true)]);
}
