//! Columns over months or weeks.

/// Amounts as columns over months or weeks, in one panel or several below each other.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnChart {
    /// Distinct within a page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The text alternative.
    pub description: String,
    /// Unit of the amounts.
    pub unit: String,
    /// What stands below each place: `3月`, or the number of a week.
    pub places: Vec<String>,
    /// What stands at the axis's end; empty where the places say it themselves.
    pub axis: String,
    /// The series with their names, each with a texture of its own.
    pub series: Vec<(String, Fill)>,
    /// How the series stand to each other.
    pub form: ColumnForm,
    /// The amount at the top of the axis; where it is `None`, as much as is needed.
    pub most: Option<f64>,
    /// The panels, from above.
    pub panels: Vec<Panel>,
}

/// A row of columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// What it is about; empty where there is one alone.
    pub label: String,
    /// The amounts of each place, one a series.
    pub amounts: Vec<Vec<Amount>>,
}

/// An amount.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// Known.
    Known(f64),
    /// Not known: there is no column, which is not the same as 0.
    Missing,
    /// So few that the number may not be told: less than this, printed so.
    Few(f64, String),
}

/// How several series stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnForm {
    /// On top of each other: they are parts of a whole.
    Stacked,
    /// Side by side.
    Grouped,
    /// The second within the first: what was done within what was planned.
    Within,
}

/// A texture; no two are told apart by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// Full.
    Solid,
    /// Slanting lines.
    Hatched,
    /// Empty.
    Open,
    /// Level lines.
    Ruled,
    /// Dots.
    Dotted,
}

impl Fill {
    /// All of them, in the order in which they are given out.
    pub const ALL: [Fill; 5] = [Fill::Solid, Fill::Hatched, Fill::Open, Fill::Ruled, Fill::Dotted];

    /// The texture of the series at this position.
    pub fn nth(at: usize) -> Self {
        Self::ALL.get(at % Self::ALL.len()).copied().unwrap_or(Fill::Solid)
    }
}
