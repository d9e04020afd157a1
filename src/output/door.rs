//! What a door is.

/// Where finished files go, as they are made and from several threads.
pub trait Door: Sync {
    /// Takes a finished file. `path` is relative to the output folder, `/` between segments.
    ///
    /// # Errors
    /// Where the path was taken before, leads out of the folder, or cannot be written.
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), DoorError>;
}

/// Why a file could not leave.
#[derive(Debug)]
pub enum DoorError {
    /// Another file has this path, perhaps in another case of letters.
    Taken(String),
    /// The path leads out of the output folder or is not one.
    BadPath(String),
    /// The file system refused.
    Io(String, std::io::Error),
}
