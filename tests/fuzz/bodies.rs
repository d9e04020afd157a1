//! What is fuzzed: each takes any bytes and panics where the program does, fails over a file, or names a place that is none.
//!
//! `targets/` hands them what libFuzzer thinks of; `../it/fuzz.rs` the corpus and mutations of it, the same ones each time.

use casebook::diag::{Code, Diagnostics, Language, Place, render};
use casebook::html::{Image, Links, ProseStyle, ProseWords};
use casebook::output::MemoryDoor;
use casebook::privacy::Audience;
use casebook::source::{FileId, Limits, SourceTree, Span};
use casebook::syntax::{self, Block, Entry, Inline, Node, NodeKind};
use casebook::theme::Theme;
use casebook::{Options, build};

/// What a body is.
pub(crate) type Body = fn(&[u8]);

/// Every body, by the name of its target and corpus.
pub(crate) const BODIES: [(&str, Body); 5] =
    [("front_matter", front_matter), ("markdown", markdown), ("csv", csv), ("config", config), ("whole_build", whole_build)];

/// Where a note lies.
const NOTE: &str = "students/S01/notes/2026-03-05-谈心.md";

/// What a casebook has besides what is fuzzed.
const BASE: [(&str, &str); 5] = [
    (
        "casebook.yaml",
        "标题: 小例子\n学校: 某某小学\n学期:\n- {学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}\n指标:\n  口算: {单位: 题/分}\n",
    ),
    ("classes/3-1/index.md", "---\n年级: 三年级\n---\n"),
    ("students/S01/index.md", "---\n化名: 小松\n班级: 3-1\n---\n\n爱劳动。\n"),
    (
        "roster.yaml",
        "学生:\n  S01:\n    姓名: 林禾苗\n    知情同意:\n    - {用途: 课题研究, 读者: 研究, 同意日期: 2026-03-02, 同意人: 母亲, 到期日期: 2027-08-31}\n",
    ),
    ("aliases.yaml", "学生:\n  \"S01\": {化名: \"青青\", 文件夹: \"h7mq3zkwt2fd\"}\n"),
];

/// The settings at the head of a note.
pub(crate) fn front_matter(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut findings = Diagnostics::new();
    let (entries, body) = syntax::front_matter(FileId(0), &text, Limits::default(), &mut findings);
    assert!(text.is_char_boundary(body), "the body begins at {body}");
    check_entries(&text, &entries);
    check_findings(&SourceTree::of_texts([(NOTE, &*text)]), &findings.sorted());
}

/// A text as Markdown, and as HTML.
pub(crate) fn markdown(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let prose = syntax::markdown(FileId(0), &text, 0);
    check_blocks(&text, &prose.blocks);
    prose.footnotes.iter().for_each(|it| check_blocks(&text, &it.blocks));
    let words = ["已完成", "未完成", "脚注", "返回正文"].map(str::to_owned);
    let [task_done, task_open, footnotes, back_to_text] = words;
    let words = ProseWords { task_done, task_open, footnotes, back_to_text };
    let style = ProseStyle { heading_shift: 1, heading_names: None, id_prefix: "", links: &Nowhere, words: &words };
    let html = casebook::html::prose(&prose, &style);
    // What a text says is never markup of its own.
    for tag in html.split('<').skip(1) {
        let name = tag.trim_start_matches('/').split(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or_default();
        assert!(TAGS.contains(&name), "<{name}> in {html}");
    }
}

/// The elements of which prose is made.
const TAGS: [&str; 36] = [
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "div",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "input",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "section",
    "span",
    "strong",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
    "nav",
    "b",
];

/// A table of notes.
pub(crate) fn csv(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut findings = Diagnostics::new();
    let table = syntax::table(FileId(0), &text, &mut findings);
    for row in &table.rows {
        check_span(&text, row.span);
        check_entries(&text, &row.entries);
    }
    check_findings(&SourceTree::of_texts([("students/S01/表扬.csv", &*text)]), &findings.sorted());
}

/// The settings of a casebook.
pub(crate) fn config(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let files = BASE.map(|(path, base)| (path, if path == "casebook.yaml" { &*text } else { base }));
    let tree = SourceTree::of_texts(files);
    let _ = casebook::theme_name(&tree);
    let (_, findings) = casebook::read(&tree);
    check_findings(&tree, &findings.sorted());
}

/// A casebook of which a note is given, or whole files: each below a line `-- path --`.
pub(crate) fn whole_build(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let given = sections(&text);
    let base = BASE.into_iter().filter(|(path, _)| !given.iter().any(|(given, _)| given == path));
    let tree = SourceTree::of_texts(base.chain(given.iter().copied()));
    // Who reads it, and whether documents are set, which takes long, follow from what is given.
    let sum = data.iter().fold(0u8, |sum, it| sum.wrapping_add(*it));
    let audience = match sum % 8 {
        0 => Audience::Staff,
        1 => Audience::Parent,
        2 => Audience::Research,
        _ => Audience::Teacher,
    };
    let options = Options { audience, site: true, pdf: sum == 99, ..Options::default() };
    let outcome = build(&tree, &Theme::built_in(), &options, &MemoryDoor::default());
    check_findings(&tree, &outcome.findings);
}

/// The files of a text with `-- path --` lines; what has none is a note.
fn sections(text: &str) -> Vec<(&str, &str)> {
    let mut files = Vec::new();
    let (mut path, mut begin, mut at) = (NOTE, 0, 0);
    for line in text.split_inclusive('\n') {
        if let Some(title) = line.trim_end().strip_prefix("-- ").and_then(|it| it.strip_suffix(" --")) {
            if at > 0 {
                files.push((path, &text[begin..at]));
            }
            (path, begin) = (title, at + line.len());
        }
        at += line.len();
    }
    files.push((path, &text[begin..]));
    files.retain(|(path, _)| *path != "findings");
    files
}

fn check_findings(tree: &SourceTree, findings: &Diagnostics) {
    for finding in findings.iter() {
        assert!(finding.code != Code::InternalError && finding.code != Code::DocumentFailed, "{finding:?}");
        if let Place::Span(span) = finding.place {
            check_span(tree.text(span.file), span);
        }
    }
    for language in [Language::Chinese, Language::English] {
        let _ = render::human(findings, tree, language, false);
        let _ = render::short(findings, tree, language);
        let _ = render::json(findings, tree, language);
    }
}

fn check_entries(text: &str, entries: &[Entry]) {
    for Entry { key, value } in entries {
        check_span(text, key.span);
        check_node(text, value);
    }
}

fn check_node(text: &str, node: &Node) {
    check_span(text, node.span);
    match &node.kind {
        NodeKind::Null | NodeKind::Scalar(_) => {}
        NodeKind::List(items) => items.iter().for_each(|it| check_node(text, it)),
        NodeKind::Map(entries) => check_entries(text, entries),
    }
}

fn check_blocks(text: &str, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => check_inlines(text, content),
            Block::Quote(blocks) => check_blocks(text, blocks),
            Block::List { items, .. } => items.iter().for_each(|it| check_blocks(text, &it.blocks)),
            Block::Live { span, .. } => check_span(text, *span),
            Block::Table { head, rows, .. } => {
                head.iter().chain(rows.iter().flatten()).for_each(|it| check_inlines(text, it));
            }
            Block::Code { .. } | Block::Rule | Block::Html(_) => {}
        }
    }
}

fn check_inlines(text: &str, content: &[Inline]) {
    for inline in content {
        match inline {
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strike(content) => check_inlines(text, content),
            Inline::Link { content, span, .. } => {
                check_span(text, *span);
                check_inlines(text, content);
            }
            Inline::Live { span, .. } | Inline::Image { span, .. } => check_span(text, *span),
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::FootnoteRef(_)
            | Inline::SoftBreak
            | Inline::HardBreak
            | Inline::Html(_) => {}
        }
    }
}

fn check_span(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} is no place in a text of {} bytes", text.len());
}

/// A page from which nothing else can be reached.
struct Nowhere;

impl Links for Nowhere {
    fn href(&self, target: &str) -> Option<String> {
        target.len().is_multiple_of(2).then(|| target.to_owned())
    }

    fn image(&self, target: &str) -> Option<Image> {
        target.len().is_multiple_of(2).then(|| Image { size: (1, 1), sources: vec![(target.to_owned(), 1)] })
    }
}
