//! The gate: reads every finished file as the world would and finds what the roster forbids.
//!
//! It shares nothing with redaction but the [roster](super::roster): another way of reading, other tables, other rules, so that
//! one's mistake is not the other's. A file goes through in three steps. It is taken apart into the texts that can be read
//! in it (`markup`, `image`, `pdf`, `compressed`, `encoded`, `escapes`). One pass over each text stops where
//! something may be (`index`). What stands there is weighed (`verdict`, `numbers`).

mod compressed;
mod encoded;
mod escapes;
mod filter;
mod finding;
mod fold;
mod forms;
mod hashes;
mod index;
mod index_shard;
mod kind;
mod leak;
mod markup;
mod metadata;
mod numbers;
mod pattern;
mod pdf;
mod pinyin;
mod read;
mod verdict;
mod walk;

use std::sync::atomic::{AtomicU64, Ordering};

use super::Audience;
use super::roster::{Entry, Forbidden, Item, Kind};
use crate::diag::guarded;

use hashes::Hashes;
use index::Index;
use pattern::Pattern;

pub use leak::{Channel, Leak, What};
pub use pattern::Form;

/// Leaks of one file that are told; more say nothing new.
const MOST: usize = 20;

/// Runs that are remembered as harmless: most stand on every page.
const REMEMBERED: usize = 1 << 13;

/// Looks through finished files for one audience, from any number of threads.
#[derive(Debug)]
pub struct Gate {
    items: Vec<Item>,
    patterns: Vec<Pattern>,
    index: Index,
    hashes: Hashes,
    /// Folders in which one child's own names may stand: the beginning of the path, and whose.
    homes: Vec<(String, Entry)>,
    /// Hashes of runs that hold nothing. What is forgotten is looked at again; nothing depends on it but time.
    harmless: Box<[AtomicU64]>,
}

impl Gate {
    /// A gate for what `audience` must not meet.
    pub fn new(forbidden: &Forbidden, audience: Audience) -> Self {
        let items: Vec<Item> = forbidden.to(audience).cloned().collect();
        let mut patterns = Vec::new();
        for (number, item) in items.iter().enumerate() {
            forms::forms(item, number, &mut patterns);
        }
        let words: Vec<_> = forbidden.allowed.iter().map(|it| fold::symbols(it)).collect();
        patterns.retain_mut(|pattern| pattern::allow(pattern, &words));
        let hashes = Hashes::new(&items);
        let index = Index::new(&patterns);
        let harmless = (0..REMEMBERED).map(|_| AtomicU64::new(0)).collect();
        Self { items, patterns, index, hashes, homes: Vec::new(), harmless }
    }

    /// The same gate, with folders in which a child's own names may stand: a family reads its child's name, and no other.
    /// The codes of pupils stay out of these too.
    pub fn with_homes(mut self, homes: impl IntoIterator<Item = (String, Entry)>) -> Self {
        self.homes.extend(homes);
        self
    }

    /// What in a finished file must not leave; nothing for a clean one. `path` is relative to the output folder.
    pub fn inspect(&self, path: &str, bytes: &[u8]) -> Vec<Leak> {
        // what breaks the reading of a file leaves unknown what is in it: it stays behind
        guarded(|| read::inspect(self, path, bytes)).unwrap_or_else(|_| vec![read::failed(self, path)])
    }

    /// So many bytes of one file are read. A larger one need not be opened: it is [unreadable](Gate::unread).
    pub const LARGEST: u64 = read::LARGEST;

    /// What is said of a file whose bytes cannot be read: that, and what in its path must not leave.
    pub fn unread(&self, path: &str) -> Vec<Leak> {
        read::unread(self, path)
    }

    /// Whether an item may stand in the file at a path.
    fn is_at_home(&self, item: &Item, path: &str) -> bool {
        item.kind != Kind::Code
            && self.homes.iter().any(|(folder, entry)| *entry == item.entry && path.starts_with(folder.as_str()))
    }

    fn slot(&self, hash: u64) -> Option<&AtomicU64> {
        self.harmless.get(hash as usize % REMEMBERED)
    }

    fn is_harmless(&self, hash: u64) -> bool {
        self.slot(hash).is_some_and(|it| it.load(Ordering::Relaxed) == hash)
    }

    fn remember_harmless(&self, hash: u64) {
        if let Some(slot) = self.slot(hash) {
            slot.store(hash, Ordering::Relaxed);
        }
    }
}

/// What no search of files can find, to be said beside its result: in Chinese and English.
pub const BLIND_SPOTS: [(&str, &str); 6] = [
    ("照片里的脸、校服、门牌", "faces, uniforms and door plates in pictures"),
    ("图片里的文字和手写的字", "writing within pictures, by hand or in print"),
    ("录音、录像里说的话", "what is said in recordings"),
    ("换一种说法的姓名：谐音、绰号、只说姓", "names in other words: puns, nicknames that the roster lacks, a surname alone"),
    ("凭事情就能认出是谁的叙述", "a story by which people know whom it is about"),
    ("花名册里没有写的人", "people who are not in the roster"),
];

#[cfg(test)]
mod tests;
