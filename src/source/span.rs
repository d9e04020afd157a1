//! Places in source files.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A file of a [`SourceTree`](super::SourceTree), by its position in the tree's order of paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileId(pub u32);

/// A stretch of bytes in one source file. The range indexes the file's decoded UTF-8 text; it may be empty, which marks a
/// place between two characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A place as a person counts it: both numbers start at 1, and columns are characters, not bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl Span {
    /// A stretch of `file`. Offsets past 4 GiB cannot occur: files are limited to megabytes when they are read.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { file, start: clamp(range.start), end: clamp(range.end) }
    }

    /// The whole of a file seen as one place: its very start.
    pub fn file(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }

    /// The byte range.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that holds both, which must be of one file.
    pub fn to(self, other: Span) -> Span {
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl LineColumn {
    /// The place of byte `offset` in `text`; an offset inside a character counts as that character.
    pub fn of(text: &str, offset: usize) -> Self {
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let before = &text[..offset];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before[line_start..].chars().count() + 1;
        Self { line: line as u32, column: column as u32 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_characters() {
        let text = "---\n日期：2026\n";
        assert_eq!(LineColumn::of(text, 4), LineColumn { line: 2, column: 1 });
        assert_eq!(LineColumn::of(text, 4 + 6), LineColumn { line: 2, column: 3 });
        assert_eq!(LineColumn::of(text, 4 + 7), LineColumn { line: 2, column: 3 }, "inside a character");
        assert_eq!(LineColumn::of(text, 999), LineColumn { line: 3, column: 1 });
    }
}
