//! What was answered to questionnaires, question by question.

use crate::analysis::statistics::decimal;
use crate::analysis::{ItemAnswers, OptionShare, Questionnaire, Scale, Scope};
use crate::diag::Language;
use crate::model::{Survey, SurveyId};
use crate::phrases::{Speaks, say};
use crate::privacy::{Audience, Parts, View};

use super::super::wording::percent;
use super::{Facts, Filling, MISSING, finish, made_of};
use crate::site::{TableRow, TableView};

/// 题号, 题目, 回答, 份数, 占比（%）
pub(super) fn survey_items(facts: Facts) -> Filling {
    of_questionnaires(facts, &facts.analysis.questionnaires(facts.scope))
}

/// The answers to one survey, whoever gave them and whenever; `None` where there are none.
pub fn survey_table(view: &View, survey: SurveyId) -> Option<TableView> {
    let term = view.casebook.config.terms.first()?.id;
    let scope = crate::analysis::Scope { subject: crate::analysis::Subject::Everybody, term };
    let facts = Facts { view, casebook: view.casebook, analysis: &view.analysis, scope };
    finish(view, "survey_items", of_questionnaires(facts, &view.analysis.questionnaires_of(survey)))
}

fn of_questionnaires(facts: Facts, all: &[Questionnaire]) -> Filling {
    let several = all.len() > 1;
    let rows = all.iter().flat_map(|it| {
        let group = if several { group(facts, it, all) } else { String::new() };
        it.items.iter().flat_map(move |item| rows(facts, &group, item, it.notes.len() as u32))
    });
    Filling::new(&[3, 4], rows).note(remarks(facts, all))
}

/// What tells one group of responses from the others: `期初·学生`, with the survey where there are several.
fn group(facts: Facts, it: &Questionnaire, all: &[Questionnaire]) -> String {
    let schema = &facts.casebook.schema;
    let surveys = all.iter().any(|other| other.survey != it.survey);
    let survey = facts.casebook.surveys.get(it.survey.0 as usize).filter(|_| surveys).map(|it| it.title.as_str());
    let occasion = it.occasion.as_deref().map(|it| schema.choice_label("occasion", it));
    let respondent = it.respondent.as_deref().map(|it| schema.choice_label("party", it));
    let parts: Vec<&str> = [survey, occasion, respondent].into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { say!(facts, "（{}）", parts.join(facts.word("·"))) }
}

/// A row an answer; the question stands with its first.
fn rows(facts: Facts, group: &str, item: &ItemAnswers, responses: u32) -> Vec<TableRow> {
    // Who is not shown the answers does not read that there are none.
    let known = item.n > 0 || facts.view.audience == Audience::Teacher;
    let of_all = known && facts.view.tells(facts.scope, &|_| Parts::one(item.n, responses));
    let mean = item.mean.filter(|_| of_all);
    let mark = match (item.scale, item.reversed, mean) {
        (Scale::Rating, true, Some(mean)) => say!(facts, "（反向计分，平均{}）", decimal(mean, 1)),
        (Scale::Rating, false, Some(mean)) => say!(facts, "（平均{}）", decimal(mean, 1)),
        (_, true, _) => facts.word("（反向计分）").to_owned(),
        (Scale::Multiple, ..) => facts.word("（可多选）").to_owned(),
        _ => String::new(),
    };
    let id = if item.id == item.text { group.to_owned() } else { format!("{}{group}", item.id) };
    let question = format!("{}{mark}", item.text);
    let head = |at: usize| if at == 0 { question.clone() } else { String::new() };
    if item.options.is_empty() {
        let answer = facts.word(if item.n == 0 { "没有人回答" } else { "文字回答" });
        let cells = vec![id, question, answer.to_owned(), format!("{}/{responses}", item.n), MISSING.to_owned()];
        return vec![made_of(item.notes.iter().copied(), cells).telling(&facts, of_all, 2..5)];
    }
    let told = told_answers(facts.view, facts.scope, item);
    let row = |(at, option): (usize, &OptionShare)| {
        let share = share(facts.language(), option);
        let cells = vec![id.clone(), head(at), option.answer.clone(), format!("{}/{}", option.count, item.n), share];
        made_of(option.notes.iter().copied(), cells).telling(&facts, told.get(at) == Some(&true), 3..5)
    };
    item.options.iter().enumerate().map(row).collect()
}

/// Which answers to a question may be told. Where several may be given, each is part of all who answered by itself.
pub(in super::super) fn told_answers(view: &View, scope: Scope, item: &ItemAnswers) -> Vec<bool> {
    let counts = || item.options.iter().map(|it| it.count);
    match item.scale {
        Scale::Multiple => counts().map(|it| view.tells(scope, &|_| Parts::one(it, item.n))).collect(),
        _ => view.told(scope, item.options.len(), &|_| Parts { parts: counts().collect(), whole: item.n }),
    }
}

/// `63（31～86）`, without the interval where there are enough.
fn share(language: Language, option: &OptionShare) -> String {
    let ends = option.interval.map(|(low, high)| say!(language, "（{}～{}）", decimal(low, 0), decimal(high, 0)));
    format!("{}{}", option.percent, ends.unwrap_or_default())
}

/// How many of a questionnaire were sent and came back, as far as that may be told.
pub(in super::super) struct Returns {
    pub(in super::super) sent: Option<u32>,
    pub(in super::super) returned: Option<u32>,
}

/// What may be told of a questionnaire's return, of which so many responses were entered. Where those who did not answer are few,
/// only those who did are told, for of these every table tells.
pub(in super::super) fn told_returns(view: &View, survey: &Survey, entered: u32) -> Returns {
    let written = |key: &str| survey.fields.integer(key).and_then(|it| u32::try_from(it).ok());
    let (sent, returned) = (written("sent"), written("returned").unwrap_or(entered));
    let both = sent.is_none_or(|sent| view.tells_share(returned, sent));
    let returned = Some(returned).filter(|it| view.tells_persons(*it));
    let sent = sent.filter(|it| view.tells_persons(*it) && (both || returned.is_none()));
    Returns { sent, returned }
}

fn remarks(facts: Facts, all: &[Questionnaire]) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut surveys: Vec<SurveyId> = all.iter().map(|it| it.survey).collect();
    surveys.dedup();
    for id in &surveys {
        let Some(survey) = facts.casebook.surveys.get(id.0 as usize) else { continue };
        let rows: u32 = all.iter().filter(|it| it.survey == *id).map(|it| it.notes.len() as u32).sum();
        let title = if surveys.len() > 1 { say!(facts, "“{}”", survey.title) } else { String::new() };
        let returns = told_returns(facts.view, survey, rows);
        let rate = returns.sent.zip(returns.returned).and_then(|(sent, it)| Some((sent, percent(it, sent)?)));
        let whole = match (rate, returns.returned, returns.sent) {
            (Some((sent, rate)), Some(returned), _) => say!(facts, "{}发放{}份，收回{}份（{}）", title, sent, returned, rate),
            (_, Some(returned), _) => say!(facts, "{}收回{}份", title, returned),
            (_, None, Some(sent)) => say!(facts, "{}发放{}份", title, sent),
            (_, None, None) => continue,
        };
        let entered = returns.returned.is_some_and(|it| it != rows && facts.view.tells_share(rows, it));
        words.push(if entered { say!(facts, "{}，登记{}份", whole, rows) } else { whole });
    }
    let items = || all.iter().flat_map(|it| &it.items);
    if items().any(|it| !it.options.is_empty()) {
        words.push(facts.word("占比以回答该题的份数为分母，没有回答的不计；单选题按最大余数法取整，合计100").to_owned());
    }
    if items().flat_map(|it| &it.options).any(|it| it.interval.is_some()) {
        words.push(facts.word("括号内为95%置信区间").to_owned());
    }
    if items().any(|it| it.reversed) {
        words.push(facts.word("反向计分的题，平均分按6减去所选分值").to_owned());
    }
    let parties = all.iter().filter_map(|it| it.respondent.as_deref());
    let mut parties: Vec<&str> = parties.map(|it| facts.casebook.schema.choice_label("party", it)).collect();
    parties.sort_unstable();
    parties.dedup();
    if parties.len() > 1 {
        words.push(say!(facts, "{}分开统计", facts.list(&parties)));
    }
    if words.is_empty() { String::new() } else { say!(facts, "{}。", words.join(facts.word("；"))) }
}
