//! 转化效果, 讨论与反思, 化名与脱敏说明.

use crate::analysis::Series;
use crate::analysis::statistics::median;
use crate::syntax::Block;

use super::super::super::wording::{list, number};
use super::super::draft::Draft;
use super::Case;

/// The first measure in one sentence, for the abstract.
pub(super) fn in_short(case: &Case, series: &Series) -> Option<String> {
    let unit = series.measure.unit.as_deref().unwrap_or_default();
    let comparison = series.compare();
    if !comparison.enough {
        let (missing, weeks) = comparison.missing;
        return (missing > 0).then(|| format!("{}在支持期{weeks}周中缺{missing}周，数据不足，不作判断。", series.measure.name));
    }
    let (baseline, kept) = (median(&series.values("A"))?, median(&series.values("M")));
    let (stage, end) = match kept {
        Some(kept) => ("维持期", kept),
        None => ("支持期", median(&series.values("B"))?),
    };
    let nap = comparison.nap?;
    let name = &series.measure.name;
    let words = format!("{name}的中位数，基线{}{unit}，{stage}{}{unit}（NAP={nap:.2}）。", number(baseline), number(end));
    let relapses = case.view().analysis.relapses(case.scope());
    let relapses = if relapses.is_empty() { String::new() } else { format!("其间反复{}次。", relapses.len()) };
    Some(words + &relapses)
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

/// What the numbers of a measure allow to say.
fn measured(series: &Series) -> Vec<Option<String>> {
    let unit = series.measure.unit.as_deref().unwrap_or_default();
    let comparison = series.compare();
    let n = series.points.iter().filter(|it| it.value.is_some()).count();
    let better = if series.measure.lower_is_better { "（越少越好）" } else { "" };
    let first = format!("{}{better}共记录{n}次。", series.measure.name);
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
    let nap = comparison.nap.map(|nap| format!("，NAP={nap:.2}")).unwrap_or_default();
    let tau = comparison.tau_u.map(|tau| {
        let beyond = if tau.abs() > 1.0 { "（校正后可超过1）" } else { "" };
        format!("，Tau-U={tau:.2}{beyond}")
    });
    let compared = beyond.map(|it| format!("{it}{nap}{}。", tau.unwrap_or_default()));
    let trend = series.trend().map(|it| {
        format!("按最小二乘，每周变化{:.2}{unit}（95%置信区间{:.2}～{:.2}，n={}）。", it.slope, it.low, it.high, it.n)
    });
    let target = series.target.and_then(|target| {
        let last = series.points.iter().rev().find_map(|it| it.value)?;
        let reached = if series.measure.lower_is_better { last <= target } else { last >= target };
        Some(format!(
            "目标{}{unit}，最近一次{}{unit}，{}。",
            number(target),
            number(last),
            if reached { "已达到" } else { "尚未达到" }
        ))
    });
    vec![Some(first), compared, trend, target]
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

/// Words of the pupil, the family, and other teachers.
pub(super) fn voices(case: &Case, draft: &mut Draft) {
    for quote in case.topic.quotes().iter().take(1) {
        draft.quote(quote.words, &format!("{}，{}谈心", case.name(), quote.note.date.month_day()));
    }
    for (_, note, words) in case.topic.parents().iter().take(1) {
        draft.quote(words, &format!("家长，{}", note.date.month_day()));
    }
    let colleagues = case.notes_of("colleague_feedback");
    let told = colleagues.iter().take(2).filter_map(|(_, note)| {
        let subject = note.fields.choice("subject").map(|it| case.label("subject", it)).unwrap_or("科任");
        Some(format!("{subject}老师反映：{}。", note.fields.text("observation")?.trim_end_matches('。')))
    });
    let told: Vec<Option<String>> = told.map(Some).collect();
    draft.paragraph(told);
}

/// Whether the declared criterion was met, and which goals are left.
pub(super) fn judged(case: &Case, draft: &mut Draft) {
    let goals = case.view().analysis.goals(case.scope());
    let unmet: Vec<String> = goals
        .iter()
        .filter(|it| matches!(it.goal.result.as_deref(), Some("not_met" | "partly")))
        .map(|it| format!("“{}”", it.goal.text.trim_end_matches('。')))
        .collect();
    let left = (!unmet.is_empty()).then(|| format!("{}还没有完全达成，下学期拆成更小的步骤再做。", list(&unmet)));
    let outcome = case.student.terms.iter().find(|it| it.term == case.scope().term).and_then(|it| {
        let label = case.view().casebook.schema.choice_label("outcome", it.outcome.as_deref()?);
        let criterion = case.student.fields.text("exit_criterion").or(case.view().casebook.config.exit_criterion.as_deref());
        let criterion = criterion.map(|it| format!("（{}）", it.trim_end_matches('。'))).unwrap_or_default();
        Some(format!("对照退出标准{criterion}，学期末评定为“{label}”。"))
    });
    draft.paragraph([outcome, left]);
}

/// What the teachers thought about it themselves.
pub(super) fn reflections(case: &Case, draft: &mut Draft) {
    for (_, note) in case.notes_of("reflection") {
        for block in &note.body.blocks {
            match block {
                Block::Heading { .. } => {}
                block => draft.block(block.clone()),
            }
        }
    }
}

/// What one case cannot show.
pub(super) fn limits(case: &Case, draft: &mut Draft) {
    let limits = (!case.series.is_empty())
        .then(|| "以上只是一名学生的记录，没有对照，数据由教师自行收集，前后变化不能都归于某一项措施。".to_owned());
    draft.paragraph([limits]);
}

/// Aliases, what was left out, and consent: whether there is one, never the paper itself.
pub(super) fn consent(case: &Case, draft: &mut Draft) {
    let alias = case.student.alias.as_ref().map(|alias| format!("“{alias}”为化名。"));
    let left_out = "家庭情况、违纪细节等受限内容不写入本报告。".to_owned();
    let roster = case.view().casebook.roster.as_ref();
    let entry = roster.and_then(|it| it.students.get(&case.student.code));
    let today = case.view().analysis.as_of;
    let consent = entry.map(|entry| {
        let records = entry.fields.records("consent");
        let valid = |it: &&&crate::schema::Fields| {
            it.date("withdrawn").is_none_or(|day| day > today) && it.date("expires").is_none_or(|day| day >= today)
        };
        let schema = &case.view().casebook.schema;
        let purposes: Vec<&str> = records
            .iter()
            .filter(valid)
            .filter_map(|it| Some(schema.choice_label("consent_purpose", it.choice("purpose")?)))
            .collect();
        let withdrawn = records.iter().filter(|it| it.date("withdrawn").is_some_and(|day| day <= today)).count();
        let valid = if purposes.is_empty() {
            "监护人知情同意：无有效登记。".to_owned()
        } else {
            format!("监护人知情同意：{}，有。", list(&purposes))
        };
        if withdrawn > 0 { format!("{valid}另有{withdrawn}项已撤回。") } else { valid }
    });
    draft.paragraph([alias, Some(left_out), consent]);
}
