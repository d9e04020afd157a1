//! From the tree back to words.

use crate::syntax::{Block, Inline, Prose};

/// The words of a stretch of text without its marks. Images give their words, raw HTML and footnote references nothing.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut words = Words { text: String::new(), apart: false, room: usize::MAX };
    words.inlines(inlines);
    words.text
}

impl Prose {
    /// The readable text on one line: blocks, items and cells set apart by a space, footnotes last, no raw HTML and no
    /// [`Block::Live`]. With a `limit` at most that many characters, the last of which is `…` if something was left out.
    pub fn plain(&self, limit: Option<usize>) -> String {
        // One character more than asked for tells whether anything is left out.
        let mut words = Words { text: String::new(), apart: false, room: limit.map_or(usize::MAX, |it| it.saturating_add(1)) };
        words.blocks(&self.blocks);
        for footnote in &self.footnotes {
            words.blocks(&footnote.blocks);
        }
        let mut text = words.text;
        if let Some(limit) = limit
            && text.chars().count() > limit
        {
            let kept = text.char_indices().nth(limit.saturating_sub(1)).map_or(text.len(), |(at, _)| at);
            text.truncate(kept);
            text.truncate(text.trim_end().len());
            text.push_str(if limit > 0 { "…" } else { "" });
        }
        text
    }
}

/// Words collected until there is no more room.
struct Words {
    text: String,
    /// Whether a space is due before the next word.
    apart: bool,
    /// Characters that may still be added.
    room: usize,
}

impl Words {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            if self.room == 0 {
                return;
            }
            self.apart();
            match block {
                Block::Paragraph(content) | Block::Heading { content, .. } => self.inlines(content),
                Block::Quote(blocks) => self.blocks(blocks),
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(&item.blocks)),
                Block::Code { text, .. } => {
                    for line in text.lines() {
                        self.apart();
                        self.push(line.trim());
                    }
                }
                Block::Table { head, rows, .. } => {
                    for cell in head.iter().chain(rows.iter().flatten()) {
                        self.apart();
                        self.inlines(cell);
                    }
                }
                Block::Live { .. } | Block::Rule | Block::Html(_) => {}
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            if self.room == 0 {
                return;
            }
            match inline {
                Inline::Text(text) | Inline::Code(text) | Inline::Live { text, .. } => self.push(text),
                Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strike(content) => self.inlines(content),
                Inline::Link { content, .. } => self.inlines(content),
                Inline::Image { alt, .. } => self.push(alt),
                Inline::SoftBreak | Inline::HardBreak => self.apart(),
                Inline::FootnoteRef(_) | Inline::Html(_) => {}
            }
        }
    }

    fn apart(&mut self) {
        self.apart = true;
    }

    fn push(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        let apart = std::mem::take(&mut self.apart) && !self.text.is_empty() && !self.text.ends_with(char::is_whitespace);
        if apart && self.room > 0 {
            self.text.push(' ');
            self.room -= 1;
        }
        // Bytes are at least as many as characters.
        if words.len() <= self.room {
            self.text.push_str(words);
            self.room -= words.chars().count();
            return;
        }
        for character in words.chars().take(self.room) {
            self.text.push(character);
            self.room -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use crate::syntax::markdown;

    fn prose(text: &str) -> Prose {
        markdown(FileId(0), text, 0)
    }

    #[test]
    fn words_without_marks() {
        let text = "# 家庭\n\n**父母**在外[务工](x)，\n由*祖母*照料[^1]。<b>\n\n- 甲\n- 乙\n\n| 科目 | 分 |\n|---|---|\n| 语文 | 80 |\n\n```casebook\ntable: x\n```\n\n![合影](a.png)\n\n[^1]: 注。";
        assert_eq!(prose(text).plain(None), "家庭 父母在外务工，由祖母照料。 甲 乙 科目 分 语文 80 合影 注。");
    }

    #[test]
    fn the_limit_counts_characters_and_includes_the_ellipsis() {
        let text = prose("一二**三四**五\n\n六");
        assert_eq!(text.plain(Some(99)), "一二三四五 六");
        assert_eq!(text.plain(Some(7)), "一二三四五 六");
        assert_eq!(text.plain(Some(6)), "一二三四五…");
        assert_eq!(text.plain(Some(4)), "一二三…");
        assert_eq!(text.plain(Some(1)), "…");
        assert_eq!(text.plain(Some(0)), "");
        assert_eq!(prose("").plain(Some(5)), "");
        assert_eq!(prose("a b c").plain(Some(3)), "a…", "no space before the ellipsis");
    }
}
