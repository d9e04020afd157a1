//! 成长档案: a term's good moments, works and words, for the pupil to keep (domain.md §2.8).

use crate::date::DateRange;
use crate::diag::Language;
use crate::model::Note;
use crate::phrases::Speaks;

use super::super::super::wording::list;
use super::super::draft::{Draft, figure};
use super::{Case, comment};

/// What a note of a kind tells of a good moment.
type Moment = fn(&Case, &Note) -> Option<String>;

/// Moments of a month, at most.
const MOMENTS: usize = 5;

/// 化名, 性别, 班级, 学期, 班主任; no word of what is difficult.
pub(super) fn facts(case: &Case, draft: &mut Draft) {
    let class = case.student.class.map(|it| case.view().casebook.class(it));
    let known = [
        ("姓名（化名）", Some(case.name().to_owned())),
        ("性别", case.student.fields.choice("gender").map(|it| case.label("gender", it).to_owned())),
        ("班级", class.map(|it| it.name.clone())),
        ("学期", Some(case.scope().term.in_words())),
        ("班主任", class.and_then(|it| it.homeroom.clone())),
    ];
    draft.form(known.into_iter().filter_map(|(label, it)| Some((label, it?))).collect());
}

/// Strengths, each with what it was seen by.
pub(super) fn strengths(case: &Case, draft: &mut Draft) {
    let seen = case.student.strengths.iter().filter_map(|it| {
        let words = case.at_home(&it.text)?;
        let evidence = it.evidence.as_deref().and_then(|it| case.at_home(it)).map(|it| format!("（{it}）"));
        Some((String::new(), format!("{words}{}。", evidence.unwrap_or_default())))
    });
    let seen: Vec<(String, String)> = seen.collect();
    if !seen.is_empty() {
        draft.paragraph([Some("看到的长处：".to_owned())]);
        draft.items(seen);
    }
}

/// Good moments by month: posts, activities and awards first, then praise and weeks that went well, in order of date.
pub(super) fn footprints(case: &Case, draft: &mut Draft) {
    let kinds: [(&str, u8, Moment); 5] = [
        ("post", 0, |case, note| Some(format!("开始当{}", case.field_at_home(note, "post")?))),
        ("class_activity", 0, |case, note| {
            let conduct = note.fields.text("conduct").and_then(|it| case.at_home(it)).map(|it| format!("，{it}"));
            Some(format!("{}{}", case.field_at_home(note, "activity")?, conduct.unwrap_or_default()))
        }),
        ("award", 1, |case, note| {
            let kind = case.label("award_kind", note.fields.choice("kind").unwrap_or("red_flag"));
            Some(format!("{}，得{kind}", case.field_at_home(note, "reason")?))
        }),
        ("weekly_review", 2, |case, note| {
            let good = note.fields.integer("teacher_rating").is_none_or(|it| it >= 4);
            case.field_at_home(note, "performance").filter(|_| good).map(str::to_owned)
        }),
        ("praise", 3, |case, note| case.field_at_home(note, "behaviour").map(str::to_owned)),
    ];
    let of_month = |days: DateRange| {
        let mut found = Vec::new();
        for (kind, rank, words) in kinds {
            let notes = case.notes_of(kind).into_iter().filter(|(_, note)| days.contains(note.date));
            found.extend(notes.filter_map(|(id, note)| Some((rank, note.date, id, words(case, note)?))));
        }
        found.sort_by_key(|(rank, day, id, _)| (*rank, *day, *id));
        // One moment a day: what was awarded was often praised too.
        let mut seen: Vec<crate::date::Date> = Vec::new();
        found.retain(|(_, day, ..)| {
            let new = !seen.contains(day);
            seen.push(*day);
            new
        });
        found.truncate(MOMENTS);
        found.sort_by_key(|(_, day, id, _)| (*day, *id));
        let told: Vec<String> = found.iter().map(|(_, day, _, words)| format!("{}{words}", day_of(*day))).collect();
        (!told.is_empty()).then(|| (format!("{}　", Language::Chinese.month(days)), format!("{}。", told.join("；"))))
    };
    draft.items(case.topic.term.months().into_iter().filter_map(of_month));
    let counts = [("praise", "表扬", "praise.count", "次"), ("award", "小红旗", "award.total", "面")];
    let counts = counts.iter().filter(|(kind, ..)| match *kind {
        "award" => case.topic.flags() > 0,
        kind => case.count(kind) > 0,
    });
    let counts: Vec<String> = counts.map(|(_, what, name, unit)| format!("{what}{}{unit}", figure(name))).collect();
    draft.paragraph([(!counts.is_empty()).then(|| format!("一学期得到{}。", list(&counts)))]);
}

fn day_of(day: crate::date::Date) -> String {
    format!("{}日，", day.day())
}

/// Chances to shine: the task, what came of it, and the strength it was for.
pub(super) fn works(case: &Case, draft: &mut Draft) {
    let shown = case.notes_of("showcase").into_iter().filter_map(|(_, note)| {
        let fields = &note.fields;
        let subject = fields.choice("subject").map(|it| case.label("subject", it)).unwrap_or_default();
        let task = case.at_home(fields.text("task")?)?;
        let result = fields.text("result").and_then(|it| case.at_home(it)).map(|it| format!("，{it}")).unwrap_or_default();
        let strength = fields.text("strength").and_then(|it| case.at_home(it)).map(|it| format!("（{it}）"));
        Some((format!("{}{subject}　", note.date.month_day()), format!("{task}{result}{}。", strength.unwrap_or_default())))
    });
    draft.items(shown);
}

/// The teacher's comment, else one put together.
pub(super) fn teacher(case: &Case, draft: &mut Draft) {
    comment::comment(case, draft);
}

/// What parents wrote, and how the family rewarded; lines to write on where nobody wrote.
pub(super) fn parents(case: &Case, draft: &mut Draft) {
    let words = case.said_by("parent");
    for it in &words {
        comment::quoted(it, "家长", draft);
    }
    let cards = case.notes_of("pickup_card");
    let cards: Vec<String> = cards
        .iter()
        .rev()
        .filter_map(|(_, note)| Some(format!("{}“{}”", note.date.month_day(), case.field_at_home(note, "parent_word")?)))
        .take(3)
        .collect();
    let cards =
        (!cards.is_empty()).then(|| format!("接送卡上的话：{}。", cards.into_iter().rev().collect::<Vec<_>>().join("，")));
    let rewards = case.notes_of("family_reward").into_iter().filter_map(|(_, note)| {
        let reason = note.fields.text("reason").and_then(|it| case.at_home(it)).map(|it| format!("（{it}）"));
        let reward = case.field_at_home(note, "reward")?;
        Some(format!("{}{reward}{}", note.date.month_day(), reason.unwrap_or_default()))
    });
    let rewards: Vec<String> = rewards.collect();
    let rewards = (!rewards.is_empty()).then(|| format!("家里的奖励：{}。", rewards.join("；")));
    draft.paragraph([cards, rewards]);
    if words.is_empty() {
        draft.request(&[("lines", "4")]);
    }
}

/// What the pupil wrote; lines to write on where nothing was.
pub(super) fn pupil(case: &Case, draft: &mut Draft) {
    let words = case.said_by("student");
    for it in &words {
        comment::quoted(it, case.name(), draft);
    }
    let ratings = case.notes_of("weekly_review");
    let ratings: Vec<i64> = ratings.iter().filter_map(|(_, note)| note.fields.integer("self_rating")).collect();
    let rated = ratings
        .first()
        .zip(ratings.last())
        .filter(|_| ratings.len() > 1)
        .map(|(first, last)| format!("周末评比自评{}次（1—5），第一次{first}，最近一次{last}。", ratings.len()));
    draft.paragraph([rated]);
    if words.is_empty() {
        draft.request(&[("lines", "4")]);
    }
}
