//! What a folder of ours holds, so that the next build rewrites only what changed.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};

use super::Disk;

/// What names of manifests begin with.
const PREFIX: &str = "manifest-";

/// The state of one written file. Size and time tell whether somebody touched it since; the hash tells whether new bytes
/// differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) hash: blake3::Hash,
    pub(super) length: u64,
    pub(super) modified: u128,
}

/// The files of one generation, by path below its folder.
pub(super) type Manifest = BTreeMap<String, Written>;

impl Written {
    /// The state of a file that was just written with bytes of this hash.
    pub(super) fn of(hash: blake3::Hash, metadata: &Metadata) -> Self {
        Self { hash, length: metadata.len(), modified: modified(metadata) }
    }

    /// Whether the file is still as it was written.
    pub(super) fn is_untouched(&self, file: &Path) -> bool {
        let metadata = std::fs::symlink_metadata(file);
        metadata.is_ok_and(|it| it.is_file() && it.len() == self.length && modified(&it) == self.modified)
    }
}

fn modified(metadata: &Metadata) -> u128 {
    let since = metadata.modified().ok().and_then(|it| it.duration_since(std::time::UNIX_EPOCH).ok());
    since.map_or(0, |it| it.as_nanos())
}

/// Where the manifest of a folder lies: beside the folders, named after the folder's identity, which an exchange of names
/// does not change. Nothing of it is in the output itself, whose bytes depend on the content alone.
pub(super) fn manifest_path(work: &Path, folder: &Path) -> std::io::Result<PathBuf> {
    #[cfg(unix)]
    let identity = std::os::unix::fs::MetadataExt::ino(&std::fs::metadata(folder)?);
    #[cfg(not(unix))]
    let identity = modified(&std::fs::metadata(folder)?);
    Ok(work.join(format!("{PREFIX}{identity}")))
}

/// Reads a manifest; `None` where it is missing or not whole.
pub(super) fn read(path: &Path) -> Option<Manifest> {
    let text = std::fs::read_to_string(path).ok()?;
    let body = text.strip_suffix("end\n")?;
    let line = |line: &str| {
        let mut parts = line.splitn(4, ' ');
        let hash = blake3::Hash::from_hex(parts.next()?).ok()?;
        let (length, modified) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some((parts.next()?.to_owned(), Written { hash, length, modified }))
    };
    body.lines().map(line).collect()
}

/// Writes a manifest; its last line tells that it is whole.
pub(super) fn write(disk: &dyn Disk, path: &Path, manifest: &Manifest) -> std::io::Result<()> {
    let mut text = String::with_capacity(manifest.len() * 128);
    for (file, written) in manifest {
        text.push_str(&format!("{} {} {} {file}\n", written.hash.to_hex(), written.length, written.modified));
    }
    text.push_str("end\n");
    disk.write(path, text.as_bytes()).map(drop)
}

/// Removes the manifests of all folders but these: of those that are there no longer.
pub(super) fn drop_others(disk: &dyn Disk, work: &Path, folders: [&Path; 2]) -> std::io::Result<()> {
    let kept = folders.map(|it| manifest_path(work, it).ok());
    for entry in std::fs::read_dir(work)? {
        let path = entry?.path();
        let is_manifest = path.file_name().is_some_and(|it| it.to_string_lossy().starts_with(PREFIX));
        if is_manifest && !kept.iter().flatten().any(|it| *it == path) {
            disk.remove_file(&path)?;
        }
    }
    Ok(())
}
