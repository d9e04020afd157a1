//! Text as HTML.

use std::borrow::Cow;

/// Adds `text` so that it reads as itself in an element and in a quoted attribute. Control characters, which HTML cannot
/// hold, are left out; line ends and tabs stay.
pub(crate) fn push_escaped(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let replacement = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\t' | b'\n' | b'\r' => continue,
            0x00..=0x1F | 0x7F => "",
            // The first byte of some of the others that HTML cannot hold, and of many that it can.
            0xC2 | 0xEF..=0xF4 => {
                if let Some(it) = text.get(at..).and_then(|it| it.chars().next()).filter(|it| is_unfit(*it)) {
                    out.push_str(&text[from..at]);
                    from = at + it.len_utf8();
                }
                continue;
            }
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(replacement);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// The text without characters that HTML cannot hold.
pub(super) fn fit(text: &str) -> Cow<'_, str> {
    let unfit = |it: char| matches!(it, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{7F}') || is_unfit(it);
    if text.contains(unfit) { Cow::Owned(text.replace(unfit, "")) } else { Cow::Borrowed(text) }
}

/// Whether HTML forbids a character: the second set of controls, and what Unicode keeps for the inner life of programs.
fn is_unfit(it: char) -> bool {
    matches!(it, '\u{80}'..='\u{9F}' | '\u{FDD0}'..='\u{FDEF}') || u32::from(it) & 0xFFFE == 0xFFFE
}

/// Adds ` name="value"`.
pub(super) fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push_escaped(out, value);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_html_reads_as_markup_is_escaped() {
        let mut out = String::new();
        push_escaped(&mut out, "甲<b a=\"x\">&amp;\u{0}\u{7f}乙'\n");
        assert_eq!(out, "甲&lt;b a=&quot;x&quot;&gt;&amp;amp;乙'\n");
        out.clear();
        push_escaped(&mut out, "\u{9B}甲\u{FDD0}，\u{FFFE}\u{A0}\u{1FFFF}\u{1F600}");
        assert_eq!(out, "甲，\u{A0}\u{1F600}");
        out.clear();
        push_attribute(&mut out, "title", "a\"b");
        assert_eq!(out, " title=\"a&quot;b\"");
    }
}
