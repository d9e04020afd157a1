//! How long each stage takes on a generated casebook, and how long a preview takes from a changed note to its page.
//!
//! `cargo bench --bench stages`, or with sizes of your own `cargo bench --bench stages -- 100 40`. `benches/README.md` has figures.

#![allow(clippy::print_stdout, reason = "its result is what it prints")]

#[path = "../build/corpus.rs"]
mod corpus;

use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use casebook::diag::Diagnostics;
use casebook::privacy::Audience;
use casebook::site::documents::{Documents, documents};
use casebook::site::pages::{self, Pdf, Pdfs};
use casebook::source::{self, Limits, Loaded};
use casebook::theme::Theme;
use casebook::{Memory, Options, lint, model, preview, privacy, syntax};

/// So often a note is edited.
const EDITS: usize = 5;

fn main() {
    let mut sizes = std::env::args().skip(1).filter_map(|it| it.parse().ok());
    let (students, notes) = (sizes.next().unwrap_or(500), sizes.next().unwrap_or(30));
    let root = std::env::temp_dir().join(format!("casebook-stages-{}", std::process::id()));
    corpus::write(&root, students, notes).expect("a folder that can be written");
    let root = root.canonicalize().expect("there");
    println!("{students} pupils with {notes} notes each");
    stages(&root.join("content"));
    edits(&root);
    std::fs::remove_dir_all(&root).expect("removed");
}

/// Runs a stage and tells how long it took.
fn timed<T>(name: &str, stage: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let made = stage();
    println!("  {name:<34} {:>8.1} ms", begun.elapsed().as_secs_f64() * 1000.0);
    made
}

/// Each stage of a build up to the pages, once.
fn stages(content: &Path) {
    println!("each stage of a build");
    let theme = Theme::built_in();
    let mut found = Diagnostics::new();
    let loaded = timed("load", || source::load(content, Limits::default()).expect("a folder"));
    let (files, _) = timed("parse", || syntax::parse(&loaded.tree));
    let casebook = timed("resolve", || model::resolve(&loaded.tree, files, &mut found)).expect("settings");
    timed("lint", || lint::lint(&loaded.tree, &casebook, None).len());
    let view = timed("analysis", || privacy::project(&casebook, None, Audience::Teacher)).expect("a view");
    let genres = timed("outlines", || theme.genres()).expect("outlines");
    let made = Documents::these(timed("documents", || documents(&view, &genres, &mut found)));
    let plan = timed("plan", || pages::plan(&loaded.tree, &view, &made, Pdfs::All(Pdf::OnRequest), &mut found));
    println!("  {} notes, {} documents, {} pages", casebook.notes.len(), made.all().len(), plan.pages.len());
}

/// A preview, and what it takes after a note was saved.
fn edits(root: &Path) {
    let theme = Theme::built_in();
    let options = Options { site: true, pdf: true, ..Options::default() };
    let memory = Mutex::<Memory>::default();
    let mut loaded = Loaded::default();
    for run in 0..=EDITS {
        let (content, limits) = (root.join("content"), Limits::default());
        let place = (run > 0).then(|| corpus::edit(root, run).expect("a note"));
        println!("{}", if run == 0 { "a preview" } else { "after a note was saved" });
        let saved = Instant::now();
        loaded = timed("load", || match &place {
            Some(place) => source::load_again(&loaded, &content, limits, std::slice::from_ref(place)),
            None => source::load(&content, limits),
        })
        .expect("a folder");
        let begun = Instant::now();
        let shown = preview(&loaded.tree, &theme, &options, &memory, |preview| {
            println!("  {:<34} {:>8.1} ms", "until pages can be made", begun.elapsed().as_secs_f64() * 1000.0);
            let file = |name: &str, address: &str| {
                timed(name, || preview.file(address).map(|it| it.map(|it| it.len())))
                    .unwrap_or_else(|| panic!("{address}"))
                    .is_ok()
            };
            let note =
                preview.early_addresses().into_iter().find(|it| it.starts_with("students/S0001/notes/")).expect("a note");
            assert!(file("the note's page", &note));
            println!("  {:<34} {:>8.1} ms", "from saved to its page", saved.elapsed().as_secs_f64() * 1000.0);
            assert!(file("the pupil's page", "students/S0001/index.html") && file("a list", "types/talk/index.html"));
            assert!(file("the first page, with all documents", "index.html") && file("a shard of the search", "search/0.js"));
            if run == EDITS {
                assert!(file("the search, with all its shards", "search/index.js"));
            }
        });
        assert!(shown.is_ok());
    }
}
