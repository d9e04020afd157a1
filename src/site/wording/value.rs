//! A checked value as a page prints it.

use crate::model::Casebook;
use crate::phrases::{Speaks, say};
use crate::privacy::View;
use crate::schema::{Data, Field, FieldSet, FieldType, Fields, RefKind, Value};

use super::number;

/// A field's value as a page prints it: labels for choices, dates in words, yes and no, units, records and lists as
/// sentences.
pub fn value(view: &View, field: &Field, value: &Value) -> String {
    text_value(view.casebook, field, value)
}

/// The same from the casebook alone.
pub fn text_value(casebook: &Casebook, field: &Field, value: &Value) -> String {
    of_type(casebook, &field.kind, field.unit.as_deref(), value)
}

fn of_type(casebook: &Casebook, kind: &FieldType, unit: Option<&str>, value: &Value) -> String {
    let with_unit = |text: String| match unit {
        Some(unit) => text + casebook.word(unit),
        None => text,
    };
    match (&value.data, kind) {
        (Data::Reference(name), FieldType::Ref(kind)) => reference(casebook, *kind, name),
        (Data::Text(text) | Data::Reference(text), _) => text.trim().to_owned(),
        (Data::Date(date), _) => casebook.date(*date),
        (Data::DateRange(range), _) if range.from == range.to => casebook.date(range.from),
        (Data::DateRange(range), _) => say!(casebook, "{}—{}", casebook.date(range.from), casebook.date(range.to)),
        (Data::Integer(rating), FieldType::Rating) => format!("{rating}/5"),
        (Data::Integer(whole), _) => with_unit(whole.to_string()),
        (Data::Number(it), _) => with_unit(number(*it)),
        (Data::Boolean(truth), _) => casebook.word(if *truth { "是" } else { "否" }).to_owned(),
        (Data::Choice(key), FieldType::Enum(name)) => casebook.schema.choice_label(name, key).to_owned(),
        (Data::Choice(key), _) => key.to_string(),
        (Data::Record(fields), FieldType::Record(shape)) => match casebook.schema.shapes.get(shape) {
            Some(set) => record(casebook, set, fields),
            None => String::new(),
        },
        (Data::Record(_), _) => String::new(),
        (Data::List(items), kind) => {
            let inner = match kind {
                FieldType::List(inner) => inner,
                other => other,
            };
            let items: Vec<String> = items.iter().map(|it| of_type(casebook, inner, unit, it)).collect();
            // Items that are clauses themselves need a stronger mark between them.
            let long = items.iter().any(|it| it.contains(['，', '、', '；', '（']) || it.chars().count() > 12);
            if !long {
                return items.join(casebook.word("、"));
            }
            // A full stop before the mark that divides items would be one mark too many.
            let most = items.len().saturating_sub(1);
            let item = |(at, it): (usize, &String)| if at < most { it.trim_end_matches('。').to_owned() } else { it.clone() };
            items.iter().enumerate().map(item).collect::<Vec<_>>().join(casebook.word("；"))
        }
        (Data::Map(entries), kind) => {
            let (inner, keys) = match kind {
                FieldType::Map(inner, keys) => (inner.as_ref(), keys.as_deref()),
                other => (other, None),
            };
            let entry = |key: &str, value: &Value| {
                let label = keys.map_or(key, |name| casebook.schema.choice_label(name, key));
                say!(casebook, "{}：{}", label, of_type(casebook, inner, None, value))
            };
            entries.iter().map(|(key, value)| entry(key, value)).collect::<Vec<_>>().join(casebook.word("；"))
        }
    }
}

/// The required field first and the rest in brackets, `睡前读10分钟（负责：家长，已落实）`; where none is required, all in a
/// row, `前2，后3`.
fn record(casebook: &Casebook, set: &FieldSet, fields: &Fields) -> String {
    let mut main = None;
    let mut rest = Vec::new();
    for field in set.iter() {
        let Some(value) = fields.get(&field.key) else { continue };
        if field.required && main.is_none() {
            main = Some(text_value(casebook, field, value));
        } else {
            rest.push(match value.data {
                Data::Boolean(true) => field.label.clone(),
                Data::Integer(it) if field.kind == FieldType::Rating && main.is_none() => {
                    say!(casebook, "{}{}", field.label, it)
                }
                _ => say!(casebook, "{}：{}", field.label, text_value(casebook, field, value)),
            });
        }
    }
    match main {
        Some(main) if rest.is_empty() => main,
        Some(main) => say!(casebook, "{}（{}）", main, rest.join(casebook.word("，"))),
        None => rest.join(casebook.word("，")),
    }
}

fn reference(casebook: &Casebook, kind: RefKind, name: &str) -> String {
    let shown = match kind {
        RefKind::Student => casebook.find_student(name).map(|id| casebook.student(id).shown_name().to_owned()),
        RefKind::Class => casebook.find_class(name).map(|id| casebook.class(id).name.clone()),
        RefKind::Term => name.parse().ok().map(|it| casebook.term(it)),
        RefKind::Type => casebook.schema.find_type(name).map(|id| casebook.schema.note_type(id).label.clone()),
        RefKind::Duty => casebook.schema.find_duty(name).map(|it| it.label.clone()),
        RefKind::Project => casebook.projects.iter().find(|it| it.key == name).map(|it| it.title.clone()),
        RefKind::Survey => casebook.surveys.iter().find(|it| it.key == name).map(|it| it.title.clone()),
        RefKind::Note | RefKind::Summary | RefKind::Measure => None,
    };
    shown.unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::schema::{Key, Schema, Sensitivity};
    use crate::source::{FileId, Span};

    use super::*;

    fn field(kind: FieldType, unit: Option<&str>) -> Field {
        Field {
            key: "x".into(),
            label: "项".to_owned(),
            synonyms: Vec::new(),
            kind,
            required: false,
            min: None,
            max: None,
            unit: unit.map(str::to_owned),
            class: Sensitivity::Public,
            help: String::new(),
            counts_as: None,
            values: Vec::new(),
        }
    }

    fn value(data: Data) -> Value {
        Value { data, span: Span::file(FileId(0)) }
    }

    fn casebook() -> Casebook {
        let config = "标题: 甲\n学期:\n- {学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}\n";
        let student = "---\n化名: 小松\n班级: 3-1\n---\n";
        let texts = [
            ("casebook.yaml", config),
            ("classes/3-1/index.md", "---\n年级: 三年级\n---\n"),
            ("students/S01/index.md", student),
        ];
        let tree = crate::source::SourceTree::of_texts(texts);
        let (files, mut findings) = crate::syntax::parse(&tree);
        crate::model::resolve(&tree, files, &mut findings).expect("a casebook")
    }

    #[test]
    fn values_are_words() {
        let casebook = casebook();
        let said = |kind: FieldType, unit: Option<&str>, data: Data| text_value(&casebook, &field(kind, unit), &value(data));
        let text = |it: &str| value(Data::Text(it.to_owned()));
        assert_eq!(said(FieldType::Integer, Some("分钟"), Data::Integer(20)), "20分钟");
        assert_eq!(said(FieldType::Rating, None, Data::Integer(3)), "3/5");
        assert_eq!(said(FieldType::Boolean, None, Data::Boolean(false)), "否");
        assert_eq!(said(FieldType::Enum("phase".into()), None, Data::Choice("R".into())), "反复");
        assert_eq!(said(FieldType::Ref(RefKind::Student), None, Data::Reference("S01".into())), "小松");
        assert_eq!(said(FieldType::Ref(RefKind::Term), None, Data::Reference("2025-2026-2".into())), "2025—2026学年度第二学期");
        let range = "2026-05-01—2026-05-05".parse().expect("a range");
        assert_eq!(said(FieldType::DateRange, None, Data::DateRange(range)), "2026年5月1日—2026年5月5日");
        let list = |items: &[&str]| Data::List(items.iter().map(|it| text(it)).collect());
        let texts = FieldType::List(Box::new(FieldType::Text));
        assert_eq!(said(texts.clone(), None, list(&["陆老师", "白老师"])), "陆老师、白老师");
        assert_eq!(said(texts, None, list(&["先读题，再圈数。", "说意思。"])), "先读题，再圈数；说意思。");
    }

    #[test]
    fn groups_are_sentences() {
        let casebook = casebook();
        assert!(Schema::built_in().shapes.contains_key("action"));
        let said = |shape: &str, pairs: Vec<(Key, Value)>| {
            let kind = FieldType::Record(shape.into());
            text_value(&casebook, &field(kind, None), &value(Data::Record(Fields::new(pairs))))
        };
        let done = ("done".into(), value(Data::Boolean(true)));
        let who = ("who".into(), value(Data::Choice("parent".into())));
        let words = ("text".into(), value(Data::Text("睡前读10分钟".to_owned())));
        assert_eq!(said("action", vec![words.clone()]), "睡前读10分钟");
        assert_eq!(said("action", vec![words, who, done]), "睡前读10分钟（负责：家长，已落实）");
        let mood = vec![("before".into(), value(Data::Integer(2))), ("after".into(), value(Data::Integer(3)))];
        assert_eq!(said("before_after", mood), "后3，前2");
    }
}
