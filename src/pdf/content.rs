//! A document as the data that the theme's functions walk. Everything in it is finished: words that the faces can show,
//! links that may be followed, pictures by path. Lists have a `kind`, or are plain strings.

use serde_json::{Value, json};
use typst::foundations::Bytes;

use crate::chart::{self, Size};
use crate::diag::{Diagnostics, Language};
use crate::site::{Document, FigureView, Layout, Piece, Room, TableView};
use crate::source::Span;
use crate::syntax::{Align, Block, Inline, ListItem};
use crate::theme::Palette;

use super::glyphs::Glyphs;
use super::pictures::Pictures;
use super::world::Shared;
use super::{Images, Role, Source, widths};

/// Blocks and inlines deeper than this are set as if they were not nested: Typst's own depth is limited.
const DEEPEST: usize = 8;

/// A last paragraph of at most so many characters, three lines of 公文, stays whole with the signature below it; of a longer one two
/// lines can go on to the signature's page and two stay.
const LONGEST_KEPT: usize = 3 * 28;

/// The data of a document, its pictures, and what it lacks.
pub(super) fn of(
    document: &Document,
    shared: &Shared,
    images: &Images,
    sources: &[Source],
) -> (String, Vec<(String, Bytes)>, Diagnostics) {
    let mut writer = Writer {
        document,
        images,
        palette: &shared.palette,
        glyphs: Glyphs::new(&shared.faces),
        pictures: Pictures::default(),
        shift: shift(document),
        last_level: 0,
        cited: vec![false; document.footnotes.len()],
        noted: 0,
        in_footnote: false,
        in_heading: false,
    };
    let data = writer.document(shared, sources).to_string();
    let glyphs = writer.glyphs.missing.iter().map(|(it, around)| super::missing_glyph(document, *it, around));
    let warnings = glyphs.collect::<Diagnostics>().sorted();
    (data, writer.pictures.into_files(), warnings)
}

/// Where an attached source lies while its document is set: paths are the same for every document.
pub(super) fn source_path(at: usize) -> String {
    format!("src/{at}.md")
}

/// By how many levels headings move up, so that the highest is of level 1.
fn shift(document: &Document) -> u8 {
    let level = |piece: &Piece| match piece {
        Piece::Text(Block::Heading { level, .. }) => Some(*level),
        _ => None,
    };
    document.pieces.iter().filter_map(level).min().unwrap_or(1).saturating_sub(1)
}

struct Writer<'a> {
    document: &'a Document,
    images: &'a Images<'a>,
    palette: &'a Palette,
    glyphs: Glyphs<'a>,
    pictures: Pictures,
    shift: u8,
    /// Level of the heading before; 0 before the first.
    last_level: u8,
    /// Which footnotes have been set already.
    cited: Vec<bool>,
    /// How many footnotes the documents before this one have, for their names are one document's.
    noted: usize,
    in_footnote: bool,
    /// Images are words in headings, which become bookmarks.
    in_heading: bool,
}

impl<'a> Writer<'a> {
    fn document(&mut self, shared: &Shared, sources: &[Source]) -> Value {
        let (document, faces) = (self.document, &shared.faces);
        let layout = match document.layout {
            Layout::Gongwen => "gongwen",
            Layout::School => "school",
            Layout::Compact => "compact",
        };
        let plain = Some(metadata(document.title.trim())).filter(|it| !it.trim().is_empty());
        let plain = plain.unwrap_or_else(|| "（无题）".to_owned());
        let date = document.date;
        let mut written = self.text(&plain, shared);
        let cover = document.cover.as_ref().map(|it| {
            let lines: Vec<String> = it.lines.iter().map(|it| self.glyphs.line(it)).collect();
            json!({"lines": lines, "notice": it.notice.as_ref().map(|it| self.glyphs.line(it))})
        });
        let parts: Vec<Value> = document.parts.iter().map(|it| self.part(it, shared)).collect();
        let sources = sources.iter().enumerate();
        let sources: Vec<Value> = sources.map(|(at, it)| json!({"name": it.name, "path": source_path(at)})).collect();
        let frame = json!({
            "sources": sources,
            "layout": layout,
            "cover": cover,
            "contents": document.contents,
            "parts": parts,
            "language": match document.language { Language::Chinese => "zh", Language::English => "en" },
            "fonts": {
                "title": faces.chain(Role::Title),
                "song": faces.chain(Role::Song),
                "fangsong": faces.chain(Role::FangSong),
                "hei": faces.chain(Role::Hei),
                "kai": faces.chain(Role::Kai),
            },
            "colors": shared.palette.all_light(),
            "metadata": {
                "title": plain,
                "author": document.author.as_deref().map(metadata),
                "keywords": document.keywords.iter().map(|it| metadata(it)).collect::<Vec<_>>(),
                "date": {"year": date.year(), "month": date.month(), "day": date.day()},
            },
        });
        if let (Value::Object(written), Value::Object(frame)) = (&mut written, frame) {
            written.extend(frame);
        }
        written
    }

    /// Title, text, attachments and signature of a document.
    fn text(&mut self, plain: &str, shared: &Shared) -> Value {
        let document = self.document;
        let whole = document.title_parts.concat().trim() == plain;
        let title: Vec<String> = match whole {
            true => document.title_parts.iter().map(|it| self.glyphs.line(it)).collect(),
            false => vec![self.glyphs.line(plain)],
        };
        let pieces = self.pieces();
        let signature = document.signature.as_ref().map(|it| {
            let date = date_in_words(it.date, document.language);
            let school = shared.school.as_ref().map(|it| self.glyphs.line(it));
            json!({"school": school, "name": self.glyphs.line(&it.name), "date": date, "sealed": shared.seal})
        });
        json!({
            "numbered": document.numbered,
            "title": title,
            "subtitle": document.subtitle.as_ref().map(|it| self.glyphs.line(it)),
            "pieces": pieces,
            "attachments": document.attachments.iter().map(|it| self.glyphs.line(it)).collect::<Vec<_>>(),
            "signature": signature,
        })
    }

    /// A document that is bound into this one; its headings and footnotes begin anew.
    fn part(&mut self, part: &'a Document, shared: &Shared) -> Value {
        self.noted += self.document.footnotes.len();
        self.document = part;
        self.shift = shift(part);
        self.last_level = 0;
        self.cited = vec![false; part.footnotes.len()];
        let plain = metadata(part.title.trim());
        self.text(&plain, shared)
    }

    fn pieces(&mut self) -> Vec<Value> {
        let mut pieces = Vec::new();
        for piece in &self.document.pieces {
            match piece {
                Piece::Text(Block::Heading { level, content }) => pieces.extend(self.heading(*level, content)),
                Piece::Text(block) => self.block(block, 0, &mut pieces),
                Piece::Table(table) => pieces.extend(self.table(table)),
                Piece::Figure(figure) => pieces.push(self.figure(figure)),
                Piece::Room(room) => pieces.push(self.room(room)),
            }
        }
        let closes = self.document.signature.is_some() || !self.document.attachments.is_empty();
        let short = matches!(self.document.pieces.last(), Some(Piece::Text(Block::Paragraph(content)))
            if plain(content).chars().count() <= LONGEST_KEPT);
        if let Some(Value::Object(last)) = pieces.last_mut().filter(|it| closes && it["kind"] == "paragraph") {
            last.insert("keep".to_owned(), json!(if short { "whole" } else { "end" }));
        }
        pieces
    }

    /// A heading. Levels follow each other without gaps, as PDF/UA wants; one without words is left out.
    fn heading(&mut self, level: u8, content: &[Inline]) -> Option<Value> {
        self.in_heading = true;
        let words = self.inlines(content, 0);
        self.in_heading = false;
        if !can_be_read(&words) {
            return None;
        }
        let level = level.saturating_sub(self.shift).clamp(1, self.last_level + 1);
        self.last_level = level;
        Some(json!({"kind": "heading", "level": level, "content": words}))
    }

    fn room(&mut self, room: &Room) -> Value {
        match room {
            Room::Lines(count) => json!({"kind": "lines", "count": count}),
            Room::Signs(labels) => {
                json!({"kind": "signs", "labels": labels.iter().map(|it| self.glyphs.line(it)).collect::<Vec<_>>()})
            }
            Room::Cut(words) => json!({"kind": "cut", "words": self.glyphs.line(words)}),
            Room::Signature(it) => {
                let date = date_in_words(it.date, self.document.language);
                json!({"kind": "signature", "school": null, "name": self.glyphs.line(&it.name), "date": date, "sealed": false})
            }
        }
    }

    fn figure(&mut self, figure: &FigureView) -> Value {
        let description = figure.chart.description();
        let described = if description.trim().is_empty() { figure.caption.as_str() } else { description };
        let drawing = self.showable(&chart::svg(
            &figure.chart,
            Size::Document,
            chart::Style { palette: self.palette, language: self.document.language },
        ));
        json!({
            "kind": "figure",
            "number": figure.number,
            "caption": self.glyphs.line(&figure.caption),
            "path": self.pictures.drawing(drawing),
            "alt": alternative(described),
            "width": chart::share_of_line(&figure.chart),
        })
    }

    /// A drawing whose words the faces can show.
    fn showable(&mut self, svg: &str) -> String {
        let mut shown = String::with_capacity(svg.len());
        for part in svg.split_inclusive("</text>") {
            match part.strip_suffix("</text>").and_then(|it| it.rsplit_once('>')) {
                Some((before, words)) => {
                    let words = self.glyphs.line(words).replace('\u{200B}', "");
                    shown.push_str(&format!("{before}>{words}</text>"));
                }
                None => shown.push_str(part),
            }
        }
        shown
    }

    fn table(&mut self, table: &TableView) -> Option<Value> {
        let titles: Vec<String> = table.columns.iter().map(|it| it.title.clone()).collect();
        let rows: Vec<&[String]> = table.rows.iter().map(|it| it.cells.as_slice()).collect();
        let widths = widths::shared(&titles, &rows, widths::line(self.document.layout));
        let columns: Vec<Value> = table
            .columns
            .iter()
            .zip(&widths)
            .map(|(it, width)| column(self.cell(&it.title, *width), it.align, *width))
            .collect();
        let mut cell = |at: usize, row: &[String]| self.cell(row.get(at).map_or("", |it| it), widths[at]);
        let rows: Vec<Vec<Value>> = rows.iter().map(|row| (0..columns.len()).map(|at| cell(at, row)).collect()).collect();
        let note = table.note.as_ref().map(|it| self.glyphs.line(it));
        let caption = self.glyphs.line(&table.caption);
        (!columns.is_empty()).then(|| {
            json!({
                "kind": "table", "number": table.number, "caption": caption, "columns": columns, "rows": rows, "note": note,
                "repeats": true,
            })
        })
    }

    /// A cell, its words apart where each of them stays whole.
    fn cell(&mut self, text: &str, width: usize) -> Value {
        let Some(words) = widths::words(text, width) else { return json!([self.glyphs.line(text)]) };
        let mut written = Vec::new();
        for (word, after) in words {
            written.push(json!({"kind": "word", "text": self.glyphs.line(word)}));
            if !after.is_empty() {
                written.push(Value::String(self.glyphs.line(after)));
            }
        }
        Value::Array(written)
    }

    fn blocks(&mut self, blocks: &[Block], depth: usize) -> Vec<Value> {
        let mut written = Vec::new();
        for block in blocks {
            self.block(block, depth, &mut written);
        }
        written
    }

    fn block(&mut self, block: &Block, depth: usize, written: &mut Vec<Value>) {
        match block {
            Block::Paragraph(content) => match content.as_slice() {
                [Inline::Image { target, alt, title, span }] if depth == 0 => {
                    written.push(match self.image(target, alt, title, *span) {
                        Ok((path, alt)) => {
                            let caption = self.glyphs.line(title);
                            json!({"kind": "picture", "path": path, "alt": alt, "caption": caption})
                        }
                        Err(words) => json!({"kind": "paragraph", "content": [words]}),
                    });
                }
                content => written.push(json!({"kind": "paragraph", "content": self.inlines(content, 0)})),
            },
            Block::Heading { content, .. } => {
                let content = self.inlines(content, 0);
                written.push(json!({"kind": "paragraph", "content": [{"kind": "strong", "content": content}]}));
            }
            Block::Quote(blocks) if depth < DEEPEST => {
                written.push(json!({"kind": "quote", "content": self.blocks(blocks, depth + 1)}));
            }
            Block::Quote(blocks) => written.extend(self.blocks(blocks, depth)),
            Block::List { start, tight, items } if depth < DEEPEST => {
                let items: Vec<Value> = items.iter().map(|it| self.item(it, depth)).collect();
                let kind = if start.is_some() { "enumeration" } else { "list" };
                if !items.is_empty() {
                    written.push(
                        json!({"kind": kind, "start": start.unwrap_or(1).min(999_999_999), "tight": tight, "items": items}),
                    );
                }
            }
            Block::List { items, .. } => {
                for item in items {
                    written.extend(self.blocks(&item.blocks, depth));
                }
            }
            Block::Code { text, .. } | Block::Live { text, .. } => {
                let text = self.glyphs.code(text.trim_end_matches('\n'));
                written.push(json!({"kind": "listing", "text": text}));
            }
            Block::Table { align, head, rows } => written.extend(self.plain_table(align, head, rows)),
            Block::Rule => written.push(json!({"kind": "rule"})),
            Block::Html(text) => written.push(json!({"kind": "paragraph", "content": [self.glyphs.line(text.trim())]})),
        }
    }

    fn item(&mut self, item: &ListItem, depth: usize) -> Value {
        json!({"task": item.task, "content": self.blocks(&item.blocks, depth + 1)})
    }

    /// A table of a text.
    fn plain_table(&mut self, align: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> Option<Value> {
        let count = head.len().max(rows.iter().map(Vec::len).max().unwrap_or(0));
        let cell = |row: &[Vec<Inline>], at: usize| row.get(at).cloned().unwrap_or_default();
        let words = |row: &[Vec<Inline>]| -> Vec<String> { (0..count).map(|at| plain(&cell(row, at))).collect() };
        let cells: Vec<Vec<String>> = rows.iter().map(|row| words(row)).collect();
        let cells: Vec<&[String]> = cells.iter().map(Vec::as_slice).collect();
        let widths = widths::shared(&words(head), &cells, widths::line(self.document.layout));
        let columns: Vec<Value> = widths
            .into_iter()
            .enumerate()
            .map(|(at, width)| {
                let title = Value::Array(self.inlines(&cell(head, at), 0));
                column(title, align.get(at).copied().unwrap_or(Align::None), width)
            })
            .collect();
        let rows: Vec<Vec<Value>> =
            rows.iter().map(|row| (0..count).map(|at| Value::Array(self.inlines(&cell(row, at), 0))).collect()).collect();
        (!columns.is_empty()).then(|| {
            // A footnote must not be set again on every page.
            let repeats = !head.iter().any(|it| has_footnote(it));
            json!({
                "kind": "table", "number": 0, "caption": "", "columns": columns, "rows": rows, "note": null,
                "repeats": repeats,
            })
        })
    }

    fn inlines(&mut self, content: &[Inline], depth: usize) -> Vec<Value> {
        let mut written = Vec::new();
        for inline in content {
            self.inline(inline, depth, &mut written);
        }
        written
    }

    fn inline(&mut self, inline: &Inline, depth: usize, written: &mut Vec<Value>) {
        let mut nested = |writer: &mut Self, kind: &str, content: &[Inline]| {
            let inner = writer.inlines(content, depth + 1);
            if depth < DEEPEST {
                written.push(json!({"kind": kind, "content": inner}));
            } else {
                written.extend(inner);
            }
        };
        match inline {
            Inline::Text(text) | Inline::Html(text) => written.push(Value::String(self.glyphs.line(text))),
            Inline::Code(text) => written.push(json!({"kind": "code", "text": self.glyphs.line(text)})),
            Inline::Live { text, .. } => written.push(json!({"kind": "code", "text": self.glyphs.line(&format!("={text}"))})),
            Inline::Emphasis(content) => nested(self, "emphasis", content),
            Inline::Strong(content) => nested(self, "strong", content),
            Inline::Strike(content) => nested(self, "strike", content),
            Inline::Link { target, content, .. } => {
                let inner = self.inlines(content, depth + 1);
                if may_be_followed(target) && !inner.is_empty() {
                    written.push(json!({"kind": "link", "target": target, "content": inner}));
                } else {
                    written.extend(inner);
                }
            }
            Inline::Image { target, alt, title, span } => written.push(match self.image(target, alt, title, *span) {
                Ok((path, alt)) => json!({"kind": "image", "path": path, "alt": alt}),
                Err(words) => Value::String(words),
            }),
            Inline::FootnoteRef(index) => self.footnote(*index, written),
            Inline::SoftBreak => written.push(Value::String(" ".to_owned())),
            Inline::HardBreak => written.push(json!({"kind": "break"})),
        }
    }

    /// A footnote where it is first referred to, its number where it is again; nothing within another footnote.
    fn footnote(&mut self, index: usize, written: &mut Vec<Value>) {
        let Some(footnote) = self.document.footnotes.get(index) else { return };
        let known = self.cited.get(index).copied().unwrap_or(false);
        if self.in_footnote {
            return;
        }
        if known {
            written.push(json!({"kind": "footnote-again", "index": self.noted + index}));
            return;
        }
        if let Some(cited) = self.cited.get_mut(index) {
            *cited = true;
        }
        self.in_footnote = true;
        let content = self.blocks(&footnote.blocks, DEEPEST);
        self.in_footnote = false;
        written.push(json!({"kind": "footnote", "index": self.noted + index, "content": content}));
    }

    /// An image's path and what it shows in words, or the words that stand in its place.
    fn image(&mut self, target: &str, alt: &str, title: &str, span: Span) -> Result<(String, String), String> {
        let shown = [alt, title, "图片"].into_iter().find(|it| !it.trim().is_empty()).unwrap_or_default();
        if self.in_heading {
            return Err(self.glyphs.line(shown));
        }
        match (self.images)(target, span) {
            Some((extension, bytes)) => Ok((self.pictures.image(extension, bytes), alternative(shown))),
            None => Err(format!("［{}］", self.glyphs.line(shown))),
        }
    }
}

fn column(title: Value, align: Align, width: usize) -> Value {
    let align = match align {
        Align::None | Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    };
    json!({"title": title, "align": align, "weight": widths::weight(width)})
}

/// Words for metadata, where any character may stand that can be seen.
fn metadata(text: &str) -> String {
    text.chars().filter(|it| !it.is_control()).collect()
}

/// A text alternative; never empty, as PDF/UA wants.
fn alternative(text: &str) -> String {
    let text = metadata(text);
    if text.trim().is_empty() { "图".to_owned() } else { text }
}

fn date_in_words(date: crate::date::Date, language: Language) -> String {
    match language {
        Language::Chinese => date.in_words(),
        Language::English => date.to_string(),
    }
}

/// Whether a link may be followed from a PDF: only to the web, a mailbox or a telephone.
fn may_be_followed(target: &str) -> bool {
    let scheme = target.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let known = matches!(scheme.as_deref(), Some("http" | "https" | "mailto" | "tel"));
    known && target.len() <= 2000 && !target.chars().any(|it| it.is_control() || it.is_whitespace())
}

/// Whether there are words among what was written that a reader can see.
fn can_be_read(written: &[Value]) -> bool {
    written.iter().any(|it| match it {
        Value::String(words) => words.chars().any(|it| !it.is_whitespace() && it != '\u{200B}'),
        Value::Object(it) if it.get("kind").is_some_and(|it| it == "footnote") => false,
        Value::Object(it) => {
            let text = it.get("text").cloned().unwrap_or_default();
            let content = it.get("content").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            can_be_read(content) || text.is_string() && can_be_read(&[text])
        }
        _ => false,
    })
}

fn has_footnote(content: &[Inline]) -> bool {
    content.iter().any(|it| match it {
        Inline::FootnoteRef(_) => true,
        Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strike(content) => has_footnote(content),
        Inline::Link { content, .. } => has_footnote(content),
        _ => false,
    })
}

/// The words alone.
fn plain(content: &[Inline]) -> String {
    let mut words = String::new();
    for inline in content {
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Html(text) | Inline::Live { text, .. } => words.push_str(text),
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strike(content) => words.push_str(&plain(content)),
            Inline::Link { content, .. } => words.push_str(&plain(content)),
            Inline::Image { alt, .. } => words.push_str(alt),
            Inline::SoftBreak | Inline::HardBreak => words.push(' '),
            Inline::FootnoteRef(_) => {}
        }
    }
    words
}
