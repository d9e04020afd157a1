//! Students: their index.md, the roster, and the notes that add to their goals, strengths and needs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Config;
use crate::date::Date;
use crate::diag::{CONTENT, Code, Diagnostic, Diagnostics};
use crate::schema::{Asked, Data, Fields, Schema, Value};
use crate::source::{SitePath, Span};
use crate::syntax::Prose;

use super::classes::class_of;
use super::layout::Folder;
use super::shelf::{File, Shelf};
use super::{Class, Gas, Goal, Item, Note, PhaseSpan, Roster, RosterEntry, Student, StudentCode, TermStatus};

/// A student's index.md as checked, before its class is known.
pub(super) struct StudentFile {
    pub(super) code: StudentCode,
    pub(super) fields: Fields,
    body: Prose,
    /// Its own, or that of any file of a folder that has no index.md.
    path: SitePath,
    indexed: bool,
    span: Span,
}

/// Reads every index.md. A folder that holds notes and no index.md is reported, and its student made nevertheless, so that
/// its notes are checked. In order of code.
pub(super) fn read(schema: &Schema, shelf: &mut Shelf, findings: &mut Diagnostics) -> Vec<StudentFile> {
    let label = schema.file_label("student");
    let wanted = schema.file_fields("student");
    let one = |(code, file): (StudentCode, File)| {
        let mut found = Diagnostics::new();
        let fields = schema.check(label, wanted, &file.entries, &mut found);
        let asked = Asked { owner: label, fields: wanted, except: &[], span: file.span };
        schema.require(&asked, &file.entries, &fields, &mut found);
        (StudentFile { code, fields, body: file.prose, path: file.path, indexed: true, span: file.span }, found)
    };
    let read: Vec<_> = std::mem::take(&mut shelf.students).into_par_iter().map(one).collect();
    let mut students: Vec<StudentFile> = Vec::with_capacity(read.len());
    for (student, found) in read {
        students.push(student);
        findings.extend(found);
    }
    let known: BTreeSet<StudentCode> = students.iter().map(|it| it.code.clone()).collect();
    let notes = shelf.notes.iter().map(|it| (&it.folder, it.id, &it.file.path));
    let tables = shelf.tables.iter().map(|(folder, file)| (folder, file.id, &file.path));
    let mut without = BTreeMap::new();
    for (folder, file, path) in notes.chain(tables) {
        if let Folder::Student(code) = folder
            && !known.contains(code)
        {
            without.entry(code).or_insert((file, path));
        }
    }
    for (code, (file, path)) in without {
        findings.push(Diagnostic::at_path(Code::StudentWithoutIndex, format!("{CONTENT}students/{code}")).arg("code", code));
        students.push(StudentFile {
            code: code.clone(),
            fields: Fields::default(),
            body: Prose::default(),
            path: path.clone(),
            indexed: false,
            span: Span::file(file),
        });
    }
    students.sort_by(|a, b| a.code.cmp(&b.code));
    students
}

/// Links students with the roster and their classes.
pub(super) fn link(
    config: &Config,
    files: Vec<StudentFile>,
    classes: &[Class],
    roster: Option<&Roster>,
    findings: &mut Diagnostics,
) -> Vec<Student> {
    let mut aliases: BTreeMap<String, (StudentCode, Span)> = BTreeMap::new();
    let mut students = Vec::with_capacity(files.len());
    for file in files {
        let student = student(config, file, classes, roster, findings);
        if let Some(alias) = &student.alias {
            let span = student.fields.get("alias").map_or(student.span, |it| it.span);
            match aliases.get(alias) {
                Some((other, other_span)) => {
                    let finding = Diagnostic::new(Code::SharedAlias, span).arg("alias", alias);
                    findings.push(finding.arg("code", other).arg("other", &student.code).related(*other_span));
                }
                None => {
                    aliases.insert(alias.clone(), (student.code.clone(), span));
                }
            }
        }
        students.push(student);
    }
    students
}

fn student(
    config: &Config,
    file: StudentFile,
    classes: &[Class],
    roster: Option<&Roster>,
    findings: &mut Diagnostics,
) -> Student {
    let StudentFile { code, mut fields, body, path, indexed, span } = file;
    let class = class_of(classes, config, &fields);
    if let (Some(class), Some(written)) = (class.and_then(|it| classes.get(it.0 as usize)), fields.get("class")) {
        let span = written.span;
        fields.set("class".into(), Value { data: Data::Reference(class.key.clone()), span });
    }
    let alias = fields.text("alias").map(str::to_owned);
    let of_roster = || roster.and_then(|it| it.students.get(&code)).and_then(|it| it.name.clone());
    let name = fields.text("name").map(str::to_owned).or_else(of_roster);
    if alias.is_none() && name.is_none() && indexed {
        findings.push(Diagnostic::new(Code::StudentNameless, span).arg("code", &code));
    }
    let (opened, closed) = (fields.date("opened"), fields.date("closed"));
    if let (Some(opened), Some(closed)) = (opened, closed)
        && closed < opened
    {
        let place = fields.get("closed").map_or(span, |it| it.span);
        findings.push(Diagnostic::new(Code::EndBeforeStart, place).arg("start", opened).arg("end", closed));
    }
    Student {
        alias,
        name,
        class,
        opened,
        closed,
        strengths: fields.records("strengths").into_iter().filter_map(|it| item(it, None)).collect(),
        needs: fields.records("needs").into_iter().filter_map(|it| item(it, None)).collect(),
        goals: fields.records("goals").into_iter().filter_map(|it| goal(it, None)).collect(),
        phases: phases(&fields, findings),
        terms: fields.records("terms").into_iter().filter_map(term_status).collect(),
        body,
        path,
        span,
        code,
        fields,
    }
}

fn item(row: &Fields, date: Option<Date>) -> Option<Item> {
    Some(Item { text: row.text("text")?.to_owned(), evidence: row.text("evidence").map(str::to_owned), date })
}

fn goal(row: &Fields, date: Option<Date>) -> Option<Goal> {
    let text = |name: &str| row.text(name).map(str::to_owned);
    Some(Goal {
        text: text("text")?,
        id: text("id"),
        subject: row.choice("subject").map(Into::into),
        measure: text("measure"),
        baseline: row.number("baseline"),
        target: row.number("target"),
        actual: row.number("actual"),
        unit: text("unit"),
        set_on: row.date("set_on").or(date),
        due: row.date("due"),
        steps: row.texts("steps").into_iter().map(str::to_owned).collect(),
        supporter: text("supporter"),
        gas: row.record("gas").map(gas),
        result: row.choice("result").map(Into::into),
        result_date: row.date("result_date"),
    })
}

fn gas(row: &Fields) -> Gas {
    let level = |name: &str| row.choice(name).and_then(|it| it.parse().ok());
    let mut levels: Vec<(i8, String)> = match row.get("levels").map(|it| &it.data) {
        Some(Data::Map(pairs)) => {
            pairs.iter().filter_map(|(key, it)| Some((key.parse().ok()?, it.as_text()?.to_owned()))).collect()
        }
        _ => Vec::new(),
    };
    levels.sort_by_key(|(level, _)| *level);
    Gas { start: level("start"), end: level("end"), weight: row.number("weight").unwrap_or(1.0), levels }
}

/// Phases in order of time. One without an end lasts until the next begins; a relapse (`R`) that has an end of its own lies
/// within the phase around it and ends nothing.
fn phases(fields: &Fields, findings: &mut Diagnostics) -> Vec<PhaseSpan> {
    let mut phases: Vec<PhaseSpan> = Vec::new();
    for value in fields.list("phases") {
        let Data::Record(row) = &value.data else { continue };
        let (Some(phase), Some(from)) = (row.choice("phase"), row.date("from")) else { continue };
        let to = row.date("to");
        if let Some(to) = to.filter(|it| *it < from) {
            let span = row.get("to").map_or(value.span, |it| it.span);
            findings.push(Diagnostic::new(Code::EndBeforeStart, span).arg("start", from).arg("end", to));
        }
        phases.push(PhaseSpan { phase: phase.into(), from, to, note: row.text("note").map(str::to_owned) });
    }
    phases.sort_by_key(|it| it.from);
    let starts: Vec<Option<Date>> = (0..phases.len())
        .map(|at| {
            let next = phases[at + 1..].iter().find(|it| &*it.phase != "R" || it.to.is_none());
            next.map(|it| it.from)
        })
        .collect();
    for (phase, next) in phases.iter_mut().zip(starts) {
        phase.to = phase.to.or(next.map(|it| it.plus_days(-1).max(phase.from)));
    }
    phases
}

fn term_status(row: &Fields) -> Option<TermStatus> {
    let key = |name: &str| row.choice(name).map(Into::into);
    Some(TermStatus {
        term: row.text("term")?.parse().ok()?,
        status: key("status"),
        tier: key("tier"),
        concern_domains: row.choices("concern_domains").into_iter().map(Into::into).collect(),
        outcome: key("outcome"),
        decided: row.date("decided"),
    })
}

/// Adds what notes of the types `strength`, `need` and `goal` say, in order of date.
pub(super) fn add_notes(schema: &Schema, students: &mut [Student], notes: &[Arc<Note>]) {
    let [strength, need, of_goal] = ["strength", "need", "goal"].map(|it| schema.find_type(it));
    for note in notes {
        let Some(student) = note.student.and_then(|it| students.get_mut(it.0 as usize)) else { continue };
        let is = |ancestor: Option<_>| ancestor.is_some_and(|it| schema.is_a(note.kind, it));
        if is(strength) {
            student.strengths.extend(item(&note.fields, Some(note.date)));
        } else if is(need) {
            student.needs.extend(item(&note.fields, Some(note.date)));
        } else if is(of_goal) {
            student.goals.extend(goal(&note.fields, Some(note.date)));
        }
    }
}

/// Reads roster.yaml.
pub(super) fn roster(schema: &Schema, file: &File, findings: &mut Diagnostics) -> Roster {
    let label = schema.file_label("roster");
    let wanted = schema.file_fields("roster");
    let fields = schema.check(label, wanted, &file.entries, findings);
    let mut students = BTreeMap::new();
    if let Some(Value { data: Data::Map(rows), .. }) = fields.get("students") {
        for (key, value) in rows {
            let Data::Record(row) = &value.data else { continue };
            match key.parse::<StudentCode>() {
                Ok(code) => {
                    let entry = RosterEntry { name: row.text("name").map(str::to_owned), fields: row.clone() };
                    students.insert(code, entry);
                }
                Err(()) => {
                    let finding = Diagnostic::new(Code::UnknownReference, value.span).arg("kind", "学生");
                    findings.push(finding.arg("value", key));
                }
            }
        }
    }
    Roster { students, fields }
}
