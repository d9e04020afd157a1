//! The ledger: each row of the domain, where a casebook records it, how much there is, and what shows it.
//!
//! A row is counted by its own data only (`records`): a computed row by what it is computed from, a document by being made.
//! Pages and sections are named only where they are really there (`places`): a page of this casebook's site, a heading of one
//! of its documents. `told` says which sections of composed documents tell which row.

mod places;
mod records;
mod shown;
mod told;

use crate::diag::Diagnostics;
use crate::model::{ClassId, NoteId, ProjectId, StudentId, SummaryId};
use crate::privacy::View;
use crate::source::SourceTree;

use super::documents::Documents;
use super::pages::{Pdf, Pdfs, plan};
use super::{Document, documents};

/// A row of the ledger in one casebook.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageRow {
    /// Its number, such as `A6.1`.
    pub row: String,
    /// Its Chinese name.
    pub label: String,
    /// What records it, or what it is computed from.
    pub sources: Vec<Source>,
    /// How much there is. Of a row that is computed, how many results; 0 where what it is computed from is incomplete.
    pub count: usize,
    /// Addresses of the pages that show it, the best first; with a place on the page, where it has one. None where `count` is 0.
    pub pages: Vec<String>,
    /// Sections of documents that tell it. None where `count` is 0.
    pub sections: Vec<Section>,
}

/// Something that records a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Canonical name: a note type, `owner.field`, a kind of file, or a genre.
    pub key: String,
    /// Printed name.
    pub label: String,
    /// In what form it is written.
    pub form: Form,
    /// How much of it there is.
    pub count: usize,
    /// How to begin one.
    pub start: Start,
    /// An example.
    witness: Option<Witness>,
}

/// In what form something is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Notes: one Markdown file each.
    Note,
    /// Notes: Markdown files, or rows of a table.
    NoteOrTable,
    /// Rows of a survey's responses; single notes too.
    Responses,
    /// Front matter of a student's file.
    StudentFile,
    /// Front matter of a class's file.
    ClassFile,
    /// Front matter of a project's file.
    ProjectFile,
    /// Front matter of a document somebody writes.
    SummaryFile,
    /// The settings.
    Settings,
    /// A document, written or composed.
    Document,
}

impl Form {
    /// Its name for programs.
    pub fn id(self) -> &'static str {
        match self {
            Form::Note => "note",
            Form::NoteOrTable => "note-or-table",
            Form::Responses => "responses",
            Form::StudentFile => "student-file",
            Form::ClassFile => "class-file",
            Form::ProjectFile => "project-file",
            Form::SummaryFile => "summary-file",
            Form::Settings => "settings",
            Form::Document => "document",
        }
    }
}

/// How to begin a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// `casebook new note FOLDER TYPE`.
    Note {
        /// A student's code, or the name of a class's or project's folder.
        folder: String,
    },
    /// A key to be written into a file.
    Key {
        /// The file below `content`.
        path: String,
        /// Canonical key.
        key: String,
        /// The key's Chinese name.
        label: String,
    },
    /// A file to be written; what it needs at least.
    File {
        /// The file below `content`.
        path: String,
    },
    /// `casebook build`: it is composed from the notes.
    Build,
}

/// A section of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Canonical key of the genre.
    pub genre: String,
    /// The genre's Chinese name.
    pub genre_label: String,
    /// The section's Chinese name: its heading where there is one.
    pub section: String,
    /// The page of a document of this casebook that holds it; `None` where a document of the genre can be written, but none
    /// with this section is there.
    pub page: Option<String>,
}

/// An example of what records a row.
#[derive(Debug, Clone, PartialEq)]
enum Witness {
    Note(NoteId),
    /// A field of a student's file.
    Student(StudentId, String),
    Class(ClassId),
    Project(ProjectId),
    Summary(SummaryId),
    /// A document, by its position.
    Document(usize),
}

/// How much of each row there is, by its number, without looking for what shows it.
pub fn counts(view: &View, documents: &[Document]) -> Vec<(String, usize)> {
    let ledger = view.casebook.schema.ledger.iter();
    ledger.map(|row| (row.row.clone(), records::records(view, documents, row).1)).collect()
}

/// The ledger of a casebook, in the table's order of rows.
pub fn coverage(tree: &SourceTree, view: &View, genres: &documents::Genres) -> Vec<CoverageRow> {
    // Findings of pages and documents are told by `check`.
    let mut unheard = Diagnostics::new();
    let documents = Documents::these(documents::documents(view, genres, &mut unheard));
    let plan = plan(tree, view, &documents, Pdfs::All(Pdf::Absent), &mut unheard);
    let places = places::Places::new(&plan, genres);
    let row = |row| {
        let (sources, count) = records::records(view, documents.all(), row);
        let covered = count > 0;
        CoverageRow {
            row: row.row.clone(),
            label: row.label.clone(),
            pages: if covered { places.pages(row, &sources) } else { Vec::new() },
            sections: if covered { places.sections(row, &sources) } else { Vec::new() },
            sources,
            count,
        }
    };
    view.casebook.schema.ledger.iter().map(row).collect()
}
