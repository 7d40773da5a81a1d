//! Lets Cargo notice every change in the migrations directories.

fn main() {
    hunter_chain::watch("migrations");
    hunter_chain::watch("tests/chains/v1_1");
    hunter_chain::watch("tests/chains/pieces");
}
