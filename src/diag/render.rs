//! Laying findings out for a person (`human`), a list (`short`) or a program (`json`).
