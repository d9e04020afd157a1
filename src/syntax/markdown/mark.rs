//! What kind of character stands beside a run of asterisks or tildes.

/// A neighbour of a delimiter run, as CommonMark's flanking rule and ours see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Neighbour {
    /// White space, or the edge of the text.
    Space,
    /// ASCII punctuation.
    AsciiMark(char),
    /// Punctuation or a symbol outside ASCII.
    Mark(char),
    /// An ASCII letter or digit.
    AsciiWord,
    /// Any other character: Han, kana, letters.
    Word,
}

impl Neighbour {
    /// The kind of `character`; `None` is the edge of the text.
    pub(super) fn of(character: Option<char>) -> Self {
        match character {
            None => Neighbour::Space,
            Some(found) if found.is_whitespace() => Neighbour::Space,
            Some(found) if found.is_ascii_punctuation() => Neighbour::AsciiMark(found),
            Some(found) if found.is_ascii() => Neighbour::AsciiWord,
            Some(found) if is_mark(found) => Neighbour::Mark(found),
            Some(_) => Neighbour::Word,
        }
    }
}

/// Whether a character is a bracket that opens. Quotation marks are not: they are often typed the wrong way round.
pub(super) fn opens(mark: char) -> bool {
    matches!(mark, '（' | '《' | '〈' | '【' | '「' | '『' | '〔' | '〖' | '［' | '｛' | '(' | '[' | '{' | '<')
}

/// Whether a character is a bracket that closes.
pub(super) fn closes(mark: char) -> bool {
    matches!(mark, '）' | '》' | '〉' | '】' | '」' | '』' | '〕' | '〗' | '］' | '｝' | ')' | ']' | '}' | '>')
}

/// Whether a character ends a clause.
pub(super) fn ends_clause(mark: char) -> bool {
    matches!(mark, '，' | '。' | '、' | '；' | '：' | '！' | '？' | '．' | ',' | '.' | ';' | ':' | '!' | '?' | '%')
}

/// Whether `character`, which is not ASCII, is punctuation or a symbol in the sense of CommonMark (Unicode's classes P and S).
///
/// Only the blocks that occur beside Chinese text are listed; a mark that is missing keeps CommonMark's own treatment. A test
/// compares the list with the parser's.
pub(super) fn is_mark(character: char) -> bool {
    let code = character as u32;
    let after = MARKS.partition_point(|(first, _)| *first <= code);
    after.checked_sub(1).and_then(|at| MARKS.get(at)).is_some_and(|(_, last)| code <= *last)
}

const MARKS: [(u32, u32); 56] = [
    (0x00A1, 0x00A9),
    (0x00AB, 0x00AC),
    (0x00AE, 0x00B1),
    (0x00B4, 0x00B4),
    (0x00B6, 0x00B8),
    (0x00BB, 0x00BB),
    (0x00BF, 0x00BF),
    (0x00D7, 0x00D7),
    (0x00F7, 0x00F7),
    (0x2010, 0x2027),
    (0x2030, 0x205E),
    (0x20A0, 0x20C0),
    (0x2100, 0x2101),
    (0x2103, 0x2106),
    (0x2116, 0x2118),
    (0x211E, 0x2123),
    (0x2190, 0x2426),
    (0x249C, 0x24E9),
    (0x2500, 0x2775),
    (0x2794, 0x2B73),
    (0x2E00, 0x2E2E),
    (0x2E30, 0x2E5D),
    (0x3001, 0x3004),
    (0x3008, 0x3020),
    (0x3030, 0x3030),
    (0x303D, 0x303F),
    (0x309B, 0x309C),
    (0x30A0, 0x30A0),
    (0x30FB, 0x30FB),
    (0x3200, 0x321E),
    (0x322A, 0x3247),
    (0x3250, 0x3250),
    (0x3260, 0x327F),
    (0x328A, 0x32B0),
    (0x32C0, 0x33FF),
    (0xFE10, 0xFE19),
    (0xFE30, 0xFE52),
    (0xFE54, 0xFE66),
    (0xFE68, 0xFE6B),
    (0xFF01, 0xFF0F),
    (0xFF1A, 0xFF20),
    (0xFF3B, 0xFF40),
    (0xFF5B, 0xFF65),
    (0xFFE0, 0xFFE6),
    (0x1F000, 0x1F02B),
    (0x1F0A0, 0x1F0AE),
    (0x1F1E6, 0x1F202),
    (0x1F210, 0x1F23B),
    (0x1F300, 0x1F6D7),
    (0x1F6E0, 0x1F6EC),
    (0x1F6F0, 0x1F6FC),
    (0x1F7E0, 0x1F7EB),
    (0x1F900, 0x1FA53),
    (0x1FA70, 0x1FA7C),
    (0x1FA80, 0x1FA88),
    (0x1FA90, 0x1FABD),
];

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Event, Parser, Tag};

    /// Between a letter and a mark an asterisk cannot open.
    fn parser_says_mark(character: char) -> bool {
        !character.is_whitespace() && !Parser::new(&format!("a*{character}b*")).any(|it| it == Event::Start(Tag::Emphasis))
    }

    #[test]
    fn ranges_are_in_order() {
        assert!(MARKS.iter().all(|(first, last)| first <= last));
        assert!(MARKS.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    #[test]
    fn every_listed_mark_is_one_for_the_parser() {
        for code in MARKS.iter().flat_map(|(first, last)| *first..=*last) {
            let character = char::from_u32(code).unwrap();
            assert!(parser_says_mark(character), "{character:?} U+{code:04X}");
        }
    }

    #[test]
    fn no_mark_of_the_blocks_that_matter_is_missing() {
        for code in (0x80..0x100).chain(0x2010..0x2060).chain(0x3000..0x3100).chain(0xFE30..0xFE70).chain(0xFF00..0xFFE7) {
            let Some(character) = char::from_u32(code).filter(|it| !matches!(*it, '〶' | '〷')) else { continue };
            assert_eq!(is_mark(character), parser_says_mark(character), "{character:?} U+{code:04X}");
        }
    }
}
