//! Scanning the values of blocks: plain, quoted, and written out below `|` or `>`.

use std::ops::Range;

use crate::diag::{Code, Diagnostic};

use super::mistake::{key_shaped, separator};
use super::scan::Scanner;
use super::token::{Style, TokenKind};

impl Scanner<'_> {
    /// The value that begins at `at`, on the line of its key or dash or on one of its own, and goes to the line after it.
    pub(super) fn value(&mut self, at: usize) {
        let reserved = match self.byte(at) {
            b'#' if self.swallowed_by_comment(at) => 1,
            b'#' | b'\n' | 0 => return self.next_line(at),
            b'"' | b'\'' => return self.quoted_value(at),
            b'[' | b'{' => return self.flow_value(at),
            b'|' | b'>' if self.block_header(at) => return self.block_scalar(at),
            b'&' | b'*' | b'!' => match self.feature(at) {
                Some(next) => return self.value(next),
                None => 1,
            },
            b'|' | b'>' | b'@' | b'`' | b'%' | b',' | b']' | b'}' => 1,
            b'-' | b'?' | b':' if self.blank_at(at + 1) => 1,
            _ => 0,
        };
        if reserved > 0 {
            let line = if self.byte(at) == b'#' { self.line_end(at) } else { self.plain_end(at) };
            let value = self.trimmed(at..line);
            self.reserved_start(at..at + reserved, value);
            self.pending = false;
            return self.next_line(at);
        }
        self.plain_value(at);
    }

    /// The end of the plain text that begins at `at`: the end of its line, or of what stands before a comment.
    pub(super) fn plain_end(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut before = b' ';
        for (place, byte) in bytes.iter().enumerate().skip(at) {
            match byte {
                b'\n' => return place,
                b'#' if place > at && matches!(before, b' ' | b'\t') => return place,
                byte => before = *byte,
            }
        }
        bytes.len()
    }

    /// A plain value and the lines that continue it.
    fn plain_value(&mut self, at: usize) {
        let mut stop = self.plain_end(at);
        let first = self.trimmed(at..stop);
        self.pending = false;
        if self.colon_within(first.clone()) || self.wide_list(first.clone()) {
            return self.next_line(stop);
        }
        let mut end = first.end;
        let mut style = Style::Plain;
        self.next_line(stop);
        while self.at < self.text.len() && self.byte(stop) != b'#' {
            self.line = self.at;
            let (start, column) = self.continuation(self.at);
            let words = self.slice(start..self.line_end(start)).trim();
            if words.is_empty() && start < self.text.len() {
                self.indentation(self.line);
                self.next_line(start);
                continue;
            }
            let marked = column == 0 && matches!(self.slice(start..(start + 3).min(self.text.len())), "---" | "...");
            if words.is_empty() || words.starts_with('#') || !self.deeper(column) || marked {
                break;
            }
            // The reader of lines would report the indentation again, so it is settled only when the line is taken.
            self.indentation(self.line);
            stop = self.plain_end(start);
            let words = self.trimmed(start..stop);
            if separator(self.slice(words.clone())).plain.is_some() {
                // A key below a value that is already there: left out, for it belongs to nothing.
                self.report(Diagnostic::new(Code::YamlIndent, self.span(words.clone())));
                self.mend(words, "");
                self.next_line(stop);
                continue;
            }
            end = words.end;
            style = Style::Other;
            self.next_line(stop);
        }
        self.push(TokenKind::Value(style), at..end);
    }

    /// The first byte of a line that is no blank, and its column with tabs as two, without a complaint.
    fn continuation(&self, line: usize) -> (usize, usize) {
        let mut column = 0;
        let mut at = line;
        loop {
            match self.byte(at) {
                b' ' => column += 1,
                b'\t' => column += 2,
                b'\r' => {}
                _ => return (at, column),
            }
            at += 1;
        }
    }

    /// A quoted value and what follows it on its last line.
    fn quoted_value(&mut self, at: usize) {
        let kept = self.kept();
        let end = self.quoted(at);
        self.push(TokenKind::Value(Style::Other), at..end);
        self.pending = false;
        let after = self.skip_blanks(end);
        if !self.nothing_at(after) && end <= self.line_end(at) {
            self.restore(kept);
            let value = self.trimmed(at..self.plain_end(after));
            self.text_after(after..value.end, value);
        }
        self.next_line(end);
    }

    /// A list or map in brackets and what follows it on its last line.
    fn flow_value(&mut self, at: usize) {
        let kept = self.kept();
        let end = self.flow(at);
        self.pending = false;
        let after = self.skip_blanks(end);
        if !self.nothing_at(after) && !self.out.too_deep {
            self.restore(kept);
            let value = self.trimmed(at..self.plain_end(after));
            self.reserved_start(at..at + 1, value);
            return self.next_line(at);
        }
        self.next_line(end);
    }

    /// The end of the quoted text that begins at `at`. A quote that is not closed is reported and taken to end with its line.
    pub(super) fn quoted(&mut self, at: usize) -> usize {
        let quote = self.byte(at);
        let parent = self.parent();
        let kept = self.kept();
        let mut place = at + 1;
        loop {
            match self.byte(place) {
                byte if byte == quote && quote == b'\'' && self.byte(place + 1) == quote => place += 2,
                byte if byte == quote => return place + 1,
                b'\\' if quote == b'"' => {
                    self.escape(place);
                    place += 1 + usize::from(place + 1 < self.text.len() && self.byte(place + 1) != b'\n');
                }
                b'\n' if self.left_by(place + 1, parent) => break,
                0 if place >= self.text.len() => break,
                _ => place += 1,
            }
        }
        self.restore(kept);
        let sign = char::from(quote);
        let end = self.trimmed(at..self.line_end(at)).end;
        let mended = format!("{}{sign}", self.line_with(at, self.slice(at..end)));
        self.report(Diagnostic::new(Code::UnclosedQuote, self.span(at..at + 1)).arg("quote", sign).arg("mended", mended));
        self.mend(end..end, sign);
        end
    }

    /// Whether the line that begins at `line` shows that quotes or brackets above it were never closed: it stands no deeper
    /// than the key they belong to and is a key itself, or ends the document.
    pub(super) fn left_by(&self, line: usize, parent: Option<usize>) -> bool {
        let rest = self.slice(line..self.line_end(line));
        let content = rest.trim_start_matches(' ');
        let column = rest.len() - content.len();
        let shallow = parent.is_some_and(|parent| column <= parent);
        column == 0 && matches!(rest.trim_end(), "---" | "...") || shallow && (key_shaped(content) || content.starts_with("- "))
    }

    /// Reports a backslash in double quotes that begins no escape.
    fn escape(&mut self, at: usize) {
        let digits = match self.byte(at + 1) {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            b'0' | b'a' | b'b' | b't' | b'\t' | b'n' | b'v' | b'f' | b'r' | b'e' | b' ' | b'"' | b'/' | b'\\' => return,
            b'N' | b'_' | b'L' | b'P' | b'\n' | b'\r' | 0 => return,
            _ => usize::MAX,
        };
        let known = digits < 9 && (0..digits).all(|it| self.byte(at + 2 + it).is_ascii_hexdigit());
        if !known {
            let letter = self.slice(at + 1..self.text.len()).chars().next().map_or(0, char::len_utf8);
            let range = at..at + 1 + letter;
            let escape = self.slice(range.clone()).to_owned();
            let mended = self.line_with(at, &format!("\\{}", self.slice(at..self.line_end(at)).trim_end()));
            let finding = Diagnostic::new(Code::UnknownEscape, self.span(range)).arg("escape", escape);
            self.report(finding.arg("mended", mended).edit(self.span(at..at), "\\"));
            self.mend(at..at + 1, "\\\\");
        }
    }

    /// Whether `|` or `>` at `at` opens a written-out text: nothing but its two marks follows.
    fn block_header(&self, at: usize) -> bool {
        let mut end = at + 1;
        while matches!(self.byte(end), b'+' | b'-' | b'1'..=b'9') {
            end += 1;
        }
        end <= at + 3 && self.blank_at(end) && self.nothing_at(self.skip_blanks(end))
    }

    /// The lines of a text below `|` or `>`: all that are deeper than the key.
    fn block_scalar(&mut self, at: usize) {
        let header = self.trimmed(at..self.line_end(at)).end;
        let mut range: Option<Range<usize>> = None;
        self.pending = false;
        self.next_line(at);
        while self.at < self.text.len() {
            self.line = self.at;
            let line = self.at..self.line_end(self.at);
            let rest = self.slice(line.clone());
            let mut start = line.start + rest.len() - rest.trim_start_matches(' ').len();
            let mut column = start - line.start;
            if self.byte(start) == b'\t' && !self.deeper(column) {
                (start, column) = self.indentation(line.start);
            }
            if !rest.trim().is_empty() {
                if !self.deeper(column) || self.left_by(line.start, None) {
                    break;
                }
                let end = self.trimmed(start..line.end).end;
                range = Some(range.map_or(start, |it| it.start)..end);
            }
            self.next_line(line.end);
        }
        self.push(TokenKind::Value(Style::Other), range.unwrap_or(header..header));
    }
}
