//! The passages of a text in Markdown, each byte where it stands in the file.
//!
//! The tree that documents are made of keeps no places of words, and lints need nothing but words and their places. So the
//! lines are read once more, lightly: what is code, an address or a rule is masked or left out, and what a paragraph, an
//! item, a heading or a table's row is shows at the beginning of its lines.

use std::borrow::Cow;
use std::ops::Range;

use crate::source::FileId;

use super::character::{FIGURE, MASK};
use super::passage::{Form, Passage, Place, Voice};

/// The passages of the text from byte `start` on.
pub(super) fn passages(file: FileId, text: &str, start: usize, voice: Voice) -> Vec<Passage<'_>> {
    let mut reader = Reader { file, text, voice, open: None, fence: None, in_list: false, passages: Vec::new() };
    let mut at = start;
    while let Some(rest) = text.get(at..).filter(|it| !it.is_empty()) {
        let end = rest.find('\n').map_or(text.len(), |it| at + it);
        reader.line(at, end);
        at = end + 1;
    }
    reader.close();
    reader.passages
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    voice: Voice,
    /// The passage whose lines are being read.
    open: Option<(Range<usize>, Form)>,
    /// The marks that close the code block being read.
    fence: Option<&'a str>,
    /// Whether the last passage belongs to a list.
    in_list: bool,
    passages: Vec<Passage<'a>>,
}

impl<'a> Reader<'a> {
    fn line(&mut self, start: usize, end: usize) {
        let line = self.text.get(start..end).unwrap_or_default();
        let indented = line.starts_with([' ', '\t']);
        let words = line.trim_start_matches([' ', '\t', '>']);
        let at = end - words.len();
        let words = words.trim_end();
        if let Some(fence) = self.fence {
            if words.starts_with(fence) && words.trim_start_matches(['`', '~']).is_empty() {
                self.fence = None;
            }
            return;
        }
        if words.starts_with("```") || words.starts_with("~~~") {
            self.close();
            let info = words.trim_start_matches(['`', '~']);
            self.fence = words.get(..words.len() - info.len());
            if info.trim() == "casebook" {
                self.push(at..at, Form::Live);
            }
            return;
        }
        let end = at + words.len();
        match kind(words) {
            Line::Blank => self.close(),
            Line::Rule => {
                // below words it makes them a heading
                if let Some((_, form @ Form::Paragraph)) = &mut self.open {
                    *form = Form::Heading(if words.starts_with('=') { 1 } else { 2 });
                }
                self.close();
                self.in_list = false;
            }
            Line::Heading(level, skip) => {
                self.close();
                self.in_list = false;
                self.push(at + skip..end, Form::Heading(level));
            }
            Line::Row => {
                self.close();
                self.in_list = false;
                self.push(at..end, Form::Row);
            }
            Line::Address => self.close(),
            Line::Item(skip) => {
                self.close();
                self.open = Some((at + skip..end, Form::Item { goes_on: self.in_list }));
                self.in_list = true;
            }
            Line::Words(skip) => match &mut self.open {
                Some((range, _)) => range.end = end,
                None => {
                    self.in_list &= indented;
                    self.open = Some((at + skip..end, Form::Paragraph));
                }
            },
        }
    }

    fn close(&mut self) {
        if let Some((range, form)) = self.open.take() {
            self.push(range, form);
        }
    }

    fn push(&mut self, range: Range<usize>, form: Form) {
        let place = Place::Exact(self.file, range.start);
        let text = self.text.get(range).unwrap_or_default();
        if !text.is_empty() || form == Form::Live {
            self.passages.push(Passage { text: masked(text), form, voice: self.voice, place });
        }
    }
}

/// What a line is, and how many bytes of it are markup.
enum Line {
    Blank,
    /// `---`, `===`, `***`.
    Rule,
    Heading(u8, usize),
    /// Of a table.
    Row,
    /// The definition of a link.
    Address,
    /// The bytes of a bullet; an ordered item keeps its number.
    Item(usize),
    Words(usize),
}

fn kind(words: &str) -> Line {
    let Some(first) = words.bytes().next() else { return Line::Blank };
    let rest = |skip: usize| words.get(skip..).unwrap_or_default();
    match first {
        b'#' => {
            let level = words.bytes().take_while(|it| *it == b'#').count();
            let title = rest(level);
            if level <= 6 && (title.is_empty() || title.starts_with([' ', '\t'])) {
                return Line::Heading(level as u8, words.len() - title.trim_start().len());
            }
            Line::Words(0)
        }
        b'|' => Line::Row,
        b'-' | b'=' | b'*' | b'_' if words.bytes().all(|it| it == first || it == b' ') && words.len() > 2 => Line::Rule,
        b'-' | b'*' | b'+' if rest(1).starts_with([' ', '\t']) => Line::Item(words.len() - rest(1).trim_start().len()),
        b'0'..=b'9' => {
            let digits = words.bytes().take_while(u8::is_ascii_digit).count();
            let mark = rest(digits);
            if digits <= 9 && mark.starts_with(['.', ')']) && mark.get(1..).is_some_and(|it| it.starts_with([' ', '\t'])) {
                return Line::Item(0);
            }
            Line::Words(0)
        }
        b'[' => match words.find("]:") {
            Some(close) if words.starts_with("[^") => Line::Words(close + 2),
            Some(close) if !words.get(..close).is_some_and(|it| it.contains(']')) => Line::Address,
            _ => Line::Words(0),
        },
        _ => Line::Words(0),
    }
}

/// The text with code, addresses and live figures masked byte by byte.
fn masked(text: &str) -> Cow<'_, str> {
    if !text.contains(['`', '<']) && !text.contains("](") && !text.contains("://") {
        return Cow::Borrowed(text);
    }
    let mut ranges: Vec<(Range<usize>, char)> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = text.get(at..).unwrap_or_default();
        let masked = match byte {
            b'`' => {
                let marks = rest.bytes().take_while(|it| *it == b'`').count();
                let inner = code(rest, marks);
                let length = inner.map_or(marks, |it| marks * 2 + it.len());
                let mask = if inner.is_some_and(|it| it.trim_start().starts_with('=')) { FIGURE } else { MASK };
                Some((length, if inner.is_some() { Some(mask) } else { None }))
            }
            b']' if rest.starts_with("](") => rest.find(')').map(|close| (close + 1, Some(MASK))),
            b'<' => rest.find('>').filter(|it| rest.get(..*it).is_some_and(|it| it.is_ascii())).map(|it| (it + 1, Some(MASK))),
            b'h' if rest.starts_with("http://") || rest.starts_with("https://") => {
                Some((rest.bytes().take_while(u8::is_ascii_graphic).count(), Some(MASK)))
            }
            _ => None,
        };
        let (length, mask) = masked.unwrap_or((1, None));
        ranges.extend(mask.map(|mask| (at..at + length, mask)));
        at += length;
    }
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (range, mask) in ranges {
        out.push_str(text.get(from..range.start).unwrap_or_default());
        out.extend(std::iter::repeat_n(mask, range.len()));
        from = range.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(out)
}

/// What stands in a code span that opens with so many marks at the start of the text.
fn code(text: &str, marks: usize) -> Option<&str> {
    let mut from = marks;
    loop {
        let open = text.get(from..)?.find('`')? + from;
        let run = text.get(open..)?.bytes().take_while(|it| *it == b'`').count();
        if run == marks {
            return text.get(marks..open);
        }
        from = open + run;
    }
}

#[cfg(test)]
mod tests {
    use super::super::passage::Setting;
    use super::*;

    fn read(text: &str) -> Vec<(Form, String)> {
        let voice = Voice { setting: Setting::Note, secret: false, quoted: false };
        let passages = passages(FileId(0), text, 0, voice);
        for passage in &passages {
            let Place::Exact(_, offset) = passage.place else { panic!("exact") };
            let written = &text[offset..offset + passage.text.len()];
            let agree = |(a, b): (char, char)| a == b || b < ' ' || a == '\u{1}';
            assert!(passage.text.contains(['\u{1}', '\u{2}']) || passage.text.chars().zip(written.chars()).all(agree));
        }
        passages.iter().map(|it| (it.form, it.text.replace('\u{1}', "·").replace('\u{2}', "="))).collect()
    }

    #[test]
    fn blocks_are_told_apart() {
        let text = "# 一、题目\n第一段\n接着\n\n- 甲\n  续\n- 乙\n\n1. 丙\n> 引\n\n| a | b |\n|---|---|\n***\n```casebook\n表: x\n```\n尾\n===\n";
        let items = |goes_on| Form::Item { goes_on };
        let expected: Vec<(Form, String)> = [
            (Form::Heading(1), "一、题目"),
            (Form::Paragraph, "第一段\n接着"),
            (items(false), "甲\n  续"),
            (items(true), "乙"),
            (items(true), "1. 丙\n> 引"),
            (Form::Row, "| a | b |"),
            (Form::Row, "|---|---|"),
            (Form::Live, ""),
            (Form::Heading(1), "尾"),
        ]
        .map(|(form, text)| (form, text.to_owned()))
        .into();
        assert_eq!(read(text), expected);
    }

    #[test]
    fn code_and_addresses_are_masked() {
        let of = |text: &str| read(text).remove(0).1;
        assert_eq!(of("共`=a.b`次"), "共======次");
        assert_eq!(of("写 `x` 和 ``a`b``"), "写 ··· 和 ·······");
        assert_eq!(of("见[表](a.md)和<http://x>。"), "见[表·······和··········。");
        assert_eq!(of("见https://a.b/c。"), "见·············。");
        assert_eq!(of("孤`单"), "孤`单");
        assert_eq!(read("[a]: b\n[^1]: 注"), [(Form::Paragraph, " 注".to_owned())]);
    }
}
