//! The text of a page as a reader sees it.

use std::borrow::Cow;

use unicode_normalization::char::compose;

/// What a reader sees of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Visible {
    /// Its first heading of the highest level.
    pub title: String,
    /// Everything, pieces that stand apart in a line each. Blanks are single, as they are shown.
    pub text: String,
    /// Places that a link can lead to, each with the number of UTF-16 units before it.
    pub places: Vec<(usize, String)>,
}

/// Reads a page. Left out is what is not shown (`hidden`, scripts, what only a screen reader says: the theme's class `vh`) and
/// what the theme marks `data-unindexed`, as it is the same on every page. Links of a `nav` to places of the page itself are left
/// out too: the headings to which they lead say the same. The words of drawings are part of it.
pub fn visible(html: &str) -> Visible {
    let mut reader = Reader::default();
    let mut rest = html.find("<body").map_or(html, |at| &html[at..]);
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        reader.text(&rest[..at]);
        rest = &rest[at..];
        rest = match rest.as_bytes().get(1) {
            Some(b'!') if rest.starts_with("<!--") => after(rest, "-->"),
            Some(b'!' | b'?') => after(rest, ">"),
            Some(b'/') => {
                let name = tag_name(&rest[2..]);
                reader.end(name);
                after(rest, ">")
            }
            Some(it) if it.is_ascii_alphabetic() => {
                let (tag, behind) = Tag::read(rest);
                reader.start(&tag);
                match tag.name {
                    "script" | "style" => from(behind, &format!("</{}", tag.name)),
                    _ => behind,
                }
            }
            _ => {
                reader.text("<");
                &rest[1..]
            }
        };
    }
    reader.text(rest);
    reader.seen
}

fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or("", |(_, rest)| rest)
}

fn from<'a>(text: &'a str, start: &str) -> &'a str {
    text.find(start).map_or("", |at| &text[at..])
}

fn tag_name(text: &str) -> &str {
    let end = text.bytes().position(|it| !it.is_ascii_alphanumeric() && it != b'-').unwrap_or(text.len());
    &text[..end]
}

/// A start tag.
struct Tag<'a> {
    name: &'a str,
    id: Option<Cow<'a, str>>,
    unseen: bool,
    /// Whether it is a link to a place of the page itself.
    local: bool,
    closed: bool,
}

impl<'a> Tag<'a> {
    /// Reads a start tag; gives what stands behind it.
    fn read(text: &'a str) -> (Self, &'a str) {
        let name = tag_name(&text[1..]);
        let never = matches!(
            name,
            "script"
                | "style"
                | "template"
                | "noscript"
                | "title"
                | "desc"
                | "select"
                | "textarea"
                | "iframe"
                | "object"
                | "video"
                | "audio"
        );
        let mut tag = Self { name, id: None, unseen: never, local: false, closed: is_void(name) };
        let mut rest = &text[1 + name.len()..];
        loop {
            rest = rest.trim_ascii_start();
            match rest.as_bytes().first() {
                None => return (tag, ""),
                Some(b'>') => return (tag, &rest[1..]),
                Some(b'/') => {
                    tag.closed |= rest.starts_with("/>");
                    rest = &rest[1..];
                }
                Some(_) => {
                    let (key, value, behind) = attribute(rest);
                    match key {
                        "href" => tag.local = value.starts_with('#'),
                        "id" => tag.id = Some(unescape(value)),
                        "hidden" | "data-unindexed" => tag.unseen = true,
                        "class" => tag.unseen |= value.split_ascii_whitespace().any(|it| it == "vh"),
                        _ => {}
                    }
                    rest = behind;
                }
            }
        }
    }
}

/// An attribute's name and value, and what stands behind it. There is at least one character.
fn attribute(text: &str) -> (&str, &str, &str) {
    let ends = |it: char| it.is_ascii_whitespace() || matches!(it, '=' | '>' | '/');
    let end = text.char_indices().skip(1).find(|(_, it)| ends(*it)).map_or(text.len(), |(at, _)| at);
    let (key, rest) = text.split_at(end);
    let Some(value) = rest.trim_ascii_start().strip_prefix('=') else { return (key, "", rest) };
    let value = value.trim_ascii_start();
    match value.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let (value, rest) = value[1..].split_once(quote).unwrap_or((&value[1..], ""));
            (key, value, rest)
        }
        _ => {
            let end = value.find(|it: char| it.is_ascii_whitespace() || it == '>').unwrap_or(value.len());
            let (value, rest) = value.split_at(end);
            (key, value, rest)
        }
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "source" | "track" | "wbr"
    )
}

/// Whether an element's words run on in the line.
fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tspan"
            | "u"
            | "var"
            | "wbr"
    )
}

/// What stands between two words, the weaker first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Gap {
    #[default]
    None,
    Blank,
    Break,
}

#[derive(Default)]
struct Reader {
    seen: Visible,
    /// Length of the text in UTF-16.
    units: usize,
    gap: Gap,
    /// The place at which the next word stands.
    place: Option<String>,
    /// Where the title begins, while it is read.
    title: Option<usize>,
    drawings: usize,
    navigations: usize,
    /// An element that is left out, and how many of its name are open.
    left_out: Option<(String, usize)>,
}

impl Reader {
    fn start(&mut self, tag: &Tag<'_>) {
        if let Some((name, open)) = &mut self.left_out {
            if name == tag.name && !tag.closed {
                *open += 1;
            }
            return;
        }
        if !is_inline(tag.name) {
            self.gap = Gap::Break;
        }
        if tag.unseen || (tag.local && self.navigations > 0) {
            self.left_out = (!tag.closed).then(|| (tag.name.to_owned(), 1));
            return;
        }
        match tag.name {
            "svg" if !tag.closed => self.drawings += 1,
            "nav" => self.navigations += 1,
            "h1" if self.seen.title.is_empty() => self.title = Some(self.seen.text.len()),
            _ => {}
        }
        // A place at the very top says no more than the page's address.
        if self.drawings == 0 && !self.seen.text.is_empty() && tag.id.is_some() {
            self.place = tag.id.as_deref().map(str::to_owned);
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((left_out, open)) = &mut self.left_out {
            if left_out == name {
                *open -= 1;
                if *open == 0 {
                    self.left_out = None;
                }
            }
            return;
        }
        match name {
            "svg" => self.drawings = self.drawings.saturating_sub(1),
            "nav" => self.navigations = self.navigations.saturating_sub(1),
            "h1" => {
                if let Some(from) = self.title.take() {
                    self.seen.title = self.seen.text.get(from..).unwrap_or("").trim().replace('\n', " ");
                }
            }
            _ => {}
        }
        if !is_inline(name) {
            self.gap = Gap::Break;
        }
    }

    fn text(&mut self, raw: &str) {
        if self.left_out.is_some() {
            return;
        }
        // Most of a page are Chinese characters and printed ASCII, of which nothing has to be asked.
        let mut rest = raw;
        while !rest.is_empty() {
            let (plain, units) = plain_prefix(rest);
            if !plain.is_empty() {
                self.begin_word();
                self.seen.text.push_str(plain);
                self.units += units;
                rest = &rest[plain.len()..];
            }
            let mut characters = rest.chars();
            match characters.next() {
                Some('&') => match reference(rest) {
                    Some((it, behind)) => {
                        self.push(it);
                        rest = behind;
                        continue;
                    }
                    None => self.push('&'),
                },
                Some(it) => self.push(it),
                None => {}
            }
            rest = characters.as_str();
        }
    }

    fn push(&mut self, it: char) {
        match it {
            ' ' | '\n' | '\t' | '\r' | '\u{c}' | '\u{2028}' | '\u{2029}' => self.gap = self.gap.max(Gap::Blank),
            it if it.is_control() || is_ignored(it) => {}
            it => {
                // Decomposed pinyin and kana: the mark joins the letter before it.
                let joined = self.seen.text.chars().next_back().filter(|_| is_mark(it) && self.gap == Gap::None);
                if let Some((before, joined)) = joined.and_then(|before| Some((before, compose(before, it)?))) {
                    self.seen.text.truncate(self.seen.text.len() - before.len_utf8());
                    self.seen.text.push(joined);
                    return;
                }
                self.begin_word();
                self.seen.text.push(it);
                self.units += it.len_utf16();
            }
        }
    }

    /// Sets what stands between the last word and the next, and notes the place of the next.
    fn begin_word(&mut self) {
        let gap = match std::mem::take(&mut self.gap) {
            Gap::Break => Some('\n'),
            Gap::Blank => Some(' '),
            Gap::None => None,
        };
        if let Some(gap) = gap.filter(|_| !self.seen.text.is_empty()) {
            self.seen.text.push(gap);
            self.units += 1;
        }
        if let Some(place) = self.place.take() {
            self.seen.places.push((self.units, place));
        }
    }
}

/// The Chinese characters and printed ASCII with which a text begins, and how many they are.
fn plain_prefix(text: &str) -> (&str, usize) {
    let bytes = text.as_bytes();
    let (mut end, mut count) = (0, 0);
    while let Some(byte) = bytes.get(end) {
        end += match byte {
            b'&' => break,
            0x21..=0x7e => 1,
            // U+4000 to U+9FFF
            0xe4..=0xe9 => 3,
            _ => break,
        };
        count += 1;
    }
    (&text[..end], count)
}

/// Whether a character shows nothing: soft hyphens, joiners, marks of direction, selectors of variants.
fn is_ignored(it: char) -> bool {
    matches!(it, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a character joins the one before it.
fn is_mark(it: char) -> bool {
    matches!(it, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}')
}

/// A text with its character references read.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        let (it, behind) = reference(&rest[at..]).unwrap_or(('&', &rest[at + 1..]));
        plain.push(it);
        rest = behind;
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// No character reference that is read is longer.
const LONGEST_REFERENCE: usize = 12;

/// The character reference with which a text begins, and what stands behind it: the numbered ones, and the names that templates
/// use.
fn reference(text: &str) -> Option<(char, &str)> {
    let end = text.bytes().take(LONGEST_REFERENCE).position(|it| it == b';')?;
    Some((character(text.get(1..end)?)?, text.get(end + 1..)?))
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(number) => u32::from_str_radix(number, 16),
            None => number.parse(),
        };
        return char::from_u32(number.ok()?);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ensp" => '\u{2002}',
        "emsp" => '\u{2003}',
        "thinsp" => '\u{2009}',
        "shy" => '\u{ad}',
        "zwnj" => '\u{200c}',
        "zwj" => '\u{200d}',
        "middot" => '·',
        "times" => '×',
        "deg" => '°',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "laquo" => '«',
        "raquo" => '»',
        "larr" => '←',
        "rarr" => '→',
        "copy" => '©',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(body: &str) -> String {
        visible(&format!("<html><head><title>题</title></head><body>{body}</body></html>")).text
    }

    #[test]
    fn words_run_on_in_a_line_and_break_between_blocks() {
        assert_eq!(text("<p><strong>优点：</strong>该生<em>很</em>好</p>"), "优点：该生很好");
        assert_eq!(text("<p>甲</p><p>乙<br>丙</p><ul><li>丁</li><li>戊</li></ul>"), "甲\n乙\n丙\n丁\n戊");
        assert_eq!(text("<table><tr><th>周</th><td>1</td></tr></table>"), "周\n1");
        assert_eq!(text("<p>  甲 \n\t乙　丙&nbsp;丁 </p> "), "甲 乙　丙\u{a0}丁");
        assert_eq!(text("<h1>四（<span class=\"tcy\">2</span>）班</h1>"), "四（2）班");
    }

    #[test]
    fn what_is_not_shown_is_left_out() {
        assert_eq!(text("<p>甲<span class=\"n vh\">乙<span>丙</span></span>丁</p>"), "甲丁");
        assert_eq!(text("<div hidden>甲<div>乙</div>丙</div>丁"), "丁");
        assert_eq!(text("<script>if (a < b) { '<p>' }</script><style>p > a {}</style>甲<!-- 乙 <p> -->"), "甲");
        assert_eq!(text("<header data-unindexed><a href=\"x\">甲</a></header>乙<input value=\"丙\" hidden>丁"), "乙\n丁");
        assert_eq!(text("<svg><title>甲</title><desc>乙</desc><text x=\"1\">丙</text><text>丁</text></svg>戊"), "丙\n丁\n戊");
        assert_eq!(text("<details><summary>甲</summary><p>乙</p></details><img alt=\"丙\" src=\"x\">"), "甲\n乙");
        assert_eq!(
            text("<nav><a href=\"#h\">甲</a><a href=\"x\">乙</a></nav><h2 id=\"h\">甲</h2><a href=\"#h\">丙</a>"),
            "乙\n甲\n丙"
        );
        assert_eq!(text("软\u{ad}连\u{200b}字\u{feff}"), "软连字");
    }

    #[test]
    fn references_and_marks_are_read() {
        assert_eq!(text("a &lt;b&gt; &amp;amp; &#39;&#x4E2D;&quot; &hellip; &unknown; &"), "a <b> &amp; '中\" … &unknown; &");
        assert_eq!(text("zho\u{304}ng"), "zhōng");
        assert_eq!(text("3 < 5，a<b"), "3 < 5，a", "a start tag that never ends takes the rest, as in a browser");
    }

    #[test]
    fn titles_and_places_are_kept() {
        let html = "<body><main id=\"main\"><h1 id='t'>石头<br>甲</h1><h2 id=\"a&amp;b\">概况</h2><p>好</p>\
                    <ul><li id=\"w1\"><p id=\"r1-2\">😀乙</p></li><li id=r3>丙</li></ul><svg><g id=\"x\"><text>丁</text></g></svg>";
        let seen = visible(html);
        assert_eq!(seen.title, "石头 甲");
        assert_eq!(seen.text, "石头\n甲\n概况\n好\n😀乙\n丙\n丁");
        assert_eq!(seen.places, [(5, "a&b".to_owned()), (10, "r1-2".to_owned()), (14, "r3".to_owned())]);
    }

    #[test]
    fn broken_pages_are_read_to_their_end() {
        for html in
            ["", "<", "</", "<!", "<!--", "<a", "<a b", "<a b=", "<a b='", "<p hidden>", "</p></p>甲", "&#x110000;", "<h1>"]
        {
            visible(html);
        }
    }
}
