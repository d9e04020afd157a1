//! Tutoring and weak points.

use crate::date::{TermId, Week};
use crate::model::{Note, StudentId};
use crate::schema::Period;

use super::calendar::Stretch;
use super::statistics::round_half_up;
use super::{Analysis, Scope, Subject};

/// Tutoring of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TutoringTally {
    /// Sessions planned: of the plans, else those recorded.
    pub planned: u32,
    /// Sessions held.
    pub held: u32,
    /// Sessions recorded as cancelled.
    pub cancelled: u32,
    /// Minutes held.
    pub minutes: u32,
}

/// Tutoring of a week.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TutoringWeek {
    /// The week.
    pub week: Week,
    /// Sessions planned: so many a week by the plans, else those recorded.
    pub planned: f64,
    /// Sessions held.
    pub held: u32,
    /// Sessions recorded as cancelled.
    pub cancelled: u32,
}

/// Weak points of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WeakPointTally {
    /// Found in the term.
    pub opened: u32,
    /// Of them, mastered.
    pub closed: u32,
}

impl Analysis<'_> {
    /// Tutoring of a scope. Of a pupil without a plan that counts sessions, what was recorded counts as planned.
    pub fn tutoring(&self, scope: Scope) -> TutoringTally {
        let mut tally = TutoringTally::default();
        for student in self.students(scope) {
            let own = Scope { subject: Subject::Student(student), term: scope.term };
            let sessions = self.notes_of(own, "tutoring");
            let (held, cancelled): (Vec<_>, Vec<_>) =
                sessions.iter().partition(|(_, note)| note.fields.boolean("held") != Some(false));
            let minutes = held.iter().filter_map(|(_, note)| note.fields.integer("minutes"));
            tally.minutes += minutes.sum::<i64>().max(0) as u32;
            tally.planned += self.planned_sessions(student, scope.term).unwrap_or(sessions.len() as u32);
            tally.held += held.len() as u32;
            tally.cancelled += cancelled.len() as u32;
        }
        tally
    }

    /// Tutoring of a scope week by week, of the plans and sessions that `asked` lets through. A plan that only says how many
    /// sessions there are altogether says nothing of a week; then what was recorded counts as planned.
    pub fn tutoring_weeks(&self, scope: Scope, asked: &dyn Fn(&Note) -> bool) -> Vec<TutoringWeek> {
        let Some(calendar) = self.calendar(scope.term) else { return Vec::new() };
        let stretches = calendar.stretches(Period::Week);
        let week = |it: &Stretch| TutoringWeek { week: it.week.unwrap_or_default(), ..TutoringWeek::default() };
        let mut weeks: Vec<TutoringWeek> = stretches.iter().map(week).collect();
        for student in self.students(scope) {
            let own = Scope { subject: Subject::Student(student), term: scope.term };
            let sessions: Vec<&Note> =
                self.notes_of(own, "tutoring").into_iter().map(|(_, it)| it).filter(|it| asked(it)).collect();
            let plans = self.notes_until(student, scope.term, "intervention");
            let plans: Vec<&Note> = plans.into_iter().map(|(_, it)| it).filter(|it| asked(it)).collect();
            let is_tutoring = |it: &&Note| matches!(it.fields.choice("kind"), Some("individual_tutoring" | "group_tutoring"));
            let counting = |it: &&Note| it.fields.number("frequency").is_some();
            let any = plans.iter().any(|it| counting(it) && is_tutoring(it));
            let plans: Vec<&Note> = plans.into_iter().filter(|it| counting(it) && (is_tutoring(it) || !any)).collect();
            for (slot, stretch) in weeks.iter_mut().zip(stretches) {
                let recorded: Vec<&&Note> = sessions.iter().filter(|it| stretch.days.contains(it.date)).collect();
                let held = recorded.iter().filter(|it| it.fields.boolean("held") != Some(false)).count() as u32;
                let runs = |it: &&&Note| {
                    let end = it.fields.date("end").unwrap_or(calendar.span.to);
                    stretch.school_days.iter().any(|day| (it.date..=end).contains(day))
                };
                slot.held += held;
                slot.cancelled += recorded.len() as u32 - held;
                slot.planned += match plans.as_slice() {
                    [] => recorded.len() as f64,
                    plans => plans.iter().filter(runs).filter_map(|it| it.fields.number("frequency")).sum(),
                };
            }
        }
        weeks
    }

    /// Sessions that the pupil's plans foresee within a term: as written, else so many a week for each of its weeks with
    /// school from the plan's first day to its last. Of several plans those for tutoring count, if there are any; a single
    /// plan counts whatever its kind, as sessions belong to it without saying so. `None` where no plan gives a number.
    fn planned_sessions(&self, student: StudentId, term: TermId) -> Option<u32> {
        let calendar = self.calendar(term)?;
        let sessions = |note: &Note| {
            let end = note.fields.date("end").unwrap_or(calendar.span.to);
            let touched = |it: &&Stretch| it.school_days.iter().any(|day| (note.date..=end).contains(day));
            let weeks = calendar.school_weeks().filter(touched).count();
            let reckoned = || Some(round_half_up(note.fields.number("frequency")? * weeks as f64, 0) as i64);
            // A plan written for this term says how many; one carried over is reckoned for its weeks here.
            let written = note.fields.integer("planned").filter(|_| note.date >= calendar.span.from);
            let planned = written.or_else(reckoned).filter(|_| end >= calendar.span.from)?.max(0) as u32;
            let tutoring = matches!(note.fields.choice("kind"), Some("individual_tutoring" | "group_tutoring"));
            Some((tutoring, planned))
        };
        let plans = self.notes_until(student, term, "intervention");
        let plans: Vec<(bool, u32)> = plans.iter().filter_map(|(_, note)| sessions(note)).collect();
        let any = plans.iter().any(|(tutoring, _)| *tutoring);
        plans.into_iter().filter(|(tutoring, _)| *tutoring || !any).map(|(_, planned)| planned).reduce(|a, b| a + b)
    }

    /// Weak points of a scope.
    pub fn weak_points(&self, scope: Scope) -> WeakPointTally {
        let notes = self.notes_of(scope, "weak_point");
        let closed = notes.iter().filter(|(_, note)| self.is_mastered(note)).count() as u32;
        WeakPointTally { opened: notes.len() as u32, closed }
    }
}
