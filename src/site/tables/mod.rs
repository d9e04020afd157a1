//! Derived tables: `basics`, `causes`, `goals`, `duties`, `contacts`, `outcomes` and the rest of the types table's `tables`.
//!
//! Which tables there are, their captions and column heads are rows of the types table; here is what fills them. A table
//! without rows is not made: a heading over nothing helps nobody.

mod class;
mod contact;
mod encouragement;
mod inventory;
mod outcome;
mod outcomes;
mod pre_post;
mod project;
mod register;
mod statistics;
mod student;
mod support;
mod survey;
#[cfg(test)]
mod tests;

use crate::analysis::statistics::decimal;
use crate::analysis::{Analysis, Scope, Subject};
use crate::date::DateRange;
use crate::diag::Language;
use crate::model::{Casebook, NoteId};
use crate::phrases::Speaks;
use crate::privacy::View;
use crate::schema::DerivedRow;
use crate::syntax::Align;

use super::{Column, TableRow, TableView, is_withheld};

pub(super) use class::told_causes;
pub(super) use contact::tells_coverage;
pub(super) use outcomes::{told_cases, told_conversion};
pub(super) use pre_post::tells_passes;
pub use project::reference_lines;
pub use statistics::statistics;
pub(super) use support::told_topics;
pub use survey::survey_table;
pub(super) use survey::{told_answers, told_returns};

/// What a missing value looks like.
pub const MISSING: &str = "—";

/// What fills a table of the types table.
struct Filling {
    /// Positions of the columns of numbers, which are set to the right.
    numeric: &'static [usize],
    /// The rows.
    rows: Vec<TableRow>,
    /// What stands below.
    note: Option<String>,
}

impl Filling {
    fn new(numeric: &'static [usize], rows: impl IntoIterator<Item = impl Into<TableRow>>) -> Self {
        Self { numeric, rows: rows.into_iter().map(Into::into).collect(), note: None }
    }

    /// A table that is not made.
    fn none() -> Self {
        Self { numeric: &[], rows: Vec::new(), note: None }
    }

    fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into()).filter(|it| !it.is_empty());
        self
    }
}

/// What the tables are made of.
#[derive(Clone, Copy)]
struct Facts<'v> {
    view: &'v View<'v>,
    casebook: &'v Casebook,
    analysis: &'v Analysis<'v>,
    scope: Scope,
}

impl Speaks for Facts<'_> {
    fn language(&self) -> Language {
        self.casebook.language()
    }
}

impl Facts<'_> {
    /// Whether a number of persons may be told that is part of no other.
    fn tells(self, count: u32) -> bool {
        self.view.tells_count(self.scope, count)
    }

    /// Of how many a table tells.
    fn n(self, count: u32) -> String {
        self.view.n(self.scope, count)
    }
}

type Fill = fn(Facts) -> Filling;

/// Every table that can be made, by its canonical key.
const TABLES: &[(&str, Fill)] = &[
    ("affect", outcome::affect),
    ("basics", class::basics),
    ("cause_chain", student::cause_chain),
    ("causes", class::causes),
    ("contacts", contact::contacts),
    ("domains", class::domains),
    ("duties", class::duties),
    ("encouragement", encouragement::encouragement),
    ("environment", support::environment),
    ("findings", project::findings),
    ("gas", student::gas),
    ("goals", student::goals),
    ("habits", support::habits),
    ("handover", register::handover),
    ("incidents", outcome::incidents),
    ("inventory", inventory::inventory),
    ("log", support::log),
    ("meetings", class::meetings),
    ("members", project::members),
    ("methods", support::methods),
    ("open_lessons", project::open_lessons),
    ("outcomes", outcomes::outcomes),
    ("outputs", project::outputs),
    ("partnership", project::partnership),
    ("phases", outcome::phases),
    ("plans", support::plans),
    ("posts", encouragement::posts),
    ("pre_post", pre_post::pre_post),
    ("progress", outcome::progress),
    ("references", project::references),
    ("register", register::register),
    ("relapses", outcome::relapses),
    ("stages", project::stages),
    ("status", outcome::status),
    ("strengths_needs", student::strengths_needs),
    ("survey_items", survey::survey_items),
    ("talks", contact::talks),
    ("visits", contact::visits),
    ("weak_points", support::weak_points),
];

/// The canonical keys of the tables that can be made.
pub fn known() -> impl Iterator<Item = &'static str> {
    TABLES.iter().map(|(key, _)| *key)
}

/// The table with this canonical key, of a scope, not yet numbered. `None` where it has no rows, or there is no such table.
pub fn table(view: &View, key: &str, scope: Scope) -> Option<TableView> {
    let (_, fill) = TABLES.iter().find(|(it, _)| *it == key)?;
    let mut table = finish(view, key, fill(Facts { view, casebook: view.casebook, analysis: &view.analysis, scope }))?;
    // Whose rows they are is told by the pupil's page or report.
    if matches!(scope.subject, Subject::Student(_)) && table.columns.first().is_some_and(|it| it.title == view.word("代号")) {
        table.columns.remove(0);
        table.rows.iter_mut().for_each(|row| drop(row.remove(0)));
    }
    // The steps of a scale stand below each other, as one climbs them, where its goals fit side by side.
    if key == "gas" && matches!(scope.subject, Subject::Student(_)) && table.rows.len() < table.columns.len() - 2 {
        table = turned(table, "等级");
    }
    Some(table)
}

/// The same, only with the rows made of notes of these days, where any are given.
pub fn table_of_days(view: &View, key: &str, scope: Scope, days: Option<DateRange>) -> Option<TableView> {
    let mut table = table(view, key, scope)?;
    if let Some(days) = days {
        table.rows.retain(|row| row.notes.iter().any(|id| days.contains(view.casebook.note(*id).date)));
        table.note = None;
    }
    (!table.rows.is_empty()).then_some(table)
}

/// A filled table under the caption and column heads of the types table's row.
fn finish(view: &View, key: &str, filling: Filling) -> Option<TableView> {
    let row = view.casebook.schema.tables.iter().find(|it| &*it.key == key).filter(|it| view.may_read(&it.audiences))?;
    let table = (!filling.rows.is_empty()).then(|| TableView {
        number: 0,
        caption: row.label.clone(),
        columns: columns(row, filling.numeric),
        rows: filling.rows,
        note: filling.note,
    });
    table.filter(|it| !tells_nothing(it))
}

/// Whether none of a table's numbers is told: which rows it has would say more than it should.
pub(super) fn tells_nothing(table: &TableView) -> bool {
    let numbers = |row: &TableRow| {
        let cells = row.iter().zip(&table.columns).filter(|(_, column)| column.align == Align::Right);
        cells.map(|(cell, _)| cell.clone()).collect::<Vec<_>>()
    };
    let cells: Vec<String> = table.rows.iter().flat_map(numbers).collect();
    cells.iter().any(|it| is_withheld(it)) && cells.iter().all(|it| is_withheld(it) || it == MISSING)
}

/// The columns of a table.
fn columns(row: &DerivedRow, numeric: &[usize]) -> Vec<Column> {
    let align = |at: usize| if numeric.contains(&at) { Align::Right } else { Align::Left };
    row.columns.iter().enumerate().map(|(at, title)| Column { title: title.clone(), align: align(at) }).collect()
}

/// A table with its rows side by side: its heads become the first column, and what stood there the heads of the others.
fn turned(table: TableView, first: &str) -> TableView {
    let across = |at: usize| table.rows.iter().map(move |row| row.get(at).cloned().unwrap_or_default());
    let titles = std::iter::once(first.to_owned()).chain(across(0));
    let columns = titles.map(|title| Column { title, align: Align::Left }).collect();
    let row = |(at, it): (usize, &Column)| std::iter::once(it.title.clone()).chain(across(at)).collect::<Vec<_>>().into();
    let rows = table.columns.iter().enumerate().skip(1).map(row).collect();
    TableView { columns, rows, ..table }
}

/// A share as a column prints it: with the same decimals in every row.
fn share(part: f64, whole: f64, decimals: u8) -> String {
    if whole > 0.0 { format!("{}%", decimal(part * 100.0 / whole, decimals)) } else { MISSING.to_owned() }
}

/// A row and the notes that its values are made of.
fn made_of(notes: impl IntoIterator<Item = NoteId>, cells: Vec<String>) -> TableRow {
    TableRow { cells, notes: notes.into_iter().collect() }
}

/// Whether no more than half of a table's cells hold anything: such a table says less than a sentence.
pub fn is_sparse(table: &TableView) -> bool {
    let cells = table.rows.iter().flat_map(|row| row.iter());
    let (all, filled) = cells.fold((0, 0), |(all, filled), cell| {
        let holds_nothing = is_withheld(cell) || [MISSING, "数据不足"].contains(&cell.as_str());
        (all + 1, filled + usize::from(!holds_nothing))
    });
    filled * 2 <= all
}

/// Takes out the columns that hold nothing in any row.
pub(super) fn without_empty_columns(table: &mut TableView) {
    let holds = |at: usize| table.rows.iter().any(|row| row.get(at).is_some_and(|it| it != MISSING));
    let kept: Vec<bool> = (0..table.columns.len()).map(holds).collect();
    if kept.iter().all(|it| *it) || !kept.contains(&true) {
        return;
    }
    let mut at = kept.iter();
    table.columns.retain(|_| at.next().copied().unwrap_or(true));
    for row in &mut table.rows {
        let mut at = kept.iter();
        row.cells.retain(|_| at.next().copied().unwrap_or(true));
    }
}

/// A value, or the sign for a missing one.
pub(super) fn or_missing(value: Option<impl ToString>) -> String {
    value.map(|it| it.to_string()).filter(|it| !it.is_empty()).unwrap_or_else(|| MISSING.to_owned())
}
