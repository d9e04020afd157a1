//! Derived tables: `basics`, `causes`, `goals`, `duties`, `contacts`, `outcomes` and the rest of the types table's `tables`.
//!
//! Which tables there are, their captions and column heads are rows of the types table; here is what fills them. A table
//! without rows is not made: a heading over nothing helps nobody.

mod class;
mod contact;
mod encouragement;
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
use crate::model::{Casebook, NoteId};
use crate::privacy::View;
use crate::schema::DerivedRow;
use crate::syntax::Align;

use super::{Column, TableRow, TableView};

pub use project::reference_lines;
pub use statistics::statistics;
pub use survey::survey_table;

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
    casebook: &'v Casebook,
    analysis: &'v Analysis<'v>,
    scope: Scope,
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
    let mut table = finish(view, key, fill(Facts { casebook: view.casebook, analysis: &view.analysis, scope }))?;
    // Whose rows they are is told by the pupil's page or report.
    if matches!(scope.subject, Subject::Student(_)) && table.columns.first().is_some_and(|it| it.title == "代号") {
        table.columns.remove(0);
        table.rows.iter_mut().for_each(|row| drop(row.remove(0)));
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
    (!filling.rows.is_empty()).then(|| TableView {
        number: 0,
        caption: row.label.clone(),
        columns: columns(row, filling.numeric, &filling.rows),
        rows: filling.rows,
        note: filling.note,
    })
}

/// The columns of a table, as wide as what is in them: a column's weight is the length of its longest cell in Han characters.
/// Columns of long texts share what the others leave of a document's line. Where that is too little for them, columns get
/// theirs as in a record table, so that no row becomes a tower of single characters.
fn columns(row: &DerivedRow, numeric: &[usize], rows: &[TableRow]) -> Vec<Column> {
    /// So many characters of a table stand side by side in a document.
    const LINE: usize = 41;
    /// A longer cell is a text that may break.
    const SHORT: usize = 10;
    /// A table of more columns is a record table, which is set small.
    const MANY: usize = 7;
    let needed = |(at, title): (usize, &String)| {
        let cells = rows.iter().filter_map(|row| row.get(at)).map(|cell| wide(cell));
        cells.max().unwrap_or(0).max(wide(title)).max(2) + 1
    };
    let needed: Vec<usize> = row.columns.iter().enumerate().map(needed).collect();
    let short: usize = needed.iter().filter(|it| **it <= SHORT).sum();
    let long = needed.iter().filter(|it| **it > SHORT).count();
    let crowded = row.columns.len() > MANY || long > 0 && short + long * (SHORT / 2) > LINE;
    let widths = if crowded { small(&needed, rows) } else { shared(&needed, LINE, SHORT) };
    let column = |((at, title), width): ((usize, &String), usize)| Column {
        title: title.clone(),
        align: if numeric.contains(&at) { Align::Right } else { Align::Left },
        weight: u8::try_from(width).unwrap_or(u8::MAX),
    };
    row.columns.iter().enumerate().zip(widths).map(column).collect()
}

/// Columns of long texts share alike what the others leave.
fn shared(needed: &[usize], line: usize, short: usize) -> Vec<usize> {
    let taken: usize = needed.iter().filter(|it| **it <= short).sum();
    let long = needed.iter().filter(|it| **it > short).count();
    let share = line.saturating_sub(taken).checked_div(long).unwrap_or(short).max(short / 2);
    needed.iter().map(|width| if *width > short { share.min(*width) } else { *width }).collect()
}

/// Columns of a record table: a word stands in one line, and texts share the rest by how long they are, so that no row is much
/// higher than it must be.
fn small(needed: &[usize], rows: &[TableRow]) -> Vec<usize> {
    /// So many characters of a record table stand side by side.
    const LINE: usize = 55;
    /// A longer cell is a text that may break.
    const SHORT: usize = 6;
    /// Beyond so many characters a text asks for no more width.
    const LONG: usize = 40;
    let taken: usize = needed.iter().filter(|it| **it <= SHORT).map(|it| it + 1).sum();
    let asked = |(at, longest): (usize, &usize)| {
        let all: usize = rows.iter().filter_map(|row| row.get(at)).map(|cell| wide(cell)).sum();
        let typical = (all / rows.len().max(1) + longest) / 2;
        if *longest > SHORT { (typical.min(LONG) as f64).sqrt() } else { 0.0 }
    };
    let long = needed.iter().filter(|it| **it > SHORT).count();
    if LINE < taken + long * (SHORT - 1) {
        // Too many columns for words to stand whole. In quarters of a character: the writers weigh columns against each other.
        return needed.iter().map(|it| ((*it as f64).sqrt() * 4.0).round() as usize).collect();
    }
    let asked: Vec<f64> = needed.iter().enumerate().map(asked).collect();
    let whole: f64 = asked.iter().sum();
    let room = LINE.saturating_sub(taken) as f64;
    let width = |(needed, asked): (&usize, &f64)| {
        if *asked > 0.0 { ((room * asked / whole).round() as usize).max(SHORT / 2) } else { *needed + 1 }
    };
    needed.iter().zip(&asked).map(width).collect()
}

/// How wide a text is in Han characters: two half-width ones count as one.
fn wide(text: &str) -> usize {
    text.chars().map(|it| if it.is_ascii() { 1 } else { 2 }).sum::<usize>().div_ceil(2)
}

/// A share as a column prints it: with the same decimals in every row.
fn share(part: f64, whole: f64, decimals: u8) -> String {
    if whole > 0.0 { format!("{}%", decimal(part * 100.0 / whole, decimals)) } else { MISSING.to_owned() }
}

/// A row and the notes that its values are made of.
fn made_of(notes: impl IntoIterator<Item = NoteId>, cells: Vec<String>) -> TableRow {
    TableRow { cells, notes: notes.into_iter().collect() }
}

/// A value, or the sign for a missing one.
pub(super) fn or_missing(value: Option<impl ToString>) -> String {
    value.map(|it| it.to_string()).filter(|it| !it.is_empty()).unwrap_or_else(|| MISSING.to_owned())
}
