//! What came of the term, before and after: standards met, standing, reviews, conduct, conversion, cases.

use crate::analysis::statistics::decimal;
use crate::analysis::{AffectChange, Caseload, ClassLevel, ExamFacts, Measured, PrePost, Scope, Subject};
use crate::model::NoteId;
use crate::phrases::{Speaks, say};
use crate::privacy::{Parts, View};

use super::super::wording::{number, percent, signed, signed_decimal};
use super::{Facts, Filling, MISSING, made_of, or_missing};
use crate::site::{TableRow, WITHHELD};

/// Rows, and what has to be said below the table because of them.
#[derive(Default)]
struct Part {
    rows: Vec<TableRow>,
    remarks: Vec<String>,
}

/// 指标, 期初, 期末, 变化, n: C2 and C3 with the shares of those present and of those enrolled, D13 the whole class, C4, status
/// reviews by aspect, C7 affect, measures, C7 habits, C5 incidents, C6 conversion, C8 cases.
pub(super) fn outcomes(facts: Facts) -> Filling {
    let exams = facts.analysis.exams(facts.scope, None);
    let parts = [
        standards(facts, &exams),
        class_levels(facts, &exams),
        standing(facts, &exams),
        reviews(facts),
        affect(facts),
        measures(facts),
        habits(facts).unwrap_or_default(),
        conduct(facts).unwrap_or_default(),
        conversion(facts).unwrap_or_default(),
        cases(facts).unwrap_or_default(),
    ];
    let mut remarks: Vec<String> = Vec::new();
    for remark in parts.iter().flat_map(|it| &it.remarks) {
        if !remarks.contains(remark) {
            remarks.push(remark.clone());
        }
    }
    let note = if remarks.is_empty() { String::new() } else { say!(facts, "{}。", remarks.join(facts.word("；"))) };
    // Of whom there are few nothing is told; what is reckoned in months or of the whole class has no such number.
    let few = |row: &TableRow| row.get(4).and_then(|n| n.parse().ok()).is_some_and(|n| !facts.tells(n));
    let rows = parts.into_iter().flat_map(|it| it.rows).map(|row| {
        let told = !few(&row);
        row.telling(&facts, told, 1..5)
    });
    Filling::new(&[1, 2, 3, 4], rows).note(note)
}

fn row(label: impl Into<String>, values: [String; 3], n: impl ToString, notes: Vec<NoteId>) -> TableRow {
    let [before, after, change] = values;
    made_of(notes, vec![label.into(), before, after, change, n.to_string()])
}

fn standards(facts: Facts, exams: &ExamFacts) -> Part {
    let mut part = Part::default();
    let n = exams.pairs.len() as u32;
    let notes = || exams.notes.clone();
    let (before, after) = (exams.passed_before, exams.passed_after);
    if n == 1 {
        let met = |count: u32| if count == 1 { facts.word("达标") } else { facts.word("未达标") }.to_owned();
        part.rows.push(row(facts.word("期末达标"), [met(before), met(after), MISSING.to_owned()], n, notes()));
    } else if n > 1 {
        let share = |part: u32| f64::from(part) * 100.0 / f64::from(n);
        let of = |part: u32| say!(facts, "{}（{}/{}）", decimal(share(part), 1), part, n);
        let values = [of(before), of(after), signed_decimal(share(after) - share(before), 1)];
        part.rows.push(row(facts.word("期末合格率（%）"), values, n, notes()));
        if let Some((before, after, n)) = exams.excellent.filter(|it| it.0 + it.1 > 0) {
            let difference = signed(f64::from(after) - f64::from(before));
            let values = [before.to_string(), after.to_string(), difference];
            part.rows.push(row(facts.word("期末优秀人数（人）"), values, n, notes()));
        }
    }
    // Who has no value to compare with is judged all the same; who was absent is in one denominator and not in the other.
    if exams.present > 0 && (n < exams.present || exams.present < exams.enrolled) {
        let share = |whole: u32| f64::from(exams.passed) * 100.0 / f64::from(whole);
        let of = |whole: u32, what: &str| say!(facts, "{}（{}{}/{}）", decimal(share(whole), 1), what, exams.passed, whole);
        let mut now = of(exams.present, facts.word("实考"));
        if exams.present < exams.enrolled {
            now = say!(facts, "{}，{}", now, of(exams.enrolled, facts.word("应考")));
        }
        let label = if n > 0 { facts.word("全部参考者合格率（%）") } else { facts.word("期末合格率（%）") };
        part.rows.push(row(label, [MISSING.into(), now, MISSING.into()], exams.enrolled, notes()));
    }
    if exams.present > 0 {
        let line = |(line, full): &(f64, f64)| say!(facts, "满分{}分的{}分", number(*full), number(*line));
        let lines: Vec<String> = exams.lines.iter().map(line).collect();
        let subjects = facts.analysis.exam_subjects(facts.scope);
        let labels: Vec<&str> = subjects.iter().flatten().map(|it| facts.casebook.schema.choice_label("subject", it)).collect();
        let which = if labels.is_empty() { String::new() } else { say!(facts, "（{}）", facts.list(&labels)) };
        part.remarks.push(say!(facts, "期末合格{}指达到{}", which, facts.list(&lines)));
    }
    part
}

fn class_levels(facts: Facts, exams: &ExamFacts) -> Part {
    let level = |it: Option<ClassLevel>| or_missing(it.map(|it| decimal(it.mean, 1)));
    let alone = matches!(facts.scope.subject, Subject::Student(_));
    let rows = exams.class_levels.iter().filter(|_| !alone).map(|change| {
        let both = change.before.zip(change.after);
        let difference = or_missing(both.map(|(before, after)| signed_decimal(after.mean - before.mean, 1)));
        let n = or_missing(change.after.or(change.before).and_then(|it| it.n));
        let subject = change.subject.as_ref().map(|it| facts.casebook.schema.choice_label("subject", it));
        let label = say!(facts, "全班{}平均分", subject.unwrap_or_default());
        row(label, [level(change.before), level(change.after), difference], n, exams.notes.clone())
    });
    Part { rows: rows.collect(), remarks: Vec::new() }
}

fn standing(facts: Facts, exams: &ExamFacts) -> Part {
    /// Keys of the levels by rank.
    const LEVELS: [&str; 4] = ["below", "pass", "good", "excellent"];
    let mut part = Part::default();
    let n = exams.pairs.len();
    let notes = || exams.notes.clone();
    if let (Some(before), Some(after)) = (exams.mean_before, exams.mean_after) {
        let label = if n == 1 { facts.word("期末分数") } else { facts.word("期末平均分") };
        part.rows.push(row(label, means([before, after], n as u32), n, notes()));
        let levels = |counts: [u32; 4]| {
            let occurring = LEVELS.iter().zip(counts).rev().filter(|(_, count)| *count > 0);
            let label = |key: &'static str| facts.casebook.schema.choice_label("score_level", key);
            let words = occurring
                .map(|(key, count)| if n == 1 { label(key).to_owned() } else { say!(facts, "{}{}", label(key), count) });
            facts.list(&words.collect::<Vec<_>>())
        };
        let (up, same, down) = exams.level_changes;
        let change = match (n, up, down) {
            (1, 1, _) => facts.word("升").to_owned(),
            (1, _, 1) => facts.word("降").to_owned(),
            (1, ..) => facts.word("平").to_owned(),
            _ => say!(facts, "升{}、平{}、降{}", up, same, down),
        };
        part.rows.push(row(
            facts.word("期末等级"),
            [levels(exams.levels_before), levels(exams.levels_after), change],
            n,
            notes(),
        ));
    }
    if let Some((before, after, n)) = exams.z {
        let label = if n == 1 { facts.word("标准分（z）") } else { facts.word("平均标准分（z）") };
        part.rows.push(row(label, decimals([before, after], 2), n, notes()));
    }
    if let Some((_, low, high)) = exams.difference {
        let mean = say!(facts, "平均分变化的95%置信区间为{}～{}分", decimal(low, 1), decimal(high, 1));
        let few = if n < 30 { facts.word("，人数少，不作显著性结论") } else { "" };
        part.remarks.push(say!(facts, "{}，无对照班，可能含回归均值{}", mean, few));
    }
    part
}

fn reviews(facts: Facts) -> Part {
    let row = |it: crate::analysis::AspectChange| {
        let label = say!(facts, "{}（1—5）", facts.casebook.schema.choice_label("aspect", &it.aspect));
        row(label, means([it.start, it.end], it.n), it.n, it.notes)
    };
    Part { rows: facts.analysis.aspects(facts.scope).into_iter().map(row).collect(), remarks: Vec::new() }
}

fn affect(facts: Facts) -> Part {
    let items: Vec<AffectChange> = facts.analysis.affect(facts.scope);
    let row = items.iter().map(|it| it.n).max().map(|n| {
        let mean = |of: fn(&AffectChange) -> f64| items.iter().map(of).sum::<f64>() / items.len() as f64;
        let mut notes: Vec<NoteId> = items.iter().flat_map(|it| it.notes.iter().copied()).collect();
        notes.sort_unstable();
        notes.dedup();
        row(say!(facts, "情感状态（{}项平均）", items.len()), decimals([mean(|it| it.start), mean(|it| it.end)], 1), n, notes)
    });
    Part { rows: row.into_iter().collect(), remarks: Vec::new() }
}

/// Of several pupils, means of their medians, where at least three are followed by the measure.
fn measures(facts: Facts) -> Part {
    let alone = matches!(facts.scope.subject, Subject::Student(_));
    let groups = facts.analysis.measured(facts.scope).into_iter().filter(|it| alone || it.pairs.len() >= 3);
    let group = |it: PrePost| {
        let Measured::Measure(name) = &it.of else { return None };
        let unit = facts.casebook.config.measure(name).unit.map(|it| say!(facts, "（{}）", it)).unwrap_or_default();
        let n = it.pairs.len();
        let mean = |of: fn(&(f64, f64)) -> f64| it.pairs.iter().map(of).sum::<f64>() / n as f64;
        Some(row(format!("{name}{unit}"), means([mean(|it| it.0), mean(|it| it.1)], n as u32), n, it.notes))
    };
    Part { rows: groups.filter_map(group).collect(), remarks: Vec::new() }
}

fn habits(facts: Facts) -> Option<Part> {
    let change = facts.analysis.habit_change(facts.scope)?;
    let share = |(done, days): (i64, i64)| done as f64 * 100.0 / days as f64;
    let of = |(done, days): (i64, i64)| say!(facts, "{}（{}/{}）", decimal(share((done, days)), 1), done, days);
    let difference = signed_decimal(share(change.late) - share(change.early), 1);
    let row = row(facts.word("习惯做到率（%）"), [of(change.early), of(change.late), difference], change.n, change.notes);
    let remark = facts.word("习惯做到率比较各人前一半与后一半的记录，括号内为做到天数/应做天数").to_owned();
    Some(Part { rows: vec![row], remarks: vec![remark] })
}

/// So many misdeeds are told, and fewer are not.
pub(super) const FEWEST: u32 = 3;

/// A misdeed enters a document as a count of three and more only; one of fewer says no more than that.
fn conduct(facts: Facts) -> Option<Part> {
    let change = facts.analysis.incident_change(facts.scope)?;
    if change.first.0.max(change.second.0) < FEWEST {
        return None;
    }
    let (first, second) = change.rates();
    let half = |(count, days): (u32, u32), rate: f64| match count {
        0 => "0".to_owned(),
        count if count < FEWEST => say!(facts, "少于{}次", FEWEST),
        count => say!(facts, "{}（{}/{}）", decimal(rate, 1), count, days),
    };
    let told = [change.first.0, change.second.0].iter().all(|it| *it == 0 || *it >= FEWEST);
    let difference = match () {
        () if told => signed_decimal(second - first, 1),
        () if second < first => facts.word("下降").to_owned(),
        () => facts.word("上升").to_owned(),
    };
    let values = [half(change.first, first), half(change.second, second), difference];
    let row = row(facts.word("违纪（次/20天）"), values, facts.analysis.students(facts.scope).len(), change.notes);
    let remark = facts.word("违纪比较前一半与后一半的上课日，括号内为次数/上课天数").to_owned();
    Some(Part { rows: vec![row], remarks: vec![remark] })
}

/// That no effect is evident is a result too.
fn conversion(facts: Facts) -> Option<Part> {
    let it = facts.analysis.conversion(facts.scope)?;
    let label = |key: &'static str| facts.casebook.schema.choice_label("outcome", key);
    let counts = [
        (it.met, label("met")),
        (it.improved, label("improved")),
        (it.not_evident, label("not_evident")),
        (it.undecided, facts.word("未评定")),
    ];
    let told = told_conversion(facts.view, facts.scope);
    let occurring = counts.iter().zip(told).filter(|((count, _), _)| *count > 0);
    let result = |((count, label), told): (&(u32, &str), bool)| match told {
        _ if it.n == 1 => (*label).to_owned(),
        true => say!(facts, "{}{}", label, count),
        false => say!(facts, "{}（{}）", label, facts.word(WITHHELD)),
    };
    let results: Vec<String> = occurring.map(result).collect();
    let rate = percent(it.met, it.n).filter(|_| told.first() == Some(&true));
    let rate = rate.map(|rate| say!(facts, "转化率{}（{}/{}）", rate, it.met, it.n));
    let change = or_missing(rate.filter(|_| it.n > 1));
    let row = row(facts.word("转化成效"), [MISSING.to_owned(), facts.list(&results), change], it.n, Vec::new());
    let mut remarks: Vec<String> = Vec::new();
    if let Some(criterion) = &it.criterion {
        let day = it.declared.map(|day| say!(facts, "{}写明：", facts.date(day))).unwrap_or_default();
        remarks.push(say!(facts, "转化成效对照退出标准（{}{}）", day, criterion.trim_end_matches('。')));
    }
    if it.special > 0 && facts.tells(it.special) {
        remarks.push(say!(facts, "特殊教育需要学生{}人另行报告，不计入转化率", it.special));
    }
    Some(Part { rows: vec![row], remarks })
}

fn cases(facts: Facts) -> Option<Part> {
    let load = facts.analysis.caseload(facts.scope);
    let n = load.before + load.opened;
    (!matches!(facts.scope.subject, Subject::Student(_)) && n > 0).then(|| {
        let (begun, ended) = told_cases(facts.view, facts.scope);
        let said = |told: bool, count: u32| if told { count.to_string() } else { facts.word(WITHHELD).to_owned() };
        let change = [(begun, say!(facts, "新建{}", load.opened)), (ended, say!(facts, "结案{}", load.closed))];
        let change: Vec<String> = change.into_iter().filter_map(|(told, words)| told.then_some(words)).collect();
        let values = [said(begun, load.before), said(ended, load.after), or_missing(Some(change.join(facts.word("、"))))];
        Part { rows: vec![row(facts.word("在档个案（人）"), values, n, Vec::new())], remarks: Vec::new() }
    })
}

/// Which of those who met the criterion, improved, showed no effect and were not judged may be told.
pub(in super::super) fn told_conversion(view: &View, scope: Scope) -> [bool; 4] {
    let parts = |scope: Scope| {
        let it = view.analysis.conversion(scope).unwrap_or_default();
        Parts { parts: vec![it.met, it.improved, it.not_evident, it.undecided], whole: it.n }
    };
    view.told(scope, 4, &parts).try_into().unwrap_or_default()
}

/// Whether it may be told how many cases are new, and how many closed.
pub(in super::super) fn told_cases(view: &View, scope: Scope) -> (bool, bool) {
    let load = |scope: Scope| view.analysis.caseload(scope);
    let of = |count: fn(&Caseload) -> u32| {
        view.tells(scope, &|scope| Parts::one(count(&load(scope)), load(scope).before + load(scope).opened))
    };
    (of(|it| it.opened), of(|it| it.closed))
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
