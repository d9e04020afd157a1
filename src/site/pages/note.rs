//! A note's page.

use serde::Serialize;

use crate::model::{Note, NoteId};
use crate::phrases::{Speaks, say};
use crate::schema::{Data, Field, FieldType, Key, Share, Value};
use crate::site::wording::{self, Detail};
use crate::site::{HeadingNames, Numbering, Route, live};
use crate::syntax::{Block, Inline, Piece, Prose, markdown_within};

use super::ink::{Ink, Markup, Setting};
use super::plan::{Page, Plan};
use super::research::CitingFinding;
use super::shell::{Link, Shell};
use super::timeline::PhaseMark;

/// How many notes of the same week a page names.
const MOST_RELATED: usize = 5;

/// `note.html`
#[derive(Debug, Serialize)]
pub struct NotePage {
    /// What every page has.
    pub page: Shell,
    /// The type's printed name.
    pub kind: String,
    /// Its name.
    pub title: String,
    /// The day in words.
    pub date: String,
    /// The day for programs.
    pub datetime: String,
    /// The week, `第10周`.
    pub week: Option<String>,
    /// Short facts beside the date: place, length, who recorded it, who may see it.
    pub strip: Vec<Detail>,
    /// The pupil's words.
    pub voice: Option<String>,
    /// Whose words they are.
    pub speaker: String,
    /// Its text.
    pub body: Markup,
    /// Texts with marks that stand in fields of their own.
    pub texts: Vec<TextField>,
    /// The other fields.
    pub fields: Vec<Detail>,
    /// What was agreed.
    pub pact: Vec<String>,
    /// Stages of trust, in order.
    pub trust: Vec<Step>,
    /// Mood before and after.
    pub mood: Option<Mood>,
    /// The phase in which the day lies.
    pub phase: Option<PhaseMark>,
    /// More about the phase: the relapse in which the day lies.
    pub relapse: Option<String>,
    /// The line for others.
    pub brief: Option<String>,
    /// Linked notes, then others of the same week.
    pub related: Vec<Related>,
    /// Notes that refer to this one.
    pub referring: Vec<Related>,
    /// Findings of projects that rest on it.
    pub cited: Vec<CitingFinding>,
    /// Tags.
    pub tags: Vec<Link>,
    /// The note before, of the same pupil or class.
    pub previous: Option<Related>,
    /// The note after.
    pub next: Option<Related>,
}

/// A text in a field of its own.
#[derive(Debug, Serialize)]
pub struct TextField {
    /// The field's printed name.
    pub label: String,
    /// The text.
    pub body: Markup,
}

/// A stage of trust.
#[derive(Debug, Serialize)]
pub struct Step {
    /// Its name.
    pub label: String,
    /// `past`, `here`, or nothing.
    pub state: &'static str,
}

/// Mood, 1 to 5.
#[derive(Debug, Serialize)]
pub struct Mood {
    /// Before.
    pub before: Option<i64>,
    /// After.
    pub after: Option<i64>,
}

/// Another note.
#[derive(Debug, Serialize)]
pub struct Related {
    /// Its address.
    pub href: String,
    /// Its name.
    pub title: String,
    /// Its day.
    pub date: String,
    /// Its type's printed name.
    pub kind: String,
}

/// Fields that the page shows in places of their own.
const PLACED: [&str; 8] = ["time", "place", "minutes", "quote", "agreement", "next_date", "trust_stage", "mood"];

/// The page of a note.
pub(super) fn view(plan: &Plan<'_>, id: NoteId, ink: &dyn Ink) -> NotePage {
    let casebook = plan.view.casebook;
    let note = casebook.note(id);
    let here = plan.route(&Page::Note(id));
    let kind = casebook.schema.note_type(note.kind);
    let setting = Setting {
        here: &here,
        source: Some(&note.origin.path),
        top: 2,
        headings: HeadingNames::Words,
        language: plan.language(),
        prefix: "",
    };
    let (title, used) = wording::headline(casebook, note);
    let student = note.student.map(|it| casebook.student(it));
    let name = student.map(|it| it.shown_name().to_owned());
    let owner = name.clone().or_else(|| note.class.map(|it| casebook.class(it).name.clone())).unwrap_or_default();
    let marked: Vec<(&Field, &Value)> = note
        .fields
        .iter()
        .filter_map(|(key, value)| {
            let field = kind.fields.find(key)?;
            (field.kind == FieldType::Markdown && !wording::is_text_below(casebook, note, key)).then_some((field, value))
        })
        .collect();
    // The text below the front matter is the type's body field; written in the front matter, it takes the same place.
    let main = |field: &Field| kind.body.as_ref() == Some(&field.key) && note.body.is_empty();
    // What its links lead to by name was reported for the text below only.
    let text_of = |value: &Value| {
        let mut text =
            markdown_within(value.span.file, value.as_text().unwrap_or_default(), 0, casebook.config.limits.nesting).0;
        casebook.settle_names(&mut text, &note.origin.path, note.student, &mut Default::default());
        text
    };
    let body = match marked.iter().find(|(field, _)| main(field)) {
        Some((_, value)) => ink.prose(&text_of(value), &setting),
        None => body(plan, note, ink, &setting),
    };
    let mut shown: Vec<&str> = PLACED.to_vec();
    shown.extend(marked.iter().map(|(field, _)| &*field.key));
    // A name made of a short text says all of it.
    shown.extend(
        used.filter(|key| {
            note.fields.text(key).is_some_and(|text| title.trim_matches(['“', '”']) == text.trim_end_matches('。'))
        }),
    );
    let texts = marked.iter().filter(|(field, _)| !main(field)).zip(1..).map(|((field, value), number)| {
        let prefix = format!("f{number}-");
        let setting = Setting { prefix: &prefix, top: 3, ..setting };
        TextField { label: field.label.clone(), body: ink.prose(&text_of(value), &setting) }
    });
    let texts = texts.collect();
    let (previous, next) = neighbours(plan, id, note, &here);
    let neighbour_links: Vec<&str> = [&previous, &next].into_iter().flatten().map(|it| it.href.as_str()).collect();
    let related = related(plan, id, note, &here, &neighbour_links);
    let voice = note.fields.text("quote").filter(|it| !title.contains(it.trim_end_matches('。')) && !quoted(&note.body));
    NotePage {
        page: plan
            .shell(&here, say!(plan, "{} {} · {}", kind.label, plan.date(note.date), owner), "types")
            .by_way_of(crumbs(plan, note, &here)),
        kind: kind.label.clone(),
        date: plan.date(note.date),
        datetime: note.date.to_string(),
        week: note.week.map(|it| plan.weeks(it, it)),
        strip: strip(plan, note),
        voice: voice.map(str::to_owned),
        speaker: name.unwrap_or_default(),
        body,
        texts,
        // A field that says no more than the title is not said twice.
        fields: wording::details(casebook, note, &shown).into_iter().filter(|it| it.value != title).collect(),
        pact: pact(plan, note),
        trust: trust(plan, note),
        mood: note.fields.record("mood").map(|it| Mood { before: it.integer("before"), after: it.integer("after") }),
        phase: phase(plan, note),
        relapse: relapse(plan, id, note),
        brief: note.brief.clone(),
        related,
        referring: referring(plan, id, &here),
        cited: plan.citing_findings(&here, id),
        tags: tags(plan, note, &here),
        previous,
        next,
        title,
    }
}

/// The text below the front matter, with its figures.
fn body(plan: &Plan<'_>, note: &Note, ink: &dyn Ink, setting: &Setting<'_>) -> Markup {
    if !has_live(&note.body.blocks) {
        return ink.prose(&note.body, setting);
    }
    let subject = note.student.map(crate::analysis::Subject::Student).or(note.class.map(crate::analysis::Subject::Class));
    let subject = subject.unwrap_or(crate::analysis::Subject::Everybody);
    let current = plan.view.casebook.current_term(plan.view.analysis.as_of).map(|it| it.id);
    let Some(term) = note.term.or(current) else { return ink.prose(&note.body, setting) };
    let scope = crate::analysis::Scope { subject, term };
    // What does not exist was reported when the pages were planned.
    let pieces = live::pieces(plan.view, &note.body, scope, &mut Numbering::default(), &mut Default::default());
    ink.pieces(&pieces, &note.body.footnotes, setting)
}

/// Whether a text holds figures or tables that are computed.
fn has_live(blocks: &[Block]) -> bool {
    let is_live = |piece: Piece<'_>| matches!(piece, Piece::Block(Block::Live { .. }) | Piece::Inline(Inline::Live { .. }));
    blocks.iter().any(|it| it.any(&is_live))
}

/// Whether a text has a quotation of its own, beside which the pupil's words would be said twice.
fn quoted(prose: &Prose) -> bool {
    prose.blocks.iter().any(|it| matches!(it, Block::Quote(_)))
}

fn crumbs(plan: &Plan<'_>, note: &Note, here: &Route) -> Vec<Link> {
    let casebook = plan.view.casebook;
    let mut crumbs = Vec::new();
    if let Some(class) = note.class {
        crumbs.push(Link { href: here.to(&plan.route(&Page::Class(class))), text: casebook.class(class).name.clone() });
    }
    if let Some(student) = note.student {
        let page = here.to(&plan.route(&Page::Student(student)));
        crumbs.push(Link { href: page, text: casebook.student(student).shown_name().to_owned() });
    }
    let kind = casebook.schema.note_type(note.kind).label.clone();
    crumbs.push(Link { href: here.to(&plan.route(&Page::Type(note.kind, 1))), text: kind });
    crumbs
}

fn strip(plan: &Plan<'_>, note: &Note) -> Vec<Detail> {
    let casebook = plan.view.casebook;
    let set = &casebook.schema.note_type(note.kind).fields;
    let mut strip = Vec::new();
    let mut add = |key: &str, label: &str, value: String| {
        if !value.is_empty() {
            let label = set.find(key).map_or(label, |it| &it.label).to_owned();
            strip.push(Detail { key: key.to_owned(), label, value });
        }
    };
    let place: Vec<&str> = ["time", "place"].into_iter().filter_map(|it| note.fields.text(it)).collect();
    add("place", plan.word("地点"), place.join(plan.word("，")));
    add("minutes", plan.word("时长"), note.fields.integer("minutes").map(|it| say!(plan, "{}分钟", it)).unwrap_or_default());
    add("author", plan.word("记录人"), note.author.clone().unwrap_or_default());
    let students: Vec<&str> = note.students.iter().map(|it| casebook.student(*it).shown_name()).collect();
    add("students", plan.word("涉及学生"), plan.list(&students));
    add("visible", plan.word("可见"), visible(plan, note));
    strip
}

/// Who may see it besides the class's teachers.
fn visible(plan: &Plan<'_>, note: &Note) -> String {
    let schema = &plan.view.casebook.schema;
    let shares = schema.note_type(note.kind).share;
    let own = |audience: &str| match note.fields.get("share").map(|it| &it.data) {
        Some(Data::Map(entries)) => entries.iter().find(|(key, _)| &**key == audience).and_then(|(_, it)| it.as_choice()),
        _ => None,
    };
    let mut words = vec![plan.word("本班教师").to_owned()];
    for (key, share) in [("staff", shares.staff), ("parent", shares.parent), ("research", shares.research)] {
        let share = match own(key) {
            Some("full") => Share::Full,
            Some("brief") => Share::Brief,
            Some(_) => Share::None,
            None => share,
        };
        let label = schema.choice_label("audience", key);
        match share {
            Share::Full => words.push(label.to_owned()),
            Share::Brief => words.push(say!(plan, "{}（摘要）", label)),
            Share::None | Share::Count => {}
        }
    }
    plan.list(&words)
}

fn pact(plan: &Plan<'_>, note: &Note) -> Vec<String> {
    let set = &plan.view.casebook.schema.note_type(note.kind).fields;
    let mut pact: Vec<String> = Vec::new();
    if let Some(field) = set.find("agreement") {
        let item = match &field.kind {
            FieldType::List(inner) => Field { kind: (**inner).clone(), ..field.clone() },
            _ => field.clone(),
        };
        pact.extend(note.fields.list("agreement").iter().map(|it| wording::value(plan.view, &item, it)));
    }
    if let Some(date) = note.fields.date("next_date") {
        let label = set.find("next_date").map_or(plan.word("下次日期"), |it| &it.label);
        pact.push(say!(plan, "{}：{}", label, plan.date(date)));
    }
    pact
}

fn trust(plan: &Plan<'_>, note: &Note) -> Vec<Step> {
    let Some(stage) = note.fields.choice("trust_stage") else { return Vec::new() };
    let choices = plan.view.casebook.schema.enums.get("trust_stage").map(|it| it.choices.as_slice()).unwrap_or_default();
    let here = choices.iter().position(|it| &*it.key == stage);
    let state = |at: usize| match here {
        Some(here) if at < here => "past",
        Some(here) if at == here => "here",
        _ => "",
    };
    choices.iter().enumerate().map(|(at, it)| Step { label: it.label.clone(), state: state(at) }).collect()
}

fn phase(plan: &Plan<'_>, note: &Note) -> Option<PhaseMark> {
    let student = plan.view.casebook.student(note.student?);
    let within = plan.index.student(note.student?).relapses.iter().any(|it| it.holds(note.date));
    let key: Key = if within { "R".into() } else { student.phase_on(note.date)?.clone() };
    Some(plan.phase_mark(&key))
}

/// The relapse in which a day lies: its weeks, and what set it off.
fn relapse(plan: &Plan<'_>, id: NoteId, note: &Note) -> Option<String> {
    let casebook = plan.view.casebook;
    let relapses = &plan.index.student(note.student?).relapses;
    let found = relapses.iter().find(|it| it.holds(note.date))?;
    let (from, to) = found.weeks?;
    let (weeks, cause_note) = (plan.weeks(from, to), casebook.note(found.note));
    let trigger = cause_note.fields.choice("trigger").filter(|_| found.note != id);
    let trigger = trigger.map(|it| say!(plan, "，诱因：{}", casebook.schema.choice_label("trigger", it))).unwrap_or_default();
    Some(say!(plan, "{}反复{}", weeks, trigger))
}

fn neighbours(plan: &Plan<'_>, id: NoteId, note: &Note, here: &Route) -> (Option<Related>, Option<Related>) {
    let own: Vec<NoteId>;
    let files: &[NoteId] = match (note.student, note.class) {
        (Some(student), _) => &plan.index.student(student).files,
        (None, Some(class)) => {
            own = plan.index.of_class(class).iter().copied().filter(|it| plan.view.casebook.note(*it).is_file()).collect();
            &own
        }
        (None, None) => &[],
    };
    let Ok(at) = files.binary_search(&id) else { return (None, None) };
    let related = |id: Option<&NoteId>| id.and_then(|it| plan.related(*it, here));
    (related(at.checked_sub(1).and_then(|it| files.get(it))), related(files.get(at + 1)))
}

fn related(plan: &Plan<'_>, id: NoteId, note: &Note, here: &Route, beside: &[&str]) -> Vec<Related> {
    let casebook = plan.view.casebook;
    let linked = note.fields.texts("links").into_iter().flat_map(|it| casebook.find_note(note.student, it));
    let mut related: Vec<Related> = linked.filter(|it| *it != id).filter_map(|it| plan.related(it, here)).collect();
    if let (Some(student), Some(week)) = (note.student, note.week) {
        let ids = &plan.index.student(student).notes;
        let at = ids.binary_search(&id).unwrap_or_default();
        // Notes are in order of date, so those of the week stand around this one.
        let same = |it: &&NoteId| {
            let other = casebook.note(**it);
            other.week == Some(week) && other.term == note.term
        };
        let before = ids[..at].iter().rev().take_while(same);
        let after = ids.iter().skip(at + 1).take_while(same);
        for id in before.chain(after) {
            if related.len() >= MOST_RELATED {
                break;
            }
            if let Some(it) = plan.related(*id, here)
                && !beside.contains(&it.href.as_str())
                && related.iter().all(|other| other.href != it.href)
            {
                related.push(it);
            }
        }
    }
    related
}

/// Notes whose fields refer to this one: links, the plan of a session, the proof of a duty, the meeting after an event.
fn referring(plan: &Plan<'_>, id: NoteId, here: &Route) -> Vec<Related> {
    plan.index.referring.get(&id).into_iter().flatten().filter_map(|it| plan.related(*it, here)).collect()
}

fn tags(plan: &Plan<'_>, note: &Note, here: &Route) -> Vec<Link> {
    let tag = |name: &String| {
        let at = plan.index.tags.binary_search_by(|it| it.name.as_str().cmp(name)).ok()?;
        Some(Link { href: here.to(&plan.route(&Page::Tag(at as u32, 1))), text: name.clone() })
    };
    note.tags.iter().filter_map(tag).collect()
}

impl Plan<'_> {
    fn related(&self, id: NoteId, here: &Route) -> Option<Related> {
        let casebook = self.view.casebook;
        let note = casebook.note(id);
        Some(Related {
            href: self.note_href(here, id)?,
            title: wording::headline(casebook, note).0,
            date: self.month_day(note.date),
            kind: casebook.schema.note_type(note.kind).label.clone(),
        })
    }
}
