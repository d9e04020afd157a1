//! A pupil's progress in words, and its chart with the table of its data.

use serde::Serialize;

use crate::analysis::{Point, Series};
use crate::model::StudentId;
use crate::site::chart::Phase;
use crate::site::wording::{self, number, signed};
use crate::site::{Chart, charts};

use super::ink::{Ink, Markup};
use super::plan::Plan;

/// A progress chart, what it says in words, and its data.
#[derive(Debug, Serialize)]
pub struct ProgressView {
    /// Number of the figure on the page.
    pub number: usize,
    /// What it shows: `石头的口算流畅度（n=17周）`.
    pub caption: String,
    /// The drawing, in two sizes.
    pub chart: Markup,
    /// Head of the column of values: `题/分`, or the measure's name.
    pub unit: String,
    /// The data by week.
    pub rows: Vec<ProgressRow>,
    /// The comparison of phases, or that there is too little data.
    pub statement: String,
    /// Under which reservations.
    pub reserve: String,
}

/// A value of the data table.
#[derive(Debug, Serialize)]
pub struct ProgressRow {
    /// The week.
    pub week: u8,
    /// The phase's name.
    pub phase: String,
    /// The value; `—` where it is missing.
    pub value: String,
    /// What happened in the week; `—` where nothing is noted.
    pub event: String,
}

/// A series in one reading: where it began and where it led.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    /// The measure.
    pub(super) measure: String,
    /// Its unit, or nothing.
    pub(super) unit: String,
    /// Median of the baseline.
    pub(super) from: Option<f64>,
    /// Least and greatest value of the last phase, maintenance if there is one, else the last three of support.
    pub(super) to: Option<(f64, f64)>,
    /// What the last phase is called.
    pub(super) phase: &'static str,
    /// Whether there is enough data to speak of a change.
    pub(super) enough: bool,
    /// Weeks of support without a value, and how many weeks it has.
    pub(super) missing: (u32, u32),
    /// Weeks with a value.
    pub(super) n: usize,
    /// Whether less is better.
    pub(super) lower_is_better: bool,
}

impl Reading {
    /// Reads a series.
    pub(super) fn of(series: &Series) -> Self {
        let ends = |values: &[f64]| {
            let low = values.iter().copied().reduce(f64::min)?;
            Some((low, values.iter().copied().reduce(f64::max)?))
        };
        let (last, kept) = series.ending();
        let comparison = series.compare();
        Self {
            measure: series.measure.name.clone(),
            unit: series.measure.unit.clone().unwrap_or_default(),
            from: series.baseline,
            to: ends(&last),
            phase: if kept { "维持期" } else { "近三次" },
            enough: comparison.enough,
            missing: comparison.missing,
            n: series.points.iter().filter(|it| it.value.is_some()).count(),
            lower_is_better: series.measure.lower_is_better,
        }
    }

    /// For a card: `11 → 22～23题/分`, or that there is too little data.
    pub(super) fn in_brief(&self) -> Vec<Phrase> {
        let (missing, weeks) = self.missing;
        if !self.enough && missing * 2 > weeks {
            let gap = format!("支持期{weeks}周中缺{missing}周，");
            return vec![Phrase::plain(gap), Phrase::strong("数据不足"), Phrase::plain("，不作判断")];
        }
        match (self.from, self.to) {
            (Some(from), Some((low, high))) => {
                let tail = if self.lower_is_better { "，越少越好" } else { "" };
                vec![
                    Phrase::strong(number(from)),
                    Phrase::plain(" → "),
                    Phrase::strong(wording::range(low, high)),
                    Phrase::plain(format!("{}{tail}", self.unit)),
                ]
            }
            _ => vec![Phrase::plain(format!("{}次记录，", self.n)), Phrase::strong("数据不足")],
        }
    }

    /// For a cover: `口算流畅度由基线13到维持期20～21题/分`. Nothing where there is too little data.
    pub(super) fn in_words(&self) -> Option<String> {
        let (from, (low, high)) = (self.from?, self.to.filter(|_| self.enough)?);
        let to = wording::range(low, high);
        Some(format!("{}由基线{}到{}{to}{}", self.measure, number(from), self.phase, self.unit))
    }
}

/// Words, some of them in weight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Phrase {
    /// The words.
    pub text: String,
    /// Whether they are set in weight.
    pub strong: bool,
}

impl Phrase {
    fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), strong: false }
    }

    fn strong(text: impl Into<String>) -> Self {
        Self { text: text.into(), strong: true }
    }
}

impl Plan<'_> {
    /// A series of a pupil as a figure of their page.
    pub(super) fn progress(&self, student: StudentId, series: &Series, number: usize, ink: &dyn Ink) -> ProgressView {
        let name = self.view.casebook.student(student).shown_name();
        let chart = Chart::Progress(charts::progress(self.view, series, name, &format!("c{number}")));
        let row = |point: &Point| {
            let event = series.events.iter().filter(|it| it.week == point.week).map(|it| it.words.as_str());
            let events: Vec<&str> = event.collect();
            let phase = match Phase::of(point.phase.as_deref()) {
                Phase::Baseline => "A",
                Phase::Support => "B",
                Phase::Relapse => "R",
                Phase::Maintenance => "M",
                Phase::Transfer => "G",
            };
            ProgressRow {
                week: point.week,
                phase: self.view.casebook.schema.choice_label("phase", phase).to_owned(),
                value: point.value.map_or_else(|| "—".to_owned(), wording::number),
                event: if events.is_empty() { "—".to_owned() } else { events.join("；") },
            }
        };
        let weeks = series.points.iter().filter(|it| it.value.is_some()).count();
        let (statement, reserve) = compared(series);
        ProgressView {
            number,
            caption: format!("{name}的{}（n={weeks}周）", series.measure.name),
            chart: ink.chart(&chart),
            unit: series.measure.unit.clone().unwrap_or_else(|| series.measure.name.clone()),
            rows: series.points.iter().map(row).collect(),
            statement,
            reserve,
        }
    }
}

/// Baseline against support in a sentence, and under which reservations.
fn compared(series: &Series) -> (String, String) {
    let comparison = series.compare();
    let amounts = format!("基线{}次、支持{}次；单个案，无对照，由教师自行收集。", comparison.m, comparison.n);
    let (missing, weeks) = comparison.missing;
    if !comparison.enough {
        let gap = if missing > 0 { format!("支持期{weeks}周中有{missing}周没有数据，") } else { String::new() };
        return (format!("{gap}数据不足，不作判断。"), amounts);
    }
    let unit = series.measure.unit.as_deref().unwrap_or_default();
    let mut words = String::new();
    if let Some(best) = comparison.best_of_baseline {
        let better = if series.measure.lower_is_better { "少于" } else { "高于" };
        let best = format!("{}{unit}", number(best));
        words = format!("支持期{}次中有{}次{better}基线最好的一次（{best}）", comparison.n, comparison.beyond_best);
    }
    for (name, value) in [("NAP", comparison.nap), ("Tau-U", comparison.tau_u)] {
        if let Some(value) = value {
            words += &format!("，{name}={value:.2}");
        }
    }
    if let Some(trend) = series.trend() {
        words += &format!(
            "；每周变化{}（95%置信区间{}～{}，n={}）",
            signed(trend.slope),
            number(trend.low),
            number(trend.high),
            trend.n
        );
    }
    (format!("{}。", words.trim_start_matches(['，', '；'])), amounts)
}
