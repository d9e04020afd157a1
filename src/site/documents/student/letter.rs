//! 家长反馈单: one page to a pupil's family (domain.md §2.7). Only the own child; its own change, never the class's level.

use crate::analysis::Series;
use crate::model::Note;

use super::super::super::wording::list;
use super::super::draft::{Draft, figure, length};
use super::Case;

/// What a section says at most, in characters: the letter is one page.
const LONG: usize = 105;
/// What a shorter section says at most.
const BRIEF: usize = 72;

/// The sentences that fit, the first ones first.
fn within(most: usize, sentences: impl IntoIterator<Item = Option<String>>) -> Vec<Option<String>> {
    let mut told = 0;
    let fits = |it: &String| {
        let fits = told + length(it) <= most;
        told += if fits { length(it) } else { 0 };
        fits
    };
    sentences.into_iter().flatten().filter(fits).map(Some).collect()
}

/// To whom, and of what.
pub(super) fn greeting(case: &Case, draft: &mut Draft) {
    draft.paragraph([Some(format!("{}的家长：您好！现将孩子本学期的情况告诉您，请看后填好回执。", case.name()))]);
}

/// 进步与优点.
pub(super) fn good_news(case: &Case, draft: &mut Draft) {
    let praised = (case.count("praise") > 0).then(|| format!("表扬{}次", figure("praise.count")));
    let flags = (case.topic.flags() > 0).then(|| format!("小红旗{}面", figure("award.total")));
    let shown = (case.count("showcase") > 0).then(|| format!("当众展示{}次", figure("showcase.count")));
    let counts: Vec<String> = [praised, flags, shown].into_iter().flatten().collect();
    let counts = (!counts.is_empty()).then(|| format!("本学期得到{}。", list(&counts)));
    let seen = case.student.strengths.iter().filter_map(|it| case.at_home(&it.text)).filter(|it| length(it) <= 30);
    let seen: Vec<&str> = seen.take(2).collect();
    let seen = (!seen.is_empty()).then(|| format!("老师看到的长处：{}。", seen.join("；")));
    let behaviour = |note| case.field_at_home(note, "behaviour").filter(|it| length(it) <= 36);
    let praises = case.notes_of("praise");
    let latest = praises.iter().rev().find_map(|(_, note)| Some((note.date, behaviour(note)?)));
    let latest = latest.map(|(day, words)| format!("{}表扬的是：{words}。", day.month_day()));
    let progress = |note| case.field_at_home(note, "progress").filter(|it| length(it) <= 36);
    let cards = case.notes_of("pickup_card");
    let card = cards.iter().rev().find_map(|(_, note)| Some((note.date, progress(note)?)));
    let card = card.map(|(day, words)| format!("{}的接送卡上写着：{words}。", day.month_day()));
    draft.paragraph(within(LONG, [counts, seen, card, latest]));
}

/// 学习情况: levels and measures, each against the pupil's own beginning.
pub(super) fn learning(case: &Case, draft: &mut Draft) {
    let exams = exams(case);
    let measures = case.series.iter().filter_map(measured);
    let measures: Vec<Option<String>> = measures.take(2).map(Some).collect();
    let kept = case.count("habit") > 0;
    let habits = kept.then(|| format!("约定的习惯登记{}天，做到{}。", figure("habit.days"), figure("habit.rate")));
    let found = case.notes_of("weak_point");
    let open = found
        .iter()
        .filter(|(_, note)| note.fields.date("closed").is_none() && note.fields.choice("status") != Some("independent"));
    let open: Vec<&str> = open.filter_map(|(_, note)| note.fields.text("topic")).collect();
    let left = match open.as_slice() {
        [] => String::new(),
        open => format!("，还要练{}", list(&open[open.len().saturating_sub(2)..])),
    };
    let weak = (!found.is_empty()).then(|| {
        format!("找出薄弱的知识点{}个，已掌握{}个{left}。", figure("weak_points.opened"), figure("weak_points.closed"))
    });
    draft.paragraph(within(LONG, exams.into_iter().chain(measures).chain([weak, habits])));
}

/// The level of each subject's exam against the one before; the value itself stays at school.
fn exams(case: &Case) -> Vec<Option<String>> {
    let pairs = case.view().analysis.exams(case.scope(), None).pairs;
    let told = pairs.iter().map(|pair| {
        let subject = pair.subject.as_deref()?;
        Some(format!("{}期末等级{}。", case.label("subject", subject), figure(&format!("change.level({subject})"))))
    });
    let told: Vec<Option<String>> = told.collect();
    if told.is_empty() { levels(case) } else { told }
}

/// The same where only levels may be read: that of each subject's exam of the term, and of the last one before.
fn levels(case: &Case) -> Vec<Option<String>> {
    let casebook = case.view().casebook;
    let Some(kind) = casebook.schema.find_type("term_exam") else { return Vec::new() };
    let choices = casebook.schema.enums.get("score_level").map(|it| it.choices.as_slice()).unwrap_or_default();
    let rank = |key: &str| choices.iter().position(|it| &*it.key == key);
    let level = |note: &Note| rank(note.fields.choice("level")?);
    let own: Vec<&Note> = casebook.notes_of(case.id).map(|it| it.1).filter(|it| casebook.schema.is_a(it.kind, kind)).collect();
    let label = |at: usize| choices.get(at).map_or("", |it| it.label.as_str());
    let told = own.iter().filter(|it| it.term == Some(case.scope().term)).filter_map(|exam| {
        let subject = exam.fields.choice("subject")?;
        let now = level(exam)?;
        let of_subject = |it: &&&Note| it.date < exam.date && it.fields.choice("subject") == Some(subject);
        let before = own.iter().filter(of_subject).max_by_key(|it| it.date).and_then(|it| level(it));
        let words = match before {
            // The best level comes first.
            Some(before) if before > now => format!("由{}升为{}", label(before), label(now)),
            Some(before) if before < now => format!("由{}降为{}", label(before), label(now)),
            Some(_) if now + 1 < choices.len() => format!("保持{}", label(now)),
            Some(_) => format!("仍为{}", label(now)),
            None => format!("为{}", label(now)),
        };
        Some(Some(format!("{}期末等级{words}。", case.label("subject", subject))))
    });
    told.collect()
}

/// A measure at the start and now, or that there is too little to compare.
fn measured(series: &Series) -> Option<String> {
    let name = &series.measure.name;
    let values = series.points.iter().filter(|it| it.value.is_some()).count();
    if values < 2 {
        return None;
    }
    if !series.compare().enough {
        return Some(format!("{name}只记录到{}次，数据不足，先不作比较。", figure(&format!("progress.n({name})"))));
    }
    let unit = series.measure.unit.as_deref().unwrap_or_default();
    let (start, now) = (figure(&format!("progress.baseline({name})")), figure(&format!("progress.latest({name})")));
    let better = if series.measure.lower_is_better { "（越少越好）" } else { "" };
    Some(format!("{name}{better}学期初{start}{unit}，最近{now}{unit}。"))
}

/// 目标完成: the pupil's own goals and how each ended.
pub(super) fn goals(case: &Case, draft: &mut Draft) {
    let goals = case.view().analysis.goals(case.scope());
    if goals.is_empty() {
        return;
    }
    let met = goals.iter().filter(|it| it.goal.result.as_deref() == Some("met"));
    let met: Vec<String> = met.filter_map(|it| Some(format!("“{}”", case.at_home(&it.goal.text)?))).collect();
    let tally = case.view().analysis.goal_tally(case.scope());
    let ended = [(tally.met, "达成", "goals.met"), (tally.partly, "部分达成", "goals.partly")];
    let ended = ended.iter().filter(|it| it.0 > 0).map(|(_, what, name)| format!("，{what}{}条", figure(name)));
    let count = format!("自己订了{}条目标{}", figure("goals.count"), ended.collect::<String>());
    // As many of them as there is room for.
    let named = (0..=met.len()).rev().map(|n| met.get(..n).unwrap_or_default().concat());
    let sentence =
        |named: String| if named.is_empty() { format!("{count}。") } else { format!("{count}。达成的是{named}。") };
    draft.paragraph([named.map(sentence).find(|it| length(it) <= LONG)]);
}

/// 学到的方法.
pub(super) fn methods(case: &Case, draft: &mut Draft) {
    let taught = case.notes_of("method_taught");
    let named = taught.iter().filter_map(|(_, note)| {
        let name = case.field_at_home(note, "name")?;
        Some((format!("“{name}”"), note.fields.boolean("independent") == Some(true)))
    });
    let named: Vec<(String, bool)> = named.collect();
    let latest = named.get(named.len().saturating_sub(4)..).unwrap_or_default();
    let those = |alone: bool| latest.iter().filter(|it| it.1 == alone).map(|it| it.0.as_str()).collect::<String>();
    let used = match (those(true), those(false)) {
        (used, _) if used.is_empty() => String::new(),
        (_, rest) if rest.is_empty() => format!("，{}已经会自己用了", if latest.len() > 1 { "都" } else { "" }),
        (_, rest) => format!("，除{rest}外，已经会自己用了"),
    };
    let all: String = latest.iter().map(|it| it.0.as_str()).collect();
    let told = (!latest.is_empty()).then(|| format!("学了{}种方法：{all}{used}。", figure("method_taught.count")));
    draft.paragraph(within(BRIEF + 30, [told]));
}

/// 家校约定: what was last agreed and written, and what goes on.
pub(super) fn agreed(case: &Case, draft: &mut Draft) {
    let contacts = case.notes_of("family_contact");
    let reply = contacts.iter().rev().find_map(|(_, note)| {
        let words = case.field_at_home(note, "parent_reply")?.trim_matches(['“', '”']);
        let day = note.date.month_day();
        let whole = Some(format!("{day}您在联络本上写道：“{words}。”")).filter(|it| length(it) <= 60);
        Some(whole.unwrap_or_else(|| format!("{day}联络本上您的回复，老师看到了。")))
    });
    let open = contacts.iter().rev().flat_map(|(_, note)| note.fields.records("agreement"));
    let open = open.filter(|it| it.boolean("done") != Some(true)).filter_map(|it| case.at_home(it.text("text")?));
    let open: Vec<&str> = open.filter(|it| length(it) <= 24).take(2).collect();
    let open = (!open.is_empty()).then(|| format!("接下来请一起做到：{}。", open.join("；")));
    let goals = case.view().analysis.goals(case.scope());
    let left = goals.iter().filter(|it| it.goal.result.as_deref() != Some("met"));
    let left = left.filter_map(|it| case.at_home(&it.goal.text)).find(|it| length(it) <= 30);
    let left = left.map(|it| format!("下学期接着做“{it}”。"));
    draft.paragraph(within(LONG, [reply, open, left]));
}

/// What stands on the slip that comes back.
pub(super) fn slip(case: &Case, draft: &mut Draft) {
    draft.paragraph([Some(format!("{}家长的话：", case.name()))]);
}
