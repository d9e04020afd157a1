//! The demo casebook in `content/`: built once for all tests, and read a second time by a reader of its own, against which
//! the numbers of the program are held.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::LazyLock;

use casebook::output::MemoryDoor;
use casebook::source::{Limits, SourceTree, load};
use casebook::theme::Theme;
use casebook::{Options, build};

use crate::program::project;

/// Every file of the demo's site, PDFs included.
pub(crate) static SITE: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(site);

/// Builds the demo in memory.
pub(crate) fn site() -> BTreeMap<String, Vec<u8>> {
    let door = MemoryDoor::default();
    let options = Options { site: true, pdf: true, ..Options::default() };
    let outcome = build(&tree(), &Theme::built_in(), &options, &door);
    assert!(outcome.is_sound(), "{:?}", outcome.findings);
    let files = door.into_files();
    assert!(outcome.pages > 150, "{} pages", outcome.pages);
    assert!(outcome.documents >= 9, "a report for each of eight students, a summary of the class");
    assert!(files.len() >= outcome.pages + outcome.documents);
    files
}

/// The demo as the program reads it.
pub(crate) fn tree() -> SourceTree {
    let loaded = load(&content(), Limits::default()).unwrap();
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded.tree
}

/// Where it lies.
pub(crate) fn content() -> PathBuf {
    project().join("content")
}

/// A row of a table, by the names in its head.
pub(crate) type Row = BTreeMap<String, String>;

/// The demo's files as plain text, by path below `content`.
pub(crate) struct Raw(BTreeMap<String, String>);

impl Raw {
    /// Reads the files, knowing nothing of the program.
    pub(crate) fn read() -> Self {
        let files = crate::program::files(&content());
        Self(files.into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect())
    }

    /// Notes that are files of their own and whose name ends with this, below a student.
    pub(crate) fn notes(&self, kind: &str) -> Vec<(&str, &str)> {
        let end = format!("-{kind}.md");
        let notes = self.0.iter().filter(|(path, _)| path.starts_with("students/") && path.ends_with(&end));
        notes.map(|(path, text)| (path.as_str(), text.as_str())).collect()
    }

    /// The rows of every students' table of this name, each with the student's code.
    pub(crate) fn rows(&self, name: &str) -> Vec<(String, Row)> {
        let end = format!("/{name}.csv");
        let tables = self.0.iter().filter(|(path, _)| path.starts_with("students/") && path.ends_with(&end));
        tables.flat_map(|(path, text)| table(text).into_iter().map(|row| (code(path), row))).collect()
    }

    /// Every file: its path and what it says.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The rows of one table.
    pub(crate) fn table(&self, path: &str) -> Vec<Row> {
        table(&self.0[path])
    }

    /// How many lines of the students' files say exactly this below whatever indentation.
    pub(crate) fn lines(&self, line: &str) -> usize {
        let profiles = self.0.iter().filter(|(path, _)| path.starts_with("students/") && path.ends_with("/index.md"));
        profiles.map(|(_, text)| text.lines().filter(|it| it.trim() == line).count()).sum()
    }

    /// The students' codes.
    pub(crate) fn codes(&self) -> BTreeSet<String> {
        self.0.keys().filter(|it| it.starts_with("students/")).map(|it| code(it)).collect()
    }
}

fn code(path: &str) -> String {
    path.split('/').nth(1).unwrap().to_owned()
}

fn table(text: &str) -> Vec<Row> {
    let mut lines = text.lines().filter(|it| !it.trim().is_empty()).map(cells);
    let head = lines.next().unwrap();
    lines.map(|cells| head.iter().cloned().zip(cells).collect()).collect()
}

/// The cells of a line: commas inside quotes are text.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells.last_mut().unwrap().push(other),
        }
    }
    cells
}
