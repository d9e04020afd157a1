//! What a pupil's page says of strengths and needs, causes and measures, and goals.

use serde::Serialize;

use crate::analysis::{GoalView, Series};
use crate::diag::Language;
use crate::model::{Item, Note, NoteId, StudentId};
use crate::phrases::{Speaks, say};
use crate::schema::Data;
use crate::site::wording::{self, Detail, number};
use crate::site::{Route, charts};

use super::ink::{Ink, Markup};
use super::plan::Plan;
use super::progress::Reading;

/// A strength or need.
#[derive(Debug, Serialize)]
pub struct HalfItem {
    /// What it is.
    pub text: String,
    /// The day and the fact it rests on.
    pub evidence: Option<String>,
    /// Its note, where it was recorded as one.
    pub href: Option<String>,
}

/// From what is seen to what came of it.
#[derive(Debug, Serialize)]
pub struct ChainRow {
    /// What is seen.
    pub shown: ChainCell,
    /// The cause.
    pub cause: ChainCell,
    /// What is done.
    pub measure: ChainCell,
    /// What came of it.
    pub effect: ChainCell,
}

/// A cell: a word that leads, words below, and a reservation or amount in small type.
#[derive(Debug, Serialize, Default)]
pub struct ChainCell {
    /// In weight.
    pub lead: String,
    /// Below it.
    pub text: Option<String>,
    /// In small type.
    pub small: Option<String>,
    /// The note behind it.
    pub href: Option<String>,
}

/// A goal.
#[derive(Debug, Serialize)]
pub struct GoalRow {
    /// In the pupil's own words.
    pub text: String,
    /// Measure, date and helper.
    pub about: String,
    /// Small steps.
    pub steps: Vec<String>,
    /// How it ended.
    pub state: String,
    /// Start, target and where it led, on a line; nothing where a number is missing.
    pub line: Option<Markup>,
    /// Start and end on the attainment scale, in words.
    pub scale: Option<String>,
    /// Who signed it.
    pub signed: Option<String>,
}

/// A strength or need as a page shows it.
fn half(language: Language, item: &Item, href: Option<String>) -> HalfItem {
    let day = item.date.map(|it| language.month_day(it));
    let parts: Vec<String> = day.into_iter().chain(item.evidence.clone()).collect();
    HalfItem { text: item.text.clone(), evidence: Some(parts.join(language.word("　"))).filter(|it| !it.is_empty()), href }
}

/// Fields of a pupil's file that a page shows elsewhere, or not at all.
const ELSEWHERE: [&str; 18] = [
    "name",
    "alias",
    "class",
    "opened",
    "strengths",
    "needs",
    "goals",
    "phases",
    "terms",
    "measures",
    "causes",
    "share",
    "extra",
    "citations",
    "retain_until",
    "tier",
    "concern_domains",
    "status",
];

impl Plan<'_> {
    /// What a pupil's file says, short facts first, then those that need a line of their own.
    pub(super) fn facts(&self, id: StudentId) -> (Vec<Detail>, Vec<Detail>) {
        let casebook = self.view.casebook;
        let student = casebook.student(id);
        let label = |key: &str, fallback: &str| {
            let field = casebook.schema.files.get("student").and_then(|it| it.find(key));
            field.map_or_else(|| fallback.to_owned(), |it| it.label.clone())
        };
        let mut short =
            vec![Detail { key: "code".to_owned(), label: self.word("代号").to_owned(), value: student.code.to_string() }];
        let mut add = |key: &str, fallback: &str, value: Option<String>| {
            if let Some(value) = value.filter(|it| !it.is_empty()) {
                short.push(Detail { key: key.to_owned(), label: label(key, fallback), value });
            }
        };
        add("class", self.word("班级"), student.class.map(|it| casebook.class(it).name.clone()));
        add("opened", self.word("建档日期"), student.opened.map(|it| self.date(it)));
        add("closed", self.word("结案日期"), student.closed.map(|it| self.date(it)));
        let choice = |name: &str, key: Option<&str>| key.map(|it| casebook.schema.choice_label(name, it).to_owned());
        add("status", self.word("状态"), choice("case_status", student.fields.choice("status")));
        let domains = student.fields.choices("concern_domains");
        let words: Vec<&str> = domains.iter().map(|it| casebook.schema.choice_label("concern_domain", it)).collect();
        let domains = match words.len() {
            0 => None,
            1 => Some(say!(self, "{}（一项）", words[0])),
            2 => Some(say!(self, "{}（两项）", self.list(&words))),
            many => Some(say!(self, "{}（{}项）", self.list(&words), many)),
        };
        add("concern_domains", self.word("关注领域"), domains);
        let tier =
            student.fields.choice("tier").map(|key| say!(self, "{}　{}", key, casebook.schema.choice_label("tier", key)));
        add("tier", self.word("支持层级"), tier);
        let mut long = Vec::new();
        if let Some(set) = casebook.schema.files.get("student") {
            for (key, value) in student.fields.iter().filter(|(key, _)| !ELSEWHERE.contains(&&***key) && &***key != "closed") {
                let Some(field) = set.find(key) else { continue };
                let value = wording::value(self.view, field, value);
                let detail = Detail { key: key.to_string(), label: field.label.clone(), value };
                match detail.value.chars().count() {
                    0 => {}
                    1..=16 => short.push(detail),
                    _ => long.push(detail),
                }
            }
        }
        if let Some(Data::Map(extra)) = student.fields.get("extra").map(|it| &it.data) {
            for (key, value) in extra {
                let value = value.as_text().unwrap_or_default().to_owned();
                long.push(Detail { key: format!("extra.{key}"), label: key.to_string(), value });
            }
        }
        (short, long)
    }

    /// A strength or need as the pupil's page shows it, leading to its note where it has one.
    pub(super) fn half(&self, id: StudentId, kind: &str, item: &Item, here: &Route) -> HalfItem {
        let casebook = self.view.casebook;
        let kind = casebook.schema.find_type(kind).filter(|_| item.date.is_some());
        let recorded = |note: &Note| {
            let own = kind.is_some_and(|it| casebook.schema.is_a(note.kind, it));
            own && item.date == Some(note.date) && note.fields.text("text") == Some(&*item.text)
        };
        let note = self.index.student(id).notes.iter().find(|it| recorded(casebook.note(**it)));
        half(self.language(), item, note.and_then(|it| self.note_href(here, *it)))
    }

    /// Causes with what is seen, what is done and what came of it: from analyses of causes, and from relapses. Without an
    /// analysis, from the causes in the pupil's file.
    pub(super) fn chain(&self, id: StudentId, series: &[Series], here: &Route) -> Vec<ChainRow> {
        let casebook = self.view.casebook;
        let notes = || self.index.student(id).notes.iter().map(|it| (*it, casebook.note(*it)));
        let of_type = |key: &str| -> Vec<(NoteId, &Note)> {
            let Some(kind) = casebook.schema.find_type(key) else { return Vec::new() };
            notes().filter(|(_, it)| it.student == Some(id) && casebook.schema.is_a(it.kind, kind)).collect()
        };
        let plans = of_type("intervention");
        let mut used = vec![false; plans.len()];
        let mut rows: Vec<ChainRow> = Vec::new();
        for (id, note) in of_type("cause_analysis") {
            let Some(cause) = note.fields.choice("cause") else { continue };
            let at = plans.iter().position(|(_, it)| it.fields.choices("causes").contains(&cause));
            let plan = at.map(|at| plans[at]);
            // What came of a plan is said once, with the first of its causes.
            let first = at.and_then(|it| used.get_mut(it)).is_some_and(|it| !std::mem::replace(it, true));
            let measures = note.fields.texts("measures");
            rows.push(ChainRow {
                shown: shown(note.fields.text("manifestation")),
                cause: ChainCell {
                    lead: casebook.schema.choice_label("cause", cause).to_owned(),
                    text: note.brief.clone().or_else(|| wording::first_sentence(&note.body)).map(|it| wording::clip(&it, 48)),
                    small: note.fields.choice("confidence").map(|it| casebook.schema.choice_label("confidence", it).to_owned()),
                    href: self.note_href(here, id),
                },
                measure: self.measure(&measures, plan, here),
                effect: self.effect(plan.map(|it| it.1).filter(|_| first), series),
            });
        }
        if rows.is_empty() {
            for cause in casebook.student(id).fields.choices("causes") {
                let plan = plans.iter().copied().find(|(_, it)| it.fields.choices("causes").contains(&cause));
                rows.push(ChainRow {
                    shown: ChainCell { lead: "—".to_owned(), ..ChainCell::default() },
                    cause: ChainCell { lead: casebook.schema.choice_label("cause", cause).to_owned(), ..ChainCell::default() },
                    measure: self.measure(&[], plan, here),
                    effect: self.effect(plan.map(|it| it.1), series),
                });
            }
        }
        for (id, note) in of_type("relapse") {
            let trigger = note.fields.choice("trigger").map(|it| casebook.schema.choice_label("trigger", it));
            let days = note.fields.integer("days_lost").or_else(|| {
                let recovered = note.fields.date("recovered")?;
                Some(i64::from(recovered.days_since(note.date)))
            });
            let week = note.week.map(|it| self.weeks(it, it));
            rows.push(ChainRow {
                shown: ChainCell { small: week, href: self.note_href(here, id), ..shown(note.fields.text("what")) },
                cause: ChainCell { lead: trigger.unwrap_or(self.word("诱因未明")).to_owned(), ..ChainCell::default() },
                measure: ChainCell {
                    lead: self.word("应对").to_owned(),
                    text: note.fields.text("response").map(str::to_owned),
                    ..ChainCell::default()
                },
                effect: ChainCell {
                    lead: days.map_or_else(|| self.word("尚未记录恢复").to_owned(), |it| say!(self, "{}天后恢复", it)),
                    small: Some(self.word("反复1次").to_owned()),
                    ..ChainCell::default()
                },
            });
        }
        rows
    }

    fn measure(&self, measures: &[&str], plan: Option<(NoteId, &Note)>, here: &Route) -> ChainCell {
        let href = plan.and_then(|(id, _)| self.note_href(here, id));
        let plan = plan.map(|(_, note)| note);
        let kind = plan.and_then(|it| it.fields.choice("kind"));
        let kind = kind.map(|it| self.view.casebook.schema.choice_label("intervention_kind", it).to_owned());
        let frequency = plan.and_then(|it| {
            let times = it.fields.number("frequency").map(|it| say!(self, "每周{}次", number(it)));
            let minutes = it.fields.integer("minutes").map(|it| say!(self, "每次{}分钟", it));
            let parts: Vec<String> = times.into_iter().chain(minutes).collect();
            Some(parts.join(self.word("，"))).filter(|it| !it.is_empty())
        });
        let listed = (!measures.is_empty()).then(|| measures.join(self.word("；")));
        match kind {
            Some(lead) => ChainCell { lead, text: listed, small: frequency, href },
            None => match measures.split_first() {
                Some((first, rest)) => ChainCell {
                    lead: (*first).to_owned(),
                    text: (!rest.is_empty()).then(|| rest.join(self.word("；"))),
                    small: frequency,
                    href,
                },
                None => ChainCell { lead: "—".to_owned(), small: frequency, ..ChainCell::default() },
            },
        }
    }

    /// What came of a plan: the reading of the first measure in its subject, and the sessions held.
    fn effect(&self, plan: Option<&Note>, series: &[Series]) -> ChainCell {
        let nothing = ChainCell { lead: "—".to_owned(), ..ChainCell::default() };
        let Some(subject) = plan.and_then(|it| it.fields.choice("subject")) else { return nothing };
        let Some(series) = series.iter().find(|it| it.measure.subject.as_deref() == Some(subject)) else { return nothing };
        let reading = Reading::of(series);
        match (reading.from, reading.to) {
            (Some(from), Some((low, high))) if reading.enough => ChainCell {
                lead: format!("{} → {}{}", number(from), wording::range(self.language(), low, high), reading.unit),
                text: Some(reading.measure),
                small: Some(say!(self, "n={}周", reading.n)),
                href: Some("#progress".to_owned()),
            },
            _ => ChainCell {
                lead: self.word("数据不足").to_owned(),
                small: Some(say!(self, "n={}周", reading.n)),
                href: Some("#progress".to_owned()),
                ..ChainCell::default()
            },
        }
    }

    /// A goal as a page shows it.
    pub(super) fn goal_row(&self, view: &GoalView<'_>, ink: &dyn Ink) -> GoalRow {
        let casebook = self.view.casebook;
        let goal = view.goal;
        let subject = goal.subject.as_deref().map(|it| casebook.schema.choice_label("subject", it).to_owned());
        let about = goal
            .measure
            .clone()
            .or(subject)
            .into_iter()
            .chain(goal.set_on.map(|it| say!(self, "{}制定", self.month_day(it))))
            .chain(goal.due.map(|it| say!(self, "{}前", self.month_day(it))))
            .chain(goal.supporter.as_ref().map(|it| say!(self, "{}帮助", it)));
        let state = goal.result.as_deref().map(|it| casebook.schema.choice_label("goal_result", it).to_owned());
        let scale = goal.gas.as_ref().and_then(|gas| {
            let words = |level: i8| {
                let said = gas.levels.iter().find(|(it, _)| *it == level).map(|(_, words)| words.clone());
                said.unwrap_or_else(|| casebook.schema.choice_label("gas_level", &level.to_string()).to_owned())
            };
            Some(say!(self, "由“{}”到“{}”", words(gas.start?), words(gas.end?)))
        });
        let state = state.map(|it| match goal.result_date {
            Some(day) => say!(self, "{}（{}评定）", it, self.month_day(day)),
            None => it,
        });
        // Goals of the pupil's file come first; those of notes do not say who signed here.
        let rows = casebook.student(view.student).fields.records("goals");
        let signed = rows.get(view.index).map(|it| it.choices("signed")).unwrap_or_default();
        let signed: Vec<&str> = signed.iter().map(|it| casebook.schema.choice_label("party", it)).collect();
        GoalRow {
            signed: (!signed.is_empty()).then(|| say!(self, "签名：{}", self.list(&signed))),
            text: goal.text.clone(),
            about: about.collect::<Vec<_>>().join(self.word("，")),
            steps: goal.steps.clone(),
            state: state.unwrap_or_else(|| self.word("尚未评定").to_owned()),
            line: charts::goal(self.view, view).map(|chart| ink.goal(chart)),
            scale,
        }
    }
}

/// What is seen: the first clause leads.
fn shown(manifestation: Option<&str>) -> ChainCell {
    let Some(text) = manifestation else { return ChainCell { lead: "—".to_owned(), ..ChainCell::default() } };
    match text.split_once(['；', '，', '。']) {
        Some((lead, rest)) if !rest.trim().is_empty() => {
            ChainCell { lead: lead.to_owned(), text: Some(rest.trim_end_matches('。').to_owned()), ..ChainCell::default() }
        }
        _ => ChainCell { lead: text.trim_end_matches('。').to_owned(), ..ChainCell::default() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_clause_leads() {
        let cell = shown(Some("口算慢，作业常只做一半。"));
        assert_eq!((cell.lead.as_str(), cell.text.as_deref()), ("口算慢", Some("作业常只做一半")));
        let cell = shown(Some("口算慢。"));
        assert_eq!((cell.lead.as_str(), cell.text), ("口算慢", None));
        assert_eq!(shown(None).lead, "—");
    }

    #[test]
    fn evidence_says_its_day() {
        let item = Item { text: "爱劳动".into(), evidence: Some("班级劳动".into()), date: "2026-03-27".parse().ok() };
        assert_eq!(half(Language::Chinese, &item, None).evidence.as_deref(), Some("3月27日　班级劳动"));
        assert_eq!(half(Language::Chinese, &Item { evidence: None, date: None, ..item }, None).evidence, None);
    }
}
