//! What could not be read, or not as it should be.

use std::io;

use super::Encoding;

/// A file or folder that was left out, or was read with a reservation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where it lies inside `content`, as found; may hold replacement characters.
    pub path: String,
    /// What is the matter.
    pub kind: ProblemKind,
}

/// What can be the matter with a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// The system refused; its words.
    Unreadable(String),
    /// Bytes that are no text, or of no known encoding.
    NotText,
    /// More bytes than may be read.
    TooLarge {
        /// Bytes of the file.
        size: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// A path of more bytes than allowed.
    PathTooLong {
        /// Bytes of the path.
        length: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// More notes than are taken; none was.
    TooManyNotes {
        /// How many are.
        limit: usize,
    },
    /// A name that is not Unicode, as archives from a Chinese Windows leave on other systems.
    PathNotUnicode,
    /// Read, but not UTF-8.
    OtherEncoding(Encoding),
    /// A link that is broken, leads out of the folder, or leads to a folder.
    LinkNotFollowed,
}

impl Problem {
    /// What the system says about a path.
    pub(super) fn unreadable(path: impl Into<String>, error: &io::Error) -> Self {
        Self { path: path.into(), kind: ProblemKind::Unreadable(error.to_string()) }
    }
}
