//! What is to be done, as the first page and those of classes list it.

use serde::Serialize;

use crate::analysis::{Scope, Todo, TodoKind};
use crate::phrases::{Speaks, say};
use crate::privacy::Audience;
use crate::site::{Route, wording};

use super::overview::MOST_ROWS;
use super::plan::{Page, Plan};
use super::shell::Link;

/// Something to do.
#[derive(Debug, Serialize)]
pub struct TodoRow {
    /// The pupil.
    pub link: Link,
    /// What.
    pub what: String,
    /// Where it was promised.
    pub href: Option<String>,
    /// How late, `逾7天`.
    pub late: Option<String>,
    /// By when.
    pub due: String,
}

impl Plan<'_> {
    /// Whether it can be told what is still to be done: research reads too little of what was.
    pub(super) fn knows_todos(&self) -> bool {
        self.view.audience != Audience::Research
    }

    /// What is to be done in a scope, latest first; nothing where that is not known.
    pub(super) fn todo_rows(&self, scope: Scope, here: &Route) -> Vec<TodoRow> {
        if !self.knows_todos() {
            return Vec::new();
        }
        let casebook = self.view.casebook;
        let row = |todo: Todo| {
            let (what, href) = match &todo.kind {
                TodoKind::Duty { duty, period } => {
                    let label = casebook.schema.duties.get(*duty).map_or("", |it| it.label.as_str());
                    let month = period.to.days_since(period.from) > 7;
                    let when = if month { self.month_name(period.to.month()) } else { self.days(*period) };
                    (say!(self, "{}：{}", when, label), None)
                }
                TodoKind::FollowUp { note } => {
                    let kind = &casebook.schema.note_type(casebook.note(*note).kind).label;
                    (say!(self, "{}约定的回访", kind), self.note_href(here, *note))
                }
                TodoKind::Goal { index } => {
                    let goal = casebook.student(todo.student).goals.get(*index);
                    let text = goal.map(|it| wording::clip(&it.text, 16)).unwrap_or_default();
                    let judged = goal.is_some_and(|it| it.result.is_some());
                    (
                        say!(
                            self,
                            "{}：{}",
                            if judged { self.word("未达成目标待重订") } else { self.word("目标待评定") },
                            text
                        ),
                        None,
                    )
                }
            };
            let link = Link {
                href: here.to(&self.route(&Page::Student(todo.student))),
                text: casebook.student(todo.student).shown_name().to_owned(),
            };
            TodoRow {
                link,
                what,
                href,
                late: (todo.late > 0).then(|| say!(self, "逾{}天", todo.late)),
                due: self.month_day(todo.due),
            }
        };
        self.view.analysis.todos(scope, MOST_ROWS).into_iter().map(row).collect()
    }
}
