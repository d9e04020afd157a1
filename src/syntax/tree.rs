//! Markdown as a tree of our own: one parse, and every writer walks it with an exhaustive `match`.

use crate::source::Span;

/// A text and its footnotes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prose {
    /// The text.
    pub blocks: Vec<Block>,
    /// Footnotes that the text refers to, in the order of first reference. [`Inline::FootnoteRef`] holds an index into it.
    pub footnotes: Vec<Footnote>,
    /// Whether anything in it points elsewhere. Most texts do not, and need not be gone through for what they point to.
    points: bool,
}

/// A footnote.
#[derive(Debug, Clone, PartialEq)]
pub struct Footnote {
    /// Its name in the source.
    pub label: String,
    /// Its text.
    pub blocks: Vec<Block>,
}

/// A block of text.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading of level 1 to 6.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its words.
        content: Vec<Inline>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// A list.
    List {
        /// The first number; `None` for bullets.
        start: Option<u64>,
        /// Whether its items are set without paragraphs between them.
        tight: bool,
        /// The items.
        items: Vec<ListItem>,
    },
    /// Code, shown as it is.
    Code {
        /// What stands after the opening fence.
        info: String,
        /// The code.
        text: String,
    },
    /// A fenced block with the info string `casebook`: a table or chart to be computed.
    Live {
        /// What is asked for, as YAML.
        text: String,
        /// The text's place.
        span: Span,
    },
    /// A table.
    Table {
        /// One a column.
        align: Vec<Align>,
        /// Head cells.
        head: Vec<Vec<Inline>>,
        /// Body cells by row.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A thematic break.
    Rule,
    /// Raw HTML, shown as text.
    Html(String),
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListItem {
    /// For a task: whether it is done.
    pub task: Option<bool>,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// Alignment of a table's column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Not stated.
    None,
    /// Left.
    Left,
    /// Centred.
    Center,
    /// Right.
    Right,
}

/// A stretch of text.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Words.
    Text(String),
    /// Code.
    Code(String),
    /// A code span that starts with `=`: a figure to be computed. Holds what follows the sign, trimmed.
    Live {
        /// The figure's name, such as `S02.talk.count`.
        text: String,
        /// Its place.
        span: Span,
    },
    /// Emphasis: 着重号 on screen, 楷体 on paper.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// Struck through.
    Strike(Vec<Inline>),
    /// A link.
    Link {
        /// Where it leads, as written.
        target: String,
        /// Its words.
        content: Vec<Inline>,
        /// Its place.
        span: Span,
    },
    /// An image.
    Image {
        /// Where it lies, as written.
        target: String,
        /// What it shows, in words.
        alt: String,
        /// Its title, or nothing.
        title: String,
        /// Its place.
        span: Span,
    },
    /// A reference to the footnote with this index in [`Prose::footnotes`].
    FootnoteRef(usize),
    /// A line break in the source that is a space in the text. Between two Han characters it is dropped when parsed.
    SoftBreak,
    /// A line break that was asked for.
    HardBreak,
    /// Raw HTML, shown as text.
    Html(String),
}

impl Prose {
    /// A text and the footnotes that it refers to.
    pub fn new(blocks: Vec<Block>, footnotes: Vec<Footnote>) -> Self {
        let mut prose = Self { blocks, footnotes, points: false };
        prose.points = prose.any(&|piece| {
            use Inline::{Image, Link, Live};
            matches!(piece, Piece::Block(Block::Live { .. }) | Piece::Inline(Link { .. } | Image { .. } | Live { .. }))
        });
        prose
    }

    /// Whether anything in it, footnotes included, passes the test.
    pub fn any(&self, test: &impl Fn(Piece<'_>) -> bool) -> bool {
        self.blocks.iter().chain(self.footnotes.iter().flat_map(|it| &it.blocks)).any(|it| it.any(test))
    }

    /// Whether a link, an image or a figure may be in it: one stood there when the text was made.
    pub fn points(&self) -> bool {
        self.points
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}

/// A block or a stretch of text, at whatever depth.
#[derive(Debug, Clone, Copy)]
pub enum Piece<'t> {
    /// A block.
    Block(&'t Block),
    /// A stretch of text.
    Inline(&'t Inline),
}

impl Block {
    /// Whether it, or anything in it, passes the test.
    pub fn any(&self, test: &impl Fn(Piece<'_>) -> bool) -> bool {
        let in_text = |content: &[Inline]| content.iter().any(|it| it.any(test));
        test(Piece::Block(self))
            || match self {
                Block::Paragraph(content) | Block::Heading { content, .. } => in_text(content),
                Block::Quote(blocks) => blocks.iter().any(|it| it.any(test)),
                Block::List { items, .. } => items.iter().flat_map(|it| &it.blocks).any(|it| it.any(test)),
                Block::Table { head, rows, .. } => head.iter().chain(rows.iter().flatten()).any(|it| in_text(it)),
                Block::Code { .. } | Block::Live { .. } | Block::Rule | Block::Html(_) => false,
            }
    }
}

impl Inline {
    /// Whether it, or anything in it, passes the test.
    pub fn any(&self, test: &impl Fn(Piece<'_>) -> bool) -> bool {
        test(Piece::Inline(self))
            || match self {
                Inline::Emphasis(inner)
                | Inline::Strong(inner)
                | Inline::Strike(inner)
                | Inline::Link { content: inner, .. } => inner.iter().any(|it| it.any(test)),
                Inline::Text(_)
                | Inline::Code(_)
                | Inline::Live { .. }
                | Inline::Image { .. }
                | Inline::FootnoteRef(_)
                | Inline::SoftBreak
                | Inline::HardBreak
                | Inline::Html(_) => false,
            }
    }
}
