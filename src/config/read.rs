//! Reading `casebook.yaml`.

use std::collections::BTreeMap;

use crate::date::{DateRange, Term, TermId};
use crate::diag::{Code, Diagnostic, Diagnostics, Language, nearest};
use crate::schema::{Asked, Data, Fields, Schema, StandardRow, Value};
use crate::source::Span;
use crate::syntax::{Entry, Node, NodeKind};

use super::{BaseUrl, Config, DocumentSettings, Measure};

impl Config {
    /// Reads the entries of `casebook.yaml` by a table that holds the school's own rows already. What is missing or faulty is
    /// reported, and the rest goes on with what is usual.
    pub fn read(schema: &Schema, entries: &[Entry], span: Span, findings: &mut Diagnostics) -> Config {
        let label = schema.file_label("casebook");
        let fields = schema.file_fields("casebook");
        let own_rows = |entry: &Entry| {
            let key = fields.find(&entry.key.value).map(|it| &*it.key);
            matches!(key, Some("types" | "duties" | "enums")) && matches!(entry.value.kind, NodeKind::Map(_))
        };
        // the rows that a school adds to the table were read when they were added
        let read = |entry: &Entry| {
            let value =
                if own_rows(entry) { Node { kind: NodeKind::Null, span: entry.value.span } } else { entry.value.clone() };
            Entry { key: entry.key.clone(), value }
        };
        let entries: Vec<Entry> = entries.iter().map(read).collect();
        let checked = schema.check(label, fields, &entries, findings);
        schema.require(&Asked { owner: label, fields, except: &[], span }, &entries, &checked, findings);
        let language = checked.get("language").map_or(Language::default(), |it| language(it, findings));
        Config {
            title: checked.text("title").unwrap_or_default().to_owned(),
            school: checked.text("school").map(str::to_owned),
            language,
            written: language,
            theme: checked.text("theme").unwrap_or("default").to_owned(),
            base_url: checked.get("base_url").and_then(|it| base_url(it, findings)),
            terms: terms(&checked, findings),
            measures: measures(&checked),
            standards: standards(&checked).unwrap_or_else(|| schema.standards.clone()),
            exit_criterion: checked.text("exit_criterion").map(str::to_owned),
            exit_declared: checked.date("exit_declared"),
            labels: pairs(&checked, "labels")
                .filter_map(|(key, it)| Some((key.to_owned(), it.as_text()?.to_owned())))
                .collect(),
            limits: super::limits::limits(&checked),
            documents: checked.record("documents").map(documents).unwrap_or_default(),
            fields: checked,
            span,
        }
    }
}

fn documents(checked: &Fields) -> DocumentSettings {
    let fonts = pairs(checked, "fonts").filter_map(|(role, it)| Some((role.to_owned(), it.as_text()?.to_owned())));
    DocumentSettings {
        layout: checked.choice("layout").map(Into::into),
        signature: checked.text("signature").map(str::to_owned),
        fonts: fonts.collect(),
        school: checked.text("school").map(str::to_owned),
        seal: checked.boolean("seal"),
    }
}

fn language(value: &Value, findings: &mut Diagnostics) -> Language {
    let text = value.as_text().unwrap_or_default();
    match text.to_lowercase().as_str() {
        "zh" | "zh-cn" | "zh_cn" | "zh-hans" | "中文" | "汉语" => Language::Chinese,
        "en" | "en-us" | "en-gb" | "英文" | "英语" => Language::English,
        other => {
            let near = nearest(other, ["zh", "zh-CN", "en", "中文", "英文"]).unwrap_or_default();
            let finding = Diagnostic::new(Code::UnknownValue, value.span).arg("field", "语言").arg("value", text);
            findings.push(finding.arg("nearest", near).arg("choices", "zh、en"));
            Language::default()
        }
    }
}

fn base_url(value: &Value, findings: &mut Diagnostics) -> Option<BaseUrl> {
    let text = value.as_text().unwrap_or_default();
    let found = text.parse().ok();
    if found.is_none() {
        findings.push(Diagnostic::new(Code::BaseUrlForm, value.span).arg("value", text));
    }
    found
}

/// Terms in order of time. One that overlaps an earlier one is reported and kept out.
fn terms(checked: &Fields, findings: &mut Diagnostics) -> Vec<Term> {
    let mut found: Vec<(Term, Span)> = Vec::new();
    for value in checked.list("terms") {
        let Data::Record(row) = &value.data else { continue };
        if let Some(term) = term(row, value.span, findings) {
            found.push((term, value.span));
        }
    }
    found.sort_by_key(|(term, _)| (term.span.from, term.id));
    let mut terms: Vec<(Term, Span)> = Vec::with_capacity(found.len());
    for (term, span) in found {
        let clash = terms.iter().find(|(other, _)| other.id == term.id || term.span.from <= other.span.to);
        match clash {
            Some((other, other_span)) => {
                let finding = Diagnostic::new(Code::TermsOverlap, span).arg("term", term.id).arg("other", other.id);
                findings.push(finding.related(*other_span));
            }
            None => terms.push((term, span)),
        }
    }
    terms.into_iter().map(|(term, _)| term).collect()
}

/// No term has more days.
const LONGEST_TERM: i32 = 366;

fn term(row: &Fields, span: Span, findings: &mut Diagnostics) -> Option<Term> {
    let name = row.get("id")?;
    let id: Option<TermId> = name.as_text().and_then(|it| it.parse().ok());
    if id.is_none() {
        let finding = Diagnostic::new(Code::WrongKind, name.span).arg("field", "学期").arg("expected", "学期的名称");
        let found = format!("“{}”", name.as_text().unwrap_or_default());
        findings.push(finding.arg("found", found).arg("example", "学期: 2025-2026-2"));
    }
    let (from, to) = (row.date("start")?, row.date("end")?);
    if to < from {
        let place = row.get("end").map_or(span, |it| it.span);
        findings.push(Diagnostic::new(Code::EndBeforeStart, place).arg("start", from).arg("end", to));
        return None;
    }
    // A year that was mistyped makes thousands of weeks.
    if to.days_since(from) > LONGEST_TERM {
        let finding = Diagnostic::new(Code::OutOfRange, row.get("end").map_or(span, |it| it.span)).arg("field", "结束日期");
        findings.push(finding.arg("value", to).arg("min", from).arg("max", from.plus_days(LONGEST_TERM)));
        return None;
    }
    let range = |it: &Value| match it.data {
        Data::DateRange(range) => Some(range),
        _ => None,
    };
    let day = |it: &Value| match it.data {
        Data::Date(day) => Some(day),
        _ => None,
    };
    Some(Term {
        id: id?,
        span: DateRange { from, to },
        holidays: row.list("holidays").iter().filter_map(range).collect(),
        workdays: row.list("workdays").iter().filter_map(day).collect(),
    })
}

fn measures(checked: &Fields) -> BTreeMap<String, Measure> {
    let measure = |(name, value): (&str, &Value)| {
        let Data::Record(row) = &value.data else { return None };
        let measure = Measure {
            name: name.to_owned(),
            unit: row.text("unit").map(str::to_owned),
            subject: row.choice("subject").map(Into::into),
            lower_is_better: row.choice("better") == Some("lower"),
            min: row.number("min"),
            max: row.number("max"),
            reliability: row.number("reliability"),
        };
        Some((measure.name.clone(), measure))
    };
    pairs(checked, "measures").filter_map(measure).collect()
}

fn standards(checked: &Fields) -> Option<Vec<StandardRow>> {
    checked.get("standards")?;
    let row = |row: &Fields| {
        Some(StandardRow {
            grades: row.choices("grades").into_iter().map(Into::into).collect(),
            subjects: row.choices("subjects").into_iter().map(Into::into).collect(),
            excellent: row.number("excellent"),
            good: row.number("good"),
            pass: row.number("pass")?,
            low: row.number("low"),
        })
    };
    Some(checked.records("standards").into_iter().filter_map(row).collect())
}

fn pairs<'a>(checked: &'a Fields, field: &str) -> impl Iterator<Item = (&'a str, &'a Value)> {
    let pairs = match checked.get(field).map(|it| &it.data) {
        Some(Data::Map(pairs)) => pairs.as_slice(),
        _ => &[],
    };
    pairs.iter().map(|(key, value)| (&**key, value))
}
