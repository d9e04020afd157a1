//! How fast the program is: it builds generated casebooks as a user's shell would, one process each.
//!
//! `cargo bench`, or with sizes of your own `cargo bench -- --students 100 --notes 40`. `benches/README.md` has figures.

#![allow(clippy::print_stdout, reason = "its result is what it prints")]

mod corpus;
mod process;

use std::path::{Path, PathBuf};

use process::{Measured, measure};

/// What is measured: a size, and which parts are made.
struct Task {
    students: usize,
    notes: usize,
    only: &'static str,
}

/// Two sizes: a class, and a school of which the site and one term's documents are made apart.
const TASKS: [Task; 4] = [
    Task { students: 30, notes: 20, only: "site" },
    Task { students: 30, notes: 20, only: "pdf" },
    Task { students: 500, notes: 30, only: "site" },
    Task { students: 500, notes: 30, only: "pdf" },
];

/// What was asked for.
struct Arguments {
    students: Option<usize>,
    notes: Option<usize>,
    runs: usize,
    jobs: Option<String>,
    folder: PathBuf,
}

fn main() {
    let arguments = arguments();
    let tasks: Vec<Task> = match (arguments.students, arguments.notes) {
        (None, None) => TASKS.into_iter().collect(),
        (students, notes) => ["site", "pdf"]
            .map(|only| Task { students: students.unwrap_or(30), notes: notes.unwrap_or(20), only })
            .into_iter()
            .collect(),
    };
    println!(
        "{:>8} {:>5} {:>4} | {:>6} {:>5} | {:>8} {:>8} {:>8} | {:>9} {:>8} {:>8}",
        "students", "notes", "make", "pages", "PDFs", "first s", "again s", "edit s", "pages/s", "PDFs/s", "peak MiB"
    );
    for task in tasks {
        let root = arguments.folder.join(format!("casebook-bench-{}-{}-{}", std::process::id(), task.students, task.notes));
        corpus::write(&root, task.students, task.notes).expect("a folder that can be written");
        report(&task, &root, &arguments);
        std::fs::remove_dir_all(&root).expect("removed");
    }
}

/// Builds a casebook into an empty folder, again unchanged, and again after one note was edited; prints the medians.
fn report(task: &Task, root: &Path, arguments: &Arguments) {
    let build = || measure(root, task.only, arguments.jobs.as_deref());
    let (mut first, mut again, mut edited): (Vec<Measured>, Vec<f64>, Vec<f64>) = Default::default();
    for run in 0..arguments.runs {
        for made in ["public", ".casebook"] {
            let made = root.join(made);
            if made.exists() {
                std::fs::remove_dir_all(made).expect("removed");
            }
        }
        first.push(build());
        again.push(build().seconds);
        corpus::edit(root, run).expect("a note");
        edited.push(build().seconds);
    }
    let seconds = median(first.iter().map(|it| it.seconds).collect());
    let (pages, pdfs) = first.first().map_or((0, 0), |it| (it.pages, it.pdfs));
    let peak = first.iter().filter_map(|it| it.peak_kib).max().map_or("-".to_owned(), |it| (it / 1024).to_string());
    let rate = |made: usize| if made == 0 { "-".to_owned() } else { format!("{:.1}", made as f64 / seconds) };
    println!(
        "{:>8} {:>5} {:>4} | {pages:>6} {pdfs:>5} | {seconds:>8.2} {:>8.2} {:>8.2} | {:>9} {:>8} {peak:>8}",
        task.students,
        task.notes,
        task.only,
        median(again),
        median(edited),
        rate(pages),
        rate(pdfs),
    );
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn arguments() -> Arguments {
    let mut found = Arguments { students: None, notes: None, runs: 3, jobs: None, folder: std::env::temp_dir() };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        // cargo passes this to every bench
        if word == "--bench" {
            continue;
        }
        let value = words.next().unwrap_or_else(|| panic!("{word} needs a value"));
        let number = || value.parse().unwrap_or_else(|_| panic!("{word} needs a number, not {value}"));
        match word.as_str() {
            "--students" => found.students = Some(number()),
            "--notes" => found.notes = Some(number()),
            "--runs" => found.runs = number(),
            "--jobs" => found.jobs = Some(value),
            "--folder" => found.folder = PathBuf::from(value),
            _ => panic!("no such option: {word}; there are --students, --notes, --runs, --jobs, --folder"),
        }
    }
    found
}
