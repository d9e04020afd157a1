//! From parsed files to the checked casebook.

use rayon::prelude::*;

use crate::config::Config;
use crate::diag::{CONTENT, Code, Diagnostic, Diagnostics};
use crate::schema::Schema;
use crate::source::SourceTree;
use crate::syntax::ParsedFile;

use super::casebook::find_class;
use super::notes::Ground;
use super::shelf::{Shelf, TableFile};
use super::{Casebook, Note, NoteId, Summary, SurveyId, classes, documents, notes, references, relations, students, tables};

/// Checks everything and links it. Reports every finding of the content; `None` where there is no usable `casebook.yaml`.
/// A casebook that comes with errors among the findings is good for more checks but not for building.
pub fn resolve(tree: &SourceTree, files: Vec<ParsedFile>, findings: &mut Diagnostics) -> Option<Casebook> {
    let mut shelf = Shelf::of(tree, files, findings);
    let Some(settings) = shelf.config.take() else {
        findings.push(Diagnostic::at_path(Code::NoConfig, format!("{CONTENT}casebook.yaml")));
        return None;
    };
    let schema = Schema::built_in().with_additions(&settings.entries, findings);
    let mut found = Diagnostics::new();
    let config = Config::read(&schema, &settings.entries, settings.span, &mut found);
    if settings.readable {
        findings.extend(found);
    }
    let roster = shelf.roster.take().map(|it| students::roster(&schema, &it, findings));
    let aliases = shelf.aliases.take().map(|it| students::aliases(&schema, &it, findings)).unwrap_or_default();

    let student_files = students::read(&schema, &mut shelf, findings);
    let class_files = std::mem::take(&mut shelf.classes);
    let mut classes = classes::read(&schema, &config, class_files, &student_files, findings);
    classes::complete(&mut classes, &shelf, findings);
    let students = students::link(&config, student_files, &classes, roster.as_ref(), findings);
    let surveys = documents::surveys(&schema, &mut shelf, findings);
    let projects = documents::projects(&schema, &mut shelf, findings);
    let summaries = documents::summaries(&schema, &config, &mut shelf, findings);

    let project_keys: Vec<String> = projects.iter().map(|it| it.key.clone()).collect();
    let ground = Ground { schema: &schema, config: &config, students: &students, classes: &classes, projects: &project_keys };
    let mut notes = notes_of(&ground, &mut shelf, findings);
    for (key, file) in &shelf.responses {
        if let Ok(at) = surveys.binary_search_by(|it| it.key.cmp(key)) {
            notes.extend(tables::of_responses(&ground, (SurveyId(at as u32), &surveys[at]), file, findings));
        }
    }
    notes.sort_by(order);

    let mut by_student: Vec<Vec<NoteId>> = vec![Vec::new(); students.len()];
    for (note, id) in notes.iter().zip(0..) {
        if let Some(own) = note.student.and_then(|it| by_student.get_mut(it.0 as usize)) {
            own.push(NoteId(id));
        }
    }
    let mut casebook = Casebook {
        schema,
        config,
        students,
        notes,
        classes,
        surveys,
        projects,
        summaries,
        roster,
        aliases,
        assets: shelf.assets,
        by_student,
    };
    students::add_notes(&casebook.schema, &mut casebook.students, &casebook.notes);
    link_summaries(&mut casebook);
    relations::settle(&mut casebook, findings);
    references::check(&casebook, findings);
    Some(casebook)
}

/// Notes of every file and table, each checked on its own.
fn notes_of(ground: &Ground<'_>, shelf: &mut Shelf, findings: &mut Diagnostics) -> Vec<Note> {
    let files = std::mem::take(&mut shelf.notes);
    let of_files: Vec<(Option<Note>, Diagnostics)> = files
        .into_par_iter()
        .map(|(folder, file)| {
            let mut found = Diagnostics::new();
            (notes::of_file(ground, &folder, file, &mut found), found)
        })
        .collect();
    let of_tables: Vec<(Vec<Note>, Diagnostics)> = shelf
        .tables
        .par_iter()
        .map(|(folder, file): &(_, TableFile)| {
            let mut found = Diagnostics::new();
            (tables::of_file(ground, folder, file, &mut found), found)
        })
        .collect();
    let mut notes = Vec::with_capacity(of_files.len() + of_tables.iter().map(|(notes, _)| notes.len()).sum::<usize>());
    for (note, found) in of_files {
        notes.extend(note);
        findings.extend(found);
    }
    for (of_table, found) in of_tables {
        notes.extend(of_table);
        findings.extend(found);
    }
    notes
}

/// By date, then student, type, path and row.
fn order(a: &Note, b: &Note) -> std::cmp::Ordering {
    let key = |it: &Note| (it.date, it.student, it.kind);
    let place = || (&a.origin.path, a.origin.row).cmp(&(&b.origin.path, b.origin.row));
    key(a).cmp(&key(b)).then_with(place)
}

fn link_summaries(casebook: &mut Casebook) {
    let mut summaries = std::mem::take(&mut casebook.summaries);
    for summary in &mut summaries {
        let Summary { fields, class, student, project, .. } = summary;
        *class = fields.text("class").and_then(|it| find_class(&casebook.classes, it));
        *student = fields.text("student").and_then(|it| casebook.find_student(it));
        *project = fields.text("project").and_then(|it| casebook.find_project(it));
    }
    casebook.summaries = summaries;
}
