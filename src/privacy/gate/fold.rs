//! What is the same to a reader: traditional and simplified, full and half width, capital and small, with and without marks.
//!
//! Every character becomes a [`Symbol`], or a [`Gap`] between symbols. Roster and files are folded alike, so that what is
//! compared is only what can be told apart by eye or by ear.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// A folded Chinese character, a small Latin letter, a digit.
pub(super) type Symbol = u32;

/// What lies between two symbols, from nothing to a wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing that is seen: zero-width characters, soft hyphens, marks above letters.
    Tight,
    /// Blanks and line ends.
    Blank,
    /// Dots, dashes, slashes, quotes and the like, which may stand within a name that somebody split.
    Mark,
    /// What ends a piece of a sentence.
    Stop,
    /// The border of a paragraph, cell or item: [`BLOCK`].
    Block,
    /// Two things that have nothing to do with each other: [`BREAK`].
    Break,
}

/// The sign for the border of a block in texts that the readers of files hand on.
pub(super) const BLOCK: char = '\u{2}';
/// The sign between two texts that do not belong together.
pub(super) const BREAK: char = '\u{3}';

/// What a character comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Folded {
    /// A symbol.
    Symbol(Symbol),
    /// No symbol.
    Gap(Gap),
    /// Several symbols, to be had from [`expand`].
    Several,
}

/// Values below this in the table are gaps.
const GAPS: [Gap; 6] = [Gap::Tight, Gap::Blank, Gap::Mark, Gap::Stop, Gap::Block, Gap::Break];
/// The table's sign for several symbols.
const SEVERAL: u16 = 7;

/// Target, then the characters that are variants of it: traditional, other forms, radicals. From the Unicode Character
/// Database (Unihan_Variants, EquivalentUnifiedIdeograph), restricted to targets of 通用规范汉字表.
const VARIANTS: &str = include_str!("variants.txt");

/// Letters of other scripts that look like Latin ones.
const LOOKALIKES: &str = "aаɑα bЬ cсϲ dԁ eеєҽ gɡ hһ iіıɩι jјϳ kκк lӏⅼ mм nп oоοօ pрρ qԛ sѕ tт uυ vν wԝѡ xхχ yуγү zᴢ";

static VARIANT: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let mut map = HashMap::new();
    for line in VARIANTS.lines() {
        let mut chars = line.chars();
        let Some(target) = chars.next() else { continue };
        map.extend(chars.map(|it| (it, target)));
    }
    for group in LOOKALIKES.split(' ') {
        let mut chars = group.chars();
        let Some(target) = chars.next() else { continue };
        map.extend(chars.map(|it| (it, target)));
    }
    map.extend([('零', '〇'), ('幺', '一'), ('ø', 'o'), ('đ', 'd'), ('ł', 'l')]);
    map
});

static TABLE: LazyLock<Box<[u16]>> = LazyLock::new(|| (0..=u32::from(u16::MAX)).map(entry).collect());

fn entry(code: u32) -> u16 {
    let Some(char) = char::from_u32(code) else { return Gap::Mark as u16 };
    match slowly(char) {
        Folded::Gap(gap) => gap as u16,
        Folded::Symbol(symbol) => u16::try_from(symbol).unwrap_or(SEVERAL),
        Folded::Several => SEVERAL,
    }
}

/// What a character comes to.
pub(super) fn fold(char: char) -> Folded {
    let code = char as u32;
    match TABLE.get(code as usize) {
        Some(&SEVERAL) => Folded::Several,
        Some(&value) => match GAPS.get(usize::from(value)) {
            Some(gap) => Folded::Gap(*gap),
            None => Folded::Symbol(u32::from(value)),
        },
        None => slowly(char),
    }
}

/// The symbols of a character that comes to several, or to one beyond the table's reach.
pub(super) fn expand(char: char) -> Vec<Symbol> {
    let parts = decompose(char).into_iter().filter_map(|it| match single(it) {
        Folded::Symbol(symbol) => Some(symbol),
        _ => None,
    });
    parts.collect()
}

/// The symbols of a text and nothing else.
pub(super) fn symbols(text: &str) -> Vec<Symbol> {
    let mut symbols = Vec::with_capacity(text.len() / 2);
    for char in text.chars() {
        match fold(char) {
            Folded::Symbol(symbol) => symbols.push(symbol),
            Folded::Several => symbols.extend(expand(char)),
            Folded::Gap(_) => {}
        }
    }
    symbols
}

/// Whether a symbol is a Chinese character.
pub(super) fn is_han(symbol: Symbol) -> bool {
    symbol > 0x2e00 && char::from_u32(symbol).is_some_and(crate::privacy::roster::is_han)
}

/// The parts of a character in compatibility form, small, without combining marks.
fn decompose(char: char) -> Vec<char> {
    let lower = char.to_lowercase().next().unwrap_or(char);
    std::iter::once(lower).nfkd().filter(|it| !is_combining(*it)).flat_map(char::to_lowercase).collect()
}

fn slowly(char: char) -> Folded {
    // before a compatible form makes a bracket of a Chinese one
    if char.is_ascii() || matches!(char, '（' | '）' | '…') {
        return single(char);
    }
    match decompose(char).as_slice() {
        [] => Folded::Gap(Gap::Tight),
        [one] => single(*one),
        _ if !expand(char).is_empty() => Folded::Several,
        several => several.iter().map(|it| single(*it)).next().unwrap_or(Folded::Gap(Gap::Mark)),
    }
}

/// What one decomposed character comes to.
fn single(char: char) -> Folded {
    let char = VARIANT.get(&char).copied().unwrap_or(char);
    match char {
        'a'..='z' | '0'..='9' => Folded::Symbol(char as u32),
        'A'..='Z' => Folded::Symbol(char.to_ascii_lowercase() as u32),
        BLOCK => Folded::Gap(Gap::Block),
        BREAK => Folded::Gap(Gap::Break),
        _ if is_invisible(char) => Folded::Gap(Gap::Tight),
        _ if char.is_whitespace() => Folded::Gap(Gap::Blank),
        _ if crate::privacy::roster::is_han(char) => Folded::Symbol(char as u32),
        ','
        | ';'
        | ':'
        | '!'
        | '?'
        | '…'
        | '—'
        | '–'
        | '\u{3001}'..='\u{3003}'
        | '\u{3008}'..='\u{3011}'
        | '\u{3014}'..='\u{301b}' => Folded::Gap(Gap::Stop),
        '“' | '”' | '‘' | '’' | '（' | '）' => Folded::Gap(Gap::Stop),
        _ => match digit(char) {
            Some(digit) => Folded::Symbol(u32::from(b'0') + digit),
            None if char.is_alphabetic() => Folded::Symbol(char as u32),
            None => Folded::Gap(Gap::Mark),
        },
    }
}

/// Digits of scripts whose digits stand in order from a multiple of 10 or 16.
fn digit(char: char) -> Option<u32> {
    let starts = [
        '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{17e0}',
        '\u{1810}',
    ];
    starts.iter().map(|it| (char as u32).wrapping_sub(*it as u32)).find(|it| *it < 10)
}

/// Marks that stand on or in other characters.
fn is_combining(char: char) -> bool {
    unicode_normalization::char::is_combining_mark(char)
}

/// Characters that take no room.
fn is_invisible(char: char) -> bool {
    matches!(char,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || is_combining(char)
        || char.is_control() && !char.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_the_same_folds_the_same() {
        let same = [
            ("林禾苗", "林\u{200b}禾\u{ad}苗"),
            ("叶小满", "葉小滿"),
            ("龙", "\u{f9c4}"),
            ("一二", "\u{2f00}\u{2f06}"),
            ("民", "⺠"),
            ("abc", "ＡＢＣ"),
            ("linhemiao", "Lín Hé‐miáo"),
            ("lin", "lin\u{301}"),
            ("lin", "𝐋𝐢𝐧"),
            ("chen", "сhеn"),
            ("123", "①②③"),
            ("123", "１２３"),
            ("123", "١٢٣"),
            ("二〇一六", "二零一六"),
            ("fi", "ﬁ"),
        ];
        for (plain, other) in same {
            assert_eq!(symbols(plain), symbols(other), "{plain} {other}");
        }
        assert_ne!(symbols("林"), symbols("木木"));
        assert_ne!(symbols("干"), symbols("乾"), "both are in use and differ");
    }

    #[test]
    fn gaps_are_told_apart() {
        let cases = [
            ('\u{200d}', Gap::Tight),
            ('\u{fe0f}', Gap::Tight),
            ('\u{7}', Gap::Tight),
            (' ', Gap::Blank),
            ('\u{3000}', Gap::Blank),
            ('\n', Gap::Blank),
            ('·', Gap::Mark),
            ('-', Gap::Mark),
            ('\u{1f600}', Gap::Mark),
            ('，', Gap::Stop),
            ('。', Gap::Stop),
            ('（', Gap::Stop),
            ('”', Gap::Stop),
            (BLOCK, Gap::Block),
            (BREAK, Gap::Break),
        ];
        for (char, gap) in cases {
            assert_eq!(fold(char), Folded::Gap(gap), "{char:?}");
        }
    }

    #[test]
    fn the_table_of_variants_is_in_order() {
        for line in VARIANTS.lines() {
            let target = line.chars().next().expect("a target");
            assert!(line.chars().count() > 1 && (!VARIANT.contains_key(&target) || matches!(target, '零' | '幺')), "{line}");
        }
    }
}
