//! Reading the embedded table.
