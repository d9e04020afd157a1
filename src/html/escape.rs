//! Text as HTML.

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
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(replacement);
        from = at + 1;
    }
    out.push_str(&text[from..]);
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
        push_attribute(&mut out, "title", "a\"b");
        assert_eq!(out, " title=\"a&quot;b\"");
    }
}
