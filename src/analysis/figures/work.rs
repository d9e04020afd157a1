//! Figures of the work done: records, duties, contacts, encouragement, support.

use crate::analysis::events::quantity;
use crate::analysis::term_outcomes::habit_days;
use crate::analysis::{Analysis, DutyTotal, Scope, Subject};
use crate::model::{Note, NoteId, StudentId};
use crate::schema::Key;

use super::answer::{Answer, Ask};

impl<'a> Analysis<'a> {
    pub(super) fn work(&self, ask: &Ask<'_>) -> Option<Answer> {
        let scope = ask.scope;
        let notes = |kind: &str| self.notes_of(scope, kind);
        let known = |kind: &str, met: &dyn Fn(&Note) -> bool| notes(kind).iter().filter(|(_, note)| met(note)).count();
        let contacts = || self.contacts(scope);
        let tutoring = || self.tutoring(scope);
        Some(match ask.row {
            "{type}.count" => Answer::count(self.count(scope, ask.key)),
            "{type}.students" => Answer::count(self.students_with(scope, ask.key)),
            "{type}.coverage" => Answer::share(self.students_with(scope, ask.key), self.students(scope).len() as u32),
            "duty.{duty}.done" | "duty.{duty}.due" | "duty.{duty}.rate" => self.duty_figure(ask),
            "duty.done" | "duty.due" | "duty.rate" | "duty.overdue" | "duty.excused" => self.duty_figure(ask),
            "contact.{contact_mode}.count" => {
                let modes = contacts().modes;
                Answer::count(modes.iter().find(|it| &*it.mode == ask.key).map_or(0, |it| it.count))
            }
            "contact.visit_share" => {
                let tally = contacts();
                let visits = tally.modes.iter().find(|it| &*it.mode == "visit").map_or(0, |it| it.count);
                Answer::share(visits, tally.total)
            }
            "contact.progress_reported" => Answer::count(contacts().good_news),
            "contact.agreed" => Answer::count(contacts().agreed),
            "contact.agreed_known" => Answer::count(contacts().known),
            "contact.agreed_done" => Answer::count(contacts().kept),
            "phone_check.done_rate" => {
                let checked = known("phone_check", &|it| it.fields.choice("result").is_some());
                let done = known("phone_check", &|it| it.fields.choice("result") == Some("done"));
                Answer::share(done as i64, checked as i64)
            }
            "liaison_book.reply_rate" => {
                let replied = known("liaison_book", &|it| it.fields.text("parent_reply").is_some());
                Answer::share(replied as i64, notes("liaison_book").len() as i64)
            }
            "praise.ratio" => {
                let corrected = notes("corrective_talk").len();
                Answer::number(notes("praise").len() as f64 / corrected as f64, 1)
            }
            "award.total" => {
                // The label counts flags; stars and certificates are no flags.
                let flags = |note: &Note| matches!(note.fields.choice("kind"), None | Some("red_flag"));
                Answer::count(notes("award").iter().filter(|(_, it)| flags(it)).map(|(_, it)| quantity(it)).sum::<i64>())
            }
            "habit.rate" => {
                let (done, days) = all_days(&notes("habit"));
                Answer::share(done, days)
            }
            "habit.days" => Answer::count(all_days(&notes("habit")).1),
            "tutoring.held" => Answer::count(tutoring().held),
            "tutoring.planned" => Answer::count(tutoring().planned),
            "tutoring.fidelity" => Answer::share(tutoring().held, tutoring().planned),
            "tutoring.minutes" => Answer::count(tutoring().minutes),
            "methods.independent" => {
                Answer::count(known("method_taught", &|it| it.fields.boolean("independent") == Some(true)) as i64)
            }
            "environment.met" => self.environment(scope),
            "engagement.rate" => {
                let notes = notes("engagement_observation");
                let sum = |field: &str| notes.iter().filter_map(|(_, it)| it.fields.number(field)).sum::<f64>();
                let total = sum("total");
                if total > 0.0 { Answer::percent(sum("on_task") * 100.0 / total) } else { Answer::missing() }
            }
            "weak_points.opened" => Answer::count(self.weak_points(scope).opened),
            "weak_points.closed" => Answer::count(self.weak_points(scope).closed),
            _ => return None,
        })
    }

    /// Pupils of the scope of whom there is a note of this type. Items of their files count as notes of theirs.
    fn students_with(&self, scope: Scope, kind: &str) -> u32 {
        let students = self.students(scope);
        if matches!(kind, "strength" | "need" | "goal") {
            let with = |id: &&StudentId| self.count(Scope { subject: Subject::Student(**id), term: scope.term }, kind) > 0;
            return students.iter().filter(with).count() as u32;
        }
        let notes: Vec<&Note> = self.notes_of(scope, kind).into_iter().map(|(_, note)| note).collect();
        self.covered(&notes, &students)
    }

    fn duty_figure(&self, ask: &Ask<'_>) -> Answer {
        let duties = &self.casebook.schema.duties;
        let totals = self.duty_totals(ask.scope);
        let own = |it: &&DutyTotal| ask.key.is_empty() || duties.get(it.duty).is_some_and(|duty| *duty.key == *ask.key);
        let sum = |of: fn(&DutyTotal) -> u32| totals.iter().filter(own).map(of).sum::<u32>();
        let (done, due) = (sum(|it| it.done), sum(|it| it.due));
        if !totals.iter().any(|it| own(&it)) {
            return Answer::missing();
        }
        match ask.row.rsplit('.').next() {
            Some("done") => Answer::count(done),
            Some("due") => Answer::count(due),
            Some("rate") => Answer::share(done, due),
            Some("overdue") => Answer::count(due - done),
            _ => Answer::count(sum(|it| it.excused)),
        }
    }

    /// Items of the latest check that are met: of a pupil, the pupil's own or the class's; of others, the class's where there
    /// is one.
    fn environment(&self, scope: Scope) -> Answer {
        let mut checks: Vec<(NoteId, &Note)> = self.notes_of(scope, "environment_check");
        if let Subject::Student(student) = scope.subject {
            let class = self.casebook.student(student).class;
            let of_class =
                class.map(|it| self.notes_of(Scope { subject: Subject::Class(it), term: scope.term }, "environment_check"));
            let concerns = |note: &Note| note.students.is_empty() || note.students.contains(&student);
            checks.extend(of_class.into_iter().flatten().filter(|(_, it)| it.student.is_none() && concerns(it)));
            checks.sort_by_key(|(id, _)| *id);
        } else if checks.iter().any(|(_, it)| it.student.is_none()) {
            checks.retain(|(_, it)| it.student.is_none());
        }
        let Some((_, last)) = checks.last() else { return Answer::missing() };
        let met = ["seat", "homework", "nickname"].into_iter().filter(|it| last.fields.boolean(it) == Some(true)).count();
        Answer::count(met as i64).of(checks.len() as i64)
    }

    /// Causes of relapses and incidents that name one, in order of date.
    pub(super) fn triggers(&self, scope: Scope) -> Vec<Key> {
        let notes = [self.notes_of(scope, "relapse"), self.notes_of(scope, "incident")];
        notes.iter().flatten().filter_map(|(_, note)| note.fields.choice("trigger")).map(Key::from).collect()
    }
}

/// Days on which habits were kept, and on which they were due.
fn all_days(notes: &[(NoteId, &Note)]) -> (i64, i64) {
    notes.iter().filter_map(|(_, it)| habit_days(it)).fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1))
}
