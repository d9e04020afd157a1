//! What was hard and why values rose or fell, counted over pupils. By topic and by reason, never by child.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Note, NoteId, StudentId};
use crate::schema::Key;

use super::{Analysis, Scope};

/// A topic that was weak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicTally {
    /// Canonical key of the subject.
    pub subject: Option<Key>,
    /// The topic, as written.
    pub topic: String,
    /// Times it was found.
    pub opened: u32,
    /// Of them, mastered.
    pub closed: u32,
    /// Pupils of whom it was found.
    pub students: u32,
    /// The notes.
    pub notes: Vec<NoteId>,
}

/// How often a reason was given for what became of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReasonTally {
    /// Canonical key of `change_reason`.
    pub reason: Key,
    /// Given for a rise.
    pub improved: u32,
    /// Given for no change.
    pub steady: u32,
    /// Given for a fall.
    pub declined: u32,
    /// Given without saying which.
    pub unsaid: u32,
    /// The records.
    pub notes: Vec<NoteId>,
}

impl ReasonTally {
    /// How often it was given.
    pub fn total(&self) -> u32 {
        self.improved + self.steady + self.declined + self.unsaid
    }
}

impl Analysis<'_> {
    /// Weak points of a scope by topic: those found most often first, then by subject and topic.
    pub fn weak_topics(&self, scope: Scope) -> Vec<TopicTally> {
        let mut topics: BTreeMap<(Option<Key>, String), (TopicTally, BTreeSet<StudentId>)> = BTreeMap::new();
        for (id, note) in self.notes_of(scope, "weak_point") {
            let Some(topic) = note.fields.text("topic").map(str::trim) else { continue };
            let subject: Option<Key> = note.fields.choice("subject").map(Key::from);
            let (tally, students) = topics.entry((subject.clone(), topic.to_owned())).or_insert_with(|| {
                let tally =
                    TopicTally { subject, topic: topic.to_owned(), opened: 0, closed: 0, students: 0, notes: Vec::new() };
                (tally, BTreeSet::new())
            });
            tally.opened += 1;
            tally.closed += u32::from(self.is_mastered(note));
            tally.notes.push(id);
            students.extend(note.student);
        }
        let tally =
            |(tally, students): (TopicTally, BTreeSet<StudentId>)| TopicTally { students: students.len() as u32, ..tally };
        let mut tallies: Vec<TopicTally> = topics.into_values().map(tally).collect();
        tallies.sort_by_key(|it| std::cmp::Reverse(it.opened));
        tallies
    }

    /// Reasons that records of progress give, in the table's order, a school's own after them; only those given.
    pub fn change_reasons(&self, scope: Scope) -> Vec<ReasonTally> {
        let mut tallies: BTreeMap<Key, ReasonTally> = BTreeMap::new();
        for (id, note) in self.notes_of(scope, "progress_record") {
            let Some(reason) = note.fields.choice("reason_category").map(Key::from) else { continue };
            let empty =
                ReasonTally { reason: reason.clone(), improved: 0, steady: 0, declined: 0, unsaid: 0, notes: Vec::new() };
            let tally = tallies.entry(reason).or_insert(empty);
            match note.fields.choice("direction") {
                Some("improved") => tally.improved += 1,
                Some("steady") => tally.steady += 1,
                Some("declined") => tally.declined += 1,
                _ => tally.unsaid += 1,
            }
            tally.notes.push(id);
        }
        let known = self.choices("change_reason");
        let mut tallies: Vec<ReasonTally> = tallies.into_values().collect();
        tallies.sort_by_key(|it| known.iter().position(|key| *key == it.reason).unwrap_or(known.len()));
        tallies
    }

    /// Whether a weak point is mastered as of the day of the build.
    pub(super) fn is_mastered(&self, note: &Note) -> bool {
        note.fields.choice("status") == Some("independent") || note.fields.date("closed").is_some_and(|it| it <= self.as_of)
    }
}
