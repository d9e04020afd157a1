//! The scan: one pass over YAML that finds the place of every token and the mistakes that people make.
//!
//! It follows indentation closely enough to know where keys are expected; whether a file is YAML at all is for the parser to
//! say.

use std::ops::Range;

use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, Limit, Span};

use super::mistake::{key_shaped, separator, shortened};
use super::token::{Mend, Style, Token, TokenKind};

/// What a scan found.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// Tokens in document order.
    pub(super) tokens: Vec<Token>,
    /// Repairs of the mistakes.
    pub(super) mends: Vec<Mend>,
    /// The mistakes.
    pub(super) findings: Vec<Diagnostic>,
    /// Whether there are more levels than a parser should be given.
    pub(super) too_deep: bool,
}

/// Scans the YAML in `range` of `text`.
pub(super) fn scan(file: FileId, text: &str, range: Range<usize>, nesting: usize) -> Scan {
    let text = text.get(..range.end).unwrap_or(text);
    // Twenty bytes a token is what notes have; growing would copy the list several times.
    let out = Scan { tokens: Vec::with_capacity(range.len() / 16 + 4), ..Scan::default() };
    let mut scanner =
        Scanner { file, text, nesting, at: range.start, line: range.start, levels: Vec::new(), pending: true, out };
    scanner.lines();
    scanner.out
}

/// A block collection that is open at some place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Level {
    /// Column of its keys or dashes, from 0, in bytes.
    pub(super) column: usize,
    /// Whether it is a list.
    pub(super) list: bool,
}

/// The state of a scan. Byte offsets are of the whole text, which ends where the scan ends.
pub(super) struct Scanner<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
    /// How deep lists and maps may be nested.
    nesting: usize,
    /// The next byte.
    pub(super) at: usize,
    /// The start of the line in work.
    pub(super) line: usize,
    /// The block collections that are open.
    pub(super) levels: Vec<Level>,
    /// Whether a value is due: at the start, after a key, after a dash.
    pub(super) pending: bool,
    pub(super) out: Scan,
}

impl<'a> Scanner<'a> {
    /// The byte at an offset; 0 past the end, which no file contains.
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// The text of a range; nothing where it is not sound.
    pub(super) fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    /// The end of the line that holds `at`, before its line break.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        rest.iter().position(|it| *it == b'\n').map_or(self.text.len(), |length| at + length)
    }

    /// Skips blanks, not line breaks.
    pub(super) fn skip_blanks(&self, mut at: usize) -> usize {
        while matches!(self.byte(at), b' ' | b'\t' | b'\r') {
            at += 1;
        }
        at
    }

    /// Whether a blank, a line break or the end is at `at`.
    pub(super) fn blank_at(&self, at: usize) -> bool {
        matches!(self.byte(at), b' ' | b'\t' | b'\r' | b'\n' | 0)
    }

    /// Whether nothing but a comment follows on the line.
    pub(super) fn nothing_at(&self, at: usize) -> bool {
        matches!(self.byte(at), b'\n' | b'#' | 0)
    }

    /// The range without blanks at its end.
    pub(super) fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let length = self.slice(range.clone()).trim_end_matches([' ', '\t', '\r', '\n']).len();
        range.start..range.start + length
    }

    /// A span of this file.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    /// Reports a mistake.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.out.findings.push(diagnostic);
    }

    /// Notes a repair.
    pub(super) fn mend(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.out.mends.push(Mend { range, text: text.into() });
    }

    /// Adds a token.
    pub(super) fn push(&mut self, kind: TokenKind, range: Range<usize>) {
        self.out.tokens.push(Token::new(kind, range));
    }

    /// The column of the collection that a value here belongs to; `None` at the top.
    pub(super) fn parent(&self) -> Option<usize> {
        self.levels.last().map(|it| it.column)
    }

    /// Whether a line indented by `column` belongs to the value in work.
    pub(super) fn deeper(&self, column: usize) -> bool {
        self.parent().is_none_or(|parent| column > parent)
    }

    /// All lines, from where the scan stands to the end.
    fn lines(&mut self) {
        while self.at < self.text.len() && !self.out.too_deep {
            self.line = self.at;
            let (start, column) = self.indentation(self.at);
            if self.nothing_at(start) || start == self.line && self.document_mark(start) {
                self.next_line(start);
            } else {
                self.block(start, column);
                if self.at <= start {
                    // No text should lead here; if one does, a wrong place is better than no end.
                    self.next_line(start);
                }
            }
        }
    }

    /// Goes to the line after the one that holds `at`.
    pub(super) fn next_line(&mut self, at: usize) {
        self.at = (self.line_end(at) + 1).min(self.text.len());
    }

    /// The first byte of a line that is no blank, and its column. Tabs and wide blanks before it are reported and count
    /// as two columns.
    pub(super) fn indentation(&mut self, line: usize) -> (usize, usize) {
        let mut at = line;
        while self.byte(at) == b' ' {
            at += 1;
        }
        match self.byte(at) {
            b'\t' => self.odd_indentation(line),
            b'\r' => (self.skip_blanks(at), at - line),
            0xC2 | 0xE3 if self.slice(at..self.text.len()).starts_with(WIDE_BLANKS) => self.odd_indentation(line),
            _ => (at, at - line),
        }
    }

    /// Indentation with other blanks than spaces.
    fn odd_indentation(&mut self, line: usize) -> (usize, usize) {
        let rest = self.slice(line..self.line_end(line));
        let content = rest.trim_start_matches([' ', '\t', '\r']).trim_start_matches(WIDE_BLANKS).trim_start();
        let start = line + rest.len() - content.len();
        let blanks = &rest[..start - line];
        let column = blanks.chars().map(|it| if matches!(it, ' ' | '\u{A0}') { 1 } else { 2 }).sum();
        // Parsers stop at these even before nothing or a comment, where nobody sees them: put right in silence.
        if !(content.is_empty() || content.starts_with('#')) {
            let code = if blanks.contains('\t') { Code::TabIndent } else { Code::WideIndent };
            let first = blanks.find(|it| it != ' ').unwrap_or(0);
            let mended = format!("{}{}", " ".repeat(column), shortened(content.trim_end()));
            let finding = Diagnostic::new(code, self.span(line + first..start)).arg("mended", mended);
            self.report(finding.edit(self.span(line..start), " ".repeat(column)));
        }
        self.mend(line..start, " ".repeat(column));
        (start, column)
    }

    /// `---`, `...` and `%` at the start of a line; whether there was one.
    fn document_mark(&mut self, at: usize) -> bool {
        let rest = self.slice(at..self.text.len());
        let end = (at + 3).min(self.text.len());
        if rest.starts_with("---") && self.blank_at(at + 3) {
            if !self.out.tokens.is_empty() {
                self.report(Diagnostic::new(Code::SecondDocument, self.span(at..end)));
                self.mend(at..end, "");
            }
            let words = self.trimmed(self.skip_blanks(end)..self.line_end(at));
            if !self.nothing_at(words.start) {
                let feature = self.slice(at..words.end).to_owned();
                self.report(Diagnostic::new(Code::YamlFeature, self.span(words.clone())).arg("feature", feature));
                self.mend(words, "");
            }
            true
        } else if rest.starts_with('%') && self.out.tokens.is_empty() {
            let line = self.trimmed(at..self.line_end(at));
            let feature = self.slice(line.clone()).to_owned();
            self.report(Diagnostic::new(Code::YamlFeature, self.span(line.clone())).arg("feature", feature));
            self.mend(line, "");
            true
        } else {
            rest.starts_with("...") && self.blank_at(at + 3)
        }
    }

    /// What begins at the first character of a line: dashes, then a key or a scalar.
    fn block(&mut self, mut at: usize, mut column: usize) {
        while self.byte(at) == b'-' && self.blank_at(at + 1) {
            self.open(column, true);
            self.push(TokenKind::Dash, at..at + 1);
            self.pending = true;
            let next = self.skip_blanks(at + 1);
            if self.nothing_at(next) {
                return self.next_line(next);
            }
            column += next - at;
            at = next;
        }
        self.entry(at, column);
    }

    /// Closes the levels that end at a line with this column, and opens one unless it is open.
    fn open(&mut self, column: usize, list: bool) {
        self.close(column, list);
        if self.levels.last() != Some(&Level { column, list }) {
            self.levels.push(Level { column, list });
            self.check_depth(0, column);
        }
    }

    /// Closes the levels that end at a line with this column. Dashes may stand as far left as the key they belong to, so a
    /// key in their column ends them.
    fn close(&mut self, column: usize, list: bool) {
        while self.levels.last().is_some_and(|it| it.column > column || it.column == column && it.list && !list) {
            self.levels.pop();
        }
    }

    /// Reports too many levels, counting `inner` more than are open in blocks.
    pub(super) fn check_depth(&mut self, inner: usize, at: usize) {
        if self.levels.len() + inner > self.nesting && !self.out.too_deep {
            self.out.too_deep = true;
            let at = if inner == 0 { self.line + at } else { at };
            let finding = Diagnostic::new(Code::NestingTooDeep, self.span(at..at + 1)).arg("limit", self.nesting);
            self.report(finding.set_by(Limit::Nesting));
        }
    }

    /// A key with its value, or a scalar.
    fn entry(&mut self, at: usize, column: usize) {
        self.close(column, false);
        let due = self.levels.is_empty() || self.levels.last() == Some(&Level { column, list: false });
        match self.byte(at) {
            b'"' | b'\'' => return self.quoted_entry(at, column, due),
            b'[' | b'{' => return self.value(at),
            b'|' | b'>' | b'&' | b'*' | b'!' if !due => return self.value(at),
            b'?' if self.blank_at(at + 1) => {
                let line = self.trimmed(at..self.line_end(at));
                self.report(Diagnostic::new(Code::YamlFeature, self.span(at..at + 1)).arg("feature", "?"));
                self.mend(line, "");
                return self.next_line(at);
            }
            _ => {}
        }
        let end = self.plain_end(at);
        let found = separator(self.slice(at..end));
        if let Some(colon) = found.plain.filter(|plain| found.wide.is_none_or(|wide| wide > *plain)) {
            let key = self.trimmed(at..at + colon);
            let style = self.reserved_key(key.clone());
            return self.key(key, at + colon + 1, column, style);
        }
        if !(due || self.keys_follow(at, column)) {
            return self.value(at);
        }
        if let Some(wide) = found.wide {
            self.wide_colon(at..at + wide, end, column);
        } else if let Some(tight) = found.tight {
            self.tight_colon(at..at + tight, end, column);
        } else {
            self.report(Diagnostic::new(Code::MissingColon, self.span(self.trimmed(at..end))));
            self.mend(at..self.line_end(at), "");
            self.next_line(at);
        }
    }

    /// A key or a value in quotes.
    fn quoted_entry(&mut self, at: usize, column: usize, due: bool) {
        let kept = self.kept();
        let end = self.quoted(at);
        let colon = self.skip_blanks(end);
        let one_line = end <= self.line_end(at);
        if one_line && self.byte(colon) == b':' {
            if !self.blank_at(colon + 1) {
                self.missing_space(at..end, colon);
            }
            self.key(at..end, colon + 1, column, Style::Other);
        } else if one_line && self.slice(colon..self.text.len()).starts_with('：') {
            self.wide_colon(at..end, self.line_end(at), column);
        } else if due && one_line {
            self.restore(kept);
            self.report(Diagnostic::new(Code::MissingColon, self.span(self.trimmed(at..self.line_end(at)))));
            self.mend(at..self.line_end(at), "");
            self.next_line(at);
        } else {
            self.restore(kept);
            self.value(at);
        }
    }

    /// A key, whose value begins after its colon.
    pub(super) fn key(&mut self, range: Range<usize>, after: usize, column: usize, style: Style) {
        self.open(column, false);
        if self.slice(range.clone()) == "<<" {
            self.report(Diagnostic::new(Code::MergeKey, self.span(range.clone())));
        }
        self.out.tokens.push(Token { kind: TokenKind::Key(style), range, after });
        self.pending = true;
        let start = self.skip_blanks(after);
        self.value(start);
    }

    /// Whether the scalar at `at` is the first of lines that are keys in spite of their colons: the next line stands in the
    /// same column and is shaped as a key too. A single such line is a sentence with a colon.
    fn keys_follow(&self, at: usize, column: usize) -> bool {
        if !key_shaped(self.slice(at..self.line_end(at))) {
            return false;
        }
        let mut line = self.line_end(at) + 1;
        while line < self.text.len() {
            let rest = self.slice(line..self.line_end(line));
            let content = rest.trim_start_matches(' ');
            if !content.trim().is_empty() && !content.starts_with('#') {
                return rest.len() - content.len() == column && key_shaped(content);
            }
            line = self.line_end(line) + 1;
        }
        false
    }
}

/// Blanks that look like spaces and are none.
const WIDE_BLANKS: [char; 2] = ['\u{3000}', '\u{A0}'];
