//! Examples for findings and scaffolds, taken from the fields' help.

use super::{Field, FieldSet, FieldType, RefKind, Schema};

impl Schema {
    /// A line that gives a field a value: `主题: 假期后的作息`.
    pub(super) fn example_line(&self, field: &Field) -> String {
        format!("{}: {}", field.label, self.example_value(field, &field.kind, 0))
    }

    /// A value that the field would accept, as it is written.
    pub fn example(&self, field: &Field) -> String {
        self.example_value(field, &field.kind, 0)
    }

    /// A value of this kind that the field would accept.
    pub(super) fn example_value(&self, field: &Field, kind: &FieldType, depth: usize) -> String {
        let of_help = example_of(&field.help);
        match kind {
            FieldType::Record(shape) if depth < 3 => {
                let nested = self.shapes.get(shape).into_iter().flat_map(FieldSet::iter);
                let mut nested: Vec<&Field> = nested.collect();
                if nested.iter().any(|it| it.required) {
                    nested.retain(|it| it.required);
                }
                nested.truncate(3);
                let pairs: Vec<String> =
                    nested.iter().map(|it| format!("{}: {}", it.label, self.example_value(it, &it.kind, depth + 1))).collect();
                format!("{{{}}}", pairs.join(", "))
            }
            FieldType::List(inner) if matches!(**inner, FieldType::Record(_)) => {
                format!("[{}]", self.example_value(field, inner, depth))
            }
            FieldType::List(inner) => {
                let items = of_help.unwrap_or_else(|| self.example_value(field, inner, depth));
                let items: Vec<&str> = items.split(['；', ';']).map(str::trim).collect();
                format!("[{}]", items.join(", "))
            }
            FieldType::Enum(name) => {
                let known = self.enums.get(name);
                let good = |it: &String| known.is_some_and(|known| known.find(it).is_some());
                let first = || known.and_then(|it| it.choices.first()).map(|it| it.label.clone()).unwrap_or_default();
                of_help.filter(good).unwrap_or_else(first)
            }
            FieldType::Date => {
                of_help.filter(|it| it.parse::<crate::date::Date>().is_ok()).unwrap_or_else(|| "2026-03-05".into())
            }
            FieldType::DateRange => "2026-05-01—2026-05-05".into(),
            FieldType::Ref(RefKind::Term) => "2025-2026-2".into(),
            FieldType::Ref(RefKind::Student) => "S02".into(),
            FieldType::Ref(RefKind::Class) => "4-2".into(),
            FieldType::Ref(RefKind::Note) => "2026-05-08-谈心".into(),
            FieldType::Boolean => "是".into(),
            FieldType::Rating => "3".into(),
            FieldType::Integer | FieldType::Number => {
                let good = |it: &String| super::spelling::number(it).is_some();
                of_help.filter(good).unwrap_or_else(|| field.min.map_or("1".into(), |it| it.to_string()))
            }
            FieldType::Map(..) => of_help.map_or("{…}".into(), |it| format!("{{{}}}", it.replace('：', ": "))),
            _ => of_help.unwrap_or_else(|| field.help.clone()),
        }
    }
}

/// What follows 如 in a help text: the quoted words, else up to the next mark.
fn example_of(help: &str) -> Option<String> {
    let (_, after) = help.split_once('如')?;
    let after = after.trim();
    let example = match after.strip_prefix('“') {
        Some(quoted) => quoted.split('”').next()?,
        None => after.split(['；', '，', '。', '、']).next()?,
    };
    Some(example.trim().to_owned()).filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_come_from_the_help() {
        assert_eq!(example_of("如“谈心”；文件名里有就不用写").as_deref(), Some("谈心"));
        assert_eq!(example_of("如 2026-03-05；有周次时可不写").as_deref(), Some("2026-03-05"));
        assert_eq!(example_of("按周记的表用它代替日期，如 10").as_deref(), Some("10"));
        assert_eq!(example_of("起止日期和假期"), None);
        let schema = Schema::built_in();
        let terms = schema.file_fields("casebook").find("学期").expect("terms");
        assert_eq!(schema.example_line(terms), "学期: [{学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}]");
        let mode = schema.note_type(schema.find_type("家访").expect("type")).fields.find("mode").expect("field");
        assert_eq!(schema.example_line(mode), "联系方式: 信息");
    }
}
