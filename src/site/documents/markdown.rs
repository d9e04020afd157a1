//! Prose as Markdown: what is written here comes back from [`crate::syntax::markdown`] as the same blocks.
//!
//! Marks are escaped only where they would mean something. Emphasis beside Chinese marks is written plainly, as people write it;
//! each text is read back at once, and where the plain form does not come back the same, empty comments keep its delimiters
//! apart, which the reader drops.

mod blocks;
mod inlines;

use crate::source::{FileId, Span};
use crate::syntax::{Block, Footnote, Inline, ListItem, Prose};

/// A text as Markdown, ending in a line break; empty for an empty text. Targets of links and images are passed through
/// `target`, for they are relative to the file in which they stand.
pub fn markdown(prose: &Prose, target: &dyn Fn(&str, Span) -> String) -> String {
    let note = |it: &Footnote| Footnote { label: it.label.clone(), blocks: tidy(&it.blocks, target) };
    blocks::write(&Prose::new(tidy(&prose.blocks, target), prose.footnotes.iter().map(note).collect()))
}

/// A text without the places of what is in it, by which two texts are compared that stand in different files.
pub fn without_places(prose: &Prose) -> Prose {
    let blocks = |it: &[Block]| tidy(it, &|target, _| target.to_owned());
    let note = |it: &Footnote| Footnote { label: String::new(), blocks: blocks(&it.blocks) };
    Prose::new(blocks(&prose.blocks), prose.footnotes.iter().map(note).collect())
}

/// Blocks as a reader of Markdown would give them: words side by side are one stretch, nothing is empty, nothing has a place.
fn tidy(blocks: &[Block], target: &dyn Fn(&str, Span) -> String) -> Vec<Block> {
    let cells = |row: &Vec<Vec<Inline>>| row.iter().map(|it| tidy_inlines(it, target)).collect();
    let one = |block: &Block| {
        Some(match block {
            Block::Paragraph(content) => {
                Block::Paragraph(Some(trimmed(tidy_inlines(content, target))).filter(|it| !it.is_empty())?)
            }
            Block::Heading { level, content } => {
                Block::Heading { level: *level, content: trimmed(tidy_inlines(content, target)) }
            }
            Block::Quote(blocks) => Block::Quote(tidy(blocks, target)),
            Block::List { start, tight, items } => {
                let items = items.iter().map(|it| ListItem { task: it.task, blocks: tidy(&it.blocks, target) });
                let items: Vec<ListItem> = items.collect();
                // Only paragraphs can stand apart.
                let paragraphs = items.iter().flat_map(|it| &it.blocks).any(|it| matches!(it, Block::Paragraph(_)));
                Block::List { start: *start, tight: *tight || !paragraphs, items }
            }
            Block::Table { align, head, rows } => {
                Block::Table { align: align.clone(), head: cells(head), rows: rows.iter().map(cells).collect() }
            }
            Block::Live { text, .. } => Block::Live { text: whole(text), span: nowhere() },
            Block::Code { info, text } => Block::Code { info: info.clone(), text: whole(text) },
            Block::Html(text) => Block::Html(whole(text)),
            Block::Rule => Block::Rule,
        })
    };
    blocks.iter().filter_map(one).collect()
}

/// Lines, the last of which ends as the others do.
fn whole(lines: &str) -> String {
    if lines.is_empty() || lines.ends_with('\n') { lines.to_owned() } else { format!("{lines}\n") }
}

/// Content without breaks at its ends, where they break nothing.
fn trimmed(mut content: Vec<Inline>) -> Vec<Inline> {
    let is_break = |it: Option<&Inline>| matches!(it, Some(Inline::SoftBreak | Inline::HardBreak));
    while is_break(content.last()) {
        content.pop();
    }
    while is_break(content.first()) {
        content.remove(0);
    }
    content
}

fn tidy_inlines(content: &[Inline], target: &dyn Fn(&str, Span) -> String) -> Vec<Inline> {
    let mut tidied: Vec<Inline> = Vec::new();
    for inline in content {
        let inline = match inline {
            Inline::Text(text) if text.is_empty() => continue,
            Inline::Text(text) => match tidied.last_mut() {
                Some(Inline::Text(before)) => {
                    before.push_str(text);
                    continue;
                }
                _ => inline.clone(),
            },
            Inline::Live { text, .. } => Inline::Live { text: text.clone(), span: nowhere() },
            Inline::Emphasis(inner) => Inline::Emphasis(tidy_inlines(inner, target)),
            Inline::Strong(inner) => Inline::Strong(tidy_inlines(inner, target)),
            Inline::Strike(inner) => Inline::Strike(tidy_inlines(inner, target)),
            Inline::Link { target: to, content, span } => {
                Inline::Link { target: target(to, *span), content: tidy_inlines(content, target), span: nowhere() }
            }
            Inline::Image { target: to, alt, title, span } => {
                Inline::Image { target: target(to, *span), alt: alt.clone(), title: title.clone(), span: nowhere() }
            }
            inline => inline.clone(),
        };
        tidied.push(inline);
    }
    tidied
}

fn nowhere() -> Span {
    Span::file(FileId(u32::MAX))
}

#[cfg(test)]
mod tests;
