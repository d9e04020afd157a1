//! Control characters made visible.

use std::borrow::Cow;

/// The text with every character that could steer a terminal, hide or reorder what stands around it replaced by a visible
/// one: controls by their pictures (`␛`), the rest by `�`. One character stands for one, so columns stay true.
pub fn visible(text: &str) -> Cow<'_, str> {
    replaced(text, stand_in)
}

/// The same for lines of source, in which line breaks and tabs stay.
pub(super) fn visible_lines(text: &str) -> Cow<'_, str> {
    replaced(text, |it| stand_in(it).filter(|_| !matches!(it, '\n' | '\t')))
}

fn replaced(text: &str, stand_in: impl Fn(char) -> Option<char>) -> Cow<'_, str> {
    if !text.chars().any(|it| stand_in(it).is_some()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|it| stand_in(it).unwrap_or(it)).collect())
}

/// What stands for a character that is not shown as it is.
fn stand_in(it: char) -> Option<char> {
    match it {
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(it)),
        '\u{7F}' => Some('␡'),
        // C1 controls, marks of direction, line and paragraph separators, characters without width.
        '\u{80}'..='\u{9F}'
        | '\u{AD}'
        | '\u{61C}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}' => Some('\u{FFFD}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_a_terminal() {
        assert_eq!(visible("好\u{1b}[31m红\u{7}\u{7f}"), "好␛[31m红␇␡");
        assert_eq!(visible("a\u{9b}31m\u{202e}b\u{200b}\u{feff}\u{2028}"), "a�31m�b���");
        assert_eq!(visible("a\tb\n"), "a␉b␊");
        assert_eq!(visible_lines("a\tb\n␊\r"), "a\tb\n␊␍");
        assert!(matches!(visible("“中文”，𠮷😀"), Cow::Borrowed(_)));
    }
}
