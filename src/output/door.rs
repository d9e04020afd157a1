//! What a door is, and which paths pass.

use std::collections::BTreeMap;
use std::sync::Mutex;

/// Where finished files go, as they are made and from several threads.
pub trait Door: Sync {
    /// Takes a finished file. `path` is relative to the output folder, `/` between segments.
    ///
    /// # Errors
    /// Where the path was taken before, leads out of the folder, or cannot be written.
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), DoorError>;
}

/// Why a file could not leave.
#[derive(Debug)]
pub enum DoorError {
    /// Another file has this path, perhaps in another case of letters.
    Taken(String),
    /// The path leads out of the output folder or is not one.
    BadPath(String),
    /// The file system refused.
    Io(String, std::io::Error),
}

/// The paths that have passed a door. Two that differ only in the case of letters collide: on Windows and macOS they are one
/// file.
#[derive(Debug, Default)]
pub(super) struct Taken(Mutex<BTreeMap<String, ()>>);

impl Taken {
    /// Lets a sound path pass once.
    pub(super) fn pass(&self, path: &str) -> Result<(), DoorError> {
        let sound = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', '\0', ':']);
        if !path.split('/').all(sound) {
            return Err(DoorError::BadPath(path.to_owned()));
        }
        let mut taken = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        match taken.insert(path.to_lowercase(), ()) {
            None => Ok(()),
            Some(()) => Err(DoorError::Taken(path.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_pass_once_and_stay_inside() {
        let taken = Taken::default();
        assert!(taken.pass("a/b.html").is_ok());
        assert!(matches!(taken.pass("a/b.html"), Err(DoorError::Taken(_))));
        assert!(matches!(taken.pass("A/B.html"), Err(DoorError::Taken(_))));
        for path in ["", "/etc/x", "a/../b", "a//b", "a\\b", "c:x"] {
            assert!(matches!(taken.pass(path), Err(DoorError::BadPath(_))), "{path}");
        }
    }
}
