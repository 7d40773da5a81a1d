//! Hunter's own binaries carry the chains of their folders.

hunter_migrations::freshness_test!("migrations");

mod pieces {
    hunter_migrations::freshness_test!("tests/chains/pieces");
}

mod v1_1 {
    hunter_migrations::freshness_test!("tests/chains/v1_1");
}
