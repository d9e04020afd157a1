//! What the term's exams amount to: this term's against what came before, over pupils.

use crate::model::{NoteId, StudentId};
use crate::schema::Key;

use super::exams::{Score, Sitting};
use super::standing::ClassLevel;
use super::statistics::{mcnemar_exact, mean, paired_t};
use super::{Analysis, Scope};

/// Exams of a scope's pupils: this term's against the last before it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ExamFacts {
    /// Pupils who sit exams at all.
    pub enrolled: u32,
    /// Pupils with both values, in order of code.
    pub pairs: Vec<ExamPair>,
    /// Pupils with a value this term.
    pub present: u32,
    /// Of `present`, those at or over the pass line.
    pub passed: u32,
    /// Of `pairs`, those at or over the pass line before.
    pub passed_before: u32,
    /// Of `pairs`, those at or over the pass line now.
    pub passed_after: u32,
    /// Mean of `pairs` before.
    pub mean_before: Option<f64>,
    /// Mean of `pairs` now.
    pub mean_after: Option<f64>,
    /// 95 % interval of the mean difference (t, n−1).
    pub difference: Option<(f64, f64, f64)>,
    /// Exact McNemar p of passing before and now.
    pub mcnemar: Option<f64>,
    /// Pass lines that this term's exams were judged by, each once: the line and full marks.
    pub lines: Vec<(f64, f64)>,
    /// Of `pairs`, those at or over the line of excellence before and now, out of those for whom there is one both times.
    pub excellent: Option<(u32, u32, u32)>,
    /// Of `pairs`, how many had each level before: below the line, pass, good, excellent.
    pub levels_before: [u32; 4],
    /// The same now.
    pub levels_after: [u32; 4],
    /// Of `pairs`, how many rose, stayed and fell by level.
    pub level_changes: (u32, u32, u32),
    /// Means of the standard score before and now, and of how many pairs: those where class mean and spread are known for both.
    pub z: Option<(f64, f64, u32)>,
    /// The whole class by subject, as records give it before and now.
    pub class_levels: Vec<ClassChange>,
    /// The records behind it, in order of pupil.
    pub notes: Vec<NoteId>,
}

/// A pupil's two exams.
#[derive(Debug, Clone, PartialEq)]
pub struct ExamPair {
    /// Whose.
    pub student: StudentId,
    /// Canonical key of the subject.
    pub subject: Option<Key>,
    /// Last before this term.
    pub before: f64,
    /// This term.
    pub after: f64,
    /// Change of the standard score, where class mean and spread are known for both.
    pub z_change: Option<f64>,
}

/// The whole class's level in a subject.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassChange {
    /// Canonical key of the subject.
    pub subject: Option<Key>,
    /// Before.
    pub before: Option<ClassLevel>,
    /// This term.
    pub after: Option<ClassLevel>,
}

impl Analysis<'_> {
    /// Exams of a scope; with a subject, of that one only. Without one, a pupil who sits several subjects counts once for each.
    ///
    /// Before is the latest exam of an earlier term, else this term's practice that takes stock, where it has full marks; a
    /// value of other full marks is brought to those of the exam.
    pub fn exams(&self, scope: Scope, subject: Option<&str>) -> ExamFacts {
        let sittings = self.sittings(scope, subject);
        let present = || sittings.iter().filter_map(|it| it.now.as_ref());
        let both: Vec<(&Sitting, &Score, &Score)> =
            sittings.iter().filter_map(|it| Some((it, it.before.as_ref()?, it.now.as_ref()?))).collect();
        let pairs: Vec<ExamPair> = both.iter().map(|(sitting, before, now)| sitting.pair(before, now)).collect();
        let values: Vec<(f64, f64)> = pairs.iter().map(|pair| (pair.before, pair.after)).collect();
        let (before, after): (Vec<f64>, Vec<f64>) = values.iter().copied().unzip();
        let count = |met: fn(&Score, &Score) -> bool| both.iter().filter(|(_, before, now)| met(before, now)).count() as u32;
        let (rose, fell) = (count(|a, b| !a.passes() && b.passes()), count(|a, b| a.passes() && !b.passes()));
        let levels = |of: fn(&(&Sitting, &Score, &Score)) -> u8| {
            let mut counts = [0; 4];
            both.iter().for_each(|it| counts[usize::from(of(it).min(3))] += 1);
            counts
        };
        let mut lines: Vec<(f64, f64)> = Vec::new();
        for score in present() {
            if !lines.contains(&(score.pass, score.full_marks)) {
                lines.push((score.pass, score.full_marks));
            }
        }
        ExamFacts {
            enrolled: sittings.len() as u32,
            present: present().count() as u32,
            passed: present().filter(|it| it.passes()).count() as u32,
            passed_before: count(|before, _| before.passes()),
            passed_after: count(|_, now| now.passes()),
            mean_before: mean(&before),
            mean_after: mean(&after),
            difference: paired_t(&values).map(|it| (it.mean, it.low, it.high)),
            mcnemar: (!pairs.is_empty()).then(|| mcnemar_exact(rose, fell)),
            lines,
            excellent: excellent(&both),
            levels_before: levels(|(_, before, _)| before.level()),
            levels_after: levels(|(_, _, now)| now.level()),
            level_changes: (
                count(|before, now| now.level() > before.level()),
                count(|before, now| now.level() == before.level()),
                count(|before, now| now.level() < before.level()),
            ),
            z: standard_scores(&both),
            class_levels: class_levels(&sittings),
            notes: sittings.iter().flat_map(|it| [&it.before, &it.now]).flatten().map(|it| it.note).collect(),
            pairs,
        }
    }

    /// Subjects in which a scope's pupils sit exams this term, in the table's order; one that no record names comes last.
    pub fn exam_subjects(&self, scope: Scope) -> Vec<Option<Key>> {
        let sittings = self.sittings(scope, None);
        let known = self.choices("subject");
        let mut subjects: Vec<Option<Key>> = known.into_iter().map(Some).collect();
        for subject in sittings.iter().map(|it| &it.subject).filter(|it| it.is_some()) {
            if !subjects.contains(subject) {
                subjects.push(subject.clone());
            }
        }
        subjects.push(None);
        subjects.retain(|subject| sittings.iter().any(|it| it.subject == *subject));
        subjects
    }
}

fn excellent(both: &[(&Sitting, &Score, &Score)]) -> Option<(u32, u32, u32)> {
    let reaches = |it: &Score| it.reaches(|row| row.excellent);
    let judged: Vec<(bool, bool)> =
        both.iter().filter_map(|(_, before, now)| Some((reaches(before)?, reaches(now)?))).collect();
    let (before, after) = (judged.iter().filter(|it| it.0).count() as u32, judged.iter().filter(|it| it.1).count() as u32);
    (!judged.is_empty()).then_some((before, after, judged.len() as u32))
}

fn standard_scores(both: &[(&Sitting, &Score, &Score)]) -> Option<(f64, f64, u32)> {
    let (before, now): (Vec<f64>, Vec<f64>) = both.iter().filter_map(|(_, before, now)| before.z.zip(now.z)).unzip();
    Some((mean(&before)?, mean(&now)?, before.len() as u32))
}

/// One change a subject: each record of a class's exam repeats the same mean, so the first that gives it tells it.
fn class_levels(sittings: &[Sitting]) -> Vec<ClassChange> {
    let mut changes: Vec<ClassChange> = Vec::new();
    for sitting in sittings {
        let at = changes.iter().position(|it| it.subject == sitting.subject).unwrap_or_else(|| {
            changes.push(ClassChange { subject: sitting.subject.clone(), before: None, after: None });
            changes.len() - 1
        });
        let Some(change) = changes.get_mut(at) else { continue };
        let class = |score: &Option<Score>| score.as_ref().and_then(|it| it.class);
        change.before = change.before.or_else(|| class(&sitting.before));
        change.after = change.after.or_else(|| class(&sitting.now));
    }
    changes.retain(|it| it.before.is_some() || it.after.is_some());
    changes
}
