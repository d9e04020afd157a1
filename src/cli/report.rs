//! Printing findings and refusals.

use std::io::IsTerminal;

use super::masked::masked;
use super::words::say;
use super::{Exit, Invocation};
use crate::diag::{Diagnostics, Language, Severity, render};
use crate::output::{PlaceError, StagingError};
use crate::source::SourceTree;

/// How findings are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// With the source line and a caret.
    Human,
    /// A line each.
    Short,
    /// A JSON object a line.
    Json,
}

/// Prints findings. JSON is data and goes to stdout; the rest is for people and goes to stderr.
pub(super) fn findings(invocation: &Invocation, findings: &Diagnostics, tree: &SourceTree) {
    let language = invocation.language;
    let masked = if findings.is_empty() { None } else { masked(invocation, findings, tree) };
    let findings = masked.as_ref().map_or(findings, |it| &it.findings);
    let struck = |text: String| masked.as_ref().map_or(text.clone(), |it| it.strike(&text));
    match invocation.format {
        Format::Json => print!("{}", struck(render::json(findings, tree, language))),
        Format::Short => eprint!("{}", struck(render::short(findings, tree, language))),
        Format::Human if findings.is_empty() => {}
        Format::Human => {
            // Colours could part a name.
            let color = masked.is_none() && invocation.color.unwrap_or_else(colours_wanted);
            eprint!("{}", struck(render::human(findings, tree, language, color)));
            eprintln!("{}", render::summary(findings, language));
        }
    }
}

/// Whether to use colours where nothing was said: on a terminal, unless `NO_COLOR` is set.
fn colours_wanted() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty())
}

/// What the findings make of the program's end.
pub(super) fn exit(invocation: &Invocation, findings: &Diagnostics) -> Exit {
    let failed = findings.has_errors() || (invocation.strict && findings.count(Severity::Warning) > 0);
    if failed { Exit::Findings } else { Exit::Done }
}

/// Prints why nothing could be staged or swapped in.
pub(super) fn staging_error(error: &StagingError, language: Language) -> Exit {
    let (message, path, hint, exit) = match error {
        StagingError::Place(PlaceError::Dangerous(path)) => (
            say(language, "这个文件夹不能用来输出", "this folder cannot be written to"),
            path,
            say(language, "换一个空文件夹：-o 文件夹", "choose an empty folder with -o"),
            Exit::Usage,
        ),
        StagingError::Place(PlaceError::NotOurs(path)) => (
            say(
                language,
                "这个文件夹里有别的文件，不是 casebook 生成的",
                "this folder holds files that casebook did not write",
            ),
            path,
            say(language, "换一个空文件夹：-o 文件夹", "choose an empty folder with -o"),
            Exit::Usage,
        ),
        StagingError::Place(PlaceError::NotAFolder(path)) => (
            say(language, "这是一个文件，不是文件夹", "this is a file, not a folder"),
            path,
            say(language, "换一个文件夹：-o 文件夹", "choose a folder with -o"),
            Exit::Usage,
        ),
        StagingError::Busy(path) => (
            say(language, "另一个 casebook 正在写这里", "another casebook is writing here"),
            path,
            say(language, "等它结束再试", "wait until it has finished"),
            Exit::Environment,
        ),
        StagingError::Io(path, error) => {
            eprintln!("{}{}: {error}", say(language, "错误：写不了 ", "error: cannot write "), path.display());
            eprintln!(
                "{}",
                say(
                    language,
                    "原来的输出没有改动。检查磁盘空间和写入权限。",
                    "The previous output is unchanged. Check disk space and permissions."
                )
            );
            return Exit::Environment;
        }
    };
    eprintln!("{}{message}: {}", say(language, "错误：", "error: "), path.display());
    eprintln!("{}{hint}", say(language, "提示：", "help: "));
    exit
}

/// Says that nothing has the name that was typed, and which one comes near.
pub(super) fn unknown(what: &str, name: &str, near: Option<&str>) -> Exit {
    let near = near.map(|it| format!("（{it}？）")).unwrap_or_default();
    eprintln!("{what}“{name}”{near}");
    Exit::Usage
}
