//! Fields: those within the clearance, in words that may be read.

use crate::model::Casebook;
use crate::privacy::Audience;
use crate::privacy::redact::Tally;
use crate::schema::{Data, Field, FieldSet, FieldType, Fields, Key, RefKind, Sensitivity, Value};

use super::Edition;

/// What an audience sees of fields.
pub(super) struct Clearance {
    most_closed: Sensitivity,
    /// Keys that are open although their class is not: a parent's own child's scores, where the school says so.
    besides: &'static [&'static str],
}

/// Keys that are never passed on: they name files, hold what nobody declared, or are about the note and not in it.
const NEVER: [&str; 9] = ["extra", "share", "links", "allow", "draft", "student", "students", "tags", "title"];

impl Clearance {
    pub(super) fn of(audience: Audience, casebook: &Casebook) -> Self {
        let scores = audience == Audience::Parent
            && casebook.config.fields.record("privacy").and_then(|it| it.boolean("parent_scores")) == Some(true);
        let besides: &[&str] = if scores { &["value", "full_marks", "absent"] } else { &[] };
        Self { most_closed: super::clearance(audience), besides }
    }

    pub(super) fn opens(&self, field: &Field) -> bool {
        field.class <= self.most_closed || self.besides.contains(&&*field.key)
    }
}

impl Edition<'_> {
    /// The open fields of a group.
    pub(super) fn fields(&self, set: &FieldSet, fields: &Fields, tally: &mut Tally) -> Fields {
        let open = fields.iter().filter(|(key, _)| !NEVER.contains(&&***key)).filter_map(|(key, value)| {
            let field = set.find(key).filter(|it| it.key == *key && self.clearance.opens(it))?;
            Some((key.clone(), self.value(&field.kind, value, tally)?))
        });
        Fields::new(open.collect())
    }

    fn value(&self, kind: &FieldType, value: &Value, tally: &mut Tally) -> Option<Value> {
        let data = match (kind, &value.data) {
            (FieldType::Text | FieldType::Markdown, Data::Text(text)) => Data::Text(self.said(text, tally)),
            (FieldType::Date, Data::Date(day)) => Data::Date(self.day(*day)),
            (FieldType::DateRange, Data::DateRange(range)) => {
                let (from, to) = (self.day(range.from), self.day(range.to));
                Data::DateRange(crate::date::DateRange { from, to: to.max(from) })
            }
            (FieldType::Integer | FieldType::Rating, Data::Integer(number)) => Data::Integer(*number),
            (FieldType::Number, Data::Number(number)) => Data::Number(*number),
            (FieldType::Number, Data::Integer(number)) => Data::Integer(*number),
            (FieldType::Boolean, Data::Boolean(truth)) => Data::Boolean(*truth),
            (FieldType::Enum(name), Data::Choice(key)) => Data::Choice(self.choice(name, key, tally)),
            (FieldType::Record(shape), Data::Record(fields)) => {
                let set = self.whole.schema.shapes.get(shape)?;
                Data::Record(self.fields(set, fields, tally))
            }
            (FieldType::Ref(kind), Data::Reference(text) | Data::Text(text)) => {
                Data::Reference(self.reference(*kind, text, tally)?)
            }
            (FieldType::List(inner), Data::List(items)) => {
                Data::List(items.iter().filter_map(|it| self.value(inner, it, tally)).collect())
            }
            (FieldType::Map(inner, keys), Data::Map(pairs)) => {
                let pair = |(key, it): &(Key, Value)| {
                    let key = match keys {
                        Some(name) => self.choice(name, key, tally),
                        None => Key::from(self.said(key, tally)),
                    };
                    Some((key, self.value(inner, it, tally)?))
                };
                Data::Map(pairs.iter().filter_map(pair).collect())
            }
            // A value that is not what its field says is not passed on.
            (
                FieldType::Text
                | FieldType::Markdown
                | FieldType::Date
                | FieldType::DateRange
                | FieldType::Integer
                | FieldType::Number
                | FieldType::Boolean
                | FieldType::Rating
                | FieldType::Enum(_)
                | FieldType::Record(_)
                | FieldType::Ref(_)
                | FieldType::List(_)
                | FieldType::Map(..),
                _,
            ) => return None,
        };
        Some(Value { data, span: value.span })
    }

    /// A key of the table, or a school's own word.
    fn choice(&self, enumeration: &str, key: &Key, tally: &mut Tally) -> Key {
        let built_in = self.whole.schema.enums.get(enumeration).is_some_and(|it| it.choices.iter().any(|it| it.key == *key));
        if built_in && key.is_ascii() { key.clone() } else { Key::from(self.said(key, tally)) }
    }

    /// What a reference names in this edition, if it is there.
    fn reference(&self, kind: RefKind, text: &str, tally: &mut Tally) -> Option<String> {
        match kind {
            RefKind::Student => {
                let id = self.students.get(&self.whole.find_student(text)?)?;
                let width = self.students.len().to_string().len();
                Some(format!("{:0width$}", id.0 + 1))
            }
            RefKind::Class => self.class_key(self.whole.find_class(text)?),
            RefKind::Measure => Some(self.said(text, tally)),
            RefKind::Term | RefKind::Type | RefKind::Duty => Some(text.to_owned()),
            // They are named by files.
            RefKind::Note | RefKind::Project | RefKind::Survey | RefKind::Summary => None,
        }
    }
}
