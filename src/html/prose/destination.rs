//! Where a link may lead.

use std::borrow::Cow;

/// A link's target, sorted by what may be done with it.
#[derive(Debug, PartialEq)]
pub(super) enum Destination<'target> {
    /// An address with one of the schemes that are allowed.
    Elsewhere(Cow<'target, str>),
    /// A place on the same page: what follows `#`.
    Here(&'target str),
    /// A file of the casebook, as written.
    File(&'target str),
    /// Anything else.
    Refused,
}

const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Sorts a target. The parser has decoded entities and escapes. Browsers drop tabs and line breaks inside addresses and take
/// `\` for `/`, so a target with a control character, or that begins with two slashes of either kind, is refused.
pub(super) fn destination(target: &str) -> Destination<'_> {
    let target = target.trim_matches(' ');
    if target.is_empty() || target.chars().any(char::is_control) {
        return Destination::Refused;
    }
    if let Some(fragment) = target.strip_prefix('#') {
        return Destination::Here(fragment);
    }
    let path = target.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    match path.split_once(':') {
        Some((scheme, _)) if SCHEMES.iter().any(|it| it.eq_ignore_ascii_case(scheme)) => {
            Destination::Elsewhere(if target.contains(' ') { target.replace(' ', "%20").into() } else { target.into() })
        }
        Some(_) => Destination::Refused,
        None if target.starts_with("//") || target.replace('\\', "/").starts_with("//") => Destination::Refused,
        None => Destination::File(target),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_an_allow_list() {
        for address in ["http://a.cn/x?y=1#z", "HTTPS://a.cn", "mailto:a@b.cn", "tel:+86-10-1234"] {
            assert_eq!(destination(address), Destination::Elsewhere(address.into()));
        }
        for address in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "javascript\u{0}:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:x",
            "ftp://a.cn",
            ":x",
            "//evil.cn/x",
            "\\\\evil.cn\\x",
            "/\\evil.cn",
            "",
            "  ",
        ] {
            assert_eq!(destination(address), Destination::Refused, "{address:?}");
        }
    }

    #[test]
    fn files_and_places() {
        assert_eq!(destination("../S02/index.md"), Destination::File("../S02/index.md"));
        assert_eq!(destination("a/b:c.md"), Destination::File("a/b:c.md"), "a colon behind a slash is no scheme");
        assert_eq!(destination("家访：经过.md"), Destination::File("家访：经过.md"), "a full-width colon is no colon");
        assert_eq!(destination("javascript%3Aalert(1)"), Destination::File("javascript%3Aalert(1)"));
        assert_eq!(destination("#家庭情况"), Destination::Here("家庭情况"));
        assert_eq!(destination("http://a.cn/a b"), Destination::Elsewhere("http://a.cn/a%20b".into()));
    }
}
