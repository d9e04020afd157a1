//! Facts: what the notes amount to. Pure and infallible; a fact that has too little data says so instead of a number.
//!
//! [`Analysis`] is made once a build and answers questions about a [`Scope`]: one pupil, a class, or everybody, in one term.
//! Nothing here is a sentence; `site` puts facts into words.

mod aim;
mod calendar;
mod contacts;
mod duties;
mod events;
mod exam_facts;
mod exams;
mod figure;
mod figures;
mod goals;
mod index;
mod named;
mod occasions;
mod outcomes;
mod overdue;
mod pre_post;
mod progress;
mod questionnaire;
mod standing;
pub mod statistics;
mod support;
mod survey;
mod term_outcomes;
mod todo;
mod topics;

#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use crate::date::{Date, Term, TermId};
use crate::model::{Casebook, ClassId, Item, Note, NoteId, ProjectId, Student, StudentId};
use crate::schema::TypeId;

pub use aim::Aim;
pub use contacts::{ContactTally, ModeTally, TrustFacts};
pub use duties::{DutyCell, DutyLine, DutyState, DutyTotal, GridCell, WeekGrid, WeekHead};
pub use exam_facts::{ClassChange, ExamFacts, ExamPair};
pub use exams::Judged;
pub use figure::{Amount, Denominator, Figure};
pub use figures::{FigureError, FigureName};
pub use goals::{GoalTally, GoalView};
pub use outcomes::{AffectChange, AspectChange, IncidentMonth, RelapseFacts};
pub use overdue::{DutySpan, Overdue};
pub use pre_post::{Measured, PrePost};
pub use progress::{Comparison, Event, Point, RelapseBand, Series, Trend};
pub use questionnaire::{ItemAnswers, OptionShare, Questionnaire, Scale};
pub use standing::{ClassLevel, Standing, z_change};
pub use support::{TutoringTally, TutoringWeek, WeakPointTally};
pub use survey::{CauseShare, CauseShares};
pub use term_outcomes::{Caseload, ConversionFacts, HabitChange, IncidentChange};
pub use todo::{Todo, TodoKind};
pub use topics::{ReasonTally, TopicTally};

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
    index: index::Index,
    /// Whether values of progress may be read at all: what may not is no field of the type.
    measured: bool,
    /// Made when it is first asked for: only what goes home asks.
    named: OnceLock<named::Named>,
}

impl<'a> Analysis<'a> {
    /// Makes the facts of a casebook. Without `as_of`, the day is that of the latest note.
    pub fn new(casebook: &'a Casebook, as_of: Option<Date>) -> Self {
        let latest = casebook.notes.iter().map(|note| note.date).max();
        let begin = casebook.config.terms.first().map(|term| term.span.from);
        let as_of = as_of.or(latest).or(begin).or(Date::new(2000, 1, 1));
        let as_of = as_of.unwrap_or_else(|| unreachable!("1 January 2000 is a day"));
        let schema = &casebook.schema;
        let progress = schema.find_type("progress_record");
        let measured = progress.is_some_and(|it| schema.note_type(it).fields.find("value").is_some());
        Self { casebook, as_of, index: index::Index::new(casebook), measured, named: OnceLock::new() }
    }

    /// The term of a scope. Scopes are made of the casebook's own terms.
    pub fn term(&self, id: TermId) -> Option<&'a Term> {
        self.casebook.config.term(id)
    }

    /// The pupils of a scope whose case was open in its term, in order of code.
    pub fn students(&self, scope: Scope) -> Vec<StudentId> {
        match scope.subject {
            Subject::Student(id) => {
                let open = |term: &Term| self.casebook.student(id).is_open_in(term.span);
                if self.term(scope.term).is_some_and(open) { vec![id] } else { Vec::new() }
            }
            _ => self.index.students.get(&(scope.subject, scope.term)).cloned().unwrap_or_default(),
        }
    }

    /// Notes of a scope, in order of date: those of its pupils, and for a class, a project or everybody those that are of no
    /// single pupil too.
    pub fn notes(&self, scope: Scope) -> impl Iterator<Item = (NoteId, &'a Note)> {
        let casebook = self.casebook;
        let ids = match scope.subject {
            Subject::Student(_) if self.students(scope).is_empty() => None,
            Subject::Student(id) => casebook.by_student.get(id.0 as usize),
            _ => self.index.notes.get(&(scope.subject, scope.term)),
        };
        let ids = ids.map(Vec::as_slice).unwrap_or_default();
        let own = move |note: &Note| match scope.subject {
            Subject::Student(id) => note.student == Some(id) && note.term == Some(scope.term),
            _ => true,
        };
        ids.iter().map(|id| (*id, casebook.note(*id))).filter(move |(_, note)| own(note))
    }

    /// Notes of a scope of this type or a kind of it, in order of date.
    pub fn notes_of(&self, scope: Scope, kind: &str) -> Vec<(NoteId, &'a Note)> {
        let Some(kind) = self.casebook.schema.find_type(kind) else { return Vec::new() };
        self.notes(scope).filter(|(_, note)| self.is_kind(note, kind)).collect()
    }

    /// A pupil's notes of this type or a kind of it, of every term up to the end of this one, in order of date.
    pub fn notes_until(&self, student: StudentId, term: TermId, kind: &str) -> Vec<(NoteId, &'a Note)> {
        let Some(kind) = self.casebook.schema.find_type(kind) else { return Vec::new() };
        let Some(term) = self.term(term) else { return Vec::new() };
        let own = self.casebook.notes_of(student).filter(|(_, note)| note.student == Some(student));
        own.filter(|(_, note)| note.date <= term.span.to && self.is_kind(note, kind)).collect()
    }

    /// Whether a note is of this type or a kind of it.
    pub fn is_kind(&self, note: &Note, kind: TypeId) -> bool {
        self.casebook.schema.is_a(note.kind, kind)
    }

    /// How many notes of this type a scope has. Strengths, needs and goals of a pupil's file count as notes of their types.
    pub fn count(&self, scope: Scope, kind: &str) -> u32 {
        let canonical = self.casebook.schema.find_type(kind).map(|it| &*self.casebook.schema.note_type(it).key);
        match canonical {
            Some("strength") => self.items(scope, |student| &student.strengths).len() as u32,
            Some("need") => self.items(scope, |student| &student.needs).len() as u32,
            Some("goal") => self.goals(scope).len() as u32,
            _ => self.notes_of(scope, kind).len() as u32,
        }
    }

    /// Strengths or needs of a scope's pupils that were known by the end of its term, each with its pupil.
    pub(crate) fn items(&self, scope: Scope, of: fn(&Student) -> &Vec<Item>) -> Vec<(StudentId, &'a Item)> {
        let Some(term) = self.term(scope.term) else { return Vec::new() };
        let casebook = self.casebook;
        let known = |item: &&Item| item.date.is_none_or(|it| it <= term.span.to);
        let students = self.students(scope).into_iter();
        students.flat_map(|id| of(casebook.student(id)).iter().filter(known).map(move |it| (id, it))).collect()
    }

    /// The single pupils whom a note is about: its pupil; else those it names; else, of a class's note, all of the class. Only
    /// pupils whose case was open in its term.
    pub(crate) fn concerned(&self, note: &Note) -> Vec<StudentId> {
        if let Some(student) = note.student {
            return vec![student];
        }
        if !note.students.is_empty() {
            return note.students.clone();
        }
        let scope = note.class.zip(note.term).map(|(class, term)| Scope { subject: Subject::Class(class), term });
        scope.map(|it| self.students(it)).unwrap_or_default()
    }

    fn calendar(&self, term: TermId) -> Option<&calendar::Calendar> {
        self.index.calendars.get(&term)
    }
}
