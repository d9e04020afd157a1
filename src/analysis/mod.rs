//! Facts: what the notes amount to. Pure and infallible; a fact that has too little data says so instead of a number.
//!
//! [`Analysis`] is made once a build and answers questions about a [`Scope`]: one pupil, a class, or everybody, in one term.
//! Nothing here is a sentence; `site` puts facts into words.

mod contacts;
mod duties;
mod figure;
mod figures;
mod goals;
mod outcomes;
mod progress;
pub mod statistics;
mod support;
mod survey;
mod todo;

use crate::date::{Date, Term, TermId};
use crate::model::{Casebook, ClassId, Note, NoteId, ProjectId, StudentId};
use crate::schema::TypeId;

pub use contacts::{ContactTally, ModeTally, TrustFacts};
pub use duties::{DutyCell, DutyLine, DutyState, DutyTotal, GridCell, WeekGrid, WeekHead};
pub use figure::{Amount, Denominator, Figure};
pub use figures::{FigureError, FigureName};
pub use goals::{GoalTally, GoalView};
pub use outcomes::{AffectChange, AspectChange, ExamFacts, ExamPair, IncidentMonth, RelapseFacts};
pub use progress::{Comparison, Event, Point, RelapseBand, Series, Trend};
pub use support::{TutoringTally, WeakPointTally};
pub use survey::{CauseShare, CauseShares};
pub use todo::{Todo, TodoKind};

/// Of whom, and in which term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scope {
    /// Of whom.
    pub subject: Subject,
    /// In which term.
    pub term: TermId,
}

/// Of whom a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// One pupil.
    Student(StudentId),
    /// The supported pupils of a class.
    Class(ClassId),
    /// All supported pupils.
    Everybody,
    /// The participants of a project.
    Project(ProjectId),
}

/// The facts of a casebook.
#[derive(Debug)]
pub struct Analysis<'a> {
    /// What they are about.
    pub casebook: &'a Casebook,
    /// The day as of which things are overdue or still to come.
    pub as_of: Date,
}

impl<'a> Analysis<'a> {
    /// Makes the facts of a casebook. Without `as_of`, the day is that of the latest note.
    pub fn new(casebook: &'a Casebook, as_of: Option<Date>) -> Self {
        let latest = casebook.notes.iter().map(|note| note.date).max();
        let begin = casebook.config.terms.first().map(|term| term.span.from);
        let as_of = as_of.or(latest).or(begin).or(Date::new(2000, 1, 1));
        Self { casebook, as_of: as_of.unwrap_or_else(|| unreachable!("1 January 2000 is a day")) }
    }

    /// The term of a scope. Scopes are made of the casebook's own terms.
    pub fn term(&self, id: TermId) -> Option<&'a Term> {
        self.casebook.config.term(id)
    }

    /// The pupils of a scope whose case was open in its term, in order of code.
    pub fn students(&self, scope: Scope) -> Vec<StudentId> {
        let Some(term) = self.term(scope.term) else { return Vec::new() };
        let in_subject = |id: StudentId, class: Option<ClassId>| match scope.subject {
            Subject::Student(student) => student == id,
            Subject::Class(it) => class == Some(it),
            Subject::Everybody => true,
            Subject::Project(project) => self.is_participant(project, id),
        };
        let open = self.casebook.students().filter(|(_, student)| student.is_open_in(term.span));
        open.filter(|(id, student)| in_subject(*id, student.class)).map(|(id, _)| id).collect()
    }

    /// Notes of a scope, in order of date: those of its pupils, and for a class or everybody the class's own too.
    pub fn notes(&self, scope: Scope) -> impl Iterator<Item = (NoteId, &'a Note)> {
        let casebook = self.casebook;
        let students = self.students(scope);
        let class_wide = move |note: &Note| match scope.subject {
            Subject::Student(_) => false,
            Subject::Class(class) => note.class == Some(class),
            Subject::Everybody => true,
            Subject::Project(project) => note.project == Some(project),
        };
        casebook.notes().filter(move |(_, note)| {
            note.term == Some(scope.term)
                && match note.student {
                    Some(student) => students.contains(&student),
                    None => class_wide(note),
                }
        })
    }

    /// Notes of a scope of this type or a kind of it, in order of date.
    pub fn notes_of(&self, scope: Scope, kind: &str) -> Vec<(NoteId, &'a Note)> {
        let Some(kind) = self.casebook.schema.find_type(kind) else { return Vec::new() };
        self.notes(scope).filter(|(_, note)| self.is_kind(note, kind)).collect()
    }

    /// Whether a note is of this type or a kind of it.
    pub fn is_kind(&self, note: &Note, kind: TypeId) -> bool {
        self.casebook.schema.is_a(note.kind, kind)
    }

    /// How many notes of this type a scope has.
    pub fn count(&self, scope: Scope, kind: &str) -> u32 {
        self.notes_of(scope, kind).len() as u32
    }

    fn is_participant(&self, project: ProjectId, student: StudentId) -> bool {
        let Some(project) = self.casebook.projects.get(project.0 as usize) else { return false };
        let named = project.fields.texts("participants");
        if !named.is_empty() {
            return named.iter().any(|code| self.casebook.find_student(code) == Some(student));
        }
        let class = self.casebook.student(student).class.map(|it| &self.casebook.class(it).key);
        let classes = project.fields.texts("classes");
        classes.is_empty() || class.is_some_and(|key| classes.contains(&key.as_str()))
    }
}
