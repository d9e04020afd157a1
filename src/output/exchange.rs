//! Putting a finished folder in the place of another.

use std::io;
use std::path::Path;

/// Makes `stage` the content of `target`; what was there becomes the content of `stage`. In one step where the system can,
/// else by way of `aside`, from which [`repair`] recovers after an interruption.
pub(super) fn exchange(stage: &Path, target: &Path, aside: &Path) -> io::Result<()> {
    if !target.exists() {
        return std::fs::rename(stage, target);
    }
    if swap(stage, target).is_ok() {
        return Ok(());
    }
    std::fs::rename(target, aside)?;
    if let Err(error) = std::fs::rename(stage, target) {
        std::fs::rename(aside, target)?;
        return Err(error);
    }
    std::fs::rename(aside, stage)
}

/// Brings back a target that an interrupted [`exchange`] left aside, or makes room where the exchange was already done.
pub(super) fn repair(stage: &Path, target: &Path, aside: &Path) -> io::Result<()> {
    match (aside.exists(), target.exists()) {
        (true, false) => std::fs::rename(aside, target),
        (true, true) if !stage.exists() => std::fs::rename(aside, stage),
        (true, true) => std::fs::remove_dir_all(aside),
        (false, _) => Ok(()),
    }
}

#[cfg(target_os = "linux")]
fn swap(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
fn swap(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Sees that everything written below `folder` is on the disk before it is swapped in.
#[cfg(target_os = "linux")]
pub(super) fn flush(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(std::fs::File::open(folder)?)?)
}

/// Sees that everything written below `folder` is on the disk before it is swapped in; here the system is left to do it.
#[cfg(not(target_os = "linux"))]
pub(super) fn flush(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

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
        exchange(&stage, &target, &aside).unwrap();
        assert_eq!((read(&target), read(&stage)), ("new".into(), "old".into()));
        std::fs::rename(&target, &aside).unwrap();
        repair(&stage, &target, &aside).unwrap();
        assert_eq!(read(&target), "new", "interrupted after the first rename");
        assert!(!aside.exists());
        std::fs::rename(&stage, &aside).unwrap();
        repair(&stage, &target, &aside).unwrap();
        assert_eq!(read(&stage), "old", "interrupted before the last rename");
    }
}
