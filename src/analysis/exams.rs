//! Who sat which exam, and what the value means by the standards.

use crate::model::{Note, NoteId, StudentId};
use crate::schema::{Key, StandardRow};

use super::exam_facts::ExamPair;
use super::progress::value_of;
use super::standing::ClassLevel;
use super::{Analysis, Scope, Subject};

/// A pupil's exam in a subject this term, and what it is compared with.
pub(super) struct Sitting {
    pub(super) student: StudentId,
    pub(super) subject: Option<Key>,
    pub(super) before: Option<Score>,
    pub(super) now: Option<Score>,
}

/// A value with what is needed to judge it.
#[derive(Clone)]
pub(super) struct Score {
    pub(super) value: f64,
    pub(super) full_marks: f64,
    /// The pass line in marks: as the record says, else by the standards.
    pub(super) pass: f64,
    /// Standard score, where the class's mean and spread are known.
    pub(super) z: Option<f64>,
    /// The class's mean, spread and number of pupils, as the record gives them.
    pub(super) class: Option<ClassLevel>,
    /// The record.
    pub(super) note: NoteId,
    /// Canonical key of the level, as written.
    pub(super) level: Option<Key>,
    pub(super) standard: Option<StandardRow>,
}

/// How a record of an exam is judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Marks that can be had.
    pub full_marks: f64,
    /// The pass line in marks: as the record says, else by the standards.
    pub pass: f64,
    /// Whether the value is at or over it.
    pub met: bool,
    /// Canonical key of the level: as written, else by the standards.
    pub level: &'static str,
    /// Standard score, where the class's mean and spread are known.
    pub z: Option<f64>,
}

impl Analysis<'_> {
    /// How a pupil's record of an exam is judged; `None` where it has no value.
    pub fn judged(&self, student: StudentId, id: NoteId, note: &Note) -> Option<Judged> {
        let score = self.score(student, id, note)?;
        Some(Judged {
            full_marks: score.full_marks,
            pass: score.pass,
            met: score.passes(),
            level: level_key(score.level()),
            z: score.z,
        })
    }

    /// The exams of a scope's pupils this term, by pupil in order of code; a pupil who was absent has one without a value. Of
    /// two exams in a subject the later counts.
    pub(super) fn sittings(&self, scope: Scope, subject: Option<&str>) -> Vec<Sitting> {
        self.students(scope).into_iter().flat_map(|it| self.sittings_of(it, scope, subject)).collect()
    }

    fn sittings_of(&self, student: StudentId, scope: Scope, subject: Option<&str>) -> Vec<Sitting> {
        let own = Scope { subject: Subject::Student(student), term: scope.term };
        let mut sittings: Vec<Sitting> = Vec::new();
        for (id, note) in self.notes_of(own, "term_exam") {
            let key = self.subject_of(note);
            if subject.is_some_and(|it| key.as_deref() != Some(it)) {
                continue;
            }
            let now = self.score(student, id, note);
            match sittings.iter_mut().find(|it| it.subject == key) {
                Some(sitting) => sitting.now = now.or(sitting.now.take()),
                None => sittings.push(Sitting { student, before: self.before(student, &key, scope), now, subject: key }),
            }
        }
        sittings
    }

    fn before(&self, student: StudentId, subject: &Option<Key>, scope: Scope) -> Option<Score> {
        let begin = self.term(scope.term)?.span.from;
        let exams = self.notes_until(student, scope.term, "term_exam");
        let earlier = exams.iter().rev().filter(|(_, note)| note.date < begin);
        let stock = self.notes_of(Scope { subject: Subject::Student(student), term: scope.term }, "progress_record");
        let full = |note: &Note| note.fields.choice("kind") == Some("baseline") && note.fields.number("full_marks").is_some();
        let stock = stock.iter().filter(|(_, note)| full(note));
        let mut candidates = earlier.chain(stock).filter(|(_, note)| self.subject_of(note) == *subject);
        candidates.find_map(|(id, note)| self.score(student, *id, note))
    }

    /// The subject of a record: as written, else that of its measure.
    fn subject_of(&self, note: &Note) -> Option<Key> {
        let measured = || self.casebook.config.measures.get(note.fields.text("measure")?)?.subject.clone();
        note.fields.choice("subject").map(Key::from).or_else(measured)
    }

    fn score(&self, student: StudentId, id: NoteId, note: &Note) -> Option<Score> {
        let value = value_of(note)?;
        let measured = || self.casebook.config.measures.get(note.fields.text("measure")?)?.max;
        let full_marks = note.fields.number("full_marks").or_else(measured).filter(|it| *it > 0.0).unwrap_or(100.0);
        let grade = self.casebook.student(student).class.and_then(|it| self.casebook.class(it).grade);
        let standard = self.standard(grade, self.subject_of(note).as_deref());
        let percent = standard.as_ref().map_or(60.0, |it| it.pass);
        let class = ClassLevel::of(note);
        Some(Score {
            value,
            full_marks,
            pass: note.fields.number("standard").unwrap_or(percent * full_marks / 100.0),
            z: class.and_then(|it| it.z(value)),
            class,
            note: id,
            level: note.fields.choice("level").map(Key::from),
            standard,
        })
    }

    /// The first row of the standards that fits. A class without a grade takes the first row for its subject.
    fn standard(&self, grade: Option<u8>, subject: Option<&str>) -> Option<StandardRow> {
        let grade = grade.map(|it| it.to_string());
        let of_grade = |row: &StandardRow| {
            row.grades.is_empty() || grade.as_deref().is_none_or(|grade| row.grades.iter().any(|it| &**it == grade))
        };
        let of_subject = |row: &StandardRow| {
            row.subjects.is_empty() || subject.is_some_and(|subject| row.subjects.iter().any(|it| &**it == subject))
        };
        self.casebook.config.standards.iter().find(|row| of_grade(row) && of_subject(row)).cloned()
    }
}

impl Sitting {
    pub(super) fn pair(&self, before: &Score, now: &Score) -> ExamPair {
        ExamPair {
            student: self.student,
            subject: self.subject.clone(),
            before: before.value * now.full_marks / before.full_marks,
            after: now.value,
            z_change: before.z.zip(now.z).map(|(before, now)| now - before),
        }
    }
}

impl Score {
    pub(super) fn passes(&self) -> bool {
        self.value >= self.pass
    }

    /// Whether the value reaches so many percent of full marks; `None` where no such line is set.
    pub(super) fn reaches(&self, line: impl Fn(&StandardRow) -> Option<f64>) -> Option<bool> {
        let percent = self.standard.as_ref().and_then(line)?;
        Some(self.value >= percent * self.full_marks / 100.0)
    }

    /// Level as a rank: 0 below the pass line, 1 pass, 2 good, 3 excellent; as written, else by the standards.
    pub(super) fn level(&self) -> u8 {
        match self.level.as_deref() {
            Some("excellent") => 3,
            Some("good") => 2,
            Some("pass") => 1,
            Some("below") => 0,
            _ if self.reaches(|it| it.excellent) == Some(true) => 3,
            _ if self.reaches(|it| it.good) == Some(true) => 2,
            _ => u8::from(self.passes()),
        }
    }
}

/// Canonical key in `score_level` of a level's rank.
pub(super) fn level_key(rank: u8) -> &'static str {
    match rank {
        0 => "below",
        1 => "pass",
        2 => "good",
        _ => "excellent",
    }
}
