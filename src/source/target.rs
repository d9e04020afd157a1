//! What is written as the target of a link or image.

const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// What a target is.
#[derive(Debug, PartialEq, Eq)]
pub enum Target {
    /// An address with a scheme that is let through.
    Elsewhere,
    /// A place in the same text: what follows `#`.
    Here(String),
    /// A file of the casebook: its path as written, escapes undone and without query; and what follows `#`.
    File(String, String),
    /// Anything else. The writers of pages and documents decide for themselves; this only says so beforehand.
    Refused,
}

impl Target {
    /// Reads a target. The parser has decoded entities and escapes.
    pub fn read(target: &str) -> Self {
        let target = target.trim_matches(' ');
        let path = target.split(['/', '\\', '?', '#']).next().unwrap_or_default();
        if target.is_empty() || target.chars().any(char::is_control) || target.replace('\\', "/").starts_with("//") {
            return Target::Refused;
        }
        if let Some(place) = target.strip_prefix('#') {
            return Target::Here(unescape(place));
        }
        match path.split_once(':') {
            Some((scheme, _)) if SCHEMES.iter().any(|it| it.eq_ignore_ascii_case(scheme)) => Target::Elsewhere,
            Some(_) => Target::Refused,
            None => {
                let (path, place) = target.split_once('#').unwrap_or((target, ""));
                Target::File(unescape(path.split('?').next().unwrap_or_default()), unescape(place))
            }
        }
    }
}

/// Undoes `%E4%B8%80`; what is not UTF-8 afterwards stays as written.
fn unescape(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let pair = bytes.get(at + 1..at + 3).and_then(|it| std::str::from_utf8(it).ok());
        match pair.filter(|_| *byte == b'%').and_then(|it| u8::from_str_radix(it, 16).ok()) {
            Some(value) => {
                out.push(value);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, place: &str) -> Target {
        Target::File(path.to_owned(), place.to_owned())
    }

    #[test]
    fn targets_are_told_apart() {
        assert_eq!(Target::read("https://a.cn"), Target::Elsewhere);
        assert_eq!(Target::read("#家庭"), Target::Here("家庭".to_owned()));
        assert_eq!(Target::read("../S02/index.md"), file("../S02/index.md", ""));
        assert_eq!(Target::read("家访：经过.md"), file("家访：经过.md", ""));
        for target in ["javascript:alert(1)", "", "//a.cn/x", "\\\\a\\b", "file:///etc/passwd", "a\tb"] {
            assert_eq!(Target::read(target), Target::Refused, "{target:?}");
        }
    }

    #[test]
    fn paths_are_read_as_meant() {
        assert_eq!(Target::read("a%20b.md#x%20y"), file("a b.md", "x y"));
        assert_eq!(Target::read("%E8%B0%88.md?y"), file("谈.md", ""));
        assert_eq!(Target::read("100%.md"), file("100%.md", ""));
        assert_eq!(Target::read("%FF.md"), file("%FF.md", ""));
    }
}
