//! Tests of the whole program, in one binary. `tests/README.md` says what lies where.

mod architecture;
mod rust_source;
