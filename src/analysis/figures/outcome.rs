//! Figures of a term's outcomes: the calendar, exams, conduct, conversion, and the project's.

use crate::analysis::exams::{Score, Sitting, level_key};
use crate::analysis::statistics::{mean, population_sd};
use crate::analysis::{Analysis, Scope, Subject};
use crate::date::Date;
use crate::model::StudentId;
use crate::phrases::{Speaks, say};

use super::answer::{Answer, Ask};

impl<'a> Analysis<'a> {
    pub(super) fn outcome(&self, ask: &Ask<'_>) -> Option<Answer> {
        let scope = ask.scope;
        let calendar = self.calendar(scope.term);
        let span = calendar.map(|it| it.span);
        let dated = |of: &dyn Fn(StudentId) -> Option<Date>| {
            let within = |id: &&StudentId| of(**id).is_some_and(|day| span.is_some_and(|it| it.contains(day)));
            Answer::count(self.students(scope).iter().filter(within).count() as i64)
        };
        Some(match ask.row {
            "class.size" => match scope.subject {
                Subject::Class(class) => self.casebook.class(class).size.map_or_else(Answer::missing, Answer::count),
                _ => Answer::missing(),
            },
            "term.weeks" => calendar.map_or_else(Answer::missing, |it| Answer::count(it.school_weeks().count() as i64)),
            "term.school_days" => calendar.map_or_else(Answer::missing, |it| Answer::count(it.school_days().len() as i64)),
            "exam.present" | "exam.enrolled" | "standard.met" | "pass_rate" | "pass_rate.enrolled" | "excellent_rate"
            | "low_rate" | "mean" | "sd" => exam_figure(ask.row, &self.sittings(scope, ask.argument)),
            "standard.met_before" => {
                let sittings = self.sittings(scope, ask.argument);
                let both: Vec<&Score> =
                    sittings.iter().filter(|it| it.now.is_some()).filter_map(|it| it.before.as_ref()).collect();
                let met = both.iter().filter(|it| it.passes()).count();
                if both.is_empty() { Answer::missing() } else { Answer::count(met as i64).of(both.len() as i64) }
            }
            "change.raw" | "change.level" | "change.z" => self.exam_change(ask),
            "trigger.n" => Answer::count(self.triggers(scope).len() as i64),
            "trigger.{trigger}.count" => {
                Answer::count(self.triggers(scope).iter().filter(|it| &***it == ask.key).count() as i64)
            }
            "relapse.days" => Answer::count(self.relapses(scope).iter().map(|it| i64::from(it.days)).sum::<i64>()),
            "incident_rate" => self.incident_rate(scope),
            // Rate of the second half of the school days so far less that of the first.
            "incident_rate.change" => self.incident_change(scope).map_or_else(Answer::missing, |it| {
                let (first, second) = it.rates();
                Answer::number(second - first, 1).of(it.first.1 + it.second.1)
            }),
            "conversion.met" => self.conversion(scope).map_or_else(Answer::missing, |it| Answer::count(it.met).of(it.n)),
            "conversion.improved" | "conversion.not_evident" | "conversion.undecided" => {
                self.conversion(scope).map_or_else(Answer::missing, |it| {
                    let count = match ask.row {
                        "conversion.improved" => it.improved,
                        "conversion.not_evident" => it.not_evident,
                        _ => it.undecided,
                    };
                    Answer::count(count).of(it.n)
                })
            }
            "conversion.opened" => Answer::count(self.convertible(scope).len() as i64),
            "conversion_rate" => self.conversion(scope).map_or_else(Answer::missing, |it| Answer::share(it.met, it.n)),
            "cases.new" => dated(&|it| self.casebook.student(it).opened),
            "cases.closed" => dated(&|it| self.casebook.student(it).closed),
            "findings.count" => self.listed(scope, "findings"),
            "members.count" => self.listed(scope, "members"),
            "citations.count" => self.listed(scope, "citations"),
            _ => return None,
        })
    }

    /// Items of a list in the file of a pupil or project.
    fn listed(&self, scope: Scope, field: &str) -> Answer {
        let fields = match scope.subject {
            Subject::Student(student) => Some(&self.casebook.student(student).fields),
            Subject::Project(project) => self.casebook.projects.get(project.0 as usize).map(|it| &it.fields),
            Subject::Class(_) | Subject::Everybody => None,
        };
        fields.map_or_else(Answer::missing, |it| Answer::count(it.list(field).len() as i64))
    }

    fn exam_change(&self, ask: &Ask<'_>) -> Answer {
        let sittings = self.sittings(ask.scope, ask.argument);
        let both: Vec<(&Sitting, &Score, &Score)> =
            sittings.iter().filter_map(|it| Some((it, it.before.as_ref()?, it.now.as_ref()?))).collect();
        let pairs = both.iter().map(|(sitting, before, now)| sitting.pair(before, now));
        match ask.row {
            "change.raw" => {
                let changes: Vec<f64> = pairs.map(|it| it.after - it.before).collect();
                mean(&changes).map_or_else(Answer::missing, |it| Answer::level(it).of(changes.len() as i64))
            }
            "change.z" => {
                let changes: Vec<f64> = pairs.filter_map(|it| it.z_change).collect();
                mean(&changes).map_or_else(Answer::missing, |it| Answer::number(it, 2).of(changes.len() as i64))
            }
            _ => self.level_change(ask.scope, &both),
        }
    }

    /// A single exam's levels by name; of several, how many rose, stayed and fell.
    fn level_change(&self, scope: Scope, both: &[(&Sitting, &Score, &Score)]) -> Answer {
        let levels: Vec<(u8, u8)> = both.iter().map(|(_, before, now)| (before.level(), now.level())).collect();
        let alone = matches!(scope.subject, Subject::Student(_));
        let label = |rank: u8| self.casebook.schema.choice_label("score_level", level_key(rank)).to_owned();
        let words = match levels.as_slice() {
            [] => return Answer::missing(),
            [(before, now)] if alone && now > before => say!(self.casebook, "由{}升为{}", label(*before), label(*now)),
            [(before, now)] if alone && now < before => say!(self.casebook, "由{}降为{}", label(*before), label(*now)),
            [(before, _)] if alone && level_key(*before) == "below" => say!(self.casebook, "仍为{}", label(*before)),
            [(before, _)] if alone => say!(self.casebook, "保持{}", label(*before)),
            several => {
                let count = |met: fn(u8, u8) -> bool| several.iter().filter(|(before, now)| met(*before, *now)).count();
                let unit = self.casebook.word(if alone { "科" } else { "人" });
                let (up, level, down) = (count(|a, b| b > a), count(|a, b| b == a), count(|a, b| b < a));
                say!(self.casebook, "升{}{}，平{}{}，降{}{}", up, unit, level, unit, down, unit)
            }
        };
        Answer::words(words).of(levels.len() as i64)
    }

    fn incident_rate(&self, scope: Scope) -> Answer {
        let days = self.days_so_far(scope).len();
        let count = self.notes_of(scope, "incident").len();
        Answer::number(count as f64 * 20.0 / days as f64, 1).of(days as i64)
    }
}

fn exam_figure(row: &str, sittings: &[Sitting]) -> Answer {
    let scores: Vec<&Score> = sittings.iter().filter_map(|it| it.now.as_ref()).collect();
    let values: Vec<f64> = scores.iter().map(|it| it.value).collect();
    let passed = scores.iter().filter(|it| it.passes()).count() as i64;
    let (present, enrolled) = (scores.len() as i64, sittings.len() as i64);
    let judged = |lines: Vec<bool>| {
        let met = lines.iter().filter(|it| **it).count() as i64;
        Answer::share(met, lines.len() as i64)
    };
    if enrolled == 0 {
        return Answer::missing();
    }
    match row {
        "exam.present" => Answer::count(present),
        "exam.enrolled" => Answer::count(enrolled),
        "standard.met" => Answer::count(passed).of(present),
        "pass_rate" => Answer::share(passed, present),
        "pass_rate.enrolled" => Answer::share(passed, enrolled),
        "excellent_rate" => judged(scores.iter().filter_map(|it| it.reaches(|row| row.excellent)).collect()),
        "low_rate" => judged(scores.iter().filter_map(|it| it.reaches(|row| row.low)).map(|it| !it).collect()),
        "mean" => mean(&values).map_or_else(Answer::missing, |it| Answer::number(it, 1)),
        _ => population_sd(&values).map_or_else(Answer::missing, |it| Answer::number(it, 1)),
    }
}
