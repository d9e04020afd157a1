//! Charts of rows over the weeks of a term. Places on the axis are weeks from its beginning: 0 is the first day of week 1,
//! 1 the first day of week 2.

/// What became of each thing in each stretch of weeks.
#[derive(Debug, Clone, PartialEq)]
pub struct GridChart {
    /// Distinct within a page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The text alternative.
    pub description: String,
    /// How many weeks the axis has.
    pub weeks: u8,
    /// Words above weeks: holidays.
    pub heads: Vec<(u8, String)>,
    /// The rows.
    pub rows: Vec<GridRow>,
    /// What the states are called that occur, in the order of the key.
    pub key: Vec<(CellState, String)>,
}

/// A row of a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct GridRow {
    /// Of whom or what.
    pub label: String,
    /// In order of time.
    pub cells: Vec<Cell>,
    /// What is printed at its end: `30/34`.
    pub printed: String,
}

/// A stretch of a grid's row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// What became of it.
    pub state: CellState,
}

/// What became of something that was owed; each has a shape of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CellState {
    /// Done.
    Done,
    /// Some of several.
    Part,
    /// Not done.
    Missed,
    /// Not owed.
    Excused,
    /// No school.
    Holiday,
    /// Still to come.
    Pending,
}

/// Stages over the weeks of a term.
#[derive(Debug, Clone, PartialEq)]
pub struct StepChart {
    /// Distinct within a page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The text alternative.
    pub description: String,
    /// How many weeks the axis has.
    pub weeks: u8,
    /// Names of the stages, the first lowest.
    pub stages: Vec<String>,
    /// Where on the axis, and which stage from 0; in order of time.
    pub points: Vec<(f64, usize)>,
}

/// Stretches of time, a row each.
#[derive(Debug, Clone, PartialEq)]
pub struct SpanChart {
    /// Distinct within a page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The text alternative.
    pub description: String,
    /// How many weeks the axis has.
    pub weeks: u8,
    /// The rows.
    pub rows: Vec<Span>,
}

/// A stretch of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// What it is.
    pub label: String,
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// Whether it goes on.
    pub open: bool,
    /// What is printed beside it.
    pub printed: String,
}

/// How often in which week, a row for each kind.
#[derive(Debug, Clone, PartialEq)]
pub struct DotChart {
    /// Distinct within a page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The text alternative.
    pub description: String,
    /// How many weeks the axis has.
    pub weeks: u8,
    /// Words above weeks: holidays.
    pub heads: Vec<(u8, String)>,
    /// Name of the kind, how often in each week from the first, and what is printed at the row's end.
    pub rows: Vec<(String, Vec<u32>, String)>,
}
