//! Classes: those that have a folder, and those that only others name.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::diag::{CONTENT, Code, Diagnostic, Diagnostics, nearest};
use crate::schema::{Asked, Fields, Schema, class_key, class_name, class_of_cohort};

use super::casebook::find_class;
use super::layout::Folder;
use super::shelf::{File, Shelf};
use super::students::StudentFile;
use super::{Class, ClassId, Teacher};

/// Every class in order of grade, number and name; `students` name the ones that have no folder.
pub(super) fn read(
    schema: &Schema,
    config: &Config,
    files: Vec<(String, File)>,
    students: &[StudentFile],
    findings: &mut Diagnostics,
) -> Vec<Class> {
    let mut classes: Vec<Class> = files.into_iter().map(|(key, file)| of_file(schema, key, file, findings)).collect();
    let of_config = config.fields.texts("classes");
    let of_students = students.iter().filter_map(|it| it.fields.text("class"));
    // Where classes have folders, one that has none is more likely a slip than a class: its pupils would go missing elsewhere.
    if !classes.is_empty() {
        let known: Vec<String> = classes.iter().map(|it| it.key.clone()).collect();
        let listed = |key: &str| of_config.iter().any(|it| key_of(config, it) == key);
        for value in students.iter().filter_map(|it| it.fields.get("class")) {
            let Some(name) = value.as_text() else { continue };
            let key = key_of(config, name);
            if find_class(&classes, name).is_none() && find_class(&classes, &key).is_none() && !listed(&key) {
                let near = nearest(&key, known.iter().map(String::as_str)).unwrap_or_default();
                findings.push(Diagnostic::new(Code::ClassWithoutFolder, value.span).arg("class", &key).arg("nearest", near));
            }
        }
    }
    for name in of_config.into_iter().chain(of_students) {
        if find_class(&classes, name).is_none() {
            let key = key_of(config, name);
            if find_class(&classes, &key).is_none() {
                classes.push(nameless(key));
            }
        }
    }
    classes.sort_by(|a, b| order(&a.key).cmp(&order(&b.key)));
    classes
}

/// Reports class folders that hold notes but no index.md; their classes are made nevertheless, so that the notes are checked.
pub(super) fn complete(classes: &mut Vec<Class>, shelf: &Shelf, findings: &mut Diagnostics) {
    let named: BTreeSet<&str> = shelf
        .folders()
        .filter_map(|it| match it {
            Folder::Class(key) => Some(key.as_str()),
            _ => None,
        })
        .collect();
    let with_file: BTreeMap<&str, bool> = classes.iter().map(|it| (it.key.as_str(), it.path.is_some())).collect();
    let mut missing = Vec::new();
    for key in named {
        if with_file.get(key) != Some(&true) {
            findings.push(Diagnostic::at_path(Code::ClassWithoutIndex, format!("{CONTENT}classes/{key}")).arg("class", key));
        }
        if !with_file.contains_key(key) {
            missing.push(key.to_owned());
        }
    }
    classes.extend(missing.into_iter().map(nameless));
    classes.sort_by(|a, b| order(&a.key).cmp(&order(&b.key)));
}

/// The class of a student's index.md.
pub(super) fn class_of(classes: &[Class], config: &Config, fields: &Fields) -> Option<ClassId> {
    let name = fields.text("class")?;
    find_class(classes, name).or_else(|| find_class(classes, &key_of(config, name)))
}

/// The canonical name of a class that has no folder. One named by its cohort has the grade of the latest term.
fn key_of(config: &Config, name: &str) -> String {
    let by_cohort = || {
        let (year, number) = class_of_cohort(name)?;
        let grade = config.terms.last()?.id.start_year - year + 1;
        (1..=9).contains(&grade).then(|| format!("{grade}-{number}"))
    };
    class_key(name).or_else(by_cohort).unwrap_or_else(|| name.to_owned())
}

fn order(key: &str) -> (u32, u32, &str) {
    let numbers = key.split_once('-').and_then(|(grade, number)| Some((grade.parse().ok()?, number.parse().ok()?)));
    let (grade, number) = numbers.unwrap_or((u32::MAX, 0));
    (grade, number, key)
}

fn of_file(schema: &Schema, key: String, file: File, findings: &mut Diagnostics) -> Class {
    let label = schema.file_label("class");
    let wanted = schema.file_fields("class");
    let fields = schema.check(label, wanted, &file.entries, findings);
    let asked = Asked { owner: label, fields: wanted, except: &[], span: file.span };
    schema.require(&asked, &file.entries, &fields, findings);
    let teacher = |row: &Fields| {
        let key = |name: &str| row.choice(name).map(Into::into);
        Some(Teacher { name: row.text("name")?.to_owned(), role: key("role"), subject: key("subject") })
    };
    Class {
        name: fields.text("name").map_or_else(|| class_name(&key), str::to_owned),
        grade: fields.choice("grade").and_then(|it| it.parse().ok()).or(grade_of(&key)),
        size: fields.integer("size").and_then(|it| u32::try_from(it).ok()),
        homeroom: fields.text("homeroom").map(str::to_owned),
        teachers: fields.records("teachers").into_iter().filter_map(teacher).collect(),
        fields,
        body: file.prose,
        path: Some(file.path),
        key,
    }
}

fn nameless(key: String) -> Class {
    Class {
        name: class_name(&key),
        grade: grade_of(&key),
        size: None,
        homeroom: None,
        teachers: Vec::new(),
        fields: Fields::default(),
        body: crate::syntax::Prose::default(),
        path: None,
        key,
    }
}

fn grade_of(key: &str) -> Option<u8> {
    key.split_once('-')?.0.parse().ok()
}
