//! Writing files of the user's, so that nothing that fails leaves less than there was.
//!
//! A new text is written beside its place, with the rights of what lies there, and down to the disk; only then does it take the
//! place. Whatever fails before that leaves the old file as it is, and nothing beside it.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::path::Path;

/// Puts bytes in the place of a file, as a whole or not at all; where none lies there, it is a new one.
///
/// # Errors
/// Where that place is something else than a plain file of its own, such as a link, or may not be written; the file is then as it was.
pub(super) fn replace(place: &Path, bytes: &[u8]) -> io::Result<()> {
    let rights = match place.symlink_metadata() {
        Ok(metadata) if !metadata.is_file() => return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a plain file")),
        Ok(metadata) if metadata.permissions().readonly() => {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "read-only"));
        }
        Ok(metadata) => Some(metadata.permissions()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    // Of each process its own, so that none takes what another has half written. What begins with a dot is no part of a casebook.
    let beside = place.with_file_name(format!(".casebook-{}.tmp", std::process::id()));
    // Left by one of this number that was cut off.
    drop(fs::remove_file(&beside));
    if let Err(error) = create(&beside, rights, bytes).and_then(|()| fs::rename(&beside, place)) {
        drop(fs::remove_file(&beside));
        return Err(error);
    }
    // A folder that cannot be opened to be synced, as on Windows, is no failure: the file is there.
    if let Some(folder) = place.parent().and_then(|it| File::open(it).ok()) {
        drop(folder.sync_all());
    }
    Ok(())
}

/// Writes a new file, never over one that is there, down to the disk.
///
/// # Errors
/// Where there is something already, or it cannot be written; then nothing is left of it.
pub(super) fn create(place: &Path, rights: Option<Permissions>, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(place)?;
    let set = rights.map_or(Ok(()), |it| file.set_permissions(it));
    let written = set.and_then(|()| file.write_all(bytes)).and_then(|()| file.sync_all());
    written.inspect_err(|_| drop(fs::remove_file(place)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_as_a_whole_and_keeps_its_rights() {
        let root = tempfile::tempdir().unwrap();
        let place = root.path().join("a.yaml");
        replace(&place, b"one").unwrap();
        // Left by one that was cut off.
        fs::write(root.path().join(format!(".casebook-{}.tmp", std::process::id())), "half").unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&place, Permissions::from_mode(0o600)).unwrap();
        }
        replace(&place, b"two").unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"two");
        assert_eq!(names(root.path()), ["a.yaml"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o600, "a roster stays its owner's");
        }
    }

    #[test]
    fn what_cannot_be_replaced_stays_and_leaves_nothing_beside_it() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("folder");
        fs::create_dir(&folder).unwrap();
        assert!(replace(&folder, b"x").is_err(), "a folder");
        assert!(replace(&root.path().join("none/a.yaml"), b"x").is_err(), "no folder");
        let place = root.path().join("a.yaml");
        fs::write(&place, "old").unwrap();
        let rights = fs::metadata(&place).unwrap().permissions();
        let mut locked = rights.clone();
        locked.set_readonly(true);
        fs::set_permissions(&place, locked).unwrap();
        assert_eq!(replace(&place, b"new").unwrap_err().kind(), io::ErrorKind::PermissionDenied);
        fs::set_permissions(&place, rights).unwrap();
        #[cfg(unix)]
        {
            let link = root.path().join("link.yaml");
            std::os::unix::fs::symlink(&place, &link).unwrap();
            assert!(replace(&link, b"new").is_err() && link.is_symlink(), "a link leads elsewhere");
            fs::remove_file(&link).unwrap();
        }
        assert_eq!(create(&place, None, b"new").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&place).unwrap(), b"old");
        assert_eq!(names(root.path()), ["a.yaml", "folder"]);
    }
}
