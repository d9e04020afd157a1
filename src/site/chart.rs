//! What a chart shows: data in the chart's own terms, ready to be drawn.

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// One measure over the weeks of a term, with phases, relapses, events, baseline and target.
    Progress(ProgressChart),
    /// A goal: start, target and where it led, on one line.
    Goal(GoalChart),
    /// A few amounts as horizontal bars.
    Bars(BarChart),
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
