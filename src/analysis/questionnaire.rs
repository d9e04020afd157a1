//! What respondents answered, question by question. Pupils, teachers and parents, and different times, are kept apart; a
//! question that was left open is no answer, and counts neither as 0 nor as anything else.

use std::collections::BTreeMap;

use crate::date::half_width;
use crate::model::{Note, NoteId, Survey, SurveyId};
use crate::schema::{Data, Field, FieldType, Fields, Key, Value, boolean, normalize};

use super::statistics::{largest_remainder, mean, round_half_up, wilson};
use super::{Analysis, Scope};

/// The responses of one kind of respondent to a survey at one time.
#[derive(Debug, Clone, PartialEq)]
pub struct Questionnaire {
    /// The survey.
    pub survey: SurveyId,
    /// Canonical key of `occasion`, where it is said.
    pub occasion: Option<Key>,
    /// Canonical key of `party`: who answered, where it is said.
    pub respondent: Option<Key>,
    /// The responses, in order of date and pupil.
    pub notes: Vec<NoteId>,
    /// Its questions in order.
    pub items: Vec<ItemAnswers>,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// From 1 to 5.
    Rating,
    /// Yes or no.
    YesNo,
    /// One of several.
    Choice,
    /// Any of several.
    Multiple,
    /// In words.
    Text,
}

/// The answers to one question.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemAnswers {
    /// The question's id: the column's name.
    pub id: String,
    /// The question; the field's label where the survey lists none.
    pub text: String,
    /// How it is answered.
    pub scale: Scale,
    /// Whether agreement means difficulty, so that 5 counts as 1.
    pub reversed: bool,
    /// Responses that answer it.
    pub n: u32,
    /// Answers that occur, in order of the scale; of a free choice the most frequent first. None of a question in words.
    pub options: Vec<OptionShare>,
    /// Mean rating, with a reversed question's turned round; `None` of other scales.
    pub mean: Option<f64>,
    /// Responses that answer it.
    pub notes: Vec<NoteId>,
}

/// How often an answer was given.
#[derive(Debug, Clone, PartialEq)]
pub struct OptionShare {
    /// The answer, as it is printed.
    pub answer: String,
    /// Responses.
    pub count: u32,
    /// Whole percent of those who answered: by largest remainder, so that they add up to 100; of a question with any of several
    /// answers each rounded by itself.
    pub percent: u32,
    /// Ends of the 95 % Wilson interval in percent; `None` from 30 responses on.
    pub interval: Option<(f64, f64)>,
    /// The responses.
    pub notes: Vec<NoteId>,
}

/// An answer as it was read: its place on the scale, and how it is printed.
type Answer = (usize, String);

impl Analysis<'_> {
    /// What was answered to one survey, by respondents and occasions: in order of occasion, then of respondent.
    pub fn questionnaires_of(&self, survey: SurveyId) -> Vec<Questionnaire> {
        let own: Vec<(NoteId, &Note)> = self.casebook.notes().filter(|(_, note)| note.survey == Some(survey)).collect();
        self.apart(survey, &own)
    }

    /// What a scope's pupils were asked and answered in its term, by survey, respondents and occasions.
    pub fn questionnaires(&self, scope: Scope) -> Vec<Questionnaire> {
        let mut by_survey: BTreeMap<SurveyId, Vec<(NoteId, &Note)>> = BTreeMap::new();
        for (id, note) in self.notes(scope) {
            if let Some(survey) = note.survey {
                by_survey.entry(survey).or_default().push((id, note));
            }
        }
        by_survey.iter().flat_map(|(survey, notes)| self.apart(*survey, notes)).collect()
    }

    /// Responses by occasion and respondent.
    fn apart(&self, id: SurveyId, notes: &[(NoteId, &Note)]) -> Vec<Questionnaire> {
        let Some(survey) = self.casebook.surveys.get(id.0 as usize) else { return Vec::new() };
        // A survey of one kind of respondent says so once.
        let only = match survey.fields.choices("respondents").as_slice() {
            [one] => Some(*one),
            _ => None,
        };
        let place = |enumeration: &str, key: Option<&str>| {
            let keys = self.choices(enumeration);
            key.map_or(keys.len(), |key| keys.iter().position(|it| **it == *key).unwrap_or(keys.len()))
        };
        let mut groups: BTreeMap<(usize, usize), Questionnaire> = BTreeMap::new();
        let mut rows: BTreeMap<(usize, usize), Vec<(NoteId, &Note)>> = BTreeMap::new();
        for (note_id, note) in notes {
            let occasion = note.fields.choice("occasion").or_else(|| survey.fields.choice("occasion"));
            let respondent = note.fields.choice("respondent").or(only);
            let at = (place("occasion", occasion), place("party", respondent));
            let group = groups.entry(at).or_insert_with(|| Questionnaire {
                survey: id,
                occasion: occasion.map(Key::from),
                respondent: respondent.map(Key::from),
                notes: Vec::new(),
                items: Vec::new(),
            });
            group.notes.push(*note_id);
            rows.entry(at).or_default().push((*note_id, note));
        }
        for (at, group) in &mut groups {
            group.items = self.items_of(survey, rows.get(at).map(Vec::as_slice).unwrap_or_default());
        }
        groups.into_values().collect()
    }

    /// The survey's questions, those that only responses know, then the fields of the responses' own type.
    fn items_of(&self, survey: &Survey, notes: &[(NoteId, &Note)]) -> Vec<ItemAnswers> {
        let listed = survey.fields.records("items");
        let known: Vec<String> = listed.iter().filter_map(|it| it.text("id").map(normalize)).collect();
        let mut items: Vec<ItemAnswers> = listed.into_iter().filter_map(|it| self.listed_item(it, notes)).collect();
        let mut unlisted: Vec<&str> = Vec::new();
        for (_, note) in notes {
            let names = answers(note).iter().map(|(key, _)| &**key);
            let new: Vec<&str> = names.filter(|it| !known.contains(&normalize(it)) && !unlisted.contains(it)).collect();
            unlisted.extend(new);
        }
        items.extend(unlisted.into_iter().map(|id| {
            let found = notes.iter().filter_map(|(note_id, note)| Some((*note_id, answer_to(note, id)?)));
            let found: Vec<(NoteId, &str)> = found.collect();
            item(id, id, guessed(&found), false, &found)
        }));
        items.extend(self.field_items(notes));
        items
    }

    fn listed_item(&self, row: &Fields, notes: &[(NoteId, &Note)]) -> Option<ItemAnswers> {
        let id = row.text("id")?;
        let found: Vec<(NoteId, &str)> =
            notes.iter().filter_map(|(note_id, note)| Some((*note_id, answer_to(note, id)?))).collect();
        let scale = match row.choice("scale") {
            Some("rating") => Scale::Rating,
            Some("yes_no") => Scale::YesNo,
            Some("choice") if found.iter().any(|(_, text)| parts(text).len() > 1) => Scale::Multiple,
            Some("choice") => Scale::Choice,
            Some("multiple") => Scale::Multiple,
            Some(_) => Scale::Text,
            None => guessed(&found),
        };
        Some(item(id, row.text("text").unwrap_or(id), scale, row.boolean("reversed") == Some(true), &found))
    }

    /// Ratings, choices and yes-or-no fields of the responses' type, such as the main cause: they are questions too.
    fn field_items(&self, notes: &[(NoteId, &Note)]) -> Vec<ItemAnswers> {
        let Some((_, first)) = notes.first() else { return Vec::new() };
        let fields = self.casebook.schema.note_type(first.kind).fields.iter();
        let asked = fields.filter(|it| !matches!(&*it.key, "respondent" | "occasion" | "answers" | "draft" | "type"));
        let item = |field: &Field| {
            let scale = match &field.kind {
                FieldType::Rating => Scale::Rating,
                FieldType::Boolean => Scale::YesNo,
                FieldType::Enum(_) => Scale::Choice,
                FieldType::List(inner) if matches!(**inner, FieldType::Enum(_)) => Scale::Multiple,
                _ => return None,
            };
            let found = notes.iter().filter_map(|(id, note)| Some((*id, self.chosen(field, note.fields.get(&field.key)?))));
            let found: Vec<(NoteId, Vec<Answer>)> = found.filter(|(_, it)| !it.is_empty()).collect();
            (!found.is_empty()).then(|| tally(&field.label, &field.label, scale, false, found))
        };
        asked.filter_map(item).collect()
    }

    /// The answers that a field's value is.
    fn chosen(&self, field: &Field, value: &Value) -> Vec<Answer> {
        let name = match &field.kind {
            FieldType::Enum(name) => Some(name),
            FieldType::List(inner) => match &**inner {
                FieldType::Enum(name) => Some(name),
                _ => None,
            },
            _ => None,
        };
        let choice = |key: &Key| {
            let name = name.map(|it| &**it).unwrap_or_default();
            let keys = self.choices(name);
            let at = keys.iter().position(|it| it == key).unwrap_or(keys.len());
            (at, self.casebook.schema.choice_label(name, key).to_owned())
        };
        match &value.data {
            Data::Integer(rating) => vec![(usize::try_from(*rating).unwrap_or_default(), rating.to_string())],
            Data::Boolean(truth) => vec![yes_no(*truth)],
            Data::Choice(key) => vec![choice(key)],
            Data::List(items) => {
                let keys = items.iter().filter_map(|it| match &it.data {
                    Data::Choice(key) => Some(choice(key)),
                    _ => None,
                });
                keys.collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The answers of a response by column.
fn answers(note: &Note) -> &[(Key, Value)] {
    match note.fields.get("answers").map(|it| &it.data) {
        Some(Data::Map(answers)) => answers,
        _ => &[],
    }
}

/// What a response answers to a question; nothing where the cell was left empty.
fn answer_to<'n>(note: &'n Note, id: &str) -> Option<&'n str> {
    let id = normalize(id);
    let (_, value) = answers(note).iter().find(|(key, _)| normalize(key) == id)?;
    value.as_text().map(str::trim).filter(|it| !it.is_empty())
}

/// The scale of a question that does not say: that which all answers fit.
fn guessed(found: &[(NoteId, &str)]) -> Scale {
    let all = |fits: &dyn Fn(&str) -> bool| !found.is_empty() && found.iter().all(|(_, it)| fits(it));
    match () {
        () if all(&|it| rating(it).is_some()) => Scale::Rating,
        () if all(&|it| boolean(it).is_some()) => Scale::YesNo,
        () => Scale::Text,
    }
}

fn rating(text: &str) -> Option<usize> {
    let text = half_width(text);
    text.trim().trim_end_matches('分').parse().ok().filter(|it| (1..=5).contains(it))
}

fn yes_no(truth: bool) -> Answer {
    if truth { (0, "是".to_owned()) } else { (1, "否".to_owned()) }
}

/// The single answers of one cell, each once.
fn parts(text: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = Vec::new();
    for part in text.split(['；', ';']).map(str::trim).filter(|it| !it.is_empty()) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts
}

fn item(id: &str, text: &str, scale: Scale, reversed: bool, found: &[(NoteId, &str)]) -> ItemAnswers {
    /// Behind every place of the scale: an answer that is not on it.
    const ELSEWHERE: usize = 9;
    let read = |words: &str| -> Vec<Answer> {
        let as_written = || (ELSEWHERE, words.to_owned());
        match scale {
            Scale::Rating => vec![rating(words).map_or_else(as_written, |it| (it, it.to_string()))],
            Scale::YesNo => vec![boolean(words).map_or_else(as_written, yes_no)],
            Scale::Choice => vec![(0, words.to_owned())],
            Scale::Multiple => parts(words).into_iter().map(|it| (0, it.to_owned())).collect(),
            Scale::Text => Vec::new(),
        }
    };
    tally(id, text, scale, reversed, found.iter().map(|(note, words)| (*note, read(words))).collect())
}

fn tally(id: &str, text: &str, scale: Scale, reversed: bool, found: Vec<(NoteId, Vec<Answer>)>) -> ItemAnswers {
    let n = found.len() as u32;
    let ratings: Vec<f64> =
        found.iter().flat_map(|(_, it)| it).filter(|it| (1..=5).contains(&it.0)).map(|it| it.0 as f64).collect();
    let mean = mean(&ratings).filter(|_| scale == Scale::Rating).map(|it| if reversed { 6.0 - it } else { it });
    let mut by_answer: BTreeMap<Answer, Vec<NoteId>> = BTreeMap::new();
    for (note, given) in &found {
        given.iter().for_each(|it| by_answer.entry(it.clone()).or_default().push(*note));
    }
    let mut given: Vec<(Answer, Vec<NoteId>)> = by_answer.into_iter().collect();
    // Answers without a place of their own, as those of a free choice, stand by frequency.
    given.sort_by_key(|((place, _), notes)| (*place, std::cmp::Reverse(notes.len())));
    let counts: Vec<u32> = given.iter().map(|(_, notes)| notes.len() as u32).collect();
    let percents = match scale {
        Scale::Multiple => counts.iter().map(|it| round_half_up(f64::from(*it) * 100.0 / f64::from(n), 0) as u32).collect(),
        _ => largest_remainder(&counts),
    };
    let option = |(((_, answer), notes), percent): ((Answer, Vec<NoteId>), u32)| {
        let count = notes.len() as u32;
        let interval = wilson(count, n).filter(|_| n < 30).map(|(low, high)| (low * 100.0, high * 100.0));
        OptionShare { answer, count, percent, interval, notes }
    };
    ItemAnswers {
        id: id.to_owned(),
        text: text.to_owned(),
        scale,
        reversed,
        n,
        options: given.into_iter().zip(percents).map(option).collect(),
        mean,
        notes: found.into_iter().map(|(note, _)| note).collect(),
    }
}
