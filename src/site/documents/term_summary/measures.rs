//! What was done: talks, goals, tutoring, duties, families, chances, the class.

use crate::analysis::ContactTally;

use super::super::super::wording::{clip, list, number, percent};
use super::super::draft::Draft;
use super::Summary;

pub(super) fn measures(summary: &Summary, draft: &mut Draft) {
    draft.heading(2, "目标由学生自己写");
    goals(summary, draft);
    draft.heading(2, "先谈心，后补课");
    talks(summary, draft);
    let tutored = tutoring(summary);
    duties(summary, tutored, draft);
    draft.heading(2, "家校一条心");
    families(summary, draft);
    draft.heading(2, "给岗位，给舞台，暖班风");
    chances(summary, draft);
    climate(summary, draft);
}

fn talks(summary: &Summary, draft: &mut Draft) {
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
            n => format!("期初{n}人处于“戒备”"),
        };
        let end = match trust.seeking {
            0 => "期末仍以老师约谈为主".to_owned(),
            n => format!("期末{n}人能主动来找老师说事"),
        };
        format!("{start}，{end}（信任阶段，n={}）。", trust.n)
    });
    draft.paragraph([Some(format!("全学期谈心{count}次{mean}。")), stages]);
    let quotes = summary.topic.quotes();
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

/// A quotation with a full stop at its end, unless it ends in a mark already.
fn sentence(words: &str) -> String {
    let words = words.trim();
    if words.ends_with(['。', '！', '？', '…']) {
        words.to_owned()
    } else {
        format!("{}。", words.trim_end_matches(['，', '；']))
    }
}

fn goals(summary: &Summary, draft: &mut Draft) {
    let tally = summary.view().analysis.goal_tally(summary.scope());
    if tally.total == 0 {
        return;
    }
    let goals = summary.view().analysis.goals(summary.scope());
    let whole = goals.iter().filter(|it| it.goal.baseline.is_some() && it.goal.target.is_some()).count();
    let owners = summary.those(|it| !it.goals.is_empty()).len();
    let numbers = match whole as u32 {
        0 => String::new(),
        n if n == tally.total => "，每条都写明起点和目标值".to_owned(),
        n => format!("，其中{n}条写明起点和目标值"),
    };
    let judged = tally.met + tally.partly + tally.not_met;
    let mut ends = Vec::new();
    for (n, what) in
        [(tally.met, "达成"), (tally.partly, "部分达成"), (tally.not_met, "未达成"), (tally.open, "尚未评定或已调整")]
    {
        if n > 0 {
            ends.push(format!("{what}{n}条"));
        }
    }
    let ends = (judged > 0).then(|| format!("期末{}。", ends.join("，")));
    draft.paragraph([Some(format!("{owners}人共订目标{}条{numbers}。", tally.total)), ends]);
    // A row a goal would fill a page and a half in a class of eight; each pupil's report has all of them.
    let many = tally.total > 12;
    draft.table(summary.view(), "goals", summary.scope(), |table| {
        table.caption = "目标与达成".to_owned();
        if many {
            let mut seen: Vec<String> = Vec::new();
            table.rows.retain(|row| {
                let new = row.first().is_some_and(|name| !seen.contains(name));
                seen.extend(row.first().cloned());
                new
            });
            table.caption = format!("目标与达成（每人第一条，全部{}条见个案报告）", tally.total);
            for words in table.rows.iter_mut().filter_map(|row| row.get_mut(1)) {
                *words = clip(words, 16);
            }
        }
    });
}

fn tutoring(summary: &Summary) -> Option<String> {
    let tally = summary.view().analysis.tutoring(summary.scope());
    let methods = summary.count("method_taught");
    let held = (tally.held > 0).then(|| match percent(tally.held, tally.planned).filter(|_| tally.planned >= tally.held) {
        Some(rate) => format!("计划辅导{}次，开展{}次（{rate}）。", tally.planned, tally.held),
        None => format!("开展辅导{}次。", tally.held),
    });
    let taught = (methods > 0).then(|| {
        let notes = summary.view().analysis.notes_of(summary.scope(), "method_taught");
        let alone = notes.iter().filter(|(_, note)| note.fields.boolean("independent") == Some(true));
        let alone = match alone.count() {
            0 => String::new(),
            n => format!("，其中{n}人次已会独立使用"),
        };
        format!("教会学习方法{methods}人次{alone}。")
    });
    let weak = summary.view().analysis.weak_points(summary.scope());
    let weak = (weak.opened > 0).then(|| format!("登记薄弱环节{}个，已掌握{}个。", weak.opened, weak.closed));
    let told: Vec<String> = [held, taught, weak].into_iter().flatten().collect();
    (!told.is_empty()).then(|| told.concat())
}

fn duties(summary: &Summary, tutored: Option<String>, draft: &mut Draft) {
    let totals = summary.view().analysis.duty_totals(summary.scope());
    let totals: Vec<_> = totals.into_iter().filter(|it| it.due > 0).collect();
    if totals.iter().all(|it| it.done == 0) {
        return draft.paragraph([tutored]);
    }
    let (due, done) = totals.iter().fold((0, 0), |sum, it| (sum.0 + it.due, sum.1 + it.done));
    let total =
        percent(done, due).map(|rate| format!("“六个一”除放假、缺勤和免做，应完成{due}人次，完成{done}人次，完成率{rate}。"));
    draft.paragraph([tutored, total]);
    draft.table(summary.view(), "duties", summary.scope(), |table| {
        table.caption = "“六个一”完成情况（人次）".to_owned();
        table.note = None;
    });
}

fn families(summary: &Summary, draft: &mut Draft) {
    let tally = summary.view().analysis.contacts(summary.scope());
    if tally.total == 0 {
        return;
    }
    let covered = if tally.covered == tally.students {
        format!("{}个家庭均已覆盖", tally.students)
    } else {
        format!("覆盖{}个家庭（共{}个）", tally.covered, tally.students)
    };
    let first = format!("与家长联系{}次，{covered}。", tally.total);
    let news = (tally.good_news > 0).then(|| format!("向家长通报进步{}次。", tally.good_news));
    draft.paragraph([Some(first), news, agreements(&tally)]);
    draft.table(summary.view(), "contacts", summary.scope(), |table| {
        table.caption = format!("家校联系情况（共{}次，n={}个家庭）", tally.total, tally.students);
        table.note = None;
    });
}

fn agreements(tally: &ContactTally) -> Option<String> {
    if tally.agreed == 0 {
        return None;
    }
    Some(match tally.known {
        0 => format!("共约定事项{}条，落实情况尚未登记。", tally.agreed),
        known if known == tally.agreed => format!("共约定事项{}条，已落实{}条。", tally.agreed, tally.kept),
        known => format!("共约定事项{}条，有落实记录的{known}条中已落实{}条。", tally.agreed, tally.kept),
    })
}

fn chances(summary: &Summary, draft: &mut Draft) {
    let (showcases, praises) = (summary.count("showcase"), summary.count("praise"));
    let posts = summary.view().analysis.notes_of(summary.scope(), "post");
    let mut parts = Vec::new();
    if showcases > 0 {
        parts.push(format!("提供课堂表现机会{showcases}次"));
    }
    if praises > 0 {
        parts.push(format!("发现并表扬优点{praises}次"));
    }
    if !posts.is_empty() {
        let mut names: Vec<&str> = Vec::new();
        for name in posts.iter().filter_map(|(_, note)| note.fields.text("post")) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.truncate(3);
        parts.push(format!("安排{}等岗位{}人次", list(&names), posts.len()));
    }
    if parts.is_empty() {
        return;
    }
    let flags = summary.topic.flags();
    if flags > 0 {
        parts.push(format!("奖励小红旗{flags}面"));
    }
    let first = format!("为{}人{}。", summary.n(), parts.join("，"));
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
    draft.paragraph([Some(first), post.or_else(shown)]);
}

fn climate(summary: &Summary, draft: &mut Draft) {
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
    draft.paragraph([Some(format!("召开主题班队会{}次：{}{present}{agreed}。", themes.len(), themes.concat()))]);
}
