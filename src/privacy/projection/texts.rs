//! Texts: what leads to files or shows them is taken out before names are.

use crate::source::SitePath;
use crate::syntax::{Block, Inline, Prose};

/// Takes links to files out, leaving their words, and images but those that have a `name` in this edition. Gives how many were
/// taken out.
pub(super) fn unlink<'n>(prose: &mut Prose, name: &impl Fn(&str) -> Option<&'n SitePath>) -> u32 {
    let mut walk = Walk { name, images: 0 };
    walk.blocks(&mut prose.blocks);
    for footnote in &mut prose.footnotes {
        walk.blocks(&mut footnote.blocks);
    }
    walk.images
}

struct Walk<'w, N> {
    name: &'w N,
    images: u32,
}

impl<'n, N: Fn(&str) -> Option<&'n SitePath>> Walk<'_, N> {
    fn blocks(&mut self, all: &mut [Block]) {
        for block in all {
            match block {
                Block::Paragraph(content) | Block::Heading { content, .. } => self.inlines(content),
                Block::Quote(inner) => self.blocks(inner),
                Block::List { items, .. } => items.iter_mut().for_each(|it| self.blocks(&mut it.blocks)),
                Block::Table { head, rows, .. } => {
                    head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|it| self.inlines(it));
                }
                Block::Code { .. } | Block::Live { .. } | Block::Rule | Block::Html(_) => {}
            }
        }
    }

    fn inlines(&mut self, all: &mut Vec<Inline>) {
        let mut kept = Vec::with_capacity(all.len());
        for mut inline in std::mem::take(all) {
            match &mut inline {
                Inline::Image { target, .. } => match (self.name)(target) {
                    Some(name) => *target = name.to_string(),
                    None => {
                        self.images += 1;
                        continue;
                    }
                },
                Inline::Link { target, content, .. } => {
                    self.inlines(content);
                    let elsewhere = target.starts_with("https://") || target.starts_with("http://") || target.starts_with('#');
                    if !elsewhere {
                        kept.append(content);
                        continue;
                    }
                }
                Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) => self.inlines(inner),
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
}
