//! Texts: what leads to files or shows them is taken out before names are.

use crate::syntax::{Block, Inline, Prose};

/// Takes links to files out, leaving their words, and images altogether: what an image shows nobody has checked.
pub(super) fn unlink(prose: &mut Prose) {
    blocks(&mut prose.blocks);
    for footnote in &mut prose.footnotes {
        blocks(&mut footnote.blocks);
    }
}

fn blocks(all: &mut Vec<Block>) {
    for block in all {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => inlines(content),
            Block::Quote(inner) => blocks(inner),
            Block::List { items, .. } => items.iter_mut().for_each(|it| blocks(&mut it.blocks)),
            Block::Table { head, rows, .. } => head.iter_mut().chain(rows.iter_mut().flatten()).for_each(inlines),
            Block::Code { .. } | Block::Live { .. } | Block::Rule | Block::Html(_) => {}
        }
    }
}

fn inlines(all: &mut Vec<Inline>) {
    let mut kept = Vec::with_capacity(all.len());
    for mut inline in std::mem::take(all) {
        match &mut inline {
            Inline::Image { .. } => continue,
            Inline::Link { target, content, .. } => {
                inlines(content);
                let elsewhere = target.starts_with("https://") || target.starts_with("http://") || target.starts_with('#');
                if !elsewhere {
                    kept.append(content);
                    continue;
                }
            }
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) => inlines(inner),
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::Live { .. }
            | Inline::FootnoteRef(_)
            | Inline::SoftBreak
            | Inline::HardBreak
            | Inline::Html(_) => {}
        }
        kept.push(inline);
    }
    *all = kept;
}
