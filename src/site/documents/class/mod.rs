//! Passages about a class in a term: what its teachers hand in at the end (domain.md §2.1).

mod basics;
mod cases;
mod measures;
mod outcomes;
mod progress;
mod reflection;

use crate::analysis::{Scope, Subject};
use crate::model::{ClassId, Student, StudentId};
use crate::privacy::View;

use super::draft::Draft;
use super::outline::Told;
use super::{Topic, student};

/// A passage by name.
type Passage = fn(&Summary, &mut Draft);

/// What an outline about a class may name.
pub(super) const PASSAGES: &[(&str, Passage)] = &[
    ("basics", basics::basics),
    ("case", cases::one),
    ("cases", cases::cases),
    ("causes", basics::causes),
    ("chances", measures::chances),
    ("climate", measures::climate),
    ("comments", comments),
    ("conversion", outcomes::conversion),
    ("exams", outcomes::exams),
    ("families", measures::families),
    ("goals", measures::goals),
    ("opening", basics::opening),
    ("plans", reflection::plans),
    ("problems", reflection::problems),
    ("progress", progress::progress),
    ("reflections", reflection::reflections),
    ("support", measures::support),
    ("support_duties", measures::support_duties),
    ("talks", measures::talks),
];

/// What a class summary is about.
pub(super) struct Summary<'v> {
    topic: Topic<'v>,
    students: Vec<StudentId>,
    class: &'v crate::model::Class,
}

impl Told for Summary<'_> {
    fn topic(&self) -> &Topic<'_> {
        &self.topic
    }

    fn say(&self, passage: &str, draft: &mut Draft) -> bool {
        let found = PASSAGES.iter().find(|(name, _)| *name == passage);
        found.map(|(_, write)| write(self, draft)).is_some()
    }
}

impl<'v> Summary<'v> {
    /// A class's term; `None` where no supported pupil of it has a note in it.
    pub(super) fn of(topic: Topic<'v>, class: ClassId) -> Option<Self> {
        let students = topic.view.analysis.students(topic.scope);
        let any = !students.is_empty() && topic.view.analysis.notes(topic.scope).any(|(_, note)| note.student.is_some());
        any.then(|| Self { topic, students, class: topic.view.casebook.class(class) })
    }

    fn view(&self) -> &'v View<'v> {
        self.topic.view
    }

    fn scope(&self) -> Scope {
        self.topic.scope
    }

    /// The scope of one of its pupils.
    fn of_pupil(&self, student: StudentId) -> Scope {
        Scope { subject: Subject::Student(student), term: self.topic.scope.term }
    }

    /// How many pupils.
    fn n(&self) -> u32 {
        self.students.len() as u32
    }

    /// How many notes of a type.
    fn count(&self, kind: &str) -> u32 {
        self.view().analysis.count(self.scope(), kind)
    }

    fn student(&self, id: StudentId) -> &'v Student {
        self.view().casebook.student(id)
    }

    /// Pupils for whom something holds.
    fn those(&self, holds: impl Fn(&Student) -> bool) -> Vec<StudentId> {
        self.students.iter().copied().filter(|id| holds(self.student(*id))).collect()
    }

    /// Names of pupils in order.
    fn names(&self, students: &[StudentId]) -> String {
        let names: Vec<&str> = students.iter().map(|id| self.topic.name(*id)).collect();
        names.join("、")
    }
}

/// A comment to each pupil, in order of code.
fn comments(summary: &Summary, draft: &mut Draft) {
    for id in &summary.students {
        let topic = Topic { scope: summary.of_pupil(*id), ..summary.topic };
        if let Some(case) = student::Case::of(topic, *id) {
            draft.heading(1, summary.topic.name(*id));
            student::comment(&case, draft);
        }
    }
}
