//! Problems that the record shows, and what follows from each.

use crate::model::StudentId;

use super::super::super::wording::list;
use super::super::draft::{Draft, figure};
use super::Summary;

/// A problem, and what is planned because of it.
struct Problem {
    what: String,
    plan: String,
}

/// What the record shows to be wanting, gravest first; three at most, for a plan of six points is none.
fn found(summary: &Summary) -> Vec<Problem> {
    [relapses(summary), missing(summary), unmet(summary), duty(summary), weak_points(summary), agreements(summary)]
        .into_iter()
        .flatten()
        .take(3)
        .collect()
}

fn relapses(summary: &Summary) -> Option<Problem> {
    let schema = &summary.view().casebook.schema;
    let relapses = summary.view().analysis.relapses(summary.scope());
    let first = relapses.first()?;
    let same = relapses.iter().all(|it| it.trigger == first.trigger);
    let mut pupils: Vec<StudentId> = relapses.iter().map(|it| it.student).collect();
    pupils.dedup();
    let trigger = first.trigger.as_ref().map(|key| schema.choice_label("trigger", key));
    let cause = trigger.filter(|_| same).map(|it| format!("，诱因是{it}")).unwrap_or_default();
    let holiday = same && first.trigger.as_deref() == Some("after_holiday");
    let lesson = if holiday { "，我们对节后第一周的准备不足" } else { "，应对的办法还要再细" };
    let plan = if holiday {
        {
            let each = if pupils.len() > 1 { "各" } else { "" };
            format!("节后第一周为{}{each}安排一次谈心和一次低难度练习", summary.names(&pupils))
        }
    } else {
        format!("与{}一起写下“又难起来的时候怎么办”，开学第1周谈一次", summary.names(&pupils))
    };
    let (count, days) = (figure("relapse.count"), figure("relapse.days"));
    Some(Problem { what: format!("本学期出现反复{count}次，共{days}天{cause}{lesson}"), plan })
}

fn unmet(summary: &Summary) -> Option<Problem> {
    let goals = summary.view().analysis.goals(summary.scope());
    let unmet: Vec<_> = goals.iter().filter(|it| it.goal.result.as_deref() == Some("not_met")).collect();
    let mut pupils: Vec<StudentId> = unmet.iter().map(|it| it.student).collect();
    pupils.dedup();
    (!unmet.is_empty()).then(|| Problem {
        what: format!("{}条目标未达成（{}）", figure("goals.not_met"), summary.names(&pupils)),
        plan: format!("未达成的{}条目标拆成更小的步骤，开学第2周前与学生、家长重订", figure("goals.not_met")),
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
            format!("{names}缺课较多，没有及早商定补测办法，支持期的数据不足以判断")
        } else {
            format!("{names}的跟踪记录不全，支持期的数据不足以判断")
        },
        plan: if absences {
            format!("与{names}的家长商定缺课后的补测办法，并写进家校约定")
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
        plan: "开学前两周先补还没有掌握的薄弱环节，独立完成一个，销号一个".to_owned(),
    })
}

fn duty(summary: &Summary) -> Option<Problem> {
    let schema = &summary.view().casebook.schema;
    let totals = summary.view().analysis.duty_totals(summary.scope());
    let rate = |done: u32, due: u32| f64::from(done) / f64::from(due.max(1));
    let worst = totals.iter().filter(|it| it.due > 0).min_by(|a, b| rate(a.done, a.due).total_cmp(&rate(b.done, b.due)))?;
    let label = &schema.duties.get(worst.duty)?.label;
    let share = figure(&format!("duty.{}.rate", schema.duties.get(worst.duty)?.key));
    (rate(worst.done, worst.due) < 0.9).then(|| Problem {
        what: format!("“{label}”只完成{share}，落实不够均匀"),
        plan: format!("把“{label}”排进每周的课表，周五核对一次"),
    })
}

fn agreements(summary: &Summary) -> Option<Problem> {
    let tally = summary.view().analysis.contacts(summary.scope());
    tally.agreed.checked_sub(tally.known).filter(|it| *it > 0)?;
    Some(Problem {
        what: format!("家校约定{}条，登记了是否落实的只有{}条", figure("contact.agreed"), figure("contact.agreed_known")),
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
