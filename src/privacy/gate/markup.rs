//! HTML and XML as they are read: what stands on the page without its tags, and what stands in tags, comments and scripts.
//!
//! Not a parser of well-formed documents but a reader that loses nothing: whatever is in the source ends up in one of the texts.

use memchr::{memchr, memchr2};

use super::escapes::entity;
use super::fold::{BLOCK, BREAK};

/// The texts of a document, each kind on its own.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// What a reader sees, a [`BLOCK`] at the borders of blocks.
    pub(super) text: String,
    /// Tags with their attributes, declarations, readings above characters; a [`BREAK`] between.
    pub(super) tags: String,
    /// Comments.
    pub(super) comments: String,
    /// Scripts and data in scripts.
    pub(super) scripts: String,
    /// Style sheets.
    pub(super) styles: String,
}

/// Elements within which text flows on. Every other is a block, or may be one.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "nobr", "q", "rb", "rtc", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tspan", "tt", "u", "var", "wbr", "textpath", "altglyph", "animate", "set", "desc", "use", "img", "image", "svg",
    "path", "input", "button", "label", "math", "mi", "mn", "mo", "mtext", "mrow", "object", "slot", "output", "meter",
    "progress", "picture", "source", "canvas", "noscript", "template", "map", "area", "script", "style", "link", "meta",
    "basefont", "blink",
];

/// Whether a text may hold markup: a `<` that begins something.
pub(super) fn is_markup(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|it| memchr(b'<', it)) {
        at += found + 1;
        if bytes.get(at).is_some_and(|it| it.is_ascii_alphabetic() || matches!(it, b'/' | b'!' | b'?')) {
            return true;
        }
    }
    false
}

/// Reads a document.
pub(super) fn read(source: &str) -> Parts {
    let mut parts =
        Parts { text: String::with_capacity(source.len() / 2), tags: String::with_capacity(source.len()), ..Parts::default() };
    let mut reader = Reader { source, at: 0, above: false, parts: &mut parts };
    reader.read();
    parts
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    /// Whether the text is a reading above characters (`rt`), which does not part what stands below it.
    above: bool,
    parts: &'a mut Parts,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.source.get(self.at..).unwrap_or_default()
    }

    fn read(&mut self) {
        while self.at < self.source.len() {
            let rest = self.source.get(self.at..).unwrap_or_default();
            let found = memchr2(b'<', b'&', rest.as_bytes()).unwrap_or(rest.len());
            self.put(rest.get(..found).unwrap_or_default());
            self.at += found;
            match rest.as_bytes().get(found) {
                Some(b'<') => self.angle(),
                Some(_) => self.reference(),
                None => {}
            }
        }
    }

    /// Text of the page.
    fn put(&mut self, text: &str) {
        if self.above { self.parts.tags.push_str(text) } else { self.parts.text.push_str(text) }
    }

    fn reference(&mut self) {
        let mut buffer = [0; 4];
        match entity(self.source.get(self.at..).unwrap_or_default()) {
            Some((Some(char), length)) => {
                self.put(char.encode_utf8(&mut buffer));
                self.at += length;
            }
            Some((None, length)) => self.at += length,
            None => {
                self.put("&");
                self.at += 1;
            }
        }
    }

    /// What begins with `<`.
    fn angle(&mut self) {
        let rest = self.source.get(self.at..).unwrap_or_default();
        if let Some(comment) = rest.strip_prefix("<!--") {
            let end = comment.find("-->").unwrap_or(comment.len());
            let text = comment.get(..end).unwrap_or_default();
            self.parts.comments.push_str(text);
            self.parts.comments.push(BREAK);
            self.at += (4 + end + 3).min(rest.len());
        } else if let Some(data) = rest.strip_prefix("<![CDATA[") {
            let end = data.find("]]>").unwrap_or(data.len());
            self.put(data.get(..end).unwrap_or_default());
            self.at += (9 + end + 3).min(rest.len());
        } else if rest.as_bytes().get(1).is_some_and(|it| it.is_ascii_alphabetic() || matches!(it, b'/' | b'!' | b'?')) {
            self.tag();
        } else {
            self.put("<");
            self.at += 1;
        }
    }

    /// A tag or declaration; after a tag that begins a script or style sheet, that too.
    fn tag(&mut self) {
        let rest = self.source.get(self.at..).unwrap_or_default();
        let length = tag_length(rest);
        let inside = rest.get(1..length).unwrap_or_default().trim_end_matches('>');
        let closes = inside.starts_with('/');
        let plain = inside.trim_start_matches('/');
        let name = plain.split(|it: char| it.is_ascii_whitespace() || matches!(it, '/' | '>')).next().unwrap_or_default();
        push_decoded(&mut self.parts.tags, inside);
        self.parts.tags.push(BREAK);
        self.at += length;
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        if is("rt") || is("rp") {
            self.above = !closes;
        } else if is("rb") || is("rtc") || is("ruby") {
            self.above = false;
        } else if is("br") {
            self.put("\n");
        } else if !INLINE.iter().any(|it| is(it)) {
            let mut buffer = [0; 4];
            self.put(BLOCK.encode_utf8(&mut buffer));
        }
        if !closes && !inside.ends_with('/') && (is("script") || is("style")) {
            self.raw(if is("script") { "</script" } else { "</style" });
        }
    }

    /// The inside of a script or style sheet, up to the tag that ends it.
    fn raw(&mut self, end: &str) {
        let length = find_ignoring_case(self.rest(), end);
        let text = self.source.get(self.at..self.at + length).unwrap_or_default();
        let part = if end == "</script" { &mut self.parts.scripts } else { &mut self.parts.styles };
        part.push_str(text);
        part.push(BREAK);
        self.at += length;
    }
}

/// The bytes of a tag from its `<` to its `>`, which may stand in a quoted value as well.
fn tag_length(tag: &str) -> usize {
    let bytes = tag.as_bytes();
    let mut at = 1;
    let mut after_equals = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => return at + 1,
            b'"' | b'\'' if after_equals => {
                let value = bytes.get(at + 1..).unwrap_or_default();
                at += memchr(byte, value).map_or(value.len(), |it| it + 1);
                after_equals = false;
            }
            b'=' => after_equals = true,
            _ if byte.is_ascii_whitespace() => {}
            _ => after_equals = false,
        }
        at += 1;
    }
    at.min(bytes.len())
}

fn push_decoded(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(found) = memchr(b'&', rest.as_bytes()) {
        out.push_str(rest.get(..found).unwrap_or_default());
        rest = rest.get(found..).unwrap_or_default();
        let length = match entity(rest) {
            Some((char, length)) => {
                out.extend(char);
                length
            }
            None => {
                out.push('&');
                1
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// Where a small ASCII word begins, in any case of letters; the end of the text where it does not.
fn find_ignoring_case(text: &str, word: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|it| memchr(b'<', it)) {
        at += found;
        if bytes.get(at..at + word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word.as_bytes())) {
            return at;
        }
        at += 1;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_what_a_reader_sees() {
        let cases = [
            ("<p>林<b>禾</b>苗</p>", "\u{2}林禾苗\u{2}"),
            ("林<wbr>禾<!-- 木 -->苗", "林禾苗"),
            ("林<script>var a = '<b>';</script>禾<style>b {}</style>苗", "林禾苗"),
            ("<ruby>林<rp>(</rp><rt>lín</rt><rp>)</rp>禾</ruby>", "林禾"),
            ("<td>林</td><td>禾</td>", "\u{2}林\u{2}\u{2}禾\u{2}"),
            ("&#26519;&#x79BE;&shy;苗", "林禾苗"),
            ("林<a title=\"a > b\">禾</a>", "林禾"),
            ("a < b 林", "a < b 林"),
            ("<![CDATA[林<禾]]>", "林<禾"),
            ("林<br/>禾", "林\n禾"),
            ("<title>林禾", "\u{2}林禾"),
            ("林<b", "林"),
            ("林<", "林<"),
        ];
        for (source, expected) in cases {
            assert_eq!(read(source).text, expected, "{source}");
        }
    }

    #[test]
    fn nothing_is_lost() {
        let parts = read(
            "<!doctype html><!-- 甲 --><p title='&#20057;' data-丙=\"丁>戊\">己</p><script>庚</script><STYLE>辛</STYLE><?壬?><ruby>癸<rt>子</rt></ruby>",
        );
        for (text, chars) in [
            (&parts.text, "己癸"),
            (&parts.tags, "乙丙丁戊壬子"),
            (&parts.comments, "甲"),
            (&parts.scripts, "庚"),
            (&parts.styles, "辛"),
        ] {
            assert!(chars.chars().all(|it| text.contains(it)), "{text} lacks one of {chars}");
        }
    }

    #[test]
    fn documents_that_end_anywhere_are_read_to_their_end() {
        let whole = "<!-- a --><p title=\"x\">林&#26519;</p><script>b</script><![CDATA[c]]>";
        for end in (0..=whole.len()).filter(|it| whole.is_char_boundary(*it)) {
            read(&whole[..end]);
        }
    }
}
