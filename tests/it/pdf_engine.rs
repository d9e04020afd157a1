//! The engine as a user meets it: what is kept between builds, faces of one's own, sources for an archive, faults of a theme.

use std::collections::BTreeMap;
use std::path::Path;

use crate::program::{files, run_in, write};

/// A folder made by `casebook init`.
fn started() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let run = run_in(root.path(), &["init"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    root
}

fn pdfs(root: &Path) -> BTreeMap<String, Vec<u8>> {
    files(&root.join("public/teacher")).into_iter().filter(|(path, _)| path.ends_with(".pdf")).collect()
}

fn kept(root: &Path) -> usize {
    std::fs::read_dir(root.join(".casebook/cache/teacher")).map_or(0, Iterator::count)
}

fn build(root: &Path, arguments: &[&str]) {
    let run = run_in(root, &[arguments, &["build", "--only", "pdf"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn what_is_kept_changes_no_byte_and_may_be_deleted() {
    let root = started();
    let root = root.path();
    let check = run_in(root, &["check"]);
    assert_eq!((check.code, root.join(".casebook").exists()), (0, false), "{}", check.stderr);
    build(root, &[]);
    let first = pdfs(root);
    let all = first.len();
    assert_eq!((all > 2, kept(root)), (true, all));
    build(root, &[]);
    assert_eq!(pdfs(root), first);
    for entry in std::fs::read_dir(root.join(".casebook/cache/teacher")).unwrap() {
        std::fs::write(entry.unwrap().path(), "damaged").unwrap();
    }
    build(root, &[]);
    assert_eq!(pdfs(root), first);
    std::fs::remove_dir_all(root.join(".casebook")).unwrap();
    build(root, &[]);
    assert_eq!(pdfs(root), first);

    let path = root.join("content/students/S01/index.md");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("---\n\n", "---\n\n他爱看云。\n\n").replace("化名: ", "化名: 大")).unwrap();
    build(root, &["--student", "S01"]);
    assert!(kept(root) > all, "a build of a part drops nothing");
    build(root, &[]);
    assert_eq!(kept(root), all, "one of everything drops what is of no more use");
    assert_ne!(pdfs(root), first);
    let clean = run_in(root, &["clean"]);
    assert_eq!((clean.code, root.join(".casebook").exists()), (0, false), "{}", clean.stderr);
}

#[test]
fn a_folder_of_fonts_is_read_and_told() {
    let root = started();
    let root = root.path();
    let font = std::fs::read(crate::program::project().join("themes/default/fonts/CasebookKai-Regular.ttf")).unwrap();
    write(root, [("fonts/deep/kai.ttf", &font[..]), ("fonts/readme.txt", b"x")]);
    let fonts = root.join("fonts");
    let run = run_in(root, &["-v", "--font-path", fonts.to_str().unwrap(), "build", "--only", "pdf"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stderr.contains("小标宋用 Casebook Song 代替") && run.stderr.contains("仿宋用 Casebook Song 代替"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("楷体用 Casebook Kai"), "{}", run.stderr);
    let run = run_in(root, &["--font-path", "/no/such/folder", "build"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("/no/such/folder"), "{}", run.stderr);

    let settings = root.join("content/casebook.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, format!("{text}\n文稿:\n  字体: {{正文: Casebook Kai, 标题: 方正小标宋简体, 花边: 隶书}}\n"))
        .unwrap();
    let run = run_in(root, &["-v", "build", "--only", "pdf", "--format", "short"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("仿宋用 Casebook Kai"), "{}", run.stderr);
    for told in ["font-missing", "方正小标宋简体", "unknown-font-role", "花边"] {
        assert!(run.stderr.contains(told), "{told}: {}", run.stderr);
    }
}

#[test]
fn a_themes_faces_and_manifest_are_used() {
    let root = started();
    let root = root.path();
    let settings = root.join("content/casebook.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, format!("{text}\n主题: school\n")).unwrap();
    let manifest = "from: 0.1.0\ndocuments: {layout: school, school: 晴川实验小学, seal: true, fonts: {楷体: Casebook Hei}}\n";
    let font = std::fs::read(crate::program::project().join("themes/default/fonts/CasebookHei-Medium.otf")).unwrap();
    write(root, [("themes/school/theme.yaml", manifest.as_bytes()), ("themes/school/fonts/own.otf", &font)]);
    let run = run_in(root, &["-v", "build", "--only", "pdf"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("楷体用 Casebook Hei"), "{}", run.stderr);
    let (_, summary) = pdfs(root).into_iter().find(|(path, _)| path.contains("summary")).unwrap();
    let lines = crate::pdf_lines::lines(&summary);
    assert!(lines.iter().any(|it| it.text.contains("晴川实验小学")), "{lines:#?}");
    assert!(lines.iter().any(|it| it.size == 12.0) && lines.iter().all(|it| it.size != 15.75), "set as school papers are");

    write(root, [("themes/school/theme.yaml", &b"documents: {layout: a3}\n"[..])]);
    let run = run_in(root, &["build"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("theme.yaml"), "{}", run.stderr);
}

#[test]
fn a_fault_of_a_theme_is_told_once_with_its_place() {
    let root = started();
    let root = root.path();
    let settings = root.join("content/casebook.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, format!("{text}\n主题: school\n")).unwrap();
    for (layout, place) in [("#let gongwen(it) = {\n  it.nothing\n}\n", ":2:6"), ("#let gongwen(it) = (\n", ":1:")] {
        write(root, [("themes/school/typst/gongwen.typ", layout.as_bytes())]);
        let run = run_in(root, &["build", "--format", "short"]);
        assert_ne!(run.code, 0, "{}", run.stderr);
        let told = run.stderr.lines().filter(|it| it.contains(&format!("typst/gongwen.typ{place}"))).count();
        assert_eq!(told, 1, "once, though two documents fail: {}", run.stderr);
        assert!(!root.join("public/teacher").exists(), "nothing is written");
    }
}

#[test]
fn sources_are_for_the_classes_own_teachers() {
    let root = started();
    let root = root.path();
    build(root, &["--attach-sources"]);
    for (path, bytes) in pdfs(root) {
        let file = lopdf::Document::load_mem(&bytes).unwrap();
        let is_source =
            |it: &&lopdf::Dictionary| it.get(b"AFRelationship").is_ok_and(|it| it.as_name().is_ok_and(|it| it == b"Source"));
        let specifications = file.objects.values().filter_map(|it| it.as_dict().ok()).filter(is_source);
        let names: Vec<String> = specifications.map(|it| lopdf::decode_text_string(it.get(b"UF").unwrap()).unwrap()).collect();
        assert!(!names.is_empty() && names.iter().all(|it| it.ends_with(".md") && !it.contains("roster")), "{path}: {names:?}");
        assert!(String::from_utf8_lossy(&bytes).contains("<pdfaid:part>3</pdfaid:part>"), "{path}");
    }
    for audience in ["staff", "parent", "research"] {
        let run = run_in(root, &["--attach-sources", "--audience", audience, "build"]);
        assert_eq!(run.code, 4, "{audience}: {}", run.stderr);
        assert!(!root.join("public").join(audience).exists());
    }
}
