//! 转化过程: phase by phase, what was done, said and agreed.

use crate::date::DateRange;
use crate::model::{Note, NoteId};
use crate::syntax::{Block, Prose};

use super::super::super::wording::{clip, list, number};
use super::super::draft::{Draft, figure};
use super::Case;

/// A stretch of the case with its heading.
struct Stage {
    title: &'static str,
    range: DateRange,
}

/// Stage by stage, each under a heading of its own.
pub(super) fn told_by_stage(case: &Case, draft: &mut Draft) {
    for stage in stages(case) {
        let weeks = case.topic.term.week_of(stage.range.from).zip(case.topic.term.week_of(stage.range.to));
        let weeks = weeks.map(|(from, to)| format!("（{}）", Case::weeks(from, to))).unwrap_or_default();
        draft.heading(2, format!("{}{weeks}", stage.title));
        told(case, &stage, draft);
    }
}

/// The phases of the pupil's file; a relapse splits the support phase. Without phases the whole term is one stage.
fn stages(case: &Case) -> Vec<Stage> {
    // What has not come yet is no stage.
    let whole = case.topic.term.span;
    let span = DateRange { from: whole.from, to: case.view().analysis.as_of.clamp(whole.from, whole.to) };
    let clip = |from: crate::date::Date, to: crate::date::Date| {
        let range = DateRange { from: from.max(span.from), to: to.min(span.to) };
        (range.from <= range.to).then_some(range)
    };
    let relapse = case.view().analysis.relapses(case.scope()).into_iter().next().map(|it| {
        let onset = case.view().casebook.note(it.note).date;
        (onset, onset.plus_days(i32::try_from(it.days).unwrap_or(0)))
    });
    let mut stages = Vec::new();
    for phase in &case.student.phases {
        let Some(range) = clip(phase.from, phase.to.unwrap_or(span.to)) else { continue };
        match (&*phase.phase, relapse.filter(|(onset, _)| range.contains(*onset))) {
            ("A", _) => stages.push(Stage { title: "摸底与建立信任", range }),
            ("M" | "G", _) => stages.push(Stage { title: "维持与巩固", range }),
            ("R", _) => stages.push(Stage { title: "反复与调整", range }),
            (_, None) => stages.push(Stage { title: "对症支持", range }),
            (_, Some((onset, recovered))) => {
                let parts = [
                    ("对症支持", clip(range.from, onset.plus_days(-1))),
                    ("反复与调整", clip(onset, recovered.min(range.to))),
                    ("继续支持", clip(recovered.plus_days(1), range.to)),
                ];
                stages.extend(parts.into_iter().filter_map(|(title, range)| Some(Stage { title, range: range? })));
            }
        }
    }
    if stages.is_empty() {
        stages.push(Stage { title: "支持经过", range: span });
    }
    stages
}

pub(super) fn plans(case: &Case, draft: &mut Draft) {
    let told = case.notes_of("intervention").into_iter().filter_map(|(_, note)| {
        let kind = case.label("intervention_kind", note.fields.choice("kind")?);
        let week = note.week.map_or_else(|| note.date.month_day(), |week| format!("第{week}周"));
        let frequency = note.fields.number("frequency").map(|it| format!("，每周{}次", number(it))).unwrap_or_default();
        let minutes = note.fields.integer("minutes").map(|it| format!("，每次{it}分钟")).unwrap_or_default();
        let aim = note.fields.text("aim").map(|it| format!("，目标是{}", it.trim_end_matches('。'))).unwrap_or_default();
        Some(format!("{week}起{kind}{frequency}{minutes}{aim}。"))
    });
    let told: Vec<Option<String>> = told.map(Some).collect();
    let tier = case.student.fields.choice("tier").map(|key| format!("支持层级为{}。", case.label("tier", key)));
    let tally = case.view().analysis.tutoring(case.scope());
    let held = (tally.held > 0 && tally.planned > 0).then(|| {
        let cancelled = if tally.cancelled > 0 { format!("，取消{}次", tally.cancelled) } else { String::new() };
        format!("计划辅导{}次，开展{}次{cancelled}。", figure("tutoring.planned"), figure("tutoring.held"))
    });
    let seats = case.notes_of("seat_change").into_iter().next().and_then(|(_, note)| {
        let to = case.label("seat_zone", note.fields.choice("to_zone")?);
        let from = note.fields.choice("from_zone").map(|it| format!("由{}", case.label("seat_zone", it))).unwrap_or_default();
        Some(format!("{}座位{from}调到{to}。", note.date.month_day()))
    });
    let posts = case.notes_of("post").into_iter().filter_map(|(_, note)| {
        let duties = note.fields.texts("duties");
        let duties = if duties.is_empty() { String::new() } else { format!("，负责{}", list(&duties)) };
        Some(format!("{}起任{}{duties}。", note.date.month_day(), note.fields.text("post")?))
    });
    let posts: Vec<Option<String>> = posts.map(Some).collect();
    draft.paragraph([tier].into_iter().chain(told).chain([held, seats]).chain(posts));
}

/// What was recorded in a stage: counts first, then what the prose notes tell, at most three of them in full sentences.
fn told(case: &Case, stage: &Stage, draft: &mut Draft) {
    let notes: Vec<(NoteId, &Note)> =
        case.view().casebook.notes_of(case.id).filter(|(_, note)| stage.range.contains(note.date)).collect();
    let schema = &case.view().casebook.schema;
    let kind_of = |note: &Note| schema.note_type(note.kind).key.clone();
    let mut counts = Vec::new();
    for (kind, what) in [("talk", "谈心"), ("family_contact", "家校联系"), ("tutoring", "辅导"), ("praise", "表扬")] {
        let Some(id) = schema.find_type(kind) else { continue };
        let held = |note: &Note| kind != "tutoring" || note.fields.boolean("held") != Some(false);
        let n = notes.iter().filter(|(_, note)| schema.is_a(note.kind, id) && held(note)).count();
        if n > 0 {
            counts.push(format!("{what}{n}次"));
        }
    }
    let trust = notes.iter().filter_map(|(_, note)| note.fields.choice("trust_stage")).collect::<Vec<_>>();
    let trust = trust.first().zip(trust.last()).map(|(first, last)| {
        let (from, to) = (schema.choice_label("trust_stage", first), schema.choice_label("trust_stage", last));
        if from == to {
            format!("，信任阶段为“{from}”")
        } else {
            format!("，信任阶段由“{from}”到“{to}”")
        }
    });
    draft.paragraph([(!counts.is_empty()).then(|| format!("这一阶段{}{}。", list(&counts), trust.unwrap_or_default()))]);
    let relapse = notes.iter().find(|(_, note)| &*kind_of(note) == "relapse").map(|(_, note)| {
        let trigger =
            note.fields.choice("trigger").and_then(|it| case.topic.trigger(it)).map(|it| format!("，{it}")).unwrap_or_default();
        let what = note.fields.text("what").map(|it| format!("：{}", clip(it, 80))).unwrap_or_default();
        let response =
            note.fields.text("response").map(|it| format!("应对：{}。", it.trim_end_matches('。'))).unwrap_or_default();
        format!("{}出现反复{trigger}{}。{response}", note.date.month_day(), what.trim_end_matches('。'))
    });
    draft.paragraph([relapse]);
    scenes(case, &notes, draft);
}

/// A scene in the teacher's words is told up to so many characters.
const SCENE: usize = 180;

/// The longest prose note of a stage, told in the teacher's own words, and the gist of others.
fn scenes(case: &Case, notes: &[(NoteId, &Note)], draft: &mut Draft) {
    let schema = &case.view().casebook.schema;
    let tellable = |note: &Note| {
        let kind = schema.note_type(note.kind);
        // Talks, visits and observations are told; what is secret in a document (misdeeds, corrections) is not.
        let body = kind.body.as_ref().and_then(|key| kind.fields.find(key));
        note.is_file()
            && body.is_some_and(|it| it.class <= crate::schema::Sensitivity::Case)
            && !matches!(&*kind.key, "cause_analysis" | "intervention" | "relapse")
    };
    let mut long: Vec<(&Note, usize)> = notes
        .iter()
        .filter(|(_, note)| tellable(note))
        .map(|(_, note)| (*note, note.body.plain(None).chars().count()))
        .filter(|(_, length)| *length >= 120)
        .collect();
    long.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.date.cmp(&b.0.date)));
    long.truncate(1);
    long.sort_by_key(|(note, _)| note.date);
    for (note, _) in &long {
        let kind = &schema.note_type(note.kind).label;
        let title = note.title.as_deref().map(|it| format!("《{it}》")).unwrap_or_default();
        draft.paragraph([Some(format!("{}，{kind}{title}。教师记录：", note.date.month_day()))]);
        draft.block(Block::Quote(opening(&note.body.blocks, SCENE)));
    }
    let brief = notes.iter().filter(|(_, note)| !long.iter().any(|(it, _)| std::ptr::eq(*it, *note)) && tellable(note));
    let brief = brief.filter_map(|(_, note)| {
        Some(format!("{}，{}。", note.date.month_day(), note.brief.as_deref()?.trim_end_matches('。')))
    });
    let brief: Vec<Option<String>> = brief.take(4).map(Some).collect();
    draft.paragraph(brief);
}

/// The first paragraphs of a text, up to some number of characters, and so many that at least half of it is told: whole
/// paragraphs, for nobody's words are cut in the middle.
pub(super) fn opening(blocks: &[Block], enough: usize) -> Vec<Block> {
    let mut told = 0;
    let within = |block: &&Block| {
        let beginning = told < enough / 2;
        let one = Prose::new(vec![(*block).clone()], Vec::new());
        told += one.plain(None).chars().count();
        beginning || told <= enough
    };
    blocks.iter().take_while(within).cloned().collect()
}

/// Praise, awards, chances and activities.
pub(super) fn encouragement(case: &Case, draft: &mut Draft) {
    let (praises, showcases) = (case.count("praise"), case.count("showcase"));
    if praises + showcases == 0 {
        return;
    }
    let flags = if case.topic.flags() > 0 { format!("，得小红旗{}面", figure("award.total")) } else { String::new() };
    let chances = if showcases > 0 { format!("，提供表现机会{}次", figure("showcase.count")) } else { String::new() };
    let first = match praises {
        0 => format!("本学期{}{flags}。", chances.trim_start_matches('，')),
        _ => format!("本学期表扬{}次{chances}{flags}。", figure("praise.count")),
    };
    let seen = case.notes_of("praise");
    let mut strengths: Vec<(&str, u32)> = Vec::new();
    for strength in seen.iter().filter_map(|(_, note)| note.fields.text("strength")) {
        match strengths.iter_mut().find(|(it, _)| *it == strength) {
            Some((_, count)) => *count += 1,
            None => strengths.push((strength, 1)),
        }
    }
    strengths.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let repeated = strengths.first().is_some_and(|(_, n)| *n > 1);
    let strengths: Vec<String> = strengths
        .iter()
        .filter(|(_, n)| !repeated || *n > 1)
        .take(3)
        .map(|(it, n)| if repeated { format!("{it}{n}次") } else { (*it).to_owned() })
        .collect();
    let lead = if repeated { "看到最多的长处" } else { "看到的长处有" };
    let strengths = (!strengths.is_empty()).then(|| format!("{lead}：{}。", list(&strengths)));
    let samples = seen.iter().filter_map(|(_, note)| {
        Some(format!("{}，{}。", note.date.month_day(), note.fields.text("behaviour")?.trim_end_matches('。')))
    });
    let samples: Vec<String> = samples.collect();
    // First, middle and last: a term's praise in three glimpses.
    let picks = [samples.first(), samples.get(samples.len() / 2), samples.last()];
    let mut picked: Vec<&String> = picks.into_iter().flatten().collect();
    picked.dedup();
    draft.paragraph([Some(first), strengths].into_iter().chain(picked.into_iter().map(|it| Some(it.clone()))));
    draft.paragraph([reviews(case), activities(case)]);
}

/// The weekly review: how often, and the pupil's own rating at first and at last.
fn reviews(case: &Case) -> Option<String> {
    let reviews = case.notes_of("weekly_review");
    let ratings: Vec<i64> = reviews.iter().filter_map(|(_, note)| note.fields.integer("self_rating")).collect();
    let rated = ratings.first().zip(ratings.last()).filter(|_| ratings.len() > 1);
    let rated = rated.map(|(first, last)| format!("，自评（1—5）第一次{first}，最后一次{last}")).unwrap_or_default();
    (!reviews.is_empty()).then(|| format!("周末评比{}次{rated}。", figure("weekly_review.count")))
}

/// What the pupil did in the class's activities, with up to two of them.
fn activities(case: &Case) -> Option<String> {
    let told = case.notes_of("class_activity").into_iter().filter_map(|(_, note)| {
        let conduct = note.fields.text("conduct").map(|it| format!("，{}", it.trim_end_matches('。'))).unwrap_or_default();
        Some(format!("{}{}{conduct}", note.date.month_day(), note.fields.text("activity")?))
    });
    let told: Vec<String> = told.take(2).collect();
    (!told.is_empty()).then(|| format!("参加集体活动{}次，如{}。", figure("class_activity.count"), told.join("；")))
}
