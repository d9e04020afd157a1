//! Putting a finished folder in the place of another.

use std::io;
use std::path::Path;

use super::Disk;

/// Makes `stage` the content of `target`; what was there becomes the content of `stage`. In one step where the system can,
/// else by way of `aside`, from which [`repair`] recovers after an interruption.
///
/// # Errors
/// Where `target` is still what it was.
pub(super) fn exchange(disk: &dyn Disk, stage: &Path, target: &Path, aside: &Path) -> io::Result<()> {
    if !target.exists() {
        return disk.rename(stage, target);
    }
    if disk.swap(stage, target).is_ok() {
        return Ok(());
    }
    disk.rename(target, aside)?;
    if let Err(error) = disk.rename(stage, target) {
        disk.rename(aside, target)?;
        return Err(error);
    }
    // The exchange is done; what is left over goes back into its place now or before the next.
    let _ = disk.rename(aside, stage);
    Ok(())
}

/// Brings back a target that an interrupted [`exchange`] left aside, or makes room where the exchange was already done.
pub(super) fn repair(disk: &dyn Disk, stage: &Path, target: &Path, aside: &Path) -> io::Result<()> {
    match (aside.exists(), target.exists()) {
        (true, false) => disk.rename(aside, target),
        (true, true) if !stage.exists() => disk.rename(aside, stage),
        (true, true) => disk.remove_all(aside),
        (false, _) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::LocalDisk;

    #[test]
    fn an_interrupted_exchange_is_repaired() {
        let root = tempfile::tempdir().unwrap();
        let [stage, target, aside] = ["stage", "target", "aside"].map(|it| root.path().join(it));
        let make = |folder: &Path, text: &str| {
            std::fs::create_dir_all(folder).unwrap();
            std::fs::write(folder.join("x"), text).unwrap();
        };
        let read = |folder: &Path| std::fs::read_to_string(folder.join("x")).unwrap();
        make(&stage, "new");
        make(&target, "old");
        exchange(&LocalDisk, &stage, &target, &aside).unwrap();
        assert_eq!((read(&target), read(&stage)), ("new".into(), "old".into()));
        std::fs::rename(&target, &aside).unwrap();
        repair(&LocalDisk, &stage, &target, &aside).unwrap();
        assert_eq!(read(&target), "new", "interrupted after the first rename");
        assert!(!aside.exists());
        std::fs::rename(&stage, &aside).unwrap();
        repair(&LocalDisk, &stage, &target, &aside).unwrap();
        assert_eq!(read(&stage), "old", "interrupted before the last rename");
    }
}
