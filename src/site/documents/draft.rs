//! Putting a document together.

use crate::analysis::Scope;
use crate::privacy::View;
use crate::syntax::{Block, Inline};

use super::super::{FigureView, Numbering, Piece, TableView, tables};

/// A document in the making. Headings wait until something stands under them, so that none stands over nothing.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) pieces: Vec<Piece>,
    numbering: Numbering,
    waiting: Vec<(u8, String)>,
}

impl Draft {
    /// Announces a heading. One that waits at the same or a deeper level had nothing under it, and is dropped.
    pub(super) fn heading(&mut self, level: u8, words: impl Into<String>) {
        self.waiting.retain(|(waiting, _)| *waiting < level);
        self.waiting.push((level, words.into()));
    }

    /// Adds a paragraph of the sentences there are; none where there is none.
    pub(super) fn paragraph(&mut self, sentences: impl IntoIterator<Item = Option<String>>) {
        let words: String = sentences.into_iter().flatten().collect();
        if !words.is_empty() {
            self.block(Block::Paragraph(vec![Inline::Text(words)]));
        }
    }

    /// Adds a block of text.
    pub(super) fn block(&mut self, block: Block) {
        self.settle();
        self.pieces.push(Piece::Text(block));
    }

    /// Adds somebody's words as a quotation.
    pub(super) fn quote(&mut self, words: &str, source: &str) {
        let line = Inline::Text(format!("“{words}”（{source}）"));
        self.block(Block::Quote(vec![Block::Paragraph(vec![line])]));
    }

    /// Adds one of the derived tables, if it has rows. `change` may shorten it or give it another caption.
    pub(super) fn table(&mut self, view: &View, key: &str, scope: Scope, change: impl FnOnce(&mut TableView)) -> bool {
        let Some(mut table) = tables::table(view, key, scope) else { return false };
        change(&mut table);
        self.settle();
        table.number = self.numbering.table();
        self.pieces.push(Piece::Table(table));
        true
    }

    /// Adds a figure.
    pub(super) fn figure(&mut self, mut figure: FigureView) {
        self.settle();
        figure.number = self.numbering.figure();
        self.pieces.push(Piece::Figure(figure));
    }

    fn settle(&mut self) {
        for (level, words) in self.waiting.drain(..) {
            self.pieces.push(Piece::Text(Block::Heading { level, content: vec![Inline::Text(words)] }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_heading_stands_over_nothing() {
        let mut draft = Draft::default();
        draft.heading(1, "一");
        draft.heading(2, "空");
        draft.paragraph([None, None]);
        draft.heading(2, "有");
        draft.paragraph([Some("话。".to_owned())]);
        draft.heading(1, "空");
        let words: Vec<String> = draft
            .pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(Block::Heading { content, .. } | Block::Paragraph(content)) => match &content[0] {
                    Inline::Text(words) => words.clone(),
                    _ => String::new(),
                },
                _ => String::new(),
            })
            .collect();
        assert_eq!(words, ["一", "有", "话。"]);
    }
}
