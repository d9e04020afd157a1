//! `casebook coverage`: the ledger of the domain's rows.

use serde_json::{Value, json};

use super::columns::columns;
use super::words::say;
use super::{Exit, Invocation, build, report};
use crate::diag::{Diagnostics, Language, Severity};
use crate::privacy::{self, Audience};
use crate::site::coverage::{self, CoverageRow, Form, Source, Start};

/// Prints the ledger to stdout: aligned columns and a total, or a JSON object a row with `--format json`. Gaps are no fault.
pub(super) fn coverage(invocation: &Invocation, missing: bool) -> Exit {
    let (tree, mut findings) = match build::read_folder(invocation) {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    let (casebook, found) = crate::read(&tree);
    findings.extend(found.into_iter().filter(|it| it.severity() == Severity::Error));
    let findings = findings.sorted();
    // What is on stdout is the ledger alone.
    let told = Invocation { format: errors_format(invocation), ..invocation.clone() };
    report::findings(&told, &findings, &tree);
    let Some(casebook) = casebook else { return Exit::Findings };
    let genres =
        build::theme_of(invocation, &tree, &mut Diagnostics::new()).and_then(|it| it.genres().ok()).unwrap_or_default();
    let rows = match privacy::project(&casebook, invocation.as_of, Audience::Teacher) {
        Ok(view) => coverage::coverage(&tree, &view, &genres),
        Err(_) => return Exit::Privacy,
    };
    let shown: Vec<&CoverageRow> = rows.iter().filter(|it| !missing || it.count == 0).collect();
    if invocation.format == report::Format::Json {
        for row in &shown {
            anstream::println!("{}", object(row, invocation.language));
        }
    } else {
        anstream::print!("{}", ledger(&shown, invocation.language));
        anstream::println!("{}", total(&rows, invocation.language));
    }
    if findings.has_errors() { Exit::Findings } else { Exit::Done }
}

fn errors_format(invocation: &Invocation) -> report::Format {
    match invocation.format {
        report::Format::Json => report::Format::Short,
        other => other,
    }
}

fn ledger(rows: &[&CoverageRow], language: Language) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let head = match language {
        Language::Chinese => ["行", "名称", "本册", "记在哪里", "新建", "网页", "文稿"],
        Language::English => ["row", "name", "here", "recorded as", "start one", "page", "document"],
    };
    let mut lines: Vec<Vec<String>> = vec![head.map(str::to_owned).to_vec()];
    lines.extend(rows.iter().map(|row| {
        vec![
            row.row.clone(),
            row.label.clone(),
            if row.count == 0 { "—".to_owned() } else { row.count.to_string() },
            recorded(row, language),
            row.sources.first().map(|it| started(it, language)).unwrap_or_default(),
            row.pages.first().cloned().unwrap_or_else(|| "—".to_owned()),
            documents(row, language),
        ]
    }));
    columns(&lines)
}

/// `62 行中 60 行有记录。` and how to begin what is missing.
fn total(rows: &[CoverageRow], language: Language) -> String {
    let missing: Vec<&CoverageRow> = rows.iter().filter(|it| it.count == 0).collect();
    let (all, there) = (rows.len(), rows.len() - missing.len());
    let mut text = match language {
        Language::Chinese => format!("{all} 行中 {there} 行有记录"),
        Language::English => format!("{there} of {all} rows have records"),
    };
    if missing.is_empty() {
        return text;
    }
    text.push_str(say(language, "，还缺：", "; missing:"));
    for row in missing {
        let lacking = row.sources.iter().filter(|it| it.count == 0);
        let starts: Vec<String> = lacking.map(|it| started(it, language)).collect();
        let starts = match starts.as_slice() {
            // Everything it is computed from is there, and still nothing comes of it.
            [] => row.sources.iter().map(|it| name(it, language)).collect::<Vec<_>>().join(" + ") + &too_little(language),
            some => some.join(say(language, "；", "; ")),
        };
        text.push_str(&format!("\n  {}  {}  {starts}", row.row, row.label));
    }
    text
}

fn too_little(language: Language) -> String {
    say(language, "（有记录，但还算不出）", " (recorded, but too little to reckon with)").to_owned()
}

/// `谈心（笔记、表格）；情感状态（笔记、表格）`
fn recorded(row: &CoverageRow, language: Language) -> String {
    let mut parts: Vec<(String, Vec<String>)> = Vec::new();
    for source in &row.sources {
        let form = form(source.form, language).to_owned();
        match parts.iter_mut().find(|(it, _)| *it == form) {
            Some((_, names)) => names.push(name(source, language)),
            None => parts.push((form, vec![name(source, language)])),
        }
    }
    let parts: Vec<String> = parts
        .into_iter()
        .map(|(form, names)| match language {
            Language::Chinese => format!("{form}：{}", names.join("、")),
            Language::English => format!("{form}: {}", names.join(", ")),
        })
        .collect();
    parts.join(say(language, "；", "; "))
}

fn name(source: &Source, language: Language) -> String {
    match language {
        Language::Chinese => source.label.clone(),
        Language::English => source.key.clone(),
    }
}

fn form(form: Form, language: Language) -> &'static str {
    match form {
        Form::Note => say(language, "笔记", "notes"),
        Form::NoteOrTable => say(language, "笔记、表格", "notes, tables"),
        Form::Responses => say(language, "问卷、笔记、表格", "survey, notes, tables"),
        Form::StudentFile => say(language, "学生档案", "student's file"),
        Form::ClassFile => say(language, "班级档案", "class's file"),
        Form::ProjectFile => say(language, "课题档案", "project's file"),
        Form::SummaryFile => say(language, "文稿设置", "written document"),
        Form::Settings => say(language, "设置", "settings"),
        Form::Document => say(language, "文稿", "document"),
    }
}

/// The command or the place that begins one.
fn started(source: &Source, language: Language) -> String {
    match &source.start {
        Start::Note { folder } => {
            let kind = match language {
                Language::Chinese => source.label.split('·').next().unwrap_or_default(),
                Language::English => source.key.split('.').next().unwrap_or_default(),
            };
            format!("casebook new note {folder} {kind}")
        }
        Start::Key { path, key, label } => match language {
            Language::Chinese => format!("content/{path} 写“{label}:”"),
            Language::English => format!("`{key}:` in content/{path}"),
        },
        Start::File { path } => match language {
            Language::Chinese => format!("新建 content/{path}"),
            Language::English => format!("create content/{path}"),
        },
        Start::Build => "casebook build".to_owned(),
    }
}

/// `工作总结·按计划辅导；可编：帮扶记录表·辅导记录`
fn documents(row: &CoverageRow, language: Language) -> String {
    let name = |it: &coverage::Section| match language {
        Language::Chinese => format!("{}·{}", it.genre_label, it.section),
        Language::English => format!("{} · {}", it.genre, it.section),
    };
    let (made, able): (Vec<_>, Vec<_>) = row.sections.iter().partition(|it| it.page.is_some());
    let made: Vec<String> = made.into_iter().map(name).collect();
    let able: Vec<String> = able.into_iter().map(name).collect();
    let able = match (able.is_empty(), language) {
        (true, _) => None,
        (_, Language::Chinese) => Some(format!("可编：{}", able.join("、"))),
        (_, Language::English) => Some(format!("can be written: {}", able.join(", "))),
    };
    let parts: Vec<String> = made.into_iter().chain(able).collect();
    if parts.is_empty() { "—".to_owned() } else { parts.join(say(language, "；", "; ")) }
}

/// A row for programs; keys are the same in both languages.
fn object(row: &CoverageRow, language: Language) -> Value {
    let recorded = row.sources.iter().map(|it| {
        json!({
            "key": it.key, "label": it.label, "form": it.form.id(), "count": it.count, "start": started(it, language),
        })
    });
    let documents = row.sections.iter().map(|it| {
        json!({
            "genre": it.genre, "genre_label": it.genre_label, "section": it.section, "made": it.page.is_some(), "page": it.page,
        })
    });
    json!({
        "row": row.row,
        "label": row.label,
        "count": row.count,
        "recorded": recorded.collect::<Vec<_>>(),
        "pages": row.pages,
        "documents": documents.collect::<Vec<_>>(),
    })
}
