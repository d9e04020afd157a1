//! Tables of notes in CSV: each row becomes entries like front matter.
//!
//! The csv crate says what a cell holds; a scan of our own says where it stands, which the crate does not.

use std::ops::Range;

use csv::{ReaderBuilder, StringRecord};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Span};

use super::{Entry, Node, NodeKind, Spanned};

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
    /// Columns and cells; empty cells are null. A dotted column (`mood.before`, `情绪.前`) is a map within, which is null where
    /// all its cells are.
    pub entries: Vec<Entry>,
}

/// Reads a table: names of columns in the first line that holds anything, then a record a row. Cells are parted by commas, or
/// by tabs or semicolons where the head has no comma. Blanks around a cell do not count.
pub fn table(file: FileId, text: &str, findings: &mut Diagnostics) -> Table {
    let mut reading = Reading { file, text, findings, separator: b',' };
    let head_line = first_line(text);
    let words = text.get(head_line.clone()).unwrap_or_default();
    match separator(words) {
        Some(separator) => reading.separator = separator,
        None => {
            if let Some((at, comma)) = words.match_indices('，').next() {
                let place = head_line.start + at;
                let finding = reading.finding(Code::FullWidthComma, place..place + comma.len());
                let mended = words.trim().replace('，', ",");
                let mut finding = finding.arg("comma", comma).arg("mended", mended);
                // Only where the rows below are parted in the same way is it clear what each comma means.
                let count = words.matches('，').count();
                let alike = |it: &str| it.trim().is_empty() || it.matches('，').count() == count;
                if !text.contains([',', '"', '\t', ';']) && text.lines().all(alike) {
                    for (at, comma) in text.match_indices('，') {
                        finding = finding.edit(Span::new(file, at..at + comma.len()), ",");
                    }
                }
                reading.findings.push(finding);
                return Table::default();
            }
        }
    }
    reading.table()
}

/// The range of the first line with anything on it.
fn first_line(text: &str) -> Range<usize> {
    let start = text.len() - text.trim_start_matches(['\n', '\r']).len();
    let end = text.get(start..).and_then(|it| it.find('\n')).map_or(text.len(), |it| start + it);
    start..end
}

/// What parts the cells of this head; `None` where it is a single cell.
fn separator(head: &str) -> Option<u8> {
    let mut quoted = false;
    let mut seen = [false; 3];
    for byte in head.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b',' => seen[0] |= !quoted,
            b'\t' => seen[1] |= !quoted,
            b';' => seen[2] |= !quoted,
            _ => {}
        }
    }
    seen.iter().zip([b',', b'\t', b';']).find(|(seen, _)| **seen).map(|(_, separator)| separator)
}

/// A column of the head.
struct Column {
    /// The name's parts, outermost first; none for a column that is not read.
    path: Vec<Spanned<String>>,
    /// Whether values in it are to be complained about: it has no name.
    nameless: bool,
}

/// A record: what its cells hold and where they stand.
struct Record {
    /// Offset and number of its first line.
    start: usize,
    line: u32,
    cells: Vec<Cell>,
}

/// A cell without the blanks around it.
struct Cell {
    text: String,
    range: Range<usize>,
}

/// The reading of one table.
struct Reading<'a> {
    file: FileId,
    text: &'a str,
    findings: &'a mut Diagnostics,
    separator: u8,
}

impl Reading<'_> {
    fn finding(&self, code: Code, range: Range<usize>) -> Diagnostic {
        Diagnostic::new(code, Span::new(self.file, range))
    }

    /// Reads all of it.
    fn table(&mut self) -> Table {
        let mut reader =
            ReaderBuilder::new().delimiter(self.separator).has_headers(false).flexible(true).from_reader(self.text.as_bytes());
        let mut record = StringRecord::new();
        let mut columns: Option<Vec<Column>> = None;
        let mut rows = Vec::new();
        // Text is UTF-8 and rows may differ in length, so that no record can fail to be read.
        while let Ok(true) = reader.read_record(&mut record) {
            let record = self.record(&record);
            match &mut columns {
                None => columns = Some(self.columns(record.cells)),
                Some(_) if record.cells.iter().all(|it| it.text.is_empty()) => {}
                Some(columns) => rows.push(self.row(columns, record)),
            }
        }
        if rows.is_empty() {
            let start = first_line(self.text);
            let finding = self.finding(Code::CsvEmpty, start);
            self.findings.push(finding);
        }
        Table { rows }
    }

    /// Puts cells and their places together. The crate gives where a record begins, save for the line breaks before it.
    fn record(&mut self, record: &StringRecord) -> Record {
        let position = record.position();
        let mut start = position.map_or(0, |it| usize::try_from(it.byte()).unwrap_or(usize::MAX)).min(self.text.len());
        let mut line = position.map_or(1, |it| it.line());
        while let Some(byte @ (b'\n' | b'\r')) = self.text.as_bytes().get(start) {
            line += u64::from(*byte == b'\n');
            start += 1;
        }
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let mut at = start;
        let mut cells = Vec::with_capacity(record.len());
        for cell in record {
            let end = self.cell_end(at);
            let raw = self.text.get(at..end).unwrap_or_default();
            let trimmed = raw.trim();
            let begin = at + raw.len() - raw.trim_start().len();
            cells.push(Cell { text: cell.trim().to_owned(), range: begin..begin + trimmed.len() });
            at = (end + 1).min(self.text.len());
        }
        Record { start, line, cells }
    }

    /// The end of the cell that begins at `at`: before its separator or line break. Quotes that do not pair are reported.
    fn cell_end(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let separator = self.separator;
        let ends = |byte: &u8| *byte == separator || matches!(byte, b'\n' | b'\r');
        let plain_end = |from: usize| {
            let rest = bytes.get(from..).unwrap_or_default();
            from + rest.iter().position(ends).unwrap_or(rest.len())
        };
        if bytes.get(at) != Some(&b'"') {
            return plain_end(at);
        }
        let mut place = at + 1;
        loop {
            match bytes.get(place) {
                Some(b'"') if bytes.get(place + 1) == Some(&b'"') => place += 2,
                Some(b'"') => break,
                Some(_) => place += 1,
                None => {
                    let finding = self.finding(Code::CsvSyntax, at..at + 1);
                    self.findings.push(finding);
                    return bytes.len();
                }
            }
        }
        let end = plain_end(place + 1);
        if self.text.get(place + 1..end).is_some_and(|it| !it.trim().is_empty()) {
            let finding = self.finding(Code::CsvSyntax, place..place + 1);
            self.findings.push(finding);
        }
        end
    }

    /// The columns that the head names. Names given twice and names that are a part of another's are reported and not read.
    fn columns(&mut self, cells: Vec<Cell>) -> Vec<Column> {
        let mut columns: Vec<Column> = Vec::with_capacity(cells.len());
        for cell in cells {
            let nameless = cell.text.is_empty();
            let mut path = if nameless { Vec::new() } else { self.path(&cell) };
            let before = columns.iter().find(|it| !it.path.is_empty() && !path.is_empty() && clash(&it.path, &path));
            if let Some(first) = before.and_then(|it| it.path.first().zip(it.path.last())) {
                let span = first.0.span.to(first.1.span);
                let finding = self.finding(Code::DuplicateKey, cell.range).arg("key", &cell.text).related(span);
                self.findings.push(finding);
                path.clear();
            }
            columns.push(Column { path, nameless });
        }
        columns
    }

    /// The parts of a column's name, each with its place; in a quoted name with quotes of its own, all have the cell's place.
    fn path(&self, cell: &Cell) -> Vec<Spanned<String>> {
        let written = self.text.get(cell.range.clone()).unwrap_or_default();
        let offset = written.find(cell.text.as_str());
        let mut at = 0;
        let mut parts = Vec::new();
        for part in cell.text.split('.') {
            let leading = part.len() - part.trim_start().len();
            let value = part.trim().to_owned();
            let range = offset.map_or(cell.range.clone(), |offset| {
                let start = cell.range.start + offset + at + leading;
                start..start + value.len()
            });
            at += part.len() + 1;
            parts.push(Spanned { value, span: Span::new(self.file, range) });
        }
        parts
    }

    /// A row's entries.
    fn row(&mut self, columns: &mut [Column], record: Record) -> Row {
        let end = record.cells.last().map_or(record.start, |it| it.range.end).max(record.start);
        let filled = record.cells.iter().rposition(|it| !it.text.is_empty()).map_or(0, |it| it + 1);
        if filled > columns.len() {
            let first = record.cells.get(columns.len()).map_or(record.start, |it| it.range.start);
            let expected = columns.iter().rposition(|it| !it.path.is_empty()).map_or(0, |it| it + 1);
            let finding = self.finding(Code::CsvUnevenRow, first..end);
            self.findings.push(finding.arg("found", filled).arg("expected", expected));
        }
        let mut entries: Vec<Entry> = Vec::with_capacity(columns.len());
        let mut cells = record.cells.into_iter();
        for (number, column) in columns.iter_mut().enumerate() {
            let cell = cells.next().unwrap_or(Cell { text: String::new(), range: end..end });
            if column.nameless && !cell.text.is_empty() {
                let finding = self.finding(Code::CsvNamelessColumn, cell.range.clone()).arg("column", number + 1);
                self.findings.push(finding);
                column.nameless = false;
            }
            if !column.path.is_empty() {
                let node = self.node(cell);
                insert(&mut entries, &column.path, node);
            }
        }
        for entry in &mut entries {
            empty_maps_to_null(&mut entry.value);
        }
        Row { line: record.line, span: Span::new(self.file, record.start..end), entries }
    }

    /// A cell's value.
    fn node(&mut self, cell: Cell) -> Node {
        let formula = is_formula(&cell.text);
        if formula {
            let finding = self.finding(Code::CsvFormula, cell.range.clone()).arg("value", &cell.text);
            self.findings.push(finding);
        }
        let kind = if cell.text.is_empty() || formula { NodeKind::Null } else { NodeKind::Scalar(cell.text) };
        Node { kind, span: Span::new(self.file, cell.range) }
    }
}

/// Whether two columns cannot both be read: they have one name, or one is a value and the other a part of it.
fn clash(a: &[Spanned<String>], b: &[Spanned<String>]) -> bool {
    a.iter().zip(b).all(|(a, b)| a.value == b.value)
}

/// Puts a value at its place in nested maps.
fn insert(entries: &mut Vec<Entry>, path: &[Spanned<String>], node: Node) {
    let Some((first, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        return entries.push(Entry { key: first.clone(), value: node });
    }
    let known = entries.iter().position(|it| it.key.value == first.value);
    let at = known.unwrap_or_else(|| {
        let value = Node { kind: NodeKind::Map(Vec::new()), span: node.span };
        entries.push(Entry { key: first.clone(), value });
        entries.len() - 1
    });
    if let Some(Entry { value: Node { kind: NodeKind::Map(inner), span }, .. }) = entries.get_mut(at) {
        *span = span.to(node.span);
        insert(inner, rest, node);
    }
}

/// A map of nothing but nulls is null: the row says nothing about it.
fn empty_maps_to_null(node: &mut Node) {
    if let NodeKind::Map(entries) = &mut node.kind {
        for entry in entries.iter_mut() {
            empty_maps_to_null(&mut entry.value);
        }
        if entries.iter().all(|it| it.value.is_null()) {
            node.kind = NodeKind::Null;
        }
    }
}

/// Whether Excel would compute this or failed to: it begins with `=`, or with `+`, `-` or `@` and goes on as a name, a call, a sign
/// or a sum, or it is the error that a formula left behind. `-2`, `+86 138…`, `-没有带` and `@家长` are what people write.
fn is_formula(cell: &str) -> bool {
    const ERRORS: [&str; 8] = ["#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#N/A", "#NUM!", "#NULL!", "#SPILL!"];
    match cell.as_bytes() {
        [b'=', _, ..] => true,
        [b'+' | b'-' | b'@', next, ..] if next.is_ascii_alphabetic() || matches!(next, b'(' | b'=' | b'\'' | b'"') => true,
        [b'+' | b'-', rest @ ..] => is_sum(rest),
        [b'#', ..] => ERRORS.contains(&cell),
        _ => false,
    }
}

/// Whether these are numbers with `+`, `*`, `/` or `^` between them.
fn is_sum(text: &[u8]) -> bool {
    let sign = |it: &u8| matches!(it, b'+' | b'*' | b'/' | b'^');
    let number = |it: &[u8]| !it.is_empty() && it.iter().all(|it| it.is_ascii_digit() || *it == b'.');
    text.iter().any(sign) && text.split(sign).all(number)
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
