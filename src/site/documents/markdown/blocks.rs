//! Blocks: what stands on lines of its own.

use std::collections::BTreeMap;

use crate::source::FileId;
use crate::syntax::{self, Align, Block, Inline, ListItem, Prose};

use super::inlines::{Place, Style, inlines};
use super::without_places;

/// Keeps two blocks apart that would run into one; the reader drops it.
const APART: &str = "<!-- -->";

/// A tidied text.
pub(super) fn write(prose: &Prose) -> String {
    let labels = labels(prose);
    let mut text = blocks(&prose.blocks, false, &labels);
    for (footnote, label) in prose.footnotes.iter().zip(&labels) {
        let below = indented(&blocks(&footnote.blocks, false, &labels), 4);
        text.push_str(&format!("\n[^{label}]: {}", below.trim_start()));
    }
    text
}

/// Names of the footnotes: their own where they are plain and no other's.
fn labels(prose: &Prose) -> Vec<String> {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let plain = |it: &str| !it.is_empty() && it.chars().all(char::is_alphanumeric);
    for footnote in &prose.footnotes {
        *taken.entry(footnote.label.to_lowercase()).or_default() += 1;
    }
    let own = |it: &str| plain(it) && taken.get(&it.to_lowercase()) == Some(&1);
    let all_own = prose.footnotes.iter().all(|it| own(&it.label));
    let name = |(footnote, at): (&syntax::Footnote, usize)| if all_own { footnote.label.clone() } else { at.to_string() };
    prose.footnotes.iter().zip(1..).map(name).collect()
}

/// Blocks one below the other, with an empty line between them unless the list around them is tight.
fn blocks(blocks: &[Block], tight: bool, labels: &[String]) -> String {
    let mut text = String::new();
    for (at, one) in blocks.iter().enumerate() {
        if let Some(before) = at.checked_sub(1).and_then(|it| blocks.get(it)) {
            let apart = merges(before, one) || tight && continues(before, one);
            match (tight, apart) {
                (true, true) => text.push_str(&format!("{APART}\n")),
                (true, false) => {}
                (false, true) => text.push_str(&format!("\n{APART}\n\n")),
                (false, false) => text.push('\n'),
            }
        }
        text.push_str(&block(one, labels));
    }
    text
}

/// Whether two blocks would be one even with an empty line between them.
fn merges(before: &Block, after: &Block) -> bool {
    match (before, after) {
        (Block::List { start: a, .. }, Block::List { start: b, .. }) => a.is_some() == b.is_some(),
        (Block::Html(_), _) => true,
        _ => false,
    }
}

/// Whether a block would go on in the one below it, or not begin, without an empty line between them.
fn continues(before: &Block, after: &Block) -> bool {
    let may_go_on = matches!(before, Block::Paragraph(_) | Block::Quote(_) | Block::List { .. } | Block::Table { .. });
    let may_not_begin = match after {
        Block::Paragraph(_) | Block::Table { .. } | Block::Html(_) => true,
        Block::List { start, items, .. } => {
            start.is_some_and(|it| it != 1) || items.first().is_none_or(|it| it.blocks.is_empty())
        }
        Block::Heading { content, .. } => content.iter().any(is_break),
        _ => false,
    };
    may_go_on && (may_not_begin || matches!((before, after), (Block::Quote(_), Block::Quote(_))))
}

/// Whether words go over lines.
fn is_break(inline: &Inline) -> bool {
    match inline {
        Inline::SoftBreak | Inline::HardBreak => true,
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) => inner.iter().any(is_break),
        Inline::Link { content, .. } => content.iter().any(is_break),
        _ => false,
    }
}

fn block(block: &Block, labels: &[String]) -> String {
    match block {
        Block::Paragraph(content) => {
            leaf(block, labels, |style| format!("{}\n", inlines(content, Place::Paragraph, style, labels)))
        }
        Block::Heading { level, content } => leaf(block, labels, |style| heading(*level, content, style, labels)),
        Block::Quote(inner) => {
            let inner = blocks(inner, false, labels);
            let line = |line: &str| if line.is_empty() { ">\n".to_owned() } else { format!("> {line}\n") };
            if inner.is_empty() { ">\n".to_owned() } else { inner.lines().map(line).collect() }
        }
        Block::List { start, tight, items } => list(*start, *tight, items, labels),
        Block::Code { info, text } => code(&escaped_info(info), text),
        Block::Live { text, .. } => code("casebook", text),
        Block::Table { align, head, rows } => leaf(block, labels, |style| table(align, head, rows, style, labels)),
        Block::Rule => "***\n".to_owned(),
        Block::Html(text) => html(text),
    }
}

/// A block of words: in the plain form where that comes back the same, else with its marks kept apart.
fn leaf(block: &Block, labels: &[String], write: impl Fn(Style) -> String) -> String {
    let plain = write(Style::Plain);
    let notes: String = labels.iter().map(|it| format!("\n[^{it}]: x\n")).collect();
    let read = |text: &str| syntax::markdown(FileId(0), &format!("{text}{notes}"), 0);
    // Footnotes are numbered by the whole text, so they are not compared here.
    let same = |prose: Prose| without_numbers(&without_places(&prose).blocks) == without_numbers(std::slice::from_ref(block));
    if same(read(&plain)) { plain } else { write(Style::Apart) }
}

/// Blocks with every reference to a footnote made one to the first.
fn without_numbers(blocks: &[Block]) -> Vec<Block> {
    fn of(content: &[Inline]) -> Vec<Inline> {
        let one = |it: &Inline| match it {
            Inline::FootnoteRef(_) => Inline::FootnoteRef(0),
            Inline::Emphasis(inner) => Inline::Emphasis(of(inner)),
            Inline::Strong(inner) => Inline::Strong(of(inner)),
            Inline::Strike(inner) => Inline::Strike(of(inner)),
            Inline::Link { target, content, span } => {
                Inline::Link { target: target.clone(), content: of(content), span: *span }
            }
            it => it.clone(),
        };
        content.iter().map(one).collect()
    }
    let row = |row: &Vec<Vec<Inline>>| row.iter().map(|it| of(it)).collect();
    let one = |block: &Block| match block {
        Block::Paragraph(content) => Block::Paragraph(of(content)),
        Block::Heading { level, content } => Block::Heading { level: *level, content: of(content) },
        Block::Table { align, head, rows } => {
            Block::Table { align: align.clone(), head: row(head), rows: rows.iter().map(row).collect() }
        }
        block => block.clone(),
    };
    blocks.iter().map(one).collect()
}

/// `## words`; a heading that goes over lines is underlined, as only those can.
fn heading(level: u8, content: &[Inline], style: Style, labels: &[String]) -> String {
    if content.iter().any(is_break) && level <= 2 {
        let words = inlines(content, Place::Paragraph, style, labels);
        return format!("{words}\n{}\n", if level == 1 { "===" } else { "---" });
    }
    let words = inlines(content, Place::Heading, style, labels);
    let marks = "#".repeat(usize::from(level.clamp(1, 6)));
    if words.is_empty() { format!("{marks}\n") } else { format!("{marks} {words}\n") }
}

fn list(start: Option<u64>, tight: bool, items: &[ListItem], labels: &[String]) -> String {
    let mut text = String::new();
    let inner: Vec<String> = items.iter().map(|it| blocks(&it.blocks, tight, labels)).collect();
    // Nothing but dashes would be a rule.
    let dashes = |it: &String| it.lines().next().is_some_and(|it| it.bytes().all(|it| matches!(it, b'-' | b' ')));
    let bullet = if inner.iter().any(dashes) { "* " } else { "- " };
    for ((at, item), inner) in items.iter().enumerate().zip(&inner) {
        let marker = start.map_or_else(|| bullet.to_owned(), |start| format!("{}. ", start + at as u64));
        let task = match item.task {
            Some(true) => "[x] ",
            Some(false) => "[ ] ",
            None => "",
        };
        let below = indented(inner, marker.len());
        if at > 0 && !tight {
            text.push('\n');
        }
        text.push_str(format!("{marker}{task}{}", below.trim_start_matches(' ')).trim_end_matches(' '));
        if inner.is_empty() {
            text.push('\n');
        }
    }
    text
}

/// Lines moved to the right; empty ones stay empty.
fn indented(text: &str, by: usize) -> String {
    let space = " ".repeat(by);
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{space}{line}\n") }).collect()
}

/// Code within a fence that it does not hold itself.
fn code(info: &str, text: &str) -> String {
    let mark = if info.contains('`') { '~' } else { '`' };
    let longest = text.lines().map(|line| line.trim_start().chars().take_while(|it| *it == mark).count()).max().unwrap_or(0);
    let fence: String = std::iter::repeat_n(mark, longest.max(2) + 1).collect();
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let space = if info.starts_with(mark) { " " } else { "" };
    format!("{fence}{space}{info}\n{text}{end}{fence}\n")
}

fn escaped_info(info: &str) -> String {
    info.replace('\\', "\\\\").replace('&', "\\&")
}

fn table(align: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], style: Style, labels: &[String]) -> String {
    let row = |cells: &[Vec<Inline>]| -> String {
        let cells = cells.iter().map(|it| format!(" {} |", inlines(it, Place::Cell, style, labels)));
        format!("|{}\n", cells.collect::<String>())
    };
    let rule = |it: &Align| match it {
        Align::None => " --- |",
        Align::Left => " :--- |",
        Align::Center => " :---: |",
        Align::Right => " ---: |",
    };
    let rules: String = align.iter().map(rule).collect();
    format!("{}|{rules}\n{}", row(head), rows.iter().map(|it| row(it)).collect::<String>())
}

/// Raw HTML as it is; what would not be taken for HTML without the remark that stood before it gets one.
fn html(text: &str) -> String {
    let end = if text.ends_with('\n') { "" } else { "\n" };
    let read = syntax::markdown(FileId(0), text, 0);
    if matches!(read.blocks.as_slice(), [Block::Html(_)]) { format!("{text}{end}") } else { format!("{APART}{text}{end}") }
}
