//! Ordinary words, by which a name is told from a word that is written alike.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Every word of the list. Forty thousand short strings that live in the program; the set is made when it is first asked.
static WORDS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("data/words.txt").lines().filter(|line| !line.starts_with('#')).collect());

/// The longest word of the list, in characters.
pub(crate) const LONGEST: usize = 4;

/// Whether this is an ordinary word: 高兴, 禾苗, 小满.
pub(crate) fn is_word(text: &str) -> bool {
    WORDS.contains(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_words_and_names_are_not() {
        for word in ["高兴", "林间", "禾苗", "小满", "树林", "虚怀若谷", "海纳百川"] {
            assert!(is_word(word), "{word}");
        }
        for name in ["林禾苗", "行远", "知桐", "亦安", "阿依古丽"] {
            assert!(!is_word(name), "{name}");
        }
    }
}
