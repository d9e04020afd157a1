//! 转化效果.

use crate::analysis::Series;
use crate::analysis::statistics::median;

use super::super::super::wording::{list, number};
use super::super::draft::{Draft, figure, full_figure};
use super::Case;

/// The first measure in one sentence, for the abstract.
pub(super) fn in_short(case: &Case, series: &Series) -> Option<String> {
    let unit = series.measure.unit.as_deref().unwrap_or_default();
    let comparison = series.compare();
    let name = &series.measure.name;
    if !comparison.enough {
        let (missing, weeks) = comparison.missing;
        return (missing > 0).then(|| format!("{name}在支持期{weeks}周中缺{missing}周，数据不足，不作判断。"));
    }
    let kept = median(&series.values("M")).is_some();
    let (stage, end) = if kept { ("维持期", "maintenance") } else { ("支持期", "support") };
    let of = |what: &str| figure(&format!("progress.{what}({name})"));
    let words = format!("{name}的中位数，基线{}{unit}，{stage}{}{unit}（NAP={}）。", of("baseline"), of(end), of("nap"));
    let relapses = case.view().analysis.relapses(case.scope());
    let relapses = if relapses.is_empty() { String::new() } else { format!("其间反复{}次。", figure("relapse.count")) };
    Some(words + &relapses)
}

/// Whether the end was better than the baseline, and most values of the support lie beyond it.
pub(super) fn has_improved(series: &Series) -> bool {
    const MEDIUM: f64 = 0.66;
    let comparison = series.compare();
    let end = median(&series.values("M")).or_else(|| median(&series.values("B")));
    let better = median(&series.values("A")).zip(end).is_some_and(|(before, after)| match series.measure.lower_is_better {
        true => after < before,
        false => after > before,
    });
    comparison.enough && better && comparison.nap.is_some_and(|it| it >= MEDIUM)
}

/// Each measure: what its numbers allow to say, and its chart.
pub(super) fn progress(case: &Case, draft: &mut Draft) {
    for (at, series) in case.series.iter().enumerate() {
        let n = series.points.iter().filter(|it| it.value.is_some()).count();
        if n < 2 {
            continue;
        }
        draft.paragraph(measured(series));
        if n >= 3 && at < 3 {
            draft.request(&[("chart", "progress"), ("measure", &series.measure.name)]);
        }
    }
}

/// What the numbers of a measure allow to say; its levels and NAP stand in the table below.
fn measured(series: &Series) -> Vec<Option<String>> {
    let unit = series.measure.unit.as_deref().unwrap_or_default();
    let comparison = series.compare();
    let name = &series.measure.name;
    let of = |what: &str| figure(&format!("progress.{what}({name})"));
    let better = if series.measure.lower_is_better { "（越少越好）" } else { "" };
    let first = format!("{name}{better}共记录{}次。", of("n"));
    if !comparison.enough {
        let (missing, weeks) = comparison.missing;
        let why = if missing > 0 {
            format!("支持期{weeks}周中有{missing}周没有数据，")
        } else {
            format!("基线{}次、支持期{}次，次数少，", comparison.m, comparison.n)
        };
        return vec![Some(first), Some(format!("{why}数据不足，不作判断。"))];
    }
    let beyond = comparison.best_of_baseline.map(|best| {
        format!("支持期{}次中有{}次好于基线最好的一次（{}{unit}）", comparison.n, comparison.beyond_best, number(best))
    });
    let tau = comparison.tau_u.map(|tau| {
        let beyond = if tau.abs() > 1.0 { "（校正后可超过1）" } else { "" };
        format!("，Tau-U={}{beyond}", of("tau_u"))
    });
    let compared = beyond.map(|it| format!("{it}{}。", tau.unwrap_or_default()));
    let unit_of = if unit.is_empty() { String::new() } else { format!("（{unit}）") };
    let slope = full_figure(&format!("progress.slope({name})"));
    let trend = series.trend().map(|_| format!("按最小二乘，每周变化{unit_of}及其95%置信区间为{slope}。"));
    let target = series.target.and_then(|target| {
        let last = series.points.iter().rev().find_map(|it| it.value)?;
        let reached = if series.measure.lower_is_better { last <= target } else { last >= target };
        let reached = if reached { "已达到" } else { "尚未达到" };
        Some(format!("目标{}{unit}，最近一次{}{unit}，{reached}。", number(target), of("latest")))
    });
    vec![Some(first), compared, trend, target]
}

/// The term's exam against the one before: value, level and standing, each against the pupil's own.
pub(super) fn exams(case: &Case, draft: &mut Draft) {
    let pairs = case.view().analysis.exams(case.scope(), None).pairs;
    let told = pairs.iter().map(|pair| {
        let subject = pair.subject.as_deref()?;
        let of = |what: &str| figure(&format!("change.{what}({subject})"));
        let standing = pair.z_change.map(|_| format!("，标准分变化{}", of("z"))).unwrap_or_default();
        let (label, change) = (case.label("subject", subject), of("raw"));
        Some(format!("{label}期末与上一次相比，分数变化{change}分，等级{}{standing}。", of("level")))
    });
    let told: Vec<Option<String>> = told.collect();
    draft.paragraph(told);
}

/// Habits kept and attention in lessons.
pub(super) fn habits(case: &Case, draft: &mut Draft) {
    let mut names: Vec<String> = Vec::new();
    for name in case.notes_of("habit").iter().filter_map(|(_, note)| note.fields.text("habit")) {
        let name = format!("“{}”", name.trim_end_matches('。'));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let habits = (!names.is_empty())
        .then(|| format!("习惯{}登记{}天，做到{}。", names.concat(), figure("habit.days"), figure("habit.rate")));
    let observed = case.notes_of("engagement_observation");
    let share = |(_, note): &(crate::model::NoteId, &crate::model::Note)| {
        let (on_task, total) = (note.fields.integer("on_task")?, note.fields.integer("total")?);
        Some(format!("{}为{on_task}/{total}", note.date.month_day()))
    };
    let ends = observed.first().and_then(share).zip(observed.last().and_then(share)).filter(|_| observed.len() > 1);
    let observed = (!observed.is_empty()).then(|| {
        let ends = ends.map(|(first, last)| format!("，{first}次，{last}次")).unwrap_or_default();
        let count = figure("engagement_observation.count");
        format!("听课观察{count}次，专注的间隔合计占{}{ends}。", figure("engagement.rate"))
    });
    draft.paragraph([habits, observed]);
}

/// How many were found and mastered, and which are left; the pupil's page lists them all.
pub(super) fn weak_points(case: &Case, draft: &mut Draft) {
    let tally = case.view().analysis.weak_points(case.scope());
    let notes = case.notes_of("weak_point");
    let open = notes
        .iter()
        .filter(|(_, note)| note.fields.date("closed").is_none() && note.fields.choice("status") != Some("independent"));
    let open: Vec<&str> = open.filter_map(|(_, note)| note.fields.text("topic")).collect();
    let left = if open.is_empty() { String::new() } else { format!("，还没有掌握的是{}", list(&open)) };
    let told = (tally.opened > 0).then(|| format!("登记薄弱环节{}个，已掌握{}个{left}。", tally.opened, tally.closed));
    draft.paragraph([told]);
}

/// Words of the pupil, the family, and other teachers; and how the family answered progress.
pub(super) fn voices(case: &Case, draft: &mut Draft) {
    for quote in case.topic.quotes().iter().take(1) {
        draft.quote(quote.words, &format!("{}，{}谈心", case.name(), quote.note.date.month_day()));
    }
    // What parents wrote is theirs; what they said the teacher noted, and it is no quotation.
    for (_, note, words) in case.topic.parents().iter().take(1) {
        let words = words.trim().trim_end_matches('。');
        match note.fields.text("parent_view") {
            Some(_) => {
                let kind = case.view().casebook.schema.note_type(note.kind);
                draft.paragraph([Some(format!("{}{}，家长的意见是：{words}。", note.date.month_day(), kind.label))]);
            }
            None => draft.quote(words, &format!("家长，{}", note.date.month_day())),
        }
    }
    let rewards = case.notes_of("family_reward").into_iter().filter_map(|(_, note)| {
        let reason = note.fields.text("reason").map(|it| format!("（{}）", it.trim_end_matches('。')));
        let reward = note.fields.text("reward")?.trim_end_matches('。');
        Some(format!("{}{reward}{}", note.date.month_day(), reason.unwrap_or_default()))
    });
    let rewards: Vec<String> = rewards.take(2).collect();
    let rewards = (!rewards.is_empty())
        .then(|| format!("家长因孩子的进步奖励{}次，如{}。", figure("family_reward.count"), rewards.join("；")));
    let colleagues = case.notes_of("colleague_feedback");
    let told = colleagues.iter().take(2).filter_map(|(_, note)| {
        let subject = note.fields.choice("subject").map(|it| case.label("subject", it)).unwrap_or("科任");
        Some(format!("{subject}老师反映：{}。", note.fields.text("observation")?.trim_end_matches('。')))
    });
    let told: Vec<Option<String>> = told.map(Some).collect();
    draft.paragraph(told.into_iter().chain([rewards]));
}
