//! Checked values.

use crate::date::{Date, DateRange};
use crate::source::Span;

use super::Key;

/// A checked value and where it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// What it is.
    pub data: Data,
    /// Where.
    pub span: Span,
}

/// What a value is. References are kept as their canonical text (`S02`, `4-2`, a type's key); they are known to lead
/// somewhere once the model is resolved.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// Words; also Markdown, which is parsed where it is shown.
    Text(String),
    /// A day.
    Date(Date),
    /// A stretch of days.
    DateRange(DateRange),
    /// A whole number; ratings too.
    Integer(i64),
    /// A number.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
    /// A canonical key of an enumeration, or a school's own value where it is open.
    Choice(Key),
    /// A group of fields.
    Record(Fields),
    /// A name of something else, in canonical spelling.
    Reference(String),
    /// Several.
    List(Vec<Value>),
    /// Keys and values in the order they were written.
    Map(Vec<(Key, Value)>),
}

/// The checked fields of a note, file or group, in the table's order. A field that was left out or empty is not in it:
/// missing is never 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fields(Vec<(Key, Value)>);

impl Fields {
    /// Takes pairs in order.
    pub fn new(pairs: Vec<(Key, Value)>) -> Self {
        Self(pairs)
    }

    /// The value of a field by its canonical key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.iter().find(|(it, _)| &**it == key).map(|(_, value)| value)
    }

    /// Adds or replaces a value.
    pub fn set(&mut self, key: Key, value: Value) {
        match self.0.iter_mut().find(|(it, _)| *it == key) {
            Some(slot) => slot.1 = value,
            None => self.0.push((key, value)),
        }
    }

    /// Keys and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Value)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    /// Whether nothing is given.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The words of a text field or reference.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_text()
    }

    /// A number, whole or not.
    pub fn number(&self, key: &str) -> Option<f64> {
        self.get(key)?.as_number()
    }

    /// A whole number.
    pub fn integer(&self, key: &str) -> Option<i64> {
        match self.get(key)?.data {
            Data::Integer(number) => Some(number),
            _ => None,
        }
    }

    /// Yes or no.
    pub fn boolean(&self, key: &str) -> Option<bool> {
        match self.get(key)?.data {
            Data::Boolean(truth) => Some(truth),
            _ => None,
        }
    }

    /// A day.
    pub fn date(&self, key: &str) -> Option<Date> {
        match self.get(key)?.data {
            Data::Date(date) => Some(date),
            _ => None,
        }
    }

    /// The canonical key of a chosen value.
    pub fn choice(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_choice()
    }

    /// A group of fields.
    pub fn record(&self, key: &str) -> Option<&Fields> {
        match &self.get(key)?.data {
            Data::Record(fields) => Some(fields),
            _ => None,
        }
    }

    /// The items of a list; none where the field is absent.
    pub fn list(&self, key: &str) -> &[Value] {
        match self.get(key).map(|it| &it.data) {
            Some(Data::List(items)) => items,
            _ => &[],
        }
    }

    /// The words of a list's items.
    pub fn texts(&self, key: &str) -> Vec<&str> {
        self.list(key).iter().filter_map(Value::as_text).collect()
    }

    /// The canonical keys of a list of chosen values.
    pub fn choices(&self, key: &str) -> Vec<&str> {
        self.list(key).iter().filter_map(Value::as_choice).collect()
    }

    /// The groups of a list of groups.
    pub fn records(&self, key: &str) -> Vec<&Fields> {
        let records = self.list(key).iter().filter_map(|it| match &it.data {
            Data::Record(fields) => Some(fields),
            _ => None,
        });
        records.collect()
    }
}

impl Value {
    /// The words of a text or reference.
    pub fn as_text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) | Data::Reference(text) => Some(text),
            _ => None,
        }
    }

    /// The canonical key of a chosen value.
    pub fn as_choice(&self) -> Option<&str> {
        match &self.data {
            Data::Choice(key) => Some(key),
            _ => None,
        }
    }

    /// A number, whole or not.
    pub fn as_number(&self) -> Option<f64> {
        match self.data {
            Data::Integer(number) => Some(number as f64),
            Data::Number(number) => Some(number),
            _ => None,
        }
    }
}
