//! Tables of what came of it: before and after, phases, progress, relapses, incidents.

use crate::analysis::ReasonTally;
use crate::analysis::statistics::{decimal, median};
use crate::phrases::{Speaks, say};
use crate::privacy::Audience;

use super::super::wording::{clip, number, signed, signed_decimal};
use super::outcomes::FEWEST;
use super::{Facts, Filling, made_of, or_missing};

/// A mean with one decimal; one pupil's rating is no mean and has none.
fn mean(value: f64, n: u32) -> String {
    if n == 1 { number(value) } else { decimal(value, 1) }
}

/// The difference of two such means.
fn difference(start: f64, end: f64, n: u32) -> String {
    if n == 1 { signed(end - start) } else { signed_decimal(end - start, 1) }
}

/// 方面, 期初, 期中, 期末, 变化, n
pub(super) fn status(facts: Facts) -> Filling {
    let rows = facts.analysis.aspects(facts.scope).into_iter().map(|it| {
        let cells = vec![
            facts.casebook.schema.choice_label("aspect", &it.aspect).to_owned(),
            mean(it.start, it.n),
            or_missing(it.middle.map(|middle| mean(middle, it.n))),
            mean(it.end, it.n),
            difference(it.start, it.end, it.n),
            it.n.to_string(),
        ];
        made_of(it.notes, cells).telling(&facts, facts.tells(it.n), 1..6)
    });
    Filling::new(&[1, 2, 3, 4, 5], rows).note(facts.word("评分1—5，由教师评定。"))
}

/// 项目, 初, 中, 末, 变化, n
pub(super) fn affect(facts: Facts) -> Filling {
    let rows = facts.analysis.affect(facts.scope).into_iter().map(|it| {
        let cells = vec![
            facts.casebook.schema.choice_label("affect_item", &it.item).to_owned(),
            mean(it.start, it.n),
            or_missing(it.middle.map(|middle| mean(middle, it.n))),
            mean(it.end, it.n),
            difference(it.start, it.end, it.n),
            it.n.to_string(),
        ];
        made_of(it.notes, cells).telling(&facts, facts.tells(it.n), 1..6)
    });
    Filling::new(&[1, 2, 3, 4, 5], rows).note(facts.word("评分1—5，学生自评或教师评。"))
}

/// 月份, 次数, 上课天数, 每20天次数
pub(super) fn incidents(facts: Facts) -> Filling {
    let months = facts.analysis.incidents(facts.scope);
    if months.iter().all(|it| it.count == 0) {
        return Filling::none();
    }
    let notes = facts.analysis.notes_of(facts.scope, "incident");
    let rows = months.iter().map(|it| {
        let rate = (it.school_days > 0).then(|| decimal(f64::from(it.count) * 20.0 / f64::from(it.school_days), 1));
        let own = notes.iter().filter(|(_, note)| it.days.contains(note.date)).map(|(id, _)| *id);
        // What the chart beside it does not tell either.
        let told = facts.view.audience == Audience::Teacher || !(1..FEWEST).contains(&it.count);
        let cells = vec![facts.month(it.days), it.count.to_string(), it.school_days.to_string(), or_missing(rate)];
        made_of(own, cells).telling(&facts, told, [1, 3])
    });
    Filling::new(&[1, 2, 3], rows)
}

/// 指标, 基线, 支持, 维持, NAP, n
pub(super) fn phases(facts: Facts) -> Filling {
    let students = facts.analysis.students(facts.scope);
    let several = students.len() > 1;
    let rows = students.iter().flat_map(|id| {
        let name = facts.casebook.student(*id).shown_name();
        facts.analysis.series(*id, facts.scope).into_iter().map(move |series| {
            let comparison = series.compare();
            let unit = series.measure.unit.as_deref().map(|it| say!(facts, "（{}）", it)).unwrap_or_default();
            let label = format!("{}{unit}", series.measure.name);
            let level = |phase: &str| or_missing(median(&series.values(phase)).map(number));
            let nap = if comparison.enough {
                comparison.nap.map(|it| decimal(it, 2))
            } else {
                Some(facts.word("数据不足").to_owned())
            };
            let cells = vec![
                if several { say!(facts, "{}：{}", name, label) } else { label },
                level("A"),
                level("B"),
                level("M"),
                or_missing(nap),
                format!("{}+{}", comparison.m, comparison.n),
            ];
            made_of(series.points.iter().map(|it| it.note), cells)
        })
    });
    Filling::new(&[1, 2, 3, 4, 5], rows).note(
        facts.word("各阶段取中位数；NAP 为支持期优于基线的比例，n 为基线与支持期的次数。单个案，无对照，由教师自行收集。"),
    )
}

/// 日期, 诱因, 应对, 恢复日期, 恢复天数
pub(super) fn relapses(facts: Facts) -> Filling {
    let schema = &facts.casebook.schema;
    let rows = facts.analysis.relapses(facts.scope).into_iter().map(|it| {
        let note = facts.casebook.note(it.note);
        let cells = vec![
            facts.month_day(note.date),
            or_missing(it.trigger.as_ref().map(|key| schema.choice_label("trigger", key))),
            or_missing(note.fields.text("response")),
            or_missing(note.fields.date("recovered").map(|day| facts.month_day(day))),
            if it.recovered { it.days.to_string() } else { say!(facts, "{}（未恢复）", it.days) },
        ];
        made_of([it.note], cells)
    });
    Filling::new(&[4], rows)
}

/// Reasons of rise and fall, counted.
fn reasons(facts: Facts) -> String {
    let reason = |it: &ReasonTally| {
        let label = facts.casebook.schema.choice_label("change_reason", &it.reason);
        let parts = [
            (facts.word("进步"), it.improved),
            (facts.word("持平"), it.steady),
            (facts.word("退步"), it.declined),
            (facts.word("未注明"), it.unsaid),
        ];
        let parts = parts.iter().filter(|(_, count)| *count > 0).map(|(word, count)| say!(facts, "{}{}次", word, count));
        say!(facts, "{}（{}）", label, parts.collect::<Vec<_>>().join(facts.word("，")))
    };
    let reasons: Vec<String> = facts.analysis.change_reasons(facts.scope).iter().map(reason).collect();
    if reasons.is_empty() {
        String::new()
    } else {
        say!(facts, "记下的变化原因：{}。", reasons.join(facts.word("、")))
    }
}

/// 日期, 指标, 数值, 阶段, 变化, 进步或落后的原因, 下一步
pub(super) fn progress(facts: Facts) -> Filling {
    let schema = &facts.casebook.schema;
    let rows = facts.analysis.students(facts.scope).into_iter().flat_map(|id| {
        let series = facts.analysis.series(id, facts.scope);
        series.into_iter().flat_map(|series| {
            let unit = series.measure.unit.clone().unwrap_or_default();
            let name = series.measure.name.clone();
            series.points.into_iter().map(move |point| {
                let fields = &facts.casebook.note(point.note).fields;
                let cells = vec![
                    say!(facts, "第{}周", point.week),
                    name.clone(),
                    or_missing(point.value.map(|it| format!("{}{unit}", number(it)))),
                    or_missing(point.phase.as_ref().map(|it| schema.choice_label("phase", it))),
                    or_missing(fields.choice("direction").map(|it| schema.choice_label("direction", it))),
                    or_missing(fields.text("reason").map(|it| clip(it, 30))),
                    or_missing(fields.text("next").map(|it| clip(it, 24))),
                ];
                made_of([point.note], cells)
            })
        })
    });
    Filling::new(&[2], rows).note(reasons(facts))
}
