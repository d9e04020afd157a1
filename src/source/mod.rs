//! Source files in memory: what was read, under which path, and places in it.
//!
//! [`load`] is the only reading of content in the program. What it returns, a [`SourceTree`], is plain data that every later
//! stage borrows; a [`Span`] names a stretch of one of its files.

mod binary;
mod encoding;
mod limits;
mod load;
mod original;
mod path;
mod problem;
mod span;
mod target;
mod tree;

pub use binary::Binary;
pub use encoding::Encoding;
pub use limits::{Limit, Limits};
pub use load::{Loaded, load, load_again, settings_text};
pub use original::Original;
pub use path::{SitePath, way};
pub use problem::{Problem, ProblemKind};
pub use span::{FileId, LineColumn, Span};
pub use target::Target;
pub use tree::{Content, SourceFile, SourceTree};
