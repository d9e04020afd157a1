//! Causes, from the survey and the pupils' files.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{NoteId, StudentId};
use crate::schema::Key;

use super::statistics::{largest_remainder, wilson};
use super::{Analysis, Scope};

/// How often each cause is the main one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CauseShares {
    /// Pupils with a main cause.
    pub n: u32,
    /// Most frequent first, then in the table's order; only causes that occur.
    pub rows: Vec<CauseShare>,
}

/// One cause.
#[derive(Debug, Clone, PartialEq)]
pub struct CauseShare {
    /// Canonical key.
    pub cause: Key,
    /// Pupils.
    pub count: u32,
    /// Whole percent by largest remainder: all rows add up to 100.
    pub percent: u32,
    /// Ends of the 95 % Wilson interval in percent.
    pub interval: (f64, f64),
    /// What pupils with it show, in words of the notes; at most three.
    pub shown_as: Vec<String>,
    /// The responses that name it; none where it is known from the pupils' files.
    pub notes: Vec<NoteId>,
}

/// The pupils with a cause, and the responses that name it.
#[derive(Default)]
struct Named {
    students: Vec<StudentId>,
    notes: Vec<NoteId>,
}

impl Analysis<'_> {
    /// Main causes of a scope's pupils: from survey responses of pupils (each pupil's latest up to the end of the term); where
    /// there are none at all, from the pupils' files.
    pub fn causes(&self, scope: Scope) -> CauseShares {
        let students = self.students(scope);
        let answered = |id: &StudentId| {
            let (note, cause) = self.surveyed_cause(*id, scope)?;
            Some((*id, cause, Some(note)))
        };
        let mut found: Vec<(StudentId, Key, Option<NoteId>)> = students.iter().filter_map(answered).collect();
        if found.is_empty() {
            let filed = |id: &StudentId| {
                let causes = self.casebook.student(*id).fields.choices("causes");
                Some((*id, Key::from(*causes.first()?), None))
            };
            found = students.iter().filter_map(filed).collect();
        }
        let mut by_cause: BTreeMap<Key, Named> = BTreeMap::new();
        for (student, cause, note) in found {
            let named = by_cause.entry(cause).or_default();
            named.students.push(student);
            named.notes.extend(note);
        }
        let choices = self.casebook.schema.enums.get("cause").map(|it| it.choices.as_slice()).unwrap_or_default();
        let place = |cause: &Key| choices.iter().position(|it| it.key == *cause).unwrap_or(choices.len());
        let mut causes: Vec<(Key, Named)> = by_cause.into_iter().collect();
        causes.sort_by_key(|(cause, named)| (std::cmp::Reverse(named.students.len()), place(cause)));
        let counts: Vec<u32> = causes.iter().map(|(_, named)| named.students.len() as u32).collect();
        let n = counts.iter().sum();
        let percents = largest_remainder(&counts);
        let row = |((cause, Named { students, notes }), percent): ((Key, Named), u32)| {
            let count = students.len() as u32;
            let (low, high) = wilson(count, n).unwrap_or((0.0, 1.0));
            let shown_as = self.shown_as(&cause, &students, scope);
            CauseShare { cause, count, percent, interval: (low * 100.0, high * 100.0), shown_as, notes }
        };
        CauseShares { n, rows: causes.into_iter().zip(percents).map(row).collect() }
    }

    /// What the pupil's own latest response names. A response that does not say whose it is counts as the pupil's.
    fn surveyed_cause(&self, student: StudentId, scope: Scope) -> Option<(NoteId, Key)> {
        let responses = self.notes_until(student, scope.term, "cause_survey");
        let own = responses.iter().rev().filter(|(_, note)| matches!(note.fields.choice("respondent"), None | Some("student")));
        own.filter_map(|(id, note)| Some((*id, Key::from(note.fields.choice("primary_cause")?)))).next()
    }

    /// What the pupils' analyses of this cause say of how it shows; else their needs.
    fn shown_as(&self, cause: &Key, students: &[StudentId], scope: Scope) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for student in students {
            for (_, note) in self.notes_until(*student, scope.term, "cause_analysis") {
                let about = note.fields.choice("cause") == Some(cause);
                words.extend(note.fields.text("manifestation").filter(|_| about).map(str::to_owned));
            }
        }
        if words.is_empty() {
            let needs = students.iter().filter_map(|it| self.casebook.student(*it).needs.first());
            words.extend(needs.map(|it| it.text.clone()));
        }
        let mut seen = BTreeSet::new();
        words.retain(|it| seen.insert(it.clone()));
        words.truncate(3);
        words
    }
}
