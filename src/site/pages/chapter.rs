//! Sections of a page made of parts: counts, a chart, a grid, a table. Their headings are words of the theme.

use serde::Serialize;

use crate::analysis::{Amount, Scope};
use crate::phrases::{Speaks, say};
use crate::site::{HeadingNames, Piece, Route, charts};

use super::duty_grid::Grid;
use super::ink::{Ink, Markup, Setting};
use super::plan::Plan;
use super::sheet::Sheet;

/// A section with its side-head.
#[derive(Debug, Serialize)]
pub struct Chapter {
    /// Key of its heading among the theme's words, and its place on the page.
    pub key: &'static str,
    /// What it holds; never nothing.
    pub parts: Vec<Part>,
}

/// A part of a section.
#[derive(Debug, Serialize, Default)]
pub struct Part {
    /// Key of its heading among the theme's words; empty where the section's heading says it all.
    pub key: &'static str,
    /// Counts and shares.
    pub tallies: Vec<Tally>,
    /// A chart with its caption.
    pub figure: Markup,
    /// Pupils by weeks or months.
    pub grid: Option<Grid>,
    /// A table.
    pub sheet: Option<Sheet>,
    /// Whether the table is folded away until it is asked for.
    pub folded: bool,
    /// Words below: reservations, or that nothing is amiss.
    pub note: Option<String>,
}

/// A count or share with its name. The value says what it is out of.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Tally {
    /// What is counted.
    pub label: String,
    /// How many, and of how many.
    pub value: String,
    /// Where the notes behind it stand.
    pub href: Option<String>,
}

impl Part {
    /// Whether there is nothing to show.
    pub(super) fn is_empty(&self) -> bool {
        self.sheet.is_none() && self.grid.is_none() && self.figure.is_empty() && self.tallies.is_empty() && self.note.is_none()
    }
}

impl Chapter {
    /// The section of these parts that hold something; `None` where none does.
    pub(super) fn of(key: &'static str, parts: impl IntoIterator<Item = Part>) -> Option<Self> {
        let parts: Vec<Part> = parts.into_iter().filter(|it| !it.is_empty()).collect();
        (!parts.is_empty()).then_some(Self { key, parts })
    }
}

impl Plan<'_> {
    /// A live figure with its printed name. `None` where there are no data for it, or it is not told.
    pub(super) fn tally(&self, name: &str, scope: Scope) -> Option<Tally> {
        let figure = self.view.figure(name, scope).ok()?;
        if matches!(figure.amount, Amount::Insufficient | Amount::Withheld(_)) {
            return None;
        }
        Some(Tally { label: self.figure_label(name)?, value: figure.told(self.language()), href: None })
    }

    /// A figure's printed name: 谈心次数 for `talk.count`.
    fn figure_label(&self, name: &str) -> Option<String> {
        let schema = &self.view.casebook.schema;
        let name = name.split('(').next().unwrap_or(name);
        let label = &self.view.analysis.figure_row(name)?.label;
        let kind = name.split('.').next().and_then(|it| schema.find_type(it));
        match kind {
            Some(kind) => Some(label.replace("{label}", &schema.note_type(kind).label)),
            None if label.contains('{') => None,
            None => Some(label.clone()),
        }
    }

    /// A chart of a scope with its caption and the table of its data; nothing where there are no data.
    pub(super) fn figure_of(&self, key: &str, scope: Scope, here: &Route, ink: &dyn Ink) -> Markup {
        let setting =
            Setting { here, source: None, top: 4, headings: HeadingNames::Words, language: self.language(), prefix: "" };
        match charts::figure(self.view, key, scope, None, &format!("g-{key}")) {
            Some(figure) => ink.pieces(&[Piece::Figure(figure)], &[], &setting),
            None => Markup::default(),
        }
    }

    /// The number of notes of a type, leading to their list; `None` where there are none.
    pub(super) fn count_of(&self, here: &Route, kind: &str, scope: Scope) -> Option<Tally> {
        let count = self.view.analysis.notes_of(scope, kind).len();
        let label = self.view.casebook.schema.find_type(kind).map(|it| &self.view.casebook.schema.note_type(it).label)?;
        let href = self.type_href(here, scope, kind);
        (count > 0).then(|| Tally { label: label.clone(), value: say!(self, "{}次", count), href })
    }
}
