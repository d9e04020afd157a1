//! HTML.

mod escape;
mod prose;

pub use prose::{Links, ProseStyle, ProseWords, prose};
