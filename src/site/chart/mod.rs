//! What a chart shows: data in the chart's own terms, ready to be drawn.

mod columns;
mod rows;

pub use columns::{Amount, ColumnChart, ColumnForm, Fill, Panel};
pub use rows::{Cell, CellState, DotChart, GridChart, GridRow, Span, SpanChart, StepChart};

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// One measure over the weeks of a term, with phases, relapses, events, baseline and target.
    Progress(ProgressChart),
    /// A goal: start, target and where it led, on one line.
    Goal(GoalChart),
    /// A few amounts as horizontal bars.
    Bars(BarChart),
    /// Ratings at the start and at the end, each pair on a line.
    Pairs(PairChart),
    /// Amounts as columns over months or weeks.
    Columns(ColumnChart),
    /// What became of each thing in each stretch of weeks.
    Grid(GridChart),
    /// Stages over the weeks of a term.
    Steps(StepChart),
    /// Stretches of time, a row each.
    Spans(SpanChart),
    /// How often in which week, a row for each kind.
    Dots(DotChart),
}

impl Chart {
    /// The text alternative.
    pub fn description(&self) -> &str {
        match self {
            Chart::Progress(it) => &it.description,
            Chart::Goal(it) => &it.description,
            Chart::Bars(it) => &it.description,
            Chart::Pairs(it) => &it.description,
            Chart::Columns(it) => &it.description,
            Chart::Grid(it) => &it.description,
            Chart::Steps(it) => &it.description,
            Chart::Spans(it) => &it.description,
            Chart::Dots(it) => &it.description,
        }
    }
}

/// One measure over the weeks of a term.
#[derive(Debug, Clone, PartialEq)]
pub struct ProgressChart {
    /// Distinct within a page; part of the ids in the drawing.
    pub id: String,
    /// What it shows, in a few words.
    pub title: String,
    /// What can be read from it, in sentences: the text alternative.
    pub description: String,
    /// The part of it that is about the values alone, for a drawing that shows no more than them.
    pub course: String,
    /// Unit of the values.
    pub unit: String,
    /// How many weeks the axis has.
    pub weeks: u8,
    /// In order of week; a missing value is no point, and no line crosses it.
    pub points: Vec<ChartPoint>,
    /// Weeks in which a new phase begins, the first left out.
    pub phase_starts: Vec<u8>,
    /// Relapses as first and last week.
    pub relapses: Vec<(u8, u8)>,
    /// What happened in which week.
    pub events: Vec<(u8, String)>,
    /// Level of the baseline.
    pub baseline: Option<f64>,
    /// Level aimed at.
    pub target: Option<f64>,
    /// The way to the target by the week in which it is due: from week and level to week and level.
    pub aim: Option<[(f64, f64); 2]>,
    /// The class's mean in a week, with its standard deviation where it is known; in order of week.
    pub class: Vec<(u8, f64, Option<f64>)>,
    /// Whether a value was better or worse and why, as the teacher judged; in order of week.
    pub turns: Vec<Turn>,
    /// The least and the greatest value that there can be.
    pub bounds: (Option<f64>, Option<f64>),
    /// Whether records are not expected each week, so that lines may cross weeks without one.
    pub occasional: bool,
}

/// A change that a teacher judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The week.
    pub week: u8,
    /// For the better, for the worse, or neither.
    pub way: std::cmp::Ordering,
    /// Why, in a few characters; empty where it is not said.
    pub reason: String,
}

/// A value in a week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChartPoint {
    /// The week.
    pub week: u8,
    /// The value.
    pub value: f64,
    /// Its phase.
    pub phase: Phase,
}

/// Phases, each with a shape and colour of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// 基线: open circle.
    Baseline,
    /// 支持: filled circle.
    Support,
    /// 反复: diamond on a hatched band.
    Relapse,
    /// 维持: square.
    Maintenance,
    /// 迁移: triangle.
    Transfer,
}

impl Phase {
    /// The phase with this canonical key; support where none is known.
    pub fn of(key: Option<&str>) -> Self {
        match key {
            Some("A") => Phase::Baseline,
            Some("R") => Phase::Relapse,
            Some("M") => Phase::Maintenance,
            Some("G") => Phase::Transfer,
            _ => Phase::Support,
        }
    }

    /// The canonical key.
    pub fn key(self) -> &'static str {
        match self {
            Phase::Baseline => "A",
            Phase::Support => "B",
            Phase::Relapse => "R",
            Phase::Maintenance => "M",
            Phase::Transfer => "G",
        }
    }
}

/// A goal on a line.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalChart {
    /// The text alternative.
    pub description: String,
    /// Start, as number and as printed.
    pub start: (f64, String),
    /// Target, as number and as printed.
    pub target: (f64, String),
    /// Where it led, as number and as printed.
    pub actual: (f64, String),
}

/// Horizontal bars.
#[derive(Debug, Clone, PartialEq)]
pub struct BarChart {
    /// Distinct within a page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The text alternative.
    pub description: String,
    /// Label, amount, and what is printed at the bar's end.
    pub bars: Vec<(String, f64, String)>,
}

/// Ratings at the start and at the end, each pair on a line of its own, all on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct PairChart {
    /// Distinct within a page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The text alternative.
    pub description: String,
    /// The ends of the scale.
    pub scale: (u8, u8),
    /// What start, middle and end are called.
    pub names: [String; 3],
    /// The pairs, in the order they are drawn.
    pub rows: Vec<Pair>,
}

/// A rating at the start and at the end.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// What is rated.
    pub label: String,
    /// At the start, as number and as printed.
    pub start: (f64, String),
    /// In the middle.
    pub middle: Option<f64>,
    /// At the end, as number and as printed.
    pub end: (f64, String),
}
