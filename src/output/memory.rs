//! A door into memory, for tests and previews.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::{Door, DoorError};

/// Keeps what passes.
#[derive(Debug, Default)]
pub struct MemoryDoor(Mutex<BTreeMap<String, Vec<u8>>>);

impl MemoryDoor {
    /// What passed, by path.
    pub fn into_files(self) -> BTreeMap<String, Vec<u8>> {
        self.0.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Door for MemoryDoor {
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), DoorError> {
        let mut files = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        match files.insert(path.to_owned(), bytes) {
            None => Ok(()),
            Some(_) => Err(DoorError::Taken(path.to_owned())),
        }
    }
}
