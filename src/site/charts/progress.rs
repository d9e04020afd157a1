//! A measure over the weeks of a term.

use std::cmp::Ordering;

use crate::analysis::statistics::aimline;
use crate::analysis::{Point, Scope, Series, Subject};
use crate::date::Week;
use crate::diag::Language;
use crate::model::Goal;
use crate::phrases::{Speaks, say};
use crate::privacy::View;
use crate::schema::normalize;

use super::super::chart::{ChartPoint, Phase, ProgressChart, Turn};
use super::super::tables::MISSING;
use super::super::wording::number;
use super::{Ask, Chart, FigureView, data, words};

/// A series as a chart. `id` must be distinct within a page; `name` is how the pupil is called.
pub fn progress(view: &View, series: &Series, name: &str, id: &str) -> ProgressChart {
    chart_of(view, series, name, id, Records::Weekly)
}

/// Whether a record is expected each week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Records {
    /// Each week: one without is a gap.
    Weekly,
    /// Now and then.
    Occasional,
}

/// A series of records as a chart.
pub(super) fn chart_of(view: &View, series: &Series, name: &str, id: &str, records: Records) -> ProgressChart {
    let phases = phases(series);
    let points: Vec<ChartPoint> = series
        .points
        .iter()
        .zip(&phases)
        .filter_map(|(point, phase)| Some(ChartPoint { week: point.week, value: point.value?, phase: phase.shown }))
        .collect();
    let mut phase_starts: Vec<Week> = Vec::new();
    for ((_, before), (point, now)) in series.points.iter().zip(&phases).zip(series.points.iter().zip(&phases).skip(1)) {
        if before.carrier != now.carrier {
            phase_starts.push(point.week);
        }
    }
    let span = match (points.first(), points.last()) {
        (Some(first), Some(last)) => say!(view, "，{}", view.weeks(first.week, last.week)),
        _ => String::new(),
    };
    let (aim, class, turns) = (aim(view, series), class_means(view, series), turns(view, series));
    let course = description(view.language(), series, &phases, records);
    let mut description = course.clone();
    for sentence in [
        words::turns(view.language(), &turns),
        words::class_means(view.language(), &class),
        aim.as_ref().map(|it| words::aim(view.language(), it)),
    ] {
        description += &sentence.map_or_else(String::new, |it| it + view.word("。"));
    }
    ProgressChart {
        id: id.to_owned(),
        title: format!("{}{span}", words::of(view.language(), Some(name), &series.measure.name)),
        description,
        course,
        unit: series.measure.unit.clone().unwrap_or_default(),
        weeks: series.weeks,
        points,
        phase_starts,
        relapses: series.relapses.iter().map(|it| (it.from, it.to)).collect(),
        events: series.events.iter().map(|it| (it.week, it.words.clone())).collect(),
        baseline: series.baseline,
        target: series.target,
        aim,
        class,
        turns,
        bounds: (series.measure.min, series.measure.max),
        occasional: records == Records::Occasional,
    }
}

/// The way from the median of the first three values to the goal's target in the week in which the goal is due; the same as
/// `progress.needed_slope` goes. `None` without such a goal, or where it is not due within the term.
fn aim(view: &View, series: &Series) -> Option<[(f64, f64); 2]> {
    let note = view.casebook.note(series.points.first()?.note);
    let term = view.casebook.config.term(note.term?)?;
    let scope = Scope { subject: Subject::Student(note.student?), term: term.id };
    let goals = view.analysis.goals(scope);
    let about = |it: &&Goal| it.measure.as_deref() == Some(&*series.measure.name) && it.target.is_some();
    let goal = goals.iter().map(|it| it.goal).find(about)?;
    let by = f64::from(term.week_of(goal.due?)?);
    let points: Vec<(f64, f64)> = series.points.iter().filter_map(|it| Some((f64::from(it.week), it.value?))).collect();
    let line = aimline(&points, goal.target?, by)?;
    Some([(line.start, line.baseline), (by, line.at(by))])
}

/// The class's mean and standard deviation where a record gives them.
fn class_means(view: &View, series: &Series) -> Vec<(Week, f64, Option<f64>)> {
    let given = |point: &Point| {
        let fields = &view.casebook.note(point.note).fields;
        Some((point.week, fields.number("class_mean")?, fields.number("class_sd")))
    };
    series.points.iter().filter_map(given).collect()
}

/// Changes that the teacher judged and gave a reason for.
fn turns(view: &View, series: &Series) -> Vec<Turn> {
    let turn = |point: &Point| {
        let fields = &view.casebook.note(point.note).fields;
        let way = match fields.choice("direction")? {
            "improved" => Ordering::Greater,
            "declined" => Ordering::Less,
            _ => Ordering::Equal,
        };
        let reason = fields.choice("reason_category").map(|it| view.casebook.schema.choice_label("change_reason", it));
        Some(Turn { week: point.week, way, reason: reason.unwrap_or_default().to_owned() })
    };
    series.points.iter().filter_map(turn).collect()
}

/// The chart of a pupil's first measure, or of the one that is asked for.
pub(super) fn figure(ask: Ask) -> Option<FigureView> {
    let student = ask.pupil()?;
    let series = ask.analysis.series(student, ask.scope);
    let of_subject = |it: &&Series| !ask.has_subject() || ask.is_subject(it.measure.subject.as_deref());
    let asked = |it: &&Series| ask.measure.is_none_or(|name| normalize(&it.measure.name) == normalize(name));
    let series = series.iter().filter(of_subject).find(asked).filter(|it| it.points.iter().any(|it| it.value.is_some()))?;
    Some(progress_figure(ask.view, series, ask.casebook.student(student).shown_name(), ask.place))
}

/// A pupil's series as a figure, not yet numbered. `place` makes its id distinct.
pub fn progress_figure(view: &View, series: &Series, name: &str, place: &str) -> FigureView {
    let chart = progress(view, series, name, place);
    let n = series.points.iter().filter(|it| it.value.is_some()).count();
    let schema = &view.casebook.schema;
    let (turned, class) = (!chart.turns.is_empty(), !chart.class.is_empty());
    let row = |(point, phase): (&Point, &PointPhase)| {
        let events = series.events.iter().filter(|it| it.week == point.week).map(|it| it.words.as_str());
        let turn = chart.turns.iter().find(|it| it.week == point.week).map(|it| words::turn(view.language(), it));
        let mean = chart.class.iter().find(|it| it.0 == point.week).map(|(_, mean, sd)| words::mean_and_spread(*mean, *sd));
        let mut row = vec![point.week.to_string(), schema.choice_label("phase", phase.shown.key()).to_owned()];
        let or_missing = |it: Option<String>| it.filter(|it| !it.is_empty()).unwrap_or_else(|| MISSING.to_owned());
        row.push(or_missing(point.value.map(number)));
        row.extend(class.then(|| or_missing(mean)));
        row.extend(turned.then(|| or_missing(turn)));
        row.push(or_missing(Some(events.collect::<Vec<_>>().join(view.word("；")))));
        row
    };
    let unit = series.measure.unit.as_deref().unwrap_or(&series.measure.name);
    let mut heads = vec![view.word(words::WEEK), view.word(words::heads::PHASE), unit];
    heads.extend(class.then_some(view.word(words::heads::CLASS)));
    heads.extend(turned.then_some(view.word(words::heads::TURN)));
    heads.push(view.word(words::heads::EVENT));
    let rows = series.points.iter().zip(&phases(series)).map(row).collect();
    let caption =
        words::with_n(view.language(), &words::of(view.language(), Some(name), &series.measure.name), n, words::TIMES);
    FigureView { number: 0, data: data(&caption, &heads, rows), caption, chart: Chart::Progress(chart) }
}

/// The phase of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct PointPhase {
    /// As it is drawn: a point within a relapse is one.
    shown: Phase,
    /// The phase that goes on through relapses.
    carrier: Phase,
}

fn phases(series: &Series) -> Vec<PointPhase> {
    let own = |point: &Point| Phase::of(point.phase.as_deref());
    let mut carrier = series.points.iter().map(own).find(|it| *it != Phase::Relapse).unwrap_or(Phase::Support);
    let phase = |point: &Point| {
        let own = own(point);
        if own != Phase::Relapse {
            carrier = own;
        }
        let relapsed = series.relapses.iter().any(|it| (it.from..=it.to).contains(&point.week));
        let shown = if relapsed && own != Phase::Baseline { Phase::Relapse } else { own };
        PointPhase { shown, carrier }
    };
    series.points.iter().map(phase).collect()
}

/// What can be read from the chart, in sentences.
fn description(language: Language, series: &Series, phases: &[PointPhase], records: Records) -> String {
    let unit = series.measure.unit.as_deref().unwrap_or_default();
    let valued: Vec<(Week, f64, PointPhase)> =
        series.points.iter().zip(phases).filter_map(|(point, phase)| Some((point.week, point.value?, *phase))).collect();
    if valued.is_empty() {
        return say!(language, "{}。", language.word(words::NO_DATA));
    }
    let mut sentences: Vec<String> = Vec::new();
    for stretch in valued.chunk_by(|a, b| a.2.carrier == b.2.carrier) {
        sentences.push(stretch_in_words(language, stretch, unit));
    }
    for band in &series.relapses {
        let inside: Vec<f64> =
            valued.iter().filter(|(week, ..)| (band.from..=band.to).contains(week)).map(|(_, value, _)| *value).collect();
        let values =
            if inside.is_empty() { language.word(words::NO_DATA).to_owned() } else { listed(language, &inside) + unit };
        sentences.push(say!(
            language,
            "{}{}，{}",
            language.weeks(band.from, band.to),
            language.word(words::phase(Phase::Relapse)),
            values
        ));
    }
    if let Some(baseline) = series.baseline {
        sentences.push(words::baseline(language, &number(baseline), unit));
    }
    if let (Some(target), Some((_, latest, _))) = (series.target, valued.last()) {
        let reached = if series.measure.lower_is_better { *latest <= target } else { *latest >= target };
        sentences.push(words::target(language, &number(target), &number(*latest), unit, reached));
    }
    if records == Records::Weekly {
        sentences.extend(missing(language, series, &valued));
    }
    say!(language, "{}。", sentences.join(language.word("。")))
}

/// `基线3次（第1—3周）：13、12、14题/分`; more than four values as first, last and range.
fn stretch_in_words(language: Language, stretch: &[(Week, f64, PointPhase)], unit: &str) -> String {
    let values: Vec<f64> = stretch.iter().map(|(_, value, _)| *value).collect();
    let (Some((first, _, phase)), Some((last, ..))) = (stretch.first(), stretch.last()) else { return String::new() };
    // A relapse belongs to the phase it falls into.
    let name = language.word(words::phase(if phase.carrier == Phase::Relapse { Phase::Support } else { phase.carrier }));
    let head = say!(language, "{}{}{}（{}）", name, values.len(), language.word(words::TIMES), language.weeks(*first, *last));
    match values.as_slice() {
        [from, .., to] if values.len() > 4 => {
            let low = values.iter().copied().fold(f64::INFINITY, f64::min);
            let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let (from, to, low, high) = (number(*from), number(*to), number(low), number(high));
            words::course(language, &head, [&from, &to, &low, &high], unit)
        }
        values => say!(language, "{}：{}{}", head, listed(language, values), unit),
    }
}

/// The weeks between the first and the last value, or of records without one, that have no value.
fn missing(language: Language, series: &Series, valued: &[(Week, f64, PointPhase)]) -> Option<String> {
    let has = |week: &Week| valued.iter().any(|(it, ..)| it == week);
    let first = series.points.iter().map(|it| it.week).min()?;
    let last = series.points.iter().map(|it| it.week).max()?;
    let gaps: Vec<Week> = (first..=last).filter(|week| !has(week)).collect();
    (!gaps.is_empty()).then(|| say!(language, "{}{}", words::week_list(language, &gaps), language.word(words::NO_DATA)))
}

fn listed(language: Language, values: &[f64]) -> String {
    values.iter().map(|it| number(*it)).collect::<Vec<_>>().join(language.word("、"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::RelapseBand;
    use crate::config::Measure;
    use crate::date::Date;
    use crate::model::NoteId;

    fn measure(lower_is_better: bool) -> Measure {
        Measure {
            name: "口算流畅度".into(),
            unit: Some("题/分".into()),
            subject: None,
            lower_is_better,
            min: None,
            max: None,
            reliability: None,
        }
    }

    fn series(values: &[(Week, Option<f64>, &str)]) -> Series {
        let date = Date::new(2026, 3, 5).expect("a day");
        let point = |&(week, value, phase): &(Week, Option<f64>, &str)| Point {
            week,
            date,
            value,
            phase: (!phase.is_empty()).then(|| phase.into()),
            note: NoteId(0),
        };
        Series {
            measure: measure(false),
            points: values.iter().map(point).collect(),
            weeks: 18,
            relapses: Vec::new(),
            events: Vec::new(),
            baseline: None,
            target: None,
        }
    }

    fn band(from: Week, to: Week) -> RelapseBand {
        RelapseBand { from, to, trigger: None, days: None, note: None }
    }

    fn spoken(series: &Series) -> String {
        description(Language::Chinese, series, &phases(series), Records::Weekly)
    }

    fn shown(series: &Series) -> Vec<(Phase, Phase)> {
        phases(series).iter().map(|it| (it.shown, it.carrier)).collect()
    }

    #[test]
    fn levels_relapses_target_and_gaps_are_told() {
        let values = [13, 12, 14, 15, 16, 18, 18, 19, 14, 13, 16, 18, 19, 20, 21, 20, 21];
        let phase = |week| match week {
            1..=3 => "A",
            16.. => "M",
            _ => "B",
        };
        let points: Vec<_> = (1..).zip(values).map(|(week, it)| (week, Some(f64::from(it)), phase(week))).collect();
        let mut stone = series(&points);
        stone.relapses = vec![band(9, 10)];
        (stone.baseline, stone.target) = (Some(13.0), Some(20.0));
        assert_eq!(
            spoken(&stone),
            "基线3次（第1—3周）：13、12、14题/分。支持12次（第4—15周）：由15到21题/分，最低13，最高21。\
             维持2次（第16—17周）：20、21题/分。第9—10周反复，14、13题/分。基线中位数13题/分。\
             目标20题/分，最近一次21题/分，达到目标。"
        );
        assert_eq!(shown(&stone)[8], (Phase::Relapse, Phase::Support), "the note's weeks mark the points");
    }

    #[test]
    fn missing_weeks_are_told_and_no_value_is_made_up() {
        let cloud = series(&[(1, Some(8.5), "A"), (2, None, "A"), (5, Some(9.0), "B"), (6, None, "B")]);
        assert_eq!(spoken(&cloud), "基线1次（第1周）：8.5题/分。支持1次（第5周）：9题/分。第2—4、6周没有数据。");
        assert_eq!(spoken(&series(&[(1, None, "A")])), "没有数据。");
        assert_eq!(spoken(&series(&[])), "没有数据。");
    }

    #[test]
    fn less_may_be_better() {
        let mut fewer = series(&[(1, Some(9.0), "A"), (2, Some(4.0), "B")]);
        fewer.target = Some(5.0);
        assert!(spoken(&fewer).contains("未达到目标"));
        fewer.measure = measure(true);
        assert!(spoken(&fewer).contains("最近一次4题/分，达到目标"));
    }

    #[test]
    fn a_relapse_ends_no_phase() {
        let it = series(&[(1, Some(1.0), "R"), (2, Some(1.0), "B"), (3, Some(1.0), "R"), (4, Some(1.0), "M"), (5, None, "")]);
        let carriers: Vec<_> = shown(&it).iter().map(|it| it.1).collect();
        use Phase::{Maintenance as M, Support as B};
        assert_eq!(carriers, [B, B, B, M, B], "a point without a phase counts as support");
        assert_eq!(shown(&it)[0].0, Phase::Relapse);
    }
}
