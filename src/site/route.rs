//! Addresses of outputs.

use std::fmt;
use std::sync::Arc;

use crate::source::way;

/// The path of an output below the output folder, `/` between segments: `students/S01/index.html`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Route(Arc<str>);

impl Route {
    /// Takes a path. Segments that are empty, `.` or `..`, and characters that a file system or an address refuses or that nobody
    /// sees, become `_`, so that no name can lead out of the output folder or read otherwise than it is. A name that Windows keeps
    /// for a device gets one in front.
    pub fn new(path: &str) -> Self {
        let refused = |it: char| {
            it.is_control()
                || it.is_whitespace()
                || matches!(it, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\' | '#' | '%' | '&')
                || matches!(it, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
                || matches!(it, '\u{FDD0}'..='\u{FDEF}' | '\u{E0000}'..='\u{E007F}')
                || u32::from(it) & 0xFFFE == 0xFFFE
        };
        let mut clean = String::with_capacity(path.len());
        for (at, segment) in path.split('/').enumerate() {
            if at > 0 {
                clean.push('/');
            }
            match segment.trim_matches('.') {
                "" => clean.push('_'),
                segment if is_device(segment) => {
                    clean.push('_');
                    clean.push_str(segment);
                }
                segment => clean.extend(segment.chars().map(|it| if refused(it) { '_' } else { it })),
            }
        }
        Self(clean.into())
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address of `target` as seen from this page: relative, so that it works from any folder and by double-click.
    pub fn to(&self, target: &Route) -> String {
        way(&self.0, &target.0)
    }
}

/// Whether Windows keeps a name for a device, whatever ending it has: `con`, `AUX.html`, `com1`.
fn is_device(segment: &str) -> bool {
    let stem = segment.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |port: &str| stem.strip_prefix(port).is_some_and(|it| matches!(it.as_bytes(), [b'1'..=b'9']));
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul" | "conin$" | "conout$") || numbered("com") || numbered("lpt")
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_relative() {
        let note = Route::new("students/S01/2026-05-08-talk.html");
        assert_eq!(note.to(&Route::new("index.html")), "../../index.html");
        assert_eq!(note.to(&Route::new("students/S01/index.html")), "index.html");
        assert_eq!(note.to(&Route::new("students/S02/index.html")), "../S02/index.html");
        assert_eq!(note.to(&note), "2026-05-08-talk.html");
        assert_eq!(Route::new("index.html").to(&note), "students/S01/2026-05-08-talk.html");
    }

    #[test]
    fn no_name_leads_out() {
        assert_eq!(Route::new("tags/../../etc/a b?.html").as_str(), "tags/_/_/etc/a_b_.html");
        assert_eq!(Route::new("a//b").as_str(), "a/_/b");
        assert_eq!(Route::new("a/\u{202E}gpj.md\u{FFFE}\n").as_str(), "a/_gpj.md__");
    }

    #[test]
    fn devices_of_windows_are_no_files() {
        for (name, address) in [
            ("con.html", "_con.html"),
            ("tags/AUX/index.html", "tags/_AUX/index.html"),
            ("Com1.a.html", "_Com1.a.html"),
            ("lpt0.html", "lpt0.html"),
            ("console.html", "console.html"),
            ("a. ", "a._"),
            ("a../b.", "a/b"),
        ] {
            assert_eq!(Route::new(name).as_str(), address);
        }
    }
}
