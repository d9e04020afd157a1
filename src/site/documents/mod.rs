//! Documents: written ones, and those composed from the notes alone.
//!
//! A composed document says only what the notes hold: a sentence whose data is missing is not written, a section without a
//! sentence has no heading, and no number is typed here.

mod case_report;
mod draft;
mod quotes;
mod term_summary;
mod written;

use rayon::prelude::*;

use crate::analysis::{Scope, Subject};
use crate::date::{Date, Term, TermId};
use crate::diag::Diagnostics;
use crate::model::{Class, ClassId, StudentId};
use crate::privacy::View;

use super::{Document, Layout, Route};

/// Every document of a view: written summaries first, then a term summary of each class and a case report of each student
/// that nobody wrote, each for every term that has notes of theirs.
pub fn documents(view: &View, findings: &mut Diagnostics) -> Vec<Document> {
    let mut documents = written::written(view, findings);
    let written = |genre: &str, term: TermId, subject: Subject| {
        view.casebook.summaries.iter().any(|it| {
            let about = match subject {
                Subject::Class(class) => it.class == Some(class),
                Subject::Student(student) => it.student == Some(student),
                _ => false,
            };
            &*it.genre == genre && about && it.term.is_none_or(|written| written == term)
        })
    };
    let terms: Vec<&Term> = view.casebook.config.terms.iter().collect();
    let classes = view.casebook.classes().map(|(id, _)| id);
    let classes: Vec<(ClassId, &Term)> = classes.flat_map(|class| terms.iter().map(move |term| (class, *term))).collect();
    let summaries: Vec<Option<Document>> = classes
        .into_par_iter()
        .filter(|(class, term)| !written("term_summary", term.id, Subject::Class(*class)))
        .map(|(class, term)| term_summary::compose(view, class, term))
        .collect();
    let students = view.casebook.students().map(|(id, _)| id);
    let students: Vec<(StudentId, &Term)> =
        students.flat_map(|student| terms.iter().map(move |term| (student, *term))).collect();
    let reports: Vec<Option<Document>> = students
        .into_par_iter()
        .filter(|(student, term)| !written("case_report", term.id, Subject::Student(*student)))
        .map(|(student, term)| case_report::compose(view, student, term))
        .collect();
    documents.extend(summaries.into_iter().chain(reports).flatten());
    documents
}

/// What a composed document is about.
#[derive(Clone, Copy)]
struct Topic<'v> {
    view: &'v View<'v>,
    scope: Scope,
    term: &'v Term,
}

impl<'v> Topic<'v> {
    fn label(&self, enumeration: &str, key: &'v str) -> &'v str {
        self.view.casebook.schema.choice_label(enumeration, key)
    }

    fn name(&self, student: StudentId) -> &'v str {
        self.view.casebook.student(student).shown_name()
    }

    /// Red flags given: stars and certificates are awards too, but no flags.
    fn flags(&self) -> i64 {
        let awards = self.view.analysis.notes_of(self.scope, "award");
        let flags = awards.iter().filter(|(_, note)| note.fields.choice("kind").is_none_or(|it| it == "red_flag"));
        flags.map(|(_, note)| note.fields.integer("qty").unwrap_or(1)).sum()
    }

    /// Who signs: as `casebook.yaml` says, else the class's homeroom teacher.
    fn signature(&self, class: Option<&Class>) -> Option<String> {
        let homeroom = || Some(format!("班主任：{}", class?.homeroom.as_ref()?));
        self.view.casebook.config.documents.signature.clone().or_else(homeroom)
    }

    /// The day a document of the term is dated: the term's last day, or the day of the build while the term runs.
    fn date(&self) -> Date {
        self.view.analysis.as_of.min(self.term.span.to)
    }
}

/// Where a document goes: its PDF, and its page.
fn routes(name: &str) -> (Route, Route) {
    (Route::new(&format!("pdf/{name}.pdf")), Route::new(&format!("documents/{name}.html")))
}

/// The layout of `casebook.yaml`, or what a document says itself.
fn layout(view: &View, own: Option<&str>) -> Layout {
    let configured = view.casebook.config.documents.layout.as_deref();
    match own.or(configured) {
        Some("school") => Layout::School,
        Some("compact") => Layout::Compact,
        _ => Layout::Gongwen,
    }
}
