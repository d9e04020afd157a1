//! The tables of a class's and a term's page: who is supported, why, what was done, what came of it.

use crate::analysis::statistics::decimal;
use crate::analysis::{Amount, Figure, Scope, Subject};
use crate::model::{ClassId, Note, NoteId, StudentId};
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

/// Every table of a class or term, in the order of the page. The key of a sheet is that of the derived table where it is one.
pub(super) fn sheets(plan: &Plan<'_>, scope: Scope) -> Vec<KeyedTable> {
    let derived = |key: &str| match shows(scope, key) {
        true => Some(KeyedTable { key: key.to_owned(), table: tables::table(plan.view, key, scope)? }),
        false => None,
    };
    let own = |key: &str, fill: fn(&Plan<'_>, Scope) -> Option<TableView>| match shows(scope, key) {
        true => Some(KeyedTable { key: key.to_owned(), table: fill(plan, scope)? }),
        false => None,
    };
    let sheets = [
        own("figures", headline_table),
        own("pupils", pupils),
        own("tiers", tiers),
        derived("domains"),
        derived("causes"),
        own("topics", topics),
        own("triggers", triggers),
        derived("outcomes"),
        own("status", status),
        derived("affect"),
        own("exams", exams),
        derived("incidents"),
        own("duties", duties),
        derived("contacts"),
        derived("partnership"),
        derived("meetings"),
        own("open_lessons", open_lessons),
        own("activities", activities),
        own("records", records),
        derived("handover"),
    ];
    sheets.into_iter().flatten().collect()
}

/// A table that only pages have; its columns of numbers end with `*`.
pub(super) fn own_table(caption: &str, columns: &[&str], rows: Vec<TableRow>, note: Option<String>) -> Option<TableView> {
    let column = |title: &&str| {
        let (title, align) = title.strip_suffix('*').map_or((*title, Align::Left), |it| (it, Align::Right));
        Column { title: title.to_owned(), align, weight: 1 }
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
    own_table("概况", &["指标", "数值*"], rows, None)
}

/// 代号, 性别, 年级, 关注学科, 关注领域, 建档日期, 帮扶教师, and besides the tier, how goals stand, and what came of it.
fn pupils(plan: &Plan<'_>, scope: Scope) -> Option<TableView> {
    let mut table = tables::table(plan.view, "basics", scope)?;
    let schema = &plan.view.casebook.schema;
    let more = |title: &str, align| Column { title: title.to_owned(), align, weight: 4 };
    table.columns.extend([more("支持层级", Align::Left), more("转化成效", Align::Left), more("目标达成", Align::Right)]);
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
    let rate = percent(tally.met, tally.total).map(|it| format!("目标共{}条，达成{}条（{it}）。", tally.total, tally.met));
    table.note = Some(format!("{}，按代号排列。{}", plan.n(scope), rate.unwrap_or_default()));
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
            Amount::Count(count) => format!("{count}人"),
            Amount::Withheld(_) => WITHHELD.to_owned(),
            _ => return None,
        };
        Some(row([], [choice.label.clone(), count]))
    };
    let rows = choices.iter().filter_map(line).collect();
    own_table("支持层级", &["层级", "人数*"], rows, Some(plan.n(scope)))
}

/// 学科, 知识点, 发现, 已掌握, 涉及人数
fn topics(plan: &Plan<'_>, scope: Scope) -> Option<TableView> {
    let schema = &plan.view.casebook.schema;
    let topics = plan.view.analysis.weak_topics(scope);
    let told = tables::told_topics(plan.view, scope, &topics);
    let line = |(it, told): (crate::analysis::TopicTally, bool)| {
        let subject = or_missing(it.subject.as_deref().map(|key| schema.choice_label("subject", key)));
        let closed = format!("{}/{}", it.closed, it.opened);
        row(it.notes, [it.topic, subject, it.opened.to_string(), closed, it.students.to_string()]).telling(told, 2..5)
    };
    let rows = topics.into_iter().zip(told).map(line).collect();
    let tally = plan.view.analysis.weak_points(scope);
    let rate = percent(tally.closed, tally.opened).map(|it| format!("（{it}）")).unwrap_or_default();
    let note = format!("共发现{}个，已掌握{}个{rate}，{}人。按知识点统计，不按人。", tally.opened, tally.closed, plan.n(scope));
    own_table("薄弱环节", &["知识点", "学科", "发现（次）*", "已掌握*", "涉及人数*"], rows, Some(note))
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
    own_table("反复与违纪的诱因", &["诱因", "次数*"], rows, Some(format!("n={n}，写明诱因的记录。")))
}

/// 方面, 期初, 期中, 期末, 变化, n, and of how many the rating rose.
fn status(plan: &Plan<'_>, scope: Scope) -> Option<TableView> {
    let mut table = tables::table(plan.view, "status", scope)?;
    table.columns.push(Column { title: "提高人数".to_owned(), align: Align::Right, weight: 4 });
    for (aspect, row) in plan.view.analysis.aspects(scope).into_iter().zip(&mut table.rows) {
        let parts = |scope: Scope| {
            let own = plan.view.analysis.aspects(scope).into_iter().find(|own| own.aspect == aspect.aspect);
            own.map_or_else(Parts::default, |it| Parts::one(it.improved, it.n))
        };
        let told = plan.view.tells(scope, &parts);
        row.push(if told { format!("{}/{}", aspect.improved, aspect.n) } else { WITHHELD.to_owned() });
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
        columns.insert(0, ("各科合计".to_owned(), String::new()));
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
            Some(_) if few => format!("数据不足（n={}）", count("exam.present", argument).unwrap_or_default()),
            Some(it) => it.in_words(),
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
        line("实考 / 应考（人次）", &sat),
        line("达标人数", &of("standard.met")),
        line("合格率（按实考）", &of("pass_rate")),
    ];
    if absent {
        rows.push(line("合格率（按应考）", &of("pass_rate.enrolled")));
    }
    rows.push(line("优秀率", &of("excellent_rate")));
    rows.push(line("低分率", &of("low_rate")));
    rows.push(line("平均分", &of("mean")));
    rows.push(line("标准差（总体）", &of("sd")));
    let mut whole: Vec<String> = Vec::new();
    for change in analysis.exams(scope, None).class_levels {
        let subject = change.subject.as_deref().map(|it| schema.choice_label("subject", it)).unwrap_or_default();
        let level = |it: crate::analysis::ClassLevel| {
            let sd = it.sd.map(|sd| format!("，标准差{}", decimal(sd, 1))).unwrap_or_default();
            let n = it.n.map(|n| format!("（n={n}）")).unwrap_or_default();
            format!("{}{sd}{n}", decimal(it.mean, 1))
        };
        let both =
            [change.before.map(|it| format!("上次平均{}", level(it))), change.after.map(|it| format!("本次平均{}", level(it)))];
        whole.push(format!("全班{subject}：{}", both.into_iter().flatten().collect::<Vec<_>>().join("，")));
    }
    let whole = if whole.is_empty() { String::new() } else { format!("{}。", whole.join("；")) };
    let heads: Vec<String> = std::iter::once("指标".to_owned()).chain(columns.iter().map(|(it, _)| format!("{it}*"))).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let note = format!("只统计重点支持的学生，不排名；少于{FEWEST}人不算比率和平均。{whole}");
    own_table("期末考试（重点支持的学生）", &heads, rows, Some(note))
}

/// The table of duties; what was only excused is no source of what was done.
fn duties(plan: &Plan<'_>, scope: Scope) -> Option<TableView> {
    let mut table = tables::table(plan.view, "duties", scope)?;
    let totals = plan.view.analysis.duty_totals(scope);
    for (total, row) in totals.iter().filter(|it| it.due > 0).zip(&mut table.rows) {
        row.notes = duty_notes(plan, scope, total.duty);
    }
    let (done, due) = totals.iter().fold((0, 0), |sum, it| (sum.0 + it.done, sum.1 + it.due));
    let rate = percent(done, due).map(|it| format!("合计应完成{due}，已完成{done}（{it}）。")).unwrap_or_default();
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
            note.date.in_words(),
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
    let note = format!("共{}次。", rows.len());
    own_table("公开课", &["日期", "课题", "学科", "执教", "级别", "听课（人）*", "评价"], rows, Some(note))
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
                format!("{}—{}", first.date.month_day(), last.date.month_day())
            }
            (Some((_, first)), _) => first.date.month_day(),
            _ => tables::MISSING.to_owned(),
        };
        let people = if students.is_empty() { "全班".to_owned() } else { format!("{}人", students.len()) };
        let told = plan.view.tells(scope, &|_| Parts::one(students.len() as u32, whole));
        row(own.iter().map(|(id, _)| *id), [activity, days, own.len().to_string(), people]).telling(told, [3])
    };
    let rows = by_activity.into_iter().map(line).collect();
    own_table("集体活动", &["活动", "日期", "记录*", "涉及*"], rows, Some(format!("共{total}条记录。")))
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
            Some(Amount::Count(count)) if of_pupils => format!("{count}/{whole}人"),
            Some(Amount::Withheld(_)) if of_pupils => WITHHELD.to_owned(),
            _ => tables::MISSING.to_owned(),
        };
        let group = groups.get(place(kind)).map(|it| it.label.clone());
        let count = notes.len();
        Some(row(notes.into_iter().map(|(id, _)| id), [it.label.clone(), or_missing(group), count.to_string(), covered]))
    };
    let rows: Vec<TableRow> = kinds.into_iter().filter_map(line).collect();
    let note = format!("{}人；覆盖人数是至少有一条这种记录的学生。", plan.n(scope));
    own_table("各类记录", &["种类", "类别", "条数*", "覆盖*"], rows, Some(note))
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
    (figure.amount != Amount::Insufficient).then(|| figure.in_words())
}
