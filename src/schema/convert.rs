//! Converting raw values to what their fields want.

use crate::date::{Date, DateError, DateRange};
use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::source::Span;
use crate::syntax::{Entry, Node, NodeKind, Spanned};

use super::check::{Asked, is_blank};
use super::names::is_chinese;
use super::{Choice, Data, Field, FieldType, Fields, Key, RefKind, Schema, Value, spelling};

impl Schema {
    /// The value of a field that goes by `name` where it was written. `None` where it is empty or, with a finding, faulty.
    pub(super) fn convert(&self, name: &str, field: &Field, node: &Node, findings: &mut Diagnostics) -> Option<Value> {
        if &*field.key == "extra" {
            return unchecked(node);
        }
        Conversion { schema: self, name, field, findings }.value(&field.kind, node)
    }
}

/// One field's conversion, and where its faults are reported.
struct Conversion<'a> {
    schema: &'a Schema,
    name: &'a str,
    field: &'a Field,
    findings: &'a mut Diagnostics,
}

impl Conversion<'_> {
    fn value(&mut self, kind: &FieldType, node: &Node) -> Option<Value> {
        if is_blank(node) {
            return None;
        }
        let data = match (kind, &node.kind) {
            (FieldType::List(inner), _) => Data::List(self.list(inner, node)?),
            (FieldType::Map(inner, keys), _) => Data::Map(self.map(inner, keys.as_ref(), node)?),
            (FieldType::Record(shape), _) => Data::Record(self.record(shape, node)?),
            (FieldType::DateRange, NodeKind::Map(entries)) => Data::DateRange(self.range_of(entries, node)?),
            (_, NodeKind::Scalar(text)) => self.scalar(kind, text.trim(), node.span)?,
            (kind, _) => return self.wrong_kind(expected(kind), node),
        };
        Some(Value { data, span: node.span })
    }

    fn scalar(&mut self, kind: &FieldType, text: &str, span: Span) -> Option<Data> {
        Some(match kind {
            FieldType::Text | FieldType::Markdown => {
                self.check_values(text, span)?;
                Data::Text(self.within_length(text, span))
            }
            FieldType::Date => Data::Date(self.date(text, span)?),
            FieldType::DateRange => Data::DateRange(self.range(text, span)?),
            FieldType::Integer | FieldType::Rating => {
                let week = &*self.field.key == "week";
                let number = if week { spelling::week(text) } else { spelling::integer(text) };
                let converted = || self.in_unit(text).filter(|it| it.fract() == 0.0).map(|it| it as i64);
                let number = number.or_else(converted).or_else(|| self.not_a_number(text, "整数", span))?;
                let (min, max) = match kind {
                    FieldType::Rating => (Some(1.0), Some(5.0)),
                    _ => (self.field.min, self.field.max),
                };
                self.check_limits(number as f64, text, min, max, span)?;
                Data::Integer(number)
            }
            FieldType::Number => {
                let number = spelling::number(text).or_else(|| self.in_unit(text));
                let number = number.or_else(|| self.not_a_number(text, "数", span))?;
                self.check_limits(number, text, self.field.min, self.field.max, span)?;
                Data::Number(number)
            }
            FieldType::Boolean => match spelling::boolean(text) {
                Some(truth) => Data::Boolean(truth),
                None => {
                    self.report(Diagnostic::new(Code::NotABoolean, span).arg("field", self.name).arg("value", text));
                    return None;
                }
            },
            FieldType::Enum(name) => Data::Choice(self.choice(name, text, span)?),
            FieldType::Ref(kind) => Data::Reference(self.reference(*kind, text, span)?),
            FieldType::Record(_) | FieldType::List(_) | FieldType::Map(..) => return None,
        })
    }

    fn list(&mut self, inner: &FieldType, node: &Node) -> Option<Vec<Value>> {
        match &node.kind {
            NodeKind::List(items) => Some(items.iter().filter_map(|it| self.value(inner, it)).collect()),
            NodeKind::Scalar(text) => Some(split(text, node.span).iter().filter_map(|it| self.value(inner, it)).collect()),
            NodeKind::Map(_) if matches!(inner, FieldType::Record(_) | FieldType::DateRange) => {
                Some(self.value(inner, node).into_iter().collect())
            }
            _ => self.wrong_kind("列表", node),
        }
    }

    fn map(&mut self, inner: &FieldType, keys: Option<&Key>, node: &Node) -> Option<Vec<(Key, Value)>> {
        let pairs;
        let entries: &[Entry] = match &node.kind {
            NodeKind::Map(entries) => entries,
            NodeKind::Scalar(text) => {
                let Some(read) = split(text, node.span).into_iter().map(pair).collect() else {
                    return self.wrong_kind("一组“名称: 值”", node);
                };
                pairs = read;
                let pairs: &Vec<Entry> = &pairs;
                pairs
            }
            _ => return self.wrong_kind("一组“名称: 值”", node),
        };
        let mut values: Vec<(Key, Value)> = Vec::with_capacity(entries.len());
        for entry in entries {
            let key = match keys {
                Some(name) => self.choice(name, entry.key.value.trim(), entry.key.span),
                None => Some(Key::from(entry.key.value.trim())),
            };
            let Some(key) = key else { continue };
            if values.iter().any(|(it, _)| *it == key) {
                self.report(Diagnostic::new(Code::DuplicateKey, entry.key.span).arg("key", &entry.key.value));
            } else if let Some(value) = self.value(inner, &entry.value) {
                values.push((key, value));
            }
        }
        Some(values)
    }

    fn record(&mut self, shape: &Key, node: &Node) -> Option<Fields> {
        let schema = self.schema;
        let fields = schema.shapes.get(shape)?;
        match &node.kind {
            NodeKind::Map(entries) => {
                let checked = schema.check(self.name, fields, entries, self.findings);
                let asked = Asked { owner: self.name, fields, except: &[], span: node.span };
                schema.require(&asked, entries, &checked, self.findings);
                Some(checked)
            }
            NodeKind::Scalar(_) if fields.iter().skip(1).all(|it| !it.required) => {
                let first = fields.iter().next()?;
                let value = schema.convert(self.name, first, node, self.findings)?;
                Some(Fields::new(vec![(first.key.clone(), value)]))
            }
            _ => self.wrong_kind("一组“名称: 值”", node),
        }
    }

    fn date(&mut self, text: &str, span: Span) -> Option<Date> {
        let error = match day_alone(text).parse() {
            Ok(date) => return Some(date),
            Err(error) => error,
        };
        let code = if error == DateError::NoSuchDay { Code::NoSuchDay } else { Code::DateForm };
        self.report(Diagnostic::new(code, span).arg("value", text));
        None
    }

    fn range(&mut self, text: &str, span: Span) -> Option<DateRange> {
        if let Ok(range) = text.parse() {
            return Some(range);
        }
        // also between two days that are written with the separator itself: 2026/5/1-2026/5/5
        let halves = text.match_indices(['—', '–', '～', '~', '至', '到', '-', '/']).find_map(|(at, sign)| {
            let from = text[..at].trim_end_matches('—').parse::<Date>().ok()?;
            let to = text[at + sign.len()..].trim_start_matches('—').parse::<Date>().ok()?;
            Some((from, to))
        });
        match halves {
            Some((from, to)) => self.ordered(from, to, span),
            None => self.date(text, span).map(DateRange::day),
        }
    }

    fn range_of(&mut self, entries: &[Entry], node: &Node) -> Option<DateRange> {
        let day = |it: &mut Self, names: [&str; 5]| {
            let entry = entries.iter().find(|entry| names.contains(&super::normalize(&entry.key.value).as_str()));
            entry.map(|entry| match entry.value.scalar() {
                Some(text) => it.date(text.trim(), entry.value.span),
                None => it.wrong_kind("日期", &entry.value),
            })
        };
        let from = day(self, ["from", "start", "起", "开始", "开始日期"]);
        let to = day(self, ["to", "end", "止", "结束", "结束日期"]);
        match (from, to) {
            (Some(Some(from)), Some(Some(to))) => self.ordered(from, to, node.span),
            (Some(Some(day)), None) => Some(DateRange::day(day)),
            (None, _) => self.wrong_kind("起止日期", node),
            _ => None,
        }
    }

    fn ordered(&mut self, from: Date, to: Date, span: Span) -> Option<DateRange> {
        if from <= to {
            return Some(DateRange { from, to });
        }
        self.report(Diagnostic::new(Code::EndBeforeStart, span).arg("start", from).arg("end", to));
        None
    }

    fn choice(&mut self, name: &Key, text: &str, span: Span) -> Option<Key> {
        let known = self.schema.enums.get(name)?;
        // a changed support is written B2, B3, …; which it is follows from the order of the phases
        let numbered =
            || if &**name == "phase" { known.find(text.trim_end_matches(|it: char| it.is_ascii_digit())) } else { None };
        let Some(choice) = known.find(text).or_else(|| known.find(text.trim_start_matches(['+', '＋']))).or_else(numbered)
        else {
            self.report(unknown_value(self.name, text, &known.choices, span));
            return None;
        };
        if known.discouraged.iter().any(|it| it == text) {
            let better = choice.label.as_str();
            self.report(Diagnostic::new(Code::DiscouragedValue, span).arg("value", text).arg("better", better));
        }
        Some(choice.key.clone())
    }

    /// Whether a school's own field lets the text through.
    fn check_values(&mut self, text: &str, span: Span) -> Option<()> {
        let values = &self.field.values;
        if values.is_empty() || values.iter().any(|it| it == text) {
            return Some(());
        }
        let near = nearest(text, values.iter().map(String::as_str)).unwrap_or_default();
        let finding = Diagnostic::new(Code::UnknownValue, span).arg("field", self.name).arg("value", text);
        self.report(finding.arg("nearest", near).arg("choices", values.join("、")));
        None
    }

    /// The canonical spelling of a reference. Whether it leads somewhere is known only once everything is read, except for
    /// what the table itself holds.
    fn reference(&mut self, kind: RefKind, text: &str, span: Span) -> Option<String> {
        match kind {
            RefKind::Student => Some(crate::date::half_width(text).trim().to_uppercase()),
            RefKind::Class => Some(spelling::class_key(text).unwrap_or_else(|| text.to_owned())),
            RefKind::Term => match text.parse::<crate::date::TermId>() {
                Ok(term) => Some(term.to_string()),
                Err(()) => {
                    let node = Node { kind: NodeKind::Scalar(text.to_owned()), span };
                    self.wrong_kind("学期的名称", &node)
                }
            },
            RefKind::Type => match self.schema.find_type(text) {
                Some(id) => Some(self.schema.note_type(id).key.to_string()),
                None => {
                    self.report(self.schema.unknown_type(text, span));
                    None
                }
            },
            RefKind::Duty => match self.schema.find_duty(text) {
                Some(duty) => Some(duty.key.to_string()),
                None => {
                    let names = self
                        .schema
                        .duties
                        .iter()
                        .flat_map(|it| [&*it.key, &it.label].into_iter().chain(it.synonyms.iter().map(String::as_str)));
                    let near = nearest(text, names).unwrap_or_default();
                    let finding = Diagnostic::new(Code::UnknownReference, span).arg("kind", kind.label());
                    self.report(finding.arg("value", text).arg("nearest", near));
                    None
                }
            },
            _ => Some(text.to_owned()),
        }
    }

    fn check_limits(&mut self, number: f64, text: &str, min: Option<f64>, max: Option<f64>, span: Span) -> Option<()> {
        if min.is_none_or(|min| number >= min) && max.is_none_or(|max| number <= max) {
            return Some(());
        }
        let limit = |it: Option<f64>, none: &str| it.map_or(none.to_owned(), |it| it.to_string());
        let finding = Diagnostic::new(Code::OutOfRange, span).arg("field", self.name).arg("value", text);
        let finding = finding.arg("min", limit(min, "−∞")).arg("max", limit(max, "∞"));
        self.report(finding.arg("unit", self.field.unit.as_deref().unwrap_or_default()));
        None
    }

    /// A number that is written with the field's unit.
    fn in_unit(&self, text: &str) -> Option<f64> {
        spelling::in_unit(text, self.field.unit.as_deref()?)
    }

    fn not_a_number<T>(&mut self, text: &str, kind: &str, span: Span) -> Option<T> {
        let code = if spelling::has_unit(text) { Code::WrongUnit } else { Code::NotANumber };
        let finding = Diagnostic::new(code, span).arg("field", self.name).arg("value", text);
        self.report(finding.arg("kind", kind).arg("unit", self.field.unit.as_deref().unwrap_or_default()));
        None
    }

    fn wrong_kind<T>(&mut self, expected: &str, node: &Node) -> Option<T> {
        let found = match &node.kind {
            NodeKind::Scalar(text) => format!("“{}”", text.trim()),
            NodeKind::List(_) => "列表".to_owned(),
            NodeKind::Map(_) => "一组“名称: 值”".to_owned(),
            NodeKind::Null => "空白".to_owned(),
        };
        let finding = Diagnostic::new(Code::WrongKind, node.span).arg("field", self.name).arg("expected", expected);
        self.report(finding.arg("found", found).arg("example", self.schema.example_line(self.field)));
        None
    }

    /// A text, cut where it is longer than the field may be.
    fn within_length(&mut self, text: &str, span: Span) -> String {
        let limit = self.field.max.map_or(usize::MAX, |it| it as usize);
        let Some((end, _)) = text.char_indices().nth(limit) else { return text.to_owned() };
        let finding = Diagnostic::new(Code::TextTooLong, span).arg("field", self.name);
        self.report(finding.arg("length", text.chars().count()).arg("limit", limit));
        format!("{}……", &text[..end])
    }

    fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }
}

impl Schema {
    /// The finding that there is no such note type.
    pub fn unknown_type(&self, text: &str, span: Span) -> Diagnostic {
        let near = self.nearest_type(text).unwrap_or_default();
        Diagnostic::new(Code::UnknownType, span).arg("value", text).arg("nearest", near)
    }

    /// The type's name that was probably meant, in the language of what was written.
    pub fn nearest_type(&self, text: &str) -> Option<&str> {
        if is_chinese(text) {
            let names = self.types.iter().flat_map(|it| [&it.label].into_iter().chain(&it.synonyms));
            return nearest(text, names.map(String::as_str));
        }
        nearest(&super::normalize(text), self.types.iter().map(|it| &*it.key))
    }
}

/// The finding that an enumeration has no such value, with its values in the language of what was written.
pub(super) fn unknown_value(field: &str, text: &str, choices: &[Choice], span: Span) -> Diagnostic {
    let finding = Diagnostic::new(Code::UnknownValue, span).arg("field", field).arg("value", text);
    if is_chinese(text) {
        let names = choices.iter().flat_map(|it| [&it.label].into_iter().chain(&it.synonyms));
        let near = nearest(text, names.map(String::as_str)).unwrap_or_default();
        let labels: Vec<&str> = choices.iter().map(|it| it.label.as_str()).collect();
        return finding.arg("nearest", near).arg("choices", labels.join("、"));
    }
    let near = nearest(&super::normalize(text), choices.iter().map(|it| &*it.key)).unwrap_or_default();
    // numbers say little: 2 愿听
    let names = choices.iter().map(|it| match it.key.parse::<i8>() {
        Ok(_) => format!("{} {}", it.key, it.label),
        Err(_) => it.key.to_string(),
    });
    finding.arg("nearest", near).arg("choices", names.collect::<Vec<_>>().join("、"))
}

fn expected(kind: &FieldType) -> &'static str {
    match kind {
        FieldType::Text | FieldType::Markdown | FieldType::Ref(_) => "文字",
        FieldType::Date => "日期",
        FieldType::DateRange => "起止日期",
        FieldType::Integer | FieldType::Rating => "整数",
        FieldType::Number => "数",
        FieldType::Boolean => "“是”或“否”",
        FieldType::Enum(_) => "一个选项",
        FieldType::List(_) => "列表",
        FieldType::Record(_) | FieldType::Map(..) => "一组“名称: 值”",
    }
}

/// A day without the time or weekday that Excel puts behind it: `2026/3/5 0:00`, `2026年3月5日 星期四`. A weekday that is not the
/// day's stays, and makes it no day.
fn day_alone(text: &str) -> &str {
    let text = text.trim();
    if let Some((day, time)) = text.rsplit_once(' ') {
        let parts: Vec<&str> = time.split(':').collect();
        let digits = |it: &&str| (1..=2).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_digit());
        if (2..=3).contains(&parts.len()) && parts.iter().all(digits) {
            return day.trim();
        }
    }
    let Some((day, weekday)) = text.rsplit_once("星期") else { return text };
    let named = ["一", "二", "三", "四", "五", "六", "日"].iter().position(|it| weekday.trim() == *it);
    let is_that = |date: Date| named == Some(usize::from(date.weekday())) || (weekday.trim() == "天" && date.weekday() == 6);
    if day.trim().parse().is_ok_and(is_that) { day.trim() } else { text }
}

/// The items of a list that was written as one text, separated by `；` or `;`.
fn split(text: &str, span: Span) -> Vec<Node> {
    // where the value was written with quotes or escapes, its places are not those of its text
    let exact = span.range().len() == text.len();
    let mut nodes = Vec::new();
    let mut start = 0;
    for part in text.split(['；', ';']) {
        let from = start + (part.len() - part.trim_start().len());
        let item = part.trim();
        let place = if exact {
            let base = span.start as usize;
            Span::new(span.file, base + from..base + from + item.len())
        } else {
            span
        };
        if !item.is_empty() {
            nodes.push(Node { kind: NodeKind::Scalar(item.to_owned()), span: place });
        }
        let separator = text[start + part.len()..].chars().next().map_or(0, char::len_utf8);
        start += part.len() + separator;
    }
    nodes
}

/// A pair of a map that was written as text: `家长：摘要`.
fn pair(node: Node) -> Option<Entry> {
    let (key, value) = node.scalar()?.split_once(['：', ':'])?;
    let key = Spanned { value: key.trim().to_owned(), span: node.span };
    let value = Node { kind: NodeKind::Scalar(value.trim().to_owned()), span: node.span };
    Some(Entry { key, value })
}

/// What stands below `extra`: taken as it is.
pub(super) fn unchecked(node: &Node) -> Option<Value> {
    let data = match &node.kind {
        NodeKind::Null => return None,
        NodeKind::Scalar(text) => Data::Text(text.clone()),
        NodeKind::List(items) => Data::List(items.iter().filter_map(unchecked).collect()),
        NodeKind::Map(entries) => {
            let pairs = entries.iter().filter_map(|it| Some((Key::from(it.key.value.trim()), unchecked(&it.value)?)));
            Data::Map(pairs.collect())
        }
    };
    Some(Value { data, span: node.span })
}
