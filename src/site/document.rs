//! A document to be set: words, tables and figures in order, numbered.

use std::ops::{Deref, DerefMut};

use crate::analysis::Scope;
use crate::date::Date;
use crate::diag::Language;
use crate::model::NoteId;
use crate::phrases::{Speaks, english};
use crate::schema::Key;
use crate::syntax::{Align, Block, Footnote};

use super::{Chart, Route};

/// A document.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Where its PDF goes.
    pub pdf: Route,
    /// Where its page goes.
    pub page: Route,
    /// What it is about: a pupil, a class, a project or everybody, in one term.
    pub scope: Scope,
    /// Canonical key of the genre.
    pub genre: Key,
    /// How it is set.
    pub layout: Layout,
    /// Whether its headings are numbered 一、（一）1.（1）; those of forms and letters are not.
    pub numbered: bool,
    /// Title.
    pub title: String,
    /// Where a long title may break: its parts in order. They make up the title.
    pub title_parts: Vec<String>,
    /// Second line of the title.
    pub subtitle: Option<String>,
    /// Author, as the metadata names them.
    pub author: Option<String>,
    /// The document's date.
    pub date: Date,
    /// Language.
    pub language: Language,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Keys of the types table's `sections` that it has; empty for a document that somebody wrote.
    pub sections: Vec<Key>,
    /// What it says.
    pub pieces: Vec<Piece>,
    /// Footnotes that the pieces refer to.
    pub footnotes: Vec<Footnote>,
    /// Names of attachments, listed above the signature.
    pub attachments: Vec<String>,
    /// Who signs and when.
    pub signature: Option<Signature>,
    /// Its cover; without one the title stands above the text.
    pub cover: Option<Cover>,
    /// Whether a table of contents with page numbers stands before the first heading; in a compilation, before its parts.
    pub contents: bool,
    /// The documents that a compilation binds together: each begins on a page of its own and numbers its headings, tables and
    /// figures from 1.
    pub parts: Vec<Document>,
}

/// What stands on a cover besides the title.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cover {
    /// School, term, authors, date.
    pub lines: Vec<String>,
    /// A line at the foot.
    pub notice: Option<String>,
}

/// A part of a document, or of a page's text.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a document has few pieces, and most of its room goes to what they hold")]
pub enum Piece {
    /// Words. Headings of level 1 to 4 are numbered 一、（一）1.（1） by the layout, not in their words.
    Text(Block),
    /// A table.
    Table(TableView),
    /// A figure.
    Figure(FigureView),
    /// Room for what is written by hand.
    Room(Room),
}

/// Room on paper for what is written by hand, and what stands around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Room {
    /// So many empty lines to write on.
    Lines(u8),
    /// Labels, each with room beside it to sign or to write a date.
    Signs(Vec<String>),
    /// A line to cut along, with these words in it.
    Cut(String),
    /// Who signs and when, in a document that goes on below.
    Signature(Signature),
}

/// A table: what is in it is finished text.
#[derive(Debug, Clone, PartialEq)]
pub struct TableView {
    /// Its number in the document, from 1; 0 where it is not numbered.
    pub number: u32,
    /// Caption, without number.
    pub caption: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows; each as long as there are columns.
    pub rows: Vec<TableRow>,
    /// What stands below: source, n, reservations.
    pub note: Option<String>,
}

/// What stands in a cell that would tell of few persons, in Chinese; a reader of English reads it in English.
pub const WITHHELD: &str = "不列";

/// Whether it stands in a cell, in whichever language.
pub fn is_withheld(cell: &str) -> bool {
    cell == WITHHELD || english(WITHHELD) == Some(cell)
}

/// A row of a table. It reads like its cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableRow {
    /// Cells, one a column. A missing value is `—`.
    pub cells: Vec<String>,
    /// The notes that the row's values are made of, in order of date; empty where they are made of none, such as those of a
    /// pupil's file. Pages link to them, documents do not.
    pub notes: Vec<NoteId>,
}

impl TableRow {
    /// The row as it is, or, where it tells of few persons, without what is in these cells and without the notes behind it.
    pub fn telling(mut self, reader: &impl Speaks, told: bool, cells: impl IntoIterator<Item = usize>) -> Self {
        if !told {
            for at in cells {
                if let Some(cell) = self.cells.get_mut(at) {
                    reader.word(WITHHELD).clone_into(cell);
                }
            }
            self.notes.clear();
        }
        self
    }
}

impl From<Vec<String>> for TableRow {
    fn from(cells: Vec<String>) -> Self {
        Self { cells, notes: Vec::new() }
    }
}

impl Deref for TableRow {
    type Target = Vec<String>;

    fn deref(&self) -> &Vec<String> {
        &self.cells
    }
}

impl DerefMut for TableRow {
    fn deref_mut(&mut self) -> &mut Vec<String> {
        &mut self.cells
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Head, with the unit where there is one.
    pub title: String,
    /// Numbers are set to the right.
    pub align: Align,
}

/// A figure.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureView {
    /// Its number in the document, from 1; 0 where it is not numbered.
    pub number: u32,
    /// Caption, without number.
    pub caption: String,
    /// What it draws.
    pub chart: Chart,
    /// The same in a table, not numbered: what stands beside the drawing for those who do not see it.
    pub data: TableView,
}

/// How a document is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// After GB/T 9704: 28 characters by 22 lines.
    #[default]
    Gongwen,
    /// A school's own: smaller, 1.5 lines.
    School,
    /// Record tables.
    Compact,
}

/// Who signs and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// `班主任：白老师`.
    pub name: String,
    /// The day.
    pub date: Date,
}

/// Counts tables and figures of a document or page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numbering {
    /// Tables so far.
    pub tables: u32,
    /// Figures so far.
    pub figures: u32,
}

impl Numbering {
    /// The next table's number.
    pub fn table(&mut self) -> u32 {
        self.tables += 1;
        self.tables
    }

    /// The next figure's number.
    pub fn figure(&mut self) -> u32 {
        self.figures += 1;
        self.figures
    }
}
