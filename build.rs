//! Lets Cargo notice every change in the migrations directories.

fn main() {
    hunter_chain::watch("migrations");
    for chain in ["v1_1", "pieces", "fifty", "twenty"] {
        hunter_chain::watch(&format!("tests/chains/{chain}"));
    }
}
