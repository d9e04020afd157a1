//! Documents of a casebook in which nothing changed: not composed again, never stale, told with the same findings.

use std::collections::BTreeMap;
use std::path::Path;

use crate::program::{files, project, run_in, write};

const ONLY_PDF: [&str; 3] = ["build", "--only", "pdf"];

/// What a build gives: its documents, and what it says but for how long it took.
type Given = (BTreeMap<String, Vec<u8>>, String);

/// A casebook of a theme of its own, with a picture, and with a character that no face has, about which a warning is said.
fn started() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let run = run_in(root.path(), &["init"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let settings = root.path().join("content/casebook.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let summary = "---\n文体: term_comment\n学生: S01\n---\n\n他画的叶子\u{10FFF0}：\n\n![一片叶子](leaf.svg)\n";
    let font = std::fs::read(project().join("themes/default/fonts/CasebookHei-Medium.otf")).unwrap();
    write(
        root.path(),
        [
            ("content/casebook.yaml", format!("{text}\n主题: school\n").as_bytes()),
            ("content/summaries/leaf.md", summary.as_bytes()),
            ("content/summaries/leaf.svg", leaf("green").as_bytes()),
            ("themes/school/theme.yaml", b"documents: {fonts: {\xE6\xA5\xB7\xE4\xBD\x93: Casebook Hei}}\n"),
            ("themes/school/fonts/own.otf", &font),
            ("themes/school/typst/own.typ", own("#333333").as_bytes()),
            ("themes/school/genres/case_report.yaml", genre("个案报告").as_bytes()),
        ],
    );
    root
}

fn leaf(color: &str) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path fill=\"{color}\" d=\"M0 0h9v9z\"/></svg>")
}

fn own(color: &str) -> String {
    let built_in = std::fs::read_to_string(project().join("themes/default/typst/own.typ")).unwrap();
    format!("{built_in}\n// {color}\n")
}

fn genre(title: &str) -> String {
    let built_in = std::fs::read_to_string(project().join("themes/default/genres/case_report.yaml")).unwrap();
    format!("{built_in}\n# {title}\n")
}

fn given(root: &Path, output: &Path, arguments: &[&str]) -> Given {
    let output_text = output.to_str().unwrap();
    let run = run_in(root, &[arguments, &ONLY_PDF, &["-o", output_text, "--format", "short"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let said = run.stderr.lines().filter(|it| !it.contains("用时") && !it.starts_with("PDF：")).collect::<Vec<_>>().join("\n");
    let pdfs = files(output).into_iter().filter(|(path, _)| path.ends_with(".pdf")).collect();
    (pdfs, format!("{}{said}", run.stdout))
}

/// What a build gives that knows of none before.
fn afresh(root: &Path, arguments: &[&str]) -> Given {
    let aside = tempfile::tempdir().unwrap();
    std::fs::rename(root.join(".casebook"), aside.path().join("kept")).unwrap();
    let given = given(root, &aside.path().join("public"), arguments);
    std::fs::remove_dir_all(root.join(".casebook")).unwrap();
    std::fs::rename(aside.path().join("kept"), root.join(".casebook")).unwrap();
    given
}

fn edit(root: &Path, path: &str, from: &str, to: &str) {
    let path = root.join(path);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{}: {from}", path.display());
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

fn records(root: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(root.join(".casebook/cache/teacher")).unwrap().map(|it| it.unwrap().path());
    entries.filter(|it| it.file_name().unwrap().to_string_lossy().contains("record-")).collect()
}

#[test]
fn findings_are_told_again_and_documents_come_from_the_record() {
    let root = started();
    let root = root.path();
    let output = root.join("public");
    let first = given(root, &output, &[]);
    assert!(first.1.contains("U+10FFF0"), "{}", first.1);
    assert_eq!(given(root, &output, &[]), first);
    // that it is the record that speaks: one that lacks a document gives one less
    let [record] = records(root).try_into().unwrap();
    let name = record.file_name().unwrap().to_string_lossy().into_owned();
    let key = blake3::Hash::from_hex(name.trim_start_matches("record-")).unwrap();
    let mut said: serde_json::Value = serde_json::from_slice(&std::fs::read(&record).unwrap()[blake3::OUT_LEN..]).unwrap();
    said["documents"].as_array_mut().unwrap().pop().unwrap();
    let said = serde_json::to_vec(&said).unwrap();
    std::fs::write(&record, [blake3::keyed_hash(key.as_bytes(), &said).as_bytes(), &said[..]].concat()).unwrap();
    assert_eq!(given(root, &output, &[]).0.len(), first.0.len() - 1);
    std::fs::remove_file(&record).unwrap();
    assert_eq!(given(root, &output, &[]), first);
    // a document that is kept no more is made, and the others with it
    let documents = std::fs::read_dir(root.join(".casebook/cache/teacher")).unwrap().map(|it| it.unwrap().path());
    let document = documents.into_iter().find(|it| it.file_name().unwrap().to_string_lossy().starts_with("document-"));
    std::fs::remove_file(document.unwrap()).unwrap();
    assert_eq!(given(root, &output, &[]), first);
}

/// What is changed in a folder, what is then asked for, and whether anything that is made must differ.
type Change<'a> = (&'a str, &'a dyn Fn(&Path), &'a [&'a str], bool);

#[test]
fn whatever_changes_is_seen() {
    let root = started();
    let root = root.path();
    let output = root.join("public");
    let student = "content/students/S01";
    let kai = std::fs::read(project().join("themes/default/fonts/CasebookKai-Regular.ttf")).unwrap();
    let changes: [Change; 15] = [
        ("a note", &|root| edit(root, &format!("{student}/notes/2026-09-10-谈心.md"), "数手指", "数指头"), &[], true),
        ("a table", &|root| edit(root, &format!("{student}/表扬.csv"), "2026-09", "2026-10"), &[], true),
        ("a pupil", &|root| edit(root, &format!("{student}/index.md"), "小松", "小柏"), &[], true),
        ("the roster", &|root| std::fs::write(root.join("content/roster.yaml"), "").unwrap(), &[], false),
        ("settings", &|root| edit(root, "content/casebook.yaml", "\n主题:", "\n文稿: {版式: school}\n主题:"), &[], true),
        ("an image", &|root| write(root, [("content/summaries/leaf.svg", leaf("red").as_bytes())]), &[], true),
        ("a Typst file", &|root| edit(root, "themes/school/typst/own.typ", "333333", "333334"), &[], false),
        ("a genre", &|root| edit(root, "themes/school/genres/case_report.yaml", "个案转化报告", "个案报告"), &[], true),
        ("a face", &|root| write(root, [("themes/school/fonts/own.otf", &kai[..])]), &[], false),
        ("a manifest", &|root| write(root, [("themes/school/theme.yaml", &b"documents: {school: \"X\"}\n"[..])]), &[], true),
        ("words", &|root| write(root, [("themes/school/strings/zh.yaml", &b"{}\n"[..])]), &[], false),
        ("a day", &|_| (), &["--as-of", "2026-09-15"], true),
        ("a term", &|_| (), &["--term", "2026-2027-1"], false),
        ("a pupil asked for", &|_| (), &["--student", "S01"], true),
        ("sources", &|_| (), &["--attach-sources"], true),
    ];
    let mut before = given(root, &output, &[]);
    for (what, change, arguments, differs) in changes {
        change(root);
        let now = given(root, &output, arguments);
        assert!(now == afresh(root, arguments), "{what}: stale");
        assert!(!differs || now != before, "{what}: the change changes nothing, so this shows nothing");
        assert!(now == given(root, &output, arguments), "{what}: once more");
        before = now;
    }
}
