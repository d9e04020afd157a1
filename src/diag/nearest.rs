//! The known word that was probably meant.

/// The candidate with the fewest edits from `word`, where they are few enough for a slip: one for words of two or three
/// characters, a third of the length for longer ones. The first of equals wins, so candidates go in a fixed order.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    let most = (word.len() / 3).max(usize::from(word.len() > 1));
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other: Vec<char> = candidate.to_lowercase().chars().collect();
        if word.len().abs_diff(other.len()) > most {
            continue;
        }
        let edits = edits(&word, &other);
        if edits <= most && best.is_none_or(|(fewest, _)| edits < fewest) {
            best = Some((edits, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Damerau–Levenshtein distance with adjacent transpositions (optimal string alignment).
fn edits(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1; b.len() + 1];
        for (j, y) in b.iter().enumerate() {
            row[j + 1] = (previous[j] + usize::from(x != y)).min(previous[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && x == &b[j - 1] && &a[i - 1] == y {
                row[j + 1] = row[j + 1].min(before[j - 1] + 1);
            }
        }
        before = std::mem::replace(&mut previous, row);
    }
    previous[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found() {
        let known = ["日期", "类型", "标题", "trust_stage"];
        assert_eq!(nearest("日其", known), Some("日期"));
        assert_eq!(nearest("型类", known), Some("类型"));
        assert_eq!(nearest("trust_stge", known), Some("trust_stage"));
        assert_eq!(nearest("完全不同", known), None);
        assert_eq!(nearest("日", known), None);
    }
}
