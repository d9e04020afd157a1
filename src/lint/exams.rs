//! Term exams: none in grades 1 and 2, one a subject and term in the others.

use std::collections::BTreeMap;

use crate::date::TermId;
use crate::diag::{Code, Diagnostic};
use crate::model::{Casebook, Note, StudentId};
use crate::source::Span;

/// Grades in which no written exam is held.
const WITHOUT_EXAMS: [i64; 2] = [1, 2];

/// Reports term exams that are not held. One that the pupil missed is none.
pub(super) fn check(casebook: &Casebook) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut seen: BTreeMap<(StudentId, TermId, String), &Note> = BTreeMap::new();
    let schema = &casebook.schema;
    let Some(exam) = schema.find_type("term_exam") else { return findings };
    for note in casebook.notes.iter().filter(|it| schema.is_a(it.kind, exam)) {
        let label = &schema.note_type(note.kind).label;
        if let Some(grade) = grade_of(casebook, note).filter(|it| WITHOUT_EXAMS.contains(it)) {
            let grade = if grade == 1 { "一" } else { "二" };
            findings.push(Diagnostic::new(Code::ExamInLowerGrade, place(note)).arg("grade", grade).arg("type", label));
        }
        let (Some(student), Some(term)) = (note.student, note.term) else { continue };
        if note.fields.boolean("absent") == Some(true) {
            continue;
        }
        let subject = subject_of(casebook, note);
        match seen.get(&(student, term, subject.clone())) {
            Some(first) => {
                let found = Diagnostic::new(Code::SeveralTermExams, subject_place(note))
                    .arg("student", casebook.student(student).code.as_str());
                let found = found.arg("term", term.in_words()).arg("subject", subject).arg("first", first.date);
                findings.push(found.related(subject_place(first)));
            }
            None => {
                seen.insert((student, term, subject), note);
            }
        }
    }
    findings
}

/// Where a note says that it is a term exam.
fn place(note: &Note) -> Span {
    note.fields.get("kind").map_or(note.origin.span, |it| it.span)
}

/// Where a note says in which subject it is.
fn subject_place(note: &Note) -> Span {
    note.fields.get("subject").or_else(|| note.fields.get("measure")).map_or_else(|| place(note), |it| it.span)
}

/// The subject's name: its own, its measure's, or the measure itself.
fn subject_of(casebook: &Casebook, note: &Note) -> String {
    let measure = note.fields.text("measure").unwrap_or_default();
    let of_measure = || casebook.config.measures.get(measure).and_then(|it| it.subject.as_deref());
    match note.fields.choice("subject").or_else(of_measure) {
        Some(subject) => casebook.schema.choice_label("subject", subject).to_owned(),
        None => measure.to_owned(),
    }
}

/// The grade of the note's pupil in its term: of the class it was in then, else of its class now. A class that states its
/// cohort had another grade in other years.
fn grade_of(casebook: &Casebook, note: &Note) -> Option<i64> {
    let student = note.student.map(|it| casebook.student(it));
    let then = student.and_then(|it| {
        let status =
            it.fields.records("terms").into_iter().find(|it| it.text("term").and_then(|it| it.parse().ok()) == note.term)?;
        casebook.find_class(status.text("class")?)
    });
    let class = casebook.class(then.or(note.class).or(student.and_then(|it| it.class))?);
    let by_cohort = class.fields.integer("cohort").zip(note.term).map(|(cohort, term)| i64::from(term.start_year) - cohort + 1);
    by_cohort.or(class.grade.map(i64::from))
}
