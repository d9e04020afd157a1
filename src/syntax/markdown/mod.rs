//! Markdown to [`Prose`]: CommonMark with tables, footnotes, struck text and task lists, read as Chinese is written.
//!
//! [`Eased`] makes emphasis beside Chinese marks work, pulldown-cmark finds the structure, and [`Builder`] turns its events
//! into our tree. [`plain_text`] and [`Prose::plain`] lead back from the tree to words.

mod builder;
mod edge;
mod emphasis;
mod footnotes;
mod mark;
mod plain;

use pulldown_cmark::{Options, Parser};

use crate::source::{FileId, Limits, Span};

use super::Prose;
use builder::Builder;
use emphasis::Eased;

pub use plain::plain_text;

/// Reads the Markdown that begins at byte `start` of `text`. Every text is Markdown, so there are no faults.
///
/// Spans count from the start of `text`. A `start` that is past the end or inside a character gives an empty text.
pub fn markdown(file: FileId, text: &str, start: usize) -> Prose {
    markdown_within(file, text, start, Limits::default().nesting).0
}

/// The same with blocks and inline marks at most `nesting` deep within each other, and where something first lies deeper: that
/// keeps its words and loses its structure.
pub fn markdown_within(file: FileId, text: &str, start: usize, nesting: usize) -> (Prose, Option<Span>) {
    let body = text.get(start..).unwrap_or_default();
    let eased = Eased::new(body);
    let mut builder = Builder::new(file, start, body, &eased, nesting);
    for (event, range) in Parser::new_ext(eased.text(), options()).into_offset_iter() {
        builder.take(event, range);
    }
    builder.finish()
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_WIKILINKS
}

/// The name that a link leads by, where it is written `[[S02/2026-05-08]]`: its target is then the name in double brackets, and
/// its words are the name where no others are given.
pub fn link_name(target: &str) -> Option<&str> {
    target.strip_prefix("[[")?.strip_suffix("]]")
}

#[cfg(test)]
mod tests;
