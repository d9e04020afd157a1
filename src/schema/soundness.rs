//! Tests that the embedded table contradicts itself nowhere.

use std::collections::{BTreeMap, BTreeSet};

use super::{Field, FieldSet, FieldType, Key, RefKind, Schema, normalize};

/// Every name of a context means one key.
fn assert_distinct<'a>(context: &str, rows: impl IntoIterator<Item = (&'a str, Vec<&'a str>)>) {
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for (key, names) in rows {
        for name in names {
            let earlier = owners.insert(normalize(name), key);
            assert!(earlier.is_none_or(|it| it == key), "{context}: `{name}` is both {earlier:?} and {key}");
        }
    }
}

fn names<'a>(key: &'a str, label: &'a str, synonyms: &'a [String]) -> (&'a str, Vec<&'a str>) {
    (key, [key, label].into_iter().chain(synonyms.iter().map(String::as_str)).collect())
}

fn contexts(schema: &Schema) -> Vec<(String, &FieldSet)> {
    let types = schema.types.iter().map(|it| (format!("type {}", it.key), &it.fields));
    let shapes = schema.shapes.iter().map(|(key, it)| (format!("shape {key}"), it));
    let files = schema.files.iter().map(|(key, it)| (format!("file {key}"), it));
    types.chain(shapes).chain(files).collect()
}

#[test]
fn every_name_is_free_in_its_context() {
    let schema = Schema::built_in();
    assert_distinct("types", schema.types.iter().map(|it| names(&it.key, &it.label, &it.synonyms)));
    assert_distinct("duties", schema.duties.iter().map(|it| names(&it.key, &it.label, &it.synonyms)));
    // {label} stands for many words
    let fixed = schema.figures.iter().filter(|it| !it.name.contains('{'));
    assert_distinct("figures", fixed.map(|it| names(&it.name, &it.label, &it.synonyms)));
    assert_distinct("tables", schema.tables.iter().map(|it| names(&it.key, &it.label, &it.synonyms)));
    assert_distinct("charts", schema.charts.iter().map(|it| names(&it.key, &it.label, &it.synonyms)));
    for (key, row) in &schema.enums {
        assert_distinct(key, row.choices.iter().map(|it| names(&it.key, &it.label, &it.synonyms)));
    }
    for (context, fields) in contexts(schema) {
        assert_distinct(&context, fields.iter().map(|it| names(&it.key, &it.label, &it.synonyms)));
        for field in fields.iter() {
            assert_eq!(fields.find(&field.label).map(|it| &it.key), Some(&field.key), "{context}: {}", field.label);
        }
    }
}

#[test]
fn every_shape_and_enumeration_exists() {
    fn assert_known(schema: &Schema, context: &str, field: &Field, kind: &FieldType) {
        match kind {
            FieldType::Enum(name) => assert!(schema.enums.contains_key(name), "{context}.{}: {name}", field.key),
            FieldType::Record(name) => assert!(schema.shapes.contains_key(name), "{context}.{}: {name}", field.key),
            FieldType::List(inner) => assert_known(schema, context, field, inner),
            FieldType::Map(inner, keys) => {
                assert!(keys.as_ref().is_none_or(|it| schema.enums.contains_key(it)), "{context}.{}", field.key);
                assert_known(schema, context, field, inner);
            }
            _ => {}
        }
    }
    let schema = Schema::built_in();
    for (context, fields) in contexts(schema) {
        for field in fields.iter() {
            assert_known(schema, &context, field, &field.kind);
            assert!(!field.help.is_empty(), "{context}.{}", field.key);
            let as_type = field.counts_as.as_ref().map(|it| schema.find_type(it));
            assert_ne!(as_type, Some(None), "{context}.{}", field.key);
        }
    }
    for row in &schema.types {
        let body = row.body.as_ref().and_then(|it| row.fields.find(it));
        assert_eq!(row.body.is_some(), body.is_some(), "{}", row.key);
        assert!(body.is_none_or(|it| matches!(it.kind, FieldType::Text | FieldType::Markdown)), "{}", row.key);
        assert!(schema.enums["group"].find(&row.group).is_some(), "{}", row.key);
        for (field, value) in &row.sets {
            let Some(FieldType::Enum(name)) = row.fields.find(field).map(|it| it.kind.clone()) else {
                panic!("{}: sets {field}", row.key)
            };
            assert!(schema.enums[&name].choices.iter().any(|it| it.key == *value), "{}: {value}", row.key);
        }
        assert_eq!(row.fields.at(0).map(|it| &*it.key), Some("type"), "{}: common fields come first", row.key);
    }
    for (key, row) in &schema.enums {
        for word in &row.discouraged {
            assert!(row.find(word).is_some(), "{key}: {word}");
        }
        for (group, values) in &row.groups {
            assert!(values.iter().all(|it| row.choices.iter().any(|choice| choice.key == *it)), "{key}: {group}");
        }
    }
}

#[test]
fn duties_and_ledger_agree_with_the_types() {
    let schema = Schema::built_in();
    for row in &schema.types {
        let of_duty: Vec<&Key> = schema
            .duties
            .iter()
            .filter(|duty| duty.types.iter().any(|it| schema.is_a(schema.find_type(&row.key).expect("type"), *it)))
            .map(|it| &it.key)
            .collect();
        assert_eq!(row.duty.iter().collect::<Vec<_>>(), of_duty, "{}", row.key);
        let of_ledger: BTreeSet<&str> =
            schema.ledger.iter().filter(|it| it.types.contains(&row.key)).map(|it| it.row.as_str()).collect();
        assert_eq!(row.rows.iter().map(String::as_str).collect::<BTreeSet<_>>(), of_ledger, "{}", row.key);
    }
    for row in &schema.ledger {
        for key in &row.types {
            assert!(schema.find_type(key).is_some(), "{}: {key}", row.row);
        }
        for key in &row.files {
            assert!(schema.files.contains_key(key), "{}: {key}", row.row);
        }
        for path in &row.fields {
            let (owner, field) = path.split_once('.').expect("a dot");
            let of_type = schema.find_type(owner).map(|it| &schema.note_type(it).fields);
            let fields = schema.files.get(owner).or(of_type).or_else(|| schema.shapes.get(owner)).expect("an owner");
            assert!(fields.find(field).is_some(), "{}: {path}", row.row);
        }
        for name in &row.figures {
            let exact = schema.figures.iter().any(|it| it.name == *name);
            let of_type = name.split_once('.').is_some_and(|(owner, rest)| {
                let pattern = format!("{{type}}.{rest}");
                schema.find_type(owner).is_some() && schema.figures.iter().any(|it| it.name == pattern)
            });
            let of_duty = name.strip_prefix("duty.").and_then(|it| it.split_once('.')).is_some_and(|(duty, rest)| {
                let pattern = format!("duty.{{duty}}.{rest}");
                schema.find_duty(duty).is_some() && schema.figures.iter().any(|it| it.name == pattern)
            });
            assert!(exact || of_type || of_duty, "{}: {name}", row.row);
        }
        for (genre, section) in &row.document_section {
            let known = schema.sections.get(genre).is_some_and(|it| it.iter().any(|(key, _)| key == section));
            assert!(known, "{}: {genre} {section}", row.row);
        }
        for page in &row.shown_at {
            assert!(schema.enums["page"].find(page).is_some(), "{}: {page}", row.row);
        }
    }
    assert_eq!(schema.ledger.iter().filter(|it| !it.row.contains('.')).count() + 6, 62, "the domain's rows");
}

#[test]
fn kinds_inherit() {
    let schema = Schema::built_in();
    let find = |name: &str| schema.find_type(name).expect(name);
    let visit = schema.note_type(find("home-visit"));
    assert!(visit.fields.find("家长意见").is_some(), "a field of the parent");
    assert_eq!(visit.parent, Some(find("家校联系")));
    assert_eq!(visit.duty.as_deref(), Some("contact"));
    assert!(schema.is_a(find("家访"), find("family_contact")));
    assert!(!schema.is_a(find("family_contact"), find("家访")));
    let exam = schema.note_type(find("期末成绩"));
    assert_eq!(exam.body.as_deref(), Some("reason"));
    assert_eq!(exam.sets, [("kind".into(), "term_exam".into())]);
    let teacher = visit.fields.find("share").map(|it| it.kind.clone());
    assert_eq!(teacher, Some(FieldType::Map(Box::new(FieldType::Enum("share".into())), Some("audience".into()))));
    let links = visit.fields.find("links").map(|it| it.kind.clone());
    assert_eq!(links, Some(FieldType::List(Box::new(FieldType::Ref(RefKind::Note)))));
}
