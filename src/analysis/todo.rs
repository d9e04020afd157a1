//! What is to be done.

use crate::date::{Date, DateRange};
use crate::model::{Note, NoteId, StudentId};

use super::{Analysis, DutyState, Scope, Subject};

/// Something that is overdue or soon due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Todo {
    /// Whose.
    pub student: StudentId,
    /// What.
    pub kind: TodoKind,
    /// By when.
    pub due: Date,
    /// Days late as of the day of the build; negative when still to come.
    pub late: i32,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TodoKind {
    /// A duty that was not done in a period.
    Duty {
        /// Index into [`Schema::duties`](crate::schema::Schema::duties).
        duty: usize,
        /// The period.
        period: DateRange,
    },
    /// A follow-up that a note promised and no later contact or talk of the pupil kept.
    FollowUp {
        /// The note.
        note: NoteId,
    },
    /// A goal that is due and not judged, or was not met and waits to be set anew.
    Goal {
        /// Its position among the pupil's goals.
        index: usize,
    },
}

/// How many days ahead something counts as soon due.
const SOON: i32 = 14;

impl Analysis<'_> {
    /// What is to be done in a scope, latest first, at most `limit`. Duties count when their last period of the term so far
    /// was missed; earlier ones cannot be made up for.
    pub fn todos(&self, scope: Scope, limit: usize) -> Vec<Todo> {
        let mut todos = Vec::new();
        for student in self.students(scope) {
            let mut add = |kind: TodoKind, due: Date| {
                let late = self.as_of.days_since(due);
                if late >= -SOON {
                    todos.push(Todo { student, kind, due, late });
                }
            };
            self.missed_duties(student, scope, &mut add);
            self.open_follow_ups(student, scope, &mut add);
            self.open_goals(student, scope, &mut add);
        }
        todos.sort_by_key(|it| std::cmp::Reverse(it.late));
        todos.truncate(limit);
        todos
    }

    fn missed_duties(&self, student: StudentId, scope: Scope, add: &mut impl FnMut(TodoKind, Date)) {
        for line in self.duties(student, scope) {
            let last = line.cells.iter().rev().find(|it| it.period.to <= self.as_of);
            if let Some(cell) = last.filter(|it| it.state == DutyState::Missed) {
                add(TodoKind::Duty { duty: line.duty, period: cell.period }, cell.period.to);
            }
        }
    }

    /// Follow-ups of the term's notes that no talk or contact kept: one after the note and not before the week in which it was
    /// promised.
    fn open_follow_ups(&self, student: StudentId, scope: Scope, add: &mut impl FnMut(TodoKind, Date)) {
        let own = Scope { subject: Subject::Student(student), term: scope.term };
        let schema = &self.casebook.schema;
        let meets = |note: &Note| {
            let kinds = ["talk", "family_contact"].into_iter().filter_map(|it| schema.find_type(it));
            kinds.into_iter().any(|kind| self.is_kind(note, kind))
        };
        for (id, note) in self.notes(own) {
            let Some(due) = note.fields.date("next_date") else { continue };
            let monday = due.plus_days(-i32::from(due.weekday()));
            let keeps = |it: &Note| it.student == Some(student) && it.date > note.date && it.date >= monday && meets(it);
            if !self.casebook.notes_of(student).any(|(_, it)| keeps(it)) {
                add(TodoKind::FollowUp { note: id }, due);
            }
        }
    }

    /// Goals that are due and not judged, or were not met and have no goal set after them.
    fn open_goals(&self, student: StudentId, scope: Scope, add: &mut impl FnMut(TodoKind, Date)) {
        let goals = &self.casebook.student(student).goals;
        let own = Scope { subject: Subject::Student(student), term: scope.term };
        for view in self.goals(own) {
            let judged = view.goal.result_date.or(view.goal.due);
            let set_anew = || goals.iter().any(|it| it.set_on.zip(judged).is_some_and(|(set, judged)| set >= judged));
            match view.goal.result.as_deref() {
                None => view.goal.due.into_iter().for_each(|due| add(TodoKind::Goal { index: view.index }, due)),
                Some("not_met") if !set_anew() => {
                    judged.into_iter().for_each(|day| add(TodoKind::Goal { index: view.index }, day));
                }
                Some(_) => {}
            }
        }
    }
}
