//! Names out, words in: the one place through which every text of an edition passes.
//!
//! A [`Redactor`] knows everything that an edition hides ([`hidden`](super::hidden)) and replaces it wherever it is written, in
//! a text ([`Redactor::text`]) or across the marks of a tree ([`Redactor::prose`]): in other scripts and spellings, pulled apart
//! by blanks or marks, as numbers that nobody listed. Of several readings the longest that begins first is taken.
//!
//! **What stays.** A word that merely contains the characters of a name stays: 林间, 果然, 明白老师的意思. What is written like a
//! name and may be a word is decided by its neighbours ([`context`]); where they do not decide, it is taken for a name, and told
//! of as a [`Doubt`] for `casebook review`. What the teacher decides there is kept in `aliases.yaml`.

mod context;
mod find;
mod numbers;
mod prose;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;

use aho_corasick::AhoCorasick;

use super::fold::Folded;
use super::hidden::{Hidden, Kind};

/// Replaces what an edition hides.
#[derive(Debug)]
pub(crate) struct Redactor {
    hidden: Hidden,
    /// Over the items' patterns, by position.
    patterns: Option<AhoCorasick>,
    /// Over the phrases that stay.
    innocent: Option<AhoCorasick>,
    /// Over the phrases that are known to be names.
    decided: Option<AhoCorasick>,
}

/// What was replaced, and what was not sure.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// How often, by what it would have betrayed.
    pub replaced: BTreeMap<Kind, u32>,
    /// What was taken for a name and may be a word, in order of reading.
    pub doubts: Vec<Doubt>,
    /// How often an image was left out because not all who are on it agreed.
    pub images: u32,
}

/// Words that were taken for a name and may be none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Doubt {
    /// The words themselves.
    pub words: String,
    /// The words and a few characters around them.
    pub around: String,
}

impl Tally {
    /// Adds another's.
    pub fn add(&mut self, other: Tally) {
        for (kind, count) in other.replaced {
            *self.replaced.entry(kind).or_default() += count;
        }
        self.doubts.extend(other.doubts);
        self.images += other.images;
    }

    /// How often anything was replaced.
    pub fn total(&self) -> u32 {
        self.replaced.values().sum()
    }
}

impl Redactor {
    /// Makes ready to look for everything that is hidden.
    pub(crate) fn new(hidden: Hidden) -> Self {
        let over = |patterns: Vec<&str>| (!patterns.is_empty()).then(|| AhoCorasick::new(patterns).ok()).flatten();
        Self {
            patterns: over(hidden.items.iter().map(|it| it.pattern.as_str()).collect()),
            innocent: over(hidden.innocent.iter().map(String::as_str).collect()),
            decided: over(hidden.decided.iter().map(String::as_str).collect()),
            hidden,
        }
    }

    /// A text without what is hidden.
    pub(crate) fn text<'t>(&self, text: &'t str, tally: &mut Tally) -> Cow<'t, str> {
        if text.is_empty() {
            return Cow::Borrowed(text);
        }
        // What only tags pull apart is found first, then what the tags themselves say.
        if text.contains('<') && text.contains('>') {
            let between = self.pass(text, true, tally);
            return Cow::Owned(self.pass(&between, false, tally).into_owned());
        }
        self.pass(text, false, tally)
    }

    fn pass<'t>(&self, text: &'t str, tags: bool, tally: &mut Tally) -> Cow<'t, str> {
        let mut folded = Folded::default();
        folded.push(0, text, tags);
        let cuts = self.cuts(&folded, tally);
        if cuts.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for cut in cuts {
            let (Some(first), Some(last)) = (folded.place(cut.first), folded.place(cut.last)) else { continue };
            out.push_str(text.get(done..first.start as usize).unwrap_or_default());
            out.push_str(&cut.word);
            done = last.end as usize;
        }
        out.push_str(text.get(done..).unwrap_or_default());
        Cow::Owned(out)
    }
}
