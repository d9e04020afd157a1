//! Outcomes of a term that are counted over pupils: conduct, conversion, habits, cases opened and closed.

use std::collections::BTreeMap;

use crate::date::Date;
use crate::model::{Note, NoteId, StudentId};

use super::{Analysis, Scope, Subject};

/// Incidents of the first and the second half of the school days so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IncidentChange {
    /// Incidents and school days of the first half.
    pub first: (u32, u32),
    /// Incidents and school days of the second half; it has the odd day.
    pub second: (u32, u32),
    /// The incidents.
    pub notes: Vec<NoteId>,
}

impl IncidentChange {
    /// Incidents per 20 school days of each half.
    pub fn rates(&self) -> (f64, f64) {
        let rate = |(count, days): (u32, u32)| f64::from(count) * 20.0 / f64::from(days);
        (rate(self.first), rate(self.second))
    }
}

/// How the pupils came out against the criterion that was declared beforehand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConversionFacts {
    /// The criterion: the project's, else the casebook's; `None` where only single pupils have one.
    pub criterion: Option<String>,
    /// When it was declared.
    pub declared: Option<Date>,
    /// Pupils to whom a criterion applies; special educational needs are reported apart.
    pub n: u32,
    /// Of them, those who met it.
    pub met: u32,
    /// Those who improved and did not meet it.
    pub improved: u32,
    /// Those of whom no effect is evident.
    pub not_evident: u32,
    /// Those who were not judged.
    pub undecided: u32,
    /// Pupils with special educational needs, who are not among `n`.
    pub special: u32,
}

/// Habits at two times: of each pupil's records of a habit the earlier half against the later. A habit with a single record
/// does not count, the middle one of an odd number counts to the later half.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HabitChange {
    /// Days kept and days due in the earlier halves.
    pub early: (i64, i64),
    /// Days kept and days due in the later halves.
    pub late: (i64, i64),
    /// Pupils.
    pub n: u32,
    /// The records.
    pub notes: Vec<NoteId>,
}

/// Cases open at the start of the term and at its end, or as of the day of the build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Caseload {
    /// Opened before the term's first day.
    pub before: u32,
    /// Opened in the term.
    pub opened: u32,
    /// Closed in the term.
    pub closed: u32,
    /// Open at the end: `before + opened − closed`.
    pub after: u32,
}

impl Analysis<'_> {
    /// School days of the term so far.
    pub(super) fn days_so_far(&self, scope: Scope) -> Vec<Date> {
        let days = self.calendar(scope.term).map(|it| it.school_days()).unwrap_or_default();
        days.iter().copied().filter(|it| *it <= self.as_of).collect()
    }

    /// Incidents of a scope by halves; `None` under two school days.
    pub fn incident_change(&self, scope: Scope) -> Option<IncidentChange> {
        let days = self.days_so_far(scope);
        let (first, second) = days.split_at(days.len() / 2);
        let begin = second.first().filter(|_| !first.is_empty())?;
        let notes = self.notes_of(scope, "incident");
        let early = notes.iter().filter(|(_, note)| note.date < *begin).count() as u32;
        Some(IncidentChange {
            first: (early, first.len() as u32),
            second: (notes.len() as u32 - early, second.len() as u32),
            notes: notes.into_iter().map(|(id, _)| id).collect(),
        })
    }

    /// Pupils who may be converted at all: special educational needs are reported apart.
    pub(super) fn convertible(&self, scope: Scope) -> Vec<StudentId> {
        self.students(scope).into_iter().filter(|it| !self.has_special_needs(*it)).collect()
    }

    /// How a scope's pupils came out; `None` where there is no criterion, or nobody was judged by it.
    pub fn conversion(&self, scope: Scope) -> Option<ConversionFacts> {
        let config = &self.casebook.config;
        let project = match scope.subject {
            Subject::Project(project) => self.casebook.projects.get(project.0 as usize),
            _ => None,
        };
        let own = project.map(|it| it.fields.texts("exit_criteria")).filter(|it| !it.is_empty());
        let (criterion, declared) = match own {
            Some(criteria) => (Some(criteria.join("；")), project.and_then(|it| it.fields.date("opened"))),
            None => (config.exit_criterion.clone(), config.exit_declared),
        };
        let applies =
            |id: &StudentId| criterion.is_some() || self.casebook.student(*id).fields.text("exit_criterion").is_some();
        let students: Vec<StudentId> = self.convertible(scope).into_iter().filter(applies).collect();
        let outcome = |id: &StudentId| {
            let terms = &self.casebook.student(*id).terms;
            terms.iter().find(|it| it.term == scope.term).and_then(|it| it.outcome.as_deref())
        };
        let count = |asked: Option<&str>| students.iter().filter(|id| outcome(id) == asked).count() as u32;
        let facts = ConversionFacts {
            n: students.len() as u32,
            met: count(Some("met")),
            improved: count(Some("improved")),
            not_evident: count(Some("not_evident")),
            undecided: count(None),
            special: (self.students(scope).len() - self.convertible(scope).len()) as u32,
            criterion,
            declared,
        };
        (facts.met + facts.improved + facts.not_evident > 0).then_some(facts)
    }

    /// Habits of a scope at two times; `None` where no habit has two records.
    pub fn habit_change(&self, scope: Scope) -> Option<HabitChange> {
        let mut change = HabitChange::default();
        for student in self.students(scope) {
            let own = Scope { subject: Subject::Student(student), term: scope.term };
            let mut habits: BTreeMap<&str, Vec<(NoteId, &Note)>> = BTreeMap::new();
            for (id, note) in self.notes_of(own, "habit") {
                if let Some(name) = note.fields.text("habit").filter(|_| habit_days(note).is_some()) {
                    habits.entry(name).or_default().push((id, note));
                }
            }
            habits.retain(|_, records| records.len() > 1);
            change.n += u32::from(!habits.is_empty());
            for records in habits.into_values() {
                let (early, late) = records.split_at(records.len() / 2);
                let sum = |sum: (i64, i64), (_, note): &(NoteId, &Note)| {
                    let (done, days) = habit_days(note).unwrap_or_default();
                    (sum.0 + done, sum.1 + days)
                };
                change.early = early.iter().fold(change.early, sum);
                change.late = late.iter().fold(change.late, sum);
                change.notes.extend(records.iter().map(|(id, _)| *id));
            }
        }
        (change.n > 0).then_some(change)
    }

    /// Cases of a scope.
    pub fn caseload(&self, scope: Scope) -> Caseload {
        let Some(term) = self.term(scope.term) else { return Caseload::default() };
        let until = self.as_of.clamp(term.span.from, term.span.to);
        let mut load = Caseload::default();
        for student in self.students(scope).iter().map(|it| self.casebook.student(*it)) {
            let within = |day: Option<Date>| day.is_some_and(|it| it >= term.span.from && it <= until);
            load.before += u32::from(student.opened.is_none_or(|it| it < term.span.from));
            load.opened += u32::from(within(student.opened));
            load.closed += u32::from(within(student.closed));
        }
        load.after = (load.before + load.opened).saturating_sub(load.closed);
        load
    }
}

/// Days on which a habit was kept and on which it was due; five a week where it is not said.
pub(super) fn habit_days(note: &Note) -> Option<(i64, i64)> {
    let done = note.fields.integer("days_done")?;
    Some((done, note.fields.integer("days").unwrap_or(5).max(done)))
}
