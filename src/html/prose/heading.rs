//! Ids of headings, made from their words as GitHub does: `## 家庭 情况` is `家庭-情况`.

use std::collections::{BTreeMap, BTreeSet};

use crate::syntax::{Block, Footnote, Inline, plain_text};

use super::{footnote_id, reference_id};

/// The ids of a text's headings in the order in which they are written.
#[derive(Default)]
pub(super) struct HeadingIds {
    ids: Vec<String>,
    written: usize,
}

impl HeadingIds {
    /// An id for every heading of a text and its footnotes; no two are the same, and none is a footnote's.
    pub(super) fn of<'a>(blocks: impl IntoIterator<Item = &'a Block>, footnotes: &[Footnote]) -> Self {
        let ids = (0..footnotes.len()).flat_map(|index| [footnote_id(index), reference_id(index)]);
        let mut taken = Taken { ids: ids.collect(), repeats: BTreeMap::new() };
        let mut ids = Self::default();
        ids.collect(blocks, &mut taken);
        for footnote in footnotes {
            ids.collect(&footnote.blocks, &mut taken);
        }
        ids
    }

    /// The id of the next heading, if headings have ids.
    pub(super) fn next(&mut self) -> Option<String> {
        let id = self.ids.get(self.written).cloned();
        self.written += 1;
        id
    }

    /// The id that a link to `#fragment` means.
    pub(super) fn find(&self, fragment: &str) -> Option<&str> {
        let wanted = slug(fragment);
        self.ids.iter().find(|id| **id == wanted).map(String::as_str)
    }

    fn collect<'a>(&mut self, blocks: impl IntoIterator<Item = &'a Block>, taken: &mut Taken) {
        for block in blocks {
            match block {
                Block::Heading { content, .. } => self.ids.push(taken.free_id(content)),
                Block::Quote(blocks) => self.collect(blocks, taken),
                Block::List { items, .. } => items.iter().for_each(|item| self.collect(&item.blocks, taken)),
                Block::Paragraph(_)
                | Block::Code { .. }
                | Block::Live { .. }
                | Block::Table { .. }
                | Block::Rule
                | Block::Html(_) => {}
            }
        }
    }
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
