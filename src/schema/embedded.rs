//! Building the embedded table.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::rows::{self, Ordered};
use super::{
    Choice, DerivedRow, Duty, Enumeration, Excuse, Field, FieldSet, FieldType, FigureRow, Key, LedgerRow, NoteType, Period,
    Schema, Scope, Sensitivity, Sentence, Share, Shares, StandardRow, TypeId,
};

/// The table as the program carries it.
pub(super) const TABLE: &str = include_str!("types.yaml");

static BUILT_IN: LazyLock<Schema> = LazyLock::new(|| {
    let file = serde_yaml::from_str(TABLE).expect("the embedded table is sound; a test reads it");
    build(file).expect("the embedded table is sound; a test builds it")
});

impl Schema {
    /// The embedded table, without any school's own rows. It is read once.
    pub fn built_in() -> &'static Schema {
        &BUILT_IN
    }
}

/// Resolves names, inheritance and groups of fields.
///
/// # Errors
/// The first name that means nothing.
fn build(file: rows::File) -> Result<Schema, String> {
    if file.version != 1 {
        return Err(format!("version {}", file.version));
    }
    let mut schema = Schema {
        types: Vec::new(),
        enums: file.enums.0.into_iter().map(|(key, row)| (Key::from(key), enumeration(row))).collect(),
        shapes: BTreeMap::new(),
        files: BTreeMap::new(),
        common: FieldSet::new(fields(file.common)?),
        file_labels: BTreeMap::new(),
        duties: Vec::new(),
        figures: file.figures.0.into_iter().map(figure).collect(),
        tables: file.tables.0.into_iter().map(derived).collect(),
        charts: file.charts.0.into_iter().map(derived).collect(),
        ledger: file.ledger.0.into_iter().map(ledger).collect(),
        standards: file.standards.into_iter().map(standard).collect(),
        sections: BTreeMap::new(),
        type_names: BTreeMap::new(),
    };
    for (genre, headings) in file.sections.0 {
        let headings = headings.0.into_iter().map(|(section, heading)| (Key::from(section), heading)).collect();
        schema.sections.insert(genre.into(), headings);
    }
    for (key, row) in file.shapes.0 {
        schema.shapes.insert(key.into(), FieldSet::new(fields(row)?));
    }
    for (key, row) in file.files.0 {
        let mut all = included(&schema, &row.include)?;
        all.extend(fields(row.fields)?);
        let key = Key::from(key);
        schema.file_labels.insert(key.clone(), row.label);
        schema.files.insert(key, FieldSet::new(all));
    }
    for (key, row) in file.types.0 {
        let row = note_type(&schema, key, row)?;
        schema.add_type(row);
    }
    for (key, row) in file.duties.0 {
        let duty = duty(&schema, key, row)?;
        schema.duties.push(duty);
    }
    Ok(schema)
}

fn fields(rows: Ordered<rows::Field>) -> Result<Vec<Field>, String> {
    rows.0.into_iter().map(field).collect()
}

fn field((key, row): (String, rows::Field)) -> Result<Field, String> {
    let kind = FieldType::parse(&row.kind, row.keys.map(Key::from)).ok_or_else(|| format!("type {} of {key}", row.kind))?;
    let class = match &row.class {
        Some(name) => Sensitivity::from_key(name).ok_or_else(|| format!("class {name} of {key}"))?,
        None => Sensitivity::Secret,
    };
    Ok(Field {
        key: key.into(),
        label: row.label,
        synonyms: row.synonyms,
        kind,
        required: row.required,
        min: row.min,
        max: row.max,
        unit: row.unit,
        class,
        help: row.help,
        counts_as: row.counts_as.map(Key::from),
        values: Vec::new(),
    })
}

fn included(schema: &Schema, shapes: &[String]) -> Result<Vec<Field>, String> {
    let mut all = Vec::new();
    for name in shapes {
        let shape = schema.shapes.get(name.as_str()).ok_or_else(|| format!("shape {name}"))?;
        all.extend(shape.iter().cloned());
    }
    Ok(all)
}

fn note_type(schema: &Schema, key: String, row: rows::Type) -> Result<NoteType, String> {
    let parent = match &row.parent {
        Some(name) => Some(schema.find_type(name).ok_or_else(|| format!("parent {name}"))?),
        None => None,
    };
    let inherited = parent.map(|it| schema.note_type(it));
    let mut all: Vec<Field> = inherited.map_or(&schema.common, |it| &it.fields).iter().cloned().collect();
    all.extend(included(schema, &row.include)?);
    all.extend(fields(row.fields)?);
    let scopes: Option<Vec<Scope>> = row.scope.iter().map(|it| Scope::from_key(it)).collect();
    let scopes = scopes.ok_or_else(|| format!("scope of {key}"))?;
    let mut share = Shares::default();
    for (audience, degree) in &row.share.0 {
        let degree = Share::from_key(degree).ok_or_else(|| format!("share of {key}"))?;
        share.set(audience, degree).ok_or_else(|| format!("audience {audience} of {key}"))?;
    }
    Ok(NoteType {
        key: key.into(),
        label: row.label,
        synonyms: row.synonyms,
        group: row.group.into(),
        parent,
        sets: row.sets.0.into_iter().map(|(field, value)| (field.into(), value.into())).collect(),
        table: row.table,
        scope: if scopes.is_empty() { vec![Scope::Student] } else { scopes },
        positive: row.positive,
        share,
        body: row.body.map(Key::from).or_else(|| inherited?.body.clone()),
        duty: row.duty.map(Key::from).or_else(|| inherited?.duty.clone()),
        rows: row.rows,
        fields: FieldSet::new(all),
        sentence: row.sentence.as_deref().map(Sentence::new),
    })
}

fn duty(schema: &Schema, key: String, row: rows::Duty) -> Result<Duty, String> {
    let types: Option<Vec<TypeId>> = row.types.iter().map(|it| schema.find_type(it)).collect();
    let excused: Option<Vec<Excuse>> = match &row.excused {
        Some(keys) => keys.iter().map(|it| Excuse::from_key(it)).collect(),
        None => Some(Excuse::ALL.to_vec()),
    };
    Ok(Duty {
        types: types.ok_or_else(|| format!("types of {key}"))?,
        period: Period::from_key(&row.period).ok_or_else(|| format!("period of {key}"))?,
        excused: excused.ok_or_else(|| format!("excused of {key}"))?,
        key: key.into(),
        label: row.label,
        synonyms: row.synonyms,
        times: row.times.unwrap_or(1),
        per_class: row.scope.as_deref() == Some("class"),
    })
}

fn enumeration(row: rows::Enum) -> Enumeration {
    let choices = row.values.0.into_iter().map(|(key, names)| {
        let mut names = names.into_iter();
        Choice { label: names.next().unwrap_or_else(|| key.clone()), synonyms: names.collect(), key: key.into() }
    });
    let groups = row.groups.0.into_iter().map(|(label, keys)| (label, keys.into_iter().map(Key::from).collect()));
    Enumeration::new(row.label, row.open, choices.collect(), row.discouraged, groups.collect())
}

fn figure((name, row): (String, rows::Figure)) -> FigureRow {
    let everywhere = ["student", "class", "term", "project"].map(str::to_owned);
    FigureRow {
        name,
        label: row.label,
        synonyms: row.synonyms,
        computes: row.computes,
        denominator: row.denominator,
        unit: row.unit,
        takes: row.takes,
        scope: if row.scope.is_empty() { everywhere.to_vec() } else { row.scope },
        audiences: row.audiences,
    }
}

fn derived((key, row): (String, rows::Derived)) -> DerivedRow {
    DerivedRow { key: key.into(), label: row.label, synonyms: row.synonyms, columns: row.columns, audiences: row.audiences }
}

fn ledger((number, row): (String, rows::Ledger)) -> LedgerRow {
    let keys = |names: Vec<String>| names.into_iter().map(Key::from).collect();
    LedgerRow {
        row: number,
        label: row.label,
        types: keys(row.recorded_as.types),
        fields: row.recorded_as.fields,
        files: keys(row.recorded_as.files),
        figures: row.recorded_as.figures,
        shown_at: row.shown_at,
        document_section: row.document_section.0.into_iter().map(|(genre, section)| (genre.into(), section.into())).collect(),
    }
}

fn standard(row: rows::Standard) -> StandardRow {
    let keys = |names: Vec<String>| names.into_iter().map(Key::from).collect();
    StandardRow {
        grades: keys(row.grades),
        subjects: keys(row.subjects),
        excellent: row.excellent,
        good: row.good,
        pass: row.pass,
        low: row.low,
    }
}
