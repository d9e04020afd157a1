//! What came of the term, before and after: standards met, standing, reviews, conduct, conversion, cases.

use crate::analysis::statistics::decimal;
use crate::analysis::{AffectChange, ExamFacts, Measured, Subject};
use crate::model::NoteId;

use super::super::wording::{list, number, percent, signed, signed_decimal};
use super::{Facts, Filling, MISSING, made_of, or_missing};
use crate::site::TableRow;

/// 指标, 期初, 期末, 变化, n
pub(super) fn outcomes(facts: Facts) -> Filling {
    let exams = facts.analysis.exams(facts.scope, None);
    let mut rows: Vec<TableRow> = Vec::new();
    rows.extend(standards(facts, &exams));
    rows.extend(standing(facts, &exams));
    rows.extend(reviews(facts));
    rows.extend(measures(facts));
    rows.extend(habits(facts));
    rows.extend(conduct(facts));
    rows.extend(conversion(facts));
    rows.extend(cases(facts));
    Filling::new(&[1, 2, 3, 4], rows).note(reservations(facts, &exams))
}

fn row(label: impl Into<String>, values: [String; 3], n: impl ToString, notes: Vec<NoteId>) -> TableRow {
    let [before, after, change] = values;
    made_of(notes, vec![label.into(), before, after, change, n.to_string()])
}

/// C2, C3: standards met, and the share of those present; of those enrolled too where they are not the same.
fn standards(facts: Facts, exams: &ExamFacts) -> Vec<TableRow> {
    let mut rows: Vec<TableRow> = Vec::new();
    let n = exams.pairs.len() as u32;
    let notes = || exams.notes.clone();
    if n == 1 {
        let met = |count: u32| if count == 1 { "达标" } else { "未达标" }.to_owned();
        let change = MISSING.to_owned();
        rows.push(row("期末达标", [met(exams.passed_before), met(exams.passed_after), change], n, notes()));
    } else if n > 1 {
        let (before, after) = (exams.passed_before, exams.passed_after);
        let change = signed(f64::from(after) - f64::from(before));
        rows.push(row("期末达标人数（人）", [before.to_string(), after.to_string(), change], n, notes()));
        let share = |part| percent(part, n).map(|it| format!("{it}（{part}/{n}）"));
        let points = (f64::from(after) - f64::from(before)) * 100.0 / f64::from(n);
        let change = format!("{}个百分点", signed_decimal(points, 1));
        rows.push(row("期末合格率", [or_missing(share(before)), or_missing(share(after)), change], n, notes()));
        if let Some((before, after, n)) = exams.excellent {
            let change = signed(f64::from(after) - f64::from(before));
            rows.push(row("期末优秀人数（人）", [before.to_string(), after.to_string(), change], n, notes()));
        }
    }
    // Who has no value to compare with is judged all the same; who was absent is in one denominator and not in the other.
    if exams.present > 0 && (n < exams.present || exams.present < exams.enrolled) {
        let of =
            |whole: u32, what: &str| percent(exams.passed, whole).map(|it| format!("{it}（{what}{}/{whole}）", exams.passed));
        let both = if exams.present < exams.enrolled {
            [of(exams.present, "实考"), of(exams.enrolled, "应考")].into_iter().flatten().collect::<Vec<_>>().join("，")
        } else {
            of(exams.present, "实考").unwrap_or_default()
        };
        let label = if n > 0 { "本期全部参考者合格率" } else { "期末合格率" };
        rows.push(row(label, [MISSING.into(), both, MISSING.into()], exams.enrolled, notes()));
    }
    for change in exams.class_levels.iter().filter(|_| !matches!(facts.scope.subject, Subject::Student(_))) {
        let level = |it: Option<crate::analysis::ClassLevel>| or_missing(it.map(|it| decimal(it.mean, 1)));
        let both = change.before.zip(change.after);
        let difference = or_missing(both.map(|(before, after)| signed_decimal(after.mean - before.mean, 1)));
        let n = or_missing(change.after.or(change.before).and_then(|it| it.n));
        let subject = change.subject.as_ref().map(|it| facts.casebook.schema.choice_label("subject", it)).unwrap_or_default();
        rows.push(row(
            format!("全班{subject}平均分"),
            [level(change.before), level(change.after), difference],
            n,
            notes(),
        ));
    }
    rows
}

/// C4: raw values, levels, standard scores.
fn standing(facts: Facts, exams: &ExamFacts) -> Vec<TableRow> {
    let mut rows: Vec<TableRow> = Vec::new();
    let n = exams.pairs.len();
    let notes = || exams.notes.clone();
    if let (Some(before), Some(after)) = (exams.mean_before, exams.mean_after) {
        let label = if n == 1 { "期末分数（分）" } else { "期末平均分（分）" };
        rows.push(row(label, means([before, after], n as u32), n, notes()));
        let level = |at: usize| {
            facts.casebook.schema.choice_label("score_level", ["below", "pass", "good", "excellent"][at]).to_owned()
        };
        let levels = |counts: [u32; 4]| {
            let occurring = (0..4).rev().filter(|at| counts[*at] > 0);
            let words = occurring.map(|at| if n == 1 { level(at) } else { format!("{}{}", level(at), counts[at]) });
            list(&words.collect::<Vec<_>>())
        };
        let (up, same, down) = exams.level_changes;
        let change = match (n, up, down) {
            (1, 1, _) => "升".to_owned(),
            (1, _, 1) => "降".to_owned(),
            (1, ..) => "平".to_owned(),
            _ => format!("升{up}，平{same}，降{down}"),
        };
        rows.push(row("期末等级", [levels(exams.levels_before), levels(exams.levels_after), change], n, notes()));
    }
    if let Some((before, after, n)) = exams.z {
        let label = if n == 1 { "标准分（z）" } else { "平均标准分（z）" };
        rows.push(row(label, decimals([before, after], 2), n, notes()));
    }
    rows
}

/// C7: status reviews by aspect, and affect over all items.
fn reviews(facts: Facts) -> Vec<TableRow> {
    let mut rows: Vec<TableRow> = Vec::new();
    for it in facts.analysis.aspects(facts.scope) {
        let label = facts.casebook.schema.choice_label("aspect", &it.aspect);
        rows.push(row(format!("{label}（1—5）"), means([it.start, it.end], it.n), it.n, it.notes));
    }
    let items: Vec<AffectChange> = facts.analysis.affect(facts.scope);
    if let Some(n) = items.iter().map(|it| it.n).max() {
        let mean = |of: fn(&AffectChange) -> f64| items.iter().map(of).sum::<f64>() / items.len() as f64;
        let mut notes: Vec<NoteId> = items.iter().flat_map(|it| it.notes.iter().copied()).collect();
        notes.sort_unstable();
        notes.dedup();
        let label = format!("情感状态（1—5，{}项平均）", items.len());
        rows.push(row(label, decimals([mean(|it| it.start), mean(|it| it.end)], 1), n, notes));
    }
    rows
}

/// Measures that at least three pupils are followed by: means of their medians; of one pupil, each measure's medians.
fn measures(facts: Facts) -> Vec<TableRow> {
    let alone = matches!(facts.scope.subject, Subject::Student(_));
    let groups = facts.analysis.measured(facts.scope).into_iter().filter(|it| alone || it.pairs.len() >= 3);
    let group = |it: crate::analysis::PrePost| {
        let Measured::Measure(name) = &it.of else { return None };
        let measure = facts.casebook.config.measure(name);
        let unit = measure.unit.map(|it| format!("（{it}）")).unwrap_or_default();
        let mean = |of: fn(&(f64, f64)) -> f64| it.pairs.iter().map(of).sum::<f64>() / it.pairs.len() as f64;
        let (before, after) = (mean(|it| it.0), mean(|it| it.1));
        Some(row(format!("{name}{unit}"), means([before, after], it.pairs.len() as u32), it.pairs.len(), it.notes))
    };
    groups.filter_map(group).collect()
}

/// C7: the earlier half of the records of each habit against the later.
fn habits(facts: Facts) -> Option<TableRow> {
    let change = facts.analysis.habit_change(facts.scope)?;
    let share = |(done, days): (i64, i64)| {
        let rate = done as f64 * 100.0 / days as f64;
        (rate, format!("{}%（{done}/{days}天）", number((rate * 10.0).round() / 10.0)))
    };
    let ((early, first), (late, second)) = (share(change.early), share(change.late));
    let change_ = format!("{}个百分点", signed_decimal(late - early, 1));
    Some(row("习惯做到率（前半、后半记录）", [first, second, change_], change.n, change.notes))
}

/// C5: incidents per 20 school days. A misdeed enters a document as a count of three and more only; one of fewer says no more
/// than that.
fn conduct(facts: Facts) -> Option<TableRow> {
    const FEWEST: u32 = 3;
    let change = facts.analysis.incident_change(facts.scope)?;
    if change.first.0.max(change.second.0) < FEWEST {
        return None;
    }
    let (first, second) = change.rates();
    let half = |(count, days): (u32, u32), rate: f64| {
        if (1..FEWEST).contains(&count) {
            format!("少于{FEWEST}次")
        } else {
            format!("{}（{count}次/{days}天）", decimal(rate, 1))
        }
    };
    let told = [change.first.0, change.second.0].iter().all(|it| *it == 0 || *it >= FEWEST);
    let difference = match () {
        () if told => signed_decimal(second - first, 1),
        () if second < first => "下降".to_owned(),
        () => "上升".to_owned(),
    };
    let values = [half(change.first, first), half(change.second, second), difference];
    let students = facts.analysis.students(facts.scope).len();
    Some(row("违纪（每20个上课日，前半、后半学期）", values, students, change.notes))
}

/// C6: against the criterion that was declared beforehand. That no effect is evident is a result too.
fn conversion(facts: Facts) -> Option<TableRow> {
    let it = facts.analysis.conversion(facts.scope)?;
    let words =
        |count: u32, key: &str| (count > 0).then(|| format!("{}{count}", facts.casebook.schema.choice_label("outcome", key)));
    let undecided = (it.undecided > 0).then(|| format!("未评定{}", it.undecided));
    let results = [words(it.met, "met"), words(it.improved, "improved"), words(it.not_evident, "not_evident"), undecided];
    let results: Vec<String> = results.into_iter().flatten().collect();
    let rate = percent(it.met, it.n).map(|rate| format!("转化率{rate}（{}/{}）", it.met, it.n));
    let opened = format!("统计{}人", it.n);
    let values = if it.n == 1 {
        [MISSING.into(), list(&results).trim_end_matches('1').to_owned(), MISSING.into()]
    } else {
        [opened, list(&results), or_missing(rate)]
    };
    Some(row("转化成效（对照退出标准）", values, it.n, Vec::new()))
}

/// C8: cases opened against cases closed.
fn cases(facts: Facts) -> Option<TableRow> {
    let load = facts.analysis.caseload(facts.scope);
    let n = load.before + load.opened;
    (!matches!(facts.scope.subject, Subject::Student(_)) && n > 0).then(|| {
        let change = format!("新建档{}，结案{}", load.opened, load.closed);
        row("在档个案（人）", [load.before.to_string(), load.after.to_string(), change], n, Vec::new())
    })
}

/// By which standard, how sure, and what it does not show.
fn reservations(facts: Facts, exams: &ExamFacts) -> String {
    let mut words: Vec<String> = Vec::new();
    if exams.present > 0 {
        let line = |(line, full): &(f64, f64)| format!("满分{}分的{}分", number(*full), number(*line));
        let lines: Vec<String> = exams.lines.iter().map(line).collect();
        let schema = &facts.casebook.schema;
        let subjects = facts.analysis.exam_subjects(facts.scope);
        let subjects: Vec<&str> = subjects.iter().flatten().map(|it| schema.choice_label("subject", it)).collect();
        let which = if subjects.is_empty() { String::new() } else { format!("（{}）", list(&subjects)) };
        words.push(format!("达标指期末考试{which}达到{}", list(&lines)));
    }
    if let Some((_, low, high)) = exams.difference.filter(|_| exams.pairs.len() > 1) {
        let mean = format!("平均分变化的95%置信区间为{}～{}分", decimal(low, 1), decimal(high, 1));
        words.push(format!("{mean}，无对照班，可能含回归均值"));
    }
    if let Some(it) = facts.analysis.conversion(facts.scope) {
        if let Some(criterion) = &it.criterion {
            let day = it.declared.map(|day| format!("{}写明：", day.in_words())).unwrap_or_default();
            words.push(format!("退出标准（{day}{}）", criterion.trim_end_matches('。')));
        }
        if it.special > 0 {
            words.push(format!("特殊教育需要学生{}人另行报告，不计入转化率", it.special));
        }
    }
    let alone = matches!(facts.scope.subject, Subject::Student(_));
    if exams.pairs.len() > 1 && exams.pairs.len() < 30 && !alone {
        words.push("人数少，不作显著性结论".to_owned());
    }
    if words.is_empty() { String::new() } else { format!("{}。", words.join("；")) }
}

/// Means before and after and their difference; the values of one pupil are no means and have no decimals of their own.
fn means(values: [f64; 2], n: u32) -> [String; 3] {
    let [before, after] = values;
    if n == 1 { [number(before), number(after), signed(after - before)] } else { decimals(values, 1) }
}

/// Before, after and the change with the same decimals. The change is that of the values, not of what is printed of them.
fn decimals([before, after]: [f64; 2], places: u8) -> [String; 3] {
    [decimal(before, places), decimal(after, places), signed_decimal(after - before, places)]
}
