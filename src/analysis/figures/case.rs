//! Figures of the pupils themselves: who they are, causes, reviews, goals, affect, trust, and progress on measures.

use crate::analysis::statistics::{Advice, median, theil_sen};
use crate::analysis::{Analysis, Scope, Series, Subject};
use crate::date::TermId;
use crate::model::{StudentId, TermStatus};
use crate::phrases::Speaks;
use crate::schema::Key;

use super::answer::{Answer, Ask};

impl<'a> Analysis<'a> {
    pub(super) fn case(&self, ask: &Ask<'_>) -> Option<Answer> {
        let scope = ask.scope;
        let students = self.students(scope);
        let number_of = |met: &dyn Fn(StudentId) -> bool| Answer::count(students.iter().filter(|it| met(**it)).count() as i64);
        let goals = || self.goal_tally(scope);
        Some(match ask.row {
            "students.count" => Answer::count(students.len() as i64),
            "students.one_domain" => number_of(&|it| self.domains(it, scope.term) == 1),
            "students.two_domains" => number_of(&|it| self.domains(it, scope.term) >= 2),
            "students.tier_{tier}" => number_of(&|it| self.tier(it, scope.term).as_deref() == Some(ask.key)),
            "students.sen" => number_of(&|it| self.has_special_needs(it)),
            "students.transferred" => number_of(&|it| self.casebook.student(it).fields.get("previous_school").is_some()),
            "students.excluded" if self.casebook.roster.is_none() => Answer::missing(),
            "students.excluded" => number_of(&|it| !self.may_go_to_research(it)),
            "handover.complete" => self.handovers(&students),
            "strengths.count" => Answer::count(self.items(scope, |it| &it.strengths).len() as i64),
            "needs.count" => Answer::count(self.items(scope, |it| &it.needs).len() as i64),
            "strengths.new" => {
                let term = self.term(scope.term)?;
                let strengths = self.items(scope, |it| &it.strengths);
                Answer::count(strengths.iter().filter(|(_, it)| it.date.is_some_and(|day| term.contains(day))).count() as i64)
            }
            "cause.n" => Answer::count(self.causes(scope).n),
            "cause.{cause}.count" | "cause.{cause}.share" => {
                let causes = self.causes(scope);
                let row = causes.rows.iter().find(|it| &*it.cause == ask.key);
                let (count, percent) = row.map_or((0, 0), |it| (it.count, it.percent));
                let share = ask.row.ends_with("share");
                if share { Answer::whole_percent(percent, count, causes.n) } else { Answer::count(count).of(causes.n) }
            }
            "status.{aspect}.start" => self.rating(scope, "status_review", ask.key, true),
            "status.{aspect}.end" => self.rating(scope, "status_review", ask.key, false),
            "status.{aspect}.improved" => {
                let aspects = self.aspects(scope);
                let change = aspects.iter().find(|it| &*it.aspect == ask.key);
                change.map_or_else(Answer::missing, |it| Answer::count(it.improved).of(it.n))
            }
            "goals.count" => Answer::count(goals().total),
            "goals.met" => Answer::count(goals().met),
            "goals.partly" => Answer::count(goals().partly),
            "goals.not_met" => Answer::count(goals().not_met),
            "goals.rate" => Answer::share(goals().met, goals().total),
            "gas.start" | "gas.end" | "gas.change" => self.attainment(ask),
            "affect.{affect_item}.start" => self.rating(scope, "affect_rating", ask.key, true),
            "affect.{affect_item}.end" => self.rating(scope, "affect_rating", ask.key, false),
            "affect.change" => {
                let items = self.affect(scope);
                let changes: Vec<f64> = items.iter().map(|it| it.end - it.start).collect();
                let n = items.iter().map(|it| it.n).max().unwrap_or_default();
                let mean = crate::analysis::statistics::mean(&changes);
                mean.map_or_else(Answer::missing, |it| Answer::number(it, 1).of(n))
            }
            "trust.start" | "trust.end" => self.trust_stage(ask),
            "trust.guarded" => Answer::count(self.trust(scope).guarded).of(self.trust(scope).n),
            "trust.seeking" => Answer::count(self.trust(scope).seeking).of(self.trust(scope).n),
            _ => return None,
        })
    }

    /// What a review of the term found, where the pupil's file has moved on to a later term; else `None`, as the file itself
    /// says how the case was taken up, and the review how it is to go on.
    fn superseded(&self, student: StudentId, term: TermId) -> Option<&'a TermStatus> {
        let terms = &self.casebook.student(student).terms;
        terms.iter().find(|it| it.term == term).filter(|_| terms.iter().any(|it| it.term > term))
    }

    /// How many domains of concern the pupil has in a term.
    fn domains(&self, student: StudentId, term: TermId) -> usize {
        let reviewed = self.superseded(student, term).map(|it| it.concern_domains.len()).filter(|it| *it > 0);
        reviewed.unwrap_or_else(|| self.casebook.student(student).fields.choices("concern_domains").len())
    }

    /// Canonical key of the pupil's tier in a term.
    pub(super) fn tier(&self, student: StudentId, term: TermId) -> Option<Key> {
        let pupil = self.casebook.student(student);
        let reviewed = || pupil.terms.iter().find(|it| it.term == term).and_then(|it| it.tier.clone());
        let superseded = self.superseded(student, term).and_then(|it| it.tier.clone());
        superseded.or_else(|| pupil.fields.choice("tier").map(Key::from)).or_else(reviewed)
    }

    pub(in crate::analysis) fn has_special_needs(&self, student: StudentId) -> bool {
        self.casebook.student(student).fields.get("sen").is_some()
    }

    /// Whether the roster holds a consent to research that is valid on the day of the build.
    fn may_go_to_research(&self, student: StudentId) -> bool {
        let roster = self.casebook.roster.as_ref();
        let entry = roster.and_then(|it| it.students.get(&self.casebook.student(student).code));
        let consents = entry.map(|it| it.fields.records("consent")).unwrap_or_default();
        consents.into_iter().any(|it| {
            it.choice("purpose") == Some("research")
                && it.date("date").is_none_or(|day| day <= self.as_of)
                && it.date("expires").is_none_or(|day| day >= self.as_of)
                && it.date("withdrawn").is_none_or(|day| day > self.as_of)
        })
    }

    /// Pupils of whom the new teacher was told before taking over, out of those of classes that were taken over.
    fn handovers(&self, students: &[StudentId]) -> Answer {
        let kind = self.casebook.schema.find_type("handover");
        let told = |id: &StudentId| {
            let class = self.casebook.student(*id).class?;
            let day = self.casebook.class(class).fields.date("handed_over")?;
            let before = |note: &crate::model::Note| note.date <= day && kind.is_some_and(|it| self.is_kind(note, it));
            Some(self.casebook.notes_of(*id).any(|(_, note)| before(note)))
        };
        let told: Vec<bool> = students.iter().filter_map(told).collect();
        let complete = told.iter().filter(|it| **it).count();
        if told.is_empty() { Answer::missing() } else { Answer::count(complete as i64).of(told.len() as i64) }
    }

    fn rating(&self, scope: Scope, kind: &str, field: &str, start: bool) -> Answer {
        let found = self.at_end_of_term(scope, kind, field, start);
        found.map_or_else(Answer::missing, |(mean, n)| Answer::level(mean).of(n))
    }

    fn attainment(&self, ask: &Ask<'_>) -> Answer {
        let Subject::Student(student) = ask.scope.subject else { return Answer::missing() };
        let scaled = |gas: &crate::model::Gas| gas.start.is_some() && gas.end.is_some();
        let n = self.goals(ask.scope).iter().filter(|it| it.goal.gas.as_ref().is_some_and(scaled)).count();
        let Some((start, end)) = self.gas(student, ask.scope) else { return Answer::missing() };
        let value = match ask.row {
            "gas.start" => start,
            "gas.end" => end,
            _ => end - start,
        };
        Answer::number(value, 1).of(n as i64)
    }

    /// A stage in words.
    fn trust_stage(&self, ask: &Ask<'_>) -> Answer {
        let Subject::Student(student) = ask.scope.subject else { return Answer::missing() };
        let facts = self.trust(ask.scope);
        let Some((_, start, end)) = facts.stages.first() else { return Answer::missing() };
        let stage = if ask.row == "trust.start" { start } else { end }.to_string();
        let n = self.trust_stages(student, ask.scope.term).len();
        Answer::words(self.casebook.schema.choice_label("trust_stage", &stage)).of(n as i64)
    }

    /// Figures of a pupil's progress on a measure: the one asked for, else the pupil's first.
    pub(super) fn progress_figure(&self, ask: &Ask<'_>) -> Option<Answer> {
        let name = ask.row.strip_prefix("progress.")?;
        let known = [
            "n",
            "missing",
            "baseline",
            "support",
            "maintenance",
            "latest",
            "slope",
            "theil_sen",
            "needed_slope",
            "four_point",
            "nap",
            "pnd",
            "tau",
            "tau_u",
            "rci",
        ];
        if !known.contains(&name) {
            return None;
        }
        let Subject::Student(student) = ask.scope.subject else { return Some(Answer::missing()) };
        let all = self.series(student, ask.scope);
        let asked = all.iter().find(|it| ask.argument.is_none_or(|name| it.measure.name == name));
        Some(asked.filter(|it| !it.points.is_empty()).map_or_else(Answer::missing, |it| self.of_series(name, it, ask.scope)))
    }

    fn of_series(&self, name: &str, series: &Series, scope: Scope) -> Answer {
        let timed = series.timed(None);
        let level = |value: Option<f64>| {
            let unit = series.measure.unit.clone();
            value.map_or_else(Answer::missing, |it| Answer::level(it).unit(unit).of(timed.len() as i64))
        };
        let points = series.trend_points();
        let comparison = series.compare();
        // Without phases there is nothing to compare; then a line needs six values to be worth printing.
        let phased = comparison.m > 0 || comparison.n > 0;
        let enough = if phased { comparison.enough } else { points.len() >= 6 };
        let index = |of: fn(&crate::analysis::statistics::Overlap) -> f64| {
            let res = series.overlap().filter(|_| comparison.enough);
            res.map_or_else(Answer::missing, |it| Answer::number(of(&it), 2).of((it.m + it.n) as i64))
        };
        match name {
            "n" => Answer::count(timed.len() as i64),
            "missing" => Answer::count(self.missing_weeks(series, scope) as i64),
            "baseline" => level(series.baseline),
            "support" => level(median(&series.values("B"))),
            "maintenance" => level(median(&series.values("M"))),
            "latest" => level(timed.last().map(|(_, value)| *value)),
            "slope" => match series.trend().filter(|_| enough) {
                Some(it) => Answer::estimate(it.slope, it.low, it.high).of(it.n),
                None => Answer::missing(),
            },
            "theil_sen" => match theil_sen(&points).filter(|_| enough) {
                Some(it) => Answer::estimate(it.slope, it.low, it.high).of(points.len() as i64),
                None => Answer::missing(),
            },
            "needed_slope" => {
                let aim = self.aim(series, scope);
                aim.map_or_else(Answer::missing, |it| Answer::number(it.line.slope, 2).of(timed.len() as i64))
            }
            "four_point" => {
                let advice = self.aim(series, scope).and_then(|it| it.four_point);
                advice.map_or_else(Answer::missing, |it| Answer::words(self.casebook.word(words_of(it))).of(timed.len() as i64))
            }
            "nap" => index(|it| it.nap),
            "pnd" => index(|it| it.pnd),
            "tau" => index(|it| it.tau),
            "tau_u" => index(|it| it.tau_u),
            _ => {
                let change = self.reliable_change(series);
                change.map_or_else(Answer::missing, |it| Answer::number(it.index, 2).of(timed.len() as i64))
            }
        }
    }

    /// Weeks with school, from the first record to the last, without a value.
    fn missing_weeks(&self, series: &Series, scope: Scope) -> usize {
        let (Some(first), Some(last)) = (series.points.first(), series.points.last()) else { return 0 };
        let valued = |week| series.points.iter().any(|it| it.week == week && it.value.is_some());
        let weeks = self.calendar(scope.term).into_iter().flat_map(|it| it.school_weeks()).filter_map(|it| it.week);
        weeks.filter(|it| (first.week..=last.week).contains(it) && !valued(*it)).count()
    }
}

/// A suggestion, never a verdict: trends of few weeks mislead (Van Norman et al. 2017).
fn words_of(advice: Advice) -> &'static str {
    match advice {
        Advice::ChangeSupport => "建议调整措施",
        Advice::RaiseGoal => "建议提高目标",
        Advice::GoOn => "建议照计划继续",
    }
}
