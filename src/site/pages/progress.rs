//! A pupil's progress in words, and its chart with the table of its data.

use serde::Serialize;

use crate::analysis::{Point, Series};
use crate::diag::Language;
use crate::model::StudentId;
use crate::phrases::{Speaks, say};
use crate::site::chart::Phase;
use crate::site::tables::MISSING;
use crate::site::wording::{self, number, signed};
use crate::site::{Chart, Route, TableRow, charts};

use super::chapter::Tally;
use super::ink::{Ink, Markup};
use super::plan::Plan;
use super::sheet::{Sheet, table_of};

/// A progress chart, what it says in words, and its data.
#[derive(Debug, Serialize)]
pub struct ProgressView {
    /// Number of the figure on the page.
    pub number: usize,
    /// What it shows: `石头的口算流畅度（n=17周）`.
    pub caption: String,
    /// The drawing, in two sizes.
    pub chart: Markup,
    /// The data by week, each row leading to its record.
    pub sheet: Sheet,
    /// What is reckoned from them.
    pub statistics: Vec<Tally>,
    /// The comparison of phases, or that there is too little data.
    pub statement: String,
    /// Under which reservations.
    pub reserve: String,
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
    pub(super) fn in_brief(&self, language: Language) -> Vec<Phrase> {
        let (missing, weeks) = self.missing;
        if !self.enough && missing * 2 > weeks {
            let gap = say!(language, "支持期{}周中缺{}周，", weeks, missing);
            return vec![
                Phrase::plain(gap),
                Phrase::strong(language.word("数据不足")),
                Phrase::plain(language.word("，不作判断")),
            ];
        }
        match (self.from, self.to) {
            (Some(from), Some((low, high))) => {
                let tail = if self.lower_is_better { language.word("，越少越好") } else { "" };
                vec![
                    Phrase::strong(number(from)),
                    Phrase::plain(" → "),
                    Phrase::strong(wording::range(language, low, high)),
                    Phrase::plain(format!("{}{tail}", self.unit)),
                ]
            }
            _ => vec![Phrase::plain(say!(language, "{}次记录，", self.n)), Phrase::strong(language.word("数据不足"))],
        }
    }

    /// For a cover: `口算流畅度由基线13到维持期20～21题/分（n=17）`. Nothing where there is too little data.
    pub(super) fn in_words(&self, language: Language) -> Option<String> {
        let (from, (low, high)) = (self.from?, self.to.filter(|_| self.enough)?);
        let to = wording::range(language, low, high);
        Some(say!(
            language,
            "{}由基线{}到{}{}{}（n={}）",
            self.measure,
            number(from),
            language.word(self.phase),
            to,
            self.unit,
            self.n
        ))
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
    pub(super) fn progress(
        &self,
        student: StudentId,
        series: &Series,
        number: usize,
        here: &Route,
        ink: &dyn Ink,
    ) -> ProgressView {
        let name = self.view.casebook.student(student).shown_name();
        let chart = Chart::Progress(charts::progress(self.view, series, name, &format!("c{number}")));
        let row = |point: &Point| {
            let casebook = self.view.casebook;
            let fields = &casebook.note(point.note).fields;
            let event = series.events.iter().filter(|it| it.week == point.week).map(|it| it.words.as_str());
            let events: Vec<&str> = event.collect();
            let choice = |key: &str, name: &str| fields.choice(key).map(|it| casebook.schema.choice_label(name, it).to_owned());
            let text = |key: &str| fields.text(key).map(str::to_owned);
            let few = fields.integer("n").is_some_and(|it| !self.view.tells_persons(u32::try_from(it).unwrap_or_default()));
            let class = fields.number("class_mean").filter(|_| !few).map(|mean| {
                let spread = fields.number("class_sd").map(|it| format!("±{}", wording::number(it))).unwrap_or_default();
                let n = fields.integer("n").map(|it| say!(self, "（n={}）", it)).unwrap_or_default();
                format!("{}{spread}{n}", wording::number(mean))
            });
            let why: Vec<String> = choice("reason_category", "change_reason").into_iter().chain(text("reason")).collect();
            let phase = match Phase::of(point.phase.as_deref()) {
                Phase::Baseline => "A",
                Phase::Support => "B",
                Phase::Relapse => "R",
                Phase::Maintenance => "M",
                Phase::Transfer => "G",
            };
            let cells = [
                Some(point.week.to_string()),
                Some(casebook.schema.choice_label("phase", phase).to_owned()),
                point.value.map(wording::number),
                class,
                choice("direction", "direction"),
                Some(why.join(self.word("："))),
                Some(fields.texts("weak_points").join(self.word("、"))),
                text("habit_note"),
                Some(events.join(self.word("；"))),
                text("next"),
            ];
            let cells = cells.map(|it| it.filter(|it| !it.is_empty()).unwrap_or_else(|| MISSING.to_owned()));
            TableRow { cells: cells.to_vec(), notes: vec![point.note] }
        };
        let weeks = series.points.iter().filter(|it| it.value.is_some()).count();
        let (statement, reserve) = compared(self.language(), series);
        let unit = series.measure.unit.clone().unwrap_or_else(|| series.measure.name.clone());
        let columns = [
            (self.word("周"), true),
            (self.word("阶段"), false),
            (unit.as_str(), true),
            (self.word("班级平均"), true),
            (self.word("变化"), false),
            (self.word("原因"), false),
            (self.word("薄弱点"), false),
            (self.word("习惯"), false),
            (self.word("事件"), false),
            (self.word("下一步"), false),
        ];
        let caption = say!(self, "{}的{}（n={}周）", name, series.measure.name, weeks);
        let table = table_of(&caption, &columns, series.points.iter().map(row).collect());
        ProgressView {
            number,
            chart: ink.chart(&chart),
            sheet: self.sheet(here, table),
            statistics: self.statistics(student, &series.measure.name),
            caption,
            statement,
            reserve,
        }
    }
}

/// Statistics that are said also where there are too few data for them.
const ALWAYS: [&str; 3] = ["slope", "theil_sen", "nap"];

/// Statistics of a series, in order.
const STATISTICS: [&str; 14] = [
    "baseline",
    "support",
    "maintenance",
    "latest",
    "missing",
    "slope",
    "theil_sen",
    "needed_slope",
    "four_point",
    "nap",
    "pnd",
    "tau",
    "tau_u",
    "rci",
];

impl Plan<'_> {
    /// What is reckoned from a pupil's values of a measure, each with its n; 数据不足 where they are too few.
    fn statistics(&self, student: StudentId, measure: &str) -> Vec<Tally> {
        let Some(scope) = self.scope_of(student) else { return Vec::new() };
        let tally = |name: &&str| {
            let label = || self.view.analysis.figure_row(&format!("progress.{name}")).map(|it| it.label.clone());
            let short = || Some(Tally { label: label()?, value: self.word("数据不足").to_owned(), href: None });
            let known = self.tally(&format!("progress.{name}({measure})"), scope);
            known.or_else(|| if ALWAYS.contains(name) { short() } else { None })
        };
        STATISTICS.iter().filter_map(tally).collect()
    }
}

/// Baseline against support in a sentence, and under which reservations.
fn compared(language: Language, series: &Series) -> (String, String) {
    let comparison = series.compare();
    let unbounded = if comparison.tau_u.is_some_and(|it| it.abs() > 1.0) { language.word("Tau-U可以超过1；") } else { "" };
    let amounts = say!(
        language,
        "基线{}次、支持{}次；{}单个案，无对照，相邻各次可能相关，由教师自行收集。",
        comparison.m,
        comparison.n,
        unbounded
    );
    let (missing, weeks) = comparison.missing;
    if !comparison.enough {
        let gap = if missing > 0 {
            say!(language, "支持期{}周中有{}周没有数据，", weeks, missing)
        } else {
            String::new()
        };
        return (say!(language, "{}数据不足，不作判断。", gap), amounts);
    }
    let unit = series.measure.unit.as_deref().unwrap_or_default();
    let mut words = String::new();
    if let Some(best) = comparison.best_of_baseline {
        let better = language.word(if series.measure.lower_is_better { "少于" } else { "高于" });
        let best = format!("{}{unit}", number(best));
        words = say!(language, "支持期{}次中有{}次{}基线最好的一次（{}）", comparison.n, comparison.beyond_best, better, best);
    }
    for (name, value) in [("NAP", comparison.nap), ("Tau-U", comparison.tau_u)] {
        if let Some(value) = value {
            words += &say!(language, "，{}={}", name, format_args!("{value:.2}"));
        }
    }
    if let Some(trend) = series.trend() {
        words += &say!(
            language,
            "；每周变化{}（95%置信区间{}～{}，n={}）",
            signed(trend.slope),
            number(trend.low),
            number(trend.high),
            trend.n
        );
    }
    (say!(language, "{}。", words.trim_start_matches(['，', '；', ',', ';', ' '])), amounts)
}
