//! Which characters count as one another.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Traditional and regional characters with the simplified one, in order.
static SIMPLIFIED: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let lines = include_str!("traditional.txt").lines().filter(|it| !it.starts_with('#'));
    let mut pairs = Vec::new();
    for group in lines.flat_map(str::split_whitespace) {
        let mut characters = group.chars();
        if let Some(simplified) = characters.next() {
            pairs.extend(characters.map(|it| (it, simplified)));
        }
    }
    pairs.sort_unstable();
    pairs
});

/// A text in which characters that count as one another are the same. Nothing changes its length in UTF-16, not even a character
/// that stands for several, such as `㎡`: it counts as itself.
pub fn fold(text: &str) -> String {
    text.chars().map(fold_one).collect()
}

fn fold_one(it: char) -> char {
    if it.is_ascii() {
        return it.to_ascii_lowercase();
    }
    if it.len_utf16() > 1 {
        return it;
    }
    let narrow = only(std::iter::once(it).nfkc()).and_then(|it| only(it.to_lowercase())).filter(|it| it.len_utf16() == 1);
    simplified(narrow.unwrap_or(it))
}

fn simplified(it: char) -> char {
    let found = SIMPLIFIED.binary_search_by_key(&it, |(traditional, _)| *traditional).ok().and_then(|at| SIMPLIFIED.get(at));
    found.map_or(it, |(_, simplified)| *simplified)
}

fn only(mut characters: impl Iterator<Item = char>) -> Option<char> {
    characters.next().filter(|_| characters.next().is_none())
}

/// Every traditional character that may be asked for where these UTF-16 units are the text, each followed by the simplified one.
pub fn variants(units: &BTreeSet<u16>) -> String {
    let occurs: BTreeSet<char> = units.iter().filter_map(|it| char::from_u32(u32::from(*it))).map(fold_one).collect();
    let wanted = SIMPLIFIED.iter().filter(|(_, simplified)| occurs.contains(simplified));
    wanted.flat_map(|(traditional, simplified)| [*traditional, *simplified]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_are_the_same_and_nothing_changes_its_length() {
        for (one, other) in [
            ("轉化學習困難學生", "转化学习困难学生"),
            ("ＡＢＣ１２３（％）", "abc123(%)"),
            ("头髮、發現", "头发、发现"),
            ("看著", "看着"),
        ] {
            assert_eq!(fold(one), fold(other));
        }
        for kept in ["㎡", "İ", "😀", "𝐀", "。", "…"] {
            assert_eq!(fold(kept), kept);
        }
        for it in '\0'..='\u{ffff}' {
            let folded = fold_one(it);
            assert_eq!(folded.len_utf16(), 1, "{it}");
            assert_eq!(fold_one(folded), folded, "{it} becomes {folded}, which is no end");
        }
    }

    #[test]
    fn only_what_may_be_asked_for_is_given_away() {
        let units = "发学a".encode_utf16().collect();
        assert_eq!(variants(&units), "學学發发髮发");
        assert_eq!(variants(&"髮".encode_utf16().collect()), "發发髮发", "a text may be traditional itself");
        assert_eq!(variants(&BTreeSet::new()), "");
    }
}
