//! Quotations of educators whose source the list of references lacks.

use crate::diag::{Code, Diagnostic};
use crate::model::Casebook;
use crate::schema::{Data, Fields};

use super::character::{after, sentence};
use super::finding;
use super::lexicon::{Sense, find};
use super::texts::Text;

/// Reports references without a year, and in documents that have references quotations of somebody who is not among them.
pub(super) fn check(casebook: &Casebook, documents: &[&Text]) -> Vec<Diagnostic> {
    let of_projects = casebook.projects.iter().map(|it| &it.fields);
    let of_summaries = casebook.summaries.iter().map(|it| &it.fields);
    let of_students = casebook.students.iter().map(|it| &it.fields);
    let mut findings: Vec<Diagnostic> = of_projects.chain(of_summaries).chain(of_students).flat_map(without_year).collect();
    for document in documents {
        let Some(summary) = document.summary.and_then(|it| casebook.summaries.get(it.0 as usize)) else { continue };
        let own = summary.fields.records("citations");
        let of_project = summary.project.and_then(|it| casebook.projects.get(it.0 as usize));
        let of_project = of_project.map(|it| it.fields.records("citations")).unwrap_or_default();
        let authors: Vec<&str> = own.into_iter().chain(of_project).filter_map(|it| it.text("author")).collect();
        if authors.is_empty() {
            continue;
        }
        for passage in document.body() {
            let text = &*passage.text;
            for found in find(text).filter(|it| it.sense == Sense::Author) {
                let name = text.get(found.start..found.end).unwrap_or_default();
                if is_quoted(text, found.end) && !authors.iter().any(|it| it.contains(name)) {
                    let finding = finding(Code::CitationSource, passage, found.start, found.end);
                    findings.push(finding.arg("author", name).arg("what", "他的著作").arg("what_en", "a work of theirs"));
                }
            }
        }
    }
    findings
}

/// References that do not say when the work appeared.
fn without_year(fields: &Fields) -> Vec<Diagnostic> {
    let lacking = fields.list("citations").iter().filter_map(|it| match &it.data {
        Data::Record(row) if row.get("year").is_none() => {
            let author = row.get("author")?;
            let finding =
                Diagnostic::new(Code::CitationSource, author.span).arg("author", author.as_text().unwrap_or_default());
            Some(finding.arg("what", "年份").arg("what_en", "its year"))
        }
        _ => None,
    });
    lacking.collect()
}

/// Whether what somebody said follows the name in its sentence, or stands around it.
fn is_quoted(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    let says = ["说", "曾说", "曾经说", "说过", "指出", "写道", "认为", "讲过", "有句名言", "的名言", "告诉我们"];
    says.iter().any(|it| rest.starts_with(it))
        || after(text, end) == Some('：')
        || sentence(text, end).contains('“') && rest.contains('”')
}
