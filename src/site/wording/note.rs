//! What a note is called where it stands in a list, and what is said of it there.

use crate::model::{Casebook, Note};
use crate::phrases::{Speaks, say};
use crate::schema::{Data, FieldType};
use crate::syntax::{Block, Inline, Prose};

use super::{number, text_value};

/// A field of a note, ready to be printed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Detail {
    /// Canonical key.
    pub key: String,
    /// Printed name.
    pub label: String,
    /// Printed value.
    pub value: String,
}

/// Fields that a list or page shows in places of their own.
const COMMON: [&str; 15] = [
    "type", "date", "week", "term", "title", "student", "students", "author", "tags", "brief", "share", "draft", "links",
    "extra", "aliases",
];

/// Text fields from which a note without a title takes its name, the most telling first.
const NAMING: [&str; 19] = [
    "theme",
    "behaviour",
    "task",
    "what",
    "topic",
    "quote",
    "purpose",
    "teacher_entry",
    "progress",
    "observation",
    "reward",
    "text",
    "fact",
    "manifestation",
    "problems",
    "performance",
    "conduct",
    "content",
    "reason",
];

/// How many characters a name taken from a text has at most.
const NAME_LENGTH: usize = 28;

/// A note's name: its title, else one made of its most telling field, else its type. With it comes the key of the field that
/// it is made of, which need not be shown again.
pub fn headline(casebook: &Casebook, note: &Note) -> (String, Option<&'static str>) {
    if let Some(title) = &note.title {
        return (title.clone(), None);
    }
    if let Some((name, key)) = telling(casebook, note) {
        return (name, Some(key));
    }
    for key in NAMING {
        if let Some(text) = note.fields.text(key).filter(|it| !it.trim().is_empty()) {
            let name = clip(text, NAME_LENGTH);
            return (if key == "quote" { say!(casebook, "“{}”", name) } else { name }, Some(key));
        }
    }
    if let Some(sentence) = first_sentence(&note.body) {
        return (clip(&sentence, NAME_LENGTH), None);
    }
    let label = &casebook.schema.note_type(note.kind).label;
    match choice(casebook, note, "occasion") {
        Some(occasion) => (say!(casebook, "{}{}", occasion, label), Some("occasion")),
        None => (label.clone(), None),
    }
}

/// Names of types that are called by more than one text: an amount, a change, a count.
fn telling(casebook: &Casebook, note: &Note) -> Option<(String, &'static str)> {
    let fields = &note.fields;
    let key = &*casebook.schema.note_type(note.kind).key;
    match key {
        "progress_record" | "term_exam" => {
            let measure = casebook.config.measure(fields.text("measure")?);
            let name = match fields.number("value") {
                Some(value) => say!(casebook, "{}{}", measure.name, number(value) + &measure.unit.unwrap_or_default()),
                None if fields.boolean("absent") == Some(true) => say!(casebook, "{}缺席", measure.name),
                None => say!(casebook, "{}没有数据", measure.name),
            };
            Some((name, "value"))
        }
        "award" => {
            let kind = choice(casebook, note, "kind").unwrap_or_else(|| casebook.schema.choice_label("award_kind", "red_flag"));
            let amount = fields.integer("qty").unwrap_or(1);
            let reason = fields.text("reason").map(|it| say!(casebook, "：{}", clip(it, NAME_LENGTH))).unwrap_or_default();
            Some((say!(casebook, "{}{}{}", kind, amount, reason), "reason"))
        }
        "post" => Some((say!(casebook, "任{}", fields.text("post")?), "post")),
        "class_activity" => Some((clip(fields.text("activity")?, NAME_LENGTH), "activity")),
        "method_taught" => Some((clip(fields.text("name")?, NAME_LENGTH), "name")),
        "habit" => {
            let done = fields.integer("days_done")?;
            let days = fields.integer("days").unwrap_or(5);
            Some((say!(casebook, "{}：{}天中做到{}天", fields.text("habit")?, days, done), "habit"))
        }
        "engagement_observation" => {
            let (on_task, total) = (fields.integer("on_task")?, fields.integer("total")?);
            Some((say!(casebook, "专注{}次，共观察{}次", on_task, total), "on_task"))
        }
        "seat_change" => {
            let to = choice(casebook, note, "to_zone")?;
            let from = choice(casebook, note, "from_zone").map(|it| say!(casebook, "由{}", it)).unwrap_or_default();
            Some((say!(casebook, "座位{}调到{}", from, to), "to_zone"))
        }
        "six_ones" => {
            let duty = casebook.schema.find_duty(fields.text("duty")?)?;
            let state = choice(casebook, note, "state").unwrap_or_default();
            Some((say!(casebook, "{}：{}", duty.label, state), "duty"))
        }
        "intervention" => {
            let kind = choice(casebook, note, "kind")?;
            let difficulty =
                fields.text("difficulty").map(|it| say!(casebook, "：{}", clip(it, NAME_LENGTH))).unwrap_or_default();
            Some((format!("{kind}{difficulty}"), "difficulty"))
        }
        "cause_survey" => Some((say!(casebook, "主要成因：{}", choice(casebook, note, "primary_cause")?), "primary_cause")),
        "cause_analysis" => Some((say!(casebook, "成因：{}", choice(casebook, note, "cause")?), "cause")),
        "absence" => {
            let reason = choice(casebook, note, "reason").unwrap_or(casebook.word("缺勤"));
            let days = fields.number("days").map(|it| say!(casebook, "{}天", number(it))).unwrap_or_default();
            Some((say!(casebook, "{}{}", reason, days), "reason"))
        }
        "peer_climate_event" => Some((choice(casebook, note, "kind")?.to_owned(), "kind")),
        _ => None,
    }
}

fn choice<'a>(casebook: &'a Casebook, note: &'a Note, key: &str) -> Option<&'a str> {
    let chosen = note.fields.choice(key)?;
    let field = casebook.schema.note_type(note.kind).fields.find(key)?;
    match &field.kind {
        FieldType::Enum(name) => Some(casebook.schema.choice_label(name, chosen)),
        _ => Some(chosen),
    }
}

/// Whether a field holds the text below the front matter, which fills it where the front matter does not.
pub fn is_text_below(casebook: &Casebook, note: &Note, key: &str) -> bool {
    let filled = casebook.schema.note_type(note.kind).body.as_deref() == Some(key) && !note.body.is_empty();
    filled && note.fields.get(key).is_some_and(|it| it.span == note.origin.span)
}

/// The line below a note's name: the line for others, else the pupil's words, else the first sentence of its text that the name
/// does not say.
pub fn digest(casebook: &Casebook, note: &Note) -> Option<String> {
    let (name, used) = headline(casebook, note);
    if let Some(brief) = &note.brief {
        return Some(brief.clone());
    }
    if let Some(quote) = note.fields.text("quote").filter(|_| used != Some("quote")) {
        return Some(say!(casebook, "“{}”", clip(quote, 60)));
    }
    let words = first_paragraph(&note.body)?;
    let rest = words.trim().strip_prefix(name.trim_end_matches('…')).unwrap_or(&words);
    sentence_of(rest.trim_start_matches(['。', '，', '；', '：', '！', '？'])).map(|it| clip(&it, 70))
}

/// A note's fields in the table's order, without those that every note has and without `shown`. What a school wrote under
/// `extra` comes last.
pub fn details(casebook: &Casebook, note: &Note, shown: &[&str]) -> Vec<Detail> {
    let set = &casebook.schema.note_type(note.kind).fields;
    let wanted = |key: &str| !COMMON.contains(&key) && !shown.contains(&key);
    let mut details: Vec<Detail> = note
        .fields
        .iter()
        .filter(|(key, _)| wanted(key) && !is_text_below(casebook, note, key))
        .filter_map(|(key, value)| {
            let field = set.find(key)?;
            let value = text_value(casebook, field, value);
            Some(Detail { key: key.to_string(), label: field.label.clone(), value }).filter(|it| !it.value.is_empty())
        })
        .collect();
    if let Some(Data::Map(extra)) = note.fields.get("extra").map(|it| &it.data) {
        for (key, value) in extra {
            let value = value.as_text().unwrap_or_default().to_owned();
            details.push(Detail { key: format!("extra.{key}"), label: key.to_string(), value });
        }
    }
    details
}

/// A text on one line, cut to so many characters: at the last mark within them if that leaves enough, else with `…`. A full stop at the end is
/// dropped, as names have none.
pub fn clip(text: &str, most: usize) -> String {
    let text = text.trim();
    let text = text.strip_suffix(['。', '；', '，']).unwrap_or(text);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // Words of letters say less with as many.
    let lettered = line.chars().all(|it| it < '\u{2e80}');
    let most = if lettered { most * 2 } else { most };
    if line.chars().count() <= most {
        return line;
    }
    let short: String = line.chars().take(most).collect();
    let mark = short.char_indices().rfind(|(_, it)| matches!(it, '。' | '；' | '，' | '！' | '？' | '：'));
    match mark {
        Some((at, _)) if short[..at].chars().count() * 3 >= most => short[..at].to_owned(),
        _ => {
            let short: String = short.chars().take(most.saturating_sub(1)).collect();
            let word = short.rfind(' ').filter(|_| lettered && !line[short.len()..].starts_with(' '));
            word.map_or(&*short, |at| &short[..at]).to_owned() + "…"
        }
    }
}

/// The first sentence of a text's first paragraph, without marks.
pub fn first_sentence(prose: &Prose) -> Option<String> {
    sentence_of(&first_paragraph(prose)?)
}

fn first_paragraph(prose: &Prose) -> Option<String> {
    let paragraph = prose.blocks.iter().find_map(|block| match block {
        Block::Paragraph(content) => Some(content),
        _ => None,
    })?;
    let mut words = String::new();
    plain(paragraph, &mut words);
    Some(words)
}

fn sentence_of(words: &str) -> Option<String> {
    let words = words.trim();
    let end = words.char_indices().find(|(_, it)| matches!(it, '。' | '！' | '？'));
    let sentence = match end {
        Some((at, mark)) => {
            let rest = &words[at + mark.len_utf8()..];
            // A quotation closes behind its full stop.
            let closing = rest.chars().next().filter(|it| matches!(it, '”' | '’' | '）')).map_or(0, char::len_utf8);
            &words[..at + mark.len_utf8() + closing]
        }
        None => words,
    };
    Some(sentence.to_owned()).filter(|it| !it.is_empty())
}

fn plain(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Html(text) => out.push_str(text),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link { content: inner, .. } => plain(inner, out),
            Inline::Image { alt, .. } => out.push_str(alt),
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
            Inline::Strike(_) | Inline::FootnoteRef(_) | Inline::Live { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str) -> Prose {
        Prose::new(vec![Block::Paragraph(vec![Inline::Text(text.to_owned())])], Vec::new())
    }

    #[test]
    fn texts_are_cut_at_marks() {
        assert_eq!(clip("主动把讲台擦干净。", 28), "主动把讲台擦干净");
        assert_eq!(clip("十二道竖式没有一处错位，改错的地方用尺子划一道线，还写了日期", 20), "十二道竖式没有一处错位");
        assert_eq!(clip("一二三四五六七八九十一二三四五", 10), "一二三四五六七八九…");
        assert_eq!(clip("先读题，\n  再圈数。", 10), "先读题， 再圈数");
        assert_eq!(clip("", 10), "");
    }

    #[test]
    fn sentences_end_behind_their_quotation() {
        let sentence = |text: &str| first_sentence(&paragraph(text));
        assert_eq!(sentence("他说：“我会。”说完走了。").as_deref(), Some("他说：“我会。”"));
        assert_eq!(sentence("没有句号").as_deref(), Some("没有句号"));
        assert_eq!(sentence("  "), None);
        assert_eq!(first_sentence(&Prose::default()), None);
    }
}
