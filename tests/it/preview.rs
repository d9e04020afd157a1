//! The site that a preview shows, held against the one that a build writes, edit after edit.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use casebook::output::MemoryDoor;
use casebook::source::{Limits, Loaded, load, load_again};
use casebook::theme::Theme;
use casebook::{Memory, Options, build, preview};
use rayon::prelude::*;

use crate::demo;
use crate::program::copy;

/// What one does to a casebook: gives the places that were touched.
type Edit = fn(&Path) -> Vec<PathBuf>;

const NOTE: &str = "students/S02/notes";

/// Each edit follows those before it.
const EDITS: &[(&str, Edit)] = &[
    ("a sentence", |content| append(&first_note(content, "S02"), "\n放学时他把椅子都推好了。\n")),
    ("a tag and a link by name", |content| {
        let note = first_note(content, "S03");
        replace(&note, "\n---\n", "\n标签: [预览, 课间]\n---\n");
        append(&note, "\n同一天的事见[[S02]]。\n")
    }),
    ("another day", |content| {
        let note = content.join(NOTE).join("2026-03-06-观察.md");
        let moved = note.with_file_name("2026-04-20-观察.md");
        std::fs::rename(&note, &moved).unwrap();
        vec![note, moved]
    }),
    ("a new note", |content| {
        let note = content.join(NOTE).join("2026-04-21-观察-课间.md");
        std::fs::write(&note, "---\n标题: 课间\n---\n\n他和同桌一起擦黑板。\n").unwrap();
        vec![note]
    }),
    ("a note gone", |content| {
        let note = content.join(NOTE).join("2026-04-21-观察-课间.md");
        std::fs::remove_file(&note).unwrap();
        vec![note]
    }),
    ("a pupil's own file", |content| append(&content.join("students/S04/index.md"), "\n他喜欢画画。\n")),
    ("a new pupil", |content| {
        let folder = content.join("students/S77");
        std::fs::create_dir_all(folder.join("notes")).unwrap();
        let index = std::fs::read_to_string(content.join("students/S04/index.md")).unwrap();
        let class = index.lines().find(|it| it.starts_with("班级:") || it.starts_with("class:")).unwrap();
        std::fs::write(folder.join("index.md"), format!("---\n化名: 小葵\n{class}\n---\n")).unwrap();
        std::fs::write(folder.join("notes/2026-05-20-观察.md"), "---\n标题: 新来\n---\n\n第一天就记住了同桌的名字。\n")
            .unwrap();
        vec![folder]
    }),
    ("a folder renamed", |content| {
        let (from, to) = (content.join("students/S77"), content.join("students/S78"));
        std::fs::rename(&from, &to).unwrap();
        vec![from, to]
    }),
    ("settings", |content| {
        let settings = content.join("casebook.yaml");
        append(&settings, "\nbase_url: https://example.cn/case/\n")
    }),
];

fn first_note(content: &Path, pupil: &str) -> PathBuf {
    let folder = std::fs::read_dir(content.join("students").join(pupil).join("notes")).unwrap();
    let mut notes: Vec<PathBuf> =
        folder.map(|it| it.unwrap().path()).filter(|it| it.extension() == Some("md".as_ref())).collect();
    notes.sort();
    notes.into_iter().next().expect("a note")
}

fn append(path: &Path, text: &str) -> Vec<PathBuf> {
    let before = std::fs::read_to_string(path).unwrap();
    std::fs::write(path, before + text).unwrap();
    vec![path.to_owned()]
}

fn replace(path: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{}", path.display());
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// Every file that a build writes.
fn built(content: &Path, options: &Options) -> BTreeMap<String, Vec<u8>> {
    let door = MemoryDoor::default();
    let loaded = load(content, Limits::default()).unwrap();
    let outcome = build(&loaded.tree, &Theme::built_in(), options, &door);
    assert!(outcome.is_sound(), "{:?}", outcome.findings);
    door.into_files()
}

/// Every file that a preview shows, and its findings.
fn shown(loaded: &Loaded, options: &Options, memory: &Mutex<Memory>) -> BTreeMap<String, Vec<u8>> {
    let files = preview(&loaded.tree, &Theme::built_in(), options, memory, |preview| {
        let file = |address: &str| (address.to_owned(), preview.file(address).unwrap().unwrap());
        // What a search reads is made by several threads itself.
        let addresses = preview.addresses();
        let (search, others): (Vec<&str>, Vec<&str>) =
            addresses.iter().map(String::as_str).partition(|it| it.starts_with("search/"));
        let others: Vec<_> = others.into_par_iter().map(file).collect();
        search.into_iter().map(file).chain(others).collect()
    });
    files.unwrap()
}

#[test]
fn after_each_edit_the_preview_is_what_a_build_writes() {
    let root = tempfile::tempdir().unwrap();
    copy(&demo::content(), root.path());
    let content = root.path().canonicalize().unwrap();
    let options = Options { site: true, ..Options::default() };
    let memory = Mutex::default();
    let mut loaded = load(&content, Limits::default()).unwrap();
    let mut before = shown(&loaded, &options, &memory);
    assert_same(&before, &built(&content, &options), "nothing");
    for (name, edit) in EDITS {
        let places = edit(&content);
        loaded = load_again(&loaded, &content, Limits::default(), &places).unwrap();
        let shown = shown(&loaded, &options, &memory);
        assert_same(&shown, &built(&content, &options), name);
        assert!(shown != before, "{name} changes nothing");
        before = shown;
    }
}

fn assert_same(shown: &BTreeMap<String, Vec<u8>>, built: &BTreeMap<String, Vec<u8>>, after: &str) {
    let paths = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(shown), paths(built), "after {after}");
    let others: Vec<&String> = shown.iter().filter(|(path, bytes)| built[*path] != **bytes).map(|(path, _)| path).collect();
    assert!(others.is_empty(), "after {after}: {others:?}");
}
