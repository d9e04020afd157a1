//! What is to be done.

use crate::date::{Date, DateRange};
use crate::model::{NoteId, StudentId};

use super::{Analysis, Scope};

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

impl Analysis<'_> {
    /// What is to be done in a scope, latest first, at most `limit`. Duties count when their last period of the term so far
    /// was missed; earlier ones cannot be made up for.
    pub fn todos(&self, scope: Scope, limit: usize) -> Vec<Todo> {
        let _ = (scope, limit);
        Vec::new()
    }
}
