//! The words that lints look for, found in one pass over a text.
//!
//! Words of all lints are in one automaton. Of words that begin at one place the longest counts, and what a word covers is
//! not searched again: so an innocent word such as 误差生成 hides the 差生 in it.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::vocabulary::{
    AUTHORS, CLAIMS, DANGER, EXAMS, INNOCENT, JUDGED, LABELS, NAMES, RANKS, SENSITIVE, TERM_LABELS, TYPOS,
};

/// What a word is, with what its finding says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    /// Nothing: it only holds characters that would mean something elsewhere.
    Innocent,
    /// A label, and what to write.
    Label(&'static str),
    /// 问题学生: a label, or a question that pupils answer.
    ProblemPupil,
    /// A discouraged name, and what to write.
    TermLabel(&'static str),
    /// A judgement, and an observation as an example.
    Judged(&'static str),
    /// A word that speaks of rank by itself.
    Rank,
    /// The beginning of a rank: 年级第 is one if a number follows.
    RankStart,
    /// An exam that is not held, and the practice to write.
    Exam(&'static str),
    /// Something sensitive, of which kind.
    Sensitive(&'static str, &'static str),
    /// A sign of danger.
    Danger,
    /// A misspelling, and the right spelling.
    Typo(&'static str),
    /// A misspelt name, and the right one.
    Name(&'static str),
    /// A claim of success, and a live figure that would bear it out.
    Claim(&'static str),
    /// Somebody who is often quoted.
    Author,
}

/// A word in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) sense: Sense,
}

/// Every word, and the automaton that finds them. The position of a word is that of its pattern.
struct Lexicon {
    senses: Vec<Sense>,
    automaton: Option<AhoCorasick>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let (words, senses): (Vec<&str>, Vec<Sense>) = words().into_iter().unzip();
    // The words are ours and few, so that the automaton is always made.
    let automaton =
        AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).kind(Some(AhoCorasickKind::DFA)).build(words).ok();
    Lexicon { senses, automaton }
});

/// Every word with its sense.
fn words() -> Vec<(&'static str, Sense)> {
    let mut words = vec![("问题学生", Sense::ProblemPupil), ("问题生", Sense::ProblemPupil)];
    let each = |list: &'static str| list.split_whitespace();
    words.extend(INNOCENT.iter().flat_map(|list| each(list)).map(|word| (word, Sense::Innocent)));
    words.extend(LABELS.iter().map(|(word, better)| (*word, Sense::Label(better))));
    words.extend(TERM_LABELS.iter().map(|(word, better)| (*word, Sense::TermLabel(better))));
    words.extend(JUDGED.iter().flat_map(|(list, better)| each(list).map(|word| (word, Sense::Judged(better)))));
    words.extend(each(RANKS.0).map(|word| (word, Sense::Rank)));
    words.extend(each(RANKS.1).map(|word| (word, Sense::RankStart)));
    words.extend(EXAMS.iter().map(|(word, better)| (*word, Sense::Exam(better))));
    for (kind, english, list) in SENSITIVE {
        words.extend(each(list).map(|word| (word, Sense::Sensitive(kind, english))));
    }
    words.extend(each(DANGER).map(|word| (word, Sense::Danger)));
    words.extend(TYPOS.iter().map(|(word, right)| (*word, Sense::Typo(right))));
    words.extend(NAMES.iter().map(|(word, right)| (*word, Sense::Name(right))));
    words.extend(CLAIMS.iter().flat_map(|(list, figure)| each(list).map(|word| (word, Sense::Claim(figure)))));
    words.extend(each(AUTHORS).map(|word| (word, Sense::Author)));
    words
}

/// The words of the lexicon in a text, in order; innocent ones are left out.
pub(super) fn find(text: &str) -> impl Iterator<Item = Found> {
    let lexicon = &*LEXICON;
    let found = lexicon.automaton.iter().flat_map(move |automaton| automaton.find_iter(text));
    found.filter_map(|it| {
        let sense = *lexicon.senses.get(it.pattern().as_usize())?;
        (sense != Sense::Innocent).then_some(Found { start: it.start(), end: it.end(), sense })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_stands_in_one_list() {
        let mut words: Vec<&str> = words().into_iter().map(|(word, _)| word).collect();
        let all = words.len();
        words.sort_unstable();
        let twice: Vec<&str> = words.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        assert!(twice.is_empty(), "{twice:?}");
        assert!(all > 300 && LEXICON.automaton.is_some());
        assert!(words.iter().all(|it| it.chars().all(super::super::character::is_han)), "words are Chinese");
    }

    #[test]
    fn an_innocent_word_hides_what_is_in_it() {
        let words = |text: &str| find(text).map(|it| text[it.start..it.end].to_owned()).collect::<Vec<_>>();
        assert_eq!(words("他是差生，测量有误差生成。"), ["差生"]);
        assert_eq!(words("成绩差生活也乱，出差生病了。"), [""; 0]);
        assert_eq!(words("笨重的柜子；蠢蠢欲动；笨鸟先飞"), [""; 0]);
    }
}
