//! Tests of the whole program, in one binary. `tests/README.md` says what lies where.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod architecture;
mod bad;
#[cfg(unix)]
mod bad_folders;
mod cells_of_editions;
mod chance;
mod charts;
mod commands;
mod coverage;
mod demo;
mod demo_volumes;
mod documents;
mod documents_of_editions;
mod documents_of_projects;
mod documents_of_pupils;
mod editions;
mod english;
#[cfg(unix)]
mod faults;
mod findings;
#[cfg(unix)]
mod fix;
mod fixture;
#[cfg(unix)]
mod folder;
mod fuzz;
mod genres;
mod html_page;
mod images_of_editions;
mod pages_of_pupils;
mod pages_of_records;
mod pdf_engine;
mod pdf_layout;
mod pdf_lines;
mod pdf_tags;
mod pdf_text;
mod preview;
mod program;
mod readme;
mod recordable;
mod rust_source;
#[cfg(unix)]
mod serve;
mod site;
mod spreadsheets;
mod tables;
mod themes;
mod unchanged;
