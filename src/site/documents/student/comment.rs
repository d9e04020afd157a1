//! 期末评语: what a teacher says to a pupil at the end of a term (domain.md §2.7).
//!
//! The teacher's own comment stands where there is one. Else one is put together of what was seen and praised: never a score, a
//! place among others, or a misdeed.

use crate::model::Note;
use crate::syntax::{Block, Inline};

use super::super::draft::{Draft, figure, length};
use super::Case;

/// So long at least; and no longer.
const LENGTH: (usize, usize) = (80, 150);

/// The pupil's comment, in a document about the pupil or about the class.
pub(in super::super) fn comment(case: &Case, draft: &mut Draft) {
    match case.said_by("teacher").last() {
        Some(words) => draft.words(words),
        None => draft.paragraph([composed(case)]),
    }
}

impl<'v> Case<'v> {
    /// Comments of the term by a party, in order of date, as far as they may be told at home. One that says nobody's name is
    /// the teacher's.
    pub(super) fn said_by(&self, party: &str) -> Vec<&'v str> {
        let notes = self.notes_of("comment").into_iter();
        let own = notes.filter(|(_, note)| note.fields.choice("voice").unwrap_or("teacher") == party);
        own.filter_map(|(_, note)| note.fields.text("text").filter(|it| self.at_home(it).is_some())).collect()
    }
}

/// What can be said, in the order in which it is said, each with how much it matters: 0 goes before 1.
fn sentences(case: &Case) -> Vec<(u8, Option<String>)> {
    vec![
        (0, strengths(case)),
        (1, chance(case)),
        (4, praise(case)),
        (5, post(case)),
        (2, progress(case)),
        (5, method(case)),
        (3, met(case)),
        (1, next(case)),
    ]
}

/// The sentences that matter most, until it is long enough, in the order in which they are said.
fn composed(case: &Case) -> Option<String> {
    let sentences: Vec<(u8, String)> = sentences(case).into_iter().filter_map(|(rank, it)| Some((rank, it?))).collect();
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    order.sort_by_key(|at| sentences.get(*at).map(|it| it.0));
    let (mut chosen, mut told) = (Vec::new(), 0);
    for at in order {
        let Some((rank, words)) = sentences.get(at) else { continue };
        let more = length(words);
        // What matters most is always said; the rest as long as the comment is short.
        if told + more <= LENGTH.1 && (*rank <= 1 || told < LENGTH.0 + 15) {
            chosen.push(at);
            told += more;
        }
    }
    chosen.sort_unstable();
    let words: String = chosen.into_iter().filter_map(|at| sentences.get(at)).map(|it| it.1.as_str()).collect();
    (!words.is_empty()).then_some(words)
}

fn strengths(case: &Case) -> Option<String> {
    let seen = case.student.strengths.iter().filter_map(|it| case.at_home(&it.text)).filter(|it| length(it) <= 30);
    let seen: Vec<&str> = seen.take(2).collect();
    (!seen.is_empty()).then(|| format!("老师看到了你的长处：{}。", seen.join("；")))
}

/// The chance that went best: one of which it is told what came of it.
fn chance(case: &Case) -> Option<String> {
    let told = |note: &Note| {
        let (task, result) = (case.field_at_home(note, "task")?, case.field_at_home(note, "result")?);
        Some(format!("还记得{}吗？{task}，{result}。", note.date.month_day())).filter(|it| length(it) <= 55)
    };
    case.notes_of("showcase").iter().rev().find_map(|(_, note)| told(note))
}

fn praise(case: &Case) -> Option<String> {
    let told = |note| case.field_at_home(note, "behaviour").filter(|it| length(it) <= 30);
    let last = case.notes_of("praise").into_iter().rev().find_map(|(_, note)| Some((note, told(note)?)));
    let count = figure(&format!("{}.praise.count", case.student.code));
    last.map(|(note, words)| format!("这学期你得到{count}次表扬，{}那一次是因为{words}。", note.date.month_day()))
}

fn post(case: &Case) -> Option<String> {
    case.notes_of("post").into_iter().rev().find_map(|(_, note)| {
        let (post, done) = (note.fields.text("post")?, case.field_at_home(note, "performance")?);
        Some(format!("你当{post}，{done}。")).filter(|it| length(it) <= 50)
    })
}

/// The first measure, where its level at the end is better than at the start.
fn progress(case: &Case) -> Option<String> {
    let series = case.series.iter().find(|it| super::outcome::has_improved(it))?;
    let name = &series.measure.name;
    Some(match series.measure.lower_is_better {
        true => format!("和学期初的自己比，{name}少了，这是你一天一天管住自己得来的。"),
        false => format!("和学期初的自己比，{name}上去了，这是你一天一天练出来的。"),
    })
}

fn method(case: &Case) -> Option<String> {
    let known = case.notes_of("method_taught").into_iter().rev();
    let mut known = known.filter(|(_, note)| note.fields.boolean("independent") == Some(true));
    known.find_map(|(_, note)| Some(format!("“{}”你已经会自己用了。", case.field_at_home(note, "name")?)))
}

fn met(case: &Case) -> Option<String> {
    let goals = case.view().analysis.goals(case.scope());
    let met = goals.iter().filter(|it| it.goal.result.as_deref() == Some("met"));
    let met = met.filter_map(|it| case.at_home(&it.goal.text)).find(|it| length(it) <= 30)?;
    Some(format!("你自己订的“{met}”，你做到了。"))
}

fn next(case: &Case) -> Option<String> {
    let goals = case.view().analysis.goals(case.scope());
    let open = goals.iter().filter(|it| it.goal.result.as_deref() != Some("met"));
    let open = open.filter_map(|it| case.at_home(&it.goal.text)).find(|it| length(it) <= 30)?;
    Some(format!("下学期，我们从“{open}”接着做，老师陪着你。"))
}

/// A comment set as what somebody said.
pub(super) fn quoted(words: &str, source: &str, draft: &mut Draft) {
    let lines = words.lines().map(str::trim).filter(|it| !it.is_empty());
    let mut blocks: Vec<Block> = lines.map(|it| Block::Paragraph(vec![Inline::Text(it.to_owned())])).collect();
    if let Some(Block::Paragraph(last)) = blocks.last_mut() {
        last.push(Inline::Text(format!("（{source}）")));
    }
    draft.block(Block::Quote(blocks));
}
