//! From facts to charts. The text alternatives say what the values are and nothing that they do not show.
//!
//! Which charts there are, and their names, are rows of the types table; here is what they draw. Every chart comes with the
//! table of its data, made of the same facts.

mod causes;
mod goals;
mod progress;

use crate::analysis::{Analysis, Scope, Subject};
use crate::model::Casebook;
use crate::privacy::View;
use crate::syntax::Align;

use super::{Chart, Column, FigureView, TableView};

pub use goals::goal;
pub use progress::{progress, progress_figure};

/// What is asked of a chart.
#[derive(Clone, Copy)]
struct Ask<'v> {
    view: &'v View<'v>,
    casebook: &'v Casebook,
    analysis: &'v Analysis<'v>,
    scope: Scope,
    /// The measure of a chart that takes one.
    measure: Option<&'v str>,
    /// Makes ids distinct in a page.
    place: &'v str,
}

type Draw = fn(Ask) -> Option<FigureView>;

/// Every chart that can be drawn, by its canonical key.
const CHARTS: &[(&str, Draw)] = &[("causes", causes::figure), ("progress", progress::figure)];

/// The canonical keys of the charts that can be drawn.
pub fn known() -> impl Iterator<Item = &'static str> {
    CHARTS.iter().map(|(key, _)| *key)
}

/// The chart with this canonical key, of a scope, not yet numbered. `measure` is for the charts that take one; `place` makes
/// the drawing's ids distinct within a page. `None` where there is no data, or there is no such chart.
pub fn figure(view: &View, key: &str, scope: Scope, measure: Option<&str>, place: &str) -> Option<FigureView> {
    let (_, draw) = CHARTS.iter().find(|(it, _)| *it == key)?;
    draw(Ask { view, casebook: view.casebook, analysis: &view.analysis, scope, measure, place })
}

impl Ask<'_> {
    /// Whom the chart is about, where that is one pupil.
    fn pupil(&self) -> Option<crate::model::StudentId> {
        match self.scope.subject {
            Subject::Student(id) => Some(id),
            _ => None,
        }
    }

    /// A chart's label in the types table.
    fn label(&self, key: &str) -> String {
        let row = self.casebook.schema.charts.iter().find(|it| &*it.key == key);
        row.map_or(key, |it| &it.label).to_owned()
    }

    /// An id that is distinct within a page.
    fn id(&self, key: &str) -> String {
        format!("{}-{key}", self.place)
    }
}

/// The table of a chart's data: the first column names the row, the others are numbers.
fn data(caption: &str, heads: &[&str], rows: Vec<Vec<String>>) -> TableView {
    let wide = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|it| it.chars().count()).max().unwrap_or(1);
    let column = |(at, title): (usize, &&str)| Column {
        title: (*title).to_owned(),
        align: if at == 0 { Align::Left } else { Align::Right },
        weight: u8::try_from(wide(at).max(title.chars().count()).clamp(1, 20)).unwrap_or(20),
    };
    let columns = heads.iter().enumerate().map(column).collect();
    let rows = rows.into_iter().map(Into::into).collect();
    TableView { number: 0, caption: caption.to_owned(), columns, rows, note: None }
}
