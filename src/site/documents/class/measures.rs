//! What was done: goals, talks, tutoring, duties, families, chances, the class.

use crate::analysis::{Amount, ContactTally, DutyTotal, Scope, Subject};

use super::super::super::tables;
use super::super::super::wording::{clip, list, number, percent};
use super::super::draft::{Draft, figure};
use super::Summary;

/// Talks: how many, how far trust came, and what a pupil said.
pub(super) fn talks(summary: &Summary, draft: &mut Draft) {
    let count = summary.count("talk");
    if count == 0 {
        return;
    }
    let each = f64::from(count) / f64::from(summary.n());
    let told = summary.view().tells_count(summary.scope(), summary.n());
    let mean = if told && summary.n() > 1 && each >= 2.0 {
        format!("，人均{}次", number((each * 10.0).round() / 10.0))
    } else {
        String::new()
    };
    let first = format!("{}谈心{}次{mean}。", summary.topic.so_far(), figure("talk.count"));
    draft.paragraph([Some(first), trust(summary), corrected(summary)]);
    // Where a case is told, the words stand there.
    if super::cases::quoted(summary).is_none() {
        draft.paragraph([quoted(summary)]);
    }
}

/// The stage of trust at first and at last; of pupils with one talk each there is no course to tell.
fn trust(summary: &Summary) -> Option<String> {
    let trust = summary.view().analysis.trust(summary.scope());
    if trust.n == 0 || !summary.view().tells_count(summary.scope(), trust.n) || summary.count("talk") <= trust.n {
        return None;
    }
    let start = match trust.guarded {
        0 => "期初没有人处于“戒备”".to_owned(),
        n if n > 1 && n == trust.n => format!("期初{}人都还“戒备”", figure("trust.guarded")),
        _ => format!("期初{}人处于“戒备”", figure("trust.guarded")),
    };
    let end = summary.topic.at_end();
    let end = match trust.seeking {
        0 => format!("{end}还没有人主动找老师"),
        _ => format!("{end}{}人能主动找老师", figure("trust.seeking")),
    };
    Some(format!("{start}，{end}（信任阶段，n={}）。", trust.n))
}

/// What one of the pupils said, and what was agreed.
fn quoted(summary: &Summary) -> Option<String> {
    let quote = summary.topic.quotes().into_iter().next()?;
    let agreed = quote.note.fields.records("agreement");
    let agreed = agreed.first().and_then(|it| it.text("text")).map(|it| format!("当次约定：{}。", it.trim_end_matches('。')));
    let (day, name) = (quote.note.date.month_day(), summary.topic.name(quote.student));
    Some(format!("{day}，{name}说：“{}”{}", sentence(quote.words), agreed.unwrap_or_default()))
}

/// A correction enters a document as a count of three and more only.
fn corrected(summary: &Summary) -> Option<String> {
    (summary.count("corrective_talk") >= FEWEST).then(|| format!("批评教育{}次。", figure("corrective_talk.count")))
}

/// Of misdeeds and what follows them, fewer are not told.
const FEWEST: u32 = 3;

/// A quotation with a full stop at its end, unless it ends in a mark already.
pub(super) fn sentence(words: &str) -> String {
    let words = words.trim();
    if words.ends_with(['。', '！', '？', '…']) {
        words.to_owned()
    } else {
        format!("{}。", words.trim_end_matches(['，', '；']))
    }
}

pub(super) fn goals(summary: &Summary, draft: &mut Draft) {
    let tally = summary.view().analysis.goal_tally(summary.scope());
    if tally.total == 0 {
        return;
    }
    let goals = summary.view().analysis.goals(summary.scope());
    let whole = goals.iter().filter(|it| it.goal.baseline.is_some() && it.goal.target.is_some()).count();
    let numbers = match whole as u32 {
        0 => String::new(),
        1 if tally.total == 1 => "，写明起点和目标值".to_owned(),
        n if n == tally.total => "，每条都写明起点和目标值".to_owned(),
        n => format!("，其中{n}条写明起点和目标值"),
    };
    let judged = tally.met + tally.partly + tally.not_met;
    let mut ends: Vec<String> = [
        (tally.met, "达成", "goals.met"),
        (tally.partly, "部分达成", "goals.partly"),
        (tally.not_met, "未达成", "goals.not_met"),
    ]
    .into_iter()
    .filter(|(n, ..)| *n > 0)
    .map(|(_, what, name)| format!("{what}{}条", figure(name)))
    .collect();
    if tally.open > 0 {
        let revised = goals.iter().any(|it| it.goal.result.as_deref() == Some("revised"));
        ends.push(format!("{}{}条", if revised { "尚未评定或已调整" } else { "尚未评定" }, tally.open));
    }
    let ends = (judged > 0).then(|| format!("{}{}。", summary.topic.at_end(), ends.join("，")));
    let (owners, count) = (figure("goal.students"), figure("goals.count"));
    draft.paragraph([Some(format!("{owners}人共订目标{count}条{numbers}。")), ends, unwritten(summary, &goals)]);
}

/// Goals of which little more is written than the pupil's words have no table; the first ones are told.
fn unwritten(summary: &Summary, goals: &[crate::analysis::GoalView]) -> Option<String> {
    let table = tables::table(summary.view(), "goals", summary.scope())?;
    let told = |it: &crate::analysis::GoalView| {
        let result = it.goal.result.as_ref().map(|key| summary.view().casebook.schema.choice_label("goal_result", key));
        let result = result.map(|it| format!("（{it}）")).unwrap_or_default();
        format!("{}的“{}”{result}", summary.topic.name(it.student), it.goal.text.trim_end_matches('。'))
    };
    let first: Vec<String> = goals.iter().take(3).map(told).collect();
    tables::is_sparse(&table).then(|| format!("如{}。", list(&first)))
}

fn tutoring(summary: &Summary) -> Option<String> {
    let tally = summary.view().analysis.tutoring(summary.scope());
    (tally.held > 0).then(|| match percent(tally.held, tally.planned).filter(|_| tally.planned >= tally.held) {
        Some(_) => format!("计划辅导{}次，落实{}。", figure("tutoring.planned"), figure("tutoring.fidelity")),
        None => format!("开展辅导{}次。", figure("tutoring.held")),
    })
}

/// What was taught and which gaps were closed.
fn taught(summary: &Summary) -> Option<String> {
    let methods = (summary.count("method_taught") > 0).then(|| {
        let notes = summary.view().analysis.notes_of(summary.scope(), "method_taught");
        let alone = notes.iter().any(|(_, note)| note.fields.boolean("independent") == Some(true));
        let alone =
            if alone { format!("，其中{}人次已会独立使用", figure("methods.independent")) } else { String::new() };
        format!("教会学习方法{}人次{alone}", figure("method_taught.count"))
    });
    let weak = summary.view().analysis.weak_points(summary.scope());
    let weak = (weak.opened > 0).then(|| {
        let closed = match weak.closed {
            0 => "都还在练".to_owned(),
            closed if closed == weak.opened => "都已掌握".to_owned(),
            _ => format!("已掌握{}个", figure("weak_points.closed")),
        };
        format!("登记薄弱环节{}个，{closed}", figure("weak_points.opened"))
    });
    let told: Vec<String> = [methods, weak].into_iter().flatten().collect();
    (!told.is_empty()).then(|| format!("{}。", told.join("；")))
}

/// Tutoring, methods, weak points, and how the duties were kept on the whole; the table has each.
pub(super) fn support(summary: &Summary, draft: &mut Draft) {
    let (kept, silent) = totals(summary);
    draft.paragraph([tutoring(summary), taught(summary), rate(&kept), unrecorded(summary, &kept, &silent)]);
}

/// The duties alone, with what is overdue.
pub(super) fn support_duties(summary: &Summary, draft: &mut Draft) {
    let (kept, silent) = totals(summary);
    let overdue = summary.view().analysis.overdue(summary.scope());
    let overdue = (!overdue.is_empty() && !kept.is_empty()).then(|| format!("到期未做{}人次。", figure("duty.overdue")));
    draft.paragraph([rate(&kept), overdue, unrecorded(summary, &kept, &silent)]);
}

/// The duties that are due, first those of which anything is recorded.
fn totals(summary: &Summary) -> (Vec<DutyTotal>, Vec<DutyTotal>) {
    let due = summary.view().analysis.duty_totals(summary.scope()).into_iter().filter(|it| it.due > 0);
    due.partition(|it| it.done > 0)
}

/// `“六个一”完成率76.8%（387/504）。`
fn rate(kept: &[DutyTotal]) -> Option<String> {
    let rate = figure("duty.rate");
    (!kept.is_empty()).then(|| format!("“六个一”完成率{rate}。"))
}

/// Duties of which nothing is recorded: whether they were done cannot be told.
fn unrecorded(summary: &Summary, kept: &[DutyTotal], silent: &[DutyTotal]) -> Option<String> {
    let names: Vec<&str> = silent.iter().filter_map(|it| name_of(summary, it)).collect();
    (!names.is_empty() && !kept.is_empty()).then(|| format!("{}没有登记，做没做无从核对。", list(&names)))
}

/// What a duty is called in a table: `谈心`.
fn name_of<'v>(summary: &Summary<'v>, total: &DutyTotal) -> Option<&'v str> {
    let duty = summary.view().casebook.schema.duties.get(total.duty)?;
    Some(duty.synonyms.first().unwrap_or(&duty.label))
}

pub(super) fn families(summary: &Summary, draft: &mut Draft) {
    let tally = summary.view().analysis.contacts(summary.scope());
    if tally.total == 0 {
        return;
    }
    let covered = if tally.covered == tally.students {
        format!("{}个家庭均已覆盖", figure("family_contact.students"))
    } else {
        format!("覆盖{}个家庭（共{}个）", figure("family_contact.students"), figure("students.count"))
    };
    let news = match tally.good_news {
        0 => String::new(),
        all if all == tally.total => "，每次都通报了进步".to_owned(),
        _ => format!("，{}次通报了进步", figure("contact.progress_reported")),
    };
    let first = format!("与家长联系{}次，{covered}{news}。", figure("family_contact.count"));
    draft.paragraph([Some(first), agreements(&tally), partnership(summary)]);
}

/// What was agreed on with families and community, in the words of the notes of the class.
fn partnership(summary: &Summary) -> Option<String> {
    let notes = summary.view().analysis.notes_of(summary.scope(), "partnership_note");
    let told = notes.iter().filter_map(|(_, note)| {
        let brief = note.brief.as_deref()?.trim_end_matches('。');
        Some(format!("{}，{brief}", note.date.month_day()))
    });
    let told: Vec<String> = told.take(2).collect();
    (!told.is_empty()).then(|| format!("{}。", told.join("；")))
}

fn agreements(tally: &ContactTally) -> Option<String> {
    if tally.agreed == 0 {
        return None;
    }
    let (agreed, kept) = (figure("contact.agreed"), figure("contact.agreed_done"));
    Some(match tally.known {
        0 => format!("共约定事项{agreed}条，是否落实还没有登记。"),
        known if known == tally.agreed => format!("共约定事项{agreed}条，已落实{kept}条。"),
        _ => format!("共约定事项{agreed}条，有落实记录的{}条中已落实{kept}条。", figure("contact.agreed_known")),
    })
}

pub(super) fn chances(summary: &Summary, draft: &mut Draft) {
    let (showcases, praises) = (summary.count("showcase"), summary.count("praise"));
    let posts = summary.view().analysis.notes_of(summary.scope(), "post");
    let mut parts = Vec::new();
    if showcases > 0 {
        parts.push(format!("提供课堂表现机会{}次", figure("showcase.count")));
    }
    if praises > 0 {
        parts.push(format!("发现并表扬优点{}次", figure("praise.count")));
    }
    if !posts.is_empty() {
        let mut names: Vec<&str> = Vec::new();
        for name in posts.iter().filter_map(|(_, note)| note.fields.text("post")) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.truncate(2);
        parts.push(format!("安排{}等岗位{}人次", list(&names), figure("post.count")));
    }
    if parts.is_empty() {
        return;
    }
    let flags = summary.topic.flags();
    if flags > 0 {
        parts.push(format!("小红旗{}面", figure("award.total")));
    }
    // Only where each had a share in it.
    let shares = |student| {
        let own = Scope { subject: Subject::Student(student), ..summary.scope() };
        ["showcase", "praise", "post"].into_iter().any(|it| summary.view().analysis.count(own, it) > 0)
    };
    let whom = match summary.view().analysis.students(summary.scope()).into_iter().all(shares) {
        true => format!("为{}人", figure("students.count")),
        false => "本学期".to_owned(),
    };
    let first = format!("{whom}{}。", parts.join("，"));
    draft.paragraph([Some(first), example(summary)]);
}

/// A post, or a chance that went well; a case that is told is example enough.
fn example(summary: &Summary) -> Option<String> {
    if super::cases::quoted(summary).is_some() {
        return None;
    }
    let notes = |kind: &str| summary.view().analysis.notes_of(summary.scope(), kind);
    let post = notes("post").into_iter().find_map(|(_, note)| {
        let name = summary.topic.name(note.student?);
        let post = note.fields.text("post")?;
        let week = note.week.map_or_else(|| note.date.month_day(), |week| format!("第{week}周"));
        let went = note.fields.text("performance").map(|it| format!("，{}", it.trim_end_matches('。')));
        let duty = note.fields.texts("duties").first().map(|it| format!("，负责{it}"));
        Some(format!("如{name}{week}起任{post}{}。", went.or(duty).unwrap_or_default()))
    });
    let shown = || {
        notes("showcase").into_iter().find_map(|(_, note)| {
            let (task, result) = (note.fields.text("task")?, note.fields.text("result")?);
            let name = summary.topic.name(note.student?);
            let strength = note.fields.text("strength").map(|it| format!("，用上了“{it}”的长处")).unwrap_or_default();
            Some(format!("{}，{name}{}{strength}，{}。", note.date.month_day(), clip(task, 30), result.trim_end_matches('。')))
        })
    };
    post.or_else(shown)
}

pub(super) fn climate(summary: &Summary, draft: &mut Draft) {
    let meetings = summary.view().analysis.notes_of(summary.scope(), "class_meeting");
    let themes: Vec<String> =
        meetings.iter().filter_map(|(_, note)| Some(format!("“{}”", note.fields.text("theme")?))).collect();
    if themes.is_empty() {
        return;
    }
    let consensus: Vec<&str> = meetings.iter().flat_map(|(_, note)| note.fields.texts("consensus")).collect();
    let agreed = if consensus.is_empty() { String::new() } else { format!("，形成共识{}条", consensus.len()) };
    let held = format!("召开主题班队会{}次：{}{agreed}。", figure("class_meeting.count"), themes.concat());
    draft.paragraph([Some(held), peers(summary), after(summary)]);
}

/// How often somebody was called names or laughed at, as a count of three and more only.
fn peers(summary: &Summary) -> Option<String> {
    let count = summary.count("peer_climate_event");
    (count >= FEWEST).then(|| format!("登记同伴氛围事件{}次，每次都作了处理。", figure("peer_climate_event.count")))
}

/// How pupils stand among the others at the end, and how far habits were kept: what meetings are to bring about (C7).
fn after(summary: &Summary) -> Option<String> {
    let schema = &summary.view().casebook.schema;
    let affect = summary.view().analysis.affect(summary.scope());
    let told = affect.iter().filter(|it| summary.view().tells_count(summary.scope(), it.n));
    let rated = told.filter(|it| &*it.item == "peer_relation");
    let rated: Vec<String> = rated
        .map(|it| {
            let [start, end] = ["start", "end"].map(|when| figure(&format!("affect.{}.{when}", it.item)));
            format!("{}由{start}到{end}", schema.choice_label("affect_item", &it.item))
        })
        .collect();
    let n = affect.iter().map(|it| it.n).max().unwrap_or(0);
    let rated = (!rated.is_empty()).then(|| format!("{}再评，{}（1—5分，n={n}）", summary.topic.at_end(), list(&rated)));
    let rate = summary.view().figure("habit.rate", summary.scope()).is_ok_and(|it| matches!(it.amount, Amount::Percent { .. }));
    let kept = rate.then(|| format!("登记的习惯做到率{}", figure("habit.rate")));
    let told: Vec<String> = [rated, kept].into_iter().flatten().collect();
    (!told.is_empty()).then(|| format!("{}。", told.join("；")))
}
