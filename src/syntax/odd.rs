//! Characters that nobody sees and that make a text other than it looks.

use std::ops::Range;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Span};

/// So many are told of a file; where there are more, it was not written by a person.
const MOST: usize = 20;

/// Reports the odd characters in a stretch of a text: those that change its direction, and where `hidden` holds those that are not
/// seen at all. In YAML these are an error that its reading reports.
pub(super) fn check(file: FileId, text: &str, range: Range<usize>, hidden: bool, findings: &mut Diagnostics) {
    let source = text.get(range.clone()).unwrap_or_default();
    if !source.chars().any(|it| turns(it) || hidden && is_hidden(it)) {
        return;
    }
    findings.extend(turning(file, source, range.start));
    if hidden {
        findings.extend(characters(file, source, range.start, Code::HiddenCharacter));
    }
}

/// Every hidden character of a text that begins at `start`, as findings of a kind.
pub(super) fn characters(file: FileId, source: &str, start: usize, code: Code) -> Vec<Diagnostic> {
    found(file, source, start, code, is_hidden)
        .map(|(it, finding)| {
            let (name, name_en) = kind(it);
            finding.arg("name", name).arg("name_en", name_en)
        })
        .collect()
}

fn turning(file: FileId, source: &str, start: usize) -> impl Iterator<Item = Diagnostic> {
    found(file, source, start, Code::BidiControl, turns).map(|(_, finding)| finding)
}

fn found(
    file: FileId,
    source: &str,
    start: usize,
    code: Code,
    odd: impl Fn(char) -> bool,
) -> impl Iterator<Item = (char, Diagnostic)> {
    source.char_indices().filter(move |(_, it)| odd(*it)).take(MOST).map(move |(at, it)| {
        let span = Span::new(file, start + at..start + at + it.len_utf8());
        (it, Diagnostic::new(code, span).arg("codepoint", format!("U+{:04X}", u32::from(it))))
    })
}

/// The text with a blank for each byte of a hidden character, so that all else keeps its place; `None` where there is none.
pub(super) fn without(source: &str) -> Option<String> {
    if !source.contains(is_hidden) {
        return None;
    }
    let mut plain = String::with_capacity(source.len());
    for it in source.chars() {
        if is_hidden(it) { plain.extend(std::iter::repeat_n(' ', it.len_utf8())) } else { plain.push(it) }
    }
    Some(plain)
}

/// Whether a character is not seen and has no business in a text: control characters but tabs and line breaks, a mark of byte
/// order in the middle, and what Unicode keeps for the inner life of programs.
fn is_hidden(it: char) -> bool {
    match it {
        ' '..='~' | '\t' | '\n' | '\r' | '\u{85}' => false,
        '\u{FEFF}' | '\u{FDD0}'..='\u{FDEF}' | '\u{E0000}'..='\u{E007F}' => true,
        it => it.is_control() || u32::from(it) & 0xFFFE == 0xFFFE,
    }
}

/// Whether a character turns the direction of what follows. Marks of one letter's direction are left to those who write Uyghur.
fn turns(it: char) -> bool {
    matches!(it, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn kind(it: char) -> (&'static str, &'static str) {
    match it {
        '\0' => ("空字符", "NUL"),
        '\u{FEFF}' => ("字节顺序标记", "a byte order mark"),
        '\u{E0000}'..='\u{E007F}' => ("标签字符", "a tag character"),
        it if it.is_control() => ("控制字符", "a control character"),
        _ => ("非字符", "a noncharacter"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_named_with_its_place() {
        let text = "好\u{0}的\u{202E}x\u{FDD0}\u{8}\t\n\u{1FFFE}。\u{200F}";
        let mut findings = Diagnostics::new();
        check(FileId(0), text, 0..text.len(), true, &mut findings);
        let codepoint = |it: &Diagnostic| it.args[0].1.clone();
        let all: Vec<_> = findings.iter().map(|it| (it.code, codepoint(it))).collect();
        let expected = [
            (Code::BidiControl, "U+202E"),
            (Code::HiddenCharacter, "U+0000"),
            (Code::HiddenCharacter, "U+FDD0"),
            (Code::HiddenCharacter, "U+0008"),
            (Code::HiddenCharacter, "U+1FFFE"),
        ];
        assert_eq!(all, expected.map(|(code, it)| (code, it.to_owned())));
        assert_eq!(
            findings.iter().nth(1).map(|it| it.place.clone()),
            Some(crate::diag::Place::Span(Span::new(FileId(0), 3..4)))
        );
        let plain = without(text).expect("some");
        assert_eq!((plain.len(), plain.find('。')), (text.len(), text.find('。')));
        assert_eq!(without("甲乙，“丙”\n\t"), None);
    }
}
