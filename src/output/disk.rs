//! What staging asks of the file system.

use std::fs::{File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file system, as far as it is written to. Every change that a [`StagingDoor`](super::StagingDoor) makes is one of these, so that a
/// test can put a disk in place that is full, torn out, or stands still from some point on.
pub trait Disk: std::fmt::Debug + Send + Sync {
    /// Makes a folder and those above it, where they are not there.
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        std::fs::create_dir_all(path)
    }

    /// Opens a file to lock it, which is made where it is not there.
    fn open(&self, path: &Path) -> io::Result<File> {
        File::options().create(true).truncate(false).read(true).write(true).open(path)
    }

    /// Makes a file of these bytes, in place of one that was there.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<Metadata> {
        let mut out = File::create(path)?;
        out.write_all(bytes)?;
        out.metadata()
    }

    /// Removes a file.
    fn remove_file(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    /// Removes an empty folder.
    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_dir(path)
    }

    /// Removes a folder with everything in it.
    fn remove_all(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_dir_all(path)
    }

    /// Gives a file or folder another name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    /// Lets two folders change names in one step, where the system can.
    fn swap(&self, a: &Path, b: &Path) -> io::Result<()> {
        swap(a, b)
    }

    /// Sees that these files, and all else that was written below a folder, are on the disk.
    fn flush(&self, folder: &Path, written: &[PathBuf]) -> io::Result<()> {
        flush(folder, written)
    }

    /// Sees that what was renamed in a folder, or removed from it, is so on the disk.
    fn flush_names(&self, folder: &Path) -> io::Result<()> {
        // A folder is no file that could be opened where it cannot be flushed either.
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }
}

/// The file system of the machine.
#[derive(Debug, Clone, Copy)]
pub struct LocalDisk;

impl Disk for LocalDisk {}

#[cfg(target_os = "linux")]
fn swap(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
fn swap(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// The whole file system at once, which is faster than file by file.
#[cfg(target_os = "linux")]
fn flush(folder: &Path, _: &[PathBuf]) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

#[cfg(not(target_os = "linux"))]
fn flush(_: &Path, written: &[PathBuf]) -> io::Result<()> {
    use rayon::prelude::*;
    written.par_iter().try_for_each(|it| File::options().write(true).open(it)?.sync_all())
}
