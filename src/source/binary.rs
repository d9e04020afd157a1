//! An image's bytes, held or on the disk.

use std::borrow::Cow;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::load;

/// An image. Photographs are too large to be held all at once: one that was loaded from a folder is known by its hash, and its
/// bytes are read again when they are needed.
#[derive(Debug, Clone)]
pub struct Binary {
    hash: blake3::Hash,
    place: Place,
}

#[derive(Debug, Clone)]
enum Place {
    Held(Arc<[u8]>),
    /// A file, and how many bytes it had.
    OnDisk(PathBuf, u64),
}

impl Binary {
    /// Holds bytes.
    pub fn held(bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        Self { hash: blake3::hash(&bytes), place: Place::Held(bytes) }
    }

    /// Notes the bytes of a file, which may be dropped.
    pub(super) fn on_disk(place: PathBuf, bytes: &[u8]) -> Self {
        Self { hash: blake3::hash(bytes), place: Place::OnDisk(place, bytes.len() as u64) }
    }

    /// A hash of the bytes.
    pub fn hash(&self) -> blake3::Hash {
        self.hash
    }

    /// The bytes.
    ///
    /// # Errors
    /// Where the file cannot be read, or is no longer the one that was loaded.
    pub fn read(&self) -> io::Result<Cow<'_, [u8]>> {
        match &self.place {
            Place::Held(bytes) => Ok(Cow::Borrowed(bytes)),
            Place::OnDisk(place, length) => {
                let same = load::again(place, *length)?.filter(|it| blake3::hash(it) == self.hash);
                let changed = || io::Error::new(io::ErrorKind::InvalidData, "the file has changed since it was first read");
                same.map(Cow::Owned).ok_or_else(changed)
            }
        }
    }
}
