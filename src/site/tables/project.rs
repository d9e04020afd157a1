//! Tables of a project, and of what a school does beside its classes: members, stages, findings, outputs, references, open
//! lessons, partnership.

use crate::analysis::Subject;
use crate::date::DateRange;
use crate::diag::Language;
use crate::model::{ClassId, Note, NoteId, Project, ProjectId};
use crate::phrases::{Speaks, say};
use crate::schema::{Data, Fields};

use super::super::wording::source_line;
use super::{Facts, Filling, MISSING, made_of, or_missing};

/// The projects of a scope: its own, those of its class, those in which its pupil takes part, or all.
fn projects(facts: Facts<'_>) -> Vec<(ProjectId, &Project)> {
    let all = facts.casebook.projects.iter().zip(0..).map(|(project, at)| (ProjectId(at), project));
    let of_class = |project: &Project, class: Option<ClassId>| {
        let named = project.fields.texts("classes");
        named.is_empty() || class.is_some_and(|class| named.iter().any(|it| facts.casebook.find_class(it) == Some(class)))
    };
    let fits = |(id, project): &(ProjectId, &Project)| match facts.scope.subject {
        Subject::Project(own) => own == *id,
        Subject::Class(class) => of_class(project, Some(class)),
        Subject::Student(student) => {
            let named = project.fields.texts("participants");
            let takes_part = named.iter().any(|it| facts.casebook.find_student(it) == Some(student));
            if named.is_empty() { of_class(project, facts.casebook.student(student).class) } else { takes_part }
        }
        Subject::Everybody => true,
    };
    all.filter(fits).collect()
}

/// Groups of a list in the projects' files.
fn records<'v>(facts: Facts<'v>, field: &str) -> Vec<&'v Fields> {
    projects(facts).into_iter().flat_map(|(_, project)| project.fields.records(field)).collect()
}

/// Notes of the scope and of its projects in the term, of one type, in order of date.
fn notes<'v>(facts: Facts<'v>, kind: &str) -> Vec<(NoteId, &'v Note)> {
    let mut found = facts.analysis.notes_of(facts.scope, kind);
    // A project goes on over terms: what was done for it before this one is told too.
    if let (Subject::Project(own), Some(kind)) = (facts.scope.subject, facts.casebook.schema.find_type(kind)) {
        let until = facts.analysis.term(facts.scope.term).map(|it| it.span.to);
        let is_own = |note: &Note| {
            note.project == Some(own) && until.is_some_and(|day| note.date <= day) && facts.analysis.is_kind(note, kind)
        };
        found.extend(facts.casebook.notes().filter(|(_, note)| is_own(note)));
    }
    for (id, _) in projects(facts) {
        let scope = crate::analysis::Scope { subject: Subject::Project(id), term: facts.scope.term };
        found.extend(facts.analysis.notes_of(scope, kind).into_iter().filter(|(_, note)| note.project == Some(id)));
    }
    found.sort_by_key(|(id, _)| *id);
    found.dedup_by_key(|(id, _)| *id);
    found
}

/// 姓名, 职称, 分工
pub(super) fn members(facts: Facts) -> Filling {
    let rows = records(facts, "members").into_iter().map(|it| {
        let role = it.choice("role").map(|key| facts.casebook.schema.choice_label("project_role", key));
        let parts: Vec<&str> = [role, it.text("duty")].into_iter().flatten().collect();
        vec![or_missing(it.text("name")), or_missing(it.text("title")), or_missing(Some(parts.join(facts.word("："))))]
    });
    Filling::new(&[], rows)
}

/// 阶段, 时间, 任务, 成果
pub(super) fn stages(facts: Facts) -> Filling {
    let rows = records(facts, "stages").into_iter().map(|it| {
        let span = match it.get("span").map(|it| &it.data) {
            Some(Data::DateRange(span)) => Some(months(facts.language(), *span)),
            _ => None,
        };
        vec![or_missing(it.text("name")), or_missing(span), or_missing(it.text("task")), or_missing(it.text("result"))]
    });
    Filling::new(&[], rows)
}

/// A stretch of months: `2025年9月—2026年1月`.
fn months(language: Language, span: DateRange) -> String {
    let month = |day: crate::date::Date| language.month_of(day.year(), day.month());
    let (from, to) = (month(span.from), month(span.to));
    if from == to { from } else { say!(language, "{}—{}", from, to) }
}

/// 结论, 依据, n, 局限
pub(super) fn findings(facts: Facts) -> Filling {
    let rows = records(facts, "findings").into_iter().map(|it| {
        let evidence: Vec<NoteId> =
            it.texts("evidence").into_iter().flat_map(|text| facts.casebook.find_note(None, text)).collect();
        let count = (!evidence.is_empty()).then(|| say!(facts, "{}条记录", evidence.len()));
        let cells =
            vec![or_missing(it.text("text")), or_missing(count), or_missing(it.integer("n")), or_missing(it.text("limit"))];
        made_of(evidence, cells)
    });
    Filling::new(&[2], rows)
}

/// 名称, 形式, 作者, 时间, 级别
pub(super) fn outputs(facts: Facts) -> Filling {
    let rows = records(facts, "outputs").into_iter().map(|it| {
        let level = it.choice("level").map(|key| facts.casebook.schema.choice_label("level", key));
        vec![
            or_missing(it.text("name")),
            or_missing(it.text("form")),
            or_missing(it.text("author")),
            or_missing(it.date("date").map(|day| facts.month_of(day.year(), day.month()))),
            or_missing(level),
        ]
    });
    Filling::new(&[], rows)
}

/// 作者, 书名篇名, 出版者, 年份, 页码. In the order in which they are given, each work once; below stand the same as lines.
pub(super) fn references(facts: Facts) -> Filling {
    let cited = citations(facts);
    let rows = cited.iter().map(|it| {
        vec![
            or_missing(it.text("author")),
            or_missing(it.text("work")),
            or_missing(it.text("publisher")),
            or_missing(it.integer("year")),
            or_missing(it.text("page")),
        ]
    });
    Filling::new(&[3], rows)
}

/// References of a scope as lines in the form of GB/T 7714—2015, as far as their fields allow: `[1] 陈向明. 质的研究方法与社会科学
/// 研究[M]. 教育科学出版社, 2000.`
pub fn reference_lines(view: &crate::privacy::View, scope: crate::analysis::Scope) -> Vec<String> {
    let facts = Facts { view, casebook: view.casebook, analysis: &view.analysis, scope };
    citations(facts).iter().zip(1..).map(|(it, at)| format!("[{at}] {}", source_line(it))).collect()
}

/// What is cited in the files of a scope: projects, its pupils, and documents about it or them.
fn citations(facts: Facts<'_>) -> Vec<&Fields> {
    let mut found = records(facts, "citations");
    let students = match facts.scope.subject {
        Subject::Student(id) => vec![id],
        // What a case report cites is not what the project cites.
        Subject::Project(_) => Vec::new(),
        _ => facts.analysis.students(facts.scope),
    };
    found.extend(students.iter().flat_map(|id| facts.casebook.student(*id).fields.records("citations")));
    let summaries = facts.casebook.summaries.iter().filter(|it| it.term.is_none_or(|term| term == facts.scope.term));
    let about = summaries.filter(|it| match facts.scope.subject {
        Subject::Student(id) => it.student == Some(id),
        Subject::Class(id) => it.class == Some(id),
        Subject::Project(id) => it.project == Some(id),
        Subject::Everybody => true,
    });
    found.extend(about.flat_map(|it| it.fields.records("citations")));
    let mut seen: Vec<(Option<&str>, Option<&str>, Option<&str>)> = Vec::new();
    found.retain(|it| {
        let key = (it.text("author"), it.text("work"), it.text("page"));
        let new = !seen.contains(&key);
        seen.push(key);
        new
    });
    found
}

/// 日期, 课题, 执教, 级别, 评价
pub(super) fn open_lessons(facts: Facts) -> Filling {
    let rows = notes(facts, "open_lesson").into_iter().map(|(id, note)| {
        let fields = &note.fields;
        let subject = fields.choice("subject").map(|key| facts.casebook.schema.choice_label("subject", key));
        let named = fields.text("topic").map(|it| if it.starts_with('《') { it.to_owned() } else { say!(facts, "《{}》", it) });
        let topic: Vec<String> = [subject.map(str::to_owned), named].into_iter().flatten().collect();
        let day = match facts.scope.subject {
            Subject::Project(_) => format!("{}.{}.{}", note.date.year(), note.date.month(), note.date.day()),
            _ => facts.month_day(note.date),
        };
        let cells = vec![
            day,
            or_missing(Some(topic.concat())),
            or_missing(fields.text("teacher")),
            or_missing(fields.choice("level").map(|key| facts.casebook.schema.choice_label("level", key))),
            or_missing(fields.text("feedback").map(|it| super::super::wording::clip(it, 60))),
        ];
        made_of([id], cells)
    });
    Filling::new(&[], rows)
}

/// 学校, 家庭, 社会. A row a note: what one note holds was agreed together.
pub(super) fn partnership(facts: Facts) -> Filling {
    let rows = notes(facts, "partnership_note").into_iter().filter_map(|(id, note)| {
        let actions =
            ["school_action", "family_action", "community_action"].map(|field| note.fields.texts(field).join(facts.word("；")));
        let cells: Vec<String> = actions.into_iter().map(|it| or_missing(Some(it))).collect();
        cells.iter().any(|it| it != MISSING).then(|| made_of([id], cells))
    });
    Filling::new(&[], rows).note(facts.list(&dates(facts)))
}

/// When it was agreed.
fn dates(facts: Facts) -> Vec<String> {
    notes(facts, "partnership_note").iter().map(|(_, note)| facts.date(note.date)).collect()
}
