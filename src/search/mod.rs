//! Search: what the eye sees is what is found.
//!
//! [`visible`] takes from a finished page the text that a reader sees, so that the index can hold nothing else. [`pack`] writes
//! the texts of several pages as a *shard*: a script that a browser loads when somebody searches, also from a folder on the
//! disk, where pages may not read files. A shard is the whole text, compressed, and nothing beside it: a browser looks through
//! all pages of a school in a few milliseconds, so there is no table of words to keep small, and no dictionary that decides
//! what a word is. [`unpack`] is the way back.
//!
//! Two characters that [`fold`] takes for one find each other: simplified and traditional, full and half width, both cases. Each
//! is one character long before and after, so that a place in the folded text is the same place in the text. The browser does
//! the folding, for texts and questions alike, with the [`variants`] that it is given.

mod fold;
mod shard;
#[cfg(test)]
mod tests;
mod visible;

pub use fold::{fold, variants};
pub use shard::{Entry, Shard, pack, unpack};
pub use visible::{Visible, visible};
