//! The search index: pages in the order of results, shard by shard, and what a browser has to know before it loads them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::search::{Entry, Visible, variants};
use crate::site::Route;
use crate::site::pages::{Found, Page, PageKind, Plan};
use crate::theme::Strings;

/// How many notes a shard holds.
const SHARD: usize = 1000;

/// Other pages say about as much as so many notes.
const LONG: usize = 8;

/// Words of the theme that the script says.
const WORDS: [&str; 11] = ["hint", "found", "first", "none", "loading", "failed", "old", "only", "all", "more", "everything"];

/// All pages of a plan in the order of results: by kind, the latest notes first. Each part makes a shard.
pub(super) fn parts<'p>(plan: &'p Plan<'_>) -> Vec<Vec<&'p Page>> {
    // Notes are planned in order of date.
    let (mut pages, mut others): (Vec<&Page>, Vec<&Page>) = plan.all_pages().iter().partition(|it| is_note(it));
    pages.reverse();
    others.sort_by_key(|it| it.kind().map_or(usize::MAX, |kind| kind as usize));
    pages.append(&mut others);
    let mut parts: Vec<Vec<&Page>> = Vec::new();
    let mut room = 0;
    for page in pages {
        let weight = if is_note(page) { 1 } else { LONG };
        if weight > room {
            parts.push(Vec::new());
            room = SHARD;
        }
        room -= weight;
        parts.last_mut().into_iter().for_each(|it| it.push(page));
    }
    parts
}

fn is_note(page: &Page) -> bool {
    page.kind() == Some(PageKind::Note)
}

/// A page as it is found.
pub(super) fn entry(route: &Route, kind: PageKind, found: Found, seen: Visible) -> Entry {
    let Visible { title, text, places } = seen;
    Entry { path: route.to_string(), kind: kind.key().to_owned(), label: found.label, title, about: found.about, text, places }
}

/// What the script has to know before it loads a shard.
#[derive(Serialize)]
struct Index {
    shards: usize,
    /// Kinds of page with their words, in order.
    kinds: [(&'static str, String); PageKind::ALL.len()],
    words: BTreeMap<&'static str, String>,
    variants: String,
}

/// The script that is loaded before the shards. `units` are the characters that occur in them.
pub(super) fn index(shards: usize, units: &BTreeSet<u16>, strings: &Strings) -> String {
    let word = |name: &str| strings.get(&format!("search.{name}")).to_owned();
    let index = Index {
        shards,
        kinds: PageKind::ALL.map(|it| (it.key(), word(&format!("kinds.{}", it.key())))),
        words: WORDS.into_iter().map(|it| (it, word(it))).collect(),
        variants: variants(units),
    };
    format!("casebookSearch.index({});\n", serde_json::to_string(&index).unwrap_or_default())
}
