//! Goals and their attainment.

use crate::date::TermId;
use crate::model::{Goal, StudentId};

use super::progress::value_of;
use super::statistics::{Attained, gas_t_score};
use super::{Analysis, Scope, Subject};

/// How goals ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GoalTally {
    /// All of the term.
    pub total: u32,
    /// Met.
    pub met: u32,
    /// Partly met.
    pub partly: u32,
    /// Not met.
    pub not_met: u32,
    /// Revised or not yet judged.
    pub open: u32,
}

/// A goal and where it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GoalView<'a> {
    /// Whose.
    pub student: StudentId,
    /// Its position among the pupil's goals.
    pub index: usize,
    /// The goal.
    pub goal: &'a Goal,
    /// Where it led: as written, else the measure's latest value.
    pub actual: Option<f64>,
    /// 0 at the start, 1 at the target; may be less or more. `None` where a number is missing or start and target are equal.
    pub attained: Option<f64>,
}

impl<'a> Analysis<'a> {
    /// Goals of a scope: due or judged in its term, or with neither date. In order of code, then as given.
    pub fn goals(&self, scope: Scope) -> Vec<GoalView<'a>> {
        let Some(term) = self.term(scope.term) else { return Vec::new() };
        let casebook = self.casebook;
        let mut views = Vec::new();
        for student in self.students(scope) {
            for (index, goal) in casebook.student(student).goals.iter().enumerate() {
                let dates = [goal.due, goal.result_date];
                let of_term = dates.iter().flatten().any(|it| term.contains(*it));
                if !of_term && dates != [None, None] {
                    continue;
                }
                let latest = || goal.measure.as_deref().and_then(|it| self.latest_value(student, it, scope.term));
                let actual = goal.actual.or_else(latest);
                views.push(GoalView { student, index, goal, actual, attained: attained(goal, actual) });
            }
        }
        views
    }

    /// A pupil's last value of a measure up to the end of a term; term exams aside.
    fn latest_value(&self, student: StudentId, measure: &str, term: TermId) -> Option<f64> {
        let records = self.probes(self.notes_until(student, term, "progress_record"));
        let own = records.iter().rev().filter(|(_, note)| note.fields.text("measure") == Some(measure));
        own.filter_map(|(_, note)| value_of(note)).next()
    }

    /// How they ended.
    pub fn goal_tally(&self, scope: Scope) -> GoalTally {
        let mut tally = GoalTally::default();
        for view in self.goals(scope) {
            tally.total += 1;
            match view.goal.result.as_deref() {
                Some("met") => tally.met += 1,
                Some("partly") => tally.partly += 1,
                Some("not_met") => tally.not_met += 1,
                _ => tally.open += 1,
            }
        }
        tally
    }

    /// T-scores of a pupil's goals at the start and the end (Kiresuk & Sherman 1968, ρ = 0.3, the formula as corrected by the
    /// erratum to Turner-Stokes 2009). `None` where no goal has both levels.
    pub fn gas(&self, student: StudentId, scope: Scope) -> Option<(f64, f64)> {
        let own = Scope { subject: Subject::Student(student), term: scope.term };
        let levels = |view: &GoalView<'_>| {
            let gas = view.goal.gas.as_ref()?;
            let at = |level: i8| Attained { weight: gas.weight, level: f64::from(level) };
            Some((at(gas.start?), at(gas.end?)))
        };
        let (start, end): (Vec<Attained>, Vec<Attained>) = self.goals(own).iter().filter_map(levels).unzip();
        Some((gas_t_score(&start)?, gas_t_score(&end)?))
    }
}

/// How far a goal was reached.
fn attained(goal: &Goal, actual: Option<f64>) -> Option<f64> {
    let (start, target) = (goal.baseline?, goal.target?);
    (start != target).then_some((actual? - start) / (target - start))
}
