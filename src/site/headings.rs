//! Ids of headings, made from their words as GitHub does: `## 家庭 情况` is `家庭-情况`. Links lead to them: `[…](#家庭-情况)`.

use std::collections::{BTreeMap, BTreeSet};

use crate::syntax::{Block, Footnote, Inline, plain_text};

/// How the headings of a text are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadingNames {
    /// By their words.
    Words,
    /// By their number, as a table of contents does; only those that stand at the top of the text.
    Numbers,
}

/// The ids of a text's headings in the order in which they are written, and what leads to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeadingIds {
    ids: Vec<Option<String>>,
    /// Words, as a link to them is read, and the id.
    known: Vec<(String, String)>,
    written: usize,
}

impl HeadingIds {
    /// Ids for the headings of a text and its footnotes; no two are the same, and none is a footnote's.
    pub fn of<'a>(blocks: impl IntoIterator<Item = &'a Block>, footnotes: &[Footnote], names: HeadingNames) -> Self {
        let ids = (0..footnotes.len()).flat_map(|index| [footnote_id(index), reference_id(index)]);
        let mut taken = Taken { ids: ids.collect(), repeats: BTreeMap::new() };
        let mut ids = Self::default();
        match names {
            HeadingNames::Words => {
                ids.collect(blocks, &mut taken);
                for footnote in footnotes {
                    ids.collect(&footnote.blocks, &mut taken);
                }
            }
            HeadingNames::Numbers => ids.count(blocks),
        }
        ids
    }

    /// The id of the next heading, if it has one.
    pub fn take_next(&mut self) -> Option<String> {
        let id = self.ids.get(self.written).cloned().flatten();
        self.written += 1;
        id
    }

    /// The id that a link to `#fragment` means.
    pub fn find(&self, fragment: &str) -> Option<&str> {
        let wanted = slug(fragment);
        self.known.iter().find(|(words, _)| *words == wanted).map(|(_, id)| id.as_str())
    }

    /// What links may lead to.
    pub fn known(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(|(words, _)| words.as_str())
    }

    fn collect<'a>(&mut self, blocks: impl IntoIterator<Item = &'a Block>, taken: &mut Taken) {
        for content in headings(blocks) {
            let id = taken.free_id(content);
            self.known.push((id.clone(), id.clone()));
            self.ids.push(Some(id));
        }
    }

    fn count<'a>(&mut self, blocks: impl IntoIterator<Item = &'a Block>) {
        let mut number = 0;
        for block in blocks {
            let Block::Heading { content, .. } = block else {
                self.ids.extend(headings([block]).map(|_| None));
                continue;
            };
            number += 1;
            let id = heading_id(number);
            // A number that the program put before the words is not part of them.
            for words in [content.as_slice(), content.get(1..).unwrap_or_default()] {
                let words = plain_text(words);
                if !words.is_empty() {
                    self.known.push((slug(&words), id.clone()));
                }
            }
            self.ids.push(Some(id));
        }
    }
}

/// The id of the n-th heading of a text whose headings are called by their number, from 1.
pub fn heading_id(number: usize) -> String {
    format!("h{number}")
}

/// The id of footnote `index`.
pub fn footnote_id(index: usize) -> String {
    format!("fn-{}", index + 1)
}

/// The id of the first reference to footnote `index`.
pub fn reference_id(index: usize) -> String {
    format!("fnref-{}", index + 1)
}

/// The headings of blocks, those within quotations and lists included, in the order in which they are written.
fn headings<'a>(blocks: impl IntoIterator<Item = &'a Block>) -> impl Iterator<Item = &'a [Inline]> {
    let mut found = Vec::new();
    fn walk<'a>(blocks: impl IntoIterator<Item = &'a Block>, found: &mut Vec<&'a [Inline]>) {
        for block in blocks {
            match block {
                Block::Heading { content, .. } => found.push(content),
                Block::Quote(blocks) => walk(blocks, found),
                Block::List { items, .. } => items.iter().for_each(|item| walk(&item.blocks, found)),
                Block::Paragraph(_)
                | Block::Code { .. }
                | Block::Live { .. }
                | Block::Table { .. }
                | Block::Rule
                | Block::Html(_) => {}
            }
        }
    }
    walk(blocks, &mut found);
    found.into_iter()
}

/// Ids that are in use.
struct Taken {
    ids: BTreeSet<String>,
    /// How often each stem has been numbered, so that a thousand headings alike do not count up from one each.
    repeats: BTreeMap<String, usize>,
}

impl Taken {
    fn free_id(&mut self, content: &[Inline]) -> String {
        let stem = slug(&plain_text(content));
        if self.ids.insert(stem.clone()) {
            return stem;
        }
        let repeats = self.repeats.entry(stem.clone()).or_default();
        loop {
            *repeats += 1;
            let id = format!("{stem}-{repeats}");
            if self.ids.insert(id.clone()) {
                return id;
            }
        }
    }
}

fn slug(words: &str) -> String {
    let id: String = words
        .trim()
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(|it| match it {
            '-' | '_' => Some(it),
            _ if it.is_alphanumeric() => Some(it),
            _ if it.is_whitespace() => Some('-'),
            _ => None,
        })
        .collect();
    if id.is_empty() { "section".to_owned() } else { id }
}
