//! From text to structure: front matter with the place of every key and value, Markdown as a tree, tables as rows.
//!
//! Nothing here knows what a key means. [`parse`] turns a [`SourceTree`](crate::source::SourceTree) into [`ParsedFile`]s and
//! reports every fault of form it met on the way.

mod front_matter;
mod markdown;
mod node;
mod odd;
mod parse;
mod table;
mod tree;
mod yaml;

pub use front_matter::front_matter;
pub use markdown::{link_name, markdown, markdown_within, plain_text};
pub use node::{Entry, Node, NodeKind, Spanned};
pub use parse::{ParsedBody, ParsedFile, parse, parse_each, parse_file};
pub use table::{Row, Table, table};
pub use tree::{Align, Block, Footnote, Inline, ListItem, Piece, Prose};
pub use yaml::yaml;
