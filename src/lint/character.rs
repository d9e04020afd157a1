//! What a character is, and what stands beside a place in a text.

use std::ops::Range;

/// Bytes of masked text: code, addresses and markup that no lint reads.
pub(super) const MASK: char = '\u{1}';
/// Bytes of a live figure, which stands for a number with its n.
pub(super) const FIGURE: char = '\u{2}';

/// Whether a character is written Chinese.
pub(super) fn is_han(character: char) -> bool {
    matches!(character, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '〇')
}

/// Whether a character is a numeral of written Chinese.
pub(super) fn is_numeral(character: char) -> bool {
    matches!(character, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '〇' | '零' | '百' | '两')
}

/// Whether a character ends a sentence.
pub(super) fn ends_sentence(character: char) -> bool {
    matches!(character, '。' | '！' | '？' | '；' | '\n' | '!' | '?' | ';')
}

/// Whether a character ends a clause.
pub(super) fn ends_clause(character: char) -> bool {
    ends_sentence(character) || matches!(character, '，' | '：' | ',' | ':' | '…')
}

/// The character before a place.
pub(super) fn before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

/// The character at a place.
pub(super) fn after(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// What stands before a place within its clause, at most so many characters of it.
pub(super) fn clause_before(text: &str, at: usize, most: usize) -> &str {
    let before = text.get(..at).unwrap_or_default();
    let from = before.char_indices().rev().take(most).take_while(|(_, it)| !ends_clause(*it)).last();
    before.get(from.map_or(at, |(from, _)| from)..).unwrap_or_default()
}

/// What stands after a place within its clause, at most so many characters of it.
pub(super) fn clause_after(text: &str, at: usize, most: usize) -> &str {
    let after = text.get(at..).unwrap_or_default();
    let to = after.char_indices().take(most).take_while(|(_, it)| !ends_clause(*it)).last();
    after.get(..to.map_or(0, |(to, it)| to + it.len_utf8())).unwrap_or_default()
}

/// The sentence around a place.
pub(super) fn sentence(text: &str, at: usize) -> &str {
    text.get(sentence_range(text, at)).unwrap_or_default()
}

/// Where the sentence around a place stands, without the mark that ends it.
pub(super) fn sentence_range(text: &str, at: usize) -> Range<usize> {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let from = before.char_indices().rev().find(|(_, it)| ends_sentence(*it)).map_or(0, |(at, it)| at + it.len_utf8());
    let to = after.find(ends_sentence).map_or(text.len(), |it| before.len() + it);
    from..to
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_and_sentences_end_at_their_marks() {
        let text = "先说一句。班里不排名次，也不公布！完";
        let at = text.find("名次").expect("there");
        assert_eq!(clause_before(text, at, 10), "班里不排");
        assert_eq!(clause_before(text, at, 2), "不排");
        assert_eq!(clause_after(text, at + "名次".len(), 10), "");
        assert_eq!(clause_after(text, at, 1), "名");
        assert_eq!(sentence(text, at), "班里不排名次，也不公布");
        assert_eq!(sentence(text, 0), "先说一句");
        assert_eq!(sentence(text, text.len()), "完");
    }
}
