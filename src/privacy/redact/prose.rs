//! Names across the marks of a text: the words of a paragraph are read in one go, whatever stands around them.

use crate::privacy::fold::Folded;
use crate::syntax::{Block, Inline, Prose};

use super::{Redactor, Tally};

impl Redactor {
    /// A text without what is hidden: words, code, raw HTML, targets and descriptions alike.
    pub(crate) fn prose(&self, prose: &mut Prose, tally: &mut Tally) {
        self.blocks(&mut prose.blocks, tally);
        for footnote in &mut prose.footnotes {
            self.own(&mut footnote.label, tally);
            self.blocks(&mut footnote.blocks, tally);
        }
    }

    fn own(&self, text: &mut String, tally: &mut Tally) {
        if let std::borrow::Cow::Owned(new) = self.text(text, tally) {
            *text = new;
        }
    }

    fn blocks(&self, blocks: &mut [Block], tally: &mut Tally) {
        for block in blocks {
            match block {
                Block::Paragraph(content) | Block::Heading { content, .. } => self.inlines(&mut [content], tally),
                Block::Quote(blocks) => self.blocks(blocks, tally),
                Block::List { items, .. } => items.iter_mut().for_each(|it| self.blocks(&mut it.blocks, tally)),
                Block::Code { info, text } => {
                    self.own(info, tally);
                    self.own(text, tally);
                }
                Block::Live { text, .. } => self.own(text, tally),
                Block::Html(text) => self.own(text, tally),
                // Cells of a row stand beside each other, as surname and given name do.
                Block::Table { head, rows, .. } => {
                    self.inlines(&mut head.iter_mut().collect::<Vec<_>>(), tally);
                    for row in rows {
                        self.inlines(&mut row.iter_mut().collect::<Vec<_>>(), tally);
                    }
                }
                Block::Rule => {}
            }
        }
    }

    /// Texts that are read in one go.
    fn inlines(&self, texts: &mut [&mut Vec<Inline>], tally: &mut Tally) {
        for text in texts.iter_mut() {
            self.targets(text, tally);
        }
        // Words between tags first, then what the tags themselves say.
        for tags in [true, false] {
            let mut folded = Folded::default();
            let mut leaves = 0;
            for text in texts.iter() {
                read(text, tags, &mut folded, &mut leaves);
            }
            let cuts = self.cuts(&folded, tally);
            if cuts.is_empty() {
                continue;
            }
            let mut edits: Vec<Edit> = Vec::with_capacity(cuts.len());
            for cut in cuts {
                if let (Some(first), Some(last)) = (folded.place(cut.first), folded.place(cut.last)) {
                    edits.push(Edit {
                        from: (first.leaf, first.start as usize),
                        to: (last.leaf, last.end as usize),
                        word: cut.word.to_string(),
                    });
                }
            }
            let mut leaves = 0;
            for text in texts.iter_mut() {
                write(text, &edits, &mut leaves);
            }
        }
    }

    /// What is no word of the text: where links lead, what images show.
    fn targets(&self, inlines: &mut [Inline], tally: &mut Tally) {
        for inline in inlines {
            match inline {
                Inline::Link { target, content, .. } => {
                    self.own(target, tally);
                    self.targets(content, tally);
                }
                Inline::Image { target, alt, title, .. } => {
                    self.own(target, tally);
                    self.own(alt, tally);
                    self.own(title, tally);
                }
                Inline::Live { text, .. } => self.own(text, tally),
                Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) => self.targets(inner, tally),
                Inline::Text(_)
                | Inline::Code(_)
                | Inline::Html(_)
                | Inline::FootnoteRef(_)
                | Inline::SoftBreak
                | Inline::HardBreak => {}
            }
        }
    }
}

/// A stretch from one leaf to another, and what stands instead.
struct Edit {
    from: (u32, usize),
    to: (u32, usize),
    word: String,
}

/// Reads the words of a text, leaf by leaf. [`write`] counts leaves alike.
fn read(inlines: &[Inline], tags: bool, folded: &mut Folded, leaves: &mut u32) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => folded.push(*leaves, text, false),
            Inline::Html(text) => folded.push(*leaves, text, tags),
            Inline::SoftBreak | Inline::HardBreak => folded.push(*leaves, "\n", false),
            Inline::Live { .. } => folded.push_break(*leaves),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) | Inline::Link { content: inner, .. } => {
                read(inner, tags, folded, leaves);
                continue;
            }
            // Nothing to read, and nothing that parts words.
            Inline::Image { .. } | Inline::FootnoteRef(_) => {}
        }
        *leaves += 1;
    }
}

/// Puts in what stands instead: in the leaf where a stretch begins; what else it covers goes.
fn write(inlines: &mut [Inline], edits: &[Edit], leaves: &mut u32) {
    for inline in inlines {
        let leaf = *leaves;
        match inline {
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) | Inline::Link { content: inner, .. } => {
                write(inner, edits, leaves);
                continue;
            }
            Inline::Text(text) | Inline::Code(text) | Inline::Html(text) => edit(text, leaf, edits),
            Inline::SoftBreak | Inline::HardBreak => {
                if edits.iter().any(|it| it.from.0 < leaf && leaf < it.to.0) {
                    *inline = Inline::Text(String::new());
                }
            }
            Inline::Live { .. } | Inline::Image { .. } | Inline::FootnoteRef(_) => {}
        }
        *leaves += 1;
    }
}

fn edit(text: &mut String, leaf: u32, edits: &[Edit]) {
    let touches = |it: &&Edit| it.from.0 <= leaf && leaf <= it.to.0;
    // From the back, so that the places before stay where they are.
    for it in edits.iter().filter(touches).rev() {
        let from = if it.from.0 == leaf { it.from.1 } else { 0 };
        let to = if it.to.0 == leaf { it.to.1 } else { text.len() };
        let word = if it.from.0 == leaf { it.word.as_str() } else { "" };
        if text.is_char_boundary(from) && text.is_char_boundary(to) && from <= to {
            text.replace_range(from..to, word);
        }
    }
}
