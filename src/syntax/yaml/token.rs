//! What the scan yields: where keys, values, brackets and dashes stand.

use std::ops::Range;

/// A piece of YAML that the tree is matched with.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: TokenKind,
    /// Its bytes, with quotes and without the blanks around.
    pub(super) range: Range<usize>,
    /// Where what follows it begins: for a key the byte after its colon, else the end of the range. An absent value has its
    /// place there.
    pub(super) after: usize,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum TokenKind {
    /// A key.
    Key(Style),
    /// A scalar that is a value or an item.
    Value(Style),
    /// `[` or `{`.
    Open,
    /// `]` or `}`.
    Close,
    /// The dash of an item.
    Dash,
}

/// How a scalar is written, which says whether its text can be compared with the source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Style {
    /// On one line, without quotes: the text is the source.
    Plain,
    /// In quotes, over several lines, or after `|` or `>`: the text differs from the source.
    Other,
}

/// A repair of the source, so that the rest of a file with a mistake can still be read. Repairs never add or remove lines.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mend {
    /// What is replaced.
    pub(super) range: Range<usize>,
    /// By what.
    pub(super) text: String,
}

impl Token {
    /// A token after which nothing is skipped.
    pub(super) fn new(kind: TokenKind, range: Range<usize>) -> Self {
        Self { kind, after: range.end, range }
    }
}

/// The stretch of `text` with its repairs made. They are in order and do not overlap; one that does is left out.
pub(super) fn mended(text: &str, range: Range<usize>, mends: &[Mend]) -> String {
    let mut out = String::with_capacity(range.len() + 16 * mends.len());
    let mut at = range.start;
    for mend in mends {
        if mend.range.start < at {
            continue;
        }
        out.push_str(text.get(at..mend.range.start).unwrap_or_default());
        out.push_str(&mend.text);
        at = mend.range.end;
    }
    out.push_str(text.get(at..range.end).unwrap_or_default());
    out
}
