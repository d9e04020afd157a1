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
    /// What it holds cannot be seen.
    Unreadable(PathBuf, std::io::Error),
}

/// Whether a folder carries the marker.
pub fn is_ours(folder: &Path) -> bool {
    folder.join(MARKER).is_file()
}

/// What becomes of files in the target that casebook did not write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Others {
    /// They stay: nothing is written.
    #[default]
    Keep,
    /// They are replaced with the folder, which was asked for.
    Replace,
}

/// The folder beside outputs in which they are staged.
pub(super) const WORK: &str = ".casebook";

/// The real place of `target`, where it may be replaced by a build of `content`.
///
/// # Errors
/// Where it may not, and why.
pub fn check_place(target: &Path, content: &Path, others: Others) -> Result<PathBuf, PlaceError> {
    let real = resolve(target);
    let content = resolve(content);
    let home = std::env::home_dir().filter(|it| !it.as_os_str().is_empty()).map(|it| resolve(&it));
    let holds = |inner: &Path| inner.starts_with(&real);
    let in_work = real.iter().any(|it| it == WORK);
    let holds_other = home.is_some_and(|it| holds(&it)) || holds(&content);
    if real.parent().is_none() || in_work || holds_other || real.starts_with(&content) {
        return Err(PlaceError::Dangerous(real));
    }
    match std::fs::read_dir(&real).map(|mut it| it.next().is_some()) {
        Ok(true) if others == Others::Keep && !is_ours(&real) => Err(PlaceError::NotOurs(real)),
        Err(_) if real.exists() && !real.is_dir() => Err(PlaceError::NotAFolder(real)),
        // A folder that may not be listed may hold anything.
        Err(error) if real.exists() => Err(PlaceError::Unreadable(real, error)),
        _ => Ok(real),
    }
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
        let check = |folder: &Path| check_place(folder, &content, Others::Keep);
        assert!(check(&ours).is_ok());
        assert!(check(&root.path().join("new/deep")).is_ok());
        assert!(matches!(check(&theirs), Err(PlaceError::NotOurs(_))));
        assert!(check_place(&theirs, &content, Others::Replace).is_ok(), "they were told to go");
        assert!(matches!(check(&theirs.join("a.jpg")), Err(PlaceError::NotAFolder(_))));
        let home = std::env::home_dir().expect("a home");
        let work = ours.join(".casebook/teacher/stage");
        for folder in [root.path(), &content, &content.join("x"), Path::new("/"), &home, &work] {
            for others in [Others::Keep, Others::Replace] {
                let refused = check_place(folder, &content, others);
                assert!(matches!(refused, Err(PlaceError::Dangerous(_))), "{folder:?}");
            }
        }
    }

    #[test]
    #[cfg(unix)]
    fn what_a_link_leads_to_is_meant() {
        let root = tempfile::tempdir().unwrap();
        let [content, real, link] = ["content", "real", "link"].map(|it| root.path().join(it));
        std::fs::create_dir(&content).unwrap();
        std::fs::create_dir(&real).unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        let place = check_place(&link, &content, Others::Keep).unwrap();
        assert_eq!(place, real.canonicalize().unwrap());
        std::fs::remove_file(&link).unwrap();
        std::os::unix::fs::symlink(&content, &link).unwrap();
        assert!(matches!(check_place(&link, &content, Others::Keep), Err(PlaceError::Dangerous(_))));
    }
}
