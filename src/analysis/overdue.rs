//! Duties of a single pupil over the weeks, and those that are behind: whose, which, since when.

use crate::date::{Date, Week};
use crate::model::{ClassId, StudentId};

use super::duties::{DutyCell, DutyLine, DutyState};
use super::{Analysis, Scope, Subject};

/// A duty in one period, with the weeks over which the period spreads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DutySpan {
    /// First week.
    pub from: Week,
    /// Last week.
    pub to: Week,
    /// What became of the duty.
    pub cell: DutyCell,
}

/// A duty that was not done in its last period so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overdue {
    /// Whose; `None` for a duty owed to a class.
    pub student: Option<StudentId>,
    /// The class to which it is owed; `None` for a pupil's.
    pub class: Option<ClassId>,
    /// Index into [`Schema::duties`](crate::schema::Schema::duties).
    pub duty: usize,
    /// First day of the first of the missed periods in a row.
    pub since: Date,
    /// Missed periods in a row. Those that are excused neither count nor end the row.
    pub missed: u32,
    /// Days from the end of the first missed period to the day of the build.
    pub late: i32,
}

impl Analysis<'_> {
    /// Every duty of a pupil over the weeks of a term, for a grid: weekly ones a week wide, monthly ones as wide as their month.
    /// A week that belongs to two months is that of the month in which its Thursday lies; each duty's spans follow one another
    /// without gap or overlap. A month that has no week of its own has no span.
    pub fn duty_spans(&self, student: StudentId, scope: Scope) -> Vec<(usize, Vec<DutySpan>)> {
        let Some(term) = self.term(scope.term) else { return Vec::new() };
        let of = |week: Week| {
            let days = term.week(week)?;
            Some((week, days.from.plus_days(3).clamp(term.span.from, term.span.to)))
        };
        let weeks: Vec<(Week, Date)> = (1..=term.weeks()).filter_map(of).collect();
        let span = |cell: &DutyCell| {
            let own = || weeks.iter().filter(|(_, thursday)| cell.period.contains(*thursday)).map(|(week, _)| *week);
            Some(DutySpan { from: own().next()?, to: own().next_back()?, cell: *cell })
        };
        let lines = self.duties(student, scope).into_iter();
        lines.map(|line| (line.duty, line.cells.iter().filter_map(span).collect())).collect()
    }

    /// Duties of a scope that are behind, longest overdue first, then in order of code and duty; those owed to classes come
    /// after those owed to pupils of the same day.
    pub fn overdue(&self, scope: Scope) -> Vec<Overdue> {
        let students = self.students(scope);
        let mut found: Vec<Overdue> = Vec::new();
        for student in &students {
            let lines = self.duties(*student, scope);
            found.extend(lines.iter().filter_map(|line| self.behind(line, Some(*student), None)));
        }
        if !matches!(scope.subject, Subject::Student(_)) {
            for class in self.classes_of(scope) {
                let lines = self.class_duties(class, scope.term);
                found.extend(lines.iter().filter_map(|line| self.behind(line, None, Some(class))));
            }
        }
        found.sort_by_key(|it| (it.since, it.student.is_none()));
        found
    }

    fn behind(&self, line: &DutyLine, student: Option<StudentId>, class: Option<ClassId>) -> Option<Overdue> {
        let past = line.cells.iter().rev().filter(|it| it.period.to <= self.as_of);
        let owed = past.filter(|it| !matches!(it.state, DutyState::Excused(_) | DutyState::Pending));
        let missed: Vec<&DutyCell> = owed.take_while(|it| it.state == DutyState::Missed).collect();
        let first = missed.last()?;
        // What was done early in the running period is behind no longer.
        let running = line.cells.iter().any(|it| it.period.contains(self.as_of) && it.state == DutyState::Done);
        (!running).then(|| Overdue {
            student,
            class,
            duty: line.duty,
            since: first.period.from,
            missed: missed.len() as u32,
            late: self.as_of.days_since(first.period.to),
        })
    }
}
