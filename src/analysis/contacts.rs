//! Talks and families.

use std::collections::BTreeSet;

use crate::date::TermId;
use crate::model::{Note, NoteId, StudentId};
use crate::schema::Key;

use super::statistics::{median, round_half_up};
use super::{Analysis, Scope, Subject};

/// Contacts with families.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactTally {
    /// All contacts.
    pub total: u32,
    /// Supported pupils of the scope.
    pub students: u32,
    /// Of them, those whose family was reached at least once.
    pub covered: u32,
    /// By mode in the table's order; only modes that occur.
    pub modes: Vec<ModeTally>,
    /// Agreements.
    pub agreed: u32,
    /// Agreements known to be kept.
    pub kept: u32,
    /// Agreements of which it is known whether they are kept.
    pub known: u32,
    /// Contacts in which progress was reported.
    pub good_news: u32,
}

/// One mode of contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModeTally {
    /// Canonical key of `contact_mode`.
    pub mode: Key,
    /// Contacts.
    pub count: u32,
    /// Families reached.
    pub covered: u32,
    /// Agreements.
    pub agreed: u32,
    /// Agreements known to be kept.
    pub kept: u32,
    /// Agreements of which it is known whether they are kept.
    pub known: u32,
    /// Topics in words of the notes, most frequent first; at most three.
    pub topics: Vec<String>,
    /// The contacts.
    pub notes: Vec<NoteId>,
}

/// How far pupils trust, from their talks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrustFacts {
    /// Pupils with at least one stage recorded.
    pub n: u32,
    /// Pupils whose median of the first three talks is stage 1.
    pub guarded: u32,
    /// Pupils whose median of the last three talks is stage 4.
    pub seeking: u32,
    /// First and last stage (medians of three, rounded half up) of each pupil with one.
    pub stages: Vec<(StudentId, u8, u8)>,
}

impl Analysis<'_> {
    /// Contacts of a scope.
    pub fn contacts(&self, scope: Scope) -> ContactTally {
        let students = self.students(scope);
        let notes = self.notes_of(scope, "family_contact");
        let choices = self.casebook.schema.enums.get("contact_mode").map(|it| it.choices.as_slice()).unwrap_or_default();
        let tally = |mode: &Key| {
            let own = notes.iter().filter(|(_, note)| self.contact_mode(note) == Some(&**mode));
            let (ids, own): (Vec<NoteId>, Vec<&Note>) = own.copied().unzip();
            let agreed = Agreements::of(&own);
            ModeTally {
                mode: mode.clone(),
                count: own.len() as u32,
                covered: self.covered(&own, &students),
                agreed: agreed.all,
                kept: agreed.kept,
                known: agreed.known,
                topics: topics(&own),
                notes: ids,
            }
        };
        let all: Vec<&Note> = notes.iter().map(|(_, note)| *note).collect();
        let agreed = Agreements::of(&all);
        ContactTally {
            total: all.len() as u32,
            students: students.len() as u32,
            covered: self.covered(&all, &students),
            modes: choices.iter().map(|it| tally(&it.key)).filter(|it| it.count > 0).collect(),
            agreed: agreed.all,
            kept: agreed.kept,
            known: agreed.known,
            good_news: all.iter().filter(|note| note.fields.boolean("progress_reported") == Some(true)).count() as u32,
        }
    }

    /// How the family was reached: as written, else as the kind of contact says.
    pub(crate) fn contact_mode<'n>(&'n self, note: &'n Note) -> Option<&'n str> {
        let kind = self.casebook.schema.note_type(note.kind);
        let set = || kind.sets.iter().find(|(field, _)| &**field == "mode").map(|(_, value)| &**value);
        note.fields.choice("mode").or_else(set)
    }

    /// How many of these pupils the notes are about.
    pub(super) fn covered(&self, notes: &[&Note], students: &[StudentId]) -> u32 {
        let concerned: BTreeSet<StudentId> = notes.iter().flat_map(|note| self.concerned(note)).collect();
        students.iter().filter(|it| concerned.contains(it)).count() as u32
    }

    /// Trust of a scope's pupils.
    pub fn trust(&self, scope: Scope) -> TrustFacts {
        let mut facts = TrustFacts::default();
        for student in self.students(scope) {
            let stages = self.trust_stages(student, scope.term);
            // Of few talks the first and the last share no more than the one in the middle.
            let some = stages.len().div_ceil(2).min(3);
            let (first, last) = (&stages[..some], &stages[stages.len() - some..]);
            let (Some(first), Some(last)) = (middle(first), middle(last)) else { continue };
            facts.n += 1;
            facts.guarded += u32::from(first == 1);
            facts.seeking += u32::from(last == 4);
            facts.stages.push((student, first, last));
        }
        facts
    }

    /// Stages of the pupil's talks in the term, in order of date.
    pub(super) fn trust_stages(&self, student: StudentId, term: TermId) -> Vec<f64> {
        let talks = self.notes_of(Scope { subject: Subject::Student(student), term }, "talk");
        talks.iter().filter_map(|(_, note)| note.fields.choice("trust_stage")?.parse().ok()).collect()
    }
}

/// Median stage, rounded half up.
fn middle(stages: &[f64]) -> Option<u8> {
    median(stages).map(|it| round_half_up(it, 0) as u8)
}

/// Agreements of notes.
#[derive(Default)]
struct Agreements {
    all: u32,
    kept: u32,
    known: u32,
}

impl Agreements {
    fn of(notes: &[&Note]) -> Self {
        let mut sum = Self::default();
        for agreement in notes.iter().flat_map(|note| note.fields.records("agreement")) {
            let done = agreement.boolean("done");
            sum.all += 1;
            sum.kept += u32::from(done == Some(true));
            sum.known += u32::from(done.is_some());
        }
        sum
    }
}

/// What notes are about, in their own words: topic, else a visit's purpose. Most frequent first, then earliest.
fn topics(notes: &[&Note]) -> Vec<String> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for words in notes.iter().filter_map(|note| note.fields.text("topic").or_else(|| note.fields.text("purpose"))) {
        match counts.iter_mut().find(|(it, _)| *it == words) {
            Some((_, count)) => *count += 1,
            None => counts.push((words, 1)),
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter().take(3).map(|(words, _)| words.to_owned()).collect()
}
