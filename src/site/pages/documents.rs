//! Documents: their list, and the page of each.

use serde::Serialize;

use crate::analysis::Subject;
use crate::diag::Language;
use crate::model::ClassId;
use crate::phrases::{Speaks, say};
use crate::site::{Document, HeadingNames, Layout, Piece, Route, heading_id};
use crate::source::SitePath;
use crate::syntax::{Block, Inline, plain_text};

use super::ink::{Ink, Markup, Setting};
use super::plan::{Page, Pdf, Plan};
use super::shell::Shell;

/// `documents.html`
#[derive(Debug, Serialize)]
pub struct DocumentsPage {
    /// What every page has.
    pub page: Shell,
    /// By genre, in the table's order.
    pub genres: Vec<GenreGroup>,
}

/// How many documents of a genre there are, with their place in the list.
#[derive(Debug, Serialize)]
pub struct GenreCount {
    /// Their place.
    pub href: String,
    /// The genre's printed name.
    pub label: String,
    /// How many.
    pub count: usize,
}

/// The documents of a genre.
#[derive(Debug, Serialize)]
pub struct GenreGroup {
    /// Its place on the page.
    pub id: String,
    /// The genre's printed name.
    pub label: String,
    /// In their order.
    pub documents: Vec<DocumentLink>,
}

/// A document in a list.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentLink {
    /// The genre's printed name.
    pub genre: String,
    /// Its title.
    pub title: String,
    /// The language of its title, where it is not the page's.
    pub lang: Option<&'static str>,
    /// The second line of its title.
    pub subtitle: Option<String>,
    /// Its page.
    pub href: String,
    /// Its PDF.
    pub pdf: Option<PdfLink>,
}

/// A PDF.
#[derive(Debug, Clone, Serialize)]
pub struct PdfLink {
    /// Its address.
    pub href: String,
    /// `4页`; empty until it is made.
    pub pages: String,
    /// `412 KB`; empty until it is made.
    pub size: String,
}

/// `document.html`
#[derive(Debug, Serialize)]
pub struct DocumentPage {
    /// What every page has.
    pub page: Shell,
    /// Its language, where it is not the pages'.
    pub lang: Option<&'static str>,
    /// The title by the parts between which it may break.
    pub title: Vec<String>,
    /// The second line of the title.
    pub subtitle: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Its date.
    pub date: String,
    /// Its PDF.
    pub pdf: Option<PdfLink>,
    /// Headings of the first two levels.
    pub contents: Vec<ContentsItem>,
    /// Whether it is a record, whose tables take all the width there is.
    pub wide: bool,
    /// Its text.
    pub body: Markup,
    /// Of a compilation, the documents in it.
    pub parts: Vec<DocumentLink>,
    /// Names of attachments.
    pub attachments: Vec<String>,
    /// Who signs.
    pub signature: Option<String>,
    /// When.
    pub signed: Option<String>,
}

/// A heading in the contents.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct ContentsItem {
    /// Its place.
    pub id: String,
    /// Number and words.
    pub text: String,
    /// Headings below it.
    pub items: Vec<ContentsItem>,
}

impl Plan<'_> {
    /// Documents about a subject that `wanted` names, as links from a page.
    pub(super) fn documents_of(&self, here: &Route, wanted: impl Fn(Subject) -> bool) -> Vec<DocumentLink> {
        let found = self.documents.all().iter().enumerate().filter(|(_, it)| wanted(it.scope.subject));
        found.map(|(at, it)| self.document_link(here, Some(at), it)).collect()
    }

    /// Documents about a subject, as links from a page.
    pub(super) fn documents_about(&self, here: &Route, subject: Subject) -> Vec<DocumentLink> {
        self.documents.about(subject).into_iter().map(|(at, it)| self.document_link(here, at, &it)).collect()
    }

    /// Documents about single pupils of a class, or of all: too many for a first page, so by genre.
    pub(super) fn documents_of_pupils(&self, here: &Route, class: Option<ClassId>) -> Vec<GenreCount> {
        let casebook = self.view.casebook;
        let wanted = |document: &&Document| match document.scope.subject {
            Subject::Student(student) => class.is_none_or(|it| casebook.student(student).class == Some(it)),
            _ => false,
        };
        let list = here.to(&self.route(&Page::Documents));
        let mut counts: Vec<GenreCount> = Vec::new();
        for document in self.documents.all().iter().filter(wanted) {
            let href = format!("{list}#{}", genre_id(&document.genre));
            match counts.iter_mut().find(|it| it.href == href) {
                Some(found) => found.count += 1,
                None => {
                    let label = casebook.schema.choice_label("genre", &document.genre).to_owned();
                    counts.push(GenreCount { href, label, count: 1 });
                }
            }
        }
        counts
    }

    /// A document as a link from a page.
    fn document_link(&self, here: &Route, at: Option<usize>, document: &Document) -> DocumentLink {
        DocumentLink {
            genre: self.view.casebook.schema.choice_label("genre", &document.genre).to_owned(),
            title: document.title.clone(),
            lang: self.foreign(),
            subtitle: document.subtitle.clone(),
            href: here.to(&document.page),
            pdf: self.pdf(here, at, document),
        }
    }

    /// The language of documents, where it is not the pages'.
    fn foreign(&self) -> Option<&'static str> {
        (self.language() != Language::Chinese).then_some("zh-CN")
    }

    fn pdf(&self, here: &Route, at: Option<usize>, document: &Document) -> Option<PdfLink> {
        let (pages, size) = match self.pdfs.of(at) {
            Pdf::Absent => return None,
            Pdf::OnRequest => (String::new(), String::new()),
            Pdf::Made(made) => (say!(self, "{}页", made.pages), size(made.bytes)),
        };
        Some(PdfLink { href: here.to(&document.pdf), pages, size })
    }
}

/// The place of a genre in the list of documents.
fn genre_id(key: &str) -> String {
    format!("g-{}", super::address::segment(key))
}

fn size(bytes: u64) -> String {
    if bytes < 1 << 20 { format!("{} KB", bytes.div_ceil(1 << 10)) } else { format!("{:.1} MB", bytes as f64 / 1_048_576.0) }
}

/// The list of documents.
pub(super) fn list(plan: &Plan<'_>) -> DocumentsPage {
    let here = plan.route(&Page::Documents);
    let schema = &plan.view.casebook.schema;
    let order = schema.enums.get("genre").map(|it| it.choices.as_slice()).unwrap_or_default();
    let mut genres: Vec<GenreGroup> = Vec::new();
    let mut add = |key: &str, label: &str, wanted: &dyn Fn(&Document) -> bool| {
        let found = plan.documents.all().iter().enumerate().filter(|(_, it)| wanted(it));
        let documents: Vec<DocumentLink> = found.map(|(at, it)| plan.document_link(&here, Some(at), it)).collect();
        if !documents.is_empty() {
            genres.push(GenreGroup { id: genre_id(key), label: label.to_owned(), documents });
        }
    };
    for choice in order {
        add(&choice.key, &choice.label, &|it| it.genre == choice.key);
    }
    add("other", plan.word("其他"), &|it| !order.iter().any(|choice| choice.key == it.genre));
    DocumentsPage { page: plan.shell(&here, plan.word("文档"), "documents"), genres }
}

/// The page of a document.
pub(super) fn view(plan: &Plan<'_>, at: usize, ink: &dyn Ink) -> DocumentPage {
    let document = &plan.documents.all()[at];
    let here = document.page.clone();
    let source = source_of(plan, &document.pieces);
    let setting = Setting {
        here: &here,
        source: source.as_ref(),
        top: 2,
        headings: HeadingNames::Numbers,
        language: document.language,
        prefix: "",
    };
    let (pieces, contents) = numbered(&document.pieces, document.numbered && document.parts.is_empty());
    let title = if document.title_parts.is_empty() { vec![document.title.clone()] } else { document.title_parts.clone() };
    DocumentPage {
        page: plan.shell(&here, document.title.clone(), "documents"),
        lang: plan.foreign(),
        title,
        subtitle: document.subtitle.clone(),
        author: document.author.clone(),
        date: document.date.in_words(),
        pdf: plan.pdf(&here, Some(at), document),
        contents,
        wide: document.layout == Layout::Compact,
        body: ink.pieces(&pieces, &document.footnotes, &setting),
        parts: parts(plan, document),
        attachments: document.attachments.clone(),
        signature: document.signature.as_ref().map(|it| it.name.clone()),
        signed: document.signature.as_ref().map(|it| it.date.in_words()),
    }
}

/// The documents in a compilation, each with its own page.
fn parts(plan: &Plan<'_>, document: &Document) -> Vec<DocumentLink> {
    let place = |part: &Document| plan.documents.all().iter().position(|it| it.page == part.page);
    let parts = document.parts.iter().filter_map(|it| Some((place(it)?, it)));
    parts.map(|(at, it)| plan.document_link(&document.page, Some(at), it)).collect()
}

/// The file that a document's words come from: that of its first link or image.
fn source_of(plan: &Plan<'_>, pieces: &[Piece]) -> Option<SitePath> {
    fn of_inlines(inlines: &[Inline]) -> Option<crate::source::FileId> {
        inlines.iter().find_map(|it| match it {
            Inline::Link { span, .. } | Inline::Image { span, .. } => Some(span.file),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) => of_inlines(inner),
            _ => None,
        })
    }
    fn of_blocks(blocks: &[Block]) -> Option<crate::source::FileId> {
        blocks.iter().find_map(|block| match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => of_inlines(content),
            Block::Quote(blocks) => of_blocks(blocks),
            Block::List { items, .. } => items.iter().find_map(|it| of_blocks(&it.blocks)),
            Block::Table { head, rows, .. } => head.iter().chain(rows.iter().flatten()).find_map(|it| of_inlines(it)),
            Block::Code { .. } | Block::Live { .. } | Block::Rule | Block::Html(_) => None,
        })
    }
    let text = |piece: &Piece| match piece {
        Piece::Text(block) => of_blocks(std::slice::from_ref(block)),
        Piece::Table(_) | Piece::Figure(_) | Piece::Room(_) => None,
    };
    let file = pieces.iter().find_map(text)?;
    Some(plan.tree.get(file)?.path.clone())
}

/// The pieces with their headings numbered 一、（一）1.（1）, where they are, and the contents of the first two levels. What stands
/// before the documents of a compilation is not numbered.
fn numbered(pieces: &[Piece], marked: bool) -> (Vec<Piece>, Vec<ContentsItem>) {
    let mut counts = [0_u32; 4];
    let mut headings = 0;
    let mut contents: Vec<ContentsItem> = Vec::new();
    let mut pieces: Vec<Piece> = pieces.to_vec();
    for piece in &mut pieces {
        let Piece::Text(Block::Heading { level, content }) = piece else { continue };
        let depth = usize::from(level.clamp(&mut 1, &mut 4).saturating_sub(1));
        headings += 1;
        counts[depth] += 1;
        counts[depth + 1..].fill(0);
        let mark = if marked { mark(depth, counts[depth]) } else { String::new() };
        let text = format!("{mark}{}", plain_text(content));
        if marked {
            content.insert(0, Inline::Text(mark));
        }
        let item = ContentsItem { id: heading_id(headings), text, items: Vec::new() };
        match (depth, contents.last_mut()) {
            (0, _) => contents.push(item),
            (1, Some(above)) => above.items.push(item),
            (1, None) => contents.push(item),
            _ => {}
        }
    }
    (pieces, contents)
}

/// A heading's number.
fn mark(depth: usize, count: u32) -> String {
    match depth {
        0 => format!("{}、", chinese(count)),
        1 => format!("（{}）", chinese(count)),
        2 => format!("{count}."),
        _ => format!("（{count}）"),
    }
}

/// A number in Chinese, to 99.
fn chinese(count: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = ((count / 10) as usize, (count % 10) as usize);
    match tens {
        0 => DIGITS[ones].to_owned(),
        1 => format!("十{}", DIGITS[ones]),
        2..=9 => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
        _ => count.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(level: u8, text: &str) -> Piece {
        Piece::Text(Block::Heading { level, content: vec![Inline::Text(text.to_owned())] })
    }

    #[test]
    fn headings_are_numbered_and_listed() {
        let pieces =
            [heading(1, "甲"), heading(2, "乙"), heading(2, "丙"), heading(3, "丁"), heading(1, "戊"), heading(2, "己")];
        let (pieces, contents) = numbered(&pieces, true);
        let words: Vec<String> = pieces
            .iter()
            .map(|it| match it {
                Piece::Text(Block::Heading { content, .. }) => plain_text(content),
                _ => String::new(),
            })
            .collect();
        assert_eq!(words, ["一、甲", "（一）乙", "（二）丙", "1.丁", "二、戊", "（一）己"]);
        let listed: Vec<(&str, usize)> = contents.iter().map(|it| (it.text.as_str(), it.items.len())).collect();
        assert_eq!(listed, [("一、甲", 2), ("二、戊", 1)]);
        assert_eq!(contents[1].items[0].id, "h6");
        let (_, contents) = numbered(&[heading(1, "甲"), heading(1, "乙")], false);
        assert_eq!(contents.iter().map(|it| it.text.as_str()).collect::<Vec<_>>(), ["甲", "乙"]);
    }

    #[test]
    fn numbers_are_chinese() {
        let words: Vec<String> = [1, 10, 11, 20, 42, 99, 100].into_iter().map(chinese).collect();
        assert_eq!(words, ["一", "十", "十一", "二十", "四十二", "九十九", "100"]);
        assert_eq!(size(412 << 10), "412 KB");
        assert_eq!(size(3 << 20), "3.0 MB");
    }
}
