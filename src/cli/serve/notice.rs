//! Findings as a reader of the preview sees them: in a page of their own, or in a panel over the page that they are about.

use serde::Serialize;

use crate::cli::words::say;
use crate::diag::render::{self, Listed};
use crate::diag::{Diagnostics, Language, Severity};
use crate::source::SourceTree;

/// So many findings are listed; more help nobody at once.
const MOST: usize = 100;

/// What is to be mended.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub(super) struct Notice {
    /// How many errors.
    pub(super) errors: usize,
    /// How many warnings.
    warnings: usize,
    /// How many there are, in words.
    summary: String,
    /// The first of them, errors before warnings.
    items: Vec<Listed>,
}

impl Notice {
    /// Of these findings.
    pub(super) fn of(findings: &Diagnostics, tree: &SourceTree, language: Language) -> Self {
        let errors = findings.iter().filter(|it| it.severity() == Severity::Error);
        let warnings = findings.iter().filter(|it| it.severity() == Severity::Warning);
        let listed = errors.chain(warnings).take(MOST).map(|it| render::listed(it, tree, language)).collect();
        Self {
            errors: findings.count(Severity::Error),
            warnings: findings.count(Severity::Warning),
            summary: render::summary(findings, language),
            items: listed,
        }
    }

    /// One fault that is not in the content.
    pub(super) fn fault(message: String, hint: String) -> Self {
        let hint = Some(hint).filter(|it| !it.is_empty());
        let item = Listed { severity: "error", code: "", place: String::new(), message: message.clone(), hint };
        Self { errors: 1, warnings: 0, summary: message, items: vec![item] }
    }

    /// A line for each, as they are printed.
    pub(super) fn lines(&self) -> String {
        let line = |it: &Listed| {
            let place = if it.place.is_empty() { String::new() } else { format!("{}: ", it.place) };
            let hint = it.hint.as_ref().map(|it| format!("\n    {it}")).unwrap_or_default();
            format!("{place}{}{hint}\n", it.message)
        };
        self.items.iter().map(line).collect()
    }

    /// A page of them. It has the script that shows what it was asked for once that can be made.
    pub(super) fn page(&self, language: Language, version: &str) -> String {
        let (lang, title) = (say(language, "zh-CN", "en"), say(language, "预览：有问题要改", "Preview: something to mend"));
        let lead = match (self.items.is_empty(), language) {
            (true, Language::Chinese) => "正在编译，马上就好。",
            (true, Language::English) => "Building. The page comes in a moment.",
            (false, Language::Chinese) => "改好并保存后，这一页会自动换成网站。",
            (false, Language::English) => "Mend it and save: this page then turns into the site.",
        };
        let items: String = self.items.iter().map(item).collect();
        let heading = if self.items.is_empty() { say(language, "预览", "Preview") } else { &self.summary };
        format!(
            "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; script-src 'self'; \
             connect-src 'self'; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
             <link rel=\"stylesheet\" href=\"/_casebook/preview.css\">\n{script}\n</head>\n\
             <body class=\"casebook-findings\">\n<main>\n<h1>{heading}</h1>\n<p>{lead}</p>\n<ol>\n{items}</ol>\n</main>\n</body>\n</html>\n",
            script = script(version),
            heading = escaped(heading),
        )
    }
}

/// The element that brings the preview's script into a page.
pub(super) fn script(version: &str) -> String {
    format!("<script src=\"/_casebook/preview.js\" data-version=\"{}\" defer></script>", escaped(version))
}

fn item(it: &Listed) -> String {
    let mut out = format!("<li class=\"{}\"><p class=\"what\">{}</p>", it.severity, escaped(&it.message));
    if !it.place.is_empty() {
        out += &format!("<p class=\"place\"><code>{}</code></p>", escaped(&it.place));
    }
    if let Some(hint) = &it.hint {
        out += &format!("<p class=\"mend\">{}</p>", escaped(hint));
    }
    out + "</li>\n"
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    crate::html::push_escaped(&mut out, text);
    out
}
