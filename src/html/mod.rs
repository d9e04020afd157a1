//! The site as files: pages by Tera, prose and tables as HTML, static files.
//!
//! Templates are compiled once. Every page's view is made, set and handed to the door on one thread, and dropped before the
//! next, so that the site is never in memory as a whole. Templates escape whatever they print; what they let through as HTML is
//! made here, of escaped words, or by `chart`.

mod escape;
mod feed;
mod index;
mod ink;
mod prose;
mod render;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use escape::push_escaped;
pub use prose::{Image, Links, Part, ProseStyle, ProseWords, prose, woven};
pub(crate) use render::put;
pub use render::{Press, SEARCH_INDEX, Sheet, render, shard_path};
