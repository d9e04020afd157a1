//! The tables of a class's and a term's page: who is supported, why, what was done, what came of it.

use crate::analysis::statistics::decimal;
use crate::analysis::{Amount, Figure, Scope, Subject};
use crate::model::{ClassId, Note, NoteId, StudentId};
use crate::phrases::{Speaks, say};
use crate::privacy::Parts;
use crate::schema::{Key, TypeId};
use crate::site::tables::or_missing;
use crate::site::wording::{self, percent};
use crate::site::{Column, TableRow, TableView, WITHHELD, tables};
use crate::syntax::Align;

use super::behind::KeyedTable;
use super::plan::Plan;
use super::section::shows;

/// Fewer pupils than these have no mean or share, which would be that of single ones.
const FEWEST: i64 = 3;

/// The tables of a class or term, in the order of the page, by key: those that only pages have with what fills them, the others
/// by the key of the derived table.
const SHEETS: [(&str, Option<Fill>); 20] = [
    ("figures", Some(headline_table)),
    ("pupils", Some(pupils)),
    ("tiers", Some(tiers)),
    ("domains", None),
    ("causes", None),
    ("topics", Some(topics)),
    ("triggers", Some(triggers)),
    ("outcomes", None),
    ("status", Some(status)),
    ("affect", None),
    ("exams", Some(exams)),
    ("incidents", None),
    ("duties", Some(duties)),
    ("contacts", None),
    ("partnership", None),
    ("meetings", None),
    ("open_lessons", Some(open_lessons)),
    ("activities", Some(activities)),
    ("records", Some(records)),
    ("handover", None),
];

/// Fills a table, if there is anything to say.
type Fill = fn(&Plan<'_>, Scope) -> Option<TableView>;

/// Every table of a class or term, in the order of the page, each made when it is asked for.
pub(super) fn sheets(plan: &Plan<'_>, scope: Scope) -> impl Iterator<Item = KeyedTable> {
    SHEETS.into_iter().filter(move |(key, _)| shows(scope, key)).filter_map(move |(key, fill)| {
        let table = fill.map_or_else(|| tables::table(plan.view, key, scope), |it| it(plan, scope))?;
        Some(KeyedTable { key: key.to_owned(), table })
    })
}

/// A table that only pages have; its columns of numbers end with `*`.
pub(super) fn own_table(caption: &str, columns: &[&str], rows: Vec<TableRow>, note: Option<String>) -> Option<TableView> {
    let column = |title: &&str| {
        let (title, align) = title.strip_suffix('*').map_or((*title, Align::Left), |it| (it, Align::Right));
        Column { title: title.to_owned(), align }
    };
    let columns = columns.iter().map(column).collect();
    let table = (!rows.is_empty()).then(|| TableView { number: 0, caption: caption.to_owned(), columns, rows, note });
    table.filter(|it| !tables::tells_nothing(it))
}

/// A row made of notes.
pub(super) fn row(notes: impl IntoIterator<Item = NoteId>, cells: impl IntoIterator<Item = String>) -> TableRow {
    TableRow { cells: cells.into_iter().collect(), notes: notes.into_iter().collect() }
}

/// The headline figures, for their sources.
fn headline_table(plan: &Plan<'_>, scope: Scope) -> Option<TableView> {
    let class = match scope.subject {
        Subject::Class(class) => Some(class),
        _ => None,
    };
    let rows = plan.headline_facts(scope, class).into_iter().map(|it| row(it.notes, [it.label, it.amount])).collect();
    own_table(plan.word("概况"), &[plan.word("指标"), plan.word("数值*")], rows, None)
}

/// 代号, 性别, 年级, 关注学科, 关注领域, 建档日期, 帮扶教师, and besides the tier, how goals stand, and what came of it.
fn pupils(plan: &Plan<'_>, scope: Scope) -> Option<TableView> {
    let mut table = tables::table(plan.view, "basics", scope)?;
    let schema = &plan.view.casebook.schema;
    let more = |title: &str, align| Column { title: title.to_owned(), align };
    table.columns.extend([
        more(plan.word("支持层级"), Align::Left),
        more(plan.word("转化成效"), Align::Left),
        more(plan.word("目标达成"), Align::Right),
    ]);
    for (id, row) in plan.view.analysis.students(scope).into_iter().zip(&mut table.rows) {
        let student = Scope { subject: Subject::Student(id), term: scope.term };
        let tally = plan.view.analysis.goal_tally(student);
        let pupil = plan.view.casebook.student(id);
        let tier = pupil.fields.choice("tier");
        row.push(or_missing(tier.map(|it| schema.choice_label("tier", it))));
        let status = pupil.terms.iter().find(|it| it.term == scope.term);
        let outcome = status.and_then(|it| it.outcome.as_deref());
        row.push(or_missing(outcome.map(|it| schema.choice_label("outcome", it))));
        row.push(if tally.total > 0 { format!("{}/{}", tally.met, tally.total) } else { tables::MISSING.to_owned() });
    }
    let tally = plan.view.analysis.goal_tally(scope);
    let rate = percent(tally.met, tally.total).map(|it| say!(plan, "目标共{}条，达成{}条（{}）。", tally.total, tally.met, it));
    table.note = Some(say!(plan, "{}，按代号排列。{}", plan.n(scope), rate.unwrap_or_default()));
    Some(table)
}

/// 支持层级, 人数, 学生
fn tiers(plan: &Plan<'_>, scope: Scope) -> Option<TableView> {
    let casebook = plan.view.casebook;
    let choices = casebook.schema.enums.get("tier").map(|it| it.choices.as_slice()).unwrap_or_default();
    let line = |choice: &crate::schema::Choice| {
        let figure = plan.view.figure(&format!("students.tier_{}", choice.key), scope).ok()?;
        let count = match figure.amount {
            Amount::Count(0) => return None,
            Amount::Count(count) => say!(plan, "{}人", count),
            Amount::Withheld(_) => plan.word(WITHHELD).to_owned(),
            _ => return None,
        };
        Some(row([], [choice.label.clone(), count]))
    };
    let rows = choices.iter().filter_map(line).collect();
    own_table(plan.word("支持层级"), &[plan.word("层级"), plan.word("人数*")], rows, Some(plan.n(scope)))
}

/// 学科, 知识点, 发现, 已掌握, 涉及人数
fn topics(plan: &Plan<'_>, scope: Scope) -> Option<TableView> {
    let schema = &plan.view.casebook.schema;
    let topics = plan.view.analysis.weak_topics(scope);
    let told = tables::told_topics(plan.view, scope, &topics);
    let line = |(it, told): (crate::analysis::TopicTally, bool)| {
        let subject = or_missing(it.subject.as_deref().map(|key| schema.choice_label("subject", key)));
        let closed = format!("{}/{}", it.closed, it.opened);
        row(it.notes, [it.topic, subject, it.opened.to_string(), closed, it.students.to_string()]).telling(plan, told, 2..5)
    };
    let rows = topics.into_iter().zip(told).map(line).collect();
    let tally = plan.view.analysis.weak_points(scope);
    let rate = percent(tally.closed, tally.opened).map(|it| say!(plan, "（{}）", it)).unwrap_or_default();
    let note =
        say!(plan, "共发现{}个，已掌握{}个{}，{}人。按知识点统计，不按人。", tally.opened, tally.closed, rate, plan.n(scope));
    own_table(
        plan.word("薄弱环节"),
        &[plan.word("知识点"), plan.word("学科"), plan.word("发现（次）*"), plan.word("已掌握*"), plan.word("涉及人数*")],
        rows,
        Some(note),
    )
}

/// 诱因, 次数: of relapses and misdeeds that name one.
fn triggers(plan: &Plan<'_>, scope: Scope) -> Option<TableView> {
    let analysis = &plan.view.analysis;
    let mut found: Vec<(Key, Vec<NoteId>)> = Vec::new();
    let notes = [analysis.notes_of(scope, "relapse"), analysis.notes_of(scope, "incident")];
    for (id, note) in notes.into_iter().flatten() {
        let Some(trigger) = note.fields.choice("trigger") else { continue };
        match found.iter_mut().find(|(it, _)| &**it == trigger) {
            Some((_, ids)) => ids.push(id),
            None => found.push((trigger.into(), vec![id])),
        }
    }
    let choices = plan.view.casebook.schema.enums.get("trigger").map(|it| it.choices.as_slice()).unwrap_or_default();
    found.sort_by_key(|(key, _)| choices.iter().position(|it| it.key == *key).unwrap_or(choices.len()));
    let n: usize = found.iter().map(|(_, ids)| ids.len()).sum();
    let label = |key: &Key| plan.view.casebook.schema.choice_label("trigger", key).to_owned();
    let rows = found.into_iter().map(|(key, ids)| row(ids.clone(), [label(&key), ids.len().to_string()])).collect();
    own_table(
        plan.word("反复与违纪的诱因"),
        &[plan.word("诱因"), plan.word("次数*")],
        rows,
        Some(say!(plan, "n={}，写明诱因的记录。", n)),
    )
}

/// 方面, 期初, 期中, 期末, 变化, n, and of how many the rating rose.
fn status(plan: &Plan<'_>, scope: Scope) -> Option<TableView> {
    let mut table = tables::table(plan.view, "status", scope)?;
    table.columns.push(Column { title: plan.word("提高人数").to_owned(), align: Align::Right });
    for (aspect, row) in plan.view.analysis.aspects(scope).into_iter().zip(&mut table.rows) {
        let parts = |scope: Scope| {
            let own = plan.view.analysis.aspects(scope).into_iter().find(|own| own.aspect == aspect.aspect);
            own.map_or_else(Parts::default, |it| Parts::one(it.improved, it.n))
        };
        let told = plan.view.tells(scope, &parts);
        row.push(if told { format!("{}/{}", aspect.improved, aspect.n) } else { plan.word(WITHHELD).to_owned() });
    }
    Some(table)
}

/// What the term's exams amount to, by subject: a row an indicator. Of fewer than three pupils nothing is said that would be a
/// single one's.
fn exams(plan: &Plan<'_>, scope: Scope) -> Option<TableView> {
    let analysis = &plan.view.analysis;
    let schema = &plan.view.casebook.schema;
    let subjects: Vec<Key> = analysis.exam_subjects(scope).into_iter().flatten().collect();
    let mut columns: Vec<(String, String)> =
        subjects.iter().map(|it| (schema.choice_label("subject", it).to_owned(), format!("({it})"))).collect();
    if columns.len() != 1 {
        columns.insert(0, (plan.word("各科合计").to_owned(), String::new()));
    }
    let figure = |name: &str, argument: &str| plan.view.figure(&format!("{name}{argument}"), scope).ok();
    let count = |name: &str, argument: &str| match figure(name, argument)?.amount {
        Amount::Count(count) => Some(count),
        _ => None,
    };
    if count("exam.present", "").unwrap_or_default() == 0 {
        return None;
    }
    let absent = columns.iter().any(|(_, it)| count("exam.present", it) != count("exam.enrolled", it));
    let said = |name: &str, argument: &str| {
        let few = count("exam.present", argument).is_none_or(|it| it < FEWEST);
        match figure(name, argument) {
            Some(_) if few => say!(plan, "数据不足（n={}）", count("exam.present", argument).unwrap_or_default()),
            Some(it) => it.told(plan.language()),
            None => tables::MISSING.to_owned(),
        }
    };
    let notes: Vec<NoteId> = analysis.notes_of(scope, "term_exam").into_iter().map(|(id, _)| id).collect();
    let line = |label: &str, cell: &dyn Fn(&str) -> String| {
        row(notes.iter().copied(), std::iter::once(label.to_owned()).chain(columns.iter().map(|(_, it)| cell(it))))
    };
    let of = |name: &'static str| move |it: &str| said(name, it);
    let sat = |it: &str| {
        let (present, enrolled) = (count("exam.present", it), count("exam.enrolled", it));
        format!("{} / {}", or_missing(present), or_missing(enrolled))
    };
    let mut rows = vec![
        line(plan.word("实考 / 应考（人次）"), &sat),
        line(plan.word("达标人数"), &of("standard.met")),
        line(plan.word("合格率（按实考）"), &of("pass_rate")),
    ];
    if absent {
        rows.push(line(plan.word("合格率（按应考）"), &of("pass_rate.enrolled")));
    }
    rows.push(line(plan.word("优秀率"), &of("excellent_rate")));
    rows.push(line(plan.word("低分率"), &of("low_rate")));
    rows.push(line(plan.word("平均分"), &of("mean")));
    rows.push(line(plan.word("标准差（总体）"), &of("sd")));
    let mut whole: Vec<String> = Vec::new();
    for change in analysis.exams(scope, None).class_levels {
        let subject = change.subject.as_deref().map(|it| schema.choice_label("subject", it)).unwrap_or_default();
        let level = |it: crate::analysis::ClassLevel| {
            let sd = it.sd.map(|sd| say!(plan, "，标准差{}", decimal(sd, 1))).unwrap_or_default();
            let n = it.n.map(|n| say!(plan, "（n={}）", n)).unwrap_or_default();
            format!("{}{sd}{n}", decimal(it.mean, 1))
        };
        // The mean of few would tell of them.
        let told = |it: Option<crate::analysis::ClassLevel>| {
            it.filter(|it| it.n.is_none_or(|n| plan.view.tells_persons(u32::try_from(n).unwrap_or_default())))
        };
        let both = [
            told(change.before).map(|it| say!(plan, "上次平均{}", level(it))),
            told(change.after).map(|it| say!(plan, "本次平均{}", level(it))),
        ];
        whole.push(say!(plan, "全班{}：{}", subject, both.into_iter().flatten().collect::<Vec<_>>().join(plan.word("，"))));
    }
    let whole = if whole.is_empty() { String::new() } else { say!(plan, "{}。", whole.join(plan.word("；"))) };
    let heads: Vec<String> =
        std::iter::once(plan.word("指标").to_owned()).chain(columns.iter().map(|(it, _)| format!("{it}*"))).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let note = say!(plan, "只统计重点支持的学生，不排名；少于{}人不算比率和平均。{}", FEWEST, whole);
    own_table(plan.word("期末考试（重点支持的学生）"), &heads, rows, Some(note))
}

/// The table of duties; what was only excused is no source of what was done.
fn duties(plan: &Plan<'_>, scope: Scope) -> Option<TableView> {
    let mut table = tables::table(plan.view, "duties", scope)?;
    let totals = plan.view.analysis.duty_totals(scope);
    for (total, row) in totals.iter().filter(|it| it.due > 0).zip(&mut table.rows) {
        row.notes = duty_notes(plan, scope, total.duty);
    }
    let (done, due) = totals.iter().fold((0, 0), |sum, it| (sum.0 + it.done, sum.1 + it.due));
    let rate = percent(done, due).map(|it| say!(plan, "合计应完成{}，已完成{}（{}）。", due, done, it)).unwrap_or_default();
    table.note = Some(format!("{rate}{}", table.note.unwrap_or_default()));
    Some(table)
}

/// Notes by which a duty is done.
pub(super) fn duty_notes(plan: &Plan<'_>, scope: Scope, duty: usize) -> Vec<NoteId> {
    let mark = plan.view.casebook.schema.find_type("six_ones");
    let done = |note: &Note| Some(note.kind) != mark || note.fields.choice("state") == Some("done");
    let mut notes = plan.view.analysis.duty_notes(scope, duty);
    notes.retain(|it| done(plan.view.casebook.note(*it)));
    notes
}

/// Classes that a scope is of.
fn classes(plan: &Plan<'_>, scope: Scope) -> Vec<ClassId> {
    match scope.subject {
        Subject::Class(class) => vec![class],
        _ => plan.view.casebook.classes().map(|(id, _)| id).collect(),
    }
}

/// 日期, 课题, 执教, 级别, 评价, of the class and of the projects that it takes part in.
fn open_lessons(plan: &Plan<'_>, scope: Scope) -> Option<TableView> {
    let casebook = plan.view.casebook;
    let classes = classes(plan, scope);
    let takes_part = |project: crate::model::ProjectId| {
        let named = casebook.projects[project.0 as usize].fields.texts("classes");
        named.is_empty() || named.iter().filter_map(|it| casebook.find_class(it)).any(|it| classes.contains(&it))
    };
    let own = |note: &Note| note.class.is_some_and(|it| classes.contains(&it)) || note.project.is_some_and(takes_part);
    let kind = casebook.schema.find_type("open_lesson")?;
    let notes = casebook.notes().filter(|(_, note)| note.term == Some(scope.term) && casebook.schema.is_a(note.kind, kind));
    lessons(plan, notes.filter(|(_, note)| own(note)))
}

/// Open lessons as a table.
pub(super) fn lessons<'n>(plan: &Plan<'_>, notes: impl Iterator<Item = (NoteId, &'n Note)>) -> Option<TableView> {
    let schema = &plan.view.casebook.schema;
    let line = |(id, note): (NoteId, &Note)| {
        let fields = &note.fields;
        let choice = |key: &str, name: &str| or_missing(fields.choice(key).map(|it| schema.choice_label(name, it)));
        let words = fields.text("feedback").filter(|_| !wording::is_text_below(plan.view.casebook, note, "feedback"));
        let words = note.brief.as_deref().or(words).map(|it| wording::clip(it, 80));
        let cells = [
            plan.date(note.date),
            or_missing(fields.text("topic").or(note.title.as_deref())),
            choice("subject", "subject"),
            or_missing(fields.text("teacher")),
            choice("level", "level"),
            or_missing(fields.integer("observers")),
            or_missing(words),
        ];
        row([id], cells)
    };
    let rows: Vec<TableRow> = notes.map(line).collect();
    let note = say!(plan, "共{}次。", rows.len());
    own_table(
        plan.word("公开课"),
        &[
            plan.word("日期"),
            plan.word("课题"),
            plan.word("学科"),
            plan.word("执教"),
            plan.word("级别"),
            plan.word("听课（人）*"),
            plan.word("评价"),
        ],
        rows,
        Some(note),
    )
}

/// 日期, 活动, 表现: of the class itself.
fn activities(plan: &Plan<'_>, scope: Scope) -> Option<TableView> {
    let notes = plan.view.analysis.notes_of(scope, "class_activity");
    let mut by_activity: Vec<(String, Vec<(NoteId, &Note)>)> = Vec::new();
    for (id, note) in notes {
        let activity = note.fields.text("activity").unwrap_or_default().trim().to_owned();
        match by_activity.iter_mut().find(|(it, _)| *it == activity) {
            Some((_, own)) => own.push((id, note)),
            None => by_activity.push((activity, vec![(id, note)])),
        }
    }
    let total: usize = by_activity.iter().map(|(_, own)| own.len()).sum();
    let whole = plan.view.analysis.students(scope).len() as u32;
    let line = |(activity, own): (String, Vec<(NoteId, &Note)>)| {
        let mut students: Vec<StudentId> =
            own.iter().flat_map(|(_, note)| note.student.into_iter().chain(note.students.iter().copied())).collect();
        students.sort_unstable();
        students.dedup();
        let days = match (own.first(), own.last()) {
            (Some((_, first)), Some((_, last))) if first.date != last.date => {
                say!(plan, "{}—{}", plan.month_day(first.date), plan.month_day(last.date))
            }
            (Some((_, first)), _) => plan.month_day(first.date),
            _ => tables::MISSING.to_owned(),
        };
        let people = if students.is_empty() { plan.word("全班").to_owned() } else { say!(plan, "{}人", students.len()) };
        let told = plan.view.tells(scope, &|_| Parts::one(students.len() as u32, whole));
        row(own.iter().map(|(id, _)| *id), [activity, days, own.len().to_string(), people]).telling(plan, told, [3])
    };
    let rows = by_activity.into_iter().map(line).collect();
    own_table(
        plan.word("集体活动"),
        &[plan.word("活动"), plan.word("日期"), plan.word("记录*"), plan.word("涉及*")],
        rows,
        Some(say!(plan, "共{}条记录。", total)),
    )
}

/// Which records there are of each type, and of how many pupils.
fn records(plan: &Plan<'_>, scope: Scope) -> Option<TableView> {
    let schema = &plan.view.casebook.schema;
    let analysis = &plan.view.analysis;
    let whole = analysis.students(scope).len();
    let groups = schema.enums.get("group").map(|it| it.choices.as_slice()).unwrap_or_default();
    let place = |kind: TypeId| groups.iter().position(|it| it.key == schema.note_type(kind).group).unwrap_or(groups.len());
    let mut kinds: Vec<TypeId> = (0..schema.types.len()).map(|it| TypeId(it as u16)).collect();
    kinds.sort_by_key(|it| (place(*it), it.0));
    let line = |kind: TypeId| {
        let it = schema.note_type(kind);
        let notes = analysis.notes_of(scope, &it.key);
        let (_, first) = notes.first()?;
        let of_pupils = first.student.is_some() || notes.iter().any(|(_, note)| note.student.is_some());
        let covered = plan.view.figure(&format!("{}.students", it.key), scope).ok().map(|it| it.amount);
        let covered = match covered {
            Some(Amount::Count(count)) if of_pupils => say!(plan, "{}/{}人", count, whole),
            Some(Amount::Withheld(_)) if of_pupils => plan.word(WITHHELD).to_owned(),
            _ => tables::MISSING.to_owned(),
        };
        let group = groups.get(place(kind)).map(|it| it.label.clone());
        let count = notes.len();
        Some(row(notes.into_iter().map(|(id, _)| id), [it.label.clone(), or_missing(group), count.to_string(), covered]))
    };
    let rows: Vec<TableRow> = kinds.into_iter().filter_map(line).collect();
    let note = say!(plan, "{}人；覆盖人数是至少有一条这种记录的学生。", plan.n(scope));
    own_table(
        plan.word("各类记录"),
        &[plan.word("种类"), plan.word("类别"), plan.word("条数*"), plan.word("覆盖*")],
        rows,
        Some(note),
    )
}

impl Plan<'_> {
    /// How many pupils a scope has, where that may be told.
    pub(super) fn told_pupils(&self, scope: Scope) -> Option<u32> {
        let count = self.view.analysis.students(scope).len() as u32;
        self.view.tells_count(scope, count).then_some(count)
    }

    /// Of how many pupils a table tells.
    fn n(&self, scope: Scope) -> String {
        self.view.n(scope, self.view.analysis.students(scope).len() as u32)
    }
}

/// A figure by its name as words; nothing where there is too little data.
pub(super) fn words(plan: &Plan<'_>, name: &str, scope: Scope) -> Option<String> {
    let figure: Figure = plan.view.figure(name, scope).ok()?;
    (figure.amount != Amount::Insufficient).then(|| figure.told(plan.language()))
}
