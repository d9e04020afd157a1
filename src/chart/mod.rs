//! A chart's data to one SVG string, used in HTML and PDF alike.
//!
//! Every shape carries a literal colour as a presentation attribute, which serves the PDF, and a class by which a page's
//! style sheet replaces it: `f-…` for fills, `s-…` for strokes, then `a b r m g` for the phases, `rw` for the wash of a
//! relapse, and `ink ink2 ink3 rule rule2 sheet sunk`. Nothing is told by colour alone.

mod axis;
mod bars;
mod events;
mod goal;
mod pen;
mod progress;
mod spread;
mod stretches;

#[cfg(test)]
mod geometry;

use crate::site::Chart;

/// For which place a chart is drawn. Charts come in sizes, not as scaled text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 860 wide, for a desktop page.
    Wide,
    /// 640 wide, for a document.
    Document,
    /// 340 wide, for a phone; events are numbered and listed.
    Narrow,
    /// 240 by 64, without words, for a card.
    Spark,
}

/// Draws a chart. Colours are literal presentation attributes for the PDF, with classes by which a page's style sheet
/// replaces them. A goal's line is 300 by 56 whatever the size.
pub fn svg(chart: &Chart, size: Size) -> String {
    match chart {
        Chart::Progress(chart) if size == Size::Spark => progress::spark(chart),
        Chart::Progress(chart) => progress::draw(chart, size),
        Chart::Goal(chart) => goal::draw(chart),
        Chart::Bars(chart) => bars::draw(chart, size),
    }
}

impl Size {
    /// Width of the drawing in its own units; a document sets 640 of them over the width of its text.
    pub fn width(self) -> f64 {
        match self {
            Size::Wide => 860.0,
            Size::Document => 640.0,
            Size::Narrow => 340.0,
            Size::Spark => 240.0,
        }
    }
}
