//! Outcomes of a term: exams, reviews, affect, incidents, relapses.

use crate::date::DateRange;
use crate::model::{NoteId, StudentId};
use crate::schema::Key;

use super::{Analysis, Scope};

/// Exams of a scope's pupils: this term's against the last before it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ExamFacts {
    /// Pupils who sit exams at all.
    pub enrolled: u32,
    /// Pupils with both values, in order of code.
    pub pairs: Vec<ExamPair>,
    /// Pupils with a value this term.
    pub present: u32,
    /// Of `present`, those at or over the pass line.
    pub passed: u32,
    /// Of `pairs`, those at or over the pass line before.
    pub passed_before: u32,
    /// Of `pairs`, those at or over the pass line now.
    pub passed_after: u32,
    /// Mean of `pairs` before.
    pub mean_before: Option<f64>,
    /// Mean of `pairs` now.
    pub mean_after: Option<f64>,
    /// 95 % interval of the mean difference (t, n−1).
    pub difference: Option<(f64, f64, f64)>,
    /// Exact McNemar p of passing before and now.
    pub mcnemar: Option<f64>,
}

/// A pupil's two exams.
#[derive(Debug, Clone, PartialEq)]
pub struct ExamPair {
    /// Whose.
    pub student: StudentId,
    /// Canonical key of the subject.
    pub subject: Option<Key>,
    /// Last before this term.
    pub before: f64,
    /// This term.
    pub after: f64,
    /// Change of the standard score, where class mean and spread are known for both.
    pub z_change: Option<f64>,
}

/// One aspect of the status review, over pupils.
#[derive(Debug, Clone, PartialEq)]
pub struct AspectChange {
    /// Canonical key of `aspect`.
    pub aspect: Key,
    /// Pupils rated at the start and at the end.
    pub n: u32,
    /// Mean at the start.
    pub start: f64,
    /// Mean in the middle, of those of them who have one.
    pub middle: Option<f64>,
    /// Mean at the end.
    pub end: f64,
    /// Pupils with a higher rating at the end.
    pub improved: u32,
}

/// One item of the affect rating, over pupils.
#[derive(Debug, Clone, PartialEq)]
pub struct AffectChange {
    /// Canonical key of `affect_item`.
    pub item: Key,
    /// Pupils rated at the start and at the end.
    pub n: u32,
    /// Mean at the start.
    pub start: f64,
    /// Mean at the end.
    pub end: f64,
}

/// Incidents of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IncidentMonth {
    /// Its days within the term.
    pub days: DateRange,
    /// Incidents.
    pub count: u32,
    /// School days.
    pub school_days: u32,
}

/// A relapse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelapseFacts {
    /// Whose.
    pub student: StudentId,
    /// The note.
    pub note: NoteId,
    /// Canonical key of the trigger.
    pub trigger: Option<Key>,
    /// Days until recovery: as written, else from the two dates, else until the day of the build.
    pub days: u32,
    /// Whether it is over.
    pub recovered: bool,
}

impl Analysis<'_> {
    /// Exams of a scope; with a subject, of that one only.
    pub fn exams(&self, scope: Scope, subject: Option<&str>) -> ExamFacts {
        let _ = (scope, subject);
        ExamFacts::default()
    }

    /// Status reviews of a scope, in the table's order of aspects; only aspects with data at both ends.
    pub fn aspects(&self, scope: Scope) -> Vec<AspectChange> {
        let _ = scope;
        Vec::new()
    }

    /// Affect ratings of a scope, in the table's order; only items with data at both ends.
    pub fn affect(&self, scope: Scope) -> Vec<AffectChange> {
        let _ = scope;
        Vec::new()
    }

    /// Incidents by month of the term.
    pub fn incidents(&self, scope: Scope) -> Vec<IncidentMonth> {
        let _ = scope;
        Vec::new()
    }

    /// Relapses of a scope, in order of date.
    pub fn relapses(&self, scope: Scope) -> Vec<RelapseFacts> {
        let _ = scope;
        Vec::new()
    }
}
