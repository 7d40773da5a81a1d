//! A folder of Diesel's as it stands: versions with hyphens, names with spaces, no metadata, order by version.

use hunter_migrations::{Migrations, embed_migrations};

pub static MIGRATIONS: Migrations = embed_migrations!("migrations");

fn main() {
    let revisions = MIGRATIONS.chain().revisions();
    let shown: Vec<_> = revisions.iter().map(|r| (r.id.as_str(), &*r.message)).collect();
    assert_eq!(
        shown,
        [
            ("00000000000000", "diesel_initial_setup"),
            ("20191115182353", "Add name"),
            ("20200102030405", "Add e-mail notifications"),
        ]
    );
    assert!(revisions[0].parents.is_empty());
    for pair in revisions.windows(2) {
        assert_eq!(pair[1].parents, [pair[0].id.clone()]);
    }
}
