//! Duties: what is owed each period, what was done, what is excused.

use crate::date::{DateRange, Week};
use crate::model::StudentId;
use crate::schema::Excuse;

use super::{Analysis, Scope};

/// What became of a duty in one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DutyState {
    /// As many notes as are owed.
    Done,
    /// Fewer, and the period is over.
    Missed,
    /// Nothing is owed.
    Excused(Excuse),
    /// The period is not over as of the day of the build.
    Pending,
}

/// A duty in one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DutyCell {
    /// The period's days.
    pub period: DateRange,
    /// What became of it.
    pub state: DutyState,
    /// Notes that count.
    pub notes: u32,
}

/// A duty of one pupil (or class) over a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyLine {
    /// Index into [`Schema::duties`](crate::schema::Schema::duties).
    pub duty: usize,
    /// One a period, in order.
    pub cells: Vec<DutyCell>,
}

impl DutyLine {
    /// Periods that are owed: all that are not excused and not still to come.
    pub fn due(&self) -> u32 {
        self.cells.iter().filter(|it| matches!(it.state, DutyState::Done | DutyState::Missed)).count() as u32
    }

    /// Periods in which it was done.
    pub fn done(&self) -> u32 {
        self.cells.iter().filter(|it| it.state == DutyState::Done).count() as u32
    }
}

/// A duty over all pupils of a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyTotal {
    /// Index into [`Schema::duties`](crate::schema::Schema::duties).
    pub duty: usize,
    /// Pupil-periods owed.
    pub due: u32,
    /// Pupil-periods done.
    pub done: u32,
    /// Pupil-periods excused.
    pub excused: u32,
    /// Weeks in which most of what was missed lies, most first; at most three. Empty for duties not kept by weeks.
    pub missed_weeks: Vec<Week>,
}

/// Weekly duties as pupil × week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekGrid {
    /// Indices of the weekly duties that it counts.
    pub duties: Vec<usize>,
    /// A column each.
    pub weeks: Vec<WeekHead>,
    /// A row a pupil, in order of code: cells by week, then done and due over the term.
    pub rows: Vec<(StudentId, Vec<GridCell>, u32, u32)>,
}

/// A week of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeekHead {
    /// Its number.
    pub week: Week,
    /// Its days.
    pub days: DateRange,
    /// The holiday that touches it, as its range.
    pub holiday: Option<DateRange>,
}

/// How many of the weekly duties were done and due in a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GridCell {
    /// Done.
    pub done: u32,
    /// Owed; 0 for an excused week.
    pub due: u32,
    /// Whether the week is still to come.
    pub pending: bool,
}

impl Analysis<'_> {
    /// Every duty of one pupil over a term.
    pub fn duties(&self, student: StudentId, scope: Scope) -> Vec<DutyLine> {
        let _ = (student, scope);
        Vec::new()
    }

    /// Every duty over a scope.
    pub fn duty_totals(&self, scope: Scope) -> Vec<DutyTotal> {
        let _ = scope;
        Vec::new()
    }

    /// The weekly duties of a scope by pupil and week.
    pub fn week_grid(&self, scope: Scope) -> WeekGrid {
        let _ = scope;
        WeekGrid { duties: Vec::new(), weeks: Vec::new(), rows: Vec::new() }
    }
}
