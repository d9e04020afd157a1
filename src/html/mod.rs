//! HTML.

mod escape;
mod prose;

pub use prose::{Links, Part, ProseStyle, ProseWords, prose, woven};
