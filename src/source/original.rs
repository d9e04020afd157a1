//! A text as it stands in its file: with its encoding, its byte order mark and its own line ends.

use std::ops::Range;

use super::Encoding;
use super::encoding::{decoded, plain_lines};

/// A text file's content before line ends are made alike, so that it can be changed without touching anything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    text: String,
    encoding: Encoding,
}

impl Original {
    /// The text that `bytes` spell; `None` where they are no text or of no known encoding.
    pub fn of(bytes: Vec<u8>) -> Option<Self> {
        let (text, encoding) = decoded(bytes)?;
        Some(Self { text, encoding })
    }

    /// How it was encoded.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The text as the rest of the program reads it: without byte order mark and with `\n` alone.
    pub fn plain(&self) -> String {
        plain_lines(self.text.clone())
    }

    /// The file in UTF-8, its line ends as they were. Excel takes a table without a byte order mark for GBK, so `marked` puts one
    /// before it.
    pub fn utf8(&self, marked: bool) -> Vec<u8> {
        let text = self.text.strip_prefix(MARK).unwrap_or(&self.text);
        let mark = if marked { "\u{FEFF}" } else { "" };
        format!("{mark}{text}").into_bytes()
    }

    /// The file with stretches of its plain text replaced, all else byte for byte as it was; line breaks that come are the
    /// file's own. `None` where the stretches overlap or are no places of the text.
    pub fn edited(&self, edits: &[(Range<usize>, &str)]) -> Option<String> {
        let mut edits = edits.to_vec();
        edits.sort_by_key(|it| (it.0.start, it.0.end));
        let line_end = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let places = self.places(edits.iter().flat_map(|it| [it.0.start, it.0.end]))?;
        let mut out = String::with_capacity(self.text.len() + 64);
        let mut at = 0;
        for ((_, words), place) in edits.iter().zip(places.chunks(2)) {
            let [start, end] = place else { return None };
            out.push_str(self.text.get(at..*start)?);
            out.push_str(&words.replace('\n', line_end));
            at = *end;
        }
        out.push_str(self.text.get(at..)?);
        Some(out)
    }

    /// The offsets in the file's text of offsets in the plain one, which must not descend.
    fn places(&self, wanted: impl Iterator<Item = usize>) -> Option<Vec<usize>> {
        let mut places = Vec::new();
        let (mut plain, mut at) = (0, if self.text.starts_with(MARK) { MARK.len_utf8() } else { 0 });
        for offset in wanted {
            while plain < offset {
                let rest = self.text.get(at..)?;
                let step = if rest.starts_with("\r\n") { 2 } else { rest.chars().next()?.len_utf8() };
                plain += if rest.starts_with('\r') { 1 } else { step };
                at += step;
            }
            if plain > offset {
                return None;
            }
            places.push(at);
        }
        Some(places)
    }
}

/// The byte order mark.
const MARK: char = '\u{FEFF}';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_what_was_meant_changes() {
        let check = |source: &str, edits: &[(Range<usize>, &str)], expected: &str| {
            let original = Original::of(source.into()).expect("text");
            assert_eq!(original.edited(edits).as_deref(), Some(expected), "{source:?}");
            assert_eq!(original.edited(&[]).as_deref(), Some(source));
        };
        check("\u{FEFF}甲：1\r\n乙：2\r\n", &[(11..14, ": "), (3..6, ": ")], "\u{FEFF}甲: 1\r\n乙: 2\r\n");
        check("a\rb\nc\r\n", &[(2..3, "B"), (6..6, "d\n")], "a\rB\nc\r\nd\r\n");
        check("甲", &[(3..3, "\n---\n")], "甲\n---\n");
        let original = Original::of("甲乙丙".into()).expect("text");
        assert_eq!(original.edited(&[(0..1, "")]), None, "within a character");
        assert_eq!(original.edited(&[(0..6, ""), (3..9, "")]), None, "overlapping");
        assert_eq!(original.edited(&[(0..90, "")]), None, "past the end");
    }

    #[test]
    fn tables_are_marked_for_excel() {
        let bytes = encoding_rs::GB18030.encode("日期,表扬事由\r\n2026-03-05,主动帮助同学\r\n").0.into_owned();
        let original = Original::of(bytes).expect("text");
        assert_eq!(original.encoding(), Encoding::Gb18030);
        assert_eq!(original.utf8(true), "\u{FEFF}日期,表扬事由\r\n2026-03-05,主动帮助同学\r\n".as_bytes());
        assert_eq!(original.plain(), "日期,表扬事由\n2026-03-05,主动帮助同学\n");
    }
}
