//! What was done: goals, talks, tutoring, duties, families, chances, the class.

use crate::analysis::ContactTally;

use super::super::super::wording::{clip, list, number, percent};
use super::super::draft::{Draft, figure};
use super::Summary;

pub(super) fn talks(summary: &Summary, draft: &mut Draft) {
    let count = summary.count("talk");
    if count == 0 {
        return;
    }
    let each = f64::from(count) / f64::from(summary.n());
    let mean = if summary.n() > 1 { format!("，人均{}次", number((each * 10.0).round() / 10.0)) } else { String::new() };
    let trust = summary.view().analysis.trust(summary.scope());
    let stages = (trust.n > 0).then(|| {
        let start = match trust.guarded {
            0 => "期初没有人停在“戒备”".to_owned(),
            _ => format!("期初{}人处于“戒备”", figure("trust.guarded")),
        };
        let end = match trust.seeking {
            0 => "期末仍以老师约谈为主".to_owned(),
            _ => format!("期末{}人能主动找老师", figure("trust.seeking")),
        };
        format!("{start}，{end}（信任阶段，n={}）。", trust.n)
    });
    // A correction enters a document as a count of three and more only.
    let corrected =
        (summary.count("corrective_talk") >= FEWEST).then(|| format!("批评教育{}次。", figure("corrective_talk.count")));
    draft.paragraph([Some(format!("全学期谈心{}次{mean}。", figure("talk.count"))), stages, corrected]);
    // Where a case is told, the words stand there.
    let quotes = if super::cases::quoted(summary).is_some() { Vec::new() } else { summary.topic.quotes() };
    let told = quotes.iter().take(1).map(|quote| {
        let name = summary.topic.name(quote.student);
        let day = quote.note.date.month_day();
        let agreed = quote.note.fields.records("agreement");
        let agreed = agreed.first().and_then(|it| it.text("text")).map(|it| it.trim_end_matches('。'));
        let close = match agreed {
            Some(agreed) => format!("当次约定：{agreed}。"),
            None => String::new(),
        };
        Some(format!("{day}，{name}说：“{}”{close}", sentence(quote.words)))
    });
    draft.paragraph(told);
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
        ends.push(format!("尚未评定或已调整{}条", tally.open));
    }
    let ends = (judged > 0).then(|| format!("期末{}。", ends.join("，")));
    let (owners, count) = (figure("goal.students"), figure("goals.count"));
    draft.paragraph([Some(format!("{owners}人共订目标{count}条{numbers}。")), ends]);
}

fn tutoring(summary: &Summary) -> Option<String> {
    let tally = summary.view().analysis.tutoring(summary.scope());
    let methods = summary.count("method_taught");
    let held = (tally.held > 0).then(|| match percent(tally.held, tally.planned).filter(|_| tally.planned >= tally.held) {
        Some(_) => format!("计划辅导{}次，落实{}。", figure("tutoring.planned"), figure("tutoring.fidelity")),
        None => format!("开展辅导{}次。", figure("tutoring.held")),
    });
    let taught = (methods > 0).then(|| {
        let notes = summary.view().analysis.notes_of(summary.scope(), "method_taught");
        let alone = notes.iter().filter(|(_, note)| note.fields.boolean("independent") == Some(true));
        let alone = match alone.count() {
            0 => String::new(),
            _ => format!("，其中{}人次已会独立使用", figure("methods.independent")),
        };
        format!("教会学习方法{}人次{alone}。", figure("method_taught.count"))
    });
    let weak = summary.view().analysis.weak_points(summary.scope());
    let weak = (weak.opened > 0)
        .then(|| format!("登记薄弱环节{}个，已掌握{}个。", figure("weak_points.opened"), figure("weak_points.closed")));
    let told: Vec<String> = [held, taught, weak].into_iter().flatten().collect();
    (!told.is_empty()).then(|| told.concat())
}

/// Tutoring, methods, weak points and the duties in one paragraph.
pub(super) fn support(summary: &Summary, draft: &mut Draft) {
    let rate = figure("duty.rate");
    let short = duties(summary).map(|_| format!("“六个一”完成率{rate}。"));
    draft.paragraph([tutoring(summary), short]);
}

/// The duties alone, with what is overdue.
pub(super) fn support_duties(summary: &Summary, draft: &mut Draft) {
    let overdue = summary.view().analysis.overdue(summary.scope());
    let overdue = (!overdue.is_empty()).then(|| format!("到期未做{}人次。", figure("duty.overdue")));
    draft.paragraph([duties(summary), overdue]);
}

/// `“六个一”除放假、缺勤和免做，应完成504人次，完成率76.8%（387/504）。`
fn duties(summary: &Summary) -> Option<String> {
    let totals = summary.view().analysis.duty_totals(summary.scope());
    let (due, done) = totals.iter().fold((0, 0), |sum, it| (sum.0 + it.due, sum.1 + it.done));
    let (all, rate) = (figure("duty.due"), figure("duty.rate"));
    (due > 0 && done > 0).then(|| format!("“六个一”除放假、缺勤和免做，应完成{all}人次，完成率{rate}。"))
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
    let first = format!("与家长联系{}次，{covered}。", figure("family_contact.count"));
    let news = (tally.good_news > 0).then(|| format!("向家长通报进步{}次。", figure("contact.progress_reported")));
    draft.paragraph([Some(first), news, agreements(&tally), partnership(summary)]);
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
        0 => format!("共约定事项{agreed}条，落实情况尚未登记。"),
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
    let first = format!("为{}人{}。", figure("students.count"), parts.join("，"));
    let post = posts.iter().find_map(|(_, note)| {
        let name = summary.topic.name(note.student?);
        let post = note.fields.text("post")?;
        let week = note.week.map_or_else(|| note.date.month_day(), |week| format!("第{week}周"));
        let duty = note.fields.texts("duties").first().map(|it| format!("，负责{it}")).unwrap_or_default();
        Some(format!("如{name}{week}起任{post}{duty}。"))
    });
    let shown = || {
        let notes = summary.view().analysis.notes_of(summary.scope(), "showcase");
        notes.into_iter().find_map(|(_, note)| {
            let (task, result) = (note.fields.text("task")?, note.fields.text("result")?);
            let name = summary.topic.name(note.student?);
            let strength = note.fields.text("strength").map(|it| format!("，用上了“{it}”的长处")).unwrap_or_default();
            Some(format!("{}，{name}{}{strength}，{}。", note.date.month_day(), clip(task, 30), result.trim_end_matches('。')))
        })
    };
    // A case that is told is example enough.
    let example = if super::cases::quoted(summary).is_some() { None } else { post.or_else(shown) };
    draft.paragraph([Some(first), example]);
}

pub(super) fn climate(summary: &Summary, draft: &mut Draft) {
    let meetings = summary.view().analysis.notes_of(summary.scope(), "class_meeting");
    let themes: Vec<String> =
        meetings.iter().filter_map(|(_, note)| Some(format!("“{}”", note.fields.text("theme")?))).collect();
    if themes.is_empty() {
        return;
    }
    let present: Vec<String> = meetings
        .iter()
        .filter_map(|(_, note)| {
            let enrolled = note.fields.integer("enrolled").or(summary.class.size.map(i64::from))?;
            Some(format!("{}/{enrolled}", note.fields.integer("present")?))
        })
        .collect();
    let present = if present.is_empty() { String::new() } else { format!("（到会{}）", list(&present)) };
    let consensus: Vec<&str> = meetings.iter().flat_map(|(_, note)| note.fields.texts("consensus")).collect();
    let agreed = if consensus.is_empty() { String::new() } else { format!("，形成共识{}条", consensus.len()) };
    let held = format!("召开主题班队会{}次：{}{present}{agreed}。", figure("class_meeting.count"), themes.concat());
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
    let rated = affect.iter().filter(|it| &*it.item == "peer_relation");
    let rated: Vec<String> = rated
        .map(|it| {
            let [start, end] = ["start", "end"].map(|when| figure(&format!("affect.{}.{when}", it.item)));
            format!("{}由{start}到{end}", schema.choice_label("affect_item", &it.item))
        })
        .collect();
    let n = affect.iter().map(|it| it.n).max().unwrap_or(0);
    let rated = (!rated.is_empty()).then(|| format!("期末再评，{}（1—5分，n={n}）", list(&rated)));
    let kept = (summary.count("habit") > 0).then(|| format!("登记的习惯做到率{}", figure("habit.rate")));
    let told: Vec<String> = [rated, kept].into_iter().flatten().collect();
    (!told.is_empty()).then(|| format!("{}。", told.join("；")))
}
