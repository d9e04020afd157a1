//! Words as the faces can show them.

use super::faces::Faces;

/// What stands for a character that no face has: the sign that Chinese typesetting has for this.
pub(super) const STAND_IN: char = '〓';

/// After so many letters, digits and signs without a space, a line may break: an address must not run into the margin.
const LONGEST_WORD: usize = 16;

/// Cleans words, and keeps what had to be replaced.
#[derive(Debug)]
pub(super) struct Glyphs<'a> {
    faces: &'a Faces,
    /// Characters that no face has, each with the words around its first place.
    pub(super) missing: Vec<(char, String)>,
}

impl<'a> Glyphs<'a> {
    pub(super) fn new(faces: &'a Faces) -> Self {
        Self { faces, missing: Vec::new() }
    }

    /// Words in one line: spaces for line breaks and unknown spaces, nothing for characters that cannot be seen, a visible
    /// sign for those that no face has.
    pub(super) fn line(&mut self, text: &str) -> String {
        self.clean(text, ' ')
    }

    /// Code: its line breaks stay.
    pub(super) fn code(&mut self, text: &str) -> String {
        self.clean(text, '\n')
    }

    fn clean(&mut self, text: &str, line_break: char) -> String {
        let mut clean = String::with_capacity(text.len());
        let mut letters = 0;
        for (at, it) in text.char_indices() {
            match it {
                '\n' | '\u{2028}' | '\u{2029}' => clean.push(line_break),
                '\t' => clean.push_str("    "),
                it if it.is_control() || is_unseen(it) => {}
                it if it.is_whitespace() => clean.push(if self.faces.cover(it) { it } else { ' ' }),
                // A range is not parted before its mark.
                '～' if letters > 0 => clean.push_str("\u{2060}～"),
                it if self.faces.cover(it) => clean.push(it),
                it => {
                    self.note(it, text, at);
                    clean.push(STAND_IN);
                }
            }
            letters = if it.is_ascii_graphic() { letters + 1 } else { 0 };
            if letters >= LONGEST_WORD {
                clean.push('\u{200B}');
                letters = 0;
            }
        }
        clean
    }

    fn note(&mut self, it: char, text: &str, at: usize) {
        if self.missing.iter().any(|(known, _)| *known == it) {
            return;
        }
        let before: Vec<char> = text[..at].chars().rev().take(8).collect();
        let after = text[at..].chars().take(9);
        let around: String = before.into_iter().rev().chain(after).filter(|it| !it.is_control()).collect();
        self.missing.push((it, around));
    }
}

/// Characters that steer others and have no shape of their own: joiners, directions, variations, marks of byte order, tags.
fn is_unseen(it: char) -> bool {
    matches!(it,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}'
        | '\u{FDD0}'..='\u{FDEF}')
        || u32::from(it) & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_face_has_is_seen_and_told_once() {
        let faces = Faces::load(&[], &Default::default());
        let mut glyphs = Glyphs::new(&faces);
        assert_eq!(glyphs.line("王\u{20005}同学，王\u{20005}"), "王〓同学，王〓");
        assert_eq!(glyphs.missing, [('\u{20005}', "王\u{20005}同学，王\u{20005}".to_owned())]);
        assert_eq!(glyphs.line("笑😀了\u{E000}"), "笑〓了〓");
        assert_eq!(glyphs.missing.len(), 3);
    }

    #[test]
    fn what_cannot_be_seen_is_left_out() {
        let faces = Faces::load(&[], &Default::default());
        let mut glyphs = Glyphs::new(&faces);
        assert_eq!(glyphs.line("好\u{FE0F}\u{200D}\u{0}人\r\n在\u{2003}此\t"), "好人 在 此    ");
        assert_eq!(glyphs.code("a\n\tb"), "a\n    b");
        assert!(glyphs.missing.is_empty());
    }

    #[test]
    fn long_addresses_may_break() {
        let faces = Faces::load(&[], &Default::default());
        let address = "https://example.org/".repeat(9);
        let broken = Glyphs::new(&faces).line(&address);
        assert_eq!(broken.replace('\u{200B}', ""), address);
        assert!(broken.split('\u{200B}').all(|it| it.len() <= LONGEST_WORD));
    }
}
