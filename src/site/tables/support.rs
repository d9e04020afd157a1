//! Tables of plans, tutoring, methods, habits, weak points and surroundings.

use crate::analysis::{Scope, TopicTally};
use crate::model::{Note, NoteId};
use crate::phrases::{Speaks, say};
use crate::privacy::{Parts, View};

use super::super::wording::{clip, number};
use super::{Facts, Filling, made_of, or_missing, share};

/// 措施, 针对成因, 层级, 起止, 频次, 责任人, 实际次数, 落实率
pub(super) fn plans(facts: Facts) -> Filling {
    let schema = &facts.casebook.schema;
    let plans = facts.analysis.notes_of(facts.scope, "intervention");
    let rows = plans.iter().map(|(id, note)| {
        let fields = &note.fields;
        let causes: Vec<&str> = fields.choices("causes").iter().map(|it| schema.choice_label("cause", it)).collect();
        let end = fields.date("end").map_or(facts.word("至今").to_owned(), |it| facts.month_day(it));
        let only_plan = plans.iter().filter(|(_, it)| it.student == note.student).count() == 1;
        let held = sessions_of(facts, (*id, note), only_plan);
        let sessions = (!held.is_empty()).then_some(held.len() as u32);
        let planned = fields.number("planned");
        let cells = vec![
            or_missing(fields.choice("kind").map(|it| schema.choice_label("intervention_kind", it))),
            or_missing(Some(facts.list(&causes))),
            or_missing(fields.choice("tier")),
            say!(facts, "{}—{}", facts.month_day(note.date), end),
            or_missing(fields.number("frequency").map(|it| say!(facts, "每周{}次", number(it)))),
            or_missing(Some(facts.list(&fields.texts("staff")))),
            or_missing(sessions),
            or_missing(sessions.zip(planned).map(|(held, planned)| share(f64::from(held), planned, 1))),
        ];
        made_of(std::iter::once(*id).chain(held), cells)
    });
    Filling::new(&[6, 7], rows)
}

/// Sessions held under a plan; those that name it, and those that name none where it is the
/// pupil's only one.
fn sessions_of(facts: Facts, (id, plan): (NoteId, &Note), only_plan: bool) -> Vec<NoteId> {
    let held = |note: &Note| note.student == plan.student && note.fields.boolean("held") != Some(false);
    let of_plan = |note: &Note| match note.fields.text("plan") {
        Some(named) => facts.casebook.find_note(note.student, named).contains(&id),
        None => only_plan,
    };
    let sessions = facts.analysis.notes_of(facts.scope, "tutoring").into_iter();
    sessions.filter(|(_, note)| held(note) && of_plan(note)).map(|(id, _)| id).collect()
}

/// 次, 日期·时段·时长, 地点, 目标, 内容与方法, 学生表现, 效果, 存在问题与反思, 下次计划
pub(super) fn log(facts: Facts) -> Filling {
    let schema = &facts.casebook.schema;
    let rows = facts.analysis.notes_of(facts.scope, "tutoring").into_iter().enumerate().map(|(at, (id, note))| {
        let fields = &note.fields;
        let mut when = facts.month_day(note.date);
        if let Some(time) = fields.text("time") {
            when = format!("{when} {time}");
        }
        if let Some(minutes) = fields.integer("minutes") {
            when = say!(facts, "{} {}分钟", when, minutes);
        }
        if fields.boolean("held") == Some(false) {
            when = say!(facts, "{}（未开展）", when);
        }
        let cells = vec![
            (at + 1).to_string(),
            when,
            or_missing(fields.text("place")),
            or_missing(fields.text("aim").or(fields.text("topic"))),
            or_missing(fields.text("content")),
            or_missing(fields.text("response")),
            or_missing(fields.choice("effect").map(|it| schema.choice_label("mastery", it))),
            or_missing(fields.text("reflection")),
            or_missing(fields.text("next")),
        ];
        made_of([id], cells)
    });
    Filling::new(&[0], rows)
}

/// 日期, 方法, 学科, 步骤, 会独立使用
pub(super) fn methods(facts: Facts) -> Filling {
    let schema = &facts.casebook.schema;
    let rows = facts.analysis.notes_of(facts.scope, "method_taught").into_iter().map(|(id, note)| {
        let cells = vec![
            facts.month_day(note.date),
            or_missing(note.fields.text("name")),
            or_missing(note.fields.choice("subject").map(|it| schema.choice_label("subject", it))),
            or_missing(Some(note.fields.texts("steps").join(facts.word("；")))),
            or_missing(note.fields.boolean("independent").map(|it| if it { facts.word("是") } else { facts.word("否") })),
        ];
        made_of([id], cells)
    });
    Filling::new(&[], rows)
}

/// 习惯, 周次, 做到天数, 应做天数, 做到率
pub(super) fn habits(facts: Facts) -> Filling {
    let rows = facts.analysis.notes_of(facts.scope, "habit").into_iter().filter_map(|(id, note)| {
        let done = note.fields.integer("days_done")?;
        let days = note.fields.integer("days").unwrap_or(5);
        let cells = vec![
            or_missing(note.fields.text("habit")),
            or_missing(note.week.map(|it| say!(facts, "第{}周", it))),
            done.to_string(),
            days.to_string(),
            share(done as f64, days as f64, 0),
        ];
        Some(made_of([id], cells))
    });
    Filling::new(&[2, 3, 4], rows)
}

/// 学科, 知识点, 发现日期, 掌握程度, 掌握日期
pub(super) fn weak_points(facts: Facts) -> Filling {
    let schema = &facts.casebook.schema;
    let rows = facts.analysis.notes_of(facts.scope, "weak_point").into_iter().map(|(id, note)| {
        let mastery = note.fields.choice("status").unwrap_or("not_yet");
        let cells = vec![
            or_missing(note.fields.choice("subject").map(|it| schema.choice_label("subject", it))),
            or_missing(note.fields.text("topic")),
            facts.month_day(note.date),
            schema.choice_label("mastery", mastery).to_owned(),
            or_missing(note.fields.date("closed").map(|it| facts.month_day(it))),
        ];
        made_of([id], cells)
    });
    Filling::new(&[], rows).note(weak_topics(facts))
}

/// How many were found and closed, and in a class which topics were found most often: topics, never children.
fn weak_topics(facts: Facts) -> String {
    let tally = facts.analysis.weak_points(facts.scope);
    let whole = say!(facts, "共{}个，已掌握{}个", tally.opened, tally.closed);
    let topics = facts.analysis.weak_topics(facts.scope);
    let told = told_topics(facts.view, facts.scope, &topics);
    let often = topics.iter().zip(told).filter(|(it, told)| *told && it.students > 1).map(|(it, _)| it).take(5);
    let often: Vec<String> =
        often.map(|it| say!(facts, "{}（{}人，{}个中掌握{}个）", it.topic, it.students, it.opened, it.closed)).collect();
    if often.is_empty() {
        say!(facts, "{}。", whole)
    } else {
        say!(facts, "{}。较多的知识点：{}。", whole, often.join(facts.word("、")))
    }
}

/// Which topics' numbers may be told.
pub(in super::super) fn told_topics(view: &View, scope: Scope, topics: &[TopicTally]) -> Vec<bool> {
    let parts = |scope: Scope| {
        let own = view.analysis.weak_topics(scope);
        let same = |it: &&TopicTally, own: &TopicTally| own.topic == it.topic && own.subject == it.subject;
        let count = |it: &TopicTally| own.iter().find(|own| same(&it, own)).map_or(0, |it| it.students);
        let parts: Vec<u32> = topics.iter().map(count).collect();
        // A pupil is found with several topics: all that is known together is how often that was.
        Parts { whole: parts.iter().sum(), parts }
    };
    view.told(scope, topics.len(), &parts)
}

/// 项目, 是否做到, 日期
pub(super) fn environment(facts: Facts) -> Filling {
    let Some((id, note)) = facts.analysis.notes_of(facts.scope, "environment_check").into_iter().next_back() else {
        return Filling::none();
    };
    let items = [
        ("seat", facts.word("座位已前调")),
        ("homework", facts.word("无惩罚性作业")),
        ("nickname", facts.word("无侮辱性绰号")),
    ];
    let rows = items.iter().filter_map(|(key, label)| {
        let done = if note.fields.boolean(key)? { facts.word("是") } else { facts.word("否") };
        Some(vec![(*label).to_owned(), done.to_owned(), facts.month_day(note.date)])
    });
    let others = note.fields.texts("other");
    let others = others.iter().map(|it| vec![clip(it, 30), facts.word("是").to_owned(), facts.month_day(note.date)]);
    Filling::new(&[], rows.chain(others).map(|cells| made_of([id], cells)))
}
