//! Finding what is hidden in a folded text.

use std::sync::Arc;

use crate::privacy::fold::Folded;
use crate::privacy::hidden::{ANOTHER, Item, Kind, Proof};

use super::context::{Around, Verdict};
use super::{Doubt, Redactor, Tally, context};

/// How many characters around a doubtful word are shown.
const SHOWN_AROUND: usize = 6;

/// What is to be cut out: characters of the folded text, both ends included, and the word instead.
#[derive(Debug, Clone)]
pub(super) struct Cut {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) word: Arc<str>,
    pub(super) kind: Kind,
    /// Whether it may be no name at all.
    pub(super) doubtful: bool,
}

impl Redactor {
    /// Everything to be cut out of a text, in order and apart from each other.
    pub(super) fn cuts(&self, folded: &Folded, tally: &mut Tally) -> Vec<Cut> {
        let mut found = self.matches(folded);
        found.extend(super::numbers::find(folded, &self.hidden.births));
        if found.is_empty() {
            return found;
        }
        // Of those that begin first the longest; at one place the surer.
        found.sort_by_key(|it| (it.first, std::cmp::Reverse(it.last), it.doubtful));
        let mut cuts: Vec<Cut> = Vec::with_capacity(found.len());
        for cut in found {
            match cuts.last_mut() {
                // What reaches further than the one before goes with it, so that no half is left over.
                Some(last) if cut.first <= last.last => last.last = last.last.max(cut.last),
                _ => cuts.push(cut),
            }
        }
        for cut in &mut cuts {
            follow(folded, cut);
            if let Some(word) = self.hidden.words.get(&*cut.word) {
                cut.word = Arc::clone(word);
            }
            *tally.replaced.entry(cut.kind).or_default() += 1;
            if cut.doubtful {
                tally.doubts.push(doubt(folded, cut));
            }
        }
        cuts
    }

    fn matches(&self, folded: &Folded) -> Vec<Cut> {
        let Some(patterns) = &self.patterns else { return Vec::new() };
        let mut found = Vec::new();
        let mut spared: Option<Vec<(usize, usize)>> = None;
        let mut decided: Option<Vec<(usize, usize)>> = None;
        for hit in patterns.find_overlapping_iter(&folded.text) {
            let Some(item) = self.hidden.items.get(hit.pattern().as_usize()) else { continue };
            let spared = spared.get_or_insert_with(|| spans(self.innocent.as_ref(), &folded.text));
            if spared.iter().any(|(from, to)| *from <= hit.start() && hit.end() <= *to) {
                continue;
            }
            let decided = decided.get_or_insert_with(|| spans(self.decided.as_ref(), &folded.text));
            let known = decided.iter().any(|(from, to)| *from < hit.end() && hit.start() < *to);
            found.extend(judge(folded, item, hit.start(), hit.end(), known));
        }
        found
    }
}

/// Where phrases stand.
fn spans(phrases: Option<&aho_corasick::AhoCorasick>, text: &str) -> Vec<(usize, usize)> {
    phrases.map(|it| it.find_overlapping_iter(text).map(|it| (it.start(), it.end())).collect()).unwrap_or_default()
}

/// Whether a pattern that was found is what it looks like.
fn judge(folded: &Folded, item: &Item, start: usize, end: usize, known: bool) -> Option<Cut> {
    let around = Around::new(&folded.text, start, end);
    let (first, last) = (folded.index_at(start), folded.index_at(end).checked_sub(1)?);
    let bounded = |is: fn(char) -> bool| {
        let before = around.before.chars().next_back().is_some_and(is) && !folded.place(first).is_some_and(|it| it.apart);
        let after = around.after.chars().next().is_some_and(is) && !folded.place(last + 1).is_some_and(|it| it.apart);
        !before && !after
    };
    let verdict = match item.proof {
        Proof::Sure => Verdict::Name,
        Proof::Letters if bounded(|it| it.is_ascii_alphanumeric()) => Verdict::Name,
        Proof::Digits if bounded(|it| it.is_ascii_digit()) => Verdict::Name,
        Proof::Letters | Proof::Digits => Verdict::Word,
        Proof::Title if context::ends_a_word(&around) => Verdict::Word,
        Proof::Title => Verdict::Name,
        Proof::Word => context::decide(&around),
        Proof::Person if context::speaks_of_a_person(&around) => Verdict::Name,
        Proof::Person => Verdict::Word,
    };
    let doubtful = match verdict {
        Verdict::Word => return None,
        Verdict::Name => false,
        Verdict::Doubtful => !known,
    };
    Some(Cut { first, last, word: item.word.clone(), kind: item.kind, doubtful })
}

/// Takes along what belongs to a name and would stand twice: 白静宜老师, 同学同学, 妈妈孟晚秋.
fn follow(folded: &Folded, cut: &mut Cut) {
    let Some((from, to)) = bytes(folded, cut) else { return };
    let (before, after) = (folded.text.get(..from).unwrap_or_default(), folded.text.get(to..).unwrap_or_default());
    let swallowed = match cut.kind {
        Kind::Adult => {
            ["老师", "主任", "校长", "书记", "园长", "教练", "女士", "先生"].into_iter().find(|it| after.starts_with(it))
        }
        Kind::Pupil if &*cut.word == ANOTHER => Some(ANOTHER).filter(|it| after.starts_with(it)),
        Kind::Family => ["女士", "先生"].into_iter().find(|it| after.starts_with(it)),
        Kind::Pupil | Kind::Place | Kind::Number | Kind::Birth => None,
    };
    if let Some(words) = swallowed {
        cut.last += words.chars().count();
    }
    const RELATIONS: [&str; 16] = [
        "妈妈",
        "爸爸",
        "母亲",
        "父亲",
        "家长",
        "奶奶",
        "爷爷",
        "外公",
        "外婆",
        "姥姥",
        "姥爷",
        "叔叔",
        "阿姨",
        "姑姑",
        "舅舅",
        "监护人",
    ];
    // A parent who was already called one needs no second word.
    if cut.kind == Kind::Family && &*cut.word == "家长" && RELATIONS.iter().any(|it| before.ends_with(it)) {
        cut.word = "".into();
    }
}

fn bytes(folded: &Folded, cut: &Cut) -> Option<(usize, usize)> {
    let from = folded.place(cut.first)?.at as usize;
    let to = folded.place(cut.last + 1).map_or(folded.text.len(), |it| it.at as usize);
    Some((from, to))
}

fn doubt(folded: &Folded, cut: &Cut) -> Doubt {
    let (from, to) = bytes(folded, cut).unwrap_or_default();
    let words = folded.text.get(from..to).unwrap_or_default().to_owned();
    let is_end = |it: &char| matches!(it, '。' | '!' | '?' | ';' | '\u{FFFC}' | ',' | '、' | ':' | '“' | '”');
    let before: Vec<char> = folded.text.get(..from).unwrap_or_default().chars().rev().take(SHOWN_AROUND).collect();
    let before: String = before.into_iter().take_while(|it| !is_end(it)).collect::<Vec<_>>().into_iter().rev().collect();
    let after = folded.text.get(to..).unwrap_or_default().chars().take(SHOWN_AROUND).take_while(|it| !is_end(it));
    let around = before + &words + &after.collect::<String>();
    Doubt { words, around }
}
