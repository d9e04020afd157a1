//! Words and marks within a line.

use crate::syntax::Inline;

/// Where words stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Paragraph,
    Heading,
    Cell,
}

/// How marks are set.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// As people write them.
    Plain,
    /// Kept apart from what stands beside them by empty comments.
    Apart,
}

/// Between a mark and its neighbour: a mark of its own to the reader, who drops it.
const APART: &str = "<!---->";

/// A line of words, or several where it holds breaks.
pub(super) fn inlines(content: &[Inline], place: Place, style: Style, labels: &[String]) -> String {
    let mut writer = Writer { place, style, labels, depth: 0, text: String::new() };
    writer.write(content);
    let mut text = writer.text;
    let open = text.strip_suffix('#').is_some_and(|it| !it.ends_with('\\'));
    if place == Place::Heading && open {
        text.insert(text.len() - 1, '\\');
    }
    text
}

struct Writer<'a> {
    place: Place,
    style: Style,
    labels: &'a [String],
    /// How many emphases are open.
    depth: usize,
    text: String,
}

impl Writer<'_> {
    fn write(&mut self, content: &[Inline]) {
        for (at, inline) in content.iter().enumerate() {
            let next = content.get(at + 1);
            match inline {
                Inline::Text(words) => self.words(words, next),
                Inline::Code(code) => self.code(code),
                Inline::Live { text, .. } => self.code(&format!("={text}")),
                Inline::Emphasis(inner) => self.marked("*", inner),
                Inline::Strong(inner) => self.marked("**", inner),
                Inline::Strike(inner) => self.marked("~~", inner),
                Inline::Link { target, content, .. } => {
                    // Behind a footnote's brackets its own would be the name of a link.
                    let apart = if self.text.ends_with(']') { APART } else { "" };
                    self.text.push_str(&format!("{apart}["));
                    self.write(content);
                    self.text.push_str(&format!("]({})", destination(target)));
                }
                Inline::Image { target, alt, title, .. } => {
                    self.text.push_str("![");
                    self.words(alt, None);
                    let title = if title.is_empty() { String::new() } else { format!(" \"{}\"", quoted(title)) };
                    self.text.push_str(&format!("]({}{title})", destination(target)));
                }
                Inline::FootnoteRef(index) => {
                    let label = self.labels.get(*index).map_or("?", String::as_str);
                    self.text.push_str(&format!("[^{label}]"));
                }
                Inline::SoftBreak => self.text.push('\n'),
                Inline::HardBreak => self.text.push_str("\\\n"),
                Inline::Html(text) => self.text.push_str(text),
            }
        }
    }

    fn marked(&mut self, mark: &str, inner: &[Inline]) {
        let apart = if self.style == Style::Apart { APART } else { "" };
        // Beside comments the other mark works too, and one within the other is not taken for its end.
        let other = self.style == Style::Apart && self.depth % 2 == 1 && mark != "~~";
        let mark = if other { mark.replace('*', "_") } else { mark.to_owned() };
        self.depth += usize::from(mark != "~~");
        // At a line's beginning a comment would begin a block, and nothing stands before the mark.
        let before = if self.text.is_empty() || self.text.ends_with('\n') { "" } else { apart };
        self.text.push_str(&format!("{before}{mark}{apart}"));
        self.write(inner);
        self.depth -= usize::from(mark != "~~");
        self.text.push_str(&format!("{apart}{mark}{apart}"));
    }

    fn code(&mut self, code: &str) {
        let mut longest = 0;
        let mut run = 0;
        for it in code.chars() {
            run = if it == '`' { run + 1 } else { 0 };
            longest = longest.max(run);
        }
        // The shortest fence that the code does not hold; a run of another length is text.
        let fence = "`".repeat(longest + 1);
        let spaced = code.starts_with(' ') && code.ends_with(' ') && !code.trim_matches(' ').is_empty();
        let pad = if code.starts_with('`') || code.ends_with('`') || spaced { " " } else { "" };
        let code = if self.place == Place::Cell { code.replace('|', "\\|") } else { code.to_owned() };
        // Two side by side would be one.
        let apart = if self.text.ends_with('`') && !self.text.ends_with("\\`") { APART } else { "" };
        self.text.push_str(&format!("{apart}{fence}{pad}{code}{pad}{fence}"));
    }

    /// Words, with a backslash before what would be a mark.
    fn words(&mut self, words: &str, next: Option<&Inline>) {
        let characters: Vec<char> = words.chars().collect();
        for (at, it) in characters.iter().enumerate() {
            let rest = &characters[at + 1..];
            let begins = self.text.is_empty() || self.text.ends_with('\n');
            let ends = rest.is_empty() && matches!(next, None | Some(Inline::SoftBreak | Inline::HardBreak));
            match it {
                '\n' => self.text.push_str("&#10;"),
                '\r' => self.text.push_str("&#13;"),
                ' ' if begins || ends => self.text.push_str("&#32;"),
                '\t' if begins || ends => self.text.push_str("&#9;"),
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '|' => self.escaped(*it),
                '&' if rest.first().is_some_and(|it| it.is_ascii_alphanumeric() || *it == '#') => self.escaped(*it),
                '!' if rest.is_empty() && matches!(next, Some(Inline::Link { .. } | Inline::FootnoteRef(_))) => {
                    self.escaped(*it)
                }
                '#' | '>' | '+' | '-' | '=' | ':' if begins => self.escaped(*it),
                '.' | ')' if self.is_number() && rest.first().is_none_or(|it| it.is_whitespace()) => self.escaped(*it),
                it => self.text.push(*it),
            }
        }
    }

    fn escaped(&mut self, it: char) {
        self.text.push('\\');
        self.text.push(it);
    }

    /// Whether the line so far is a number, as that of a list's item.
    fn is_number(&self) -> bool {
        let line = self.text.rsplit('\n').next().unwrap_or_default();
        !line.is_empty() && line.bytes().all(|it| it.is_ascii_digit())
    }
}

/// Where a link leads, in pointed brackets where it holds what would end it.
fn destination(target: &str) -> String {
    let escaped = target.replace('\\', "\\\\").replace('&', "\\&").replace('*', "\\*").replace('_', "\\_");
    let plain = !target.is_empty()
        && !target.contains(|it: char| it.is_whitespace() || it.is_control() || matches!(it, '<' | '>' | '(' | ')' | '|'));
    if plain {
        escaped
    } else {
        format!("<{}>", escaped.replace('<', "\\<").replace('>', "\\>").replace('|', "\\|").replace('\n', "&#10;"))
    }
}

fn quoted(title: &str) -> String {
    title.replace('\\', "\\\\").replace('"', "\\\"").replace('&', "\\&").replace('\n', "&#10;")
}
