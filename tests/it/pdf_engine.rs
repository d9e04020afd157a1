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

/// How many documents are kept.
fn kept(root: &Path) -> usize {
    let entries = std::fs::read_dir(root.join(".casebook/cache/teacher")).into_iter().flatten();
    entries.filter(|it| !it.as_ref().unwrap().file_name().to_string_lossy().contains("record-")).count()
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
    build(root, &["--attach-sources"]);
    assert_eq!(kept(root), 2 * all, "documents without and with sources do not cost each other");
    let clean = run_in(root, &["clean"]);
    assert_eq!((clean.code, root.join(".casebook").exists()), (0, false), "{}", clean.stderr);
}

/// What is made of an entry of the cache, by its name.
type Change<'a> = &'a dyn Fn(&str, Vec<u8>) -> Vec<u8>;

/// Rewrites every entry of the cache.
fn spoil(root: &Path, change: Change) {
    let entries: Vec<_> = std::fs::read_dir(root.join(".casebook/cache/teacher")).unwrap().map(|it| it.unwrap()).collect();
    assert!(!entries.is_empty());
    for entry in entries {
        let name = entry.file_name().into_string().unwrap();
        let bytes = std::fs::read(entry.path()).unwrap();
        std::fs::write(entry.path(), change(&name, bytes)).unwrap();
    }
}

#[test]
fn a_cache_that_was_meddled_with_does_no_harm() {
    let root = started();
    let root = root.path();
    build(root, &[]);
    let first = pdfs(root);
    // an entry whose seal is right and whose words are another version's
    let sealed = |name: &str, bytes: &[u8]| {
        let key = blake3::Hash::from_hex(name.rsplit_once('-').unwrap().1).unwrap();
        [blake3::keyed_hash(key.as_bytes(), bytes).as_bytes(), bytes].concat()
    };
    let another: Vec<u8> = first.values().next().unwrap().clone();
    let changes: [Change; 6] = [
        &|_, bytes| bytes[..bytes.len() / 2].to_vec(),
        &|_, bytes| bytes[..40].to_vec(),
        &|_, mut bytes| {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            bytes
        },
        &|_, _| another.clone(),
        &|name, _| sealed(name, b"{\"version\":0}\n%PDF-1.4"),
        &|name, _| sealed(name, b""),
    ];
    for change in changes {
        spoil(root, change);
        build(root, &[]);
        assert_eq!(pdfs(root), first);
    }
    let entries: Vec<_> =
        std::fs::read_dir(root.join(".casebook/cache/teacher")).unwrap().map(|it| it.unwrap().path()).collect();
    std::fs::rename(&entries[0], root.join("aside")).unwrap();
    std::fs::rename(&entries[1], &entries[0]).unwrap();
    std::fs::rename(root.join("aside"), &entries[1]).unwrap();
    build(root, &[]);
    assert_eq!(pdfs(root), first, "two entries that changed names");
    std::fs::remove_dir_all(root.join(".casebook")).unwrap();
    std::fs::write(root.join(".casebook"), "a file where the folder should be").unwrap();
    build(root, &[]);
    assert_eq!(pdfs(root), first, "nothing can be kept");
}

#[test]
fn two_builds_at_once_and_a_cache_that_vanishes_give_the_same_bytes() {
    let root = started();
    let root = root.path();
    build(root, &[]);
    let first = pdfs(root);
    let outputs = ["first", "second", "third"];
    let build_often = |output: &str| {
        for _ in 0..4 {
            let run = run_in(root, &["build", "--only", "pdf", "-o", root.join(output).to_str().unwrap()]);
            assert_eq!(run.code, 0, "{}", run.stderr);
        }
    };
    std::thread::scope(|scope| {
        let builds = outputs.map(|it| scope.spawn(move || build_often(it)));
        while builds.iter().any(|it| !it.is_finished()) {
            let _ = std::fs::remove_dir_all(root.join(".casebook/cache"));
            std::thread::sleep(std::time::Duration::from_millis(3));
        }
    });
    for output in outputs {
        let files: BTreeMap<_, _> = files(&root.join(output)).into_iter().filter(|(path, _)| path.ends_with(".pdf")).collect();
        assert_eq!(files, first, "{output}");
    }
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
    let layouts = [
        ("#let gongwen(it) = {\n  it.nothing\n}\n", 2, 6, "没有这一项（Typst 原话：dictionary does not contain key"),
        ("#let gongwen(it) = (\n", 1, 20, "括号没有配对（Typst 原话：unclosed delimiter）"),
        ("#import \"校徽.typ\": 校徽\n", 1, 9, "没有这个文件（Typst 原话：file not found"),
        (
            "#let gongwen(it) = while 1 < it.title.len() + 1 { it }",
            1,
            20,
            "循环停不下来（Typst 原话：loop seems to be infinite）",
        ),
    ];
    for (layout, line, column, meaning) in layouts {
        write(root, [("themes/school/typst/gongwen.typ", layout.as_bytes())]);
        let run = run_in(root, &["build", "--format", "json"]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        let found: Vec<serde_json::Value> = run.stdout.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
        let errors: Vec<_> = found.iter().filter(|it| it["severity"] == "error").collect();
        assert_eq!(errors.len(), 1, "once, though two documents fail: {errors:?}");
        let place = (errors[0]["file"].as_str(), errors[0]["line"].as_u64(), errors[0]["column"].as_u64());
        assert_eq!(place, (Some("themes/school/typst/gongwen.typ"), Some(line), Some(column)), "{errors:?}");
        assert!(errors[0]["message"].as_str().unwrap().contains(meaning), "{errors:?}");
        assert!(!root.join("public/teacher").exists(), "nothing is written");
    }
    let shown = run_in(root, &["check"]).stderr;
    assert!(shown.contains("1 | #let gongwen(it) = while") && shown.contains("^^^^^"), "{shown}");
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
