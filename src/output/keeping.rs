//! A door that stays shut once the file system refused something.

use std::sync::{Mutex, PoisonError};

use super::{Door, DoorError};

/// A door that remembers the first refusal of the file system and lets nothing pass after it: a full disk is told once, not
/// for each of the pages that no longer fit.
pub struct KeepingDoor<'a> {
    door: &'a dyn Door,
    refused: Mutex<Option<DoorError>>,
}

impl<'a> KeepingDoor<'a> {
    /// One before another.
    pub fn new(door: &'a dyn Door) -> Self {
        Self { door, refused: Mutex::new(None) }
    }

    /// Why a file could not leave, if one could not.
    pub fn into_refusal(self) -> Option<DoorError> {
        self.refused.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Door for KeepingDoor<'_> {
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), DoorError> {
        if self.refused.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
            return Ok(());
        }
        match self.door.put(path, bytes) {
            Err(DoorError::Io(path, error)) => {
                let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
                refused.get_or_insert(DoorError::Io(path, error));
                Ok(())
            }
            passed => passed,
        }
    }
}
