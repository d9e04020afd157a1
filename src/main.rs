//! casebook
fn main() {}
