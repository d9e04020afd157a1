//! Footnotes: collected while reading, numbered in the order in which the text first refers to them.

use std::collections::BTreeMap;

use crate::syntax::{Block, Footnote, Inline};

/// The footnotes of a text. Until [`resolve`](Footnotes::resolve), [`Inline::FootnoteRef`] holds the order of first mention.
#[derive(Default)]
pub(super) struct Footnotes {
    known: BTreeMap<String, usize>,
    notes: Vec<Note>,
}

struct Note {
    label: String,
    blocks: Option<Vec<Block>>,
    number: Option<usize>,
}

impl Footnotes {
    /// The mention number of `label`. Labels that differ in case only are one.
    pub(super) fn mention(&mut self, label: &str) -> usize {
        let key = label.to_lowercase();
        if let Some(at) = self.known.get(&key) {
            return *at;
        }
        self.notes.push(Note { label: label.to_owned(), blocks: None, number: None });
        self.known.insert(key, self.notes.len() - 1);
        self.notes.len() - 1
    }

    /// Takes a definition; of several for one label the first counts.
    pub(super) fn define(&mut self, label: &str, blocks: Vec<Block>) {
        let at = self.mention(label);
        if let Some(note) = self.notes.get_mut(at) {
            note.blocks.get_or_insert(blocks);
        }
    }

    /// Numbers the references in `blocks` and gives the footnotes they lead to. A reference to nothing becomes text; a
    /// definition to which nothing refers is dropped.
    pub(super) fn resolve(mut self, blocks: &mut [Block]) -> Vec<Footnote> {
        if self.notes.is_empty() {
            return Vec::new();
        }
        let mut order = Vec::new();
        self.number_blocks(blocks, &mut order);
        let mut footnotes = Vec::new();
        // Footnotes may refer to further ones: `order` grows on the way.
        while let Some(at) = order.get(footnotes.len()).copied() {
            let Some(note) = self.notes.get_mut(at) else { break };
            let label = note.label.clone();
            let mut blocks = note.blocks.take().unwrap_or_default();
            self.number_blocks(&mut blocks, &mut order);
            footnotes.push(Footnote { label, blocks });
        }
        footnotes
    }

    fn number_blocks(&mut self, blocks: &mut [Block], order: &mut Vec<usize>) {
        for block in blocks {
            match block {
                Block::Paragraph(content) | Block::Heading { content, .. } => self.number(content, order),
                Block::Quote(blocks) => self.number_blocks(blocks, order),
                Block::List { items, .. } => items.iter_mut().for_each(|item| self.number_blocks(&mut item.blocks, order)),
                Block::Table { head, rows, .. } => {
                    head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| self.number(cell, order));
                }
                Block::Code { .. } | Block::Live { .. } | Block::Rule | Block::Html(_) => {}
            }
        }
    }

    fn number(&mut self, inlines: &mut [Inline], order: &mut Vec<usize>) {
        for inline in inlines {
            match inline {
                Inline::FootnoteRef(mention) => {
                    let Some(note) = self.notes.get_mut(*mention) else { continue };
                    if note.number.is_none() && note.blocks.is_some() {
                        note.number = Some(order.len());
                        order.push(*mention);
                    }
                    *inline = match note.number {
                        Some(number) => Inline::FootnoteRef(number),
                        None => Inline::Text(format!("[^{}]", note.label)),
                    };
                }
                Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strike(content) => self.number(content, order),
                Inline::Link { content, .. } => self.number(content, order),
                Inline::Text(_)
                | Inline::Code(_)
                | Inline::Live { .. }
                | Inline::Image { .. }
                | Inline::SoftBreak
                | Inline::HardBreak
                | Inline::Html(_) => {}
            }
        }
    }
}
