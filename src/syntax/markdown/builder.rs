//! The parser's events, one after another, to our tree. No recursion: the depth of a text is the writer's, not ours.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};

use crate::source::{FileId, Span};
use crate::syntax::{Align, Block, Inline, ListItem, Prose};

use super::edge::{Edge, first_edge, last_edge};
use super::emphasis::Eased;
use super::footnotes::Footnotes;
use super::plain_text;

/// Takes events and builds the tree.
pub(super) struct Builder<'text> {
    file: FileId,
    /// Where the body starts in the file.
    start: usize,
    /// The body, without stand-ins.
    body: &'text str,
    eased: &'text Eased<'text>,
    /// Deepest nesting of blocks and inline marks together.
    nesting: usize,
    /// What first lay deeper, in the eased text.
    beyond: Option<Range<usize>>,
    /// Blocks that hold blocks and are open, from the outside in.
    containers: Vec<Container>,
    /// The finished blocks of the text and of all open containers; each container knows where its own begin. So every list in
    /// the tree is cut off in its final size, which keeps the trees of thousands of notes small.
    blocks: Vec<Block>,
    /// Blocks beyond the limit that are open: their contents go to the innermost container within it.
    containers_beyond: usize,
    /// What the open text will be; `None` if no text is open.
    leaf: Option<Leaf>,
    /// Inline marks that are open, from the outside in.
    marks: Vec<Mark>,
    marks_beyond: usize,
    /// The finished content of the open text and of all open marks, as with blocks.
    inlines: Vec<Inline>,
    /// The place of the last soft break, if it is not yet known what follows it.
    pending: Option<usize>,
    /// What the text before the cursor ends in, if that is known.
    edge: Option<Edge>,
    verbatim: Option<Verbatim>,
    table: Option<Table>,
    footnotes: Footnotes,
}

struct Container {
    kind: ContainerKind,
    /// Where its blocks begin.
    from: usize,
}

enum ContainerKind {
    Quote,
    List { start: Option<u64>, tight: bool, items: Vec<ListItem> },
    Item { task: Option<bool> },
    Footnote { label: String },
}

#[derive(Clone, Copy, PartialEq)]
enum Leaf {
    Paragraph,
    /// Text that stands in an item directly, as in tight lists.
    Bare,
    Heading(u8),
    Cell,
}

struct Mark {
    kind: MarkKind,
    /// Where its content begins.
    from: usize,
}

enum MarkKind {
    Emphasis,
    Strong,
    Strike,
    /// A stretch between single tildes, which Chinese writes as a wave (`真棒~`) or a range: the tildes stay.
    Waves,
    Link {
        target: String,
        span: Span,
    },
    Image {
        target: String,
        title: String,
        span: Span,
    },
}

/// A block whose text is kept as it is.
struct Verbatim {
    kind: VerbatimKind,
    text: String,
    /// The text's place in the eased body; that of the whole block if there is no text.
    place: Range<usize>,
}

enum VerbatimKind {
    Code { info: String },
    Html,
}

#[derive(Default)]
struct Table {
    align: Vec<Align>,
    head: Vec<Vec<Inline>>,
    rows: Vec<Vec<Vec<Inline>>>,
    in_head: bool,
}

impl<'text> Builder<'text> {
    pub(super) fn new(file: FileId, start: usize, body: &'text str, eased: &'text Eased<'text>, nesting: usize) -> Self {
        Self {
            file,
            start,
            body,
            eased,
            nesting,
            beyond: None,
            containers: Vec::new(),
            blocks: Vec::new(),
            containers_beyond: 0,
            leaf: None,
            marks: Vec::new(),
            marks_beyond: 0,
            inlines: Vec::new(),
            pending: None,
            edge: None,
            verbatim: None,
            table: None,
            footnotes: Footnotes::default(),
        }
    }

    /// Takes the next event; `range` counts in the eased text.
    pub(super) fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.open(tag, range),
            Event::End(tag) => self.close(tag),
            Event::Text(text) => match &mut self.verbatim {
                Some(verbatim) => verbatim.push(&self.eased.clean(&text), range),
                None => self.text(&text),
            },
            Event::Code(text) => self.code(&text, range),
            Event::Html(text) => match &mut self.verbatim {
                Some(verbatim) => verbatim.push(&self.eased.clean(&text), range),
                None => self.html(&text),
            },
            Event::InlineHtml(text) => self.html(&text),
            Event::FootnoteReference(label) => {
                let mention = self.footnotes.mention(&self.eased.clean(&label));
                self.push(Inline::FootnoteRef(mention));
            }
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak => {
                self.pending = None;
                self.edge = None;
                self.push(Inline::HardBreak);
            }
            Event::Rule => self.block(Block::Rule),
            Event::TaskListMarker(done) => {
                if self.containers_beyond == 0
                    && let Some(Container { kind: ContainerKind::Item { task }, .. }) = self.containers.last_mut()
                {
                    *task = Some(done);
                }
            }
            // Not asked for, but no word of a text may be lost.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
        }
    }

    /// The tree, and the beginning of what lay too deep.
    pub(super) fn finish(mut self) -> (Prose, Option<Span>) {
        self.end_leaf();
        let beyond = self.beyond.take().map(|it| self.first_line(it));
        let mut blocks = self.blocks;
        blocks.shrink_to_fit();
        let footnotes = self.footnotes.resolve(&mut blocks);
        (Prose::new(blocks, footnotes), beyond)
    }

    fn open(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                if let Some(Container { kind: ContainerKind::List { tight, .. }, .. }) = self.around_item() {
                    *tight = false;
                }
                self.begin_leaf(Leaf::Paragraph);
            }
            Tag::Heading { level, .. } => self.begin_leaf(Leaf::Heading(level as u8)),
            Tag::BlockQuote(_) => self.open_container(ContainerKind::Quote, range),
            Tag::List(start) => self.open_container(ContainerKind::List { start, tight: true, items: Vec::new() }, range),
            Tag::Item => self.open_container(ContainerKind::Item { task: None }, range),
            Tag::FootnoteDefinition(label) => {
                let label = self.eased.clean(&label).into_owned();
                self.open_container(ContainerKind::Footnote { label }, range);
            }
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Indented => String::new(),
                    CodeBlockKind::Fenced(info) => self.eased.clean(&info).into_owned(),
                };
                self.end_leaf();
                self.verbatim = Some(Verbatim { kind: VerbatimKind::Code { info }, text: String::new(), place: range });
            }
            Tag::HtmlBlock => {
                self.end_leaf();
                self.verbatim = Some(Verbatim { kind: VerbatimKind::Html, text: String::new(), place: range });
            }
            Tag::Table(align) => {
                self.end_leaf();
                self.table = Some(Table { align: align.into_iter().map(alignment).collect(), ..Table::default() });
            }
            Tag::TableHead => self.in_table(|table| table.in_head = true),
            Tag::TableRow => self.in_table(|table| table.rows.push(Vec::new())),
            Tag::TableCell => self.begin_leaf(Leaf::Cell),
            Tag::Emphasis => self.open_mark(range, |_| MarkKind::Emphasis),
            Tag::Strong => self.open_mark(range, |_| MarkKind::Strong),
            Tag::Strikethrough => {
                let single = !self.eased.text().get(range.clone()).is_some_and(|it| it.starts_with("~~"));
                if single {
                    self.text("~");
                }
                self.open_mark(range, |_| if single { MarkKind::Waves } else { MarkKind::Strike });
            }
            Tag::Link { link_type, dest_url, .. } => self.open_mark(range.clone(), |builder| {
                let address = builder.eased.clean(&dest_url);
                let target = match link_type {
                    LinkType::Email => format!("mailto:{address}"),
                    // In a table the stroke before the words is escaped.
                    LinkType::WikiLink { .. } => format!("[[{}]]", address.trim().trim_end_matches('\\')),
                    _ => address.into_owned(),
                };
                MarkKind::Link { target, span: builder.span(range) }
            }),
            Tag::Image { dest_url, title, .. } => {
                self.settle_break(Some(Edge::Narrow));
                self.open_mark(range.clone(), |builder| MarkKind::Image {
                    target: builder.eased.clean(&dest_url).into_owned(),
                    title: builder.eased.clean(&title).into_owned(),
                    span: builder.span(range),
                });
            }
            // Not asked for: their text stands in a paragraph.
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell => self.end_leaf(),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::FootnoteDefinition => self.close_container(),
            TagEnd::CodeBlock | TagEnd::HtmlBlock => {
                if let Some(block) = self.verbatim.take().and_then(|verbatim| self.verbatim_block(verbatim)) {
                    self.block(block);
                }
            }
            TagEnd::TableHead => self.in_table(|table| table.in_head = false),
            TagEnd::TableRow => {}
            TagEnd::Table => {
                if let Some(Table { align, head, rows, .. }) = self.table.take() {
                    self.block(Block::Table { align, head, rows });
                }
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image => self.close_mark(),
            TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    // Blocks.

    fn open_container(&mut self, kind: ContainerKind, range: Range<usize>) {
        self.end_leaf();
        // A list without items would have no place for their text.
        let needed = if matches!(kind, ContainerKind::List { .. }) { 2 } else { 1 };
        if self.containers_beyond > 0 || self.containers.len() + needed > self.nesting {
            self.beyond.get_or_insert(range);
            self.containers_beyond += 1;
        } else {
            self.containers.push(Container { kind, from: self.blocks.len() });
        }
    }

    fn close_container(&mut self) {
        self.end_leaf();
        if self.containers_beyond > 0 {
            self.containers_beyond -= 1;
            return;
        }
        let Some(Container { kind, from }) = self.containers.pop() else { return };
        let blocks = self.blocks.split_off(from);
        match kind {
            ContainerKind::Quote => self.block(Block::Quote(blocks)),
            ContainerKind::List { start, tight, items } => self.block(Block::List { start, tight, items }),
            ContainerKind::Item { task } => {
                if let Some(Container { kind: ContainerKind::List { items, .. }, .. }) = self.containers.last_mut() {
                    items.push(ListItem { task, blocks });
                }
            }
            ContainerKind::Footnote { label } => self.footnotes.define(&label, blocks),
        }
    }

    /// The list around the item in which the cursor stands directly.
    fn around_item(&mut self) -> Option<&mut Container> {
        match self.containers.as_mut_slice() {
            [.., list, Container { kind: ContainerKind::Item { .. }, .. }] if self.containers_beyond == 0 => Some(list),
            _ => None,
        }
    }

    fn block(&mut self, block: Block) {
        self.end_leaf();
        self.blocks.push(block);
    }

    fn verbatim_block(&self, verbatim: Verbatim) -> Option<Block> {
        let Verbatim { kind, text, place } = verbatim;
        match kind {
            VerbatimKind::Html => {
                let shown = without_comments(&text);
                (!shown.trim().is_empty()).then(|| Block::Html(shown.into_owned()))
            }
            VerbatimKind::Code { info } if info.split_whitespace().next() == Some("casebook") => {
                Some(Block::Live { text, span: self.span(place) })
            }
            VerbatimKind::Code { info } => Some(Block::Code { info, text }),
        }
    }

    fn in_table(&mut self, change: impl FnOnce(&mut Table)) {
        if let Some(table) = &mut self.table {
            change(table);
        }
    }

    // Text.

    fn begin_leaf(&mut self, leaf: Leaf) {
        self.end_leaf();
        self.leaf = Some(leaf);
        self.edge = None;
    }

    fn end_leaf(&mut self) {
        let Some(leaf) = self.leaf.take() else { return };
        self.marks_beyond = 0;
        while !self.marks.is_empty() {
            self.close_mark();
        }
        self.settle_break(self.edge);
        self.pending = None;
        let content = self.inlines.split_off(0);
        match leaf {
            Leaf::Paragraph | Leaf::Bare if content.is_empty() => {}
            Leaf::Paragraph | Leaf::Bare => self.block(Block::Paragraph(content)),
            Leaf::Heading(level) => self.block(Block::Heading { level, content }),
            Leaf::Cell => self.in_table(|table| match table.rows.last_mut() {
                Some(row) if !table.in_head => row.push(content),
                _ => table.head.push(content),
            }),
        }
    }

    fn ready(&mut self) {
        if self.leaf.is_none() {
            self.begin_leaf(Leaf::Bare);
        }
    }

    fn open_mark(&mut self, range: Range<usize>, kind: impl FnOnce(&Self) -> MarkKind) {
        self.ready();
        if self.marks_beyond > 0 || self.containers.len() + self.marks.len() >= self.nesting {
            self.beyond.get_or_insert(range);
            self.marks_beyond += 1;
        } else {
            let kind = kind(self);
            self.marks.push(Mark { kind, from: self.inlines.len() });
        }
    }

    fn close_mark(&mut self) {
        if self.marks_beyond > 0 {
            self.marks_beyond -= 1;
            return;
        }
        if self.pending.is_some_and(|place| self.marks.last().is_some_and(|mark| place >= mark.from)) {
            self.settle_break(self.edge);
            self.pending = None;
        }
        let Some(Mark { kind, from }) = self.marks.pop() else { return };
        let content = self.inlines.split_off(from);
        match kind {
            MarkKind::Emphasis => self.push(Inline::Emphasis(content)),
            MarkKind::Strong => self.push(Inline::Strong(content)),
            MarkKind::Strike => self.push(Inline::Strike(content)),
            MarkKind::Waves => {
                for inline in content {
                    match inline {
                        Inline::Text(text) => self.append(&text),
                        other => self.push(other),
                    }
                }
                self.text("~");
            }
            MarkKind::Link { target, span } => self.push(Inline::Link { target, content, span }),
            MarkKind::Image { target, title, span } => {
                let alt = plain_text(&content);
                self.edge = Some(Edge::Narrow);
                self.push(Inline::Image { target, alt, title, span });
            }
        }
    }

    fn push(&mut self, inline: Inline) {
        self.ready();
        self.inlines.push(inline);
    }

    /// Adds something that is not text but stands beside text as `edge`; `None` is beside everything as if it were not there.
    fn add(&mut self, inline: Inline, edge: Option<Edge>) {
        self.ready();
        self.settle_break(edge);
        self.edge = edge.or(self.edge);
        self.push(inline);
    }

    fn text(&mut self, text: &str) {
        self.ready();
        let text = self.eased.clean(text);
        let mut text = text.as_ref();
        if self.marks.is_empty() {
            let indented = text.trim_start_matches(INDENT);
            if self.inlines.is_empty() {
                text = indented;
            } else if indented.len() < text.len() && self.inlines.last() == Some(&Inline::SoftBreak) {
                self.break_paragraph();
                text = indented;
            }
        }
        if text.is_empty() {
            return;
        }
        self.settle_break(first_edge(text));
        self.edge = last_edge(text).or(self.edge);
        self.append(text);
    }

    /// Adds words to the text at the cursor.
    fn append(&mut self, text: &str) {
        let from = self.marks.last().map_or(0, |mark| mark.from);
        match self.inlines.get_mut(from..).and_then(<[Inline]>::last_mut) {
            Some(Inline::Text(before)) => before.push_str(text),
            _ => self.inlines.push(Inline::Text(text.to_owned())),
        }
    }

    fn code(&mut self, text: &CowStr<'_>, range: Range<usize>) {
        let text = self.eased.clean(text);
        let live =
            text.trim().strip_prefix('=').map(str::trim).filter(|name| !name.is_empty() && !name.starts_with(['=', '>']));
        let Some(name) = live else {
            let (first, last) = (first_edge(&text), last_edge(&text));
            self.ready();
            self.settle_break(first);
            self.edge = last.or(self.edge);
            self.push(Inline::Code(text.into_owned()));
            return;
        };
        let whole = self.eased.original(range.start)..self.eased.original(range.end);
        let inside = self.body.get(whole.clone()).and_then(|source| source.find(name));
        let place = inside.map_or(whole.clone(), |at| whole.start + at..whole.start + at + name.len());
        let span = Span::new(self.file, self.start + place.start..self.start + place.end);
        // What a figure will read is not known yet: it does not keep Han characters apart.
        self.add(Inline::Live { text: name.to_owned(), span }, None);
    }

    fn html(&mut self, text: &str) {
        let text = self.eased.clean(text);
        let shown = without_comments(&text);
        if !shown.is_empty() {
            self.add(Inline::Html(shown.into_owned()), Some(Edge::Narrow));
        }
    }

    // Line breaks.

    fn soft_break(&mut self) {
        self.ready();
        // Between two breaks there were shared marks only; they take after what stands before them.
        self.settle_break(self.edge);
        self.pending = Some(self.inlines.len());
        self.push(Inline::SoftBreak);
    }

    /// Drops the pending break if the text on both sides is wide. `next` is what follows it, if that can be told.
    fn settle_break(&mut self, next: Option<Edge>) {
        let (Some(place), Some(next)) = (self.pending, next) else { return };
        self.pending = None;
        let wide = next == Edge::Wide && self.edge.is_none_or(|before| before == Edge::Wide);
        if wide && self.inlines.get(place) == Some(&Inline::SoftBreak) {
            self.inlines.remove(place);
            for mark in self.marks.iter_mut().rev().take_while(|mark| mark.from > place) {
                mark.from -= 1;
            }
        }
    }

    /// A line that begins with ideographic spaces begins a paragraph, as it does in Chinese print.
    fn break_paragraph(&mut self) {
        self.inlines.pop();
        self.pending = None;
        self.edge = None;
        if self.leaf == Some(Leaf::Paragraph) {
            self.begin_leaf(Leaf::Paragraph);
        } else {
            self.push(Inline::HardBreak);
        }
    }

    /// A place as far as its first line goes.
    fn first_line(&self, range: Range<usize>) -> Span {
        let text = self.eased.text().get(range.clone()).unwrap_or_default();
        let line = text.split('\n').next().unwrap_or_default();
        self.span(range.start..range.start + line.len())
    }

    fn span(&self, range: Range<usize>) -> Span {
        let place = |offset| self.start + self.eased.original(offset);
        Span::new(self.file, place(range.start)..place(range.end))
    }
}

/// Spaces that writers put before a paragraph by hand; the style sheet indents.
const INDENT: [char; 3] = ['\u{3000}', '\u{2003}', '\u{2002}'];

impl Verbatim {
    fn push(&mut self, text: &str, range: Range<usize>) {
        if self.text.is_empty() {
            self.place.start = range.start;
        }
        self.place.end = range.end;
        self.text.push_str(text);
    }
}

/// Raw HTML without its comments, which are the writer's remarks to himself. A comment that is not closed stays, to be seen.
fn without_comments(html: &str) -> Cow<'_, str> {
    let mut shown = Cow::Borrowed("");
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!--")
        && let Some((_, after)) = comment.split_once("-->")
    {
        shown.to_mut().push_str(before);
        rest = after;
    }
    if rest.len() == html.len() {
        return Cow::Borrowed(html);
    }
    shown.to_mut().push_str(rest);
    shown
}

fn alignment(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None => Align::None,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}
