//! Progress of each pupil on what is followed, each against the own baseline.

use crate::analysis::Series;
use crate::diag::Language;
use crate::model::StudentId;

use super::super::super::wording::{list, number, range};
use super::super::draft::{Draft, figure};
use super::Summary;

/// A pupil and the measure that is followed first, others after it.
fn followed(summary: &Summary) -> Vec<(StudentId, Vec<Series>)> {
    let series = |id: &StudentId| (*id, summary.view().analysis.series(*id, summary.of_pupil(*id)));
    summary.students.iter().map(series).filter(|(_, series)| !series.is_empty()).collect()
}

/// Each pupil against the own beginning: first those whose measure got better, measure by measure, then those who stayed where
/// they were, and those of whom too little is known to say anything.
pub(super) fn progress(summary: &Summary, draft: &mut Draft) {
    let followed = followed(summary);
    if followed.is_empty() {
        return draft.paragraph([nothing_measured(summary)]);
    }
    let is_better = |(_, all): &&(StudentId, Vec<Series>)| all.first().is_some_and(|it| course(it) == Course::Better);
    let better: Vec<_> = followed.iter().filter(is_better).collect();
    let mut told = Told::default();
    let mut measures: Vec<&str> = Vec::new();
    for (_, all) in &better {
        measures.extend(all.first().map(|it| &*it.measure.name).filter(|it| !measures.contains(it)));
    }
    let mut groups: Vec<Option<String>> = Vec::new();
    for measure in measures {
        let is_of = |(_, all): &&&(StudentId, Vec<Series>)| all.first().is_some_and(|it| it.measure.name == measure);
        let pupils: Vec<&(StudentId, Vec<Series>)> = better.iter().filter(is_of).copied().collect();
        groups.push(group(summary, &pupils, &mut told));
    }
    draft.paragraph(groups.into_iter().chain(better.iter().map(|(id, all)| besides(summary, *id, all))));
    let others = followed.iter().filter(|it| !is_better(it));
    let others: Vec<Option<String>> = others.map(|(id, all)| unchanged(summary, *id, all, &mut told)).collect();
    draft.paragraph(others);
    // Below the text, for a figure between two paragraphs may leave half a page empty.
    if let Some((id, series)) = shown(&followed) {
        let student = summary.student(id).code.as_str();
        draft.request(&[("chart", "progress"), ("student", student), ("measure", &series.measure.name)]);
    }
}

/// That nothing was measured from which an effect could be told.
fn nothing_measured(summary: &Summary) -> Option<String> {
    let analysis = &summary.view().analysis;
    let any = !analysis.exams(summary.scope(), None).pairs.is_empty()
        || super::outcomes::reviews(summary).is_some()
        || super::outcomes::is_judged(summary);
    let goals = analysis.goal_tally(summary.scope()).total > 0;
    let so_far = if goals { "除个人目标外，" } else { "" };
    (!any).then(|| format!("{so_far}本学期还没有可作前后比较的测量，成效不作判断。"))
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
    /// Whether it was said what NAP means.
    nap: bool,
}

/// Which way a measure went.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Course {
    Better,
    Level,
    Worse,
    /// There is too little to tell.
    Unknown,
}

/// Which way a measure went from the baseline to the end, where there is enough to tell.
fn course(series: &Series) -> Course {
    /// A change of a tenth of the baseline is none.
    const LEAST: f64 = 0.1;
    match gain(series).filter(|_| series.compare().enough && series.compare().nap.is_some()) {
        Some(gain) if gain > LEAST => Course::Better,
        Some(gain) if gain < -LEAST => Course::Worse,
        Some(_) => Course::Level,
        None => Course::Unknown,
    }
}

/// Pupils whose common measure got better: one in a sentence, several in one after the other.
fn group(summary: &Summary, pupils: &[&(StudentId, Vec<Series>)], told: &mut Told) -> Option<String> {
    let (_, first) = pupils.first()?;
    let measure = &first.first()?.measure;
    let verb = if measure.lower_is_better { "减到" } else { "升到" };
    let unit = measure.unit.as_deref().unwrap_or_default();
    let kept = pupils.iter().all(|(_, all)| all.first().is_some_and(|it| it.ending().1));
    let change = |id: StudentId, series: &Series, first: bool, told: &mut Told| {
        let (end, own) = series.ending();
        let (baseline, end) = (level(&series.values("A"))?, level(&end)?);
        // The first one's words say what the numbers are.
        let stage = match (first, own) {
            (_, false) => "支持期后三次",
            (true, true) => "维持期",
            (false, true) if !kept => "维持期",
            (false, true) => "",
        };
        let (start, unit) = if first { ("基线", unit) } else { ("", "") };
        Some(format!("由{start}{baseline}{unit}{verb}{stage}{end}{unit}（{}）", beyond(summary, id, series, told)))
    };
    if let [(id, all)] = pupils {
        let change = change(*id, all.first()?, true, told)?;
        return Some(format!("{}的{}{change}。", summary.topic.name(*id), measure.name));
    }
    let mut parts = Vec::new();
    for (at, (id, all)) in pupils.iter().enumerate() {
        let words = all.first().and_then(|it| change(*id, it, at == 0, told));
        parts.extend(words.map(|it| format!("{}{it}", summary.topic.name(*id))));
    }
    let way = if measure.lower_is_better { "下降" } else { "上升" };
    Some(format!("{}{way}的有{}人：{}。", measure.name, parts.len(), parts.join("，")))
}

/// How the support phase lies to the baseline.
fn beyond(summary: &Summary, id: StudentId, series: &Series, told: &mut Told) -> String {
    let comparison = series.compare();
    let nap = figure(&format!("{}.progress.nap", summary.student(id).code.as_str()));
    let words = match (told.nap, comparison.beyond_best) {
        (true, _) => format!("NAP={nap}"),
        (false, n) if n == comparison.n => format!("支持期{n}次都好于基线最好的，NAP={nap}"),
        (false, n) => format!("支持期{}次中{n}次好于基线最好的，NAP={nap}", comparison.n),
    };
    told.nap = true;
    words
}

/// A pupil whose measure did not get better, or of whom too little is known.
fn unchanged(summary: &Summary, id: StudentId, all: &[Series], told: &mut Told) -> Option<String> {
    let series = all.first()?;
    let name = summary.topic.name(id);
    let measure = &series.measure.name;
    let besides = besides(summary, id, all).unwrap_or_default();
    let how = match course(series) {
        Course::Unknown => return Some(unknown(summary, id, series) + &besides),
        Course::Worse => "没有好转",
        Course::Level | Course::Better => "基本持平",
    };
    let unit = series.measure.unit.as_deref().unwrap_or_default();
    let (end, kept) = series.ending();
    let (baseline, end) = (level(&series.values("A"))?, level(&end)?);
    let stage = if kept { "维持期" } else { "支持期后三次" };
    let first =
        format!("{name}的{measure}{how}，由{baseline}{unit}到{stage}{end}{unit}（{}）", beyond(summary, id, series, told));
    let others: Vec<String> = all.iter().skip(1).filter_map(|it| Some(format!("{}{}", it.measure.name, change(it)?))).collect();
    let then = match (others.is_empty(), course(series)) {
        (true, Course::Worse) => "，原因须重新分析。".to_owned(),
        (true, _) => "，目标或做法须调整。".to_owned(),
        (false, _) => format!("，{}，{measure}的目标或做法须调整。", list(&others)),
    };
    let relapse = relapse_apart(summary, id, series).unwrap_or_default();
    Some(format!("{first}{then}{relapse}"))
}

/// That too little is known of a pupil's measure, and why.
fn unknown(summary: &Summary, id: StudentId, series: &Series) -> String {
    let (name, measure) = (summary.topic.name(id), &series.measure.name);
    let values = series.points.iter().filter(|it| it.value.is_some()).count();
    let (missing, weeks) = series.compare().missing;
    let absent = summary.view().analysis.count(summary.of_pupil(id), "absence") > 0;
    match (missing > 0, change(series)) {
        (true, _) if absent => format!("{name}缺课，支持期{weeks}周中有{missing}周没有{measure}的数据，不作判断。"),
        (true, _) => format!("{name}的{measure}在支持期{weeks}周中有{missing}周没有数据，不作判断。"),
        (false, Some(change)) => format!("{name}的{measure}{change}，次数少，不作判断。"),
        (false, None) => format!("{name}的{measure}只记录到{values}次，数据不足，不作判断。"),
    }
}

/// What else is known of a pupil: a relapse that is not told elsewhere, further measures.
fn besides(summary: &Summary, id: StudentId, all: &[Series]) -> Option<String> {
    let series = all.first()?;
    let mut words = String::new();
    if matches!(course(series), Course::Better | Course::Unknown) {
        words += &relapse_apart(summary, id, series).unwrap_or_default();
        for other in all.iter().skip(1) {
            words += &change(other)
                .map(|it| format!("{}的{}{it}。", summary.topic.name(id), other.measure.name))
                .unwrap_or_default();
        }
    }
    (!words.is_empty()).then_some(words)
}

/// A pupil's relapse, unless the pupil's case is told, where it stands.
fn relapse_apart(summary: &Summary, id: StudentId, series: &Series) -> Option<String> {
    let relapse = relapse(summary, id, series)?;
    // Asked last: whose case is told is found by looking at every pupil.
    (super::cases::quoted(summary) != Some(id)).then(|| format!("{}{relapse}", summary.topic.name(id)))
}

/// First level to last level with the unit.
fn change(series: &Series) -> Option<String> {
    let values: Vec<f64> = series.points.iter().filter_map(|it| it.value).collect();
    let unit = series.measure.unit.as_deref().unwrap_or_default();
    let (first, last) = (values.first()?, values.last()?);
    if values.len() < 2 {
        return None;
    }
    let verb = match (last > first, last < first) {
        (true, _) => "升到",
        (_, true) => "降到",
        _ => "到",
    };
    Some(format!("由{}{unit}{verb}{}{unit}（{}次）", number(*first), number(*last), values.len()))
}

/// Change of the median from baseline to the end as a share of the baseline, counted towards the better.
fn gain(series: &Series) -> Option<f64> {
    use crate::analysis::statistics::median;
    let before = median(&series.values("A"))?;
    let after = median(&series.ending().0)?;
    // Of nothing there is no share: any change is one.
    let change = if before == 0.0 { after } else { (after - before) / before.abs() };
    Some(if series.measure.lower_is_better { -change } else { change })
}

/// `11`, or `20～21` where the values differ.
fn level(values: &[f64]) -> Option<String> {
    let least = values.iter().copied().reduce(f64::min)?;
    let most = values.iter().copied().reduce(f64::max)?;
    Some(range(Language::Chinese, least, most))
}

fn relapse(summary: &Summary, id: StudentId, series: &Series) -> Option<String> {
    let band = series.relapses.first()?;
    let weeks =
        if band.from == band.to { format!("第{}周", band.from) } else { format!("第{}—{}周", band.from, band.to) };
    let trigger = band.trigger.as_deref().and_then(|it| summary.topic.trigger(it)).map(|it| format!("，{it}"));
    let all = summary.view().analysis.relapses(summary.of_pupil(id));
    let days = band.days.map(|it| match all.len() {
        1 => format!("，{}天后恢复", figure(&format!("{}.relapse.days", summary.student(id).code))),
        _ => format!("，{it}天后恢复"),
    });
    let recovered = all.iter().all(|it| it.recovered);
    let days = if recovered { days } else { Some("，尚未恢复".to_owned()) };
    Some(format!("{weeks}出现反复{}{}。", trigger.unwrap_or_default(), days.unwrap_or_default()))
}
