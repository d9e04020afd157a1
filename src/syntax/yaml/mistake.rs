//! The mistakes that people make in YAML: how each is recognised, reported and repaired.

use std::ops::Range;

use crate::diag::{Code, Diagnostic};

use super::scan::Scanner;
use super::token::{Style, TokenKind};

/// Where a line could be parted into key and value; offsets into the line.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Separators {
    /// The first `:` with a blank after it.
    pub(super) plain: Option<usize>,
    /// The first `：` before that.
    pub(super) wide: Option<usize>,
    /// The first `:` before that which lacks its blank; not in an address or a time of day.
    pub(super) tight: Option<usize>,
}

/// Finds the colons of a line. Neither a `：` nor a tight colon at its very start parts anything.
pub(super) fn separator(line: &str) -> Separators {
    let bytes = line.as_bytes();
    let mut found = Separators::default();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b':' => match bytes.get(at + 1) {
                None | Some(b' ' | b'\t' | b'\r' | b'\n') => {
                    found.plain = Some(at);
                    break;
                }
                Some(next) => {
                    let word = bytes[..at].iter().any(|it| !it.is_ascii_digit());
                    let address = *next == b'/' && bytes.get(at + 2) == Some(&b'/');
                    if found.tight.is_none() && word && !address {
                        found.tight = Some(at);
                    }
                }
            },
            0xEF if found.wide.is_none() && at > 0 && bytes[at..].starts_with("：".as_bytes()) => found.wide = Some(at),
            _ => {}
        }
    }
    found
}

/// Whether a line looks like a key with a value, by whichever colon: a short word without punctuation, then the colon.
pub(in crate::syntax) fn key_shaped(line: &str) -> bool {
    let mut length = 0;
    let mut before = '\n';
    let mut rest = line.trim_end().chars();
    for it in rest.by_ref() {
        match it {
            '：' => return length > 0,
            ':' => {
                let next = rest.clone().next();
                return length > 0
                    && !(before.is_ascii_digit() && next.is_some_and(|it| it.is_ascii_digit()))
                    && next != Some('/');
            }
            '，' | '。' | '；' | '！' | '？' | '、' | ',' | ';' | '|' | '[' | '{' => return false,
            '“' | '”' | '‘' | '’' | '《' | '》' | '（' | '）' => return false,
            '#' | '-' | '>' | '*' | '+' | '`' | ' ' | '\t' if length == 0 => return false,
            it => before = it,
        }
        length += 1;
        if length > 24 {
            return false;
        }
    }
    false
}

/// How much of a value is repeated in a hint.
const SHOWN: usize = 40;

/// The beginning of a long text.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A text in quotes, as YAML.
pub(super) fn in_quotes(text: &str) -> String {
    if text.contains(['"', '\\']) { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}

/// How many tokens, repairs and findings there were, to go back to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept(usize, usize, usize);

impl Scanner<'_> {
    /// What a scan has found so far.
    pub(super) fn kept(&self) -> Kept {
        Kept(self.out.tokens.len(), self.out.mends.len(), self.out.findings.len())
    }

    /// Forgets what was found since: it is about to be read otherwise.
    pub(super) fn restore(&mut self, kept: Kept) {
        self.out.tokens.truncate(kept.0);
        self.out.mends.truncate(kept.1);
        self.out.findings.truncate(kept.2);
    }

    /// The line in work up to `at`, without its indentation, followed by `tail` cut to a length that a hint can show.
    pub(super) fn line_with(&self, at: usize, tail: &str) -> String {
        let start = self.text.get(..at).and_then(|it| it.rfind('\n')).map_or(0, |it| it + 1);
        format!("{}{}", self.slice(start..at).trim_start(), shortened(tail))
    }

    /// A key whose colon is full-width, and its value.
    pub(super) fn wide_colon(&mut self, key: Range<usize>, end: usize, column: usize) {
        let key = self.trimmed(key);
        let colon = self.skip_blanks(key.end);
        let after = colon + '：'.len_utf8();
        let name = self.slice(key.clone()).to_owned();
        let value = self.slice(after..end.max(after)).trim();
        let mended = format!("{name}: {}", shortened(value));
        let finding = Diagnostic::new(Code::FullWidthColon, self.span(colon..after)).arg("key", name).arg("mended", mended);
        self.report(finding.edit(self.span(colon..after), if self.blank_at(after) { ":" } else { ": " }));
        self.mend(colon..after, ": ");
        let style = if matches!(self.byte(key.start), b'"' | b'\'') { Style::Other } else { Style::Plain };
        self.key(key, after, column, style);
    }

    /// A key whose colon lacks a blank after it, and its value.
    pub(super) fn tight_colon(&mut self, key: Range<usize>, end: usize, column: usize) {
        let colon = key.end;
        let key = self.trimmed(key);
        let name = self.slice(key.clone()).to_owned();
        let mended = format!("{name}: {}", shortened(self.slice(colon + 1..end.max(colon + 1)).trim()));
        let finding = Diagnostic::new(Code::MissingSpace, self.span(colon..colon + 1));
        self.report(finding.arg("key", name).arg("mended", mended).edit(self.span(colon + 1..colon + 1), " "));
        self.mend(colon + 1..colon + 1, " ");
        self.key(key, colon + 1, column, Style::Plain);
    }

    /// Reports that the colon at `colon`, after the key in `key`, lacks a blank, and repairs it.
    pub(super) fn missing_space(&mut self, key: Range<usize>, colon: usize) {
        let value = self.slice(colon + 1..self.line_end(colon)).trim().to_owned();
        let name = self.slice(key.clone()).to_owned();
        let mended = format!("{name}: {}", shortened(&value));
        let finding = Diagnostic::new(Code::MissingSpace, self.span(colon..colon + 1));
        self.report(finding.arg("key", name).arg("mended", mended).edit(self.span(colon + 1..colon + 1), " "));
        self.mend(colon + 1..colon + 1, " ");
    }

    /// A value that cannot begin with `sign`: reported, and read as if it were quoted.
    pub(super) fn reserved_start(&mut self, sign: Range<usize>, value: Range<usize>) {
        let text = self.slice(value.clone());
        let sign_text = self.slice(sign.clone());
        let mended = self.line_with(value.start, &in_quotes(&shortened(text)));
        let finding = Diagnostic::new(Code::ReservedStart, self.span(sign)).arg("sign", sign_text).arg("mended", mended);
        self.report(finding.edit(self.span(value.clone()), in_quotes(text)));
        self.read_as_quoted(value);
    }

    /// A key that cannot begin as it does: reported, and read as if it were quoted. Says how the key is written.
    pub(super) fn reserved_key(&mut self, key: Range<usize>) -> Style {
        if !matches!(self.byte(key.start), b'@' | b'`' | b'%' | b'&' | b'*' | b'!' | b'|' | b'>' | b',' | b']' | b'}') {
            return Style::Plain;
        }
        let mended = format!("{}: ", in_quotes(self.slice(key.clone())));
        let finding = Diagnostic::new(Code::ReservedStart, self.span(key.start..key.start + 1));
        let finding = finding.arg("sign", self.slice(key.start..key.start + 1)).arg("mended", mended);
        self.report(finding.edit(self.span(key.clone()), in_quotes(self.slice(key.clone()))));
        let text = format!("'{}'", self.slice(key.clone()).replace('\'', "''"));
        self.mend(key, text);
        Style::Other
    }

    /// Words after a quoted value: reported, and the whole read as if it were quoted.
    pub(super) fn text_after(&mut self, tail: Range<usize>, value: Range<usize>) {
        let mended = self.line_with(value.start, &in_quotes(&shortened(self.slice(value.clone()))));
        let finding = Diagnostic::new(Code::TextAfterQuote, self.span(tail)).arg("mended", mended);
        self.report(finding.edit(self.span(value.clone()), in_quotes(self.slice(value.clone()))));
        self.read_as_quoted(value);
    }

    /// A second `: ` in a plain value; whether there is one.
    pub(super) fn colon_within(&mut self, value: Range<usize>) -> bool {
        let text = self.slice(value.clone());
        let Some(colon) = separator(text).plain else { return false };
        let at = value.start + colon;
        let mended = self.line_with(value.start, &in_quotes(&shortened(text)));
        self.report(Diagnostic::new(Code::ColonInValue, self.span(at..at + 1)).arg("mended", mended));
        self.read_as_quoted(value);
        true
    }

    /// A list in full-width brackets; whether it is one. `【家访】` alone is a title that many write, so those brackets count
    /// only around something that commas part.
    pub(super) fn wide_list(&mut self, value: Range<usize>) -> bool {
        let text = self.slice(value.clone());
        if !text.starts_with(['［', '【']) {
            return false;
        }
        let Some(inner) = text.get('［'.len_utf8()..text.len() - '］'.len_utf8()) else { return false };
        let wide = text.starts_with('［') && text.ends_with('］');
        let lenticular = text.starts_with('【') && text.ends_with('】') && inner.contains(COMMAS);
        if !(wide || lenticular) || inner.contains(['［', '］', '【', '】', '[', ']', '{', '}', '"', '\'', ':', '#']) {
            return false;
        }
        let brackets: String = text.chars().take(1).chain(text.chars().last()).collect();
        let list = format!("[{}]", inner.split(COMMAS).map(str::trim).collect::<Vec<_>>().join(", "));
        let mended = self.line_with(value.start, &list);
        let finding = Diagnostic::new(Code::FullWidthBracket, self.span(value.start..value.start + '［'.len_utf8()));
        let finding = finding.arg("bracket", brackets).arg("mended", mended);
        // 【】 may be meant as text.
        self.report(if wide { finding.edit(self.span(value.clone()), list.as_str()) } else { finding });
        self.mend(value.clone(), list);
        let start = value.start + '［'.len_utf8();
        self.push(TokenKind::Open, value.start..start);
        self.items(start..start + inner.len());
        self.push(TokenKind::Close, start + inner.len()..value.end);
        true
    }

    /// Tokens for the items of a list that commas of any width part.
    pub(super) fn items(&mut self, range: Range<usize>) {
        let mut at = range.start;
        for piece in self.slice(range).split(COMMAS) {
            let start = at + piece.len() - piece.trim_start().len();
            if !piece.trim().is_empty() {
                self.push(TokenKind::Value(Style::Plain), start..start + piece.trim().len());
            }
            at += piece.len();
            at += self.slice(at..self.text.len()).chars().next().map_or(0, char::len_utf8);
        }
    }

    /// `&name`, `*name` or `!tag`: reported and blanked out, and where the value goes on; `None` where the sign just begins a
    /// text, such as `*重点*`.
    pub(super) fn feature(&mut self, at: usize) -> Option<usize> {
        let mut end = at + 1;
        while self.byte(end).is_ascii_alphanumeric()
            || matches!(self.byte(end), b'_' | b'-')
            || self.byte(end) == b'!' && end == at + 1
        {
            end += 1;
        }
        let last = self.nothing_at(self.skip_blanks(end));
        let named = end > at + 1 || self.byte(at) == b'!';
        if !named || !self.blank_at(end) || self.byte(at) == b'*' && !last {
            return None;
        }
        let feature = self.slice(at..end).to_owned();
        let code = if self.byte(at) == b'!' { Code::YamlTag } else { Code::YamlAnchor };
        let rest = self.slice(end..self.line_end(end)).trim();
        let mended = if rest.is_empty() { String::new() } else { self.line_with(at, rest) };
        self.report(Diagnostic::new(code, self.span(at..end)).arg("feature", feature).arg("mended", mended));
        self.mend(at..end, "");
        Some(self.skip_blanks(end))
    }

    /// Whether the comment at `at`, right after a key, swallows what was meant as the value: `编号: #12`, with no blank after
    /// the sign and nothing below the key.
    pub(super) fn swallowed_by_comment(&self, at: usize) -> bool {
        if self.blank_at(at + 1)
            || self.byte(at + 1) == b'#'
            || self.out.tokens.last().is_none_or(|it| it.range.start < self.line)
        {
            return false;
        }
        let below = self.slice((self.line_end(at) + 1).min(self.text.len())..self.text.len());
        let next = below.lines().find(|it| !it.trim().is_empty() && !it.trim_start().starts_with('#')).unwrap_or_default();
        let column = next.len() - next.trim_start_matches(' ').len();
        let list_below = self.parent() == Some(column) && next.trim_start().starts_with("- ");
        next.is_empty() || !(self.deeper(column) || list_below)
    }

    /// Repairs a value by quotes that change nothing in it.
    pub(super) fn read_as_quoted(&mut self, value: Range<usize>) {
        let text = format!("'{}'", self.slice(value.clone()).replace('\'', "''"));
        self.mend(value.clone(), text);
        self.push(TokenKind::Value(Style::Other), value);
    }
}

/// The commas that part the items of a list in what people type.
pub(super) const COMMAS: [char; 3] = ['，', '、', ','];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_parted_at_their_first_colon() {
        let check = |line, plain, wide, tight| assert_eq!(separator(line), Separators { plain, wide, tight }, "{line}");
        check("日期: 2026", Some(6), None, None);
        check("日期:", Some(6), None, None);
        check("日期：2026", None, Some(6), None);
        check("日期:2026", None, None, Some(6));
        check("标题: 一：二", Some(6), None, None);
        check("标题：一: 二", Some(12), Some(6), None);
        check("http://a.cn", None, None, None);
        check("10:30 谈心", None, None, None);
        check("：", None, None, None);
    }

    #[test]
    fn keys_are_short_words() {
        for line in ["日期：2026", "日期: 2026", "日期:2026", "trust stage: 2", "S01: 甲", "q1:"] {
            assert!(key_shaped(line), "{line}");
        }
        for line in ["他说，今天：好", "没有冒号", "- 项: 目", "10:30 谈心", "http://a.cn", "", "：", "# 注释: 一"]
        {
            assert!(!key_shaped(line), "{line}");
        }
    }

    #[test]
    fn quotes_suit_the_text() {
        assert_eq!(in_quotes("@家长"), "\"@家长\"");
        assert_eq!(in_quotes("\"小明\"的进步"), "'\"小明\"的进步'");
        assert_eq!(in_quotes("C:\\it's"), "'C:\\it''s'");
    }
}
