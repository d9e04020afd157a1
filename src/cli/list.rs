//! `casebook list`: what there is.

use super::columns::columns;
use super::words::say;
use super::{Exit, Invocation, build, report};
use crate::analysis::{Analysis, Scope, Subject, TodoKind};
use crate::diag::Severity;
use crate::model::Casebook;
use crate::schema::{Period, Schema};

/// What can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// Supported students.
    Students,
    /// Notes.
    Notes,
    /// Live figures with their present values.
    Figures,
    /// Note types.
    Types,
    /// Duties, done and due.
    Duties,
    /// What is missing: overdue duties, follow-ups, goals, weeks without a value.
    Missing,
}

impl Listing {
    /// Everything that can be listed.
    pub const ALL: [Listing; 6] =
        [Listing::Students, Listing::Notes, Listing::Figures, Listing::Types, Listing::Duties, Listing::Missing];

    /// The word on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Listing::Students => "students",
            Listing::Notes => "notes",
            Listing::Figures => "figures",
            Listing::Types => "types",
            Listing::Duties => "duties",
            Listing::Missing => "missing",
        }
    }

    /// What a word on the command line lists.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.id() == id)
    }
}

/// Prints a list to stdout: aligned columns, or a JSON array a line with `--format json`.
pub(super) fn list(invocation: &Invocation, what: Listing) -> Exit {
    if what == Listing::Types && !build::content(invocation).join("casebook.yaml").exists() {
        return print(invocation, &types(invocation, Schema::built_in()));
    }
    let (tree, mut findings) = match build::read_folder(invocation) {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    let (casebook, found) = crate::read(&tree);
    findings.extend(found.into_iter().filter(|it| it.severity() == Severity::Error));
    let findings = findings.sorted();
    report::findings(invocation, &findings, &tree);
    let Some(casebook) = casebook else { return Exit::Findings };
    let analysis = Analysis::new(&casebook, invocation.as_of);
    let rows = match what {
        Listing::Types => types(invocation, &casebook.schema),
        Listing::Students => students(invocation, &casebook),
        Listing::Notes => notes(invocation, &casebook),
        Listing::Figures | Listing::Duties | Listing::Missing => {
            let Some(scope) = scope(invocation, &casebook, &analysis) else {
                eprintln!(
                    "{}",
                    say(invocation.language, "错误：没有这名学生或这个学期", "error: there is no such student or term")
                );
                return Exit::Usage;
            };
            match what {
                Listing::Figures => figures(invocation, &analysis, scope),
                Listing::Duties => duties(invocation, &analysis, scope),
                _ => missing(invocation, &analysis, scope),
            }
        }
    };
    let printed = print(invocation, &rows);
    if findings.has_errors() { Exit::Findings } else { printed }
}

fn print(invocation: &Invocation, rows: &[Vec<String>]) -> Exit {
    if invocation.format == report::Format::Json {
        for row in rows.iter().skip(1) {
            anstream::println!("{}", serde_json::Value::from(row.clone()));
        }
    } else {
        anstream::print!("{}", columns(rows));
    }
    Exit::Done
}

/// The scope that `--student` and `--term` name; everybody in the current term where they are left out.
fn scope(invocation: &Invocation, casebook: &Casebook, analysis: &Analysis) -> Option<Scope> {
    let term = match invocation.term {
        Some(id) => casebook.config.term(id)?,
        None => casebook.current_term(analysis.as_of)?,
    };
    let subject = match &invocation.student {
        Some(code) => Subject::Student(casebook.find_student(code)?),
        None => Subject::Everybody,
    };
    Some(Scope { subject, term: term.id })
}

fn head(invocation: &Invocation, chinese: &[&str], english: &[&str]) -> Vec<String> {
    let words = if invocation.language == crate::diag::Language::Chinese { chinese } else { english };
    words.iter().map(|it| (*it).to_owned()).collect()
}

fn types(invocation: &Invocation, schema: &Schema) -> Vec<Vec<String>> {
    let mut rows = vec![head(invocation, &["类型", "英文名", "别名", "必填"], &["label", "key", "synonyms", "required"])];
    rows.extend(schema.types.iter().map(|it| {
        let required: Vec<&str> = it.fields.iter().filter(|field| field.required).map(|field| &*field.label).collect();
        vec![it.label.clone(), it.key.to_string(), it.synonyms.join("、"), required.join("、")]
    }));
    rows
}

fn students(invocation: &Invocation, casebook: &Casebook) -> Vec<Vec<String>> {
    let mut rows = vec![head(invocation, &["代号", "化名", "班级", "记录"], &["code", "alias", "class", "notes"])];
    rows.extend(casebook.students().map(|(id, student)| {
        let class = student.class.map(|it| casebook.class(it).name.clone()).unwrap_or_default();
        vec![student.code.to_string(), student.shown_name().to_owned(), class, casebook.notes_of(id).count().to_string()]
    }));
    rows
}

fn notes(invocation: &Invocation, casebook: &Casebook) -> Vec<Vec<String>> {
    let wanted = invocation.student.as_deref().map(|code| casebook.find_student(code));
    let mut rows =
        vec![head(invocation, &["日期", "代号", "类型", "标题", "文件"], &["date", "code", "type", "title", "file"])];
    let notes = casebook.notes().filter(|(_, note)| {
        wanted.is_none_or(|it| note.student == it) && invocation.term.is_none_or(|it| note.term == Some(it))
    });
    rows.extend(notes.map(|(_, note)| {
        let code = note.student.map(|it| casebook.student(it).code.to_string()).unwrap_or_default();
        let place = match note.origin.row {
            Some(line) => format!("{}:{line}", note.origin.path),
            None => note.origin.path.to_string(),
        };
        let label = casebook.schema.note_type(note.kind).label.clone();
        vec![note.date.to_string(), code, label, note.title.clone().unwrap_or_default(), place]
    }));
    rows
}

fn figures(invocation: &Invocation, analysis: &Analysis, scope: Scope) -> Vec<Vec<String>> {
    let mut rows = vec![head(invocation, &["写法", "名称", "现在的值"], &["write", "label", "value"])];
    let figures = analysis.all_figures(scope).into_iter();
    rows.extend(figures.map(|(name, label, figure)| vec![format!("`={name}`"), label, figure.in_words()]));
    rows
}

fn duties(invocation: &Invocation, analysis: &Analysis, scope: Scope) -> Vec<Vec<String>> {
    let schema = &analysis.casebook.schema;
    let language = invocation.language;
    let mut rows =
        vec![head(invocation, &["任务", "周期", "应完成", "已完成", "免做"], &["duty", "period", "due", "done", "excused"])];
    rows.extend(analysis.duty_totals(scope).into_iter().filter_map(|it| {
        let duty = schema.duties.get(it.duty)?;
        let period = match duty.period {
            Period::Week => say(language, "每周", "week"),
            Period::Month => say(language, "每月", "month"),
            Period::Term => say(language, "每学期", "term"),
            Period::Once => say(language, "一次", "once"),
        };
        Some(vec![duty.label.clone(), period.to_owned(), it.due.to_string(), it.done.to_string(), it.excused.to_string()])
    }));
    rows
}

fn missing(invocation: &Invocation, analysis: &Analysis, scope: Scope) -> Vec<Vec<String>> {
    let casebook = analysis.casebook;
    let mut rows = vec![head(invocation, &["代号", "缺什么", "到期", "已过天数"], &["code", "what", "due", "days late"])];
    rows.extend(analysis.todos(scope, usize::MAX).into_iter().map(|todo| {
        let student = casebook.student(todo.student);
        let what = match todo.kind {
            TodoKind::Duty { duty, .. } => casebook.schema.duties.get(duty).map(|it| it.label.clone()).unwrap_or_default(),
            TodoKind::FollowUp { note } => {
                let note = casebook.note(note);
                format!(
                    "{}：{} {}",
                    say(invocation.language, "回访", "follow up"),
                    note.date,
                    casebook.schema.note_type(note.kind).label
                )
            }
            TodoKind::Goal { index } => {
                let goal = student.goals.get(index).map(|it| it.text.clone()).unwrap_or_default();
                format!("{}：{goal}", say(invocation.language, "目标", "goal"))
            }
        };
        vec![student.code.to_string(), what, todo.due.to_string(), todo.late.max(0).to_string()]
    }));
    for id in analysis.students(scope) {
        let student_scope = Scope { subject: Subject::Student(id), term: scope.term };
        for series in analysis.series(id, student_scope) {
            let (lacking, weeks) = series.compare().missing;
            if lacking > 0 {
                let what = format!(
                    "{} {lacking}/{weeks} {}",
                    series.measure.name,
                    say(invocation.language, "周没有数值", "weeks without a value")
                );
                rows.push(vec![casebook.student(id).code.to_string(), what, String::new(), String::new()]);
            }
        }
    }
    rows
}
