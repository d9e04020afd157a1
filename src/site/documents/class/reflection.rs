//! Problems that the record shows, and what follows from each.

use crate::analysis::DutyTotal;
use crate::model::StudentId;
use crate::schema::Period;

use super::super::super::wording::list;
use super::super::draft::{Draft, figure};
use super::Summary;

/// A problem, and what is planned because of it.
struct Problem {
    what: String,
    plan: String,
}

/// What the record shows to be wanting, gravest first; three at most, for a plan of many points is none.
fn found(summary: &Summary) -> Vec<Problem> {
    let all = [relapses(summary), missing(summary), unmet(summary), duty(summary), weak_points(summary), agreements(summary)];
    all.into_iter().flatten().take(ORDINALS.len()).collect()
}

/// When something is to be done: a date in the next term, or in this one while it goes on.
fn soon(summary: &Summary) -> &'static str {
    if summary.topic.is_closing() { "下学期第2周前" } else { "两周内" }
}

fn relapses(summary: &Summary) -> Option<Problem> {
    let relapses = summary.view().analysis.relapses(summary.scope());
    let first = relapses.first()?;
    let same = relapses.iter().all(|it| it.trigger == first.trigger);
    let mut pupils: Vec<StudentId> = relapses.iter().map(|it| it.student).collect();
    pupils.dedup();
    let names = summary.names(&pupils);
    let holiday = same && first.trigger.as_deref() == Some("after_holiday");
    let trigger = first.trigger.as_deref().filter(|_| same).and_then(|it| summary.topic.trigger(it));
    let trigger = trigger.map(|it| format!("，{}{it}", if relapses.len() > 1 { "都" } else { "" })).unwrap_or_default();
    let (count, days) = (figure("relapse.count"), figure("relapse.days"));
    let lasted = match (relapses.as_slice(), relapses.iter().all(|it| it.recovered)) {
        ([_], true) => format!("，{days}天才恢复"),
        ([_], false) => "，还没有恢复".to_owned(),
        (_, true) => format!("，前后共{days}天"),
        (_, false) => format!("，前后共{days}天，还有没恢复的"),
    };
    let lesson = if holiday { "，节后第一周准备不足" } else { "，应对的办法还要再细" };
    let each = if pupils.len() > 1 { "各" } else { "" };
    let plan = match holiday {
        true => format!("节后第一周为{names}{each}安排一次谈心和一次低难度练习"),
        false => format!("与{names}一起写下“又难起来的时候怎么办”，{}谈一次", soon(summary)),
    };
    Some(Problem { what: format!("{names}出现反复{count}次{trigger}{lasted}{lesson}"), plan })
}

fn unmet(summary: &Summary) -> Option<Problem> {
    let goals = summary.view().analysis.goals(summary.scope());
    let unmet: Vec<_> = goals.iter().filter(|it| it.goal.result.as_deref() == Some("not_met")).collect();
    let mut pupils: Vec<StudentId> = unmet.iter().map(|it| it.student).collect();
    pupils.dedup();
    (!unmet.is_empty()).then(|| Problem {
        what: format!("{}条目标未达成（{}）", figure("goals.not_met"), summary.names(&pupils)),
        plan: format!("未达成的{}条目标拆小，{}重订", figure("goals.not_met"), soon(summary)),
    })
}

fn missing(summary: &Summary) -> Option<Problem> {
    let lacking: Vec<(StudentId, (u32, u32))> = summary
        .students
        .iter()
        .filter_map(|id| {
            let series = summary.view().analysis.series(*id, summary.of_pupil(*id));
            let comparison = series.first()?.compare();
            (!comparison.enough && comparison.missing.0 > 0).then_some((*id, comparison.missing))
        })
        .collect();
    let (first, rest) = lacking.split_first()?;
    let mut pupils = vec![first.0];
    pupils.extend(rest.iter().map(|it| it.0));
    let absences = pupils.iter().any(|id| summary.view().analysis.count(summary.of_pupil(*id), "absence") > 0);
    let names = summary.names(&pupils);
    Some(Problem {
        what: if absences {
            format!("{names}缺课较多，没有及早商定补测办法，支持期数据不足以判断")
        } else {
            format!("{names}的跟踪记录不全，支持期的数据不足以判断")
        },
        plan: if absences {
            format!("与{names}的家长商定缺课后的补测办法，写进家校约定")
        } else {
            format!("{names}的跟踪固定到每周同一天，由两位教师互相提醒")
        },
    })
}

fn weak_points(summary: &Summary) -> Option<Problem> {
    let tally = summary.view().analysis.weak_points(summary.scope());
    tally.opened.checked_sub(tally.closed).filter(|it| *it > 0)?;
    let mut topics: Vec<(String, u32)> = Vec::new();
    for (_, note) in summary.view().analysis.notes_of(summary.scope(), "weak_point") {
        if note.fields.date("closed").is_some() || note.fields.choice("status") == Some("independent") {
            continue;
        }
        let Some(topic) = note.fields.text("topic") else { continue };
        match topics.iter_mut().find(|(it, _)| it == topic) {
            Some((_, count)) => *count += 1,
            None => topics.push((topic.to_owned(), 1)),
        }
    }
    topics.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let some: Vec<&str> = topics.iter().take(3).map(|(topic, _)| topic.as_str()).collect();
    let some = if some.is_empty() { String::new() } else { format!("如{}", list(&some)) };
    Some(Problem {
        what: format!(
            "登记的薄弱环节{}个，只掌握{}个，还差的{some}",
            figure("weak_points.opened"),
            figure("weak_points.closed")
        ),
        plan: format!(
            "{}先补还没有掌握的薄弱环节，独立完成一个，销号一个",
            if summary.topic.is_closing() { "开学前两周" } else { "接下来两周" }
        ),
    })
}

/// The duty of which the smallest share was done; `None` where all were done.
pub(super) fn least_kept(totals: &[DutyTotal]) -> Option<&DutyTotal> {
    let rate = |it: &DutyTotal| f64::from(it.done) / f64::from(it.due.max(1));
    totals.iter().filter(|it| it.done < it.due).min_by(|a, b| rate(a).total_cmp(&rate(b)))
}

fn duty(summary: &Summary) -> Option<Problem> {
    /// Who did nine tenths did well.
    const ENOUGH: f64 = 0.9;
    let schema = &summary.view().casebook.schema;
    let totals = summary.view().analysis.duty_totals(summary.scope());
    // Of what nobody noted it is not known whether it was done.
    let totals: Vec<DutyTotal> = totals.into_iter().filter(|it| it.due > 0 && it.done > 0).collect();
    let worst = least_kept(&totals).filter(|it| f64::from(it.done) < f64::from(it.due) * ENOUGH)?;
    let duty = schema.duties.get(worst.duty)?;
    let (label, share) = (&duty.label, figure(&format!("duty.{}.rate", duty.key)));
    let plan = match duty.period {
        Period::Week => format!("把“{label}”排进每周的课表，周五核对一次"),
        Period::Month => format!("把“{label}”定在每月第一周，月底核对一次"),
        Period::Term | Period::Once => format!("学期初就为“{label}”定下日子，期中核对一次"),
    };
    Some(Problem { what: format!("“{label}”只完成{share}，落实不够均匀"), plan })
}

fn agreements(summary: &Summary) -> Option<Problem> {
    let tally = summary.view().analysis.contacts(summary.scope());
    tally.agreed.checked_sub(tally.known).filter(|it| *it > 0)?;
    let agreed = figure("contact.agreed");
    Some(Problem {
        what: match tally.known {
            0 => format!("家校约定{agreed}条，是否落实都没有登记"),
            _ => format!("家校约定{agreed}条，登记了是否落实的只有{}条", figure("contact.agreed_known")),
        },
        plan: "家校约定写明期限，到期当天登记落实情况".to_owned(),
    })
}

const ORDINALS: [&str; 3] = ["一是", "二是", "三是"];

/// The problems in a paragraph.
pub(super) fn problems(summary: &Summary, draft: &mut Draft) {
    let told: Vec<String> = match found(summary).as_slice() {
        [one] => vec![one.what.clone()],
        many => many.iter().zip(ORDINALS).map(|(problem, ordinal)| format!("{ordinal}{}", problem.what)).collect(),
    };
    draft.paragraph([(!told.is_empty()).then(|| format!("{}。", told.join("；"))), triggers(summary)]);
}

/// What brought on relapses and misdeeds most often, where three and more records say so (B18).
fn triggers(summary: &Summary) -> Option<String> {
    let scope = summary.scope();
    let analysis = &summary.view().analysis;
    let notes = ["relapse", "incident"].map(|kind| analysis.notes_of(scope, kind));
    let mut counts: Vec<(&str, u32)> = Vec::new();
    for key in notes.iter().flatten().filter_map(|(_, note)| note.fields.choice("trigger")) {
        match counts.iter_mut().find(|(it, _)| *it == key) {
            Some((_, count)) => *count += 1,
            None => counts.push((key, 1)),
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let (most, _) = counts.first().copied().filter(|(_, count)| *count >= 3)?;
    // A relapse names its own where it is told.
    let told = analysis.relapses(scope).iter().any(|it| it.trigger.is_some());
    if told {
        return None;
    }
    let label = summary.view().casebook.schema.choice_label("trigger", most);
    let (n, count) = (figure("trigger.n"), figure(&format!("trigger.{most}.count")));
    Some(format!("反复与违纪写明诱因的{n}次，以{label}为多（{count}次）。"))
}

/// What the class's teachers wrote themselves.
pub(super) fn reflections(summary: &Summary, draft: &mut Draft) {
    let own = summary.view().analysis.notes_of(summary.scope(), "reflection");
    for (_, note) in own.iter().filter(|(_, note)| note.class.is_some() && note.student.is_none()).take(2) {
        draft.prose(&note.body);
    }
}

/// What follows from each problem; where there is none, going on is all there is to plan.
pub(super) fn plans(summary: &Summary, draft: &mut Draft) {
    let marks = ["（一）", "（二）", "（三）"];
    let told: Vec<String> = match found(summary).as_slice() {
        [] => Vec::new(),
        [one] => vec![one.plan.clone()],
        many => many.iter().zip(marks).map(|(problem, mark)| format!("{mark}{}", problem.plan)).collect(),
    };
    draft.paragraph([(!told.is_empty()).then(|| format!("{}。", told.join("；")))]);
}
