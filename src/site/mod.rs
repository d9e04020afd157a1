//! What each page and document says. Draws nothing: `html` and `pdf` do.
//!
//! [`documents`] puts every document into words, [`pages`] plans every page; the view of a page is made when it is written, so
//! that the whole site is never in memory.

pub mod chart;
pub mod charts;
pub mod coverage;
pub mod document;
pub mod documents;
mod headings;
mod images;
pub mod live;
pub mod pages;
mod route;
pub mod tables;
pub mod wording;

pub use chart::Chart;
pub use document::{
    Column, Cover, Document, FigureView, Layout, Numbering, Piece, Room, Signature, TableRow, TableView, WITHHELD, is_withheld,
};
pub use headings::{HeadingIds, HeadingNames, footnote_id, heading_id, reference_id};
pub use images::image_of;
pub use route::Route;
