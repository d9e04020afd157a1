//! Enough of HTML to hold pages to their word: tags with their attributes, links, ids, and the text that a reader sees.

use std::collections::BTreeMap;

/// Elements that have no end tag.
const VOID: &[&str] = &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    /// Its name in lower case.
    pub(crate) name: String,
    /// Its attributes with the values a browser would see.
    pub(crate) attributes: BTreeMap<String, String>,
}

impl Tag {
    /// The value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

/// A page, read.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// Start tags in order.
    pub(crate) tags: Vec<Tag>,
    /// What a reader sees, without scripts and styles.
    pub(crate) text: String,
    /// What is wrong with its tags.
    pub(crate) faults: Vec<String>,
}

impl Page {
    /// Reads a page.
    pub(crate) fn read(html: &str) -> Self {
        let mut page = Self::default();
        let mut open: Vec<String> = Vec::new();
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            page.text.push_str(&unescape(&rest[..at]));
            rest = &rest[at..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            } else if rest.starts_with("<!") || rest.starts_with("<?") {
                rest = rest.split_once('>').map_or("", |(_, rest)| rest);
            } else if let Some(end) = rest.strip_prefix("</") {
                let (name, after) = end.split_once('>').unwrap_or((end, ""));
                page.close(name.trim(), &mut open);
                rest = after;
            } else {
                rest = page.start(rest, &mut open);
            }
        }
        page.text.push_str(&unescape(rest));
        page.faults.extend(open.iter().map(|name| format!("<{name}> is not closed")));
        page
    }

    /// Every address the page leads to or takes something from.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = (&Tag, &str)> {
        const NAMED: [&str; 6] = ["href", "src", "data", "poster", "action", "xlink:href"];
        self.tags.iter().flat_map(|tag| NAMED.iter().filter_map(move |it| Some((tag, tag.get(it)?))))
    }

    /// The ids of its elements.
    pub(crate) fn ids(&self) -> Vec<&str> {
        self.tags.iter().filter_map(|it| it.get("id")).collect()
    }

    fn close(&mut self, name: &str, open: &mut Vec<String>) {
        match open.pop() {
            Some(last) if last.eq_ignore_ascii_case(name) => {}
            last => self.faults.push(format!("</{name}> closes {last:?}")),
        }
    }

    /// Reads a start tag, and what stands in it where that is no markup.
    fn start<'a>(&mut self, text: &'a str, open: &mut Vec<String>) -> &'a str {
        let name: String = text[1..].chars().take_while(|it| it.is_ascii_alphanumeric() || *it == '-' || *it == ':').collect();
        if name.is_empty() {
            self.faults.push(format!("a bare `<` before {:?}", text.chars().take(20).collect::<String>()));
            return &text[1..];
        }
        let mut attributes = BTreeMap::new();
        let mut rest = text[1 + name.len()..].trim_start();
        while !rest.is_empty() && !rest.starts_with('>') && !rest.starts_with("/>") {
            let end = rest.find(|it: char| it.is_whitespace() || matches!(it, '=' | '>' | '/')).unwrap_or(rest.len());
            let key = rest[..end].to_lowercase();
            rest = rest[end..].trim_start();
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let after = after.trim_start();
                let quote = after.chars().next().filter(|it| matches!(it, '"' | '\''));
                (value, rest) = match quote {
                    Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                    None => after.split_at(after.find(|it: char| it.is_whitespace() || it == '>').unwrap_or(after.len())),
                };
                rest = rest.trim_start();
            }
            if key.is_empty() {
                rest = rest.get(1..).unwrap_or("").trim_start();
            } else if attributes.insert(key.clone(), unescape(value)).is_some() {
                self.faults.push(format!("<{name}> has {key} twice"));
            }
        }
        let closed = rest.starts_with("/>");
        let rest = rest.split_once('>').map_or("", |(_, rest)| rest);
        let name = name.to_lowercase();
        self.tags.push(Tag { name: name.clone(), attributes });
        if closed || VOID.contains(&name.as_str()) {
            return rest;
        }
        if name == "script" || name == "style" {
            let end = rest.find(&format!("</{name}")).unwrap_or(rest.len());
            return rest[end..].split_once('>').map_or("", |(_, rest)| rest);
        }
        open.push(name);
        rest
    }
}

/// Text with character references replaced: the ones that a writer of UTF-8 needs.
pub(crate) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let (name, tail) = after.split_once(';').unwrap_or((after, ""));
        let known = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some('\u{a0}'),
            _ => numeric(name),
        };
        match known {
            Some(character) => {
                plain.push(character);
                rest = tail;
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn numeric(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let number = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(number)
}

/// An address without its percent signs.
pub(crate) fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let pair = (*first == b'%').then(|| tail.get(..2)).flatten().and_then(|it| std::str::from_utf8(it).ok());
        match pair.and_then(|it| u8::from_str_radix(it, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The path that `address` means, seen from the page at `from`; `None` where it leaves the site.
pub(crate) fn resolve(from: &str, address: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    if !address.is_empty() {
        parts.pop();
    }
    for part in address.split('/').filter(|it| !it.is_empty()) {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_text_and_faults_are_read() {
        let html = "<!doctype html><p class=a id='x y'>1 &lt; 2&#x4E00;<br><img src=\"a&amp;b.png\" alt=''></p><script>if (a < b) {}</script>";
        let page = Page::read(html);
        assert_eq!(page.text, "1 < 2一");
        assert_eq!(page.faults, Vec::<String>::new());
        assert_eq!(page.ids(), ["x y"]);
        assert_eq!(page.addresses().map(|(_, it)| it).collect::<Vec<_>>(), ["a&b.png"]);
        assert_eq!(Page::read("<p><b>x</p>").faults.len(), 2);
        assert_eq!(Page::read("1 < 2").faults.len(), 1);
    }

    #[test]
    fn addresses_are_resolved() {
        assert_eq!(resolve("students/S01/index.html", "../../index.html").as_deref(), Some("index.html"));
        assert_eq!(resolve("students/S01/index.html", "").as_deref(), Some("students/S01/index.html"));
        assert_eq!(resolve("index.html", "../x.html"), None);
        assert_eq!(percent_decoded("%E8%B0%88a%"), "谈a%");
    }
}
