//! Paths inside a casebook.

use std::fmt;
use std::sync::Arc;

/// A path inside the `content` folder: relative, `/` between segments whatever the system, no `.` and no `..`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// Takes a path that is already relative and separated by `/`; `None` where it is empty, absolute, or steps out of its folder.
    pub fn new(path: &str) -> Option<Self> {
        let sound = !path.is_empty() && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        sound.then(|| Self(path.into()))
    }

    /// The whole path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The segments, outermost first.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/')
    }

    /// The last segment.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The last segment without its extension.
    pub fn stem(&self) -> &str {
        self.file_name().rsplit_once('.').map_or(self.file_name(), |(stem, _)| stem)
    }

    /// What follows the last dot of the last segment, in lower case; empty where there is none.
    pub fn extension(&self) -> String {
        self.file_name().rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_lowercase())
    }

    /// The folder that holds it; empty for a file at the top.
    pub fn parent(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(parent, _)| parent)
    }

    /// Another path, written relative to this one's folder (`../pictures/a.png`). `None` where it leaves the casebook.
    pub fn join(&self, relative: &str) -> Option<SitePath> {
        let mut parts: Vec<&str> = self.parent().split('/').filter(|part| !part.is_empty()).collect();
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        SitePath::new(&parts.join("/"))
    }

    /// Whether a path written relative to this one's folder leads out of the casebook.
    pub fn leaves(&self, relative: &str) -> bool {
        let mut depth = self.segments().count() - 1;
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." if depth == 0 => return true,
                ".." => depth -= 1,
                _ => depth += 1,
            }
        }
        false
    }

    /// Another path as it is written relative to this one's folder: `../S02/index.md`.
    pub fn to(&self, target: &SitePath) -> String {
        way(&self.0, &target.0)
    }
}

/// How one path is written in a file at another: relative, so that it works from any folder.
pub fn way(here: &str, there: &str) -> String {
    let mut here: Vec<&str> = here.split('/').collect();
    here.pop();
    let there: Vec<&str> = there.split('/').collect();
    let shared = here.iter().zip(&there[..there.len() - 1]).take_while(|(a, b)| a == b).count();
    let mut parts = vec![".."; here.len() - shared];
    parts.extend(&there[shared..]);
    parts.join("/")
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_inside() {
        let note = SitePath::new("students/S01/notes/a.md").expect("sound");
        assert_eq!(note.stem(), "a");
        assert_eq!(note.parent(), "students/S01/notes");
        assert_eq!(note.join("../p.png").map(|it| it.to_string()).as_deref(), Some("students/S01/p.png"));
        assert_eq!(note.join("../../../../p.png"), None);
        assert!(
            note.leaves("../../../../p.png") && note.leaves("../../../../students/p.png") && !note.leaves("../../../p.png")
        );
        assert_eq!(SitePath::new("/etc/passwd"), None);
        assert_eq!(SitePath::new("a/../b"), None);
    }

    #[test]
    fn a_way_leads_from_one_to_another() {
        let path = |it: &str| SitePath::new(it).expect("sound");
        let note = path("students/S01/notes/a.md");
        for (target, way) in [
            ("students/S01/notes/b.md", "b.md"),
            ("students/S01/notes/a.md", "a.md"),
            ("students/S02/index.md", "../../S02/index.md"),
            ("casebook.yaml", "../../../casebook.yaml"),
        ] {
            assert_eq!(note.to(&path(target)), way);
            assert_eq!(note.join(way), Some(path(target)));
        }
    }
}
