//! Whether a line break between two characters is a space.

/// What one end of a stretch of text is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// Han, kana or full-width punctuation: no space beside it.
    Wide,
    /// Letters, digits, ASCII punctuation: words are set apart by spaces.
    Narrow,
}

/// The end of `text`, or nothing if it holds only marks that both Chinese and Western text use.
pub(super) fn last_edge(text: &str) -> Option<Edge> {
    text.chars().rev().find_map(edge)
}

/// The start of `text`, likewise.
pub(super) fn first_edge(text: &str) -> Option<Edge> {
    text.chars().find_map(edge)
}

fn edge(character: char) -> Option<Edge> {
    match character {
        // Curly quotes, dashes, dots and pictures belong to whatever they stand beside.
        '·' | '\u{2010}'..='\u{2027}' | '\u{2600}'..='\u{27BF}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}' => None,
        '\u{2E80}'..='\u{A4CF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF01}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}'
        | '\u{20000}'..='\u{3FFFF}' => Some(Edge::Wide),
        _ => Some(Edge::Narrow),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_marks_take_after_their_neighbours() {
        assert_eq!(last_edge("他说“好”"), Some(Edge::Wide));
        assert_eq!(last_edge("said “ok”"), Some(Edge::Narrow));
        assert_eq!(first_edge("——于是"), Some(Edge::Wide));
        assert_eq!(first_edge("……"), None);
        assert_eq!(first_edge("３年级"), Some(Edge::Wide), "full-width digits");
        assert_eq!(last_edge("第3"), Some(Edge::Narrow));
        assert_eq!(last_edge("𠮷"), Some(Edge::Wide));
    }
}
