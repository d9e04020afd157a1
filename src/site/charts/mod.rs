//! From facts to charts. The text alternatives say what the values are and nothing that they do not show.
//!
//! Which charts there are, and their names, are rows of the types table; here is what they draw. Every chart comes with the
//! table of its data, made of the same facts.

mod ask;
mod causes;
mod contacts;
mod duties;
mod engagement;
mod goals;
mod incidents;
mod posts;
mod progress;
mod reviews;
mod timeline;
mod trust;
mod weekly;
pub mod words;

#[cfg(test)]
mod tests;

use crate::analysis::Scope;
use crate::privacy::View;
use crate::syntax::Align;

use super::{Chart, Column, FigureView, TableView};

use ask::Ask;
pub use goals::goal;
pub use progress::{progress, progress_figure};

type Draw = fn(Ask) -> Option<FigureView>;

/// Every chart that can be drawn, by its canonical key.
const CHARTS: &[(&str, Draw)] = &[
    ("affect", reviews::affect),
    ("awards", weekly::awards),
    ("causes", causes::figure),
    ("contacts", contacts::figure),
    ("duties", duties::figure),
    ("engagement", engagement::figure),
    ("goals", goals::figure),
    ("habits", weekly::habits),
    ("incidents", incidents::figure),
    ("posts", posts::figure),
    ("progress", progress::figure),
    ("status", reviews::status),
    ("timeline", timeline::figure),
    ("trust", trust::figure),
    ("tutoring", weekly::tutoring),
];

/// The canonical keys of the charts that can be drawn.
pub fn known() -> impl Iterator<Item = &'static str> {
    CHARTS.iter().map(|(key, _)| *key)
}

/// The chart with this canonical key, of a scope, not yet numbered. `measure` is for the charts that take one; `place` makes
/// the drawing's ids distinct within a page. `None` where there is no data, where the audience may not see it, or where there
/// is no such chart.
pub fn figure(view: &View, key: &str, scope: Scope, measure: Option<&str>, place: &str) -> Option<FigureView> {
    asked(key, Ask::new(view, scope, place).measure(measure))
}

/// The same for a document, which leaves the house: what may enter one only from a certain number on is not told below it.
pub fn figure_in_document(view: &View, key: &str, scope: Scope, measure: Option<&str>, place: &str) -> Option<FigureView> {
    asked(key, Ask::new(view, scope, place).measure(measure).in_document(true))
}

/// What a block of a text asks for: like [`figure`], also of one subject.
pub(super) fn asked(key: &str, ask: Ask) -> Option<FigureView> {
    let (_, draw) = CHARTS.iter().find(|(it, _)| *it == key)?;
    ask.is_for_audience(key).then(|| draw(ask)).flatten()
}

pub(super) use ask::Ask as Request;

/// The table of a chart's data: the first column names the row, the others are numbers or short words.
fn data(caption: &str, heads: &[&str], rows: Vec<Vec<String>>) -> TableView {
    let wide = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|it| it.chars().count()).max().unwrap_or(1);
    let column = |(at, title): (usize, &&str)| Column {
        title: (*title).to_owned(),
        align: if at > 0 && wide(at) <= 8 { Align::Right } else { Align::Left },
    };
    let columns = heads.iter().enumerate().map(column).collect();
    let rows = rows.into_iter().map(Into::into).collect();
    TableView { number: 0, caption: caption.to_owned(), columns, rows, note: None }
}
