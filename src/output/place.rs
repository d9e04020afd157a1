//! Which folders may be replaced: only our own, and none that holds something else.

use std::path::{Path, PathBuf};

/// The file that marks a folder as written by casebook. Only a folder that has it is ever replaced or removed.
pub const MARKER: &str = ".casebook-output";

/// What the marker says to a person who finds it.
pub(super) const MARKER_TEXT: &str =
    "casebook 生成的文件夹，会被整体替换；请勿在里面手工修改。\nWritten by casebook and replaced as a whole; do not edit.\n";

/// Why a folder may not be written to.
#[derive(Debug)]
pub enum PlaceError {
    /// It is the root, the home folder, the content or a folder that holds it.
    Dangerous(PathBuf),
    /// It holds files and not our marker.
    NotOurs(PathBuf),
    /// It is a file.
    NotAFolder(PathBuf),
}

/// Whether a folder carries the marker.
pub fn is_ours(folder: &Path) -> bool {
    folder.join(MARKER).is_file()
}

/// Whether `target` may be replaced by a build of `content`.
///
/// # Errors
/// Where it may not, and why.
pub fn check_place(target: &Path, content: &Path) -> Result<(), PlaceError> {
    let real = resolve(target);
    let content = resolve(content);
    let home = std::env::home_dir().map(|it| resolve(&it));
    let holds = |inner: &Path| inner.starts_with(&real);
    if real.parent().is_none() || home.is_some_and(|it| holds(&it)) || holds(&content) || real.starts_with(&content) {
        return Err(PlaceError::Dangerous(real));
    }
    let Ok(mut entries) = std::fs::read_dir(&real) else {
        return if real.exists() { Err(PlaceError::NotAFolder(real)) } else { Ok(()) };
    };
    if entries.next().is_some() && !is_ours(&real) { Err(PlaceError::NotOurs(real)) } else { Ok(()) }
}

/// The real path of a folder that may not exist yet: links are followed as far as it exists.
fn resolve(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut missing = Vec::new();
    let mut at = absolute.as_path();
    loop {
        if let Ok(real) = at.canonicalize() {
            return missing.iter().rev().fold(real, |real, part| real.join(part));
        }
        match (at.file_name(), at.parent()) {
            (Some(name), Some(parent)) => {
                missing.push(name.to_owned());
                at = parent;
            }
            _ => return absolute,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_folders_are_replaced() {
        let root = tempfile::tempdir().unwrap();
        let content = root.path().join("content");
        let theirs = root.path().join("photos");
        let ours = root.path().join("public");
        for folder in [&content, &theirs, &ours] {
            std::fs::create_dir(folder).unwrap();
        }
        std::fs::write(theirs.join("a.jpg"), "x").unwrap();
        std::fs::write(ours.join(MARKER), MARKER_TEXT).unwrap();
        assert!(check_place(&ours, &content).is_ok());
        assert!(check_place(&root.path().join("new/deep"), &content).is_ok());
        assert!(matches!(check_place(&theirs, &content), Err(PlaceError::NotOurs(_))));
        assert!(matches!(check_place(&theirs.join("a.jpg"), &content), Err(PlaceError::NotAFolder(_))));
        for folder in [root.path(), &content, &content.join("x"), Path::new("/")] {
            assert!(matches!(check_place(folder, &content), Err(PlaceError::Dangerous(_))), "{folder:?}");
        }
    }
}
