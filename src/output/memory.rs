//! A door into memory, for tests and previews.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::door::Taken;
use super::{Door, DoorError};

/// Keeps what passes.
#[derive(Debug, Default)]
pub struct MemoryDoor {
    taken: Taken,
    files: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl MemoryDoor {
    /// What passed, by path.
    pub fn into_files(self) -> BTreeMap<String, Vec<u8>> {
        self.files.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Door for MemoryDoor {
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), DoorError> {
        self.taken.pass(path)?;
        self.files.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).insert(path.to_owned(), bytes);
        Ok(())
    }
}
