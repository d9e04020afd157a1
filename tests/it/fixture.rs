//! Small casebooks written down in one file: a line that says what it shows, then `-- path --` sections.
//!
//! Every fixture stands on the base below. `-- path --` adds a file or replaces one of the base, `-- without path --` takes one
//! away, and `-- findings --` holds what the program should say, a finding a line as `--format short` prints it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use casebook::source::SourceTree;

/// What every fixture stands on: one term, one student.
const BASE: &[(&str, &str)] = &[
    ("casebook.yaml", "标题: 小例子\n学期:\n- {学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}\n"),
    ("students/S01/index.md", "---\n化名: 小松\n---\n"),
];

/// The section that holds what is expected.
const FINDINGS: &str = "findings";

/// A fixture as it was read.
#[derive(Debug)]
pub(crate) struct Fixture {
    /// Its file's stem.
    pub(crate) name: String,
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// Its files, the base's included, by path below `content`.
    pub(crate) files: BTreeMap<String, String>,
    /// Files that are already made for research, by path, for the gate to find something in.
    pub(crate) finished: Vec<(String, Vec<u8>)>,
    /// What it shows, and lines that say more of it.
    pub(crate) says: String,
    /// What is expected, a line a finding; `None` where it does not say.
    pub(crate) findings: Option<String>,
    source: String,
}

impl Fixture {
    /// Every fixture of a folder below `tests/fixtures`, in order of name.
    pub(crate) fn all(folder: &str) -> Vec<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
        let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path()).collect();
        paths.sort();
        assert!(!paths.is_empty(), "no fixtures in {}", folder.display());
        paths.iter().map(|it| Self::read(it)).collect()
    }

    fn read(path: &Path) -> Self {
        let source = std::fs::read_to_string(path).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let (says, sections) = sections(&source);
        assert!(!says.trim().is_empty(), "{name}: the first line says what the fixture shows");
        let mut files: BTreeMap<String, String> = BASE.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect();
        let mut findings = None;
        let mut finished = Vec::new();
        for (title, text) in sections {
            if title == FINDINGS {
                findings = Some(text.to_owned());
            } else if let Some(path) = title.strip_prefix("public/research/") {
                finished.push((path.to_owned(), text.as_bytes().to_vec()));
            } else if let Some(path) = title.strip_prefix("without ") {
                assert!(files.remove(path).is_some(), "{name}: the base has no {path}");
            } else {
                files.insert(title.to_owned(), text.to_owned());
            }
        }
        let says = says.to_owned();
        Self { name, path: path.to_owned(), files, finished, says, findings, source }
    }

    /// The casebook in memory.
    pub(crate) fn tree(&self) -> SourceTree {
        let limits = self.files.get("casebook.yaml").map(|it| casebook::config::Config::limits_of(it)).unwrap_or_default();
        SourceTree::of_texts(self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))).within(limits)
    }

    /// The rest of those lines of what it says that begin so.
    pub(crate) fn lines<'a>(&'a self, beginning: &'a str) -> impl Iterator<Item = &'a str> {
        self.says.lines().filter_map(move |it| it.strip_prefix(beginning))
    }

    /// Rewrites what is expected.
    pub(crate) fn bless(&self, findings: &str) {
        let mark = format!("-- {FINDINGS} --\n");
        let before = self.source.split_once(&mark).map_or(self.source.as_str(), |(before, _)| before);
        std::fs::write(&self.path, format!("{before}{mark}{findings}")).unwrap();
    }
}

/// Splits a text at its `-- title --` lines.
fn sections(source: &str) -> (&str, Vec<(&str, &str)>) {
    let mut marks = Vec::new();
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        if let Some(title) = line.trim_end().strip_prefix("-- ").and_then(|it| it.strip_suffix(" --")) {
            marks.push((at, at + line.len(), title));
        }
        at += line.len();
    }
    let says = &source[..marks.first().map_or(source.len(), |it| it.0)];
    let ends = marks.iter().skip(1).map(|it| it.0).chain([source.len()]);
    (says, marks.iter().zip(ends).map(|(mark, end)| (mark.2, &source[mark.1..end])).collect())
}

#[test]
fn sections_are_split_at_their_marks() {
    let (says, parts) =
        sections("What it shows.\n-- a/b.md --\n---\nx: 1\n---\n\n-- not one\n-- without c --\n-- findings --\n");
    assert_eq!(says, "What it shows.\n");
    assert_eq!(parts, [("a/b.md", "---\nx: 1\n---\n\n-- not one\n"), ("without c", ""), ("findings", "")]);
}
