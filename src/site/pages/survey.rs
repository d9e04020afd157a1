//! A questionnaire's page: who was asked and who answered, main causes, each question with its shares, the conclusion.

use serde::Serialize;

use crate::analysis::statistics::decimal;
use crate::analysis::{ItemAnswers, OptionShare, Questionnaire, Scale, Scope, Subject};
use crate::diag::Language;
use crate::model::{Note, NoteId, Survey, SurveyId};
use crate::phrases::{Speaks, say};
use crate::privacy::Audience;
use crate::schema::{Data, FieldType, Value};
use crate::site::chart::BarChart;
use crate::site::tables::{self, MISSING, or_missing};
use crate::site::wording::{self, Detail, number, percent};
use crate::site::{Chart, Numbering, TableView, WITHHELD, live};

use super::behind::{Basis, KeyedTable, LinkedTable};
use super::class_tables::{own_table, row};
use super::ink::{Ink, Markup};
use super::plan::{Page, Plan};
use super::research::CitingFinding;
use super::shell::{Link, Shell};

/// `survey.html`
#[derive(Debug, Serialize)]
pub struct SurveyPage {
    /// What every page has.
    pub page: Shell,
    /// Its title.
    pub title: String,
    /// When, of whom, how many.
    pub facts: Vec<Detail>,
    /// Classes that were asked.
    pub classes: Vec<Link>,
    /// What the teacher concluded.
    pub conclusion: Option<String>,
    /// By respondents and occasions.
    pub groups: Vec<SurveyGroup>,
    /// Every answer to every question with its share and interval.
    pub in_full: Option<LinkedTable>,
    /// The text.
    pub story: Markup,
    /// Findings of projects that name an answer as evidence.
    pub cited: Vec<CitingFinding>,
}

/// What one kind of respondent answered at one time.
#[derive(Debug, Serialize)]
pub struct SurveyGroup {
    /// Part of its ids.
    pub id: String,
    /// Who and when; nothing where there is only one group.
    pub title: Option<String>,
    /// How many responses, where that may be told.
    pub n: Option<usize>,
    /// The chart of main causes or of the first choice.
    pub chart: Markup,
    /// What the chart shows.
    pub caption: String,
    /// Shares of single choices, such as the main cause.
    pub choices: Vec<LinkedTable>,
    /// The questions in brief, one a row.
    pub questions: Vec<LinkedTable>,
    /// The responses, one a row, in order of code.
    pub responses: Option<LinkedTable>,
}

impl Plan<'_> {
    /// `发放8份，回收8份（100%）`, as far as it may be told; empty where nothing of it may.
    pub(super) fn returned(&self, id: SurveyId) -> String {
        let Some(survey) = self.view.casebook.surveys.get(id.0 as usize) else { return String::new() };
        let rows = self.view.casebook.notes.iter().filter(|it| it.survey == Some(id)).count() as u32;
        let returns = tables::told_returns(self.view, survey, rows);
        let rate = returns.sent.zip(returns.returned).and_then(|(sent, it)| Some((sent, percent(it, sent)?)));
        match (rate, returns.returned, returns.sent) {
            (Some((sent, rate)), Some(returned), _) => say!(self, "发放{}份，回收{}份（{}）", sent, returned, rate),
            (_, Some(returned), _) => say!(self, "回收{}份", returned),
            (_, None, Some(sent)) => say!(self, "发放{}份", sent),
            (_, None, None) => String::new(),
        }
    }

    /// Of whom the figures in a questionnaire's text are, unless they say so: the class asked, else everybody.
    pub(super) fn survey_scope(&self, survey: &Survey) -> Option<Scope> {
        let casebook = self.view.casebook;
        let subject = match survey.fields.texts("classes").as_slice() {
            [one] => casebook.find_class(one).map_or(Subject::Everybody, Subject::Class),
            _ => Subject::Everybody,
        };
        let of_day = casebook.config.term_of(survey.date).map(|it| it.id);
        let term = of_day.or_else(|| casebook.current_term(self.view.analysis.as_of).map(|it| it.id))?;
        Some(Scope { subject, term })
    }
}

/// The tables of a questionnaire.
pub(super) fn sheets(plan: &Plan<'_>, id: SurveyId) -> Vec<KeyedTable> {
    let groups = plan.view.analysis.questionnaires_of(id);
    let sheets = |(at, group): (usize, &Questionnaire)| {
        choices(plan, group, at).into_iter().chain(scales(plan, group, at)).collect::<Vec<_>>()
    };
    groups.iter().enumerate().flat_map(sheets).chain(in_full(plan, id)).collect()
}

/// Every answer to every question: 题号, 题目, 回答, 份数, 占比.
fn in_full(plan: &Plan<'_>, id: SurveyId) -> Option<KeyedTable> {
    Some(KeyedTable { key: "items".to_owned(), table: tables::survey_table(plan.view, id)? })
}

/// A table for each question with a free choice, such as the main cause: 回答, 份数, 占比.
fn choices(plan: &Plan<'_>, group: &Questionnaire, at: usize) -> Vec<KeyedTable> {
    let asked = group.items.iter().enumerate().filter(|(_, it)| matches!(it.scale, Scale::Choice | Scale::Multiple));
    let sheet = |(place, item): (usize, &ItemAnswers)| {
        let few = item.options.iter().any(|it| it.interval.is_some());
        let line = |(it, told): (&OptionShare, bool)| {
            let mut cells = vec![it.answer.clone(), it.count.to_string(), it.percent.to_string()];
            if few {
                cells.push(or_missing(it.interval.map(|it| interval(plan.language(), it))));
            }
            row(it.notes.iter().copied(), cells).telling(plan, told, 1..4)
        };
        let columns: &[&str] = if few {
            &[plan.word("回答"), plan.word("份数*"), plan.word("占比（%）*"), plan.word("95%置信区间*")]
        } else {
            &[plan.word("回答"), plan.word("份数*"), plan.word("占比（%）*")]
        };
        let how = match item.scale {
            Scale::Multiple => plan.word("可多选，占比相加可以超过100"),
            _ => plan.word("占比按最大余数法取整，合计为100"),
        };
        let few = if few { plan.word("；份数少于30，附Wilson区间") } else { "" };
        let note = Some(say!(plan, "{}，{}{}。", plan.view.n_of_several(item.n), how, few));
        let told = told(plan, item);
        let table = own_table(&item.text, columns, item.options.iter().zip(told).map(line).collect(), note)?;
        Some(KeyedTable { key: format!("choice-{at}-{place}"), table })
    };
    asked.filter_map(sheet).collect()
}

/// Questions with a scale, one row a question: 题号, 题目, 份数, each answer, 平均.
fn scales(plan: &Plan<'_>, group: &Questionnaire, at: usize) -> Vec<KeyedTable> {
    let language = plan.language();
    let kinds: [(Scale, &'static str, &[&'static str]); 2] =
        [(Scale::Rating, "各题回答（1—5）", &["1", "2", "3", "4", "5"]), (Scale::YesNo, "各题回答（是否）", &["是", "否"])];
    let sheet = |(kind, (scale, caption, answers)): (usize, &(Scale, &'static str, &[&'static str]))| {
        let items: Vec<&ItemAnswers> = group.items.iter().filter(|it| it.scale == *scale).collect();
        let line = |it: &&ItemAnswers| {
            let told = told(plan, it);
            let share = |answer: &&str| {
                let found = it.options.iter().zip(&told).find(|(option, _)| option.answer == **answer);
                match found {
                    None => "0".to_owned(),
                    Some((it, true)) => say!(plan, "{}（{}%）", it.count, it.percent),
                    Some((_, false)) => plan.word(WITHHELD).to_owned(),
                }
            };
            let text = if it.reversed { say!(plan, "{}（反向计分）", it.text) } else { it.text.clone() };
            let whole = told.iter().all(|it| *it);
            // A mean of answers of which some are not told would tell them.
            let mean = it.mean.filter(|_| whole).map(|it| decimal(it, 1));
            let head = [it.id.clone(), text, it.n.to_string()].into_iter();
            let shares = answers.iter().map(share).chain((*scale == Scale::Rating).then(|| or_missing(mean)));
            let cells = head.chain(shares);
            // Who is not shown the answers does not read that there are none.
            let known = it.n > 0 || plan.view.audience == Audience::Teacher;
            row(it.notes.iter().copied().filter(|_| whole), cells).telling(plan, known, 2..answers.len() + 4)
        };
        let heads = answers
            .iter()
            .map(|it| format!("{}*", language.word(it)))
            .chain((*scale == Scale::Rating).then(|| language.word("平均*").to_owned()));
        let heads: Vec<String> =
            [language.word("题号"), language.word("题目"), "n*"].map(str::to_owned).into_iter().chain(heads).collect();
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let turned = if items.iter().any(|it| it.reversed) {
            language.word("；反向计分的题，平均已转回，5仍是没有困难")
        } else {
            ""
        };
        let note = say!(language, "格中为份数和占比，每题占比合计100{}。", turned);
        let table = own_table(language.word(caption), &heads, items.iter().map(line).collect(), Some(note))?;
        Some(KeyedTable { key: format!("scale-{at}-{kind}"), table })
    };
    kinds.iter().enumerate().filter_map(sheet).collect()
}

/// Which answers to a question may be told.
fn told(plan: &Plan<'_>, item: &ItemAnswers) -> Vec<bool> {
    let term = plan.view.casebook.config.terms.first().map(|it| it.id);
    let scope = term.map(|term| Scope { subject: Subject::Everybody, term });
    scope.map_or_else(Vec::new, |scope| tables::told_answers(plan.view, scope, item))
}

/// `31～86`
fn interval(language: Language, (low, high): (f64, f64)) -> String {
    say!(language, "{}～{}", number(low.round()), number(high.round()))
}

/// The page of a questionnaire.
pub(super) fn view(plan: &Plan<'_>, id: SurveyId, ink: &dyn Ink) -> SurveyPage {
    let casebook = plan.view.casebook;
    let survey = &casebook.surveys[id.0 as usize];
    let here = plan.route(&Page::Survey(id));
    let groups = plan.view.analysis.questionnaires_of(id);
    let several = groups.len() > 1;
    let group = |(at, it): (usize, &Questionnaire)| {
        let link = |sheet: &KeyedTable| plan.linked(&here, Basis::Survey(id), sheet);
        let choices: Vec<KeyedTable> = choices(plan, it, at);
        let (chart, caption) = chart(plan, it, at, ink).unwrap_or_default();
        SurveyGroup {
            id: format!("g{at}"),
            title: several.then(|| who(plan, it)).filter(|it| !it.is_empty()),
            n: Some(it.notes.len()).filter(|it| plan.view.tells_persons(*it as u32)),
            chart,
            caption,
            choices: choices.iter().map(link).collect(),
            questions: scales(plan, it, at).iter().map(link).collect(),
            responses: responses(plan, survey, it, at).map(|sheet| link(&sheet)),
        }
    };
    let classes = survey.fields.texts("classes");
    let classes = classes
        .iter()
        .filter_map(|it| casebook.find_class(it))
        .map(|it| Link { href: here.to(&plan.route(&Page::Class(it))), text: casebook.class(it).name.clone() });
    let setting = plan.text_setting(&here, Some(&survey.path));
    SurveyPage {
        page: plan.shell(&here, survey.title.clone(), "research"),
        title: survey.title.clone(),
        facts: facts(plan, id, survey),
        classes: classes.collect(),
        conclusion: survey.fields.text("conclusion").map(str::to_owned),
        groups: groups.iter().enumerate().map(group).collect(),
        in_full: in_full(plan, id).map(|sheet| plan.linked(&here, Basis::Survey(id), &sheet)),
        cited: plan.findings_citing(&here, |it| it.survey == Some(id)),
        story: match plan.survey_scope(survey) {
            Some(scope) => {
                let mut numbering = Numbering::default();
                let pieces = live::pieces(plan.view, &survey.body, scope, &mut numbering, &mut Default::default());
                ink.pieces(&pieces, &survey.body.footnotes, &setting)
            }
            None => ink.prose(&survey.body, &setting),
        },
    }
}

/// Day, occasion, respondents, how many were sent and came back.
fn facts(plan: &Plan<'_>, id: SurveyId, survey: &Survey) -> Vec<Detail> {
    let schema = &plan.view.casebook.schema;
    let asked = survey.fields.choices("respondents");
    let asked: Vec<&str> = asked.iter().map(|it| schema.choice_label("party", it)).collect();
    let mut facts = vec![("date", plan.word("日期"), plan.date(survey.date))];
    facts.extend(
        survey
            .fields
            .choice("occasion")
            .map(|it| ("occasion", plan.word("时点"), schema.choice_label("occasion", it).to_owned())),
    );
    facts.push(("respondents", plan.word("调查对象"), plan.list(&asked)));
    facts.push(("returned", plan.word("发放与回收"), plan.returned(id)));
    let items = survey.fields.list("items").len();
    facts.push(("items", plan.word("题目"), if items > 0 { say!(plan, "{}题", items) } else { String::new() }));
    let facts = facts.into_iter().filter(|(.., value)| !value.is_empty());
    facts.map(|(key, label, value)| Detail { key: key.to_owned(), label: label.to_owned(), value }).collect()
}

/// `学生，期初`
fn who(plan: &Plan<'_>, group: &Questionnaire) -> String {
    let schema = &plan.view.casebook.schema;
    let respondent = group.respondent.as_deref().map(|it| schema.choice_label("party", it));
    let occasion = group.occasion.as_deref().map(|it| schema.choice_label("occasion", it));
    respondent.into_iter().chain(occasion).collect::<Vec<_>>().join(plan.word("，"))
}

/// Bars of the first free choice, which of a questionnaire on causes is the main cause.
fn chart(plan: &Plan<'_>, group: &Questionnaire, at: usize, ink: &dyn Ink) -> Option<(Markup, String)> {
    let item = group.items.iter().find(|it| it.scale == Scale::Choice && !it.options.is_empty())?;
    let printed = |it: &OptionShare| say!(plan, "{}份，{}%", it.count, it.percent);
    let may_be_told = told(plan, item);
    let drawn = || item.options.iter().zip(&may_be_told).filter(|(_, told)| **told).map(|(it, _)| it);
    let told: Vec<String> = drawn().map(|it| say!(plan, "{}{}", it.answer, printed(it))).collect();
    if told.is_empty() {
        return None;
    }
    let caption = say!(plan, "{}（{}份）", item.text, plan.view.n_of_several(item.n));
    let bars = drawn().map(|it| (it.answer.clone(), f64::from(it.count), printed(it))).collect();
    let description = say!(plan, "{}。", told.join(plan.word("；")));
    let chart = BarChart { id: format!("bars-{at}"), title: caption.clone(), description, bars };
    Some((ink.chart(&Chart::Bars(chart)), caption))
}

/// Every response, with the pupil whose it is; nothing for others than the teacher, who read no single answers: blanks in their
/// place would say that nobody answered.
fn responses(plan: &Plan<'_>, survey: &Survey, group: &Questionnaire, at: usize) -> Option<KeyedTable> {
    if plan.view.audience != Audience::Teacher {
        return None;
    }
    let casebook = plan.view.casebook;
    let mut notes: Vec<(NoteId, &Note)> = group.notes.iter().map(|it| (*it, casebook.note(*it))).collect();
    notes.sort_by_key(|(id, note)| (note.student, *id));
    let (_, first) = notes.first()?;
    let anonymous = notes.iter().all(|(_, note)| note.student.is_none());
    let items: Vec<String> = survey.fields.records("items").iter().filter_map(|it| it.text("id").map(str::to_owned)).collect();
    // The fields that the type has besides the answers: the main cause and others.
    let fields: Vec<_> = casebook.schema.note_type(first.kind).fields.iter().collect();
    let fields = fields.into_iter().filter(|it| !matches!(it.kind, FieldType::Map(..)) && &*it.key != "occasion");
    let own: Vec<_> = fields.filter(|field| notes.iter().any(|(_, note)| own_field(note, &field.key).is_some())).collect();
    let line = |(id, note): &(NoteId, &Note)| {
        let pupil = note.student.map(|it| format!("{} {}", casebook.student(it).code, casebook.student(it).shown_name()));
        let values =
            own.iter().map(|it| or_missing(own_field(note, &it.key).map(|value| wording::value(plan.view, it, value))));
        let answers = items.iter().map(|it| or_missing(answer(note, it)));
        let pupil = (!anonymous).then(|| or_missing(pupil));
        let cells: Vec<String> = pupil.into_iter().chain(values).chain(answers).collect();
        row([*id], cells)
    };
    let number = |id: &str| group.items.iter().any(|it| it.id == id && it.scale == Scale::Rating);
    let heads: Vec<String> = (!anonymous)
        .then(|| plan.word("代号").to_owned())
        .into_iter()
        .chain(own.iter().map(|it| it.label.clone()))
        .chain(items.iter().map(|it| if number(it) { format!("{it}*") } else { it.clone() }))
        .collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let order = if anonymous { plan.word("不记名，按登记的先后排列") } else { plan.word("按代号排列") };
    let n = plan.view.n_of_several(notes.len() as u32);
    let note = Some(say!(plan, "{}份，{}；没有回答的印{}。", n, order, MISSING));
    let table: TableView = own_table(plan.word("逐份回答"), &heads, notes.iter().map(line).collect(), note)?;
    Some(KeyedTable { key: format!("responses-{at}"), table })
}

/// A field of the response itself, not of every note.
fn own_field<'n>(note: &'n Note, key: &str) -> Option<&'n Value> {
    const OF_EVERY_NOTE: [&str; 10] =
        ["type", "date", "week", "term", "student", "students", "title", "author", "tags", "answers"];
    note.fields.get(key).filter(|_| !OF_EVERY_NOTE.contains(&key))
}

/// What a response answers to a question.
fn answer(note: &Note, id: &str) -> Option<String> {
    let Data::Map(answers) = &note.fields.get("answers")?.data else { return None };
    let same = |key: &str| crate::schema::normalize(key) == crate::schema::normalize(id);
    let (_, value) = answers.iter().find(|(key, _)| same(key))?;
    value.as_text().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty())
}
