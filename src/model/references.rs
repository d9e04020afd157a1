//! References between files.
