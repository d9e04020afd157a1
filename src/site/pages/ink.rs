//! What draws and sets for a page.

use serde::Serialize;

use crate::diag::Language;
use crate::site::chart::GoalChart;
use crate::site::{Chart, HeadingNames, Piece, Route, TableView};
use crate::source::SitePath;
use crate::syntax::{Footnote, Prose};

/// Finished HTML that a template lets through as it is. Only an [`Ink`] makes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
#[serde(transparent)]
pub struct Markup(String);

impl Markup {
    /// Takes HTML in which every word of a user is escaped.
    pub fn trusted(html: String) -> Self {
        Self(html)
    }

    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Where a text stands.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The page.
    pub here: &'a Route,
    /// The file from whose folder its links start; none for a text that the program composed.
    pub source: Option<&'a SitePath>,
    /// The level that its highest headings get: with 2, they are `h2` whether they are written `#` or `##`.
    pub top: u8,
    /// How its headings are called.
    pub headings: HeadingNames,
    /// In which it is: the pages', or documents'.
    pub language: Language,
    /// Begins every id, so that several texts can stand on one page.
    pub prefix: &'a str,
}

/// Draws charts and sets texts. `site` says what they are; who makes HTML of them lies behind this.
pub trait Ink: Sync {
    /// A text.
    fn prose(&self, prose: &Prose, setting: &Setting<'_>) -> Markup;
    /// A text with tables and figures.
    fn pieces(&self, pieces: &[Piece], footnotes: &[Footnote], setting: &Setting<'_>) -> Markup;
    /// A table alone.
    fn table(&self, table: &TableView) -> Markup;
    /// A chart in the sizes of a page: for a wide screen, and for a phone.
    fn chart(&self, chart: &Chart) -> Markup;
    /// A chart without words, for a card.
    fn spark(&self, chart: &Chart) -> Markup;
    /// A goal on its line.
    fn goal(&self, chart: GoalChart) -> Markup;
}
