//! Scanning lists and maps in brackets.

use std::ops::Range;

use crate::diag::{Code, Diagnostic};

use super::mistake::{COMMAS, in_quotes, key_shaped, separator};
use super::scan::Scanner;
use super::token::{Style, Token, TokenKind};

/// What is longer, in characters, is hardly an item of a list.
const WORD: usize = 8;

/// A bracket that is open.
#[derive(Debug, Clone, Copy)]
struct Frame {
    /// Where it stands.
    open: usize,
    /// Whether it is `{`.
    map: bool,
    /// Whether a value is due rather than a key: after the colon in a map.
    value: bool,
    /// Commas between its items.
    commas: usize,
    /// The first token inside it.
    first: usize,
}

impl Scanner<'_> {
    /// The end of the list or map that begins at `at`. One that is not closed is reported and taken to end with its line.
    pub(super) fn flow(&mut self, at: usize) -> usize {
        let parent = self.parent();
        let mut frames: Vec<Frame> = Vec::new();
        let mut place = at;
        loop {
            place = self.skip_blanks(place);
            match self.byte(place) {
                0 if place >= self.text.len() => return self.unclosed(&frames, place),
                b'\n' if self.left_by(place + 1, parent) => return self.unclosed(&frames, place),
                b'\n' => place += 1,
                b'#' if place == at || self.blank_at(place - 1) => place = self.line_end(place),
                open @ (b'[' | b'{') => {
                    self.push(TokenKind::Open, place..place + 1);
                    let first = self.out.tokens.len();
                    frames.push(Frame { open: place, map: open == b'{', value: false, commas: 0, first });
                    self.check_depth(frames.len(), place);
                    if self.out.too_deep {
                        return self.text.len();
                    }
                    place += 1;
                }
                close @ (b']' | b'}') => {
                    if !self.close_frames(&mut frames, place, close == b'}') {
                        return self.wrongly_closed(&frames, place);
                    }
                    place += 1;
                    if frames.is_empty() {
                        return place;
                    }
                }
                byte => {
                    let Some(frame) = frames.last_mut() else { return place };
                    place = match byte {
                        b',' => {
                            frame.commas += 1;
                            frame.value = false;
                            place + 1
                        }
                        b':' => {
                            frame.value = true;
                            place + 1
                        }
                        b'"' | b'\'' => self.flow_quoted(frame, place),
                        _ => self.flow_plain(frame, place),
                    };
                }
            }
        }
    }

    /// Closes the frame of this kind of bracket. Brackets inside that are still open are reported; `false` where none of the
    /// kind is open at all.
    fn close_frames(&mut self, frames: &mut Vec<Frame>, place: usize, map: bool) -> bool {
        if !frames.iter().any(|it| it.map == map) {
            return false;
        }
        while let Some(frame) = frames.pop() {
            if frame.map == map {
                self.wide_commas(&frame, place);
                self.push(TokenKind::Close, place..place + 1);
                break;
            }
            self.bracket(frame, place, String::new());
        }
        true
    }

    /// Reports a bracket that lacks its partner, which is added at `place`.
    fn bracket(&mut self, frame: Frame, place: usize, mended: String) {
        let (open, close) = if frame.map { ('{', '}') } else { ('[', ']') };
        let span = self.span(frame.open..frame.open + 1);
        self.report(
            Diagnostic::new(Code::UnclosedBracket, span).arg("bracket", open).arg("close", close).arg("mended", mended),
        );
        self.mend(place..place, close);
        self.push(TokenKind::Close, place..place);
    }

    /// Reports the brackets that are open where one of the other kind ends the line: it was meant to close them. Anywhere else the
    /// list ends before it.
    fn wrongly_closed(&mut self, frames: &[Frame], place: usize) -> usize {
        let Some(outer) = frames.first().filter(|_| self.nothing_at(self.skip_blanks(place + 1))) else { return place };
        let partners: String = frames.iter().rev().map(|it| if it.map { '}' } else { ']' }).collect();
        let text = self.slice(outer.open..place);
        let mended = if text.contains('\n') { String::new() } else { self.line_with(outer.open, &format!("{text}{partners}")) };
        let (open, close) = if outer.map { ('{', '}') } else { ('[', ']') };
        let finding = Diagnostic::new(Code::UnclosedBracket, self.span(outer.open..outer.open + 1)).arg("bracket", open);
        self.report(finding.arg("close", close).arg("mended", mended));
        self.mend(place..place + 1, partners);
        frames.iter().for_each(|_| self.push(TokenKind::Close, place..place + 1));
        place + 1
    }

    /// Reports the brackets that are open when their value ends at `place`, and where it is taken to end.
    fn unclosed(&mut self, frames: &[Frame], place: usize) -> usize {
        let Some(outer) = frames.first() else { return place };
        let end = self.trimmed(outer.open..place).end;
        let wide = self.slice(outer.open..end).chars().last().filter(|it| ['］', '】', '｝'].contains(it));
        if let (Some(wide), Some(token)) = (wide, self.out.tokens.last_mut()) {
            // The last item swallowed the full-width bracket that was meant to close the list.
            if token.range.end == end {
                token.range.end -= wide.len_utf8();
                token.after = token.range.end;
                self.mend(end - wide.len_utf8()..end, "");
            }
        }
        let text = self.slice(outer.open..end).trim_end_matches(['］', '】', '｝']);
        let mended = match frames {
            [one] if !text.contains('\n') => {
                format!("{}{}", self.line_with(one.open, text), if one.map { '}' } else { ']' })
            }
            _ => String::new(),
        };
        for frame in frames.iter().rev() {
            self.bracket(*frame, end, mended.clone());
        }
        end
    }

    /// A quoted item, key or value; the place after it.
    fn flow_quoted(&mut self, frame: &mut Frame, place: usize) -> usize {
        let end = self.quoted(place);
        let colon = self.skip_blanks(end);
        let wide = self.slice(colon..self.text.len()).starts_with('：');
        if wide {
            self.flow_wide_colon(place..end, colon);
        }
        let is_key = !frame.value && (self.byte(colon) == b':' || wide || frame.map);
        let kind = if is_key { TokenKind::Key(Style::Other) } else { TokenKind::Value(Style::Other) };
        self.push(kind, place..end);
        if wide {
            frame.value = true;
            return colon + '：'.len_utf8();
        }
        end
    }

    /// A plain item, key or value; the place after it.
    fn flow_plain(&mut self, frame: &mut Frame, place: usize) -> usize {
        let end = self.flow_plain_end(place);
        let range = self.trimmed(place..end);
        let reserved = match self.byte(place) {
            b'@' | b'`' | b'%' | b'|' | b'>' | b'&' | b'*' | b'!' => true,
            b'-' => self.blank_at(place + 1),
            b'?' => true,
            _ => false,
        };
        if reserved {
            let sign = self.slice(place..place + 1);
            let mended = in_quotes(self.slice(range.clone()));
            let finding = Diagnostic::new(Code::ReservedStart, self.span(place..place + 1));
            self.report(finding.arg("sign", sign).arg("mended", &mended).edit(self.span(range.clone()), mended.as_str()));
            self.read_as_quoted(range);
            return end.max(place + 1);
        }
        let one_line = !self.slice(range.clone()).contains('\n');
        let style = if one_line { Style::Plain } else { Style::Other };
        let colon = self.skip_blanks(end);
        let is_key = self.byte(colon) == b':';
        if frame.map && frame.value && is_key && !self.slice(range.clone()).contains('，') {
            return self.flow_colon_within(place, colon);
        }
        if frame.map && one_line {
            self.flow_entries(frame, range, is_key.then_some(colon));
        } else if (is_key || frame.map) && !frame.value {
            let after = if is_key { colon + 1 } else { range.end };
            self.out.tokens.push(Token { kind: TokenKind::Key(style), range, after });
        } else {
            self.push(TokenKind::Value(style), range);
        }
        end.max(place + 1)
    }

    /// A value in a map with a second colon: reported, and read as if it were quoted up to the next comma or bracket.
    fn flow_colon_within(&mut self, place: usize, colon: usize) -> usize {
        let rest = self.slice(place..self.text.len());
        let end = place + rest.find([',', '}', ']', '\n']).unwrap_or(rest.len());
        let value = self.trimmed(place..end);
        let mended = in_quotes(self.slice(value.clone()));
        self.report(Diagnostic::new(Code::ColonInValue, self.span(colon..colon + 1)).arg("mended", mended));
        self.read_as_quoted(value);
        end
    }

    /// The end of a plain text in brackets: a comma, a bracket, a colon that parts, a comment, the end of its value.
    fn flow_plain_end(&self, place: usize) -> usize {
        let mut at = place;
        loop {
            match self.byte(at) {
                b',' | b'[' | b']' | b'{' | b'}' => return at,
                b':' if self.blank_at(at + 1) || matches!(self.byte(at + 1), b',' | b'[' | b']' | b'{' | b'}') => return at,
                b'#' if at > place && self.blank_at(at - 1) => return at,
                b'\n' => {
                    let mut next = at;
                    while self.byte(next) == b'\n' && !self.left_by(next + 1, self.parent()) {
                        next = self.skip_blanks(next + 1);
                    }
                    if self.nothing_at(next) {
                        return at;
                    }
                    at = next;
                }
                0 if at >= self.text.len() => return at,
                _ => at += 1,
            }
        }
    }

    /// The plain text of a map: a key or a value, or several entries that full-width commas and colons part. `colon` is where
    /// the text is followed by one.
    fn flow_entries(&mut self, frame: &mut Frame, range: Range<usize>, colon: Option<usize>) {
        let text = self.slice(range.clone());
        if !text.contains('，') {
            return self.flow_entry(frame, range, colon);
        }
        let mut starts = vec![0];
        for (at, comma) in text.match_indices('，') {
            let rest = &text[at + comma.len()..];
            let piece = rest.split('，').next().unwrap_or_default();
            let last_key = piece.len() == rest.len() && colon.is_some();
            if key_shaped(piece) || last_key {
                starts.push(at + comma.len());
                let span = self.span(range.start + at..range.start + at + comma.len());
                let mended = text.replace('，', ", ").replace('：', ": ");
                let finding = Diagnostic::new(Code::FullWidthComma, span).arg("comma", comma).arg("mended", mended);
                self.report(finding.edit(span, ", "));
            }
        }
        for (number, start) in starts.iter().enumerate() {
            let next = starts.get(number + 1).map(|it| it - '，'.len_utf8());
            let piece = range.start + start..range.start + next.unwrap_or(text.len());
            self.flow_entry(frame, piece.clone(), colon.filter(|_| next.is_none()));
            if next.is_some() {
                self.mend(piece.end..piece.end + '，'.len_utf8(), ", ");
                frame.value = false;
            }
        }
    }

    /// One key, value, or key with its value in a map.
    fn flow_entry(&mut self, frame: &mut Frame, piece: Range<usize>, colon: Option<usize>) {
        let leading = self.slice(piece.clone());
        let piece = self.trimmed(piece.start + leading.len() - leading.trim_start().len()..piece.end);
        if frame.value {
            return self.push(TokenKind::Value(Style::Plain), piece);
        }
        if let Some(colon) = colon {
            return self.out.tokens.push(Token { kind: TokenKind::Key(Style::Plain), range: piece, after: colon + 1 });
        }
        let parted = separator(self.slice(piece.clone()));
        let key_end = match (parted.wide, parted.tight) {
            (Some(wide), _) => {
                let colon = piece.start + wide;
                self.flow_wide_colon(piece.start..colon, colon);
                Some((colon, colon + '：'.len_utf8()))
            }
            (None, Some(tight)) => {
                let colon = piece.start + tight;
                let key = self.trimmed(piece.start..colon);
                let name = self.slice(key).to_owned();
                let mended = format!("{name}: {}", self.slice(colon + 1..piece.end).trim());
                let finding = Diagnostic::new(Code::MissingSpace, self.span(colon..colon + 1));
                self.report(finding.arg("key", name).arg("mended", mended).edit(self.span(colon + 1..colon + 1), " "));
                self.mend(colon + 1..colon + 1, " ");
                Some((colon, colon + 1))
            }
            (None, None) => None,
        };
        let Some((key_end, after)) = key_end else { return self.push(TokenKind::Key(Style::Plain), piece) };
        let key = self.trimmed(piece.start..key_end);
        self.out.tokens.push(Token { kind: TokenKind::Key(Style::Plain), range: key, after });
        frame.value = true;
        let value = self.skip_blanks(after);
        if value < piece.end {
            self.push(TokenKind::Value(Style::Plain), value..piece.end);
        }
    }

    /// Reports and repairs the full-width colon at `colon` after the key in `key`.
    fn flow_wide_colon(&mut self, key: Range<usize>, colon: usize) {
        let after = colon + '：'.len_utf8();
        let name = self.slice(self.trimmed(key)).to_owned();
        let value: String =
            self.slice(after..self.line_end(after)).split(['，', ',', '}', ']']).next().unwrap_or_default().into();
        let mended = format!("{name}: {}", value.trim());
        let finding = Diagnostic::new(Code::FullWidthColon, self.span(colon..after));
        let instead = if self.blank_at(after) { ":" } else { ": " };
        self.report(finding.arg("key", name).arg("mended", mended).edit(self.span(colon..after), instead));
        self.mend(colon..after, ": ");
    }

    /// A list whose only item holds full-width commas: they were meant to part it.
    fn wide_commas(&mut self, frame: &Frame, close: usize) {
        let [token] = self.out.tokens.get(frame.first..).unwrap_or_default() else { return };
        let range = token.range.clone();
        let text = self.slice(range.clone());
        if frame.map || frame.commas > 0 || token.kind != TokenKind::Value(Style::Plain) {
            return;
        }
        let Some(comma) = text.chars().find(|it| COMMAS.contains(it)) else { return };
        let at = range.start + text.find(comma).unwrap_or(0);
        let mended = format!("[{}]", text.split(COMMAS).map(str::trim).collect::<Vec<_>>().join(", "));
        let finding = Diagnostic::new(Code::FullWidthComma, self.span(at..at + comma.len_utf8()));
        let mut finding = finding.arg("comma", comma).arg("mended", mended);
        // A sentence in brackets has commas of its own.
        let words =
            text.split(COMMAS).all(|it| it.chars().count() <= WORD && !it.contains(['。', '！', '？', '；', '：', '“']));
        for (at, comma) in text.match_indices(COMMAS).filter(|_| words) {
            let place = range.start + at;
            finding = finding.edit(self.span(place..place + comma.len()), ", ");
        }
        self.report(finding);
        self.out.tokens.pop();
        self.items(range.clone());
        for (at, comma) in text.match_indices(COMMAS) {
            let place = range.start + at;
            self.mend(place..place + comma.len(), ", ");
        }
        debug_assert!(range.end <= close, "an item ends before its list");
    }
}
