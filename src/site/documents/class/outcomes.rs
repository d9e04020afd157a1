//! What came of it: progress of each pupil, exams, reviews, conversion.

use crate::analysis::Series;
use crate::model::StudentId;

use super::super::super::wording::{list, number, range};
use super::super::draft::{Draft, figure};
use super::Summary;

/// A pupil and the measure that is followed first, others after it.
fn followed(summary: &Summary) -> Vec<(StudentId, Vec<Series>)> {
    let series = |id: &StudentId| (*id, summary.view().analysis.series(*id, summary.of_pupil(*id)));
    summary.students.iter().map(series).filter(|(_, series)| !series.is_empty()).collect()
}

pub(super) fn progress(summary: &Summary, draft: &mut Draft) {
    let followed = followed(summary);
    if followed.is_empty() {
        return;
    }
    let mut told = Told { apart: super::cases::quoted(summary), ..Told::default() };
    let mut words: Vec<Option<String>> = followed.iter().map(|(id, all)| pupil(summary, *id, all, &mut told)).collect();
    // Three or four pupils a paragraph: a paragraph of eight is a wall, one each a list.
    let size = words.len().div_ceil(words.len().div_ceil(4).max(1)).max(1);
    while !words.is_empty() {
        let rest = words.split_off(size.min(words.len()));
        draft.paragraph(words);
        words = rest;
    }
    // Below the text, for a figure between two paragraphs may leave half a page empty.
    if let Some((id, series)) = shown(&followed) {
        let student = summary.student(id).code.as_str();
        draft.request(&[("chart", "progress"), ("student", student), ("measure", &series.measure.name)]);
    }
}

/// Whose progress is drawn: one with a relapse, for it shows most; else the first with enough values.
fn shown(followed: &[(StudentId, Vec<Series>)]) -> Option<(StudentId, &Series)> {
    let first = |holds: &dyn Fn(&Series) -> bool| {
        followed.iter().find_map(|(id, all)| all.first().filter(|it| holds(it)).map(|series| (*id, series)))
    };
    first(&|it| !it.relapses.is_empty() && it.compare().enough)
        .or_else(|| first(&|it| it.compare().enough))
        .or_else(|| first(&|it| it.points.iter().filter(|it| it.value.is_some()).count() >= 3))
}

/// What the reader has been told already and need not read again.
#[derive(Default)]
struct Told {
    /// The pupil whose case is told: the relapse stands there.
    apart: Option<StudentId>,
    /// The measure of the last pupil.
    measure: Option<String>,
    /// Whether it was said what NAP means.
    nap: bool,
}

/// A pupil in two or three sentences.
fn pupil(summary: &Summary, id: StudentId, all: &[Series], told: &mut Told) -> Option<String> {
    let name = summary.topic.name(id);
    let series = all.first()?;
    let nap = figure(&format!("{}.progress.nap", summary.student(id).code.as_str()));
    let mut words = measured(name, series, &nap, told)?;
    if let Some(relapse) = relapse(summary, id, series).filter(|_| told.apart != Some(id)) {
        words += &relapse;
    }
    for other in all.iter().skip(1) {
        if let Some(change) = change(other) {
            words += &format!("{}{change}。", other.measure.name);
        }
    }
    if summary.student(id).fields.record("sen").is_some() && summary.view().analysis.gas(id, summary.of_pupil(id)).is_some() {
        let [start, end] = ["start", "end"].map(|it| figure(&format!("{}.gas.{it}", summary.student(id).code)));
        words += &format!("个别化目标达成分由{start}到{end}（GAS，50为预期）。");
    }
    Some(words)
}

/// First level to last level with the unit.
fn change(series: &Series) -> Option<String> {
    let values: Vec<f64> = series.points.iter().filter_map(|it| it.value).collect();
    let unit = series.measure.unit.as_deref().unwrap_or_default();
    let (first, last) = (values.first()?, values.last()?);
    if values.len() < 2 {
        return None;
    }
    Some(format!("由{}{unit}到{}{unit}（{}次）", number(*first), number(*last), values.len()))
}

/// What the comparison of baseline and support allows to say, and no more.
fn measured(name: &str, series: &Series, nap: &str, told: &mut Told) -> Option<String> {
    let unit = series.measure.unit.as_deref().unwrap_or_default();
    let measure = &series.measure.name;
    let again = told.measure.as_ref() == Some(measure);
    let who = if again { name.to_owned() } else { format!("{name}的{measure}") };
    told.measure = Some(measure.clone());
    let comparison = series.compare();
    if !comparison.enough {
        let (missing, weeks) = comparison.missing;
        return if missing > 0 {
            Some(format!("{who}，支持期{weeks}周中有{missing}周没有数据，不作判断。"))
        } else {
            change(series).map(|change| format!("{who}{change}，次数少，不作判断。"))
        };
    }
    let baseline = level(&series.values("A"))?;
    let (last, kept) = series.ending();
    let (stage, end) = (if kept { "维持期" } else { "支持期后三次" }, level(&last)?);
    comparison.nap?;
    let beyond = match (told.nap, comparison.beyond_best) {
        (true, _) => format!("NAP={nap}"),
        (false, n) if n == comparison.n => format!("支持期{n}次全部好于基线最好的一次，NAP={nap}"),
        (false, n) => format!("支持期{}次中有{n}次好于基线最好的一次，NAP={nap}", comparison.n),
    };
    told.nap = true;
    let gained = gain(series)?;
    // Of pupils told one after the other by the same measure, the first one's words say what the numbers are.
    if again && gained > 0.1 {
        let verb = if series.measure.lower_is_better { "减到" } else { "升到" };
        let end = if kept { end } else { format!("{stage}{end}") };
        return Some(format!("{who}由{baseline}{verb}{end}（{beyond}）。"));
    }
    Some(if gained.abs() <= 0.1 {
        format!("{who}基本持平，由{baseline}{unit}到{stage}{end}{unit}（{beyond}），须调整目标或方法。")
    } else if gained < 0.0 {
        format!("{who}没有好转，由{baseline}{unit}到{stage}{end}{unit}（{beyond}），须重新分析原因。")
    } else {
        let verb = if series.measure.lower_is_better { "减到" } else { "升到" };
        format!("{who}由基线{baseline}{unit}{verb}{stage}{end}{unit}（{beyond}）。")
    })
}

/// Change of the median from baseline to the end as a share of the baseline, counted towards the better.
fn gain(series: &Series) -> Option<f64> {
    use crate::analysis::statistics::median;
    let before = median(&series.values("A"))?;
    let after = median(&series.ending().0)?;
    if before == 0.0 {
        return None;
    }
    let change = (after - before) / before.abs();
    Some(if series.measure.lower_is_better { -change } else { change })
}

/// `11`, or `20～21` where the values differ.
fn level(values: &[f64]) -> Option<String> {
    let least = values.iter().copied().reduce(f64::min)?;
    let most = values.iter().copied().reduce(f64::max)?;
    Some(range(least, most))
}

fn relapse(summary: &Summary, id: StudentId, series: &Series) -> Option<String> {
    let band = series.relapses.first()?;
    let weeks =
        if band.from == band.to { format!("第{}周", band.from) } else { format!("第{}—{}周", band.from, band.to) };
    let trigger =
        band.trigger.as_ref().map(|it| format!("，诱因是{}", summary.view().casebook.schema.choice_label("trigger", it)));
    let all = summary.view().analysis.relapses(summary.of_pupil(id));
    let days = band.days.map(|it| match all.len() {
        1 => format!("，{}天后恢复", figure(&format!("{}.relapse.days", summary.student(id).code))),
        _ => format!("，{it}天后恢复"),
    });
    let recovered = all.iter().all(|it| it.recovered);
    let days = if recovered { days } else { Some("，尚未恢复".to_owned()) };
    Some(format!("{weeks}出现反复{}{}。", trigger.unwrap_or_default(), days.unwrap_or_default()))
}

pub(super) fn exams(summary: &Summary, draft: &mut Draft) {
    let facts = summary.view().analysis.exams(summary.scope(), None);
    let n = facts.pairs.len();
    if n == 0 {
        return draft.paragraph([reviews(summary), conduct(summary)]);
    }
    let (before, after) = (facts.passed_before, facts.passed_after);
    let verb = match after.cmp(&before) {
        std::cmp::Ordering::Greater => "增至",
        std::cmp::Ordering::Less => "减至",
        std::cmp::Ordering::Equal => "仍为",
    };
    let few = match facts.mcnemar {
        Some(p) if n >= 30 && p < 0.05 => format!("变化有统计意义（精确 McNemar 检验 p={p:.3}）。"),
        _ => "人数少，没有对照班，可能含回归均值，不作显著性结论。".to_owned(),
    };
    let mut subjects: Vec<&str> = Vec::new();
    for key in facts.pairs.iter().filter_map(|it| it.subject.as_deref()) {
        let label = summary.view().casebook.schema.choice_label("subject", key);
        if !subjects.contains(&label) {
            subjects.push(label);
        }
    }
    let lines = facts.lines.iter().map(|(line, full)| format!("满分{}分的{}分为合格", number(*full), number(*line)));
    let subjects = (!subjects.is_empty()).then(|| format!("{}，每人一科", list(&subjects)));
    let which: Vec<String> = subjects.into_iter().chain(lines).collect();
    let which = if which.is_empty() { String::new() } else { format!("（{}）", which.join("，")) };
    let absent = facts.enrolled.saturating_sub(facts.present);
    let absent = if absent > 0 {
        format!("应考{}人，实考{}人。", figure("exam.enrolled"), figure("exam.present"))
    } else {
        String::new()
    };
    let (passed, sat) = (figure("standard.met"), figure("exam.present"));
    let before = figure("standard.met_before");
    let first = format!("期末考试{which}合格人数由期初的{before}人{verb}{passed}人（n={sat}）。{absent}{few}");
    let lifted: Vec<StudentId> = facts
        .pairs
        .iter()
        .filter(|it| it.after < it.before && it.z_change.is_some_and(|z| z > 0.2))
        .map(|it| it.student)
        .collect();
    let lifted = (!lifted.is_empty()).then(|| format!("{}的分数低于上次，但标准分上升。", summary.names(&lifted)));
    draft.paragraph([Some(first), lifted, reviews(summary), conduct(summary)]);
}

/// The aspect of the status review and the feeling that rose most.
fn reviews(summary: &Summary) -> Option<String> {
    let (aspects, feelings) = (aspects(summary), feelings(summary));
    let n = aspects.as_ref().or(feelings.as_ref())?.1;
    let same = aspects.iter().chain(&feelings).all(|it| it.1 == n);
    let one = |(words, own): (String, u32)| if same { words } else { format!("{words}（n={own}）") };
    let told: Vec<String> = [aspects, feelings].into_iter().flatten().map(one).collect();
    let n = if same { format!("，n={n}") } else { String::new() };
    Some(format!("{}（1—5分{n}）。", told.join("；")))
}

/// How many aspects rose, the one that rose most, and of how many pupils.
fn aspects(summary: &Summary) -> Option<(String, u32)> {
    let schema = &summary.view().casebook.schema;
    let aspects = summary.view().analysis.aspects(summary.scope());
    let rose = || aspects.iter().filter(|it| it.end > it.start);
    let most = rose().max_by(|a, b| (a.end - a.start).total_cmp(&(b.end - b.start)))?;
    let [start, end] = ["start", "end"].map(|it| figure(&format!("status.{}.{it}", most.aspect)));
    let label = schema.choice_label("aspect", &most.aspect);
    let (all, rose) = (aspects.len(), rose().count());
    let count =
        if rose == all { format!("{rose}个方面都有提高") } else { format!("{all}个方面中{rose}个有提高") };
    Some((format!("转化调查{count}，{label}由{start}到{end}"), most.n))
}

/// The feeling that rose most, and of how many pupils.
fn feelings(summary: &Summary) -> Option<(String, u32)> {
    let schema = &summary.view().casebook.schema;
    let affect = summary.view().analysis.affect(summary.scope());
    let rose = affect.iter().filter(|it| it.end - it.start >= 0.1);
    let most = rose.max_by(|a, b| (a.end - a.start).total_cmp(&(b.end - b.start)))?;
    let [start, end] = ["start", "end"].map(|when| figure(&format!("affect.{}.{when}", most.item)));
    Some((format!("情感状态中{}由{start}到{end}", schema.choice_label("affect_item", &most.item)), most.n))
}

/// Misdeeds enter as counts of three and more only.
fn conduct(summary: &Summary) -> Option<String> {
    let months = summary.view().analysis.incidents(summary.scope());
    let (first, last) = (months.first()?, months.last()?);
    if first.count < 3 || months.len() < 2 {
        return None;
    }
    let end = if last.count < 3 { "少于3次".to_owned() } else { format!("{}次", last.count) };
    Some(format!("违纪由{}月的{}次变为{}月的{end}。", first.days.from.month(), first.count, last.days.from.month()))
}

/// How many met the criterion that was declared beforehand (C6), and cases opened and closed (C8).
pub(super) fn conversion(summary: &Summary, draft: &mut Draft) {
    draft.paragraph([converted(summary), caseload(summary)]);
}

fn converted(summary: &Summary) -> Option<String> {
    let facts = summary.view().analysis.conversion(summary.scope())?;
    let criterion = facts.criterion.as_ref()?;
    let results = [
        (facts.met.max(1), "达到退出标准", "conversion.met"),
        (facts.improved, "有进步但未达标准", "conversion.improved"),
        (facts.not_evident, "成效不明显", "conversion.not_evident"),
        (facts.undecided, "尚未评定", "conversion.undecided"),
    ];
    let results = results.iter().filter(|it| it.0 > 0);
    let results: Vec<String> = results.map(|(_, what, name)| format!("{what}的{}人", figure(name))).collect();
    let declared = facts.declared.map(|day| format!("{}写明的", day.in_words())).unwrap_or_else(|| "事先写明的".to_owned());
    let special = if facts.special > 0 { "，不含特殊教育需要学生" } else { "" };
    Some(format!(
        "对照{declared}退出标准（{}），{}（n={}{special}）。",
        criterion.trim_end_matches('。'),
        results.join("，"),
        figure("conversion.opened")
    ))
}

fn caseload(summary: &Summary) -> Option<String> {
    let load = summary.view().analysis.caseload(summary.scope());
    let parts = [(load.opened, "新建档", "cases.new"), (load.closed, "结案", "cases.closed")];
    let parts = parts.iter().filter(|it| it.0 > 0);
    let parts: Vec<String> = parts.map(|(_, what, name)| format!("{what}{}人", figure(name))).collect();
    (!parts.is_empty()).then(|| format!("本学期{}。", parts.join("，")))
}
