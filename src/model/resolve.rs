//! From parsed files to the checked casebook.
//!
//! What is read of each note that is a file is kept by itself, so that after one of them has changed only that one is read again:
//! a [`Reading`] is the casebook before its notes are put in order and linked.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Config;
use crate::diag::{CONTENT, Code, Diagnostic, Diagnostics, guarded};
use crate::schema::Schema;
use crate::source::{FileId, SitePath, SourceTree, Span};
use crate::syntax::{ParsedFile, parse_file};

use super::casebook::find_class;
use super::layout::{Folder, Place, place};
use super::notes::Ground;
use super::shelf::{NoteFile, Shelf, TableFile};
use super::{Aliases, Asset, Casebook, Class, Note, NoteId, Project, Roster, Student, Summary, Survey, SurveyId};
use super::{classes, documents, notes, references, relations, students, tables};

/// Checks everything and links it. Reports every finding of the content; `None` where there is no usable `casebook.yaml`.
/// A casebook that comes with errors among the findings is good for more checks but not for building.
pub fn resolve(tree: &SourceTree, files: Vec<ParsedFile>, findings: &mut Diagnostics) -> Option<Casebook> {
    let files = files.into_iter().map(|it| (it, Diagnostics::new())).collect();
    Some(Reading::of(tree, files, findings)?.casebook(findings))
}

/// A casebook as it was read file by file. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Reading {
    base: Arc<Base>,
    /// Notes that are files.
    notes: BTreeMap<FileId, Checked>,
}

/// All but notes that are files.
#[derive(Debug)]
struct Base {
    schema: Arc<Schema>,
    config: Config,
    /// As their files say, without what notes add.
    students: Vec<Student>,
    classes: Vec<Class>,
    surveys: Vec<Survey>,
    projects: Vec<Project>,
    project_keys: Vec<String>,
    summaries: Vec<Summary>,
    roster: Option<Roster>,
    aliases: Aliases,
    assets: BTreeMap<SitePath, Asset>,
    /// Notes that are rows of tables.
    rows: Vec<Arc<Note>>,
    findings: Diagnostics,
}

/// A note as it was checked by itself; none for a draft, and for one that is too faulty.
#[derive(Debug, Clone)]
struct Checked {
    note: Option<Arc<Note>>,
    findings: Diagnostics,
}

impl Reading {
    /// Reads parsed files, with what was found in each. `None` where there is no usable `casebook.yaml`, which is reported with all
    /// that was found until then; else the findings are those of [`Reading::casebook`].
    pub fn of(tree: &SourceTree, files: Vec<(ParsedFile, Diagnostics)>, findings: &mut Diagnostics) -> Option<Self> {
        let mut found = Diagnostics::new();
        let mut shelf = Shelf::of(tree, files, &mut found);
        let Some(settings) = shelf.config.take() else {
            findings.extend(found);
            findings.extend(shelf.notes.into_iter().flat_map(|it| it.found));
            findings.push(Diagnostic::at_path(Code::NoConfig, format!("{CONTENT}casebook.yaml")));
            return None;
        };
        let schema = Schema::built_in().with_additions(&settings.entries, &mut found);
        let mut of_settings = Diagnostics::new();
        let config = Config::read(&schema, &settings.entries, settings.span, &mut of_settings);
        if settings.readable {
            found.extend(of_settings);
        }
        let roster = shelf.roster.take().map(|it| students::roster(&schema, &it, &mut found));
        let aliases = shelf.aliases.take().map(|it| students::aliases(&schema, &it, &mut found)).unwrap_or_default();

        let student_files = students::read(&schema, &mut shelf, &mut found);
        let class_files = std::mem::take(&mut shelf.classes);
        let mut classes = classes::read(&schema, &config, class_files, &student_files, &mut found);
        classes::complete(&mut classes, &shelf, &mut found);
        let students = students::link(&config, student_files, &classes, roster.as_ref(), &mut found);
        let surveys = documents::surveys(&schema, &mut shelf, &mut found);
        let projects = documents::projects(&schema, &mut shelf, &mut found);
        let summaries = documents::summaries(&schema, &config, &mut shelf, &mut found);
        let mut base = Base {
            schema: Arc::new(schema),
            config,
            students,
            classes,
            surveys,
            project_keys: projects.iter().map(|it| it.key.clone()).collect(),
            projects,
            summaries,
            roster,
            aliases,
            assets: std::mem::take(&mut shelf.assets),
            rows: Vec::new(),
            findings: Diagnostics::new(),
        };
        base.rows = base.rows_of(&shelf, &mut found);
        base.findings = found;
        let notes = shelf.notes.into_par_iter().map(|it| (it.id, base.check(it))).collect();
        Some(Self { base: Arc::new(base), notes })
    }

    /// The same after these files have changed, or come or gone. `None` where one of them may have changed more than its own note:
    /// only notes of pupils who have a file of their own do not.
    pub fn again(&self, before: &SourceTree, tree: &SourceTree, changed: &[FileId]) -> Option<Self> {
        let mut reading = self.clone();
        for id in changed {
            for file in [before.get(*id), tree.get(*id)].into_iter().flatten() {
                self.base.is_apart(&file.path).then_some(())?;
            }
            match tree.get(*id) {
                Some(file) => {
                    let (parsed, found) = parse_file(*id, file, tree.limits());
                    let note = NoteFile::of(&file.path, parsed, found).ok()?;
                    reading.notes.insert(*id, self.base.check(note));
                }
                None => {
                    reading.notes.remove(id);
                }
            }
        }
        Some(reading)
    }

    /// Puts the notes in order and links everything. Reports every finding of the content.
    pub fn casebook(&self, findings: &mut Diagnostics) -> Casebook {
        let base = &self.base;
        findings.extend(base.findings.iter().chain(self.notes.values().flat_map(|it| it.findings.iter())).cloned());
        let notes = in_order(self.notes.values().filter_map(|it| it.note.as_ref()).chain(&base.rows));
        let mut by_student: Vec<Vec<NoteId>> = vec![Vec::new(); base.students.len()];
        for (note, id) in notes.iter().zip(0..) {
            if let Some(own) = note.student.and_then(|it| by_student.get_mut(it.0 as usize)) {
                own.push(NoteId(id));
            }
        }
        let mut casebook = Casebook {
            schema: Arc::clone(&base.schema),
            config: base.config.clone(),
            students: base.students.clone(),
            notes,
            classes: base.classes.clone(),
            surveys: base.surveys.clone(),
            projects: base.projects.clone(),
            summaries: base.summaries.clone(),
            roster: base.roster.clone(),
            aliases: base.aliases.clone(),
            assets: base.assets.clone(),
            by_student,
        };
        students::add_notes(&casebook.schema, &mut casebook.students, &casebook.notes);
        link_summaries(&mut casebook);
        relations::settle(&mut casebook, findings);
        references::check(&casebook, findings);
        casebook
    }
}

impl Base {
    fn ground(&self) -> Ground<'_> {
        Ground {
            schema: &self.schema,
            config: &self.config,
            students: &self.students,
            classes: &self.classes,
            projects: &self.project_keys,
        }
    }

    /// Checks a note by itself.
    fn check(&self, note: NoteFile) -> Checked {
        let NoteFile { folder, id, file, mut found } = note;
        let note = watched(id, &mut found, |found| notes::of_file(&self.ground(), &folder, file, found)).flatten();
        Checked { note: note.map(Arc::new), findings: found }
    }

    /// Notes of every table, each checked on its own.
    fn rows_of(&self, shelf: &Shelf, findings: &mut Diagnostics) -> Vec<Arc<Note>> {
        let ground = self.ground();
        let of_tables = shelf.tables.par_iter().map(|(folder, file): &(_, TableFile)| {
            let mut found = Diagnostics::new();
            let rows = watched(file.id, &mut found, |found| tables::of_file(&ground, folder, file, found));
            (rows.unwrap_or_default(), found)
        });
        let mut rows = Vec::new();
        for (of_table, found) in of_tables.collect::<Vec<_>>() {
            rows.extend(of_table);
            findings.extend(found);
        }
        for (key, file) in &shelf.responses {
            if let Ok(at) = self.surveys.binary_search_by(|it| it.key.cmp(key)) {
                rows.extend(tables::of_responses(&ground, (SurveyId(at as u32), &self.surveys[at]), file, findings));
            }
        }
        rows.into_iter().map(Arc::new).collect()
    }

    /// Whether a file is a note that tells nothing of its pupil but itself: without a file of the pupil's own, its place would.
    fn is_apart(&self, path: &SitePath) -> bool {
        let Place::Note(Folder::Student(code)) = place(path) else { return false };
        let student = self.students.binary_search_by(|it| it.code.cmp(&code)).ok().and_then(|at| self.students.get(at));
        student.is_some_and(|it| place(&it.path) == Place::Student(code))
    }
}

/// What is read of a file, and what is found in it; where the program fails over it, that.
fn watched<T>(id: FileId, found: &mut Diagnostics, read: impl FnOnce(&mut Diagnostics) -> T) -> Option<T> {
    let read = guarded(|| {
        let mut of_file = Diagnostics::new();
        (read(&mut of_file), of_file)
    });
    match read {
        Ok((read, of_file)) => {
            found.extend(of_file);
            Some(read)
        }
        Err(fault) => {
            found.push(fault.in_file(Span::file(id)));
            None
        }
    }
}

/// By date, then student, type, path and row.
fn in_order<'n>(notes: impl Iterator<Item = &'n Arc<Note>>) -> Vec<Arc<Note>> {
    // What decides most often lies beside the note, so that comparing fetches few notes from memory.
    let mut notes: Vec<_> = notes.map(|it| ((it.date, it.student, it.kind), it)).collect();
    notes.par_sort_by(|(a, one), (b, other)| {
        let place = |it: &'n Note| (&it.origin.path, it.origin.row);
        a.cmp(b).then_with(|| place(one).cmp(&place(other)))
    });
    notes.into_iter().map(|(_, it)| Arc::clone(it)).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_over_which_the_program_fails_is_told_by_its_file_beside_what_was_found() {
        let mut found = Diagnostics::from_iter([Diagnostic::new(Code::UnknownKey, Span::file(FileId(1)))]);
        let read = watched(FileId(1), &mut found, |found| {
            found.push(Diagnostic::new(Code::MissingDate, Span::file(FileId(1))));
            assert!(found.is_empty(), "out of luck");
        });
        assert!(read.is_none());
        assert_eq!(found.iter().map(|it| it.code).collect::<Vec<_>>(), [Code::UnknownKey, Code::InternalError]);
    }
}
