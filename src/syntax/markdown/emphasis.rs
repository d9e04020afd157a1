//! Emphasis beside Chinese marks.
//!
//! CommonMark lets a run of asterisks close only if it is right-flanking, which a run between a mark and a letter is not: in
//! `**优点：**该生` the asterisks stay. The rule relies on spaces between words, which Chinese does not write. It does allow
//! a run between *two* marks to open and to close. So a stand-in, a mark that occurs nowhere in the text, is put between such
//! a run and the letter beside it; the parser reads the text with the stand-ins, and they are taken out of whatever it
//! returns. They change nothing but flanking: each stands beside a letter in mid-line, where no other construct begins.

use std::borrow::Cow;

use super::mark::{Neighbour, closes, ends_clause, opens};

/// A text with stand-ins, and the way back.
pub(super) struct Eased<'text> {
    text: Cow<'text, str>,
    /// The stand-in, and where it was put: offsets into the text without stand-ins, ascending.
    stand_in: Option<(char, Vec<usize>)>,
}

impl<'text> Eased<'text> {
    /// Puts stand-ins where they are needed. A text that needs none is borrowed.
    pub(super) fn new(text: &'text str) -> Self {
        let places = if text.contains('*') || text.contains("~~") { places(text) } else { Vec::new() };
        let stand_in = if places.is_empty() { None } else { free_mark(text) };
        let Some(mark) = stand_in else { return Self { text: Cow::Borrowed(text), stand_in: None } };
        let mut eased = String::with_capacity(text.len() + places.len() * mark.len_utf8());
        let mut from = 0;
        for place in &places {
            eased.push_str(&text[from..*place]);
            eased.push(mark);
            from = *place;
        }
        eased.push_str(&text[from..]);
        Self { text: Cow::Owned(eased), stand_in: Some((mark, places)) }
    }

    /// The text for the parser.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// `words` without stand-ins.
    pub(super) fn clean<'words>(&self, words: &'words str) -> Cow<'words, str> {
        match &self.stand_in {
            Some((mark, _)) if words.contains(*mark) => Cow::Owned(words.replace(*mark, "")),
            _ => Cow::Borrowed(words),
        }
    }

    /// The offset in the text without stand-ins that `offset` in the text with them stands for.
    pub(super) fn original(&self, offset: usize) -> usize {
        let Some((mark, places)) = &self.stand_in else { return offset };
        let length = mark.len_utf8();
        // The stand-in with number n ends at its place + (n + 1) lengths in the eased text.
        let (mut low, mut high) = (0, places.len());
        while low < high {
            let middle = low.midpoint(high);
            if places[middle] + (middle + 1) * length <= offset { low = middle + 1 } else { high = middle }
        }
        offset - low * length
    }
}

/// Where stand-ins are needed. An escaped asterisk is no delimiter; runs in code are taken along, which does no harm.
fn places(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| matches!(byte, b'*' | b'~' | b'\\')) {
        let start = at + found;
        let delimiter = bytes[start];
        if delimiter == b'\\' {
            at = if bytes.get(start + 1).is_some_and(u8::is_ascii_punctuation) { start + 2 } else { start + 1 };
            continue;
        }
        let length = bytes[start..].iter().take_while(|byte| **byte == delimiter).count();
        at = start + length;
        if delimiter == b'~' && length != 2 {
            continue;
        }
        let before = Neighbour::of(text[..start].chars().next_back());
        let after = Neighbour::of(text[at..].chars().next());
        match (before, after) {
            (Neighbour::AsciiWord | Neighbour::Word, Neighbour::Mark(mark)) if may_open_before(mark) => places.push(start),
            (Neighbour::Word, Neighbour::AsciiMark(mark)) if length > 1 && may_open_before_ascii(mark) => places.push(start),
            (Neighbour::Mark(mark), Neighbour::AsciiWord | Neighbour::Word) if !opens(mark) => places.push(at),
            (Neighbour::AsciiMark(mark), Neighbour::Word) if length > 1 && may_close_after_ascii(mark) => places.push(at),
            _ => {}
        }
    }
    places
}

/// A run between a letter and the end of a clause closes: `**好**，`. It would open only after a slip of the mouse, and a
/// single one is a footnote star: `0.03*，0.01*。`.
fn may_open_before(mark: char) -> bool {
    !closes(mark) && !ends_clause(mark)
}

/// Beside ASCII marks a single asterisk stays CommonMark's: it is multiplication (`长*(宽+高)*2`).
fn may_open_before_ascii(mark: char) -> bool {
    may_open_before(mark) && !matches!(mark, '|' | '_')
}

fn may_close_after_ascii(mark: char) -> bool {
    // `>` and `#` may be the mark of a quotation or a heading; `|` is the edge of a table's cell.
    !opens(mark) && !matches!(mark, '|' | '>' | '#')
}

/// A mark that `text` holds neither as it is nor as a numeric entity. Braille patterns are marks, take no part in Markdown,
/// have no named entities and are not written in notes.
fn free_mark(text: &str) -> Option<char> {
    (0x2801..=0x28FF_u32).filter_map(char::from_u32).find(|mark| {
        let code = *mark as u32;
        !text.contains(*mark)
            && !text.contains(&format!("{code:x}"))
            && !text.contains(&format!("{code:X}"))
            && !text.contains(&format!("{code}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let eased = Eased::new(text);
        assert_eq!(eased.text().replace('\u{2801}', "¦"), expected);
        assert_eq!(eased.clean(eased.text()), text);
    }

    #[test]
    fn stand_ins_go_between_the_run_and_the_letter() {
        check("**优点：**该生", "**优点：**¦该生");
        check("他说**“好”**。", "他说¦**“好”**。");
        check("~~删除。~~后文", "~~删除。~~¦后文");
        check("**优点:**该生**(重点)**内容", "**优点:**¦该生¦**(重点)**¦内容");
        check("**加油💪**同学", "**加油💪**¦同学");
    }

    #[test]
    fn text_that_needs_none_is_left_alone() {
        for text in [
            "a**(b)**c",
            "2*(3+4)*5",
            "长*(宽+高)*2",
            "p<0.05*，p<0.01*。",
            "\\*“x”\\*字",
            "**好**，**（甲）**",
            "明天见~“好”~吧",
            "（**甲**）",
            "> **甲**",
            ">**甲**",
            "| **甲**|**乙** |",
        ] {
            assert!(matches!(Eased::new(text).text, Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn offsets_lead_back() {
        let text = "**甲：**乙**“丙”**丁 [x](y)";
        let eased = Eased::new(text);
        for (offset, character) in eased.text().char_indices().filter(|(_, it)| *it != '\u{2801}') {
            assert!(text[eased.original(offset)..].starts_with(character), "{offset}");
        }
        assert_eq!(eased.original(eased.text().len()), text.len());
    }

    #[test]
    fn the_stand_in_is_never_one_of_the_texts_own_characters() {
        assert_eq!(free_mark("甲\u{2801}&#x2802;&#10243;"), Some('\u{2804}'));
        let full: String = (0x2801..=0x28FF).filter_map(char::from_u32).chain("**甲：**乙".chars()).collect();
        assert_eq!(Eased::new(&full).text(), full, "no free mark: CommonMark's own treatment");
    }
}
