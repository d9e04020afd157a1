//! Questionnaires: who answered, when, and what was left open.

use super::{as_of, casebook, class};
use crate::analysis::{ItemAnswers, Questionnaire, Scale};
use crate::model::{Casebook, SurveyId};

fn index(alias: &str) -> String {
    format!("---\n化名: {alias}\n班级: 4-2\n---\n")
}

/// Five pupils and a survey; its responses are kept as affect ratings, which ask for no cause.
fn survey(index_: &str, rows: &str) -> Casebook {
    let pupils: Vec<(String, String)> = ["甲甲", "乙乙", "丙丙", "丁丁", "戊戊"]
        .iter()
        .zip(1..)
        .map(|(alias, at)| (format!("students/S0{at}/index.md"), index(alias)))
        .collect();
    let mut files: Vec<(&str, &str)> = pupils.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.extend([("surveys/habits/index.md", index_), ("surveys/habits/responses.csv", rows)]);
    casebook(&files)
}

const ITEMS: &str = "---
标题: 作业习惯问卷
答卷类型: 情感状态
日期: 2026-03-06
题目:
- {题号: q1, 题目: 作业当天写完, 题型: 五级评分}
- {题号: q2, 题目: 旁边常有电视声, 题型: 五级评分, 反向计分: 是}
- {题号: q3, 题目: 有固定书桌, 题型: 是否}
- {题号: q4, 题目: 谁陪你写, 题型: 单选}
- {题号: q5, 题目: 最想说的话, 题型: 文字}
---
";

fn only(casebook: &Casebook) -> Questionnaire {
    let mut all = as_of(casebook, "2026-07-03").questionnaires_of(SurveyId(0));
    assert_eq!(all.len(), 1);
    all.remove(0)
}

fn options(item: &ItemAnswers) -> Vec<(&str, u32, u32)> {
    item.options.iter().map(|it| (it.answer.as_str(), it.count, it.percent)).collect()
}

#[test]
fn what_was_left_open_is_no_answer() {
    let rows = "学生,q1,q2,q3,q4,q5,自信
S01,5,1,是,妈妈,想有安静的地方,2
S02,4,2,√,奶奶,,3
S03,4,,否,妈妈；爷爷,作业少一点,
S04,,2,,妈妈,,2
S05,2,5,有,妈妈;奶奶,,
";
    let casebook = survey(ITEMS, rows);
    let all = only(&casebook);
    assert_eq!((all.notes.len(), all.occasion.as_deref(), all.respondent.as_deref()), (5, None, None));
    let [q1, q2, q3, q4, q5, confidence] = all.items.as_slice() else { panic!("six questions, not {}", all.items.len()) };
    // 1, 2 and 1 of 4: 25, 50, 25
    assert_eq!((q1.n, q1.scale, q1.mean), (4, Scale::Rating, Some(3.75)));
    assert_eq!(options(q1), [("2", 1, 25), ("4", 2, 50), ("5", 1, 25)]);
    // (1+2+2+5)/4 = 2.5, turned round 3.5
    assert_eq!((q2.reversed, q2.n, q2.mean), (true, 4, Some(3.5)));
    assert_eq!((options(q3), q3.n, q3.mean), (vec![("是", 3, 75), ("否", 1, 25)], 4, None));
    // Wilson for 3 of 4: p̂ = .75, z² = 3.8415; centre (.75 + .48018)/1.96036, half 1.95996·√(.046875 + .06002)/1.96036
    let (low, high) = q3.options[0].interval.expect("few");
    assert!((low - 30.064).abs() < 0.01 && (high - 95.441).abs() < 0.01, "{low} {high}");
    // several of one respondent: of five, four name the mother (80 %), two the grandmother (40 %), one the grandfather (20 %)
    assert_eq!((q4.scale, q4.n), (Scale::Multiple, 5));
    assert_eq!(options(q4), [("妈妈", 4, 80), ("奶奶", 2, 40), ("爷爷", 1, 20)]);
    assert_eq!((q5.scale, q5.n, q5.options.len()), (Scale::Text, 2, 0));
    assert_eq!((confidence.text.as_str(), confidence.n), ("自信", 3));
    assert_eq!(options(confidence), [("2", 2, 67), ("3", 1, 33)]);
    assert_eq!(confidence.notes.len(), 3);
}

#[test]
fn respondents_and_occasions_are_apart() {
    let items = ITEMS.replace("日期: 2026-03-06", "日期: 2026-03-06\n调查对象: [学生, 家长]");
    let rows = "学生,日期,评定人,时点,q1
S01,2026-06-26,学生,期末,5
S01,2026-03-06,学生,期初,1
S01,2026-03-06,家长,期初,4
S02,2026-03-06,学生,期初,2
S02,2026-03-06,家长,期初,
";
    let casebook = survey(&items, rows);
    let all = as_of(&casebook, "2026-07-03").questionnaires(class(&casebook));
    let groups: Vec<_> = all
        .iter()
        .map(|it| (it.occasion.as_deref(), it.respondent.as_deref(), it.notes.len(), it.items[0].n, it.items[0].mean))
        .collect();
    let expected = [
        (Some("start"), Some("student"), 2, 2, Some(1.5)),
        (Some("start"), Some("parent"), 2, 1, Some(4.0)),
        (Some("end"), Some("student"), 1, 1, Some(5.0)),
    ];
    assert_eq!(groups, expected, "a cell left empty is no answer and no 0");
}

#[test]
fn questions_that_nobody_listed_are_read_from_their_answers() {
    let index_ = "---\n标题: 短问卷\n答卷类型: 情感状态\n日期: 2026-03-06\n时点: 期中\n调查对象: [家长]\n---\n";
    let casebook = survey(index_, "学生,q1,q2,q3\nS01,3,是,看情况\nS02,3分,否,没有\n");
    let all = only(&casebook);
    assert_eq!((all.occasion.as_deref(), all.respondent.as_deref()), (Some("middle"), Some("parent")));
    let scales: Vec<_> = all.items.iter().map(|it| (it.id.as_str(), it.scale)).collect();
    assert_eq!(scales, [("q1", Scale::Rating), ("q2", Scale::YesNo), ("q3", Scale::Text)]);
    assert_eq!(options(&all.items[0]), [("3", 2, 100)]);
}

#[test]
fn several_may_be_chosen_of_one() {
    let index_ =
        "---\n标题: 家长问卷\n答卷类型: 问卷答卷\n日期: 2026-03-06\n题目: [{题号: q1, 题目: 谁陪写作业, 题型: 多选}]\n---\n";
    let all = only(&survey(index_, "学生,填写人,q1\nS01,家长,妈妈；妈妈\nS02,家长,奶奶\nS03,家长,\n"));
    assert_eq!((all.respondent.as_deref(), all.items.len(), all.items[0].n), (Some("parent"), 1, 2));
    assert_eq!(all.items[0].scale, Scale::Multiple);
    let given: Vec<_> = all.items[0].options.iter().map(|it| (it.answer.as_str(), it.count, it.percent)).collect();
    assert!(given.contains(&("妈妈", 1, 50)) && given.contains(&("奶奶", 1, 50)) && given.len() == 2, "{given:?}");
}

#[test]
fn the_main_cause_is_a_question_too() {
    let index_ = "---\n标题: 成因问卷\n日期: 2026-03-06\n---\n";
    let rows = "学生,填写人,主要成因,次要成因\nS01,学生,基础薄弱,习惯；家庭\nS02,学生,基础薄弱,\nS03,学生,习惯,家庭\n";
    let all = only(&survey(index_, rows));
    assert_eq!(all.items.iter().map(|it| it.text.as_str()).collect::<Vec<_>>(), ["主要成因", "次要成因"]);
    assert_eq!(options(&all.items[0]), [("基础知识薄弱", 2, 67), ("学习习惯与自控不足", 1, 33)]);
    assert_eq!(options(&all.items[1]), [("学习习惯与自控不足", 1, 50), ("家庭因素", 2, 100)]);
}

#[test]
fn answers_without_a_name_are_all_counted() {
    let index = ITEMS.replace("情感状态", "问卷答卷");
    let rows = "q1,q3\n5,是\n5,是\n2,否\n";
    let casebook = survey(&index, rows);
    let all = only(&casebook);
    assert_eq!((all.notes.len(), all.items.len()), (3, 5), "two who answer alike are two");
    assert_eq!((all.items[0].n, options(&all.items[0])), (3, vec![("2", 1, 33), ("5", 2, 67)]));
    assert!(casebook.notes.iter().all(|it| it.student.is_none()));
}
