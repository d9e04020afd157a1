//! How long each stage takes on a generated casebook, and how long a preview takes from a changed note to its page.
//!
//! `cargo bench --bench stages`, or with sizes of your own `cargo bench --bench stages -- 100 40`. `benches/README.md` has figures.

#![allow(clippy::print_stdout, reason = "its result is what it prints")]

#[allow(dead_code, reason = "the other bench edits notes, too")]
#[path = "../build/corpus.rs"]
mod corpus;

use std::time::Instant;

use casebook::diag::Diagnostics;
use casebook::privacy::Audience;
use casebook::site::pages::{self, Pdf};
use casebook::source::{self, Limits};
use casebook::theme::Theme;
use casebook::{lint, model, privacy, site, syntax};

fn main() {
    let mut sizes = std::env::args().skip(1).filter_map(|it| it.parse().ok());
    let (students, notes) = (sizes.next().unwrap_or(500), sizes.next().unwrap_or(30));
    let root = std::env::temp_dir().join(format!("casebook-stages-{}", std::process::id()));
    corpus::write(&root, students, notes).expect("a folder that can be written");
    println!("{students} pupils with {notes} notes each");
    stages(&root.join("content"));
    std::fs::remove_dir_all(&root).expect("removed");
}

/// Runs a stage and tells how long it took.
fn timed<T>(name: &str, stage: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let made = stage();
    println!("{name:<24} {:>8.1} ms", begun.elapsed().as_secs_f64() * 1000.0);
    made
}

fn stages(content: &std::path::Path) {
    let theme = Theme::built_in();
    let mut found = Diagnostics::new();
    let loaded = timed("load", || source::load(content, Limits::default()).expect("a folder"));
    let (files, _) = timed("parse", || syntax::parse(&loaded.tree));
    let casebook = timed("resolve", || model::resolve(&loaded.tree, files, &mut found)).expect("settings");
    timed("lint", || lint::lint(&loaded.tree, &casebook, None).len());
    let view = timed("analysis", || privacy::project(&casebook, None, Audience::Teacher)).expect("a view");
    let genres = theme.genres().expect("outlines");
    let documents = timed("documents", || site::documents::documents(&view, &genres, &mut found));
    let pdfs = vec![Pdf::OnRequest; documents.len()];
    let plan = timed("plan", || pages::plan(&loaded.tree, &view, &documents, &pdfs, &mut found));
    println!("{} notes, {} documents, {} pages", casebook.notes.len(), documents.len(), plan.pages.len());
}
