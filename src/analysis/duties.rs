//! Duties: what is owed each period, what was done, what is excused.

use std::collections::{BTreeMap, BTreeSet};

use crate::date::{Date, DateRange, TermId, Week};
use crate::model::{ClassId, Note, NoteId, StudentId};
use crate::schema::{Duty, Excuse, Period};

use super::calendar::{Calendar, Stretch};
use super::{Analysis, Scope, Subject};

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
    /// Why nothing is owed; the first excuse where several apply. `None` where something is owed or still to come.
    pub excuse: Option<Excuse>,
}

impl Analysis<'_> {
    /// Every duty of one pupil over a term, but those owed to classes.
    ///
    /// A period that is excused owes nothing, whatever was done in it. Another is done when as many notes as are owed fall in
    /// it, the pupil's own and those of the class that concern the pupil, or when it is marked as done; else it is missed, or
    /// still to come.
    pub fn duties(&self, student: StudentId, scope: Scope) -> Vec<DutyLine> {
        let Some(calendar) = self.calendar(scope.term) else { return Vec::new() };
        let pupil = self.casebook.student(student);
        let class_wide = pupil.class.and_then(|it| self.index.class_wide.get(it.0 as usize));
        let concerns = |note: &&Note| note.students.is_empty() || note.students.contains(&student);
        let class_wide = class_wide.into_iter().flatten().map(|id| self.casebook.note(*id)).filter(concerns);
        let own = self.casebook.notes_of(student).map(|(_, note)| note).filter(|it| it.student == Some(student));
        let mut tally = Tally::new(self, calendar);
        own.chain(class_wide).for_each(|note| tally.add(note));
        let duties = self.casebook.schema.duties.iter().enumerate().filter(|(_, duty)| !duty.per_class);
        let lines = duties.map(|(at, duty)| tally.line(at, duty, pupil.opened, pupil.closed));
        lines.collect()
    }

    /// The duties owed to a class, over a term. Notes of its pupils count as its own.
    pub(super) fn class_duties(&self, class: ClassId, term: TermId) -> Vec<DutyLine> {
        let Some(calendar) = self.calendar(term) else { return Vec::new() };
        let mut tally = Tally::new(self, calendar);
        for note in self.casebook.notes.iter().filter(|note| note.class == Some(class)) {
            tally.add(note);
        }
        let duties = self.casebook.schema.duties.iter().enumerate().filter(|(_, duty)| duty.per_class);
        duties.map(|(at, duty)| tally.line(at, duty, None, None)).collect()
    }

    /// Every duty over a scope. Those owed to classes are not among the duties of a single pupil.
    pub fn duty_totals(&self, scope: Scope) -> Vec<DutyTotal> {
        let duties = &self.casebook.schema.duties;
        let students = self.students(scope);
        let mut lines: Vec<DutyLine> = students.iter().flat_map(|it| self.duties(*it, scope)).collect();
        let alone = matches!(scope.subject, Subject::Student(_));
        if !alone && duties.iter().any(|duty| duty.per_class) {
            lines.extend(self.classes_of(scope).into_iter().flat_map(|it| self.class_duties(it, scope.term)));
        }
        let asked = duties.iter().enumerate().filter(|(_, duty)| !(alone && duty.per_class));
        asked.map(|(at, duty)| self.total(at, duty, &lines, scope.term)).collect()
    }

    /// Classes to which duties may be owed: the scope's own, else those of its pupils.
    pub(super) fn classes_of(&self, scope: Scope) -> BTreeSet<ClassId> {
        match scope.subject {
            Subject::Class(class) => BTreeSet::from([class]),
            _ => self.students(scope).iter().filter_map(|it| self.casebook.student(*it).class).collect(),
        }
    }

    /// Notes of a scope by which a duty is done or marked, in order of date.
    pub fn duty_notes(&self, scope: Scope, duty: usize) -> Vec<NoteId> {
        let fulfils = |note: &Note| self.index.fulfils.get(note.kind.0 as usize).is_some_and(|it| it.contains(&duty));
        self.notes(scope).filter(|(_, note)| fulfils(note) || self.marked_duty(note) == Some(duty)).map(|(id, _)| id).collect()
    }

    /// Index of the duty that a note of type `six_ones` marks.
    fn marked_duty(&self, note: &Note) -> Option<usize> {
        let schema = &self.casebook.schema;
        if &*schema.note_type(note.kind).key != "six_ones" {
            return None;
        }
        let named = schema.find_duty(note.fields.text("duty")?)?;
        schema.duties.iter().position(|it| it.key == named.key)
    }

    fn total(&self, at: usize, duty: &Duty, lines: &[DutyLine], term: TermId) -> DutyTotal {
        let own = || lines.iter().filter(|line| line.duty == at);
        let excused = |line: &DutyLine| line.cells.iter().filter(|it| matches!(it.state, DutyState::Excused(_))).count() as u32;
        let mut missed: BTreeMap<Week, u32> = BTreeMap::new();
        let weeks = self.calendar(term).filter(|_| duty.period == Period::Week);
        for (at, stretch) in weeks.iter().flat_map(|it| it.stretches(Period::Week).iter().enumerate()) {
            let count = own().filter(|line| line.cells.get(at).is_some_and(|it| it.state == DutyState::Missed)).count();
            missed.extend(stretch.week.filter(|_| count > 0).map(|week| (week, count as u32)));
        }
        let mut missed: Vec<(Week, u32)> = missed.into_iter().collect();
        missed.sort_by_key(|(week, count)| (std::cmp::Reverse(*count), *week));
        DutyTotal {
            duty: at,
            due: own().map(DutyLine::due).sum(),
            done: own().map(DutyLine::done).sum(),
            excused: own().map(excused).sum(),
            missed_weeks: missed.into_iter().map(|(week, _)| week).take(3).collect(),
        }
    }

    /// The weekly duties of a scope by pupil and week.
    pub fn week_grid(&self, scope: Scope) -> WeekGrid {
        let schema = &self.casebook.schema;
        let weekly = schema.duties.iter().enumerate().filter(|(_, duty)| duty.period == Period::Week && !duty.per_class);
        let duties: Vec<usize> = weekly.map(|(at, _)| at).collect();
        let (Some(calendar), Some(term)) = (self.calendar(scope.term), self.term(scope.term)) else {
            return WeekGrid { duties, weeks: Vec::new(), rows: Vec::new() };
        };
        let head = |stretch: &Stretch| {
            let touches = |it: &&DateRange| it.from <= stretch.days.to && stretch.days.from <= it.to;
            let holiday = term.holidays.iter().find(touches).copied();
            Some(WeekHead { week: stretch.week?, days: stretch.days, holiday })
        };
        let weeks: Vec<WeekHead> = calendar.stretches(Period::Week).iter().filter_map(head).collect();
        let row = |student: StudentId| {
            let lines = self.duties(student, scope);
            let lines: Vec<&DutyLine> = lines.iter().filter(|line| duties.contains(&line.duty)).collect();
            let cell = |at: usize| {
                let states = || lines.iter().filter_map(|line| line.cells.get(at)).map(|it| it.state);
                GridCell {
                    done: states().filter(|it| *it == DutyState::Done).count() as u32,
                    due: states().filter(|it| matches!(it, DutyState::Done | DutyState::Missed)).count() as u32,
                    pending: states().any(|it| it == DutyState::Pending),
                    excuse: states()
                        .find_map(|it| match it {
                            DutyState::Excused(excuse) => Some(excuse),
                            _ => None,
                        })
                        .filter(|_| states().all(|it| matches!(it, DutyState::Excused(_)))),
                }
            };
            let cells: Vec<GridCell> = (0..weeks.len()).map(cell).collect();
            let (done, due) = (cells.iter().map(|it| it.done).sum(), cells.iter().map(|it| it.due).sum());
            (student, cells, done, due)
        };
        let rows = self.students(scope).into_iter().map(row).collect();
        WeekGrid { duties, weeks, rows }
    }
}

/// What notes say of duties, by duty and period.
struct Tally<'t> {
    analysis: &'t Analysis<'t>,
    calendar: &'t Calendar,
    slots: Vec<Vec<Slot>>,
    /// School days that the pupil missed.
    absent: BTreeSet<Date>,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    notes: u32,
    marked_done: bool,
    marked_excused: bool,
}

impl<'t> Tally<'t> {
    fn new(analysis: &'t Analysis<'t>, calendar: &'t Calendar) -> Self {
        let duties = analysis.casebook.schema.duties.iter();
        let slots = duties.map(|duty| vec![Slot::default(); calendar.stretches(duty.period).len()]).collect();
        Self { analysis, calendar, slots, absent: BTreeSet::new() }
    }

    fn add(&mut self, note: &Note) {
        let schema = &self.analysis.casebook.schema;
        for duty in self.analysis.index.fulfils.get(note.kind.0 as usize).into_iter().flatten() {
            if let Some(slot) = self.slot(*duty, note.date) {
                slot.notes += 1;
            }
        }
        match &*schema.note_type(note.kind).key {
            "six_ones" => {
                let state = note.fields.choice("state");
                if let Some(slot) = self.analysis.marked_duty(note).and_then(|it| self.slot(it, note.date)) {
                    slot.marked_done |= state == Some("done");
                    slot.marked_excused |= state == Some("excused");
                }
            }
            "absence" => self.absent.extend(missed_days(note, self.calendar.school_days())),
            _ => {}
        }
    }

    /// Where a note of this day counts. What is owed once may have been done in any earlier term.
    fn slot(&mut self, duty: usize, day: Date) -> Option<&mut Slot> {
        let period = self.analysis.casebook.schema.duties.get(duty)?.period;
        let earlier = period == Period::Once && day <= self.calendar.span.to;
        let at = if earlier { Some(0) } else { self.calendar.position(period, day) };
        self.slots.get_mut(duty)?.get_mut(at?)
    }

    fn line(&self, at: usize, duty: &Duty, opened: Option<Date>, closed: Option<Date>) -> DutyLine {
        let slots = self.slots.get(at).map(Vec::as_slice).unwrap_or_default();
        let cell = |(stretch, slot): (&Stretch, &Slot)| {
            let applies = |excuse: &&Excuse| match excuse {
                Excuse::BeforeOpened => opened.is_some_and(|it| stretch.days.to < it),
                Excuse::AfterClosed => closed.is_some_and(|it| stretch.days.from > it),
                Excuse::Holiday => stretch.school_days.is_empty(),
                Excuse::Marked => slot.marked_excused,
                Excuse::Absence => {
                    !stretch.school_days.is_empty() && stretch.school_days.iter().all(|it| self.absent.contains(it))
                }
            };
            // What is not owed is not counted as done either: done would otherwise exceed due.
            let state = if let Some(excuse) = ORDER.iter().filter(|it| duty.excused.contains(it)).find(applies) {
                DutyState::Excused(*excuse)
            } else if slot.marked_done || slot.notes >= duty.times.max(1) {
                DutyState::Done
            } else if stretch.days.to > self.analysis.as_of {
                DutyState::Pending
            } else {
                DutyState::Missed
            };
            DutyCell { period: stretch.days, state, notes: slot.notes }
        };
        DutyLine { duty: at, cells: self.calendar.stretches(duty.period).iter().zip(slots).map(cell).collect() }
    }
}

/// Which of several excuses is named.
const ORDER: [Excuse; 5] = [Excuse::BeforeOpened, Excuse::AfterClosed, Excuse::Holiday, Excuse::Marked, Excuse::Absence];

/// School days that an absence covers whole: until its last day; else as many as it counts, half days left out; else its one.
fn missed_days(note: &Note, school_days: &[Date]) -> Vec<Date> {
    let from = school_days.partition_point(|it| *it < note.date);
    let after = school_days.get(from..).unwrap_or_default().iter().copied();
    match (note.fields.date("end"), note.fields.number("days")) {
        (Some(end), _) => after.take_while(|it| *it <= end).collect(),
        (None, Some(days)) => after.take(days.floor() as usize).collect(),
        (None, None) => after.take_while(|it| *it == note.date).collect(),
    }
}
