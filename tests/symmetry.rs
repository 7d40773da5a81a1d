//! Hunter's own revisions go up, down and up again, each a test of its own.

#![cfg(test)]

mod v1_0 {
    hunter_migrations::symmetry_tests!("migrations");
}

mod v1_1 {
    hunter_migrations::symmetry_tests!("tests/chains/v1_1");
}
