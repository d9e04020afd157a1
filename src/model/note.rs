//! Notes.

use crate::date::{Date, TermId, Week};
use crate::schema::{Fields, TypeId};
use crate::source::{SitePath, Span};
use crate::syntax::Prose;

use super::{ClassId, ProjectId, StudentId, SurveyId};

/// A note, by its position in [`Casebook::notes`](super::Casebook::notes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NoteId(pub u32);

/// Something dated that was recorded: a Markdown file, or one row of a table.
#[derive(Debug, Clone)]
pub struct Note {
    /// What kind of record; already the most special type its values make it.
    pub kind: TypeId,
    /// The day.
    pub date: Date,
    /// The term in which the day lies.
    pub term: Option<TermId>,
    /// The term's week in which the day lies.
    pub week: Option<Week>,
    /// Whose folder it lies in, or whom its row names.
    pub student: Option<StudentId>,
    /// The class whose folder it lies in, or its student's.
    pub class: Option<ClassId>,
    /// The project whose folder it lies in.
    pub project: Option<ProjectId>,
    /// The survey whose response it is.
    pub survey: Option<SurveyId>,
    /// Other students it concerns.
    pub students: Vec<StudentId>,
    /// Its own title.
    pub title: Option<String>,
    /// Who recorded it.
    pub author: Option<String>,
    /// Tags as written, in order, each once.
    pub tags: Vec<String>,
    /// The line that may be shown to others.
    pub brief: Option<String>,
    /// Every field as checked, common ones included.
    pub fields: Fields,
    /// The text below the front matter; empty for a row.
    pub body: Prose,
    /// Where it was written.
    pub origin: Origin,
}

/// Where a note was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file's path.
    pub path: SitePath,
    /// The front matter or row.
    pub span: Span,
    /// The line of a table's row, from 1; `None` for a file of its own.
    pub row: Option<u32>,
}

impl Note {
    /// Whether it is a file of its own, which has a page; rows of tables are shown on their student's page.
    pub fn is_file(&self) -> bool {
        self.origin.row.is_none()
    }
}
