//! Addresses of outputs.

use std::fmt;
use std::sync::Arc;

use crate::source::way;

/// The path of an output below the output folder, `/` between segments: `students/S01/index.html`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Route(Arc<str>);

impl Route {
    /// Takes a path. Segments that are empty, `.` or `..`, and characters that a file system or an address refuses, become
    /// `_`, so that no name can lead out of the output folder.
    pub fn new(path: &str) -> Self {
        let refused = |it: char| {
            it.is_control()
                || it.is_whitespace()
                || matches!(it, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\' | '#' | '%' | '&')
        };
        let mut clean = String::with_capacity(path.len());
        for (at, segment) in path.split('/').enumerate() {
            if at > 0 {
                clean.push('/');
            }
            match segment.trim_matches('.') {
                "" => clean.push('_'),
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
    }
}
