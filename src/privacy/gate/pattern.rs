//! What is looked for: the forms in which an item can stand in a file, folded.

use super::fold::Symbol;

/// One form of one item.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    /// Its symbols.
    pub(super) symbols: Vec<Symbol>,
    /// Where a new syllable, word or group begins, as positions in `symbols`.
    pub(super) joints: Vec<usize>,
    /// What counts as a match.
    pub(super) rule: Rule,
    /// How it would be told.
    pub(super) form: Form,
    /// Which item, by position in the gate's list.
    pub(super) item: usize,
    /// Innocent words that hold it: the word's symbols, and where in them the pattern begins.
    pub(super) allowed: Vec<(Vec<Symbol>, usize)>,
}

/// When symbols in the right order are a leak. What may lie between them, and what must lie around them, depends on how
/// easily the same symbols meet by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// A name in Chinese characters, or anything with some.
    Han,
    /// The same backwards.
    HanBackwards,
    /// A name in Latin letters. `plain` where the letters also are a word of English or of web pages, so that they count only
    /// where it is seen that they are a name: by a blank, a capital or a tone.
    Latin {
        /// Whether the letters also are an ordinary word.
        word: bool,
    },
    /// Initials: capitals, and at each joint a dot or blank.
    Initials,
    /// A known number.
    Number,
    /// A date: at each joint something between, nothing elsewhere.
    Grouped,
    /// A pupil's code, as a word.
    Code,
    /// Letters and digits backwards, as a word.
    Backwards,
}

/// In which form a leak stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// As written, or in a form that reads the same.
    Written,
    /// With blanks, signs or markup between.
    Split,
    /// In pinyin.
    Pinyin,
    /// Initials.
    Initials,
    /// Backwards.
    Backwards,
    /// As the hash of it.
    Hash,
}

/// Notes in a pattern which of these innocent words hold it. False where the pattern is itself such a word, and no longer one
/// to look for.
pub(super) fn allow(pattern: &mut Pattern, words: &[Vec<Symbol>]) -> bool {
    if !matches!(pattern.rule, Rule::Han) {
        return true;
    }
    for word in words {
        if *word == pattern.symbols {
            return false;
        }
        let places = word.windows(pattern.symbols.len()).enumerate().filter(|(_, it)| *it == pattern.symbols);
        pattern.allowed.extend(places.map(|(at, _)| (word.clone(), at)));
    }
    true
}
