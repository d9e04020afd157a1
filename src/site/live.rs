//! Live figures and blocks in prose.

use crate::analysis::{Amount, FigureError, Scope, Subject};
use crate::date::DateRange;
use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::model::NoteId;
use crate::phrases::{Speaks, say};
use crate::privacy::{Audience, View};
use crate::schema::{DerivedRow, Key, normalize};
use crate::source::Span;
use crate::syntax::{Block, Inline, ListItem, Prose};

use super::wording::clip;
use super::{Numbering, Piece, Room, TableView, charts, documents, tables};

/// A text of a page with its figures computed and its blocks replaced by tables and charts. What does not exist is reported
/// and stays readable as code.
pub fn pieces(view: &View, prose: &Prose, scope: Scope, numbering: &mut Numbering, findings: &mut Diagnostics) -> Vec<Piece> {
    made(Live { view, scope, document: false, findings }, prose, numbering)
}

/// The same of a text of a document, into which some numbers may not go that a page tells.
pub fn pieces_of_document(
    view: &View,
    prose: &Prose,
    scope: Scope,
    numbering: &mut Numbering,
    findings: &mut Diagnostics,
) -> Vec<Piece> {
    made(Live { view, scope, document: true, findings }, prose, numbering)
}

fn made(mut live: Live, prose: &Prose, numbering: &mut Numbering) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(prose.blocks.len());
    for block in &prose.blocks {
        match block {
            Block::Live { text, span } => pieces.extend(live.block(text, *span, numbering)),
            block => pieces.push(Piece::Text(live.words(block.clone()))),
        }
    }
    pieces
}

/// Whether a text holds anything live. Most notes do not, and need no copy of their text.
pub fn is_live(prose: &Prose) -> bool {
    prose.blocks.iter().any(holds_live)
}

fn holds_live(block: &Block) -> bool {
    let inlines = |it: &[Inline]| it.iter().any(inline_is_live);
    match block {
        Block::Live { .. } => true,
        Block::Paragraph(content) | Block::Heading { content, .. } => inlines(content),
        Block::Quote(blocks) => blocks.iter().any(holds_live),
        Block::List { items, .. } => items.iter().any(|item| item.blocks.iter().any(holds_live)),
        Block::Table { head, rows, .. } => head.iter().chain(rows.iter().flatten()).any(|cell| inlines(cell)),
        Block::Code { .. } | Block::Rule | Block::Html(_) => false,
    }
}

fn inline_is_live(inline: &Inline) -> bool {
    match inline {
        Inline::Live { .. } => true,
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) | Inline::Link { content: inner, .. } => {
            inner.iter().any(inline_is_live)
        }
        _ => false,
    }
}

struct Live<'v> {
    view: &'v View<'v>,
    scope: Scope,
    /// Whether the text is a document's.
    document: bool,
    findings: &'v mut Diagnostics,
}

impl Live<'_> {
    /// A block with the figures in its words computed.
    fn words(&mut self, block: Block) -> Block {
        match block {
            Block::Paragraph(content) => Block::Paragraph(self.inlines(content)),
            Block::Heading { level, content } => Block::Heading { level, content: self.inlines(content) },
            Block::Quote(blocks) => Block::Quote(self.blocks(blocks)),
            Block::List { start, tight, items } => {
                let items = items.into_iter().map(|item| ListItem { task: item.task, blocks: self.blocks(item.blocks) });
                Block::List { start, tight, items: items.collect() }
            }
            Block::Table { align, head, rows } => {
                let head = head.into_iter().map(|cell| self.inlines(cell)).collect();
                let rows = rows.into_iter().map(|row| row.into_iter().map(|cell| self.inlines(cell)).collect()).collect();
                Block::Table { align, head, rows }
            }
            // Tables and charts stand at the top of a text; deeper down the request stays what it is, readable code.
            Block::Live { text, .. } => Block::Code { info: "casebook".to_owned(), text },
            block @ (Block::Code { .. } | Block::Rule | Block::Html(_)) => block,
        }
    }

    fn blocks(&mut self, blocks: Vec<Block>) -> Vec<Block> {
        blocks.into_iter().map(|block| self.words(block)).collect()
    }

    fn inlines(&mut self, inlines: Vec<Inline>) -> Vec<Inline> {
        let compute = |inline| match inline {
            Inline::Live { text, span } => self.figure(text, span),
            Inline::Emphasis(inner) => Inline::Emphasis(self.inlines(inner)),
            Inline::Strong(inner) => Inline::Strong(self.inlines(inner)),
            Inline::Strike(inner) => Inline::Strike(self.inlines(inner)),
            Inline::Link { target, content, span } => Inline::Link { target, content: self.inlines(content), span },
            inline => inline,
        };
        inlines.into_iter().map(compute).collect()
    }

    fn figure(&mut self, text: String, span: Span) -> Inline {
        match figure_in_words(self.view, &text, self.scope) {
            Ok(words) => Inline::Text(words),
            // Of whom it is may not be in this edition; the teacher's has told of what is wrong.
            Err(_) if self.view.audience != Audience::Teacher => {
                Inline::Text(say!(self.view, "（{}）", self.view.word("本版不列")))
            }
            Err(error) => {
                self.findings.push(figure_finding(self.view, text.trim_start_matches('#'), span, error));
                Inline::Code(format!("={text}"))
            }
        }
    }

    /// What a `casebook` block asks for.
    fn block(&mut self, text: &str, span: Span, numbering: &mut Numbering) -> Vec<Piece> {
        let schema = &self.view.casebook.schema;
        let piece = match self.requested(text, span) {
            Ok((Request::References(scope), _)) => {
                return references(&tables::reference_lines(self.view, scope));
            }
            Ok((Request::Table(key, scope), wishes)) => {
                let none = no_data(self.view, &schema.tables, key);
                let table = match tables::table_of_days(self.view, key, scope, wishes.days) {
                    Some(table) => self.only_of(table, &wishes, span),
                    None => None,
                };
                match table.and_then(|it| self.wished(it, &wishes, span)) {
                    Some(mut table) => {
                        if wishes.caption.as_deref() != Some("") {
                            table.number = numbering.table();
                        }
                        Piece::Table(table)
                    }
                    None => none,
                }
            }
            Ok((Request::Chart(asked), wishes)) => {
                let place = format!("live{}", numbering.figures + 1);
                let ask = charts::Request::new(self.view, asked.scope, &place)
                    .measure(asked.measure.as_deref())
                    .subject(asked.subject.as_deref())
                    .in_document(self.document);
                match charts::asked(asked.key, ask) {
                    Some(mut figure) => {
                        if let Some(caption) = &wishes.caption {
                            figure.caption = self.line(caption, span);
                        }
                        figure.number = numbering.figure();
                        Piece::Figure(figure)
                    }
                    None => no_data(self.view, &schema.charts, asked.key),
                }
            }
            Ok((Request::Room(room), _)) => Piece::Room(room),
            Ok((Request::Signature, _)) => {
                let signature = documents::signature(self.view, self.scope);
                return signature.map(|it| Piece::Room(Room::Signature(it))).into_iter().collect();
            }
            Err(_) if self.view.audience != Audience::Teacher => return Vec::new(),
            Err(finding) => {
                self.findings.push(finding);
                Piece::Text(Block::Code { info: "casebook".to_owned(), text: text.to_owned() })
            }
        };
        vec![piece]
    }

    /// Reads a block: lines of `key: value`, in Chinese or English.
    fn requested(&self, text: &str, span: Span) -> Result<(Request<'_>, Wishes), Diagnostic> {
        let schema = &self.view.casebook.schema;
        let mut scope = self.scope;
        let (mut table, mut chart, mut listed, mut measure, mut subject, mut form) = (None, None, None, None, None, None);
        let mut wishes = Wishes::default();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (key, value) = line.split_once([':', '：']).map_or((line, ""), |(key, value)| (key.trim(), value.trim()));
            let value = value.trim_matches(['"', '\'']);
            let unknown = |kind: &str| {
                Diagnostic::new(Code::UnknownReference, span).arg("kind", kind).arg("value", value).arg("nearest", "")
            };
            match &*normalize(key) {
                "table" | "表" | "表格" => table = Some(value),
                "chart" | "图" | "图表" => chart = Some(value),
                "list" | "清单" => listed = Some(value),
                "caption" | "题注" | "标题" => wishes.caption = Some(value.to_owned()),
                "note" | "附注" | "说明" => wishes.note = Some(value.to_owned()),
                "most" | "最多" => wishes.most = value.parse().ok(),
                "month" | "月份" => wishes.days = Some(self.month(value).ok_or_else(|| unknown("月份"))?),
                "lines" | "留行" => form = value.parse().ok().map(|it| Request::Room(Room::Lines(it))),
                "cut" | "裁切线" => form = Some(Request::Room(Room::Cut(value.to_owned()))),
                "signs" | "签字" => {
                    let labels = value.split(['；', ';', '、']).map(|it| it.trim().to_owned()).filter(|it| !it.is_empty());
                    form = Some(Request::Room(Room::Signs(labels.collect())));
                }
                "signature" | "落款" => form = Some(Request::Signature),
                "rows" | "行" => wishes.rows = words_of(value),
                "measure" | "指标" => measure = Some(value.to_owned()),
                "student" | "学生" => {
                    let named = self.view.casebook.students().find(|(_, it)| it.shown_name() == value).map(|(id, _)| id);
                    let student = self.view.casebook.find_student(value).or(named).ok_or_else(|| unknown("学生"))?;
                    scope.subject = Subject::Student(student);
                }
                "class" | "班级" => {
                    let class = self.view.casebook.find_class(value).ok_or_else(|| unknown("班级"))?;
                    scope.subject = Subject::Class(class);
                }
                "term" | "学期" => {
                    let term = value.parse().ok().filter(|id| self.view.casebook.config.term(*id).is_some());
                    scope.term = term.ok_or_else(|| unknown("学期"))?;
                }
                "subject" | "学科" => {
                    let known = schema.enums.get("subject").and_then(|it| it.find(value));
                    subject = Some(known.ok_or_else(|| unknown("学科"))?.key.clone());
                }
                _ => {
                    let keys = [
                        "table",
                        "chart",
                        "list",
                        "student",
                        "class",
                        "term",
                        "month",
                        "measure",
                        "subject",
                        "caption",
                        "note",
                        "most",
                        "rows",
                        "without",
                        "lines",
                        "cut",
                        "signs",
                        "signature",
                        "表",
                        "图",
                        "清单",
                        "学生",
                        "班级",
                        "学期",
                        "月份",
                        "指标",
                        "学科",
                        "题注",
                        "附注",
                        "最多",
                        "行",
                        "不列",
                        "留行",
                        "裁切线",
                        "签字",
                        "落款",
                    ];
                    return Err(Diagnostic::new(Code::UnknownBlock, span)
                        .arg("kind", "这一项")
                        .arg("name", key)
                        .arg("nearest", nearest(key, keys).unwrap_or_default())
                        .arg("choices", "table、chart、list、student、class、term、month、measure、subject、caption、note、most、rows、lines、signs、cut、signature"));
                }
            }
        }
        match (table, chart, listed) {
            (None, None, Some(name)) => match &*normalize(name) {
                "references" | "参考文献" => Ok((Request::References(scope), wishes)),
                _ => Err(Diagnostic::new(Code::UnknownBlock, span)
                    .arg("kind", "清单")
                    .arg("name", name)
                    .arg("nearest", nearest(name, ["references", "参考文献"]).unwrap_or_default())
                    .arg("choices", "references")),
            },
            (Some(name), ..) => {
                let known: Vec<&DerivedRow> =
                    schema.tables.iter().filter(|row| tables::known().any(|it| it == &*row.key)).collect();
                wishes.of = [("subject", subject.map(|it| it.to_string())), ("measure", measure)]
                    .into_iter()
                    .filter_map(|(field, value)| Some((field, value?)))
                    .collect();
                find(&known, name, "表", span).map(|row| (Request::Table(&row.key, scope), wishes))
            }
            (None, Some(name), _) => {
                let known: Vec<&DerivedRow> =
                    schema.charts.iter().filter(|row| charts::known().any(|it| it == &*row.key)).collect();
                let row = find(&known, name, "图", span)?;
                Ok((Request::Chart(AskedChart { key: &row.key, scope, measure, subject }), wishes))
            }
            (None, None, None) => form.map(|it| (it, wishes)).ok_or_else(|| {
                Diagnostic::new(Code::UnknownBlock, span)
                    .arg("kind", "要求")
                    .arg("name", text.trim())
                    .arg("choices", "table: causes、chart: progress")
            }),
        }
    }
}

impl Live<'_> {
    /// The month of the scope's term that goes by a name such as `2026-03` or `3月`.
    fn month(&self, name: &str) -> Option<DateRange> {
        let term = self.view.casebook.config.term(self.scope.term)?;
        let name = name.strip_suffix('月').unwrap_or(name);
        let is_named = |it: &DateRange| {
            let month = it.middle();
            name == month.year_month() || name == month.month().to_string()
        };
        term.months().into_iter().find(is_named)
    }
}

/// What a block asks for.
enum Request<'s> {
    Table(&'s str, Scope),
    Chart(AskedChart<'s>),
    /// Works cited, as lines.
    References(Scope),
    Room(Room),
    /// Who signs and when.
    Signature,
}

/// A chart that a block asks for.
struct AskedChart<'s> {
    key: &'s str,
    scope: Scope,
    measure: Option<String>,
    /// Canonical key of the subject.
    subject: Option<Key>,
}

/// Names set apart by commas or semicolons of either width, or by 、.
fn words_of(list: &str) -> Vec<String> {
    let words = list.trim_matches(['[', ']']).split(['、', '，', '；', ',', ';']).map(str::trim);
    words.filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// Works cited, a paragraph each.
pub(super) fn references(lines: &[String]) -> Vec<Piece> {
    lines.iter().map(|it| Piece::Text(Block::Paragraph(vec![Inline::Text(it.clone())]))).collect()
}

fn find<'s>(rows: &[&'s DerivedRow], name: &str, kind: &str, span: Span) -> Result<&'s DerivedRow, Diagnostic> {
    let names = |row: &'s DerivedRow| [&*row.key, &*row.label].into_iter().chain(row.synonyms.iter().map(String::as_str));
    let wanted = normalize(name);
    let found = rows.iter().find(|row| names(row).any(|it| normalize(it) == wanted));
    found.copied().ok_or_else(|| {
        let all = rows.iter().flat_map(|row| names(row));
        let choices: Vec<&str> = rows.iter().map(|row| &*row.key).collect();
        Diagnostic::new(Code::UnknownBlock, span)
            .arg("kind", kind)
            .arg("name", name)
            .arg("nearest", nearest(name, all).unwrap_or_default())
            .arg("choices", choices.join("、"))
    })
}

/// A figure as prose prints it; `#` in front of its name asks for the number alone.
fn figure_in_words(view: &View, text: &str, scope: Scope) -> Result<String, FigureError> {
    let bare = text.strip_prefix('#');
    let figure = view.figure(bare.unwrap_or(text).trim(), scope)?;
    let some = view.word("若干");
    Ok(match (&figure.amount, &figure.unit, bare) {
        // A sentence stays whole without its number.
        (Amount::Withheld(_), Some(_), Some(_)) => some.to_owned(),
        (Amount::Withheld(_), Some(unit), None) => format!("{some}{}", view.word(unit)),
        (_, _, Some(_)) => figure.bare(view.language()),
        (_, _, None) => figure.told(view.language()),
    })
}

/// Words of a line, such as a caption, with its figures in backticks as requests.
pub(super) fn words_and_figures(text: &str, span: Span) -> Vec<Inline> {
    let stretch = |(at, part): (usize, &str)| match part.strip_prefix('=').filter(|_| at % 2 == 1) {
        Some(name) => Inline::Live { text: name.trim().to_owned(), span },
        None => Inline::Text(part.to_owned()),
    };
    text.split('`').enumerate().map(stretch).filter(|it| *it != Inline::Text(String::new())).collect()
}

/// What a block says about its table or chart besides which one it is.
#[derive(Debug, Clone, Default, PartialEq)]
struct Wishes {
    /// Caption, with figures; the label where none is given; neither caption nor number where it is empty.
    caption: Option<String>,
    /// What stands below in place of the table's own note; empty for nothing.
    note: Option<String>,
    /// Only rows made of notes of these days.
    days: Option<DateRange>,
    /// Only rows all of whose notes have these values in these fields: `subject` and `measure`.
    of: Vec<(&'static str, String)>,
    /// Of a table with more rows than this, only the first of each pupil is shown.
    most: Option<usize>,
    /// Of a table, only rows whose first cell begins with one of these.
    rows: Vec<String>,
}

impl Live<'_> {
    fn line(&mut self, text: &str, span: Span) -> String {
        let part = |it| match it {
            Inline::Live { text, span } => match self.figure(text, span) {
                Inline::Text(words) => words,
                _ => String::new(),
            },
            Inline::Text(words) => words,
            _ => String::new(),
        };
        words_and_figures(text, span).into_iter().map(part).collect()
    }

    /// The rows of a table that are of the subject and measure asked for. A row that is made of several subjects' notes is of
    /// none of them: its number would be another one's. A table whose notes say no subject at all cannot be told apart by it,
    /// and that is a finding.
    fn only_of(&mut self, mut table: TableView, wishes: &Wishes, span: Span) -> Option<TableView> {
        let casebook = self.view.casebook;
        for (field, wanted) in &wishes.of {
            let said = |id: &NoteId| {
                let fields = &casebook.note(*id).fields;
                fields.choice(field).or_else(|| fields.text(field))
            };
            if !table.rows.iter().flat_map(|row| &row.notes).any(|id| said(id).is_some()) {
                let name = if *field == "subject" { "学科" } else { "指标" };
                // Others read of fewer notes; what is wrong the teacher's edition has told.
                if self.view.audience != Audience::Teacher {
                    return None;
                }
                self.findings.push(Diagnostic::new(Code::BlockNotBy, span).arg("name", name).arg("table", &table.caption));
                return None;
            }
            let is_of = |id: &NoteId| said(id) == Some(wanted.as_str());
            table.rows.retain(|row| !row.notes.is_empty() && row.notes.iter().all(is_of));
            table.note = None;
        }
        (!table.rows.is_empty()).then_some(table)
    }

    /// A table as a block wishes it; `None` where none of its rows is wished for.
    fn wished(&mut self, mut table: TableView, wishes: &Wishes, span: Span) -> Option<TableView> {
        if !wishes.rows.is_empty() {
            let wanted = |cell: &String| wishes.rows.iter().any(|it| cell.starts_with(it.as_str()));
            table.rows.retain(|row| row.first().is_some_and(wanted));
        }
        if let Some(caption) = &wishes.caption {
            table.caption = self.line(caption, span);
        }
        if let Some(note) = &wishes.note {
            table.note = Some(self.line(note, span)).filter(|it| !it.is_empty());
        }
        if self.document && !table.rows.is_empty() && wishes.caption.as_deref() != Some("") {
            tables::without_empty_columns(&mut table);
        }
        let all = table.rows.len();
        if wishes.most.is_some_and(|most| all > most) {
            let mut seen: Vec<String> = Vec::new();
            table.rows.retain(|row| {
                let new = row.first().is_some_and(|name| !seen.contains(name));
                seen.extend(row.first().cloned());
                new
            });
            if table.rows.len() < all {
                let rest = if self.view.audience.reads("case_report") { "全部{}条见个案报告" } else { "共{}条" };
                table.caption += &format!("（每人第一条，{}）", rest.replace("{}", &all.to_string()));
                // One line a pupil: the whole words are in the report.
                table.rows.iter_mut().flat_map(|row| row.iter_mut()).for_each(|cell| *cell = clip(cell, 16));
            }
        }
        (!table.rows.is_empty()).then_some(table)
    }
}

/// A sentence in place of a table or chart that has no data.
fn no_data(view: &View, rows: &[DerivedRow], key: &str) -> Piece {
    let label = rows.iter().find(|it| &*it.key == key).map_or(key, |it| &it.label);
    Piece::Text(Block::Paragraph(vec![Inline::Text(say!(view, "（{}：数据不足）", label))]))
}

/// The finding for a figure that cannot be had.
fn figure_finding(view: &View, text: &str, span: Span, error: FigureError) -> Diagnostic {
    match error {
        FigureError::Unknown(_) => {
            let known = view.analysis.known_figure_names();
            let near = nearest(text, known.iter().map(String::as_str)).unwrap_or_default();
            Diagnostic::new(Code::UnknownFigure, span).arg("name", text).arg("nearest", near)
        }
        FigureError::Scope(kinds) => {
            let label = |kind: &String| match kind.as_str() {
                "student" => "学生",
                "class" => "班级",
                "term" => "学期",
                _ => "课题",
            };
            let labels: Vec<&str> = kinds.iter().map(label).collect();
            // What stands in front of the figure's own name is what it is not kept of.
            let own = view.analysis.figure_name(text).map_or_else(|_| text.to_owned(), |it| it.name);
            let class = view.casebook.classes.first().map_or("4-2", |it| &it.key);
            let student = view.casebook.students.first().map_or("S01", |it| it.code.as_str());
            let subject = if kinds.iter().any(|it| it == "student") { student } else { class };
            let example = format!("={subject}.{own}");
            Diagnostic::new(Code::FigureScope, span)
                .arg("name", text)
                .arg("reason", format!("只按{}统计，前面要写明是哪一个", labels.join("、")))
                .arg("example", example)
        }
        FigureError::Subject(name) => {
            Diagnostic::new(Code::UnknownReference, span).arg("kind", "学生、班级或学期").arg("value", name).arg("nearest", "")
        }
        FigureError::Argument(name) => {
            let measures: Vec<&str> = view.casebook.config.measures.keys().map(String::as_str).collect();
            Diagnostic::new(Code::UnknownReference, span)
                .arg("kind", "指标或学科")
                .arg("value", &name)
                .arg("nearest", nearest(&name, measures).unwrap_or_default())
        }
    }
}
