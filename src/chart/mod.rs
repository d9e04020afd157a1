//! A chart's data to one SVG string, used in HTML and PDF alike.
//!
//! Every shape carries a literal colour as a presentation attribute, which serves the PDF, and a class by which a page's
//! style sheet replaces it: `f-…` for fills, `s-…` for strokes, then `a b r m g` for the phases, `rw` for the wash of a
//! relapse, and `ink ink2 ink3 rule rule2 sheet sunk`. Nothing is told by colour alone.

mod axis;
mod bars;
mod columns;
mod dots;
mod events;
mod goal;
mod grid;
mod pairs;
mod pen;
mod progress;
mod rows;
mod spans;
mod spread;
mod steps;
mod stretches;
mod turns;
mod words;

#[cfg(test)]
mod geometry;

use crate::diag::Language;
use crate::site::Chart;
use crate::theme::Palette;

/// For which place a chart is drawn. Charts come in sizes, not as scaled text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 860 wide, for a desktop page.
    Wide,
    /// 600 wide, for a document.
    Document,
    /// 340 wide, for a phone; events are numbered and listed.
    Narrow,
    /// 240 by 64, without words, for a card; of a measure or of bars. Other charts are drawn narrow.
    Spark,
}

/// How charts are drawn.
#[derive(Debug, Clone, Copy)]
pub struct Style<'a> {
    /// The colours.
    pub palette: &'a Palette,
    /// The language of axes and legends.
    pub language: Language,
}

/// Draws a chart. Colours are literal presentation attributes for the PDF, those of the palette for light ground, with classes by
/// which a page's style sheet replaces them. A goal's line is 300 by 56 whatever the size.
pub fn svg(chart: &Chart, size: Size, style: Style) -> String {
    let spoken = if size == Size::Spark { Size::Narrow } else { size };
    match chart {
        Chart::Progress(chart) if size == Size::Spark => progress::spark(chart, style),
        Chart::Progress(chart) => progress::draw(chart, size, style),
        Chart::Goal(chart) => goal::draw(chart, style),
        Chart::Bars(chart) => bars::draw(chart, size, style),
        Chart::Pairs(chart) => pairs::draw(chart, spoken, style),
        Chart::Columns(chart) => columns::draw(chart, spoken, style),
        Chart::Grid(chart) => grid::draw(chart, spoken, style),
        Chart::Steps(chart) => steps::draw(chart, spoken, style),
        Chart::Spans(chart) => spans::draw(chart, spoken, style),
        Chart::Dots(chart) => dots::draw(chart, spoken, style),
    }
}

/// How much of a document's line a chart takes, 0 to 1. A goal's line is short.
pub fn share_of_line(chart: &Chart) -> f64 {
    if matches!(chart, Chart::Goal(_)) { goal::WIDTH / Size::Document.width() } else { 1.0 }
}

impl Size {
    /// Width of the drawing in its own units; a document sets 600 of them over its figures' width.
    pub fn width(self) -> f64 {
        match self {
            Size::Wide => 860.0,
            Size::Document => 600.0,
            Size::Narrow => 340.0,
            Size::Spark => 240.0,
        }
    }
}
