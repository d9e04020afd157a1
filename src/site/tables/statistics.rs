//! The statistics of one pupil's series, one a row, each with what it means and how sure it is.

use crate::analysis::statistics::{Advice, decimal, mann_kendall, median, theil_sen};
use crate::analysis::{Aim, Scope, Series, z_change};
use crate::diag::Language;
use crate::phrases::{Speaks, say};
use crate::privacy::View;
use crate::syntax::Align;

use super::super::wording::{number, probability, signed_decimal};
use super::{MISSING, made_of};
use crate::site::{Column, TableRow, TableView};

/// What is printed instead of an index for which there are too few values.
const TOO_FEW: &str = "数据不足";

/// Under which reservations all of it stands.
const RESERVATIONS: &str =
    "单个案，没有对照；相邻各次的数值彼此有关，区间和p值只作参考；数据由教师自行收集。建议供商量，不是结论。";

/// The statistics of a series as a table of 指标, 值 and 说明: levels by phase, overlap of baseline and support, trend, the way to
/// the goal, reliable change, standing in the class. Where the baseline has under three values or the support under five, or
/// most weeks are missing, indices say 数据不足. `scope` is the pupil's.
pub fn statistics(view: &View, series: &Series, scope: Scope) -> TableView {
    let unit = series.measure.unit.as_deref().unwrap_or_default();
    let mut rows: Vec<[String; 3]> = Vec::new();
    levels(view.language(), series, unit, &mut rows);
    overlap(view.language(), series, &mut rows);
    trend(view.language(), series, unit, &mut rows);
    goal(view.language(), view.analysis.aim(series, scope), unit, &mut rows);
    standing(view, series, unit, &mut rows);
    let column = |title: &str, align| Column { title: title.to_owned(), align };
    let notes: Vec<_> = series.points.iter().map(|it| it.note).collect();
    let row = |cells: [String; 3]| made_of(notes.iter().copied(), cells.to_vec());
    TableView {
        number: 0,
        caption: say!(view, "{}的统计", series.measure.name),
        columns: vec![
            column(view.word("指标"), Align::Left),
            column(view.word("值"), Align::Right),
            column(view.word("说明"), Align::Left),
        ],
        rows: rows.into_iter().map(row).collect::<Vec<TableRow>>(),
        note: Some(view.word(RESERVATIONS).to_owned()),
    }
}

fn push(rows: &mut Vec<[String; 3]>, name: &str, value: impl Into<String>, means: impl Into<String>) {
    rows.push([name.to_owned(), value.into(), means.into()]);
}

fn levels(language: Language, series: &Series, unit: &str, rows: &mut Vec<[String; 3]>) {
    let better = language.word(if series.measure.lower_is_better { "越少越好" } else { "越多越好" });
    let n = series.timed(None).len();
    let missing = series.points.len() - n;
    let gap = if missing > 0 { say!(language, "，另有{}次没有数值", missing) } else { String::new() };
    push(rows, language.word("记录次数"), say!(language, "{}次", n), format!("{better}{gap}"));
    for (name, phase) in
        [(language.word("基线期中位数"), "A"), (language.word("支持期中位数"), "B"), (language.word("维持期中位数"), "M")]
    {
        let values = series.values(phase);
        let level = median(&values).map_or_else(|| MISSING.to_owned(), |it| format!("{}{unit}", number(it)));
        push(rows, name, level, format!("n={}", values.len()));
    }
}

fn overlap(language: Language, series: &Series, rows: &mut Vec<[String; 3]>) {
    let comparison = series.compare();
    let counts = say!(language, "基线{}次、支持{}次", comparison.m, comparison.n);
    let Some(it) = series.overlap().filter(|_| comparison.enough) else {
        let (missing, weeks) = comparison.missing;
        let gap = if missing > 0 { say!(language, "，支持期{}周中缺{}周", weeks, missing) } else { String::new() };
        push(rows, "NAP", language.word(TOO_FEW), say!(language, "{}{}；基线须3次、支持期须5次，缺的不过半", counts, gap));
        push(rows, "Tau-U", language.word(TOO_FEW), MISSING);
        return;
    };
    let size = match it.nap {
        nap if nap >= 0.93 => language.word("强"),
        nap if nap >= 0.66 => language.word("中"),
        _ => language.word("弱"),
    };
    push(rows, "NAP", decimal(it.nap, 2), say!(language, "支持期优于基线的配对比例，{}（0.66、0.93为界）；{}", size, counts));
    let ends = say!(language, "90%区间{}～{}", decimal(it.tau_90.0, 2), decimal(it.tau_90.1, 2));
    push(rows, "Tau", decimal(it.tau, 2), say!(language, "{}，{}", ends, chance(it.p)));
    let beyond =
        if it.tau_u.abs() > 1.0 { language.word("；校正后超过1，不是算错，解释时以NAP为准") } else { "" };
    push(rows, "Tau-U", decimal(it.tau_u, 2), say!(language, "扣除基线自身的趋势{}", beyond));
    push(
        rows,
        "PND",
        decimal(it.pnd, 2),
        say!(language, "好于基线最好一次的{}次，共{}次；受极端值影响，以NAP为准", it.beyond_best, it.n),
    );
    push(rows, "PEM", decimal(it.pem, 2), language.word("好于基线中位数的比例"));
}

fn trend(language: Language, series: &Series, unit: &str, rows: &mut Vec<[String; 3]>) {
    let points = series.trend_points();
    let comparison = series.compare();
    let phased = comparison.m > 0 || comparison.n > 0;
    let enough = if phased { comparison.enough } else { points.len() >= 6 };
    let which = if series.timed(Some("B")).is_empty() { language.word("全部") } else { language.word("支持期") };
    let n = points.len();
    if !enough {
        push(rows, language.word("每周变化"), language.word(TOO_FEW), say!(language, "{}{}次", which, n));
        return;
    }
    if let Some(it) = series.trend() {
        let ends = say!(language, "95%区间{}～{}", decimal(it.low, 2), decimal(it.high, 2));
        push(
            rows,
            language.word("每周变化"),
            format!("{}{unit}", signed_decimal(it.slope, 2)),
            say!(language, "最小二乘，{}n={}，{}", which, n, ends),
        );
    }
    if let Some(it) = theil_sen(&points) {
        let ends = say!(language, "95%区间{}～{}", decimal(it.low, 2), decimal(it.high, 2));
        push(
            rows,
            language.word("每周变化（稳健）"),
            format!("{}{unit}", signed_decimal(it.slope, 2)),
            say!(language, "Theil–Sen，不受个别值影响，{}", ends),
        );
    }
    let values: Vec<f64> = points.iter().map(|(_, value)| *value).collect();
    if let Some(it) = mann_kendall(&values) {
        let few = if n < 10 { language.word("；少于10次，p值粗略") } else { "" };
        push(
            rows,
            language.word("单调趋势"),
            format!("S={}", number(it.s as f64)),
            say!(language, "Mann–Kendall，z={}，{}{}", decimal(it.z, 2), chance(it.p), few),
        );
    }
}

/// `p=0.019`, `p<0.001`.
fn chance(p: f64) -> String {
    let printed = probability(p);
    if printed.starts_with('<') { format!("p{printed}") } else { format!("p={printed}") }
}

fn goal(language: Language, aim: Option<Aim>, unit: &str, rows: &mut Vec<[String; 3]>) {
    let Some(aim) = aim else { return };
    let (slope, goal, by) = (signed_decimal(aim.line.slope, 2), number(aim.goal), number(aim.by));
    push(
        rows,
        language.word("目标线"),
        say!(language, "每周{}{}", slope, unit),
        say!(language, "从前三次的中位数{}到第{}周的{}{}", number(aim.line.baseline), by, goal, unit),
    );
    let (value, means) = match aim.advice() {
        None => (language.word(TOO_FEW).to_owned(), say!(language, "目标线起点之后有{}次，须满4次", aim.n)),
        Some(advice) => (language.word(suggestion(advice)).to_owned(), basis(language, &aim)),
    };
    push(rows, language.word("建议"), value, means);
}

/// A suggestion in words.
fn suggestion(advice: Advice) -> &'static str {
    match advice {
        Advice::ChangeSupport => "调整措施",
        Advice::RaiseGoal => "提高目标",
        Advice::GoOn => "照计划继续",
    }
}

fn basis(language: Language, aim: &Aim) -> String {
    match (aim.four_point, aim.trend) {
        (Some(Advice::ChangeSupport), _) => language.word("四点规则：最近四次都没有达到目标线").to_owned(),
        (Some(Advice::RaiseGoal), _) => language.word("四点规则：最近四次都好于目标线").to_owned(),
        (_, Some(Advice::GoOn)) => say!(language, "最近四次在目标线两侧，{}次的趋势与目标线分不出快慢", aim.n),
        (_, Some(_)) => say!(language, "最近四次在目标线两侧，按{}次的趋势与目标线比较", aim.n),
        _ => language.word("四点规则：最近四次在目标线两侧").to_owned(),
    }
}

fn standing(view: &View, series: &Series, unit: &str, rows: &mut Vec<[String; 3]>) {
    match (view.analysis.reliable_change(series), series.measure.reliability) {
        (Some(it), _) => {
            let verdict = if it.reliable { view.word("超过测量误差") } else { view.word("没有超过测量误差") };
            let least = say!(view, "至少变化{}{}才算可靠", decimal(it.least_change, 1), unit);
            push(rows, view.word("可靠变化指数"), decimal(it.index, 2), say!(view, "{}；{}", verdict, least));
        }
        (None, Some(_)) => push(rows, view.word("可靠变化指数"), view.word(TOO_FEW), view.word("没有班级标准差")),
        (None, None) => push(rows, view.word("可靠变化指数"), MISSING, view.word("指标没有写信度，不算")),
    }
    let standings = view.analysis.standings(series);
    if let Some((first, last)) = z_change(&standings) {
        let n = standings.iter().filter(|it| it.z.is_some()).count();
        let ends = say!(view, "由{}到{}，n={}次", decimal(first, 2), decimal(last, 2), n);
        push(
            rows,
            view.word("标准分变化（Δz）"),
            signed_decimal(last - first, 2),
            say!(view, "{}；与全班相比，原始分可以不同向", ends),
        );
    }
}
