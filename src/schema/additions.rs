//! A school's own rows on top of the embedded table.

use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::source::Span;
use crate::syntax::{Entry, Node, NodeKind};

use super::check::{Asked, is_blank};
use super::convert::{unchecked, unknown_value};
use super::{
    Choice, Data, Duty, Excuse, Field, FieldSet, FieldType, Fields, Key, NoteType, Period, Schema, Scope, Sensitivity,
    Sentence, Share, Shares, TypeId, Value, normalize,
};

impl Schema {
    /// The table with what `casebook.yaml` adds to it under `enums`, `types`, `duties` and `labels`. A type gets the common
    /// fields and its own; a field that states no class is secret; a duty that is given as 无 is owed no longer. Faulty rows
    /// are reported and left out.
    pub fn with_additions(&self, casebook: &[Entry], findings: &mut Diagnostics) -> Schema {
        let mut schema = self.clone();
        let settings = self.file_fields("casebook");
        let rows = |name: &str| {
            let position = settings.position(name);
            casebook.iter().find(|it| settings.position(&it.key.value) == position).map(|it| &it.value)
        };
        for entry in entries_of(rows("enums")) {
            schema.add_choices(entry, findings);
        }
        for entry in entries_of(rows("types")) {
            if let Some(row) = schema.own_type(entry, findings) {
                schema.add_type(row);
            }
        }
        for entry in entries_of(rows("duties")) {
            schema.change_duty(entry, findings);
        }
        for entry in entries_of(rows("labels")) {
            schema.relabel(entry, findings);
        }
        schema
    }

    fn add_choices(&mut self, entry: &Entry, findings: &mut Diagnostics) {
        let name = normalize(&entry.key.value);
        let known = self.enums.iter().find(|(key, it)| normalize(key) == name || normalize(&it.label) == name);
        let Some(key) = known.filter(|(_, it)| it.open).map(|(key, _)| key.clone()) else {
            let open = self.enums.iter().filter(|(_, it)| it.open);
            let open: Vec<Choice> =
                open.map(|(key, it)| Choice { key: key.clone(), label: it.label.clone(), synonyms: Vec::new() }).collect();
            findings.push(unknown_value("选项", &entry.key.value, &open, entry.key.span));
            return;
        };
        let Some(known) = self.enums.get_mut(&key) else { return };
        for (names, span) in choices_of(&entry.value) {
            let mut names = names.into_iter();
            let (Some(key), Some(label)) = (names.next(), names.next()) else { continue };
            let choice = Choice { key: normalize(&key).into(), label, synonyms: names.collect() };
            let all = [&*choice.key, &choice.label].into_iter().chain(choice.synonyms.iter().map(String::as_str));
            let clash = all.into_iter().find_map(|it| Some(taken(it, &known.find(it)?.label, span)));
            match clash {
                Some(finding) => findings.push(finding),
                None => known.add(choice),
            }
        }
    }

    fn own_type(&self, entry: &Entry, findings: &mut Diagnostics) -> Option<NoteType> {
        let row = self.own_row("type", entry, findings)?;
        self.require_row("type", entry, &row, findings)?;
        let key = Key::from(normalize(&entry.key.value));
        let label = row.text("label")?.to_owned();
        let synonyms = owned(row.texts("synonyms"));
        let names = [(&*key, entry.key.span), (label.as_str(), span_of(&row, "label", entry))];
        let names = names.into_iter().chain(synonyms.iter().map(|it| (it.as_str(), span_of(&row, "synonyms", entry))));
        for (name, span) in names {
            if let Some(other) = self.find_type(name) {
                findings.push(taken(name, &self.note_type(other).label, span));
                return None;
            }
        }
        let parent = row.text("is").and_then(|it| self.find_type(it));
        let inherited = parent.map(|it| self.note_type(it));
        let mut fields: Vec<Field> = inherited.map_or(&self.common, |it| &it.fields).iter().cloned().collect();
        self.own_fields(&row, &mut fields, findings);
        let fields = FieldSet::new(fields);
        let body = row.get("body").and_then(|value| {
            let name = value.as_text()?;
            let found = fields.find(name).map(|it| it.key.clone());
            if found.is_none() {
                findings.push(Diagnostic::new(Code::UnknownKey, value.span).arg("owner", &label).arg("key", name));
            }
            found
        });
        let scope: Vec<Scope> = row.choices("scope").into_iter().filter_map(Scope::from_key).collect();
        Some(NoteType {
            synonyms,
            group: row.choice("group").unwrap_or_default().into(),
            parent,
            sets: Vec::new(),
            table: row.boolean("table").unwrap_or(true),
            scope: if scope.is_empty() { vec![Scope::Student] } else { scope },
            positive: row.boolean("positive").unwrap_or(false),
            share: shares(&row),
            body: body.or_else(|| inherited?.body.clone()),
            duty: inherited.and_then(|it| it.duty.clone()),
            rows: Vec::new(),
            fields,
            sentence: row.text("sentence").map(Sentence::new),
            key,
            label,
        })
    }

    fn own_fields(&self, row: &Fields, fields: &mut Vec<Field>, findings: &mut Diagnostics) {
        let Some(Value { data: Data::Map(own), .. }) = row.get("fields") else { return };
        for (name, value) in own {
            let Data::Record(own) = &value.data else { continue };
            let written = own.text("type").unwrap_or("text");
            let Some(kind) = FieldType::parse(written, None).filter(|it| self.knows(it)) else {
                let kinds = ["text", "markdown", "date", "integer", "number", "boolean", "rating(1-5)"];
                let span = own.get("type").map_or(value.span, |it| it.span);
                let finding = Diagnostic::new(Code::UnknownValue, span).arg("field", "值类型").arg("value", written);
                let finding = finding.arg("nearest", nearest(written, kinds).unwrap_or_default());
                findings.push(finding.arg("choices", format!("{}、list(text)、enum(subject)", kinds.join("、"))));
                continue;
            };
            let field = Field {
                key: normalize(name).into(),
                label: own.text("label").unwrap_or(name).to_owned(),
                synonyms: owned(own.texts("synonyms")),
                kind,
                required: own.boolean("required").unwrap_or(false),
                min: own.number("min"),
                max: own.number("max"),
                unit: own.text("unit").map(str::to_owned),
                class: own.choice("class").and_then(Sensitivity::from_key).unwrap_or(Sensitivity::Secret),
                help: own.text("help").unwrap_or_default().to_owned(),
                counts_as: None,
                values: owned(own.texts("values")),
            };
            let earlier = FieldSet::new(fields.iter().cloned());
            let names = [&*field.key, &field.label].into_iter().chain(field.synonyms.iter().map(String::as_str));
            let clash = names.into_iter().find_map(|it| Some(taken(it, &earlier.find(it)?.label, value.span)));
            match clash {
                Some(finding) => findings.push(finding),
                None => fields.push(field),
            }
        }
    }

    /// Whether the enumerations and shapes of a type exist.
    fn knows(&self, kind: &FieldType) -> bool {
        match kind {
            FieldType::Enum(name) => self.enums.contains_key(name),
            FieldType::Record(name) => self.shapes.contains_key(name),
            FieldType::List(inner) | FieldType::Map(inner, _) => self.knows(inner),
            _ => true,
        }
    }

    fn change_duty(&mut self, entry: &Entry, findings: &mut Diagnostics) {
        let name = entry.key.value.as_str();
        let known = self.find_duty(name).map(|it| it.key.clone());
        let known = known.and_then(|key| self.duties.iter().position(|it| it.key == key));
        let off = match &entry.value.kind {
            NodeKind::Null => true,
            NodeKind::Scalar(text) => super::spelling::boolean(text) == Some(false) || text.trim() == "停用",
            _ => false,
        };
        if off {
            match known {
                Some(at) => {
                    let duty = self.duties.remove(at);
                    self.types.iter_mut().filter(|it| it.duty.as_ref() == Some(&duty.key)).for_each(|it| it.duty = None);
                }
                None => {
                    let near = nearest(name, self.duties.iter().map(|it| it.label.as_str())).unwrap_or_default();
                    let finding = Diagnostic::new(Code::UnknownReference, entry.key.span).arg("kind", "任务");
                    findings.push(finding.arg("value", name).arg("nearest", near));
                }
            }
            return;
        }
        let Some(row) = self.own_row("duty", entry, findings) else { return };
        let types: Vec<TypeId> = row.texts("types").into_iter().filter_map(|it| self.find_type(it)).collect();
        let period = row.choice("period").and_then(Period::from_key);
        let excused: Vec<Excuse> = row.choices("excused").into_iter().filter_map(Excuse::from_key).collect();
        let times = row.integer("times").and_then(|it| u32::try_from(it).ok());
        let per_class = row.choice("scope").map(|it| it == "class");
        let label = row.text("label").map(str::to_owned);
        if let Some(duty) = known.and_then(|at| self.duties.get_mut(at)) {
            if let Some(label) = label {
                duty.synonyms.push(std::mem::replace(&mut duty.label, label));
            }
            if !types.is_empty() {
                duty.types = types;
            }
            duty.period = period.unwrap_or(duty.period);
            duty.times = times.unwrap_or(duty.times);
            duty.per_class = per_class.unwrap_or(duty.per_class);
            if row.get("excused").is_some() {
                duty.excused = excused;
            }
            return;
        }
        if self.require_row("duty", entry, &row, findings).is_none() {
            return;
        }
        let (Some(label), Some(period)) = (label, period) else { return };
        if let Some(other) = self.find_duty(&label) {
            findings.push(taken(&label, &other.label, span_of(&row, "label", entry)));
            return;
        }
        self.duties.push(Duty {
            key: normalize(name).into(),
            label,
            synonyms: Vec::new(),
            types,
            period,
            times: times.unwrap_or(1),
            per_class: per_class.unwrap_or(false),
            excused: if row.get("excused").is_some() { excused } else { Excuse::ALL.to_vec() },
        });
    }

    /// Puts a school's word in the place of a printed label. The old one is still read.
    fn relabel(&mut self, entry: &Entry, findings: &mut Diagnostics) {
        let Some(word) = entry.value.scalar().map(str::trim).filter(|it| !it.is_empty()) else { return };
        let name = normalize(&entry.key.value);
        let mut found = false;
        let mut replace = |label: &mut String, synonyms: &mut Vec<String>, names: bool| {
            if names || normalize(label) == name {
                synonyms.push(std::mem::replace(label, word.to_owned()));
                found = true;
            }
        };
        let by_name = self.type_names.get(&name).copied();
        for (at, row) in self.types.iter_mut().enumerate() {
            replace(&mut row.label, &mut row.synonyms, by_name.is_some_and(|it| usize::from(it.0) == at));
        }
        for duty in &mut self.duties {
            // 谈心 is a type, and only then a short word for a duty
            let named =
                by_name.is_none() && (normalize(&duty.key) == name || duty.synonyms.iter().any(|it| normalize(it) == name));
            replace(&mut duty.label, &mut duty.synonyms, named);
        }
        for row in self.enums.values_mut() {
            for choice in &mut row.choices {
                replace(&mut choice.label, &mut choice.synonyms, false);
            }
        }
        for row in self.tables.iter_mut().chain(&mut self.charts) {
            replace(&mut row.label, &mut row.synonyms, false);
        }
        for row in &mut self.figures {
            replace(&mut row.label, &mut row.synonyms, false);
        }
        if let Some(id) = by_name {
            self.type_names.entry(normalize(word)).or_insert(id);
        }
        for row in self.enums.values_mut() {
            row.learn(word);
        }
        if !found {
            let labels = self.types.iter().map(|it| it.label.as_str()).chain(self.duties.iter().map(|it| it.label.as_str()));
            let near = nearest(&entry.key.value, labels).unwrap_or_default();
            let finding = Diagnostic::new(Code::UnknownReference, entry.key.span).arg("kind", "用语");
            findings.push(finding.arg("value", &entry.key.value).arg("nearest", near));
        }
    }

    fn own_row(&self, shape: &str, entry: &Entry, findings: &mut Diagnostics) -> Option<Fields> {
        let fields = self.shapes.get(shape)?;
        match &entry.value.kind {
            NodeKind::Map(entries) => Some(self.check(&entry.key.value, fields, entries, findings)),
            _ => {
                let label = fields.iter().next()?;
                let finding = Diagnostic::new(Code::WrongKind, entry.value.span).arg("field", &entry.key.value);
                let finding = finding.arg("expected", "一组“名称: 值”").arg("found", "别的");
                findings.push(finding.arg("example", format!("{}: {{{}}}", entry.key.value, self.example_line(label))));
                None
            }
        }
    }

    fn require_row(&self, shape: &str, entry: &Entry, row: &Fields, findings: &mut Diagnostics) -> Option<()> {
        let fields = self.shapes.get(shape)?;
        let asked = Asked { owner: &entry.key.value, fields, except: &[], span: entry.key.span };
        let entries = entries_of(Some(&entry.value));
        self.require(&asked, entries, row, findings);
        fields.iter().filter(|it| it.required).all(|it| row.get(&it.key).is_some()).then_some(())
    }
}

fn entries_of(node: Option<&Node>) -> &[Entry] {
    match node.map(|it| &it.kind) {
        Some(NodeKind::Map(entries)) => entries,
        _ => &[],
    }
}

/// Key, label and synonyms of the values that a school adds: `{moving: 搬家}`, `{moving: [搬家, 迁居]}`, `[搬家]` or 搬家.
fn choices_of(node: &Node) -> Vec<(Vec<String>, Span)> {
    let words = |node: &Node| match unchecked(node).map(|it| it.data) {
        Some(Data::Text(text)) => text.split(['；', ';']).map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect(),
        Some(Data::List(items)) => items.iter().filter_map(|it| Some(it.as_text()?.trim().to_owned())).collect(),
        _ => Vec::new(),
    };
    match &node.kind {
        NodeKind::Map(entries) => {
            let row = |entry: &Entry| {
                let key = entry.key.value.trim().to_owned();
                let mut names = vec![key.clone()];
                names.extend(if is_blank(&entry.value) { vec![key] } else { words(&entry.value) });
                (names, entry.key.span)
            };
            entries.iter().map(row).collect()
        }
        _ => words(node).into_iter().map(|it| (vec![it.clone(), it], node.span)).collect(),
    }
}

fn shares(row: &Fields) -> Shares {
    let mut shares = Shares::default();
    if let Some(Value { data: Data::Map(pairs), .. }) = row.get("share") {
        for (audience, degree) in pairs {
            if let Some(degree) = degree.as_choice().and_then(Share::from_key) {
                let _ = shares.set(audience, degree);
            }
        }
    }
    shares
}

fn owned(texts: Vec<&str>) -> Vec<String> {
    texts.into_iter().map(str::to_owned).collect()
}

fn span_of(row: &Fields, field: &str, entry: &Entry) -> Span {
    row.get(field).map_or(entry.key.span, |it| it.span)
}

fn taken(name: &str, other: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NameTaken, span).arg("name", name).arg("other", other)
}
