//! Passages about one pupil: the report on a term's support (domain.md §2.2), records of a month's sessions and of contacts, the
//! comment and the letter that go home, and the portfolio (§2.3, 2.4, 2.7, 2.8).

mod comment;
mod contact;
mod discussion;
mod home;
mod letter;
mod log;
mod outcome;
mod portfolio;
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
    ("agreed", letter::agreed),
    ("album", portfolio::facts),
    ("album_strengths", portfolio::strengths),
    ("assessment", log::assessment),
    ("attainment", profile::attainment),
    ("calls", contact::calls),
    ("cards", contact::cards),
    ("cause_analyses", profile::cause_analyses),
    ("causes", profile::causes),
    ("comment", portfolio::teacher),
    ("consent", discussion::consent),
    ("encouragement", process::encouragement),
    ("exams", outcome::exams),
    ("footprints", portfolio::footprints),
    ("goals", profile::goals),
    ("goals_at_home", letter::goals),
    ("good_news", letter::good_news),
    ("greeting", letter::greeting),
    ("habits", outcome::habits),
    ("handover", profile::handover),
    ("keywords", profile::keywords),
    ("learning", letter::learning),
    ("limits", discussion::limits),
    ("log_head", log::head),
    ("methods_at_home", letter::methods),
    ("outcome", discussion::judged),
    ("parents", portfolio::parents),
    ("particulars", profile::particulars),
    ("plans", process::plans),
    ("profile", profile::narrative),
    ("progress", outcome::progress),
    ("pupil", portfolio::pupil),
    ("references", discussion::references),
    ("reflections", discussion::reflections),
    ("shared", discussion::shared),
    ("slip", letter::slip),
    ("special", profile::special),
    ("stages", process::told_by_stage),
    ("talks", contact::talks),
    ("voices", outcome::voices),
    ("weak_points", outcome::weak_points),
    ("works", portfolio::works),
];

pub(super) use comment::comment;

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
