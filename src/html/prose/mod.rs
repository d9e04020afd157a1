//! Prose as HTML.

mod destination;
mod inline;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use crate::syntax::{Align, Block, Footnote, Inline, ListItem, Prose};

use crate::site::{HeadingIds, HeadingNames, footnote_id, reference_id};

use super::escape::{push_attribute, push_escaped};

/// Where the files of the casebook are on the site, seen from the page that is being written.
pub trait Links {
    /// What a link to `target`, as written and without a scheme, leads to; `None` leaves the link's words only.
    fn href(&self, target: &str) -> Option<String>;
    /// The image `target`, as written and without a scheme; `None` leaves its words only.
    fn image(&self, target: &str) -> Option<Image>;
}

/// An image in one or more sizes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Pixels from left to right and from top to bottom of the widest, by which the page keeps its place free.
    pub size: (u32, u32),
    /// Addresses, and how wide each is, from narrow to wide.
    pub sources: Vec<(String, u32)>,
}

/// Words that prose needs beside its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProseWords {
    /// Read out before a task that is done, such as `已完成：`.
    pub task_done: String,
    /// Read out before a task that is not, such as `未完成：`.
    pub task_open: String,
    /// Names the section of footnotes: `脚注`.
    pub footnotes: String,
    /// Names the arrow from a footnote to the text: `返回正文`.
    pub back_to_text: String,
}

/// How prose is set on a page.
#[derive(Clone, Copy)]
pub struct ProseStyle<'page> {
    /// Added to the level of headings, which never passes 6: with 1, `#` is an `h2`.
    pub heading_shift: u8,
    /// How headings are called, so that `[…](#家庭情况)` leads to them; without ids where nothing says so.
    pub heading_names: Option<HeadingNames>,
    /// Begins every id, so that several texts can stand on one page.
    pub id_prefix: &'page str,
    /// Where links and images lead.
    pub links: &'page dyn Links,
    /// The words around the text.
    pub words: &'page ProseWords,
}

/// The text as HTML: escaped throughout, without scripts, styles or forms. It holds no wrapper of its own; paragraphs that
/// would be direct children of the wrapper have the class `in`.
pub fn prose(prose: &Prose, style: &ProseStyle<'_>) -> String {
    Writer::new(&prose.blocks, &prose.footnotes, style, Dress::Page).write(prose)
}

/// A piece of a text: a block of it, or HTML that was made elsewhere and stands between its blocks.
#[derive(Debug, Clone, Copy)]
pub enum Part<'a> {
    /// A block of the text.
    Block(&'a Block),
    /// A table or figure, finished.
    Html(&'a str),
}

/// The same for a text with tables and figures between its blocks.
pub fn woven(parts: &[Part<'_>], footnotes: &[Footnote], style: &ProseStyle<'_>) -> String {
    let blocks = parts.iter().filter_map(|part| match part {
        Part::Block(block) => Some(*block),
        Part::Html(_) => None,
    });
    let mut writer = Writer::new(blocks, footnotes, style, Dress::Page);
    for part in parts {
        match part {
            Part::Block(block) => writer.outermost(block),
            Part::Html(html) => {
                writer.fresh_line();
                writer.out.push_str(html);
            }
        }
    }
    writer.footnotes(footnotes);
    writer.out
}

/// What is put around the bare elements.
#[derive(Clone, Copy, PartialEq)]
enum Dress {
    /// Classes, wrappers and words for the site's pages.
    Page,
    /// Nothing: the HTML that CommonMark shows, for the comparison with the parser's own writer.
    #[cfg(test)]
    Plain,
}

struct Writer<'page> {
    out: String,
    style: &'page ProseStyle<'page>,
    dress: Dress,
    headings: HeadingIds,
    /// Which footnotes have been referred to: the first reference has the id to which the footnote leads back.
    referred: Vec<bool>,
}

impl<'page> Writer<'page> {
    fn new<'a>(
        blocks: impl IntoIterator<Item = &'a Block>,
        footnotes: &[Footnote],
        style: &'page ProseStyle<'page>,
        dress: Dress,
    ) -> Self {
        Self {
            out: String::with_capacity(1024),
            style,
            dress,
            headings: style.heading_names.map(|it| HeadingIds::of(blocks, footnotes, it)).unwrap_or_default(),
            referred: vec![false; footnotes.len()],
        }
    }

    fn write(mut self, prose: &Prose) -> String {
        for block in &prose.blocks {
            self.outermost(block);
        }
        self.footnotes(&prose.footnotes);
        self.out
    }

    fn outermost(&mut self, block: &Block) {
        match block {
            Block::Paragraph(content) => self.paragraph(content, indented(content)),
            _ => self.block(block),
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(content) => self.paragraph(content, false),
            Block::Heading { level, content } => {
                let id = self.headings.take_next();
                self.heading(*level, content, id);
            }
            Block::Quote(blocks) => {
                self.fresh_line();
                self.out.push_str("<blockquote>\n");
                self.blocks(blocks);
                self.fresh_line();
                self.out.push_str("</blockquote>\n");
            }
            Block::List { start, tight, items } => self.list(*start, *tight, items),
            Block::Code { info, text } => self.code_block(info, text),
            // Figures have been put in before; what is left shows what was asked for.
            Block::Live { text, .. } | Block::Html(text) => self.code_block("", text),
            Block::Table { align, head, rows } => self.table(align, head, rows),
            Block::Rule => {
                self.fresh_line();
                self.out.push_str("<hr>\n");
            }
        }
    }

    fn paragraph(&mut self, content: &[Inline], indented: bool) {
        self.fresh_line();
        self.out.push_str(if indented && self.dress == Dress::Page { "<p class=\"in\">" } else { "<p>" });
        self.inlines(content);
        self.out.push_str("</p>\n");
    }

    fn heading(&mut self, level: u8, content: &[Inline], id: Option<String>) {
        let level = level.saturating_add(self.style.heading_shift).clamp(1, 6);
        self.fresh_line();
        let _ = write!(self.out, "<h{level}");
        if let Some(id) = id {
            let id = format!("{}{id}", self.style.id_prefix);
            push_attribute(&mut self.out, "id", &id);
        }
        self.out.push('>');
        self.inlines(content);
        let _ = writeln!(self.out, "</h{level}>");
    }

    fn list(&mut self, start: Option<u64>, tight: bool, items: &[ListItem]) {
        self.fresh_line();
        match start {
            None => self.out.push_str("<ul>\n"),
            Some(1) => self.out.push_str("<ol>\n"),
            Some(first) => {
                let _ = writeln!(self.out, "<ol start=\"{first}\">");
            }
        }
        for item in items {
            self.item(tight, item);
        }
        self.out.push_str(if start.is_some() { "</ol>\n" } else { "</ul>\n" });
    }

    fn item(&mut self, tight: bool, item: &ListItem) {
        self.fresh_line();
        self.out.push_str(if item.task.is_some() { "<li class=\"task\">" } else { "<li>" });
        let mut blocks = item.blocks.as_slice();
        if let Some(done) = item.task {
            // The mark stands on the line of the words it belongs to.
            if let [Block::Paragraph(content), rest @ ..] = blocks {
                self.out.push_str(if tight { "" } else { "<p>" });
                self.task_mark(done);
                self.inlines(content);
                self.out.push_str(if tight { "" } else { "</p>\n" });
                blocks = rest;
            } else {
                self.task_mark(done);
            }
        }
        for (index, block) in blocks.iter().enumerate() {
            match block {
                Block::Paragraph(content) if tight => {
                    if index > 0 {
                        self.fresh_line();
                    }
                    self.inlines(content);
                }
                _ => self.block(block),
            }
        }
        self.out.push_str("</li>\n");
    }

    fn task_mark(&mut self, done: bool) {
        let (mark, words) = if done { ("☑", &self.style.words.task_done) } else { ("☐", &self.style.words.task_open) };
        let _ = write!(self.out, "<span aria-hidden=\"true\">{mark}</span><span class=\"vh\">");
        push_escaped(&mut self.out, words);
        self.out.push_str("</span>");
    }

    fn code_block(&mut self, info: &str, text: &str) {
        self.fresh_line();
        self.out.push_str("<pre><code");
        if let Some(language) = info.split_whitespace().next() {
            push_attribute(&mut self.out, "class", &format!("language-{language}"));
        }
        self.out.push('>');
        push_escaped(&mut self.out, text);
        self.out.push_str("</code></pre>\n");
    }

    fn table(&mut self, align: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) {
        self.fresh_line();
        self.out.push_str("<div class=\"scroll\" tabindex=\"0\"><table class=\"data\">\n<thead><tr>");
        self.cells("<th scope=\"col\"", "</th>", align, head);
        self.out.push_str("</tr></thead>\n<tbody>\n");
        for row in rows {
            self.out.push_str("<tr>");
            self.cells("<td", "</td>", align, row);
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody>\n</table></div>\n");
    }

    fn cells(&mut self, open: &str, close: &str, align: &[Align], cells: &[Vec<Inline>]) {
        for (column, cell) in cells.iter().enumerate() {
            self.out.push_str(open);
            self.out.push_str(match align.get(column) {
                None | Some(Align::None | Align::Left) => ">",
                Some(Align::Center) => " class=\"mid\">",
                Some(Align::Right) => " class=\"num\">",
            });
            self.inlines(cell);
            self.out.push_str(close);
        }
    }

    fn footnotes(&mut self, footnotes: &[Footnote]) {
        if footnotes.is_empty() {
            return;
        }
        self.fresh_line();
        self.out.push_str("<section class=\"footnotes\" role=\"doc-endnotes\"");
        push_attribute(&mut self.out, "aria-label", &self.style.words.footnotes);
        self.out.push_str(">\n<ol>\n");
        for (index, footnote) in footnotes.iter().enumerate() {
            self.out.push_str("<li");
            let id = format!("{}{}", self.style.id_prefix, footnote_id(index));
            push_attribute(&mut self.out, "id", &id);
            self.out.push('>');
            match footnote.blocks.split_last() {
                Some((Block::Paragraph(last), before)) => {
                    self.blocks(before);
                    self.fresh_line();
                    self.out.push_str("<p>");
                    self.inlines(last);
                    self.back_link(index);
                    self.out.push_str("</p>\n");
                }
                _ => {
                    self.blocks(&footnote.blocks);
                    self.back_link(index);
                }
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n</section>\n");
    }

    fn back_link(&mut self, index: usize) {
        let target = format!("#{}{}", self.style.id_prefix, reference_id(index));
        self.out.push_str(" <a class=\"back\"");
        push_attribute(&mut self.out, "href", &target);
        push_attribute(&mut self.out, "aria-label", &self.style.words.back_to_text);
        // The selector asks for the plain arrow where a system would draw a picture.
        self.out.push_str(" role=\"doc-backlink\">↩\u{FE0E}</a>");
    }

    fn fresh_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }
}

/// A paragraph of pictures only is not indented.
fn indented(content: &[Inline]) -> bool {
    content.iter().any(|it| !matches!(it, Inline::Image { .. } | Inline::SoftBreak | Inline::HardBreak))
}
