//! `casebook check --explain`: what a kind of finding means, why it is there, and how to mend it.
//!
//! The example of a kind is its fixture, the one by which it is tested: the casebook in it is built here and now, and the
//! finding that comes of it is shown.

use std::collections::BTreeMap;

use rust_embed::RustEmbed;

use super::columns::columns;
use super::words::say;
use super::{Exit, Invocation, report};
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics, Language, Severity, nearest, render};
use crate::lint::{Reason, reason};
use crate::output::MemoryDoor;
use crate::privacy::{Audience, Forbidden};
use crate::source::SourceTree;
use crate::theme::Theme;
use crate::{Options, build};

#[derive(RustEmbed)]
#[folder = "tests/fixtures/findings"]
struct Fixtures;

/// What the example of a kind stands on, as in the tests.
const BASE: [(&str, &str); 2] = [
    ("casebook.yaml", "标题: 小例子\n学期:\n- {学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}\n"),
    ("students/S01/index.md", "---\n化名: 小松\n---\n"),
];

/// What stands before the path of a fixture's file that is no source but already made, for the gate to find something in.
const FINISHED: &str = "public/research/";

/// Explains a kind of finding, or lists all where no code is given or none has this name.
pub(super) fn explain(invocation: &Invocation, code: Option<&str>) -> Exit {
    let language = invocation.language;
    let Some(asked) = code else { return list(invocation) };
    let asked = asked.trim().trim_matches(['[', ']']);
    let Some(code) = Code::from_id(asked) else {
        let near = nearest(asked, Code::ALL.iter().map(|it| it.id()));
        let told = match (language, near) {
            (Language::Chinese, Some(near)) => format!("错误：没有“{asked}”这种提示，是不是“{near}”？"),
            (Language::Chinese, None) => format!("错误：没有“{asked}”这种提示，全部见 casebook check --explain"),
            (Language::English, Some(near)) => format!("error: there is no finding `{asked}`; did you mean `{near}`?"),
            (Language::English, None) => format!("error: there is no finding `{asked}`; casebook check --explain lists all"),
        };
        anstream::eprintln!("{told}");
        return Exit::Usage;
    };
    let explanation = Explanation::of(code, language);
    if invocation.format == report::Format::Json {
        anstream::println!("{}", explanation.json());
    } else {
        anstream::print!("{}", explanation.text(language));
    }
    Exit::Done
}

fn list(invocation: &Invocation) -> Exit {
    let language = invocation.language;
    let row =
        |code: &Code| vec![code.id().to_owned(), severity(code.severity(), language).to_owned(), code.outline(language).0];
    if invocation.format == report::Format::Json {
        for code in Code::ALL {
            anstream::println!("{}", serde_json::Value::from(row(code)));
        }
        return Exit::Done;
    }
    let head = [("代码", "code"), ("程度", "severity"), ("说什么", "about")].map(|(zh, en)| say(language, zh, en).to_owned());
    let rows: Vec<Vec<String>> = std::iter::once(head.to_vec()).chain(Code::ALL.iter().map(row)).collect();
    anstream::print!("{}", columns(&rows));
    Exit::Done
}

fn severity(severity: Severity, language: Language) -> &'static str {
    match severity {
        Severity::Error => say(language, "错误", "error"),
        Severity::Warning => say(language, "警告", "warning"),
    }
}

/// What there is to say of a kind of finding.
struct Explanation {
    code: Code,
    meaning: String,
    why: &'static str,
    mend: String,
    /// Texts of a lint, marked and mended.
    texts: Option<&'static Reason>,
    /// The finding of the example with its source.
    example: Option<String>,
}

impl Explanation {
    fn of(code: Code, language: Language) -> Self {
        let example = example(code);
        let (meaning, mend) = match &example {
            Some((_, finding)) => (finding.message(language), finding.hint(language).unwrap_or_default()),
            None => code.outline(language),
        };
        let texts = reason(code);
        let shown = example.map(|(tree, finding)| {
            render::human(&Diagnostics::from_iter([finding]), &tree, language, false).trim_end().to_owned()
        });
        let why = texts.map_or_else(|| section(code, language), |it| it.why(language));
        Self { code, meaning, why, mend, texts, example: shown }
    }

    fn text(&self, language: Language) -> String {
        let t = |chinese, english| say(language, chinese, english);
        let severity = severity(self.code.severity(), language);
        let mut out = match language {
            Language::Chinese => format!("{}（{severity}）\n", self.code.id()),
            Language::English => format!("{} ({severity})\n", self.code.id()),
        };
        let mut part = |title: &str, text: &str| {
            if !text.is_empty() {
                out.push_str(&format!("\n{title}\n"));
                for line in text.lines() {
                    out.push_str(format!("  {line}").trim_end());
                    out.push('\n');
                }
            }
        };
        part(t("是什么", "What it says"), &self.meaning);
        part(t("为什么", "Why"), self.why);
        part(t("怎么改", "How to mend it"), &self.mend);
        if let Some(texts) = self.texts {
            part(t("会提示", "Marked"), texts.wrong);
            part(t("改好后", "Mended"), texts.right);
            let keep = t(
                "在这个文件（表格在这一行）的设置里写“允许: [词句或代码]”。",
                "Write `allow: [words or code]` in the front matter (in a table, the row).",
            );
            let speech = t("别人的原话，整句放进“……”里就不提示。", "Another person's words stand in “…” as a whole sentence.");
            let spoken = matches!(self.code, Code::Label | Code::DiscouragedLabel | Code::JudgementWord);
            part(t("要保留时", "To keep it"), &if spoken { format!("{keep}\n{speech}") } else { keep.to_owned() });
        }
        part(t("例子", "Example"), self.example.as_deref().unwrap_or_default());
        out
    }

    fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "code": self.code.id(),
            "severity": severity(self.code.severity(), Language::English),
            "meaning": self.meaning,
            "why": self.why,
            "mend": self.mend,
            "wrong": self.texts.map(|it| it.wrong),
            "right": self.texts.map(|it| it.right),
            "example": self.example,
        })
    }
}

/// Why findings of the table's section are told, for those that are no lints.
fn section(code: Code, language: Language) -> &'static str {
    if code < Code::FrontMatterUnclosed {
        return say(
            language,
            "读不进来的文件不会出现在网页和文稿里，也不会计数；悄悄漏掉比报错更糟。",
            "A file that cannot be read is on no page and in no count; leaving it out silently would be worse.",
        );
    }
    if code < Code::UnknownKey {
        return say(
            language,
            "设置和表格的写法有一处不对，后面的内容就可能读错地方。程序不猜，指出是哪一行，改好再读。",
            "One slip in the form of settings or a table may shift what follows. The program does not guess: it says where, and reads on when it is mended.",
        );
    }
    if code < Code::NoConfig {
        return say(
            language,
            "每一项都有约定的名称、类型和范围，统计才数得对；写错的值若被当成没写，次数和百分比就不真实。",
            "Each field has a name, a kind and a range, so that counts are right; a wrong value taken for none would make them untrue.",
        );
    }
    if (Code::LeakedPupil..=Code::UnreadableOutput).contains(&code) {
        return say(
            language,
            "给同事、家长和课题组的版本，每个文件写出之前都要按花名册查一遍：网页、PDF、文件名、图片里藏的信息都算。有一处就什么都不写出，原来的输出不变。",
            "What colleagues, families and research get is searched by the roster before it is written: pages, PDFs, names of files, what pictures carry. One hit, and nothing is written; the previous output stays.",
        );
    }
    if code == Code::InternalError {
        return say(
            language,
            "这是程序的毛病，不是谁写错了。一个文件上出错不该让别的都做不成，也不该换掉原来好的输出。",
            "This is a fault of the program, nobody's slip. One file must not keep the others from being made, nor cost the output that was there.",
        );
    }
    if code < Code::UnknownFigure {
        return say(
            language,
            "记录之间要对得上：学生、班级、学期、日期各有其主，才知道这条记录算谁的、算在哪个学期。",
            "Notes must agree with each other: whose they are, and in which term they count.",
        );
    }
    say(
        language,
        "网页和文稿里的链接、图片、数字都要能用；读的人点开是空的，或者数不出来，不如现在就说。",
        "Links, pictures and figures on pages and in documents must work for those who read them.",
    )
}

/// The casebook of a kind's fixture, and the finding it is named after.
fn example(code: Code) -> Option<(SourceTree, Diagnostic)> {
    let fixture = Fixtures::get(&format!("{}.txt", code.id()))?;
    let source = std::str::from_utf8(&fixture.data).ok()?;
    let mut files: BTreeMap<&str, &str> = BASE.into();
    let mut finished = Vec::new();
    for (title, text) in sections(source) {
        match title.strip_prefix("without ") {
            Some(path) => drop(files.remove(path)),
            None if title == "findings" => {}
            None if title.starts_with(FINISHED) => finished.push((title.replacen(FINISHED, "", 1), text.as_bytes().to_vec())),
            None => drop(files.insert(title, text)),
        }
    }
    let limits = files.get("casebook.yaml").map(|it| Config::limits_of(it)).unwrap_or_default();
    let tree = SourceTree::of_texts(files).within(limits);
    if !finished.is_empty() {
        let forbidden = Forbidden::of(&crate::read(&tree).0?);
        let leaks = crate::verify(&forbidden, Audience::Research, &finished);
        let found = leaks.iter().map(Diagnostic::from).find(|it| it.code == code)?;
        return Some((tree, found));
    }
    // what only a page or a document shows needs both
    [false, true].into_iter().find_map(|made| {
        let options = Options { site: made, pdf: made, ..Options::default() };
        let outcome = build(&tree, &Theme::built_in(), &options, &MemoryDoor::default());
        let found = outcome.findings.into_iter().find(|it| it.code == code)?;
        Some((tree.clone(), found))
    })
}

/// Splits a fixture at its `-- title --` lines.
fn sections(source: &str) -> Vec<(&str, &str)> {
    let mut marks = Vec::new();
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        if let Some(title) = line.trim_end().strip_prefix("-- ").and_then(|it| it.strip_suffix(" --")) {
            marks.push((at, at + line.len(), title));
        }
        at += line.len();
    }
    let ends = marks.iter().skip(1).map(|it| it.0).chain([source.len()]);
    marks.iter().zip(ends).filter_map(|((_, from, title), to)| Some((*title, source.get(*from..to)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_explained() {
        for code in Code::ALL {
            for language in [Language::Chinese, Language::English] {
                let explanation = Explanation::of(*code, language);
                let text = explanation.text(language);
                assert!(!explanation.meaning.is_empty() && !explanation.why.is_empty(), "{text}");
                let whole = |it: &str| !it.contains("“”") && (!it.contains(['{', '}']) || it.contains(": {"));
                assert!(whole(&explanation.meaning) && whole(&explanation.mend), "{text}");
                assert!(explanation.json()["code"] == code.id(), "{text}");
                assert_eq!(explanation.texts.is_some(), *code >= Code::Label, "{}: a lint has a reason", code.id());
                let fixture = Fixtures::get(&format!("{}.txt", code.id())).is_some();
                assert_eq!(explanation.example.is_some(), fixture, "{}: the fixture gives its finding", code.id());
            }
        }
    }
}
