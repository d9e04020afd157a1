//! The form in which texts are compared with names: what a reader takes for the same, is the same.
//!
//! Full-width and compatibility forms, traditional characters, capital letters and accents fold into one form. Characters that
//! nobody sees (zero-width ones, variation selectors, marks) are dropped, and so are blanks and the small signs with which a
//! word can be pulled apart; entities, percent signs and `\u` escapes are read as what they stand for. Every character of the
//! folded form knows from where in the original it came, so that what is found can be replaced there.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Stretches of text in order of reading, folded into one.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    /// What is left to compare.
    pub(crate) text: String,
    /// One for each character of `text`.
    places: Vec<Place>,
}

/// Where a folded character came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// Its first byte in the folded text.
    pub(crate) at: u32,
    /// Which stretch.
    pub(crate) leaf: u32,
    /// Its first byte in the stretch.
    pub(crate) start: u32,
    /// One past its last byte in the stretch.
    pub(crate) end: u32,
    /// Whether something that is seen was dropped before it: a blank, a hyphen.
    pub(crate) apart: bool,
}

/// What becomes of a character.
enum Fate {
    /// Seen by nobody.
    Unseen,
    /// Pulls words apart and says nothing.
    Joint,
    /// Stays, as this.
    Kept(char),
    /// Stays, as several.
    Several(Vec<char>),
}

/// Stands in the folded text for what separates words, such as a computed figure.
const BREAK: char = '\u{FFFC}';

impl Folded {
    /// One text.
    #[cfg(test)]
    pub(crate) fn of(text: &str) -> Self {
        let mut folded = Self::default();
        folded.push(0, text, false);
        folded
    }

    /// Adds a stretch. With `tags`, what stands in angle brackets counts as unseen.
    pub(crate) fn push(&mut self, leaf: u32, text: &str, tags: bool) {
        let mut apart = false;
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let start = text.len() - rest.len();
            let (character, length) = match first {
                '<' if tags => match rest.find('>') {
                    Some(end) => {
                        rest = &rest[end + 1..];
                        continue;
                    }
                    None => (first, first.len_utf8()),
                },
                '&' => entity(rest).unwrap_or((first, 1)),
                '%' => percent(rest).unwrap_or((first, 1)),
                '\\' => escape(rest).unwrap_or((first, 1)),
                other => (other, other.len_utf8()),
            };
            rest = &rest[length..];
            let mut keep = |it: char, apart: bool| {
                let place =
                    Place { at: self.text.len() as u32, leaf, start: start as u32, end: (start + length) as u32, apart };
                self.places.push(place);
                self.text.push(it);
            };
            match fate(character) {
                Fate::Unseen => {}
                Fate::Joint => apart = true,
                Fate::Kept(it) => {
                    keep(it, apart);
                    apart = false;
                }
                Fate::Several(all) => {
                    for it in all {
                        keep(it, apart);
                        apart = false;
                    }
                }
            }
        }
    }

    /// Adds what no word reaches across.
    pub(crate) fn push_break(&mut self, leaf: u32) {
        self.places.push(Place { at: self.text.len() as u32, leaf, start: 0, end: 0, apart: true });
        self.text.push(BREAK);
    }

    /// The index of the character that begins at a byte of the folded text, or of the first one after it.
    pub(crate) fn index_at(&self, byte: usize) -> usize {
        self.places.partition_point(|it| (it.at as usize) < byte)
    }

    /// Where the character with this index came from.
    pub(crate) fn place(&self, index: usize) -> Option<Place> {
        self.places.get(index).copied()
    }
}

/// A text in the form in which it is compared, without the places.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = Folded::default();
    folded.push(0, text, false);
    folded.text
}

/// The simplified form of a character.
pub(crate) fn simplified(it: char) -> char {
    static PAIRS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
        let lines = include_str!("data/simplified.txt").lines().filter(|line| !line.starts_with('#'));
        let pair = |line: &str| {
            let mut both = line.chars();
            both.next().zip(both.next())
        };
        lines.filter_map(pair).collect()
    });
    PAIRS.get(&it).copied().unwrap_or(it)
}

fn fate(it: char) -> Fate {
    match it {
        'a'..='z' | '0'..='9' => Fate::Kept(it),
        'A'..='Z' => Fate::Kept(it.to_ascii_lowercase()),
        '\u{4E00}'..='\u{9FFF}' => Fate::Kept(simplified(it)),
        _ if is_joint(it) => Fate::Joint,
        _ if is_unseen(it) => Fate::Unseen,
        _ if it.is_ascii() => Fate::Kept(it),
        _ => {
            let mut kept = Vec::new();
            for part in std::iter::once(it).nfkd().filter(|part| !is_combining_mark(*part)) {
                if is_joint(part) {
                    continue;
                }
                kept.extend(part.to_lowercase().map(simplified));
            }
            match kept.as_slice() {
                [] => Fate::Joint,
                [one] => Fate::Kept(*one),
                _ => Fate::Several(kept),
            }
        }
    }
}

/// Blanks, and signs that stand between the characters of a name without parting it for a reader.
fn is_joint(it: char) -> bool {
    it.is_whitespace()
        || matches!(
            it,
            '-' | '\u{2010}'
                | '\u{2011}'
                | '_'
                | '.'
                | '*'
                | '~'
                | '`'
                | '^'
                | '|'
                | '/'
                | '\\'
                | '+'
                | '='
                | '·'
                | '•'
                | '・'
                | '･'
                | '‧'
                | '∙'
                | '⋅'
                | '\''
                | '’'
                | '．'
                | '－'
                | '／'
                | '＿'
                | '｜'
                | '＊'
                | '～'
        )
}

/// Characters that a reader does not see: controls, zero-width ones, selectors, marks that only modify.
fn is_unseen(it: char) -> bool {
    it.is_control()
        || is_combining_mark(it)
        || matches!(
            it,
            '\u{AD}'
                | '\u{34F}'
                | '\u{61C}'
                | '\u{115F}'..='\u{1160}'
                | '\u{17B4}'..='\u{17B5}'
                | '\u{180B}'..='\u{180F}'
                | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{3164}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF9}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

/// `&#26519;`, `&#x6797;` and the few names of entities that a word could be pulled apart with.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|it| it == b';')?;
    let name = text.get(1..end)?;
    let character = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
        None => match name {
            "nbsp" | "ensp" | "emsp" | "thinsp" | "hairsp" => ' ',
            "zwnj" | "zwj" | "shy" | "ZeroWidthSpace" | "NoBreak" => '\u{200B}',
            "middot" | "centerdot" | "bull" => '·',
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => return None,
        },
    };
    Some((character, end + 1))
}

/// `%E6%9E%97`.
fn percent(text: &str) -> Option<(char, usize)> {
    let byte = |at: usize| {
        let pair = text.get(at * 3..at * 3 + 3)?.strip_prefix('%')?;
        u8::from_str_radix(pair, 16).ok()
    };
    let first = byte(0)?;
    let length = match first {
        0x20..=0x7E => 1,
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let bytes: Option<Vec<u8>> = (0..length).map(byte).collect();
    let decoded = String::from_utf8(bytes?).ok()?;
    decoded.chars().next().map(|it| (it, length * 3))
}

/// `\u6797`, `\u{6797}`.
fn escape(text: &str) -> Option<(char, usize)> {
    let rest = text.strip_prefix("\\u").or(text.strip_prefix("\\U"))?;
    let (digits, length) = match rest.strip_prefix('{') {
        Some(inner) => {
            let end = inner.bytes().take(7).position(|it| it == b'}')?;
            (inner.get(..end)?, end + 4)
        }
        None => (rest.get(..4)?, 6),
    };
    let code = u32::from_str_radix(digits, 16).ok()?;
    char::from_u32(code).map(|it| (it, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_name_are_one() {
        for text in [
            "林禾苗",
            "林 禾　苗",
            "林\u{200B}禾\u{FE0F}苗",
            "林·禾-苗",
            "&#26519;禾&#x82D7;",
            "林&nbsp;禾&zwnj;苗",
            "%E6%9E%97禾苗",
            "\\u6797禾\\u{82D7}",
            "林\n禾\u{AD}苗",
        ] {
            assert_eq!(fold(text), "林禾苗", "{text:?}");
        }
        for text in ["Lín Hémiáo", "ＬＩＮ　ｈｅｍｉａｏ", "lin-he.miao", "L\u{00ED}n he\u{0301}mia\u{0301}o"] {
            assert_eq!(fold(text), "linhemiao", "{text:?}");
        }
        assert_eq!(fold("陳曉東"), "陈晓东");
        assert_eq!(fold("⽊⾦"), "木金", "radicals");
        assert_eq!(fold("\u{F9F4}"), "林", "compatibility ideograph");
        assert_eq!(fold("林，禾苗。"), "林,禾苗。", "marks of sentences stay");
    }

    #[test]
    fn every_character_knows_its_place() {
        let text = "同学 &#26519;\u{200B}禾苗说";
        let folded = Folded::of(text);
        let at = folded.text.find("林禾苗").expect("there");
        let (first, last) = (folded.index_at(at), folded.index_at(at + 6));
        let (first, last) = (folded.place(first).expect("first"), folded.place(last).expect("last"));
        assert_eq!(&text[first.start as usize..last.end as usize], "&#26519;\u{200B}禾苗");
        assert!(first.apart && !last.apart);
    }

    #[test]
    fn tags_are_unseen_where_they_are_tags() {
        let mut folded = Folded::default();
        folded.push(0, "<b class=\"x\">林</b>禾<i>苗", true);
        assert_eq!(folded.text, "林禾苗");
        assert_eq!(fold("3 < 5"), "3<5");
    }

    #[test]
    fn what_is_no_escape_is_itself() {
        assert_eq!(fold("100%的&符号；50%"), "100%的&符号;50%");
        assert_eq!(fold("A&B; C:\\u"), "a&b;c:u");
    }
}
