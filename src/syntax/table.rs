//! Tables of notes in CSV: each row becomes entries like front matter.

use crate::diag::Diagnostics;
use crate::source::{FileId, Span};

use super::Entry;

/// A table of notes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The rows that hold anything.
    pub rows: Vec<Row>,
}

/// A row: one note.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Line in the file, from 1, the head being line 1.
    pub line: u32,
    /// The whole row.
    pub span: Span,
    /// Columns and cells; empty cells are null. A dotted column (`mood.before`, `情绪.前`) is a map within.
    pub entries: Vec<Entry>,
}

/// Reads a table.
pub fn table(file: FileId, text: &str, findings: &mut Diagnostics) -> Table {
    let _ = (file, text, findings);
    Table::default()
}
