//! Every type of the table can be recorded by somebody who fills in what `casebook new note` writes.

use std::collections::BTreeMap;

use casebook::diag::{Language, Severity, render};
use casebook::model::Casebook;
use casebook::schema::{Field, NoteType, Schema, Scope, scaffold};
use casebook::source::SourceTree;

const SETTINGS: &str = "标题: 小例子
学期:
- {学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}
";

/// What a help text gives as an example.
fn example(help: &str) -> &str {
    let after = help.split_once('如').unwrap_or_else(|| panic!("no example in {help}")).1.trim();
    match after.strip_prefix('“') {
        Some(quoted) => quoted.split('”').next().unwrap(),
        None => after.split(['；', '，', '。']).next().unwrap(),
    }
}

/// A scaffold filled in as its comments say: each open key with the example behind it, and a sentence below.
fn filled(scaffold: &str) -> String {
    let mut text = String::new();
    for line in scaffold.lines() {
        match line.split_once(":  # ").filter(|_| !line.starts_with('#')) {
            Some((key, help)) => text.push_str(&format!("{key}: {}\n", example(help))),
            None => text.push_str(&format!("{line}\n")),
        }
    }
    text + "今天做了一件小事，照实写下来。\n"
}

fn folder(kind: &NoteType) -> &'static str {
    match kind.scope.first() {
        Some(Scope::Class) => "classes/4-2",
        Some(Scope::Project) => "projects/p",
        _ => "students/S01",
    }
}

fn casebook_of(files: &BTreeMap<String, String>) -> Casebook {
    let base = [
        ("casebook.yaml", SETTINGS),
        ("students/S01/index.md", "---\n化名: 小松\n班级: 4-2\n---\n"),
        ("classes/4-2/index.md", "---\n年级: 四年级\n---\n"),
        ("projects/p/index.md", "---\n课题名称: 行动研究\n---\n"),
    ];
    let tree = SourceTree::of_texts(base.into_iter().chain(files.iter().map(|(path, text)| (path.as_str(), text.as_str()))));
    let (casebook, findings) = casebook::read(&tree);
    let errors = findings.count(Severity::Error);
    assert_eq!(errors, 0, "{}", render::short(&findings, &tree, Language::Chinese));
    casebook.unwrap()
}

#[test]
fn every_type_can_be_written_as_a_note() {
    let schema = Schema::built_in();
    let note = |kind: &NoteType| (format!("{}/notes/2026-03-05-{}.md", folder(kind), kind.label), filled(&scaffold(kind)));
    let casebook = casebook_of(&schema.types.iter().map(note).collect());
    assert_eq!(casebook.notes.len(), schema.types.len());
    for (id, kind) in schema.types() {
        let note = casebook.notes.iter().find(|it| it.kind == id).unwrap_or_else(|| panic!("{} is lost", kind.label));
        let required = kind.fields.iter().filter(|it| it.required);
        let lost: Vec<&str> = required
            .filter(|it| &*it.key != "type" && note.fields.get(&it.key).is_none())
            .map(|it| it.label.as_str())
            .collect();
        assert!(lost.is_empty(), "{}: {lost:?}", kind.label);
    }
}

#[test]
fn every_table_type_can_be_written_as_a_row() {
    let schema = Schema::built_in();
    let set = |kind: &NoteType, field: &Field| kind.sets.iter().any(|(key, _)| *key == field.key);
    let rows: Vec<&NoteType> = schema.types.iter().filter(|it| it.table).collect();
    let table = |kind: &&NoteType| {
        let wanted = |it: &&Field| it.required && !["type", "date"].contains(&&*it.key) && !set(kind, it);
        let fields: Vec<&Field> = kind.fields.iter().filter(wanted).collect();
        let head: Vec<&str> = fields.iter().map(|it| it.label.as_str()).collect();
        let row: Vec<String> = fields.iter().map(|it| format!("\"{}\"", value(it))).collect();
        let text = format!("日期,{}\n2026-03-05,{}\n", head.join(","), row.join(","));
        (format!("{}/{}.csv", folder(kind), kind.label), text)
    };
    let casebook = casebook_of(&rows.iter().map(table).collect());
    assert_eq!(casebook.notes.len(), rows.len());
    for kind in rows {
        let id = schema.find_type(&kind.key).unwrap();
        assert!(casebook.notes.iter().any(|it| it.kind == id && !it.is_file()), "{} is lost", kind.label);
    }
}

/// A sentence for what is prose, else the help's example.
fn value(field: &Field) -> &str {
    if field.help.contains('如') { example(&field.help) } else { "照实写下来" }
}
