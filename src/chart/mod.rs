//! A chart's data to one SVG string, used in HTML and PDF alike.

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
/// replaces them.
pub fn svg(chart: &Chart, size: Size) -> String {
    let _ = (chart, size);
    String::new()
}
