//! Passages about one pupil's support over a term (domain.md §2.2).

mod outcome;
mod process;
mod profile;

use crate::analysis::{Scope, Series};
use crate::date::Week;
use crate::model::{Note, NoteId, Student, StudentId};
use crate::privacy::View;

use super::Topic;
use super::draft::Draft;
use super::outline::Told;

/// A passage by name.
type Passage = fn(&Case, &mut Draft);

/// What an outline about a pupil may name.
pub(super) const PASSAGES: &[(&str, Passage)] = &[
    ("abstract", profile::abstract_of),
    ("attainment", profile::attainment),
    ("cause_analyses", profile::cause_analyses),
    ("causes", profile::causes),
    ("consent", outcome::consent),
    ("encouragement", process::encouragement),
    ("goals", profile::goals),
    ("handover", profile::handover),
    ("keywords", profile::keywords),
    ("limits", outcome::limits),
    ("outcome", outcome::judged),
    ("particulars", profile::particulars),
    ("plans", process::plans),
    ("profile", profile::narrative),
    ("progress", outcome::progress),
    ("reflections", outcome::reflections),
    ("stages", process::told_by_stage),
    ("voices", outcome::voices),
    ("weak_points", outcome::weak_points),
];

/// What a report is about.
pub(super) struct Case<'v> {
    topic: Topic<'v>,
    id: StudentId,
    pub(super) student: &'v Student,
    series: Vec<Series>,
}

impl Told for Case<'_> {
    fn topic(&self) -> &Topic<'_> {
        &self.topic
    }

    fn say(&self, passage: &str, draft: &mut Draft) -> bool {
        let found = PASSAGES.iter().find(|(name, _)| *name == passage);
        found.map(|(_, write)| write(self, draft)).is_some()
    }
}

impl<'v> Case<'v> {
    /// A pupil's term; `None` where the pupil is not supported in it or has no note of it.
    pub(super) fn of(topic: Topic<'v>, id: StudentId) -> Option<Self> {
        let student = topic.view.casebook.student(id);
        let noted = topic.view.casebook.notes_of(id).any(|(_, note)| note.term == Some(topic.term.id));
        (student.is_open_in(topic.term.span) && noted).then(|| {
            let series = topic.view.analysis.series(id, topic.scope);
            Self { topic, id, student, series }
        })
    }

    /// Subjects and the main cause.
    pub(super) fn keywords(&self) -> Vec<String> {
        let subjects = self.labels("subjects", "subject");
        let causes = self.labels("causes", "cause");
        subjects.into_iter().chain(causes.into_iter().take(1)).map(str::to_owned).collect()
    }

    fn view(&self) -> &'v View<'v> {
        self.topic.view
    }

    fn scope(&self) -> Scope {
        self.topic.scope
    }

    fn name(&self) -> &'v str {
        self.student.shown_name()
    }

    fn count(&self, kind: &str) -> u32 {
        self.view().analysis.count(self.scope(), kind)
    }

    fn notes_of(&self, kind: &str) -> Vec<(NoteId, &'v Note)> {
        self.view().analysis.notes_of(self.scope(), kind)
    }

    /// The printed name of an enumeration's value.
    fn label(&self, enumeration: &str, key: &'v str) -> &'v str {
        self.topic.label(enumeration, key)
    }

    /// Labels of a field of the pupil's file that holds several choices.
    fn labels(&self, field: &str, enumeration: &str) -> Vec<&'v str> {
        let keys = self.student.fields.choices(field);
        keys.into_iter().map(|key| self.label(enumeration, key)).collect()
    }

    /// A stretch of weeks in words.
    fn weeks(from: Week, to: Week) -> String {
        if from == to { format!("第{from}周") } else { format!("第{from}—{to}周") }
    }
}
