//! Surveys, projects and written summaries.

use std::collections::BTreeSet;

use crate::config::Config;
use crate::diag::{CONTENT, Code, Diagnostic, Diagnostics};
use crate::schema::{Asked, Fields, Schema};

use super::layout::Folder;
use super::shelf::{File, Shelf};
use super::{Project, Summary, Survey, references};

/// Surveys in order of folder. One without a title or day is reported and left out.
pub(super) fn surveys(schema: &Schema, shelf: &mut Shelf, findings: &mut Diagnostics) -> Vec<Survey> {
    let folders: BTreeSet<&str> = shelf.surveys.iter().map(|(key, _)| key.as_str()).collect();
    for (key, _) in shelf.responses.iter().filter(|(key, _)| !folders.contains(key.as_str())) {
        without_index(&format!("surveys/{key}"), "日期", findings);
    }
    let survey = |(key, file): (String, File)| {
        let fields = check(schema, "survey", &file, findings);
        if let (Some(sent), Some(returned)) = (fields.integer("sent"), fields.integer("returned"))
            && returned > sent
        {
            let span = fields.get("returned").map_or(file.span, |it| it.span);
            let finding = Diagnostic::new(Code::PartAboveWhole, span).arg("part", "回收份数").arg("value", returned);
            findings.push(finding.arg("whole", "发放份数").arg("total", sent));
        }
        let (title, date) = (fields.text("title")?.to_owned(), fields.date("date")?);
        Some(Survey { key, title, date, fields, body: file.prose, path: file.path })
    };
    let mut surveys: Vec<Survey> = std::mem::take(&mut shelf.surveys).into_iter().filter_map(survey).collect();
    surveys.sort_by(|a, b| a.key.cmp(&b.key));
    surveys
}

/// Projects in order of folder. One without a title is reported and keeps its folder's name.
pub(super) fn projects(schema: &Schema, shelf: &mut Shelf, findings: &mut Diagnostics) -> Vec<Project> {
    let project = |(key, file): (String, File)| {
        let fields = check(schema, "project", &file, findings);
        let title = fields.text("title").unwrap_or(&key).to_owned();
        Project { title, fields, body: file.prose, path: file.path, key }
    };
    let mut projects: Vec<Project> = std::mem::take(&mut shelf.projects).into_iter().map(project).collect();
    projects.sort_by(|a, b| a.key.cmp(&b.key));
    let named: BTreeSet<&str> = shelf
        .folders()
        .filter_map(|it| match it {
            Folder::Project(key) => Some(key.as_str()),
            _ => None,
        })
        .collect();
    for key in named {
        if projects.binary_search_by(|it| it.key.as_str().cmp(key)).is_err() {
            without_index(&format!("projects/{key}"), "", findings);
        }
    }
    projects
}

/// Summaries in order of path; whom they are about is linked by the caller.
pub(super) fn summaries(schema: &Schema, config: &Config, shelf: &mut Shelf, findings: &mut Diagnostics) -> Vec<Summary> {
    let summary = |(key, file): (String, File)| {
        let fields = check(schema, "summary", &file, findings);
        let named = fields.text("term").and_then(|it| it.parse().ok());
        if let (Some(term), Some(value)) = (named, fields.get("term"))
            && config.term(term).is_none()
        {
            findings.push(references::unknown_term(config, &term.to_string(), value.span));
        }
        let of_date = || config.term_of(fields.date("date")?).map(|it| it.id);
        Some(Summary {
            key,
            genre: fields.choice("genre")?.into(),
            title: fields.text("title").map(str::to_owned),
            term: named.or_else(of_date),
            class: None,
            student: None,
            project: None,
            body: file.prose,
            path: file.path,
            span: file.span,
            fields,
        })
    };
    let mut summaries: Vec<Summary> = std::mem::take(&mut shelf.summaries).into_iter().filter_map(summary).collect();
    summaries.sort_by(|a, b| a.path.cmp(&b.path));
    summaries
}

fn check(schema: &Schema, kind: &str, file: &File, findings: &mut Diagnostics) -> Fields {
    let owner = schema.file_label(kind);
    let fields = schema.file_fields(kind);
    let checked = schema.check(owner, fields, &file.entries, findings);
    schema.require(&Asked { owner, fields, except: &[], span: file.span }, &file.entries, &checked, findings);
    checked
}

fn without_index(folder: &str, field: &str, findings: &mut Diagnostics) {
    findings.push(
        Diagnostic::at_path(Code::FolderWithoutIndex, format!("{CONTENT}{folder}")).arg("folder", folder).arg("field", field),
    );
}
